//! What each engine does in a way of its own: how it is started, how it is told of a screen, the network and
//! what it may keep, and how it tells of what it did. The journeys need not know which one they are in.

pub mod chromium;
mod firefox;

use std::{
    env,
    io::{BufRead, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::Value;

use crate::browser::{Browser, Screen};
use crate::page::Page;

/// What the console says first of anything that the page's content security policy forbade.
pub const VIOLATION: &str = "forbidden by the policy";

/// One kind of browser, with its driver.
pub trait Engine: Sync {
    /// Starts the driver; what it and the browser write goes below `files`.
    fn start(&self, files: &Path) -> Driver;

    /// What the driver is asked for; downloads go to `downloads` below `files`.
    fn wishes(&self, files: &Path) -> Value;

    /// Makes a browser that has just started ready for the rest.
    fn prepare(&self, browser: &Browser);

    /// Makes a tab that was just opened ready for the rest.
    fn enter(&self, _: &Browser) {}

    /// Gives the current tab this size and these colours.
    fn show_on(&self, browser: &Browser, screen: Screen);

    /// Shows the current tab as on "screen" or in "print".
    fn show_as(&self, browser: &Browser, medium: &str);

    /// The addresses asked for since this was last called, of whatever host.
    fn requests(&self, page: &Page) -> Vec<String>;

    /// Lets no request through whose address matches one of these, `*` being anything, until told otherwise.
    fn block(&self, page: &Page, addresses: &[&str]);

    /// From now on asks for everything as if for the first time.
    fn forget(&self, page: &Page);

    /// Warnings and errors in the console since this was last called.
    fn console(&self, page: &Page) -> Vec<String>;

    /// From the next load on, the page may keep nothing.
    fn deny_storage(&self, page: &Page);
}

/// The engine that `ENGINE` names, or Chromium.
pub fn chosen() -> &'static dyn Engine {
    match env::var("ENGINE").as_deref() {
        Ok("chromium") | Err(_) => &chromium::Chromium,
        Ok("firefox") => &firefox::Firefox,
        Ok(other) => panic!("ENGINE={other} is none of chromium, firefox"),
    }
}

/// A driver that listens on a port of this machine, until dropped.
pub struct Driver {
    process: Child,
    pub port: u16,
    said: Arc<Mutex<Vec<String>>>,
}

impl Driver {
    /// Starts a driver on a port of its own choice, which `port` finds in a line of its output.
    ///
    /// The driver takes the port on two addresses in turn; where another test got in between, it gives up
    /// without a word, and another port is as good.
    #[track_caller]
    fn listening(command: &mut Command, port: impl Fn(&str) -> Option<u16>) -> Self {
        let started = (0..5).find_map(|_| Self::try_listening(command, &port));
        started.unwrap_or_else(|| panic!("{command:?} tells no port"))
    }

    fn try_listening(command: &mut Command, port: impl Fn(&str) -> Option<u16>) -> Option<Self> {
        let (mut process, mut lines) = run(command);
        let Some(port) = lines.by_ref().map_while(Result::ok).find_map(|line| port(&line)) else {
            process.wait().expect("a driver without a port ends");
            return None;
        };
        let said = Arc::default();
        let heard: Arc<Mutex<Vec<String>>> = Arc::clone(&said);
        thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| heard.lock().unwrap().push(line));
        });
        Some(Self { process, port, said })
    }

    /// What the driver and its browser have written since this was last called.
    pub fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().split_off(0)
    }
}

impl Drop for Driver {
    /// The browser hangs on the driver, so this ends it even when it did not want to quit.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts a program, and gives what it writes.
#[track_caller]
fn run(command: &mut Command) -> (Child, Lines<BufReader<ChildStdout>>) {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process =
        command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    let output = process.stdout.take().expect("its output");
    (process, BufReader::new(output).lines())
}

/// The first of these programs that is installed.
#[track_caller]
fn program(names: &[&str]) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/bin");
    let folders: Vec<_> = env::split_paths(&path).chain([own]).collect();
    let found = names.iter().find_map(|name| {
        folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file())
    });
    found.unwrap_or_else(|| panic!("none of {names:?} is installed: .ci/tools.sh does it"))
}
