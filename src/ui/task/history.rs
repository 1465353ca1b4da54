//! Who changed what when.

use leptos::prelude::*;

use crate::ledger::{Change, Edit, Field, Ledger, Now, Stamp, Value};
use crate::policy::{Task, TaskNumber};
use crate::ui::elements::dom::{El, Fragment, IntoAnyView, button, classed, dyn_view, el};
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::parts::{row_link, scroller, table_head};

/// How many changes are set on the page before a person asks for all of them.
const PAGE: usize = 20;

/// The longest excerpt of a text in the log, in characters.
const EXCERPT: usize = 40;

/// The log of one task, newest first; where people differ, what each left.
pub fn view(task: &'static Task) -> AnyView {
    let session = use_session();
    let shown = RwSignal::new(PAGE);
    dyn_view(move || {
        let now = session.now();
        let (lines, all) = session.with(|ledger| {
            let lines = lines(ledger, task.number, now).take(shown.get()).collect::<Vec<_>>();
            (lines, ledger.entry(task.number).changes())
        });
        if lines.is_empty() {
            return classed("p", "empty").child("还没有填报过。").into_any_view();
        }
        let more = all.saturating_sub(lines.len());
        let further = (more > 0).then(|| {
            button("", move || shown.set(usize::MAX)).child(format!("显示更多（余{more}条）"))
        });
        let table = classed("table", "log")
            .child(table_head(["时间", "填报人", "栏目", "修改"]))
            .child(lines.into_iter().map(row).fold(el("tbody"), El::child));
        Fragment::default().child(scroller("修改记录").child(table)).child(further).into_any_view()
    })
}

fn row(line: Line) -> El {
    classed("tr", if line.is_contested { "contested" } else { "" })
        .child(classed("td", "number when").child(line.when))
        .child(classed("td", "who").child(line.who))
        .child(classed("td", "column").child(line.field))
        .child(classed("td", "change").child(line.change))
}

/// A change, as a log tells of it.
pub struct Line {
    /// The local time.
    pub when: String,
    /// By whom.
    pub who: String,
    /// The column.
    pub field: &'static str,
    /// What it was and what it became.
    pub change: String,
    /// Whether others left another value there without knowing of this one.
    pub is_contested: bool,
    /// Its place in time.
    pub stamp: Stamp,
}

/// The changes of a task, newest first.
pub fn lines(ledger: &Ledger, task: TaskNumber, now: Now) -> impl Iterator<Item = Line> {
    let entry = ledger.entry(task);
    let mut contested: Vec<(Field, &Change)> = Vec::new();
    for (field, history) in entry.histories().filter(|(_, history)| history.is_contested()) {
        contested.extend(history.heads().map(|head| (field, head)));
    }
    entry.log().map(move |(field, change)| {
        let before = entry.history(field).and_then(|history| history.replaced_by(change).last());
        Line {
            when: now.local_minute(change.stamp.wall),
            who: ledger.reporter(&change.stamp.actor).print(),
            field: field.name(),
            change: format!(
                "{} → {}",
                excerpt(before.and_then(|c| c.value.as_ref())),
                excerpt(change.value.as_ref())
            ),
            is_contested: contested.iter().any(|(of, head)| *of == field && head.is(change)),
            stamp: change.stamp.clone(),
        }
    })
}

/// What a number of changes would come to, before they are made: what stands there now and what would.
pub fn coming(session: Session, edits: &[Edit], then: &'static str) -> El {
    let row = |edit: &Edit| {
        let now = session.with_untracked(|l| excerpt(l.entry(edit.task).value(edit.field)));
        el("tr")
            .child(el("th").attr("scope", "row").child(row_link(edit.task)))
            .child(el("td").child(edit.field.name()))
            .child(el("td").child(now))
            .child(el("td").child(excerpt(edit.value.as_ref())))
    };
    let table = classed("table", "differences")
        .child(table_head(["任务", "栏目", "现在", then]))
        .child(edits.iter().map(row).fold(el("tbody"), El::child));
    scroller(then).child(table)
}

/// A value short enough for a line; 「空」 for none.
pub fn excerpt(value: Option<&Value>) -> String {
    let Some(value) = value else { return "空".to_owned() };
    let text = value.print();
    let mut short: String = text.chars().take(EXCERPT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
