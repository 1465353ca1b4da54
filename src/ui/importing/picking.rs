//! How a person picks files to import: by a button, or dropped anywhere on the page.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::files::{self, Picked};
use crate::browser::{clock, events, pace, page};
use crate::ui::elements::dom::{El, el};
use crate::ui::state::pending::IncomingFiles;
use crate::ui::state::session::Session;

const CHOOSE: &str = "choose-file";

/// Lets the person choose files.
pub fn choose() {
    page::click(CHOOSE);
}

/// What the browser needs to let files be chosen.
pub fn view(session: Session) -> El {
    let hovering = Hovering { session, until: Rc::default() };
    let (over, gone) = (hovering.clone(), hovering);
    events::listen("dragover", move |event| {
        if files::let_drop(&event) {
            over.goes_on();
        }
    });
    events::listen("dragleave", move |event| {
        if files::leaves(&event) {
            gone.seems_over();
        }
    });
    events::listen("drop", move |event| {
        session.pending.receive_files(Picked::dropped(&event));
    });
    el("input")
        .attr("id", CHOOSE)
        .attr("type", "file")
        .attr("accept", ".json,.zip,application/json,application/zip")
        .attr("multiple", "")
        .attr("aria-label", "选择要导入的台账文件")
        .attr("hidden", "")
        .on("change", move |event| session.pending.receive_files(Picked::chosen(&event)))
}

/// For how many milliseconds after the last word of them files are taken to be over the page still. Browsers give one
/// at least every 550 (HTML, drag-and-drop processing model), and none when the person thinks better of it elsewhere.
const MIN_BUSY_MS: f64 = 1000.0;

/// The same where they seem to have left it.
const MIN_DONE_MS: f64 = 200.0;

/// How often, in milliseconds, is looked whether they are over it still.
const POLL_MS: i32 = 100;

/// Files dragged over the page.
#[derive(Clone)]
struct Hovering {
    session: Session,
    /// Until when they are taken to be there.
    until: Rc<Cell<f64>>,
}

impl Hovering {
    fn goes_on(&self) {
        self.until.set(clock::elapsed() + MIN_BUSY_MS);
        if self.is_on() {
            return;
        }
        self.session.pending.hover(true);
        let hovering = self.clone();
        // Nothing waits for it: a person may hold files over the page for as long as they like.
        spawn_local(async move {
            while hovering.is_on() && clock::elapsed() < hovering.until.get() {
                pace::pause(POLL_MS).await;
            }
            if hovering.is_on() {
                hovering.session.pending.hover(false);
            }
        });
    }

    fn seems_over(&self) {
        self.until.set(clock::elapsed() + MIN_DONE_MS);
    }

    fn is_on(&self) -> bool {
        self.session.pending.incoming_files.with_untracked(IncomingFiles::is_hovering)
    }
}
