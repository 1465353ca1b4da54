//! 表格: the official columns side by side, worked through by keys like a spreadsheet. What stands in the cell
//! that has the focus is changed in the bar above; a block copied from Excel or WPS is pasted after a preview.

use leptos::ev::{self, Event};
use leptos::prelude::*;

use super::selection::{Cell, Sheet, id};
use super::{cell_bar, column_choice, paste, table_keys};
use crate::browser::{events, page, task};
use crate::format::code_of;
use crate::inbox::sheet::Column;
use crate::ledger::stamp::print_date;
use crate::policy::{Task, TaskNumber};
use crate::route::Route;
use crate::tally::Row;
use crate::ui::elements::dom::{El, IntoAnyView, button, classed, dyn_text, effect, el};
use crate::ui::state::filter::filter_of;
use crate::ui::state::projection;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::parts::task_label;

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let filter = filter_of(session, |route| match route {
        Route::Table(filter) => Some(filter),
        _ => None,
    });
    let admitted = Memo::new(move |_| filter.with(|filter| projection::admitted(session, filter)));
    let hidden = RwSignal::new(column_choice::chosen(session));
    let sheet = Sheet::new(session, admitted, hidden);
    column_choice::follow(session, hidden);
    let edition = |name, hidden: fn() -> Vec<usize>| {
        button(name, move || sheet.hidden.set(hidden()))
            .aria_pressed(move || sheet.hidden.with(|now| *now == hidden()))
    };
    effect(move || {
        let hidden = sheet.hidden.get();
        column_choice::keep(session, &hidden);
        // The screen is set on the page after it was made.
        task::next_frame(move || page::show_columns(CELLS, |at| !hidden.contains(&at)));
    });
    let tools = classed("p", "sheet-tools")
        .child(
            el("a").dyn_attr("href", move || Route::list(filter.get()).print()).child("← 列表和筛选"),
        )
        .child(dyn_text(move || format!("{}项", sheet.admitted.with(Vec::len))))
        .child(
            classed("span", "switch")
                .attr("role", "group")
                .attr("aria-label", "栏目")
                .child(edition("简表", column_choice::long))
                .child(edition("全部栏目", Vec::new)),
        )
        .child(column_choice::view(sheet.hidden))
        .child(button("打印", page::print))
        .child(classed("span", "hint").child(
            "方向键、Tab移动，按住Shift选取；直接输入替换，回车编辑，Delete清空；空格选行，=与上期一致；可与Excel、WPS、Word互相复制。按Esc后Tab离开表格。",
        ));
    classed("div", "sheet")
        .child(classed("h1", "sr-only").child("表格"))
        .child(tools)
        .child(cell_bar::view(sheet))
        .child(on_paper(session))
        .child(table(sheet))
        .child(paste::view(sheet))
}

/// What a print needs to say besides: of when it is, and by what code to know the file it belongs to.
fn on_paper(session: Session) -> El {
    let words = RwSignal::new(String::new());
    let ready = ev::Custom::<Event>::new("beforeprint");
    window_event_listener(ready, move |_| {
        let day = print_date(untrack(|| session.now()).today());
        words.set(format!("截至{day} · 校验码 {}", session.with_untracked(code_of)));
    });
    classed("p", "on-paper").child(dyn_text(move || words.get()))
}

fn table(sheet: Sheet) -> El {
    let rows = sheet.session.policy().tasks().map(|task| row(sheet, task));
    let heads = Column::ALL.iter().map(|column| {
        el("th").attr("scope", "col").attr("class", class(*column)).child(column.name())
    });
    let head = el("thead").child(heads.fold(el("tr"), El::child));
    let body = rows.fold(el("tbody"), El::child);
    let table = classed("table", "cells")
        .attr("id", CELLS)
        .attr("role", "grid")
        .attr("aria-label", "台账表格")
        .attr("aria-multiselectable", "true")
        .child(head)
        .child(body);
    let of_a_cell = |event: &Event| cell_of(event).is_some();
    // The one cell that Tab reaches scrolls it.
    classed("div", "scroll sheet-scroll")
        .on("keydown", move |event| table_keys::on_key(sheet, &event))
        .on("focusin", move |event| {
            if let Some(cell) = cell_of(&event) {
                sheet.arrive(cell);
            }
        })
        .on("mousedown", move |event| on_mouse_down(sheet, &event))
        .on("dblclick", move |event| {
            if !events::is_within(&event, "label") {
                table_keys::begin(sheet);
            }
        })
        .on("scroll", |_| page::lay_back())
        // WebKit asks first whether there is anything to be copied.
        .on("beforecopy", move |event| take_if(of_a_cell(&event), &event))
        .on("beforecut", move |event| take_if(of_a_cell(&event), &event))
        .on("beforepaste", move |event| take_if(of_a_cell(&event), &event))
        .on("copy", move |event| table_keys::copy(sheet, &event, false))
        .on("cut", move |event| table_keys::copy(sheet, &event, true))
        .on("paste", move |event| paste::receive(sheet, &event))
        .child(table)
}

fn take_if(is_ours: bool, event: &Event) {
    if is_ours {
        event.prevent_default();
    }
}

/// With Shift, all cells from the one that has the focus are selected.
fn on_mouse_down(sheet: Sheet, event: &Event) {
    let Some(cell) = cell_of(event) else { return };
    if events::is_within(event, "label") {
        return;
    }
    if events::has_shift(event) {
        event.prevent_default();
        sheet.go(cell, true);
    } else {
        sheet.arrive(cell);
        sheet.select_one();
    }
}

fn class(column: Column) -> &'static str {
    match column {
        Column::Number => "frozen number",
        Column::Task => "frozen task",
        _ => "",
    }
}

/// The id of the table.
const CELLS: &str = "cells";

fn row(sheet: Sheet, task: &'static Task) -> El {
    let Sheet { session, admitted, .. } = sheet;
    let number = task.number;
    let keep_up = projection::row(session, number);
    let cell = |(nth, column): (usize, &'static Column)| {
        let policy = session.policy();
        let text = move || {
            keep_up();
            let yardstick = session.yardstick();
            session.with_untracked(|ledger| {
                column.cell(policy, &Row::new(policy, ledger, task), yardstick)
            })
        };
        let content: AnyView = match column {
            Column::Number => select_box(sheet, number).into_any_view(),
            _ => classed("div", "cell-text").child(dyn_text(text)).into_any_view(),
        };
        let cell = el("td")
            .attr("id", id((number, nth)))
            .attr("tabindex", "-1")
            .attr("class", class(*column));
        let cell = if column.field().is_none() { cell.attr("aria-readonly", "true") } else { cell };
        cell.child(content)
    };
    let cells = Column::ALL.iter().enumerate().map(cell);
    cells
        .fold(el("tr"), El::child)
        .bool_attr("hidden", move || admitted.with(|tasks| !tasks.contains(&number)))
        .dyn_attr("class", move || if sheet.is_chosen(number) { "selected" } else { "" })
}

/// The box that ticks a row, out of the way of Tab: the space bar does the same.
fn select_box(sheet: Sheet, task: TaskNumber) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .attr("tabindex", "-1")
        .attr("aria-label", task_label(task))
        .prop("checked", move || sheet.is_chosen(task))
        .on("change", move |event| sheet.choose(task, event_target_checked(&event)))
        // With Shift, all rows from the last one that was ticked.
        .on("click", move |event| {
            if events::has_shift(&event) {
                sheet.choose_to(task);
            }
        });
    classed("label", "check").child(input).child(task.0.to_string())
}

/// The cell an event is in.
fn cell_of(event: &Event) -> Option<Cell> {
    let id = events::closest_id(event, "td")?;
    let (task, column) = id.strip_prefix("cell-")?.split_once('-')?;
    Some((TaskNumber(task.parse().ok()?), column.parse().ok()?))
}
