//! 修改记录: what everyone changed, over all tasks of a filter, newest first.

use leptos::prelude::*;

use crate::browser::page;
use crate::ledger::Ledger;
use crate::policy::TaskNumber;
use crate::route::Route;
use crate::tally::Filter;
use crate::tally::searching::plain;
use crate::ui::elements::dom::{El, IntoAnyView, button, classed, commit, dyn_text, dyn_view, el};
use crate::ui::state::command::Command;
use crate::ui::state::filter::filter_of;
use crate::ui::state::projection;
use crate::ui::state::session::{Session, use_session};
use crate::ui::task::history::{Line, lines};
use crate::ui::widgets::parts::{row_link, scroller, table_head};
use crate::ui::widgets::typing;

/// How many changes are set on the page at first, and with every further asking.
const PAGE: usize = 200;

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let filter = filter_of(session, |route| match route {
        Route::Log(filter) => Some(filter),
        _ => None,
    });
    let (words, shown) = (RwSignal::new(String::new()), RwSignal::new(PAGE));
    let search = el("input")
        .attr("type", "search")
        .attr("placeholder", "填报人、栏目、日期、内容")
        .attr("aria-label", "在修改记录里找");
    let search = typing::words_into(search, move |typed| words.set(typed));
    let tools = classed("p", "sheet-tools")
        .child(
            el("a")
                .dyn_attr("href", move || Route::list(filter.get()).print())
                .child("← 列表和筛选"),
        )
        .child(button("打印", page::print));
    let count = RwSignal::new(0);
    let table = dyn_view(move || {
        let mut found = found(session, &filter.get(), &words.get());
        count.set(found.len());
        let more = found.len().saturating_sub(shown.get());
        found.truncate(shown.get());
        if found.is_empty() {
            let is_blank = session.with_untracked(|ledger| ledger.changes().next().is_none());
            let why =
                if is_blank { "暂无修改记录。" } else { "没有符合条件的修改。" };
            return classed("p", "empty").child(why).into_any_view();
        }
        let rows = found.into_iter().map(row).fold(el("tbody"), El::child);
        let table = classed("table", "log")
            .child(table_head(["时间", "任务", "填报人", "栏目", "修改"]))
            .child(rows);
        let further = (more > 0).then(|| {
            button("", move || shown.update(|count| *count += PAGE))
                .child(format!("显示更多（余{more}条）"))
        });
        el("div").child(scroller("修改记录").child(table)).child(further).into_any_view()
    });
    classed("div", "timeline")
        .child(el("h1").child("修改记录"))
        .child(tools)
        .child(
            el("details")
                .child(el("summary").child("本次操作"))
                .child(dyn_view(move || steps(session))),
        )
        .child(classed("p", "search").child(search))
        .child(
            classed("p", "count")
                .attr("role", "status")
                .child(dyn_text(move || format!("{}处修改", count.get()))),
        )
        .child(table)
}

/// What was done since the page was opened: back to any step of it, and forward again.
fn steps(session: Session) -> AnyView {
    session.track();
    let (done, undone) = projection::steps(session);
    let step = |name: String, label: &'static str, act: Box<dyn Fn() + Send>| {
        let button = commit(label, act)
            .attr("class", "quiet")
            .attr("aria-label", format!("{label}：{name}"));
        el("li").child(name).child(" ").child(button)
    };
    let ahead = undone.into_iter().enumerate().map(|(nth, name)| {
        let redo = move || (0..=nth).for_each(|_| session.dispatch(Command::Redo));
        step(name, "重做到这一步", Box::new(redo)).attr("class", "undone")
    });
    // The furthest ahead stands at the top, as the newest does below it.
    let ahead: Vec<El> = ahead.collect();
    let behind = done.into_iter().enumerate().map(|(nth, name)| {
        let undo = move || (0..=nth).for_each(|_| session.dispatch(Command::Undo));
        step(name, "撤销到这一步之前", Box::new(undo))
    });
    ahead.into_iter().rev().chain(behind).fold(classed("ol", "steps"), El::child).into_any_view()
}

/// The changes that hold all of the words, newest first, each with its task.
fn found(session: Session, filter: &Filter, words: &str) -> Vec<(TaskNumber, Line)> {
    let now = session.now();
    let tasks = projection::admitted(session, filter);
    // The periods belong to no task.
    let ledger_row = (*filter == Filter::default()).then_some(Ledger::LEDGER_ROW);
    let mut found: Vec<(TaskNumber, Line)> = session.with(|ledger| {
        let of = |task: TaskNumber| lines(ledger, task, now).map(move |l| (task, l));
        tasks
            .into_iter()
            .chain(ledger_row)
            .flat_map(of)
            .filter(|(_, line)| line.holds(words))
            .collect()
    });
    found.sort_by(|(_, a), (_, b)| b.stamp.cmp(&a.stamp));
    found
}

impl Line {
    fn holds(&self, words: &str) -> bool {
        let parts = [self.when.as_str(), &self.who, self.field, &self.change].map(plain);
        words.split_whitespace().all(|word| parts.iter().any(|part| part.contains(&plain(word))))
    }
}

fn row((task, line): (TaskNumber, Line)) -> El {
    classed("tr", if line.is_contested { "contested" } else { "" })
        .child(classed("td", "number when").child(line.when))
        .child(classed("td", "of-task").child(row_link(task)))
        .child(classed("td", "who").child(line.who))
        .child(classed("td", "column").child(line.field))
        .child(classed("td", "change").child(line.change))
}
