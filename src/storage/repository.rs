//! How a ledger is kept on one machine: loading never overwrites, saving never drops what another window
//! wrote, and what cannot be read is quarantined.
//!
//! Two slots, `…:ledger:a` and `…:ledger:b`, are written in turn, and `…:ledger` points to the current one.
//! The manifest is written last, so a save that breaks off anywhere leaves the state before it current. Where
//! `…:ledger` holds a ledger itself, an earlier version wrote it; the next save moves it into a slot.
//!
//! Four years of updates on every task are a megabyte, and an edit adds a line. To such a slot the following saves
//! only write what came since, to `…:ledger:c` and `…:ledger:d` in turn: see [`Repository::writes_anew`]. And to show where
//! things stand takes the last change of each field: the others stand behind them, and are read before anything is
//! done with them: see [`Repository::complete`].
//!
//! Pure over [`Store`], so that every way a storage can fail is tested without a browser.

use super::known::Known;
use super::manifest::Slot;
use super::snapshot_info::SnapshotInfo;
pub use super::store::{Store, StoreError};
use crate::format::{DecodeError, Notice};
use crate::ledger::Millis;

/// How opening went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Nothing was stored yet.
    Fresh,
    /// The stored ledger was read.
    Loaded(Vec<Notice>),
    /// What was current could not be read. It is quarantined, and an earlier state is open.
    Recovered {
        /// Why what was current does not read.
        error: DecodeError,
        /// When the snapshot that is open was taken; `None` where it is the save before.
        at: Option<Millis>,
    },
    /// What was stored could not be read. It is quarantined, and a blank ledger is open.
    Quarantined(DecodeError),
    /// What was stored could not be read and there is no room to quarantine it: nothing may be saved. An
    /// earlier state is open where there is one.
    Stuck(DecodeError),
    /// A newer version of this program wrote it: nothing may be saved.
    Newer {
        /// Its version.
        found: u64,
    },
    /// There is no storage, or it does not answer: the ledger lives in memory only.
    Blocked,
}

/// Loads and saves one ledger, on one machine, in one window.
#[derive(Debug)]
pub struct Repository<S> {
    pub(super) store: Option<S>,
    pub(super) key: String,
    /// The text last seen under the key; another text there was written by another window.
    pub(super) seen: Option<String>,
    /// A text that does not read, or not here.
    pub(super) unread: Option<String>,
    /// The slot for whole ledgers that may not be written to next.
    pub(super) current: Option<Slot>,
    /// What is current, as far as this window has read or written all of it.
    pub(super) known: Option<Known>,
    /// The greatest revision met.
    pub(super) revision: u64,
    pub(super) has_saved: bool,
    pub(super) dropped: Vec<SnapshotInfo>,
    /// The slots this window has written since anyone else did.
    pub(super) written: Vec<Slot>,
    /// When the current ledger was first kept: see [`super::clearing`].
    pub(super) begun: Option<String>,
    /// What a person set on this machine, as this window last saw it stored: see [`super::preferences`].
    pub(super) preferences: Option<String>,
    pub(super) is_cleared: bool,
    pub(super) is_read_only: bool,
}

/// Why a save did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveError {
    /// The store refused.
    Store(StoreError),
    /// What is stored may not be replaced.
    ReadOnly,
    /// What was stored was taken off this machine meanwhile: see [`Repository::check_cleared`].
    Cleared,
}

impl SaveError {
    /// What a person needs to know, and do.
    pub fn message(&self) -> String {
        match self {
            Self::Store(error) => error.message(),
            Self::ReadOnly => {
                "本机保存的台账当前只读，修改没有存下。请点“导出”把现在的内容存成文件。"
                    .to_owned()
            }
            Self::Cleared => {
                "本机数据已被清除，本窗口暂停保存。请在页面上方选择下载副本、继续使用或改用空白台账。"
                    .to_owned()
            }
        }
    }
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Every key of ours begins with this.
pub const PREFIX: &str = "policy-ledger:";

/// Where what a person set on this machine is kept, under [`PREFIX`]; the page's head reads it too, to look right from
/// the first paint.
pub(super) const PREFERENCES: &str = "policy-ledger:preferences";

impl<S: Store> Repository<S> {
    /// The repository of the ledger on `policy`, which is named in the key.
    pub fn new(store: Option<S>, policy: &str) -> Self {
        Self {
            store,
            key: format!("{PREFIX}{policy}:ledger"),
            seen: None,
            unread: None,
            current: None,
            known: None,
            revision: 0,
            has_saved: false,
            dropped: Vec::new(),
            written: Vec::new(),
            begun: None,
            preferences: None,
            is_cleared: false,
            is_read_only: false,
        }
    }

    /// Whether nothing may be saved because what is stored must not be replaced.
    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// The key the ledger is kept under; those of its slots begin with it.
    pub fn key(&self) -> &str {
        &self.key
    }
}
