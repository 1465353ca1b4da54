//! The focus goes to what is only now being shown.

use leptos::prelude::*;

use crate::browser::{page, task};

/// How many frames a screen may take to come: some ten seconds.
pub const PATIENCE: u32 = 600;

/// Focuses what is on a screen that is only now being shown, or is still on its way.
pub fn focus_soon(id: String, frames: u32) {
    // It is shown in this frame's effects, and can take the focus after them.
    task::next_frame(move || focus_or_wait(id, frames));
}

/// Nothing counts on it: the screen may not come.
fn focus_or_wait(id: String, frames: u32) {
    if !page::focus(&id) && frames > 0 {
        request_animation_frame(move || focus_or_wait(id, frames - 1));
    }
}
