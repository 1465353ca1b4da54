//! WHAT IT AMOUNTS TO: completion by phase, theme and unit, and what needs attention.
//!
//! Every figure is a pure function of the policy, the ledger and the present, and says its denominator.

mod assessment;
mod attention;
pub mod comparison;
mod filter;
mod lateness;
mod light;
pub mod period;
pub mod reporting;
pub mod ruling;
mod schedule;
pub mod searching;
mod share;

pub use assessment::{Actual, Assessment, Basis, Override, assess};
pub use attention::{Attention, STALE_DAYS};
pub use filter::{Admits, Duty, Filter};
pub use lateness::{Due, Lit, lit, lit_among, most_late_first, remind_of, to_remind};
pub use light::{AHEAD_POINTS, Light, Rule, Thresholds};
pub use schedule::{Milestone, Pace, Schedule, WHOLE, days_left, print_tenths};
pub use share::{print_share, print_share_tenths, print_shares, shares};

use crate::ledger::{Entry, Field, Ledger, Now, Status};
use crate::policy::{Placement, Policy, Role, Task, Unit, UnitId, UnitKind, numeral};

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

    /// The row held against its schedule: the milestones are the measures that have a day, of equal weight.
    pub fn assess(&self, yardstick: Yardstick) -> Assessment {
        let Yardstick { rule, pace: by, now } = yardstick;
        let entry = self.entry;
        let dates: Vec<_> = entry.measures().iter().filter_map(|(_, measure)| measure.on).collect();
        let count = dates.len();
        let milestone = |(nth, date): (usize, time::Date)| Milestone {
            date,
            share_percent: u8::try_from((nth + 1) * 100 / count).unwrap_or(100),
        };
        let mut in_order: Vec<time::Date> = Vec::with_capacity(count);
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
        let chosen = entry.record(Field::Verdict).and_then(|verdict| {
            let light = Light::parse(&verdict.by)?;
            Some(Override { light, reason: verdict.text.clone() })
        });
        let assessed = assess(rule, &schedule, actual, chosen.as_ref(), now.today());
        Assessment { default_due: schedule.due.filter(|_| is_default), ..assessed }
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

/// How a number of tasks stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    counts: [u32; Status::ALL.len()],
    percents: u32,
}

impl Tally {
    /// Counts rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = Row<'a>>) -> Self {
        rows.into_iter().fold(Self::default(), |mut tally, row| {
            tally.counts[row.entry.status().index()] += 1;
            tally.percents += u32::from(row.entry.percent());
            tally
        })
    }

    /// The tasks of one status.
    pub fn count(&self, status: Status) -> u32 {
        self.counts[status.index()]
    }

    /// The denominator.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Completion's numerator: 已完成 and 已销号.
    pub fn complete(&self) -> u32 {
        Status::ALL.into_iter().filter(|s| s.is_complete()).map(|s| self.count(s)).sum()
    }

    /// Completion: complete ÷ total, 0 to 1; 0 of nothing.
    pub fn completion(&self) -> f64 {
        share(self.complete(), self.total())
    }

    /// Progress: the mean 完成率 in whole percent, rounded half up, 0 to 100; 0 of nothing.
    pub fn progress(&self) -> u32 {
        let total = self.total();
        (2 * self.percents + total).checked_div(2 * total).unwrap_or(0)
    }
}

/// `part` of `total`, and 0 of nothing.
pub fn share(part: u32, total: u32) -> f64 {
    if total == 0 { 0.0 } else { f64::from(part) / f64::from(total) }
}

/// One bar of a chart: some tasks, named, and how they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// What the tasks have in common.
    pub label: String,
    /// The filter that shows just these tasks.
    pub filter: Filter,
    /// How they stand.
    pub tally: Tally,
    /// How many of them are late: see [`Assessment::is_late`].
    pub late: u32,
}

/// Which lead units a task counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Leads {
    /// 全部牵头: for each of its lead units, so that sums exceed the number of tasks.
    #[default]
    All,
    /// 首位牵头: for the unit in charge only.
    First,
}

/// How the tasks of a filter stand.
pub fn of(policy: &Policy, ledger: &Ledger, filter: &Filter, yardstick: Yardstick) -> Tally {
    Tally::of(rows(policy, ledger).filter(|row| filter.admits(row, policy, yardstick)))
}

/// By the three steps, in their order, and then by any other year someone chose, so that no task is left out.
pub fn by_phase(policy: &Policy, ledger: &Ledger, yardstick: Yardstick) -> Vec<Slice> {
    let slice = |label, year| Slice {
        label,
        filter: Filter { phase: Some(year), ..Filter::default() },
        tally: Tally::default(),
        late: 0,
    };
    let mut slices = Vec::new();
    for (step, year) in policy.phases() {
        slices.push(slice(format!("第{}步（到{year}年）", numeral::print(step)), year));
    }
    let is_step = |year: &u16| policy.phases().any(|(_, known)| known == *year);
    let chosen = rows(policy, ledger).filter_map(|row| row.phase());
    let mut others: Vec<u16> = Vec::new();
    for year in chosen.filter(|year| !is_step(year)) {
        if let Err(at) = others.binary_search(&year) {
            others.insert(at, year);
        }
    }
    slices.extend(others.into_iter().map(|year| slice(format!("到{year}年"), year)));
    counted(slices, policy, ledger, yardstick)
}

/// By the plan's sections, 板块, in their order.
pub fn by_section(policy: &Policy, ledger: &Ledger, yardstick: Yardstick) -> Vec<Slice> {
    let slice = |section: &crate::policy::Chapter| Slice {
        label: section.title.clone(),
        filter: Filter { section: Some(section.number), ..Filter::default() },
        tally: Tally::default(),
        late: 0,
    };
    counted(policy.plan.chapters.iter().map(slice).collect(), policy, ledger, yardstick)
}

/// By the articles carried out, 专题, in their order. A task counts for each of its articles; articles that
/// no task carries out count nothing.
pub fn by_topic(policy: &Policy, ledger: &Ledger, yardstick: Yardstick) -> Vec<Slice> {
    let slice = |article: &crate::policy::Article| Slice {
        label: format!("（{}）{}", numeral::print(article.number), article.heading),
        filter: Filter { topic: Some(article.number), ..Filter::default() },
        tally: Tally::default(),
        late: 0,
    };
    counted(policy.topics().map(slice).collect(), policy, ledger, yardstick)
}

/// By lead unit as the clauses name it, the one with most tasks first.
pub fn by_lead(policy: &Policy, ledger: &Ledger, leads: Leads, yardstick: Yardstick) -> Vec<Slice> {
    let duty = match leads {
        Leads::All => Duty::In(Role::Lead),
        Leads::First => Duty::FirstLead,
    };
    let slice = |(_, unit): (UnitId, &Unit)| {
        let label = unit.name.clone();
        let unit = Some(label.clone());
        let filter = Filter { unit, duty, by_name: true, ..Filter::default() };
        Slice { label, filter, tally: Tally::default(), late: 0 }
    };
    let slices = counted(policy.roster().iter().map(slice).collect(), policy, ledger, yardstick);
    most_first(slices, |slice| slice.tally.total())
}

/// By unit in whatever role, also through a group it belongs to, the one with most that is late first: what a unit
/// must do, and what of it is late. Groups count with their members.
pub fn by_unit(policy: &Policy, ledger: &Ledger, yardstick: Yardstick) -> Vec<Slice> {
    let units = policy.roster().iter().filter(|(_, unit)| unit.kind != UnitKind::Group);
    let slice = |(_, unit): (UnitId, &Unit)| {
        let label = unit.name.clone();
        let filter = Filter { unit: Some(label.clone()), ..Filter::default() };
        Slice { label, filter, tally: Tally::default(), late: 0 }
    };
    let mut slices = counted(units.map(slice).collect(), policy, ledger, yardstick);
    slices.retain(|slice| slice.tally.total() > 0);
    slices.sort_by_key(|slice| std::cmp::Reverse((slice.late, slice.tally.total())));
    slices
}

/// Those with a count, the greatest count first; those with equal counts stay in order.
///
/// The counts are numbers of tasks. A general sort would be compiled anew for every type, at kilobytes each.
fn most_first<T>(mut items: Vec<T>, count: impl Fn(&T) -> u32) -> Vec<T> {
    let mut sorted = Vec::new();
    while let Some(most) = items.iter().map(&count).max().filter(|most| *most > 0) {
        sorted.extend(items.extract_if(.., |item| count(item) == most));
    }
    sorted
}

fn counted(
    mut slices: Vec<Slice>,
    policy: &Policy,
    ledger: &Ledger,
    yardstick: Yardstick,
) -> Vec<Slice> {
    for slice in &mut slices {
        let rows = rows(policy, ledger).filter(|row| slice.filter.fits(row, policy, yardstick));
        let rows: Vec<Row<'_>> = rows.collect();
        let late = rows.iter().filter(|row| row.assess(yardstick).is_late());
        slice.late = late.fold(0, |n, _| n + 1);
        slice.tally = Tally::of(rows);
    }
    slices
}

/// The reasons that hold for any of these rows, with how many they concern.
pub fn attention<'a>(rows: impl Iterator<Item = Row<'a>>, now: Now) -> Vec<(Attention, u32)> {
    let mut counts = Attention::ALL.map(|attention| (attention, 0));
    for row in rows {
        for (attention, count) in &mut counts {
            *count += u32::from(attention.concerns(&row, now));
        }
    }
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}
