//! What pasting a block into the sheet would change, before it changes anything.

use super::clipboard::Block;
use super::heads::{TaskTexts, read_number, texts};
use super::reading::{Reading, Rows, Slot, View, readings};
use super::sheet::{Column, read_cell};
use crate::ledger::{Edit, Field, Kind, Status, Value};
use crate::policy::TaskNumber;

/// What pasting would change. What stands in the sheet already is no change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasting {
    /// The changes, row by row.
    pub edits: Vec<Edit>,
    /// How many of them empty a cell.
    pub emptied: usize,
    /// What cannot stand where it would come, or cannot be told apart: each a full sentence that names the cell.
    pub errors: Vec<String>,
    /// What else is to be known: each a full sentence.
    pub notes: Vec<String>,
    /// How many changes are left out, because their row or column is not shown.
    pub hidden: usize,
    /// How many cells have no place, or come to columns that only show something else.
    pub left_out: usize,
}

/// What stands in a cell of the sheet, as it is shown there.
pub type Shown<'a> = &'a dyn Fn(TaskNumber, Column) -> String;

/// The ways to read what the clipboard may hold, each with what it would change: the best first. That is the first
/// of those with the fewest cells that do not fit.
pub fn plans(blocks: Vec<Block>, view: &View<'_>, shown: Shown<'_>) -> Vec<Reading> {
    let mut all: Vec<(Reading, Pasting)> = Vec::new();
    for reading in readings(blocks, view) {
        let pasting = plan(&reading, view, shown, true);
        if !all
            .iter()
            .any(|(_, known)| known.edits == pasting.edits && known.errors == pasting.errors)
        {
            all.push((reading, pasting));
        }
    }
    all.sort_by_key(|(reading, pasting)| {
        (reading.is_against, 3 * pasting.errors.len() + pasting.left_out)
    });
    all.into_iter().map(|(reading, _)| reading).collect()
}

/// What pasting changes in one reading. `everywhere`: also in rows and columns that are not shown.
pub fn plan(reading: &Reading, view: &View<'_>, shown: Shown<'_>, everywhere: bool) -> Pasting {
    let mut planner = Planner {
        reading,
        view,
        shown,
        known: TaskTexts::new(view.policy),
        fractions: fractions(reading),
        pasting: Pasting::default(),
        given: Vec::new(),
        out_of_sight: Vec::new(),
        read_only: Vec::new(),
    };
    for nth in reading.head..reading.block.len() {
        planner.row(nth);
    }
    planner.finish(everywhere)
}

struct Planner<'a> {
    reading: &'a Reading,
    view: &'a View<'a>,
    shown: Shown<'a>,
    known: TaskTexts,
    /// Whether each column of the block holds shares of 1.
    fractions: Vec<bool>,
    pasting: Pasting,
    /// What has been given so far, changed or not, to find what is given twice.
    given: Vec<Edit>,
    /// What is not shown, of what was named.
    out_of_sight: Vec<String>,
    /// The columns that only show something, and would have been pasted something else.
    read_only: Vec<&'static str>,
}

impl Planner<'_> {
    fn row(&mut self, nth: usize) {
        let row = &self.reading.block[nth];
        if texts(row).all(str::is_empty) && !matches!(self.reading.rows, Rows::From(_)) {
            return;
        }
        let task = match self.task(nth) {
            Ok(Some(task)) => task,
            Ok(None) => {
                self.pasting.left_out += row.len();
                return;
            }
            Err(error) => {
                self.pasting.errors.push(format!("第{}行{error}，这一行不粘贴。", nth + 1));
                return;
            }
        };
        for (at, cell) in row.iter().enumerate() {
            let (Some(text), Some(slot)) = (cell, self.reading.columns.get(at)) else { continue };
            match slot {
                Slot::Column(column) => self.cell((nth, at), task, *column, text),
                Slot::Beyond => self.pasting.left_out += 1,
                Slot::Key | Slot::Unknown(_) => {}
            }
        }
    }

    /// The task of a row; `None` beyond the last that is shown.
    fn task(&self, nth: usize) -> Result<Option<TaskNumber>, String> {
        let row = &self.reading.block[nth];
        let text = |at: usize| texts(row).nth(at).unwrap_or_default();
        let task = match self.reading.rows {
            Rows::From(first) => {
                return Ok(self.view.tasks.get(first + nth - self.reading.head).copied());
            }
            Rows::ByText(at) => {
                let found = self.known.find(text(at));
                found.ok_or_else(|| "的任务文字与各项任务都不相同".to_owned())?
            }
            Rows::ByNumber(at) => {
                let number = match (text(at), read_number(text(at))) {
                    ("", _) => return Err("没有序号，不知道是哪一项".to_owned()),
                    (text, None) => return Err(format!("第{}列的“{text}”不是任务的序号", at + 1)),
                    (_, Some(number)) => number,
                };
                let task = self.view.policy.task(TaskNumber(number));
                task.ok_or_else(|| format!("第{}列：没有第{number}项任务", at + 1))?.number
            }
        };
        // A ledger with numbers of its own must not be taken for ours.
        let is_text = |slot: &Slot| matches!(slot, Slot::Key | Slot::Column(Column::Task));
        let slots = self.reading.columns.iter().zip(texts(row)).filter(|(slot, _)| is_text(slot));
        let other =
            slots.filter_map(|(_, text)| self.known.find(text)).find(|found| *found != task);
        match other {
            Some(other) => Err(format!("的序号是{}，任务文字却是第{}项的", task.0, other.0)),
            None => Ok(Some(task)),
        }
    }

    fn cell(&mut self, (nth, at): (usize, usize), task: TaskNumber, column: Column, text: &str) {
        let now = (self.shown)(task, column);
        let Some(field) = column.field() else {
            if !text.trim().is_empty() && text.trim() != now.trim() && column != Column::Number {
                self.pasting.left_out += 1;
                if !self.read_only.contains(&column.name()) {
                    self.read_only.push(column.name());
                }
            }
            return;
        };
        let place =
            || format!("第{}行第{}列（第{}项“{}”）", nth + 1, at + 1, task.0, column.name());
        let is_fraction = self.fractions.get(at).copied().unwrap_or(false);
        let value = if text == now {
            // Exactly what stands there, white space and all.
            Ok(None)
        } else {
            let read = if is_fraction { as_percent(text) } else { None };
            read_cell(field, read.as_deref().unwrap_or(text)).map(Some)
        };
        let value = match value {
            Ok(value) => value,
            Err(error) => return self.pasting.errors.push(format!("{}：{error}", place())),
        };
        let printed = |value: &Option<Value>| value.as_ref().map(Value::print).unwrap_or_default();
        let edit = value
            .filter(|value| printed(value) != now && !(value.is_none() && is_blank(field, &now)));
        let given = Edit { task, field, value: edit.clone().flatten() };
        let before = self.given.iter().find(|known| (known.task, known.field) == (task, field));
        if let Some(before) = before {
            let is_same = before.value == given.value;
            if !is_same {
                self.pasting.errors.push(format!("{}：前面的行已给这一项另一个值。", place()));
                self.pasting.edits.retain(|known| (known.task, known.field) != (task, field));
            }
            return;
        }
        self.given.push(given.clone());
        if edit.is_some() {
            self.pasting.edits.push(given);
        }
    }

    fn finish(mut self, everywhere: bool) -> Pasting {
        let Reading { head, columns, .. } = self.reading;
        let is_shown = |edit: &Edit| {
            let column = Column::Filled(edit.field);
            self.view.tasks.contains(&edit.task) && self.view.columns.contains(&column)
        };
        let (shown, hidden): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.pasting.edits).into_iter().partition(is_shown);
        for edit in &hidden {
            let is_row = !self.view.tasks.contains(&edit.task);
            let name = if is_row {
                format!("第{}项", edit.task.0)
            } else {
                format!("“{}”", edit.field.name())
            };
            if !self.out_of_sight.contains(&name) {
                self.out_of_sight.push(name);
            }
        }
        let mut pasting = self.pasting;
        pasting.hidden = hidden.len();
        pasting.edits = shown;
        if everywhere {
            pasting.edits.extend(hidden);
        }
        pasting.emptied = pasting.edits.iter().filter(|edit| edit.value.is_none()).count();
        let mut note = |words: String| pasting.notes.push(words);
        match head {
            0 => {}
            1 => note("首行是栏目名，不粘贴。".to_owned()),
            rows => note(format!("前{rows}行是标题和栏目名，不粘贴。")),
        }
        if self.fractions.contains(&true) {
            note("“完成率”一列是不大于1的小数，按百分比读入：0.8为80%。".to_owned());
        }
        let unknown: Vec<&str> = columns
            .iter()
            .filter_map(|slot| match slot {
                Slot::Unknown(head) if !head.is_empty() => Some(head.as_str()),
                _ => None,
            })
            .collect();
        if !unknown.is_empty() {
            note(format!("“{}”不能对应到一个栏目，不粘贴。", unknown.join("”“")));
        }
        if !self.read_only.is_empty() {
            note(format!("“{}”不能在表格里填写，不粘贴。", self.read_only.join("”“")));
        }
        if pasting.hidden > 0 {
            let names = self.out_of_sight.join("、");
            note(format!("{names}没有显示，涉及{}格。", pasting.hidden));
        }
        pasting
    }
}

/// Whether what is shown is what an empty column counts as.
fn is_blank(field: Field, now: &str) -> bool {
    match field.kind() {
        Kind::Percent => now == "0%",
        Kind::Status => now == Status::default().name(),
        _ => now.is_empty(),
    }
}

/// For each column of a block, whether it holds a 完成率 as a share of 1: nothing in it is above 1, and not all are
/// whole.
fn fractions(reading: &Reading) -> Vec<bool> {
    let is_percent = |slot: &Slot| *slot == Slot::Column(Column::Filled(Field::Percent));
    let body = reading.block.get(reading.head..).unwrap_or_default();
    let holds = |at: usize| {
        let cells = || {
            let cells = body.iter().filter_map(move |row| texts(row).nth(at));
            cells.filter(|cell| !cell.is_empty() && !cell.ends_with(['%', '％']))
        };
        let is_share = |cell: &str| {
            let cell = cell.trim_end_matches('0');
            cell.starts_with("0.") || cell.starts_with('.')
        };
        let is_at_most_one = |cell: &str| as_percent(cell).is_some();
        cells().any(is_share) && cells().all(is_at_most_one)
    };
    reading.columns.iter().enumerate().map(|(at, slot)| is_percent(slot) && holds(at)).collect()
}

/// A number from 0 to 1 as a percentage; `None` for anything else.
fn as_percent(text: &str) -> Option<String> {
    let text: String = text.trim().chars().map(crate::format::cleaning::narrow).collect();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if !part.bytes().chain(whole.bytes()).all(|b| b.is_ascii_digit()) || text.is_empty() {
        return None;
    }
    let part = part.trim_end_matches('0');
    match (whole, part) {
        ("1", "") => Some("100".to_owned()),
        ("" | "0", _) => {
            let digits = format!("{part:0<2}");
            let (percent, rest) = digits.split_at(2);
            let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
            Some(format!("{percent}{rest}%"))
        }
        _ => None,
    }
}
