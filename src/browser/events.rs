//! What an event tells of where and how it happened.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, Event, MouseEvent};

/// The id of the nearest element around where it happened that matches a selector.
pub fn closest_id(event: &Event, selector: &str) -> Option<String> {
    let element: Element = event.target()?.dyn_into().ok()?;
    Some(element.closest(selector).ok()??.id())
}

/// Whether it happened with the Shift key down.
pub fn has_shift(event: &Event) -> bool {
    event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key)
}

/// The text that is being pasted.
pub fn pasted(event: &Event) -> Option<String> {
    let data = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    data.get_data("text/plain").ok().filter(|text| !text.is_empty())
}
