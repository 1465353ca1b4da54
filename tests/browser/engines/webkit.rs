//! WebKitGTK, in the small browser that comes with it. Once it runs it is told little, so its surroundings are
//! told instead: a screen and a desktop of its own, and the page's host.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{Driver, Engine, VIOLATION, program, run};
use crate::browser::{Browser, Screen};
use crate::page::Page;
use crate::site::Site;

pub struct WebKit;

/// The browser's own buttons, so small that a window can be as narrow as a phone.
const SMALL: &str = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; \
                     font-size: 1px; -gtk-icon-transform: scale(0); }";

/// Keeps what goes wrong in the page, from the first time this is run in it.
const LISTEN: &str = "if (!window.wrong) {
    window.wrong = [];
    const is = what => window.wrong.push(what);
    for (const level of ['warn', 'error']) {
        const say = console[level];
        console[level] = (...words) => {
            say.apply(console, words);
            is(`${level}: ${words.join(' ')}`);
        };
    }
    addEventListener('error', ({ message, target }) =>
        is(message ?? `not loaded: ${target.src ?? target.href}`), true);
    addEventListener('unhandledrejection', ({ reason }) => is(`rejected: ${reason}`));
    addEventListener('securitypolicyviolation', e =>
        is(`VIOLATION: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile} ${e.sample}`));
}";

/// As where a person lets pages keep nothing.
const DENY: &str = "Object.defineProperty(window, 'localStorage', \
                    { get() { throw new DOMException('denied', 'SecurityError'); } });";

/// From now on, what is meant for paper counts, and what is meant for a screen does not.
const PRINT: &str = "(function print(rules) {
    for (const { media, cssRules } of rules) {
        if (media) media.mediaText = media.mediaText
            .replace(/\\bscreen\\b/g, 'not all').replace(/\\bprint\\b/g, 'all');
        if (cssRules) print(cssRules);
    }
})([...document.styleSheets]);";

impl Engine for WebKit {
    fn start(&self, files: &Path) -> Driver {
        let (screen, display) = screen();
        fs::create_dir_all(files.join(".config/gtk-3.0")).expect("a folder");
        fs::create_dir(files.join("downloads")).expect("a folder");
        fs::write(files.join(".config/gtk-3.0/gtk.css"), SMALL).expect("a file");
        let folder = format!("XDG_DOWNLOAD_DIR=\"{}\"", files.join("downloads").display());
        fs::write(files.join(".config/user-dirs.dirs"), folder).expect("a file");
        let desktop = desktop(files, &display);
        let mut driver = Driver::silent(|port| {
            let mut command = Command::new(program(&["WebKitWebDriver"]));
            command.arg(format!("--port={port}")).env("DISPLAY", &display);
            command.env("TMPDIR", files).env("HOME", files);
            command.env("XDG_CONFIG_HOME", files.join(".config"));
            command.env("XDG_CACHE_HOME", files.join(".cache"));
            command.env("XDG_DATA_HOME", files.join(".local"));
            // Neither is there on a screen of its own, and both would be started.
            command.env("NO_AT_BRIDGE", "1").env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
            command
        });
        driver.around.extend([desktop, screen]);
        driver
    }

    fn wishes(&self, _: &Path) -> Value {
        json!({ "browserName": "MiniBrowser" })
    }

    fn prepare(&self, _: &Browser) {}

    /// What the browser says on its console it writes nowhere, so the page itself is made to. One that is kept on the
    /// machine begins to listen when it stands.
    fn attend(&self, site: &Site) {
        site.run_first(&listen());
    }

    fn show_on(&self, browser: &Browser, Screen { width, height, dark }: Screen) {
        set_theme(browser.files(), dark);
        let theme = fs::read_to_string(browser.files().join("desktop.pid")).expect("a desktop");
        let reread = Command::new("sh").args(["-c", &format!("kill -HUP {theme}")]).status();
        assert!(reread.expect("a shell").success(), "the desktop is gone");
        let dark = format!("matchMedia('(prefers-color-scheme: dark)').matches === {dark}");
        let shown = format!("return innerWidth === {width} && innerHeight === {height} && {dark}");
        for again in 0..100 {
            if again % 20 == 0 {
                // The page has what the browser's own parts leave of the window.
                let own = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
                let own = browser.run("measure", browser.driver().execute(own, vec![]));
                let [across, down]: [u32; 2] = own.convert().expect("two lengths");
                let window = browser.driver().set_window_rect(0, 0, width + across, height + down);
                browser.run("resize the window", window);
            }
            let is_shown = browser.run("measure", browser.driver().execute(&shown, vec![]));
            if is_shown.json() == &json!(true) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("WebKit does not take the size or the colours of the screen");
    }

    fn print(&self, browser: &Browser) {
        browser.run("print", browser.driver().execute(PRINT, vec![]));
    }

    /// What the page's host was asked for, and what the page says that it asked of others; the browser itself
    /// asks for the icon, whenever it likes.
    fn requests(&self, page: &Page) -> Vec<String> {
        let own = page.site.asked().into_iter().filter(|url| !url.contains("/icon-"));
        let all: Vec<String> =
            page.eval_as("performance.getEntriesByType('resource').map(({ name }) => name)");
        let is_elsewhere = |url: &String| {
            !["data:", "blob:", &page.site.url("")].iter().any(|start| url.starts_with(start))
        };
        own.chain(all.into_iter().filter(is_elsewhere)).collect()
    }

    fn block(&self, page: &Page, addresses: &[&str]) {
        page.site.block(addresses);
    }

    /// What a host does not allow to be kept is not kept, so there is nothing to forget.
    fn forget(&self, _: &Page) {}

    /// The key belongs to the program around WebKitGTK, which a driver has none of.
    fn undo_typing(&self, page: &Page) {
        page.eval("document.execCommand('undo')");
    }

    fn console(&self, page: &Page) -> Vec<String> {
        let script = format!("{} return window.wrong.splice(0);", listen());
        let said = page.browser.run("read what went wrong", page.driver().execute(script, vec![]));
        said.convert().expect("texts")
    }

    fn deny_storage(&self, page: &Page) {
        page.run_first(DENY);
    }
}

fn listen() -> String {
    LISTEN.replace("VIOLATION", VIOLATION)
}

/// A screen that nobody sees, and its name.
fn screen() -> (Child, String) {
    let mut command = Command::new(program(&["Xvfb"]));
    // The pointer rests in the middle. The narrowest window must be under it, for that one has the focus.
    command.args(["-displayfd", "1", "-screen", "0", "600x400x24", "-nolisten", "tcp"]);
    let (process, mut lines) = run(&mut command);
    let number = lines.next().expect("Xvfb tells its number").expect("a line");
    (process, format!(":{number}"))
}

/// The desktop, which knows no more than the theme.
fn desktop(files: &Path, display: &str) -> Child {
    set_theme(files, false);
    let mut command = Command::new(program(&["xsettingsd"]));
    command.arg("-c").arg(files.join("desktop")).env("DISPLAY", display);
    let process = command.stderr(Stdio::null()).spawn().expect("the desktop starts");
    fs::write(files.join("desktop.pid"), process.id().to_string()).expect("a file");
    process
}

fn set_theme(files: &Path, dark: bool) {
    let theme = if dark { "Adwaita-dark" } else { "Adwaita" };
    fs::write(files.join("desktop"), format!("Net/ThemeName \"{theme}\"\n")).expect("a file");
}
