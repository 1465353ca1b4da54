//! How a ledger is saved: beside what is in force, which stands until the pointer names the new text.

use super::known::{Known, LIGHT};
use super::pointer::{Held, Pointer, Slot};
use super::slots::{Flaw, seal, unseal};
use super::snapshot_info::Reason;
use super::store::{Store, StoreError};
use super::vault::{SaveError, Vault};
use super::writing::{Writing, Written};
use crate::ledger::{Ledger, Now};
use crate::policy::Policy;

impl<S: Store> Vault<S> {
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
