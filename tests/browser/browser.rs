//! One Chromium with its own driver and a profile nobody has used, gone without a trace when dropped.

use std::{
    env,
    future::Future,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver, error::WebDriverResult};
use tokio::{runtime::Runtime, time::timeout};

/// A browser without a screen that works in a container and speaks to nobody but the page.
pub const FLAGS: [&str; 10] = [
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
];

/// What the console says first of anything that the page's content security policy forbade.
pub const VIOLATION: &str = "forbidden by the policy";

/// What the person sits in front of.
#[derive(Clone, Copy)]
pub struct Screen {
    pub width: u32,
    pub height: u32,
    /// Whether the system asks for dark colours.
    pub dark: bool,
}

impl Screen {
    pub const DESK: Self = Self { width: 1280, height: 900, dark: false };
    pub const PHONE: Self = Self { width: 390, height: 844, dark: false };

    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }
}

/// Chromium, its driver and their files.
pub struct Browser {
    driver: Option<WebDriver>,
    process: Child,
    runtime: Runtime,
    files: TempDir,
}

impl Browser {
    #[track_caller]
    pub fn start(screen: Screen) -> Self {
        let files = TempDir::with_prefix("policy-ledger-").expect("a temporary folder");
        let (process, port) = start_driver(&program(&["chromedriver"]), files.path());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let mut browser =
            Self { driver: None, process, runtime: runtime.expect("a runtime"), files };
        let wishes = wishes(&browser.files.path().join("profile"));
        let server = format!("http://127.0.0.1:{port}");
        browser.driver = Some(browser.run("start Chromium", WebDriver::new(server, wishes)));
        browser.cdp(
            "Browser.setDownloadBehavior",
            &json!({ "behavior": "allow", "downloadPath": browser.downloads() }),
        );
        browser.watch_policy();
        browser.show_on(screen);
        browser
    }

    /// From now on, what a content security policy forbids in the current tab is told in its console.
    #[track_caller]
    pub fn watch_policy(&self) {
        let source = format!(
            "addEventListener('securitypolicyviolation', e => console.error('{VIOLATION}: ' + [\
             e.effectiveDirective, e.blockedURI, e.sourceFile, e.lineNumber, e.sample].join(' ')))"
        );
        self.cdp("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
    }

    /// The driver itself, for whatever has no shorter way here.
    pub fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("a started browser")
    }

    /// Carries out one step that may fail.
    pub fn try_run<T>(
        &self,
        future: impl Future<Output = WebDriverResult<T>>,
    ) -> WebDriverResult<T> {
        self.runtime.block_on(future)
    }

    /// Carries out one step; a step that fails ends the test at the caller's line.
    #[track_caller]
    pub fn run<T>(&self, step: &str, future: impl Future<Output = WebDriverResult<T>>) -> T {
        match self.try_run(future) {
            Ok(value) => value,
            Err(error) => panic!("cannot {step}: {error}"),
        }
    }

    /// Sends a command of the DevTools protocol to the current tab.
    #[track_caller]
    pub fn cdp(&self, method: &str, parameters: &Value) -> Value {
        self.run(method, self.driver().cdp().send_raw(method, parameters.clone()))
    }

    /// Gives the current tab this size and these colours.
    #[track_caller]
    pub fn show_on(&self, screen: Screen) {
        // Not the window's size: a window is never narrower than 500 px.
        let Screen { width, height, dark } = screen;
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
        let scheme = if dark { "dark" } else { "light" };
        self.emulate("screen", &[("prefers-color-scheme", scheme)]);
    }

    /// Answers media queries of the current tab: "screen" or "print", and any features.
    #[track_caller]
    pub fn emulate(&self, media: &str, features: &[(&str, &str)]) {
        let features: Vec<_> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.cdp("Emulation.setEmulatedMedia", &json!({ "media": media, "features": features }));
    }

    /// Where downloaded files arrive.
    pub fn downloads(&self) -> PathBuf {
        self.files.path().join("downloads")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            let _ = self
                .runtime
                .block_on(async { timeout(Duration::from_secs(5), driver.quit()).await });
        }
        // Chromium hangs on the driver's pipe, so this ends it even when it did not want to quit.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The installed Chromium.
#[track_caller]
pub fn chromium() -> PathBuf {
    program(&["chromium", "chromium-browser", "google-chrome"])
}

#[track_caller]
fn wishes(profile: &Path) -> Capabilities {
    let profile = format!("--user-data-dir={}", profile.display());
    let flags: Vec<_> = FLAGS.into_iter().chain(["--remote-debugging-pipe", &profile]).collect();
    let wishes = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": chromium(), "args": flags },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    });
    serde_json::from_value(wishes).expect("capabilities")
}

/// Starts the driver on a port of its own choice, and with it all that leaves files about.
///
/// The driver takes the port on two addresses in turn; where another test got in between, it gives up
/// without a word, and another port is as good.
#[track_caller]
fn start_driver(program: &Path, files: &Path) -> (Child, u16) {
    (0..5).find_map(|_| try_driver(program, files)).expect("chromedriver tells its port")
}

#[track_caller]
fn try_driver(program: &Path, files: &Path) -> Option<(Child, u16)> {
    let mut process = Command::new(program)
        .arg("--port=0")
        .env("TMPDIR", files)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts");
    let output = BufReader::new(process.stdout.take().expect("its output"));
    // "ChromeDriver was started successfully on port 40123."
    let port = output.lines().map_while(Result::ok).find_map(|line| {
        line.strip_suffix('.')?.rsplit_once("successfully on port ")?.1.parse().ok()
    });
    if port.is_none() {
        process.wait().expect("a driver without a port ends");
    }
    Some((process, port?))
}

/// The first of these programs that is installed.
#[track_caller]
fn program(names: &[&str]) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = names.iter().find_map(|name| {
        env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    });
    found.unwrap_or_else(|| panic!("{} is not installed: `make browser` installs it", names[0]))
}
