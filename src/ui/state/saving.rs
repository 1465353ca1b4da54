//! Whether what was done is safe.

use crate::storage::repository::SaveError;

/// Whether the work is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Everything is stored.
    Saved,
    /// It is not, and why and what to do.
    Failed(String),
    /// It is not, since everything of ours was taken off this machine: a person decides what becomes of what is
    /// shown here.
    Cleared,
}

impl Saving {
    /// What a save that did not happen comes to.
    pub fn of(error: &SaveError) -> Self {
        if *error == SaveError::Cleared { Self::Cleared } else { Self::Failed(error.message()) }
    }
}
