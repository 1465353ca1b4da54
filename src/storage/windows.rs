//! What other windows store meanwhile, and how it comes together with ours.

use super::frame;
use super::known::{Part, Unread};
use super::manifest::Manifest;
use super::repository::{Repository, SaveError};
use super::store::{Store, StoreError};
use crate::format::{DecodeError, Limits, decode};
use crate::ledger::{Ledger, Now, merge};
use crate::policy::Policy;

/// The ledger as all windows have made it together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The ledger.
    pub ledger: Ledger,
    /// Whether that is what is stored, so that there is nothing to save.
    pub is_stored: bool,
}

impl<S: Store> Repository<S> {
    /// Puts what another window has stored since we last looked, and what opening left out, together with `ledger`;
    /// `None` where there is neither. What either took out stays out, as long as the other window knew of ours; where
    /// it did not, or that cannot be told, nothing is left out.
    ///
    /// # Errors
    /// As [`Repository::save`].
    pub fn catch_up(
        &mut self,
        ledger: &Ledger,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Merged>, SaveError> {
        self.check_cleared()?;
        let known = self.known.clone();
        let merged = self.merge_windows(ledger, policy, now);
        if merged.is_err() {
            self.known = known;
        }
        merged
    }

    fn merge_windows(
        &mut self,
        ledger: &Ledger,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Merged>, SaveError> {
        let completed = self.complete(ledger, policy)?;
        let ledger = completed.as_ref().unwrap_or(ledger);
        let since = self.known.clone();
        let Some(stored) = self.read_other_windows(policy, now)? else {
            let is_stored = since.is_some_and(|known| known.ledger == *ledger);
            return Ok(completed.map(|ledger| Merged { ledger, is_stored }));
        };
        let followed = self.known.as_ref().zip(since).filter(|(known, since)| {
            // A save that was made at the same moment as ours names ours as little as we name it.
            known.manifest.follows(&since.manifest)
        });
        let ledger = match followed {
            Some((_, since)) => merge::rejoin(ledger, &stored, &since.ledger),
            None => merge::merge(ledger, &stored),
        };
        Ok(Some(Merged { is_stored: ledger == stored, ledger }))
    }

    /// What another window has stored since we last looked; `None` where nothing changed.
    fn read_other_windows(
        &mut self,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Ledger>, SaveError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        let stored = store.read(&self.key)?;
        let Some(text) = stored.filter(|text| self.seen.as_ref() != Some(text)) else {
            return Ok(None);
        };
        self.written.clear();
        self.read_beginning()?;
        let Some(manifest) = Manifest::parse(&text) else {
            self.known = None;
            return match decode(text.as_bytes(), policy, Limits::STORED) {
                Ok(decoded) => {
                    self.seen = Some(text);
                    Ok(Some(decoded.ledger))
                }
                Err(error) => self.skip_unreadable(text.clone(), text, &error, now),
            };
        };
        let whole = manifest.whole.slot;
        match self.read_manifest(manifest, |text| {
            let (decoded, revision) = frame::read(text, policy)?;
            Ok(Part { ledger: decoded.ledger, past: None, revision })
        })? {
            Ok((known, revision)) => {
                let ledger = known.ledger.clone();
                self.revision = self.revision.max(revision);
                self.current = Some(whole);
                self.seen = Some(text);
                self.known = Some(known);
                Ok(Some(ledger))
            }
            Err(Unread { slot, text: unread, error }) => {
                // What does not read is what the next save replaces.
                self.current = Some(if slot == whole { whole.other() } else { whole });
                self.known = None;
                self.skip_unreadable(unread, text, &error, now)
            }
        }
    }

    /// Goes on without what another window stored, since it does not read; a newer version's is not touched.
    fn skip_unreadable(
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
        self.quarantine(&unread, now)?;
        self.seen = Some(seen);
        Ok(None)
    }
}
