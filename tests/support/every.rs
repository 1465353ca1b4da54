//! What holds of each, and of one at least: `all` is content with nothing.

use std::fmt::Debug;

/// Ends the test where there is nothing, or something of which that does not hold.
#[track_caller]
pub fn every<T: Debug>(items: impl IntoIterator<Item = T>, holds: impl Fn(&T) -> bool) {
    let mut found = 0;
    for item in items {
        assert!(holds(&item), "not of {item:?}");
        found += 1;
    }
    assert!(found > 0, "there is nothing that it could hold of");
}
