//! Dialogs over the page.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement};

use super::back;

/// The element of one.
pub type Dialog = Element;

/// Opens it.
pub fn show(dialog: &Dialog) {
    let closed = dialog.dyn_ref::<HtmlDialogElement>().filter(|dialog| !dialog.open());
    // It fails only on a dialog that is open or not on the page.
    if closed.is_some_and(|dialog| dialog.show_modal().is_ok()) {
        back::enter();
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
