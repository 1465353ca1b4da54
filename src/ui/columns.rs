//! The controls of a row's columns: each follows what is reported and stores what is typed at once.

use leptos::ev::Event;
use leptos::prelude::*;

use super::dom::{El, Part, classed, el};
use super::parts::check_box;
use super::session::Session;
use super::work::typed;
use crate::ledger::stamp::{print_date, read_date};
use crate::ledger::{Edit, Field, Kind, Record, Value};
use crate::policy::Task;

/// A labelled control.
pub fn labelled(label: &'static str, control: impl Part) -> El {
    classed("label", "field").child(el("span").child(label)).child(control)
}

/// The control of a column that holds a text, of so many lines; one line is an input.
pub fn text(session: Session, task: &'static Task, field: Field, lines: u8) -> El {
    let text = session.row(task, move |row| row.entry.text(field).to_owned());
    let most = if let Kind::Text(most) = field.kind() { most } else { 0 };
    let take = move |event: &Event| {
        session.type_text(task.number, field, &event_target_value(event));
    };
    let control = match lines {
        1 => el("input").attr("type", "text"),
        _ => el("textarea").attr("rows", lines.to_string()),
    };
    while_typed(session, control.attr("maxlength", most.to_string()).value(text), take)
}

/// Calls `take` on every keystroke, but not on half a word of an input method.
fn while_typed(session: Session, control: El, take: impl Fn(&Event) + Copy + Send + 'static) -> El {
    let composing = StoredValue::new(false);
    control
        .on("compositionstart", move |_| composing.set_value(true))
        .on("compositionend", move |event| {
            composing.set_value(false);
            take(&event);
        })
        .on("input", move |event| {
            if !composing.get_value() {
                take(&event);
            }
        })
        .on("blur", move |_| session.rest())
}

/// The control of a column that holds a day.
pub fn date(session: Session, task: &'static Task, field: Field) -> El {
    let date = session.row(task, move |row| row.entry.date(field));
    el("input").attr("type", "date").value(move || date().map(print_date).unwrap_or_default()).on(
        "change",
        move |event| {
            let value = read_date(&event_target_value(&event)).map(Value::Date);
            session.apply(vec![Edit { task: task.number, field, value }]);
        },
    )
}

/// A column or item of several parts, of which each control shows and changes one.
#[derive(Clone, Copy)]
pub struct Parted {
    /// The session.
    pub session: Session,
    /// The row.
    pub task: &'static Task,
    /// The column or item.
    pub field: Field,
}

impl Parted {
    fn read<T>(self, read: fn(&Record) -> T) -> impl Fn() -> T + Copy + Send + Sync + 'static
    where
        T: 'static,
    {
        let Self { session, task, field } = self;
        session.row(task, move |row| match row.entry.record(field) {
            Some(record) => read(record),
            None => read(&Record::default()),
        })
    }

    fn changed(self, change: impl FnOnce(&mut Record)) -> Edit {
        let Self { session, task, field } = self;
        let mut record = session
            .with_untracked(|ledger| ledger.entry(task.number).record(field).cloned())
            .unwrap_or_default();
        change(&mut record);
        // In a list an empty item is one still to be written; a column without words is empty.
        let keeps = matches!(field, Field::Measure(_) | Field::Note(_) | Field::Evidence(_));
        let value = (keeps || !record.is_empty()).then(|| Value::Record(Box::new(record)));
        Edit { task: task.number, field, value }
    }

    /// The control of its text.
    pub fn text(self, label: &'static str) -> El {
        let control = el("textarea")
            .attr("rows", "2")
            .attr("aria-label", label)
            .value(self.read(|record| record.text.clone()));
        while_typed(self.session, control, move |event| {
            let text = typed(&event_target_value(event));
            self.session.type_value(self.changed(|record| record.text = text));
        })
    }

    /// The control of what it says by whom, or where.
    pub fn by(self, label: &'static str) -> El {
        let control = el("input")
            .attr("type", "text")
            .attr("placeholder", label)
            .attr("aria-label", label)
            .value(self.read(|record| record.by.clone()));
        while_typed(self.session, control, move |event| {
            let by = typed(&event_target_value(event));
            self.session.type_value(self.changed(|record| record.by = by));
        })
    }

    /// Sets by whom; a column of which nothing is said any more is emptied.
    pub fn set_by(self, by: String) {
        let edit = self.changed(|record| {
            if by.is_empty() {
                *record = Record::default();
            }
            record.by = by;
        });
        self.session.apply(vec![edit]);
    }

    /// The control of its day.
    pub fn on(self, label: &'static str) -> El {
        let date = self.read(|record| record.on);
        el("input")
            .attr("type", "date")
            .attr("aria-label", label)
            .value(move || date().map(print_date).unwrap_or_default())
            .on("change", move |event| {
                let on = read_date(&event_target_value(&event));
                self.session.apply(vec![self.changed(|record| record.on = on)]);
            })
    }

    /// The control of whether it is done.
    pub fn done(self, label: &'static str) -> El {
        check_box(label, self.read(|record| record.done), move |done| {
            self.session.apply(vec![self.changed(|record| record.done = done)]);
        })
    }

    /// Takes it out, as a step that can be undone.
    pub fn remove(self) {
        self.session.apply(vec![Edit { task: self.task.number, field: self.field, value: None }]);
    }
}
