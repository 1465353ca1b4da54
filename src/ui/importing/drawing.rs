//! Drawing the preview of an import a portion at a time, so that however much there is to show, the page never holds
//! still for it.

use std::ops::Range;

use leptos::prelude::*;

use super::import::{Import, Incoming};
use super::outcome::Shown;
use crate::browser::pace;
use crate::ledger::merge::Relation;
use crate::ui::widgets::dom::{El, Part, Parts, dynamic, el, nothing};

/// How many rows of a table are set on the page, where nobody has to decide on each.
pub const MOST: usize = 300;

/// How many rows at a time: the first come with the dialog, the rest, each portion in a task of its own, once it is
/// open.
const PORTION: usize = 8;

/// How many fields in a relation are set on the page. Those that nobody has to decide on are only counted beyond the
/// first few hundred.
pub fn most(shown: &Shown, relation: Relation) -> usize {
    let count = shown.count(relation);
    if relation == Relation::Unclear { count } else { count.min(MOST) }
}

/// The tables of the preview, one below the other.
#[derive(Clone, Copy)]
pub struct Drawing {
    /// The import.
    pub import: Import,
    /// How many rows the tables above have.
    pub above: usize,
}

impl Drawing {
    /// The body of the next table, with so many rows that `rows` makes.
    pub fn body(
        &mut self,
        count: usize,
        rows: impl Fn(&Incoming, &Shown, Range<usize>) -> Parts + Copy + Send + 'static,
    ) -> El {
        el("tbody").child(self.portions(count, rows))
    }

    /// The next rows, or what else is drawn a portion at a time.
    pub fn portions(
        &mut self,
        count: usize,
        rows: impl Fn(&Incoming, &Shown, Range<usize>) -> Parts + Copy + Send + 'static,
    ) -> AnyView {
        let (import, above) = (self.import, self.above);
        self.above += count;
        portions(&import, above, 0..count, rows)
    }
}

/// These rows of a table below so many others, a portion at a time: each brings the place of the next, so that what
/// is not drawn yet takes no time either.
fn portions(
    import: &Import,
    above: usize,
    left: Range<usize>,
    rows: impl Fn(&Incoming, &Shown, Range<usize>) -> Parts + Copy + Send + 'static,
) -> AnyView {
    if left.is_empty() {
        return nothing();
    }
    let import = *import;
    let is_due = Memo::new(move |_| above + left.start < import.drawn.get() + PORTION);
    dynamic(move || {
        let end = left.end.min(left.start + PORTION);
        let incoming = import.incoming.get_untracked();
        match (incoming, import.shown.get_untracked()) {
            (Some(incoming), Some(shown)) if is_due.get() => {
                rows(&incoming, &shown, left.start..end)
                    .child(portions(&import, above, end..left.end, rows))
                    .into_part()
            }
            _ => nothing(),
        }
    })
}

/// Draws what is left of the tables.
pub async fn draw_on(import: &Import) {
    let rows = match (import.incoming.get_untracked(), import.shown.get_untracked()) {
        (Some(incoming), Some(shown)) => {
            let set = [Relation::Unclear, Relation::TheirsNewer, Relation::MineNewer];
            let set = set.map(|relation| most(&shown, relation));
            let files = incoming.roll_up.files().len().min(MOST);
            let above = files + incoming.outsiders.len().min(MOST);
            above + shown.contested().len() + set.iter().sum::<usize>()
        }
        _ => 0,
    };
    for drawn in (0..rows).step_by(PORTION).skip(1) {
        pace::breathe().await;
        import.drawn.set(drawn);
    }
}
