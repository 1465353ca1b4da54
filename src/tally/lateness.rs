//! What is late: one rule for every list, figure, chart and text.
//!
//! A task is judged by its 时限, [`Row::due`]. It is 逾期 once that day is over and it is not complete, and late where
//! it shows a light of those in [`Light::is_late`] and is not complete. Nothing else decides on either.

use super::light::Light;
use super::row::{Row, Yardstick, most_first, rows};
use crate::ledger::Ledger;
use crate::policy::{Policy, TaskNumber, UnitId};

/// Which lights a filter lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lit {
    /// Every light of what is late.
    Late,
    /// What somebody is to be reminded of: 严重滞后, 逾期 or 受阻.
    Pressing,
    /// This light.
    One(Light),
}

impl Lit {
    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Pressing => "pressing",
            Self::One(light) => light.slug(),
        }
    }

    /// The lights of a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        let one = || Light::parse(slug).map(Self::One);
        [Self::Late, Self::Pressing].into_iter().find(|lit| lit.slug() == slug).or_else(one)
    }

    /// The Chinese words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Late => "全部滞后",
            Self::Pressing => "应提醒",
            Self::One(light) => light.name(),
        }
    }

    /// Whether a row shows such a light.
    pub fn admits(self, row: &Row<'_>, yardstick: Yardstick) -> bool {
        match self {
            Self::Late => row.assess(yardstick).is_late(),
            Self::Pressing => row.is_pressing(yardstick),
            Self::One(light) => row.assess(yardstick).is_light(light),
        }
    }
}

/// The units in charge of what is pressing, those with most first: whom to remind, and of how many tasks.
pub fn to_remind(policy: &Policy, ledger: &Ledger, yardstick: Yardstick) -> Vec<(UnitId, u32)> {
    let pressing = pressing(policy, ledger, yardstick);
    let count = |unit| pressing.iter().filter(|(first, _)| *first == unit).fold(0, |n, _| n + 1);
    most_first(policy.roster().iter().map(|(id, _)| (id, count(id))).collect(), |(_, count)| *count)
}

/// The tasks that are pressing, each with the unit in charge of it, in printed order.
fn pressing(policy: &Policy, ledger: &Ledger, yardstick: Yardstick) -> Vec<(UnitId, TaskNumber)> {
    let pressing = rows(policy, ledger).filter(|row| row.is_pressing(yardstick));
    pressing.filter_map(|row| Some((row.task.lead.first()?.unit, row.task.number))).collect()
}

/// What a reminder to a unit says of the tasks that [`to_remind`] counts for it; empty where there are none.
pub fn remind_of(policy: &Policy, ledger: &Ledger, unit: UnitId, yardstick: Yardstick) -> String {
    let pressing = pressing(policy, ledger, yardstick).into_iter();
    let own = pressing.filter(|(first, _)| *first == unit);
    let own: Vec<String> = own.map(|(_, task)| task.0.to_string()).collect();
    if own.is_empty() {
        return String::new();
    }
    format!("其中第{}项严重滞后、逾期或受阻，请一并说明原因和下一步工作。", own.join("、"))
}

/// How many of these rows each light has that calls for someone.
pub fn lit_among<'a>(
    rows: impl Iterator<Item = Row<'a>>,
    yardstick: Yardstick,
) -> Vec<(Light, Vec<TaskNumber>)> {
    const CALLING: [Light; 5] =
        [Light::Red, Light::Yellow, Light::Unmet, Light::Behind, Light::Blue];
    let mut lit: Vec<(Light, Vec<TaskNumber>)> = CALLING.map(|light| (light, Vec::new())).into();
    for row in rows {
        let assessment = row.assess(yardstick);
        if let Some((_, tasks)) = lit.iter_mut().find(|(light, _)| assessment.is_light(*light)) {
            tasks.push(row.task.number);
        }
    }
    lit.retain(|(_, tasks)| !tasks.is_empty());
    lit
}

/// Puts rows in the order of 落后程度: red lights before others that are late, among equals the widest gap first,
/// then the longest overdue; what is not late follows in the order it came in.
pub fn most_late_first(rows: &mut [Row<'_>], yardstick: Yardstick) {
    rows.sort_by_cached_key(|row| {
        let assessment = row.assess(yardstick);
        let rank = match assessment.light {
            _ if !assessment.is_late() => return (2, 0, 0),
            Light::Red => 0,
            _ => 1,
        };
        // Where the dates say no gap, it is judged by the days alone.
        let gap = assessment.gap.unwrap_or(i16::MIN);
        (rank, gap, -i64::from(assessment.overdue_days))
    });
}
