//! The keys of the sheet, as spreadsheets have them, and what they do to the cells that are selected.

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::selection::{Sheet, id};
use super::table::BAR;
use crate::browser::{events, focus, page};
use crate::inbox::clipboard::{write_block, write_html};
use crate::inbox::sheet::Column;
use crate::ledger::{Edit, Field, Status, Value};
use crate::route::Route;
use crate::ui::app::keyboard::{PATIENCE, focus_soon};
use crate::ui::task::detail::TITLE;

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
        "Enter" | "F2" => sheet.begin(),
        "Delete" | "Backspace" => sheet.clear(),
        " " => {
            if let Some((task, _)) = untrack(|| sheet.here()) {
                sheet.choose(task, !untrack(|| sheet.is_chosen(task)));
            }
        }
        "=" => sheet.carry(),
        // Those of the whole page.
        "?" | "/" => return None,
        typed => {
            // What is typed goes into the cell, whether as it is or by way of an input method.
            let is_text = key.key() == "Process" || key.key().chars().count() == 1;
            return Some(is_text && sheet.type_into(typed));
        }
    }
    Some(true)
}

impl Sheet {
    /// Goes on with what stands in the cell that has the focus, in its place; where nothing is filled in, opens the
    /// task.
    pub fn begin(self) {
        let Some(cell) = untrack(|| self.here()) else { return };
        if !self.opens(|| focus::go_on_within(BAR)) {
            self.session.go(Route::task(cell.0));
            focus_soon(TITLE.to_owned(), PATIENCE);
        }
    }

    /// Opens the control of the cell that has the focus; `false` where there is none.
    fn opens(self, focus: fn() -> bool) -> bool {
        let Some((task, column)) = untrack(|| self.here()) else { return false };
        let field = Column::ALL.get(column).and_then(|column| column.field());
        if self.session.is_report() || field.is_none() {
            return false;
        }
        // A cell that was hidden gives its place in the bar to the one that keys act on.
        self.arrive((task, column));
        let is_open = focus();
        if is_open {
            page::lay_over(&format!("#{BAR} .field"), &id((task, column)));
        }
        is_open
    }

    /// Types in place of what stands in the cell. Says whether that is done already, without its control.
    fn type_into(self, typed: &str) -> bool {
        let Some((task, column)) = untrack(|| self.here()) else { return false };
        let Some(column) = Column::ALL.get(column) else { return false };
        if self.session.is_report() {
            return false;
        }
        let nth = typed.parse().ok().and_then(|nth: usize| Status::ALL.get(nth.wrapping_sub(1)));
        if let (Column::Filled(Field::Status), Some(status)) = (column, nth) {
            self.session.set_status(task, *status);
            return true;
        }
        if !self.opens(|| focus::replace_within(BAR)) {
            self.tell_read_only(&[column.name()], "按回车到任务详情里填写");
        }
        false
    }

    fn tell_read_only(self, names: &[&str], instead: &str) {
        self.session.say(format!("“{}”不能在表格里填写，{instead}。", names.join("”“")));
    }

    /// 与上期一致, for the rows that are ticked, or the one that has the focus.
    pub fn carry(self) {
        let mut tasks = untrack(|| self.chosen());
        if tasks.is_empty() {
            tasks.extend(untrack(|| self.here()).map(|(task, _)| task));
        }
        if !tasks.is_empty() {
            self.session.carry(&tasks);
        }
    }

    /// Empties the cells that are selected.
    pub fn clear(self) {
        if self.session.is_report() {
            return;
        }
        let (tasks, columns) = untrack(|| self.block());
        let columns: Vec<Column> =
            columns.iter().filter_map(|column| Column::ALL.get(*column).copied()).collect();
        let fields: Vec<Field> = columns.iter().filter_map(|column| column.field()).collect();
        let others = columns.iter().filter(|column| column.field().is_none());
        let others: Vec<&str> = others.map(|column| column.name()).collect();
        let edits: Vec<Edit> = self.session.with_untracked(|ledger| {
            let cells =
                tasks.iter().flat_map(|task| fields.iter().map(move |field| (*task, *field)));
            let filled = cells.filter(|(task, field)| {
                !matches!(ledger.entry(*task).value(*field), None | Some(Value::Flag(false)))
            });
            filled.map(|(task, field)| Edit { task, field, value: None }).collect()
        });
        match edits.as_slice() {
            [] if others.is_empty() => {}
            [] => self.tell_read_only(&others, "没有清空"),
            // What goes with one edit is asked.
            [edit] => self.session.set(edit.clone()),
            edits => self.apply(format!("清空{}格", edits.len()), edits.to_vec()),
        }
    }

    /// Copies the cells that are selected; `cuts`: and empties them.
    pub fn copy(self, event: &Event, cuts: bool) {
        let Some(here) = untrack(|| self.here()) else { return };
        let (tasks, columns) = untrack(|| self.block());
        // A word that someone marked in a cell is what they mean.
        if tasks.len() * columns.len() == 1 && focus::selects_text_in(&id(here)) {
            return;
        }
        let cell = |task, column: &usize| {
            let column = Column::ALL.get(*column).copied();
            column.map(|column| self.text(task, column)).unwrap_or_default()
        };
        let row = |task: &_| columns.iter().map(|column| cell(*task, column)).collect();
        let rows: Vec<Vec<String>> = tasks.iter().map(row).collect();
        if !events::copy(event, &write_block(&rows), &write_html(&rows)) {
            self.session.say("没有复制：浏览器没有允许使用剪贴板。".to_owned());
        } else if cuts {
            self.clear();
        } else {
            self.session.say(format!("已复制{}×{}格", tasks.len(), columns.len()));
        }
    }
}
