//! WHAT IT AMOUNTS TO: completion by phase, theme and unit, and what needs attention.
//!
//! Every figure is a pure function of the policy, the ledger and the present, and says its denominator.

pub mod ruling;
mod schedule;
mod light;
mod assessment;
mod row;
mod attention;
mod lateness;
pub mod period;
pub mod reporting;
pub mod searching;
mod filter;
mod share;
pub mod comparison;

pub use assessment::{Actual, Assessment, Basis, Override, assess};
pub use attention::{Attention, STALE_DAYS};
pub use filter::{Admits, Duty, Filter};
pub use lateness::{Lit, lit_among, most_late_first, remind_of, to_remind};
pub use light::{AHEAD_POINTS, Light, Rule, Thresholds};
pub use row::{Due, Row, Yardstick, rows};
pub use schedule::{Milestone, Pace, Schedule, WHOLE, days_left, print_tenths};
pub use share::{print_share, print_share_tenths, print_shares, shares};

use crate::ledger::{Ledger, Now, Status};
use crate::policy::{Policy, Role, TaskNumber, Unit, UnitId, UnitKind, numeral};
use row::most_first;

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

/// How many rows of a filter each light has that calls for someone: 红, 黄, 蓝 and their kin in other rules.
pub fn lit(
    policy: &Policy,
    ledger: &Ledger,
    filter: &Filter,
    yardstick: Yardstick,
) -> Vec<(Light, Vec<TaskNumber>)> {
    lit_among(rows(policy, ledger).filter(|row| filter.admits(row, policy, yardstick)), yardstick)
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
