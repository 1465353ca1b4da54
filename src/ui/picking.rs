//! How a person picks files to import: by a button, or dropped anywhere on the page.

use leptos::prelude::*;

use super::dom::{El, el};
use super::session::Session;
use crate::browser::files::{self, Picked};
use crate::browser::{events, page};

const CHOOSE: &str = "choose-file";

/// Lets the person choose files.
pub fn choose() {
    page::click(CHOOSE);
}

/// What the browser needs to let files be chosen.
pub fn view(session: Session) -> El {
    events::listen("dragover", |event| files::let_drop(&event));
    events::listen("drop", move |event| session.picked.set(Picked::dropped(&event)));
    el("input")
        .attr("id", CHOOSE)
        .attr("type", "file")
        .attr("accept", ".json,.zip,application/json,application/zip")
        .attr("multiple", "")
        .attr("aria-label", "选择要导入的台账文件")
        .attr("hidden", "")
        .on("change", move |event| {
            session.picked.set(Picked::chosen(&event));
        })
}
