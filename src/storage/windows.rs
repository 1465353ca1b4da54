//! What other windows store meanwhile, and how it comes together with ours.

use super::known::{Part, Unread};
use super::pointer::Pointer;
use super::slots;
use super::store::{Store, StoreError};
use super::vault::{SaveError, Vault};
use crate::format::{DecodeError, Limits, decode};
use crate::ledger::{Ledger, Now, merge};
use crate::policy::Policy;

/// The ledger as all windows have made it together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// The ledger.
    pub ledger: Ledger,
    /// Whether that is what is stored, so that there is nothing to save.
    pub is_stored: bool,
}

impl<S: Store> Vault<S> {
    /// Puts what another window has stored since we last looked, and what opening left out, together with `ledger`;
    /// `None` where there is neither. What either took out stays out, as long as the other window knew of ours; where
    /// it did not, or that cannot be told, nothing is left out.
    ///
    /// # Errors
    /// As [`Vault::save`].
    pub fn catch_up(
        &mut self,
        ledger: &Ledger,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Together>, SaveError> {
        self.notice_clearing()?;
        let known = self.known.clone();
        let together = self.come_together(ledger, policy, now);
        if together.is_err() {
            self.known = known;
        }
        together
    }

    fn come_together(
        &mut self,
        ledger: &Ledger,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Together>, SaveError> {
        let completed = self.complete(ledger, policy)?;
        let ledger = completed.as_ref().unwrap_or(ledger);
        let since = self.known.clone();
        let Some(stored) = self.others(policy, now)? else {
            let is_stored = since.is_some_and(|known| known.ledger == *ledger);
            return Ok(completed.map(|ledger| Together { ledger, is_stored }));
        };
        let followed = self.known.as_ref().zip(since).filter(|(known, since)| {
            // A save that was made at the same moment as ours names ours as little as we name it.
            known.pointer.follows(&since.pointer)
        });
        let ledger = match followed {
            Some((_, since)) => merge::rejoin(ledger, &stored, &since.ledger),
            None => merge::merge(ledger, &stored),
        };
        Ok(Some(Together { is_stored: ledger == stored, ledger }))
    }

    /// What another window has stored since we last looked; `None` where nothing changed.
    fn others(&mut self, policy: &Policy, now: Now) -> Result<Option<Ledger>, SaveError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        let stored = store.read(&self.key)?;
        let Some(text) = stored.filter(|text| self.seen.as_ref() != Some(text)) else {
            return Ok(None);
        };
        self.written.clear();
        self.read_beginning()?;
        let Some(pointer) = Pointer::parse(&text) else {
            self.known = None;
            return match decode(text.as_bytes(), policy, Limits::STORED) {
                Ok(decoded) => {
                    self.seen = Some(text);
                    Ok(Some(decoded.ledger))
                }
                Err(error) => self.pass_over(text.clone(), text, &error, now),
            };
        };
        let whole = pointer.whole.slot;
        match self.read_pointed(pointer, |text| {
            let (decoded, revision) = slots::read(text, policy)?;
            Ok(Part { ledger: decoded.ledger, past: None, revision })
        })? {
            Ok((known, revision)) => {
                let ledger = known.ledger.clone();
                self.revision = self.revision.max(revision);
                self.in_force = Some(whole);
                self.seen = Some(text);
                self.known = Some(known);
                Ok(Some(ledger))
            }
            Err(Unread { slot, text: unread, error }) => {
                // What does not read is what the next save replaces.
                self.in_force = Some(if slot == whole { whole.other() } else { whole });
                self.known = None;
                self.pass_over(unread, text, &error, now)
            }
        }
    }

    /// Goes on without what another window stored, since it does not read; a newer version's is not touched.
    fn pass_over(
        &mut self,
        unread: String,
        seen: String,
        error: &DecodeError,
        now: Now,
    ) -> Result<Option<Ledger>, SaveError> {
        if matches!(error, DecodeError::NewerVersion { .. }) {
            self.unread = Some(unread);
            self.is_read_only = true;
            return Err(SaveError::ReadOnly);
        }
        self.keep_aside(&unread, now)?;
        self.seen = Some(seen);
        Ok(None)
    }
}
