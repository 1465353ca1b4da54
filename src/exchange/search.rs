//! Where a stored ledger is found: the slot in force, or else the other one, or else the newest snapshot
//! that reads. Nothing is written here. The glance is what a page begins with, the search where it fails.

use super::decode::{self, decode};
use super::slots::{self, Sealed, Slot, unseal};
use super::store::{Store, StoreError};
use super::vault::{Opening, Vault, slot_key};
use super::{DecodeError, Decoded, Limits};
use crate::ledger::{Ledger, Millis, merge};
use crate::policy::Policy;

/// What a look at the store comes to.
#[derive(Default)]
pub(super) struct Search {
    pub(super) found: Option<Decoded>,
    /// When the snapshot it was found in was taken.
    pub(super) at: Option<Millis>,
    /// Why what should be in force does not read.
    pub(super) fault: Option<DecodeError>,
    /// What does not read.
    pub(super) broken: Vec<String>,
}

impl<S: Store> Vault<S> {
    /// A quick look: nothing was ever stored, or the slot in force reads. `None` where it takes the closer
    /// look of [`Vault::open`]; nothing is decided then.
    pub fn glance(&mut self, policy: &Policy, policy_id: &str) -> Option<(Ledger, Opening)> {
        let seen = self.look(policy, policy_id);
        if seen.is_err() {
            // A place that answers by halves is not written to: what it did not show may be there.
            self.store = None;
        }
        seen.unwrap_or_default()
    }

    fn look(
        &mut self,
        policy: &Policy,
        policy_id: &str,
    ) -> Result<Option<(Ledger, Opening)>, StoreError> {
        let Some(store) = &self.store else { return Ok(None) };
        let Some(pointer) = store.read(&self.key)? else {
            let ours = self.key.trim_end_matches("ledger");
            let is_fresh = !store.keys()?.iter().any(|key| key.starts_with(ours));
            return Ok(is_fresh.then(|| (Ledger::new(policy_id), Opening::Fresh)));
        };
        let Some(slot) = Slot::pointed(&pointer) else { return Ok(None) };
        let text = store.read(&slot_key(&self.key, slot))?.unwrap_or_default();
        let Ok(Sealed { revision, body, .. }) = unseal(&text) else { return Ok(None) };
        let Some(ledger) = decode::glance(body, policy) else { return Ok(None) };
        // The other slot may be of a later revision, from a save that broke off; the next one writes over it.
        self.revision = revision;
        self.in_force = Some(slot);
        self.seen = Some(pointer);
        Ok(Some((ledger, Opening::Loaded(Vec::new()))))
    }

    /// Whether another window has stored something since we last looked.
    pub fn has_news(&self) -> bool {
        let stored = self.store.as_ref().map(|store| store.read(&self.key));
        stored.is_some_and(|stored| stored.is_ok_and(|text| text != self.seen))
    }

    /// Looks for the ledger. Fails with [`DecodeError::NewerVersion`] where a newer version wrote it, and
    /// with another error where the store does not answer.
    pub(super) fn search(&mut self, policy: &Policy) -> Result<Search, DecodeError> {
        let store = self.store.as_ref().ok_or(DecodeError::Empty)?;
        let ask = |key: &str| store.read(key).map_err(|_| DecodeError::Empty);
        let mut search = Search::default();
        let mut unread = None;
        self.seen = ask(&self.key)?;
        let pointed = self.seen.as_deref().and_then(Slot::pointed);
        let mut legacy = None;
        if let Some(text) = self.seen.as_ref().filter(|_| pointed.is_none()) {
            match decode(text.as_bytes(), policy, Limits::STORED) {
                Ok(decoded) => legacy = Some(decoded),
                Err(error) => search.miss(text.clone(), error, &mut unread),
            }
        }
        let revision = |slot: Slot| -> Result<u64, DecodeError> {
            let text = ask(&slot_key(&self.key, slot))?.unwrap_or_default();
            Ok(unseal(&text).map_or(0, |sealed| sealed.revision))
        };
        let (a, b) = (revision(Slot::A)?, revision(Slot::B)?);
        self.revision = a.max(b);
        let first = pointed.unwrap_or(if b > a { Slot::B } else { Slot::A });
        for slot in [first, first.other()] {
            if unread.is_some() || search.found.is_some() {
                break;
            }
            match ask(&slot_key(&self.key, slot))? {
                Some(text) => match slots::read(&text, policy) {
                    Ok((decoded, _)) => {
                        self.in_force = Some(slot);
                        search.found = Some(decoded);
                    }
                    Err(error) => search.miss(text, error, &mut unread),
                },
                None if pointed == Some(slot) => search.fault = Some(DecodeError::Empty),
                None => {}
            }
        }
        if let Some(mut decoded) = legacy {
            // A window of an earlier version may have written it over a pointer: the slots count too.
            if let Some(slots) = search.found.take() {
                decoded.ledger = merge::merge(&decoded.ledger, &slots.ledger);
            }
            // A slot that does not read is kept aside once it is to be written over.
            search = Search { found: Some(decoded), ..Search::default() };
        }
        let snapshots = self.snapshot_keys().map_err(|_| DecodeError::Empty)?;
        for (at, key) in snapshots.into_iter().rev() {
            if unread.is_some() || search.found.is_some() {
                break;
            }
            let Some(text) = ask(&key)? else { continue };
            match slots::read(&text, policy) {
                Ok((decoded, revision)) => {
                    self.revision = self.revision.max(revision);
                    search.fault.get_or_insert(DecodeError::Empty);
                    (search.found, search.at) = (Some(decoded), Some(at));
                }
                Err(error) => search.miss(text, error, &mut unread),
            }
        }
        match unread {
            None => Ok(search),
            Some((text, error)) => {
                self.unread = Some(text);
                Err(error)
            }
        }
    }
}

impl Search {
    /// Notes a text that does not read; one of a newer version is to be left alone, and ends the search.
    fn miss(
        &mut self,
        text: String,
        error: DecodeError,
        unread: &mut Option<(String, DecodeError)>,
    ) {
        if matches!(error, DecodeError::NewerVersion { .. }) {
            *unread = Some((text, error));
        } else {
            self.fault.get_or_insert(error);
            self.broken.push(text);
        }
    }
}
