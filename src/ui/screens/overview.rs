//! 总览: how far are we, what is late, who must be reminded.

use leptos::prelude::*;

use super::charts;
use crate::browser::roving;
use crate::chart::ORDER;
use crate::ledger::{Ledger, Status};
use crate::policy::{Chapter, Task, TaskNumber, UnitId};
use crate::route::Route;
use crate::tally::{
    self, Attention, Duty, Filter, Light, Lit, Slice, Tally, print_share_tenths, print_shares, rows,
};
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, dyn_text, dyn_view, el, link, nothing,
};
use crate::ui::importing::picking;
use crate::ui::state::demonstration::DEMO_QUERY;
use crate::ui::state::pending::DialogRequest;
use crate::ui::state::projection;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::parts::{heading, list, status_mark, task_label};

/// How many units to remind are named at first sight.
const REMINDED: usize = 5;

/// How the id of a task's square begins.
pub const SQUARE: &str = "square-";

/// The id of what holds the squares.
const FIELD: &str = "field-of-tasks";

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let sections = &session.policy().plan.chapters;
    let squares =
        sections.iter().map(|section| section_squares(session, section)).collect::<Vec<_>>();
    let title = heading("h2", "field-title", "48项任务一览");
    let field = classed("section", "field-of-tasks").attr("aria-labelledby", "field-title");
    let field = one_stop(field, FIELD.to_owned());
    classed("div", "overview")
        .child(total(session))
        .child(
            classed("div", "overview-columns")
                // What is late comes first, to the eye as to the Tab key, one above the other or side by side.
                .child(needs_attention(session))
                .child(field.child(title).child(squares)),
        )
        .child(charts::view())
}

/// A part with many links that are one Tab stop: see [`roving`].
fn one_stop(part: El, id: String) -> El {
    let here = id.clone();
    part.attr("id", id.clone()).on("focusin", move |_| roving::stop_at_focused(&here)).on(
        "keydown",
        move |event| {
            roving::step(&id, &event);
        },
    )
}

/// The total line: by status, with count and share.
fn total(session: Session) -> El {
    let policy = session.policy();
    let total = move || session.with(|ledger| Tally::of(rows(policy, ledger)));
    let strong = move |read: fn(&Tally) -> String| {
        classed("strong", "number").child(dyn_text(move || read(&total())))
    };
    let shares = |t: &Tally| {
        format!(
            "（{}/{}，{}）",
            t.complete(),
            t.total(),
            print_share_tenths(t.complete(), t.total())
        )
    };
    let part = |status: Status| {
        let href = Route::list(Filter { status: Some(status), ..Filter::default() }).print();
        let count = move || total().count(status);
        // Whoever adds them up gets 100 %.
        let share = move || {
            let shares = print_shares(&Status::ALL.map(|status| total().count(status)));
            shares.get(status.index()).cloned().unwrap_or_default()
        };
        el("li").child(
            link(href)
                .attr("class", "status")
                .attr("data-status", status.slug())
                .child(status_mark(status.mark()))
                .child(status.name())
                .child(" ")
                .child(classed("strong", "number").child(dyn_text(move || count().to_string())))
                .child(" ")
                .child(classed("span", "hint number").child(dyn_text(share))),
        )
    };
    let segment = |status: Status| {
        el("span")
            .attr("data-status", status.slug())
            .style("flex-grow", move || total().count(status).to_string())
    };
    let title = el("h1")
        .child(el("span").child(strong(|t| t.total().to_string())).child("项任务"))
        .child(
            el("span")
                .child("已完成 ")
                .child(strong(|t| t.complete().to_string()))
                .child(classed("span", "number").child(dyn_text(move || shares(&total())))),
        )
        .child(el("span").child("平均完成率 ").child(strong(|t| format!("{}%", t.progress()))));
    classed("section", "total")
        .attr("aria-label", "总进展")
        .child(title)
        .child(
            classed("div", "total-bar")
                .attr("aria-hidden", "true")
                .child(Vec::from(ORDER.map(segment))),
        )
        .child(classed("ul", "total-parts").child(Vec::from(Status::ALL.map(part))))
        .child(
            classed("p", "hint")
                .child("已完成 = 已完成 + 已销号；平均完成率 = 48项完成率的平均值。"),
        )
}

fn section_squares(session: Session, section: &'static Chapter) -> Fragment {
    let squares = section.tasks.iter().map(|task| square(session, task)).collect::<Vec<_>>();
    Fragment::default()
        .child(el("h3").child(section.title.as_str()))
        .child(classed("ol", "squares").child(squares))
}

fn square(session: Session, task: &'static Task) -> El {
    let status = projection::of_row(session, task, |row| row.entry.status());
    let start: String = task.text.chars().take(40).collect();
    let label = move || format!("{} {}：{start}…", task_label(task.number), status().name());
    el("li").child(
        link(Route::task(task.number).print())
            .attr("class", "square")
            .attr("id", format!("{SQUARE}{}", task.number.0))
            .attr("tabindex", if task.number == TaskNumber(1) { "0" } else { "-1" })
            .dyn_attr("data-status", move || status().slug())
            .dyn_attr("title", label.clone())
            .dyn_attr("aria-label", label)
            .on("focus", move |_| session.set_cursor(Some(task.number)))
            .child(classed("span", "number").child(task.number.0.to_string()))
            .child(classed("span", "mark").child(dyn_text(move || status().mark().to_owned()))),
    )
}

fn needs_attention(session: Session) -> El {
    classed("section", "attention")
        .attr("aria-labelledby", "attention-title")
        .child(heading("h2", "attention-title", "需要关注"))
        .child(dyn_view(move || match projection::export_due(session) {
            Some(count) => classed("p", "reminder")
                .child(format!("有{count}处修改还没有导出备份。"))
                .child(button("导出", move || session.ask_for(DialogRequest::Export)))
                .into_any_view(),
            None => nothing(),
        }))
        .child(dyn_view(
            move || {
                if session.with(Ledger::is_blank) { blank() } else { found(session) }
            },
        ))
        .child(by_unit(session).bool_attr("hidden", move || session.with(Ledger::is_blank)))
}

fn blank() -> AnyView {
    let first = link(Route::task(TaskNumber(1)).print()).child("开始填报");
    Fragment::default()
        .child(classed("p", "empty").child("48项任务尚未填报。"))
        .child(
            classed("p", "actions")
                .child(first)
                .child(button("导入台账文件", picking::choose))
                .child(link(DEMO_QUERY.to_owned()).child("查看演示")),
        )
        .into_any_view()
}

/// A name that leads to the tasks of a filter, and how many they are.
fn counted(filter: Filter, name: &str, count: u32) -> El {
    let count = classed("strong", "number").child(count.to_string());
    link(Route::list(filter).print()).child(name.to_owned()).child(count)
}

fn found(session: Session) -> AnyView {
    let policy = session.policy();
    let yardstick = session.yardstick();
    let (found, remind, lit) = session.with(|ledger| {
        let found = tally::attention(rows(policy, ledger), yardstick.now);
        let remind = tally::to_remind(policy, ledger, yardstick);
        (found, remind, tally::lit_among(rows(policy, ledger), yardstick))
    });
    if found.is_empty() && lit.is_empty() {
        return classed("p", "empty").child("没有需要关注的事项。").into_any_view();
    }
    let reason = |(attention, count): &(Attention, u32)| {
        let filter = Filter { attention: Some(*attention), ..Filter::default() };
        let counted = counted(filter, attention.name(), *count);
        el("li").attr("data-attention", attention.slug()).child(counted)
    };
    let lights = Fragment::default()
        .child(list("ul", "lit", lit.iter().map(lit_tasks)))
        .child(classed("p", "hint").child(format!("亮灯按{}。", yardstick.rule.name())));
    Fragment::default()
        .child(if lit.is_empty() { nothing() } else { lights.into_any_view() })
        .child(list("ul", "reasons", found.iter().map(reason)))
        .child(if remind.is_empty() {
            nothing()
        } else {
            reminders(session, &remind).into_any_view()
        })
        .into_any_view()
}

/// A light, which leads to its tasks, and their numbers, each of which leads to the task.
fn lit_tasks((light, tasks): &(Light, Vec<TaskNumber>)) -> El {
    let number = |task: &TaskNumber| {
        link(Route::task(*task).print())
            .attr("aria-label", task_label(*task))
            .attr("tabindex", "-1")
            .child(task.0.to_string())
    };
    let filter = Filter { light: Some(Lit::One(*light)), by_lateness: true, ..Filter::default() };
    let head = link(Route::list(filter).print())
        .attr("class", "light")
        .attr("data-light", light.slug())
        .child(status_mark(light.mark()))
        .child(light.name())
        .child(classed("strong", "number").child(tasks.len().to_string()));
    let row = one_stop(el("li"), format!("lit-{}", light.slug())).child(head);
    tasks.iter().map(number).fold(row, El::child)
}

/// Whom to remind, and of how many tasks.
fn reminders(session: Session, remind: &[(UnitId, u32)]) -> Fragment {
    let unit = |(unit, count): &(UnitId, u32)| {
        let name = session.policy().roster().name(*unit);
        let filter = Filter {
            unit: Some(name.to_owned()),
            duty: Duty::FirstLead,
            by_name: true,
            light: Some(Lit::Pressing),
            by_lateness: true,
            ..Filter::default()
        };
        el("li").child(counted(filter, name, *count))
    };
    let units = list("ul", "reasons units", remind.iter().take(REMINDED).map(unit));
    let title = format!("应提醒的牵头单位（{}个）", remind.len());
    Fragment::default()
        .child(el("h3").child(title))
        .child(units)
        .child(classed("p", "hint").child("严重滞后、逾期、受阻任务数，按首位牵头单位。"))
}

/// What each unit must do in whatever role, and what of it is late: counted once somebody asks.
fn by_unit(session: Session) -> El {
    let is_asked = RwSignal::new(false);
    let unit = |slice: &Slice| {
        let late = Filter { light: Some(Lit::Late), by_lateness: true, ..slice.filter.clone() };
        let late = (slice.late > 0).then(|| counted(late, "滞后", slice.late));
        el("li").child(counted(slice.filter.clone(), &slice.label, slice.tally.total())).child(late)
    };
    let units = move || {
        if !is_asked.get() {
            return nothing();
        }
        let (policy, yardstick) = (session.policy(), session.yardstick());
        let units = session.with(|ledger| tally::by_unit(policy, ledger, yardstick));
        list("ul", "reasons units all-units", units.iter().map(unit)).into_any_view()
    };
    classed("details", "more")
        .on("toggle", move |_| is_asked.set(true))
        .child(el("summary").child("各单位任务数和滞后数（含牵头、配合、支持）"))
        .child(dyn_view(units))
}
