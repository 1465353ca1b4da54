//! 期次: what a period is called and when it ends, and what stood in it.

use time::{Date, Duration, Month, Weekday};

use super::{Light, Row, Yardstick, rows};
use crate::ledger::{Change, ClosedRow, Closing, History, Ledger, Millis, Now, Stamp, Status};
use crate::policy::{Policy, TaskNumber, numeral};

/// How long periods are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Span {
    /// 按月, the default: 穗金融〔2020〕25号 asks for a report by the last working day of each month.
    #[default]
    Month,
    /// 按季
    Quarter,
}

/// A period that may be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// 2022年6月, 2022年第二季度
    pub name: String,
    /// Its last working day.
    pub until: Date,
}

/// Days after a period during which it is still the one to close.
pub(super) const GRACE_DAYS: u8 = 10;

impl Span {
    /// The period to close next, seen from `today`: the one that `today` is in, or in the first ten days of a
    /// period the one before, if nobody closed that yet.
    pub fn proposal(self, today: Date, closed: &[Date]) -> Period {
        let first = self.first_day(today);
        let before = first - Duration::DAY;
        let is_open = !closed.iter().any(|until| (self.first_day(before)..first).contains(until));
        let is_early = (today - first).whole_days() < i64::from(GRACE_DAYS);
        self.around(if is_early && is_open { before } else { today })
    }

    /// The period that `day` is in.
    pub(super) fn around(self, day: Date) -> Period {
        let year = day.year();
        let month = match self {
            Self::Month => day.month(),
            Self::Quarter => nth_month(self.first_month(day) + 2),
        };
        let name = match self {
            Self::Month => format!("{year}年{}月", u8::from(month)),
            Self::Quarter => {
                format!("{year}年第{}季度", numeral::print(u16::from(month as u8 / 3)))
            }
        };
        let last = Date::from_calendar_date(year, month, month.length(year)).unwrap_or(day);
        Period { name, until: last_working_day(last) }
    }

    pub(super) fn first_day(self, day: Date) -> Date {
        let month = nth_month(self.first_month(day));
        Date::from_calendar_date(day.year(), month, 1).unwrap_or(day)
    }

    fn first_month(self, day: Date) -> u8 {
        let month = u8::from(day.month());
        match self {
            Self::Month => month,
            Self::Quarter => (month - 1) / 3 * 3 + 1,
        }
    }
}

fn nth_month(nth: u8) -> Month {
    Month::try_from(nth).unwrap_or(Month::January)
}

/// The last day from Monday to Friday up to `last`. Public holidays are announced year by year and are not
/// known here; a person sets the day where one falls on it.
fn last_working_day(last: Date) -> Date {
    let back = match last.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    last - Duration::days(back)
}

/// Every row as it stands now, its light as of `until`.
pub fn close(policy: &Policy, ledger: &Ledger, yardstick: Yardstick, period: Period) -> Closing {
    let Period { name, until } = period;
    let yardstick = Yardstick { now: on(yardstick.now, until), ..yardstick };
    let row = |row: Row<'_>| ClosedRow {
        task: row.task.number,
        status: row.entry.status(),
        percent: row.entry.percent(),
        light: row.assess(yardstick).light.slug().to_owned(),
    };
    let mut rows: Vec<ClosedRow> = rows(policy, ledger).map(row).collect();
    rows.sort_by_key(|row| row.task);
    Closing { name, until, rule: yardstick.rule.slug().to_owned(), rows }
}

/// The same time of another day.
fn on(now: Now, day: Date) -> Now {
    let days = (day - now.today()).whole_days();
    let moved = i64::try_from(now.at.0).unwrap_or(i64::MAX).saturating_add(days * 86_400_000);
    Now { at: Millis(u64::try_from(moved).unwrap_or(0)), ..now }
}

/// Whether a row was behind or overdue, by the light it had.
pub fn is_late(row: &ClosedRow) -> bool {
    Light::parse(&row.light).is_some_and(Light::is_late)
}

/// How many rows of a closing have which status, in the order of [`Status::ALL`].
pub fn counts(closing: &Closing) -> [u32; Status::ALL.len()] {
    let mut counts = [0; Status::ALL.len()];
    for row in &closing.rows {
        counts[row.status.index()] += 1;
    }
    counts
}

/// The figures of a closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// The denominator.
    pub total: u32,
    /// 已完成 and 已销号.
    pub complete: u32,
    /// Behind or overdue.
    pub late: u32,
    /// The mean 完成率 in whole percent, rounded half up; 0 of nothing.
    pub progress: u32,
}

impl Figures {
    /// Of a closing.
    pub fn of(closing: &Closing) -> Self {
        let count = |is: fn(&ClosedRow) -> bool| {
            closing.rows.iter().filter(|row| is(row)).fold(0_u32, |n, _| n + 1)
        };
        let total = count(|_| true);
        let percents: u32 = closing.rows.iter().map(|row| u32::from(row.percent)).sum();
        Self {
            total,
            complete: count(|row| row.status.is_complete()),
            late: count(is_late),
            progress: (2 * percents + total).checked_div(2 * total).unwrap_or(0),
        }
    }
}

/// The tasks nobody has touched since a closing: what the next period still waits for.
pub fn untouched(policy: &Policy, ledger: &Ledger, since: &Stamp) -> Vec<TaskNumber> {
    let is_touched = |row: &Row<'_>| row.entry.histories().any(|(_, past)| moved(past, since));
    rows(policy, ledger).filter(|row| !is_touched(row)).map(|row| row.task.number).collect()
}

/// Whether a field says something else than it did. What was done and taken back does not count.
fn moved(past: &History, since: &Stamp) -> bool {
    let then = past.changes().iter().rev().find(|change| change.stamp <= *since);
    let value = |change: Option<&Change>| change.and_then(|change| change.value.clone());
    value(past.current()) != value(then)
}
