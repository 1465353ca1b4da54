//! What is filled in on a task.

use leptos::prelude::*;

use super::dom::{El, classed, el, live};
use super::parts::{check_box, status_mark};
use super::session::Session;
use crate::browser::page;
use crate::ledger::field::MAX_TEXT_CHARS;
use crate::ledger::{Edit, Field, Status, Value};
use crate::policy::Task;

const SLIDER: &str = "percent-slider";
const NUMBER: &str = "percent-number";

/// The controls of one task.
pub fn view(session: Session, task: &'static Task) -> El {
    let standing = session.row(task, |row| row.entry.is_standing());
    let standing = check_box(
        "长期坚持（没有终点的常态工作，不计逾期）",
        standing,
        move |on| {
            let value = Some(Value::Flag(on));
            session.set(Edit { task: task.number, field: Field::Standing, value });
        },
    );
    classed("div", "report")
        .child(statuses(session, task))
        .child(percent(session, task))
        .child(standing)
        .child(progress(session, task))
}

fn statuses(session: Session, task: &'static Task) -> El {
    let current = session.row(task, |row| row.entry.status());
    let button = |(status, key): (Status, u32)| {
        el("button")
            .attr("type", "button")
            .attr("class", "status")
            .attr("data-status", status.slug())
            .attr("title", format!("按 {key} 键"))
            .pressed(move || current() == status)
            .on_click(move || session.set_status(task.number, status))
            .child(status_mark(status.mark()))
            .child(status.name())
    };
    let group = classed("div", "statuses").attr("role", "group").attr("aria-label", "完成状态");
    Status::ALL.into_iter().zip(1..).map(button).fold(group, El::child)
}

/// 完成率, as a slider and as a number.
fn percent(session: Session, task: &'static Task) -> El {
    let percent = session.row(task, |row| row.entry.percent());
    let set = move |typed: &str| {
        // A slider cannot leave its range; a typed number can, and is brought back to it.
        let typed = typed.trim().parse::<u32>().ok().and_then(|n| u8::try_from(n.min(100)).ok());
        if let Some(typed) = typed {
            let value = Some(Value::Percent(typed));
            session.set(Edit { task: task.number, field: Field::Percent, value });
        }
        // Where a question is open, or nothing changed, the controls still show what is reported.
        let reported = untrack(percent).to_string();
        page::set_value(SLIDER, &reported);
        page::set_value(NUMBER, &reported);
    };
    let input = move |id: &'static str, kind: &'static str| {
        el("input")
            .attr("id", id)
            .attr("type", kind)
            .attr("min", "0")
            .attr("max", "100")
            .value(move || percent().to_string())
            .on("change", move |event| set(&event_target_value(&event)))
    };
    classed("div", "percent-field")
        .child(el("label").attr("for", SLIDER).child("完成率"))
        .child(input(SLIDER, "range"))
        .child(input(NUMBER, "number").attr("aria-label", "完成率（0 到 100）"))
        .child(el("span").attr("aria-hidden", "true").child("%"))
}

fn progress(session: Session, task: &'static Task) -> El {
    let text = session.row(task, |row| row.entry.progress().to_owned());
    let composing = StoredValue::new(false);
    let take = move |event: &leptos::ev::Event| {
        session.type_text(task.number, Field::Progress, &event_target_value(event));
    };
    let area = el("textarea")
        .attr("rows", "5")
        .attr("maxlength", MAX_TEXT_CHARS.to_string())
        .value(text)
        // Half a word of an input method is not yet text.
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
        .on("blur", move |_| session.rest());
    let written = move || format!("随写随存 · {} 字", text().chars().count());
    classed("label", "field")
        .child(el("span").child("进展情况"))
        .child(area)
        .child(classed("span", "hint").child(live(written)))
}
