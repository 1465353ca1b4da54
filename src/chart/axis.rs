//! Days on pixels: a span of whole months, quarters or years, cut so that each label has room in its cell.

use time::{Date, Month};

use super::row::proportional;
use super::text;

/// How many months a cell may span: a month, a quarter, then years in round numbers. The last leaves but a
/// few cells of all the years there are.
const STEPS: [i32; 12] =
    [1, 3, 12, 24, 60, 120, 240, 600, 12 * 100, 12 * 500, 12 * 1000, 12 * 5000];

/// The space a label keeps from the ticks around it, in pixels.
pub(super) const APART: i32 = 3;

/// A span of days along `wide` pixels from `left`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Axis {
    pub left: i32,
    pub wide: i32,
    /// Months from one tick to the next.
    step: i32,
    /// The first tick and the last, as [`month_of`] counts.
    ends: (i32, i32),
    /// The same as Julian days.
    days: (i32, i32),
}

/// A line of the axis, and what is written behind it; the last one is bare.
pub(super) struct Tick {
    pub x: i32,
    /// The year, where the months or quarters of another one begin.
    pub year: Option<String>,
    /// The month, the quarter or the year; empty on the last tick.
    pub label: String,
}

impl Axis {
    /// The finest axis around these two days whose labels of this size have room.
    pub fn around((first, last): (Date, Date), (left, wide): (i32, i32), size: i32) -> Self {
        let need = i64::from(text::width("2026年", size) + 2 * APART);
        let with = |step: i32| {
            let floor = |date: Date| month_of(date).div_euclid(step) * step;
            let ends = (floor(first), floor(last) + step);
            Self { left, wide, step, ends, days: (day_of(ends.0), day_of(ends.1)) }
        };
        let has_room = |axis: &Self| {
            // No month is shorter than 28 days.
            let cell = i64::from(wide) * i64::from(axis.step) * 28;
            cell >= need * i64::from(axis.days.1 - axis.days.0)
        };
        let [finest, ..] = STEPS;
        let mut axis = with(finest);
        for step in STEPS {
            axis = with(step);
            if has_room(&axis) {
                break;
            }
        }
        axis
    }

    /// Where a day begins.
    pub fn start_of(&self, date: Date) -> i32 {
        self.x(date.to_julian_day())
    }

    /// Where a day ends.
    pub fn end_of(&self, date: Date) -> i32 {
        self.x(date.to_julian_day() + 1)
    }

    /// The middle of a day.
    pub fn middle_of(&self, date: Date) -> i32 {
        i32::midpoint(self.start_of(date), self.end_of(date))
    }

    fn x(&self, day: i32) -> i32 {
        let (part, whole) = (day - self.days.0, self.days.1 - self.days.0);
        self.left + proportional(self.wide, part.max(0).unsigned_abs(), whole.max(1).unsigned_abs())
    }

    /// From left to right.
    pub fn ticks(&self) -> Vec<Tick> {
        let mut ticks = Vec::new();
        let mut month = self.ends.0;
        while month <= self.ends.1 {
            ticks.push(self.tick(month));
            month += self.step;
        }
        ticks
    }

    fn tick(&self, month: i32) -> Tick {
        let x = self.x(day_of(month));
        let (year, of_year) = (month.div_euclid(12), month.rem_euclid(12));
        if month == self.ends.1 {
            return Tick { x, year: None, label: String::new() };
        }
        let heads = month == self.ends.0 || of_year == 0;
        let year = format!("{year}年");
        match self.step {
            1 => Tick { x, year: heads.then_some(year), label: format!("{}月", of_year + 1) },
            3 => {
                let label = match of_year {
                    0 => "一季度",
                    3 => "二季度",
                    6 => "三季度",
                    _ => "四季度",
                };
                Tick { x, year: heads.then_some(year), label: label.to_owned() }
            }
            _ => Tick { x, year: None, label: year },
        }
    }
}

/// The number of a date's month, counted from January of the year 0.
fn month_of(date: Date) -> i32 {
    date.year() * 12 + i32::from(u8::from(date.month())) - 1
}

/// The Julian day on which a month begins; past the ends of the calendar, the end.
fn day_of(month: i32) -> i32 {
    let (year, of_year) = (month.div_euclid(12), month.rem_euclid(12));
    let name = u8::try_from(of_year + 1).ok().and_then(|n| Month::try_from(n).ok());
    let first = name.and_then(|name| Date::from_calendar_date(year, name, 1).ok());
    match first {
        Some(first) => first.to_julian_day(),
        None if year < 0 => Date::MIN.to_julian_day(),
        None => Date::MAX.to_julian_day() + 1,
    }
}
