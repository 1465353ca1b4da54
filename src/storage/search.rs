//! Where a stored ledger is found: the current slot, or else the other one, or else the newest snapshot
//! that reads. Nothing is written here. The fast read is what a page begins with, the search where it fails.

use super::frame::{self, Frame, parse_frame};
use super::known::{Part, Past};
use super::manifest::{Manifest, Slot};
use super::repository::{Opening, Repository};
use super::store::{Store, StoreError};
use crate::format::{self, DecodeError, Decoded, Limits, SEPARATOR, decode};
use crate::ledger::{Ledger, Millis, Now, merge};
use crate::policy::Policy;

/// What a look at the store comes to.
#[derive(Default)]
pub(super) struct Search {
    pub(super) found: Option<Decoded>,
    /// The revision it was found at.
    revision: u64,
    /// When the snapshot it was found in was taken.
    pub(super) at: Option<Millis>,
    /// Why what should be current does not read.
    pub(super) fault: Option<DecodeError>,
    /// What does not read.
    pub(super) broken: Vec<String>,
    /// What a newer version wrote, and that it did.
    newer: Option<(String, DecodeError)>,
}

impl<S: Store> Repository<S> {
    /// Reads what is stored: the current slot, or else the other one, or else the newest snapshot that
    /// reads. Never overwrites: what does not read is copied to quarantine first.
    pub fn open(&mut self, policy: &Policy, policy_id: &str, now: Now) -> (Ledger, Opening) {
        if let Some(opened) = self.open_fast(policy, policy_id) {
            return opened;
        }
        let blank = Ledger::new(policy_id);
        let search = match self.search(policy) {
            Ok(search) => search,
            Err(DecodeError::NewerVersion { found, readable }) => {
                self.is_read_only = true;
                return (readable.map_or(blank, |ledger| *ledger), Opening::Newer { found });
            }
            // As on a fast read.
            Err(_) => {
                self.store = None;
                return (blank, Opening::Blocked);
            }
        };
        let Search { found, at, fault, broken, .. } = search;
        let is_safe = broken.iter().all(|text| self.quarantine(text, now).is_ok());
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
            (Some(error), None) => Opening::Quarantined(error),
        };
        (ledger, opening)
    }

    /// A quick look: nothing was ever stored, or what stands in the current slot reads; how it came to may be left
    /// for [`Repository::complete`]. `None` where [`Repository::open`] has to look further; nothing is decided then.
    pub fn open_fast(&mut self, policy: &Policy, policy_id: &str) -> Option<(Ledger, Opening)> {
        let seen = self.try_open_fast(policy, policy_id);
        if seen.is_err() {
            // A place that answers by halves is not written to: what it did not show may be there.
            self.store = None;
        }
        seen.unwrap_or_default()
    }

    fn try_open_fast(
        &mut self,
        policy: &Policy,
        policy_id: &str,
    ) -> Result<Option<(Ledger, Opening)>, StoreError> {
        let Some(store) = &self.store else { return Ok(None) };
        let Some(manifest) = store.read(&self.key)? else {
            let ours = self.key.trim_end_matches("ledger");
            let is_fresh = !store.keys()?.iter().any(|key| key.starts_with(ours));
            return Ok(is_fresh.then(|| (Ledger::new(policy_id), Opening::Fresh)));
        };
        let Some(named) = Manifest::parse(&manifest) else { return Ok(None) };
        let read_fast = |text: &str| {
            let Frame { revision, past: changes, body, .. } = parse_frame(text).ok()?;
            let (standing, past) = body.split_once(SEPARATOR).unzip();
            let past = past.map(|text| Past { text: text.to_owned(), changes });
            let ledger = format::decode_fast(standing.unwrap_or(body), policy)?;
            Some(Part { ledger, past, revision })
        };
        let read = self.read_manifest(named, |text| read_fast(text).ok_or(()))?;
        let Ok((known, revision)) = read else { return Ok(None) };
        let ledger = known.ledger.clone();
        // The other slot may be of a later revision, from a save that broke off; the next one writes over it.
        self.revision = revision;
        self.current = Some(known.manifest.whole.slot);
        self.seen = Some(manifest);
        self.known = Some(known);
        self.read_beginning()?;
        Ok(Some((ledger, Opening::Loaded(Vec::new()))))
    }

    /// Whether another window has stored something, or taken it away, since we last looked.
    pub fn has_external_change(&self) -> bool {
        let stored = self.store.as_ref().map(|store| store.read(&self.key));
        let is_other = stored.is_some_and(|stored| stored.is_ok_and(|text| text != self.seen));
        !self.is_cleared && (is_other || self.has_other_preferences())
    }

    /// Looks for the ledger. Fails with [`DecodeError::NewerVersion`] where a newer version wrote it, and
    /// with another error where the store does not answer.
    pub(super) fn search(&mut self, policy: &Policy) -> Result<Search, DecodeError> {
        let mut search = Search::default();
        let seen = self.ask(&self.key)?;
        let manifest = seen.as_deref().and_then(Manifest::parse);
        let mut legacy = None;
        if let Some(text) = seen.as_ref().filter(|_| manifest.is_none()) {
            match decode(text.as_bytes(), policy, Limits::STORED) {
                Ok(decoded) => legacy = Some(decoded),
                Err(error) => search.add_unreadable(text.clone(), error),
            }
        }
        self.seen = seen;
        self.read_beginning().map_err(|_| DecodeError::Empty)?;
        self.search_whole(manifest.as_ref(), policy, &mut search)?;
        if let Some(mut decoded) = legacy {
            // A window of an earlier version may have written it over a manifest: the slots count too.
            if let Some(slots) = search.found.take() {
                decoded.ledger = merge::merge(&decoded.ledger, &slots.ledger);
            }
            // A slot that does not read is quarantined once it is to be written over.
            search = Search { found: Some(decoded), newer: search.newer, ..Search::default() };
        }
        self.search_snapshots(policy, &mut search)?;
        self.search_addenda(manifest.as_ref(), policy, &mut search)?;
        let Some((text, error)) = search.newer else { return Ok(search) };
        self.unread = Some(text);
        let DecodeError::NewerVersion { found, readable } = error else { return Err(error) };
        // What a newer version wrote beside a ledger of this one is a part of it.
        let parts = readable.into_iter().map(|ledger| *ledger);
        let whole = search.found.into_iter().map(|decoded| decoded.ledger);
        let readable = whole.chain(parts).reduce(|whole, part| merge::merge(&whole, &part));
        Err(DecodeError::NewerVersion { found, readable: readable.map(Box::new) })
    }

    fn ask(&self, key: &str) -> Result<Option<String>, DecodeError> {
        let store = self.store.as_ref().ok_or(DecodeError::Empty)?;
        store.read(key).map_err(|_| DecodeError::Empty)
    }

    /// The slot for whole ledgers that is current, or else the other one.
    fn search_whole(
        &mut self,
        manifest: Option<&Manifest>,
        policy: &Policy,
        search: &mut Search,
    ) -> Result<(), DecodeError> {
        let revision = |slot: Slot| -> Result<u64, DecodeError> {
            let text = self.ask(&slot.key(&self.key))?.unwrap_or_default();
            Ok(parse_frame(&text).map_or(0, |framed| framed.revision))
        };
        let (a, b) = (revision(Slot::A)?, revision(Slot::B)?);
        self.revision = a.max(b).max(revision(Slot::C)?).max(revision(Slot::D)?);
        let named = manifest.map(|manifest| manifest.whole.slot);
        let first = named.unwrap_or(if b > a { Slot::B } else { Slot::A });
        for slot in [first, first.other()] {
            if search.newer.is_some() || search.found.is_some() {
                break;
            }
            match self.ask(&slot.key(&self.key))? {
                Some(text) => match frame::read(&text, policy) {
                    Ok((decoded, revision)) => {
                        self.current = Some(slot);
                        (search.found, search.revision) = (Some(decoded), revision);
                    }
                    Err(error) => search.add_unreadable(text, error),
                },
                None if named == Some(slot) => search.fault = Some(DecodeError::Empty),
                None => {}
            }
        }
        Ok(())
    }

    /// The newest snapshot that reads, where nothing else does, or what does may be older.
    fn search_snapshots(
        &mut self,
        policy: &Policy,
        search: &mut Search,
    ) -> Result<(), DecodeError> {
        let snapshots = self.snapshot_keys().map_err(|_| DecodeError::Empty)?;
        for (at, key) in snapshots.into_iter().rev() {
            if search.newer.is_some() || (search.found.is_some() && search.fault.is_none()) {
                break;
            }
            let Some(text) = self.ask(&key)? else { continue };
            match (frame::read(&text, policy), &mut search.found) {
                (Ok((decoded, revision)), Some(found)) => {
                    let known = found.ledger.clone();
                    if revision >= search.revision {
                        found.add(decoded);
                    }
                    search.at = (found.ledger != known).then_some(at);
                    break;
                }
                (Ok((decoded, revision)), None) => {
                    self.revision = self.revision.max(revision);
                    search.fault.get_or_insert(DecodeError::Empty);
                    (search.found, search.at) = (Some(decoded), Some(at));
                    break;
                }
                (Err(error), None) => search.add_unreadable(text, error),
                (Err(_), Some(_)) => {}
            }
        }
        Ok(())
    }

    /// The current addendum, and where anything is amiss any that reads: they hold the latest work.
    fn search_addenda(
        &mut self,
        manifest: Option<&Manifest>,
        policy: &Policy,
        search: &mut Search,
    ) -> Result<(), DecodeError> {
        let named = manifest.and_then(|manifest| manifest.addendum).map(|slot_ref| slot_ref.slot);
        let first = named.unwrap_or(Slot::C);
        for slot in [first, first.other()] {
            let is_current = named == Some(slot);
            let is_amiss = manifest.is_none() || search.fault.is_some();
            if search.newer.is_some() || !(is_current || is_amiss) {
                continue;
            }
            match self.ask(&slot.key(&self.key))? {
                Some(text) => match frame::read(&text, policy) {
                    Ok((decoded, _)) => search.add(decoded),
                    Err(error) => search.add_unreadable(text, error),
                },
                None if is_current => {
                    search.fault.get_or_insert(DecodeError::Empty);
                }
                None => {}
            }
        }
        Ok(())
    }
}

impl Search {
    /// Adds what was written beside the ledger.
    fn add(&mut self, addendum: Decoded) {
        match &mut self.found {
            Some(found) => found.add(addendum),
            None => self.found = Some(addendum),
        }
    }

    /// Notes a text that does not read; one of a newer version is to be left alone, and ends the search.
    fn add_unreadable(&mut self, text: String, error: DecodeError) {
        if matches!(error, DecodeError::NewerVersion { .. }) {
            self.newer = Some((text, error));
        } else {
            self.fault.get_or_insert(error);
            self.broken.push(text);
        }
    }
}
