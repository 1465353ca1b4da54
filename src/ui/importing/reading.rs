//! How far the reading of files is: until there is a preview, its dialog says so, and before, that they may be dropped.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::pace;
use crate::ui::elements::dom::{El, button, classed, dyn_text, el};

/// The id of the preview's dialog.
pub const PREVIEW: &str = "preview";

/// The id of its heading.
pub const TITLE: &str = "preview-title";

/// After how many milliseconds it is told. What is over by then would only flicker, and the page would be drawn for it
/// while files come in.
const PATIENCE: i32 = 200;

/// How far the reading of files is.
#[derive(Clone, Copy)]
pub struct Progress {
    count: RwSignal<Count>,
    /// Whether the dialog is open.
    pub is_open: RwSignal<bool>,
}

#[derive(Clone, Copy)]
struct Count {
    read: usize,
    total: usize,
    /// Which reading it is of: the latest.
    nth: usize,
    is_over: bool,
    told: Told,
}

/// What the dialog says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    /// That what is over the page may be dropped.
    Hovering,
    /// How many files are read.
    Reading,
}

/// Files being read. It is over when this is dropped.
pub struct Reading {
    progress: Progress,
    nth: usize,
    /// Whether the dialog is open for it. Closing it in any way stops the reading.
    is_shown: Cell<bool>,
}

impl Progress {
    /// Of nothing yet.
    pub fn new() -> Self {
        let (is_over, told) = (true, Told::Nothing);
        let count = Count { read: 0, total: 1, nth: 0, is_over, told };
        Self { count: RwSignal::new(count), is_open: RwSignal::new(false) }
    }

    /// Begins to read so many files. An earlier reading that is not over comes to nothing.
    pub fn begin(self, files: usize) -> Reading {
        let nth = self.count.with_untracked(|count| count.nth + 1);
        self.count.update_untracked(|count| {
            *count = Count { read: 0, total: files, nth, is_over: false, ..*count };
        });
        // That it takes long is told by the way: the reading itself is what there is to wait for.
        spawn_local(async move {
            pace::pause(PATIENCE).await;
            if self.count.with_untracked(|count| count.nth == nth && !count.is_over) {
                self.tell(Told::Reading);
            }
        });
        Reading { progress: self, nth, is_shown: Cell::new(false) }
    }

    /// Says that what is over the page may be dropped.
    pub fn tell_hovering(self) {
        self.tell(Told::Hovering);
    }

    /// Says nothing any more.
    pub fn tell_nothing(self) {
        self.tell(Told::Nothing);
    }

    fn tell(self, told: Told) {
        self.count.maybe_update(|count| std::mem::replace(&mut count.told, told) != told);
    }

    /// Whether nothing is being read.
    pub fn is_over(self) -> bool {
        self.count.with_untracked(|count| count.is_over)
    }

    /// What the dialog says until there is a preview.
    pub fn view(self) -> El {
        let Self { count, is_open } = self;
        let tells = move |told: Told| count.with(|count| count.told == told);
        let hovering = "松开鼠标，就读入这些文件。先看预览，您同意之后才会导入。";
        let bar = el("progress")
            .attr("aria-labelledby", TITLE)
            .dyn_attr("max", move || count.with(|count| count.total.to_string()))
            .dyn_attr("value", move || count.with(|count| count.read.to_string()));
        let words = el("p").child(dyn_text(move || {
            count.with(|count| format!("正在读取文件：{} / {}", count.read, count.total))
        }));
        let reading = el("div").child(bar).child(words);
        el("div")
            .child(el("p").bool_attr("hidden", move || !tells(Told::Hovering)).child(hovering))
            .child(reading.bool_attr("hidden", move || !tells(Told::Reading)))
            .child(classed("p", "actions").child(button("取消", move || is_open.set(false))))
    }
}

impl Reading {
    /// Opens the dialog, if it is not open for files dragged over the page already.
    pub fn show(&self) {
        let files = self.progress.count.with_untracked(|count| count.total);
        // One file is not waited for: it is small, or refused.
        if files > 1 {
            self.progress.is_open.set(true);
        }
        self.is_shown.set(self.progress.is_open.get_untracked());
    }

    /// So many more are read.
    pub fn advance(&self, files: usize) {
        if self.is_latest() {
            self.progress.count.maybe_update(|count| {
                count.read += files;
                count.told == Told::Reading
            });
        }
    }

    /// `None` where someone stopped it.
    pub fn goes_on(&self) -> Option<()> {
        (self.is_latest() && (!self.is_shown.get() || self.progress.is_open.get_untracked()))
            .then_some(())
    }

    fn is_latest(&self) -> bool {
        self.progress.count.with_untracked(|count| count.nth == self.nth)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if self.is_latest() {
            self.progress.count.update_untracked(|count| count.is_over = true);
            self.progress.tell_nothing();
        }
    }
}
