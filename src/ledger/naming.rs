//! What a change names: the stamps in [`Change::after`] among the changes of a field.
//!
//! Of a text being typed only the last draft is kept, so that a stamp may name an earlier or a later one; it may also
//! only look like that, where clocks that are behind leave people within one moment.

use std::borrow::Borrow;
use std::ops::Range;

use super::Change;
use super::stamp::Stamp;

/// How many changes of one moment are followed as known to come after another; more do not come of people.
const MOST_OF_A_MOMENT: usize = 64;

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
        if since.len() <= MOST_OF_A_MOMENT && at(n).after.iter().any(is_known) {
            since.push(&at(n).stamp);
        } else if is_text(&n) && at(n).stamp.is_typed_on(stamp) {
            return Named::Before(n);
        }
    }
    Named::Missing
}
