//! How a ledger is saved: beside what is current, which stands until the manifest names the new text.

use super::frame::{FrameError, frame, parse_frame};
use super::known::{Known, MAX_QUICK_WRITE_BYTES};
use super::manifest::{Manifest, Slot, SlotRef};
use super::repository::{Repository, SaveError};
use super::snapshot_info::Reason;
use super::store::{Store, StoreError};
use super::writing::{Writing, Written};
use crate::ledger::{Ledger, Now};
use crate::policy::Policy;

impl<S: Store> Repository<S> {
    /// Stores the ledger. Where another window has stored something since, both are put together and what comes of
    /// it is returned, to be shown; so is what opening left out. The first save of a session also keeps a snapshot of what was stored
    /// before. Where the store is full, the oldest snapshots make room: see [`Repository::take_dropped`].
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
    /// As [`Repository::save`].
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
        self.check_cleared()?;
        let (seen, known) = (self.seen.clone(), self.known.clone());
        let saved = self.save_merged(ledger, written, policy, now);
        if saved.is_err() {
            // Nobody has seen what another window stored, or opening left out: the next save looks at it again.
            (self.seen, self.known) = (seen, known);
        }
        saved
    }

    fn save_merged(
        &mut self,
        ledger: &Ledger,
        written: Option<Written>,
        policy: &Policy,
        now: Now,
    ) -> Result<Option<Ledger>, SaveError> {
        let merged = self.catch_up(ledger, policy, now)?.map(|merged| merged.ledger);
        let before = if self.has_saved { None } else { self.current_body() };
        self.write_current(merged.as_ref().unwrap_or(ledger), written, now)?;
        self.has_saved = true;
        if let Some(before) = before {
            // The work is safe already: a snapshot that finds no room is no failed save.
            let _ = self.save_snapshot(&before, now, Reason::Session);
        }
        Ok(merged)
    }

    /// Writes the slot that is not current, or an addendum, and then the manifest.
    fn write_current(
        &mut self,
        ledger: &Ledger,
        written: Option<Written>,
        now: Now,
    ) -> Result<(), SaveError> {
        let written = written.filter(|written| written.ledger == *ledger);
        let addendum = if written.is_none() { self.addendum(ledger) } else { None };
        let known = if let Some((known, addendum)) = addendum {
            let slot = known.manifest.addendum.map_or(Slot::C, |slot_ref| slot_ref.slot.other());
            let slot_ref = self.write_slot(slot, "addendum", &addendum, now)?;
            let manifest =
                Manifest::new(known.manifest.whole, Some(slot_ref), Some(&known.manifest));
            Known { manifest, ledger: ledger.clone(), ..known }
        } else {
            let written = written.unwrap_or_else(|| Writing::of(ledger).finish());
            let Written { ledger, body, past } = written;
            let slot = self.current.map_or(Slot::A, Slot::other);
            let whole = self.write_slot(slot, &format!("save {past}"), &body, now)?;
            let earlier = self.known.as_ref().map(|known| &known.manifest);
            let manifest = Manifest::new(whole, None, earlier);
            Known { manifest, whole: ledger.clone(), past: None, weight: body.len(), ledger }
        };
        let manifest = known.manifest.print();
        self.write_making_room(&self.key.clone(), &manifest)?;
        self.revision += 1;
        self.current = Some(known.manifest.whole.slot);
        self.seen = Some(manifest);
        if known.weight > MAX_QUICK_WRITE_BYTES && known.manifest.addendum.is_none() {
            self.make_room_for_snapshots(known.manifest.whole.slot.other());
        }
        self.known = Some(known);
        self.write_beginning(now);
        Ok(())
    }

    /// Two large ledgers would take most of the room. Where there is a snapshot to fall back on, the one that is no
    /// longer current is removed.
    fn make_room_for_snapshots(&self, left: Slot) {
        let is_spare = self.snapshot_keys().is_ok_and(|keys| !keys.is_empty());
        if let Some(store) = self.store.as_ref().filter(|_| is_spare) {
            // One that cannot be taken away now is written over by the next whole ledger.
            let _ = store.remove(&left.key(&self.key));
        }
    }

    /// Writes a slot that is not current.
    fn write_slot(
        &mut self,
        slot: Slot,
        word: &str,
        body: &str,
        now: Now,
    ) -> Result<SlotRef, SaveError> {
        let key = slot.key(&self.key);
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        // A slot that this window wrote, and no other since, is not read again.
        let stored = if self.written.contains(&slot) { None } else { store.read(&key)? };
        if let Some(text) = stored {
            match parse_frame(&text) {
                Ok(_) => {}
                Err(FrameError::Broken) => self.quarantine(&text, now)?,
                Err(FrameError::Newer(_)) => {
                    self.is_read_only = true;
                    return Err(SaveError::ReadOnly);
                }
            }
        }
        let framed = frame(self.revision + 1, word, body);
        self.write_making_room(&key, &framed)?;
        self.written.retain(|known| *known != slot);
        self.written.push(slot);
        Ok(SlotRef::new(slot, &framed))
    }
}
