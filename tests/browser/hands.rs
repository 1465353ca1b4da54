//! What hands do with the page, and what comes of it on disk.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::json;
use thirtyfour::{Key, WebElement};

use crate::page::{Page, shown};

/// What was clicked, where and when.
pub type Click = (String, [f64; 2], Instant);

/// How long after a click another one is not taken for the second of a double click.
const BETWEEN_CLICKS: Duration = Duration::from_millis(600);

impl Page {
    #[track_caller]
    pub fn click(&self, css: &str) {
        let element = self.wait_for(css);
        self.hit(&format!("`{css}`"), &element);
    }

    /// Clicks the first shown match whose text or label contains these words.
    #[track_caller]
    pub fn click_text(&self, css: &str, words: &str) {
        let says = format!("`{css}` that says “{words}”");
        let expression = format!(
            "{}.find(e => (e.innerText + e.ariaLabel + e.title).includes({}))",
            shown(css),
            json!(words)
        );
        self.wait_until(&says, |page| page.eval(&format!("!!{expression}")) == true);
        let element = self.eval_element(&says, &expression);
        self.hit(&says, &element);
    }

    /// Waits where the click to come would be the second one of a double click: a hand that means another one takes its
    /// time.
    fn take_time(&self, what: &str, [x, y]: [f64; 2]) {
        let mut clicks = self.clicks.borrow_mut();
        clicks.retain(|(.., at)| at.elapsed() < BETWEEN_CLICKS);
        let is_again = |(known, [left, top], _): &&Click| {
            known == what || ((left - x).abs() < 9.0 && (top - y).abs() < 9.0)
        };
        if let Some((.., at)) = clicks.iter().rfind(is_again) {
            std::thread::sleep(BETWEEN_CLICKS.saturating_sub(at.elapsed()));
        }
        clicks.push((what.to_owned(), [x, y], Instant::now()));
    }

    /// Clicks an element, and scrolls to it before where it is out of sight: not every driver does.
    #[track_caller]
    fn hit(&self, what: &str, element: &WebElement) {
        let scroll = "const { top, bottom } = arguments[0].getBoundingClientRect(); \
            if (top < 0 || bottom > innerHeight) arguments[0].scrollIntoView({ block: 'center' }); \
            const { x, y, width, height } = arguments[0].getBoundingClientRect(); \
            return [x + width / 2, y + height / 2];";
        let element_there = vec![element.to_json().expect("an element")];
        let look = self.driver().execute(scroll, element_there);
        let place = self.browser.run(&format!("look for {what}"), look);
        let place: [f64; 2] = serde_json::from_value(place.json().clone()).expect("a place");
        self.take_time(what, place);
        self.browser.run(&format!("click {what}"), element.click());
    }

    /// Types into a field, after what it holds.
    #[track_caller]
    pub fn type_into(&self, css: &str, text: &str) {
        let field = self.wait_for(css);
        self.browser.run(&format!("type into `{css}`"), field.send_keys(text));
    }

    /// Types into a field in place of what it holds.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        let field = self.wait_for(css);
        let everything = Key::Control + "a";
        self.browser.run(&format!("select all in `{css}`"), field.send_keys(everything));
        self.browser.run("delete it", field.send_keys(Key::Delete + ""));
        self.browser.run(&format!("type into `{css}`"), field.send_keys(text));
    }

    /// Presses keys wherever the focus is: "j", "Enter", "Ctrl+z", "Ctrl+Shift+z".
    #[track_caller]
    pub fn press(&self, keys: &str) {
        let keys: Vec<char> = keys.split('+').map(key).collect();
        let mut chain = self.driver().action_chain();
        for &key in &keys {
            chain = chain.key_down(key);
        }
        for &key in keys.iter().rev() {
            chain = chain.key_up(key);
        }
        self.browser.run("press keys", chain.perform());
    }

    /// Tells what has the focus of a key that no driver presses: one with Caps Lock, another layout, an input method
    /// or held down. `init` are the properties of the event; says whether the page let the browser go on with it.
    #[track_caller]
    pub fn press_as(&self, init: &serde_json::Value) -> bool {
        self.eval_as(&format!(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
             {{ bubbles: true, cancelable: true, ...{init} }}))"
        ))
    }

    /// Picks an option of a `<select>` by its value.
    #[track_caller]
    pub fn choose(&self, css: &str, value: &str) {
        self.wait_for(css);
        let option = self.find(&format!("{css} option[value={}]", json!(value)));
        self.browser.run(&format!("choose {value} in `{css}`"), option.click());
    }

    /// Puts files into an `<input type=file>`, shown or not.
    #[track_caller]
    pub fn upload(&self, css: &str, files: &[&Path]) {
        self.wait_until(&format!("`{css}`"), |page| page.count(css) > 0);
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        self.browser.run("choose files", self.find(css).send_keys(paths.join("\n")));
    }

    /// Waits for a download whose name ends like this, and gives its path.
    #[track_caller]
    pub fn wait_for_download(&self, ending: &str) -> PathBuf {
        let arrived = || {
            let files = fs::read_dir(self.browser.downloads()).into_iter().flatten().flatten();
            let files: Vec<_> = files.map(|file| file.path()).collect();
            // Firefox keeps the place with an empty file of that name while it writes another one.
            let is_under_way =
                files.iter().any(|file| file.extension().is_some_and(|end| end == "part"));
            let mut files = files.into_iter().filter(|_| !is_under_way);
            files.find(|path| {
                path.to_string_lossy().ends_with(ending)
                    && path.metadata().is_ok_and(|file| file.len() > 0)
            })
        };
        self.wait_until(&format!("a downloaded *{ending}"), |_| arrived().is_some());
        arrived().expect("a file")
    }
}

/// The character by which WebDriver knows a key.
fn key(name: &str) -> char {
    let key = match name {
        "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => Key::Space,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "F2" => Key::F2,
        one => return one.chars().next().expect("a key"),
    };
    key.value()
}
