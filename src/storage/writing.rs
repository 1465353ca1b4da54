//! A ledger being written down to be kept in the browser, row by row: of many changes that takes longer than a page
//! may hold still.

use std::collections::VecDeque;

use serde::Serialize;

use crate::format::SEPARATOR;
use crate::format::encode::{Opening, Row, key_of_task};
use crate::format::unknown::Rest;
use crate::json::layout::{Layout, print};
use crate::json::members::Members;
use crate::ledger::{Entry, Ledger};
use crate::policy::TaskNumber;

/// From how many changes on a ledger is stored in two parts: the current values first, which is all that opening a page
/// reads.
const MIN_SPLIT_CHANGES: usize = 1_000;

/// A ledger being written down. One of many changes comes in two parts behind each other, what stands and what came
/// to it: to show where things are, only the first is read.
#[derive(Debug)]
pub struct Writing {
    ledger: Ledger,
    is_in_two: bool,
    left: VecDeque<TaskNumber>,
    stands: Rows,
    came_before: Rows,
    past: usize,
}

/// Rows as they are printed.
#[derive(Debug, Default)]
struct Rows {
    own: String,
    tasks: Vec<String>,
}

/// A ledger written down, to be stored.
#[derive(Debug)]
pub struct Written {
    pub(super) ledger: Ledger,
    pub(super) body: String,
    /// How many changes are in the second part.
    pub(super) past: usize,
}

impl Writing {
    /// Begins with a ledger as it is now.
    pub fn of(ledger: &Ledger) -> Self {
        Self {
            ledger: ledger.clone(),
            is_in_two: ledger.changes().nth(MIN_SPLIT_CHANGES - 1).is_some(),
            left: ledger.rows().map(|(task, _)| task).collect(),
            stands: Rows::default(),
            came_before: Rows::default(),
            past: 0,
        }
    }

    /// Writes the next row; false where none is left.
    pub fn write_row(&mut self) -> bool {
        let Some(task) = self.left.pop_front() else { return false };
        let entry = self.ledger.entry(task);
        if self.is_in_two {
            let (stands, came_before) = entry.standing_and_past();
            self.past += came_before.changes();
            self.stands.add(task, &stands);
            if !came_before.is_blank() {
                self.came_before.add(task, &came_before);
            }
        } else {
            self.stands.add(task, entry);
        }
        true
    }

    /// All of it, with the rows not yet written.
    #[must_use]
    pub fn finish(mut self) -> Written {
        while self.write_row() {}
        let mut body = self.stands.print(&self.ledger);
        if self.is_in_two {
            body.push(SEPARATOR);
            body.push_str(&self.came_before.print(&Ledger::new(&self.ledger.policy)));
        }
        Written { ledger: self.ledger, body, past: self.past }
    }
}

impl Rows {
    fn add(&mut self, task: TaskNumber, entry: &Entry) {
        if task == Ledger::LEDGER_ROW {
            self.own = inside(&Row(entry));
        } else {
            self.tasks.push(inside(&Members(vec![(key_of_task(task).into(), Row(entry))])));
        }
    }

    /// The file that [`crate::format::encode()`] makes of a ledger with these rows, and for the rest as `ledger`.
    fn print(self, ledger: &Ledger) -> String {
        let strange = inside(&Rest(&ledger.unknown_tasks));
        let tasks = joined(self.tasks.into_iter().chain([strange]));
        let unknown = inside(&Rest(&ledger.unknown));
        let tasks = format!("\"tasks\":{{{tasks}}}");
        format!("{{{}}}", joined([inside(&Opening::of(ledger, None)), self.own, tasks, unknown]))
    }
}

/// With commas between those that are not empty.
fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(",")
}

/// An object as it is printed, without its braces.
fn inside(object: &impl Serialize) -> String {
    let mut text = print(object, Layout::Compact);
    text.pop();
    text.remove(0);
    text
}
