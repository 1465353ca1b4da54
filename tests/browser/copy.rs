//! The page as one file, in a folder of its own: opened without a host.

use std::{env, fs, path::PathBuf};

use tempfile::TempDir;

use crate::site::{built, with_script};

/// How the file is called.
pub const NAME: &str = "台账.html";

/// A file in a folder, both gone when dropped.
pub struct Copy {
    folder: TempDir,
    name: String,
}

impl Copy {
    /// A copy of the file that was built.
    #[track_caller]
    pub fn new() -> Self {
        Self::of(NAME, &fs::read(portable()).unwrap())
    }

    /// The page where `PLACE` says that it lies: on disk, or nowhere but on its host.
    pub fn chosen() -> Option<Self> {
        match env::var("PLACE").as_deref() {
            Ok("disk") => Some(Self::new()),
            Ok("host") | Err(_) => None,
            Ok(other) => panic!("PLACE={other} is neither host nor disk"),
        }
    }

    /// A file of this content.
    pub fn of(name: &str, content: &[u8]) -> Self {
        let copy = Self::none(name);
        copy.replace(content);
        copy
    }

    /// A folder in which there is no file yet.
    fn none(name: &str) -> Self {
        let folder = TempDir::with_prefix("policy-ledger-copy-").unwrap();
        Self { folder, name: name.to_owned() }
    }

    /// Puts another file in its place.
    pub fn replace(&self, content: &[u8]) {
        fs::write(self.path(), content).unwrap();
    }

    /// The same file in another folder.
    pub fn moved(self) -> Self {
        let there = Self::none(&self.name);
        fs::rename(self.path(), there.path()).unwrap();
        there
    }

    /// From now on it runs this, too, before anything of its own.
    pub fn run_first(&self, script: &str) {
        self.replace(&with_script(fs::read(self.path()).unwrap(), script));
    }

    /// Its address, and the rest of it.
    pub fn url(&self, rest: &str) -> String {
        format!("file://{}{rest}", self.path().display())
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }
}

/// The file that was built.
#[track_caller]
pub fn portable() -> PathBuf {
    built("dist/台账.html", "make build")
}
