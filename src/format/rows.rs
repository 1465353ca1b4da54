//! The rows of a ledger, out of a file: their columns, the items of their lists, and the changes of each. A ledger is
//! thousands of changes: this is where the time of reading goes.

use serde_json::value::RawValue;

use super::decode_mode::{DecodeMode, Path, bad_part, optional, shown};
use super::reader::Reader;
use super::wire::{self, Listed};
use super::{DecodeError, ItemField, Place, key_of, value};
use crate::json::members::{self, Open, Text};
use crate::ledger::{Change, Field, Ledger, Stamp, Unknown, Value};
use crate::policy::TaskNumber;

pub(super) fn read_task<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    key: &str,
    part: &RawValue,
) -> Result<(), M::Fault> {
    let Some(task) = known_task(reader, key) else {
        M::reject_noncanonical()?;
        let unknown = reader.unknown(part, 2)?;
        let unknown_tasks = &mut reader.ledger.unknown_tasks;
        unknown_tasks.insert(key.to_owned(), unknown);
        let limit = reader.limits.unknown;
        if unknown_tasks.len() > limit {
            return Err(M::fault(|| DecodeError::TooManyUnknown { limit }));
        }
        return Ok(());
    };
    let path = || format!("tasks.{key}");
    let row: Option<Open<'_, wire::Row<'_>>> = members::read(part);
    let Open { known: row, rest } = row.ok_or_else(|| bad_part::<M>(path))?;
    for (field, part) in row.columns() {
        let Some(part) = part else { continue };
        read_field(reader, Place { task, field }, part, || {
            format!("{}.{}", path(), key_of(field))
        })?;
    }
    for (list, field, part) in row.lists() {
        read_list(reader, task, field, part, || format!("{}.{list}", path()))?;
    }
    let unknown = reader.unknowns(rest, 3)?;
    reader.ledger.begin_unknown(task, unknown);
    Ok(())
}

/// The items of a list.
pub(super) fn read_list<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    task: TaskNumber,
    field: ItemField,
    part: Option<&RawValue>,
    path: impl Path,
) -> Result<(), M::Fault> {
    for (Text(id), part) in optional::<M>(part, path)?.0 {
        let item = id.parse().map_err(|_| bad_part::<M>(|| format!("{}.{id}", path())))?;
        read_field(reader, Place { task, field: field(item) }, part, path)?;
    }
    Ok(())
}

/// Only the canonical spelling: `012` would be a second row of task 12.
fn known_task<M: DecodeMode>(reader: &Reader<'_, M>, key: &str) -> Option<TaskNumber> {
    let number = key.parse().ok().map(TaskNumber)?;
    (number.0.to_string() == key && reader.policy.task(number).is_some()).then_some(number)
}

/// The changes of a field; in a file of a newer version, those that do not read are left out.
fn read_field<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    place: Place,
    part: &RawValue,
    path: impl Path,
) -> Result<(), M::Fault> {
    let outcome = read_history(reader, place, part, path);
    if reader.is_newer { Ok(()) } else { outcome }
}

/// Reads the changes of a field.
pub(super) fn read_history<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    place: Place,
    part: &RawValue,
    path: impl Path,
) -> Result<(), M::Fault> {
    let Some(listed) = members::read::<Vec<Listed<'_>>>(part) else {
        return Err(find_fault(reader, place, part, path));
    };
    let mut changes = room_for(reader, listed.len())?;
    for line in listed {
        changes.push(read_change(reader, place, &changes, line)?);
    }
    absorb(reader, place, changes)
}

/// The same one by one, to say which of them does not read.
fn find_fault<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    place: Place,
    part: &RawValue,
    path: impl Path,
) -> M::Fault {
    let outcome = (|| {
        M::reject_noncanonical()?;
        let listed: Option<Vec<&RawValue>> = members::read(part);
        let listed = listed.ok_or_else(|| bad_part::<M>(path))?;
        let mut changes = room_for(reader, listed.len())?;
        for part in listed {
            match members::read(part) {
                Some(line) => changes.push(read_change(reader, place, &changes, line)?),
                None => return Err(fault_in_change(reader, place, changes.len() + 1, part)),
            }
        }
        Ok(())
    })();
    outcome.err().unwrap_or_else(|| bad_part::<M>(path))
}

fn fault_in_change<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    place: Place,
    nth: usize,
    part: &RawValue,
) -> M::Fault {
    let bad_change = || M::fault(|| DecodeError::BadChange { place, nth });
    let bad_stamp = || M::fault(|| DecodeError::BadStamp { place, nth });
    let loose: Option<Open<'_, wire::Loose<'_>>> = members::read(part);
    let Some(Open { known, .. }) = loose else { return bad_change() };
    let (Some(value), Some(stamp)) = (known.value.0, known.stamp.0) else {
        return match known.value.0.map(|value| read_value(reader, place, value)) {
            Some(Err(fault)) => fault,
            _ => bad_change(),
        };
    };
    if let Err(fault) = read_value(reader, place, value) {
        return fault;
    }
    let is_list = |after| members::read::<Vec<&RawValue>>(after).is_some();
    let is_stamp = members::read::<Text<'_>>(stamp).is_some();
    if is_stamp && known.after.0.is_some_and(|after| !is_list(after)) {
        return bad_change();
    }
    bad_stamp()
}

fn room_for<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    changes: usize,
) -> Result<Vec<Change>, M::Fault> {
    reader.changes += changes;
    let limit = reader.limits.changes;
    if reader.changes > limit {
        return Err(M::fault(|| DecodeError::TooManyChanges { limit }));
    }
    Ok(Vec::with_capacity(changes))
}

fn absorb<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    place: Place,
    mut changes: Vec<Change>,
) -> Result<(), M::Fault> {
    if !Change::follow_each_other(&changes) {
        M::reject_noncanonical()?;
        // In order, each goes to the end of its history, however the file lists them.
        changes.sort_unstable();
        check_moments(reader, &changes)?;
        reader.ledger.absorb_all(place.task, place.field, changes);
        return Ok(());
    }
    check_moments(reader, &changes)?;
    reader.ledger.begin(place.task, place.field, changes);
    Ok(())
}

fn check_moments<M: DecodeMode>(
    reader: &Reader<'_, M>,
    changes: &[Change],
) -> Result<(), M::Fault> {
    let limit = reader.limits.moment;
    let mut moments = changes.chunk_by(|a, b| a.stamp.wall == b.stamp.wall);
    if moments.any(|moment| moment.len() > limit) {
        return Err(M::fault(|| DecodeError::TooManyChanges { limit }));
    }
    Ok(())
}

/// A change, listed below those `above`.
fn read_change<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    place: Place,
    above: &[Change],
    Open { known: change, rest }: Listed<'_>,
) -> Result<Change, M::Fault> {
    let bad_stamp = || M::fault(|| DecodeError::BadStamp { place, nth: above.len() + 1 });
    let unknown =
        if rest.0.is_empty() { Unknown::new() } else { reader.unknowns(rest, depth_in(place))? };
    let value = read_value(reader, place, change.value)?;
    let stamp = read_stamp(reader, &change.stamp).ok_or_else(bad_stamp)?;
    let after: Vec<Stamp> = match change.after.0 {
        None => above.last().map(|change| vec![change.stamp.clone()]).unwrap_or_default(),
        Some(stamps) => {
            let stamps = stamps.iter().map(|text| read_stamp(reader, text).ok_or_else(bad_stamp));
            stamps.collect::<Result<_, _>>()?
        }
    };
    let in_order = after.iter().chain([&stamp]).is_sorted_by(|a, b| a < b);
    if !in_order {
        return Err(bad_stamp());
    }
    Ok(Change { stamp, value, after, unknown })
}

fn read_value<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    place: Place,
    part: &RawValue,
) -> Result<Option<Value>, M::Fault> {
    if part.get() == "null" {
        return Ok(None);
    }
    let bad_value = || M::fault(|| DecodeError::BadValue { place, found: shown(part) });
    let (value, unclean) = value::read(place.field, part).ok_or_else(bad_value)?;
    if unclean && reader.unclean.last() != Some(&place) {
        M::reject_noncanonical()?;
        reader.unclean.push(place);
    }
    Ok(Some(value))
}

fn read_stamp<M: DecodeMode>(reader: &Reader<'_, M>, text: &Text<'_>) -> Option<Stamp> {
    let stamp: Stamp = text.0.parse().ok()?;
    let leaves_room = stamp.counter <= reader.limits.counter && stamp.wall <= reader.limits.wall;
    leaves_room.then_some(stamp)
}

/// In how many objects and lists the members of a change lie.
fn depth_in(place: Place) -> usize {
    match place {
        Place { task: Ledger::LEDGER_ROW, .. } => 4,
        Place { field: Field::Measure(_) | Field::Note(_) | Field::Evidence(_), .. } => 6,
        _ => 5,
    }
}
