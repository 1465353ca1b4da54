//! The one home of mutable state. Screens read projections of it and call its verbs.

use std::time::Duration;

use leptos::prelude::*;

use super::preferences::Preferences;
use crate::browser::files::Picked;
use crate::browser::storage::LocalStore;
use crate::browser::{clock, files, page};
use crate::exchange::cleaning;
use crate::exchange::vault::{Opening, SaveError, Vault};
use crate::ledger::follow::{Follow, follow};
use crate::ledger::{Desk, Edit, Entry, Field, Ledger, Now, Status, Value};
use crate::policy::{BUNDLED_ID, Policy, Task, TaskNumber, UnitId};
use crate::route::Route;
use crate::tally::{Filter, Row, rows};

/// The session; copied freely, it only holds handles.
#[derive(Clone, Copy)]
pub struct Session {
    policy: &'static Policy,
    desk: RwSignal<Desk>,
    vault: StoredValue<Vault<LocalStore>>,
    store: Option<LocalStore>,
    preferences: RwSignal<Preferences>,
    now: RwSignal<Now>,
    /// The view that is open.
    pub route: RwSignal<Route>,
    /// The row the keyboard is at.
    pub cursor: RwSignal<Option<TaskNumber>>,
    /// Whether the last change is safe.
    pub saving: RwSignal<Saving>,
    /// How opening the stored ledger went.
    pub opening: RwSignal<Opening>,
    /// A question that waits for an answer.
    pub question: RwSignal<Option<Question>>,
    /// A passing word on what was just done.
    pub toast: RwSignal<String>,
    /// The file a person picked last, to be imported.
    pub picked: RwSignal<Option<Picked>, LocalStorage>,
    /// How often the list of keys was asked for.
    pub help: RwSignal<u32>,
}

/// Whether the work is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Everything is stored.
    Saved,
    /// It is not, and why and what to do.
    Failed(String),
}

/// An edit that would lower something, and waits for a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What the person asked for.
    pub edit: Edit,
    /// What would go with it.
    pub asked: Edit,
}

/// The session of this page.
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// Opens the stored ledger of `policy`.
    pub fn open(policy: &'static Policy) -> Self {
        let now = clock::now();
        let probe = LocalStore::probe();
        let store = probe.as_ref().ok().copied();
        let mut preferences = Preferences::load(store);
        let actor = preferences.actor();
        preferences.save(store);
        preferences.show();
        let mut vault = Vault::new(store, BUNDLED_ID);
        let (ledger, opening) = vault.open(policy, BUNDLED_ID, now);
        let saving = match (&opening, probe) {
            (_, Err(error)) => Saving::Failed(error.message()),
            (Opening::Newer { .. } | Opening::Stuck(_), _) => {
                Saving::Failed(SaveError::ReadOnly.message())
            }
            _ => Saving::Saved,
        };
        Self {
            policy,
            desk: RwSignal::new(Desk::new(ledger, actor, preferences.reporter())),
            vault: StoredValue::new(vault),
            store,
            preferences: RwSignal::new(preferences),
            now: RwSignal::new(now),
            route: RwSignal::new(Route::parse(&page::hash())),
            cursor: RwSignal::new(None),
            saving: RwSignal::new(saving),
            opening: RwSignal::new(opening),
            question: RwSignal::new(None),
            toast: RwSignal::new(String::new()),
            picked: RwSignal::new_local(None),
            help: RwSignal::new(0),
        }
    }

    /// The policy.
    pub fn policy(self) -> &'static Policy {
        self.policy
    }

    /// The present, as of the last look at the clock.
    pub fn now(self) -> Now {
        self.now.get()
    }

    /// Looks at the clock; a page may stay open over midnight.
    pub fn look_at_clock(self) {
        self.now.set(clock::now());
    }

    /// Reads the ledger, and again whenever it changes.
    pub fn with<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.desk.with(|desk| read(desk.ledger()))
    }

    /// Reads the ledger once.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.desk.with_untracked(|desk| read(desk.ledger()))
    }

    /// The tasks that a filter admits, in printed order.
    pub fn admitted(self, filter: &Filter) -> Vec<TaskNumber> {
        let now = self.now();
        self.with(|ledger| {
            let admitted = rows(self.policy, ledger).filter(|r| filter.admits(r, self.policy, now));
            admitted.map(|row| row.task.number).collect()
        })
    }

    /// A projection of one row, read anew whenever the ledger changes. What it feeds touches the page only
    /// where the value differs; a memo for each would compile kilobytes for every type of value.
    pub fn row<T>(
        self,
        task: &'static Task,
        read: impl Fn(&Row<'_>) -> T + Copy + Send + Sync + 'static,
    ) -> impl Fn() -> T + Copy + Send + Sync + 'static {
        move || self.with(|ledger| read(&Row::new(self.policy, ledger, task)))
    }

    /// What one person set on this machine.
    pub fn preferences(self) -> Signal<Preferences> {
        self.preferences.into()
    }

    /// The unit the person works in, where the policy knows it.
    pub fn my_unit(self) -> Option<UnitId> {
        self.preferences.with(|p| self.policy.roster().find(p.unit.trim()))
    }

    /// Changes preferences; a new name or unit makes a new actor, so that what was signed stays signed.
    pub fn prefer(self, change: impl FnOnce(&mut Preferences)) {
        self.preferences.update(|preferences| {
            let before = preferences.reporter();
            change(preferences);
            if preferences.reporter() != before {
                let actor = preferences.renew_actor();
                self.desk.update(|desk| desk.change_hands(actor, preferences.reporter()));
            }
            preferences.save(self.store);
            preferences.show();
        });
    }

    /// Says who works here.
    pub fn sign(self, name: &str, unit: &str) {
        self.prefer(|preferences| {
            cleaning::clean(name).trim().clone_into(&mut preferences.name);
            cleaning::clean(unit).trim().clone_into(&mut preferences.unit);
        });
    }

    /// Sets a field, with what can be taken for granted; asks before anything is lowered.
    pub fn set(self, edit: Edit) {
        let follows = self.with_untracked(|ledger| follow(ledger.entry(edit.task), &edit));
        match follows {
            Follow::Granted(more) => {
                let edits = std::iter::once(edit).chain(more).collect();
                self.apply(edits);
            }
            Follow::Asked(asked) => self.question.set(Some(Question { edit, asked })),
        }
    }

    /// Sets a status.
    pub fn set_status(self, task: TaskNumber, status: Status) {
        let is_news = self.with_untracked(|l| Some(status) != stated(l.entry(task)));
        if is_news {
            self.set(Edit { task, field: Field::Status, value: Some(Value::Status(status)) });
        }
    }

    /// Makes these changes as one step.
    pub fn apply(self, edits: Vec<Edit>) {
        let Some(name) = edits.first().map(name_of) else { return };
        let now = clock::now();
        let mut changed = false;
        self.desk.update(|desk| changed = desk.apply(name.clone(), edits, now));
        if changed {
            self.keep(now);
            self.say(name);
        }
    }

    /// Takes over a text while it is typed.
    pub fn type_text(self, task: TaskNumber, field: Field, text: &str) {
        let now = clock::now();
        // Invisible characters that come along on pasting would make two equal texts differ.
        let text = cleaning::clean(text).into_owned();
        let value = Some(Value::Text(text)).filter(|value| *value != Value::Text(String::new()));
        let edit = Edit { task, field, value };
        let name = name_of(&edit);
        let mut changed = false;
        self.desk.update(|desk| changed = desk.type_text(&name, edit, now));
        if changed {
            self.keep(now);
        }
    }

    /// Ends a run of typing.
    pub fn rest(self) {
        self.desk.update_untracked(Desk::rest);
    }

    /// The name of the step that undo would take back.
    pub fn undo_name(self) -> Option<String> {
        self.desk.with(|desk| desk.undo_name().map(str::to_owned))
    }

    /// Takes the last step back.
    pub fn undo(self) {
        self.step("已撤销", Desk::undo);
    }

    /// Does the last undone step again.
    pub fn redo(self) {
        self.step("已重做", Desk::redo);
    }

    fn step(self, word: &str, step: impl FnOnce(&mut Desk, Now) -> Option<String>) {
        let now = clock::now();
        let mut name = None;
        self.desk.update(|desk| name = step(desk, now));
        if let Some(name) = name {
            self.keep(now);
            self.say(format!("{word}：{name}"));
        }
    }

    /// Hands the desk to something that changes it, and stores the outcome.
    pub(super) fn change(self, change: impl FnOnce(&mut Desk, Now)) {
        let now = clock::now();
        self.desk.update(|desk| change(desk, now));
        self.keep(now);
    }

    /// Shows what another window stored.
    pub fn catch_up(self) {
        let now = clock::now();
        let others = self.vault.try_update_value(|vault| vault.others(self.policy, now));
        match others {
            Some(Ok(Some(ledger))) => self.desk.update(|desk| desk.catch_up(ledger)),
            Some(Err(error)) => self.saving.set(Saving::Failed(error.message())),
            Some(Ok(None)) | None => {}
        }
    }

    /// Reads the keeper of the ledger, for showing what it kept.
    pub fn with_vault<T>(self, read: impl FnOnce(&Vault<LocalStore>) -> T) -> T {
        self.vault.with_value(read)
    }

    /// Goes to a view at once; the event of the changed address then finds it open.
    pub fn go(self, route: Route) {
        page::go(&route.print());
        self.route.set(route);
    }

    /// Asks for the list of keys.
    pub fn ask_for_help(self) {
        self.help.update(|times| *times += 1);
    }

    /// Says something in passing.
    pub fn say(self, words: String) {
        self.toast.set(words.clone());
        // A later word stays its own time.
        set_timeout(
            move || {
                if self.toast.with_untracked(|said| *said == words) {
                    self.toast.set(String::new());
                }
            },
            PASSING,
        );
    }

    /// Saves a text as a download, and says so where the browser refuses.
    pub fn download(self, name: &str, text: &str, media_type: &str) -> bool {
        let saved = files::download(name, text, media_type);
        if let Err(error) = &saved {
            page::report(error);
            self.say("浏览器没有允许下载，请检查下载设置，或换一个浏览器再试。".to_owned());
        }
        saved.is_ok()
    }

    fn keep(self, now: Now) {
        self.now.set(now);
        let policy = self.policy;
        let saved = self.vault.try_update_value(|vault| {
            self.desk.with_untracked(|desk| vault.save(desk.ledger(), policy, now))
        });
        let state = match saved {
            Some(Ok(merged)) => {
                if let Some(merged) = merged {
                    self.desk.update(|desk| desk.catch_up(merged));
                }
                Saving::Saved
            }
            Some(Err(error)) => Saving::Failed(error.message()),
            None => return,
        };
        if self.saving.with_untracked(|saving| *saving != state) {
            self.saving.set(state);
        }
    }
}

/// How long a passing word stays: long enough to read and to undo.
const PASSING: Duration = Duration::from_secs(8);

/// The status someone stated; nobody stated the default.
fn stated(entry: &Entry) -> Option<Status> {
    entry.value(Field::Status).map(|_| entry.status())
}

fn name_of(edit: &Edit) -> String {
    let column = edit.field.name();
    match (&edit.field, &edit.value) {
        (Field::Progress, _) => format!("第{}项 {column}", edit.task.0),
        (_, Some(value)) => format!("第{}项 {column} → {}", edit.task.0, value.print()),
        (_, None) => format!("第{}项 {column} 清空", edit.task.0),
    }
}
