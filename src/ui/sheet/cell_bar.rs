//! The bar over the sheet: what stands in the cell that has the focus, to be changed, and to be given to the
//! rows that are selected.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::selection::{BAR, Cell, Sheet};
use crate::browser::{events, focus, page, task};
use crate::inbox::sheet::Column;
use crate::ledger::{Edit, Field, Kind, Status, Value};
use crate::policy::Task;
use crate::route::Route;
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, classed, commit, dyn_text, dyn_view, el, link, nothing,
};
use crate::ui::state::command::Command;
use crate::ui::state::projection;
use crate::ui::state::session::Session;
use crate::ui::task::columns;
use crate::ui::widgets::parts::task_label;

/// What stands in the cell that has the focus, to be changed.
pub fn view(sheet: Sheet) -> El {
    let Sheet { session, .. } = sheet;
    // A control that is being typed in stays, also where what is typed takes its row out of the filter.
    let left = RwSignal::new(0_u32);
    let cell = Memo::new(move |was: Option<&Option<Cell>>| {
        left.track();
        let here = sheet.here();
        if focus::has_focus(BAR) { was.copied().flatten() } else { here }
    });
    let content = move || {
        let Some((number, nth)) = cell.get() else { return nothing() };
        let (Some(task), Some(column)) = (session.policy().task(number), Column::ALL.get(nth))
        else {
            return nothing();
        };
        let place = format!("{} · {}", task_label(number), column.name());
        let content = match column.field() {
            Some(field) => Fragment::default()
                .child(
                    el("label")
                        .attr("class", "field")
                        .child(el("span").child(place))
                        .child(control(session, task, field)),
                )
                .child(to_selected(sheet, task, field)),
            None => Fragment::default()
                .child(el("span").child(place))
                .child(link(Route::task(number).print()).child("在任务详情里填写")),
        };
        content.into_any_view()
    };
    classed("div", "cell-bar")
        .bool_attr("hidden", move || session.is_report())
        .attr("id", BAR)
        .attr("role", "group")
        .attr("aria-label", "编辑栏")
        .on("focusout", move |_| {
            page::lay_back();
            // Where the focus goes is known after this event.
            task::next_frame(move || left.update(|count| *count = count.wrapping_add(1)));
        })
        .on("keydown", move |event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            // What an input method is at work on is its own.
            if events::is_composing(key) {
                return;
            }
            let in_text = events::is_within(&event, "textarea");
            let in_control = events::is_within(&event, "textarea, input, select");
            match events::key_of(key).as_str() {
                // The control brings back what stood there, before the key comes here.
                "Escape" => sheet.step(0, 0, false),
                // A button does what it says.
                _ if !in_control => return,
                "Enter" if key.repeat() && !in_text => {}
                // The control takes over what was typed when it loses the focus.
                "Enter" if !in_text || key.ctrl_key() => sheet.step(1, 0, false),
                "Tab" => sheet.step(0, if key.shift_key() { -1 } else { 1 }, false),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
        .child(dyn_view(content))
        .child(classed("p", "hint").attr("role", "status").child(dyn_text(move || selected(sheet))))
}

/// What is selected, in words.
fn selected(sheet: Sheet) -> String {
    let (tasks, columns) = sheet.block();
    let block = match (tasks.len(), columns.len()) {
        (0 | 1, 0 | 1) => String::new(),
        (rows, columns) => format!("已选{rows}×{columns}格"),
    };
    let rows = match sheet.chosen().len() {
        0 => String::new(),
        count => format!("已选{count}行"),
    };
    let elsewhere = match sheet.chosen_elsewhere() {
        0 => String::new(),
        count => format!("另有所选{count}行未显示，不作改动"),
    };
    let said = [block, rows, elsewhere].into_iter().filter(|words| !words.is_empty());
    said.collect::<Vec<_>>().join("；")
}

fn control(session: Session, task: &'static Task, field: Field) -> AnyView {
    match field.kind() {
        Kind::Status => {
            let current = projection::of_row(session, task, |row| row.entry.status());
            let option = |status: Status| {
                el("option")
                    .attr("value", status.slug())
                    .prop("selected", move || current() == status)
                    .child(status.name())
            };
            let select = el("select").on("change", move |event| {
                let slug = event_target_value(&event);
                if let Some(status) = Status::ALL.into_iter().find(|s| s.slug() == slug) {
                    session.dispatch(Command::SetStatus(task.number, status));
                }
            });
            Status::ALL.map(option).into_iter().fold(select, El::child).into_any_view()
        }
        Kind::Percent => columns::percent(session, task).into_any_view(),
        Kind::Date => columns::date(session, task, field).into_any_view(),
        _ => columns::text(session, task, field, 2).into_any_view(),
    }
}

/// Gives the rows that are ticked what stands here.
fn to_selected(sheet: Sheet, task: &'static Task, field: Field) -> El {
    let session = sheet.session;
    let others = move || {
        let mut tasks = sheet.chosen();
        tasks.retain(|other| *other != task.number);
        tasks
    };
    let fill = move || {
        let value: Option<Value> =
            session.with_untracked(|ledger| ledger.entry(task.number).value(field).cloned());
        let edits =
            untrack(others).into_iter().map(|task| Edit { task, field, value: value.clone() });
        let name = format!("批量填写“{}”", field.name());
        sheet.apply(name, edits.collect());
    };
    commit("", fill)
        .bool_attr("hidden", move || others().is_empty())
        .child(dyn_text(move || format!("填到另外{}行", others().len())))
}
