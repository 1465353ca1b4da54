//! Two ledgers into one, and what that would change.
//!
//! Pure and total. [`merge`] is the union of both sets of changes; [`plan`] says beforehand, field by field, how ours
//! and theirs stand to each other, who says what, and what will stand there, so that a person sees it first: what is
//! taken in then is that very [`Plan`].

use std::collections::BTreeSet;

use super::knowledge::{Knowledge, Standing, Weight};
pub(crate) use super::union::{absorb, absorb_last_row};
pub use super::union::{brings_changes, diff, merge, rejoin, unknown_changes, unknown_in_row};
use super::{Change, Edit, Field, History, Ledger, Value};
use crate::policy::TaskNumber;

/// How a field of a file, or of several taken in together, stands to ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Both hold the same.
    Same,
    /// Theirs was made with knowledge of ours.
    TheirsNewer,
    /// Ours was made with knowledge of theirs.
    MineNewer,
    /// Neither knew of the other, or of several files that differ none knew of the other.
    BothChanged,
    /// 缺少中间的修改: whether one knew of the other cannot be told from what is here.
    Unclear,
}

/// One field that either side has filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The row.
    pub task: TaskNumber,
    /// The column.
    pub field: Field,
    /// How the two stand to each other.
    pub relation: Relation,
    /// What stands there now.
    pub mine: Option<Change>,
    /// What the files say; of several, the latest.
    pub theirs: Option<Change>,
    /// The values that stand against each other, each by the change that first said it: first the one that is
    /// preselected. One, where nothing stands against it; none, where the files bring nothing new.
    pub opinions: Vec<Change>,
    /// Whether what will stand there has to be written down, since nobody replaced all that others say.
    pub settles: bool,
}

impl Difference {
    /// Whether, of two values made in ignorance of each other, theirs is the later and would be shown.
    pub fn theirs_is_later(&self) -> bool {
        self.theirs > self.mine
    }

    /// Whether a person is asked to choose.
    pub fn is_contested(&self) -> bool {
        self.relation == Relation::BothChanged
    }

    /// Whether one of the [`Difference::opinions`] is what stands here now.
    pub fn is_mine(&self, opinion: &Change) -> bool {
        self.mine.as_ref().is_some_and(|mine| mine.value == opinion.value)
    }

    /// What will stand there: what is preselected, or the opinion at the place that a person `chose`.
    pub fn outcome(&self, chose: Option<usize>) -> Option<&Value> {
        let opinion = chose.and_then(|at| self.opinions.get(at)).or(self.opinions.first());
        opinion.or(self.mine.as_ref())?.value.as_ref()
    }
}

/// What merging a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Every field either side has filled in, by row and column.
    pub differences: Vec<Difference>,
    /// The file's changes that are not known here and come in.
    pub diff: Ledger,
}

impl Plan {
    /// How many fields stand in a relation.
    pub fn count(&self, relation: Relation) -> usize {
        self.differences.iter().filter(|difference| difference.relation == relation).count()
    }

    /// Whether the file holds nothing that is not known here.
    pub fn is_empty(&self) -> bool {
        self.diff == Ledger::new(&self.diff.policy)
    }

    /// What has to be written down besides, for [`super::Editor::import`]. `chose` tells which of its opinions a person
    /// chose for a field; `None` leaves it at what is preselected.
    pub fn settle(&self, chose: impl Fn(&Difference) -> Option<usize>) -> Vec<Edit> {
        let edit = |difference: &Difference| {
            let chosen = chose(difference)
                .filter(|at| difference.opinions.len() > 1 && *at < difference.opinions.len());
            let Difference { task, field, settles, .. } = *difference;
            let value = difference.outcome(chosen).cloned();
            (settles || chosen.is_some()).then_some(Edit { task, field, value })
        };
        self.differences.iter().filter_map(edit).collect()
    }
}

/// What merging `theirs` into `mine` would do; between two who did not know of each other the later is preselected.
#[must_use]
pub fn plan(mine: &Ledger, theirs: &Ledger) -> Plan {
    Comparison::of(mine, theirs).plan()
}

/// What merging would do if of the changes that are not known here only those came that `accept` picks. What is
/// left out counts as new when it comes again.
#[must_use]
pub fn plan_of(
    mine: &Ledger,
    theirs: &Ledger,
    accept: impl Fn(TaskNumber, Field, &Change) -> bool,
) -> Plan {
    Comparison { accepts: Some(&accept), ..Comparison::of(mine, theirs) }.plan()
}

/// Tells whether a change comes in.
pub type Accepts<'a> = dyn Fn(TaskNumber, Field, &Change) -> bool + 'a;

/// Tells how much the word of whoever made a change counts on a task.
pub type Weighs<'a> = dyn Fn(TaskNumber, &Change) -> Weight + 'a;

/// Two ledgers held against each other.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// Ours.
    pub mine: &'a Ledger,
    /// What came.
    pub theirs: &'a Ledger,
    /// Of the changes that are not known here, those that come in; `None` for all.
    pub accepts: Option<&'a Accepts<'a>>,
    /// How much the word of whoever made a change counts on a task.
    pub weighs: &'a Weighs<'a>,
}

impl<'a> Comparison<'a> {
    /// All of theirs comes in, and every word counts the same.
    pub fn of(mine: &'a Ledger, theirs: &'a Ledger) -> Self {
        Self { mine, theirs, accepts: None, weighs: &|_, _| 0 }
    }

    /// The rows that either side has anything in.
    pub fn tasks(&self) -> BTreeSet<TaskNumber> {
        let rows = self.mine.rows().chain(self.theirs.rows());
        let mut sorted = BTreeSet::new();
        sorted.extend(rows.map(|(task, _)| task));
        sorted
    }

    /// How the fields of a row stand to each other, by column.
    pub fn row(&self, task: TaskNumber) -> Vec<Difference> {
        let (ours, others) = (self.mine.entry(task), self.theirs.entry(task));
        let mut fields = BTreeSet::new();
        fields.extend(ours.histories().chain(others.histories()).map(|(field, _)| field));
        fields.into_iter().filter_map(|field| self.difference(task, field)).collect()
    }

    /// All that comes in and is not known here.
    pub fn diff(&self) -> Ledger {
        match self.accepts {
            None => diff(self.mine, self.theirs),
            Some(_) => diff(
                self.mine,
                &self.theirs.only(|task, field, change| self.comes(task, field, change)),
            ),
        }
    }

    /// What merging would do.
    pub fn plan(&self) -> Plan {
        let differences = self.tasks().into_iter().flat_map(|task| self.row(task)).collect();
        Plan { differences, diff: self.diff() }
    }

    fn comes(&self, task: TaskNumber, field: Field, change: &Change) -> bool {
        let is_known = || {
            let known = self.mine.entry(task).history(field);
            known.is_some_and(|history| history.knows(change))
        };
        self.accepts.is_none_or(|accepts| is_known() || accepts(task, field, change))
    }

    /// `None` where neither side has anything that stays or comes in.
    fn difference(&self, task: TaskNumber, field: Field) -> Option<Difference> {
        let (ours, others) =
            (self.mine.entry(task).history(field), self.theirs.entry(task).history(field));
        let mine = ours.and_then(History::current);
        let others = others.map(History::changes).unwrap_or_default();
        let coming: Vec<bool> =
            others.iter().map(|change| self.comes(task, field, change)).collect();
        let comes = || others.iter().zip(&coming).filter(|(_, comes)| **comes);
        let theirs = comes().next_back().map(|(change, _)| change);
        let is_new = |change: &Change| ours.is_none_or(|history| !history.knows(change));
        let (relation, standing) = if comes().any(|(change, _)| is_new(change)) {
            let known = ours.map(History::changes).unwrap_or_default();
            let known = known.iter().map(|change| (change, true));
            let all = known.chain(others.iter().zip(coming.iter().copied())).collect();
            let standing = Knowledge::of(all).standing(|change| (self.weighs)(task, change));
            (relation(mine, theirs, &standing), Some(standing))
        } else if theirs.is_none() || mine?.value != theirs?.value {
            mine?;
            (Relation::MineNewer, None)
        } else {
            (Relation::Same, None)
        };
        let settles = standing.as_ref().is_some_and(|s| s.is_open && !s.is_unclear);
        let opinions = standing.map(|standing| standing.opinions).unwrap_or_default();
        // Of several, the one that will stand there.
        let theirs = if relation == Relation::TheirsNewer {
            opinions.first().copied().or(theirs)
        } else {
            theirs
        };
        Some(Difference {
            task,
            field,
            relation,
            mine: mine.cloned(),
            theirs: theirs.cloned(),
            opinions: opinions.into_iter().cloned().collect(),
            settles,
        })
    }
}

fn relation(mine: Option<&Change>, theirs: Option<&Change>, standing: &Standing<'_>) -> Relation {
    let value = |change: &Change| change.value.clone();
    match standing.opinions.as_slice() {
        [_, _, ..] if standing.is_unclear => Relation::Unclear,
        [_, _, ..] => Relation::BothChanged,
        [only] if mine.map(value).as_ref() != Some(&only.value) => Relation::TheirsNewer,
        _ if mine.map(value) == theirs.map(value) => Relation::Same,
        _ => Relation::MineNewer,
    }
}
