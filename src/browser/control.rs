//! A control that takes text: what it holds, and how the page writes into it without disturbing who types there.

use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDocument, HtmlElement, HtmlInputElement};

use super::page::by_id;
use crate::ledger::splice::Splice;

/// An input or a text area: both have what is asked of them here.
fn as_input(control: &Element) -> &HtmlInputElement {
    control.unchecked_ref()
}

/// What stands in it.
pub fn value(control: &Element) -> String {
    as_input(control).value()
}

/// Puts a text into it, unless that stands there already: to write takes the caret and the browser's own undo away.
pub fn set_value(control: &Element, text: &str) {
    if value(control) != text {
        as_input(control).set_value(text);
    }
}

/// Puts a text into it as a person would, who then leaves it.
pub fn fill(control: &Element, text: &str) {
    set_value(control, text);
    for name in ["input", "change"] {
        if let Ok(event) = Event::new(name) {
            drop(control.dispatch_event(&event));
        }
    }
}

/// The control that an event is of.
pub fn of(event: &Event) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

/// The control with this id.
pub fn find(id: &str) -> Option<Element> {
    by_id(id)
}

/// Whether it has the focus.
pub fn has_focus(control: &Element) -> bool {
    control.owner_document().and_then(|d| d.active_element()).as_ref() == Some(control)
}

/// Changes a stretch of what stands in a control that has the focus. The selection stays on what it was on, and the
/// browser can still undo what was typed.
pub fn splice(control: &Element, splice: &Splice) {
    let before = value(control);
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let start = units(&before[..splice.at]);
    let end = start + units(&before[splice.at..splice.at + splice.removed]);
    let put = units(&splice.put);
    let moved = |place: u32| match place {
        place if place <= start => place,
        place if place >= end => place - end + start + put,
        place => place.min(start + put),
    };
    let input = as_input(control);
    let selected = (input.selection_start(), input.selection_end(), input.selection_direction());
    let scrolled = control.scroll_top();
    let after = [&before[..splice.at], &splice.put, &before[splice.at + splice.removed..]].concat();
    drop(input.set_selection_range(start, end));
    // Of all ways to write, this one alone leaves the browser's undo whole.
    let document = control.owner_document().and_then(|d| d.dyn_into::<HtmlDocument>().ok());
    let command = if splice.put.is_empty() { "delete" } else { "insertText" };
    if let Some(document) = document {
        drop(document.exec_command_with_show_ui_and_value(command, false, &splice.put));
    }
    set_value(control, &after);
    if let (Ok(Some(from)), Ok(Some(to)), direction) = selected {
        let direction = direction.ok().flatten().unwrap_or_else(|| "none".to_owned());
        let (from, to) = (moved(from), moved(to));
        drop(input.set_selection_range_with_direction(from, to, &direction));
    }
    control.set_scroll_top(scrolled);
}

/// Takes back in a control that has the focus what was last written there, as the browser's own undo does.
pub fn undo(control: &Element) {
    let document = control.owner_document().and_then(|d| d.dyn_into::<HtmlDocument>().ok());
    if let Some(document) = document {
        drop(document.exec_command("undo"));
    }
}

/// Whether an event of a control says that the browser took something back there.
pub fn is_undo(event: &Event) -> bool {
    let kind = Reflect::get(event, &"inputType".into()).ok().and_then(|kind| kind.as_string());
    kind.as_deref() == Some("historyUndo")
}

/// The class of a calendar that has no other way to open than to be shown itself.
const SHOWN: &str = "shown";

/// Opens the calendar of the date control with this id, which is there but not seen. Where the browser has no way to
/// do so, the control itself is shown and takes the focus.
pub fn open_calendar(id: &str) {
    let Some(control) = by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) else { return };
    let open = Reflect::get(&control, &"showPicker".into());
    let open = open.ok().and_then(|open| open.dyn_into::<Function>().ok());
    if open.is_some_and(|open| open.call0(&control).is_ok()) {
        return;
    }
    drop(control.class_list().add_1(SHOWN));
    drop(control.remove_attribute("aria-hidden"));
    drop(control.focus());
}

/// Hides it again.
pub fn hide_calendar(id: &str) {
    if let Some(control) = by_id(id) {
        drop(control.class_list().remove_1(SHOWN));
        drop(control.set_attribute("aria-hidden", "true"));
    }
}
