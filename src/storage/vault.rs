//! How a ledger is kept on one machine: loading never overwrites, saving never drops what another window
//! wrote, and what cannot be read is kept aside.
//!
//! Two slots, `…:ledger:a` and `…:ledger:b`, are written in turn, and `…:ledger` points to the one in force.
//! The pointer is written last, so a save that breaks off anywhere leaves the state before it in force. Where
//! `…:ledger` holds a ledger itself, an earlier version wrote it; the next save moves it into a slot.
//!
//! Four years of updates on every task are a megabyte, and an edit adds a line. To such a slot the following saves
//! only write what came since, to `…:ledger:c` and `…:ledger:d` in turn: see [`Vault::writes_anew`]. And to show where
//! things stand takes the last change of each field: the others stand behind them, and are read before anything is
//! done with them: see [`Vault::complete`].
//!
//! Pure over [`Store`], so that every way a storage can fail is tested without a browser.

use super::in_force::{Known, LIGHT};
use super::pointer::{Held, Pointer, Slot};
use super::search::Search;
use super::slots::{Flaw, seal, unseal};
use super::snapshots::{Reason, SnapshotInfo};
pub use super::store::{Store, StoreError};
pub use super::windows::Together;
use super::writing::{Writing, Written};
use crate::format::{DecodeError, Notice};
use crate::ledger::{Ledger, Millis, Now};
use crate::policy::Policy;

/// How opening went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Nothing was stored yet.
    Fresh,
    /// The stored ledger was read.
    Loaded(Vec<Notice>),
    /// What was in force could not be read. It is kept aside, and an earlier state is open.
    Recovered {
        /// Why what was in force does not read.
        error: DecodeError,
        /// When the snapshot that is open was taken; `None` where it is the save before.
        at: Option<Millis>,
    },
    /// What was stored could not be read. It is kept aside, and a blank ledger is open.
    KeptAside(DecodeError),
    /// What was stored could not be read and there is no room to keep it aside: nothing may be saved. An
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

/// The keeper of one ledger.
#[derive(Debug)]
pub struct Vault<S> {
    pub(super) store: Option<S>,
    pub(super) key: String,
    /// The text last seen under the key; another text there was written by another window.
    pub(super) seen: Option<String>,
    /// A text that does not read, or not here.
    pub(super) unread: Option<String>,
    /// The slot for whole ledgers that may not be written to next.
    pub(super) in_force: Option<Slot>,
    /// What is in force, as far as this window has read or written all of it.
    pub(super) known: Option<Known>,
    /// The greatest revision met.
    pub(super) revision: u64,
    has_saved: bool,
    pub(super) dropped: Vec<SnapshotInfo>,
    /// The slots this window has written since anyone else did.
    pub(super) written: Vec<Slot>,
    /// When the ledger in force was first kept: see [`super::clearing`].
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
    /// What was stored was taken off this machine meanwhile: see [`Vault::notice_clearing`].
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

impl<S: Store> Vault<S> {
    /// The keeper of the ledger on `policy`, which is named in the key.
    pub fn new(store: Option<S>, policy: &str) -> Self {
        Self {
            store,
            key: format!("{PREFIX}{policy}:ledger"),
            seen: None,
            unread: None,
            in_force: None,
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

    /// Reads what is stored: the slot in force, or else the other one, or else the newest snapshot that
    /// reads. Never overwrites: what does not read is copied aside first.
    pub fn open(&mut self, policy: &Policy, policy_id: &str, now: Now) -> (Ledger, Opening) {
        if let Some(opened) = self.glance(policy, policy_id) {
            return opened;
        }
        let blank = Ledger::new(policy_id);
        let search = match self.search(policy) {
            Ok(search) => search,
            Err(DecodeError::NewerVersion { found, readable }) => {
                self.is_read_only = true;
                return (readable.map_or(blank, |ledger| *ledger), Opening::Newer { found });
            }
            // As on a glance.
            Err(_) => {
                self.store = None;
                return (blank, Opening::Blocked);
            }
        };
        let Search { found, at, fault, broken, .. } = search;
        let is_safe = broken.iter().all(|text| self.keep_aside(text, now).is_ok());
        self.is_read_only = !is_safe;
        self.unread = broken.into_iter().next();
        let (ledger, notices) = match found {
            Some(decoded) => (decoded.ledger, Some(decoded.notices)),
            None => (blank, None),
        };
        let opening = match (fault, notices) {
            (None, None) => Opening::Fresh,
            (None, Some(notices)) => Opening::Loaded(notices),
            (Some(error), _) if !is_safe => Opening::Stuck(error),
            (Some(error), Some(_)) => Opening::Recovered { error, at },
            (Some(error), None) => Opening::KeptAside(error),
        };
        (ledger, opening)
    }

    /// Stores the ledger. Where another window has stored something since, both are put together and what comes of
    /// it is returned, to be shown; so is what opening left out. The first save of a session also keeps a snapshot of what was stored
    /// before. Where the store is full, the oldest snapshots make room: see [`Vault::take_dropped`].
    ///
    /// # Errors
    /// [`SaveError`]; what was stored before is then still there.
    pub fn save(
        &mut self,
        ledger: &Ledger,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Ledger>, SaveError> {
        self.save_written(ledger, None, policy, now)
    }

    /// The same with a ledger that was written down beforehand: where it is this one still, that is what is stored.
    ///
    /// # Errors
    /// As [`Vault::save`].
    pub fn save_written(
        &mut self,
        ledger: &Ledger,
        written: Option<Written>,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Ledger>, SaveError> {
        if self.is_read_only {
            return Err(SaveError::ReadOnly);
        }
        self.notice_clearing()?;
        let (seen, known) = (self.seen.clone(), self.known.clone());
        let saved = self.save_together(ledger, written, policy, now);
        if saved.is_err() {
            // Nobody has seen what another window stored, or opening left out: the next save looks at it again.
            (self.seen, self.known) = (seen, known);
        }
        saved
    }

    fn save_together(
        &mut self,
        ledger: &Ledger,
        written: Option<Written>,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Ledger>, SaveError> {
        let together = self.catch_up(ledger, policy, now)?.map(|together| together.ledger);
        let before = if self.has_saved { None } else { self.body_in_force() };
        self.put_in_force(together.as_ref().unwrap_or(ledger), written, now)?;
        self.has_saved = true;
        if let Some(before) = before {
            // The work is safe already: a snapshot that finds no room is no failed save.
            let _ = self.keep_snapshot(&before, now, Reason::Session);
        }
        Ok(together)
    }

    /// Writes the slot that is not in force, or an addendum, and then the pointer.
    fn put_in_force(
        &mut self,
        ledger: &Ledger,
        written: Option<Written>,
        now: Now,
    ) -> Result<(), SaveError> {
        let written = written.filter(|written| written.ledger == *ledger);
        let addendum = if written.is_none() { self.addendum(ledger) } else { None };
        let known = if let Some((known, addendum)) = addendum {
            let slot = known.pointer.addendum.map_or(Slot::C, |held| held.slot.other());
            let held = self.write_slot(slot, "addendum", &addendum, now)?;
            let pointer = Pointer::new(known.pointer.whole, Some(held), Some(&known.pointer));
            Known { pointer, ledger: ledger.clone(), ..known }
        } else {
            let written = written.unwrap_or_else(|| Writing::of(ledger).finish());
            let Written { ledger, body, past } = written;
            let slot = self.in_force.map_or(Slot::A, Slot::other);
            let whole = self.write_slot(slot, &format!("save {past}"), &body, now)?;
            let earlier = self.known.as_ref().map(|known| &known.pointer);
            let pointer = Pointer::new(whole, None, earlier);
            Known { pointer, whole: ledger.clone(), past: None, weight: body.len(), ledger }
        };
        let pointer = known.pointer.print();
        self.write_making_room(&self.key.clone(), &pointer)?;
        self.revision += 1;
        self.in_force = Some(known.pointer.whole.slot);
        self.seen = Some(pointer);
        if known.weight > LIGHT && known.pointer.addendum.is_none() {
            self.make_room_for_snapshots(known.pointer.whole.slot.other());
        }
        self.known = Some(known);
        self.note_beginning(now);
        Ok(())
    }

    /// Two heavy ledgers would take most of the room. Where there is a snapshot to fall back on, the one no longer in
    /// force goes.
    fn make_room_for_snapshots(&self, left: Slot) {
        let is_spare = self.snapshot_keys().is_ok_and(|keys| !keys.is_empty());
        if let Some(store) = self.store.as_ref().filter(|_| is_spare) {
            // One that cannot be taken away now is written over by the next whole ledger.
            let _ = store.remove(&left.key(&self.key));
        }
    }

    /// Writes a slot that is not in force.
    fn write_slot(
        &mut self,
        slot: Slot,
        word: &str,
        body: &str,
        now: Now,
    ) -> Result<Held, SaveError> {
        let key = slot.key(&self.key);
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        // What this window wrote there, and nobody since, is not looked at again.
        let stored = if self.written.contains(&slot) { None } else { store.read(&key)? };
        if let Some(text) = stored {
            match unseal(&text) {
                Ok(_) => {}
                Err(Flaw::Broken) => self.keep_aside(&text, now)?,
                Err(Flaw::Newer(_)) => {
                    self.is_read_only = true;
                    return Err(SaveError::ReadOnly);
                }
            }
        }
        let sealed = seal(self.revision + 1, word, body);
        self.write_making_room(&key, &sealed)?;
        self.written.retain(|known| *known != slot);
        self.written.push(slot);
        Ok(Held::new(slot, &sealed))
    }
}
