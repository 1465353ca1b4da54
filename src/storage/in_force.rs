//! What is in force: the whole ledger that a pointer names, and what came since.

use super::known::{Known, LIGHT, Part, Unread};
use super::pointer::{Held, Pointer, Slot};
use super::slots::unseal;
use super::store::{Store, StoreError};
use super::vault::{SaveError, Vault};
use crate::format::{Limits, SEPARATOR, decode, encode, glance};
use crate::json::Layout;
use crate::ledger::{Ledger, merge};
use crate::policy::Policy;

/// No change takes fewer bytes than this.
const LEAST: usize = 48;

impl<S: Store> Vault<S> {
    /// Reads what a pointer names, with the greatest revision of it; or else which text does not read, and why.
    /// The whole ledger that this window knows already is not read again.
    pub(super) fn read_pointed<E>(
        &self,
        pointer: Pointer,
        read: impl Fn(&str) -> Result<Part, E>,
    ) -> Result<Result<(Known, u64), Unread<E>>, StoreError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        let ask = |held: Held| {
            let text = store.read(&held.slot.key(&self.key))?.unwrap_or_default();
            Ok::<_, StoreError>(match read(&text) {
                Ok(part) => Ok((part, text.len())),
                Err(error) => Err(Unread { slot: held.slot, text, error }),
            })
        };
        let same = self.known.as_ref().filter(|known| known.pointer.whole == pointer.whole);
        let same = same.cloned().map(|Known { whole: ledger, past, weight, .. }| {
            Ok((Part { ledger, past, revision: self.revision }, weight))
        });
        let (whole, weight) = match same.map_or_else(|| ask(pointer.whole), Ok)? {
            Ok(whole) => whole,
            Err(unread) => return Ok(Err(unread)),
        };
        let Part { ledger: whole, past, mut revision } = whole;
        let mut ledger = whole.clone();
        if let Some(held) = pointer.addendum {
            match ask(held)? {
                Ok((addendum, _)) => {
                    merge::absorb(&mut ledger, addendum.ledger);
                    revision = revision.max(addendum.revision);
                }
                Err(unread) => return Ok(Err(unread)),
            }
        }
        Ok(Ok((Known { pointer, whole, weight, past, ledger }, revision)))
    }

    /// `ledger` with what a glance left out: the changes that came to what stands. `None` where nothing was. Whatever
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
        let closely = || decode(past.text.as_bytes(), policy, Limits::STORED).ok();
        let read = glance(&past.text, policy).or_else(|| closely().map(|decoded| decoded.ledger));
        let Some(read) = read else {
            self.is_read_only = true;
            return Err(SaveError::ReadOnly);
        };
        known.past = None;
        let (standing, since) = (known.whole.clone(), known.ledger.clone());
        merge::absorb(&mut known.whole, read);
        known.ledger = merge::merge(&known.whole, &merge::news(&standing, &since));
        Ok(Some(merge::merge(&known.ledger, &merge::news(&since, ledger))))
    }

    /// How many changes a glance left out.
    pub fn left_out(&self) -> usize {
        let past = self.known.as_ref().and_then(|known| known.past.as_ref());
        past.map_or(0, |past| past.changes)
    }

    /// Whether all of `ledger` would have to be written anew, as after many changes at once. It should then be written
    /// down beforehand, row by row.
    pub fn writes_anew(&self, ledger: &Ledger) -> bool {
        self.lacking(ledger).is_none()
    }

    /// What is to be written beside the whole ledger in force; `None` where that is written anew.
    pub(super) fn addendum(&self, ledger: &Ledger) -> Option<(Known, String)> {
        let text = encode(&self.lacking(ledger)?, None, Layout::Compact);
        self.known.clone().filter(|_| text.len() <= LIGHT).map(|known| (known, text))
    }

    /// What the whole ledger in force lacks of `ledger`: a ledger of its own, so that both merged are the one to be
    /// kept. `None` where the whole one is light, where this would not be, and where it holds what `ledger` does not,
    /// as after an import was taken back.
    fn lacking(&self, ledger: &Ledger) -> Option<Ledger> {
        let known = self.known.as_ref().filter(|known| known.weight > LIGHT)?;
        if merge::unknown_changes(&known.whole, ledger).nth(LIGHT / LEAST).is_some() {
            return None;
        }
        let news = merge::news(&known.whole, ledger);
        (merge::merge(&known.whole, &news) == *ledger).then_some(news)
    }

    /// The encoded ledger that is stored now, and behind it what came since.
    pub(super) fn body_in_force(&self) -> Option<String> {
        let Some(pointer) = self.seen.as_deref().and_then(Pointer::parse) else {
            return self.seen.clone().filter(|text| text.starts_with('{'));
        };
        let mut text = self.body_of(self.in_force?)?;
        let addendum = pointer.addendum.filter(|_| Some(pointer.whole.slot) == self.in_force);
        if let Some(addendum) = addendum.and_then(|held| self.body_of(held.slot)) {
            text.push(SEPARATOR);
            text.push_str(&addendum);
        }
        Some(text)
    }

    /// What is stored of `ledger`, where that is just what is in force: to copy it takes a fraction of the time that
    /// writing it down again does.
    pub(super) fn stored_body(&self, ledger: &Ledger) -> Option<String> {
        let known = self.known.as_ref().filter(|known| known.ledger == *ledger)?;
        let held = [Some(known.pointer.whole), known.pointer.addendum].into_iter().flatten();
        // Another window may have written there since.
        let bodies: Option<Vec<String>> = held.map(|held| self.body_held(held)).collect();
        Some(bodies?.join(&SEPARATOR.to_string()))
    }

    fn body_held(&self, held: Held) -> Option<String> {
        let text = self.store.as_ref()?.read(&held.slot.key(&self.key)).ok()??;
        let sealed = unseal(&text).ok().filter(|_| Held::new(held.slot, &text) == held)?;
        Some(sealed.body.to_owned())
    }

    fn body_of(&self, slot: Slot) -> Option<String> {
        let text = self.store.as_ref()?.read(&slot.key(&self.key)).ok()??;
        unseal(&text).ok().map(|sealed| sealed.body.to_owned())
    }
}
