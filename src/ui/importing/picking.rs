//! How a person picks files to import: by a button, or dropped anywhere on the page.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::files::{self, Picked};
use crate::browser::{clock, events, pace, page};
use crate::inbox::archive::is_of_system;
use crate::ui::app::session::{Bringing, Session};
use crate::ui::widgets::dom::{El, el};

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
        session.bring(Picked::dropped(&event));
    });
    el("input")
        .attr("id", CHOOSE)
        .attr("type", "file")
        .attr("accept", ".json,.zip,application/json,application/zip")
        .attr("multiple", "")
        .attr("aria-label", "选择要导入的台账文件")
        .attr("hidden", "")
        .on("change", move |event| session.bring(Picked::chosen(&event)))
}

/// For how many milliseconds after the last word of them files are taken to be over the page still. Browsers give one
/// at least every 550 (HTML, drag-and-drop processing model), and none when the person thinks better of it elsewhere.
const LASTING: f64 = 1000.0;

/// The same where they seem to have left it.
const SHORTLY: f64 = 200.0;

/// How often, in milliseconds, is looked whether they are over it still.
const EVERY: i32 = 100;

/// Files dragged over the page.
#[derive(Clone)]
struct Hovering {
    session: Session,
    /// Until when they are taken to be there.
    until: Rc<Cell<f64>>,
}

impl Hovering {
    fn goes_on(&self) {
        self.until.set(clock::elapsed() + LASTING);
        if self.is_on() {
            return;
        }
        self.session.bringing.set(Bringing::Hovering);
        let hovering = self.clone();
        // Nothing waits for it: a person may hold files over the page for as long as they like.
        spawn_local(async move {
            while hovering.is_on() && clock::elapsed() < hovering.until.get() {
                pace::pause(EVERY).await;
            }
            if hovering.is_on() {
                hovering.session.bringing.set(Bringing::Nothing);
            }
        });
    }

    fn seems_over(&self) {
        self.until.set(clock::elapsed() + SHORTLY);
    }

    fn is_on(&self) -> bool {
        self.session.bringing.with_untracked(Bringing::is_hovering)
    }
}

impl Session {
    /// Has these files imported, up to their preview. What systems leave beside files, and came along, is passed over;
    /// where there is nothing else, what it is will be said.
    pub fn bring(self, mut files: Vec<Picked>) {
        if files.iter().any(|file| !is_of_system(&file.name())) {
            files.retain(|file| !is_of_system(&file.name()));
        }
        let is_nothing = files.is_empty();
        self.bringing.set(if is_nothing { Bringing::Nothing } else { Bringing::Files(files) });
    }
}
