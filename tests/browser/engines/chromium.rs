//! Chromium, told over its DevTools protocol.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Driver, Engine, VIOLATION, program};
use crate::browser::{Browser, Screen};
use crate::page::Page;

pub struct Chromium;

/// A browser without a screen that works in a container and speaks to nobody but the page.
pub const FLAGS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=zh-CN",
    // Nor does it get its own menus ready.
    "--disable-extensions",
    "--disable-features=PreloadTopChromeWebUI,WebUIOmniboxPopup,SideSearch",
];

/// The installed Chromium.
#[track_caller]
pub fn binary() -> PathBuf {
    program(&["chromium", "chromium-browser", "google-chrome"])
}

impl Engine for Chromium {
    fn start(&self, files: &Path) -> Driver {
        let mut command = Command::new(program(&["chromedriver"]));
        command.arg("--port=0").env("TMPDIR", files);
        // "ChromeDriver was started successfully on port 40123."
        Driver::listening(&mut command, |line| {
            line.strip_suffix('.')?.rsplit_once("successfully on port ")?.1.parse().ok()
        })
    }

    fn wishes(&self, files: &Path) -> Value {
        let profile = format!("--user-data-dir={}", files.join("profile").display());
        let flags: Vec<_> =
            FLAGS.into_iter().chain(["--remote-debugging-pipe", &profile]).collect();
        json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": binary(), "args": flags },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        })
    }

    fn prepare(&self, browser: &Browser) {
        browser.cdp(
            "Browser.setDownloadBehavior",
            &json!({ "behavior": "allow", "downloadPath": browser.downloads() }),
        );
    }

    /// What a content security policy forbids is told in the console.
    fn enter(&self, browser: &Browser) {
        let source = format!(
            "addEventListener('securitypolicyviolation', e => console.error('{VIOLATION}: ' + [\
             e.effectiveDirective, e.blockedURI, e.sourceFile, e.lineNumber, e.sample].join(' ')))"
        );
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
    }

    fn show_on(&self, browser: &Browser, Screen { width, height, dark }: Screen) {
        // Not the window's size: a window is never narrower than 500 px.
        browser.cdp(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
        let scheme =
            json!({ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } });
        browser
            .cdp("Emulation.setEmulatedMedia", &json!({ "media": "screen", "features": [scheme] }));
    }

    fn print(&self, browser: &Browser) {
        browser.cdp("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    }

    fn requests(&self, page: &Page) -> Vec<String> {
        let log = page.browser.run("read the network log", page.driver().get_log("performance"));
        let requests = log.iter().filter_map(|entry| {
            let event: Value = serde_json::from_str(&entry.message).ok()?;
            let event = &event["message"];
            let url = event["params"]["request"]["url"].as_str()?;
            let sent = event["method"] == "Network.requestWillBeSent";
            let local = url.starts_with("data:") || url.starts_with("blob:");
            // What the browser looks at by itself, to offer the page for its desktop.
            let local = local || url.ends_with(".webmanifest") || url.ends_with("icon-192.png");
            (sent && !local).then(|| url.to_owned())
        });
        requests.collect()
    }

    fn block(&self, page: &Page, addresses: &[&str]) {
        page.browser.cdp("Network.enable", &json!({}));
        page.browser.cdp("Network.setBlockedURLs", &json!({ "urls": addresses }));
    }

    fn forget(&self, page: &Page) {
        page.browser.cdp("Network.clearBrowserCache", &json!({}));
    }

    fn settling(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn console(&self, page: &Page) -> Vec<String> {
        let new = page.browser.run("read the console", page.driver().get_log("browser"));
        let bad = new.into_iter().filter(|entry| ["WARNING", "SEVERE"].contains(&&*entry.level));
        bad.map(|entry| format!("{}: {}", entry.level, entry.message)).collect()
    }

    fn deny_storage(&self, page: &Page) {
        let source = "Object.defineProperty(window, 'localStorage', \
                      { get() { throw new DOMException('denied', 'SecurityError'); } })";
        page.browser.cdp("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
    }
}

impl Browser {
    /// Sends a command of the DevTools protocol to the current tab of Chromium.
    #[track_caller]
    pub fn cdp(&self, method: &str, parameters: &Value) -> Value {
        self.run(method, self.driver().cdp().send_raw(method, parameters.clone()))
    }
}
