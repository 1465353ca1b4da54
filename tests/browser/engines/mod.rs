//! What each engine does in a way of its own: how it is started, how it is told of a screen, the network and
//! what it may keep, and how it tells of what it did. The journeys need not know which one they are in.

pub mod chromium;
mod firefox;
mod translator;
mod webkit;

use std::{
    env,
    io::{BufRead, BufReader, Lines},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::Value;

use self::translator::Translator;
use crate::browser::{Browser, Screen};
use crate::page::Page;
use crate::site::Site;

/// What the console says first of anything that the page's content security policy forbade.
pub const VIOLATION: &str = "forbidden by the policy";

/// One kind of browser, with its driver.
pub trait Engine: Sync {
    /// Starts the driver; what it and the browser write goes below `files`.
    fn start(&self, files: &Path) -> Driver;

    /// What the driver is asked for; downloads go to `downloads` below `files`.
    fn wishes(&self, files: &Path) -> Value;

    /// Makes a browser that has just started ready for the rest.
    fn prepare(&self, _: &Browser) {}

    /// Whether a browser can serve one journey after the other: its driver closes tabs.
    fn closes_tabs(&self) -> bool {
        true
    }

    /// Takes back what was told to a browser and not to one of its tabs.
    fn renew(&self, _: &Browser) {}

    /// Makes the page's host ready for the rest.
    fn attend(&self, _: &Site) {}

    /// Makes a tab that was just opened ready for the rest.
    fn enter(&self, _: &Browser) {}

    /// Gives the current tab this size and these colours.
    fn show_on(&self, browser: &Browser, screen: Screen);

    /// Shows the current tab as it would be printed.
    fn print(&self, browser: &Browser);

    /// The addresses asked for since this was last called, of whatever host.
    fn requests(&self, page: &Page) -> Vec<String>;

    /// Lets no request through whose address matches one of these, `*` being anything, until told otherwise.
    fn block(&self, page: &Page, addresses: &[&str]);

    /// From now on asks for everything as if for the first time.
    fn forget(&self, page: &Page);

    /// Takes back what was typed last into the control that has the focus, as the browser itself does.
    fn undo_typing(&self, page: &Page) {
        page.press("Ctrl+z");
    }

    /// Whether what a page on disk stores is seen by itself alone, and not by its copies.
    fn keeps_files_apart(&self) -> bool {
        false
    }

    /// For how long after the first page on disk was opened what it stores may still be lost.
    fn settling(&self) -> Duration {
        Duration::ZERO
    }

    /// Warnings and errors in the console since this was last called.
    fn console(&self, page: &Page) -> Vec<String>;

    /// From the next load on, the page may keep nothing.
    fn deny_storage(&self, page: &Page);
}

/// The engine that `ENGINE` names, or Chromium.
pub fn chosen() -> &'static dyn Engine {
    match env::var("ENGINE").as_deref() {
        Ok("chromium") | Err(_) => &chromium::Chromium::Current,
        Ok("chromium109") => &chromium::Chromium::Oldest,
        Ok("firefox") => &firefox::Firefox,
        Ok("webkit") => &webkit::WebKit,
        Ok(other) => panic!("ENGINE={other} is none of chromium, chromium109, firefox, webkit"),
    }
}

/// A driver that listens on a port of this machine, until dropped.
pub struct Driver {
    process: Child,
    pub port: u16,
    said: Arc<Mutex<Vec<String>>>,
    /// What it cannot do without.
    around: Vec<Child>,
    translator: Option<Translator>,
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
        Some(Self::of(process, port, said))
    }

    /// Starts a driver that takes the port it is given, and does not say when it listens.
    #[track_caller]
    fn silent(command: impl Fn(u16) -> Command) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let (mut process, _) = run(&mut command(port));
        for _ in 0..500 {
            assert!(process.try_wait().expect("a child").is_none(), "the driver has ended");
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Self::of(process, port, Arc::default());
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the driver does not listen");
    }

    fn of(process: Child, port: u16, said: Arc<Mutex<Vec<String>>>) -> Self {
        Self { process, port, said, around: Vec::new(), translator: None }
    }

    /// What the driver and its browser have written since this was last called.
    pub fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().split_off(0)
    }
}

impl Drop for Driver {
    /// The browser hangs on the driver, so this ends it even when it did not want to quit.
    fn drop(&mut self) {
        for process in [&mut self.process].into_iter().chain(&mut self.around) {
            let _ = process.kill();
            let _ = process.wait();
        }
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
