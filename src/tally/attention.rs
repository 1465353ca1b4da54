//! What a chief should look at: three truths held against each other, what the unit says, what supports
//! it, and what the calendar says.

use super::row::Row;
use crate::ledger::{Field, Now, Status};

/// A reason to look at a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// 逾期: see [`Row::is_overdue`].
    Overdue,
    /// 受阻
    Stuck,
    /// Reported complete without a word on how.
    DoneUnexplained,
    /// Not touched for more than [`STALE_DAYS`] days though not complete.
    Stale,
    /// Nothing is reported: no status, no 完成率, no word.
    Blank,
}

/// A month: units report by the last working day of each (穗金融〔2020〕25号).
pub const STALE_DAYS: i64 = 31;

impl Attention {
    /// Every reason, most pressing first.
    pub const ALL: [Self; 5] =
        [Self::Overdue, Self::Stuck, Self::DoneUnexplained, Self::Stale, Self::Blank];

    /// The Chinese words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overdue => "已到期未完成",
            Self::Stuck => "受阻",
            Self::DoneUnexplained => "报完成但无进展说明",
            Self::Stale => "超过31天未更新",
            Self::Blank => "尚未填报",
        }
    }

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Stuck => "stuck",
            Self::DoneUnexplained => "unexplained",
            Self::Stale => "stale",
            Self::Blank => "blank",
        }
    }

    /// Whether the reason holds for a row at this time.
    pub fn concerns(self, row: &Row<'_>, now: Now) -> bool {
        let status = row.entry.status();
        match self {
            Self::Overdue => row.is_overdue(now),
            Self::Stuck => status == Status::Stuck,
            Self::DoneUnexplained => status.is_complete() && row.entry.progress().trim().is_empty(),
            Self::Stale => {
                let latest = row.entry.latest();
                !status.is_complete()
                    && latest.is_some_and(|c| now.days_since(c.stamp.wall) > STALE_DAYS)
            }
            Self::Blank => {
                row.entry.value(Field::Status).is_none()
                    && row.entry.value(Field::Percent).is_none()
                    && row.entry.progress().trim().is_empty()
            }
        }
    }
}
