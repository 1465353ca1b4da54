//! Drawing the preview of an import a portion at a time, so that however much there is to show, the page never holds
//! still for it.

use std::ops::Range;

use leptos::prelude::*;

use super::incoming::Incoming;
use super::outcome::Shown;
use super::pending_import::{PORTION, PendingImport};
use crate::ui::elements::dom::{El, Fragment, IntoAnyView, dyn_view, el, nothing};

/// The tables of the preview, one below the other.
#[derive(Clone, Copy)]
pub struct Drawing {
    /// The import.
    pub import: PendingImport,
    /// How many rows the tables above have.
    pub above: usize,
}

impl Drawing {
    /// The body of the next table, with so many rows that `rows` makes.
    pub fn body(
        &mut self,
        count: usize,
        rows: impl Fn(&Incoming, &Shown, Range<usize>) -> Fragment + Copy + Send + 'static,
    ) -> El {
        el("tbody").child(self.portions(count, rows))
    }

    /// The next rows, or what else is drawn a portion at a time.
    pub fn portions(
        &mut self,
        count: usize,
        rows: impl Fn(&Incoming, &Shown, Range<usize>) -> Fragment + Copy + Send + 'static,
    ) -> AnyView {
        let (import, above) = (self.import, self.above);
        self.above += count;
        portions(&import, above, 0..count, rows)
    }
}

/// These rows of a table below so many others, a portion at a time: each brings the place of the next, so that what
/// is not drawn yet takes no time either.
fn portions(
    import: &PendingImport,
    above: usize,
    left: Range<usize>,
    rows: impl Fn(&Incoming, &Shown, Range<usize>) -> Fragment + Copy + Send + 'static,
) -> AnyView {
    if left.is_empty() {
        return nothing();
    }
    let import = *import;
    let is_due = Memo::new(move |_| above + left.start < import.drawn.get() + PORTION);
    dyn_view(move || {
        let end = left.end.min(left.start + PORTION);
        let incoming = import.incoming.get_untracked();
        match (incoming, import.shown.get_untracked()) {
            (Some(incoming), Some(shown)) if is_due.get() => {
                rows(&incoming, &shown, left.start..end)
                    .child(portions(&import, above, end..left.end, rows))
                    .into_any_view()
            }
            _ => nothing(),
        }
    })
}
