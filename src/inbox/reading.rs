//! The ways a block from another sheet can be read: which task each of its rows is of, and which column each of
//! its columns.

use super::clipboard::Block;
use super::heads::{Head, TaskTexts, find_head, read_number, texts};
use super::sheet::Column;
use crate::ledger::Kind;
use crate::policy::{Policy, TaskNumber};

/// What the sheet shows, and where in it the block comes.
pub struct View<'a> {
    /// What the tasks are.
    pub policy: &'a Policy,
    /// The rows that are shown, in their order.
    pub tasks: &'a [TaskNumber],
    /// The columns that are shown, in their order.
    pub columns: &'a [Column],
    /// The first cell that is selected: its places in `tasks` and `columns`.
    pub at: (usize, usize),
    /// How many rows and columns are selected.
    pub size: (usize, usize),
}

/// A way to read a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// In words, for a person to choose by.
    pub name: String,
    /// The block.
    pub block: Block,
    /// How many rows of it are a head.
    pub head: usize,
    /// Which task a row is of.
    pub rows: Rows,
    /// For each of its columns, which it is.
    pub columns: Vec<Slot>,
    /// Whether it goes against what the block seems to say of itself: offered, and never taken by itself.
    pub is_against: bool,
}

/// Which task a row of a block is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// One row after the other, from this place in [`View::tasks`] on.
    From(usize),
    /// What the number in this column of the block says.
    ByNumber(usize),
    /// What the text in this column of the block says.
    ByText(usize),
}

/// Which column of the ledger a column of a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// This one.
    Column(Column),
    /// It only tells which task a row is of.
    Key,
    /// None of ours: what its head says.
    Unknown(String),
    /// It lies beyond the last column that is shown.
    Beyond,
}

/// The ways to read a block, those first that follow what it says of itself. `blocks` are what one clipboard may
/// hold, the likeliest first.
pub fn readings(blocks: Vec<Block>, view: &View<'_>) -> Vec<Reading> {
    let known = TaskTexts::new(view.policy);
    let mut all: Vec<Reading> = Vec::new();
    for (nth, block) in blocks.into_iter().enumerate() {
        let head = find_head(&block);
        let found = Finder { view, known: &known, block: &block, head }.readings();
        all.extend(found.into_iter().map(|mut reading| {
            if nth > 0 {
                reading.name.insert_str(0, "引号另作理解，");
            }
            reading
        }));
    }
    all
}

struct Finder<'a> {
    view: &'a View<'a>,
    known: &'a TaskTexts,
    block: &'a Block,
    head: Option<Head>,
}

impl Finder<'_> {
    fn readings(&self) -> Vec<Reading> {
        let mut found = Vec::new();
        let (row, column) = self.view.at;
        let from_here = Rows::From(row);
        if self.block.len() == 1 && self.width() == 1 && self.view.size != (1, 1) {
            found.push(self.for_each_selected());
        }
        let rows = self.head.as_ref().map_or(0, |head| head.rows);
        if let Some(head) = &self.head {
            let columns = slots(head);
            found.extend(self.by_key(&columns, rows, true));
            let mut by_place = self.reading(rows, from_here, columns, true);
            by_place.is_against = !found.is_empty();
            found.push(by_place);
        }
        let here = self.by_place(column, 0);
        let first = self.view.columns.get(column).copied();
        let is_at_a_key = matches!(first, Some(Column::Number | Column::Task));
        // What would be numbers in a column of numbers need not be those of tasks.
        let is_of_numbers = |c: Column| c.field().is_some_and(|f| f.kind() == Kind::Percent);
        let as_it_stands = self.reading(rows, from_here, here.clone(), false);
        if first.is_some_and(is_of_numbers) && self.head.is_none() {
            found.push(as_it_stands.clone());
        }
        if self.head.is_none() {
            if is_at_a_key {
                found.extend(self.by_key(&here, rows, false));
            }
            let keys = self.keys();
            if keys > 0 && !is_at_a_key {
                found.extend(self.by_key(&self.by_place(column, keys), rows, false));
                found.extend(self.by_key(&self.by_place(0, 0), rows, false));
            }
        }
        let is_told = !found.is_empty();
        let mut others = vec![as_it_stands];
        if rows > 0 {
            others.push(self.reading(0, from_here, here, false));
        }
        if self.width() == 1 && self.block.len() > 1 && first.is_some_and(holds_text) {
            others.push(self.joined());
        }
        for reading in &mut others {
            reading.is_against = is_told;
        }
        found.extend(others);
        found
    }

    fn width(&self) -> usize {
        self.block.iter().map(Vec::len).max().unwrap_or(0)
    }

    fn reading(&self, head: usize, rows: Rows, columns: Vec<Slot>, by_head: bool) -> Reading {
        let of_rows = match rows {
            Rows::ByNumber(_) => "按序号对应各行".to_owned(),
            Rows::ByText(_) => "按任务文字对应各行".to_owned(),
            Rows::From(at) => {
                let task = self.view.tasks.get(at).map_or(0, |task| task.0);
                format!("从第{task}项起逐行填入")
            }
        };
        let first = columns.iter().find_map(|slot| match slot {
            Slot::Column(column) => Some(column.name()),
            _ => None,
        });
        let of_columns = match first {
            _ if by_head => "，按栏目名对应各栏".to_owned(),
            Some(name) => format!("，从“{name}”起逐栏填入"),
            None => String::new(),
        };
        let of_head = if head == 0 && self.head.is_some() { "，首行也填入" } else { "" };
        let name = [of_rows.as_str(), &of_columns, of_head].concat();
        Reading { name, block: self.block.clone(), head, rows, columns, is_against: false }
    }

    /// The columns one after the other from this place in the view on, after the first few, which are keys.
    fn by_place(&self, from: usize, keys: usize) -> Vec<Slot> {
        let place = |nth: usize| {
            let column = self.view.columns.get(from + nth);
            column.map_or(Slot::Beyond, |column| Slot::Column(*column))
        };
        (0..self.width()).map(|nth| nth.checked_sub(keys).map_or(Slot::Key, place)).collect()
    }

    /// These columns, with the rows that a number or a text among them tells.
    fn by_key(&self, columns: &[Slot], head: usize, by_head: bool) -> Vec<Reading> {
        let find = |of: Column, is_it: &dyn Fn(usize) -> bool| {
            let is_key =
                |at: &usize| matches!(&columns[*at], Slot::Key) || columns[*at] == Slot::Column(of);
            (0..columns.len()).filter(is_key).find(|at| is_it(*at))
        };
        let number = find(Column::Number, &|at| self.numbers(at, head)).map(Rows::ByNumber);
        let text = find(Column::Task, &|at| self.task_texts(at, head)).map(Rows::ByText);
        let keys = number.into_iter().chain(text);
        keys.map(|rows| self.reading(head, rows, columns.to_vec(), by_head)).collect()
    }

    /// How many columns at the beginning only tell which tasks the rows are of.
    fn keys(&self) -> usize {
        let numbers = usize::from(self.numbers(0, 0));
        let texts = usize::from(self.task_texts(numbers, 0));
        // Something must be left to be filled in.
        Some(numbers + texts).filter(|keys| *keys < self.width()).unwrap_or(0)
    }

    fn column(&self, at: usize, head: usize) -> impl Iterator<Item = &str> {
        let body = self.block.get(head..).unwrap_or_default();
        body.iter().filter_map(move |row| texts(row).nth(at)).filter(|cell| !cell.is_empty())
    }

    /// Whether most of what stands in this column are numbers of tasks.
    fn numbers(&self, at: usize, head: usize) -> bool {
        let is_one = |cell: &str| {
            read_number(cell).is_some_and(|n| self.view.policy.task(TaskNumber(n)).is_some())
        };
        self.mostly(at, head, is_one)
    }

    fn task_texts(&self, at: usize, head: usize) -> bool {
        self.mostly(at, head, |cell| self.known.find(cell).is_some())
    }

    fn mostly(&self, at: usize, head: usize, is_one: impl Fn(&str) -> bool) -> bool {
        let (ones, others): (Vec<&str>, Vec<&str>) = self.column(at, head).partition(|c| is_one(c));
        ones.len() > others.len()
    }

    /// One cell, given to all that are selected.
    fn for_each_selected(&self) -> Reading {
        let (rows, columns) = self.view.size;
        let cell = self.block[0][0].clone();
        let selected = self.view.columns.iter().skip(self.view.at.1).take(columns);
        Reading {
            name: format!("填入所选的{}格", rows * columns),
            block: vec![vec![cell; columns]; rows],
            head: 0,
            rows: Rows::From(self.view.at.0),
            columns: selected.map(|column| Slot::Column(*column)).collect(),
            is_against: false,
        }
    }

    /// All rows as the lines of one text.
    fn joined(&self) -> Reading {
        let lines: Vec<&str> = self.block.iter().flat_map(|row| texts(row).take(1)).collect();
        let mut reading =
            self.reading(0, Rows::From(self.view.at.0), self.by_place(self.view.at.1, 0), false);
        reading.name = format!("{}行合为一格文字", lines.len());
        reading.block = vec![vec![Some(lines.join("\n"))]];
        reading
    }
}

fn holds_text(column: Column) -> bool {
    column.field().is_some_and(|field| matches!(field.kind(), Kind::Text(_)))
}

fn slots(head: &Head) -> Vec<Slot> {
    let slot = |column: &Result<Column, String>| match column {
        Ok(column) => Slot::Column(*column),
        Err(head) => Slot::Unknown(head.clone()),
    };
    head.columns.iter().map(slot).collect()
}
