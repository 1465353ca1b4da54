//! What is filled in on a task.

use leptos::prelude::*;

use super::columns::{self, Parted, labelled};
use super::items;
use crate::browser::control;
use crate::ledger::stamp::print_date;
use crate::ledger::{Edit, Field, Ledger, Status, Value};
use crate::policy::Task;
use crate::tally::{Light, Row};
use crate::ui::elements::dom::{El, classed, commit, dyn_text, el};
use crate::ui::state::command::Command;
use crate::ui::state::projection;
use crate::ui::state::session::Session;
use crate::ui::widgets::parts::{check_box, light_tag, status_mark};
use crate::ui::widgets::typing::Typed;

const SLIDER: &str = "percent-slider";
const NUMBER: &str = "percent-number";

/// The id of what 进展情况 is written in, before the number of the task.
pub const PROGRESS: &str = "progress-";

/// The controls of one task.
pub fn view(session: Session, task: &'static Task) -> El {
    let standing = projection::of_row(session, task, |row| row.entry.is_standing());
    let standing =
        check_box("长期坚持（常态化工作，不设完成时限）", standing, move |on| {
            let value = Some(Value::Flag(on));
            session.dispatch(Command::Set(Edit {
                task: task.number,
                field: Field::Standing,
                value,
            }));
        });
    // All controls in it are shown and do nothing, and say so to every reader of the screen.
    classed("fieldset", "report")
        .prop("disabled", move || session.is_report())
        .child(statuses(session, task))
        .child(carried(session, task))
        .child(percent(session, task))
        .child(light(session, task))
        .child(standing)
        .child(progress(session, task))
        .child(named(Field::Problems, columns::text(session, task, Field::Problems, 2)))
        .child(named(Field::NextSteps, columns::text(session, task, Field::NextSteps, 2)))
        .child(responsibility(session, task))
        .child(items::view(session, task, items::MEASURES))
        .child(items::view(session, task, items::NOTES))
        .child(items::view(session, task, items::EVIDENCE))
        .child(closing(session, task))
}

fn statuses(session: Session, task: &'static Task) -> El {
    let current = projection::of_row(session, task, |row| row.entry.status());
    let button = |(status, key): (Status, u32)| {
        el("button")
            .attr("type", "button")
            .attr("class", "status")
            .attr("data-status", status.slug())
            .attr("title", format!("按 {key} 键"))
            .aria_pressed(move || current() == status)
            .on_click(move || session.dispatch(Command::SetStatus(task.number, status)))
            .child(status_mark(status.mark()))
            .child(status.name())
    };
    let group = classed("div", "statuses").attr("role", "group").attr("aria-label", "完成状态");
    Status::ALL.into_iter().zip(1..).map(button).fold(group, El::child)
}

/// 与上期一致, in one press, and when it was last pressed.
fn carried(session: Session, task: &'static Task) -> El {
    let last =
        projection::of_row(session, task, |row| row.entry.date(Field::Carried).map(print_date));
    let words = move || last().map_or_else(String::new, |day| format!("{day}核对过"));
    classed("p", "carried")
        .child(
            commit("与上期一致", move || session.dispatch(Command::Carry(vec![task.number])))
                .attr("title", "按 = 键"),
        )
        .child(classed("span", "hint").attr("role", "status").child(dyn_text(words)))
}

/// 完成率, as a slider and as a number.
fn percent(session: Session, task: &'static Task) -> El {
    let percent = projection::of_row(session, task, |row| row.entry.percent());
    let slide = move |to: &str| {
        let value = to.parse().ok().map(Value::Percent);
        session.dispatch(Command::Set(Edit { task: task.number, field: Field::Percent, value }));
        // Where a question is open, or nothing changed, the slider still shows what is reported.
        if let Some(slider) = control::find(SLIDER) {
            control::set_value(&slider, &untrack(percent).to_string());
        }
    };
    let slider = el("input")
        .attr("id", SLIDER)
        .attr("type", "range")
        .attr("min", "0")
        .attr("max", "100")
        .value(move || percent().to_string())
        .on("change", move |event| slide(&event_target_value(&event)));
    let Typed { control, words, .. } = columns::percent(session, task).attr("id", NUMBER);
    classed("div", "percent-field")
        .child(el("label").attr("for", SLIDER).child("完成率"))
        .child(slider)
        .child(control.attr("aria-label", "完成率（0到100）"))
        .child(el("span").attr("aria-hidden", "true").child("%"))
        .child(words)
}

fn progress(session: Session, task: &'static Task) -> El {
    let length = projection::of_row(session, task, |row| row.entry.progress().chars().count());
    let written = move || format!("已自动保存 · {}字", length());
    let id = format!("{PROGRESS}{}", task.number.0);
    columns::text(session, task, Field::Progress, 5)
        .attr("id", id)
        .under("进展情况")
        .child(classed("span", "hint written").child(dyn_text(written)))
}

/// A column's control under the column's own name.
fn named(field: Field, typed: Typed) -> El {
    typed.under(field.name())
}

/// When it is due and who answers for it within the unit.
fn responsibility(session: Session, task: &'static Task) -> El {
    let text = |field, lines| named(field, columns::text(session, task, field, lines));
    let date = |field| named(field, columns::date(session, task, field));
    let is_filled = projection::of_row(session, task, |row| {
        let entry = row.entry;
        [Field::Due, Field::Owner, Field::Department].iter().any(|f| entry.value(*f).is_some())
    });
    classed("details", "group")
        .initially_open(untrack(is_filled))
        .child(el("summary").child("时限与责任"))
        .child(classed("div", "pair").child(date(Field::Start)).child(date(Field::Due)))
        .child(
            classed("div", "pair")
                .child(text(Field::Department, 1))
                .child(text(Field::Owner, 1))
                .child(text(Field::Contact, 1)),
        )
        .child(text(Field::Deliverable, 2))
}

/// 销号, the light a person chose instead, and 备注.
fn closing(session: Session, task: &'static Task) -> El {
    let sign_off = Parted { session, task, field: Field::SignOff };
    let is_filled = projection::of_row(session, task, |row| {
        [Field::SignOff, Field::Remark].iter().any(|field| row.entry.value(*field).is_some())
    });
    classed("details", "group")
        .initially_open(untrack(is_filled))
        .child(el("summary").child("销号与备注"))
        .child(sign_off.text("销号依据").under("销号依据"))
        .child(
            classed("div", "pair")
                .child(sign_off.by("销号人").under("销号人"))
                .child(sign_off.on("销号日期").under("销号日期")),
        )
        .child(named(Field::Remark, columns::text(session, task, Field::Remark, 2)))
}

/// The light, with the sentence that says why; a person may give another one, with a reason.
fn light(session: Session, task: &'static Task) -> El {
    let assessed = move || {
        let yardstick = session.yardstick();
        let policy = session.policy();
        let read = |ledger: &Ledger| Row::new(policy, ledger, task).assess(yardstick);
        (session.with(read), yardstick)
    };
    let why = move || {
        let (assessment, yardstick) = assessed();
        assessment.explain(yardstick.now.today())
    };
    let chosen = projection::of_row(session, task, |row| {
        row.entry.verdict().map(|verdict| verdict.light().to_owned()).unwrap_or_default()
    });
    let verdict = Parted { session, task, field: Field::Verdict };
    let option = |slug: &'static str, name: &'static str| {
        el("option").attr("value", slug).prop("selected", move || chosen() == slug).child(name)
    };
    let select = [Light::Green, Light::Yellow, Light::Red, Light::Other]
        .into_iter()
        .map(|light| option(light.slug(), light.noun()))
        .fold(el("select").child(option("", "按规则")), El::child)
        .on("change", move |event| verdict.set_by(&event_target_value(&event)));
    let reason =
        verdict.text("改判理由").under("改判理由").bool_attr("hidden", move || chosen().is_empty());
    let change = classed("details", "verdict")
        .child(el("summary").child("人工改判"))
        .child(labelled("改判为", select))
        .child(reason);
    classed("div", "light-field")
        .child(light_tag(move || assessed().0.light))
        .child(classed("p", "hint").attr("role", "status").child(dyn_text(why)))
        .child(change)
}
