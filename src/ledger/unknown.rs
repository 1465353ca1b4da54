//! What a newer version wrote and this one does not know, and how two of it come together.
//!
//! Nothing of it is understood here, and nothing may be lost. What is written as a ledger is, objects and in them
//! the changes of fields, comes together as a ledger does, key by key and change by change; whatever else
//! differs stands side by side.

use std::cmp::Ordering;

use litemap::LiteMap;

use super::stamp::{Actor, Stamp};

/// What stands under the keys of an object.
pub type Unknown = LiteMap<String, UnknownPart>;

/// What stands in one place: one of the three where it was read, and several where they met there.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownPart {
    /// An object.
    pub parts: Option<Unknown>,
    /// The changes of a field, each with what else it says.
    pub changes: LiteMap<UnknownChange, Unknown>,
    /// Anything else as JSON text, in ascending order.
    pub values: Vec<String>,
}

/// A change of a field that is not known here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownChange {
    /// When and by whom.
    pub stamp: Stamp,
    /// What the field was set to, as JSON text.
    pub value: String,
    /// The changes it replaced.
    pub after: Vec<Stamp>,
}

impl UnknownPart {
    /// An object.
    pub fn object(parts: Unknown) -> Self {
        Self { parts: Some(parts), ..Self::default() }
    }

    /// The changes of a field, in any order, each with what else it says.
    pub fn history(changes: Vec<(UnknownChange, Unknown)>) -> Self {
        Self { changes: unite(changes, union), ..Self::default() }
    }

    /// Anything else, as JSON text.
    pub fn value(text: String) -> Self {
        Self { values: vec![text], ..Self::default() }
    }

    /// What several ledgers have in one place.
    pub fn union(all: Vec<Self>) -> Self {
        let (mut objects, mut changes, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for kept in all {
            objects.extend(kept.parts);
            changes.extend(kept.changes);
            values.extend(kept.values);
        }
        values.sort_unstable();
        values.dedup();
        let parts = (!objects.is_empty()).then(|| union(objects));
        Self { parts, changes: unite(changes, union), values }
    }

    /// Whether all that `other` has is here.
    fn covers(&self, other: &Self) -> bool {
        Self::union(vec![self.clone(), other.clone()]) == *self
    }

    /// Whether a change in it is by this actor.
    pub(super) fn has_work_of(&self, actor: &Actor) -> bool {
        let mut parts = self.parts.iter().flat_map(LiteMap::values);
        self.changes.keys().any(|change| change.stamp.actor == *actor)
            || parts.any(|part| part.has_work_of(actor))
    }
}

/// What [`absorb_unknown`] would add.
pub(super) fn unknown_diff(mine: &Unknown, theirs: &Unknown) -> Unknown {
    let is_new = |(key, part): &(&String, &UnknownPart)| {
        mine.get(*key).is_none_or(|known| !known.covers(part))
    };
    theirs.iter().filter(is_new).map(|(key, part)| (key.clone(), part.clone())).collect()
}

/// Adds all of `theirs`.
pub(super) fn absorb_unknown(mine: &mut Unknown, theirs: Unknown) {
    if !theirs.is_empty() {
        *mine = union(vec![std::mem::take(mine), theirs]);
    }
}

fn union(all: Vec<Unknown>) -> Unknown {
    unite(all.into_iter().flatten().collect(), UnknownPart::union)
}

#[inline(never)] // A sort has it in five places.
fn compare<K: Ord>(one: &K, other: &K) -> Ordering {
    one.cmp(other)
}

/// A map of all of these; `union` puts together what stands under one key, whatever the order.
fn unite<K: Ord, V>(all: Vec<(K, V)>, union: fn(Vec<V>) -> V) -> LiteMap<K, V> {
    // Only their places are sorted: the parts are large, and so would be the code that moves them about.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_unstable_by(|one, other| compare(&all[*one].0, &all[*other].0));
    let mut all: Vec<Option<(K, V)>> = all.into_iter().map(Some).collect();
    let mut united: Vec<(K, Vec<V>)> = Vec::with_capacity(all.len());
    for (key, part) in order.into_iter().filter_map(|place| all[place].take()) {
        match united.last_mut().filter(|(last, _)| *last == key) {
            Some((_, same)) => same.push(part),
            None => united.push((key, vec![part])),
        }
    }
    let united = united.into_iter().map(|(key, same)| (key, union(same)));
    LiteMap::from_sorted_store_unchecked(united.collect())
}
