//! A store in memory that fails as it is told, and ledgers to keep there.

// Not every test needs all of it.
#![allow(dead_code)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Status, Value,
};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};
use policy_ledger::storage::repository::{Opening, Repository, Store, StoreError};

/// A store in memory, shared between windows, that fails as it is told.
#[derive(Clone, Default)]
pub struct Faulty(pub Rc<RefCell<State>>);

#[derive(Default)]
pub struct State {
    pub texts: BTreeMap<String, String>,
    /// The greatest length of all keys and texts, in UTF-16 code units.
    pub quota: Option<usize>,
    pub calls: usize,
    /// The call that fails, from 1; later ones do not.
    pub fails_at: Option<usize>,
    /// From this call on nothing more happens, as when the tab is killed.
    pub dies_at: Option<usize>,
    /// Writing to keys that end so is taken and not done.
    pub forgets: Option<&'static str>,
}

impl State {
    fn call(&mut self) -> Result<(), StoreError> {
        self.calls += 1;
        let fails = self.fails_at == Some(self.calls);
        let is_dead = self.dies_at.is_some_and(|at| self.calls >= at);
        if fails || is_dead { Err(StoreError::Other("injected".to_owned())) } else { Ok(()) }
    }
}

pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

impl Store for Faulty {
    fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut state = self.0.borrow_mut();
        state.call()?;
        Ok(state.texts.get(key).cloned())
    }

    fn write(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let mut state = self.0.borrow_mut();
        state.call()?;
        let others = state.texts.iter().filter(|(there, _)| *there != key);
        let taken: usize = others.map(|(key, text)| units(key) + units(text)).sum();
        if state.quota.is_some_and(|quota| taken + units(key) + units(text) > quota) {
            return Err(StoreError::Full);
        }
        if state.forgets.is_none_or(|end| !key.ends_with(end)) {
            state.texts.insert(key.to_owned(), text.to_owned());
        }
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        let mut state = self.0.borrow_mut();
        state.call()?;
        state.texts.remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        let mut state = self.0.borrow_mut();
        state.call()?;
        Ok(state.texts.keys().cloned().collect())
    }
}

impl Faulty {
    pub fn of(texts: BTreeMap<String, String>) -> Self {
        Self(Rc::new(RefCell::new(State { texts, ..State::default() })))
    }

    pub fn put(&self, key: &str, text: &str) {
        self.0.borrow_mut().texts.insert(key.to_owned(), text.to_owned());
    }

    pub fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().texts.get(key).cloned()
    }

    pub fn texts(&self) -> BTreeMap<String, String> {
        self.0.borrow().texts.clone()
    }

    pub fn taken(&self) -> usize {
        self.texts().iter().map(|(key, text)| units(key) + units(text)).sum()
    }

    /// The key of the current slot that was written last.
    pub fn current_slot(&self) -> String {
        let manifest = self.get(KEY).unwrap();
        let (held, _) = manifest.split_once(" <").unwrap();
        format!("{KEY}:{}", held.split(' ').rev().nth(1).unwrap())
    }

    pub fn quarantine(&self) -> Vec<String> {
        let texts = self.texts().into_iter();
        texts.filter(|(key, _)| key.starts_with(&format!("{KEY}:aside:"))).map(|(_, t)| t).collect()
    }
}

pub const KEY: &str = "policy-ledger:guangzhou-financial-hub-2021:ledger";
pub const SNAPSHOT: &str = "policy-ledger:guangzhou-financial-hub-2021:snapshot:";
pub const NOW: Now = Now { at: Millis(1_635_667_200_000), offset_minutes: 480 };
pub const HOUR: u64 = 3_600_000;

pub fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

pub fn later(hours: u64) -> Now {
    Now { at: Millis(NOW.at.0 + hours * HOUR), ..NOW }
}

/// Opens what is stored, and all of it.
pub fn open_at(store: &Faulty, now: Now) -> (Repository<Faulty>, Ledger, Opening) {
    let (mut repository, ledger, opening) = open_fast(store, now);
    let completed = repository.complete(&ledger, policy()).unwrap();
    (repository, completed.unwrap_or(ledger), opening)
}

/// Opens what is stored as a page does: of many changes only what stands.
pub fn open_fast(store: &Faulty, now: Now) -> (Repository<Faulty>, Ledger, Opening) {
    let mut repository = Repository::new(Some(store.clone()), BUNDLED_ID);
    let (ledger, opening) = repository.open(policy(), BUNDLED_ID, now);
    (repository, ledger, opening)
}

pub fn open(store: &Faulty) -> (Repository<Faulty>, Ledger, Opening) {
    open_at(store, NOW)
}

pub fn edited(ledger: &Ledger, task: u16, field: Field, value: Value) -> Ledger {
    let actor = Actor::from_bits(task.into());
    let mut editor = Editor::new(ledger.clone(), actor, Reporter::default());
    let edit = Edit { task: TaskNumber(task), field, value: Some(value) };
    editor.apply("改".to_owned(), vec![edit], NOW);
    editor.ledger().clone()
}

/// The ledger after one more task is done, by another actor each time.
pub fn done(ledger: &Ledger, task: u16) -> Ledger {
    edited(ledger, task, Field::Status, Value::Status(Status::Done))
}

/// The ledger with a long text in a row.
pub fn long(ledger: &Ledger, task: u16, chars: usize) -> Ledger {
    edited(ledger, task, Field::Progress, Value::Text("进".repeat(chars)))
}

#[track_caller]
pub fn check_has(ledger: &Ledger, tasks: &[u16]) {
    for task in tasks {
        assert_eq!(ledger.entry(TaskNumber(*task)).status(), Status::Done, "task {task}");
    }
}

/// The ledger with more in it than is written with every save.
pub fn heavy(ledger: &Ledger) -> Ledger {
    (30..40).fold(ledger.clone(), |ledger, task| long(&ledger, task, 2_400))
}

/// The ledger with more changes than are read to show where things stand.
pub fn many(ledger: &Ledger) -> Ledger {
    let mut editor = Editor::new(ledger.clone(), Actor::from_bits(99), Reporter::default());
    for nth in 0..1_100 {
        let value = Some(Value::Percent((nth % 100) as u8));
        let task = TaskNumber(30 + (nth % 5) as u16);
        let edit = Edit { task, field: Field::Percent, value };
        editor.apply(
            "改".to_owned(),
            vec![edit],
            Now { at: Millis(NOW.at.0 - 10_000 + nth), ..NOW },
        );
    }
    editor.ledger().clone()
}
