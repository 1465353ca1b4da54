//! One change of a field, and what it names: the stamps in [`Change::after`] among the changes of a field.
//!
//! Of a text being typed only the last draft is kept, so that a stamp may name an earlier or a later one; it may also
//! only look like that, where clocks that are behind leave people within one moment.

use std::borrow::Borrow;
use std::ops::Range;

use super::stamp::Stamp;
use super::unknown::Unknown;
use super::value::Value;

/// One value someone put in a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// When and by whom.
    pub stamp: Stamp,
    /// What it was set to; `None` empties the field.
    pub value: Option<Value>,
    /// The changes it replaced, as the person saw them, in ascending order; empty for a field never filled before. Two changes
    /// of which neither comes after the other were made without knowledge of each other.
    pub after: Vec<Stamp>,
    /// Kept for newer versions.
    pub unknown: Unknown,
}

impl Change {
    /// Two changes of one stamp, value and ground are one change. Value and ground belong to the identity
    /// because a copied browser profile makes two machines share an actor.
    pub fn is(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// Whether each is of a later moment than the one before, or else replaced just that: as in nearly all that is
    /// read. They are in order then, no two are one change, and none is a draft of another.
    pub fn follow_each_other(changes: &[Self]) -> bool {
        changes.is_sorted_by(|a, b| {
            a.stamp.wall < b.stamp.wall || (a.stamp < b.stamp && b.after == [a.stamp.clone()])
        })
    }

    /// The order of changes in a history: two that are one change are equal.
    #[inline(never)] // A sort has it in five places, and it is two kilobytes.
    pub(super) fn cmp_key(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }

    /// Whether its value may have been typed.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.value, None | Some(Value::Text(_) | Value::Record(_)))
    }

    pub(super) fn key(&self) -> (&Stamp, &Option<Value>, &[Stamp]) {
        (&self.stamp, &self.value, &self.after)
    }

    /// Whether this is the same text some keystrokes later: the same person's, begun at the same moment on
    /// the same ground. Of such drafts only the last is a change. So is of one record the one that names
    /// someone, where an edition for others left the name out.
    pub(super) fn redrafts(&self, earlier: &Self) -> bool {
        let is_typed_on =
            || self.stamp.is_typed_on(&earlier.stamp) && self.is_text() && earlier.is_text();
        self.after == earlier.after && (is_typed_on() || self.names_more_than(earlier))
    }

    /// Whether this is the same record with a name in it that the other does without.
    fn names_more_than(&self, other: &Self) -> bool {
        let (Some(Value::Record(full)), Some(Value::Record(bare))) = (&self.value, &other.value)
        else {
            return false;
        };
        let (full, bare) = (full.parts(), bare.parts());
        self.stamp == other.stamp
            && bare.by.is_empty()
            && !full.by.is_empty()
            && (&full.text, full.on, full.done) == (&bare.text, bare.on, bare.done)
    }
}

/// How many changes of one moment are followed as known to come after another; more do not come of people.
const MAX_SAME_MOMENT_CHANGES: usize = 64;

/// What a stamp in [`Change::after`] stands for among changes in ascending order.
pub(super) enum Named {
    /// These: a copied browser profile can have given one stamp to two.
    Changes(Range<usize>),
    /// A text of which an earlier draft is this: who knew the later knew this one.
    Past(usize),
    /// What looks like that, though this draft was replaced before: it may as well be another change, that is missing.
    PastOrMissing(usize),
    /// A text of which a later draft is this: who knew the earlier knew only what it replaced.
    Before(usize),
    /// Nothing that is here.
    Missing,
}

/// Finds what a stamp names.
pub(super) fn named<C: Borrow<Change>>(changes: &[C], stamp: &Stamp) -> Named {
    let at = |n: usize| -> &Change { changes[n].borrow() };
    let start = changes.partition_point(|change| change.borrow().stamp < *stamp);
    let same = (start..changes.len()).take_while(|n| at(*n).stamp == *stamp).count();
    if same > 0 {
        return Named::Changes(start..start + same);
    }
    let is_near = |n: &usize| at(*n).stamp.wall == stamp.wall;
    let later = (start..changes.len()).take_while(is_near);
    let earlier = (0..start).rev().take_while(is_near);
    let is_text = |n: &usize| at(*n).is_text();
    if let Some(found) = earlier.filter(is_text).find(|n| stamp.is_typed_on(&at(*n).stamp)) {
        let is_replaced =
            (found + 1..start).any(|n| at(n).after.binary_search(&at(found).stamp).is_ok());
        return if is_replaced { Named::PastOrMissing(found) } else { Named::Past(found) };
    }
    // What is known to have replaced it, by way of others of that moment, is no later draft of it, however alike the
    // stamps look.
    let mut since = vec![stamp];
    for n in later {
        let is_known =
            |named: &Stamp| since.iter().any(|known| *known == named || known.is_typed_on(named));
        if since.len() <= MAX_SAME_MOMENT_CHANGES && at(n).after.iter().any(is_known) {
            since.push(&at(n).stamp);
        } else if is_text(&n) && at(n).stamp.is_typed_on(stamp) {
            return Named::Before(n);
        }
    }
    Named::Missing
}
