//! 序时进度: how far a task should be by a day, from its dates alone.
//!
//! Shares are whole tenths of a percent, 0 to 1000, rounded half up, so that a figure compared is the very
//! figure printed.

use time::Date;

/// All of a task, in tenths of a percent.
pub const WHOLE: u16 = 1000;

/// What the plan says must be done by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestone {
    /// The day by whose end the share is due.
    pub date: Date,
    /// The share of the whole task, in percent: 0 to 100. More counts as 100.
    pub share_percent: u8,
}

/// How planned progress runs from start to due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    /// 按日: days since the start ÷ days from start to due date.
    #[default]
    Day,
    /// 按月: months that are over ÷ months from that of the start to that of the due date, both counted
    /// whole. A month is over on its last day: 11 of 12 from 30 November on (宣城 2020: 91.7%).
    Month,
    /// 按节点: straight lines from the start through the milestones to the due date; without milestones, as
    /// by day. A milestone that asks for less than an earlier one asks for as much; those on or outside the
    /// two dates say nothing.
    Milestones,
}

/// When a task runs and at what pace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// 开始日期: the day work begins, on which nothing is due yet.
    pub start: Option<Date>,
    /// 完成时限: the day on which all must be done.
    pub due: Option<Date>,
    /// In any order; read at [`Pace::Milestones`] only.
    pub milestones: Vec<Milestone>,
    /// The pace in between.
    pub by: Pace,
}

impl Schedule {
    /// 序时进度 at the end of `today`, in tenths of a percent: 0 to [`WHOLE`], never less on a later day.
    ///
    /// Whatever the pace, it is 0 up to and on the start day, and all from the due date on; where both are
    /// one day, all. From the due date on it is known without a start. None without a due date, before the
    /// due date without a start, and where the start is after the due date.
    pub fn planned(&self, today: Date) -> Option<u16> {
        let due = self.due?;
        match self.start {
            Some(start) if start > due => None,
            _ if today >= due => Some(WHOLE),
            None => None,
            Some(start) if today <= start => Some(0),
            Some(start) => Some(match self.by {
                Pace::Day => part(WHOLE, days(start, today), days(start, due)),
                Pace::Month => {
                    let over = months(start, today) + i64::from(is_last_of_month(today));
                    part(WHOLE, over, months(start, due) + 1)
                }
                Pace::Milestones => self.on_the_line(start, due, today),
            }),
        }
    }

    /// The height on `today` of the line through the milestones, where `start < today < due`.
    fn on_the_line(&self, start: Date, due: Date, today: Date) -> u16 {
        let between = || self.milestones.iter().filter(|m| start < m.date && m.date < due);
        let most_by =
            |date| between().filter(|m| m.date <= date).map(|m| share(*m)).max().unwrap_or(0);
        let last = between().map(|m| m.date).filter(|date| *date <= today).max();
        let next = between().map(|m| m.date).filter(|date| *date > today).min();
        let (from, reached) = (last.unwrap_or(start), most_by(today));
        let (to, wanted) = next.map_or((due, WHOLE), |date| (date, most_by(date)));
        reached + part(wanted - reached, days(from, today), days(from, to))
    }
}

/// Days from `today` to the due date: 0 on the day itself, negative once it is over.
pub fn days_left(due: Date, today: Date) -> i32 {
    due.to_julian_day() - today.to_julian_day()
}

/// Tenths as printed, without the sign: `83.3`, `70`.
pub fn print_tenths(tenths: u16) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

fn share(milestone: Milestone) -> u16 {
    u16::from(milestone.share_percent.min(100)) * 10
}

/// `whole` × `elapsed` ÷ `total`, rounded half up; all of it where there is nothing to divide by.
fn part(whole: u16, elapsed: i64, total: i64) -> u16 {
    let rounded = (2 * i64::from(whole) * elapsed + total).checked_div(2 * total);
    rounded.and_then(|part| u16::try_from(part).ok()).map_or(whole, |part| part.min(whole))
}

fn days(from: Date, to: Date) -> i64 {
    i64::from(days_left(to, from))
}

/// From one month to another, whatever the days.
fn months(from: Date, to: Date) -> i64 {
    let number = |date: Date| 12 * i64::from(date.year()) + i64::from(u8::from(date.month()));
    number(to) - number(from)
}

fn is_last_of_month(date: Date) -> bool {
    date.next_day().is_none_or(|next| next.day() == 1)
}
