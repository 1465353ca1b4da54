//! The controls of a row's columns: each follows what is reported and takes over what is typed. See
//! [`crate::ui::widgets::typing`].

use crate::inbox::sheet::read_cell;
use crate::ledger::field::{MAX_LINE_CHARS, MAX_TEXT_CHARS};
use crate::ledger::stamp::print_date;
use crate::ledger::value::Evidence;
use crate::ledger::value::MAX_SOURCE_CHARS;
use crate::ledger::{Edit, Field, Kind, Parts, Record, Value};
use crate::policy::Task;
use crate::ui::elements::dom::{El, IntoAnyView, classed, el};
use crate::ui::state::command::Command;
use crate::ui::state::projection;
use crate::ui::state::session::Session;
use crate::ui::widgets::binding::{Binding, InputKind, typed};
use crate::ui::widgets::dates;
use crate::ui::widgets::parts::check_box;
use crate::ui::widgets::typing::{self, Typed};

/// A labelled control.
pub fn labelled(label: &'static str, control: impl IntoAnyView) -> El {
    classed("label", "field").child(el("span").child(label)).child(control)
}

/// The control of a column that holds a text, of so many lines; one line is an input.
pub fn text(session: Session, task: &'static Task, field: Field, lines: u8) -> Typed {
    let most = if let Kind::Text(most) = field.kind() { most } else { 0 };
    let edit = move |text: &str| {
        let text = typed(text);
        let value = (!text.is_empty()).then_some(Value::Text(text));
        Edit { task: task.number, field, value }
    };
    let control = match lines {
        1 => el("input").attr("type", "text"),
        _ => el("textarea").attr("rows", lines.to_string()),
    };
    let binding = Binding {
        session,
        name: field.name(),
        kind: InputKind::Text(most),
        key: key(task, field, ""),
        reported: Box::new(projection::of_row(session, task, move |row| {
            row.entry.text(field).to_owned()
        })),
        take: Box::new(move |text| {
            session.dispatch(Command::Type(edit(text)));
            Ok(())
        }),
        bring_back: Box::new(move |text| session.dispatch(Command::Untype(edit(text)))),
    };
    typing::bind(binding, control)
}

/// Under which name what was typed into a part of a column is kept where it cannot be taken over.
fn key(task: &'static Task, field: Field, part: &str) -> String {
    let item = match field {
        Field::Measure(item) | Field::Note(item) | Field::Evidence(item) => item.to_string(),
        _ => String::new(),
    };
    format!("第{}项{} {item} {part}", task.number.0, field.name())
}

/// The control of a column that holds a day or a percentage: `print` says how it is shown.
fn whole(
    session: Session,
    task: &'static Task,
    field: Field,
    print: fn(&Value) -> String,
    empty: &'static str,
) -> Binding {
    let set = move |text: &str| {
        let value = read_cell(field, text).map_err(|error| error.to_string())?;
        session.dispatch(Command::Set(Edit { task: task.number, field, value }));
        Ok(())
    };
    Binding {
        session,
        name: field.name(),
        kind: InputKind::Whole,
        key: key(task, field, ""),
        reported: Box::new(projection::of_row(session, task, move |row| {
            row.entry.value(field).map_or_else(|| empty.to_owned(), print)
        })),
        take: Box::new(set),
        bring_back: Box::new(move |text| drop(set(text))),
    }
}

/// The control of a column that holds a day.
pub fn date(session: Session, task: &'static Task, field: Field) -> Typed {
    dates::control(whole(session, task, field, Value::print, ""))
}

/// The control of 完成率, as a number. Neither a wheel nor an arrow key changes it unseen.
pub fn percent(session: Session, task: &'static Task) -> Typed {
    let print = |value: &Value| value.print().trim_end_matches('%').to_owned();
    let control = el("input").attr("type", "text").attr("inputmode", "numeric");
    typing::bind(whole(session, task, Field::Percent, print, "0"), control.attr("class", "figure"))
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
    fn read<T>(self, read: fn(&Parts) -> T) -> impl Fn() -> T + Copy + Send + Sync + 'static
    where
        T: 'static,
    {
        let Self { session, task, field } = self;
        projection::of_row(session, task, move |row| match row.entry.record(field) {
            Some(record) => read(record.parts()),
            None => read(&Parts::default()),
        })
    }

    fn changed(self, change: impl FnMut(&mut Record)) -> Edit {
        let Self { session, task, field } = self;
        let standing = session.with_untracked(|l| l.entry(task.number).record(field).cloned());
        let mut record = standing.or_else(|| Record::of(field, Parts::default()));
        record.iter_mut().for_each(change);
        // In a list an empty item is one still to be written; a column without words is empty.
        let keeps = matches!(field, Field::Measure(_) | Field::Note(_) | Field::Evidence(_));
        let record = record.filter(|record| keeps || !record.is_empty());
        let value = record.map(|record| Value::Record(Box::new(record)));
        Edit { task: task.number, field, value }
    }

    /// The binding of one of its texts, of at most so many characters.
    fn binding(
        self,
        name: &'static str,
        most: usize,
        read: fn(&Record) -> &str,
        set: fn(&mut Record, &str),
    ) -> Binding {
        let Self { session, task, field } = self;
        let edit = move |text: &str| self.changed(|record| set(record, &typed(text)));
        Binding {
            session,
            name,
            kind: InputKind::Text(most),
            key: key(task, field, name),
            reported: Box::new(projection::of_row(session, task, move |row| {
                row.entry.record(field).map_or_else(String::new, |record| read(record).to_owned())
            })),
            take: Box::new(move |text| {
                let edit = edit(text);
                if !edit.fits() {
                    return Err(format!("“{name}”太长，还没有保存。请改短一些。"));
                }
                session.dispatch(Command::Type(edit));
                Ok(())
            }),
            bring_back: Box::new(move |text| session.dispatch(Command::Untype(edit(text)))),
        }
    }

    /// The control of its text.
    pub fn text(self, label: &'static str) -> Typed {
        let set = |record: &mut Record, text: &str| text.clone_into(&mut record.parts_mut().text);
        let control = el("textarea").attr("rows", "2");
        typing::bind(
            self.binding(label, MAX_TEXT_CHARS, |record| &record.parts().text, set),
            control,
        )
    }

    /// The control of what it says by whom.
    pub fn by(self, label: &'static str) -> Typed {
        let set = |record: &mut Record, by: &str| by.clone_into(&mut record.parts_mut().by);
        let control = el("input").attr("type", "text").attr("placeholder", label);
        typing::bind(self.binding(label, MAX_LINE_CHARS, |record| &record.parts().by, set), control)
    }

    /// The control of the title of a piece of evidence.
    pub fn title(self, label: &'static str) -> Typed {
        let set = |record: &mut Record, title: &str| {
            if let Record::Evidence(evidence) = record {
                let source = evidence.source().to_owned();
                evidence.describe(title, &source);
            }
        };
        let control = el("textarea").attr("rows", "2");
        typing::bind(
            self.binding(label, MAX_TEXT_CHARS, |record| evidence(record, Evidence::title), set),
            control,
        )
    }

    /// The control of where a piece of evidence is.
    pub fn source(self, label: &'static str) -> Typed {
        let set = |record: &mut Record, source: &str| {
            if let Record::Evidence(evidence) = record {
                let title = evidence.title().to_owned();
                evidence.describe(&title, source);
            }
        };
        let control = el("input").attr("type", "text").attr("placeholder", label);
        typing::bind(
            self.binding(label, MAX_SOURCE_CHARS, |record| evidence(record, Evidence::source), set),
            control,
        )
    }

    /// Sets by whom; a column of which nothing is said any more is emptied.
    pub fn set_by(self, by: &str) {
        let edit = self.changed(|record| {
            let parts = record.parts_mut();
            if by.is_empty() {
                *parts = Parts::default();
            }
            by.clone_into(&mut parts.by);
        });
        self.session.dispatch(Command::Apply(vec![edit]));
    }

    /// The control of its day.
    pub fn on(self, label: &'static str) -> Typed {
        let Self { session, task, field } = self;
        let set = move |text: &str| {
            let on = dates::read(label, text)?;
            session
                .dispatch(Command::Apply(vec![self.changed(|record| record.parts_mut().on = on)]));
            Ok(())
        };
        let date = self.read(|parts| parts.on);
        dates::control(Binding {
            session,
            name: label,
            kind: InputKind::Whole,
            key: key(task, field, label),
            reported: Box::new(move || date().map(print_date).unwrap_or_default()),
            take: Box::new(set),
            bring_back: Box::new(move |text| drop(set(text))),
        })
    }

    /// The control of whether it is done.
    pub fn done(self, label: &'static str) -> El {
        check_box(label, self.read(|parts| parts.done), move |done| {
            self.session.dispatch(Command::Apply(vec![
                self.changed(|record| record.parts_mut().done = done),
            ]));
        })
    }

    /// Takes it out, as a step that can be undone.
    pub fn remove(self) {
        let item = key(self.task, self.field, "");
        self.session.typing.forget(|key| key.starts_with(&item));
        self.session.dispatch(Command::Apply(vec![Edit {
            task: self.task.number,
            field: self.field,
            value: None,
        }]));
    }
}

/// What is read of a piece of evidence.
fn evidence(record: &Record, read: fn(&Evidence) -> &str) -> &str {
    match record {
        Record::Evidence(evidence) => read(evidence),
        _ => "",
    }
}
