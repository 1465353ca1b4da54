//! What must hold wherever a journey leads, and pictures for what only an eye can judge.

use std::{fs, path::PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::{page::Page, site};

impl Page {
    /// Warnings and errors in the console since the browser started.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        let mut console = self.console.borrow_mut();
        console.extend(self.browser.engine.console(self));
        console.clone()
    }

    /// Ends the test if the console holds a warning or an error.
    #[track_caller]
    pub fn console_is_clean(&self) {
        let console = self.console();
        assert!(console.is_empty(), "the console is not clean: {console:#?}");
    }

    /// The addresses asked for since the page was last loaded, of whatever host; but for the module that is
    /// loaded on first use, once.
    #[track_caller]
    pub fn requests_since_load(&self) -> Vec<String> {
        let is_later = |url: &String| url.starts_with(&self.site.url("later-"));
        let (later, others): (Vec<String>, Vec<String>) =
            self.new_requests().into_iter().partition(is_later);
        assert!(later.len() <= 1, "loaded again: {later:#?}");
        others
    }

    /// The addresses asked for since this was last called.
    #[track_caller]
    pub fn new_requests(&self) -> Vec<String> {
        self.browser.engine.requests(self)
    }

    /// What axe-core holds against the page as it stands, one text for each rule broken.
    #[track_caller]
    pub fn axe(&self) -> Vec<String> {
        let axe = site::built(".tools/node_modules/axe-core/axe.min.js", "make browser");
        let source = fs::read_to_string(axe).expect("axe-core");
        self.browser.run("load axe-core", self.driver().execute(source, vec![]));
        self.eval_as(
            "axe.run().then(({ violations }) => violations.map(rule =>
                `${rule.id} (${rule.impact}): ${rule.help}` + rule.nodes.map(node =>
                    `\n    ${node.target}: ${node.any.concat(node.all, node.none).map(c => c.message)}`
                ).join('')))",
        )
    }

    /// Ends the test if axe-core finds anything.
    #[track_caller]
    pub fn is_accessible(&self) {
        let found = self.axe();
        assert!(found.is_empty(), "not accessible:\n{}", found.join("\n"));
    }

    /// A picture of the whole page, below the fold too, in `target/shots/`.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let picture = self.browser.cdp(
            "Page.captureScreenshot",
            &json!({ "format": "png", "captureBeyondViewport": true }),
        );
        let png =
            BASE64_STANDARD.decode(picture["data"].as_str().expect("a picture")).expect("base64");
        let file = site::target(&format!("shots/{name}.png"));
        fs::write(&file, png).expect("a file for the picture");
        file
    }
}
