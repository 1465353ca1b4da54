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

/// The key that was meant, whatever Caps Lock, the keyboard's layout and an input method make of it: letters are
/// small ones, and where the key gave no character of ASCII, the place of the key says which it is.
pub fn key_of(event: &KeyboardEvent) -> String {
    let key = event.key();
    let is_name = key.len() > 1 && key.is_ascii();
    // An input method that takes the key itself tells of none, and a dead key waits for the next.
    if is_name && !matches!(key.as_str(), "Process" | "Unidentified" | "Dead") {
        return key;
    }
    if key.len() == 1 {
        return key.to_ascii_lowercase();
    }
    let code = event.code();
    let by_place = match (code.as_str(), event.shift_key()) {
        ("Slash", true) => Some("?"),
        ("Slash" | "NumpadDivide", _) => Some("/"),
        ("Equal", false) => Some("="),
        // WebKit on Linux has no name for it together with Shift.
        ("Tab", true) => return code,
        (code, shift) => {
            let digit = code.strip_prefix("Digit").filter(|_| !shift);
            digit.or_else(|| code.strip_prefix("Key")).filter(|place| place.len() == 1)
        }
    };
    by_place.map_or(key, str::to_ascii_lowercase)
}

/// Whether an input method is at work, and the key is its own. WebKit says so of the last one by a code only.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    const OF_AN_INPUT_METHOD: u32 = 229;
    event.is_composing() || event.key_code() == OF_AN_INPUT_METHOD
}

/// Whether it happened within an element that matches a selector.
pub fn is_within(event: &Event, selector: &str) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// What is being pasted, as plain text and as HTML; either may be empty.
pub fn pasted(event: &Event) -> Option<(String, String)> {
    let data = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    let get = |flavour: &str| data.get_data(flavour).unwrap_or_default();
    Some((get("text/plain"), get("text/html")))
}

/// Has this copied, as plain text and as HTML, in place of what the browser would copy. Says whether it could.
pub fn copy(event: &Event, text: &str, html: &str) -> bool {
    let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let is_set = data.is_some_and(|data| {
        data.set_data("text/plain", text).and_then(|()| data.set_data("text/html", html)).is_ok()
    });
    if is_set {
        event.prevent_default();
    }
    is_set
}
