//! Two ledgers into one: the union of both sets of changes. Pure and total.

use std::sync::Arc;

use litemap::LiteMap;

use super::unknown::{absorb_unknown, unknown_diff};
use super::{Change, Field, Ledger};
use crate::policy::TaskNumber;

/// Both ledgers as one.
#[must_use]
pub fn merge(mine: &Ledger, theirs: &Ledger) -> Ledger {
    let mut both = mine.clone();
    absorb(&mut both, theirs.clone());
    both
}

/// Adds everything of `theirs`.
pub(crate) fn absorb(mine: &mut Ledger, theirs: Ledger) {
    let own = theirs.own.map(|entry| (Ledger::LEDGER_ROW, entry));
    for (task, entry) in own.into_iter().chain(theirs.entries) {
        if mine.shares(task, &entry) {
            continue;
        }
        let (entry, row) = (Arc::unwrap_or_clone(entry), mine.row(task));
        for (field, history) in entry.fields {
            row.fields.entry(field).or_default().absorb_all(history.into_changes());
        }
        absorb_unknown(&mut row.unknown, entry.unknown);
    }
    for (actor, reporter) in &theirs.people {
        mine.introduce(actor, reporter);
    }
    absorb_unknown(&mut mine.unknown_tasks, theirs.unknown_tasks);
    absorb_unknown(&mut mine.unknown, theirs.unknown);
    if theirs.policy > mine.policy {
        mine.policy = theirs.policy;
    }
}

/// What became of `since`, taken on two ways: what either side added is there, and what either side took out, as
/// undoing an import does, is not.
#[must_use]
pub fn rejoin(mine: &Ledger, theirs: &Ledger, since: &Ledger) -> Ledger {
    let mut both = merge(theirs, &diff(since, mine));
    for (task, field, change) in unknown_changes(mine, since) {
        both.retract(task, field, change);
    }
    both
}

/// Takes the last row that any of `theirs` has out of all of them, and adds it; false where none is left. Taken
/// together, the changes of a field are put in order once, however many ledgers they come from.
pub(crate) fn absorb_last_row(mine: &mut Ledger, theirs: &mut [Ledger]) -> bool {
    let last = |ledger: &Ledger| {
        let own = ledger.own.as_ref().map(|_| Ledger::LEDGER_ROW);
        ledger.entries.keys().next_back().copied().or(own)
    };
    let Some(task) = theirs.iter().filter_map(last).max() else { return false };
    let mut fields: LiteMap<Field, Vec<Change>> = LiteMap::new();
    for entry in theirs.iter_mut().filter_map(|ledger| ledger.remove_row(task)) {
        let entry = Arc::unwrap_or_clone(entry);
        for (field, history) in entry.fields {
            fields.entry(field).or_default().extend(history.into_changes());
        }
        if !entry.unknown.is_empty() {
            mine.absorb_unknown(task, entry.unknown);
        }
    }
    for (field, changes) in fields {
        mine.row(task).fields.entry(field).or_default().absorb_all(changes);
    }
    true
}

/// The changes of `theirs` that are not known to `mine`, row by row.
pub fn unknown_changes<'a>(
    mine: &'a Ledger,
    theirs: &'a Ledger,
) -> impl Iterator<Item = (TaskNumber, Field, &'a Change)> {
    theirs.rows().flat_map(move |(task, _)| {
        unknown_in_row(mine, theirs, task).map(move |(field, change)| (task, field, change))
    })
}

/// Those of one row.
pub fn unknown_in_row<'a>(
    mine: &'a Ledger,
    theirs: &'a Ledger,
    task: TaskNumber,
) -> impl Iterator<Item = (Field, &'a Change)> {
    let row = theirs.shared(task).filter(|entry| !mine.shares(task, entry));
    row.into_iter().flat_map(|entry| entry.histories()).flat_map(move |(field, theirs)| {
        let known = mine.entry(task).history(field);
        let is_new = move |change: &&Change| known.is_none_or(|known| !known.covers(change));
        theirs.changes().iter().filter(is_new).map(move |change| (field, change))
    })
}

/// What `theirs` holds that `mine` does not: absorbing it has the same effect as absorbing all of theirs.
#[must_use]
pub fn diff(mine: &Ledger, theirs: &Ledger) -> Ledger {
    let mut diff = diff_beside_changes(mine, theirs);
    let mut changes = unknown_changes(mine, theirs).peekable();
    while let Some((task, field, first)) = changes.next() {
        let mut of_field = vec![first.clone()];
        while let Some((.., change)) = changes.next_if(|(t, f, _)| (*t, *f) == (task, field)) {
            of_field.push(change.clone());
        }
        diff.absorb_all(task, field, of_field);
    }
    diff
}

/// Whether [`diff`] holds anything.
pub fn brings_changes(mine: &Ledger, theirs: &Ledger) -> bool {
    unknown_changes(mine, theirs).next().is_some()
        || diff_beside_changes(mine, theirs) != Ledger::new(&theirs.policy)
}

/// People, and what newer versions added.
fn diff_beside_changes(mine: &Ledger, theirs: &Ledger) -> Ledger {
    let mut diff = Ledger::new(&theirs.policy);
    for (task, entry) in theirs.rows() {
        let unknown = unknown_diff(&mine.entry(task).unknown, &entry.unknown);
        if !unknown.is_empty() {
            diff.absorb_unknown(task, unknown);
        }
    }
    for (actor, reporter) in theirs.people() {
        if mine.people.get(actor).is_none_or(|known| known < reporter) {
            diff.introduce(actor, reporter);
        }
    }
    diff.unknown_tasks = unknown_diff(&mine.unknown_tasks, &theirs.unknown_tasks);
    diff.unknown = unknown_diff(&mine.unknown, &theirs.unknown);
    diff
}
