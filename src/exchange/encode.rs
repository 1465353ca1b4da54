//! A ledger as a file.

use std::borrow::Cow;

use super::{Export, FORMAT, VERSION, kept, key_of, value};
use crate::json::{Layout, Tree};
use crate::ledger::{Change, Entry, Field, History, Ledger, Reporter, Stamp};
use crate::policy::TaskNumber;

/// The ledger as a file of format version 1; `export` says of whole files and slices who made them.
///
/// The same ledger always gives the same bytes, and reading them back gives the same ledger, as long as its
/// texts are clean (see [`super::cleaning::clean`]) and its values fit their fields.
pub fn encode(ledger: &Ledger, export: Option<&Export>, layout: Layout) -> String {
    tree(ledger, export).print(layout)
}

pub(super) fn tree<'a>(ledger: &'a Ledger, export: Option<&'a Export>) -> Tree<'a> {
    whole(ledger, export, tasks(ledger))
}

fn whole<'a>(ledger: &'a Ledger, export: Option<&'a Export>, tasks: Tree<'a>) -> Tree<'a> {
    let mut parts = opening(ledger, export);
    parts.extend(row(ledger.entry(Ledger::BOOK)));
    parts.push(part("tasks", tasks));
    parts.extend(kept::parts(&ledger.unknown));
    Tree::Object(parts)
}

/// What stands above the rows.
pub(super) fn opening<'a>(ledger: &'a Ledger, export: Option<&'a Export>) -> Vec<Part<'a>> {
    let mut parts = vec![
        part("format", Tree::from(FORMAT)),
        part("version", Tree::from(VERSION)),
        part("policy", Tree::from(&ledger.policy)),
    ];
    parts.extend(export.map(|export| part("exported", exported(export))));
    let people = ledger.people().map(|(actor, reporter)| part(actor.as_str(), person(reporter)));
    parts.push(part("people", Tree::Object(people.collect())));
    parts
}

pub(super) type Part<'a> = (Cow<'a, str>, Tree<'a>);

pub(super) fn part<'a>(key: &'a str, value: Tree<'a>) -> Part<'a> {
    (Cow::Borrowed(key), value)
}

fn exported(export: &Export) -> Tree<'_> {
    let mut parts = vec![
        part("at", Tree::from(export.at.to_string())),
        part("by", person(&export.by)),
        part("scope", Tree::from(&export.scope)),
    ];
    parts.extend(export.code.map(|code| part("code", Tree::from(code.to_string()))));
    Tree::Object(parts)
}

fn person(reporter: &Reporter) -> Tree<'_> {
    Tree::object([("name", Tree::from(&reporter.name)), ("unit", Tree::from(&reporter.unit))])
}

/// The rows in the order of their numbers, and then those of tasks the policy does not have.
fn tasks(ledger: &Ledger) -> Tree<'_> {
    let rows = rows(ledger);
    let rows = rows.map(|(task, entry)| task_row(task, entry));
    Tree::Object(rows.chain(kept::parts(&ledger.strangers)).collect())
}

fn rows(ledger: &Ledger) -> impl Iterator<Item = (TaskNumber, &Entry)> {
    ledger.entries().filter(|(task, _)| *task != Ledger::BOOK)
}

pub(super) fn task_row(task: TaskNumber, entry: &Entry) -> Part<'_> {
    (Cow::Owned(task.0.to_string()), Tree::Object(row(entry)))
}

pub(super) fn row(entry: &Entry) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (field, past) in entry.histories() {
        let (key, past) = (key_of(field), history(past));
        let (Field::Measure(item)
        | Field::Note(item)
        | Field::Evidence(item)
        | Field::Closing(item)
        | Field::Receipt(item)) = field
        else {
            parts.push(part(key, past));
            continue;
        };
        let item = (Cow::Owned(item.to_string()), past);
        // The items of a list follow each other.
        match parts.last_mut() {
            Some((last, Tree::Object(items))) if last == key => items.push(item),
            _ => parts.push(part(key, Tree::Object(vec![item]))),
        }
    }
    parts.extend(kept::parts(&entry.unknown));
    parts
}

fn history(history: &History) -> Tree<'_> {
    let changes = history.changes();
    let above = std::iter::once(None).chain(changes.iter().map(|change| Some(&change.stamp)));
    Tree::List(changes.iter().zip(above).map(|(c, above)| change(c, above)).collect())
}

/// A change; what it replaced is left out where that is just the change printed above.
fn change<'a>(change: &'a Change, above: Option<&Stamp>) -> Tree<'a> {
    let value = change.value.as_ref().map_or(Tree::Null, value::write);
    let mut parts = vec![part("value", value), part("stamp", Tree::from(change.stamp.to_string()))];
    if !change.after.iter().eq(above) {
        parts.push(part("after", stamps(&change.after)));
    }
    parts.extend(kept::parts(&change.unknown));
    Tree::Object(parts)
}

pub(super) fn stamps(stamps: &[Stamp]) -> Tree<'static> {
    Tree::list(stamps.iter().map(Stamp::to_string))
}
