//! WHAT PEOPLE TOUCH: one file per screen, one home of mutable state in `state::session`.
//!
//! Screens are built once and hidden, not rebuilt: focus and scroll stay, and an edit shows everywhere
//! within one frame. The rooms stand in reading order: each names only those before it.

mod elements;
mod state;
mod widgets;
mod task;
mod importing;
mod exporting;
mod screens;
mod sheet;
mod app;

use leptos::prelude::*;

use crate::browser::task::UnderWay;
use crate::browser::{clock, page};
use crate::policy::Policy;

/// Mounts the app in place of the static shell.
pub fn start() {
    // What stopped the program, for whoever is to mend it: the page's own scripts show it.
    std::panic::set_hook(Box::new(|stopped| page::note_stop(&stopped.to_string())));
    let _opening = UnderWay::begin();
    clock::mark("policy-parse-start");
    let policy = match Policy::bundled() {
        Ok(policy) => policy,
        Err(error) => return page::show_failure(&format!("政策数据损坏，无法打开（{error}）。")),
    };
    clock::measure("policy-parse", "policy-parse-start");
    page::remove_shell();
    mount_to_body(move || app::root::view(policy));
    clock::mark("ledger-ready");
}
