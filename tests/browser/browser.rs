//! One browser with its own driver and a profile nobody has used, gone without a trace when dropped.

use std::{
    future::Future,
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver, error::WebDriverResult};
use tokio::{runtime::Runtime, time::timeout};

use crate::engines::{self, Driver, Engine};

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

/// A browser, its driver and their files.
pub struct Browser {
    pub engine: &'static dyn Engine,
    /// A session with the browser, as soon as it has started.
    session: Option<WebDriver>,
    driver: Driver,
    runtime: Runtime,
    files: TempDir,
}

impl Browser {
    #[track_caller]
    pub fn start(screen: Screen) -> Self {
        let engine = engines::chosen();
        let files = TempDir::with_prefix("policy-ledger-").expect("a temporary folder");
        let driver = engine.start(files.path());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let mut browser = Self { engine, session: None, driver, runtime, files };
        let wishes = serde_json::from_value::<Capabilities>(engine.wishes(browser.files.path()));
        let address = format!("http://127.0.0.1:{}", browser.driver.port);
        browser.session = Some(
            browser
                .run("start the browser", WebDriver::new(address, wishes.expect("capabilities"))),
        );
        engine.prepare(&browser);
        engine.enter(&browser);
        browser.show_on(screen);
        browser
    }

    /// The session itself, for whatever has no shorter way here.
    pub fn driver(&self) -> &WebDriver {
        self.session.as_ref().expect("a started browser")
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

    /// Gives the current tab this size and these colours.
    #[track_caller]
    pub fn show_on(&self, screen: Screen) {
        self.engine.show_on(self, screen);
    }

    /// Shows the current tab as it would be printed.
    #[track_caller]
    pub fn print(&self) {
        self.engine.print(self);
    }

    /// What the driver and the browser have written since this was last called.
    pub fn said(&self) -> Vec<String> {
        self.driver.said()
    }

    /// Where the browser and its driver keep what they keep.
    pub fn files(&self) -> &Path {
        self.files.path()
    }

    /// Where downloaded files arrive.
    pub fn downloads(&self) -> PathBuf {
        self.files().join("downloads")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let _ = self
                .runtime
                .block_on(async { timeout(Duration::from_secs(5), session.quit()).await });
        }
    }
}
