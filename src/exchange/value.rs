//! A value as it stands in a file, both ways.

use std::borrow::Cow;

use super::cleaning;
use crate::json::Tree;
use crate::ledger::stamp::{print_date, read_date};
use crate::ledger::{Field, Kind, Record, Status, Value};

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
        (Kind::Status, Tree::Text(name)) => {
            Value::Status(Status::ALL.into_iter().find(|status| status.name() == *name)?)
        }
        (Kind::Percent, Tree::Number(digits)) => Value::Percent(digits.parse().ok()?),
        (Kind::Text(_), Tree::Text(text)) => Value::Text(clean(text, &mut unclean)),
        (Kind::Flag, Tree::Flag(flag)) => Value::Flag(*flag),
        (Kind::Year, Tree::Number(digits)) => Value::Year(digits.parse().ok()?),
        (Kind::Date, Tree::Text(date)) => Value::Date(read_date(date)?),
        (Kind::Record, Tree::Object(parts)) => {
            Value::Record(Box::new(read_record(parts, &mut unclean)?))
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

/// A text without what nobody sees.
fn clean(text: &str, unclean: &mut bool) -> String {
    *unclean |= text.contains(cleaning::is_invisible);
    cleaning::clean(text).into_owned()
}
