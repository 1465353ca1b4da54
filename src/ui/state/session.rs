//! What changes while the page is open. Everybody reads it; only this room writes it: commands come in by
//! [`Session::dispatch`], and what is on the screen by the few verbs of [`Session`] itself.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;

use super::command::{Command, LazyView, NotLoaded};
use super::demonstration::{DEMO_ID, DEMO_QUERY, present};
use super::known_policy::KnownPolicy;
use super::pending::{DialogRequest, Pending};
use super::preferences::Preferences;
use super::saving::Saving;
use super::typing::Typing;
use crate::browser::embedded_ledger::embedded_ledger;
use crate::browser::storage::LocalStore;
use crate::browser::{clock, page, task};
use crate::format::decode_fast;
use crate::ledger::{Actor, Editor, Ledger, Now};
use crate::outbox::embedded_ledger::Purpose;
use crate::policy::{BUNDLED_ID, Policy, TaskNumber, UnitId};
use crate::route::Route;
use crate::storage::repository::{Opening, Repository};
use crate::tally::Yardstick;

/// The session; copied freely, since there is one for as long as the page is open.
#[derive(Clone, Copy)]
pub struct Session {
    state: &'static State,
    /// When what reads the ledger reads it anew.
    follows: Follows,
}

/// What there is of it: handles to what changes.
pub struct State {
    pub(super) policy: &'static KnownPolicy,
    pub(super) editor: RwSignal<Editor>,
    pub(super) repository: StoredValue<Repository<LocalStore>>,
    pub(super) store: Option<LocalStore>,
    /// The report that this page is, and whose: nothing is changed in it, and nothing of it is kept.
    report: StoredValue<Option<String>>,
    /// Whether this is the demonstration, whose ledger is kept apart.
    pub demo: bool,
    pub(super) preferences: RwSignal<Preferences>,
    now: RwSignal<Now>,
    /// The view that is open.
    pub route: ReadSignal<Route>,
    set_route: WriteSignal<Route>,
    /// The row the keyboard is at.
    pub cursor: ReadSignal<Option<TaskNumber>>,
    set_cursor: WriteSignal<Option<TaskNumber>>,
    /// Whether the last change is safe.
    pub saving: ReadSignal<Saving>,
    pub(super) set_saving: WriteSignal<Saving>,
    /// The control that is being typed in.
    pub typing: Typing,
    /// How opening the stored ledger went; `None` while it takes a closer look: see [`super::storing::finish_opening`].
    pub opening: ReadSignal<Option<Opening>>,
    pub(super) set_opening: WriteSignal<Option<Opening>>,
    /// What waits for a person.
    pub pending: Pending,
    /// A passing word on what was just done.
    pub toast: ReadSignal<String>,
    set_toast: WriteSignal<String>,
    lazy: Lazy,
    /// Carries out commands at once, as soon as what does so is here.
    performer: StoredValue<Option<Perform>>,
}

/// When a part of the page reads the ledger anew.
#[derive(Clone, Copy)]
enum Follows {
    /// Whenever it changes.
    EachChange,
    /// Whenever this says so.
    Trigger(Trigger),
}

/// What brings the second module. Handed in from above, where everything is known: nothing below needs to name it.
#[derive(Clone, Copy)]
pub struct Lazy {
    /// Carries out a command.
    pub perform: fn(Session, Command) -> Loading<()>,
    /// Makes a part of the page.
    pub view: fn(Session, LazyView) -> Loading<AnyView>,
}

/// Carries out a command at once.
pub type Perform = fn(Session, Command);

/// Something on its way.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, NotLoaded>>>>;

/// The session of this page.
pub fn use_session() -> Session {
    expect_context()
}

impl Deref for Session {
    type Target = State;

    fn deref(&self) -> &State {
        self.state
    }
}

impl Session {
    /// Opens the stored ledger of `policy`; `lazy` brings what is not there at first.
    pub fn open(policy: &'static Policy, lazy: Lazy) -> Self {
        let report = embedded_ledger().filter(|payload| payload.purpose == Purpose::Report);
        let demo = report.is_none() && page::query() == DEMO_QUERY;
        let now = report.as_ref().map_or_else(|| present(demo), |report| report.at);
        let store = if report.is_some() { None } else { LocalStore::probe().ok() };
        let mut repository = Repository::new(store, if demo { DEMO_ID } else { BUNDLED_ID });
        let preferences = Preferences::of(match &report {
            None => repository.read_preferences(),
            Some(report) => Some(&report.rules),
        });
        clock::mark("ledger-open-start");
        let opened = match &report {
            None => repository.open_fast(policy, BUNDLED_ID),
            Some(report) => {
                decode_fast(&report.ledger, policy).map(|l| (l, Opening::Loaded(Vec::new())))
            }
        };
        let (ledger, opening) = opened.unzip();
        clock::measure("ledger-open", "ledger-open-start");
        let ledger = ledger.unwrap_or_else(|| Ledger::new(BUNDLED_ID));
        // Nobody before the first edit on a machine, which brings an actor of its own.
        let actor = preferences.actor().unwrap_or_else(|| Actor::from_bits(0));
        let (route, set_route) = signal(Route::Overview);
        let (cursor, set_cursor) = signal(None);
        let (saving, set_saving) = signal(Saving::Saved);
        let (opening, set_opening) = signal(opening);
        let (toast, set_toast) = signal(String::new());
        let state = State {
            policy: KnownPolicy::new(policy),
            editor: RwSignal::new(Editor::new(ledger, actor, preferences.reporter())),
            repository: StoredValue::new(repository),
            store,
            report: StoredValue::new(report.map(|report| report.whose)),
            demo,
            preferences: RwSignal::new(preferences),
            now: RwSignal::new(now),
            route,
            set_route,
            cursor,
            set_cursor,
            saving,
            set_saving,
            typing: Typing::new(),
            opening,
            set_opening,
            pending: Pending::new(),
            toast,
            set_toast,
            lazy,
            performer: StoredValue::new(None),
        };
        let session = Self { state: Box::leak(Box::new(state)), follows: Follows::EachChange };
        session.follow_address();
        session
    }

    // ---- Commands

    /// Has a command carried out: at once where what does so is here, else as soon as it has come. In a report nothing
    /// is changed.
    pub fn dispatch(self, command: Command) {
        if self.is_report() && command.changes_something() {
            return;
        }
        if let Some(perform) = self.performer.get_value() {
            return perform(self, command);
        }
        let performing = (self.lazy.perform)(self, command);
        task::spawn(async move {
            if let Err(missing) = performing.await {
                self.say(format!("没有做成：{missing}"));
            }
        });
    }

    /// From now on this carries out commands at once.
    pub fn perform_with(self, perform: Perform) {
        self.performer.set_value(Some(perform));
    }

    /// Makes a part of the page that may have to come first.
    pub fn load(self, view: LazyView) -> Loading<AnyView> {
        (self.lazy.view)(self, view)
    }

    // ---- Going places

    /// Goes to the view that the address names.
    pub fn follow_address(self) {
        self.set_route.set(Route::parse(&page::hash()).with_units_of(self.policy().roster()));
    }

    /// Goes to a view at once; the event of the changed address then finds it open.
    pub fn go(self, route: Route) {
        page::go(&route.print());
        self.set_route.set(route);
    }

    /// Shows a view that the address names already.
    pub fn show(self, route: Route) {
        self.set_route.set(route);
    }

    /// Puts the keyboard at a row, or at none.
    pub fn set_cursor(self, row: Option<TaskNumber>) {
        self.set_cursor.set(row);
    }

    // ---- The ledger

    /// Whether the ledger shown is the stored one.
    pub fn is_open(self) -> bool {
        self.opening.with(Option::is_some)
    }

    /// Where this page is a report, whose: it only shows what it came with.
    pub fn report(self) -> Option<String> {
        self.report.get_value()
    }

    /// Whether this page is a report.
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
        match self.follows {
            Follows::EachChange => self.editor.track(),
            Follows::Trigger(trigger) => trigger.track(),
        }
    }

    /// The same session for a part of the page that reads the ledger anew when this says so: see
    /// [`super::projection::screen`].
    pub fn following(self, trigger: Trigger) -> Self {
        Self { follows: Follows::Trigger(trigger), ..self }
    }

    /// Reads the ledger once.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.editor.with_untracked(|editor| read(editor.ledger()))
    }

    // ---- What one person set on this machine

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
        self.repository.update_value(Repository::note_welcome);
    }

    /// Reads the keeper of the ledger, for showing what it kept.
    pub fn with_repository<T>(self, read: impl FnOnce(&Repository<LocalStore>) -> T) -> T {
        self.repository.with_value(read)
    }

    /// Does something with the browser's storage, where there is one and it is written to.
    pub fn with_store<T>(self, act: impl FnOnce(LocalStore) -> T) -> Option<T> {
        self.store.filter(|_| !self.repository.with_value(Repository::is_cleared)).map(act)
    }

    // ---- What is on the screen beside it

    /// Asks for a dialog.
    pub fn ask_for(self, dialog: DialogRequest) {
        if self.is_report() && dialog == DialogRequest::Export {
            return;
        }
        self.typing.finish();
        self.pending.ask_for(dialog);
    }

    /// Says something in passing.
    pub fn say(self, words: String) {
        self.set_toast.set(words.clone());
        // Long enough to read and to undo; a later word stays its own time.
        let passes = move || {
            if self.toast.with_untracked(|said| *said == words) {
                self.set_toast.set(String::new());
            }
        };
        set_timeout(passes, Duration::from_secs(8));
    }
}
