//! The bar over the sheet: what stands in the cell that has the focus, to be changed, and to be given to the
//! rows that are selected.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::columns;
use super::dom::{El, Part, Parts, classed, commit, dynamic, el, link, live, nothing};
use super::parts::task_label;
use super::session::Session;
use super::table::{BAR, Sheet};
use crate::browser::{events, page};
use crate::exchange::sheet::{self, Column};
use crate::ledger::{Edit, Field, Kind, Status, Value};
use crate::policy::Task;
use crate::route::Route;

/// What stands in the cell that has the focus, to be changed.
pub fn view(sheet: Sheet) -> El {
    let Sheet { session, at, selected, .. } = sheet;
    let content = move || {
        let (number, nth) = at.get();
        let (Some(task), Some(column)) = (session.policy().task(number), Column::ALL.get(nth))
        else {
            return nothing();
        };
        let place = format!("{} · {}", task_label(number), column.name());
        let content = match column.field() {
            Some(field) => Parts::default()
                .child(
                    el("label")
                        .attr("class", "field")
                        .child(el("span").child(place))
                        .child(control(session, task, field)),
                )
                .child(to_selected(sheet, task, field)),
            None => Parts::default()
                .child(el("span").child(place))
                .child(link(Route::task(number).print()).child("在任务详情里填写")),
        };
        content.into_part()
    };
    classed("div", "cell-bar")
        .when("hidden", move || session.is_report())
        .attr("id", BAR)
        .attr("role", "group")
        .attr("aria-label", "编辑栏")
        .on("focusout", |_| page::lay_back())
        .on("keydown", move |event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            let in_text = events::closest_id(&event, "textarea").is_some();
            match key.key().as_str() {
                "Escape" => sheet.step(0, 0),
                "Enter" if !key.is_composing() && (!in_text || key.ctrl_key()) => {
                    // The control takes over what was typed when it loses the focus.
                    sheet.step(1, 0);
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
        .child(dynamic(content))
        .child(classed("p", "hint").attr("role", "status").child(live(move || {
            match selected.with(Vec::len) {
                0 => String::new(),
                count => format!("已选 {count} 行"),
            }
        })))
}

fn control(session: Session, task: &'static Task, field: Field) -> El {
    match field.kind() {
        Kind::Status => {
            let current = session.row(task, |row| row.entry.status());
            let option = |status: Status| {
                el("option")
                    .attr("value", status.slug())
                    .is("selected", move || current() == status)
                    .child(status.name())
            };
            let select = el("select").on("change", move |event| {
                let slug = event_target_value(&event);
                if let Some(status) = Status::ALL.into_iter().find(|s| s.slug() == slug) {
                    session.set_status(task.number, status);
                }
            });
            Status::ALL.map(option).into_iter().fold(select, El::child)
        }
        Kind::Percent => {
            let percent = session.row(task, |row| row.entry.percent());
            el("input")
                .attr("type", "number")
                .attr("min", "0")
                .attr("max", "100")
                .value(move || percent().to_string())
                .on("change", move |event| {
                    let typed = sheet::read_cell(Field::Percent, &event_target_value(&event));
                    match typed {
                        Ok(value) => {
                            session.set(Edit { task: task.number, field: Field::Percent, value });
                        }
                        Err(error) => session.say(error.to_string()),
                    }
                })
        }
        Kind::Date => columns::date(session, task, field),
        _ => columns::text(session, task, field, 2),
    }
}

/// Gives the rows that are selected what stands here.
fn to_selected(sheet: Sheet, task: &'static Task, field: Field) -> El {
    let Sheet { session, selected, .. } = sheet;
    let others = move || selected.with(|tasks| tasks.iter().filter(|t| **t != task.number).count());
    let fill = move || {
        let value: Option<Value> =
            session.with_untracked(|ledger| ledger.entry(task.number).value(field).cloned());
        let tasks = selected.get_untracked();
        let edits = tasks.into_iter().map(|task| Edit { task, field, value: value.clone() });
        let name = format!("批量填写「{}」", field.name());
        sheet.apply(name, edits.collect());
    };
    commit("", fill)
        .when("hidden", move || others() == 0)
        .child(live(move || format!("填到另外 {} 行", others())))
}
