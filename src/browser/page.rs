//! The page itself: its address, look and focus.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, HtmlElement};

use super::dialogs;

/// The location hash with its `#`; empty where there is none.
pub fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// The query of the address, with its `?`; empty where there is none.
pub fn query() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// Replaces the location hash without a new entry in the history and without an event.
pub fn replace_hash(hash: &str) {
    dialogs::rename(hash);
}

/// Goes to a hash, as following a link would.
pub fn go(hash: &str) {
    if dialogs::leave_for(hash) {
        return;
    }
    if let Some(window) = web_sys::window() {
        drop(window.location().set_hash(hash));
    }
}

/// Takes the static shell away once the app stands.
pub fn remove_shell() {
    if let Some(shell) = by_id("shell") {
        shell.remove();
    }
}

/// Shows a message outside the app, for when the app itself cannot.
pub fn show_failure(message: &str) {
    let Some(document) = document() else { return };
    let Some(body) = document.body() else { return };
    let Ok(banner) = document.create_element("p") else { return };
    banner.set_class_name("failure");
    drop(banner.set_attribute("role", "alert"));
    banner.set_text_content(Some(message));
    drop(body.prepend_with_node_1(&banner));
}

/// Notes what stopped the program, where `public/index.html` shows it, and in the console.
pub fn note_stop(why: &str) {
    if let Some(place) = by_id("why") {
        place.set_text_content(Some(why));
    }
    report(why);
}

/// Sets an attribute of the root element; `None` takes it away.
pub fn set_root(attribute: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|d| d.document_element()) else { return };
    drop(match value {
        Some(value) => root.set_attribute(attribute, value),
        None => root.remove_attribute(attribute),
    });
}

/// Whether this is the page as one file, which the build marks: see `.ci/build`.
pub fn is_portable() -> bool {
    let root = document().and_then(|d| d.document_element());
    root.is_some_and(|root| root.has_attribute("data-portable"))
}

/// The text of the element with this id; empty where there is none.
pub fn text_of(id: &str) -> String {
    by_id(id).and_then(|element| element.text_content()).unwrap_or_default()
}

/// Sets the title of the window.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Focuses the element with this id, if there is one, and says whether there is.
pub fn focus(id: &str) -> bool {
    let element = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// Focuses the first control that takes a text within the element with this id.
pub fn focus_within(id: &str) {
    let control =
        by_id(id).and_then(|e| e.query_selector("textarea, input, select").ok().flatten());
    if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
        drop(control.focus());
        // What is typed takes the place of a number, and goes on with a text.
        if let Some(input) = control.dyn_ref::<web_sys::HtmlInputElement>() {
            input.select();
        }
    }
}

/// Lays the first match of a selector over the element with this id, where that stands in the window now and
/// at least as wide.
pub fn lay_over(css: &str, id: &str) {
    const MIN_WIDTH_PX: f64 = 240.0;
    let over = document().and_then(|d| d.query_selector(css).ok().flatten());
    let over = over.and_then(|over| over.dyn_into::<HtmlElement>().ok());
    let room = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    let (Some(over), Some(under), Some(room)) = (over, by_id(id), room) else { return };
    let place = under.get_bounding_client_rect();
    let width = place.width().max(MIN_WIDTH_PX).min(room);
    let left = place.left().min(room - width).max(0.0);
    let style = over.style();
    for (name, length) in [("left", left), ("top", place.top()), ("width", width)] {
        drop(style.set_property(name, &format!("{}px", to_pixels(length))));
    }
    drop(over.class_list().add_1(LAID_OVER));
}

/// Lays back what [`lay_over`] laid over.
pub fn lay_back() {
    let over = document().and_then(|d| d.query_selector(&format!(".{LAID_OVER}")).ok().flatten());
    if let Some(over) = over {
        drop(over.class_list().remove_1(LAID_OVER));
        drop(over.remove_attribute("style"));
    }
}

const LAID_OVER: &str = "laid-over";

/// Shows those cells of each row of a table whose place in the row `is_shown` admits, and hides the rest.
pub fn show_columns(id: &str, is_shown: impl Fn(usize) -> bool) {
    let Some(table) = by_id(id) else { return };
    let rows = table.get_elements_by_tag_name("tr");
    for row in (0..rows.length()).filter_map(|at| rows.item(at)) {
        let cells = row.children();
        for at in 0..cells.length() {
            let cell = cells.item(at).and_then(|cell| cell.dyn_into::<HtmlElement>().ok());
            if let Some(cell) = cell {
                cell.set_hidden(!is_shown(at as usize));
            }
        }
    }
}

/// Scrolls the element with this id into view at the top.
pub fn scroll_to(id: &str) {
    if let Some(element) = by_id(id) {
        element.scroll_into_view();
    }
}

/// Scrolls to the top of the page.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Scrolls a part to its top, and the page where that stands above the window.
pub fn to_top(part: &Element) {
    part.set_scroll_top(0);
    if part.get_bounding_client_rect().top() < 0.0 {
        scroll_to_top();
    }
}

/// Whether the focus is where keys mean text.
pub fn is_typing() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|element| {
        let kind = element.get_attribute("type");
        let is_text = !matches!(kind.as_deref(), Some("checkbox" | "radio" | "button" | "file"));
        match element.tag_name().as_str() {
            "TEXTAREA" | "SELECT" => true,
            "INPUT" => is_text,
            _ => false,
        }
    })
}

/// Whether a dialog is open.
pub fn has_dialog() -> bool {
    document().is_some_and(|d| d.query_selector("dialog[open]").ok().flatten().is_some())
}

/// Calls `on_width` with the width in CSS pixels of the element with this id, now and on every change.
pub fn watch_width(id: &str, on_width: impl Fn(u32) + 'static) {
    let Some(element) = by_id(id) else { return };
    let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let entry: Option<web_sys::ResizeObserverEntry> = entries.get(0).dyn_into().ok();
        if let Some(entry) = entry {
            on_width(to_pixels(entry.content_rect().width()));
        }
    });
    if let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(&element);
    }
    // It lives as long as the page; the charts that use it are made once.
    callback.forget();
}

/// Calls `on_change` with whether a media query holds, now and whenever that changes.
pub fn watch_media(query: &str, on_change: impl Fn(bool) + 'static) {
    let Some(list) = web_sys::window().and_then(|w| w.match_media(query).ok().flatten()) else {
        return;
    };
    on_change(list.matches());
    let watched = list.clone();
    let callback = Closure::<dyn FnMut()>::new(move || on_change(watched.matches()));
    drop(list.add_event_listener_with_callback("change", callback.as_ref().unchecked_ref()));
    callback.forget();
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        drop(window.print());
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a width is small and positive
fn to_pixels(width: f64) -> u32 {
    width.round() as u32
}

pub(super) fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}

pub(super) fn by_id(id: &str) -> Option<Element> {
    document().and_then(|document| document.get_element_by_id(id))
}

/// Leaves a word for a developer in the browser's console.
pub fn report(error: &str) {
    web_sys::console::error_1(&error.into());
}

/// Clicks the element with this id, as a person would.
pub fn click(id: &str) {
    if let Some(element) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Copies what stands in a text area; false where the browser does not allow it. The text is then selected, so
/// that a key does it. The newer clipboard interface is missing from pages opened as a file.
pub fn copy(id: &str) -> bool {
    let area = by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    let document = web_sys::window().and_then(|w| w.document());
    let document = document.and_then(|document| document.dyn_into::<web_sys::HtmlDocument>().ok());
    let (Some(area), Some(document)) = (area, document) else { return false };
    area.select();
    document.exec_command("copy").unwrap_or(false)
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        drop(window.location().reload());
    }
}
