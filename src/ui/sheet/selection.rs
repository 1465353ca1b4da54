//! What is selected in the sheet: the cell that has the focus, the cells around it, and rows.
//!
//! What is not shown is not selected: whoever filters or hides columns means what they see.

use leptos::prelude::*;

use crate::browser::{focus, page, task};
use crate::inbox::pasting::Pasting;
use crate::inbox::reading::{Reading, View};
use crate::inbox::sheet::Column;
use crate::ledger::Edit;
use crate::ledger::follow::with_follows;
use crate::policy::TaskNumber;
use crate::tally::Row;
use crate::ui::elements::dom::effect;
use crate::ui::state::command::Command;
use crate::ui::state::session::Session;

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
    /// The columns that are hidden, by their places in [`Column::ALL`].
    pub hidden: RwSignal<Vec<usize>>,
    /// What is selected; it may be hidden by now.
    range: RwSignal<Range>,
    /// The rows that are ticked, in the order they were; some may be hidden by now.
    ticked: RwSignal<Vec<TaskNumber>>,
    /// What waits to be pasted.
    pub pasting: RwSignal<Option<Pasted>>,
}

/// A block of cells that is selected.
#[derive(Clone, Copy, PartialEq)]
struct Range {
    /// The cell that it is selected from.
    anchor: Cell,
    /// The cell that it reaches to, which has the focus or had it last.
    at: Cell,
    /// Whether Tab leaves the sheet: after Esc, until another key.
    leaves: bool,
}

/// A block that waits to be pasted.
#[derive(Clone)]
pub struct Pasted {
    /// The ways to read it, the best first.
    pub readings: Vec<Reading>,
    /// Where it comes.
    pub place: Place,
}

/// What the sheet shows, and what is selected in it.
#[derive(Clone)]
pub struct Place {
    tasks: Vec<TaskNumber>,
    columns: Vec<Column>,
    at: (usize, usize),
    size: (usize, usize),
}

impl Sheet {
    /// The sheet of these rows.
    pub fn new(
        session: Session,
        admitted: Memo<Vec<TaskNumber>>,
        hidden: RwSignal<Vec<usize>>,
    ) -> Self {
        let at = (TaskNumber(1), 0);
        let sheet = Self {
            session,
            admitted,
            hidden,
            range: RwSignal::new(Range { anchor: at, at, leaves: false }),
            ticked: RwSignal::new(Vec::new()),
            pasting: RwSignal::new(None),
        };
        sheet.mark();
        sheet
    }

    /// The columns that are shown, by their places in [`Column::ALL`].
    pub fn columns(self) -> Vec<usize> {
        let is_shown = |column: &usize| self.hidden.with(|hidden| !hidden.contains(column));
        (0..Column::ALL.len()).filter(is_shown).collect()
    }

    fn is_shown(self, (task, column): Cell) -> bool {
        self.admitted.with(|tasks| tasks.contains(&task)) && self.columns().contains(&column)
    }

    /// The cell that keys act on: the one that has or had the focus, or the first, where that one is hidden; `None`
    /// where no row is shown.
    pub fn here(self) -> Option<Cell> {
        let (task, column) = self.range.get().at;
        let columns = self.columns();
        let column = Some(column).filter(|column| columns.contains(column));
        let column = column.or_else(|| columns.first().copied())?;
        self.admitted.with(|tasks| {
            let task = Some(task).filter(|task| tasks.contains(task));
            Some((task.or_else(|| tasks.first().copied())?, column))
        })
    }

    /// The rows and columns of the block that is selected; both are empty where no row is shown.
    pub fn block(self) -> (Vec<TaskNumber>, Vec<usize>) {
        let Some(here) = self.here() else { return (Vec::new(), Vec::new()) };
        let anchor = Some(self.range.get().anchor).filter(|anchor| self.is_shown(*anchor));
        let anchor = anchor.unwrap_or(here);
        let columns = self.columns();
        let between = anchor.1.min(here.1)..=anchor.1.max(here.1);
        let columns = columns.into_iter().filter(|column| between.contains(column)).collect();
        let tasks = self.admitted.with(|tasks| {
            let place = |task| tasks.iter().position(|known| *known == task).unwrap_or(0);
            let (one, other) = (place(anchor.0), place(here.0));
            tasks[one.min(other)..=one.max(other)].to_vec()
        });
        (tasks, columns)
    }

    /// The rows that are ticked and shown, in the order they are shown.
    pub fn chosen(self) -> Vec<TaskNumber> {
        self.ticked.with(|ticked| {
            let is_ticked = |task: &TaskNumber| ticked.contains(task);
            self.admitted.with(|tasks| tasks.iter().copied().filter(is_ticked).collect())
        })
    }

    /// How many rows are ticked, of those that are not shown.
    pub fn chosen_elsewhere(self) -> usize {
        self.ticked.with(Vec::len) - self.chosen().len()
    }

    /// Whether a row is ticked.
    pub fn is_chosen(self, task: TaskNumber) -> bool {
        self.ticked.with(|tasks| tasks.contains(&task))
    }

    /// Ticks a row, or does so no more.
    pub fn choose(self, task: TaskNumber, on: bool) {
        self.ticked.update(|tasks| {
            tasks.retain(|known| *known != task);
            if on {
                tasks.push(task);
            }
        });
    }

    /// Ticks all rows from the last one that was ticked to this one, as they are shown.
    pub fn choose_to(self, task: TaskNumber) {
        let tasks = self.admitted.get_untracked();
        let place = |task| tasks.iter().position(|known| *known == task);
        let last = self.ticked.with_untracked(|ticked| ticked.last().copied());
        let (Some(last), Some(to)) = (last.and_then(place), place(task)) else { return };
        tasks[last.min(to)..=last.max(to)].iter().for_each(|task| self.choose(*task, true));
    }

    /// Takes note of the cell that has the focus.
    pub fn arrive(self, cell: Cell) {
        if self.range.get_untracked().at != cell {
            self.range.set(Range { anchor: cell, at: cell, leaves: false });
        }
    }

    /// Says whether Tab is to leave the sheet, and has another key take that back.
    pub fn takes_leave(self) -> bool {
        let leaves = self.range.get_untracked().leaves;
        self.range.update_untracked(|range| range.leaves = false);
        leaves
    }

    /// Selects the cell that has the focus only; Tab then leaves the sheet.
    pub fn let_go(self) {
        self.range.update(|range| (range.anchor, range.leaves) = (range.at, true));
    }

    /// Selects the cell that has the focus, and no more.
    pub fn select_one(self) {
        self.range.update(|range| range.anchor = range.at);
    }

    /// Moves the focus to a cell; the block that is selected goes to there, or begins there.
    pub fn go(self, cell: Cell, extends: bool) {
        let known = self.range.get_untracked().anchor;
        let anchor = if !extends {
            cell
        } else if untrack(|| self.is_shown(known)) {
            known
        } else {
            untrack(|| self.here()).unwrap_or(cell)
        };
        self.range.set(Range { anchor, at: cell, leaves: false });
        page::focus(&id(cell));
    }

    /// Moves by so many rows and columns of those that are shown.
    pub fn step(self, down: isize, right: isize, extends: bool) {
        let Some((task, column)) = untrack(|| self.here()) else { return };
        let (tasks, columns) = (self.admitted.get_untracked(), untrack(|| self.columns()));
        let row = tasks.iter().position(|known| *known == task).unwrap_or(0);
        let row = row.saturating_add_signed(down).min(tasks.len().saturating_sub(1));
        let column = columns.iter().position(|known| *known == column).unwrap_or(0);
        let column = column.saturating_add_signed(right).min(columns.len().saturating_sub(1));
        if let (Some(task), Some(column)) = (tasks.get(row), columns.get(column)) {
            self.go((*task, *column), extends);
        }
    }

    /// Moves to the next cell or the one before, row by row; `false` at the ends.
    pub fn tab(self, back: bool) -> bool {
        let Some((task, column)) = untrack(|| self.here()) else { return false };
        let (tasks, columns) = (self.admitted.get_untracked(), untrack(|| self.columns()));
        let row = tasks.iter().position(|known| *known == task).unwrap_or(0);
        let column = columns.iter().position(|known| *known == column).unwrap_or(0);
        let width = columns.len().max(1);
        let place = row * width + column;
        let next = if back { place.checked_sub(1) } else { Some(place + 1) };
        let cell =
            next.and_then(|next| Some((*tasks.get(next / width)?, *columns.get(next % width)?)));
        if let Some(cell) = cell {
            self.go(cell, false);
        }
        cell.is_some()
    }

    /// Selects all cells that are shown.
    pub fn select_all(self) {
        let (tasks, columns) = (self.admitted.get_untracked(), untrack(|| self.columns()));
        if let (Some(first), Some(last)) = (tasks.first(), tasks.last())
            && let (Some(left), Some(right)) = (columns.first(), columns.last())
        {
            self.range.update(|range| range.anchor = (*first, *left));
            self.go((*last, *right), true);
        }
    }

    /// Makes these changes, with what goes without asking, as one step.
    pub fn apply(self, name: String, edits: Vec<Edit>) {
        let edits = self.session.with_untracked(|ledger| with_follows(ledger, edits, false));
        self.session.dispatch(Command::ApplyAs(name, edits));
    }

    /// What stands in a cell, as it is shown.
    pub fn text(self, task: TaskNumber, column: Column) -> String {
        let policy = self.session.policy();
        let Some(task) = policy.task(task) else { return String::new() };
        let yardstick = untrack(|| self.session.yardstick());
        self.session.with_untracked(|ledger| {
            column.cell(policy, &Row::new(policy, ledger, task), yardstick)
        })
    }

    /// What is shown and selected now.
    pub fn place(self) -> Place {
        let tasks = self.admitted.get_untracked();
        let columns = untrack(|| self.columns());
        let (rows, across) = untrack(|| self.block());
        let row = rows.first().and_then(|first| tasks.iter().position(|known| known == first));
        let column =
            across.first().and_then(|first| columns.iter().position(|known| known == first));
        Place {
            tasks,
            columns: columns
                .iter()
                .filter_map(|column| Column::ALL.get(*column).copied())
                .collect(),
            at: (row.unwrap_or(0), column.unwrap_or(0)),
            size: (rows.len(), across.len()),
        }
    }

    /// What a reading of a block would change.
    pub fn plan(self, reading: &Reading, place: &Place, everywhere: bool) -> Pasting {
        let shown = |task, column| self.text(task, column);
        crate::inbox::pasting::plan(reading, &place.view(self.session), &shown, everywhere)
    }

    /// Shows on the page which cell takes the focus, and which are selected.
    fn mark(self) {
        let mut stop: Option<String> = None;
        let mut selected: Vec<String> = Vec::new();
        effect(move || {
            let here = self.here().map(id);
            let (tasks, columns) = self.block();
            let is_block = tasks.len() * columns.len() > 1;
            let cells = tasks
                .iter()
                .flat_map(|task| columns.iter().map(move |column| id((*task, *column))));
            let cells: Vec<String> = if is_block { cells.collect() } else { Vec::new() };
            let was_stop = std::mem::replace(&mut stop, here.clone());
            let were = std::mem::replace(&mut selected, cells.clone());
            // The screen is set on the page after it was made.
            task::next_frame(move || {
                if was_stop != here {
                    for (id, index) in [(was_stop, "-1"), (here, "0")] {
                        if let Some(id) = id {
                            focus::set_attribute(&id, "tabindex", Some(index));
                        }
                    }
                }
                for id in were.iter().filter(|id| !cells.contains(id)) {
                    focus::set_attribute(id, "aria-selected", None);
                }
                for id in cells.iter().filter(|id| !were.contains(id)) {
                    focus::set_attribute(id, "aria-selected", Some("true"));
                }
            });
        });
    }
}

impl Place {
    /// As the core takes it.
    pub fn view(&self, session: Session) -> View<'_> {
        let Self { tasks, columns, at, size } = self;
        View { policy: session.policy(), tasks, columns, at: *at, size: *size }
    }
}

/// The id of a cell.
pub fn id((task, column): Cell) -> String {
    format!("cell-{}-{column}", task.0)
}
