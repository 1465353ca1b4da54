//! 期次结账: what stood in every row on the last day of a period. Only this stores numbers, for that is what
//! closing means: what is reported later no longer moves them.

use time::Date;

use super::field::MAX_LINE_CHARS;
use super::stamp::{is_four_digit, print_date};
use super::status::Status;
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
