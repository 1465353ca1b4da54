//! A place that keeps texts by key, and why it may not.

use std::fmt;

/// A place that keeps texts by key.
pub trait Store {
    /// The text under a key.
    ///
    /// # Errors
    /// [`StoreError`] says why the place does not answer.
    fn read(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Puts a text under a key. On failure the text that was there stays.
    ///
    /// # Errors
    /// [`StoreError`] says why the place does not take it.
    fn write(&self, key: &str, text: &str) -> Result<(), StoreError>;

    /// Puts a text under a key and reads it back: some storages take what they do not keep.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::NotKept`] where another text comes back.
    fn write_and_check(&self, key: &str, text: &str) -> Result<(), StoreError> {
        self.write(key, text)?;
        let kept = self.read(key)?;
        if kept.as_deref() == Some(text) { Ok(()) } else { Err(StoreError::NotKept) }
    }

    /// Takes a key away.
    ///
    /// # Errors
    /// [`StoreError`] says why the place does not answer.
    fn remove(&self, key: &str) -> Result<(), StoreError>;

    /// All keys there are, ours and others'.
    ///
    /// # Errors
    /// [`StoreError`] says why the place does not answer.
    fn keys(&self) -> Result<Vec<String>, StoreError>;
}

/// Why a store does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The browser or its settings refuse it.
    Blocked,
    /// No room is left.
    Full,
    /// What was written does not read back the same.
    NotKept,
    /// Something else, in the browser's words.
    Other(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked => write!(f, "storage is blocked"),
            Self::Full => write!(f, "storage is full"),
            Self::NotKept => write!(f, "storage did not keep what was written"),
            Self::Other(name) => write!(f, "storage failed: {name}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// What a person needs to know, and do.
    pub fn message(&self) -> String {
        let what = match self {
            Self::Blocked => "浏览器不允许本页保存数据（可能是无痕模式或安全设置）。",
            Self::Full => "浏览器的本地存储空间已满，最近的修改没有存下。",
            Self::NotKept => "浏览器没有如实存下数据，最近的修改可能没有保存。",
            Self::Other(_) => "浏览器未能保存数据，最近的修改没有存下。",
        };
        format!("{what}请立即导出备份；导出前请勿刷新或关闭本页。")
    }
}

/// `key`, or where it is taken `key-2`, `key-3` …
pub(super) fn free_key(store: &impl Store, key: &str) -> Result<String, StoreError> {
    let mut free = key.to_owned();
    let mut nth = 1;
    while store.read(&free)?.is_some() {
        nth += 1;
        free = format!("{key}-{nth}");
    }
    Ok(free)
}

/// The length of a text as browsers count it.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
