//! The changes of one field, out of a file. A ledger is thousands of them: this is where the time of reading goes.

use serde_json::value::RawValue;

use super::decode::Reader;
use super::decode_mode::{DecodeMode, Path, bad_part, shown};
use super::wire::{self, Listed};
use super::{DecodeError, Place, value};
use crate::json::members::{self, Open, Text};
use crate::ledger::{Change, Field, Ledger, Stamp, Unknown, Value};

impl<M: DecodeMode> Reader<'_, M> {
    /// Reads the changes of a field.
    pub(super) fn history(
        &mut self,
        place: Place,
        part: &RawValue,
        path: impl Path,
    ) -> Result<(), M::Fault> {
        let Some(listed) = members::read::<Vec<Listed<'_>>>(part) else {
            return Err(self.find_fault(place, part, path));
        };
        let mut changes = self.room_for(listed.len())?;
        for line in listed {
            changes.push(self.line(place, &changes, line)?);
        }
        self.absorb(place, changes)
    }

    /// The same one by one, to say which of them does not read.
    fn find_fault(&mut self, place: Place, part: &RawValue, path: impl Path) -> M::Fault {
        let outcome = (|| {
            M::reject_noncanonical()?;
            let listed: Option<Vec<&RawValue>> = members::read(part);
            let listed = listed.ok_or_else(|| bad_part::<M>(path))?;
            let mut changes = self.room_for(listed.len())?;
            for part in listed {
                match members::read(part) {
                    Some(line) => changes.push(self.line(place, &changes, line)?),
                    None => return Err(self.fault_in_change(place, changes.len() + 1, part)),
                }
            }
            Ok(())
        })();
        outcome.err().unwrap_or_else(|| bad_part::<M>(path))
    }

    fn fault_in_change(&mut self, place: Place, nth: usize, part: &RawValue) -> M::Fault {
        let bad_change = || M::fault(|| DecodeError::BadChange { place, nth });
        let bad_stamp = || M::fault(|| DecodeError::BadStamp { place, nth });
        let loose: Option<Open<'_, wire::Loose<'_>>> = members::read(part);
        let Some(Open { known, .. }) = loose else { return bad_change() };
        let (Some(value), Some(stamp)) = (known.value.0, known.stamp.0) else {
            return match known.value.0.map(|value| self.value(place, value)) {
                Some(Err(fault)) => fault,
                _ => bad_change(),
            };
        };
        if let Err(fault) = self.value(place, value) {
            return fault;
        }
        let is_list = |after| members::read::<Vec<&RawValue>>(after).is_some();
        let is_stamp = members::read::<Text<'_>>(stamp).is_some();
        if is_stamp && known.after.0.is_some_and(|after| !is_list(after)) {
            return bad_change();
        }
        bad_stamp()
    }

    fn room_for(&mut self, changes: usize) -> Result<Vec<Change>, M::Fault> {
        self.changes += changes;
        let limit = self.limits.changes;
        if self.changes > limit {
            return Err(M::fault(|| DecodeError::TooManyChanges { limit }));
        }
        Ok(Vec::with_capacity(changes))
    }

    fn absorb(&mut self, place: Place, mut changes: Vec<Change>) -> Result<(), M::Fault> {
        if !Change::follow_each_other(&changes) {
            M::reject_noncanonical()?;
            // In order, each goes to the end of its history, however the file lists them.
            changes.sort_unstable();
            self.check_moments(&changes)?;
            self.ledger.absorb_all(place.task, place.field, changes);
            return Ok(());
        }
        self.check_moments(&changes)?;
        self.ledger.begin(place.task, place.field, changes);
        Ok(())
    }

    fn check_moments(&self, changes: &[Change]) -> Result<(), M::Fault> {
        let limit = self.limits.moment;
        let mut moments = changes.chunk_by(|a, b| a.stamp.wall == b.stamp.wall);
        if moments.any(|moment| moment.len() > limit) {
            return Err(M::fault(|| DecodeError::TooManyChanges { limit }));
        }
        Ok(())
    }

    /// A change, listed below those `above`.
    fn line(
        &mut self,
        place: Place,
        above: &[Change],
        Open { known: change, rest }: Listed<'_>,
    ) -> Result<Change, M::Fault> {
        let bad_stamp = || M::fault(|| DecodeError::BadStamp { place, nth: above.len() + 1 });
        let unknown =
            if rest.0.is_empty() { Unknown::new() } else { self.unknowns(rest, depth_in(place))? };
        let value = self.value(place, change.value)?;
        let stamp = self.stamp(&change.stamp).ok_or_else(bad_stamp)?;
        let after: Vec<Stamp> = match change.after.0 {
            None => above.last().map(|change| vec![change.stamp.clone()]).unwrap_or_default(),
            Some(stamps) => {
                let stamps = stamps.iter().map(|text| self.stamp(text).ok_or_else(bad_stamp));
                stamps.collect::<Result<_, _>>()?
            }
        };
        let in_order = after.iter().chain([&stamp]).is_sorted_by(|a, b| a < b);
        if !in_order {
            return Err(bad_stamp());
        }
        Ok(Change { stamp, value, after, unknown })
    }

    fn value(&mut self, place: Place, part: &RawValue) -> Result<Option<Value>, M::Fault> {
        if part.get() == "null" {
            return Ok(None);
        }
        let bad_value = || M::fault(|| DecodeError::BadValue { place, found: shown(part) });
        let (value, unclean) = value::read(place.field, part).ok_or_else(bad_value)?;
        if unclean && self.unclean.last() != Some(&place) {
            M::reject_noncanonical()?;
            self.unclean.push(place);
        }
        Ok(Some(value))
    }

    fn stamp(&self, text: &Text<'_>) -> Option<Stamp> {
        let stamp: Stamp = text.0.parse().ok()?;
        let leaves_room = stamp.counter <= self.limits.counter && stamp.wall <= self.limits.wall;
        leaves_room.then_some(stamp)
    }
}

/// In how many objects and lists the members of a change lie.
fn depth_in(place: Place) -> usize {
    match place {
        Place { task: Ledger::LEDGER_ROW, .. } => 4,
        Place { field: Field::Measure(_) | Field::Note(_) | Field::Evidence(_), .. } => 6,
        _ => 5,
    }
}
