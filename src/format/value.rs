//! A value as it stands in a file, both ways.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{cleaning, wire};
use crate::json::members::{self, Given, Members, Rest, Text};
use crate::json::object::Object;
use crate::ledger::stamp::{print_date, read_date};
use crate::ledger::{ClosedRow, Closing, Field, Kind, Parts, Status, Value};
use crate::policy::TaskNumber;

/// A value for the file.
pub(super) fn write(value: &Value) -> wire::Value<'_> {
    match value {
        Value::Status(status) => wire::Value::Status(write_status(*status)),
        Value::Percent(percent) => wire::Value::Percent(wire::Percent(*percent)),
        Value::Text(text) => wire::Value::Text(wire::Long(text.as_str().into())),
        Value::Flag(flag) => wire::Value::Flag(*flag),
        Value::Year(year) => wire::Value::Year(wire::Year(*year)),
        Value::Date(date) => wire::Value::Date(wire::Day(print_date(*date).into())),
        Value::Record(record) => wire::Value::Record(write_parts(record.parts())),
        Value::Closing(closing) => wire::Value::Closing(write_closing(closing)),
    }
}

fn write_status(status: Status) -> wire::Status<'static> {
    wire::Status(status.name().into())
}

/// The parts that say something, and always the text.
fn write_parts(parts: &Parts) -> wire::Record<'_> {
    let by = (!parts.by.is_empty()).then(|| wire::Line(parts.by.as_str().into()));
    wire::Record {
        text: wire::Long(parts.text.as_str().into()),
        by: Given(by),
        on: Given(parts.on.map(|date| wire::Day(print_date(date).into()))),
        done: Given(parts.done.then_some(true)),
    }
}

/// A row is its 完成状态, 完成率 and 亮灯, under its number.
fn write_closing(closing: &Closing) -> wire::Closing<'_> {
    let row = |row: &'_ ClosedRow| {
        let (status, percent) = (write_status(row.status), wire::Percent(row.percent));
        (row.task.0.to_string().into(), wire::ClosedRow(status, percent, row.light.clone().into()))
    };
    wire::Closing {
        name: wire::Line(closing.name.as_str().into()),
        until: wire::Day(print_date(closing.until).into()),
        rule: closing.rule.as_str().into(),
        rows: Members(closing.rows.iter().map(row).collect()),
    }
}

/// A value from a file, and whether anything invisible had to be taken out of it; `None` where it may not
/// stand in this field.
pub(super) fn read(field: Field, part: &RawValue) -> Option<(Value, bool)> {
    let mut unclean = false;
    let text = || members::read::<Text<'_>>(part);
    let number = || members::read::<u64>(part);
    let value = match field.kind() {
        Kind::Status => Value::Status(read_status(&text()?)?),
        Kind::Percent => Value::Percent(number()?.try_into().ok()?),
        Kind::Text(_) => Value::Text(clean(&text()?, &mut unclean)),
        Kind::Flag => Value::Flag(members::read(part)?),
        Kind::Year => Value::Year(number()?.try_into().ok()?),
        Kind::Date => Value::Date(read_day(&text()?)?),
        Kind::Record => Value::record(field, read_parts(part, &mut unclean)?)?,
        Kind::Closing => Value::Closing(Box::new(read_closing(part, &mut unclean)?)),
    };
    value.fits(field).then_some((value, unclean))
}

/// A part this version does not know makes the record unreadable: it would be lost with the next change.
fn read_parts(part: &RawValue, unclean: &mut bool) -> Option<Parts> {
    let Object(record) = members::read::<Object<wire::Record>>(part)?;
    let on = match &record.on.0 {
        None => None,
        Some(day) => Some(read_day(&day.0)?),
    };
    Some(Parts {
        text: clean(&record.text.0, unclean),
        by: record.by.0.map(|by| clean(&by.0, unclean)).unwrap_or_default(),
        on,
        done: record.done.0.unwrap_or_default(),
    })
}

/// A part this version does not know makes it unreadable, as in a record.
fn read_closing(part: &RawValue, unclean: &mut bool) -> Option<Closing> {
    let Object(read) = members::read::<Object<wire::Closing<'_, Rest<'_>>>>(part)?;
    let mut closing = Closing {
        name: clean(&read.name.0, unclean),
        until: read_day(&read.until.0)?,
        rule: clean(&read.rule, unclean),
        rows: Vec::new(),
    };
    for (key, part) in read.rows.0 {
        let task = key.0.parse().ok().map(TaskNumber)?;
        let wire::ClosedRow(status, percent, light) = members::read(part)?;
        let (status, light) = (read_status(&status.0)?, clean(&light, unclean));
        let row = ClosedRow { task, status, percent: percent.0, light };
        closing.rows.insert(closing.rows.partition_point(|known| known.task < task), row);
    }
    Some(closing)
}

fn read_status(name: &Text<'_>) -> Option<Status> {
    Status::ALL.into_iter().find(|status| status.name() == name.0)
}

fn read_day(day: &Text<'_>) -> Option<time::Date> {
    read_date(&day.0)
}

/// A text without its invisible characters.
fn clean(text: &Text<'_>, unclean: &mut bool) -> String {
    match cleaning::clean(&text.0) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(cleaned) => {
            // `\r\n` read as `\n` is no change to tell of.
            let lines = text.0.replace("\r\n", "\n");
            *unclean |= cleaned.chars().count() < lines.chars().count();
            cleaned
        }
    }
}
