//! How a ledger is kept on one machine: loading never overwrites, saving never drops what another window
//! wrote, and what cannot be read is kept aside.
//!
//! Pure over [`Store`], so that every way a storage can fail is tested without a browser.

use std::collections::BTreeMap;
use std::fmt;

use super::{DecodeError, Layout, Limits, Notice, decode, encode};
use crate::ledger::{Ledger, Now, merge};
use crate::policy::Policy;

/// A place that keeps texts by key.
pub trait Store {
    /// The text under a key.
    ///
    /// # Errors
    /// [`StoreError`] says why the place does not answer.
    fn read(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Puts a text under a key. On failure the text that was there stays.
    ///
    /// # Errors
    /// [`StoreError`] says why the place does not take it.
    fn write(&self, key: &str, text: &str) -> Result<(), StoreError>;

    /// Takes a key away.
    ///
    /// # Errors
    /// [`StoreError`] says why the place does not answer.
    fn remove(&self, key: &str) -> Result<(), StoreError>;

    /// All keys there are, ours and others'.
    ///
    /// # Errors
    /// [`StoreError`] says why the place does not answer.
    fn keys(&self) -> Result<Vec<String>, StoreError>;
}

/// Why a store does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The browser or its settings refuse it.
    Blocked,
    /// No room is left.
    Full,
    /// What was written does not read back the same.
    NotKept,
    /// Something else, in the browser's words.
    Other(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked => write!(f, "storage is blocked"),
            Self::Full => write!(f, "storage is full"),
            Self::NotKept => write!(f, "storage did not keep what was written"),
            Self::Other(name) => write!(f, "storage failed: {name}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// What a person needs to know, and do.
    pub fn message(&self) -> String {
        let what = match self {
            Self::Blocked => "浏览器不允许本页保存数据（可能是无痕模式或安全设置）。",
            Self::Full => "浏览器的本地存储空间已满，最近的修改没有存下。",
            Self::NotKept => "浏览器没有如实存下数据，最近的修改可能没有保存。",
            Self::Other(_) => "浏览器未能保存数据，最近的修改没有存下。",
        };
        format!("{what}请现在点「导出」把台账存成文件，关闭页面前不要刷新。")
    }
}

/// How opening went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Nothing was stored yet.
    Fresh,
    /// The stored ledger was read.
    Loaded(Vec<Notice>),
    /// What was stored could not be read. It is kept aside, and a blank ledger is open.
    KeptAside(DecodeError),
    /// What was stored could not be read and there is no room to keep it aside: nothing may be saved.
    Stuck(DecodeError),
    /// A newer version of this program wrote it: nothing may be saved.
    Newer {
        /// Its version.
        found: u64,
    },
    /// There is no storage: the ledger lives in memory only.
    Blocked,
}

/// The keeper of one ledger.
#[derive(Debug)]
pub struct Vault<S> {
    store: Option<S>,
    key: String,
    /// The text last seen under the key; another text there was written by another window.
    seen: Option<String>,
    is_read_only: bool,
}

/// Why a save did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveError {
    /// The store refused.
    Store(StoreError),
    /// What is stored may not be replaced.
    ReadOnly,
}

impl SaveError {
    /// What a person needs to know, and do.
    pub fn message(&self) -> String {
        match self {
            Self::Store(error) => error.message(),
            Self::ReadOnly => {
                "本机保存的台账当前只读，修改没有存下。请点「导出」把现在的内容存成文件。"
                    .to_owned()
            }
        }
    }
}

/// Every key of ours begins with this.
pub const PREFIX: &str = "policy-ledger:";

impl<S: Store> Vault<S> {
    /// The keeper of the ledger on `policy`, which is named in the key.
    pub fn new(store: Option<S>, policy: &str) -> Self {
        let key = format!("{PREFIX}{policy}:ledger");
        Self { store, key, seen: None, is_read_only: false }
    }

    /// Whether nothing may be saved because what is stored must not be replaced.
    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// The key the ledger is kept under.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Reads what is stored. Never overwrites: what does not read is copied aside first.
    pub fn open(&mut self, policy: &Policy, policy_id: &str, now: Now) -> (Ledger, Opening) {
        let blank = Ledger::new(policy_id);
        let Some(store) = &self.store else { return (blank, Opening::Blocked) };
        let Ok(stored) = store.read(&self.key) else {
            self.store = None;
            return (blank, Opening::Blocked);
        };
        let Some(text) = stored else { return (blank, Opening::Fresh) };
        self.seen = Some(text.clone());
        match decode(text.as_bytes(), policy, Limits::STORED) {
            Ok(decoded) => (decoded.ledger, Opening::Loaded(decoded.notices)),
            Err(DecodeError::NewerVersion { found, readable }) => {
                self.is_read_only = true;
                (readable.map_or(blank, |ledger| *ledger), Opening::Newer { found })
            }
            Err(error) if self.keep_aside(&text, now).is_ok() => (blank, Opening::KeptAside(error)),
            Err(error) => {
                self.is_read_only = true;
                (blank, Opening::Stuck(error))
            }
        }
    }

    /// Stores the ledger. Where another window has stored something since, both are merged and the merged
    /// ledger is returned, to be shown.
    ///
    /// # Errors
    /// [`SaveError`]; what was stored before is then still there.
    pub fn save(
        &mut self,
        ledger: &Ledger,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Ledger>, SaveError> {
        if self.is_read_only {
            return Err(SaveError::ReadOnly);
        }
        let others = self.others(policy, now)?;
        let merged = others.map(|others| merge::merge(ledger, &others));
        let text = encode(merged.as_ref().unwrap_or(ledger), None, Layout::Compact);
        let store = self.store.as_ref().ok_or(SaveError::Store(StoreError::Blocked))?;
        write_and_check(store, &self.key, &text).map_err(SaveError::Store)?;
        self.seen = Some(text);
        Ok(merged)
    }

    /// What another window has stored since we last looked; `None` where nothing changed.
    ///
    /// # Errors
    /// As [`Vault::save`].
    pub fn others(&mut self, policy: &Policy, now: Now) -> Result<Option<Ledger>, SaveError> {
        let store = self.store.as_ref().ok_or(SaveError::Store(StoreError::Blocked))?;
        let stored = store.read(&self.key).map_err(SaveError::Store)?;
        let Some(text) = stored.filter(|text| self.seen.as_ref() != Some(text)) else {
            return Ok(None);
        };
        match decode(text.as_bytes(), policy, Limits::STORED) {
            Ok(decoded) => {
                self.seen = Some(text);
                Ok(Some(decoded.ledger))
            }
            Err(DecodeError::NewerVersion { .. }) => {
                self.is_read_only = true;
                Err(SaveError::ReadOnly)
            }
            Err(_) => {
                self.keep_aside(&text, now).map_err(SaveError::Store)?;
                self.seen = Some(text);
                Ok(None)
            }
        }
    }

    /// The texts kept aside because they could not be read, by key, oldest first.
    pub fn kept_aside(&self) -> BTreeMap<String, String> {
        let mut kept = BTreeMap::new();
        let Some(store) = &self.store else { return kept };
        let prefix = self.aside_prefix();
        let keys = store.keys().unwrap_or_default().into_iter();
        let ours = keys.filter(|key| key.starts_with(&prefix));
        kept.extend(ours.filter_map(|key| store.read(&key).ok().flatten().map(|text| (key, text))));
        kept
    }

    /// The text as it is stored, for download where it does not read.
    pub fn stored_text(&self) -> Option<&str> {
        self.seen.as_deref()
    }

    fn aside_prefix(&self) -> String {
        format!("{}:aside:", self.key)
    }

    /// Keeps a text aside once, however often it is met.
    fn keep_aside(&self, text: &str, now: Now) -> Result<(), StoreError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        if self.kept_aside().values().any(|kept| kept == text) {
            return Ok(());
        }
        write_and_check(store, &format!("{}{}", self.aside_prefix(), now.at), text)
    }
}

fn write_and_check(store: &impl Store, key: &str, text: &str) -> Result<(), StoreError> {
    store.write(key, text)?;
    let kept = store.read(key)?;
    if kept.as_deref() == Some(text) { Ok(()) } else { Err(StoreError::NotKept) }
}
