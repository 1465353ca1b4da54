//! WHAT IS REPORTED: rows, changes, and who made them.
//!
//! A [`Ledger`] is a grow-only set of [`Change`]s. What a row shows is the last change of each field, and
//! merging two ledgers is the union of their changes, whence it is commutative, associative and idempotent.
//! Each change also names those it replaced, so that work done in ignorance of other work is known as such
//! for ever, in whole files and in slices alike.

pub mod splice;
pub mod stamp;
pub mod clock;
pub mod field;
mod status;
pub mod closing;
mod unknown;
pub mod value;
mod change;
mod history;
mod union;
mod entry;
pub mod follow;
pub mod knowledge;
pub mod merge;
pub mod editor;

use std::collections::BTreeSet;
use std::sync::Arc;

use litemap::LiteMap;

pub use change::Change;
pub use closing::{ClosedRow, Closing};
pub use editor::Editor;
pub use entry::Entry;
pub use field::{Field, Item, Kind};
pub use history::History;
pub use stamp::{Actor, Millis, Now, Stamp};
pub use status::Status;
pub use unknown::{Unknown, UnknownChange, UnknownPart};
pub use value::{Parts, Receipt, Record, Value};

use crate::policy::TaskNumber;
use unknown::absorb_unknown;

/// Who filled something in, 填报人.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reporter {
    /// 姓名; empty where the person gave none.
    pub name: String,
    /// 单位, as given; empty where the person gave none.
    pub unit: String,
}

impl Reporter {
    /// 「王某（市财政局）」, as far as the person gave a name and a unit.
    pub fn print(&self) -> String {
        match (self.name.trim(), self.unit.trim()) {
            ("", "") => "未署名".to_owned(),
            (name, "") => name.to_owned(),
            ("", unit) => unit.to_owned(),
            (name, unit) => format!("{name}（{unit}）"),
        }
    }
}

/// One intended change of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The row.
    pub task: TaskNumber,
    /// The column.
    pub field: Field,
    /// The value to come; `None` empties the field.
    pub value: Option<Value>,
}

impl Edit {
    /// Whether the value may stand in the field: see [`Value::fits`].
    pub fn fits(&self) -> bool {
        self.value.as_ref().is_none_or(|value| value.fits(self.field))
    }
}

/// Everything reported on one policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The id of the policy it reports on.
    pub policy: String,
    /// What belongs to no task: the closed periods, and the files taken in. Its fields are [`Field::Closing`] and
    /// [`Field::Receipt`]; edits and changes address it as [`Ledger::LEDGER_ROW`]. `None` where there is nothing.
    own: Option<Arc<Entry>>,
    /// Shared with the copies of this ledger until they differ: a copy is cheap, and what two of them share is
    /// the same without a look.
    entries: LiteMap<TaskNumber, Arc<Entry>>,
    people: LiteMap<Actor, Reporter>,
    /// Rows of tasks the policy does not have, by their key in the file.
    pub unknown_tasks: Unknown,
    /// Kept for newer versions.
    pub unknown: Unknown,
}

impl Ledger {
    /// The number by which edits and changes address what belongs to no task. No task has it: policies count from 1.
    pub const LEDGER_ROW: TaskNumber = TaskNumber(0);

    /// An empty ledger on a policy.
    pub fn new(policy: &str) -> Self {
        Self { policy: policy.to_owned(), ..Self::default() }
    }

    /// The row of a task, or that of the ledger itself; a blank one where nothing was reported.
    pub fn entry(&self, task: TaskNumber) -> &Entry {
        self.shared(task).map_or(&entry::BLANK, Arc::as_ref)
    }

    /// What belongs to no task: the closed periods, and the files taken in.
    pub fn own_row(&self) -> &Entry {
        self.entry(Self::LEDGER_ROW)
    }

    /// The rows of tasks with anything in them, by task.
    pub fn entries(&self) -> impl Iterator<Item = (TaskNumber, &Entry)> {
        self.entries.iter().map(|(task, entry)| (*task, &**entry))
    }

    /// All rows with anything in them: that of the ledger itself, and those of tasks.
    pub fn rows(&self) -> impl Iterator<Item = (TaskNumber, &Entry)> {
        let own = self.own.iter().map(|entry| (Self::LEDGER_ROW, &**entry));
        own.chain(self.entries())
    }

    /// The people whose changes are here.
    pub fn people(&self) -> impl Iterator<Item = (&Actor, &Reporter)> {
        self.people.iter()
    }

    /// Who an actor is; nobody in particular where the file did not say.
    pub fn reporter(&self, actor: &Actor) -> Reporter {
        self.people.get(actor).cloned().unwrap_or_default()
    }

    /// All changes of all rows, row by row.
    pub fn changes(&self) -> impl Iterator<Item = (TaskNumber, Field, &Change)> {
        self.rows().flat_map(|(task, entry)| {
            entry.changes_by_field().map(move |(field, change)| (task, field, change))
        })
    }

    /// The newest stamp of all; a new stamp must come after it.
    pub fn newest(&self) -> Option<&Stamp> {
        let histories = self.rows().flat_map(|(_, entry)| entry.fields.values());
        histories.filter_map(|history| history.current()).map(|change| &change.stamp).max()
    }

    /// Whether nothing at all was reported.
    pub fn is_blank(&self) -> bool {
        self.rows().all(|(_, entry)| entry.is_blank()) && self.unknown_tasks.is_empty()
    }

    /// Makes a change known.
    pub fn absorb(&mut self, task: TaskNumber, field: Field, change: Change) {
        self.row(task).fields.entry(field).or_default().absorb(change);
    }

    /// Makes the changes of one field known; a field nobody ever filled in has no history.
    pub fn absorb_all(&mut self, task: TaskNumber, field: Field, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        self.row(task).fields.entry(field).or_default().absorb_all(changes);
    }

    /// Puts the changes of a field in, which [`Change::follow_each_other`], where there were none.
    pub fn begin(&mut self, task: TaskNumber, field: Field, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.row(task).fields.insert(field, History::of(changes));
        }
    }

    /// The same of what a row holds that this version does not know.
    pub fn begin_unknown(&mut self, task: TaskNumber, unknown: Unknown) {
        if !unknown.is_empty() {
            self.row(task).unknown = unknown;
        }
    }

    /// Keeps what a row holds that this version does not know.
    pub fn absorb_unknown(&mut self, task: TaskNumber, unknown: Unknown) {
        absorb_unknown(&mut self.row(task).unknown, unknown);
    }

    /// The row of a task, or that of the ledger itself, to be changed.
    fn row(&mut self, task: TaskNumber) -> &mut Entry {
        Arc::make_mut(if task == Self::LEDGER_ROW {
            self.own.get_or_insert_default()
        } else {
            self.entries.entry(task).or_default()
        })
    }

    /// Takes a row out.
    fn remove_row(&mut self, task: TaskNumber) -> Option<Arc<Entry>> {
        if task == Self::LEDGER_ROW { self.own.take() } else { self.entries.remove(&task) }
    }

    /// Says who an actor is. One actor is one person; should two files differ, the greater name stays, on
    /// every machine the same.
    pub fn introduce(&mut self, actor: &Actor, reporter: &Reporter) {
        let known = self.people.entry(actor.clone()).or_default();
        if reporter > known {
            known.clone_from(reporter);
        }
    }

    /// A row to compare by address with what stands there later: where that is the same, nothing was changed. `None`
    /// where nothing was reported.
    pub fn shared(&self, task: TaskNumber) -> Option<&Arc<Entry>> {
        if task == Self::LEDGER_ROW { self.own.as_ref() } else { self.entries.get(&task) }
    }

    /// Whether a row of another ledger is the very one that this has, not only one alike.
    fn shares(&self, task: TaskNumber, entry: &Arc<Entry>) -> bool {
        self.shared(task).is_some_and(|known| Arc::ptr_eq(known, entry))
    }

    /// Takes a change back out. Rows and fields left without any change disappear.
    fn retract(&mut self, task: TaskNumber, field: Field, change: &Change) {
        if self.shared(task).is_none() {
            return;
        }
        let entry = self.row(task);
        let Some(history) = entry.fields.get_mut(&field) else { return };
        history.retract(change);
        if history.current().is_none() {
            entry.fields.remove(&field);
        }
        if entry.fields.is_empty() && entry.unknown.is_empty() {
            self.remove_row(task);
        }
    }

    /// Whether any change here is by this actor, be it of a task that the policy does not have.
    pub fn has_work_of(&self, actor: &Actor) -> bool {
        self.changes().any(|(_, _, change)| change.stamp.actor == *actor)
            || self.has_strange_work_of(actor)
    }

    fn has_strange_work_of(&self, actor: &Actor) -> bool {
        self.unknown_tasks.values().any(|row| row.has_work_of(actor))
    }

    /// The part of the ledger on the tasks that `keep` picks: their whole histories and their people.
    #[must_use]
    pub fn slice(&self, keep: impl Fn(TaskNumber) -> bool) -> Self {
        let mut part = Self { unknown_tasks: Unknown::new(), ..self.clone() };
        part.own.take_if(|_| !keep(Self::LEDGER_ROW));
        part.entries.retain(|task, _| keep(*task));
        part.forget_idle_people();
        part
    }

    /// The ledger with only the changes that `keep` picks, their people, and what newer versions added.
    #[must_use]
    pub fn only(&self, keep: impl Fn(TaskNumber, Field, &Change) -> bool) -> Self {
        let mut part = self.clone();
        let mut is_all = true;
        for (task, field, change) in self.changes().filter(|(t, f, c)| !keep(*t, *f, c)) {
            part.retract(task, field, change);
            is_all = false;
        }
        // Looking for work of a thousand people takes longer than all else.
        if !is_all {
            part.forget_idle_people();
        }
        part
    }

    fn forget_idle_people(&mut self) {
        let mut people = std::mem::take(&mut self.people);
        // A thousand people and all their changes: each is looked at once.
        let busy: BTreeSet<&Actor> =
            self.changes().map(|(.., change)| &change.stamp.actor).collect();
        people.retain(|actor, _| busy.contains(actor) || self.has_strange_work_of(actor));
        self.people = people;
    }
}

/// A closing in a ledger, with what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed<'a> {
    /// Where it stands in [`Ledger::own_row`].
    pub field: Field,
    /// What was closed.
    pub closing: &'a Closing,
    /// When and by whom.
    pub stamp: &'a Stamp,
    /// What opened it again, where someone did. The mark stays.
    pub reopened: Option<&'a Change>,
}

impl Ledger {
    /// Every period that was ever closed, in the order of their last days, and of their closing.
    pub fn closings(&self) -> Vec<Closed<'_>> {
        let mut closings: Vec<Closed<'_>> = Vec::new();
        for (field, history) in self.own_row().histories() {
            let closed = history.changes().iter().rev().find_map(|change| match &change.value {
                Some(Value::Closing(closing)) => Some((&**closing, &change.stamp)),
                _ => None,
            });
            let Some((closing, stamp)) = closed else { continue };
            let reopened = history.current().filter(|change| change.value.is_none());
            let key = |closed: &Closed<'_>| (closed.closing.until, closed.stamp.clone());
            let new = Closed { field, closing, stamp, reopened };
            let at = closings.partition_point(|known| key(known) <= key(&new));
            closings.insert(at, new);
        }
        closings
    }
}
