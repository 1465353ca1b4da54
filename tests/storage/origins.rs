//! 来源: where each value came from, as this machine noted it; and a note that is damaged, newer, too long or
//! hostile harms nothing.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use policy_ledger::format::encode;
use policy_ledger::inbox::rollup::RollUp;
use policy_ledger::json::Layout;
use policy_ledger::ledger::merge;
use policy_ledger::ledger::{
    Actor, Change, Edit, Editor, Field, Item, Ledger, Millis, Now, Parts, Reporter, Stamp, Value,
};
use policy_ledger::outbox::edition::{Edition, edit};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};
use policy_ledger::storage::origins::{MAX_TOTAL_UNITS, Origin, Origins};
use policy_ledger::storage::repository::{Opening, Repository, Store, StoreError};
use proptest::prelude::*;

const TASK: TaskNumber = TaskNumber(6);
const KEY: &str = "policy-ledger:guangzhou-financial-hub-2021:ledger:origins";
const UNKNOWN: &str = "不详（没有留下导入记录）";

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

/// 2022-06-24 00:00 in Guangzhou and so many minutes.
fn now(minute: u64) -> Now {
    Now { at: Millis(1_656_000_000_000 + minute * 60_000), offset_minutes: 480 }
}

fn editor(actor: u64) -> Editor {
    Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(actor), Reporter::default())
}

fn report(editor: &mut Editor, task: TaskNumber, field: Field, value: Value, minute: u64) {
    let edit = Edit { task, field, value: Some(value) };
    assert!(editor.apply("填报".to_owned(), vec![edit], now(minute)));
}

fn percent(editor: &mut Editor, percent: u8, minute: u64) {
    report(editor, TASK, Field::Percent, Value::Percent(percent), minute);
}

fn remark(editor: &mut Editor, text: &str, minute: u64) {
    report(editor, TASK, Field::Remark, Value::Text(text.to_owned()), minute);
}

/// A machine that takes files in: the editor at it, and what it notes.
struct Machine {
    editor: Editor,
    origins: Origins,
}

impl Machine {
    fn new() -> Self {
        Self { editor: editor(1), origins: Origins::default() }
    }

    fn take_in(&mut self, files: &[(&str, &Ledger)], minute: u64) {
        let read = self.read(files, minute);
        self.accept(&read, minute, |_| true);
    }

    /// Reads files up to their preview.
    fn read(&self, files: &[(&str, &Ledger)], minute: u64) -> RollUp {
        let mut roll_up = RollUp::default();
        for (name, ledger) in files {
            let text = encode(ledger, None, Layout::Compact);
            let mine = self.editor.ledger();
            roll_up.add((*name).to_owned(), text.as_bytes(), mine, policy(), now(minute));
        }
        while roll_up.finish() {}
        roll_up
    }

    fn accept(&mut self, read: &RollUp, minute: u64, accept: fn(&Change) -> bool) {
        let plan = merge::plan_of(self.editor.ledger(), read.all(), |_, _, c| accept(c));
        self.editor.import("导入".to_owned(), &plan, Vec::new(), now(minute));
        read.note_origins(&mut self.origins, &plan.diff, self.editor.ledger(), now(minute).at);
        // Whatever is noted is read as it was written.
        let printed = self.origins.print();
        assert_eq!(Origins::parse(&printed).as_ref(), Some(&self.origins), "{printed}");
    }

    /// Where what stands in a field comes from: the name of the file, or the words.
    fn origin(&self, field: Field) -> String {
        let stamp = self.stamp(field);
        let is_own = stamp.actor == Actor::from_bits(1);
        match self.origins.of(TASK, &stamp, is_own) {
            Origin::File(file) => file.name.clone(),
            other => other.print(now(0)),
        }
    }

    fn stamp(&self, field: Field) -> Stamp {
        let history = self.editor.ledger().entry(TASK).history(field).unwrap();
        history.current().unwrap().stamp.clone()
    }
}

#[test]
fn a_value_is_from_here_from_a_file_or_from_nobody_knows_where() {
    let mut theirs = editor(2);
    percent(&mut theirs, 30, 0);
    let mut machine = Machine::new();
    remark(&mut machine.editor, "自己写的", 1);
    machine.take_in(&[("市财政局.json", theirs.ledger())], 2);
    assert_eq!(machine.origin(Field::Percent), "市财政局.json");
    assert_eq!(machine.origin(Field::Remark), "本机填写");
    let stamp = machine.stamp(Field::Percent);
    let origin = machine.origins.of(TASK, &stamp, false);
    assert_eq!(origin.print(now(0)), "“市财政局.json”，2022-06-24 00:02导入");
    // The same moment elsewhere is something else.
    assert_eq!(machine.origins.of(TaskNumber(7), &stamp, false), Origin::Unknown);
    let other = Stamp { actor: Actor::from_bits(3), ..stamp };
    assert_eq!(machine.origins.of(TASK, &other, false), Origin::Unknown);
    // What is written over it here is ours, and what came without a note is nobody's.
    percent(&mut machine.editor, 40, 3);
    assert_eq!(machine.origin(Field::Percent), "本机填写");
    percent(&mut theirs, 50, 4);
    machine.editor.catch_up(theirs.ledger().clone());
    assert_eq!(machine.origin(Field::Percent), UNKNOWN);
}

#[test]
fn of_two_files_with_the_same_change_the_first_brought_it() {
    let mut theirs = editor(2);
    percent(&mut theirs, 30, 0);
    let first = theirs.ledger().clone();
    remark(&mut theirs, "后来写的", 1);
    let mut machine = Machine::new();
    machine.take_in(&[("一月.json", &first)], 2);
    machine.take_in(&[("二月.json", theirs.ledger())], 3);
    assert_eq!(machine.origin(Field::Percent), "一月.json");
    assert_eq!(machine.origin(Field::Remark), "二月.json");
    // Nor does it matter whether they come one by one.
    let mut machine = Machine::new();
    machine.take_in(&[("一月.json", &first), ("二月.json", theirs.ledger())], 2);
    assert_eq!(machine.origin(Field::Percent), "一月.json");
    assert_eq!(machine.origin(Field::Remark), "二月.json");
}

#[test]
fn what_an_edition_left_out_is_from_the_file_that_brought_it() {
    let mut theirs = editor(2);
    percent(&mut theirs, 10, 0);
    remark(&mut theirs, "【内部】不外传", 1);
    let measure = Field::Measure(Item::from_bits(7));
    let parts = Parts { text: "方案".to_owned(), by: "张三".to_owned(), ..Parts::default() };
    report(&mut theirs, TASK, measure, Value::record(measure, parts).unwrap(), 2);
    percent(&mut theirs, 30, 3);
    let external = edit(theirs.ledger(), policy(), Edition::External);
    let mut machine = Machine::new();
    machine.take_in(&[("对外版.json", &external)], 4);
    assert_eq!(machine.origin(measure), "对外版.json");
    machine.take_in(&[("内部版.json", theirs.ledger())], 5);
    // Written between what the external edition has, yet not in it.
    assert_eq!(machine.origin(Field::Remark), "内部版.json");
    assert_eq!(machine.origin(Field::Percent), "对外版.json");
    // With the name in it, it is what the second file says.
    assert_eq!(machine.origin(measure), "内部版.json");
}

#[test]
fn what_lay_between_and_was_known_keeps_its_origin() {
    let mut theirs = editor(2);
    percent(&mut theirs, 10, 0);
    let since = theirs.ledger().clone();
    remark(&mut theirs, "中间的", 1);
    let middle = edit(theirs.ledger(), policy(), Edition::Incremental(&since));
    report(&mut theirs, TASK, Field::Problems, Value::Text("缺人".to_owned()), 2);
    let mut machine = Machine::new();
    machine.take_in(&[("增量.json", &middle)], 3);
    machine.take_in(&[("全部.json", theirs.ledger())], 4);
    assert_eq!(machine.origin(Field::Remark), "增量.json");
    for field in [Field::Percent, Field::Problems] {
        assert_eq!(machine.origin(field), "全部.json");
    }
}

#[test]
fn an_import_taken_back_counts_again_once_redone_and_not_where_another_came() {
    let mut theirs = editor(2);
    percent(&mut theirs, 30, 0);
    let mut machine = Machine::new();
    machine.take_in(&[("甲.json", theirs.ledger())], 1);
    machine.editor.undo(now(2)).unwrap();
    assert!(machine.editor.ledger().entry(TASK).is_blank());
    machine.editor.redo(now(3)).unwrap();
    assert_eq!(machine.origin(Field::Percent), "甲.json");
    machine.editor.undo(now(4)).unwrap();
    machine.take_in(&[("乙.json", theirs.ledger())], 5);
    assert_eq!(machine.origin(Field::Percent), "乙.json");
}

#[test]
fn who_settles_a_conflict_chooses_what_came_in_a_file() {
    let mut theirs = editor(2);
    percent(&mut theirs, 30, 0);
    let mut machine = Machine::new();
    percent(&mut machine.editor, 40, 1);
    machine.take_in(&[("市财政局.json", theirs.ledger())], 2);
    percent(&mut machine.editor, 30, 3);
    let history = |machine: &Machine| {
        machine.editor.ledger().entry(TASK).history(Field::Percent).unwrap().clone()
    };
    let chosen = history(&machine);
    let chosen = chosen.chosen_by(chosen.current().unwrap()).unwrap();
    assert_eq!(chosen.stamp.actor, Actor::from_bits(2));
    assert!(matches!(
        machine.origins.of(TASK, &chosen.stamp, false),
        Origin::File(file) if file.name == "市财政局.json"
    ));
    // A third value is no choice, nor is the same once more.
    for value in [50, 30] {
        percent(&mut machine.editor, value, 4);
        let history = history(&machine);
        assert_eq!(history.chosen_by(history.current().unwrap()), None, "{value}");
    }
    let mut machine = Machine::new();
    percent(&mut machine.editor, 40, 1);
    machine.take_in(&[("市财政局.json", theirs.ledger())], 2);
    percent(&mut machine.editor, 50, 3);
    let history = history(&machine);
    assert_eq!(history.chosen_by(history.current().unwrap()), None);
}

#[test]
fn all_there_is_can_come_at_once() {
    let mut theirs = editor(2);
    percent(&mut theirs, 30, 0);
    remark(&mut theirs, "备注", 1);
    let mut machine = Machine::new();
    machine.editor.catch_up(theirs.ledger().clone());
    machine.origins.note_all("随网页带来", machine.editor.ledger(), now(2).at);
    percent(&mut machine.editor, 40, 3);
    assert_eq!(machine.origin(Field::Remark), "随网页带来");
    assert_eq!(machine.origin(Field::Percent), "本机填写");
}

#[test]
fn what_was_left_out_is_not_noted() {
    let (mut a, mut b) = (editor(2), editor(3));
    percent(&mut a, 30, 0);
    remark(&mut b, "不是我的事", 1);
    let mut machine = Machine::new();
    let files = [("a.json", a.ledger()), ("b.json", b.ledger())];
    let read = machine.read(&files, 2);
    machine.accept(&read, 2, |change| change.stamp.actor == Actor::from_bits(2));
    assert_eq!(machine.origin(Field::Percent), "a.json");
    assert!(!machine.origins.print().contains("b.json"), "{}", machine.origins.print());
    machine.editor.catch_up(b.ledger().clone());
    assert_eq!(machine.origin(Field::Remark), UNKNOWN);
}

#[test]
fn what_another_window_took_in_while_a_preview_was_open_keeps_its_origin() {
    let mut theirs = editor(2);
    percent(&mut theirs, 30, 0);
    let mut machine = Machine::new();
    let waiting = machine.read(&[("乙.json", theirs.ledger())], 1);
    machine.take_in(&[("甲.json", theirs.ledger())], 2);
    machine.accept(&waiting, 3, |_| true);
    assert_eq!(machine.origin(Field::Percent), "甲.json");
}

#[test]
fn the_name_of_a_file_is_only_a_name() {
    let hostile = [
        "@0 b.json\n00000000 6.0.0.ffffffffffff.0\n.json",
        "<img src=x onerror=alert(1)>.json",
        "甲\u{202e}nosj.\u{0}乙\r\n\t.json",
        "",
    ];
    let mut machine = Machine::new();
    for (nth, name) in hostile.into_iter().enumerate() {
        let mut theirs = editor(2 + nth as u64);
        percent(&mut theirs, u8::try_from(nth).unwrap(), nth as u64);
        machine.take_in(&[(name, theirs.ledger())], 10 + nth as u64);
        let shown = machine.origin(Field::Percent);
        assert!(!shown.contains(|c: char| c.is_control() || c == '\u{202e}'), "{shown:?}");
        let words: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
        let clean = |c: &char| !c.is_whitespace() && !c.is_control() && *c != '\u{202e}';
        assert_eq!(words, name.chars().filter(clean).collect::<String>());
    }
    let mut theirs = editor(9);
    percent(&mut theirs, 99, 20);
    machine.take_in(&[(&"长".repeat(10_000), theirs.ledger())], 21);
    assert_eq!(machine.origin(Field::Percent).chars().count(), 200);
}

#[test]
fn the_oldest_goes_first_and_the_text_stays_within_its_budget() {
    let mut machine = Machine::new();
    let name = |nth: u64| format!("{nth:04}{}", "名".repeat(196));
    for nth in 0..1_000 {
        let mut theirs = editor(2 + nth);
        percent(&mut theirs, u8::try_from(nth % 100).unwrap(), nth);
        let read = machine.read(&[(&name(nth), theirs.ledger())], nth);
        machine.editor.catch_up(theirs.ledger().clone());
        read.note_origins(&mut machine.origins, read.all(), machine.editor.ledger(), now(nth).at);
    }
    let printed = machine.origins.print();
    let length = printed.encode_utf16().count();
    assert!(length <= MAX_TOTAL_UNITS && length > MAX_TOTAL_UNITS - 500, "{length}");
    machine.origins = Origins::parse(&printed).unwrap();
    assert_eq!(machine.origin(Field::Percent), name(999));
    assert!(!printed.contains(&name(0)) && printed.contains(&name(500)));
}

#[test]
fn one_file_of_very_many_people_pushes_no_other_out() {
    let mut theirs = editor(2);
    remark(&mut theirs, "有用的", 0);
    let mut machine = Machine::new();
    machine.take_in(&[("市财政局.json", theirs.ledger())], 1);
    let mut crowd = Ledger::new(BUNDLED_ID);
    for nth in 0..2_500_u16 {
        let stamp = Stamp {
            wall: now(u64::from(nth)).at,
            counter: 0,
            actor: Actor::from_bits(100 + u64::from(nth)),
        };
        let change = Change {
            stamp,
            value: Some(Value::Percent(50)),
            after: Vec::new(),
            unknown: policy_ledger::ledger::Unknown::new(),
        };
        crowd.absorb(TASK, Field::Percent, change);
    }
    machine.take_in(&[("一人一处.json", &crowd)], 9_000);
    assert_eq!(machine.origin(Field::Percent), UNKNOWN);
    assert_eq!(machine.origin(Field::Remark), "市财政局.json");
}

/// A note as a machine would keep it.
fn noted() -> (Machine, String) {
    let (mut a, mut b) = (editor(2), editor(3));
    percent(&mut a, 30, 0);
    remark(&mut b, "备注", 1);
    let mut machine = Machine::new();
    machine.take_in(&[("甲.json", a.ledger()), ("乙.json", b.ledger())], 2);
    let text = machine.origins.print();
    (machine, text)
}

#[test]
fn a_damaged_note_is_no_note() {
    let (_, text) = noted();
    for damaged in ["", "null", "{}", "@", "slot a 0123456789abcdef", &text[1..]] {
        assert_eq!(Origins::parse(damaged), Some(Origins::default()), "{damaged}");
    }
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        assert_eq!(Origins::parse(&text[..at]), Some(Origins::default()), "cut at {at}");
    }
    assert_eq!(Origins::parse(&text.repeat(10_000)), Some(Origins::default()), "too long");
}

/// FNV-1a over words, as a note is framed.
fn framed(line: &str, body: &str) -> String {
    let text = format!("{line}\n{body}");
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x0100_0000_01b3);
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum: u64, word| {
        step(sum, u64::from_le_bytes(*word)).rotate_left(29)
    });
    let sum = rest.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)));
    format!("{sum:016x} {text}")
}

#[test]
fn a_note_that_is_whole_and_says_nonsense_is_no_note() {
    let (machine, text) = noted();
    let body = text.split_once('\n').unwrap().1;
    assert_eq!(Origins::parse(&framed("1 0 origins", body)), Some(machine.origins));
    let head = "@18195c1a400 甲.json\n";
    for body in [
        "20000000 6.0.0.0.0\n".to_owned(),
        "@x 甲.json\n".to_owned(),
        "@18195c1a400\n".to_owned(),
        format!("{head}20000000\n"),
        format!("{head}2000000z 6.0.0.0.0\n"),
        format!("{head}20000000 6.0.0.0\n"),
        format!("{head}20000000 6.0.0.0.0.0\n"),
        format!("{head}20000000 10000.0.0.0.0\n"),
        format!("{head}20000000 6.0.100000000.0.0\n"),
        format!("{head}20000000 6.ffffffffffffffff.0.1.0\n"),
        format!("{head}20000000 6.0.0.0.0  7.0.0.0.0\n"),
    ] {
        let text = framed("1 0 origins", &body);
        assert_eq!(Origins::parse(&text), Some(Origins::default()), "{body}");
    }
}

#[test]
fn what_a_newer_version_noted_stays() {
    let newer = framed("2 0 origins", "whatever it may say");
    assert_eq!(Origins::parse(&newer), None);
    let memory = Memory::default();
    memory.put(&newer);
    let repository = Repository::new(Some(memory.clone()), BUNDLED_ID);
    repository.note_origins(|_| panic!("it is not to be written over"));
    assert_eq!(memory.get(), Some(newer));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_all_is_read(text in any::<String>(), body in "[@0-9a-f. \n甲]{0,80}") {
        drop(Origins::parse(&text));
        let read = Origins::parse(&framed("1 0 origins", &body)).unwrap();
        prop_assert_eq!(Origins::parse(&read.print()), Some(read));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever parts of a history come in whatever files, some taken back again: each change is from the file that
    /// first brought it.
    #[test]
    fn a_change_is_from_the_file_that_brought_it(
        made in prop::collection::vec((2..5_u64, 0..3_usize), 1..12),
        imports in prop::collection::vec((any::<u16>(), any::<u16>(), any::<bool>()), 1..8),
    ) {
        let mut world = Ledger::new(BUNDLED_ID);
        let mut editors = [editor(2), editor(3), editor(4)];
        for ((who, what), minute) in made.into_iter().zip(0..) {
            let editor = &mut editors[usize::try_from(who - 2).unwrap()];
            let field = [Field::Remark, Field::Problems, Field::NextSteps][what];
            report(editor, TASK, field, Value::Text(format!("{minute}")), minute);
            world = merge::merge(&world, editor.ledger());
        }
        // Of these bits, one for each minute, a file holds the changes.
        let file = |bits: u16| world.only(|_, _, change| {
            bits >> ((change.stamp.wall.0 - now(0).at.0) / 60_000) & 1 == 1
        });
        let mut machine = Machine::new();
        let mut known: BTreeMap<Stamp, String> = BTreeMap::new();
        for ((one, other, is_taken_back), nth) in imports.into_iter().zip(100..) {
            let names = [format!("{nth}a"), format!("{nth}b")];
            let ledgers = [file(one), file(other)];
            machine.take_in(&[(&names[0], &ledgers[0]), (&names[1], &ledgers[1])], nth);
            let before = known.clone();
            for (name, ledger) in names.iter().zip(&ledgers) {
                for (.., change) in ledger.changes() {
                    known.entry(change.stamp.clone()).or_insert_with(|| name.clone());
                }
            }
            if is_taken_back && before != known {
                machine.editor.undo(now(nth)).unwrap();
                known = before;
            }
        }
        for (stamp, name) in known {
            match machine.origins.of(TASK, &stamp, false) {
                Origin::File(file) => prop_assert_eq!(&file.name, &name),
                other => prop_assert!(false, "{other:?}, not {name}"),
            }
        }
    }
}

/// A store in memory with so much room, in UTF-16 code units.
#[derive(Clone)]
struct Memory(Rc<RefCell<BTreeMap<String, String>>>, Rc<Cell<usize>>);

impl Default for Memory {
    fn default() -> Self {
        Self(Rc::default(), Rc::new(Cell::new(usize::MAX)))
    }
}

impl Memory {
    fn put(&self, text: &str) {
        self.0.borrow_mut().insert(KEY.to_owned(), text.to_owned());
    }

    fn get(&self) -> Option<String> {
        self.0.borrow().get(KEY).cloned()
    }

    fn taken(&self) -> usize {
        let units = |text: &String| text.encode_utf16().count();
        self.0.borrow().iter().map(|(key, text)| units(key) + units(text)).sum()
    }
}

impl Store for Memory {
    fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.0.borrow().get(key).cloned())
    }

    fn write(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let before = self.0.borrow_mut().insert(key.to_owned(), text.to_owned());
        if self.taken() <= self.1.get() {
            return Ok(());
        }
        match before {
            Some(before) => self.0.borrow_mut().insert(key.to_owned(), before),
            None => self.0.borrow_mut().remove(key),
        };
        Err(StoreError::Full)
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.0.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.0.borrow().keys().cloned().collect())
    }
}

#[test]
fn a_note_is_kept_beside_the_ledger_and_is_none_of_its_concern() {
    let (machine, text) = noted();
    let memory = Memory::default();
    let mut repository = Repository::new(Some(memory.clone()), BUNDLED_ID);
    repository.open(policy(), BUNDLED_ID, now(0));
    repository.save(machine.editor.ledger(), policy(), now(3)).unwrap();
    repository.note_origins(|origins| *origins = machine.origins.clone());
    assert_eq!(repository.origins_text(), text);
    assert_eq!(repository.usage().others, (KEY.len() + text.encode_utf16().count()));
    for there in [text.as_str(), "{broken", "", &framed("2 0 origins", "")] {
        memory.put(there);
        let mut repository = Repository::new(Some(memory.clone()), BUNDLED_ID);
        let (ledger, opening) = repository.open(policy(), BUNDLED_ID, now(4));
        assert_eq!((&ledger, opening), (machine.editor.ledger(), Opening::Loaded(Vec::new())));
        assert_eq!((repository.snapshots().len(), repository.quarantined().len()), (0, 0));
        assert_eq!(memory.get().as_deref(), Some(there));
    }
    Repository::forget(&memory).unwrap();
    assert_eq!(memory.taken(), 0);
    // Where there is no storage nothing is noted, and nothing fails.
    let nowhere = Repository::<Memory>::new(None, BUNDLED_ID);
    nowhere.note_origins(|origins| *origins = machine.origins.clone());
    assert_eq!(nowhere.origins_text(), "");
}

#[test]
fn a_note_takes_no_room_from_the_ledger() {
    let (mut machine, text) = noted();
    let memory = Memory::default();
    let mut repository = Repository::new(Some(memory.clone()), BUNDLED_ID);
    repository.open(policy(), BUNDLED_ID, now(0));
    for minute in 3..6 {
        percent(&mut machine.editor, u8::try_from(minute).unwrap(), minute);
        repository.save(machine.editor.ledger(), policy(), now(minute)).unwrap();
    }
    // No room for a note: nothing is said of it, and what was there stays.
    memory.1.set(memory.taken() + KEY.len());
    repository.note_origins(|origins| *origins = machine.origins.clone());
    assert_eq!(memory.get(), None);
    // No room for the ledger but that of the note.
    memory.1.set(usize::MAX);
    memory.put(&text);
    memory.1.set(memory.taken());
    remark(&mut machine.editor, "一句话", 7);
    repository.save(machine.editor.ledger(), policy(), now(7)).unwrap();
    assert_eq!(memory.get(), None);
    let mut repository = Repository::new(Some(memory), BUNDLED_ID);
    assert_eq!(&repository.open(policy(), BUNDLED_ID, now(8)).0, machine.editor.ledger());
}
