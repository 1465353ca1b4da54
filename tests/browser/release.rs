//! What a host has after an update: another build of the page, made out of this one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::site::{Site, built};

/// A hash as a file's name has it: one that begins with a zero is shorter than most.
const HERE: &str = "fedcba987654321";
const NEXT: &str = "nextnextnextnext";

/// A host whose files can be replaced by those of another build.
pub struct Host {
    folder: TempDir,
}

impl Host {
    /// A host with the built page.
    #[track_caller]
    pub fn new() -> Self {
        let host = Self { folder: TempDir::with_prefix("policy-ledger-host-").unwrap() };
        host.go_back();
        host
    }

    /// Serves what the host has.
    pub fn site(&self) -> Site {
        Site::serve(&self.folder.path().join("index.html"), "/sub/path/", false)
    }

    /// The build that was there first, and nothing of any other.
    #[track_caller]
    pub fn go_back(&self) {
        for file in files(self.folder.path()) {
            fs::remove_file(file).unwrap();
        }
        for file in files(built("dist/index.html", "make build").parent().unwrap()) {
            fs::copy(&file, self.folder.path().join(file.file_name().unwrap())).unwrap();
        }
        let mut build = Build::new(self, HERE);
        for (start, end) in [
            ("policy-ledger-", "_bg.wasm"),
            ("policy-ledger-", ".js"),
            ("index", ".html"),
            ("sw", ".js"),
        ] {
            build.renew(start, end, <[u8]>::to_vec);
        }
    }

    /// The next build: another second module, another script, and a page that says so at its root. No file of code
    /// of the build before is left.
    #[track_caller]
    pub fn update(&self) {
        self.build("later-", ".wasm", |module| [module, &[0, 2, 1, b'x']].concat());
    }

    /// A build whose main module has nothing in it.
    #[track_caller]
    pub fn break_down(&self) {
        self.build("policy-ledger-", "_bg.wasm", |module| module[..8].to_vec());
    }

    /// A build in which a module is changed, and with it whatever names it.
    #[track_caller]
    fn build(&self, start: &str, end: &str, change: impl Fn(&[u8]) -> Vec<u8>) {
        let mut build = Build::new(self, NEXT);
        build.renew(start, end, change);
        build.renew("policy-ledger-", ".js", <[u8]>::to_vec);
        build.renew("index", ".html", |page| {
            let page = String::from_utf8(page.to_vec()).unwrap();
            page.replacen("<html ", "<html data-build=next ", 1).into_bytes()
        });
        build.renew("sw", ".js", |worker| {
            let worker = String::from_utf8(worker.to_vec()).unwrap();
            let next = worker.replacen("family + \"", "family + \"next-", 1);
            assert_ne!(next, worker, "the worker names its build in another way");
            next.into_bytes()
        });
    }

    /// The name of the second module.
    #[track_caller]
    pub fn later(&self) -> String {
        name(&find(self.folder.path(), "later-", ".wasm"))
    }
}

/// A build in the making, each file after those it names.
struct Build<'a> {
    root: &'a Path,
    /// What the names of its files hold.
    hash: &'a str,
    /// What takes the place of what: names and hashes.
    changes: Vec<(String, String)>,
}

impl<'a> Build<'a> {
    fn new(host: &'a Host, hash: &'a str) -> Self {
        Self { root: host.folder.path(), hash, changes: Vec::new() }
    }

    /// Makes a file anew: with what it names as that is now, changed, and under another name where its name holds a
    /// hash.
    #[track_caller]
    fn renew(&mut self, start: &str, end: &str, change: impl Fn(&[u8]) -> Vec<u8>) {
        let path = find(self.root, start, end);
        let old = fs::read(&path).unwrap();
        let new = change(&match String::from_utf8(old.clone()) {
            Ok(text) => self.with_changes(text).into_bytes(),
            Err(_) => old.clone(),
        });
        fs::remove_file(&path).unwrap();
        let old_name = name(&path);
        let new_name = if start.ends_with('-') {
            format!("{start}{}{end}", self.hash)
        } else {
            old_name.clone()
        };
        fs::write(self.root.join(&new_name), &new).unwrap();
        self.changes.push((old_name, new_name));
        self.changes.push((sha256(&old), sha256(&new)));
    }

    /// The text with what has changed; a script in it, too, has another hash then.
    fn with_changes(&self, text: String) -> String {
        let change = |text: String| {
            self.changes.iter().fold(text, |text, (old, new)| text.replace(old, new))
        };
        let loader = |text: &str| {
            let script = text.split("<script>").find(|part| part.starts_with("const modules"))?;
            Some(sha256(script.split("</script>").next()?.as_bytes()))
        };
        let (before, text) = (loader(&text), change(text));
        match (before, loader(&text)) {
            (Some(before), Some(after)) => text.replace(&before, &after),
            _ => text,
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).collect()
}

#[track_caller]
fn find(folder: &Path, start: &str, end: &str) -> PathBuf {
    let is_it = |path: &PathBuf| name(path).starts_with(start) && name(path).ends_with(end);
    files(folder).into_iter().find(is_it).expect("a file of the build")
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn sha256(content: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}
