//! 来源: who put each value of a task there, and in which file it came.

use leptos::prelude::*;

use super::history::excerpt;
use crate::ledger::{Change, Entry, Field, History, Ledger};
use crate::policy::{Task, TaskNumber};
use crate::storage::origins::{Origin, Origins};
use crate::storage::repository::Repository;
use crate::ui::elements::dom::{El, IntoAnyView, classed, dyn_view, el, nothing};
use crate::ui::state::session::Session;
use crate::ui::widgets::parts::{scroller, table_head};

/// The origins of one task, folded away; nothing is looked up until they are unfolded.
pub fn view(session: Session, task: &'static Task) -> El {
    let is_wanted = RwSignal::new(false);
    // Looked at with every change of the ledger, but only read where it is another.
    let text = Memo::new(move |_| {
        session.track();
        let read = || session.with_repository(Repository::origins_text);
        if is_wanted.get() { read() } else { String::new() }
    });
    let origins = Memo::new(move |_| text.with(|text| Origins::parse(text).unwrap_or_default()));
    let content = move || {
        if !is_wanted.get() {
            return nothing();
        }
        let rows = session.with(|ledger| {
            origins.with(|origins| {
                let side = Side { session, task: task.number, ledger, origins };
                values(ledger.entry(task.number)).map(|value| side.row(value)).collect::<Vec<_>>()
            })
        });
        if rows.is_empty() {
            return classed("p", "empty").child("还没有填报过。").into_any_view();
        }
        let table = classed("table", "differences origins")
            .child(table_head(["栏目", "填报人（单位）", "时间", "来自"]))
            .child(rows.into_iter().fold(el("tbody"), El::child));
        scroller("来源").child(table).into_any_view()
    };
    classed("details", "group")
        .on("toggle", move |_| is_wanted.set(true))
        .child(el("summary").child("来源"))
        .child(dyn_view(content))
}

/// A column or item that holds a value: its history, and the change that put it there.
type Standing<'a> = (Field, &'a History, &'a Change);

/// All of a row, as they stand in it.
fn values(entry: &Entry) -> impl Iterator<Item = Standing<'_>> {
    let lists: [fn(Field) -> bool; 3] = [
        |field| matches!(field, Field::Measure(_)),
        |field| matches!(field, Field::Note(_)),
        |field| matches!(field, Field::Evidence(_)),
    ];
    let items = lists.into_iter().flat_map(|is_of| entry.items(is_of)).map(|(field, _)| field);
    let standing = |field| {
        let history = entry.history(field)?;
        let change = history.current().filter(|change| change.value.is_some())?;
        Some((field, history, change))
    };
    Field::COLUMNS.into_iter().chain(items).filter_map(standing)
}

/// What a line is made from.
struct Side<'a> {
    session: Session,
    task: TaskNumber,
    ledger: &'a Ledger,
    origins: &'a Origins,
}

impl Side<'_> {
    fn row(&self, (field, history, change): Standing<'_>) -> El {
        // Who settled a conflict chose what another had filled in.
        let chosen = history.chosen_by(change);
        let choice = chosen.map(|_| {
            let who = self.ledger.reporter(&change.stamp.actor).print();
            format!("，由{who}于{}裁决采用", self.minute(change))
        });
        let source = chosen.unwrap_or(change);
        // Which one of a list it is.
        let item = matches!(field, Field::Measure(_) | Field::Note(_) | Field::Evidence(_))
            .then(|| classed("span", "hint").child(excerpt(change.value.as_ref())));
        el("tr")
            .child(el("th").attr("scope", "row").child(field.name()).child(item))
            .child(el("td").child(self.ledger.reporter(&source.stamp.actor).print()))
            .child(classed("td", "number").child(self.minute(source)))
            .child(el("td").child(self.origin(source)).child(choice))
    }

    fn origin(&self, change: &Change) -> String {
        let stamp = &change.stamp;
        let is_own = self.session.preference(|preferences| preferences.is_own(&stamp.actor));
        match self.origins.of(self.task, stamp, is_own) {
            Origin::Unknown if self.session.demo => "演示数据".to_owned(),
            origin => origin.print(self.session.now()),
        }
    }

    fn minute(&self, change: &Change) -> String {
        self.session.now().local_minute(change.stamp.wall)
    }
}
