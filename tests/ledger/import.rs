//! What a file from elsewhere may do to a ledger, and what it may not. The cases are numbered as in `keeping.rs`, in
//! the list that the tests of storage are written from; each test names the one it holds.

use policy_ledger::format::{
    DecodeError, Export, Limits, Place, clocks_message, code_of, decode, encode,
};
use policy_ledger::json::Layout;
use policy_ledger::ledger::clock::{FastClock, TOLERANCE_MINUTES, fast_clocks};
use policy_ledger::ledger::merge::{self, Plan, Relation};
use policy_ledger::ledger::stamp::LAST_COUNTER;
use policy_ledger::ledger::{
    Actor, Change, Edit, Editor, Field, History, Item, Ledger, Millis, Now, Parts, Reporter, Stamp,
    Status, Unknown, Value,
};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};

const GOLDEN: &str = include_str!("../data/ledger-v1.json");

const TASK: TaskNumber = TaskNumber(1);
const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;
const YEAR: u64 = 365 * DAY;

/// 2022-06-30 in the morning.
const START: u64 = 1_656_547_200_000;

fn now(at: u64) -> Now {
    Now { at: Millis(at), offset_minutes: 480 }
}

fn minute(n: u64) -> u64 {
    START + n * MINUTE
}

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn editor(n: u64, name: &str) -> Editor {
    let reporter = Reporter { name: name.to_owned(), unit: "市财政局".to_owned() };
    Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(n), reporter)
}

fn two() -> (Editor, Editor) {
    (editor(1, "张某"), editor(2, "王某"))
}

fn set(editor: &mut Editor, field: Field, value: Option<Value>, at: u64) {
    let edit = Edit { task: TASK, field, value };
    assert!(editor.apply("改".to_owned(), vec![edit], now(at)), "the edit changes something");
}

fn percent(editor: &mut Editor, percent: u8, at: u64) {
    set(editor, Field::Percent, Some(Value::Percent(percent)), at);
}

/// What a colleague gets: the ledger as a file, read again.
fn sent(ledger: &Ledger) -> Ledger {
    let text = encode(ledger, None, Layout::Pretty);
    decode(text.as_bytes(), policy(), Limits::FILE).unwrap().ledger
}

/// Takes in a file after its preview; of contested values, those are settled that `settle` holds.
fn take_in(editor: &mut Editor, theirs: &Ledger, settle: Vec<Edit>, at: u64) -> Plan {
    let plan = merge::plan(editor.ledger(), theirs);
    editor.import("导入".to_owned(), &plan, settle, now(at));
    plan
}

/// Each sends the other everything.
fn exchange(a: &mut Editor, b: &mut Editor, at: u64) {
    let file = sent(a.ledger());
    take_in(a, &sent(b.ledger()), Vec::new(), at);
    take_in(b, &file, Vec::new(), at);
}

fn value(ledger: &Ledger, field: Field) -> Option<Value> {
    ledger.entry(TASK).value(field).cloned()
}

fn is_contested(ledger: &Ledger, field: Field) -> bool {
    ledger.entry(TASK).history(field).is_some_and(History::is_contested)
}

fn relations(plan: &Plan) -> Vec<Relation> {
    plan.differences.iter().map(|difference| difference.relation).collect()
}

#[test]
fn r11_an_older_export_changes_nothing_newer_and_is_called_older() {
    let (mut mine, mut other) = two();
    percent(&mut mine, 20, minute(1));
    set(&mut mine, Field::Status, Some(Value::Status(Status::Underway)), minute(1));
    exchange(&mut mine, &mut other, minute(2));
    let exports = [sent(mine.ledger()), sent(other.ledger())];
    percent(&mut mine, 40, minute(3));
    exchange(&mut mine, &mut other, minute(4));
    percent(&mut other, 60, minute(5));
    exchange(&mut mine, &mut other, minute(6));
    for editor in [&mut mine, &mut other] {
        let current = editor.ledger().clone();
        for old in &exports {
            let plan = take_in(editor, old, Vec::new(), minute(7));
            assert_eq!(*editor.ledger(), current);
            assert!(plan.is_empty(), "nothing to import");
            assert_eq!(relations(&plan), [Relation::Same, Relation::MineNewer]);
        }
        assert_eq!(value(editor.ledger(), Field::Percent), Some(Value::Percent(60)));
    }
}

/// A stale copy on which somebody went on working brings only that work.
#[test]
fn r11_a_stale_copy_brings_what_is_new_in_it_and_no_more() {
    let (mut mine, mut other) = two();
    percent(&mut mine, 20, minute(1));
    exchange(&mut mine, &mut other, minute(2));
    percent(&mut mine, 40, minute(3));
    set(&mut other, Field::Remark, Some(Value::Text("已报".to_owned())), minute(9));
    let plan = take_in(&mut mine, &sent(other.ledger()), Vec::new(), minute(10));
    assert_eq!(relations(&plan), [Relation::MineNewer, Relation::TheirsNewer]);
    assert_eq!(value(mine.ledger(), Field::Percent), Some(Value::Percent(40)));
    assert_eq!(value(mine.ledger(), Field::Remark), Some(Value::Text("已报".to_owned())));
}

mod r12 {
    use super::*;

    /// What can be filled in and emptied again, with two things to stand there.
    fn fields() -> Vec<(Field, [Value; 2])> {
        let record = |field: Field, text: &str| {
            let parts = Parts { text: text.to_owned(), ..Parts::default() };
            Value::record(field, parts).unwrap()
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let items =
            [Field::Measure, Field::Note, Field::Evidence].map(|list| list(Item::from_bits(7)));
        let mut fields: Vec<_> = items
            .into_iter()
            .map(|item| (item, [record(item, "甲"), record(item, "乙")]))
            .collect();
        fields.push((Field::Progress, [text("甲"), text("乙")]));
        fields.push((Field::Percent, [Value::Percent(10), Value::Percent(20)]));
        fields.push((Field::SignOff, ["甲", "乙"].map(|text| record(Field::SignOff, text))));
        fields
    }

    /// One deletes and the other edits, in ignorance of each other, either of them first, sent in either direction.
    /// Both see that both changed, neither is lost, and what one chooses stands everywhere.
    #[test]
    fn r12_delete_and_edit_are_both_shown_and_either_can_be_chosen() {
        for (field, [before, after]) in fields() {
            for (deletes, edits) in [(minute(5), minute(6)), (minute(6), minute(5))] {
                for keeps in [true, false] {
                    for deleter_imports in [true, false] {
                        let (mut deleter, mut editor) = two();
                        set(&mut deleter, field, Some(before.clone()), minute(1));
                        exchange(&mut deleter, &mut editor, minute(2));
                        set(&mut deleter, field, None, deletes);
                        set(&mut editor, field, Some(after.clone()), edits);
                        let (mine, theirs) = if deleter_imports {
                            (&mut deleter, &mut editor)
                        } else {
                            (&mut editor, &mut deleter)
                        };
                        let chosen = keeps.then_some(&after);
                        check(mine, theirs, field, chosen);
                    }
                }
            }
        }
    }

    #[track_caller]
    fn check(mine: &mut Editor, theirs: &mut Editor, field: Field, chosen: Option<&Value>) {
        let file = sent(theirs.ledger());
        let plan = merge::plan(mine.ledger(), &file);
        assert_eq!(relations(&plan), [Relation::BothChanged], "{field:?}");
        let unsettled = merge::merge(mine.ledger(), &file);
        assert!(is_contested(&unsettled, field));
        assert_eq!(unsettled.entry(TASK).log().count(), 3, "neither is lost");
        let later = mine.ledger().newest().max(file.newest()).unwrap();
        let shown = unsettled.entry(TASK).latest().unwrap();
        assert_eq!(shown.stamp, *later, "until someone chooses, the later is shown");
        let settle = vec![Edit { task: TASK, field, value: chosen.cloned() }];
        take_in(mine, &file, settle, minute(9));
        let plan = take_in(theirs, &sent(mine.ledger()), Vec::new(), minute(9));
        assert_eq!(plan.count(Relation::BothChanged), 0, "a choice is no new conflict");
        for ledger in [mine.ledger(), theirs.ledger()] {
            assert_eq!(value(ledger, field).as_ref(), chosen);
            assert!(!is_contested(ledger, field));
            assert_eq!(ledger.entry(TASK).log().count(), 4);
        }
    }

    /// Who deleted knew what stood there: it does not come back with anybody's copy of it.
    #[test]
    fn r12_what_was_deleted_knowingly_does_not_come_back() {
        for (field, [before, after]) in fields() {
            let (mut deleter, mut editor) = two();
            set(&mut deleter, field, Some(before), minute(1));
            exchange(&mut deleter, &mut editor, minute(2));
            set(&mut editor, field, Some(after), minute(8));
            let copy = sent(editor.ledger());
            take_in(&mut deleter, &copy, Vec::new(), minute(3));
            set(&mut deleter, field, None, minute(4));
            let plan = take_in(&mut deleter, &copy, Vec::new(), minute(10));
            assert_eq!(relations(&plan), [Relation::MineNewer], "{field:?}");
            assert_eq!(value(deleter.ledger(), field), None);
            let plan = take_in(&mut editor, &sent(deleter.ledger()), Vec::new(), minute(10));
            assert_eq!(relations(&plan), [Relation::TheirsNewer]);
            assert_eq!(value(editor.ledger(), field), None);
        }
    }

    /// And what was filled in again after it was deleted stays, whoever sends the deletion.
    #[test]
    fn r12_what_was_filled_in_again_is_not_deleted_again() {
        for (field, [before, after]) in fields() {
            let (mut deleter, mut editor) = two();
            set(&mut deleter, field, Some(before), minute(1));
            set(&mut deleter, field, None, minute(9));
            let deletion = sent(deleter.ledger());
            take_in(&mut editor, &deletion, Vec::new(), minute(2));
            set(&mut editor, field, Some(after.clone()), minute(3));
            take_in(&mut editor, &deletion, Vec::new(), minute(10));
            take_in(&mut deleter, &sent(editor.ledger()), Vec::new(), minute(10));
            for ledger in [deleter.ledger(), editor.ledger()] {
                assert_eq!(value(ledger, field), Some(after.clone()));
            }
        }
    }
}

mod r13 {
    use super::*;

    /// The clocks a machine can have: right, a year ahead, twenty years behind.
    const CLOCKS: [i64; 3] = [0, YEAR.cast_signed(), -20 * YEAR.cast_signed()];

    fn by(clock: i64, n: u64) -> u64 {
        minute(n).saturating_add_signed(clock)
    }

    #[test]
    fn r13_stamps_never_go_back_whatever_the_clocks_do() {
        for first in CLOCKS {
            for second in CLOCKS {
                let (mut mine, mut other) = two();
                let mut newest: Option<Stamp> = None;
                for n in 1..12 {
                    let (editor, clock) =
                        if n % 2 == 0 { (&mut mine, first) } else { (&mut other, second) };
                    percent(editor, u8::try_from(n).unwrap(), by(clock, n));
                    let stamp = editor.ledger().newest().cloned();
                    assert!(stamp > newest, "{stamp:?} after {newest:?}");
                    newest = stamp;
                    exchange(&mut mine, &mut other, minute(n));
                    assert_eq!(mine.ledger(), other.ledger());
                    let last = Some(Value::Percent(u8::try_from(n).unwrap()));
                    assert_eq!(value(mine.ledger(), Field::Percent), last, "who knew wins");
                    assert!(!is_contested(mine.ledger(), Field::Percent));
                }
            }
        }
    }

    #[test]
    fn r13_one_machine_whose_clock_jumps_keeps_its_order() {
        let mut mine = editor(1, "张某");
        let mut newest: Option<Stamp> = None;
        for (n, clock) in (1..).zip(CLOCKS.into_iter().cycle().take(9)) {
            percent(&mut mine, n, by(clock, n.into()));
            let stamp = mine.ledger().newest().cloned();
            assert!(stamp > newest);
            newest = stamp;
            assert_eq!(value(&sent(mine.ledger()), Field::Percent), Some(Value::Percent(n)));
        }
    }

    /// Who knows of a stamp from the future writes after it, and that holds everywhere, in either direction.
    #[test]
    fn r13_a_stamp_from_the_future_locks_no_field() {
        for behind in [0, 20 * YEAR] {
            let (mut mine, mut fast) = two();
            percent(&mut fast, 90, START + YEAR);
            take_in(&mut mine, &sent(fast.ledger()), Vec::new(), minute(1));
            percent(&mut mine, 30, minute(2) - behind);
            for both in [
                merge::merge(mine.ledger(), fast.ledger()),
                merge::merge(fast.ledger(), mine.ledger()),
            ] {
                assert_eq!(value(&both, Field::Percent), Some(Value::Percent(30)));
                assert!(!is_contested(&both, Field::Percent));
            }
            let plan = take_in(&mut fast, &sent(mine.ledger()), Vec::new(), START + YEAR);
            assert_eq!(relations(&plan), [Relation::TheirsNewer]);
        }
    }

    /// Who did not know of it is asked, and what is chosen stands after it.
    #[test]
    fn r13_a_stamp_from_the_future_is_no_better_an_opinion() {
        let (mut mine, mut fast) = two();
        percent(&mut fast, 90, START + YEAR);
        percent(&mut mine, 30, minute(2));
        let file = sent(fast.ledger());
        assert_eq!(relations(&merge::plan(mine.ledger(), &file)), [Relation::BothChanged]);
        let settle = Edit { task: TASK, field: Field::Percent, value: Some(Value::Percent(30)) };
        take_in(&mut mine, &file, vec![settle], minute(3));
        let both = merge::merge(fast.ledger(), mine.ledger());
        assert_eq!(value(&both, Field::Percent), Some(Value::Percent(30)));
        assert!(!is_contested(&both, Field::Percent));
    }

    /// A stamp that leaves no later one would make everybody refuse the files of whoever worked on after it.
    #[test]
    fn r13_a_stamp_beyond_any_clock_is_refused_and_the_last_that_is_not_leaves_room() {
        let century = 36_525 * DAY;
        let file = |wall: u64| {
            let stamp =
                Stamp { wall: Millis(wall), counter: LAST_COUNTER, actor: Actor::from_bits(2) };
            let (value, after) = (Some(Value::Percent(90)), Vec::new());
            let mut ledger = Ledger::new(BUNDLED_ID);
            let change = Change { stamp, value, after, unknown: Unknown::new() };
            ledger.absorb(TASK, Field::Percent, change);
            ledger
        };
        let read = |ledger: &Ledger, at: u64| {
            let text = encode(ledger, None, Layout::Pretty);
            decode(text.as_bytes(), policy(), Limits::FILE.as_of(Millis(at)))
        };
        for (wall, at) in [(START + century + 1, START), (Limits::FILE.wall.0, START)] {
            let error = read(&file(wall), at).unwrap_err();
            assert_eq!(
                error,
                DecodeError::BadStamp {
                    place: Place { task: TASK, field: Field::Percent },
                    nth: 1
                }
            );
            assert!(error.message().contains("时间标记有误"), "{}", error.message());
        }
        for clock in [START, START - 20 * YEAR, 0] {
            assert!(read(&file(START + YEAR), clock).is_ok(), "clocks are off by years");
        }
        let mut mine = editor(1, "张某");
        let worst = read(&file(START + century), START).unwrap().ledger;
        take_in(&mut mine, &worst, Vec::new(), START);
        percent(&mut mine, 30, minute(1));
        let colleague = read(mine.ledger(), minute(2)).unwrap().ledger;
        assert_eq!(value(&colleague, Field::Percent), Some(Value::Percent(30)));
    }

    /// A text can still be typed, and is one change, while the clock is behind what it was stamped after.
    #[test]
    fn r13_typing_after_a_stamp_from_the_future_is_one_change() {
        let (mut mine, mut fast) = two();
        percent(&mut fast, 90, START + YEAR);
        take_in(&mut mine, &sent(fast.ledger()), Vec::new(), minute(1));
        for (n, words) in (0..).zip(["已", "已报", "已报市"]) {
            let value = Some(Value::Text(words.to_owned()));
            mine.type_text(
                "填写",
                Edit { task: TASK, field: Field::Progress, value },
                now(minute(2) + n),
            );
        }
        let history = mine.ledger().entry(TASK).history(Field::Progress).unwrap();
        assert_eq!(history.changes().len(), 1);
        assert_eq!(mine.ledger().entry(TASK).progress(), "已报市");
    }

    fn told(ledger: &Ledger, at: u64) -> Vec<(String, String)> {
        let clocks = fast_clocks(ledger, now(at));
        clocks.iter().map(|clock| (clock.reporter.name.clone(), clock.print_ahead())).collect()
    }

    #[test]
    fn r13_a_clock_that_is_ahead_is_told_of_with_its_owner() {
        let (mut mine, mut fast) = two();
        percent(&mut fast, 50, START + 3 * DAY);
        percent(&mut fast, 60, START + 3 * DAY + 5 * MINUTE);
        take_in(&mut mine, &sent(fast.ledger()), Vec::new(), START);
        for n in 1..4 {
            // Stamped after the other's, and with as good a clock as before.
            percent(&mut mine, u8::try_from(n).unwrap(), minute(n));
            let typed = Some(Value::Text("已".repeat(usize::try_from(n).unwrap())));
            mine.type_text(
                "填写",
                Edit { task: TASK, field: Field::Remark, value: typed },
                now(minute(n)),
            );
        }
        let file = sent(mine.ledger());
        assert!(
            file.changes().filter(|(.., change)| change.stamp.wall.0 > START + DAY).count() > 4
        );
        assert_eq!(told(&file, START), [("王某".to_owned(), "3天".to_owned())]);
        assert_eq!(
            clocks_message(&fast_clocks(&file, now(START))).unwrap(),
            "王某（市财政局）的电脑时间快3天，所填内容的时间不准，但仍可导入，也仍可修改。请对方校准电脑的日期和时间；如果是本机时间慢了，请校准本机。"
        );
        assert_eq!(told(&file, START + 4 * DAY), [], "the present has caught up");
        assert_eq!(clocks_message(&[]), None);
    }

    /// A text that its owner typed on after it was sent is stamped after those who worked on from it.
    #[test]
    fn r13_a_text_typed_on_is_still_told_of_as_its_owners() {
        let (mut mine, mut fast) = two();
        let typed = |words: &str| {
            let value = Some(Value::Text(words.to_owned()));
            Edit { task: TASK, field: Field::Progress, value }
        };
        fast.type_text("填写", typed("已"), now(START + DAY));
        take_in(&mut mine, &sent(fast.ledger()), Vec::new(), START);
        percent(&mut mine, 10, minute(1) + 7);
        fast.type_text("填写", typed("已报"), now(START + DAY + 1));
        let both = merge::merge(mine.ledger(), fast.ledger());
        assert_eq!(told(&both, START), [("王某".to_owned(), "24小时".to_owned())]);
    }

    #[test]
    fn r13_the_furthest_ahead_comes_first_and_each_once() {
        let mut editors = [editor(1, "张某"), editor(2, "王某"), editor(3, "")];
        for (editor, ahead) in editors.iter_mut().zip([20 * MINUTE, 2 * YEAR, DAY]) {
            percent(editor, 1, START + ahead);
            percent(editor, 2, START + ahead + 1);
        }
        let all = editors
            .iter()
            .fold(Ledger::default(), |all, editor| merge::merge(&all, editor.ledger()));
        let names: Vec<_> = told(&all, START).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["王某", "", "张某"]);
        let message = clocks_message(&fast_clocks(&all, now(START))).unwrap();
        assert!(
            message.starts_with("王某（市财政局）的电脑时间快730天、市财政局的电脑时间快24小时、"),
            "{message}"
        );
    }

    #[track_caller]
    fn check_ahead(ahead: u64, expected: Option<&str>) {
        let mut fast = editor(2, "王某");
        percent(&mut fast, 50, START + ahead);
        let found = told(fast.ledger(), START).pop().map(|(_, ahead)| ahead);
        assert_eq!(found.as_deref(), expected, "{ahead} ms ahead");
    }

    #[test]
    fn r13_a_few_minutes_are_no_trouble_and_more_is_told_in_words() {
        check_ahead(0, None);
        check_ahead(TOLERANCE_MINUTES * MINUTE, None);
        check_ahead(TOLERANCE_MINUTES * MINUTE + 1, Some("10分钟"));
        check_ahead(119 * MINUTE, Some("119分钟"));
        check_ahead(120 * MINUTE, Some("2小时"));
        check_ahead(2 * DAY - 1, Some("47小时"));
        check_ahead(2 * DAY, Some("2天"));
        check_ahead(YEAR, Some("365天"));
        let slow = FastClock { reporter: Reporter::default(), ahead: Millis(DAY) };
        assert!(clocks_message(&[slow]).unwrap().starts_with("未署名的电脑时间快24小时"));
        let mut late = editor(2, "王某");
        percent(&mut late, 50, START - 20 * YEAR);
        assert_eq!(told(late.ledger(), START), [], "a clock that is behind locks nothing");
        assert_eq!(told(late.ledger(), u64::MAX), [], "even for a mad clock");
    }
}

mod r21 {
    use super::*;

    /// An editor with work of its own, which every file here would change.
    fn mine() -> Editor {
        let mut mine = editor(1, "张某");
        percent(&mut mine, 10, START);
        mine
    }

    /// A file with one fault anywhere is not taken in by halves: there is nothing to take in.
    #[test]
    fn r21_a_file_with_a_fault_in_its_last_change_gives_nothing() {
        let (at, _) = GOLDEN.match_indices("\"stamp\": \"").last().unwrap();
        for (from, to) in
            [("\"stamp\": \"", "\"stamp\": \"x"), ("\"stamp\": \"", "\"stamp\": 1, \"s\": \"")]
        {
            let text = format!("{}{}", &GOLDEN[..at], GOLDEN[at..].replacen(from, to, 1));
            assert!(decode(text.as_bytes(), policy(), Limits::FILE).is_err());
        }
        for end in (1..GOLDEN.trim_end().len()).step_by(7) {
            let cut = decode(&GOLDEN.as_bytes()[..end], policy(), Limits::FILE);
            assert!(cut.is_err(), "cut at {end}");
        }
    }

    /// A preview changes nothing, however often it is made.
    #[test]
    fn r21_a_preview_changes_nothing() {
        let mine = mine();
        let before = mine.ledger().clone();
        let file = decode(GOLDEN.as_bytes(), policy(), Limits::FILE).unwrap().ledger;
        let plan = merge::plan(mine.ledger(), &file);
        assert_eq!(merge::plan(mine.ledger(), &file), plan);
        assert!(!plan.is_empty());
        assert_eq!((mine.ledger(), mine.undo_name()), (&before, Some("改")));
    }

    /// What is taken in is all that the preview showed, in one step, and goes again as a whole.
    #[test]
    fn r21_what_the_preview_shows_comes_in_as_one_step_and_goes_as_one() {
        let mut mine = mine();
        let before = mine.ledger().clone();
        let file = decode(GOLDEN.as_bytes(), policy(), Limits::FILE).unwrap().ledger;
        let plan = take_in(&mut mine, &file, Vec::new(), minute(1));
        for difference in &plan.differences {
            let stands = mine.ledger().entry(difference.task).value(difference.field);
            let expected = match difference.relation {
                Relation::MineNewer => &difference.mine,
                Relation::BothChanged if !difference.theirs_is_later() => &difference.mine,
                _ => &difference.theirs,
            };
            assert_eq!(stands, expected.as_ref().unwrap().value.as_ref());
        }
        assert!(merge::plan(mine.ledger(), &file).is_empty(), "all of it is in");
        assert_eq!(mine.undo(now(minute(2))).as_deref(), Some("导入"));
        assert_eq!((mine.ledger(), mine.undo_name()), (&before, Some("改")));
    }

    /// What goes out is whole or does not read: the last byte counts.
    #[test]
    fn r21_what_is_sent_reads_back_whole() {
        let mut mine = mine();
        let file = decode(GOLDEN.as_bytes(), policy(), Limits::FILE).unwrap().ledger;
        take_in(&mut mine, &file, Vec::new(), minute(1));
        let export = Export {
            at: Millis(minute(2)),
            by: mine.reporter().clone(),
            scope: "all".to_owned(),
            code: Some(code_of(mine.ledger())),
        };
        let text = encode(mine.ledger(), Some(&export), Layout::Pretty);
        let back = decode(text.as_bytes(), policy(), Limits::FILE).unwrap();
        assert_eq!((&back.ledger, back.export), (mine.ledger(), Some(export)));
        let cut = &text.as_bytes()[..text.trim_end().len() - 1];
        assert!(decode(cut, policy(), Limits::FILE).is_err());
    }
}

mod o1 {
    use super::*;

    /// 40 by one, 80 by another who knew it, 90 by the first again: each change by itself.
    fn history() -> [Ledger; 3] {
        let (mut mine, mut other) = two();
        percent(&mut mine, 40, minute(1));
        exchange(&mut mine, &mut other, minute(2));
        percent(&mut other, 80, minute(3));
        exchange(&mut mine, &mut other, minute(4));
        percent(&mut mine, 90, minute(5));
        let mut nth = 0..3;
        [(); 3].map(|()| {
            let nth = nth.next().unwrap();
            let all: Vec<Change> =
                mine.ledger().changes().map(|(.., change)| change.clone()).collect();
            let mut part = Ledger::new(BUNDLED_ID);
            part.absorb(TASK, Field::Percent, all[nth].clone());
            part
        })
    }

    /// An increment, or 对外版: the older text does not travel.
    #[test]
    fn o1_a_change_that_names_ours_knew_ours() {
        let [first, second, third] = history();
        let mut mine = editor(3, "");
        take_in(&mut mine, &first, Vec::new(), minute(9));
        assert_eq!(relations(&merge::plan(mine.ledger(), &second)), [Relation::TheirsNewer]);
        take_in(&mut mine, &second, Vec::new(), minute(9));
        assert_eq!(relations(&merge::plan(mine.ledger(), &third)), [Relation::TheirsNewer]);
        assert_eq!(relations(&merge::plan(&third, mine.ledger())), [Relation::MineNewer]);
        assert_eq!(relations(&merge::plan(&second, &first)), [Relation::MineNewer]);
        let both = merge::merge(&second, &third);
        assert_eq!(relations(&merge::plan(&first, &both)), [Relation::TheirsNewer]);
    }

    /// Whether 90 was said in knowledge of 40 is told by what lies between: until it is there, nobody judges.
    #[test]
    fn o1_where_what_lies_between_is_missing_nothing_is_guessed() {
        let [first, second, third] = history();
        let mut mine = editor(3, "");
        take_in(&mut mine, &first, Vec::new(), minute(9));
        let plan = merge::plan(mine.ledger(), &third);
        assert_eq!(relations(&plan), [Relation::Unclear]);
        assert_eq!(plan.settle(|_| None), [], "nobody chose");
        take_in(&mut mine, &third, Vec::new(), minute(9));
        assert_eq!(value(mine.ledger(), Field::Percent), Some(Value::Percent(90)));
        let plan = take_in(&mut mine, &second, Vec::new(), minute(9));
        assert_eq!(relations(&plan), [Relation::MineNewer]);
        assert!(!is_contested(mine.ledger(), Field::Percent), "and now it is known");
        assert_eq!(value(mine.ledger(), Field::Percent), Some(Value::Percent(90)));
    }

    /// What is missing was made before ours: nobody who made it knew ours.
    #[test]
    fn o1_time_tells_that_neither_knew() {
        let [.., third] = history();
        let mut mine = editor(3, "");
        percent(&mut mine, 10, minute(4));
        let plan = merge::plan(mine.ledger(), &third);
        assert_eq!(relations(&plan), [Relation::BothChanged]);
    }

    /// A text that was sent half typed, typed on, and replaced by whoever had the half: neither knew of the other. And
    /// whoever replaced the whole knew the half.
    #[test]
    fn o1_drafts_of_a_text_are_told_apart() {
        let typed = |words: &str| {
            let value = Some(Value::Text(words.to_owned()));
            Edit { task: TASK, field: Field::Progress, value }
        };
        let (mut mine, mut other) = two();
        mine.type_text("填写", typed("已"), now(minute(1)));
        let half = sent(mine.ledger());
        mine.type_text("填写", typed("已报"), now(minute(1) + 9));
        let only_last = |ledger: &Ledger| {
            ledger.only(|task, field, change| {
                ledger.entry(task).history(field).unwrap().current().unwrap().is(change)
            })
        };
        for (known, relation) in
            [(half.clone(), Relation::BothChanged), (sent(mine.ledger()), Relation::TheirsNewer)]
        {
            other.replace_ledger(known);
            set(&mut other, Field::Progress, Some(Value::Text("未报".to_owned())), minute(5));
            let increment = only_last(other.ledger());
            assert_eq!(relations(&merge::plan(mine.ledger(), &increment)), [relation]);
            let plan = merge::plan(&half, &increment);
            assert_eq!(relations(&plan), [Relation::TheirsNewer], "the half is known either way");
            let both = merge::merge(&half, &increment);
            assert!(!is_contested(&both, Field::Progress));
        }
    }
}
