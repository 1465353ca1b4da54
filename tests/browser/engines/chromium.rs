//! Chromium, told over its DevTools protocol: today's, and the oldest that the page works in, of January 2023, the last
//! one for Windows 7 and what many an office browser is made of.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{fs, thread};

use serde_json::{Value, json};

use super::translator::Translator;
use super::{Driver, Engine, VIOLATION, program};
use crate::browser::{Browser, Screen};
use crate::page::Page;

pub enum Chromium {
    Current,
    Oldest,
}

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

/// Where the driver finds the oldest Chromium, as that knows since it has started.
const ADDRESS: &str = "debugger-address";

fn profile(files: &Path) -> String {
    format!("--user-data-dir={}", files.join("profile").display())
}

/// Starts the oldest Chromium, and what its driver speaks to it through.
#[track_caller]
fn oldest(files: &Path) -> (Child, Translator) {
    let program = program(&["chromium109"]);
    let libraries = program.canonicalize().expect("a file");
    let mut command = Command::new(&program);
    command.args(FLAGS).args(["--no-zygote", "--remote-debugging-port=0", &profile(files)]);
    command.arg("about:blank").env("TMPDIR", files);
    command.env("LD_LIBRARY_PATH", libraries.parent().expect("a folder"));
    // It writes its port down once it listens, if there is a folder for that already.
    fs::create_dir(files.join("profile")).expect("a folder");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut browser = command.spawn().expect("the oldest Chromium starts");
    for _ in 0..1_000 {
        assert!(browser.try_wait().expect("a child").is_none(), "the browser has ended");
        let written = fs::read_to_string(files.join("profile/DevToolsActivePort"));
        let port = written.ok().and_then(|text| text.split_once('\n')?.0.parse().ok());
        if let Some(port) = port {
            let translator = Translator::start(port);
            let address = format!("127.0.0.1:{}", translator.port);
            fs::write(files.join(ADDRESS), address).expect("a file");
            return (browser, translator);
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("the oldest Chromium does not listen");
}

impl Engine for Chromium {
    fn start(&self, files: &Path) -> Driver {
        let mut command = Command::new(program(&["chromedriver"]));
        command.arg("--port=0").env("TMPDIR", files);
        let oldest = match self {
            Self::Current => None,
            Self::Oldest => {
                command.arg("--disable-build-check");
                Some(oldest(files))
            }
        };
        // "ChromeDriver was started successfully on port 40123."
        let mut driver = Driver::listening(&mut command, |line| {
            line.strip_suffix('.')?.rsplit_once("successfully on port ")?.1.parse().ok()
        });
        if let Some((browser, translator)) = oldest {
            driver.around.push(browser);
            driver.translator = Some(translator);
        }
        driver
    }

    fn wishes(&self, files: &Path) -> Value {
        let options = match self {
            Self::Current => {
                let profile = profile(files);
                let flags: Vec<_> =
                    FLAGS.into_iter().chain(["--remote-debugging-pipe", &profile]).collect();
                json!({ "binary": binary(), "args": flags })
            }
            Self::Oldest => {
                let address = fs::read_to_string(files.join(ADDRESS)).expect("an address");
                json!({ "debuggerAddress": address })
            }
        };
        json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        })
    }

    fn prepare(&self, browser: &Browser) {
        browser.cdp(
            "Browser.setDownloadBehavior",
            &json!({ "behavior": "allow", "downloadPath": browser.downloads() }),
        );
    }

    /// The oldest does, and says so in a way that today's driver does not hear.
    fn closes_tabs(&self) -> bool {
        matches!(self, Self::Current)
    }

    /// What its logs have is of tabs that are closed, and where downloads go the driver has set anew for this one.
    fn renew(&self, browser: &Browser) {
        self.prepare(browser);
        for log in ["browser", "performance"] {
            browser.run("empty a log", browser.driver().get_log(log));
        }
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
