//! The keys of the sheet, as spreadsheets have them, and what they do to the cells that are selected.

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::selection::{BAR, Sheet, id};
use crate::browser::{events, focus, page};
use crate::inbox::clipboard::{write_block, write_html};
use crate::inbox::sheet::Column;
use crate::ledger::{Edit, Field, Status, Value};
use crate::route::Route;
use crate::ui::state::command::Command;
use crate::ui::task::detail::TITLE;
use crate::ui::widgets::focus::{PATIENCE, focus_soon};

/// How many rows a page is.
const PAGE: isize = 10;

/// Farther than any sheet reaches.
const FAR: isize = 1_000_000;

/// A key pressed in a cell.
pub fn on_key(sheet: Sheet, event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    if key.is_composing() || key.alt_key() {
        return;
    }
    let pressed = events::key_of(key);
    let handled = if key.ctrl_key() || key.meta_key() {
        on_command(sheet, &pressed, key.shift_key())
    } else {
        on_plain(sheet, key, &pressed)
    };
    if let Some(handled) = handled {
        if handled {
            event.prevent_default();
        }
        event.stop_propagation();
    }
}

/// `None` for a key that is none of ours, `Some(false)` for one that the control it opens is to take.
fn on_command(sheet: Sheet, pressed: &str, shift: bool) -> Option<bool> {
    match pressed {
        "a" => sheet.select_all(),
        "Home" => sheet.step(-FAR, -FAR, shift),
        "End" => sheet.step(FAR, FAR, shift),
        "ArrowDown" => sheet.step(FAR, 0, shift),
        "ArrowUp" => sheet.step(-FAR, 0, shift),
        "ArrowRight" => sheet.step(0, FAR, shift),
        "ArrowLeft" => sheet.step(0, -FAR, shift),
        _ => return None,
    }
    Some(true)
}

fn on_plain(sheet: Sheet, key: &KeyboardEvent, pressed: &str) -> Option<bool> {
    let shift = key.shift_key();
    let leaves = pressed != "Shift" && sheet.takes_leave();
    match pressed {
        "ArrowDown" => sheet.step(1, 0, shift),
        "ArrowUp" => sheet.step(-1, 0, shift),
        "ArrowRight" => sheet.step(0, 1, shift),
        "ArrowLeft" => sheet.step(0, -1, shift),
        "PageDown" => sheet.step(PAGE, 0, shift),
        "PageUp" => sheet.step(-PAGE, 0, shift),
        "Home" => sheet.step(0, -FAR, shift),
        "End" => sheet.step(0, FAR, shift),
        "Tab" if leaves || !sheet.tab(shift) => return None,
        "Tab" => {}
        "Escape" => sheet.let_go(),
        // A key that is held down does not go on with what it opened, or closed.
        "Enter" | "F2" | "Delete" | "Backspace" | " " | "=" if key.repeat() => {}
        "Enter" | "F2" => begin(sheet),
        "Delete" | "Backspace" => clear(sheet),
        " " => {
            if let Some((task, _)) = untrack(|| sheet.here()) {
                sheet.choose(task, !untrack(|| sheet.is_chosen(task)));
            }
        }
        "=" => carry(sheet),
        // Those of the whole page.
        "?" | "/" => return None,
        typed => {
            // What is typed goes into the cell, whether as it is or by way of an input method.
            let is_text = key.key() == "Process" || key.key().chars().count() == 1;
            return Some(is_text && type_into(sheet, typed));
        }
    }
    Some(true)
}

/// Goes on with what stands in the cell that has the focus, in its place; where nothing is filled in, opens the
/// task.
pub fn begin(sheet: Sheet) {
    let Some(cell) = untrack(|| sheet.here()) else { return };
    if !opens(sheet, || focus::go_on_within(BAR)) {
        sheet.session.go(Route::task(cell.0));
        focus_soon(TITLE.to_owned(), PATIENCE);
    }
}

/// Opens the control of the cell that has the focus; `false` where there is none.
fn opens(sheet: Sheet, focus: fn() -> bool) -> bool {
    let Some((task, column)) = untrack(|| sheet.here()) else { return false };
    let field = Column::ALL.get(column).and_then(|column| column.field());
    if sheet.session.is_report() || field.is_none() {
        return false;
    }
    // A cell that was hidden gives its place in the bar to the one that keys act on.
    sheet.arrive((task, column));
    let is_open = focus();
    if is_open {
        page::lay_over(&format!("#{BAR} .field"), &id((task, column)));
    }
    is_open
}

/// Types in place of what stands in the cell. Says whether that is done already, without its control.
fn type_into(sheet: Sheet, typed: &str) -> bool {
    let Some((task, column)) = untrack(|| sheet.here()) else { return false };
    let Some(column) = Column::ALL.get(column) else { return false };
    if sheet.session.is_report() {
        return false;
    }
    let nth = typed.parse().ok().and_then(|nth: usize| Status::ALL.get(nth.wrapping_sub(1)));
    if let (Column::Filled(Field::Status), Some(status)) = (column, nth) {
        sheet.session.dispatch(Command::SetStatus(task, *status));
        return true;
    }
    if !opens(sheet, || focus::replace_within(BAR)) {
        tell_read_only(sheet, &[column.name()], "按回车到任务详情里填写");
    }
    false
}

fn tell_read_only(sheet: Sheet, names: &[&str], instead: &str) {
    sheet.session.say(format!("“{}”不能在表格里填写，{instead}。", names.join("”“")));
}

/// 与上期一致, for the rows that are ticked, or the one that has the focus.
pub fn carry(sheet: Sheet) {
    let mut tasks = untrack(|| sheet.chosen());
    if tasks.is_empty() {
        tasks.extend(untrack(|| sheet.here()).map(|(task, _)| task));
    }
    if !tasks.is_empty() {
        sheet.session.dispatch(Command::Carry(tasks));
    }
}

/// Empties the cells that are selected.
pub fn clear(sheet: Sheet) {
    if sheet.session.is_report() {
        return;
    }
    let (tasks, columns) = untrack(|| sheet.block());
    let columns: Vec<Column> =
        columns.iter().filter_map(|column| Column::ALL.get(*column).copied()).collect();
    let fields: Vec<Field> = columns.iter().filter_map(|column| column.field()).collect();
    let others = columns.iter().filter(|column| column.field().is_none());
    let others: Vec<&str> = others.map(|column| column.name()).collect();
    let edits: Vec<Edit> = sheet.session.with_untracked(|ledger| {
        let cells = tasks.iter().flat_map(|task| fields.iter().map(move |field| (*task, *field)));
        let filled = cells.filter(|(task, field)| {
            !matches!(ledger.entry(*task).value(*field), None | Some(Value::Flag(false)))
        });
        filled.map(|(task, field)| Edit { task, field, value: None }).collect()
    });
    match edits.as_slice() {
        [] if others.is_empty() => {}
        [] => tell_read_only(sheet, &others, "没有清空"),
        // What goes with one edit is asked.
        [edit] => sheet.session.dispatch(Command::Set(edit.clone())),
        edits => sheet.apply(format!("清空{}格", edits.len()), edits.to_vec()),
    }
}

/// Copies the cells that are selected; `cuts`: and empties them.
pub fn copy(sheet: Sheet, event: &Event, cuts: bool) {
    let Some(here) = untrack(|| sheet.here()) else { return };
    let (tasks, columns) = untrack(|| sheet.block());
    // A word that someone marked in a cell is what they mean.
    if tasks.len() * columns.len() == 1 && focus::selects_text_in(&id(here)) {
        return;
    }
    let cell = |task, column: &usize| {
        let column = Column::ALL.get(*column).copied();
        column.map(|column| sheet.text(task, column)).unwrap_or_default()
    };
    let row = |task: &_| columns.iter().map(|column| cell(*task, column)).collect();
    let rows: Vec<Vec<String>> = tasks.iter().map(row).collect();
    if !events::copy(event, &write_block(&rows), &write_html(&rows)) {
        sheet.session.say("没有复制：浏览器没有允许使用剪贴板。".to_owned());
    } else if cuts {
        clear(sheet);
    } else {
        sheet.session.say(format!("已复制{}×{}格", tasks.len(), columns.len()));
    }
}
