//! The policy, and the names of units that were explained on this machine.

use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use crate::policy::Policy;

/// The policy as it was read, and as it knows units by the names that were explained on this machine.
pub struct KnownPolicy {
    read: &'static Policy,
    explained: Mutex<(Vec<(String, String)>, &'static Policy)>,
}

impl KnownPolicy {
    /// Knows no more than the policy itself. It stays as long as the page.
    pub fn new(read: &'static Policy) -> &'static Self {
        Box::leak(Box::new(Self { read, explained: Mutex::new((Vec::new(), read)) }))
    }

    /// The policy that knows these names, too. Everything on the page may refer to it, so that it stays: some 200 KB
    /// for each time that something was explained.
    pub fn knowing(&self, names: &[(String, String)]) -> &'static Policy {
        let mut explained = self.explained.lock().unwrap_or_else(PoisonError::into_inner);
        if explained.0 != names {
            let pairs = names.iter().map(|(spelled, unit)| (spelled.as_str(), unit.as_str()));
            *explained = (names.to_vec(), Box::leak(Box::new(self.read.knowing(pairs))));
        }
        explained.1
    }
}

impl Deref for KnownPolicy {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        self.read
    }
}
