//! The changes of one field, out of a file. A ledger is thousands of them: this is where the time of reading goes.

use super::decode::Reader;
use super::manner::{Manner, shown};
use super::{DecodeError, Place, value};
use crate::json::{Table, Tree};
use crate::ledger::{Change, Stamp, Unknown};

/// What a change is written as; what it replaced is left out where that is just the change above.
pub(super) const CHANGE: [&str; 3] = ["value", "stamp", "after"];

impl<M: Manner> Reader<'_, M> {
    /// Reads them from a list.
    pub(super) fn history(&mut self, place: Place, listed: Vec<Tree<'_>>) -> Result<(), M::Fault> {
        let mut changes = self.room_for(listed.len())?;
        for part in listed {
            let bad_change =
                || M::fault(|| DecodeError::BadChange { place, nth: changes.len() + 1 });
            let mut parts = part.fields().ok_or_else(bad_change)?;
            let known = CHANGE.map(|key| parts.take(key));
            let unknown = self.keep(parts)?;
            changes.push(Change { unknown, ..self.change(place, &changes, known)? });
        }
        self.absorb(place, changes)
    }

    /// The same from a table.
    pub(super) fn table(&mut self, place: Place, table: Table<'_>) -> Result<(), M::Fault> {
        let mut changes = self.room_for(table.height())?;
        let mut cells = table.into_cells();
        while let (Some(value), Some(stamp), Some(after)) =
            (cells.next(), cells.next(), cells.next())
        {
            changes.push(self.change(place, &changes, [value, stamp, after])?);
        }
        self.absorb(place, changes)
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
            M::odd()?;
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

    /// The change of these parts, listed below those `above`.
    fn change(
        &mut self,
        place: Place,
        above: &[Change],
        [value, stamp, after]: [Option<Tree<'_>>; 3],
    ) -> Result<Change, M::Fault> {
        let nth = above.len() + 1;
        let bad_change = || M::fault(|| DecodeError::BadChange { place, nth });
        let bad_stamp = || M::fault(|| DecodeError::BadStamp { place, nth });
        let value = match value.ok_or_else(bad_change)? {
            Tree::Null => None,
            part => {
                let bad_value = || DecodeError::BadValue { place, found: shown(&part) };
                let read = value::read(place.field, &part);
                let (value, unclean) = read.ok_or_else(|| M::fault(bad_value))?;
                if unclean && self.unclean.last() != Some(&place) {
                    M::odd()?;
                    self.unclean.push(place);
                }
                Some(value)
            }
        };
        let stamp = self.stamp(&stamp.ok_or_else(bad_change)?).ok_or_else(bad_stamp)?;
        let after: Vec<Stamp> = match after {
            None => above.last().map(|change| vec![change.stamp.clone()]).unwrap_or_default(),
            Some(Tree::List(stamps)) => {
                let stamps = stamps.iter().map(|part| self.stamp(part).ok_or_else(bad_stamp));
                stamps.collect::<Result<_, _>>()?
            }
            Some(_) => return Err(bad_change()),
        };
        let in_order = after.iter().chain([&stamp]).is_sorted_by(|a, b| a < b);
        if !in_order {
            return Err(bad_stamp());
        }
        Ok(Change { stamp, value, after, unknown: Unknown::new() })
    }

    fn stamp(&self, part: &Tree<'_>) -> Option<Stamp> {
        let Tree::Text(text) = part else { return None };
        let stamp: Stamp = text.parse().ok()?;
        let leaves_room = stamp.counter <= self.limits.counter && stamp.wall <= self.limits.wall;
        leaves_room.then_some(stamp)
    }
}
