//! What a block from another sheet says of itself: which columns its head names, and which tasks its rows are of.

use super::clipboard::Block;
use super::sheet::Column;
use crate::format::cleaning::narrow;
use crate::ledger::Field;
use crate::policy::{Policy, TaskNumber, numeral};

/// Other heads that ledgers have for our columns.
const ALIASES: [(Column, &[&str]); 17] = [
    (Column::Number, &["编号", "任务序号", "任务编号", "项目序号"]),
    (Column::Articles, &["对应条款", "条文"]),
    (Column::Task, &["任务", "任务内容", "任务名称", "工作任务", "重点工作任务", "工作内容"]),
    (Column::Measures, &["举措", "工作举措"]),
    (Column::Lead, &["牵头", "牵头部门"]),
    (Column::Cooperate, &["配合", "配合部门"]),
    (Column::Support, &["支持", "支持部门"]),
    (Column::Filled(Field::Start), &["开始日期", "启动时间"]),
    (
        Column::Filled(Field::Due),
        &["时限", "完成时间", "完成日期", "截止时间", "截止日期", "办结时限"],
    ),
    (Column::Filled(Field::Deliverable), &["目标任务", "成果形式"]),
    (
        Column::Filled(Field::Progress),
        &["进展", "工作进展", "最新进展", "目前进展", "本月进展", "完成情况"],
    ),
    (Column::Filled(Field::Percent), &["进度", "完成进度", "完成比例", "完成百分比"]),
    (Column::Filled(Field::Problems), &["问题", "存在的问题", "困难问题", "问题困难"]),
    (
        Column::Filled(Field::NextSteps),
        &["下一步", "下一步计划", "下一步工作", "下一步工作安排", "工作计划"],
    ),
    (Column::Evidence, &["佐证"]),
    (Column::Filled(Field::Status), &["状态", "任务状态", "办理状态"]),
    (Column::Filled(Field::SignOff), &["销号"]),
];

/// Letters and digits only, the wide ones narrow: what is left tells names apart.
fn bare(text: &str) -> String {
    text.chars().map(narrow).filter(|c| c.is_alphanumeric()).collect()
}

/// The column of this very name, whatever is added in brackets.
fn named(head: &str) -> Option<Column> {
    let plain = bare(head);
    let short = bare(head.split(['（', '(', '【', '[']).next().unwrap_or_default());
    let is_it = |name: &str| !short.is_empty() && (bare(name) == plain || bare(name) == short);
    Column::ALL.into_iter().find(|column| is_it(column.name()))
}

/// The column that a head means.
fn meant(head: &str) -> Option<Column> {
    let is_it = |name: &&str| bare(head.split(['（', '(']).next().unwrap_or_default()) == **name;
    let alias = || ALIASES.iter().find(|(_, names)| names.iter().any(is_it));
    named(head).or_else(|| alias().map(|(column, _)| *column))
}

/// The head of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many rows it has, with the title above it.
    pub rows: usize,
    /// For each column of the block the one it names, else what stands there.
    pub columns: Vec<Result<Column, String>>,
}

/// How many rows may come before what a ledger lists: a title, a unit, a head of two rows.
const MAX_HEAD_ROWS: usize = 4;

/// Finds the head of a block; `None` where it has none, or nothing else.
pub fn find_head(block: &Block) -> Option<Head> {
    let is_head = |row: &Vec<Option<String>>| {
        let cells: Vec<&str> = texts(row).filter(|cell| !cell.is_empty()).collect();
        let known = cells.iter().filter(|cell| meant(cell).is_some()).count();
        // One word alone may as well be what someone reports.
        known * 2 >= cells.len() && (known > 1 || cells.iter().any(|cell| named(cell).is_some()))
    };
    let beginning = &block[..block.len().saturating_sub(1).min(MAX_HEAD_ROWS)];
    let first = beginning.iter().position(is_head)?;
    let rows = first + beginning[first..].iter().take_while(|row| is_head(row)).count();
    let width = block.iter().map(Vec::len).max().unwrap_or(0);
    let columns = (0..width).map(|column| {
        let heads =
            || block[first..rows].iter().rev().filter_map(|row| row.get(column)?.as_deref());
        let known = heads().find_map(meant);
        known.ok_or_else(|| {
            heads().find(|head| !head.trim().is_empty()).unwrap_or_default().trim().to_owned()
        })
    });
    let mut columns: Vec<_> = columns.collect();
    // Which of two columns of one name is meant, nobody can tell.
    for at in 0..width {
        let Ok(column) = columns[at] else { continue };
        if columns[at + 1..].contains(&Ok(column)) {
            for other in columns.iter_mut().filter(|other| **other == Ok(column)) {
                *other = Err(column.name().to_owned());
            }
        }
    }
    Some(Head { rows, columns })
}

/// The cells of a row as text, without what is around it.
pub fn texts(row: &[Option<String>]) -> impl Iterator<Item = &str> {
    row.iter().map(|cell| cell.as_deref().unwrap_or_default().trim())
}

/// The number of a task as a ledger writes it: `5`, `5.`, `（5）`, `第5项`, `五`.
pub fn read_number(text: &str) -> Option<u16> {
    let plain = bare(text);
    let inside = plain.strip_prefix('第').unwrap_or(&plain);
    let inside = inside.strip_suffix('项').unwrap_or(inside);
    let is_digits = !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_digit());
    // 5.1 and 5-1 are parts of something, and no fifty-first.
    let is_one =
        text.trim().split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).count() == 1;
    let number = if is_digits { inside.parse().ok() } else { numeral::parse(inside) };
    number.filter(|_| is_one)
}

/// The texts of the tasks, to find those that cells hold.
pub struct TaskTexts(Vec<(TaskNumber, String)>);

impl TaskTexts {
    /// Those of a policy.
    pub fn new(policy: &Policy) -> Self {
        Self(policy.tasks().map(|task| (task.number, bare(&task.text))).collect())
    }

    /// The task that a text is of: all of it, or so much of its beginning that it can be no other.
    pub fn find(&self, text: &str) -> Option<TaskNumber> {
        /// In characters: shorter beginnings are found in other texts, too.
        const MIN_CHARS: usize = 8;
        let text = bare(text);
        let text = text.trim_start_matches(|c: char| c.is_ascii_digit());
        text.chars().nth(MIN_CHARS - 1)?;
        let is_it = |whole: &String| whole.starts_with(text) || text.starts_with(whole);
        let mut found = self.0.iter().filter(|(_, whole)| is_it(whole));
        let (task, _) = found.next()?;
        found.next().is_none().then_some(*task)
    }
}
