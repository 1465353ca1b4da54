//! A browser with its own driver and profile, lent to one journey after the other: each has a tab and a host of its own,
//! and finds nothing of those before it. All are gone without a trace when the tests are over.

use std::{
    cell::Cell,
    fs,
    future::Future,
    mem,
    ops::Deref,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
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

/// Those that a journey gave back.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// Ends them. Nothing static is ever dropped, and on its way out the main thread has nothing left of its own that a
/// session could use.
#[dtor::dtor(unsafe)]
fn end_idle() {
    let idle = mem::take(&mut *IDLE.lock().unwrap());
    let _ = thread::spawn(|| drop(idle)).join();
}

/// A browser that is given back when dropped.
pub struct Lent(Option<Browser>);

impl Lent {
    /// One that nobody uses, with a tab that has been nowhere; or a new one.
    #[track_caller]
    pub fn new(screen: Screen) -> Self {
        let idle = IDLE.lock().unwrap().pop();
        let browser = match idle {
            Some(browser) => browser.renewed(),
            None => Browser::start(),
        };
        browser.show_on(screen);
        Self(Some(browser))
    }
}

impl Deref for Lent {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        self.0.as_ref().expect("it is there until this is dropped")
    }
}

impl Drop for Lent {
    /// A browser in which a journey failed may have failed itself.
    fn drop(&mut self) {
        if let Some(browser) = self.0.take()
            && browser.engine.closes_tabs()
            && !browser.is_spent.get()
            && !thread::panicking()
        {
            IDLE.lock().unwrap().push(browser);
        }
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
    /// Whether no other journey may have it.
    is_spent: Cell<bool>,
}

impl Browser {
    #[track_caller]
    fn start() -> Self {
        let engine = engines::chosen();
        let files = TempDir::with_prefix("policy-ledger-").expect("a temporary folder");
        let driver = engine.start(files.path());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let mut browser =
            Self { engine, session: None, driver, runtime, files, is_spent: Cell::new(false) };
        let wishes = serde_json::from_value::<Capabilities>(engine.wishes(browser.files.path()));
        let address = format!("http://127.0.0.1:{}", browser.driver.port);
        browser.session = Some(
            browser
                .run("start the browser", WebDriver::new(address, wishes.expect("capabilities"))),
        );
        engine.prepare(&browser);
        engine.enter(&browser);
        browser
    }

    /// The same with one tab that has been nowhere, and nothing of what was done in others.
    #[track_caller]
    fn renewed(self) -> Self {
        let tab = self.run("open a tab", self.driver().new_tab());
        for other in self.run("see which tabs there are", self.driver().windows()) {
            if other != tab {
                self.run("go to a tab", self.driver().switch_to_window(other));
                self.run("close it", self.driver().close_window());
            }
        }
        self.run("go to the new tab", self.driver().switch_to_window(tab));
        for file in fs::read_dir(self.downloads()).into_iter().flatten().flatten() {
            fs::remove_file(file.path()).expect("a file that was downloaded");
        }
        self.engine.renew(&self);
        self.engine.enter(&self);
        self.said();
        self
    }

    /// From now on no other journey may have it: something was done that does not end with its tab.
    pub fn spend(&self) {
        self.is_spent.set(true);
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
