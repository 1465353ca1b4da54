//! A ledger as a file.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::code::{self, Code};
use super::unknown::{Line, Rest, print_stamps, stamp};
use super::{Export, FORMAT, VERSION, key_of, value, wire};
use crate::json::layout::{Entries, Items, Layout, print};
use crate::json::members::Given;
use crate::ledger::{Entry, Field, History, Ledger, Reporter};
use crate::policy::TaskNumber;

/// The ledger as a file of format version 1; `export` says of whole files and slices who made them.
///
/// The same ledger always gives the same bytes, and reading them back gives the same ledger, as long as its
/// texts are clean (see [`super::cleaning::clean`]) and its values fit their fields.
pub fn encode(ledger: &Ledger, export: Option<&Export>, layout: Layout) -> String {
    let file = File {
        opening: Opening::of(ledger, export),
        own: Row(ledger.own_row()),
        tasks: Tasks(ledger),
        unknown: Rest(&ledger.unknown),
    };
    print(&file, layout)
}

/// The code of a ledger: that of every file it is exported to.
pub fn code_of(ledger: &Ledger) -> Code {
    // What is written reads.
    code::of(&encode(ledger, None, Layout::Compact), usize::MAX).unwrap_or(code::of_sum(0))
}

/// All of [`wire::File`], in the order in which it is written.
#[derive(Serialize)]
struct File<'a> {
    #[serde(flatten)]
    opening: Opening<'a>,
    #[serde(flatten)]
    own: Row<'a>,
    tasks: Tasks<'a>,
    #[serde(flatten)]
    unknown: Rest<'a>,
}

/// What stands above the rows.
#[derive(Serialize)]
pub(crate) struct Opening<'a> {
    format: &'static str,
    version: u64,
    policy: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exported: Option<wire::Exported<'a, wire::Person<'a>>>,
    people: People<'a>,
}

impl<'a> Opening<'a> {
    pub(crate) fn of(ledger: &'a Ledger, export: Option<&'a Export>) -> Self {
        Self {
            format: FORMAT,
            version: VERSION,
            policy: &ledger.policy,
            exported: export.map(exported),
            people: People(ledger),
        }
    }
}

struct People<'a>(&'a Ledger);

impl Serialize for People<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let people = self.0.people().map(|(actor, reporter)| (actor.as_str(), person(reporter)));
        serializer.collect_map(people)
    }
}

fn exported(export: &Export) -> wire::Exported<'_, wire::Person<'_>> {
    wire::Exported {
        at: export.at.to_string().into(),
        by: person(&export.by),
        scope: export.scope.as_str().into(),
        code: Given(export.code.map(|code| Some(code.to_string().into()))),
    }
}

fn person(reporter: &Reporter) -> wire::Person<'_> {
    wire::Person { name: reporter.name.as_str().into(), unit: reporter.unit.as_str().into() }
}

/// The rows in the order of their numbers, and then those of tasks the policy does not have.
struct Tasks<'a>(&'a Ledger);

impl Serialize for Tasks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (task, entry) in self.0.entries() {
            map.serialize_entry(&key_of_task(task), &Row(entry))?;
        }
        for (key, kept) in Rest(&self.0.unknown_tasks).iter() {
            map.serialize_entry(key, &kept)?;
        }
        map.end()
    }
}

pub(crate) fn key_of_task(task: TaskNumber) -> String {
    task.0.to_string()
}

/// A row: the columns, the lists, and what is not known of it.
pub(crate) struct Row<'a>(pub(crate) &'a Entry);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let histories: Vec<(Field, &History)> = self.0.histories().collect();
        let mut map = serializer.serialize_map(None)?;
        // The items of a list follow each other.
        for same in histories.chunk_by(|(one, _), (other, _)| key_of(*one) == key_of(*other)) {
            let key = key_of(same[0].0);
            if item_of(same[0].0).is_some() {
                let items = same.iter();
                let items = items.map(|(field, past)| (item_of(*field), changes(past)));
                map.serialize_entry(key, &Entries(items))?;
            } else {
                map.serialize_entry(key, &changes(same[0].1))?;
            }
        }
        for (key, kept) in Rest(&self.0.unknown).iter() {
            map.serialize_entry(key, &kept)?;
        }
        map.end()
    }
}

/// The id of the item that a field is, where it is one of a list.
fn item_of(field: Field) -> Option<String> {
    match field {
        Field::Measure(item)
        | Field::Note(item)
        | Field::Evidence(item)
        | Field::Closing(item)
        | Field::Receipt(item) => Some(item.to_string()),
        _ => None,
    }
}

/// Changes; what each replaced is left out where that is just the one above.
fn changes(history: &History) -> impl Serialize {
    let changes = history.changes();
    let above = std::iter::once(None).chain(changes.iter().map(|change| Some(&change.stamp)));
    Items(changes.iter().zip(above).map(|(change, above)| {
        let value = change.value.as_ref().map_or(wire::Value::None(()), value::write);
        let (stamp, after) = (stamp(&change.stamp), print_stamps(&change.after, above));
        Line { change: wire::Change { value, stamp, after }, rest: Rest(&change.unknown) }
    }))
}
