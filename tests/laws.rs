//! The laws of merging. `make test` tries each on 10,000 worlds of people who work, type, take back and send each
//! other files, always the same; `make laws` tries many that are new, `cargo test` alone a tenth.
//!
//! Every merge here is held against what it should come to by a second, plain reckoning, against the same
//! merge the other way round, and against merging again: see [`merged`].
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use policy_ledger::format::{Export, Limits, Notice, code_of, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::knowledge::Weight;
use policy_ledger::ledger::merge::{self, Comparison, Difference, Plan, Relation};
use policy_ledger::ledger::{
    Actor, Change, Closing, Edit, Editor, Field, History, Item, Ledger, Millis, Now, Parts,
    Reporter, Stamp, Status, Unknown, UnknownPart, Value,
};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseResult, TestRunner};

/// Enough to see a law broken while one works; `make test` tries ten times as many.
const CASES: u32 = 1_000;

/// The name of the step that takes in a file.
const IMPORT: &str = "汇总";

fn config() -> ProptestConfig {
    let given = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let is_given = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig { cases: if is_given { given.cases } else { CASES }, ..given }
}

/// Tries a law on random worlds, with three numbers to pick ledgers by.
#[track_caller]
fn try_law(law: impl Fn(&[Event], [usize; 3]) -> TestCaseResult) {
    let worlds = (prop::collection::vec(event(), 1..24), [any::<u8>(), any::<u8>(), any::<u8>()]);
    TestRunner::new(config())
        .run(&worlds, |(events, picks)| law(&events, picks.map(usize::from)))
        .unwrap_or_else(|failure| panic!("{failure}"));
}

/// Tries a law on three ledgers of a random world, on editors and in files.
#[track_caller]
fn try_on_three(law: impl Fn(&Ledger, &Ledger, &Ledger) -> TestCaseResult) {
    try_law(|events, picks| {
        let world = World::after(events);
        let [a, b, c] = picks.map(|pick| world.pick(pick));
        law(a, b, c)
    });
}

/// What happens to a world: someone does something at an editor.
#[derive(Debug, Clone)]
struct Event {
    deed: Deed,
    at: usize,
    edit: Edit,
    clock: u64,
    /// Which file, how far a slice goes, and the like.
    n: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// Sets a value.
    Set,
    /// Types a text or the text of an item.
    Type,
    Rest,
    Undo,
    Redo,
    /// Writes a file: all of it or the rows up to a task, and often with things of a newer version.
    Write,
    /// Takes in a file, perhaps an old one, perhaps again, and perhaps settles a value.
    Import,
    /// What is in a file comes through another window.
    CatchUp,
    /// The browser profile of the third editor is copied to the fourth: both work on as one actor.
    Copy,
}

/// Four editors; the last two share an actor.
const ACTORS: [u8; 4] = [1, 2, 3, 3];

/// The time by a clock that is centuries ahead.
const FAST: u64 = 9_000_000_000_000;

fn event() -> impl Strategy<Value = Event> {
    use Deed::{CatchUp, Copy, Import, Redo, Rest, Set, Type, Undo, Write};
    const DEEDS: [Deed; 20] = [
        Set, Set, Set, Set, Type, Type, Type, Rest, Undo, Undo, Redo, Write, Write, Write, Write,
        Import, Import, Import, CatchUp, Copy,
    ];
    const EDITORS: [usize; 6] = [0, 1, 2, 2, 3, 3];
    const ROWS: [u16; 7] = [1, 1, 1, 1, 1, 2, 3];
    const COLUMNS: [u8; 11] = [0, 1, 1, 1, 2, 2, 2, 3, 4, 5, 6];
    const CLOCKS: [u64; 5] = [0, 1, 2, 8, FAST];
    let edit = (0..ROWS.len(), 0..COLUMNS.len(), 0..4u8)
        .prop_map(|(row, column, n)| any_edit(ROWS[row], COLUMNS[column], n));
    (0..DEEDS.len(), 0..EDITORS.len(), edit, 0..CLOCKS.len(), 0..12usize).prop_map(
        |(deed, at, edit, clock, n)| Event {
            deed: DEEDS[deed],
            at: EDITORS[at],
            edit,
            clock: CLOCKS[clock],
            n,
        },
    )
}

/// Few rows, columns and values, so that people meet.
fn any_edit(task: u16, column: u8, n: u8) -> Edit {
    let (item, is_filled) = (Item::from_bits((n % 2).into()), n > 0);
    let words = ["", "甲", "乙", "甲乙"][usize::from(n)];
    let record = |field| {
        let parts = Parts { text: words.to_owned(), done: n == 3, ..Parts::default() };
        Value::record(field, parts)
    };
    if column == 6 {
        let (name, rule) = (words.to_owned(), String::new());
        let closing = Closing { name, rule, until: now(0).today(), rows: Vec::new() };
        let value = is_filled.then(|| Value::Closing(Box::new(closing)));
        return Edit { task: Ledger::LEDGER_ROW, field: Field::Closing(item), value };
    }
    let (field, value) = match column {
        0 => (Field::Status, Some(Value::Status(Status::ALL[usize::from(n)]))),
        1 => (Field::Percent, is_filled.then_some(Value::Percent(n))),
        2 => (Field::Progress, is_filled.then(|| Value::Text(words.to_owned()))),
        3 => (Field::Due, is_filled.then(|| Value::Date(now(u64::from(n) << 40).today()))),
        4 => (Field::Measure(item), is_filled.then(|| record(Field::Measure(item))).flatten()),
        _ => (Field::Note(item), is_filled.then(|| record(Field::Note(item))).flatten()),
    };
    Edit { task: TaskNumber(task), field, value }
}

fn now(at: u64) -> Now {
    Now { at: Millis(at), offset_minutes: 480 }
}

fn actor(n: u8) -> Actor {
    Actor::from_bits(n.into())
}

fn person(n: u8) -> Reporter {
    Reporter { name: format!("填报人{n}"), unit: "市财政局".to_owned() }
}

fn editor(n: u8) -> Editor {
    Editor::new(Ledger::new(BUNDLED_ID), actor(n), person(n))
}

/// The editors, and the files in circulation.
#[derive(Debug, Clone)]
struct World {
    editors: Vec<Editor>,
    files: Vec<Ledger>,
    /// Imports are never taken back.
    keeps_imports: bool,
}

impl World {
    fn new() -> Self {
        Self { editors: ACTORS.map(editor).into(), files: Vec::new(), keeps_imports: false }
    }

    fn after(events: &[Event]) -> Self {
        let mut world = Self::new();
        for event in events {
            world.happen(event);
        }
        world
    }

    /// As [`World::after`], with no import taken back: one taken back goes without a trace, so that it is news
    /// again when it comes again.
    fn without_second_thoughts(events: &[Event]) -> Self {
        let mut world = Self { keeps_imports: true, ..Self::new() };
        for event in events {
            world.happen(event);
        }
        world
    }

    fn happen(&mut self, event: &Event) {
        let Event { deed, at, edit, clock, n } = event;
        let (editor, edit, now) = (&mut self.editors[*at], edit.clone(), now(*clock));
        let file = (!self.files.is_empty()).then(|| self.files[*n % self.files.len()].clone());
        match deed {
            Deed::Set => drop(editor.apply("改".to_owned(), vec![edit], now)),
            Deed::Type => drop(editor.type_text("填写", typed(edit), now)),
            Deed::Rest => editor.commit_typing(),
            Deed::Undo if self.keeps_imports && editor.undo_name() == Some(IMPORT) => {}
            Deed::Undo => drop(editor.undo(now)),
            Deed::Redo => drop(editor.redo(now)),
            Deed::Write => {
                let upto = *n % 4;
                let mut file =
                    editor.ledger().slice(|task| upto == 0 || usize::from(task.0) <= upto);
                if n / 4 > 0 {
                    decorate(&mut file, *clock % 3);
                }
                self.files.push(file);
            }
            Deed::Import => {
                let Some(file) = file else { return };
                let plan = merge::plan(editor.ledger(), &file);
                let settle = if n / 4 == 2 { vec![edit] } else { Vec::new() };
                editor.import(IMPORT.to_owned(), &plan, settle, now);
            }
            Deed::CatchUp => {
                if let Some(file) = file {
                    editor.catch_up(file);
                }
            }
            Deed::Copy => {
                self.editors[3] = Editor::new(
                    self.editors[2].ledger().clone(),
                    actor(ACTORS[3]),
                    person(ACTORS[3]),
                );
            }
        }
    }

    fn ledgers(&self) -> impl Iterator<Item = &Ledger> {
        self.editors.iter().map(Editor::ledger).chain(&self.files)
    }

    fn pick(&self, n: usize) -> &Ledger {
        self.ledgers().nth(n % (self.editors.len() + self.files.len())).unwrap()
    }
}

/// The edit, where it is of a column that is typed into.
fn typed(edit: Edit) -> Edit {
    match edit.field {
        Field::Progress | Field::Measure(_) | Field::Note(_) => edit,
        _ => any_edit(edit.task.0.max(1), 2, 1),
    }
}

/// Leaves in a file what only a newer version knows.
fn decorate(file: &mut Ledger, n: u64) {
    let number = || UnknownPart::value(n.to_string());
    file.unknown.insert(format!("key{n}"), UnknownPart::value("[1.50]".to_owned()));
    file.absorb_unknown(TaskNumber(1), [("room".to_owned(), number())].into_iter().collect());
    if let Some((task, field, mut change)) = signed(file).pop() {
        change.unknown.insert("note".to_owned(), number());
        file.absorb(task, field, change);
    }
    // A column, and a task, that have the changes of one known here.
    let mut percent = Ledger::new(BUNDLED_ID);
    for (task, field, change) in signed(file).into_iter().filter(|c| c.1 == Field::Percent) {
        percent.absorb(task, field, change);
    }
    let column = written_with(&percent, "\"percent\":", "\"score\":");
    file.absorb_unknown(TaskNumber(1), column.entry(TaskNumber(1)).unknown.clone());
    file.unknown_tasks =
        written_with(file, "\"tasks\":{\"1\":", "\"tasks\":{\"99\":").unknown_tasks;
    file.unknown_tasks.insert("98".to_owned(), number());
}

/// The ledger as it reads with other words in its file.
fn written_with(ledger: &Ledger, known: &str, other: &str) -> Ledger {
    let text = encode(ledger, None, Layout::Compact).replace(known, other);
    decode(text.as_bytes(), Policy::bundled().unwrap(), Limits::FILE).unwrap().ledger
}

/// The ledger of a page that knows a task that this one does not.
fn as_known(ledger: &Ledger) -> Ledger {
    let mut stranger = Ledger::new(BUNDLED_ID);
    stranger.unknown_tasks = ledger
        .unknown_tasks
        .iter()
        .filter(|(key, _)| *key == "99")
        .map(|(key, row)| (key.clone(), row.clone()))
        .collect();
    written_with(&stranger, "\"99\":", "\"1\":")
}

type Signed = (TaskNumber, Field, Change);

fn signed(ledger: &Ledger) -> Vec<Signed> {
    ledger.changes().map(|(task, field, change)| (task, field, change.clone())).collect()
}

/// What a ledger shows, field by field.
fn values(ledger: &Ledger) -> BTreeMap<(TaskNumber, Field), Value> {
    let mut values = BTreeMap::new();
    for (task, field, _) in ledger.changes() {
        if let Some(value) = ledger.entry(task).value(field) {
            values.insert((task, field), value.clone());
        }
    }
    values
}

/// What makes a change this one and no other.
type Key = (Stamp, Option<Value>, Vec<Stamp>);

fn key_of(change: &Change) -> Key {
    (change.stamp.clone(), change.value.clone(), change.after.clone())
}

/// A set of changes, reckoned without the ledger.
type Plain = BTreeMap<(TaskNumber, Field), BTreeSet<Key>>;

/// The changes of these ledgers, thrown together: of a text being typed only the last draft counts.
fn plain(ledgers: &[&Ledger]) -> Plain {
    let mut all = Plain::new();
    for (task, field, change) in ledgers.iter().flat_map(|ledger| ledger.changes()) {
        all.entry((task, field)).or_default().insert(key_of(change));
    }
    for set in all.values_mut() {
        let every = set.clone();
        set.retain(|earlier| !every.iter().any(|later| is_redraft(later, earlier)));
    }
    all
}

fn is_redraft((later, typed, ground): &Key, (earlier, value, under): &Key) -> bool {
    let is_text =
        |value: &Option<Value>| matches!(value, None | Some(Value::Text(_) | Value::Record(_)));
    (&later.actor, later.wall, ground) == (&earlier.actor, earlier.wall, under)
        && later.counter > earlier.counter
        && (later.counter - earlier.counter) % 1024 == 0
        && is_text(typed)
        && is_text(value)
}

/// Both as one, with what holds for every merge: the result, convergence, and merging again.
fn merged(mine: &Ledger, theirs: &Ledger) -> Result<Ledger, TestCaseError> {
    let both = merge::merge(mine, theirs);
    prop_assert_eq!(plain(&[&both]), plain(&[mine, theirs]), "the result is the union");
    prop_assert_eq!(&merge::merge(theirs, mine), &both, "both sides come to the same");
    prop_assert_eq!(&merge::merge(&both, mine), &both, "mine again is no news");
    prop_assert_eq!(&merge::merge(&both, theirs), &both, "theirs again is no news");
    let plan = merge::plan(mine, theirs);
    prop_assert_eq!(&merge::merge(mine, &plan.diff), &both, "the news suffice");
    let mut named = mine.clone();
    named.policy.clone_from(&both.policy);
    let is_nothing_new = both == named;
    prop_assert_eq!(plan.is_empty(), is_nothing_new, "only news change anything");
    Ok(both)
}

/// Whether all of `part` is in `whole`.
fn is_within(part: &Ledger, whole: &Ledger) -> bool {
    merge::merge(part, whole) == *whole
}

#[test]
fn law_1_commutative() {
    try_on_three(|a, b, _| {
        let both = merged(a, b)?;
        prop_assert_eq!(both, merged(b, a)?);
        Ok(())
    });
}

#[test]
fn law_2_associative() {
    try_on_three(|a, b, c| {
        let left = merge::merge(&merge::merge(a, b), c);
        let right = merge::merge(a, &merge::merge(b, c));
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(left, merged(&merge::merge(a, c), b)?);
        Ok(())
    });
}

#[test]
fn law_3_idempotent() {
    try_on_three(|a, b, _| {
        prop_assert_eq!(&merged(a, a)?, a);
        let both = merged(a, b)?;
        prop_assert_eq!(&merged(&both, &both)?, &both);
        Ok(())
    });
}

#[test]
fn law_4_nothing_adds_nothing_and_takes_in_everything() {
    try_on_three(|a, _, _| {
        for none in [Ledger::default(), Ledger::new(BUNDLED_ID)] {
            prop_assert_eq!(&merged(a, &none)?, a);
            prop_assert_eq!(&merged(&none, a)?, a);
        }
        Ok(())
    });
}

#[test]
fn law_5_monotone() {
    try_on_three(|a, b, c| {
        let both = merged(a, b)?;
        prop_assert!(is_within(a, &both) && is_within(b, &both));
        prop_assert!(is_within(&merge::merge(a, c), &merged(&both, c)?));
        Ok(())
    });
}

#[test]
fn law_5_work_only_adds() {
    try_law(|events, _| {
        let mut world = World { keeps_imports: true, ..World::new() };
        for event in events {
            let before = world.editors[event.at].ledger().clone();
            world.happen(event);
            if event.deed != Deed::Copy {
                prop_assert!(is_within(&before, world.editors[event.at].ledger()), "{:?}", event);
            }
        }
        Ok(())
    });
}

/// Ledgers are sent around in any order, some lost, some twice; once everything was sent once more, all agree.
#[test]
fn law_6_all_agree_in_the_end() {
    try_law(|events, picks| {
        let mut world = World::after(events);
        let all = world.ledgers().fold(Ledger::default(), |all, one| merge::merge(&all, one));
        let mut lot = picks[0] + 251 * picks[1];
        let mut draw = |most: usize| {
            lot =
                lot.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (lot >> 33) % most
        };
        for round in 0..12 {
            let (from, to, fate) = (draw(4), draw(4), draw(3));
            let sent = world.editors[from].ledger().clone();
            for _ in 0..fate {
                deliver(&mut world.editors[to], &sent, round);
            }
        }
        let mut sent: Vec<Ledger> = world.ledgers().cloned().collect();
        let shift = draw(sent.len());
        sent.rotate_left(shift);
        for editor in &mut world.editors {
            sent.rotate_left(1);
            for ledger in &sent {
                deliver(editor, ledger, 5);
            }
        }
        for editor in &world.editors {
            prop_assert_eq!(editor.ledger(), &all);
            prop_assert_eq!(values(editor.ledger()), values(&all));
            prop_assert_eq!(&merge::merge(editor.ledger(), &sent[0]), &all, "and again");
        }
        Ok(())
    });
}

fn deliver(editor: &mut Editor, sent: &Ledger, clock: u64) {
    let plan = merge::plan(editor.ledger(), sent);
    editor.import(IMPORT.to_owned(), &plan, Vec::new(), now(clock));
}

#[test]
fn law_7_no_value_is_invented() {
    try_law(|events, picks| {
        let world = World::after(events);
        let both = merged(world.pick(picks[0]), world.pick(picks[1]))?;
        let is_meant = |task, field, value: &Option<Value>| {
            value.is_none()
                || events
                    .iter()
                    .flat_map(|e| [e.edit.clone(), typed(e.edit.clone())])
                    .any(|edit| (edit.task, edit.field, &edit.value) == (task, field, value))
        };
        for (task, field, change) in both.changes() {
            prop_assert!(is_meant(task, field, &change.value), "nobody wrote {:?}", change);
        }
        Ok(())
    });
}

#[test]
fn law_8_no_log_entry_is_lost() {
    try_on_three(|a, b, _| {
        let log: BTreeSet<_> = merged(a, b)?
            .rows()
            .flat_map(|(task, entry)| {
                let log = entry.log();
                log.map(move |(field, c)| (task, field, c.stamp.clone(), c.value.clone()))
            })
            .collect();
        let expected: BTreeSet<_> = plain(&[a, b])
            .into_iter()
            .flat_map(|(at, set)| set.into_iter().map(move |(s, v, _)| (at.0, at.1, s, v)))
            .collect();
        prop_assert_eq!(log, expected);
        Ok(())
    });
}

/// Nor one of a task that is only known elsewhere: where it is, the log is as if it had been known everywhere.
#[test]
fn law_8_no_log_entry_of_an_unknown_task_is_lost() {
    try_on_three(|a, b, _| {
        let both = as_known(&merged(a, b)?);
        prop_assert_eq!(&both, &merged(&as_known(a), &as_known(b))?);
        Ok(())
    });
}

/// Of a text being typed only the last draft is an entry, and only where it was typed: another machine's text
/// never counts as a draft of it, not even under one actor, behind a clock that is ahead of both.
#[test]
fn law_8_only_its_own_typing_replaces_a_draft() {
    try_law(|events, _| {
        let mut world = World { keeps_imports: true, ..World::new() };
        let mut all = Ledger::default();
        let mut made_at: BTreeMap<Signed, usize> = BTreeMap::new();
        for event in &by_their_own_clocks(events) {
            world.happen(event);
            all = merge::merge(&all, world.editors[event.at].ledger());
            let at = if event.deed == Deed::Copy { 2 } else { event.at };
            for change in signed(world.editors[at].ledger()) {
                made_at.entry(without_unknown(change)).or_insert(at);
            }
        }
        let log: Vec<Signed> = signed(&all).into_iter().map(without_unknown).collect();
        for (change, at) in &made_at {
            let is_kept = log.iter().any(|known| {
                known == change
                    || (made_at.get(known) == Some(at)
                        && (known.0, known.1) == (change.0, change.1)
                        && is_redraft(&key_of(&known.2), &key_of(&change.2)))
            });
            prop_assert!(is_kept, "{:?} is lost", change);
        }
        Ok(())
    });
}

/// Whatever is new at an editor is stamped after everything the editor knows and every stamp it ever gave.
#[test]
fn law_9_stamps_increase_under_any_clock() {
    try_law(|events, _| {
        let mut world = World::new();
        let mut ever: BTreeSet<Signed> = BTreeSet::new();
        let mut given: [Option<Stamp>; ACTORS.len()] = Default::default();
        for event in events {
            let at = event.at;
            let newest = world.editors[at].ledger().newest().cloned();
            world.happen(event);
            if event.deed == Deed::Copy {
                // What the copied ledger does not show its copy cannot know.
                given[3] = newest_of(world.editors[3].ledger(), ACTORS[3]);
                ever.extend(signed(world.editors[3].ledger()).into_iter().map(without_unknown));
            }
            let found = signed(world.editors[at].ledger()).into_iter();
            let new = found.map(without_unknown).filter(|change| ever.insert(change.clone()));
            let mut own: Vec<Stamp> = new.map(|(_, _, change)| change.stamp).collect();
            own.sort();
            for stamp in own {
                prop_assert_eq!(&stamp.actor, &actor(ACTORS[at]));
                prop_assert!(Some(&stamp) > newest.as_ref(), "{} after {:?}", stamp, newest);
                prop_assert!(Some(&stamp) > given[at].as_ref(), "{} after {:?}", stamp, given);
                given[at] = Some(stamp);
            }
        }
        Ok(())
    });
}

fn newest_of(ledger: &Ledger, n: u8) -> Option<Stamp> {
    let own = ledger.changes().map(|(_, _, change)| &change.stamp);
    own.filter(|stamp| stamp.actor == actor(n)).max().cloned()
}

/// The change as its author made it.
fn without_unknown((task, field, change): Signed) -> Signed {
    (task, field, Change { unknown: Unknown::new(), ..change })
}

#[test]
fn law_10_written_read_and_written_again_gives_the_same_bytes() {
    let policy = Policy::bundled().unwrap();
    try_on_three(|a, b, _| {
        let both = merge::merge(a, b);
        for layout in [Layout::Pretty, Layout::Compact] {
            let text = encode(&both, None, layout);
            let back = decode(text.as_bytes(), policy, Limits::FILE).unwrap().ledger;
            prop_assert_eq!(&back, &both);
            prop_assert_eq!(encode(&back, None, layout), text);
            let code = Some(code_of(&both));
            let export = Export { at: Millis(0), by: person(1), scope: "all".to_owned(), code };
            let text = encode(&both, Some(&export), layout);
            let read = decode(text.as_bytes(), policy, Limits::FILE).unwrap();
            prop_assert!(!read.notices.contains(&Notice::Altered));
        }
        Ok(())
    });
}

#[test]
fn law_11_an_old_export_changes_nothing_and_is_called_older() {
    try_law(|events, _| {
        let mut world = World { keeps_imports: true, ..World::new() };
        let mut exports: Vec<(usize, Ledger)> = Vec::new();
        for event in events {
            world.happen(event);
            if event.deed == Deed::Copy {
                exports.retain(|(at, _)| *at != 3);
            } else {
                exports.push((event.at, world.editors[event.at].ledger().clone()));
            }
        }
        for (at, old) in &exports {
            let current = world.editors[*at].ledger();
            prop_assert_eq!(&merge::merge(current, old), current);
            prop_assert_eq!(&merge::merge(old, current), current);
            let plan = merge::plan(current, old);
            prop_assert!(plan.is_empty());
            let is_older = |relation| matches!(relation, Relation::Same | Relation::MineNewer);
            prop_assert!(plan.differences.iter().all(|d| is_older(d.relation)), "{:?}", plan);
        }
        Ok(())
    });
}

/// A text that was saved half typed, and typed on after another window had worked elsewhere.
#[test]
fn law_11_holds_for_a_text_half_typed() {
    let (mut mine, mut window) = (editor(1), editor(2));
    mine.type_text("填写", any_edit(1, 2, 1), now(5));
    let half = mine.ledger().clone();
    window.apply("改".to_owned(), vec![any_edit(2, 1, 1)], now(9));
    mine.catch_up(window.ledger().clone());
    mine.type_text("填写", any_edit(1, 2, 3), now(6));
    let current = mine.ledger();
    assert_eq!(merged(current, &half).unwrap(), *current, "half a text is no other opinion");
    assert!(!current.entry(TaskNumber(1)).history(Field::Progress).unwrap().is_contested());
}

#[test]
fn law_12_work_stays_theirs_who_did_it() {
    try_on_three(|a, b, _| {
        let both = merged(a, b)?;
        for (_, _, change) in both.changes() {
            let author = ACTORS.into_iter().find(|n| actor(*n) == change.stamp.actor).unwrap();
            prop_assert_eq!(both.reporter(&change.stamp.actor), person(author));
        }
        Ok(())
    });
}

#[test]
fn law_13_what_is_not_known_here_is_kept() {
    fn leaves(unknown: &Unknown, path: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (key, kept) in unknown.iter() {
            let path = format!("{path}/{key}");
            found.extend(kept.values.iter().map(|value| format!("{path} = {value}")));
            for (change, rest) in kept.changes.iter() {
                let path = format!("{path} {change:?}");
                found.extend(leaves(rest, &path));
                found.insert(path);
            }
            if let Some(parts) = &kept.parts {
                found.extend(leaves(parts, &path));
            }
            found.insert(path);
        }
        found
    }
    fn check(kept: &Unknown, mine: &Unknown, theirs: &Unknown) -> TestCaseResult {
        let all: BTreeSet<_> = [mine, theirs].into_iter().flat_map(|of| leaves(of, "")).collect();
        prop_assert_eq!(leaves(kept, ""), all, "nothing lost, nothing invented");
        Ok(())
    }
    fn of(ledger: &Ledger, (task, field, change): &Signed) -> Unknown {
        let history = ledger.entry(*task).history(*field);
        let known = history.and_then(|h| h.changes().iter().find(|known| known.is(change)));
        known.map(|known| known.unknown.clone()).unwrap_or_default()
    }
    try_on_three(|a, b, _| {
        let both = merged(a, b)?;
        check(&both.unknown_tasks, &a.unknown_tasks, &b.unknown_tasks)?;
        check(&both.unknown, &a.unknown, &b.unknown)?;
        for (task, entry) in both.rows() {
            check(&entry.unknown, &a.entry(task).unknown, &b.entry(task).unknown)?;
        }
        for change in signed(&both) {
            check(&change.2.unknown, &of(a, &change), &of(b, &change))?;
        }
        Ok(())
    });
}

#[test]
fn slices_come_together_again() {
    try_law(|events, picks| {
        let world = World::after(events);
        let (whole, at) = (world.pick(picks[0]), picks[1] % 4);
        let is_low = |task: TaskNumber| usize::from(task.0) <= at;
        let (low, high) = (whole.slice(is_low), whole.slice(|task| !is_low(task)));
        prop_assert_eq!(&merged(&low, whole)?, whole);
        prop_assert!(low.changes().all(|(task, _, _)| is_low(task)));
        let again = merged(&low, &high)?;
        prop_assert_eq!(signed(&again), signed(whole));
        for (_, _, change) in whole.changes() {
            let author = &change.stamp.actor;
            prop_assert_eq!(again.reporter(author), whole.reporter(author));
        }
        Ok(())
    });
}

/// Two machines that share an actor are in the worlds above, and with them stamps that are given twice.
#[test]
fn law_14_cloned_actors_are_among_them() {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut runner = TestRunner::deterministic();
    for _ in 0..2_000 {
        let events = prop::collection::vec(event(), 1..24).new_tree(&mut runner).unwrap().current();
        let world = World::after(&events);
        let all = world.ledgers().fold(Ledger::default(), |all, one| merge::merge(&all, one));
        let changes = signed(&all);
        let twin = |(task, field, change): &Signed| {
            changes.iter().any(|(t, f, other)| {
                (t, f, &other.stamp) == (task, field, &change.stamp) && !other.is(change)
            })
        };
        let is_contested = |ledger: &Ledger| {
            let mut histories = ledger.rows().flat_map(|(_, entry)| entry.histories());
            histories.any(|(_, history)| history.is_contested())
        };
        for (what, is_there) in [
            ("one stamp given twice in a field", changes.iter().any(twin)),
            ("a contested field", is_contested(&all)),
            ("a clock far ahead", all.newest().is_some_and(|stamp| stamp.wall.0 >= FAST)),
            ("a stamp that went past its clock", changes.iter().any(|c| c.2.stamp.counter > 0)),
            ("something taken back", events.iter().any(|event| event.deed == Deed::Undo)),
            (
                "something to do again",
                world.editors.iter().any(|editor| editor.redo_name().is_some()),
            ),
            (
                "a file taken in",
                world.editors.iter().any(|editor| editor.undo_name() == Some(IMPORT)),
            ),
            ("an item of a list", changes.iter().any(|c| matches!(c.1, Field::Note(_)))),
            ("a field emptied", changes.iter().any(|c| c.2.value.is_none())),
            ("keys of a newer version", !all.unknown.is_empty()),
            ("one in a change", changes.iter().any(|c| !c.2.unknown.is_empty())),
            ("a task known elsewhere", all.unknown_tasks.contains_key("99")),
            ("a contested field of it", is_contested(&as_known(&all))),
            (
                "two values side by side",
                all.unknown_tasks.get("98").is_some_and(|k| k.values.len() > 1),
            ),
        ] {
            *seen.entry(what).or_default() += u32::from(is_there);
        }
    }
    for (what, count) in seen {
        assert!(count >= 20, "{what}: in {count} of 2000 worlds");
    }
}

mod copied_profiles {
    use super::*;

    /// An editor of someone whose profile was copied, and the copy, each after setting 完成率 at one moment.
    fn twins() -> [Editor; 2] {
        let [mut one, mut other] = [editor(3), editor(3)];
        one.apply("改".to_owned(), vec![any_edit(1, 1, 1)], now(5));
        other.apply("改".to_owned(), vec![any_edit(1, 1, 2)], now(5));
        [one, other]
    }

    #[test]
    fn one_stamp_with_two_values_is_two_changes() {
        let [one, other] = twins();
        let both = merged(one.ledger(), other.ledger()).unwrap();
        let history = both.entry(TaskNumber(1)).history(Field::Percent).unwrap();
        assert_eq!((history.changes().len(), history.is_contested()), (2, true));
        assert_eq!(both.entry(TaskNumber(1)).percent(), 2, "the greater, on every machine");
        let plan = merge::plan(one.ledger(), other.ledger());
        assert_eq!(plan.count(Relation::BothChanged), 1);
    }

    /// Both know of a stamp from a clock that is ahead, so that their own clocks do not show in `wall`.
    #[test]
    fn behind_a_clock_that_is_ahead_their_texts_are_two_texts() {
        let mut ahead = editor(1);
        ahead.apply("改".to_owned(), vec![any_edit(2, 1, 1)], now(FAST));
        let [mut one, mut other] = [editor(3), editor(3)];
        one.catch_up(ahead.ledger().clone());
        other.catch_up(ahead.ledger().clone());
        one.type_text("填写", any_edit(1, 2, 1), now(5));
        for n in [2, 3] {
            other.type_text("填写", any_edit(1, 2, n), now(7));
        }
        let both = merged(one.ledger(), other.ledger()).unwrap();
        let history = both.entry(TaskNumber(1)).history(Field::Progress).unwrap();
        let texts: BTreeSet<_> =
            history.changes().iter().map(|change| change.value.clone().unwrap().print()).collect();
        assert_eq!(texts, ["甲", "甲乙"].map(str::to_owned).into());
        assert!(history.is_contested());
    }

    #[test]
    fn what_replaces_both_names_their_stamp_once_and_reads_back() {
        let [mut one, other] = twins();
        one.catch_up(other.ledger().clone());
        one.apply("改".to_owned(), vec![any_edit(1, 1, 3)], now(5));
        let history = one.ledger().entry(TaskNumber(1)).history(Field::Percent).unwrap();
        assert_eq!(history.current().unwrap().after.len(), 1);
        assert!(!history.is_contested());
        let text = encode(one.ledger(), None, Layout::Pretty);
        let back = decode(text.as_bytes(), Policy::bundled().unwrap(), Limits::FILE).unwrap();
        assert_eq!(back.ledger, *one.ledger());
    }
}

/// The file of every released version, and random ledgers as they are written today.
#[test]
fn law_15_files_of_every_version_merge_with_each_other() {
    let policy = Policy::bundled().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    let mut golden: Vec<(String, Ledger)> = Vec::new();
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("ledger-v") {
            let bytes = std::fs::read(&file).unwrap();
            golden.push((name, decode(&bytes, policy, Limits::FILE).unwrap().ledger));
        }
    }
    let versions = policy_ledger::format::VERSION;
    for version in 1..=versions {
        let name = format!("ledger-v{version}.json");
        assert!(golden.iter().any(|(known, _)| *known == name), "{name} is missing");
    }
    for (one, mine) in &golden {
        for (other, theirs) in &golden {
            merged(mine, theirs).unwrap_or_else(|failure| panic!("{one}, {other}: {failure}"));
        }
    }
    try_on_three(|a, _, _| {
        for (_, old) in &golden {
            let both = merged(a, old)?;
            prop_assert!(is_within(old, &both) && is_within(a, &both));
        }
        Ok(())
    });
}

/// Which of two values was made in knowledge of the other is decided by what each change says it replaced. A list
/// of the newest stamp seen of each person, which a ledger might carry besides, would say the same.
#[test]
fn what_was_known_needs_no_list_of_stamps_seen() {
    try_law(|events, picks| {
        // Such a list cannot tell two machines of one actor apart, nor the rows of a slice from all rows: here
        // each editor has its own actor, and the list is made for each field.
        let events: Vec<Event> =
            events.iter().filter(|e| e.at < 3 && e.deed != Deed::Copy).cloned().collect();
        let world = World::without_second_thoughts(&events);
        let (mine, theirs) = (world.pick(picks[0]), world.pick(picks[1]));
        for difference in merge::plan(mine, theirs).differences {
            // What people left standing side by side is no question of one against the other.
            if [mine, theirs].into_iter().any(|ledger| has_several(ledger, &difference)) {
                continue;
            }
            let has_seen = |ledger: &Ledger, change: &Change| {
                let history = ledger.entry(difference.task).history(difference.field);
                let stamps = history.map_or(&[][..], History::changes).iter().map(|c| &c.stamp);
                stamps.filter(|s| s.actor == change.stamp.actor).any(|s| *s >= change.stamp)
            };
            let expected = match (&difference.mine, &difference.theirs) {
                (Some(ours), Some(others)) if ours.value == others.value => Relation::Same,
                (_, Some(others)) if has_seen(mine, others) => Relation::MineNewer,
                (Some(ours), _) if has_seen(theirs, ours) => Relation::TheirsNewer,
                (Some(_), None) => Relation::MineNewer,
                (None, _) => Relation::TheirsNewer,
                _ => Relation::BothChanged,
            };
            prop_assert_eq!(difference.relation, expected, "{:?}", difference);
        }
        Ok(())
    });
}

fn is_contested(ledger: &Ledger, difference: &Difference) -> bool {
    let history = ledger.entry(difference.task).history(difference.field);
    history.is_some_and(History::is_contested)
}

/// Whether people left more than one change standing in a field, be it that they say the same.
fn has_several(ledger: &Ledger, difference: &Difference) -> bool {
    let history = ledger.entry(difference.task).history(difference.field);
    history.is_some_and(|history| history.heads().count() > 1)
}

/// Every change that was ever made, drafts of texts too, by field.
type Truth = BTreeMap<(TaskNumber, Field), BTreeSet<Key>>;

fn remember(truth: &mut Truth, ledger: &Ledger) {
    for (task, field, change) in ledger.changes() {
        truth.entry((task, field)).or_default().insert(key_of(change));
    }
}

/// Whether who made `later` knew of `earlier`: of that, or of the text some keystrokes later.
fn knew(all: &BTreeSet<Key>, later: &Key, earlier: &Key) -> bool {
    let (mut seen, mut to_see) = (BTreeSet::new(), vec![later]);
    while let Some((_, _, after)) = to_see.pop() {
        let named = all.iter().filter(|known| after.contains(&known.0));
        to_see.extend(named.filter(|known| seen.insert(*known)));
    }
    seen.iter().any(|known| *known == earlier || is_redraft(known, earlier))
}

/// Whether a change chose one of several values that it replaced.
fn is_choice(all: &BTreeSet<Key>, (_, value, after): &Key) -> bool {
    after.len() > 1 && all.iter().any(|known| after.contains(&known.0) && known.1 == *value)
}

/// Whether people knew of each other, held against everything each editor ever held and everything ever made.
#[test]
fn what_was_known_is_what_the_desk_held() {
    try_law(|events, picks| {
        let mut world = World { keeps_imports: true, ..World::new() };
        let mut held: [BTreeSet<Signed>; ACTORS.len()] = Default::default();
        let mut truth = Truth::new();
        for event in &by_their_own_clocks(events) {
            world.happen(event);
            if event.deed == Deed::Copy {
                held[3] = held[2].clone();
            }
            remember(&mut truth, world.editors[event.at].ledger());
            let now_held = signed(world.editors[event.at].ledger()).into_iter();
            held[event.at].extend(now_held.map(without_unknown));
        }
        let (mine, theirs) = (picks[0] % ACTORS.len(), picks[1] % ACTORS.len());
        let ledger = |at: usize| world.editors[at].ledger();
        for difference in merge::plan(ledger(mine), ledger(theirs)).differences {
            let (task, field) = (difference.task, difference.field);
            let holds = |at: usize, change: &Option<Change>| {
                let Some(change) = change else { return false };
                held[at].iter().any(|(t, f, known)| {
                    (*t, *f) == (task, field)
                        && (known.is(change) || is_redraft(&key_of(known), &key_of(change)))
                })
            };
            let (ours, others) = (&difference.mine, &difference.theirs);
            let value =
                |change: &Option<Change>| change.as_ref().map(|change| change.value.clone());
            match difference.relation {
                Relation::Same => prop_assert_eq!(value(ours), value(others)),
                Relation::MineNewer => prop_assert!(holds(mine, others) || others.is_none()),
                Relation::TheirsNewer => prop_assert!(holds(theirs, ours) || ours.is_none()),
                Relation::BothChanged => prop_assert!(difference.opinions.len() > 1),
                Relation::Unclear => prop_assert!(false, "whole histories have no gaps"),
            }
            for one in &difference.opinions {
                for other in &difference.opinions {
                    let is_known = knew(&truth[&(task, field)], &key_of(other), &key_of(one));
                    prop_assert!(!is_known, "{:?} knew {:?}", other, one);
                }
            }
        }
        Ok(())
    });
}

/// How much a word counts in these worlds: as duties would, some more than others.
fn weight(_: TaskNumber, change: &Change) -> Weight {
    ACTORS.iter().take(2).filter(|n| actor(**n) < change.stamp.actor).count().try_into().unwrap()
}

/// What taking a file in would do, with words that count more or less.
fn weighed(mine: &Ledger, theirs: &Ledger) -> Plan {
    Comparison { weighs: &weight, ..Comparison::of(mine, theirs) }.plan()
}

/// Takes a file in with what is preselected.
fn take_in(editor: &mut Editor, file: &Ledger) -> Plan {
    let plan = weighed(editor.ledger(), file);
    let settle = plan.settle(|_| None);
    editor.import(IMPORT.to_owned(), &plan, settle, now(9));
    plan
}

/// Someone else at this ledger.
fn visitor(ledger: &Ledger) -> Editor {
    Editor::new(ledger.clone(), actor(7), Reporter::default())
}

/// Draws numbers, always the same after the same picks.
fn lots(picks: [usize; 3]) -> impl Fn(usize) -> usize {
    let lot = Cell::new(picks[0] + 251 * (picks[1] + 251 * picks[2]));
    move |most| {
        let next = lot.get().wrapping_mul(6_364_136_223_846_793_005);
        lot.set(next.wrapping_add(1_442_695_040_888_963_407));
        (lot.get() >> 33) % most
    }
}

/// A ledger in parts: increments, slices and single values, in any order, some of it twice.
fn parts_of(whole: &Ledger, draw: impl Fn(usize) -> usize) -> Vec<Ledger> {
    let mut parts = vec![Ledger::new(BUNDLED_ID); 4];
    for (task, field, change) in signed(whole) {
        for _ in 0..=draw(2) {
            parts[draw(4)].absorb(task, field, change.clone());
        }
    }
    parts
}

/// As by machines none of which gives a stamp that another gave, where the third and the fourth editor share an actor
/// and each copy of its profile is one more machine: never at the same millisecond, nor at moments that only a
/// thousandth of all clocks would confuse (`Stamp::next`). Which of two of one stamp is named, cannot be told.
fn by_their_own_clocks(events: &[Event]) -> Vec<Event> {
    let mut copies = 0;
    let with_its_clock = |event: &Event| {
        copies += u64::from(event.deed == Deed::Copy);
        let ahead = if event.at == 3 { 600 + 10 * copies } else { 500 };
        Event { clock: event.clock + ahead, ..event.clone() }
    };
    events.iter().map(with_its_clock).collect()
}

/// Whether somebody who knew the change of this stamp, or a later draft of it, made this one.
fn comes_after(all: &BTreeSet<Key>, change: &Key, stamp: &Stamp) -> bool {
    let draft = |ground: &Key| (stamp.clone(), None, ground.2.clone());
    change.2.iter().any(|named| {
        let by_way_of = |known: &&Key| known.0 == *named && known.0 > *stamp && known.0 < change.0;
        named == stamp
            || is_redraft(&draft(change), &(named.clone(), None, change.2.clone()))
            || all.iter().filter(by_way_of).any(|known| comes_after(all, known, stamp))
    })
}

/// What a part says of a field stands to ours as the whole does; where it cannot be told, that is said, and only then.
#[test]
fn o1_a_part_of_a_history_stands_to_ours_as_the_whole_does() {
    try_law(|events, picks| {
        let world = World::without_second_thoughts(&by_their_own_clocks(events));
        let (mine, theirs) = (world.pick(picks[0]), world.pick(picks[1]));
        let draw = lots(picks);
        let part = theirs.only(|task, field, change| {
            let history = theirs.entry(task).history(field).unwrap();
            history.current().unwrap().is(change) || draw(2) > 0
        });
        for (of_part, of_whole) in
            merge::plan(mine, &part).differences.iter().zip(merge::plan(mine, theirs).differences)
        {
            prop_assert_eq!((of_part.task, of_part.field), (of_whole.task, of_whole.field));
            if [mine, theirs].into_iter().any(|ledger| has_several(ledger, of_part)) {
                continue;
            }
            let history = |ledger: &Ledger| {
                let history = ledger.entry(of_part.task).history(of_part.field);
                history.map_or_else(BTreeSet::new, |h| h.changes().iter().map(key_of).collect())
            };
            let all: BTreeSet<Key> = &history(mine) | &history(&part);
            let is_here = |stamp: &Stamp| {
                // Or another draft of the same text.
                let here = |known: &Key| {
                    let draft = (stamp.clone(), None, known.2.clone());
                    let is_replaced = |other: &Key| other.0 < *stamp && other.2.contains(&known.0);
                    let is_draft = is_redraft(known, &draft)
                        || (is_redraft(&draft, known) && !all.iter().any(is_replaced));
                    known.0 == *stamp || (is_draft && !comes_after(&all, known, stamp))
                };
                all.iter().any(here)
            };
            let has_gap = !all.iter().flat_map(|key| &key.2).all(is_here);
            if of_part.relation != Relation::Unclear || !has_gap {
                prop_assert_eq!(of_part.relation, of_whole.relation, "{:?} {:?}", all, of_part);
                prop_assert_eq!(of_part.outcome(None), of_whole.outcome(None));
            }
        }
        Ok(())
    });
}

/// Two stamps of one moment may look like two drafts of one text; the later is none where it replaced the earlier.
#[test]
fn o1_what_replaced_a_missing_change_is_no_draft_of_it() {
    let mut editor = editor(3);
    let words = |text: Option<&str>| Edit {
        task: TaskNumber(1),
        field: Field::Progress,
        value: text.map(|text| Value::Text(text.to_owned())),
    };
    editor.type_text("填写", words(Some("甲")), now(FAST + 600));
    let mine = editor.ledger().clone();
    editor.apply("改".to_owned(), vec![words(None)], now(602));
    let history = editor.ledger().entry(TaskNumber(1)).history(Field::Progress);
    let missing = history.unwrap().current().unwrap().clone();
    editor.undo(now(600));
    editor.undo(now(602));
    let part = editor.ledger().only(|_, _, change| !change.is(&missing));
    let plan = merge::plan(&mine, &part);
    assert_eq!(plan.differences[0].relation, Relation::Unclear, "{plan:?}");
    assert_eq!(merge::plan(&mine, editor.ledger()).differences[0].relation, Relation::TheirsNewer);
}

/// However a history is split, and in whatever order its parts come: in the end it is as if the whole had come.
#[test]
fn o1_parts_in_any_order_come_to_the_whole() {
    try_law(|events, picks| {
        let world = World::without_second_thoughts(&by_their_own_clocks(events));
        let (mine, theirs) = (world.pick(picks[0]), world.pick(picks[1]));
        let [mut at_once, mut in_parts] = [visitor(mine), visitor(mine)];
        take_in(&mut at_once, theirs);
        for part in parts_of(theirs, lots(picks)) {
            take_in(&mut in_parts, &part);
        }
        prop_assert_eq!(values(in_parts.ledger()), values(at_once.ledger()));
        Ok(())
    });
}

/// What is preselected was never replaced by anybody who knew it and said something else.
#[test]
fn o1_what_is_preselected_was_not_replaced() {
    try_law(|events, picks| {
        let (mut world, mut truth) = (World::new(), Truth::new());
        for event in &by_their_own_clocks(events) {
            world.happen(event);
            remember(&mut truth, world.editors[event.at].ledger());
        }
        let mut mine = visitor(world.pick(picks[0]));
        let mut files = parts_of(world.pick(picks[1]), lots(picks));
        files.push(world.pick(picks[2]).clone());
        for file in &files {
            let plan = take_in(&mut mine, file);
            remember(&mut truth, mine.ledger());
            for difference in &plan.differences {
                let all = &truth[&(difference.task, difference.field)];
                let history = mine.ledger().entry(difference.task).history(difference.field);
                for known in history.unwrap().changes().iter().map(key_of) {
                    let Some(chosen) = difference.opinions.first().map(key_of) else { break };
                    let has_replaced = known.1 != chosen.1
                        && knew(all, &known, &chosen)
                        && !is_choice(all, &known);
                    prop_assert!(!has_replaced, "{:?} replaced {:?}", known, chosen);
                }
            }
        }
        Ok(())
    });
}

/// As the page has it: a text is not typed on once a file holds it, nor once the profile was copied, for which its
/// browser has to be closed.
fn with_rests(events: &[Event]) -> Vec<Event> {
    let with_rest = |event: &Event| {
        let at = match event.deed {
            Deed::Write => Some(event.at),
            Deed::Copy => Some(2),
            _ => None,
        };
        let rest = at.map(|at| Event { deed: Deed::Rest, at, ..event.clone() });
        rest.into_iter().chain([event.clone()])
    };
    events.iter().flat_map(with_rest).collect()
}

/// Files taken in together come to the same as one by one, in any order; and what they say against each other is
/// shown, however they come.
#[test]
fn o2_files_taken_in_together_or_one_by_one_come_to_the_same() {
    try_law(|events, picks| {
        let world = World::without_second_thoughts(&by_their_own_clocks(&with_rests(events)));
        let mine = world.pick(picks[0]);
        let draw = lots(picks);
        let files: Vec<&Ledger> = (0..3).map(|_| world.pick(draw(64))).collect();
        let all = files.iter().fold(Ledger::new(BUNDLED_ID), |all, file| merge::merge(&all, file));
        let mut together = visitor(mine);
        let plan = take_in(&mut together, &all);
        for order in [[0, 1, 2], [1, 2, 0], [2, 1, 0]] {
            let mut one_by_one = visitor(mine);
            let mut shown = BTreeSet::new();
            for at in order {
                let plan = take_in(&mut one_by_one, files[at]);
                let contested = plan.differences.iter().filter(|d| d.is_contested());
                shown.extend(contested.map(|difference| (difference.task, difference.field)));
            }
            prop_assert_eq!(values(one_by_one.ledger()), values(together.ledger()), "{:?}", order);
            for difference in plan.differences.iter().filter(|d| d.is_contested()) {
                prop_assert!(shown.contains(&(difference.task, difference.field)));
            }
        }
        for difference in &plan.differences {
            let is_left =
                !difference.opinions.is_empty() && is_contested(together.ledger(), difference);
            prop_assert!(!is_left || difference.relation == Relation::Unclear);
        }
        Ok(())
    });
}

/// What the preview says will stand in a field stands there afterwards, whatever is left out and whatever is chosen.
#[test]
fn a51_the_preview_is_what_happens() {
    try_law(|events, picks| {
        let world = World::after(events);
        let (mine, theirs) = (world.pick(picks[0]), world.pick(picks[1]));
        for left_out in [None, Some(actor(1)), Some(actor(2)), Some(actor(3))] {
            let accepts =
                |_: TaskNumber, _: Field, c: &Change| Some(&c.stamp.actor) != left_out.as_ref();
            let comparison = Comparison {
                accepts: left_out.is_some().then_some(&accepts as _),
                weighs: &weight,
                ..Comparison::of(mine, theirs)
            };
            let plan = comparison.plan();
            let draw = lots(picks);
            let choices: Vec<Option<usize>> = plan
                .differences
                .iter()
                .map(|_| [None, Some(0), Some(1), Some(2)][draw(4)])
                .collect();
            let choice = |difference: &Difference| {
                let at = plan.differences.iter().position(|known| known == difference);
                at.and_then(|at| choices[at])
            };
            let mut editor = visitor(mine);
            editor.import(IMPORT.to_owned(), &plan, plan.settle(choice), now(9));
            let told = plan.differences.iter().filter_map(|difference| {
                let value = difference.outcome(choice(difference))?.clone();
                Some(((difference.task, difference.field), value))
            });
            prop_assert_eq!(values(editor.ledger()), told.collect::<BTreeMap<_, _>>());
        }
        Ok(())
    });
}

/// As many changes as a file may hold, in two halves that lie between each other. What merging does to each change
/// cannot be counted from outside, so this looks at the clock, but only against the same halves one after the
/// other, which no load of the machine favours. Moving all later changes for each one would take thirty times as long.
#[test]
fn law_16_cost_is_linear() {
    let all = u64::try_from(Limits::FILE.changes).unwrap();
    let of = |walls: &mut dyn Iterator<Item = u64>| {
        let mut ledger = Ledger::new(BUNDLED_ID);
        for wall in walls {
            let stamp = Stamp { wall: Millis(wall), counter: 0, actor: actor(1) };
            let (value, unknown) = (Some(Value::Flag(true)), Unknown::new());
            let change = Change { stamp, value, after: Vec::new(), unknown };
            ledger.absorb(TaskNumber(1), Field::Standing, change);
        }
        ledger
    };
    let (low, high) = (of(&mut (0..all / 2)), of(&mut (all / 2..all)));
    let (even, odd) = (of(&mut (0..all).step_by(2)), of(&mut (1..all).step_by(2)));
    let best_of_three = |mine: &Ledger, theirs: &Ledger| {
        let time = |_| {
            let started = Instant::now();
            assert_eq!(merge::merge(mine, theirs).changes().count(), Limits::FILE.changes);
            started.elapsed()
        };
        (0..3).map(time).min().unwrap()
    };
    let (after, between) = (best_of_three(&low, &high), best_of_three(&even, &odd));
    assert!(between < 10 * after, "{between:?} instead of {after:?}");
}
