//! Keeping a ledger on one machine, in a store that fails in every way a browser's can.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use policy_ledger::demo;
use policy_ledger::format::encode;
use policy_ledger::json::Layout;
use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, History, Ledger, Millis, Now, Reporter, Status, UnknownPart, Value,
    merge,
};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};
use policy_ledger::storage::repository::{Opening, Repository, SaveError, Store, StoreError};
use policy_ledger::storage::windows::Merged;
use policy_ledger::storage::writing::Writing;
use proptest::prelude::*;

/// A store in memory, shared between windows, that can be told to fail.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    texts: BTreeMap<String, String>,
    refuses: Option<StoreError>,
    forgets: bool,
}

impl Store for Memory {
    fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.0.borrow().texts.get(key).cloned())
    }

    fn write(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let mut state = self.0.borrow_mut();
        if let Some(error) = &state.refuses {
            return Err(error.clone());
        }
        if !state.forgets {
            state.texts.insert(key.to_owned(), text.to_owned());
        }
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.0.borrow_mut().texts.remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.0.borrow().texts.keys().cloned().collect())
    }
}

impl Memory {
    fn with(text: &str) -> Self {
        let memory = Self::default();
        memory.put(text);
        memory
    }

    fn put(&self, text: &str) {
        self.0.borrow_mut().texts.insert(KEY.to_owned(), text.to_owned());
    }

    fn text(&self) -> Option<String> {
        self.0.borrow().texts.get(KEY).cloned()
    }
}

const KEY: &str = "policy-ledger:guangzhou-financial-hub-2021:ledger";
const NOW: Now = Now { at: Millis(1_635_667_200_000), offset_minutes: 480 };

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn open(store: &Memory) -> (Repository<Memory>, Ledger, Opening) {
    let mut repository = Repository::new(Some(store.clone()), BUNDLED_ID);
    assert_eq!(repository.key(), KEY);
    let (ledger, opening) = repository.open(policy(), BUNDLED_ID, NOW);
    (repository, ledger, opening)
}

/// The ledger after one more task is done, by another actor each time.
fn done(ledger: &Ledger, task: u16) -> Ledger {
    let actor = Actor::from_bits(task.into());
    let mut editor = Editor::new(ledger.clone(), actor, Reporter::default());
    let (task, field) = (TaskNumber(task), Field::Status);
    let edit = Edit { task, field, value: Some(Value::Status(Status::Done)) };
    editor.apply("完成".to_owned(), vec![edit], NOW);
    editor.ledger().clone()
}

#[track_caller]
fn check_quarantined(text: &str) {
    let store = Memory::with(text);
    let (mut repository, ledger, opening) = open(&store);
    assert!(matches!(opening, Opening::Quarantined(_)), "{opening:?}");
    assert!(ledger.is_blank());
    assert_eq!(store.text().as_deref(), Some(text), "opening never overwrites");
    repository.save(&done(&ledger, 1), policy(), NOW).unwrap();
    let kept: Vec<String> = repository.quarantined().into_iter().map(|(_, text)| text).collect();
    assert_eq!(kept, [text], "the unreadable text outlives the first save");
    let (repository, ..) = open(&Memory::with(text));
    assert_eq!(repository.stored_text(), Some(text));
}

#[test]
fn what_does_not_read_is_quarantined() {
    let whole = encode(&done(&Ledger::new(BUNDLED_ID), 1), None, Layout::Compact);
    check_quarantined("");
    check_quarantined("null");
    check_quarantined("[object Object]");
    check_quarantined(&whole[..whole.len() / 2]);
    check_quarantined(&whole.replace("已完成", "完成了"));
}

#[test]
fn it_is_quarantined_once_however_often_it_is_met() {
    let store = Memory::with("{broken");
    for _ in 0..3 {
        open(&store);
    }
    assert_eq!(open(&store).0.quarantined().len(), 1);
}

#[test]
fn without_room_to_quarantine_it_nothing_is_saved() {
    let store = Memory::with("{broken");
    store.0.borrow_mut().refuses = Some(StoreError::Full);
    let (mut repository, ledger, opening) = open(&store);
    assert!(matches!(opening, Opening::Stuck(_)));
    store.0.borrow_mut().refuses = None;
    let saved = repository.save(&done(&ledger, 1), policy(), NOW);
    assert_eq!(saved, Err(SaveError::ReadOnly));
    assert_eq!(store.text().as_deref(), Some("{broken"));
}

#[test]
fn a_newer_version_is_shown_and_never_replaced() {
    let text = encode(&done(&Ledger::new(BUNDLED_ID), 7), None, Layout::Compact);
    let text = text.replacen("\"version\":1", "\"version\":2", 1);
    let store = Memory::with(&text);
    let (mut repository, ledger, opening) = open(&store);
    assert_eq!(opening, Opening::Newer { found: 2 });
    assert_eq!(ledger.entry(TaskNumber(7)).status(), Status::Done);
    assert_eq!(repository.save(&done(&ledger, 1), policy(), NOW), Err(SaveError::ReadOnly));
    assert_eq!(store.text(), Some(text));
}

#[test]
fn two_windows_lose_nothing_of_each_other() {
    let store = Memory::default();
    let (mut a, ledger_a, opening) = open(&store);
    assert_eq!(opening, Opening::Fresh);
    let (mut b, ledger_b, _) = open(&store);
    b.save(&done(&ledger_b, 2), policy(), NOW).unwrap();
    let merged = a.save(&done(&ledger_a, 3), policy(), NOW).unwrap().expect("b's work comes along");
    let (_, both, _) = open(&store);
    assert_eq!(both, merged);
    assert_eq!(both.entry(TaskNumber(2)).status(), Status::Done);
    assert_eq!(both.entry(TaskNumber(3)).status(), Status::Done);
    let together = b.catch_up(&done(&ledger_b, 2), policy(), NOW).unwrap();
    assert_eq!(together, Some(Merged { ledger: both.clone(), is_stored: true }));
    assert_eq!(b.catch_up(&both, policy(), NOW).unwrap(), None, "it is news only once");
}

#[test]
fn a_window_of_a_newer_version_makes_this_one_read_only() {
    let store = Memory::default();
    let (mut repository, ledger, _) = open(&store);
    let newer = r#"{"format":"policy-ledger","version":3,"policy":"guangzhou-financial-hub-2021"}"#;
    store.put(newer);
    assert_eq!(repository.save(&done(&ledger, 1), policy(), NOW), Err(SaveError::ReadOnly));
    assert!(repository.is_read_only());
    assert_eq!(store.text().as_deref(), Some(newer));
}

#[test]
fn a_refused_save_keeps_what_was_there_and_the_next_one_may_succeed() {
    let store = Memory::default();
    let (mut repository, ledger, _) = open(&store);
    let first = done(&ledger, 1);
    repository.save(&first, policy(), NOW).unwrap();
    let stored = store.text();
    let second = done(&first, 2);
    store.0.borrow_mut().refuses = Some(StoreError::Full);
    let refused = repository.save(&second, policy(), NOW);
    assert_eq!(refused, Err(SaveError::Store(StoreError::Full)));
    assert!(refused.unwrap_err().message().contains("已满"));
    assert_eq!(store.text(), stored);
    store.0.borrow_mut().refuses = None;
    repository.save(&second, policy(), NOW).unwrap();
    assert_eq!(open(&store).1, second);
}

#[test]
fn a_store_that_forgets_is_found_out() {
    let store = Memory::default();
    let (mut repository, ledger, _) = open(&store);
    store.0.borrow_mut().forgets = true;
    let saved = repository.save(&done(&ledger, 1), policy(), NOW);
    assert_eq!(saved, Err(SaveError::Store(StoreError::NotKept)));
}

#[test]
fn without_a_store_it_says_so() {
    let mut repository = Repository::<Memory>::new(None, BUNDLED_ID);
    let (ledger, opening) = repository.open(policy(), BUNDLED_ID, NOW);
    assert_eq!(opening, Opening::Blocked);
    let saved = repository.save(&ledger, policy(), NOW);
    assert_eq!(saved, Err(SaveError::Store(StoreError::Blocked)));
}

#[test]
fn a_glance_opens_what_was_saved_and_leaves_all_else_to_a_closer_look() {
    let open_fast = |store: &Memory| {
        Repository::new(Some(store.clone()), BUNDLED_ID).open_fast(policy(), BUNDLED_ID)
    };
    let store = Memory::default();
    assert_eq!(open_fast(&store), Some((Ledger::new(BUNDLED_ID), Opening::Fresh)));
    let mut ledger = demo::ledger(policy());
    open(&store).0.save(&ledger, policy(), NOW).unwrap();
    assert_eq!(open_fast(&store), Some((ledger.clone(), Opening::Loaded(vec![]))));
    ledger.unknown.insert("mood".to_owned(), UnknownPart::value("\"good\"".to_owned()));
    open(&store).0.save(&ledger, policy(), NOW).unwrap();
    assert_eq!(open_fast(&store), None, "what is not known here is to be kept");
    assert_eq!(open(&store).1, ledger);
    for other in ["{broken", "", "slot a 0123456789abcdef"] {
        assert_eq!(open_fast(&Memory::with(other)), None);
    }
}

#[test]
fn foreign_keys_are_left_alone() {
    let store = Memory::default();
    store.0.borrow_mut().texts.insert("other-app".to_owned(), "{}".to_owned());
    let (mut repository, ledger, _) = open(&store);
    repository.save(&done(&ledger, 1), policy(), NOW).unwrap();
    assert_eq!(store.0.borrow().texts.get("other-app").map(String::as_str), Some("{}"));
    assert!(repository.quarantined().is_empty());
}

#[test]
fn forgetting_takes_what_is_ours_and_nothing_else() {
    let store = Memory::with("{}");
    store.0.borrow_mut().texts.insert("other-app".to_owned(), "theirs".to_owned());
    store.0.borrow_mut().texts.insert("policy-ledger:preferences".to_owned(), "{}".to_owned());
    Repository::forget(&store).unwrap();
    let left: Vec<_> = store.0.borrow().texts.keys().cloned().collect();
    assert_eq!(left, ["other-app"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    /// What is stored is what a file of the same ledger would say, however it came about: set, typed, taken back,
    /// imported and taken out again.
    #[test]
    fn what_is_stored_is_the_ledger_as_it_is(
        kind in 0..3_u8,
        acts in prop::collection::vec((0..6_u8, 1..5_u16, 0..100_u8), 1..25),
    ) {
        let store = Memory::default();
        let (mut repository, blank, _) = open(&store);
        let ledger = match kind {
            0 => blank,
            1 => crate::store::heavy(&blank),
            _ => crate::store::many(&crate::store::heavy(&blank)),
        };
        repository.save(&ledger, policy(), NOW).unwrap();
        let reporter = Reporter::default();
        let mut editor = Editor::new(ledger, Actor::from_bits(1), reporter.clone());
        let mut other = Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(2), reporter);
        for ((act, task, percent), minute) in acts.into_iter().zip(1..) {
            let now = Now { at: Millis(1_635_667_200_000 + minute * 60_000), offset_minutes: 480 };
            let task = TaskNumber(task);
            let edit = |field, value| Edit { task, field, value: Some(value) };
            let before = editor.ledger().clone();
            let percent_edit = edit(Field::Percent, Value::Percent(percent));
            match act {
                0 => drop(editor.apply("改".to_owned(), vec![percent_edit], now)),
                1 => drop(editor.type_text("写", edit(Field::Remark, Value::Text(percent.to_string())), now)),
                2 => drop(editor.undo(now)),
                3 => drop(editor.redo(now)),
                4 => drop(other.apply("改".to_owned(), vec![percent_edit], now)),
                _ => {
                    let plan = merge::plan(editor.ledger(), other.ledger());
                    editor.import("导入".to_owned(), &plan, Vec::new(), now);
                }
            }
            // Written down beforehand or not, and be it that something was done since.
            let written = [None, Some(&before), Some(editor.ledger())][usize::from(percent) % 3];
            let written = written.map(|ledger| Writing::of(ledger).finish());
            repository.save_written(editor.ledger(), written, policy(), now).unwrap();
            let (mut other, standing, opening) = open(&store);
            prop_assert_eq!(opening, Opening::Loaded(Vec::new()));
            for (task, entry) in editor.ledger().rows() {
                for (field, history) in entry.histories() {
                    let stands = standing.entry(task).history(field).and_then(History::current);
                    prop_assert_eq!(stands, history.current());
                }
            }
            let stored = other.complete(&standing, policy()).unwrap().unwrap_or(standing);
            prop_assert_eq!(&stored, editor.ledger());
            let again = encode(&stored, None, Layout::Compact);
            prop_assert_eq!(again, encode(editor.ledger(), None, Layout::Compact));
        }
    }
}
