//! Dialogs over the page, and what 后退 does while one is open: it closes the dialog, and the page stays where it is.
//!
//! A dialog that opens gets an entry in the history of the window, marked as its own, with the address of the page
//! under it. Going back leaves that entry, and the dialog closes. Where it was closed otherwise, the entry serves the
//! next dialog, whatever the page goes to takes its place, and going back passes it by: none is left over.

use std::cell::{Cell, RefCell};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, History, HtmlDialogElement};

use super::events;

/// What marks the entry of a dialog.
const MARK: &str = "dialog";

thread_local! {
    /// The address of the entry that is open, where it is a dialog's.
    static MARKED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Whether the page is going somewhere itself.
    static MOVES: Cell<bool> = const { Cell::new(false) };
}

/// Listens for as long as the page lives.
pub fn listen() {
    // The page may have been loaded anew with such an entry.
    MARKED.set(is_marked().then(address));
    events::listen("popstate", |_| {
        if !MOVES.get() {
            on_moved();
        }
    });
    let listener = Closure::<dyn Fn(Event)>::new(|event: Event| on_click(&event)).into_js_value();
    if let Some(window) = web_sys::window() {
        let listener = listener.unchecked_ref();
        drop(window.add_event_listener_with_callback_and_bool("click", listener, true));
    }
}

/// The element of one.
pub type Dialog = Element;

/// Opens it.
pub fn show(dialog: &Dialog) {
    let closed = dialog.dyn_ref::<HtmlDialogElement>().filter(|dialog| !dialog.open());
    // It fails only on a dialog that is open or not on the page.
    if closed.is_some_and(|dialog| dialog.show_modal().is_ok()) {
        enter();
    }
}

/// Closes it; the focus goes back to where it was.
pub fn close(dialog: &Dialog) {
    if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>() {
        dialog.close();
    }
}

/// Whether the dialog that an event is of is open.
pub fn is_shown(event: &Event) -> bool {
    let dialog = event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
    dialog.is_some_and(|dialog| dialog.open())
}

/// Another entry of the history is open.
fn on_moved() {
    let left = MARKED.take();
    if is_marked() {
        return MARKED.set(Some(address()));
    }
    let open = open_dialogs();
    if let Some((top, below)) = open.split_last() {
        top.close();
        if !below.is_empty() {
            mark();
        }
    } else if left == Some(address())
        && let Some(history) = history()
    {
        // Nothing was open there any more: whoever went back meant the page.
        drop(history.back());
    }
}

/// A link takes the place of the entry, and a dialog that it is in stays open.
fn on_click(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|target| target.closest("a[href^='#']").ok().flatten());
    let Some(link) = link.filter(|_| is_marked() && !has_modifier(event)) else { return };
    // Those that do something of their own change no address.
    let Some(hash) = link.get_attribute("href").filter(|hash| hash.starts_with("#/")) else {
        return;
    };
    event.prevent_default();
    go_instead(&hash);
    if !open_dialogs().is_empty() {
        mark();
    }
}

/// Gives a dialog that was opened its entry.
fn enter() {
    if !is_marked() {
        mark();
    }
}

/// Goes to a hash in place of a dialog's entry; false where none is open.
pub(super) fn leave_for(hash: &str) -> bool {
    let is_marked = is_marked();
    if is_marked {
        go_instead(hash);
    }
    is_marked
}

/// Gives the entry that is open another hash. A dialog's stays one: else going on from it would look like going back
/// from the dialog.
pub(super) fn rename(hash: &str) {
    let Some(history) = history() else { return };
    let state = history.state().unwrap_or(JsValue::NULL);
    // Some engines limit how often this may be called; the view is right all the same.
    if history.replace_state_with_url(&state, "", Some(hash)).is_ok() {
        MARKED.set(is_marked().then(address));
    }
}

fn go_instead(hash: &str) {
    MARKED.set(None);
    MOVES.set(true);
    if let Some(window) = web_sys::window() {
        drop(window.location().replace(hash));
    }
    MOVES.set(false);
}

fn address() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

fn history() -> Option<History> {
    web_sys::window().and_then(|window| window.history().ok())
}

fn is_marked() -> bool {
    let state = history().and_then(|history| history.state().ok());
    state.is_some_and(|state| state.as_string().as_deref() == Some(MARK))
}

fn mark() {
    // Some engines limit how often this may be called; going back then leaves the page, as without it.
    let marked = history().map(|history| history.push_state(&JsValue::from_str(MARK), ""));
    if marked.is_some_and(|marked| marked.is_ok()) {
        MARKED.set(Some(address()));
    }
}

/// The dialogs that are open.
fn open_dialogs() -> Vec<HtmlDialogElement> {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(all) = document.map(|document| document.get_elements_by_tag_name("dialog")) else {
        return Vec::new();
    };
    let dialogs = (0..all.length()).filter_map(|at| all.item(at)?.dyn_into().ok());
    dialogs.filter(HtmlDialogElement::open).collect()
}

fn has_modifier(event: &Event) -> bool {
    event.dyn_ref::<web_sys::MouseEvent>().is_some_and(|mouse| {
        mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key()
    })
}
