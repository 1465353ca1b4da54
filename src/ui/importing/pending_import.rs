//! The state of an import, from the first file to a yes or a no.

use std::sync::Arc;

use leptos::prelude::*;

use super::choices::Choices;
use super::incoming::Incoming;
use super::outcome::Shown;
use super::reading::{Progress, TITLE};
use crate::browser::{pace, page, task};
use crate::ledger::merge::Relation;
use crate::ui::state::session::Session;

/// How many rows of a table are set on the page, where nobody has to decide on each.
pub const MAX_ROWS: usize = 300;

/// How many rows at a time: the first come with the dialog, the rest, each portion in a task of its own, once it is
/// open.
pub const PORTION: usize = 8;

/// How many fields in a relation are set on the page. Those that nobody has to decide on are only counted beyond the
/// first few hundred.
pub fn most(shown: &Shown, relation: Relation) -> usize {
    let count = shown.count(relation);
    if relation == Relation::Unclear { count } else { count.min(MAX_ROWS) }
}

/// The state of an import; copied freely.
#[derive(Clone, Copy)]
pub struct PendingImport {
    pub session: Session,
    /// The files that wait for a yes.
    pub incoming: RwSignal<Option<Arc<Incoming>>>,
    /// What they come to; `None` while that is being worked out.
    pub shown: RwSignal<Option<Arc<Shown>>>,
    /// What the person chose in the preview.
    pub choices: RwSignal<Choices>,
    /// How far the reading of files is.
    pub progress: Progress,
    /// Why the only file could not be read.
    pub problem: RwSignal<String>,
    /// Up to which row the tables are drawn, all rows counted through.
    pub drawn: RwSignal<usize>,
}

impl PendingImport {
    /// Of nothing yet.
    pub fn new(session: Session) -> Self {
        Self {
            session,
            incoming: RwSignal::new(None),
            shown: RwSignal::new(None),
            choices: RwSignal::new(Choices::default()),
            progress: Progress::new(),
            problem: RwSignal::new(String::new()),
            drawn: RwSignal::new(0),
        }
    }

    /// Shows files and what they come to; `None` takes them away.
    pub fn set(self, shown: Option<(Arc<Incoming>, Shown)>) {
        let (incoming, shown) = shown.unzip();
        self.drawn.set(0);
        self.shown.set(shown.map(Arc::new));
        self.incoming.set(incoming);
    }

    /// Takes away what waits for a yes.
    pub fn forget(self) {
        self.set(None);
    }

    /// Takes what 非职责单位 reported in or leaves it, and shows what it all comes to then.
    pub fn choose_outsiders(self, with_outsiders: bool) {
        self.choices.update(|choices| choices.outsiders = with_outsiders);
        self.show_anew();
    }

    /// Judges the waiting files anew, once it was said which unit a name stands for.
    pub fn judge_anew(self) {
        let Some(incoming) = self.incoming.get_untracked() else { return };
        let with_outsiders = self.choices.with_untracked(|choices| choices.outsiders);
        task::spawn(async move {
            let judged = incoming.judged_anew(self.session).await;
            let shown = Shown::work_out(self.session, &judged, with_outsiders).await;
            let waiting = self.incoming.get_untracked();
            if waiting.is_some_and(|waiting| Arc::ptr_eq(&waiting, &incoming)) {
                self.set(Some((Arc::new(judged), shown)));
                page::focus(TITLE);
                self.draw_on().await;
            }
        });
    }

    /// Shows what the waiting files come to now.
    pub fn show_anew(self) {
        let Some(incoming) = self.incoming.get_untracked() else { return };
        let wanted = move || self.choices.with_untracked(|choices| choices.outsiders);
        let with_outsiders = wanted();
        self.shown.set(None);
        task::spawn(async move {
            let shown = Shown::work_out(self.session, &incoming, with_outsiders).await;
            // Meanwhile it may have been closed, or thought better of.
            let waiting = self.incoming.get_untracked();
            if waiting.is_some_and(|waiting| Arc::ptr_eq(&waiting, &incoming))
                && wanted() == with_outsiders
            {
                self.drawn.set(0);
                self.shown.set(Some(Arc::new(shown)));
                self.draw_on().await;
            }
        });
    }

    /// Draws what is left of the tables.
    pub async fn draw_on(self) {
        let rows = match (self.incoming.get_untracked(), self.shown.get_untracked()) {
            (Some(incoming), Some(shown)) => {
                let set = [Relation::Unclear, Relation::TheirsNewer, Relation::MineNewer];
                let set = set.map(|relation| most(&shown, relation));
                let files = incoming.roll_up.files().len().min(MAX_ROWS);
                let above = files + incoming.outsiders.len().min(MAX_ROWS);
                above + shown.contested().len() + set.iter().sum::<usize>()
            }
            _ => 0,
        };
        for drawn in (0..rows).step_by(PORTION).skip(1) {
            pace::yield_now().await;
            self.drawn.set(drawn);
        }
    }
}
