//! 按职责裁决: whose word counts where two units reported differently, and who reported on a task that is not theirs.
//!
//! The weight of a role is the order of the responsibility clause itself: 牵头, 配合, 支持 (附件2, every task). A
//! ruling only preselects; a person confirms it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::ledger::merge::{self, Difference};
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

/// What is preselected where neither side knew of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// Whether it is theirs; else ours.
    pub takes_theirs: bool,
    /// How the unit that reported our value stands to the task.
    pub mine: Standing,
    /// How the unit that reported theirs does.
    pub theirs: Standing,
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
        self.theirs.entries().flat_map(|(task, _)| self.in_row(mine, task)).collect()
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

/// Which side of a conflict is preselected: that of the weightier role, and between equals the later change.
/// Units without a role are equals of each other, whatever the reason.
pub fn rule(policy: &Policy, mine: &Ledger, theirs: &Ledger, difference: &Difference) -> Ruling {
    let of = |ledger: &Ledger, change: &Option<Change>| {
        let reporter = change.as_ref().map(|change| ledger.reporter(&change.stamp.actor));
        standing(policy, difference.task, &reporter.unwrap_or_default())
    };
    let ours = of(mine, &difference.mine);
    let others = of(theirs, &difference.theirs);
    // Of what `sort` puts first the weight is greatest.
    let weight = |standing: Standing| match standing {
        Standing::In(role) => Some(std::cmp::Reverse(role)),
        Standing::Open | Standing::Unsaid | Standing::Outside => None,
    };
    let takes_theirs = match weight(others).cmp(&weight(ours)) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => difference.theirs_is_later(),
    };
    Ruling { takes_theirs, mine: ours, theirs: others }
}

impl Ruling {
    /// Why: 「牵头单位优先于支持单位」.
    pub fn reason(&self) -> String {
        let (chosen, other) =
            if self.takes_theirs { (self.theirs, self.mine) } else { (self.mine, self.theirs) };
        match (chosen, other) {
            (Standing::In(chosen), Standing::In(other)) if chosen == other => {
                format!("同为{}单位，取较晚的", chosen.name())
            }
            (Standing::In(chosen), Standing::In(other)) => {
                format!("{}单位优先于{}单位", chosen.name(), other.name())
            }
            (Standing::In(chosen), _) => format!("{}单位优先", chosen.name()),
            _ => "双方职责都未列明，取较晚的".to_owned(),
        }
    }
}
