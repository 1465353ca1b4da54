//! What the browser says where it refuses something. Anything can be thrown, not errors alone.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The name of an error, such as `QuotaExceededError`: by it the kinds are told apart. `None` of anything else.
pub(super) fn name_of(error: &JsValue) -> Option<String> {
    part(error, "name")
}

/// A developer's word on an error: its name and what it says, or the text that was thrown in its place.
pub(super) fn words_of(error: &JsValue) -> String {
    match (name_of(error), part(error, "message")) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        _ => error.as_string().unwrap_or_else(|| "something that is no error".to_owned()),
    }
}

fn part(error: &JsValue, key: &str) -> Option<String> {
    Reflect::get(error, &key.into()).ok()?.as_string()
}
