//! Which tasks are meant: one value for lists, charts, exports and addresses alike.

use super::attention::Attention;
use super::lateness::Lit;
use super::row::{Row, Yardstick};
use super::searching::{Search, plain};
use crate::ledger::Status;
use crate::policy::{Policy, Role, UnitId};

/// The part a unit plays, as a filter names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duty {
    /// In any role.
    #[default]
    Any,
    /// In this role.
    In(Role),
    /// As the lead unit listed first, the one in charge.
    FirstLead,
}

/// What a task must be to be shown. Every part left out lets all through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words that must all occur: in the text, the units' names or the number. See [`Search`].
    pub words: String,
    /// The year of the phase.
    pub phase: Option<u16>,
    /// The number of the section, 板块.
    pub section: Option<u16>,
    /// The number of the article carried out, 专题.
    pub topic: Option<u16>,
    /// The unit's name, however it is spelled.
    pub unit: Option<String>,
    /// The part that unit plays.
    pub duty: Duty,
    /// Only where the clause names the unit itself, not a group it belongs to.
    pub by_name: bool,
    /// The status.
    pub status: Option<Status>,
    /// What calls for attention.
    pub attention: Option<Attention>,
    /// The light.
    pub light: Option<Lit>,
    /// In a list, the latest first; it leaves nothing out.
    pub by_lateness: bool,
}

/// Tells whether a filter lets a row through: [`Filter::admits`] or [`Filter::fits`].
pub type Admits = fn(&Filter, &Row<'_>, &Policy, Yardstick) -> bool;

impl Filter {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self { by_lateness: self.by_lateness, ..Self::default() }
    }

    /// Whether the filter lets this row through.
    pub fn admits(&self, row: &Row<'_>, policy: &Policy, yardstick: Yardstick) -> bool {
        self.fits(row, policy, yardstick)
            && (self.words.is_empty() || mentions(row, policy, &self.words))
    }

    /// Whether the row is as asked, whatever words it is to have: all that the parts of a chart ask. Without reading
    /// its texts, for which the first screen has no need of the tables of Unicode.
    pub fn fits(&self, row: &Row<'_>, policy: &Policy, yardstick: Yardstick) -> bool {
        self.phase.is_none_or(|year| row.phase() == Some(year))
            && self.section.is_none_or(|section| row.task.section == section)
            && self.topic.is_none_or(|topic| row.carries_out(topic))
            && self.status.is_none_or(|status| row.entry.status() == status)
            && self.attention.is_none_or(|attention| attention.concerns(row, yardstick.now))
            && self.unit.as_ref().is_none_or(|name| self.admits_unit(row, policy, name))
            && self.light.is_none_or(|lit| lit.admits(row, yardstick))
    }

    fn admits_unit(&self, row: &Row<'_>, policy: &Policy, name: &str) -> bool {
        let Some(unit) = policy.roster().resolve(name) else { return false };
        let means = |a: &crate::policy::Assignment| {
            a.unit == unit || (!self.by_name && a.members.contains(&unit))
        };
        match self.duty {
            Duty::Any => row.task.assignments().any(|(_, a)| means(a)),
            Duty::In(wanted) => row.task.assignments().any(|(role, a)| role == wanted && means(a)),
            Duty::FirstLead => row.task.lead.first().is_some_and(means),
        }
    }
}

/// Whether a row has all of the words, in its texts or the names of its units. What names a task by its number
/// means that task alone.
fn mentions(row: &Row<'_>, policy: &Policy, words: &str) -> bool {
    let search = Search::read(words, policy);
    if !search.tasks.iter().all(|task| *task == row.task.number) {
        return false;
    }
    if search.words.is_empty() {
        return true;
    }
    let concerned: Vec<UnitId> = row
        .task
        .assignments()
        .flat_map(|(_, a)| a.members.iter().chain([&a.unit]))
        .copied()
        .collect();
    let mut texts: Vec<String> =
        concerned.iter().map(|unit| plain(policy.roster().name(*unit))).collect();
    texts.extend([&row.task.text, &row.task.clause, row.entry.progress()].map(plain));
    search.words.iter().all(|word| {
        // 市发改委 is printed nowhere.
        let unit = policy.roster().resolve(word);
        unit.is_some_and(|unit| concerned.contains(&unit))
            || texts.iter().any(|text| text.contains(word))
    })
}
