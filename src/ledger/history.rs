//! The past and present of one field of one task.

use std::collections::{BTreeMap, BTreeSet};

use super::field::Value;
use super::stamp::Stamp;

/// What a newer version wrote and this one does not know, kept to be written back: JSON text by key.
pub type Unknown = BTreeMap<String, String>;

/// One value someone put in a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// When and by whom.
    pub stamp: Stamp,
    /// What it was set to; `None` empties the field.
    pub value: Option<Value>,
    /// The changes it replaced, as the person saw them; empty for a field never filled before. Two changes
    /// of which neither comes after the other were made without knowledge of each other.
    pub after: BTreeSet<Stamp>,
    /// Kept for newer versions.
    pub unknown: Unknown,
}

impl Change {
    /// Two changes of one stamp and value are one change. The value belongs to the identity because a
    /// copied browser profile makes two machines share an actor.
    pub fn is(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    fn key(&self) -> (&Stamp, &Option<Value>) {
        (&self.stamp, &self.value)
    }
}

/// Every change of a field, oldest first. It only grows, so that merging is a union of sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    changes: Vec<Change>,
}

impl History {
    /// The change in force: the last by stamp, on every machine the same.
    pub fn current(&self) -> Option<&Change> {
        self.changes.last()
    }

    /// All changes, oldest first.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Whether this very change is known here.
    pub fn contains(&self, change: &Change) -> bool {
        self.position(change).is_ok()
    }

    /// The changes nobody has replaced: more than one where people worked without knowing of each other.
    pub fn heads(&self) -> impl Iterator<Item = &Change> {
        let replaced: BTreeSet<&Stamp> = self.changes.iter().flat_map(|c| &c.after).collect();
        self.changes.iter().filter(move |change| !replaced.contains(&change.stamp))
    }

    /// Whether people left differing values here without knowing of each other.
    pub fn is_contested(&self) -> bool {
        let mut heads = self.heads();
        let first = heads.next();
        heads.any(|head| first.is_some_and(|first| first.value != head.value))
    }

    /// The changes that `change` replaced, as far as they are known here.
    pub fn replaced_by<'a>(&'a self, change: &'a Change) -> impl Iterator<Item = &'a Change> {
        self.changes.iter().filter(|other| change.after.contains(&other.stamp))
    }

    /// Adds a change; one known already only gains what was not known of it.
    pub fn absorb(&mut self, change: Change) {
        match self.position(&change) {
            Err(at) => self.changes.insert(at, change),
            Ok(at) => {
                let known = &mut self.changes[at];
                known.after.extend(change.after);
                absorb_unknown(&mut known.unknown, change.unknown);
            }
        }
    }

    /// Takes a change back out, as undoing an import does.
    pub(super) fn retract(&mut self, change: &Change) {
        if let Ok(at) = self.position(change) {
            self.changes.remove(at);
        }
    }

    fn position(&self, change: &Change) -> Result<usize, usize> {
        self.changes.binary_search_by(|known| known.key().cmp(&change.key()))
    }
}

/// The union; where both have a key, the greater text, so that the order of merging does not matter.
pub(super) fn absorb_unknown(mine: &mut Unknown, theirs: Unknown) {
    for (key, text) in theirs {
        let kept = mine.entry(key).or_default();
        if text > *kept {
            *kept = text;
        }
    }
}
