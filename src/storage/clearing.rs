//! That everything of ours was taken off this machine, by another window or by the browser, while this one is open.
//!
//! A window that only found nothing there would write all it shows back. So it stops saving until a person has
//! decided. Where another window has begun anew meanwhile, the moment a ledger was first kept tells: it stands under
//! `…:ledger:begun` for as long as that ledger does.

use super::repository::{PREFERENCES, PREFIX, Repository, SaveError};
use super::store::{Store, StoreError};
use crate::ledger::Now;

/// How far apart two noted beginnings may be and still be one, in milliseconds: ten seconds. Two windows that save a
/// ledger for the first time at once may each note it; no person fills in, clears and begins anew in that time.
const MAX_BEGINNING_GAP_MS: u64 = 10_000;

impl<S: Store> Repository<S> {
    /// Whether what this window has seen stored was taken away, and nothing is saved until [`Repository::resume`].
    pub fn is_cleared(&self) -> bool {
        self.is_cleared
    }

    /// Looks whether it was.
    ///
    /// # Errors
    /// [`SaveError::Cleared`] where it was; [`SaveError::Store`] where the store does not answer.
    pub fn check_cleared(&mut self) -> Result<(), SaveError> {
        self.is_cleared = self.is_cleared || self.was_cleared()?;
        if self.is_cleared { Err(SaveError::Cleared) } else { Ok(()) }
    }

    fn was_cleared(&self) -> Result<bool, StoreError> {
        let Some(store) = &self.store else { return Ok(false) };
        let stored = store.read(&self.key)?;
        match (&self.seen, &stored) {
            (Some(seen), Some(stored)) if seen == stored => Ok(false),
            (Some(_), None) => Ok(true),
            (Some(_), Some(_)) => {
                let begun = store.read(&self.begun_key())?;
                Ok(self.begun.is_some()
                    && !is_one_beginning(self.begun.as_deref(), begun.as_deref()))
            }
            (None, Some(_)) => Ok(false),
            (None, None) => Ok(self.preferences.is_some() && store.read(PREFERENCES)?.is_none()),
        }
    }

    /// Saves again, by a person's choice: all of what this window has is written again.
    pub fn resume(&mut self) {
        (self.seen, self.known, self.current) = (None, None, None);
        (self.begun, self.preferences) = (None, None);
        self.written.clear();
        self.is_cleared = false;
    }

    /// Notes when the current ledger was first kept. Where there is no room, the next save does.
    pub(super) fn write_beginning(&mut self, now: Now) {
        let key = self.begun_key();
        let Some(store) = self.store.as_ref().filter(|_| self.begun.is_none()) else { return };
        let begun = match store.read(&key) {
            Ok(None) => Some(now.at.0.to_string()).filter(|begun| store.write(&key, begun).is_ok()),
            known => known.ok().flatten(),
        };
        self.begun = begun;
    }

    /// Reads it, with what is current.
    pub(super) fn read_beginning(&mut self) -> Result<(), StoreError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        self.begun = store.read(&self.begun_key())?;
        Ok(())
    }

    fn begun_key(&self) -> String {
        format!("{}:begun", self.key)
    }

    /// Saves nothing any more, as this window is about to take everything away itself.
    pub fn stop(&mut self) {
        self.is_cleared = true;
    }

    /// Takes every key of ours away, whatever it holds; those of others stay.
    ///
    /// # Errors
    /// [`StoreError`]; some keys may be gone by then.
    pub fn forget(store: &S) -> Result<(), StoreError> {
        remove_all(store, PREFIX)
    }

    /// The same with the keys of this ledger alone.
    ///
    /// # Errors
    /// [`StoreError`]; some keys may be gone by then.
    pub fn forget_ledger(&self) -> Result<(), StoreError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        remove_all(store, self.key.trim_end_matches("ledger"))
    }
}

fn remove_all(store: &impl Store, prefix: &str) -> Result<(), StoreError> {
    for key in store.keys()?.into_iter().filter(|key| key.starts_with(prefix)) {
        store.remove(&key)?;
    }
    Ok(())
}

fn is_one_beginning(ours: Option<&str>, stored: Option<&str>) -> bool {
    let read = |begun: Option<&str>| begun.and_then(|begun| begun.parse::<u64>().ok());
    match (read(ours), read(stored)) {
        (Some(ours), Some(stored)) => ours.abs_diff(stored) < MAX_BEGINNING_GAP_MS,
        _ => ours == stored,
    }
}
