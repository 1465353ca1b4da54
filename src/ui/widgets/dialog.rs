//! Dialogs over the page.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::browser::{dialogs, task};
use crate::ui::elements::dom::{El, el};

/// A dialog that is open as long as `is_open` says so. However a person closes it, `close` is called, and has it say so
/// no longer; it may be called more than once.
pub fn dialog(
    id: &'static str,
    title_id: &'static str,
    is_open: impl Fn() -> bool + Send + 'static,
    close: impl Fn() + Send + 'static,
) -> El {
    let is_wanted = Arc::new(AtomicBool::new(false));
    let follow = move |dialog: &_| {
        is_wanted.store(is_open(), Relaxed);
        if !is_wanted.load(Relaxed) {
            return dialogs::close(dialog);
        }
        // It may only come to the page with this very change, and so may what is in it. Not in the next frame: a page
        // that is out of sight has none.
        let (dialog, is_wanted) = (dialogs::Dialog::clone(dialog), Arc::clone(&is_wanted));
        task::shortly(0, move || {
            if is_wanted.load(Relaxed) {
                dialogs::show(&dialog);
            }
        });
    };
    el("dialog")
        .attr("id", id)
        .attr("aria-labelledby", title_id)
        .element_effect(follow)
        // Told some time later: it may be open again by then.
        .on("close", move |event| {
            if !dialogs::is_shown(&event) {
                close();
            }
        })
}
