//! Firefox, told by scripts with the rights of the browser itself.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::common::command::{Command as WebDriverCommand, ExtensionCommand};
use thirtyfour::error::WebDriverResult;

use super::{Driver, Engine, VIOLATION, program};
use crate::browser::{Browser, Screen};
use crate::page::Page;

pub struct Firefox;

/// What keeps an eye on the network, and lets nothing through that is blocked; requests of the browser itself
/// have no tab, and the icon is fetched whenever it likes.
const WATCH: &str = "
    window.asked = [];
    window.blocked = [];
    window.watcher = { observe(channel) {
        channel.QueryInterface(Ci.nsIHttpChannel);
        const { browsingContextID, internalContentPolicyType } = channel.loadInfo;
        const isIcon = internalContentPolicyType == Ci.nsIContentPolicy.TYPE_INTERNAL_IMAGE_FAVICON;
        if (!browsingContextID || isIcon) return;
        window.asked.push(channel.URI.spec);
        if (window.blocked.some(address => new RegExp(address).test(channel.URI.spec)))
            channel.cancel(Cr.NS_ERROR_OFFLINE);
    } };
    Services.obs.addObserver(window.watcher, 'http-on-modify-request');";

/// What went wrong in the page, and the list begins anew. Remarks on CSS are left out, that it is refused storage,
/// which it says by itself, and that Firefox stopped what still ran when a driver left the page between two frames.
const ERRORS: &str = "
    const errors = Services.console.getMessageArray().filter(message =>
        message instanceof Ci.nsIScriptError
        && !message.isFromChromeContext && !/^(chrome|resource):/.test(message.sourceName)
        && !/^(CSS|cookieBlocked)/.test(message.category) && !(message.flags & message.infoFlag)
        && !/^Script terminated by timeout/.test(message.errorMessage));
    Services.console.reset();
    return errors.map(error =>
        [error.category.startsWith('CSP') ? arguments[0] : error.category, error.errorMessage, error.sourceName]
            .join(': '));";

/// Gives the page its part of the window.
const RESIZE: &str = "
    const [width, height, scheme] = arguments;
    const page = window.gBrowser.selectedBrowser;
    for (const [name, size] of [['width', width], ['height', height]])
        for (const bound of ['', 'min-', 'max-'])
            page.style.setProperty(bound + name, `${size}px`, 'important');
    page.browsingContext.prefersColorSchemeOverride = scheme;";

impl Engine for Firefox {
    fn start(&self, files: &Path) -> Driver {
        let mut command = Command::new(program(&["geckodriver"]));
        command.args(["--port=0", "--websocket-port=0", "--allow-system-access"]);
        command.env("TMPDIR", files).env("HOME", files);
        // "1700000000000 geckodriver INFO Listening on 127.0.0.1:40123"
        Driver::listening(&mut command, |line| {
            line.rsplit_once("Listening on 127.0.0.1:")?.1.parse().ok()
        })
    }

    /// A window larger than any screen of the tests: a screen is the part of it that the page has.
    fn wishes(&self, files: &Path) -> Value {
        json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": program(&["firefox-esr", "firefox"]),
                "args": ["-headless"],
                "env": { "MOZ_HEADLESS_WIDTH": "1400", "MOZ_HEADLESS_HEIGHT": "1200" },
                "prefs": {
                    "intl.accept_languages": "zh-CN, zh",
                    "browser.download.folderList": 2,
                    "browser.download.dir": files.join("downloads"),
                    "browser.download.useDownloadDir": true,
                    "browser.download.alwaysOpenPanel": false,
                    "browser.download.always_ask_before_handling_new_types": false,
                    "devtools.console.stdout.content": true,
                    "devtools.console.stdout.chrome": false,
                    // It speaks to nobody but the page, and does not complain of that.
                    "app.normandy.enabled": false,
                    "app.shield.optoutstudies.enabled": false,
                    "nimbus.rollouts.enabled": false,
                    "datareporting.healthreport.uploadEnabled": false,
                    // As it is for everybody: a driver would loosen it.
                    "security.fileuri.strict_origin_policy": true,
                },
            },
        })
    }

    fn prepare(&self, browser: &Browser) {
        privileged(browser, WATCH, &[]);
    }

    fn show_on(&self, browser: &Browser, Screen { width, height, dark }: Screen) {
        let scheme = if dark { "dark" } else { "light" };
        privileged(browser, RESIZE, &[json!(width), json!(height), json!(scheme)]);
        // The page is laid out anew in its own time.
        let size = format!("return innerWidth === {width} && innerHeight === {height}");
        for _ in 0..100 {
            let laid_out = browser.run("measure", browser.driver().execute(&size, vec![]));
            if laid_out.json() == &json!(true) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("Firefox does not take the size of the screen");
    }

    fn print(&self, browser: &Browser) {
        let script = "window.gBrowser.selectedBrowser.browsingContext.mediumOverride = 'print';";
        privileged(browser, script, &[]);
    }

    fn requests(&self, page: &Page) -> Vec<String> {
        let asked = privileged(&page.browser, "return window.asked.splice(0);", &[]);
        serde_json::from_value(asked).expect("addresses")
    }

    fn block(&self, page: &Page, addresses: &[&str]) {
        let pattern =
            |address: &&str| format!("^{}$", address.replace('.', r"\.").replace('*', ".*"));
        let patterns: Vec<_> = addresses.iter().map(pattern).collect();
        privileged(&page.browser, "window.blocked = arguments[0];", &[json!(patterns)]);
    }

    fn forget(&self, page: &Page) {
        let script = "Services.cache2.clear(); ChromeUtils.clearResourceCache();";
        privileged(&page.browser, script, &[]);
    }

    fn keeps_files_apart(&self) -> bool {
        true
    }

    fn console(&self, page: &Page) -> Vec<String> {
        let errors = privileged(&page.browser, ERRORS, &[json!(VIOLATION)]);
        let errors: Vec<String> = serde_json::from_value(errors).expect("texts");
        page.browser.said().into_iter().filter(|line| is_bad(line)).chain(errors).collect()
    }

    /// As where a person blocks cookies.
    fn deny_storage(&self, page: &Page) {
        let script = "Services.prefs.setIntPref('network.cookie.cookieBehavior', 2);";
        privileged(&page.browser, script, &[]);
    }
}

/// Whether a line of Firefox's output is a warning or an error that the page wrote into the console. What parts
/// of the browser itself write there begins with their name: "console.error: RSLoader: …".
fn is_bad(line: &str) -> bool {
    let bad = ["console.warn: ", "console.error: "];
    let said = bad.iter().find_map(|level| line.strip_prefix(level));
    said.is_some_and(|said| !said.split(' ').next().unwrap_or_default().ends_with(':'))
}

/// Runs a script with the rights of the browser itself.
#[track_caller]
fn privileged(browser: &Browser, script: &str, arguments: &[Value]) -> Value {
    let handle = browser.driver().handle();
    let go = |context| WebDriverCommand::ExtensionCommand(Box::new(Context(context)));
    let run = async {
        handle.cmd(go("chrome")).await?;
        let value = browser.driver().execute(script, arguments.to_vec()).await;
        handle.cmd(go("content")).await?;
        WebDriverResult::Ok(value?.json().clone())
    };
    browser.run("tell Firefox", run)
}

/// Whose rights the scripts have from now on: "chrome", the browser's, or "content", the page's.
#[derive(Debug)]
struct Context(&'static str);

impl ExtensionCommand for Context {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> http::Method {
        http::Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}
