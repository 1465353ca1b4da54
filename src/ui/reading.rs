//! How far the reading of many files is, where a person has to wait for it.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dom::{El, button, classed, el, live};
use super::parts::{dialog, heading};
use crate::browser::page;

const READING: &str = "reading";

/// After how many milliseconds it is shown. What is over by then would only flicker, and make one wait for that.
const PATIENCE: i32 = 200;

/// How many of how many files are read.
#[derive(Clone, Copy)]
pub struct Progress(RwSignal<(usize, usize)>);

/// Files being read. It is over when this is dropped.
pub struct Reading {
    progress: Progress,
    state: Rc<Cell<State>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// For so short a time that nothing is shown.
    Begun,
    /// A dialog says how far it is. Closing it in any way stops the reading.
    Shown,
    Over,
}

impl Progress {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self(RwSignal::new((0, 0)))
    }

    /// Begins to read so many files.
    pub fn begin(self, files: usize) -> Reading {
        self.0.set((0, files));
        let state = Rc::new(Cell::new(State::Begun));
        // One file is not waited for: it is small, or refused.
        if files > 1 {
            let state = Rc::clone(&state);
            spawn_local(async move {
                page::pause(PATIENCE).await;
                if state.get() == State::Begun {
                    state.set(State::Shown);
                    page::open_dialog(READING);
                }
            });
        }
        Reading { progress: self, state }
    }

    /// The dialog.
    pub fn view(self) -> El {
        let progress = self.0;
        dialog(READING, "reading-title")
            .child(heading("h2", "reading-title", "正在读取文件"))
            .child(
                el("progress")
                    .attr("aria-labelledby", "reading-title")
                    .says("max", move || progress.get().1.to_string())
                    .says("value", move || progress.get().0.to_string()),
            )
            .child(el("p").child(live(move || {
                let (read, total) = progress.get();
                format!("{read} / {total}")
            })))
            .child(
                classed("p", "actions")
                    .child(button("取消，什么都不改", || page::close_dialog(READING))),
            )
    }
}

impl Reading {
    /// So many more are read.
    pub fn advance(&self, files: usize) {
        self.progress.0.update(|(read, _)| *read += files);
    }

    /// `None` where someone stopped it.
    pub fn goes_on(&self) -> Option<()> {
        (self.state.get() != State::Shown || page::is_open(READING)).then_some(())
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if self.state.replace(State::Over) == State::Shown {
            page::close_dialog(READING);
        }
    }
}
