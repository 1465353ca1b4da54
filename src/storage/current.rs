//! What is current: the whole ledger that a manifest names, and what came since.

use super::frame::parse_frame;
use super::known::{Known, MAX_QUICK_WRITE_BYTES, Part, Unread};
use super::manifest::{Manifest, Slot, SlotRef};
use super::repository::{Repository, SaveError};
use super::store::{Store, StoreError};
use crate::format::{Limits, SEPARATOR, decode, decode_fast, encode};
use crate::json::Layout;
use crate::ledger::{Ledger, merge};
use crate::policy::Policy;

/// The fewest bytes that one change takes when it is encoded.
const MIN_CHANGE_BYTES: usize = 48;

impl<S: Store> Repository<S> {
    /// Reads what a manifest names, with the greatest revision of it; or else which text does not read, and why.
    /// The whole ledger that this window knows already is not read again.
    pub(super) fn read_manifest<E>(
        &self,
        manifest: Manifest,
        read: impl Fn(&str) -> Result<Part, E>,
    ) -> Result<Result<(Known, u64), Unread<E>>, StoreError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        let ask = |slot_ref: SlotRef| {
            let text = store.read(&slot_ref.slot.key(&self.key))?.unwrap_or_default();
            Ok::<_, StoreError>(match read(&text) {
                Ok(part) => Ok((part, text.len())),
                Err(error) => Err(Unread { slot: slot_ref.slot, text, error }),
            })
        };
        let same = self.known.as_ref().filter(|known| known.manifest.whole == manifest.whole);
        let same = same.cloned().map(|Known { whole: ledger, past, weight, .. }| {
            Ok((Part { ledger, past, revision: self.revision }, weight))
        });
        let (whole, weight) = match same.map_or_else(|| ask(manifest.whole), Ok)? {
            Ok(whole) => whole,
            Err(unread) => return Ok(Err(unread)),
        };
        let Part { ledger: whole, past, mut revision } = whole;
        let mut ledger = whole.clone();
        if let Some(slot_ref) = manifest.addendum {
            match ask(slot_ref)? {
                Ok((addendum, _)) => {
                    merge::absorb(&mut ledger, addendum.ledger);
                    revision = revision.max(addendum.revision);
                }
                Err(unread) => return Ok(Err(unread)),
            }
        }
        Ok(Ok((Known { manifest, whole, weight, past, ledger }, revision)))
    }

    /// `ledger` with what a fast read left out: the changes that came to what stands. `None` where nothing was. Whatever
    /// needs a ledger whole asks for this first; a save does by itself.
    ///
    /// # Errors
    /// [`SaveError::ReadOnly`] where that does not read: what is stored is then left alone.
    pub fn complete(
        &mut self,
        ledger: &Ledger,
        policy: &Policy,
    ) -> Result<Option<Ledger>, SaveError> {
        let Some(known) = &mut self.known else { return Ok(None) };
        let Some(past) = &known.past else { return Ok(None) };
        let full = || decode(past.text.as_bytes(), policy, Limits::STORED).ok();
        let read = decode_fast(&past.text, policy).or_else(|| full().map(|decoded| decoded.ledger));
        let Some(read) = read else {
            self.is_read_only = true;
            return Err(SaveError::ReadOnly);
        };
        known.past = None;
        let (standing, since) = (known.whole.clone(), known.ledger.clone());
        merge::absorb(&mut known.whole, read);
        known.ledger = merge::merge(&known.whole, &merge::diff(&standing, &since));
        Ok(Some(merge::merge(&known.ledger, &merge::diff(&since, ledger))))
    }

    /// How many changes a fast read left out.
    pub fn left_out(&self) -> usize {
        let past = self.known.as_ref().and_then(|known| known.past.as_ref());
        past.map_or(0, |past| past.changes)
    }

    /// Whether all of `ledger` would have to be written anew, as after many changes at once. It should then be written
    /// down beforehand, row by row.
    pub fn writes_anew(&self, ledger: &Ledger) -> bool {
        self.lacking(ledger).is_none()
    }

    /// What is to be written beside the current whole ledger; `None` where that is written anew.
    pub(super) fn addendum(&self, ledger: &Ledger) -> Option<(Known, String)> {
        let text = encode(&self.lacking(ledger)?, None, Layout::Compact);
        self.known
            .clone()
            .filter(|_| text.len() <= MAX_QUICK_WRITE_BYTES)
            .map(|known| (known, text))
    }

    /// What the current whole ledger lacks of `ledger`: a ledger of its own, so that both merged are the one to be
    /// kept. `None` where the whole one is light, where this would not be, and where it holds what `ledger` does not,
    /// as after an import was taken back.
    fn lacking(&self, ledger: &Ledger) -> Option<Ledger> {
        let known = self.known.as_ref().filter(|known| known.weight > MAX_QUICK_WRITE_BYTES)?;
        if merge::unknown_changes(&known.whole, ledger)
            .nth(MAX_QUICK_WRITE_BYTES / MIN_CHANGE_BYTES)
            .is_some()
        {
            return None;
        }
        let diff = merge::diff(&known.whole, ledger);
        (merge::merge(&known.whole, &diff) == *ledger).then_some(diff)
    }

    /// The encoded ledger that is stored now, and behind it what came since.
    pub(super) fn current_body(&self) -> Option<String> {
        let Some(manifest) = self.seen.as_deref().and_then(Manifest::parse) else {
            return self.seen.clone().filter(|text| text.starts_with('{'));
        };
        let mut text = self.body_of(self.current?)?;
        let addendum = manifest.addendum.filter(|_| Some(manifest.whole.slot) == self.current);
        if let Some(addendum) = addendum.and_then(|slot_ref| self.body_of(slot_ref.slot)) {
            text.push(SEPARATOR);
            text.push_str(&addendum);
        }
        Some(text)
    }

    /// What is stored of `ledger`, where that is just what is current: to copy it takes a fraction of the time that
    /// writing it down again does.
    pub(super) fn stored_body(&self, ledger: &Ledger) -> Option<String> {
        let known = self.known.as_ref().filter(|known| known.ledger == *ledger)?;
        let slot_ref = [Some(known.manifest.whole), known.manifest.addendum].into_iter().flatten();
        // Another window may have written there since.
        let bodies: Option<Vec<String>> =
            slot_ref.map(|slot_ref| self.body_of_ref(slot_ref)).collect();
        Some(bodies?.join(&SEPARATOR.to_string()))
    }

    fn body_of_ref(&self, slot_ref: SlotRef) -> Option<String> {
        let text = self.store.as_ref()?.read(&slot_ref.slot.key(&self.key)).ok()??;
        let framed =
            parse_frame(&text).ok().filter(|_| SlotRef::new(slot_ref.slot, &text) == slot_ref)?;
        Some(framed.body.to_owned())
    }

    fn body_of(&self, slot: Slot) -> Option<String> {
        let text = self.store.as_ref()?.read(&slot.key(&self.key)).ok()??;
        parse_frame(&text).ok().map(|framed| framed.body.to_owned())
    }
}
