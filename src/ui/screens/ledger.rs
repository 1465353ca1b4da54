//! 台账: the list of tasks with search and filters, and beside it the task that is open.

use leptos::prelude::*;

use super::{chips, choices};
use crate::browser::{order, page, task};
use crate::ledger::stamp::print_date;
use crate::policy::{Policy, Task, TaskNumber};
use crate::route::Route;
use crate::tally::{Assessment, Filter, Light, Row, print_tenths};
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, classed, dyn_text, dyn_view, effect, el, link, nothing,
};
use crate::ui::state::filter::{change_filter, filter_of};
use crate::ui::state::projection;
use crate::ui::state::session::{Session, use_session};
use crate::ui::task::detail;
use crate::ui::widgets::parts::{heading, light_tag, list, percent_bar, status_tag};
use crate::ui::widgets::typing;

/// The id of the search field.
pub const SEARCH: &str = "search";

/// How the id of a task's link in the list begins.
pub const ROW: &str = "row-";

/// The id of a task's link in the list.
pub fn row_id(task: TaskNumber) -> String {
    format!("{ROW}{}", task.0)
}

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let filter = filter_of(session, |route| match route {
        Route::Ledger { filter, .. } => Some(filter),
        _ => None,
    });
    let open = Memo::new(move |_| match session.route.get() {
        Route::Ledger { task, .. } => task.filter(|task| session.policy().task(*task).is_some()),
        _ => None,
    });
    let admitted = Memo::new(move |_| filter.with(|filter| projection::admitted(session, filter)));
    effect(move || {
        if let Some(task) = open.get() {
            session.set_cursor(Some(task));
        }
    });
    let mut was_sorted = false;
    effect(move || {
        let is_sorted = filter.with(|filter| filter.by_lateness);
        if is_sorted || std::mem::replace(&mut was_sorted, is_sorted) {
            was_sorted = is_sorted;
            let shown = if is_sorted { admitted.get() } else { Vec::new() };
            // The screen is set on the page after it was made.
            task::next_frame(move || put_in_order(session.policy(), &shown));
        }
    });
    let shown = List { filter, admitted, open };
    let rows = session.policy().tasks().map(|task| row(session, task, shown));
    let nothing_admitted = move || admitted.with(Vec::is_empty);
    let detail = move || match open.get().and_then(|number| session.policy().task(number)) {
        Some(task) => detail::view(task, filter, admitted).into_any_view(),
        None => classed("p", "empty").child("请从列表中选择任务。").into_any_view(),
    };
    el("div")
        .dyn_attr("class", move || if open.get().is_some() { "ledger has-open" } else { "ledger" })
        // Outside the list: on a narrow screen an open task takes the list's place.
        .child(heading("h1", "list-title", "台账").attr("class", "sr-only"))
        .child(
            classed("section", "list")
                .attr("aria-labelledby", "list-title")
                .child(filters(session, filter))
                .child(count(session, filter, admitted))
                .child(list("ol", "rows", rows))
                .child(
                    classed("p", "empty")
                        .bool_attr("hidden", move || !nothing_admitted())
                        .child("没有符合条件的任务。")
                        .child(link(Route::list(Filter::default()).print()).child("清除筛选")),
                ),
        )
        .child(
            classed("section", "pane")
                .attr("aria-label", "任务详情")
                .element_effect(move |pane| {
                    if open.get().is_some() {
                        let pane = pane.clone();
                        task::next_frame(move || page::to_top(&pane));
                    }
                })
                .child(dyn_view(detail)),
        )
}

/// Puts the rows of the list in this order, and after them the others in the printed one.
fn put_in_order(policy: &Policy, first: &[TaskNumber]) {
    let others = policy.tasks().map(|task| task.number).filter(|task| !first.contains(task));
    order::put_in_order(first.iter().copied().chain(others).map(row_id));
}

/// What is listed, and which of it is open.
#[derive(Clone, Copy)]
struct List {
    filter: Memo<Filter>,
    admitted: Memo<Vec<TaskNumber>>,
    open: Memo<Option<TaskNumber>>,
}

/// A view of the tasks of a filter.
type View = fn(Filter) -> Route;

/// Other views of the tasks that are listed.
const VIEWS: [(&str, View); 3] =
    [("表格", Route::Table), ("时间轴", Route::Timeline), ("修改记录", Route::Log)];

fn count(session: Session, filter: Memo<Filter>, admitted: Memo<Vec<TaskNumber>>) -> El {
    let all = session.policy().tasks().count();
    let clear = move || {
        if filter.with(Filter::is_empty) {
            return nothing();
        }
        let by_lateness = filter.with(|filter| filter.by_lateness);
        let open = Filter { by_lateness, ..Filter::default() };
        let clear = link(Route::list(open).print()).child("清除筛选");
        Fragment::default().child(format!("（共{all}项） ")).child(clear).into_any_view()
    };
    classed("p", "count")
        .attr("role", "status")
        .child(dyn_text(move || format!("{}项", admitted.with(Vec::len))))
        .child(dyn_view(clear))
        .child(dyn_view(move || {
            Vec::from(VIEWS.map(|(name, view)| {
                // They have an order of their own.
                let filter = Filter { by_lateness: false, ..filter.get() };
                link(view(filter).print()).attr("class", "to-table").child(name)
            }))
            .into_any_view()
        }))
        .child(chips::order(filter))
}

fn row(session: Session, task: &'static Task, shown: List) -> El {
    let number = task.number;
    let row = projection::of_row(session, task, |row| (row.entry.status(), row.entry.percent()));
    let keep_up = projection::row(session, number);
    let judged = move || {
        keep_up();
        let (policy, yardstick) = (session.policy(), session.yardstick());
        session.with_untracked(|ledger| {
            let row = Row::new(policy, ledger, task);
            let assessed = row.assess(yardstick);
            (assessed.light, lag(&assessed), due_words(&row))
        })
    };
    let leads: Vec<&str> =
        task.lead.iter().map(|a| session.policy().roster().name(a.unit)).collect();
    let leads = leads.join("、");
    let duty = move || shown.filter.with(|filter| duty_words(session.policy(), task, filter));
    // A day is not broken in two, as browsers do at its hyphens.
    let due = classed("span", "due").child(dyn_text(move || judged().2));
    let dot = dyn_text(move || if judged().2.is_empty() { "" } else { " · " }.to_owned());
    let under =
        classed("span", "row-lead").child(leads).child(dot).child(due).child(dyn_text(duty));
    let href = move || Route::Ledger { filter: shown.filter.get(), task: Some(number) }.print();
    let at_cursor = move || session.cursor.get() == Some(number);
    // Of what is complete or not begun, the status says as much.
    let is_plain = move || matches!(judged().0, Light::Done | Light::NotStarted);
    let light = light_tag(move || judged().0)
        .bool_attr("hidden", is_plain)
        .child(classed("span", "lag").child(dyn_text(move || judged().1)));
    let state = classed("span", "row-state")
        .child(status_tag(move || row().0))
        .child(light)
        .child(percent_bar(move || row().1));
    let link = el("a")
        .attr("id", row_id(number))
        .dyn_attr("class", move || if at_cursor() { "row cursor" } else { "row" })
        .dyn_attr("href", href)
        .aria_current(move || shown.open.get() == Some(number))
        .on("focus", move |_| session.set_cursor(Some(number)))
        .child(classed("span", "row-number number").child(number.0.to_string()))
        .child(classed("span", "row-text").child(task.text.as_str()))
        .child(under)
        .child(state);
    el("li")
        .bool_attr("hidden", move || shown.admitted.with(|tasks| !tasks.contains(&number)))
        .child(link)
}

/// How far it is behind: 「逾期3天」, 「低46点」; empty where it is not.
fn lag(assessed: &Assessment) -> String {
    match (assessed.overdue_days, assessed.gap) {
        (days @ 1.., _) => format!("逾期{days}天"),
        (0, Some(gap @ ..0)) => format!("低{}点", print_tenths(gap.unsigned_abs())),
        _ => String::new(),
    }
}

/// When it is due: 「时限2022-06-30」.
fn due_words(row: &Row<'_>) -> String {
    match row.due() {
        _ if row.entry.is_standing() => "长期坚持".to_owned(),
        Some(due) if due.is_default => format!("时限（默认）{}", print_date(due.date)),
        Some(due) => format!("时限{}", print_date(due.date)),
        None => String::new(),
    }
}

/// What the unit that is looked for has to do with a task, and through what group: 「 · 南沙区政府配合（含于“各区政府”）」.
fn duty_words(policy: &Policy, task: &Task, filter: &Filter) -> String {
    let unit = filter.unit.as_deref().and_then(|name| policy.roster().resolve(name));
    let Some((unit, (role, is_member))) = unit.and_then(|unit| Some((unit, task.role_of(unit)?)))
    else {
        return String::new();
    };
    let roster = policy.roster();
    let mut groups = task.assignments().filter(|(_, a)| a.members.contains(&unit));
    let group = groups.next().filter(|_| is_member);
    let group = group.map(|(_, a)| format!("（含于“{}”）", roster.name(a.unit)));
    format!(" · {}{}{}", roster.name(unit), role.name(), group.unwrap_or_default())
}

fn filters(session: Session, filter: Memo<Filter>) -> El {
    let search = el("input")
        .attr("id", SEARCH)
        .attr("type", "search")
        .attr("placeholder", "搜索任务、单位、序号")
        .attr("autocomplete", "off")
        .value(move || filter.with(|filter| filter.words.clone()));
    let search = typing::words_into(search, move |words| {
        change_filter(session, filter, |filter| filter.words = words);
    });
    let search = classed("label", "search")
        .child(classed("span", "sr-only").child("搜索（按 / 键）"))
        .child(search);
    let choices = choices::all(session.policy())
        .into_iter()
        .map(|choice| choices::select(session, filter, choice));
    // Once needed it stays open, also when the last choice is taken back.
    let mut needed = false;
    let is_open = move || {
        needed |= !filter.with(choices::is_all_open);
        needed
    };
    let more = classed("details", "more")
        .prop("open", is_open)
        .child(el("summary").child("筛选条件"))
        .child(list("div", "selects", choices));
    classed("form", "filters")
        .attr("role", "search")
        .attr("aria-label", "筛选任务")
        .on("submit", |event| event.prevent_default())
        .child(search)
        .child(chips::mine(session, filter))
        .child(chips::late(session, filter))
        .child(chips::chosen(session, filter))
        .child(more)
}
