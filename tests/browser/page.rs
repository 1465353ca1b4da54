//! The page as a person meets it: opened, waited for, read. A step that fails ends the test at the line
//! of the journey that took it.

use std::{
    cell::{Cell, RefCell},
    thread,
    time::{Duration, Instant},
};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::{WebElement, WindowHandle, session::scriptret::ScriptRet};

use crate::{
    browser::{Lent, Screen},
    copy::Copy,
    engines::VIOLATION,
    hands::Click,
    site::{self, Site},
};

/// The page calls `performance.mark` with this name as soon as its first screen stands.
pub const READY: &str = "ledger-ready";

/// How long anything may take before a journey gives up.
const PATIENCE: Duration = Duration::from_secs(20);

const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// JavaScript for whether the page has done all that it set out to do by itself; where the browser has not been anywhere
/// yet, or shows a file that is no page, there is nothing to come.
const SETTLED: &str = "location.protocol === 'about:' || document.contentType !== 'text/html' || \
                       'settled' in document.documentElement.dataset";

/// The built page in a fresh browser.
pub struct Page {
    pub browser: Lent,
    pub site: Site,
    /// Where it is opened from disk instead.
    copy: Option<Copy>,
    /// Whether a page on disk has been opened.
    was_on_disk: Cell<bool>,
    /// What `console` has read so far: the browser tells it only once.
    pub console: RefCell<Vec<String>>,
    /// In the order of opening, as soon as there are several.
    tabs: RefCell<Vec<WindowHandle>>,
    /// The last few.
    pub clicks: RefCell<Vec<Click>>,
    /// Whether it is looked at before it has settled.
    at_once: Cell<bool>,
}

impl Page {
    /// Opens the page on an ordinary editor.
    #[track_caller]
    pub fn open(hash: &str) -> Self {
        Self::open_on(Screen::DESK, hash)
    }

    /// Opens the page on this screen.
    #[track_caller]
    pub fn open_on(screen: Screen, hash: &str) -> Self {
        let page = Self::blank(screen);
        page.load(hash);
        page
    }

    /// A fresh browser that has not been anywhere.
    #[track_caller]
    pub fn blank(screen: Screen) -> Self {
        Self::on(Site::dist(), screen)
    }

    /// A fresh browser, and a host that it has not been to.
    #[track_caller]
    pub fn on(site: Site, screen: Screen) -> Self {
        let page = Self {
            browser: Lent::new(screen),
            site,
            copy: Copy::chosen(),
            was_on_disk: Cell::default(),
            console: RefCell::default(),
            tabs: RefCell::default(),
            clicks: RefCell::default(),
            at_once: Cell::default(),
        };
        page.browser.engine.attend(&page.site);
        page
    }

    // ---- Going places

    /// The address of the page, and the rest of it: "?demo", "#/ledger".
    #[track_caller]
    pub fn url(&self, rest: &str) -> String {
        self.copy.as_ref().map_or_else(|| self.site.url(rest), |copy| copy.url(rest))
    }

    /// From the next load on the page runs this, too, before anything of its own.
    pub fn run_first(&self, script: &str) {
        match &self.copy {
            Some(copy) => copy.run_first(script),
            None => self.site.run_first(script),
        }
    }

    /// Loads the page afresh, at this hash, and waits until it is ready.
    #[track_caller]
    pub fn load(&self, hash: &str) {
        self.visit(&self.url(hash));
    }

    /// Loads any page that says it is ready in the same way.
    #[track_caller]
    pub fn visit(&self, url: &str) {
        self.go_to(url);
        self.wait_for_ready();
    }

    /// Loads any page, whether or not it will be ready.
    #[track_caller]
    pub fn go_to(&self, url: &str) {
        // What it has said so far it may take with it.
        self.console();
        // From elsewhere: a mere change of the hash loads nothing.
        self.browser.run("leave", self.driver().goto("about:blank"));
        self.browser.run("open the page", self.driver().goto(url));
        // Where no host could do it, this is when an engine begins to listen.
        self.console();
        // Pages on disk may have the storage of all that ever were.
        if url.starts_with("file:") && !self.was_on_disk.replace(true) {
            self.browser.spend();
            thread::sleep(self.browser.engine.settling());
        }
    }

    #[track_caller]
    pub fn reload(&self) {
        self.console();
        self.browser.run("reload", self.driver().refresh());
        self.wait_for_ready();
    }

    /// Follows a link inside the page: "#/ledger".
    #[track_caller]
    pub fn go(&self, hash: &str) {
        self.eval(&format!(
            "new Promise(there => {{ const from = location.href; location.hash = {}; \
             if (location.href === from) there(); else addEventListener('hashchange', () => there(), {{ once: true }}); }})",
            json!(hash)
        ));
    }

    #[track_caller]
    pub fn back(&self) {
        self.browser.run("go back", self.driver().back());
    }

    /// The hash in the address bar.
    #[track_caller]
    pub fn hash(&self) -> String {
        self.eval_as("location.hash")
    }

    #[track_caller]
    pub fn title(&self) -> String {
        self.browser.run("read the title", self.driver().title())
    }

    /// Opens the page once more in a second tab of the same browser, and goes there.
    #[track_caller]
    pub fn open_tab(&self, screen: Screen, hash: &str) {
        let here = self.browser.run("see which tab this is", self.driver().window());
        let tab = self.browser.run("open a tab", self.driver().new_tab());
        self.browser.run("go to the new tab", self.driver().switch_to_window(tab.clone()));
        let mut tabs = self.tabs.borrow_mut();
        if tabs.is_empty() {
            tabs.push(here);
        }
        tabs.push(tab);
        self.browser.engine.enter(&self.browser);
        self.browser.show_on(screen);
        self.load(hash);
    }

    /// Goes to a tab, counted from 0 in the order of opening.
    #[track_caller]
    pub fn switch_tab(&self, index: usize) {
        let tab = self.tabs.borrow()[index].clone();
        self.browser.run("go to a tab", self.driver().switch_to_window(tab));
    }

    // ---- Waiting

    /// Waits until a match is shown, and gives it.
    #[track_caller]
    pub fn wait_for(&self, css: &str) -> WebElement {
        self.wait_for_element(&format!("`{css}`"), &format!("{}[0]", shown(css)))
    }

    /// Waits until a JavaScript expression gives an element, and gives it.
    #[track_caller]
    pub fn wait_for_element(&self, what: &str, expression: &str) -> WebElement {
        let found = RefCell::new(None);
        self.wait_until(what, |page| {
            *found.borrow_mut() = page.try_element(expression);
            found.borrow().is_some()
        });
        found.into_inner().expect("it was found")
    }

    /// Does what makes all shown matches go away, and waits until they have. They must be there before: a page that is
    /// still empty has nothing to show either.
    #[track_caller]
    pub fn wait_gone<T>(&self, css: &str, act: impl FnOnce() -> T) -> T {
        self.wait_for(css);
        self.wait_to_become(&format!("`{css}` to go away"), |page| page.count_shown(css) == 0, act)
    }

    /// Does something, and waits until the condition holds, which it must not have done before; `what` completes "waited
    /// for …".
    #[track_caller]
    pub fn wait_to_become<T>(
        &self,
        what: &str,
        holds: impl Fn(&Self) -> bool,
        act: impl FnOnce() -> T,
    ) -> T {
        assert!(!holds(self), "there is nothing to wait for: {what}");
        let done = act();
        self.wait_until(what, holds);
        done
    }

    /// Waits until a shown match contains these words.
    #[track_caller]
    pub fn wait_for_text(&self, css: &str, words: &str) {
        self.wait_until(&format!("`{css}` with “{words}”"), |page| {
            page.texts(css).iter().any(|text| text.contains(words))
        });
    }

    /// Waits until the condition holds; `what` completes "waited for …".
    #[track_caller]
    pub fn wait_until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(
                begun.elapsed() < PATIENCE,
                "waited {PATIENCE:?} for {what}\n{}",
                self.meanwhile(Self::state),
            );
            thread::sleep(BETWEEN_LOOKS);
        }
    }

    // ---- Reading

    /// How many elements match, shown or not.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        self.eval_as(&format!("document.querySelectorAll({}).length", json!(css)))
    }

    /// How many matches are shown.
    #[track_caller]
    pub fn count_shown(&self, css: &str) -> usize {
        self.eval_as(&format!("{}.length", shown(css)))
    }

    /// The text of the first match, as shown.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        self.eval_as(&format!("({}).innerText", first(css)))
    }

    /// The texts of all matches that are shown.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.eval_as(&format!("{}.map(e => e.innerText ?? e.textContent)", shown(css)))
    }

    #[track_caller]
    pub fn attr(&self, css: &str, name: &str) -> Option<String> {
        self.browser.run("read an attribute", self.find(css).attr(name))
    }

    /// What a field holds.
    #[track_caller]
    pub fn value(&self, css: &str) -> String {
        self.browser.run("read a field", self.find(css).prop("value")).unwrap_or_default()
    }

    /// The value of a JavaScript expression, once the page has settled; of a promise, what it resolves to.
    #[track_caller]
    pub fn eval(&self, expression: &str) -> Value {
        let script =
            format!("if ({}) return (async () => [await ({expression})])();", self.looked_at());
        let value = self.once_settled(&script).json().clone();
        value.get(0).cloned().unwrap_or_default()
    }

    /// The same, as a type of Rust.
    #[track_caller]
    pub fn eval_as<T: DeserializeOwned>(&self, expression: &str) -> T {
        let value = self.eval(expression);
        match serde_json::from_value(value.clone()) {
            Ok(value) => value,
            Err(error) => panic!("{expression} is {value}: {error}"),
        }
    }

    // ---- What the page keeps

    #[track_caller]
    pub fn stored(&self, key: &str) -> Option<String> {
        self.eval_as(&format!("localStorage.getItem({})", json!(key)))
    }

    /// The text of the slot that the manifest under `key` names.
    #[track_caller]
    pub fn stored_ledger(&self, key: &str) -> Option<String> {
        let manifest = self.stored(key)?;
        self.stored(&format!("{key}:{}", manifest.split(' ').nth(1)?))
    }

    /// Lets no request through whose address matches one of these, until told otherwise.
    #[track_caller]
    pub fn block(&self, addresses: &[&str]) {
        self.browser.engine.block(self, addresses);
    }

    /// From now on asks for everything as if for the first time.
    #[track_caller]
    pub fn forget(&self) {
        self.browser.engine.forget(self);
    }

    /// From the next load on, the page may keep nothing.
    #[track_caller]
    pub fn deny_storage(&self) {
        self.browser.engine.deny_storage(self);
    }

    #[track_caller]
    pub fn store(&self, key: &str, value: &str) {
        self.eval(&format!("localStorage.setItem({}, {})", json!(key), json!(value)));
    }

    /// Leaves no room for anything more, under keys that begin with "filler".
    #[track_caller]
    pub fn fill_storage(&self) {
        // There may be a limit to what all hosts of one machine store together.
        self.browser.spend();
        self.eval(
            "(() => { let n = 1 << 20, s = 'x'.repeat(n), k = 0; while (n) { \
             try { localStorage.setItem('filler' + k++, s.slice(0, n)); } catch { n >>= 1; } } })()",
        );
    }

    #[track_caller]
    pub fn stored_keys(&self) -> Vec<String> {
        self.eval_as("Object.keys(localStorage).sort()")
    }

    /// The driver itself, for whatever has no shorter way here.
    pub fn driver(&self) -> &thirtyfour::WebDriver {
        self.browser.driver()
    }

    /// The first match that is shown; when none is, the first.
    #[track_caller]
    pub fn find(&self, css: &str) -> WebElement {
        self.eval_element(css, &first(css))
    }

    /// The element that a JavaScript expression gives.
    #[track_caller]
    pub fn eval_element(&self, what: &str, expression: &str) -> WebElement {
        self.try_element(expression).unwrap_or_else(|| panic!("there is no {what}"))
    }

    #[track_caller]
    fn try_element(&self, expression: &str) -> Option<WebElement> {
        let script =
            format!("if ({}) return [{expression}].filter(element => element);", self.looked_at());
        self.once_settled(&script).elements().expect("elements").pop()
    }

    // ---- When it is looked at

    /// Looks at the page as it is, whatever it is about to do: everything else looks at it once it has settled.
    #[track_caller]
    pub fn meanwhile<T>(&self, look: impl FnOnce(&Self) -> T) -> T {
        let before = self.at_once.replace(true);
        let seen = look(self);
        self.at_once.set(before);
        seen
    }

    /// JavaScript for whether the page may be looked at: see `browser::task`.
    fn looked_at(&self) -> &str {
        if self.at_once.get() { "true" } else { SETTLED }
    }

    /// Runs a script again and again until it gives something.
    #[track_caller]
    fn once_settled(&self, script: &str) -> ScriptRet {
        let begun = Instant::now();
        loop {
            let given = self.browser.run("run a script", self.driver().execute(script, vec![]));
            if !given.json().is_null() {
                return given;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "waited {PATIENCE:?} for the page to settle\n{}",
                self.meanwhile(Self::state),
            );
            thread::sleep(BETWEEN_LOOKS);
        }
    }

    /// Waits until the page has settled.
    #[track_caller]
    pub fn settle(&self) {
        self.eval("0");
    }

    /// What the page looks like, for whoever has to find out what went wrong.
    fn state(&self) -> String {
        format!(
            "  at {}\n  console: {:#?}\n  page: {}",
            self.eval("location.href"),
            self.console(),
            self.eval("document.body.innerText.slice(0, 500)"),
        )
    }

    #[track_caller]
    fn wait_for_ready(&self) {
        let mark = format!("performance.getEntriesByName('{READY}').length > 0");
        self.meanwhile(|page| {
            page.wait_until(&format!("performance.mark('{READY}')"), |page| {
                page.eval(&mark) == true
            });
        });
        // Whatever the page has asked for until now belongs to the loading.
        self.new_requests();
    }
}

impl Drop for Page {
    /// A journey that failed leaves a picture of where it did; one that did not has seen nothing forbidden.
    fn drop(&mut self) {
        if thread::panicking() {
            let name = thread::current().name().unwrap_or("page").replace("::", "-");
            let shot = site::target(&format!("shots/failed-{name}.png"));
            let _ = self.browser.try_run(self.driver().screenshot(&shot));
        } else {
            let console = self.console();
            let forbidden = console.iter().filter(|line| line.contains(VIOLATION));
            assert_eq!(forbidden.collect::<Vec<_>>(), Vec::<&String>::new());
        }
    }
}

/// JavaScript for the first match that is shown; when none is, the first.
fn first(css: &str) -> String {
    format!("{}[0] ?? document.querySelector({})", shown(css), json!(css))
}

/// JavaScript for the matches that are shown: the screens a person is not on are there, but hidden.
pub fn shown(css: &str) -> String {
    format!("[...document.querySelectorAll({})].filter(e => e.checkVisibility())", json!(css))
}
