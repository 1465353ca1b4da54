//! WHAT IS REPORTED: rows, changes, and who made them.
//!
//! A [`Ledger`] is a grow-only set of [`Change`]s. What a row shows is the last change of each field, and
//! merging two ledgers is the union of their changes, whence it is commutative, associative and idempotent.
//! Each change also names those it replaced, so that work done in ignorance of other work is known as such
//! for ever, in whole files and in slices alike.

pub mod clock;
pub mod closing;
pub mod desk;
pub mod field;
pub mod follow;
mod history;
pub mod merge;
pub mod stamp;
mod status;
pub mod value;

use std::sync::atomic::{AtomicU64, Ordering};

use litemap::LiteMap;
use time::Date;

pub use closing::{Closed, ClosedRow, Closing};
pub use desk::Desk;
pub use field::{Field, Item, Kind};
pub use history::{Change, History, Unknown};
pub use stamp::{Actor, Millis, Now, Stamp};
pub use status::Status;
pub use value::{Record, Value};

use crate::policy::TaskNumber;
use history::absorb_unknown;

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
        match (self.name.as_str(), self.unit.as_str()) {
            ("", "") => "未署名".to_owned(),
            (name, "") => name.to_owned(),
            ("", unit) => unit.to_owned(),
            (name, unit) => format!("{name}（{unit}）"),
        }
    }
}

/// The row of one task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    fields: LiteMap<Field, History>,
    /// Kept for newer versions.
    pub unknown: Unknown,
    mark: Mark,
}

/// Drawn anew whenever a row changes, so that what was made of it can be kept until then. It is no part of the
/// row: two rows that say the same are equal.
#[derive(Debug, Clone, Copy, Default)]
struct Mark(u64);

impl PartialEq for Mark {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Mark {}

impl Mark {
    fn new() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed) + 1)
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

/// Everything reported on one policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The id of the policy it reports on.
    pub policy: String,
    entries: LiteMap<TaskNumber, Entry>,
    people: LiteMap<Actor, Reporter>,
    /// Rows of tasks the policy does not have, kept as JSON text by their key.
    pub strangers: Unknown,
    /// Kept for newer versions.
    pub unknown: Unknown,
}

static EMPTY: Entry = Entry { fields: LiteMap::new(), unknown: Unknown::new(), mark: Mark(0) };

impl Entry {
    /// The past of a field; `None` where nobody ever filled it.
    pub fn history(&self, field: Field) -> Option<&History> {
        self.fields.get(&field)
    }

    /// The histories of all fields ever filled.
    pub fn histories(&self) -> impl Iterator<Item = (Field, &History)> {
        self.fields.iter().map(|(field, history)| (*field, history))
    }

    /// What stands in a field.
    pub fn value(&self, field: Field) -> Option<&Value> {
        self.fields.get(&field)?.current()?.value.as_ref()
    }

    /// 完成状态; 未启动 where nothing was filled in.
    pub fn status(&self) -> Status {
        match self.value(Field::Status) {
            Some(Value::Status(status)) => *status,
            _ => Status::default(),
        }
    }

    /// 完成率 in percent, 0 to 100.
    pub fn percent(&self) -> u8 {
        match self.value(Field::Percent) {
            Some(Value::Percent(percent)) => *percent,
            _ => 0,
        }
    }

    /// 进展情况
    pub fn progress(&self) -> &str {
        self.text(Field::Progress)
    }

    /// The text of a column that holds one; nothing where it is empty.
    pub fn text(&self, field: Field) -> &str {
        match self.value(field) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The day in a column that holds one.
    pub fn date(&self, field: Field) -> Option<Date> {
        match self.value(field) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// The parts of a column or item that has several.
    pub fn record(&self, field: Field) -> Option<&Record> {
        match self.value(field) {
            Some(Value::Record(record)) => Some(record),
            _ => None,
        }
    }

    /// The items of a list that stand there now, as they were first written: `is_of` picks the list.
    pub fn items(&self, is_of: impl Fn(Field) -> bool) -> Vec<(Field, &Record)> {
        let mut items: Vec<(&Stamp, Field, &Record)> = Vec::new();
        for (field, history) in self.histories().filter(|(field, _)| is_of(*field)) {
            if let (Some(first), Some(record)) = (history.changes().first(), self.record(field)) {
                let at = items.partition_point(|(known, ..)| *known < &first.stamp);
                items.insert(at, (&first.stamp, field, record));
            }
        }
        items.into_iter().map(|(_, field, record)| (field, record)).collect()
    }

    /// 具体举措
    pub fn measures(&self) -> Vec<(Field, &Record)> {
        self.items(|field| matches!(field, Field::Measure(_)))
    }

    /// 进展记录
    pub fn notes(&self) -> Vec<(Field, &Record)> {
        self.items(|field| matches!(field, Field::Note(_)))
    }

    /// 佐证材料
    pub fn evidence(&self) -> Vec<(Field, &Record)> {
        self.items(|field| matches!(field, Field::Evidence(_)))
    }

    /// 长期坚持: work without an end.
    pub fn is_standing(&self) -> bool {
        matches!(self.value(Field::Standing), Some(Value::Flag(true)))
    }

    /// The phase someone chose instead of the default one.
    pub fn chosen_phase(&self) -> Option<u16> {
        match self.value(Field::Phase) {
            Some(Value::Year(year)) => Some(*year),
            _ => None,
        }
    }

    /// The newest change of the row.
    pub fn latest(&self) -> Option<&Change> {
        self.fields.values().filter_map(History::current).max_by_key(|change| &change.stamp)
    }

    /// Every change of the row, newest first.
    pub fn log(&self) -> Vec<(Field, &Change)> {
        let mut log = Vec::new();
        let mut pasts: Vec<_> =
            self.fields.iter().map(|(field, history)| (*field, history.changes())).collect();
        // Each past is in order already: the newest change left is the last of one of them.
        while let Some((field, past)) = pasts
            .iter_mut()
            .filter(|(_, past)| !past.is_empty())
            .max_by_key(|(field, past)| (past.last().map(|c| &c.stamp), std::cmp::Reverse(*field)))
        {
            if let Some((newest, older)) = past.split_last() {
                log.push((*field, newest));
                *past = older;
            }
        }
        log
    }

    /// Whether nobody ever filled anything in.
    pub fn is_blank(&self) -> bool {
        self.fields.is_empty()
    }

    /// A number that no other state of this or another row has had since the program began.
    pub fn mark(&self) -> u64 {
        self.mark.0
    }
}

impl Ledger {
    /// The row of the ledger itself, which no task has: plans count from 1. It holds the closed periods.
    pub const BOOK: TaskNumber = TaskNumber(0);

    /// An empty ledger on a policy.
    pub fn new(policy: &str) -> Self {
        Self { policy: policy.to_owned(), ..Self::default() }
    }

    /// The row of a task; a blank one where nothing was reported.
    pub fn entry(&self, task: TaskNumber) -> &Entry {
        self.entries.get(&task).unwrap_or(&EMPTY)
    }

    /// The rows with anything in them, by task.
    pub fn entries(&self) -> impl Iterator<Item = (TaskNumber, &Entry)> {
        self.entries.iter().map(|(task, entry)| (*task, entry))
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
        self.entries.iter().flat_map(|(task, entry)| {
            entry.fields.iter().flat_map(move |(field, history)| {
                history.changes().iter().map(move |change| (*task, *field, change))
            })
        })
    }

    /// The newest stamp of all; a new stamp must come after it.
    pub fn newest(&self) -> Option<&Stamp> {
        let histories = self.entries.values().flat_map(|entry| entry.fields.values());
        histories.filter_map(|history| history.current()).map(|change| &change.stamp).max()
    }

    /// Whether nothing at all was reported.
    pub fn is_blank(&self) -> bool {
        self.entries.values().all(Entry::is_blank) && self.strangers.is_empty()
    }

    /// Makes a change known.
    pub fn absorb(&mut self, task: TaskNumber, field: Field, change: Change) {
        self.row(task).fields.entry(field).or_default().absorb(change);
    }

    /// Keeps what a row holds that this version does not know.
    pub fn absorb_unknown(&mut self, task: TaskNumber, unknown: Unknown) {
        absorb_unknown(&mut self.row(task).unknown, unknown);
    }

    /// The row of a task, to be changed.
    fn row(&mut self, task: TaskNumber) -> &mut Entry {
        let entry = self.entries.entry(task).or_default();
        entry.mark = Mark::new();
        entry
    }

    /// Says who an actor is. One actor is one person; should two files differ, the greater name stays, on
    /// every machine the same.
    pub fn introduce(&mut self, actor: &Actor, reporter: &Reporter) {
        let known = self.people.entry(actor.clone()).or_default();
        if reporter > known {
            known.clone_from(reporter);
        }
    }

    /// Takes a change back out. Rows and fields left without any change disappear.
    fn retract(&mut self, task: TaskNumber, field: Field, change: &Change) {
        let Some(entry) = self.entries.get_mut(&task) else { return };
        let Some(history) = entry.fields.get_mut(&field) else { return };
        entry.mark = Mark::new();
        history.retract(change);
        if history.current().is_none() {
            entry.fields.remove(&field);
        }
        if entry.fields.is_empty() && entry.unknown.is_empty() {
            self.entries.remove(&task);
        }
    }

    /// Whether any change here is by this actor.
    pub fn has_work_of(&self, actor: &Actor) -> bool {
        self.changes().any(|(_, _, change)| change.stamp.actor == *actor)
    }

    /// The part of the ledger on the tasks that `keep` picks: their whole histories and their people.
    #[must_use]
    pub fn slice(&self, keep: impl Fn(TaskNumber) -> bool) -> Self {
        let mut part = Self { strangers: Unknown::new(), ..self.clone() };
        part.entries.retain(|task, _| keep(*task));
        part.forget_idle_people();
        part
    }

    /// The ledger with only the changes that `keep` picks, their people, and what newer versions added.
    #[must_use]
    pub fn only(&self, keep: impl Fn(TaskNumber, Field, &Change) -> bool) -> Self {
        let mut part = self.clone();
        for (task, field, change) in self.changes().filter(|(t, f, c)| !keep(*t, *f, c)) {
            part.retract(task, field, change);
        }
        part.forget_idle_people();
        part
    }

    fn forget_idle_people(&mut self) {
        let mut people = std::mem::take(&mut self.people);
        people.retain(|actor, _| self.has_work_of(actor));
        self.people = people;
    }
}
