//! A task with what is reported on it, and what it is held against.

use time::{Date, Month};

use super::assessment::{Actual, Assessment, Override, assess};
use super::light::{Light, Rule};
use super::schedule::{Milestone, Pace, Schedule};
use crate::ledger::{Entry, Field, Ledger, Now, Status};
use crate::policy::{Placement, Policy, Task};

/// What rows are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Yardstick {
    /// What gap gives which light.
    pub rule: Rule,
    /// How 序时进度 is reckoned.
    pub pace: Pace,
    /// The present.
    pub now: Now,
}

/// 时限: the day by which a task must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The day; the task is overdue from the next one on.
    pub date: Date,
    /// Whether nobody filled in a 完成时限, so that it is the last day of the task's phase. The plan states no day
    /// for a task: such a day says when time is up, and nothing of how far one should be before.
    pub is_default: bool,
}

/// A task with what is reported on it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The task.
    pub task: &'a Task,
    /// Where it stands in time and theme.
    pub placement: Option<&'a Placement>,
    /// What is reported.
    pub entry: &'a Entry,
}

impl<'a> Row<'a> {
    /// The row of a task.
    pub fn new(policy: &'a Policy, ledger: &'a Ledger, task: &'a Task) -> Self {
        let number = task.number;
        Self { task, placement: policy.placement(number), entry: ledger.entry(number) }
    }

    /// The year of the phase: the one chosen, or the default.
    pub fn phase(&self) -> Option<u16> {
        self.entry.chosen_phase().or_else(|| self.placement.map(|placement| placement.phase))
    }

    /// 时限: the 完成时限 or, by default, the last day of the phase. None for 长期坚持, which is never overdue.
    pub fn due(&self) -> Option<Due> {
        if self.entry.is_standing() {
            return None;
        }
        let given = self.entry.date(Field::Due).map(|date| Due { date, is_default: false });
        // A phase 「到2021年」 ends with its year.
        let end = |year: u16| Date::from_calendar_date(year.into(), Month::December, 31).ok();
        let default = || Some(Due { date: self.phase().and_then(end)?, is_default: true });
        given.or_else(default)
    }

    /// The row held against its schedule: the milestones are the measures that have a day, of equal weight.
    pub fn assess(&self, yardstick: Yardstick) -> Assessment {
        let Yardstick { rule, pace: by, now } = yardstick;
        let entry = self.entry;
        let dates: Vec<_> = entry.measures().iter().filter_map(|measure| measure.due()).collect();
        let count = dates.len();
        let milestone = |(nth, date): (usize, Date)| Milestone {
            date,
            share_percent: u8::try_from((nth + 1) * 100 / count).unwrap_or(100),
        };
        let mut in_order: Vec<Date> = Vec::with_capacity(count);
        for date in dates {
            in_order.insert(in_order.partition_point(|known| *known <= date), date);
        }
        let due = self.due();
        let is_default = due.is_some_and(|due| due.is_default);
        let schedule = Schedule {
            // Up to a day that nobody set there is no plan to be behind.
            start: entry.date(Field::Start).filter(|_| !is_default),
            due: due.map(|due| due.date),
            milestones: in_order.into_iter().enumerate().map(milestone).collect(),
            by,
        };
        let actual = Actual {
            percent: entry.percent(),
            complete: entry.status().is_complete(),
            standing: entry.is_standing(),
        };
        let chosen = entry.verdict().and_then(|verdict| {
            let light = Light::parse(verdict.light())?;
            Some(Override { light, reason: verdict.reason().to_owned() })
        });
        let assessed = assess(rule, &schedule, actual, chosen.as_ref(), now.today());
        Assessment { default_due: schedule.due.filter(|_| is_default), ..assessed }
    }

    /// 逾期: the 时限 has passed, and the task is not complete.
    pub fn is_overdue(&self, now: Now) -> bool {
        !self.entry.status().is_complete() && self.due().is_some_and(|due| now.today() > due.date)
    }

    /// Whether someone is to be reminded: 严重滞后, 逾期 or 受阻.
    pub fn is_pressing(&self, yardstick: Yardstick) -> bool {
        self.entry.status() == Status::Stuck
            || self.is_overdue(yardstick.now)
            || self.assess(yardstick).is_light(Light::Red)
    }

    /// Whether the task carries out an article.
    pub fn carries_out(&self, article: u16) -> bool {
        let topics = self.placement.map_or(&[][..], |placement| &placement.topics);
        topics.iter().any(|topic| topic.article == article)
    }
}

/// All rows in printed order.
pub fn rows<'a>(policy: &'a Policy, ledger: &'a Ledger) -> impl Iterator<Item = Row<'a>> {
    policy.tasks().map(|task| Row::new(policy, ledger, task))
}

/// Those with a count, the greatest count first; those with equal counts stay in order.
///
/// The counts are numbers of tasks. A general sort would be compiled anew for every type, at kilobytes each.
pub(super) fn most_first<T>(mut items: Vec<T>, count: impl Fn(&T) -> u32) -> Vec<T> {
    let mut sorted = Vec::new();
    while let Some(most) = items.iter().map(&count).max().filter(|most| *most > 0) {
        sorted.extend(items.extract_if(.., |item| count(item) == most));
    }
    sorted
}
