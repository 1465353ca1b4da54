//! The past and present of one field of one task.

use std::ops::Range;

use super::change::{Change, Named, named};
use super::stamp::Stamp;
use super::unknown::{absorb_unknown, unknown_diff};

/// Every change of a field, oldest first. It only grows, so that merging is a union of sets; only the drafts
/// of a text give way to its last one, and a record without its name to the whole one, wherever they meet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    changes: Vec<Change>,
}

impl History {
    /// The current change: the last by stamp, on every machine the same.
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
        let mut replaced = vec![false; self.changes.len()];
        for stamp in self.changes.iter().flat_map(|change| &change.after) {
            match named(&self.changes, stamp) {
                Named::Changes(places) => replaced[places].fill(true),
                // Somebody typed on and sent it before this was replaced.
                Named::Past(draft) | Named::PastOrMissing(draft) => replaced[draft] = true,
                Named::Before(_) | Named::Missing => {}
            }
        }
        self.changes.iter().zip(replaced).filter(|(_, gone)| !gone).map(|(change, _)| change)
    }

    /// What stands here, with the first of all where `with_first` says so, and what came before it.
    pub(super) fn standing_and_past(&self, with_first: bool) -> (Vec<Change>, Vec<Change>) {
        let heads: Vec<_> =
            self.heads().chain(self.changes.first().filter(|_| with_first)).collect();
        let stands = |change: &Change| heads.iter().any(|head| head.is(change));
        self.changes.iter().cloned().partition(stands)
    }

    /// Where the changes with this stamp lie: a copied browser profile can have given one to two.
    fn stamped(&self, stamp: &Stamp) -> Range<usize> {
        let start = self.changes.partition_point(|change| change.stamp < *stamp);
        let same = self.changes[start..].iter().take_while(|change| change.stamp == *stamp);
        start..start + same.count()
    }

    /// Whether people left differing values here without knowing of each other.
    pub fn is_contested(&self) -> bool {
        let mut heads = self.heads();
        let first = heads.next();
        heads.any(|head| first.is_some_and(|first| first.value != head.value))
    }

    /// The changes that `change` replaced, as far as they are known here.
    pub fn replaced_by<'a>(&'a self, change: &'a Change) -> impl Iterator<Item = &'a Change> {
        change.after.iter().flat_map(|stamp| &self.changes[self.stamped(stamp)])
    }

    /// The change that `change` chose among several made without knowledge of each other; `None` where it is no choice,
    /// or what it chose is not known here.
    pub fn chosen_by<'a>(&'a self, change: &'a Change) -> Option<&'a Change> {
        let is_choice = change.after.len() > 1;
        self.replaced_by(change).filter(|known| is_choice && known.value == change.value).last()
    }

    /// Adds a change; one known already only gains what was not known of it.
    pub fn absorb(&mut self, change: Change) {
        // What is later than all there is, as when a ledger is read, is neither known nor a draft of anything.
        if self.changes.last().is_none_or(|last| last.stamp.wall < change.stamp.wall) {
            return self.changes.push(change);
        }
        match self.position(&change) {
            Ok(at) => absorb_unknown(&mut self.changes[at].unknown, change.unknown),
            Err(_) if self.has_redraft_of(&change) => {}
            Err(at) => {
                let moment = self.moment(&change);
                self.changes.insert(at, change.clone());
                for at in (moment.start..=moment.end).rev() {
                    if change.redrafts(&self.changes[at]) {
                        self.changes.remove(at);
                    }
                }
            }
        }
    }

    /// These changes, where [`Change::follow_each_other`].
    pub(super) fn of(changes: Vec<Change>) -> Self {
        Self { changes }
    }

    /// Adds these changes, whatever their order: put in between one by one, each would move all later ones.
    pub(super) fn absorb_all(&mut self, mut changes: Vec<Change>) {
        changes.append(&mut self.changes);
        if !changes.is_sorted() {
            // By time alone first, and that beside the changes, which are large to move.
            changes.sort_by_cached_key(|change| change.stamp.wall);
            changes.chunk_by_mut(|a, b| a.stamp.wall == b.stamp.wall).for_each(<[Change]>::sort);
        }
        if Change::follow_each_other(&changes) {
            self.changes = changes;
            return;
        }
        for change in changes {
            self.absorb(change);
        }
    }

    /// All changes, oldest first.
    pub(super) fn into_changes(self) -> Vec<Change> {
        self.changes
    }

    /// Whether this change, or a later draft of the same text, is known here.
    pub(super) fn knows(&self, change: &Change) -> bool {
        self.contains(change) || self.has_redraft_of(change)
    }

    /// Whether absorbing `change` would add nothing.
    pub(super) fn covers(&self, change: &Change) -> bool {
        match self.position(change) {
            Ok(at) => unknown_diff(&self.changes[at].unknown, &change.unknown).is_empty(),
            Err(_) => self.has_redraft_of(change),
        }
    }

    fn has_redraft_of(&self, change: &Change) -> bool {
        self.changes[self.moment(change)].iter().any(|known| known.redrafts(change))
    }

    /// Where the changes stamped with the same `wall` lie.
    fn moment(&self, change: &Change) -> Range<usize> {
        let wall = change.stamp.wall;
        let start = self.changes.partition_point(|known| known.stamp.wall < wall);
        start..self.changes.partition_point(|known| known.stamp.wall <= wall)
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
