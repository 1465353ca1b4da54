//! How files from elsewhere come in: read one after the other, up to the preview; once a person says yes, taken in
//! ([`super::accepting`]). One file or a thousand, it is one preview and one step to take back.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use leptos::prelude::*;
use leptos::task::tick;

use super::accepting::Choices;
use super::arriving::Arriving;
use super::outcome::Shown;
use super::reading::{Progress, Reading};
use super::{drawing, preview};
use crate::browser::files::Picked;
use crate::browser::pace::Pace;
use crate::browser::{clock, page, task};
use crate::inbox::rollup::{RollUp, State};
use crate::ledger::{Ledger, merge};
use crate::route::Route;
use crate::tally::ruling::{Outsider, Outsiders};
use crate::ui::app::session::{Bringing, Session, use_session};
use crate::ui::widgets::dom::{Parts, button, classed, effect, el, live};
use crate::ui::widgets::parts::{dialog, heading};

const PROBLEM: &str = "problem";

/// The id of the preview's dialog.
pub const PREVIEW: &str = "preview";

/// The id of its heading.
pub const TITLE: &str = "preview-title";

/// Files that were read and wait for a yes.
#[derive(Debug)]
pub struct Incoming {
    /// What they are called together: the name of the only one, or how many.
    pub name: String,
    /// The files.
    pub roll_up: RollUp,
    /// Whether they hold anything that is not known here.
    pub brings_news: bool,
    /// What units without a part in a task reported.
    pub outsiders: Vec<Outsider>,
    /// The unit of whoever works here, which is never among those.
    pub unit: String,
    /// Whether they are being taken in.
    pub(in crate::ui) is_accepted: AtomicBool,
}

/// The state of an import.
#[derive(Clone, Copy)]
pub struct Import {
    pub(in crate::ui) session: Session,
    /// The files that wait for a yes.
    pub incoming: RwSignal<Option<Arc<Incoming>>>,
    /// What they come to; `None` while that is being worked out.
    pub shown: RwSignal<Option<Arc<Shown>>>,
    /// What the person chose in the preview.
    pub choices: RwSignal<Choices>,
    /// How far the reading of files is.
    pub progress: Progress,
    problem: RwSignal<String>,
    /// Up to which row the tables are drawn, all rows counted through.
    pub drawn: RwSignal<usize>,
}

impl Import {
    /// Reads files up to their preview. Until that is accepted nothing changes.
    fn receive(self, files: Vec<Picked>) {
        let reading = self.progress.begin(files.len());
        task::spawn(async move {
            let arriving = Arriving::all(&files);
            // The browser looks for them meanwhile.
            reading.show();
            match self.read_and_work_out(arriving, &reading).await {
                Some((incoming, shown)) => self.show(incoming, shown).await,
                None => self.session.say("已取消，什么都没有改。".to_owned()),
            }
        });
    }

    /// What is in these files, and what it comes to; `None` where someone stopped it.
    async fn read_and_work_out(
        self,
        arriving: Arriving<'_>,
        reading: &Reading,
    ) -> Option<(Incoming, Shown)> {
        // What comes is held against all of ours.
        self.session.finish_typing();
        let incoming = self.read(arriving, reading).await?;
        // One file is from a colleague one knows; of many, what nobody asked for waits for a yes.
        let with_outsiders = incoming.roll_up.files().len() < 2;
        let shown = Shown::work_out(self.session, &incoming, with_outsiders).await;
        reading.goes_on()?;
        Some((incoming, shown))
    }

    /// Says in the dialog that what is dragged over the page may be dropped.
    fn hover(self) {
        task::spawn(async move {
            // With the first files, the dialog itself only comes.
            tick().await;
            if self.session.bringing.with_untracked(Bringing::is_hovering) {
                self.progress.tell_hovering();
                page::open_dialog(PREVIEW);
            }
        });
    }

    /// Closes it where nothing came of that.
    fn leave(self) {
        if self.progress.is_over() {
            self.progress.tell_nothing();
            if self.incoming.with_untracked(Option::is_none) {
                page::close_dialog(PREVIEW);
            }
        }
    }

    /// What is in these files; `None` where someone stopped it.
    async fn read(self, mut arriving: Arriving<'_>, reading: &Reading) -> Option<Incoming> {
        let (mine, policy) = (self.session.with_untracked(Ledger::clone), self.session.policy());
        let mut roll_up = RollUp::default();
        let mut pace = Pace::start();
        while let Some(lot) = arriving.next().await {
            for (name, content) in lot.contents {
                match content {
                    Ok(bytes) => roll_up.add(name, &bytes, &mine, policy, clock::now()),
                    Err(why) => roll_up.miss(name, why),
                }
                if pace.keep().await {
                    reading.goes_on()?;
                }
            }
            reading.advance(lot.files);
            reading.goes_on()?;
        }
        while roll_up.finish() {
            pace.keep().await;
        }
        let unit = self.session.preference_once(|p| p.unit.clone());
        let outsiders = self.outsiders(&roll_up, &unit).await;
        let brings_news = merge::brings_news(&mine, roll_up.all());
        pace.keep().await;
        let name = match roll_up.files() {
            [only] => format!("“{}”", only.name),
            files => format!("{}份文件", files.len()),
        };
        reading.goes_on()?;
        Some(Incoming {
            name,
            roll_up,
            brings_news,
            outsiders,
            unit,
            is_accepted: AtomicBool::new(false),
        })
    }

    /// What units without a part in a task reported in these files.
    async fn outsiders(self, roll_up: &RollUp, own: &str) -> Vec<Outsider> {
        let mine = self.session.with_untracked(Ledger::clone);
        let held = Outsiders::of(self.session.policy(), roll_up.all(), own);
        let mut pace = Pace::start();
        let mut outsiders = Vec::new();
        for (task, _) in roll_up.all().entries() {
            outsiders.extend(held.in_row(&mine, task));
            pace.keep().await;
        }
        outsiders
    }

    async fn show(self, incoming: Incoming, shown: Shown) {
        if let [only] = incoming.roll_up.files()
            && let State::Unread(why) = &only.state
        {
            self.problem.set(format!("“{}”：{why}", only.name));
            page::close_dialog(PREVIEW);
            page::open_dialog(PROBLEM);
            return;
        }
        let is_many = incoming.roll_up.files().len() > 1;
        let is_office = self.session.route.with_untracked(|route| *route == Route::RollUp);
        self.choices.set(Choices::preset(shown.with_outsiders, is_many || is_office));
        let mut pace = Pace::start();
        self.set(Some((Arc::new(incoming), shown)));
        // It is built by then.
        tick().await;
        pace.keep().await;
        page::open_dialog(PREVIEW);
        drawing::draw_on(&self).await;
    }
}

impl Import {
    /// Shows files and what they come to; `None` takes them away.
    fn set(self, shown: Option<(Arc<Incoming>, Shown)>) {
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
            let judged = Incoming {
                name: incoming.name.clone(),
                roll_up: incoming.roll_up.clone(),
                brings_news: incoming.brings_news,
                outsiders: self.outsiders(&incoming.roll_up, &incoming.unit).await,
                unit: incoming.unit.clone(),
                is_accepted: AtomicBool::new(false),
            };
            let shown = Shown::work_out(self.session, &judged, with_outsiders).await;
            let waiting = self.incoming.get_untracked();
            if waiting.is_some_and(|waiting| Arc::ptr_eq(&waiting, &incoming)) {
                self.set(Some((Arc::new(judged), shown)));
                page::focus(TITLE);
                drawing::draw_on(&self).await;
            }
        });
    }

    /// Shows what the waiting files come to now.
    pub(in crate::ui) fn show_anew(self) {
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
                drawing::draw_on(&self).await;
            }
        });
    }
}

/// The dialogs of an import. What a person picks is read as it comes.
pub fn view() -> Parts {
    let session = use_session();
    let import = Import {
        session,
        incoming: RwSignal::new(None),
        shown: RwSignal::new(None),
        choices: RwSignal::new(Choices::default()),
        progress: Progress::new(),
        problem: RwSignal::new(String::new()),
        drawn: RwSignal::new(0),
    };
    effect(move || match session.bringing.get() {
        Bringing::Nothing => import.leave(),
        Bringing::Hovering => import.hover(),
        Bringing::Files(files) => import.receive(files),
    });
    let problem = dialog(PROBLEM, "problem-title")
        .child(heading("h2", "problem-title", "导入未成功"))
        .child(el("p").attr("role", "alert").child(live(move || import.problem.get())))
        .child(
            classed("p", "actions")
                .child(button("知道了", || page::close_dialog(PROBLEM)).attr("class", "primary")),
        );
    Parts::default().child(preview::view(&import)).child(problem)
}
