//! Several windows over one store: what each did is in the end with all of them, and what one took back stays out.

use std::sync::LazyLock;

use crate::store::{Faulty, NOW, done, heavy, long, many, open, open_fast, policy};
use policy_ledger::format::{Limits, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Value, merge,
};
use policy_ledger::policy::{BUNDLED_ID, TaskNumber};
use policy_ledger::storage::repository::{Repository, SaveError, StoreError};
use policy_ledger::storage::snapshots::Reason;
use policy_ledger::storage::windows::Merged;
use proptest::prelude::*;

/// A window: a keeper of the stored ledger, and who works on it.
struct Window {
    repository: Repository<Faulty>,
    editor: Editor,
}

impl Window {
    fn open(store: &Faulty, actor: u64) -> Self {
        let (repository, ledger, _) = open_fast(store, NOW);
        Self {
            repository,
            editor: Editor::new(ledger, Actor::from_bits(actor), Reporter::default()),
        }
    }

    fn save(&mut self) {
        let together = self.repository.save(self.editor.ledger(), policy(), NOW).unwrap();
        if let Some(ledger) = together {
            self.editor.replace_ledger(ledger);
        }
    }

    /// As the page does when it hears of a change.
    fn catch_up(&mut self) {
        let together = self.repository.catch_up(self.editor.ledger(), policy(), NOW).unwrap();
        if let Some(Merged { ledger, is_stored }) = together {
            self.editor.replace_ledger(ledger);
            if !is_stored {
                self.save();
            }
        }
    }

    fn set(&mut self, task: u16, percent: u8, now: Now) {
        let value = Some(Value::Percent(percent));
        let edit = Edit { task: TaskNumber(task), field: Field::Percent, value };
        self.editor.apply("改".to_owned(), vec![edit], now);
        self.save();
    }

    fn import(&mut self, theirs: &Ledger, now: Now) {
        let plan = merge::plan(self.editor.ledger(), theirs);
        self.editor.import("导入".to_owned(), &plan, Vec::new(), now);
        self.save();
    }

    fn undo(&mut self, now: Now) {
        self.editor.undo(now);
        self.save();
    }

    fn percent(&self, task: u16) -> u8 {
        self.editor.ledger().entry(TaskNumber(task)).percent()
    }
}

fn at(minute: u64) -> Now {
    Now { at: Millis(NOW.at.0 + minute * 60_000), ..NOW }
}

/// Ledgers that are written whole with every save, with an addendum, and in two parts, too.
static STARTS: LazyLock<[Ledger; 4]> = LazyLock::new(|| {
    let blank = Ledger::new(BUNDLED_ID);
    [done(&blank, 1), heavy(&blank), many(&blank), many(&heavy(&blank))]
});

fn two_windows(start: &Ledger) -> (Faulty, Window, Window) {
    let store = Faulty::default();
    open(&store).0.save(start, policy(), NOW).unwrap();
    let (a, b) = (Window::open(&store, 1), Window::open(&store, 2));
    (store, a, b)
}

#[test]
fn an_import_taken_back_stays_out_in_other_windows() {
    let brings = |ledger: &Ledger| ledger.entry(TaskNumber(9)).changes() > 0;
    let small = done(&Ledger::new(BUNDLED_ID), 9);
    // One that is too much for an addendum stands in the whole ledger.
    let large = (10..20).fold(small.clone(), |ledger, task| long(&ledger, task, 2_400));
    for (start, file) in STARTS.iter().flat_map(|start| [(start, &small), (start, &large)]) {
        for hears_of_it in [true, false] {
            let (store, mut a, mut b) = two_windows(start);
            a.set(3, 30, at(1));
            a.import(file, at(2));
            b.catch_up();
            assert!(brings(b.editor.ledger()));
            a.undo(at(3));
            if hears_of_it {
                b.catch_up();
                assert!(!brings(b.editor.ledger()));
            }
            b.set(4, 40, at(4));
            assert!(!brings(b.editor.ledger()), "on saving, too");
            a.catch_up();
            assert_eq!((a.percent(3), a.percent(4)), (30, 40));
            assert_eq!(a.editor.ledger(), b.editor.ledger());
            assert_eq!(&open(&store).1, a.editor.ledger());
            // And what was undone can be done again.
            a.editor.redo(at(5));
            a.save();
            b.catch_up();
            assert!(brings(b.editor.ledger()));
        }
    }
}

#[test]
fn of_many_changes_only_what_stands_is_read_at_first_and_nothing_is_lost() {
    let blank = Ledger::new(BUNDLED_ID);
    for start in [many(&blank), many(&heavy(&blank))] {
        let store = Faulty::default();
        let (mut repository, ..) = open(&store);
        repository.save(&start, policy(), NOW).unwrap();
        let standing = open_fast(&store, NOW).1;
        assert!(standing.changes().count() < 20 && start.changes().count() > 1_000);
        for (task, entry) in start.rows() {
            assert_eq!(standing.entry(task).percent(), entry.percent());
        }
        assert_eq!(open(&store).1, start);
        // Whatever is done first with what was read, the rest is not forgotten.
        let (mut repository, ledger, _) = open_fast(&store, NOW);
        assert_eq!(ledger.changes().count() + repository.left_out(), start.changes().count());
        let key = repository.snapshot(&ledger, NOW, Reason::Asked).unwrap();
        assert_eq!(repository.read_snapshot(&key, policy()).as_ref(), Some(&start));
        let saved = repository.save(&done(&ledger, 2), policy(), NOW).unwrap().expect("all of it");
        assert_eq!(saved, done(&start, 2));
        assert_eq!(open(&store).1, saved);
        for k in 1.. {
            let store = Faulty::of(store.texts());
            let (mut repository, ledger, _) = open_fast(&store, NOW);
            let at = store.0.borrow().calls + k;
            store.0.borrow_mut().fails_at = Some(at);
            let ledger = done(&ledger, 3);
            let first = repository.save(&ledger, policy(), NOW);
            let was_met = store.0.borrow().calls >= at;
            store.0.borrow_mut().fails_at = None;
            let ledger = done(&first.unwrap_or_default().unwrap_or(ledger), 4);
            repository.save(&ledger, policy(), NOW).unwrap();
            assert_eq!(open(&store).1, done(&done(&saved, 3), 4), "call {k}");
            if !was_met {
                break;
            }
        }
    }
}

#[test]
fn a_snapshot_is_of_this_window_whatever_another_has_written_since() {
    for start in STARTS.iter() {
        let (store, mut a, mut b) = two_windows(start);
        a.set(3, 30, at(1));
        let mine = a.editor.ledger().clone();
        let snapshot = |a: &mut Window, minute| {
            let key = a.repository.snapshot(&mine, at(minute), Reason::Asked).unwrap();
            a.repository.read_snapshot(&key, policy())
        };
        assert_eq!(snapshot(&mut a, 2).as_ref(), Some(&mine));
        for minute in 3..12_u8 {
            b.set(4, minute, at(minute.into()));
            assert_eq!(snapshot(&mut a, minute.into()).as_ref(), Some(&mine));
        }
        assert_ne!(open(&store).1, mine);
    }
}

#[test]
fn what_is_not_known_here_among_the_changes_before_is_read_too() {
    let text = encode(&many(&Ledger::new(BUNDLED_ID)), None, Layout::Compact);
    let text = text.replacen("\"stamp\":", "\"new\":true,\"stamp\":", 1);
    let start = decode(text.as_bytes(), policy(), Limits::STORED).unwrap().ledger;
    let (store, mut a, _) = two_windows(&start);
    a.set(3, 30, at(1));
    let stored = open(&store).1;
    assert_eq!(&stored, a.editor.ledger());
    assert!(encode(&stored, None, Layout::Compact).contains("\"new\":true"));
    assert_eq!(stored.changes().count(), start.changes().count() + 1);
}

#[test]
fn a_window_that_slept_too_long_loses_nothing() {
    for start in &*STARTS {
        let (_, mut a, mut b) = two_windows(start);
        let file = done(&Ledger::new(BUNDLED_ID), 9);
        a.import(&file, at(1));
        b.catch_up();
        a.undo(at(2));
        for minute in 3..20 {
            a.set(3, minute, at(minute.into()));
        }
        b.set(4, 40, at(30));
        assert_eq!((b.percent(3), b.percent(4)), (19, 40));
        a.catch_up();
        assert_eq!(a.editor.ledger(), b.editor.ledger());
    }
}

/// Where a browser shows one window late what another stored, each writes over the manifest of the other.
#[test]
fn two_saves_at_the_same_moment_lose_nothing() {
    for start in &*STARTS {
        for rounds in 1..4_u16 {
            let (store, mut a, mut b) = two_windows(start);
            let before = store.texts();
            for round in 0..rounds {
                a.set(10 + round, 10, at(1 + u64::from(round)));
            }
            let mut texts = store.texts();
            store.0.borrow_mut().texts = before;
            b.set(4, 40, at(1));
            texts.extend(store.texts());
            store.0.borrow_mut().texts = texts;
            a.catch_up();
            b.catch_up();
            for window in [&a, &b] {
                assert_eq!((window.percent(10), window.percent(4)), (10, 40), "{rounds}");
                assert_eq!(window.percent(9 + rounds), 10);
            }
            assert_eq!(&open(&store).1, a.editor.ledger());
            assert_eq!(a.editor.ledger(), b.editor.ledger());
        }
    }
}

/// A window as far as what a person set goes: what it shows, as an object of texts.
struct Settings {
    repository: Repository<Faulty>,
    shown: Map,
}

type Map = std::collections::BTreeMap<String, String>;

fn read(text: &str) -> Map {
    let parts: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap();
    let texts = parts.into_iter().filter(|(_, value)| value.is_string());
    texts.map(|(key, value)| (key, value.as_str().unwrap().to_owned())).collect()
}

impl Settings {
    fn open(store: &Faulty) -> Self {
        let (mut repository, ..) = open(store);
        let shown = repository.read_preferences().map(read).unwrap_or_default();
        Self { repository, shown }
    }

    /// What the page makes of what it has last seen stored.
    fn seen(&self) -> String {
        let seen = self.repository.preferences().map(read).unwrap_or_default();
        serde_json::to_string(&seen).unwrap()
    }

    fn try_save(&mut self) -> Result<(), SaveError> {
        let shown = serde_json::to_string(&self.shown).unwrap();
        self.shown = read(&self.repository.save_preferences(&self.seen(), &shown)?);
        self.shown.remove("turns");
        Ok(())
    }

    fn set(&mut self, parts: &[(&str, &str)]) {
        self.shown.extend(parts.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())));
        self.try_save().unwrap();
    }

    fn text(&self, key: &str) -> &str {
        self.shown.get(key).map_or("", String::as_str)
    }
}

const PREFERENCES: &str = "policy-ledger:preferences";

#[test]
fn a22_no_window_writes_back_what_another_set() {
    let store = Faulty::default();
    let (mut a, mut b) = (Settings::open(&store), Settings::open(&store));
    a.set(&[("name", "甲某"), ("unit", "市财政局"), ("actor", "aaaaaaaa")]);
    // The other has not heard of it, and sets something else.
    b.set(&[("look", "dark")]);
    assert_eq!((b.text("name"), b.text("actor"), b.text("look")), ("甲某", "aaaaaaaa", "dark"));
    a.set(&[("rule", "suqian"), ("pace", "month")]);
    b.set(&[("last_export", "2022-06-30")]);
    let reloaded = Settings::open(&store);
    for (key, text) in [
        ("name", "甲某"),
        ("unit", "市财政局"),
        ("actor", "aaaaaaaa"),
        ("look", "dark"),
        ("rule", "suqian"),
        ("pace", "month"),
        ("last_export", "2022-06-30"),
    ] {
        assert_eq!((b.text(key), reloaded.text(key)), (text, text), "{key}");
    }
    // Whoever signs later is who works here, and those before are still known as one's own.
    b.set(&[("name", "乙某"), ("unit", "市商务局"), ("actor", "bbbbbbbb")]);
    a.try_save().unwrap();
    assert_eq!((a.text("name"), a.text("unit"), a.text("actor")), ("乙某", "市商务局", "bbbbbbbb"));
    assert!(a.text("earlier_actors").contains("aaaaaaaa"));
}

#[test]
fn a22_what_two_windows_set_at_the_same_moment_stays_of_both() {
    let store = Faulty::default();
    let (mut a, mut b) = (Settings::open(&store), Settings::open(&store));
    a.set(&[("elder", "yes")]);
    b.try_save().unwrap();
    let before = store.texts();
    a.set(&[("name", "甲某"), ("actor", "aaaaaaaa"), ("look", "dark")]);
    // The other sees nothing of it yet, and writes over it.
    store.0.borrow_mut().texts = before;
    b.set(&[("name", "乙某"), ("actor", "bbbbbbbb"), ("rule", "jinzhai")]);
    for window in [&mut a, &mut b, &mut Settings::open(&store)] {
        window.try_save().unwrap();
        assert_eq!((window.text("look"), window.text("rule")), ("dark", "jinzhai"));
        assert!(["甲某 aaaaaaaa", "乙某 bbbbbbbb"].contains(&&*format!(
            "{} {}",
            window.text("name"),
            window.text("actor")
        )));
        let actors = format!("{}{}", window.text("earlier_actors"), window.text("actor"));
        assert!(actors.contains("aaaaaaaa") && actors.contains("bbbbbbbb"), "{actors}");
    }
    assert_eq!(a.shown, b.shown);
    // And nobody goes on writing.
    let settled = store.texts();
    a.try_save().unwrap();
    b.try_save().unwrap();
    assert_eq!(store.texts(), settled);
}

#[test]
fn a22_what_other_versions_set_is_kept_and_counts() {
    let store = Faulty::default();
    store.put(PREFERENCES, r#"{"name":"甲某","look":"dark","invented":{"deep":[1,2.50]}}"#);
    let (mut a, mut b) = (Settings::open(&store), Settings::open(&store));
    a.set(&[("look", "light")]);
    b.set(&[("unit", "市财政局")]);
    let text = store.get(PREFERENCES).unwrap();
    assert!(text.contains(r#""invented":{"deep":[1,2.50]}"#), "{text}");
    a.try_save().unwrap();
    // A window of a version that knew of no turns writes all it knows.
    store.put(PREFERENCES, r#"{"name":"丙某","unit":"市财政局","look":"light"}"#);
    a.set(&[("pace", "month")]);
    b.try_save().unwrap();
    for window in [&a, &b, &Settings::open(&store)] {
        assert_eq!((window.text("name"), window.text("look")), ("丙某", "light"));
        assert_eq!((window.text("pace"), window.text("unit")), ("month", "市财政局"));
    }
    // What is no object is no reason to lose anything.
    store.put(PREFERENCES, "[object Object]");
    a.set(&[("look", "dark")]);
    assert_eq!((a.text("name"), a.text("look")), ("丙某", "dark"));
}

#[test]
fn a22_without_room_nothing_is_lost_and_the_next_time_stores_it() {
    let store = Faulty::default();
    let (mut a, mut b) = (Settings::open(&store), Settings::open(&store));
    a.set(&[("name", "甲某")]);
    b.try_save().unwrap();
    let taken = store.taken();
    store.0.borrow_mut().quota = Some(taken);
    a.shown.insert("unit".to_owned(), "市财政局".to_owned());
    assert_eq!(a.try_save(), Err(SaveError::Store(StoreError::Full)));
    assert_eq!(a.text("unit"), "市财政局", "it stays in the window");
    assert_eq!(Settings::open(&store).text("name"), "甲某");
    store.0.borrow_mut().quota = None;
    b.set(&[("look", "dark")]);
    a.try_save().unwrap();
    let reloaded = Settings::open(&store);
    assert_eq!((reloaded.text("unit"), reloaded.text("look")), ("市财政局", "dark"));
}

#[test]
fn a35_what_was_cleared_stays_cleared_until_a_person_decides() {
    for start in STARTS.iter() {
        for begins_anew in [false, true] {
            let (store, _, mut b) = two_windows(start);
            let mine = b.editor.ledger().clone();
            Repository::forget(&store).unwrap();
            if begins_anew {
                // Another window fills in something before this one hears of anything.
                let (mut repository, blank, _) = open(&store);
                repository.save(&done(&blank, 5), policy(), at(60)).unwrap();
            }
            let cleared = store.texts();
            assert!(b.repository.has_external_change());
            let edited = done(&mine, 7);
            assert_eq!(b.repository.save(&edited, policy(), at(61)), Err(SaveError::Cleared));
            assert_eq!(b.repository.catch_up(&edited, policy(), at(61)), Err(SaveError::Cleared));
            let snapshot = b.repository.snapshot(&edited, at(61), Reason::Before);
            assert_eq!(snapshot, Err(SaveError::Cleared));
            assert_eq!(
                b.repository.save_preferences("{}", r#"{"name":"乙"}"#),
                Err(SaveError::Cleared)
            );
            b.repository.note_welcome();
            b.repository.note_origins(|_| ());
            assert!(b.repository.is_cleared() && !b.repository.has_external_change());
            assert_eq!(store.texts(), cleared, "nothing comes back by itself");
            // By choice it does, and together with what has begun since.
            let whole = b.repository.complete(&edited, policy()).unwrap().unwrap_or(edited);
            b.repository.resume();
            let saved = b.repository.save(&whole, policy(), at(62)).unwrap().unwrap_or(whole);
            assert_eq!(open(&store).1, saved);
            let is_done = |task: u16| saved.entry(TaskNumber(task)).changes() > 0;
            assert!(is_done(7) && (!begins_anew || is_done(5)));
            assert!(mine.changes().all(|(task, field, change)| {
                saved.entry(task).history(field).is_some_and(|history| history.contains(change))
            }));
            b.repository.save(&done(&saved, 8), policy(), at(63)).unwrap();
        }
    }
}

#[test]
fn a35_windows_that_go_on_one_after_the_other_lose_nothing() {
    for start in STARTS.iter() {
        let (store, mut a, mut b) = two_windows(start);
        a.set(3, 30, at(1));
        b.catch_up();
        store.0.borrow_mut().texts.clear();
        let value = Some(Value::Percent(40));
        let edit = Edit { task: TaskNumber(4), field: Field::Percent, value };
        b.editor.apply("改".to_owned(), vec![edit], at(2));
        for _ in 0..2 {
            assert_eq!(
                b.repository.save(b.editor.ledger(), policy(), at(2)),
                Err(SaveError::Cleared)
            );
        }
        for window in [&mut a, &mut b] {
            assert!(window.repository.has_external_change() || window.repository.is_cleared());
            assert_eq!(window.repository.check_cleared(), Err(SaveError::Cleared));
        }
        for window in [&mut a, &mut b] {
            let whole = window.repository.complete(window.editor.ledger(), policy()).unwrap();
            if let Some(whole) = whole {
                window.editor.replace_ledger(whole);
            }
            window.repository.resume();
            window.save();
        }
        a.catch_up();
        for window in [&a, &b] {
            assert_eq!((window.percent(3), window.percent(4)), (30, 40));
        }
        assert_eq!(&open(&store).1, b.editor.ledger());
    }
}

#[test]
fn a35_a_window_that_only_knows_a_name_does_not_bring_it_back() {
    let store = Faulty::default();
    let (mut a, mut b) = (Settings::open(&store), Settings::open(&store));
    a.set(&[("name", "甲某"), ("actor", "aaaaaaaa")]);
    b.try_save().unwrap();
    Repository::forget(&store).unwrap();
    assert!(b.repository.has_external_change());
    b.shown.insert("look".to_owned(), "dark".to_owned());
    assert_eq!(b.try_save(), Err(SaveError::Cleared));
    assert!(store.texts().is_empty());
    b.repository.resume();
    b.try_save().unwrap();
    assert_eq!(Settings::open(&store).shown, b.shown);
}

#[test]
fn a35_two_first_saves_at_the_same_moment_are_no_clearing() {
    let store = Faulty::default();
    let (mut a, mut b) = (Window::open(&store, 1), Window::open(&store, 2));
    a.set(3, 30, at(0));
    let mut texts = store.texts();
    store.0.borrow_mut().texts.clear();
    b.set(4, 40, Now { at: Millis(NOW.at.0 + 3), ..NOW });
    texts.extend(store.texts());
    store.0.borrow_mut().texts = texts;
    a.catch_up();
    b.catch_up();
    for window in [&a, &b] {
        assert_eq!((window.percent(3), window.percent(4)), (30, 40));
    }
}

#[test]
fn a35_the_demonstration_clears_itself_alone() {
    let (store, ..) = two_windows(&STARTS[0]);
    let real = store.texts();
    let mut demo = Repository::new(Some(store.clone()), "demo");
    demo.save(&STARTS[0], policy(), NOW).unwrap();
    assert_ne!(store.texts(), real);
    demo.stop();
    demo.forget_ledger().unwrap();
    assert_eq!(store.texts(), real);
    assert_eq!(demo.save(&STARTS[0], policy(), NOW), Err(SaveError::Cleared));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever windows do in turn, they end with the same ledger, and each has every change that was made.
    #[test]
    fn windows_converge_and_lose_nothing(
        start in 0..4_usize,
        acts in prop::collection::vec((0..2_usize, 0..4_u8, 1..5_u16, 0..100_u8), 1..40),
    ) {
        let (store, a, b) = two_windows(&STARTS[start]);
        let mut windows = [a, b];
        let mut made = Vec::new();
        for ((who, act, task, percent), minute) in acts.into_iter().zip(1..) {
            let window = &mut windows[who];
            match act {
                0 => window.catch_up(),
                1 => window.undo(at(minute)),
                _ => {
                    window.set(task, percent, at(minute));
                    let entry = window.editor.ledger().entry(TaskNumber(task));
                    made.push((task, entry.history(Field::Percent).unwrap().current().unwrap().clone()));
                }
            }
        }
        for _ in 0..2 {
            windows.iter_mut().for_each(Window::catch_up);
        }
        let [a, b] = &windows;
        prop_assert_eq!(a.editor.ledger(), b.editor.ledger());
        prop_assert_eq!(&open(&store).1, a.editor.ledger());
        for (task, field, change) in STARTS[start].changes() {
            let history = a.editor.ledger().entry(task).history(field);
            prop_assert!(history.is_some_and(|history| history.contains(change)));
        }
        for (task, change) in made {
            let history = a.editor.ledger().entry(TaskNumber(task)).history(Field::Percent);
            prop_assert!(history.is_some_and(|history| history.contains(&change)));
        }
    }
}
