//! The one home of mutable state. Screens read projections of it and call its verbs.

use std::time::Duration;

use leptos::prelude::*;

use super::naming::KnownPolicy;
use super::preferences::Preferences;
use super::saving::Saving;
use crate::browser::carried::carried;
use crate::browser::files::Picked;
use crate::browser::storage::LocalStore;
use crate::browser::{clock, page};
use crate::demo::NOW;
use crate::format::glance;
use crate::ledger::stamp::read_date;
use crate::ledger::{Actor, Desk, Edit, Ledger, Now};
use crate::outbox::carrying::Purpose;
use crate::policy::{BUNDLED_ID, Policy, Task, TaskNumber, UnitId};
use crate::route::Route;
use crate::storage::vault::{Opening, Vault};
use crate::tally::{Admits, Filter, Row, Yardstick, most_late_first, rows};
use crate::ui::widgets::typing::Unsaved;

/// The session; copied freely, it only holds handles.
#[derive(Clone, Copy)]
pub struct Session {
    pub(in crate::ui) policy: &'static KnownPolicy,
    pub(in crate::ui) desk: RwSignal<Desk>,
    /// Tells a part of the page that keeps up with the ledger only while it is shown to read it anew:
    /// see [`super::keeping_up`].
    pub(in crate::ui) catch_up: Option<Trigger>,
    pub(in crate::ui) vault: StoredValue<Vault<LocalStore>>,
    pub(in crate::ui) store: Option<LocalStore>,
    /// The report that this page is, and whose: nothing is changed in it, and nothing of it is kept.
    pub report: StoredValue<Option<String>>,
    /// Whether this is the demonstration, whose ledger is kept apart.
    pub demo: bool,
    pub(in crate::ui) preferences: RwSignal<Preferences>,
    pub(in crate::ui) now: RwSignal<Now>,
    /// The view that is open.
    pub route: RwSignal<Route>,
    /// The row the keyboard is at.
    pub cursor: RwSignal<Option<TaskNumber>>,
    /// Whether the last change is safe.
    pub saving: RwSignal<Saving>,
    /// What was typed and could not be taken over.
    pub unsaved: RwSignal<Vec<Unsaved>>,
    /// The control that is being typed in, and how what stands there is taken over.
    pub(in crate::ui) typing: StoredValue<Option<Typing>, LocalStorage>,
    /// How opening the stored ledger went; `None` while it takes a closer look: see [`Session::settle`].
    pub opening: RwSignal<Option<Opening>>,
    /// Whether a new build of the page waits to be switched to.
    pub newer: RwSignal<bool>,
    /// A question that waits for an answer.
    pub question: RwSignal<Option<Question>>,
    /// A passing word on what was just done.
    pub toast: RwSignal<String>,
    /// The files a person brings, to be imported.
    pub bringing: RwSignal<Bringing, LocalStorage>,
    /// The dialog asked for last; set anew whenever it is.
    pub asked: RwSignal<Option<Asked>>,
}

/// Which control is being typed in, and what takes over what stands there.
pub type Typing = (usize, Box<dyn Fn()>);

/// What a person brings.
#[derive(Debug, Clone)]
pub enum Bringing {
    /// Nothing now.
    Nothing,
    /// Files that are dragged over the page.
    Hovering,
    /// Files that were picked last.
    Files(Vec<Picked>),
}

impl Bringing {
    /// Whether files are dragged over the page.
    pub fn is_hovering(&self) -> bool {
        matches!(self, Self::Hovering)
    }
}

/// An edit that would lower something, and waits for a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What the person asked for.
    pub edit: Edit,
    /// What would go with it.
    pub asked: Edit,
}

/// A dialog that a person can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The list of keys.
    Help,
    /// How much to export.
    Export,
}

/// The query of the demonstration's address.
pub const DEMO: &str = "?demo";

/// The name its ledger is kept under: never that of the real one.
const DEMO_ID: &str = "demo";

/// The present, which in the demonstration stands still.
pub fn present(demo: bool) -> Now {
    if demo { NOW } else { clock::now() }
}

/// The session of this page.
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// Opens the stored ledger of `policy`.
    pub fn open(policy: &'static Policy) -> Self {
        let report = carried().filter(|carried| carried.purpose == Purpose::Report);
        let demo = report.is_none() && page::query() == DEMO;
        let now = report.as_ref().map_or_else(|| present(demo), |report| report.at);
        let store = if report.is_some() { None } else { LocalStore::probe().ok() };
        let mut vault = Vault::new(store, if demo { DEMO_ID } else { BUNDLED_ID });
        let preferences = Preferences::of(match &report {
            None => vault.read_preferences(),
            Some(report) => Some(&report.rules),
        });
        clock::mark("ledger-open-start");
        let opened = match &report {
            None => vault.glance(policy, BUNDLED_ID),
            Some(report) => {
                glance(&report.ledger, policy).map(|l| (l, Opening::Loaded(Vec::new())))
            }
        };
        let (ledger, opening) = opened.unzip();
        clock::measure("ledger-open", "ledger-open-start");
        let ledger = ledger.unwrap_or_else(|| Ledger::new(BUNDLED_ID));
        // Nobody before the first edit on a machine, which brings an actor of its own.
        let actor = preferences.actor().unwrap_or_else(|| Actor::from_bits(0));
        let session = Self {
            policy: KnownPolicy::new(policy),
            desk: RwSignal::new(Desk::new(ledger, actor, preferences.reporter())),
            catch_up: None,
            vault: StoredValue::new(vault),
            store,
            report: StoredValue::new(report.map(|report| report.whose)),
            demo,
            preferences: RwSignal::new(preferences),
            now: RwSignal::new(now),
            route: RwSignal::new(Route::Overview),
            cursor: RwSignal::new(None),
            saving: RwSignal::new(Saving::Saved),
            unsaved: RwSignal::new(Vec::new()),
            typing: StoredValue::new_local(None),
            opening: RwSignal::new(opening),
            newer: RwSignal::new(false),
            question: RwSignal::new(None),
            toast: RwSignal::new(String::new()),
            bringing: RwSignal::new_local(Bringing::Nothing),
            asked: RwSignal::new(None),
        };
        session.route.set(session.address());
        session
    }

    /// The view that the address names.
    pub fn address(self) -> Route {
        Route::parse(&page::hash()).with_units_of(self.policy().roster())
    }

    /// Brings what opening left out: see [`Vault::complete`].
    pub fn complete(self) {
        let completed = self.vault.try_update_value(|vault| {
            self.desk.with_untracked(|desk| vault.complete(desk.ledger(), self.policy))
        });
        match completed {
            Some(Ok(Some(ledger))) => self.desk.update(|desk| desk.go_on_with(ledger)),
            Some(Err(error)) => self.saving.set(Saving::of(&error)),
            Some(Ok(None)) | None => {}
        }
    }

    /// Whether the ledger shown is the stored one.
    pub fn is_open(self) -> bool {
        self.opening.with(Option::is_some)
    }

    /// Whether this page is a report: it only shows what it came with.
    pub fn is_report(self) -> bool {
        self.report.with_value(Option::is_some)
    }

    /// The policy, which knows units by the names that were explained on this machine, too. What shows something by
    /// them reads [`Preferences::unit_names`] to be shown anew.
    pub fn policy(self) -> &'static Policy {
        self.preferences.with_untracked(|p| self.policy.knowing(&p.unit_names))
    }

    /// The present, as of the last look at the clock.
    pub fn now(self) -> Now {
        self.now.get()
    }

    /// Looks at the clock; a page may stay open over midnight. Nothing shown depends on the time of day.
    pub fn look_at_clock(self) {
        if self.is_report() {
            return;
        }
        let (now, known) = (present(self.demo), self.now.get_untracked());
        if (now.today(), now.offset_minutes) != (known.today(), known.offset_minutes) {
            self.now.set(now);
        }
    }

    /// Reads the ledger, and again whenever it changes.
    pub fn with<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.track();
        self.with_untracked(read)
    }

    /// Has what runs here run again whenever the ledger changes.
    pub fn track(self) {
        match self.catch_up {
            Some(trigger) => trigger.track(),
            None => self.desk.track(),
        }
    }

    /// Reads the ledger once.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.desk.with_untracked(|desk| read(desk.ledger()))
    }

    /// The tasks that a filter admits, in printed order or, where it says so, the latest first.
    pub fn admitted(self, filter: &Filter) -> Vec<TaskNumber> {
        self.in_order(filter, Filter::admits)
    }

    /// The same of a filter without words: no text is read.
    pub fn fitting(self, filter: &Filter) -> Vec<TaskNumber> {
        self.in_order(filter, Filter::fits)
    }

    fn in_order(self, filter: &Filter, admits: Admits) -> Vec<TaskNumber> {
        let (policy, yardstick) = (self.policy(), self.yardstick());
        self.with(|ledger| {
            let admitted =
                rows(policy, ledger).filter(|row| admits(filter, row, policy, yardstick));
            if !filter.by_lateness {
                return admitted.map(|row| row.task.number).collect();
            }
            let mut admitted: Vec<Row<'_>> = admitted.collect();
            most_late_first(&mut admitted, yardstick);
            admitted.into_iter().map(|row| row.task.number).collect()
        })
    }

    /// A projection of one row, read anew whenever the ledger changes: a memo would be compiled for every type.
    pub fn row<T>(
        self,
        task: &'static Task,
        read: impl Fn(&Row<'_>) -> T + Copy + Send + Sync + 'static,
    ) -> impl Fn() -> T + Copy + Send + Sync + 'static {
        move || self.with(|ledger| read(&Row::new(self.policy, ledger, task)))
    }

    /// Reads what one person set on this machine, and again whenever it changes.
    pub fn preference<T>(self, read: impl FnOnce(&Preferences) -> T) -> T {
        self.preferences.with(read)
    }

    /// Reads what one person set on this machine, once.
    pub fn preference_once<T>(self, read: impl FnOnce(&Preferences) -> T) -> T {
        self.preferences.with_untracked(read)
    }

    /// What rows are held against.
    pub fn yardstick(self) -> Yardstick {
        let (rule, pace) = self.preferences.with(|p| (p.rule, p.pace));
        Yardstick { rule, pace, now: self.now() }
    }

    /// The unit the person works in, where the policy knows it.
    pub fn my_unit(self) -> Option<UnitId> {
        self.preferences.with(|p| self.policy().roster().resolve(&p.unit))
    }

    /// Notes that the first-use question was asked. On a machine that knows nothing else yet, that is all
    /// there is to store; elsewhere it goes along with what is stored next.
    pub fn was_welcomed(self) {
        self.preferences.update_untracked(|preferences| preferences.welcomed = true);
        self.vault.update_value(Vault::note_welcome);
    }

    /// Reads the keeper of the ledger, for showing what it kept.
    pub fn with_vault<T>(self, read: impl FnOnce(&Vault<LocalStore>) -> T) -> T {
        self.vault.with_value(read)
    }

    /// How many changes wait to be exported, where a reminder is due: after 20 of them, or a week after the
    /// last export.
    pub fn export_due(self) -> Option<u32> {
        const MANY: u32 = 20;
        const DAYS: i64 = 7;
        let (known, last) = self.preference(|p| (p.exported_changes, read_date(&p.last_export)));
        let shown = self.with(|ledger| ledger.changes().count());
        let changes = shown + self.vault.with_value(Vault::left_out);
        let changes = u32::try_from(changes).unwrap_or(u32::MAX);
        let since = changes.saturating_sub(known);
        let is_long = last.is_some_and(|last| (self.now().today() - last).whole_days() >= DAYS);
        let is_due = (since >= MANY || (since > 0 && is_long)) && !self.demo && !self.is_report();
        is_due.then_some(since)
    }

    /// Does something with the browser's storage, where there is one and it is written to.
    pub fn with_store<T>(self, act: impl FnOnce(LocalStore) -> T) -> Option<T> {
        self.store.filter(|_| !self.vault.with_value(Vault::is_cleared)).map(act)
    }

    /// Goes to a view at once; the event of the changed address then finds it open.
    pub fn go(self, route: Route) {
        page::go(&route.print());
        self.route.set(route);
    }

    /// Asks for a dialog.
    pub fn ask_for(self, dialog: Asked) {
        if self.is_report() && dialog == Asked::Export {
            return;
        }
        self.finish_typing();
        self.asked.set(Some(dialog));
    }

    /// Says something in passing.
    pub fn say(self, words: String) {
        self.toast.set(words.clone());
        // Long enough to read and to undo; a later word stays its own time.
        let passes = move || {
            if self.toast.with_untracked(|said| *said == words) {
                self.toast.set(String::new());
            }
        };
        set_timeout(passes, Duration::from_secs(8));
    }
}
