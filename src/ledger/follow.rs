//! What else follows from setting a status or a 完成率.
//!
//! The two go together: done is 100, and a task with progress is underway. Raising happens by itself;
//! lowering is asked first, because a percentage someone reported is not ours to discard.

use super::{Edit, Entry, Field, Ledger, Status, Value};

/// What comes with an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follow {
    /// Nothing, or only what can be taken for granted.
    Granted(Vec<Edit>),
    /// This too, if the person agrees.
    Asked(Edit),
}

/// What follows from `edit` on a row that stands as `entry`.
pub fn follow(entry: &Entry, edit: &Edit) -> Follow {
    let also = |field, value| Edit { task: edit.task, field, value: Some(value) };
    let percent = |percent| also(Field::Percent, Value::Percent(percent));
    let status = |status| also(Field::Status, Value::Status(status));
    match edit.value.clone().or(emptied(edit.field)) {
        Some(Value::Status(new)) if new.is_complete() && entry.percent() < 100 => {
            Follow::Granted(vec![percent(100)])
        }
        Some(Value::Status(Status::NotStarted)) if entry.percent() > 0 => Follow::Asked(percent(0)),
        Some(Value::Status(Status::Underway | Status::Stuck)) if entry.percent() == 100 => {
            Follow::Asked(percent(before_completion(entry)))
        }
        Some(Value::Percent(new)) if new < 100 && entry.status().is_complete() => {
            Follow::Asked(status(Status::Underway))
        }
        Some(Value::Percent(new)) if new > 0 && entry.status() == Status::NotStarted => {
            Follow::Granted(vec![status(Status::Underway)])
        }
        _ => Follow::Granted(Vec::new()),
    }
}

/// Several edits with what follows from them, `asked` for or only what can be taken for granted. What one of them
/// says itself follows from none.
pub fn with_follows(ledger: &Ledger, edits: Vec<Edit>, asked: bool) -> Vec<Edit> {
    let said: Vec<_> = edits.iter().map(|edit| (edit.task, edit.field)).collect();
    let follows = |edit: Edit| {
        let more = match follow(ledger.entry(edit.task), &edit) {
            Follow::Granted(more) => more,
            Follow::Asked(more) if asked => vec![more],
            Follow::Asked(_) => Vec::new(),
        };
        let is_new = |more: &Edit| !said.contains(&(more.task, more.field));
        std::iter::once(edit).chain(more.into_iter().filter(is_new)).collect::<Vec<_>>()
    };
    edits.into_iter().flat_map(follows).collect()
}

/// What an empty column counts as, where that has consequences.
fn emptied(field: Field) -> Option<Value> {
    match field {
        Field::Status => Some(Value::Status(Status::default())),
        Field::Percent => Some(Value::Percent(0)),
        _ => None,
    }
}

/// The last percentage below 100 the row had, or 0.
fn before_completion(entry: &Entry) -> u8 {
    let changes = entry.history(Field::Percent).map_or(&[][..], |history| history.changes());
    changes
        .iter()
        .rev()
        .find_map(|change| match change.value {
            Some(Value::Percent(percent)) if percent < 100 => Some(percent),
            _ => None,
        })
        .unwrap_or(0)
}
