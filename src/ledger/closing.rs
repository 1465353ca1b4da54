//! 期次结账: what stood in every row on the last day of a period. Only this stores numbers, for that is what
//! closing means: what is reported later no longer moves them.

use time::Date;

use super::stamp::{Stamp, print_date};
use super::status::Status;
use super::value::{MAX_LINE_CHARS, Value, is_four_digit};
use super::{Change, Field, Ledger};
use crate::policy::TaskNumber;

/// The longest word for a rule or a light, in characters.
const MAX_SLUG_CHARS: usize = 40;

/// A closed period, 期次.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Closing {
    /// What it is called: 2022年6月. At most [`MAX_LINE_CHARS`] characters.
    pub name: String,
    /// 截至: its last day.
    pub until: Date,
    /// The rule the lights follow, by its slug.
    pub rule: String,
    /// The rows, by number, each once.
    pub rows: Vec<ClosedRow>,
}

/// How a row stood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClosedRow {
    /// The task.
    pub task: TaskNumber,
    /// 完成状态
    pub status: Status,
    /// 完成率: 0 to 100.
    pub percent: u8,
    /// 亮灯, by its slug.
    pub light: String,
}

impl Closing {
    /// Whether it may stand in a ledger: names within their limits, rows in order.
    pub fn fits(&self) -> bool {
        let within = |text: &str, most: usize| text.chars().count() <= most;
        within(&self.name, MAX_LINE_CHARS)
            && within(&self.rule, MAX_SLUG_CHARS)
            && is_four_digit(self.until)
            && self.rows.iter().all(|row| row.percent <= 100 && within(&row.light, MAX_SLUG_CHARS))
            && self.rows.is_sorted_by(|a, b| a.task < b.task)
    }

    /// How a row stood; `None` where the closing does not have it.
    pub fn row(&self, task: TaskNumber) -> Option<&ClosedRow> {
        let at = self.rows.binary_search_by(|row| row.task.cmp(&task)).ok()?;
        self.rows.get(at)
    }

    /// 「2022年6月，截至 2022-06-30」
    pub fn print(&self) -> String {
        format!("{}，截至{}", self.name, print_date(self.until))
    }
}

/// A closing in a ledger, with what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed<'a> {
    /// Where it stands in [`Ledger::BOOK`].
    pub field: Field,
    /// What was closed.
    pub closing: &'a Closing,
    /// When and by whom.
    pub stamp: &'a Stamp,
    /// What opened it again, where someone did. The mark stays.
    pub reopened: Option<&'a Change>,
}

impl Ledger {
    /// Every period that was ever closed, in the order of their last days, and of their closing.
    pub fn closings(&self) -> Vec<Closed<'_>> {
        let mut closings: Vec<Closed<'_>> = Vec::new();
        for (field, history) in self.entry(Self::BOOK).histories() {
            let closed = history.changes().iter().rev().find_map(|change| match &change.value {
                Some(Value::Closing(closing)) => Some((&**closing, &change.stamp)),
                _ => None,
            });
            let Some((closing, stamp)) = closed else { continue };
            let reopened = history.current().filter(|change| change.value.is_none());
            let key = |closed: &Closed<'_>| (closed.closing.until, closed.stamp.clone());
            let new = Closed { field, closing, stamp, reopened };
            let at = closings.partition_point(|known| key(known) <= key(&new));
            closings.insert(at, new);
        }
        closings
    }
}
