//! What is current, as far as a window has read or written it.

use super::manifest::{Manifest, Slot};
use crate::ledger::Ledger;

/// How many bytes are written without a noticeable pause (64 KiB, well within an animation frame). A ledger up to this
/// size is always written whole, and an addendum grows no larger.
pub(super) const MAX_QUICK_WRITE_BYTES: usize = 1 << 16;

/// What is current.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) manifest: Manifest,
    /// What the slot for whole ledgers holds, and how many bytes that takes.
    pub(super) whole: Ledger,
    pub(super) weight: usize,
    /// What of it was not read yet.
    pub(super) past: Option<Past>,
    /// The same with the addendum.
    pub(super) ledger: Ledger,
}

/// The second part of a ledger.
#[derive(Debug, Clone)]
pub(super) struct Past {
    pub(super) text: String,
    pub(super) changes: usize,
}

/// What was read of a slot.
pub(super) struct Part {
    pub(super) ledger: Ledger,
    /// What was not read.
    pub(super) past: Option<Past>,
    pub(super) revision: u64,
}

/// A slot that does not read.
pub(super) struct Unread<E> {
    pub(super) slot: Slot,
    pub(super) text: String,
    pub(super) error: E,
}
