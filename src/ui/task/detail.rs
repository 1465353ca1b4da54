//! One task: what the policy says, where it stands, and around it what is reported.

use leptos::prelude::*;

use super::{history, origins, report};
use crate::ledger::{Edit, Field, Value};
use crate::policy::{Assignment, Placement, Role, Task, TaskNumber, Topic, numeral};
use crate::route::{Place, Route};
use crate::tally::{Duty, Filter};
use crate::ui::elements::dom::{El, Fragment, IntoAnyView, classed, dyn_view, el, link, nothing};
use crate::ui::state::command::Command;
use crate::ui::state::projection;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::parts::{article_label, list, task_label};

/// The id of the heading, which takes the focus when a task is opened on a narrow screen.
pub const TITLE: &str = "detail-title";

/// The pane of one task.
pub fn view(task: &'static Task, filter: Memo<Filter>, admitted: Memo<Vec<TaskNumber>>) -> El {
    let session = use_session();
    on_cleanup(move || session.dispatch(Command::CommitTyping));
    let section = session.policy().section(task.section).map_or("", |s| s.title.as_str());
    let title = el("h2")
        .attr("id", TITLE)
        .attr("tabindex", "-1")
        .child(task_label(task.number))
        .child(classed("span", "section").child(section));
    classed("article", "detail")
        .attr("aria-labelledby", TITLE)
        .child(neighbours(task.number, filter, admitted))
        .child(title)
        .child(classed("p", "policy-text").child(task.text.as_str()))
        .child(duties(session, task))
        .child(el("h3").child("填报"))
        .child(report::view(session, task))
        .child(session.policy().placement(task.number).map(|place| placed(session, task, place)))
        // A report keeps nothing of the machine that it was made on.
        .child((!session.is_report()).then(|| origins::view(session, task)))
        .child(el("h3").child("修改记录"))
        .child(history::view(task))
}

fn neighbours(number: TaskNumber, filter: Memo<Filter>, admitted: Memo<Vec<TaskNumber>>) -> El {
    let beside = move |name: &'static str, by: isize| {
        dyn_view(move || {
            let at = admitted.with(|tasks| {
                let at = tasks.iter().position(|task| *task == number)?.checked_add_signed(by)?;
                tasks.get(at).copied()
            });
            let Some(task) = at else { return nothing() };
            link(Route::Ledger { filter: filter.get(), task: Some(task) }.print())
                .child(name)
                .into_any_view()
        })
    };
    let back = classed("a", "back").dyn_attr("href", move || Route::list(filter.get()).print());
    classed("nav", "detail-nav")
        .attr("aria-label", "前后任务")
        .child(back.child("← 返回列表"))
        .child(beside("上一项", -1))
        .child(beside("下一项", 1))
}

/// The units by role, with the clause as printed.
fn duties(session: Session, task: &'static Task) -> Fragment {
    let roles = [
        (Role::Lead, &task.lead),
        (Role::Cooperate, &task.cooperate),
        (Role::Support, &task.support),
    ];
    let mut by_role = classed("dl", "duties");
    for (role, assignments) in roles.into_iter().filter(|(_, list)| !list.is_empty()) {
        let units = assignments.iter().map(|a| el("li").child(unit_link(session, a, role)));
        by_role =
            by_role.child(el("dt").child(role.name())).child(el("dd").child(list("ul", "", units)));
    }
    Fragment::default()
        .child(by_role)
        .child(classed("p", "hint clause").child(task.clause.as_str()))
}

fn unit_link(session: Session, assignment: &'static Assignment, role: Role) -> Fragment {
    let roster = session.policy().roster();
    let name = roster.name(assignment.unit);
    let filter = Filter { unit: Some(name.to_owned()), duty: Duty::In(role), ..Filter::default() };
    let members: Vec<&str> = assignment.members.iter().map(|id| roster.name(*id)).collect();
    let members = classed("span", "hint").child(format!("（{}）", members.join("、")));
    Fragment::default()
        .child(link(Route::list(filter).print()).child(name))
        .child((!assignment.members.is_empty()).then_some(members))
}

/// Where the task stands in time and theme, and on what basis.
fn placed(session: Session, task: &'static Task, placement: &'static Placement) -> Fragment {
    let policy = session.policy();
    let phase =
        projection::of_row(session, task, |row| (row.phase(), row.entry.chosen_phase().is_some()));
    let option = |(step, year): (u16, u16)| {
        el("option")
            .attr("value", year.to_string())
            .prop("selected", move || phase().0 == Some(year))
            .child(format!("第{}步（到{year}年）", numeral::print(step)))
    };
    let select =
        el("select").prop("disabled", move || session.is_report()).on("change", move |event| {
            let year = event_target_value(&event).parse::<u16>().ok();
            // The default is not a choice: going back to it empties the field.
            let value = year.filter(|year| *year != placement.phase).map(Value::Year);
            session.dispatch(Command::Apply(vec![Edit {
                task: task.number,
                field: Field::Phase,
                value,
            }]));
        });
    let topic = |(at, topic): (usize, &'static Topic)| {
        let heading = policy.article(topic.article).map_or("", |a| a.heading.as_str());
        let href = Route::Source(Some(Place::Article(topic.article))).print();
        el("li")
            .child(classed("span", "rank").child(if at == 0 { "主" } else { "次" }))
            .child(link(href).child(article_label(topic.article, heading)))
            .child(basis(["条文", &topic.article_quote, "任务", &topic.task_quote]))
    };
    let chosen = classed("span", "hint")
        .bool_attr("hidden", move || !phase().1)
        .child("已改动，不同于默认阶段");
    let label = classed("label", "field inline")
        .child(el("span").child("所属阶段"))
        .child(policy.phases().map(option).fold(select, El::child));
    let reason = classed("p", "hint").child(placement.reason.as_str());
    let source = Route::Source(Some(Place::Task(task.number))).print();
    Fragment::default()
        .child(el("h3").child("阶段与专题"))
        .child(label.child(chosen))
        .child(basis(["目标", &placement.goal_quote, "任务", &placement.task_quote]))
        .child((!placement.reason.is_empty()).then_some(reason))
        .child(list("ul", "topics", placement.topics.iter().enumerate().map(topic)))
        .child(el("p").child(link(source).child("在原文中查看这一项")))
}

/// The two quotations that belong together.
fn basis([left, left_quote, right, right_quote]: [&'static str; 4]) -> El {
    classed("span", "basis hint")
        .child(left)
        .child("“")
        .child(el("q").child(left_quote))
        .child("” ↔ ")
        .child(right)
        .child("“")
        .child(el("q").child(right_quote))
        .child("”")
}
