//! Events of the whole page, and what an event tells of where and how it happened.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{ClipboardEvent, Element, Event, KeyboardEvent, MouseEvent, UiEvent};

/// Calls `on_event` on every event of this name, for as long as the page lives.
pub fn listen(name: &str, on_event: impl FnMut(Event) + 'static) {
    listen_boxed(name, Box::new(on_event));
}

#[inline(never)]
fn listen_boxed(name: &str, on_event: Box<dyn FnMut(Event)>) {
    let callback = Closure::wrap(on_event).into_js_value();
    if let Some(window) = web_sys::window() {
        drop(window.add_event_listener_with_callback(name, callback.unchecked_ref()));
    }
}

/// Tells the page's own scripts: an event of this name.
pub fn tell(name: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), Event::new(name)) {
        drop(window.dispatch_event(&event));
    }
}

/// Calls `on_key` on every key that goes down.
pub fn listen_to_keys(mut on_key: impl FnMut(&KeyboardEvent) + 'static) {
    listen("keydown", move |event| on_key(event.unchecked_ref()));
}

/// The id of the nearest element around where it happened that matches a selector.
pub fn closest_id(event: &Event, selector: &str) -> Option<String> {
    let element: Element = event.target()?.dyn_into().ok()?;
    Some(element.closest(selector).ok()??.id())
}

/// Whether it happened with the Shift key down.
pub fn has_shift(event: &Event) -> bool {
    event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key)
}

/// The how-many-th click in quick succession it is: 2 for the second of a double click, 0 where it is of no mouse.
pub fn nth_click(event: &Event) -> i32 {
    event.dyn_ref::<UiEvent>().map_or(0, UiEvent::detail)
}

/// Whether a key that is held down would press what has the focus once more: a button, or the form of a field.
pub fn is_held_on_button(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_pressed_by_it =
        |element: Element| matches!(element.tag_name().as_str(), "BUTTON" | "INPUT" | "SUMMARY");
    event.repeat() && event.key() == "Enter" && target.is_some_and(is_pressed_by_it)
}

/// The text that is being pasted.
pub fn pasted(event: &Event) -> Option<String> {
    let data = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    data.get_data("text/plain").ok().filter(|text| !text.is_empty())
}
