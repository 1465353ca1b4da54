//! What a snapshot says of itself.

use crate::ledger::Millis;

/// Why a snapshot was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// What was stored before the first save of a session.
    Session,
    /// Something was about to be done that replaces or takes away work.
    Before,
    /// The person asked for it.
    Asked,
}

impl Reason {
    pub(super) const ALL: [Self; 3] = [Self::Session, Self::Before, Self::Asked];

    /// The reason as written in the snapshot.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Before => "before",
            Self::Asked => "asked",
        }
    }

    /// The reason as shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "打开后首次保存之前",
            Self::Before => "重要操作之前",
            Self::Asked => "手动留存",
        }
    }
}

/// A snapshot that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotInfo {
    /// Its key in the store.
    pub key: String,
    /// When it was taken.
    pub at: Millis,
    /// What it takes, key and text, in UTF-16 code units.
    pub chars: usize,
    /// Why it was taken.
    pub reason: Reason,
}
