//! What is in force: the whole ledger that a pointer names, and what came since.

use super::SEPARATOR;
use super::pointer::{Held, Pointer, Slot};
use super::slots::unseal;
use super::store::{Store, StoreError};
use super::vault::Vault;
use crate::ledger::{Ledger, merge};

/// What is in force.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) pointer: Pointer,
    /// What the slot for whole ledgers holds, and how many bytes that takes.
    pub(super) whole: Ledger,
    pub(super) weight: usize,
    /// The same with the addendum.
    pub(super) ledger: Ledger,
}

/// A slot that does not read.
pub(super) struct Unread<E> {
    pub(super) slot: Slot,
    pub(super) text: String,
    pub(super) error: E,
}

impl<S: Store> Vault<S> {
    /// Reads what a pointer names, with the greatest revision of it; or else which text does not read, and why.
    /// The whole ledger that this window knows already is not read again.
    pub(super) fn read_pointed<E>(
        &self,
        pointer: Pointer,
        read: impl Fn(&str) -> Result<(Ledger, u64), E>,
    ) -> Result<Result<(Known, u64), Unread<E>>, StoreError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        let ask = |held: Held| {
            let text = store.read(&held.slot.key(&self.key))?.unwrap_or_default();
            let read = read(&text);
            Ok::<_, StoreError>(match read {
                Ok((ledger, revision)) => Ok((ledger, text.len(), revision)),
                Err(error) => Err(Unread { slot: held.slot, text, error }),
            })
        };
        let same = self.known.as_ref().filter(|known| known.pointer.whole == pointer.whole);
        let same = same.map(|known| Ok((known.whole.clone(), known.weight, self.revision)));
        let (whole, weight, mut revision) = match same.map_or_else(|| ask(pointer.whole), Ok)? {
            Ok(whole) => whole,
            Err(unread) => return Ok(Err(unread)),
        };
        let mut ledger = whole.clone();
        if let Some(held) = pointer.addendum {
            match ask(held)? {
                Ok((addendum, _, its)) => {
                    merge::absorb(&mut ledger, addendum);
                    revision = revision.max(its);
                }
                Err(unread) => return Ok(Err(unread)),
            }
        }
        Ok(Ok((Known { pointer, whole, weight, ledger }, revision)))
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

    fn body_of(&self, slot: Slot) -> Option<String> {
        let text = self.store.as_ref()?.read(&slot.key(&self.key)).ok()??;
        unseal(&text).ok().map(|sealed| sealed.body.to_owned())
    }
}
