//! Earlier states of a ledger on one machine, and the room that all of ours takes.
//!
//! Kept are the last [`MIN_RECENT_SNAPSHOTS`] snapshots and the newest of each of the last [`DAILY_SNAPSHOT_DAYS`] days. Where the budget
//! nears its end or the store is full, the oldest go first; the newest is never dropped for room.

use super::frame::{frame, parse_frame};
use super::repository::{PREFIX, Repository, SaveError};
pub use super::snapshot_info::{Reason, SnapshotInfo};
use super::store::{Store, StoreError, free_key, units};
use crate::format::{Limits, SEPARATOR, decode, encode};
use crate::json::Layout;
use crate::ledger::{Ledger, Millis, Now};
use crate::policy::Policy;

/// How many snapshots are kept however close together they are.
pub const MIN_RECENT_SNAPSHOTS: usize = 5;

/// For how many days, today included, the newest snapshot of each day is kept.
pub const DAILY_SNAPSHOT_DAYS: i64 = 14;

/// What all of ours may take, keys and texts, in UTF-16 code units: the least that any browser grants, where
/// Chinese counts double.
pub const MAX_TOTAL_UNITS: usize = 2_600_000;

/// The room taken, keys and texts, in UTF-16 code units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// By the ledger: its slots and the manifest.
    pub ledger: usize,
    /// By its snapshots.
    pub snapshots: usize,
    /// By what could not be read and is quarantined.
    pub quarantine: usize,
    /// By the rest of ours: preferences, where values came from, ledgers on other policies.
    pub others: usize,
    /// What all of it may take: [`MAX_TOTAL_UNITS`].
    pub budget: usize,
}

impl Usage {
    /// All of it.
    pub fn total(&self) -> usize {
        self.ledger + self.snapshots + self.quarantine + self.others
    }

    /// Whether a person should be warned: 70 % of the budget is taken, or a third of it by the ledger alone.
    pub fn is_near_end(&self) -> bool {
        is_most(self.total(), self.budget) || self.ledger * 3 > self.budget
    }
}

fn is_most(taken: usize, budget: usize) -> bool {
    taken * 10 >= budget * 7
}

/// What a person needs to know where snapshots were dropped for room.
pub fn dropped_message(count: usize) -> String {
    format!(
        "本地存储空间快满了，已删去最早的{count}份历史快照，当前台账不受影响。请点“导出”把台账存成文件，以免空间用尽后无法保存。"
    )
}

impl<S: Store> Repository<S> {
    /// Keeps the ledger as it is now, under the time of `now`. Where the newest snapshot holds the very same,
    /// no second one is made. Returns the key.
    ///
    /// # Errors
    /// [`SaveError`]; what was to follow should then not be done without asking.
    pub fn snapshot(
        &mut self,
        ledger: &Ledger,
        now: Now,
        reason: Reason,
    ) -> Result<String, SaveError> {
        if self.is_read_only {
            return Err(SaveError::ReadOnly);
        }
        self.check_cleared()?;
        let body = self.stored_body(ledger).unwrap_or_else(|| {
            let mut body = encode(ledger, None, Layout::Compact);
            if let Some(past) = self.known.as_ref().and_then(|known| known.past.as_ref()) {
                body.push(SEPARATOR);
                body.push_str(&past.text);
            }
            body
        });
        self.save_snapshot(&body, now, reason).map_err(SaveError::Store)
    }

    pub(super) fn save_snapshot(
        &mut self,
        body: &str,
        now: Now,
        reason: Reason,
    ) -> Result<String, StoreError> {
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        if let Some((_, key)) = self.snapshot_keys()?.pop() {
            let newest = store.read(&key)?.unwrap_or_default();
            if parse_frame(&newest).is_ok_and(|framed| framed.body == body) {
                return Ok(key);
            }
        }
        let key = free_key(store, &format!("{}{}", self.snapshot_prefix(), now.at))?;
        self.write_making_room(&key, &frame(self.revision, reason.word(), body))?;
        self.thin(now, &key);
        Ok(key)
    }

    /// The snapshots that are whole, oldest first.
    pub fn snapshots(&self) -> Vec<SnapshotInfo> {
        let keys = self.snapshot_keys().unwrap_or_default().into_iter();
        keys.filter_map(|(at, key)| self.describe(at, key)).collect()
    }

    /// The ledger in a snapshot; `None` where there is none such or it does not read.
    pub fn read_snapshot(&self, key: &str, policy: &Policy) -> Option<Ledger> {
        if !key.starts_with(&self.snapshot_prefix()) {
            return None;
        }
        let text = self.store.as_ref()?.read(key).ok()??;
        let body = parse_frame(&text).ok()?.body;
        decode(body.as_bytes(), policy, Limits::STORED).ok().map(|decoded| decoded.ledger)
    }

    /// The room that all of ours takes. Keys that are not ours do not count.
    pub fn usage(&self) -> Usage {
        let mut usage = Usage { budget: MAX_TOTAL_UNITS, ..Usage::default() };
        let Some(store) = &self.store else { return usage };
        let (snapshots, quarantine) = (self.snapshot_prefix(), self.quarantine_prefix());
        for key in store.keys().unwrap_or_default() {
            if !key.starts_with(PREFIX) {
                continue;
            }
            let text = store.read(&key).ok().flatten().unwrap_or_default();
            let part = if key.starts_with(&snapshots) {
                &mut usage.snapshots
            } else if key.starts_with(&quarantine) {
                &mut usage.quarantine
            } else if key
                .strip_prefix(&self.key)
                .is_some_and(|s| matches!(s, "" | ":a" | ":b" | ":c" | ":d" | ":begun"))
            {
                &mut usage.ledger
            } else {
                &mut usage.others
            };
            *part += units(&key) + units(&text);
        }
        usage
    }

    /// The snapshots dropped for room since this was last asked, oldest first; a person should be told (see
    /// [`dropped_message`]). Those that age out by rule are not among them.
    pub fn take_dropped(&mut self) -> Vec<SnapshotInfo> {
        std::mem::take(&mut self.dropped)
    }

    /// Writes and reads back; where the store is full, drops the oldest snapshots for room, and at last what is
    /// noted of where values came from.
    pub(super) fn write_making_room(&mut self, key: &str, text: &str) -> Result<(), StoreError> {
        loop {
            let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
            match store.write_and_check(key, text) {
                Err(StoreError::Full) if self.drop_oldest() || self.drop_origins() => {}
                outcome => return outcome,
            }
        }
    }

    /// The snapshots by time, oldest first, whether they read or not.
    pub(super) fn snapshot_keys(&self) -> Result<Vec<(Millis, String)>, StoreError> {
        let mut sorted: Vec<(Millis, String)> = Vec::new();
        let Some(store) = &self.store else { return Ok(sorted) };
        let prefix = self.snapshot_prefix();
        for key in store.keys()? {
            let time = key.strip_prefix(&prefix).and_then(|rest| rest.get(..24));
            if let Some(at) = time.and_then(|time| time.parse().ok()) {
                let here = (at, key);
                let place = sorted.iter().position(|there| *there > here).unwrap_or(sorted.len());
                sorted.insert(place, here);
            }
        }
        Ok(sorted)
    }

    fn snapshot_prefix(&self) -> String {
        format!("{}snapshot:", self.key.trim_end_matches("ledger"))
    }

    fn describe(&self, at: Millis, key: String) -> Option<SnapshotInfo> {
        let text = self.store.as_ref()?.read(&key).ok()??;
        let word = parse_frame(&text).ok()?.word;
        let reason = Reason::ALL.into_iter().find(|reason| reason.word() == word)?;
        Some(SnapshotInfo { chars: units(&key) + units(&text), key, at, reason })
    }

    /// Takes away what the rule does not keep, and then, near the end of the budget, the oldest.
    fn thin(&mut self, now: Now, just_taken: &str) {
        let Some(store) = &self.store else { return };
        let mut day_after = None;
        let keys = self.snapshot_keys().unwrap_or_default();
        for (nth, (at, key)) in keys.into_iter().rev().enumerate() {
            let day = now.days_since(at);
            let is_last_of_day = day < DAILY_SNAPSHOT_DAYS && day_after.replace(day) != Some(day);
            if nth >= MIN_RECENT_SNAPSHOTS && !is_last_of_day && key != just_taken {
                // One that cannot be taken away now is met again next time.
                let _ = store.remove(&key);
            }
        }
        let mut total = self.usage().total();
        while is_most(total, MAX_TOTAL_UNITS) && self.drop_oldest() {
            total = self.usage().total();
        }
    }

    /// Drops the oldest snapshot for room; false where there is none but the newest.
    fn drop_oldest(&mut self) -> bool {
        let Some(store) = &self.store else { return false };
        let Ok(keys) = self.snapshot_keys() else { return false };
        if keys.len() < 2 {
            return false;
        }
        let Some((at, key)) = keys.into_iter().next() else { return false };
        let info = self.describe(at, key.clone());
        if store.remove(&key).is_err() {
            return false;
        }
        self.dropped.extend(info);
        true
    }
}
