//! The browser's local storage, asked first whether it is there.
//!
//! gloo-storage panics where storage is blocked, so nothing here is reached before [`LocalStore::probe`]
//! has written and removed a trial key.

use gloo_storage::{LocalStorage, Storage};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::refusal::name_of;
use crate::storage::repository::{Store, StoreError};

/// Local storage that answered a probe.
#[derive(Debug, Clone, Copy)]
pub struct LocalStore(());

const TRIAL_KEY: &str = "policy-ledger:trial";

impl LocalStore {
    /// Asks for the storage and tries it.
    ///
    /// # Errors
    /// [`StoreError::Blocked`] where the browser or its settings refuse it. A full storage is not blocked:
    /// what it holds can still be read.
    pub fn probe() -> Result<Self, StoreError> {
        let window = web_sys::window().ok_or(StoreError::Blocked)?;
        let area = window.local_storage().ok().flatten().ok_or(StoreError::Blocked)?;
        let readable = area.get_item(TRIAL_KEY).is_ok();
        let tried = area.set_item(TRIAL_KEY, "1").and_then(|()| area.remove_item(TRIAL_KEY));
        match tried {
            Ok(()) => Ok(Self(())),
            Err(error) if readable && is_full(&error) => Ok(Self(())),
            Err(_) => Err(StoreError::Blocked),
        }
    }
}

const QUOTA: &str = "QuotaExceededError";

impl Store for LocalStore {
    fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        LocalStorage::raw().get_item(key).map_err(|error| failure(&error))
    }

    fn write(&self, key: &str, text: &str) -> Result<(), StoreError> {
        LocalStorage::raw().set_item(key, text).map_err(|error| failure(&error))
    }

    /// Compares where the browser keeps the text: to bring a long one back costs as much as writing it.
    fn write_and_check(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let area = LocalStorage::raw();
        let (key, text) = (JsValue::from_str(key), JsValue::from_str(text));
        Reflect::set(&area, &key, &text).map_err(|error| failure(&error))?;
        let kept = Reflect::get(&area, &key).map_err(|error| failure(&error))?;
        if kept == text { Ok(()) } else { Err(StoreError::NotKept) }
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        LocalStorage::raw().remove_item(key).map_err(|error| failure(&error))
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        let area = LocalStorage::raw();
        let count = area.length().map_err(|error| failure(&error))?;
        (0..count).filter_map(|at| area.key(at).map_err(|e| failure(&e)).transpose()).collect()
    }
}

fn is_full(error: &JsValue) -> bool {
    name_of(error).as_deref() == Some(QUOTA)
}

fn failure(error: &JsValue) -> StoreError {
    match name_of(error).as_deref() {
        Some(QUOTA) => StoreError::Full,
        Some("SecurityError") => StoreError::Blocked,
        name => StoreError::Other(name.unwrap_or("unknown").to_owned()),
    }
}
