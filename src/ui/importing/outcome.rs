//! What files that wait for a yes come to: the plan that the preview shows, and that a yes carries out.

use super::incoming::Incoming;
use crate::browser::pace::Pace;
use crate::ledger::merge::{Comparison, Difference, Relation};
use crate::ledger::{Change, Ledger};
use crate::policy::TaskNumber;
use crate::tally::ruling::{Duties, Outsiders};
use crate::ui::state::session::Session;

/// What taking them in comes to, as the preview shows it: that, and nothing else, is what a yes does.
#[derive(Debug)]
pub struct Shown {
    /// Field by field.
    pub differences: Vec<Difference>,
    /// Whether what 非职责单位 reported comes in.
    pub with_outsiders: bool,
    /// The ledger that it would change.
    pub mine: Ledger,
}

impl Shown {
    /// Works out what the files come to.
    pub async fn work_out(session: Session, incoming: &Incoming, with_outsiders: bool) -> Self {
        let (mine, policy) = (session.with_untracked(Ledger::clone), session.policy());
        let theirs = incoming.roll_up.all();
        let duties = Duties::of(policy, &mine, theirs);
        let held = Outsiders::of(policy, theirs, &incoming.unit);
        let weighs = |task: TaskNumber, change: &Change| duties.weight(task, change);
        let accepts = |task, _, change: &Change| !held.is(task, change);
        let comparison = Comparison {
            accepts: (!with_outsiders).then_some(&accepts),
            weighs: &weighs,
            ..Comparison::of(&mine, theirs)
        };
        let mut pace = Pace::start();
        let mut differences = Vec::new();
        for task in comparison.tasks() {
            differences.extend(comparison.row(task));
            pace.yield_if_due().await;
        }
        Self { differences, with_outsiders, mine: mine.clone() }
    }

    /// How many fields stand to ours in a relation.
    pub fn count(&self, relation: Relation) -> usize {
        self.of(relation).count()
    }

    /// Those that do.
    pub fn of(&self, relation: Relation) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(move |difference| difference.relation == relation)
    }

    /// Those in which people differ, task by task.
    pub fn contested(&self) -> Vec<Vec<&Difference>> {
        let all: Vec<&Difference> = self.of(Relation::BothChanged).collect();
        all.chunk_by(|a, b| a.task == b.task).map(<[_]>::to_vec).collect()
    }
}
