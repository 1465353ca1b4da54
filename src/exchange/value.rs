//! A value as it stands in a file, both ways.

use std::borrow::Cow;

use super::cleaning;
use crate::json::Tree;
use crate::ledger::stamp::{print_date, read_date};
use crate::ledger::{ClosedRow, Closing, Field, Kind, Record, Status, Value};
use crate::policy::TaskNumber;

/// A value for the file.
pub(super) fn write(value: &Value) -> Tree<'_> {
    match value {
        Value::Status(status) => Tree::from(status.name()),
        Value::Percent(percent) => Tree::from(u16::from(*percent)),
        Value::Text(text) => Tree::from(text),
        Value::Flag(flag) => Tree::from(*flag),
        Value::Year(year) => Tree::from(*year),
        Value::Date(date) => Tree::from(print_date(*date)),
        Value::Record(record) => write_record(record),
        Value::Closing(closing) => write_closing(closing),
    }
}

/// The parts that say something, and always the text.
fn write_record(record: &Record) -> Tree<'_> {
    let mut parts = vec![(Cow::Borrowed("text"), Tree::from(&record.text))];
    if !record.by.is_empty() {
        parts.push((Cow::Borrowed("by"), Tree::from(&record.by)));
    }
    parts.extend(record.on.map(|date| (Cow::Borrowed("on"), Tree::from(print_date(date)))));
    if record.done {
        parts.push((Cow::Borrowed("done"), Tree::from(true)));
    }
    Tree::Object(parts)
}

/// A value from a file, and whether anything invisible had to be taken out of it; `None` where it may not
/// stand in this field.
pub(super) fn read(field: Field, part: &Tree<'_>) -> Option<(Value, bool)> {
    let mut unclean = false;
    let value = match (field.kind(), part) {
        (Kind::Status, Tree::Text(name)) => Value::Status(read_status(name)?),
        (Kind::Percent, Tree::Number(digits)) => Value::Percent(digits.parse().ok()?),
        (Kind::Text(_), Tree::Text(text)) => Value::Text(clean(text, &mut unclean)),
        (Kind::Flag, Tree::Flag(flag)) => Value::Flag(*flag),
        (Kind::Year, Tree::Number(digits)) => Value::Year(digits.parse().ok()?),
        (Kind::Date, Tree::Text(date)) => Value::Date(read_date(date)?),
        (Kind::Record, Tree::Object(parts)) => {
            Value::Record(Box::new(read_record(parts, &mut unclean)?))
        }
        (Kind::Closing, Tree::Object(parts)) => {
            Value::Closing(Box::new(read_closing(parts, &mut unclean)?))
        }
        _ => return None,
    };
    value.fits(field).then_some((value, unclean))
}

/// A part this version does not know makes the record unreadable: it would be lost with the next change.
fn read_record(parts: &[(Cow<'_, str>, Tree<'_>)], unclean: &mut bool) -> Option<Record> {
    let mut record = Record::default();
    for (key, part) in parts {
        match (key.as_ref(), part) {
            ("text", Tree::Text(text)) => record.text = clean(text, unclean),
            ("by", Tree::Text(text)) => record.by = clean(text, unclean),
            ("on", Tree::Text(date)) => record.on = Some(read_date(date)?),
            ("done", Tree::Flag(done)) => record.done = *done,
            _ => return None,
        }
    }
    Some(record)
}

/// A row is its 完成状态, 完成率 and 亮灯, under its number.
fn write_closing(closing: &Closing) -> Tree<'_> {
    let row = |row: &'_ ClosedRow| {
        let parts = [
            Tree::from(row.status.name()),
            Tree::from(u16::from(row.percent)),
            Tree::from(row.light.clone()),
        ];
        (Cow::Owned(row.task.0.to_string()), Tree::List(parts.into()))
    };
    Tree::object([
        ("name", Tree::from(&closing.name)),
        ("until", Tree::from(print_date(closing.until))),
        ("rule", Tree::from(&closing.rule)),
        ("rows", Tree::Object(closing.rows.iter().map(row).collect())),
    ])
}

/// A part this version does not know makes it unreadable, as in a record.
fn read_closing(parts: &[(Cow<'_, str>, Tree<'_>)], unclean: &mut bool) -> Option<Closing> {
    let (mut name, mut until, mut rule, mut rows) = (None, None, None, None);
    for (key, part) in parts {
        match (key.as_ref(), part) {
            ("name", Tree::Text(text)) => name = Some(clean(text, unclean)),
            ("until", Tree::Text(date)) => until = read_date(date),
            ("rule", Tree::Text(text)) => rule = Some(clean(text, unclean)),
            ("rows", Tree::Object(parts)) => rows = Some(parts),
            _ => return None,
        }
    }
    let mut closing = Closing { name: name?, until: until?, rule: rule?, rows: Vec::new() };
    for (key, part) in rows? {
        let task = key.parse().ok().map(TaskNumber)?;
        let Tree::List(parts) = part else { return None };
        let [Tree::Text(status), Tree::Number(digits), Tree::Text(light)] = &parts[..] else {
            return None;
        };
        let (status, percent) = (read_status(status)?, digits.parse().ok()?);
        let row = ClosedRow { task, status, percent, light: clean(light, unclean) };
        closing.rows.insert(closing.rows.partition_point(|known| known.task < task), row);
    }
    Some(closing)
}

fn read_status(name: &str) -> Option<Status> {
    Status::ALL.into_iter().find(|status| status.name() == name)
}

/// A text without what nobody sees.
fn clean(text: &str, unclean: &mut bool) -> String {
    match cleaning::clean(text) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(cleaned) => {
            // Line breaks of another kind are no news.
            let lines = text.replace("\r\n", "\n");
            *unclean |= cleaned.chars().count() < lines.chars().count();
            cleaned
        }
    }
}
