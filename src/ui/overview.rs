//! 总览: how far are we, what is late, who must be reminded.

use leptos::prelude::*;

use super::charts;
use super::dom::{El, Part, Parts, button, classed, dynamic, el, link, live, nothing};
use super::parts::{heading, list, status_mark, task_label};
use super::session::{Asked, DEMO, Session, use_session};
use crate::chart::ORDER;
use crate::ledger::Status;
use crate::policy::{Chapter, Task, TaskNumber, UnitId};
use crate::route::Route;
use crate::tally::{self, Attention, Duty, Filter, Light, Tally, print_share};

/// How many units to remind are named at first sight.
const REMINDED: usize = 5;

/// How the id of a task's square begins.
pub const SQUARE: &str = "square-";

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let sections = &session.policy().plan.chapters;
    let squares =
        sections.iter().map(|section| section_squares(session, section)).collect::<Vec<_>>();
    let title = heading("h2", "field-title", "48 项任务一览").child(classed("span", "hint").child(
        if session.is_report() {
            "点开查看"
        } else {
            "点开填报；聚焦后按 1–5 直接标记"
        },
    ));
    let field = classed("section", "field-of-tasks").attr("aria-labelledby", "field-title");
    classed("div", "overview")
        .child(total(session))
        .child(
            classed("div", "overview-columns")
                .child(field.child(title).child(squares))
                .child(needs_attention(session)),
        )
        .child(charts::view())
}

/// The total line: by status, with count and share.
fn total(session: Session) -> El {
    let policy = session.policy();
    let total =
        move || session.with(|ledger| tally::of(policy, ledger, &Filter::default(), session.now()));
    let strong = move |read: fn(&Tally) -> String| {
        classed("strong", "number").child(live(move || read(&total())))
    };
    let shares = |t: &Tally| {
        format!("（{}/{}，{}）", t.complete(), t.total(), print_share(t.complete(), t.total()))
    };
    let part = |status: Status| {
        let href = Route::list(Filter { status: Some(status), ..Filter::default() }).print();
        let count = move || total().count(status);
        let share = move || print_share(count(), total().total());
        el("li").child(
            link(href)
                .attr("class", "status")
                .attr("data-status", status.slug())
                .child(status_mark(status.mark()))
                .child(status.name())
                .child(" ")
                .child(classed("strong", "number").child(live(move || count().to_string())))
                .child(" ")
                .child(classed("span", "hint number").child(live(share))),
        )
    };
    let segment = |status: Status| {
        el("span")
            .attr("data-status", status.slug())
            .style("flex-grow", move || total().count(status).to_string())
    };
    let title = el("h1")
        .child(el("span").child(strong(|t| t.total().to_string())).child(" 项任务"))
        .child(
            el("span")
                .child("已完成 ")
                .child(strong(|t| t.complete().to_string()))
                .child(classed("span", "number").child(live(move || shares(&total())))),
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
                .child("已完成 = 已完成 + 已销号；平均完成率 = 48 项完成率的平均值。"),
        )
}

fn section_squares(session: Session, section: &'static Chapter) -> Parts {
    let squares = section.tasks.iter().map(|task| square(session, task)).collect::<Vec<_>>();
    Parts::default()
        .child(el("h3").child(section.title.as_str()))
        .child(classed("ol", "squares").child(squares))
}

fn square(session: Session, task: &'static Task) -> El {
    let status = session.row(task, |row| row.entry.status());
    let start: String = task.text.chars().take(40).collect();
    let label = move || format!("{} {}：{start}…", task_label(task.number), status().name());
    el("li").child(
        link(Route::task(task.number).print())
            .attr("class", "square")
            .attr("id", format!("{SQUARE}{}", task.number.0))
            .says("data-status", move || status().slug())
            .says("title", label.clone())
            .says("aria-label", label)
            .on("focus", move |_| session.cursor.set(Some(task.number)))
            .child(classed("span", "number").child(task.number.0.to_string()))
            .child(classed("span", "mark").child(live(move || status().mark().to_owned()))),
    )
}

fn needs_attention(session: Session) -> El {
    classed("section", "attention")
        .attr("aria-labelledby", "attention-title")
        .child(heading("h2", "attention-title", "需要关注"))
        .child(dynamic(move || match session.export_due() {
            Some(count) => classed("p", "reminder")
                .child(format!("有 {count} 处修改还没有导出备份。"))
                .child(button("导出", move || session.ask_for(Asked::Export)))
                .into_part(),
            None => nothing(),
        }))
        .child(dynamic(move || {
            if session.with(crate::ledger::Ledger::is_blank) { blank() } else { found(session) }
        }))
}

fn blank() -> AnyView {
    classed("p", "empty")
        .child("台账还是空的。从")
        .child(link(Route::task(TaskNumber(1)).print()).child("第 1 项"))
        .child("开始填报，或者「导入」同事发来的 JSON 文件。也可以先")
        .child(link(DEMO.to_owned()).child("看看填好的样子（演示）"))
        .child("。")
        .into_part()
}

fn found(session: Session) -> AnyView {
    let policy = session.policy();
    let yardstick = session.yardstick();
    let (found, remind, lit) = session.with(|ledger| {
        let found = tally::attention(policy, ledger, &Filter::default(), session.now());
        let remind = tally::to_remind(policy, ledger, session.now());
        (found, remind, tally::lit(policy, ledger, yardstick))
    });
    if found.is_empty() && lit.is_empty() {
        return classed("p", "empty").child("没有需要关注的事项。").into_part();
    }
    let counted = |filter: Filter, name: &str, count: u32| {
        let count = classed("strong", "number").child(count.to_string());
        link(Route::list(filter).print()).child(name.to_owned()).child(count)
    };
    let reason = |(attention, count): &(Attention, u32)| {
        let filter = Filter { attention: Some(*attention), ..Filter::default() };
        el("li").attr("data-attention", attention.slug()).child(counted(
            filter,
            attention.name(),
            *count,
        ))
    };
    let unit = |(unit, count): &(UnitId, u32)| {
        let name = policy.roster().name(*unit);
        let unit = Some(name.to_owned());
        let filter = Filter { unit, duty: Duty::FirstLead, by_name: true, ..Filter::default() };
        el("li").child(counted(filter, name, *count))
    };
    let units = list("ul", "reasons units", remind.iter().take(REMINDED).map(unit));
    let whom = Parts::default()
        .child(el("h3").child("需要提醒的首位牵头单位"))
        .child(units)
        .child(classed("p", "hint").child("已到期未完成和受阻的任务数。"));
    let tasks = |(light, tasks): &(Light, Vec<TaskNumber>)| {
        let number = |task: &TaskNumber| {
            link(Route::task(*task).print())
                .attr("aria-label", task_label(*task))
                .child(task.0.to_string())
        };
        let light = *light;
        let head = classed("span", "light")
            .attr("data-light", light.slug())
            .child(status_mark(light.mark()))
            .child(light.name())
            .child(classed("strong", "number").child(tasks.len().to_string()));
        tasks.iter().map(number).fold(el("li").child(head), El::child)
    };
    let lights = Parts::default()
        .child(list("ul", "lit", lit.iter().map(tasks)))
        .child(classed("p", "hint").child(format!("亮灯按{}。", yardstick.rule.name())));
    Parts::default()
        .child(if lit.is_empty() { nothing() } else { lights.into_part() })
        .child(list("ul", "reasons", found.iter().map(reason)))
        .child(if remind.is_empty() { nothing() } else { whom.into_part() })
        .into_part()
}
