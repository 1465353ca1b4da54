//! 期次: what a period is called and when it ends, and what stood in it.

use time::{Date, Duration, Month, Weekday};

use super::{Light, Row, Yardstick, rows};
use crate::ledger::{
    Change, Closed, ClosedRow, Closing, Edit, Field, History, Item, Ledger, Millis, Now, Stamp,
    Status, Value,
};
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
    /// period the one before, if nobody closed that yet. One that is closed is not proposed again, but the one
    /// after it.
    pub fn proposal(self, today: Date, closed: &[Date]) -> Period {
        let first = self.first_day(today);
        let before = first - Duration::DAY;
        let is_open = |day: Date| {
            let days = self.first_day(day)..self.first_day_after(day);
            !closed.iter().any(|until| days.contains(until))
        };
        let is_early = (today - first).whole_days() < i64::from(GRACE_DAYS);
        let mut day = if is_early && is_open(before) { before } else { today };
        while !is_open(day) && self.first_day_after(day) > day {
            day = self.first_day_after(day);
        }
        self.around(day)
    }

    /// The period that a closing leads up to, with its first day: the one after it. A closing with a name of its
    /// own is followed by the month that begins, or goes on, on the next day.
    pub fn after(closing: &Closing) -> (Date, Period) {
        let until = closing.until;
        let is_named = |span: &Self| is_same_name(&closing.name, &span.around(until).name);
        let named = [Self::Month, Self::Quarter].into_iter().find(is_named);
        let span = named.unwrap_or_default();
        let begin = match named {
            Some(span) => span.first_day_after(until),
            None => until.next_day().unwrap_or(until),
        };
        (begin, span.around(begin))
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

    /// The first day of the period after the one that `day` is in; `day` itself at the end of all calendars.
    fn first_day_after(self, day: Date) -> Date {
        // As long as the longest: from a first day that always leads into the next one.
        let longest = Duration::days(match self {
            Self::Month => 31,
            Self::Quarter => 92,
        });
        let next = self.first_day(day).checked_add(longest);
        next.map_or(day, |day| self.first_day(day))
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
pub(super) fn on(now: Now, day: Date) -> Now {
    let days = (day - now.today()).whole_days();
    let moved = i64::try_from(now.at.0).unwrap_or(i64::MAX).saturating_add(days * 86_400_000);
    Now { at: Millis(u64::try_from(moved).unwrap_or(0)), ..now }
}

/// Whether a row was late, by the light it had: the rule of [`super::Assessment::is_late`].
pub fn is_late(row: &ClosedRow) -> bool {
    !row.status.is_complete() && Light::parse(&row.light).is_some_and(Light::is_late)
}

/// Whether two periods are called the same, however it is typed: 「2022年6月」, 「２０２２年 06月」.
pub fn is_same_name(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// A name without blanks, in half width, without zeros before a number.
fn fold(name: &str) -> String {
    let mut folded = String::new();
    for c in name.chars().filter(|c| !c.is_whitespace()) {
        // Full-width forms stand in the order of ASCII, U+FEE0 after it.
        let half = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        };
        if half.is_ascii_digit() && folded.ends_with('0') {
            let before = folded[..folded.len() - 1].chars().next_back();
            if !before.is_some_and(|c| c.is_ascii_digit()) {
                folded.pop();
            }
        }
        folded.extend(half.to_lowercase());
    }
    folded
}

/// The closings nobody took back, in their order.
pub fn current_closings(ledger: &Ledger) -> Vec<Closed<'_>> {
    let mut closings = ledger.closings();
    closings.retain(|closed| closed.reopened.is_none());
    closings
}

/// What a person who closes a period changes. A period of the same name that is closed already gets new numbers in
/// place of the old; where several of that name came together from several people, the others are taken back.
/// `item` is the place of a period that nobody closed before.
pub fn closing_edits(ledger: &Ledger, closing: Closing, item: Item) -> Vec<Edit> {
    let edit = |field, value| Edit { task: Ledger::LEDGER_ROW, field, value };
    let known = current_closings(ledger).into_iter();
    let mut same: Vec<Field> = known
        .filter(|closed| is_same_name(&closed.closing.name, &closing.name))
        .map(|closed| closed.field)
        .collect();
    let field = same.pop().unwrap_or(Field::Closing(item));
    let taken_back = same.into_iter().map(|field| edit(field, None));
    let closed = Some(Value::Closing(Box::new(closing)));
    std::iter::once(edit(field, closed)).chain(taken_back).collect()
}

/// Whether a person is asked before closing a period that is not over: it has not begun, or another was closed on this
/// very day, so that closing this one may be the same yes once more.
pub fn is_premature(ledger: &Ledger, until: Date, now: Now) -> bool {
    let today = now.today();
    let is_of_today = |closed: Closed<'_>| now.local(closed.stamp.wall).date() == today;
    let has_begun = Span::Month.first_day(until) <= today;
    until > today && (!has_begun || current_closings(ledger).into_iter().any(is_of_today))
}

/// The ledger as it was when a change was made: what a closing was made from.
pub fn as_of(ledger: &Ledger, stamp: &Stamp) -> Ledger {
    let mut then = Ledger::new(&ledger.policy);
    for (task, field, change) in ledger.changes().filter(|(_, _, change)| change.stamp <= *stamp) {
        then.absorb(task, field, change.clone());
    }
    then
}

/// How many rows of a closing have which status, in the order of [`Status::ALL`].
pub fn counts(closing: &Closing) -> [u32; Status::ALL.len()] {
    let mut counts = [0; Status::ALL.len()];
    for row in &closing.rows {
        counts[row.status.index()] += 1;
    }
    counts
}

/// How many of the rows of a closing that are not complete showed which light, what goes well first.
pub fn lights(closing: &Closing) -> Vec<(Light, usize)> {
    const IN_ORDER: [Light; 12] = [
        Light::Done,
        Light::Ahead,
        Light::OnPace,
        Light::Met,
        Light::Green,
        Light::Blue,
        Light::Yellow,
        Light::Unmet,
        Light::Behind,
        Light::Red,
        Light::NotStarted,
        Light::Other,
    ];
    let open = closing.rows.iter().filter(|row| !row.status.is_complete());
    // A light of another program counts as none.
    let shown: Vec<Light> =
        open.map(|row| Light::parse(&row.light).unwrap_or(Light::Other)).collect();
    let count = |light: Light| (light, shown.iter().filter(|one| **one == light).count());
    IN_ORDER.map(count).into_iter().filter(|(_, count)| *count > 0).collect()
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
