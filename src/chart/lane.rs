//! A lane of the timeline as a value: its dates, how its due date presses, and the words for that.

use time::Date;

use super::shade::Shade;
use crate::ledger::stamp::print_date;

/// What a row of the timeline shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// What is written beside the bar.
    pub label: String,
    /// The first day.
    pub start: Option<Date>,
    /// The last day by which it must be done.
    pub due: Option<Date>,
    /// What there is to know of that day, written behind it, or in its place: 「（默认）」, 「长期坚持」; else empty.
    pub note: &'static str,
    /// Days on which something is to be reached, each with whether it was.
    pub milestones: Vec<(Date, bool)>,
    /// How it stands.
    pub light: Shade,
}

/// How a due date presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Urgency {
    Calm,
    Soon,
    Overdue,
}

impl Lane {
    /// Days from today to the due date; negative once it has passed.
    fn days_left(&self, today: Date) -> Option<i32> {
        Some(self.due?.to_julian_day() - today.to_julian_day())
    }

    pub(super) fn urgency(&self, today: Date, soon_days: u16) -> Urgency {
        match self.days_left(today) {
            _ if self.light == Shade::Done => Urgency::Calm,
            Some(..0) => Urgency::Overdue,
            Some(days) if days <= i32::from(soon_days) => Urgency::Soon,
            _ => Urgency::Calm,
        }
    }

    pub(super) fn dates(&self) -> impl Iterator<Item = Date> {
        let milestones = self.milestones.iter().map(|(date, _)| *date);
        self.start.into_iter().chain(self.due).chain(milestones)
    }

    fn is_reversed(&self) -> bool {
        self.start.zip(self.due).is_some_and(|(start, due)| start > due)
    }

    /// When it is due and how that presses; where room is short, the latter alone.
    pub(super) fn figure(&self, today: Date, urgency: Urgency, is_short: bool) -> String {
        let (Some(due), Some(days)) = (self.due, self.days_left(today)) else {
            return if self.note.is_empty() { "未填时限" } else { self.note }.to_owned();
        };
        let words = match urgency {
            _ if self.is_reversed() => "起止颠倒".to_owned(),
            Urgency::Overdue => format!("逾期{}天", -days),
            Urgency::Soon if days == 0 => "今天到期".to_owned(),
            Urgency::Soon => format!("还剩{days}天"),
            Urgency::Calm => return format!("{}{}", print_date(due), self.note),
        };
        if is_short { words } else { format!("{}{} · {words}", print_date(due), self.note) }
    }
}
