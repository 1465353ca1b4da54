//! Quarantine: a stored text that does not read is copied to a key of its own, so that it is never lost.

use litemap::LiteMap;

use super::repository::Repository;
use super::store::{Store, StoreError, free_key};
use crate::ledger::Now;

impl<S: Store> Repository<S> {
    /// The texts in quarantine because they could not be read, by key, oldest first.
    pub fn quarantined(&self) -> LiteMap<String, String> {
        let mut kept = LiteMap::new();
        let Some(store) = &self.store else { return kept };
        let prefix = self.quarantine_prefix();
        let keys = store.keys().unwrap_or_default().into_iter();
        let ours = keys.filter(|key| key.starts_with(&prefix));
        for key in ours {
            if let Ok(Some(text)) = store.read(&key) {
                kept.insert(key, text);
            }
        }
        kept
    }

    /// The text as it is stored, for download where it does not read; `None` where everything did.
    pub fn stored_text(&self) -> Option<&str> {
        self.unread.as_deref()
    }

    pub(super) fn quarantine_prefix(&self) -> String {
        format!("{}:aside:", self.key)
    }

    /// Quarantines a text once, however often it is met.
    pub(super) fn quarantine(&self, text: &str, now: Now) -> Result<(), StoreError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        if self.quarantined().values().any(|kept| kept == text) {
            return Ok(());
        }
        let key = free_key(store, &format!("{}{}", self.quarantine_prefix(), now.at))?;
        store.write_and_check(&key, text)
    }
}
