//! Where the focus is, and what is selected.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

use super::page::{self, by_id, document};

/// Focuses the first control that takes a text within the element with this id, and selects what stands in it, so
/// that what is typed takes its place. Says whether there is one.
pub fn replace_within(id: &str) -> bool {
    page::focus_within(id);
    if let Some(area) = focused().and_then(|e| e.dyn_into::<HtmlTextAreaElement>().ok()) {
        area.select();
    }
    has_focus(id)
}

/// The same, to go on with what stands in it.
pub fn go_on_within(id: &str) -> bool {
    page::focus_within(id);
    if let Some(area) = focused().and_then(|e| e.dyn_into::<HtmlTextAreaElement>().ok()) {
        // In UTF-16, and no control takes a text so long that this would overflow.
        let end = u32::try_from(area.value().encode_utf16().count()).unwrap_or(u32::MAX);
        drop(area.set_selection_range(end, end));
    }
    has_focus(id)
}

/// Whether what has the focus is the element with this id or stands in it.
pub fn has_focus(id: &str) -> bool {
    by_id(id).is_some_and(|element| element.contains(focused().as_deref()))
}

/// Where the link that has the focus leads.
pub fn focused_link() -> Option<String> {
    let focused = focused()?;
    focused.get_attribute("href").filter(|_| focused.tag_name() == "A")
}

/// Whether text is selected within the element with this id.
pub fn selects_text_in(id: &str) -> bool {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    let selection = selection.filter(|selection| !selection.is_collapsed());
    let from = selection.and_then(|selection| selection.anchor_node());
    from.is_some_and(|from| by_id(id).is_some_and(|element| element.contains(Some(&from))))
}

/// Sets an attribute of the element with this id, where there is one; `None` takes it away.
pub fn set_attribute(id: &str, name: &str, value: Option<&str>) {
    if let Some(element) = by_id(id) {
        drop(match value {
            Some(value) => element.set_attribute(name, value),
            None => element.remove_attribute(name),
        });
    }
}

fn focused() -> Option<Element> {
    document()?.active_element()
}
