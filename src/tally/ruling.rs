//! 按职责裁决: whose word counts where two units reported differently, and who reported on a task that is not theirs.
//!
//! The weight of a role is the order of the responsibility clause itself: 牵头, 配合, 支持 (附件2, every task). A
//! ruling only preselects; a person confirms it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::ledger::knowledge::Weight;
use crate::ledger::merge::{self, Comparison, Difference, Plan};
use crate::ledger::{Actor, Change, Ledger, Reporter};
use crate::policy::{Policy, Role, TaskNumber, UnitKind};

/// How a reporter's unit stands to a task, weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The clause names the unit, or a group it belongs to.
    In(Role),
    /// The clause names none such, but an open group that anyone may belong to: 相关单位.
    Open,
    /// The reporter gave no unit, or the policy has no such task.
    Unsaid,
    /// 非职责单位: the clause leaves no place for the unit.
    Outside,
}

/// 「非职责单位填报」: what a unit without a part in a task reported on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outsider {
    /// The row.
    pub task: TaskNumber,
    /// The unit, as given.
    pub unit: String,
    /// How many changes.
    pub changes: usize,
}

/// Tells what 非职责单位 reported from what others did.
pub struct Outsiders<'a> {
    policy: &'a Policy,
    theirs: &'a Ledger,
    own: &'a str,
    /// A file holds thousands of changes by a few people.
    known: RefCell<BTreeMap<(Actor, TaskNumber), bool>>,
}

impl<'a> Outsiders<'a> {
    /// Of what `theirs` holds; what one's own unit reported is never held back.
    pub fn of(policy: &'a Policy, theirs: &'a Ledger, own: &'a str) -> Self {
        Self { policy, theirs, own: own.trim(), known: RefCell::default() }
    }

    /// Whether a change is such.
    pub fn is(&self, task: TaskNumber, change: &Change) -> bool {
        let actor = &change.stamp.actor;
        *self.known.borrow_mut().entry((actor.clone(), task)).or_insert_with(|| {
            let reporter = self.theirs.reporter(actor);
            !is_same_unit(self.policy, &reporter.unit, self.own)
                && standing(self.policy, task, &reporter) == Standing::Outside
        })
    }

    /// Those among what `mine` does not know, by row and unit: to be accepted or left, see [`merge::plan_of`].
    pub fn list(&self, mine: &Ledger) -> Vec<Outsider> {
        self.theirs.rows().flat_map(|(task, _)| self.in_row(mine, task)).collect()
    }

    /// Those of one row, by unit.
    pub fn in_row(&self, mine: &Ledger, task: TaskNumber) -> Vec<Outsider> {
        // Whose they are is asked for each person, not for each change.
        let mut of_row: BTreeMap<&Actor, (&Change, usize)> = BTreeMap::new();
        merge::unknown_in_row(mine, self.theirs, task).for_each(|(_, change)| {
            of_row.entry(&change.stamp.actor).or_insert((change, 0)).1 += 1;
        });
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (actor, (change, count)) in of_row {
            if self.is(task, change) {
                *counts.entry(self.theirs.reporter(actor).unit).or_default() += count;
            }
        }
        counts.into_iter().map(|(unit, changes)| Outsider { task, unit, changes }).collect()
    }
}

/// Whether two names, as people spell them, are those of one unit.
fn is_same_unit(policy: &Policy, one: &str, other: &str) -> bool {
    let unit = |name: &str| policy.roster().resolve(name);
    one.trim() == other.trim()
        || unit(one).is_some_and(|unit_of_one| unit(other) == Some(unit_of_one))
}

/// How a reporter's unit, however its name is spelled, stands to a task.
pub fn standing(policy: &Policy, task: TaskNumber, reporter: &Reporter) -> Standing {
    let unit = reporter.unit.trim();
    let Some(task) = policy.task(task).filter(|_| !unit.is_empty()) else {
        return Standing::Unsaid;
    };
    let unit = policy.roster().resolve(unit);
    if let Some((role, _)) = unit.and_then(|unit| task.role_of(unit)) {
        return Standing::In(role);
    }
    let is_open = task.assignments().any(|(_, assignment)| {
        let kind = policy.roster().get(assignment.unit).map(|unit| unit.kind);
        kind == Some(UnitKind::Group) && assignment.members.is_empty()
    });
    if is_open { Standing::Open } else { Standing::Outside }
}

/// How those who reported stand to the tasks they reported on, and whose word is preselected: that of the weightier
/// role, and between equals the later. Units without a role are equals of each other, whatever the reason.
pub struct Duties<'a> {
    policy: &'a Policy,
    mine: &'a Ledger,
    theirs: &'a Ledger,
    known: RefCell<BTreeMap<(Actor, TaskNumber), Standing>>,
}

impl<'a> Duties<'a> {
    /// Of those whose changes are in either ledger.
    pub fn of(policy: &'a Policy, mine: &'a Ledger, theirs: &'a Ledger) -> Self {
        Self { policy, mine, theirs, known: RefCell::default() }
    }

    /// Who made a change.
    pub fn reporter(&self, change: &Change) -> Reporter {
        let actor = &change.stamp.actor;
        self.mine.reporter(actor).max(self.theirs.reporter(actor))
    }

    /// How whoever made a change stands to the task.
    pub fn standing(&self, task: TaskNumber, change: &Change) -> Standing {
        let key = (change.stamp.actor.clone(), task);
        let find = || standing(self.policy, task, &self.reporter(change));
        *self.known.borrow_mut().entry(key).or_insert_with(find)
    }

    /// How much their word counts.
    pub fn weight(&self, task: TaskNumber, change: &Change) -> Weight {
        match self.standing(task, change) {
            Standing::In(Role::Lead) => 3,
            Standing::In(Role::Cooperate) => 2,
            Standing::In(Role::Support) => 1,
            Standing::Open | Standing::Unsaid | Standing::Outside => 0,
        }
    }

    /// What taking theirs in would do; `left_out` tells what does not come in.
    pub fn plan(&self, left_out: Option<&Outsiders<'_>>) -> Plan {
        let weighs = |task: TaskNumber, change: &Change| self.weight(task, change);
        let comparison = Comparison { weighs: &weighs, ..Comparison::of(self.mine, self.theirs) };
        match left_out {
            None => comparison.plan(),
            Some(outsiders) => {
                let accepts = |task, _, change: &Change| !outsiders.is(task, change);
                Comparison { accepts: Some(&accepts), ..comparison }.plan()
            }
        }
    }

    /// Why the first of the opinions is preselected: 「牵头单位优先于支持单位」.
    pub fn reason(&self, difference: &Difference) -> String {
        let standing = |change: &Change| self.standing(difference.task, change);
        let weight = |change: &&Change| self.weight(difference.task, change);
        let Some((first, others)) = difference.opinions.split_first() else {
            return String::new();
        };
        let all = if others.len() > 1 { "各方" } else { "双方" };
        let other = others.iter().max_by_key(weight).map(standing);
        match (standing(first), other) {
            (Standing::In(first), Some(Standing::In(other))) if first == other => {
                format!("{all}均为{}单位，默认取修改时间较晚的", first.name())
            }
            (Standing::In(first), Some(Standing::In(other))) => {
                format!("{}单位优先于{}单位", first.name(), other.name())
            }
            (Standing::In(first), _) => format!("{}单位优先", first.name()),
            _ => format!("{all}职责均未列明，默认取修改时间较晚的"),
        }
    }
}
