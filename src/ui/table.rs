//! 表格: the official columns side by side, worked through by keys like a spreadsheet. What stands in the cell
//! that has the focus is changed in the bar above; a block copied from Excel or WPS is pasted after a preview.

use leptos::ev::{self, Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::dom::{El, Part, button, classed, effect, el, live};
use super::ledger::filter_of;
use super::parts::{check_box, scroller, task_label};
use super::session::{Session, use_session};
use super::{cell_bar, column_choice, keeping_up, paste};
use crate::browser::{events, page};
use crate::exchange::code_of;
use crate::exchange::sheet::{Column, Pasting};
use crate::ledger::Edit;
use crate::ledger::follow::{Follow, follow};
use crate::ledger::stamp::print_date;
use crate::policy::{Task, TaskNumber};
use crate::route::Route;
use crate::tally::Row;

/// The id of the bar that changes what stands in a cell.
pub const BAR: &str = "cell-bar";
/// A cell: its row, and its column's place in [`Column::ALL`].
pub type Cell = (TaskNumber, usize);

/// The state of the sheet.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// The session.
    pub session: Session,
    /// The rows that are shown.
    pub admitted: Memo<Vec<TaskNumber>>,
    /// The cell that has the focus, or had it last.
    pub at: RwSignal<Cell>,
    /// The rows that are selected, in the order they were.
    pub selected: RwSignal<Vec<TaskNumber>>,
    /// What waits to be pasted.
    pub pasting: RwSignal<Option<Pasting>>,
    /// The columns that are hidden, by their places in [`Column::ALL`].
    hidden: RwSignal<Vec<usize>>,
}

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let filter = filter_of(session, |route| match route {
        Route::Table(filter) => Some(filter),
        _ => None,
    });
    let sheet = Sheet {
        session,
        admitted: Memo::new(move |_| filter.with(|filter| session.admitted(filter))),
        at: RwSignal::new((TaskNumber(1), 0)),
        hidden: RwSignal::new(column_choice::chosen(session)),
        selected: RwSignal::new(Vec::new()),
        pasting: RwSignal::new(None),
    };
    let edition = |name, hidden: fn() -> Vec<usize>| {
        button(name, move || sheet.hidden.set(hidden()))
            .pressed(move || sheet.hidden.with(|now| *now == hidden()))
    };
    effect(move || {
        let hidden = sheet.hidden.get();
        column_choice::keep(session, &hidden);
        // The screen is set on the page after it was made.
        request_animation_frame(move || page::show_columns(CELLS, |at| !hidden.contains(&at)));
    });
    let tools = classed("p", "sheet-tools")
        .child(
            el("a").says("href", move || Route::list(filter.get()).print()).child("← 列表和筛选"),
        )
        .child(live(move || format!("{} 项", sheet.admitted.with(Vec::len))))
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
            "方向键移动，回车编辑，空格选行，= 与上期一致；从 Excel、WPS 复制的一块可以直接粘贴。",
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
        let day = print_date(session.now.get_untracked().today());
        words.set(format!("截至 {day} · 校验码 {}", session.with_untracked(code_of)));
    });
    classed("p", "on-paper").child(live(move || words.get()))
}

fn table(sheet: Sheet) -> El {
    let rows = sheet.session.policy().tasks().map(|task| row(sheet, task));
    let heads = Column::ALL.iter().map(|column| {
        el("th").attr("scope", "col").attr("class", class(*column)).child(column.name())
    });
    let head = el("thead").child(heads.fold(el("tr"), El::child));
    let body = rows.fold(el("tbody"), El::child);
    let table = classed("table", "cells").attr("id", CELLS).child(head).child(body);
    scroller("台账表格")
        .attr("class", "scroll sheet-scroll")
        .on("keydown", move |event| on_key(sheet, &event))
        .on("focusin", move |event| {
            if let Some(cell) = cell_of(&event) {
                sheet.at.set(cell);
            }
        })
        .on("dblclick", move |_| sheet.begin())
        .on("scroll", |_| page::lay_back())
        .on("paste", move |event| paste::receive(sheet, &event))
        .child(table)
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
    let Sheet { session, admitted, selected, .. } = sheet;
    let number = task.number;
    let keep_up = keeping_up::row(session, number);
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
            Column::Number => select_box(sheet, number).into_part(),
            _ => classed("div", "cell-text").child(live(text)).into_part(),
        };
        el("td")
            .attr("id", id((number, nth)))
            .attr("tabindex", "-1")
            .attr("class", class(*column))
            .child(content)
    };
    let cells = Column::ALL.iter().enumerate().map(cell);
    cells
        .fold(el("tr"), El::child)
        .when("hidden", move || admitted.with(|tasks| !tasks.contains(&number)))
        .says(
            "class",
            move || {
                if selected.with(|tasks| tasks.contains(&number)) { "selected" } else { "" }
            },
        )
}

fn select_box(sheet: Sheet, task: TaskNumber) -> El {
    let is = move || sheet.selected.with(|tasks| tasks.contains(&task));
    check_box(task.0.to_string(), is, move |on| sheet.select(task, on))
        .attr("aria-label", task_label(task))
        // With Shift, all rows from the last one that was selected.
        .on("click", move |event| {
            let shift = events::has_shift(&event);
            let last = sheet.selected.with_untracked(|tasks| tasks.last().copied());
            if let (true, Some(last)) = (shift, last) {
                let between =
                    |other: &&TaskNumber| (last.min(task)..=last.max(task)).contains(*other);
                let tasks = sheet.admitted.get_untracked();
                tasks.iter().filter(between).for_each(|other| sheet.select(*other, true));
            }
        })
}

fn id((task, column): Cell) -> String {
    format!("cell-{}-{column}", task.0)
}

/// The cell an event is in.
fn cell_of(event: &Event) -> Option<Cell> {
    let id = events::closest_id(event, "td")?;
    let (task, column) = id.strip_prefix("cell-")?.split_once('-')?;
    Some((TaskNumber(task.parse().ok()?), column.parse().ok()?))
}

impl Sheet {
    fn select(self, task: TaskNumber, on: bool) {
        self.selected.update(|tasks| {
            tasks.retain(|known| *known != task);
            if on {
                tasks.push(task);
            }
        });
    }

    /// Whether the column at this place is shown.
    pub fn is_shown(self, column: usize) -> bool {
        self.hidden.with_untracked(|hidden| !hidden.contains(&column))
    }

    /// Moves the focus by so many rows and columns of those that are shown.
    pub fn step(self, down: isize, right: isize) {
        let (task, column) = self.at.get_untracked();
        let tasks = self.admitted.get_untracked();
        let row = tasks.iter().position(|known| *known == task).unwrap_or(0);
        let row = row.saturating_add_signed(down).min(tasks.len().saturating_sub(1));
        let mut to = column;
        let mut next = column.checked_add_signed(right);
        while let Some(column) = next.filter(|column| right != 0 && *column < Column::ALL.len()) {
            if self.is_shown(column) {
                to = column;
                break;
            }
            next = column.checked_add_signed(right);
        }
        if let Some(task) = tasks.get(row) {
            page::focus(&id((*task, to)));
        }
    }

    /// Begins to change what stands in the cell that has the focus, in its place.
    pub fn begin(self) {
        if self.session.is_report() {
            return;
        }
        page::focus_within(BAR);
        page::lay_over(&format!("#{BAR} .field"), &id(self.at.get_untracked()));
    }

    /// Makes these changes, with what goes without asking, as one step.
    pub fn apply(self, name: String, edits: Vec<Edit>) {
        let with_follows = self.session.with_untracked(|ledger| {
            let follows = |edit: Edit| match follow(ledger.entry(edit.task), &edit) {
                Follow::Granted(more) => std::iter::once(edit).chain(more).collect::<Vec<_>>(),
                Follow::Asked(_) => vec![edit],
            };
            edits.into_iter().flat_map(follows).collect()
        });
        self.session.apply_as(name, with_follows);
    }
}

fn on_key(sheet: Sheet, event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    if key.is_composing() || key.ctrl_key() || key.meta_key() || key.alt_key() {
        return;
    }
    match key.key().as_str() {
        "ArrowDown" => sheet.step(1, 0),
        "ArrowUp" => sheet.step(-1, 0),
        "ArrowRight" => sheet.step(0, 1),
        "ArrowLeft" => sheet.step(0, -1),
        "Enter" | "F2" => sheet.begin(),
        " " => {
            let (task, _) = sheet.at.get_untracked();
            let is = sheet.selected.with_untracked(|tasks| tasks.contains(&task));
            sheet.select(task, !is);
        }
        "=" => {
            let selected = sheet.selected.get_untracked();
            let (task, _) = sheet.at.get_untracked();
            sheet.session.carry(if selected.is_empty() {
                std::slice::from_ref(&task)
            } else {
                &selected
            });
        }
        "?" | "/" | "Tab" | "Escape" => return,
        // What is typed goes into the cell, whether as it is or by way of an input method; it is no key of the
        // page.
        typed => {
            if typed == "Process" || typed.chars().count() == 1 {
                sheet.begin();
            }
            return event.stop_propagation();
        }
    }
    event.prevent_default();
    event.stop_propagation();
}
