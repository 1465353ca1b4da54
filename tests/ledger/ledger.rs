//! The ledger: stamps, what follows from an edit, the editor with its undo, and what a file would change. The laws
//! of merging are in `laws.rs`.

use std::collections::BTreeMap;

use policy_ledger::ledger::follow::{Follow, follow};
use policy_ledger::ledger::merge::{self, Relation};
use policy_ledger::ledger::splice::{Splice, rebase};
use policy_ledger::ledger::stamp::read_date;
use policy_ledger::ledger::value::Evidence;
use policy_ledger::ledger::{
    Actor, Change, Edit, Editor, Entry, Field, History, Item, Ledger, Millis, Now, Record,
    Reporter, Stamp, Status, Unknown, UnknownPart, Value,
};
use policy_ledger::policy::TaskNumber;
use proptest::prelude::*;

fn now(at: u64) -> Now {
    Now { at: Millis(at), offset_minutes: 480 }
}

fn actor(n: u8) -> Actor {
    Actor::from_bits(n.into())
}

fn person(n: u8) -> Reporter {
    Reporter { name: format!("填报人{n}"), unit: "市财政局".to_owned() }
}

/// The editor of person `n`, on an empty ledger.
fn editor(n: u8) -> Editor {
    Editor::new(Ledger::new("plan"), actor(n), person(n))
}

fn edit(task: u16, field: Field, value: Option<Value>) -> Edit {
    Edit { task: TaskNumber(task), field, value }
}

fn status(task: u16, status: Status) -> Edit {
    edit(task, Field::Status, Some(Value::Status(status)))
}

fn percent(task: u16, percent: u8) -> Edit {
    edit(task, Field::Percent, Some(Value::Percent(percent)))
}

fn text(task: u16, words: &str) -> Edit {
    edit(task, Field::Progress, Some(Value::Text(words.to_owned())))
}

fn set(editor: &mut Editor, edit: Edit, at: u64) {
    assert!(editor.apply("改".to_owned(), vec![edit], now(at)), "the edit changes something");
}

fn value(ledger: &Ledger, task: u16, field: Field) -> Option<Value> {
    ledger.entry(TaskNumber(task)).value(field).cloned()
}

/// What the ledger shows, field by field.
fn values(ledger: &Ledger) -> BTreeMap<(TaskNumber, Field), Value> {
    let fields = ledger.rows().flat_map(|(task, entry)| {
        entry.histories().map(move |(field, _)| ((task, field), entry.value(field).cloned()))
    });
    fields.filter_map(|(at, value)| value.map(|value| (at, value))).collect()
}

fn changes(ledger: &Ledger, task: u16, field: Field) -> Vec<Change> {
    let entry = ledger.entry(TaskNumber(task));
    entry.history(field).map_or(Vec::new(), |history| history.changes().to_vec())
}

fn is_contested(ledger: &Ledger, task: u16, field: Field) -> bool {
    let history = ledger.entry(TaskNumber(task)).history(field);
    history.is_some_and(History::is_contested)
}

fn unknown(pairs: &[(&str, &str)]) -> Unknown {
    let kept = |text: &str| UnknownPart::value(text.to_owned());
    pairs.iter().map(|(key, text)| ((*key).to_owned(), kept(text))).collect()
}

fn take_in(editor: &mut Editor, theirs: &Ledger, at: u64) {
    let plan = merge::plan(editor.ledger(), theirs);
    editor.import("汇总".to_owned(), &plan, Vec::new(), now(at));
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

mod stamps {
    use super::*;

    #[track_caller]
    fn check_reads(text: &str) {
        let stamp: Stamp = text.parse().unwrap_or_else(|_| panic!("{text} is a stamp"));
        assert_eq!(stamp.to_string(), text);
    }

    #[track_caller]
    fn check_refused(text: &str) {
        assert!(text.parse::<Stamp>().is_err(), "{text} is no stamp");
    }

    #[test]
    fn read_what_they_print() {
        check_reads("2021-10-31T08:00:00.123Z/0/k3j9s2ab");
        check_reads("1970-01-01T00:00:00.000Z/4294967295/00000000");
        check_reads("9999-12-31T23:59:59.999Z/7/vvvvvvvv");
        check_reads("2024-02-29T23:59:59.999Z/10/0123abcv");
        let stamp = Stamp { wall: Millis(1_635_667_200_123), counter: 3, actor: actor(1) };
        assert_eq!(stamp.to_string(), "2021-10-31T08:00:00.123Z/3/10000000");
    }

    #[test]
    fn refuse_any_other_spelling() {
        check_refused("");
        check_refused("2021-10-31T08:00:00.123Z");
        check_refused("2021-10-31T08:00:00.123Z/0");
        check_refused("2021-10-31T08:00:00.123Z/0/k3j9s2ab/");
        check_refused("2021-10-31T08:00:00.123Z/00/k3j9s2ab");
        check_refused("2021-10-31T08:00:00.123Z/+1/k3j9s2ab");
        check_refused("2021-10-31T08:00:00.123Z/-1/k3j9s2ab");
        check_refused("2021-10-31T08:00:00.123Z/4294967296/k3j9s2ab");
        check_refused("2021-10-31T08:00:00.123Z/0/k3j9s2a");
        check_refused("2021-10-31T08:00:00.123Z/0/k3j9s2abc");
        check_refused("2021-10-31T08:00:00.123Z/0/K3J9S2AB");
        check_refused("2021-10-31T08:00:00.123Z/0/k3j9w2ab");
        check_refused("2021-10-31T08:00:00.123Z/0/张三李");
        check_refused("2021-10-31T08:00:00Z/0/k3j9s2ab");
        check_refused("2021-10-31 08:00:00.123Z/0/k3j9s2ab");
        check_refused("2021-10-31T08:00:00.123+/0/k3j9s2ab");
        check_refused("2021-02-29T08:00:00.123Z/0/k3j9s2ab");
        check_refused("2021-13-01T08:00:00.123Z/0/k3j9s2ab");
        check_refused("2021-10-31T24:00:00.123Z/0/k3j9s2ab");
        check_refused("2021-10-31T08:00:60.123Z/0/k3j9s2ab");
        check_refused("1969-12-31T23:59:59.999Z/0/k3j9s2ab");
        check_refused("+021-10-31T08:00:00.123Z/0/k3j9s2ab");
        check_refused("２021-10-31T08:00:00.123Z/0/k3j9s2ab");
    }

    #[test]
    fn hold_moments_of_one_spelling() {
        let moment = "2021-10-31T08:00:00.123Z".parse::<Millis>();
        assert_eq!(moment, Ok(Millis(1_635_667_200_123)));
        for text in
            ["2021-10-31 08:00:00.123Z", "2021-10-31T08:00:00.123z", "+021-10-31T08:00:00.123Z"]
        {
            assert!(text.parse::<Millis>().is_err(), "{text}");
        }
    }

    #[test]
    fn know_every_day_of_the_calendar_and_no_other() {
        let epoch = read_date("1970-01-01").unwrap();
        for year in (1968..=2405).chain(9990..=9999) {
            for (month, day) in (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day))) {
                let date = format!("{year:04}-{month:02}-{day:02}");
                let days = read_date(&date).map(|date| (date - epoch).whole_days());
                let days = days.and_then(|days| u64::try_from(days).ok());
                let at = format!("{date}T00:00:01.002Z").parse().ok();
                assert_eq!(at, days.map(|days| Millis(days * 86_400_000 + 1_002)), "{date}");
            }
        }
    }

    #[test]
    fn come_after_everything_seen() {
        let next = |at, seen: &Stamp| Stamp::next(Millis(at), &actor(1), Some(seen));
        let seen = Stamp { wall: Millis(100), counter: 4, actor: actor(2) };
        let made = |wall, counter| Stamp { wall: Millis(wall), counter, actor: actor(1) };
        assert_eq!(Stamp::next(Millis(7), &actor(1), None), made(7, 0));
        assert_eq!(next(101, &seen), made(101, 0));
        assert_eq!(next(100, &seen), made(100, 5));
        assert_eq!(next(3, &seen), made(100, 1027), "a clock set back does not go back");
        assert_eq!(next(6, &seen), made(100, 6), "and still shows in the counter");
        let full = Stamp { counter: 1_000_000_000, ..seen };
        assert_eq!(next(100, &full), made(101, 0));
        let beyond = Stamp::next(Millis(u64::MAX), &actor(1), None);
        assert_eq!(beyond.to_string().parse(), Ok(beyond), "even a mad clock stamps legibly");
    }

    #[test]
    fn show_local_time() {
        let now = Now { at: Millis(1_635_696_000_000), offset_minutes: 480 };
        assert_eq!(now.local_minute(now.at), "2021-11-01 00:00");
        assert_eq!(now.days_since(Millis(now.at.0 - 1)), 1, "by the calendar, not by 24 hours");
        assert_eq!(now.days_since(Millis(now.at.0 + 86_400_000)), -1);
        let utc = Now { offset_minutes: 0, ..now };
        assert_eq!(utc.days_since(Millis(now.at.0 - 1)), 0);
        let far = Now { at: Millis(u64::MAX), offset_minutes: i32::MAX };
        assert_eq!(far.today().year(), 9999);
    }

    #[test]
    fn name_actors_of_eight_letters() {
        assert_eq!(Actor::from_bits(0).as_str(), "00000000");
        assert_eq!(Actor::from_bits(u64::MAX).as_str(), "vvvvvvvv");
        assert_eq!(Actor::from_bits(1 << 40), Actor::from_bits(0), "40 bits count");
        assert_ne!(Actor::from_bits(1 << 39), Actor::from_bits(0));
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn strictly_increase_under_any_clock(
            clocks in prop::collection::vec((prop_oneof![0..5u64, any::<u64>()], any::<bool>()), 1..20)
        ) {
            let mut seen: Option<Stamp> = None;
            for (clock, mine) in clocks {
                let stamp = Stamp::next(Millis(clock), &actor(u8::from(mine)), seen.as_ref());
                prop_assert!(seen.is_none_or(|seen| seen < stamp));
                prop_assert_eq!(stamp.to_string().parse(), Ok(stamp.clone()));
                seen = Some(stamp);
            }
        }

        #[test]
        fn every_moment_reads_back(at in 0..=253_402_300_799_999_u64) {
            prop_assert_eq!(Millis(at).to_string().parse(), Ok(Millis(at)));
        }

        #[test]
        fn any_words_are_read_or_refused(words in "[0-9TZ:./+ -]{20,28}/[0-9]{1,3}/[0-9a-v]{8}|.{0,40}") {
            if let Ok(stamp) = words.parse::<Stamp>() {
                prop_assert_eq!(stamp.to_string(), words);
            }
        }
    }
}

mod what_follows {
    use super::*;
    use Status::{Done, NotStarted, SignedOff, Stuck, Underway};

    /// The row of task 1 after these edits.
    fn row(edits: &[Edit]) -> Entry {
        let mut editor = editor(1);
        for edit in edits {
            editor.apply("改".to_owned(), vec![edit.clone()], now(1));
        }
        editor.ledger().entry(TaskNumber(1)).clone()
    }

    #[track_caller]
    fn check_granted(row: &Entry, made: &Edit, expected: &[Edit]) {
        assert_eq!(follow(row, made), Follow::Granted(expected.to_vec()));
    }

    #[track_caller]
    fn check_asked(row: &Entry, made: &Edit, expected: Edit) {
        assert_eq!(follow(row, made), Follow::Asked(expected));
    }

    #[test]
    fn raising_is_granted() {
        check_granted(&row(&[]), &status(1, Done), &[percent(1, 100)]);
        check_granted(&row(&[]), &status(1, SignedOff), &[percent(1, 100)]);
        check_granted(&row(&[percent(1, 99)]), &status(1, Done), &[percent(1, 100)]);
        check_granted(&row(&[percent(1, 100)]), &status(1, Done), &[]);
        check_granted(&row(&[]), &percent(1, 1), &[status(1, Underway)]);
        check_granted(&row(&[]), &percent(1, 100), &[status(1, Underway)]);
        check_granted(&row(&[]), &percent(1, 0), &[]);
        check_granted(&row(&[status(1, Underway)]), &percent(1, 100), &[]);
        check_granted(&row(&[status(1, Stuck)]), &percent(1, 30), &[]);
        check_granted(&row(&[percent(1, 30)]), &status(1, Stuck), &[]);
        check_granted(&row(&[percent(1, 99)]), &status(1, Underway), &[]);
    }

    #[test]
    fn lowering_is_asked() {
        let done = row(&[percent(1, 40), percent(1, 60), percent(1, 100), status(1, Done)]);
        check_asked(&done, &status(1, NotStarted), percent(1, 0));
        check_asked(&done, &status(1, Underway), percent(1, 60));
        check_asked(&done, &status(1, Stuck), percent(1, 60));
        check_asked(&done, &percent(1, 99), status(1, Underway));
        check_asked(&done, &percent(1, 0), status(1, Underway));
        check_asked(&row(&[percent(1, 1)]), &status(1, NotStarted), percent(1, 0));
        check_asked(&row(&[percent(1, 100)]), &status(1, Underway), percent(1, 0));
        check_granted(&done, &status(1, SignedOff), &[]);
        check_granted(&done, &percent(1, 100), &[]);
    }

    #[test]
    fn emptying_counts_as_lowering() {
        let done = row(&[percent(1, 100), status(1, Done)]);
        check_asked(&done, &edit(1, Field::Status, None), percent(1, 0));
        check_asked(&done, &edit(1, Field::Percent, None), status(1, Underway));
        check_granted(&row(&[]), &edit(1, Field::Status, None), &[]);
        check_granted(&row(&[]), &edit(1, Field::Percent, None), &[]);
    }

    #[test]
    fn other_columns_entail_nothing() {
        let done = row(&[percent(1, 100), status(1, Done)]);
        check_granted(&done, &text(1, "完成"), &[]);
        check_granted(&done, &edit(1, Field::Standing, Some(Value::Flag(true))), &[]);
        check_granted(&done, &edit(1, Field::Phase, Some(Value::Year(2023))), &[]);
        check_granted(&done, &edit(1, Field::Progress, None), &[]);
    }
}

mod columns {
    use super::*;

    #[track_caller]
    fn check(field: Field, value: Value, fits: bool) {
        assert_eq!(value.fits(field), fits, "{value:?} in {field:?}");
        let mut editor = editor(1);
        assert_eq!(editor.apply("改".to_owned(), vec![edit(1, field, Some(value))], now(1)), fits);
        assert_eq!(editor.ledger().is_blank(), !fits, "what does not fit is not written");
    }

    #[test]
    fn take_only_what_fits() {
        check(Field::Status, Value::Status(Status::Stuck), true);
        check(Field::Status, Value::Percent(1), false);
        check(Field::Percent, Value::Percent(100), true);
        check(Field::Percent, Value::Percent(101), false);
        check(Field::Percent, Value::Year(2021), false);
        check(Field::Progress, Value::Text("进".repeat(10_000)), true);
        check(Field::Progress, Value::Text("进".repeat(10_001)), false);
        check(Field::Standing, Value::Flag(true), true);
        check(Field::Standing, Value::Text("是".to_owned()), false);
        check(Field::Phase, Value::Year(1000), true);
        check(Field::Phase, Value::Year(999), false);
        check(Field::Phase, Value::Year(10_000), false);
    }

    #[test]
    fn read_as_words() {
        let printed = |value: Value| value.print();
        assert_eq!(printed(Value::Status(Status::SignedOff)), "已销号");
        assert_eq!(printed(Value::Percent(7)), "7%");
        assert_eq!(printed(Value::Flag(true)), "是");
        assert_eq!(printed(Value::Flag(false)), "否");
        assert_eq!(printed(Value::Year(2023)), "到2023年");
        for status in Status::ALL {
            assert_eq!(Status::ALL[status.index()], status);
        }
    }

    #[test]
    fn have_a_value_each_where_nobody_filled_them() {
        let ledger = Ledger::new("plan");
        let row = ledger.entry(TaskNumber(1));
        assert_eq!((row.status(), row.percent(), row.progress()), (Status::NotStarted, 0, ""));
        assert_eq!((row.is_standing(), row.chosen_phase()), (false, None));
        assert!(row.is_blank() && row.latest().is_none() && row.log().next().is_none());
    }
}

mod the_editor {
    use super::*;

    #[test]
    fn stamps_and_signs_every_change() {
        let mut editor = editor(1);
        set(&mut editor, percent(3, 40), 5);
        let change = &changes(editor.ledger(), 3, Field::Percent)[0];
        assert_eq!(change.stamp, Stamp { wall: Millis(5), counter: 0, actor: actor(1) });
        assert_eq!(change.value, Some(Value::Percent(40)));
        assert!(change.after.is_empty());
        assert_eq!(editor.ledger().reporter(&actor(1)), person(1));
        set(&mut editor, percent(3, 50), 5);
        let second = &changes(editor.ledger(), 3, Field::Percent)[1];
        assert!(second.after.iter().eq([&change.stamp]), "it says what it replaced");
    }

    #[test]
    fn takes_back_and_does_again() {
        let mut editor = editor(1);
        assert_eq!((editor.undo_name(), editor.redo_name()), (None, None));
        assert_eq!(editor.undo(now(1)), None);
        assert_eq!(editor.redo(now(1)), None);
        editor.apply(
            "完成率".to_owned(),
            vec![percent(1, 40), status(1, Status::Underway)],
            now(1),
        );
        editor.apply("进展".to_owned(), vec![text(1, "开工")], now(2));
        assert_eq!(editor.undo_name(), Some("进展"));
        assert_eq!(editor.undo(now(3)).as_deref(), Some("进展"));
        assert_eq!(value(editor.ledger(), 1, Field::Progress), None);
        assert_eq!((editor.undo_name(), editor.redo_name()), (Some("完成率"), Some("进展")));
        assert_eq!(editor.undo(now(4)).as_deref(), Some("完成率"));
        assert!(values(editor.ledger()).is_empty());
        assert_eq!(editor.redo(now(5)).as_deref(), Some("完成率"));
        assert_eq!(value(editor.ledger(), 1, Field::Percent), Some(Value::Percent(40)));
        assert_eq!(value(editor.ledger(), 1, Field::Status), Some(Value::Status(Status::Underway)));
        assert_eq!(editor.redo(now(6)).as_deref(), Some("进展"));
        assert_eq!(
            value(editor.ledger(), 1, Field::Progress),
            Some(Value::Text("开工".to_owned()))
        );
        assert_eq!(editor.redo_name(), None);
    }

    #[test]
    fn taking_back_is_a_change_like_any_other() {
        let mut editor = editor(1);
        set(&mut editor, percent(1, 40), 1);
        editor.undo(now(2));
        let values: Vec<_> =
            changes(editor.ledger(), 1, Field::Percent).into_iter().map(|c| c.value).collect();
        assert_eq!(values, [Some(Value::Percent(40)), None]);
        assert!(!is_contested(editor.ledger(), 1, Field::Percent));
    }

    #[test]
    fn a_new_step_ends_what_could_be_done_again() {
        let mut editor = editor(1);
        set(&mut editor, percent(1, 40), 1);
        editor.undo(now(2));
        set(&mut editor, percent(1, 50), 3);
        assert_eq!(editor.redo_name(), None);
        assert_eq!(editor.redo(now(4)), None);
    }

    #[test]
    fn leaves_out_what_changes_nothing() {
        let mut editor = editor(1);
        set(&mut editor, percent(1, 40), 1);
        let before = editor.ledger().clone();
        assert!(!editor.apply("同".to_owned(), vec![percent(1, 40)], now(2)));
        assert!(!editor.apply("空".to_owned(), vec![], now(2)));
        assert!(!editor.apply("清".to_owned(), vec![edit(2, Field::Percent, None)], now(2)));
        assert!(!editor.type_text("同", edit(2, Field::Progress, None), now(2)));
        assert_eq!((editor.ledger(), editor.undo_name()), (&before, Some("改")));
        assert!(editor.apply("半".to_owned(), vec![percent(1, 40), percent(2, 40)], now(2)));
        assert_eq!(changes(editor.ledger(), 1, Field::Percent).len(), 1);
    }

    #[test]
    fn one_field_may_change_twice_in_a_step() {
        let mut editor = editor(1);
        set(&mut editor, percent(1, 10), 1);
        editor.apply("两次".to_owned(), vec![percent(1, 20), percent(1, 30)], now(2));
        editor.undo(now(3));
        assert_eq!(value(editor.ledger(), 1, Field::Percent), Some(Value::Percent(10)));
        editor.redo(now(4));
        assert_eq!(value(editor.ledger(), 1, Field::Percent), Some(Value::Percent(30)));
    }

    #[test]
    fn work_stays_theirs_who_did_it() {
        let mut editor = editor(1);
        set(&mut editor, percent(1, 40), 1);
        editor.set_author(actor(2), person(2));
        assert_eq!(editor.reporter(), &person(2));
        set(&mut editor, percent(1, 50), 2);
        editor.undo(now(3));
        let authors: Vec<_> = changes(editor.ledger(), 1, Field::Percent)
            .iter()
            .map(|change| editor.ledger().reporter(&change.stamp.actor).name)
            .collect();
        assert_eq!(authors, ["填报人1", "填报人2", "填报人2"]);
        editor.undo(now(4));
        assert_eq!(value(editor.ledger(), 1, Field::Percent), None, "the first one's step too");
    }

    #[test]
    fn undo_does_not_take_back_what_came_from_elsewhere() {
        let (mut mine, mut other) = (editor(1), editor(2));
        set(&mut mine, percent(1, 40), 1);
        other.catch_up(mine.ledger().clone());
        set(&mut other, percent(1, 70), 2);
        mine.catch_up(other.ledger().clone());
        assert_eq!(mine.undo(now(3)).as_deref(), Some("改"));
        assert_eq!(value(mine.ledger(), 1, Field::Percent), Some(Value::Percent(70)));
    }

    #[test]
    fn undo_does_not_settle_what_is_contested() {
        let (mut mine, mut other) = (editor(1), editor(2));
        set(&mut other, percent(1, 70), 1);
        set(&mut mine, percent(1, 40), 2);
        mine.catch_up(other.ledger().clone());
        mine.undo(now(3));
        assert!(is_contested(mine.ledger(), 1, Field::Percent));
    }

    #[test]
    fn what_was_taken_out_keeps_its_place_in_time() {
        let (mut mine, mut other) = (editor(1), editor(2));
        set(&mut other, percent(1, 70), 900);
        let plan = merge::plan(mine.ledger(), other.ledger());
        mine.import("汇总".to_owned(), &plan, vec![percent(1, 50)], now(1));
        let settled = changes(mine.ledger(), 1, Field::Percent)[1].stamp.clone();
        assert_eq!(settled.actor, actor(1));
        mine.undo(now(1));
        set(&mut mine, percent(2, 10), 1);
        assert!(changes(mine.ledger(), 2, Field::Percent)[0].stamp > settled);
    }

    #[test]
    fn catching_up_is_no_step() {
        let (mut mine, mut other) = (editor(1), editor(2));
        set(&mut other, percent(1, 70), 1);
        mine.catch_up(other.ledger().clone());
        mine.catch_up(other.ledger().clone());
        assert_eq!((mine.ledger(), mine.undo_name()), (other.ledger(), None));
        set(&mut mine, percent(2, 10), 1);
        mine.catch_up(other.ledger().clone());
        assert_eq!(mine.undo_name(), Some("改"), "and leaves the steps there are");
    }
}

/// What a field shows where two change one text at once: `None` where there is no telling.
#[test]
fn a34_what_comes_from_elsewhere_joins_what_is_being_typed() {
    for (base, theirs, mine, both) in [
        // In the middle and at the end.
        (
            "第一段。第三段。",
            "第一段。第三段。第四段。",
            "第一段。第二段。第三段。",
            Some("第一段。第二段。第三段。第四段。"),
        ),
        (
            "第一段。第三段。",
            "前言。第一段。第三段。",
            "第一段。第二段。第三段。",
            Some("前言。第一段。第二段。第三段。"),
        ),
        ("甲乙丙", "甲丙", "甲乙丙丁", Some("甲丙丁")),
        ("甲乙丙丁", "甲乙丙戊", "丙丁", Some("丙戊")),
        // Both at the end: mine first.
        ("甲", "甲乙", "甲丙", Some("甲丙乙")),
        ("", "乙", "丙", Some("丙乙")),
        // One of them, or both the same.
        ("甲", "甲", "乙", Some("乙")),
        ("甲", "乙", "甲", Some("乙")),
        ("甲", "乙", "乙", Some("乙")),
        // Characters of several bytes that begin alike, and of two units.
        ("进展", "进度", "进展😀", Some("进度😀")),
        ("😀", "😁", "😀。", Some("😁。")),
        // The same stretch.
        ("甲乙丙", "甲丁丙", "甲戊丙", None),
        ("甲乙丙", "", "甲乙新丙", None),
    ] {
        assert_eq!(rebase(base, theirs, mine).as_deref(), both, "{base}: {theirs}, {mine}");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a34_a_splice_turns_one_text_into_the_other(before in "[甲乙a😀]{0,6}", after in "[甲乙a😀]{0,6}") {
        let Splice { at, removed, put } = Splice::between(&before, &after);
        prop_assert_eq!([&before[..at], &put, &before[at + removed..]].concat(), after.clone());
        prop_assert_eq!(rebase(&before, &after, &before), Some(after));
    }
}

/// A link of an office system, and one that files have room for beside the title.
#[test]
fn a19_a_link_of_two_thousand_characters_fits_a_file() {
    let field = Field::Evidence(Item::from_bits(1));
    let long = format!("https://example.com/share?token={}", "a1b2c3d4e5".repeat(196));
    assert_eq!(long.chars().count(), 1_992);
    for source in ["https://example.com/a.pdf", "方案.docx", &long, ""] {
        let mut evidence = Evidence::default();
        evidence.describe("会议纪要\n第二号", source);
        assert_eq!((evidence.title(), evidence.source()), ("会议纪要\n第二号", source));
        assert_eq!(evidence.link().is_some(), source.starts_with("https://"));
        assert!(Value::Record(Box::new(Record::Evidence(evidence))).fits(field), "{source}");
    }
    let mut evidence = Evidence::default();
    evidence.describe("", &long);
    assert_eq!((evidence.title(), evidence.source()), ("", long.as_str()));
    // What is no link has no other place, and a link in a text is no more than that.
    evidence.describe("", &"长".repeat(501));
    assert!(!Value::Record(Box::new(Record::Evidence(evidence.clone()))).fits(field));
    evidence.describe("见\nhttps://example.com", "");
    assert_eq!((evidence.title(), evidence.link()), ("见\nhttps://example.com", None));
}

mod typing {
    use super::*;

    /// Types letter by letter, saving and reading back after each.
    fn type_in(editor: &mut Editor, words: &str, at: u64) {
        for (end, c) in words.char_indices() {
            let typed = text(1, &words[..end + c.len_utf8()]);
            assert!(editor.type_text("填写", typed.clone(), now(at + end as u64)));
            assert_eq!(value(editor.ledger(), 1, Field::Progress), typed.value, "known at once");
        }
    }

    #[track_caller]
    fn check_texts(ledger: &Ledger, expected: &[&str]) {
        let texts: Vec<_> = changes(ledger, 1, Field::Progress)
            .into_iter()
            .map(|change| change.value.map_or(String::new(), |value| value.print()))
            .collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn is_one_change_and_one_step() {
        let mut editor = editor(1);
        type_in(&mut editor, "进展顺利", 10);
        check_texts(editor.ledger(), &["进展顺利"]);
        assert!(changes(editor.ledger(), 1, Field::Progress)[0].after.is_empty());
        assert_eq!(editor.undo(now(99)).as_deref(), Some("填写"));
        assert_eq!(editor.undo_name(), None);
        check_texts(editor.ledger(), &["进展顺利", ""]);
        editor.redo(now(100));
        assert_eq!(editor.ledger().entry(TaskNumber(1)).progress(), "进展顺利");
    }

    #[test]
    fn ends_with_a_rest() {
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1);
        editor.commit_typing();
        type_in(&mut editor, "乙丙", 10);
        check_texts(editor.ledger(), &["甲", "乙丙"]);
        editor.undo(now(20));
        assert_eq!(editor.ledger().entry(TaskNumber(1)).progress(), "甲");
    }

    #[test]
    fn ends_with_another_edit() {
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1);
        set(&mut editor, percent(1, 10), 5);
        type_in(&mut editor, "乙", 10);
        check_texts(editor.ledger(), &["甲", "乙"]);
    }

    #[test]
    fn ends_in_another_row() {
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1);
        editor.type_text("填写", text(2, "别处"), now(5));
        type_in(&mut editor, "乙", 10);
        check_texts(editor.ledger(), &["甲", "乙"]);
    }

    #[test]
    fn ends_with_an_undo() {
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1);
        editor.undo(now(5));
        type_in(&mut editor, "乙丙", 10);
        check_texts(editor.ledger(), &["甲", "", "乙丙"]);
    }

    #[test]
    fn ends_with_a_change_of_hands() {
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1);
        editor.set_author(actor(2), person(2));
        type_in(&mut editor, "甲乙丙".trim_start_matches('甲'), 2);
        check_texts(editor.ledger(), &["甲", "乙丙"]);
        let authors: Vec<_> = changes(editor.ledger(), 1, Field::Progress)
            .into_iter()
            .map(|c| c.stamp.actor)
            .collect();
        assert_eq!(authors, [actor(1), actor(2)]);
    }

    #[test]
    fn ends_where_a_foreign_value_came_in_between() {
        let (mut mine, mut other) = (editor(1), editor(2));
        type_in(&mut mine, "甲", 1);
        other.catch_up(mine.ledger().clone());
        set(&mut other, text(1, "外来"), 9);
        mine.catch_up(other.ledger().clone());
        type_in(&mut mine, "乙丙丁", 10);
        check_texts(mine.ledger(), &["甲", "外来", "乙丙丁"]);
        mine.undo(now(30));
        assert_eq!(mine.ledger().entry(TaskNumber(1)).progress(), "外来");
    }

    #[test]
    fn goes_on_over_an_older_foreign_value_that_stays_contested() {
        let (mut mine, mut other) = (editor(1), editor(2));
        set(&mut other, text(1, "外来"), 1);
        type_in(&mut mine, "甲", 5);
        mine.catch_up(other.ledger().clone());
        mine.type_text("填写", text(1, "甲乙"), now(9));
        check_texts(mine.ledger(), &["外来", "甲乙"]);
        assert!(is_contested(mine.ledger(), 1, Field::Progress));
    }

    #[test]
    fn ends_after_an_hour() {
        let hour = 60 * 60 * 1000;
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1);
        editor.type_text("填写", text(1, "甲乙"), now(hour));
        check_texts(editor.ledger(), &["甲乙"]);
        editor.type_text("填写", text(1, "甲乙丙"), now(hour + 1));
        check_texts(editor.ledger(), &["甲乙", "甲乙丙"]);
        assert_eq!(changes(editor.ledger(), 1, Field::Progress)[1].stamp.wall, Millis(hour + 1));
    }

    #[test]
    fn goes_on_under_a_clock_set_back() {
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1000);
        editor.type_text("填写", text(1, "甲乙"), now(1));
        check_texts(editor.ledger(), &["甲乙"]);
    }

    #[test]
    fn goes_on_while_others_work_elsewhere() {
        let (mut mine, mut other) = (editor(1), editor(2));
        type_in(&mut mine, "甲", 100);
        set(&mut other, percent(2, 10), 9);
        mine.catch_up(other.ledger().clone());
        mine.type_text("填写", text(1, "甲乙"), now(105));
        check_texts(mine.ledger(), &["甲乙"]);
    }

    /// Stamped after what came, it could not be told to be the text of before: see `law_11` in the laws.
    #[test]
    fn ends_where_others_work_was_later() {
        let (mut mine, mut other) = (editor(1), editor(2));
        type_in(&mut mine, "甲", 1);
        set(&mut other, percent(2, 10), 900);
        mine.catch_up(other.ledger().clone());
        mine.type_text("填写", text(1, "甲乙"), now(5));
        mine.type_text("填写", text(1, "甲乙丙"), now(6));
        check_texts(mine.ledger(), &["甲", "甲乙丙"]);
        assert!(!is_contested(mine.ledger(), 1, Field::Progress));
        assert!(mine.ledger().newest() > other.ledger().newest());
    }

    #[test]
    fn back_to_nothing_leaves_one_change() {
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1);
        editor.type_text("填写", edit(1, Field::Progress, None), now(2));
        check_texts(editor.ledger(), &[""]);
        editor.undo(now(3));
        assert_eq!(value(editor.ledger(), 1, Field::Progress), None);
    }

    #[test]
    fn a49_is_taken_back_as_if_it_had_not_been() {
        let mut editor = editor(1);
        set(&mut editor, text(1, "上期"), 1);
        let before = editor.ledger().clone();
        type_in(&mut editor, "改错", 10);
        assert!(editor.discard_typing(TaskNumber(1), Field::Progress));
        assert_eq!(editor.ledger(), &before);
        assert_eq!(editor.undo_name(), Some("改"), "nor is it a step");
        assert!(
            !editor.discard_typing(TaskNumber(1), Field::Progress),
            "there is nothing left to take back"
        );
        type_in(&mut editor, "再改", 20);
        assert!(
            !editor.discard_typing(TaskNumber(1), Field::Problems),
            "in the field that is typed in"
        );
        editor.commit_typing();
        assert!(!editor.discard_typing(TaskNumber(1), Field::Progress), "what was finished stays");
        check_texts(editor.ledger(), &["上期", "再改"]);
    }

    #[test]
    fn a49_what_came_from_elsewhere_meanwhile_is_not_taken_back() {
        let (mut mine, mut other) = (editor(1), editor(2));
        type_in(&mut mine, "甲", 1);
        other.catch_up(mine.ledger().clone());
        set(&mut other, text(1, "甲和乙"), 50);
        mine.catch_up(other.ledger().clone());
        assert!(!mine.discard_typing(TaskNumber(1), Field::Progress));
        check_texts(mine.ledger(), &["甲", "甲和乙"]);
    }

    #[test]
    fn too_much_is_refused() {
        let mut editor = editor(1);
        type_in(&mut editor, "甲", 1);
        assert!(!editor.type_text("填写", text(1, &"长".repeat(10_001)), now(2)));
        check_texts(editor.ledger(), &["甲"]);
    }

    /// Another window reads what this one saves after each keystroke, and gives it back.
    #[test]
    fn drafts_that_travelled_are_no_changes() {
        let (mut mine, mut window) = (editor(1), editor(1));
        set(&mut mine, text(1, "上期"), 1);
        mine.commit_typing();
        let mut saved = vec![mine.ledger().clone()];
        for words in ["上期进", "上期进展", "上期", "上期完", ""] {
            let typed = Some(Value::Text(words.to_owned())).filter(|_| !words.is_empty());
            mine.type_text("填写", edit(1, Field::Progress, typed), now(5));
            saved.push(mine.ledger().clone());
            window.catch_up(mine.ledger().clone());
            mine.catch_up(window.ledger().clone());
            assert_eq!(changes(mine.ledger(), 1, Field::Progress).len(), 2, "{words}");
        }
        check_texts(mine.ledger(), &["上期", ""]);
        assert_eq!(window.ledger(), mine.ledger());
        // In any order, and late.
        let mut late = editor(2);
        for old in saved.into_iter().rev() {
            late.catch_up(old.clone());
            assert_eq!(merge::merge(mine.ledger(), &old), *mine.ledger());
            assert!(merge::plan(mine.ledger(), &old).is_empty());
            let plan = merge::plan(mine.ledger(), &old);
            assert_eq!(plan.count(Relation::BothChanged), 0, "a draft is no other opinion");
        }
        assert_eq!(late.ledger(), mine.ledger());
    }
}

mod importing {
    use super::*;

    /// A file with changes, people and everything a newer version may have left in it.
    fn file() -> Ledger {
        let mut theirs = editor(2);
        set(&mut theirs, percent(1, 70), 10);
        set(&mut theirs, text(2, "已挂牌"), 11);
        let mut file = theirs.ledger().clone();
        file.unknown_tasks = unknown(&[("99", "{\"进展\":1}")]);
        file.unknown = unknown(&[("theme", "\"dark\"")]);
        file.absorb_unknown(TaskNumber(1), unknown(&[("contact", "\"王\"")]));
        file.absorb_unknown(TaskNumber(7), unknown(&[("contact", "\"李\"")]));
        file
    }

    /// A ledger that the file meets in every way.
    fn mine() -> Editor {
        let mut mine = editor(1);
        set(&mut mine, percent(1, 40), 12);
        let mut ledger = mine.ledger().clone();
        ledger.unknown_tasks = unknown(&[("99", "{\"进展\":0}"), ("98", "{}")]);
        ledger.unknown = unknown(&[("theme", "\"a\"")]);
        ledger.absorb_unknown(TaskNumber(1), unknown(&[("contact", "\"a\""), ("room", "5")]));
        Editor::new(ledger, actor(1), person(1))
    }

    #[test]
    fn is_one_step() {
        let mut editor = mine();
        take_in(&mut editor, &file(), 20);
        assert_eq!(editor.undo_name(), Some("汇总"));
        assert_eq!(
            value(editor.ledger(), 2, Field::Progress),
            Some(Value::Text("已挂牌".to_owned()))
        );
        assert_eq!(*editor.ledger(), merge::merge(mine().ledger(), &file()));
    }

    #[test]
    fn goes_without_a_trace() {
        let mut editor = mine();
        take_in(&mut editor, &file(), 20);
        let with = editor.ledger().clone();
        assert_eq!(editor.undo(now(21)).as_deref(), Some("汇总"));
        assert_eq!(*editor.ledger(), *mine().ledger());
        assert_eq!(editor.redo(now(22)).as_deref(), Some("汇总"));
        assert_eq!(*editor.ledger(), with);
        editor.undo(now(23));
        assert_eq!(*editor.ledger(), *mine().ledger());
    }

    #[test]
    fn leaves_not_even_the_name_of_its_policy() {
        let mut editor = Editor::new(Ledger::default(), actor(1), person(1));
        take_in(&mut editor, &file(), 20);
        assert_eq!(editor.ledger().policy, "plan");
        editor.undo(now(21));
        assert_eq!(*editor.ledger(), Ledger::default());
    }

    #[test]
    fn of_nothing_new_is_no_step() {
        let mut editor = mine();
        take_in(&mut editor, &file(), 20);
        let names = |editor: &Editor| {
            (editor.undo_name().map(str::to_owned), editor.redo_name().map(str::to_owned))
        };
        editor.undo(now(21));
        take_in(&mut editor, &mine().ledger().clone(), 22);
        assert_eq!(
            names(&editor),
            (None, Some("汇总".to_owned())),
            "what could be redone still can"
        );
    }

    #[test]
    fn settles_what_was_contested() {
        let mut editor = mine();
        let plan = merge::plan(editor.ledger(), &file());
        editor.import("汇总".to_owned(), &plan, vec![percent(1, 70)], now(20));
        assert_eq!(value(editor.ledger(), 1, Field::Percent), Some(Value::Percent(70)));
        assert!(!is_contested(editor.ledger(), 1, Field::Percent));
        assert_eq!(editor.ledger().entry(TaskNumber(1)).latest().unwrap().stamp.actor, actor(1));
        editor.undo(now(21));
        assert_eq!(*editor.ledger(), *mine().ledger(), "the choice goes with the import");
        editor.redo(now(22));
        assert_eq!(value(editor.ledger(), 1, Field::Percent), Some(Value::Percent(70)));
    }

    #[test]
    fn settling_for_what_is_shown_settles_too() {
        let mut editor = mine();
        let plan = merge::plan(editor.ledger(), &file());
        editor.import("汇总".to_owned(), &plan, vec![percent(1, 40)], now(20));
        assert_eq!(value(editor.ledger(), 1, Field::Percent), Some(Value::Percent(40)));
        assert!(!is_contested(editor.ledger(), 1, Field::Percent));
    }

    #[test]
    fn settles_only_with_what_fits() {
        let mut editor = mine();
        let plan = merge::plan(editor.ledger(), &file());
        editor.import("汇总".to_owned(), &plan, vec![percent(1, 101), text(2, "已挂牌")], now(20));
        assert!(is_contested(editor.ledger(), 1, Field::Percent));
        assert_eq!(changes(editor.ledger(), 2, Field::Progress).len(), 1, "agreed already");
    }

    #[test]
    fn taken_back_leaves_what_others_saved_since() {
        let mut editor = mine();
        take_in(&mut editor, &file(), 20);
        let mut window = Editor::new(editor.ledger().clone(), actor(3), person(3));
        set(&mut window, percent(2, 5), 30);
        set(&mut window, percent(1, 99), 31);
        editor.catch_up(window.ledger().clone());
        editor.undo(now(40));
        assert_eq!(value(editor.ledger(), 2, Field::Percent), Some(Value::Percent(5)));
        assert_eq!(value(editor.ledger(), 1, Field::Percent), Some(Value::Percent(99)));
        assert_eq!(value(editor.ledger(), 2, Field::Progress), None, "the file's is gone");
        assert_eq!(editor.ledger().reporter(&actor(3)), person(3));
        assert_eq!(editor.ledger().unknown_tasks, mine().ledger().unknown_tasks);
    }

    #[test]
    fn taken_back_leaves_names_to_the_work_that_stays() {
        let mut editor = Editor::new(Ledger::new("plan"), actor(1), person(1));
        let plan = merge::plan(editor.ledger(), &file());
        editor.import("汇总".to_owned(), &plan, vec![percent(1, 50)], now(20));
        set(&mut editor, percent(3, 30), 21);
        editor.undo(now(22));
        editor.undo(now(23));
        assert_eq!(
            editor.ledger().reporter(&actor(1)),
            person(1),
            "the step undone is still signed"
        );
        assert_eq!(editor.ledger().people().count(), 1, "the file's people are gone");
    }

    #[test]
    fn taken_back_after_later_steps_shows_what_stood_before() {
        let mut editor = mine();
        take_in(&mut editor, &file(), 20);
        set(&mut editor, text(2, "改写"), 21);
        editor.undo(now(22));
        assert_eq!(
            value(editor.ledger(), 2, Field::Progress),
            Some(Value::Text("已挂牌".to_owned()))
        );
        editor.undo(now(23));
        assert_eq!(values(editor.ledger()), values(mine().ledger()));
        editor.redo(now(24));
        assert_eq!(
            value(editor.ledger(), 2, Field::Progress),
            Some(Value::Text("已挂牌".to_owned()))
        );
        editor.redo(now(25));
        assert_eq!(
            value(editor.ledger(), 2, Field::Progress),
            Some(Value::Text("改写".to_owned()))
        );
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn and_everything_else_goes_back_and_forth(before in works(), after in works()) {
            let mut editor = editor(1);
            let mut file = Editor::new(Ledger::new("plan"), actor(2), person(2));
            for work in &before {
                work.perform(&mut editor, &mut file);
            }
            while editor.undo(now(1)).is_some() {}
            prop_assert_eq!(values(editor.ledger()), BTreeMap::new());
            while editor.redo(now(1)).is_some() {}
            let start = values(editor.ledger());
            let steps = before.len();
            let mut later = 0;
            for work in &after {
                later += usize::from(work.perform(&mut editor, &mut file));
            }
            let end = values(editor.ledger());
            for _ in 0..later {
                prop_assert!(editor.undo(now(1)).is_some());
            }
            prop_assert_eq!(values(editor.ledger()), start, "after {} steps", steps);
            while editor.redo(now(1)).is_some() {}
            prop_assert_eq!(values(editor.ledger()), end);
        }
    }

    /// A step at one editor, with a file from elsewhere at hand.
    #[derive(Debug, Clone)]
    enum Work {
        Set(Edit, u64),
        Type(String, u64),
        /// Someone else fills in the file, and it is taken in.
        Import(Edit, u64),
    }

    impl Work {
        /// Whether it made a step.
        fn perform(&self, editor: &mut Editor, file: &mut Editor) -> bool {
            match self {
                Self::Set(edit, at) => editor.apply("改".to_owned(), vec![edit.clone()], now(*at)),
                Self::Type(words, at) => {
                    editor.commit_typing();
                    editor.type_text("填写", text(1, words), now(*at))
                }
                Self::Import(edit, at) => {
                    file.apply("改".to_owned(), vec![edit.clone()], now(*at));
                    let before = editor.ledger().clone();
                    take_in(editor, file.ledger(), *at);
                    *editor.ledger() != before
                }
            }
        }
    }

    fn works() -> impl Strategy<Value = Vec<Work>> {
        let work = prop_oneof![
            (any_edit(), 0..50u64).prop_map(|(edit, at)| Work::Set(edit, at)),
            ("[甲乙]{1,2}", 0..50u64).prop_map(|(words, at)| Work::Type(words, at)),
            (any_edit(), 0..50u64).prop_map(|(edit, at)| Work::Import(edit, at)),
        ];
        prop::collection::vec(work, 0..6)
    }
}

/// An edit among few rows and values, so that people meet.
fn any_edit() -> impl Strategy<Value = Edit> {
    let content = prop_oneof![
        (0..4usize).prop_map(|n| (Field::Status, Some(Value::Status(Status::ALL[n])))),
        prop::option::of(0..3u8).prop_map(|n| (Field::Percent, n.map(Value::Percent))),
        prop::option::of("[甲乙]").prop_map(|words| (Field::Progress, words.map(Value::Text))),
        any::<bool>().prop_map(|flag| (Field::Standing, Some(Value::Flag(flag)))),
    ];
    (1..4u16, content).prop_map(|(task, (field, value))| edit(task, field, value))
}

mod histories {
    use super::*;

    fn stamp(wall: u64, n: u8) -> Stamp {
        Stamp { wall: Millis(wall), counter: 0, actor: actor(n) }
    }

    fn change(stamp: &Stamp, percent: u8, after: &[&Stamp]) -> Change {
        let after = after.iter().copied().cloned().collect();
        let value = Some(Value::Percent(percent));
        Change { stamp: stamp.clone(), value, after, unknown: Unknown::new() }
    }

    /// These changes of one field: the values nobody replaced, and whether they are contested.
    #[track_caller]
    fn check(changes: &[Change], heads: &[u8], contested: bool) {
        for order in [false, true] {
            let mut ledger = Ledger::new("plan");
            let mut changes = changes.to_vec();
            if order {
                changes.reverse();
            }
            for change in changes {
                ledger.absorb(TaskNumber(1), Field::Percent, change);
            }
            let history = ledger.entry(TaskNumber(1)).history(Field::Percent).unwrap();
            let found: Vec<_> = history.heads().map(|head| head.value.clone()).collect();
            let expected: Vec<_> = heads.iter().map(|n| Some(Value::Percent(*n))).collect();
            assert_eq!(found, expected);
            assert_eq!(history.is_contested(), contested);
            assert!(history.changes().is_sorted_by_key(|change| &change.stamp));
        }
    }

    #[test]
    fn know_what_nobody_replaced() {
        let (a, b, c) = (stamp(1, 1), stamp(2, 2), stamp(3, 1));
        check(&[change(&a, 10, &[])], &[10], false);
        check(&[change(&a, 10, &[]), change(&b, 20, &[&a])], &[20], false);
        check(&[change(&a, 10, &[]), change(&b, 20, &[])], &[10, 20], true);
        check(&[change(&a, 10, &[]), change(&b, 10, &[])], &[10, 10], false);
        check(&[change(&a, 10, &[]), change(&b, 20, &[]), change(&c, 30, &[&a, &b])], &[30], false);
        check(
            &[change(&a, 10, &[]), change(&b, 20, &[&a]), change(&c, 30, &[&a])],
            &[20, 30],
            true,
        );
        check(&[change(&b, 20, &[&a]), change(&c, 30, &[&b])], &[30], false);
    }

    #[test]
    fn tell_the_changes_of_cloned_actors_apart() {
        let (a, b) = (stamp(1, 1), stamp(2, 2));
        check(&[change(&a, 10, &[]), change(&a, 20, &[])], &[10, 20], true);
        check(&[change(&a, 10, &[]), change(&a, 10, &[])], &[10], false);
        check(&[change(&a, 10, &[]), change(&a, 20, &[]), change(&b, 30, &[&a])], &[30], false);
        // Numbers are not typed letter by letter: the later one is another opinion.
        let later = Stamp { counter: 1, ..a.clone() };
        check(&[change(&a, 10, &[]), change(&later, 20, &[])], &[10, 20], true);
        let emptied = |stamp: &Stamp| Change { value: None, ..change(stamp, 0, &[]) };
        for pair in [[emptied(&a), change(&later, 20, &[])], [change(&a, 10, &[]), emptied(&later)]]
        {
            let mut ledger = Ledger::new("plan");
            for change in pair {
                ledger.absorb(TaskNumber(1), Field::Percent, change);
            }
            assert!(is_contested(&ledger, 1, Field::Percent));
        }
    }

    #[test]
    fn take_a_text_typed_further_for_the_same() {
        let draft = |counter, words: &str, after: &[&Stamp]| Change {
            stamp: Stamp { counter, ..stamp(1, 1) },
            value: Some(Value::Text(words.to_owned())),
            ..change(&stamp(1, 1), 0, after)
        };
        let texts = |drafts: &[Change]| {
            let mut ledger = Ledger::new("plan");
            for draft in drafts {
                ledger.absorb(TaskNumber(1), Field::Progress, draft.clone());
            }
            changes(&ledger, 1, Field::Progress)
                .into_iter()
                .map(|change| change.value.unwrap().print())
                .collect::<Vec<_>>()
        };
        let other = stamp(0, 2);
        let (short, long) = (draft(0, "甲", &[]), draft(3072, "甲乙", &[]));
        assert_eq!(texts(&[short.clone(), long.clone()]), ["甲乙"]);
        assert_eq!(texts(&[long.clone(), short.clone()]), ["甲乙"]);
        assert_eq!(
            texts(&[short.clone(), draft(3072, "甲乙", &[&other])]),
            ["甲", "甲乙"],
            "on other ground"
        );
        let mut elsewhere = long.clone();
        elsewhere.stamp.actor = actor(2);
        assert_eq!(texts(&[short.clone(), elsewhere]), ["甲", "甲乙"], "by someone else");
        assert_eq!(
            texts(&[short.clone(), draft(3073, "甲乙", &[])]),
            ["甲", "甲乙"],
            "by another clock"
        );
        let mut tomorrow = long;
        tomorrow.stamp.wall = Millis(2);
        assert_eq!(texts(&[short, tomorrow]), ["甲", "甲乙"], "begun at another moment");
    }

    #[test]
    fn log_the_newest_first() {
        let mut editor = editor(1);
        set(&mut editor, percent(1, 10), 1);
        set(&mut editor, status(1, Status::Stuck), 3);
        set(&mut editor, percent(1, 20), 2);
        let row = editor.ledger().entry(TaskNumber(1));
        let fields: Vec<_> = row.log().map(|(field, _)| field).collect();
        assert_eq!(fields, [Field::Percent, Field::Status, Field::Percent]);
        assert_eq!(row.latest().unwrap().value, Some(Value::Percent(20)));
        let history = row.history(Field::Percent).unwrap();
        let replaced: Vec<_> = history.replaced_by(history.current().unwrap()).cloned().collect();
        assert_eq!(replaced, history.changes()[..1]);
    }
}

mod a_plan {
    use super::*;

    /// What a plan says of 完成率 of task 1, between my editor and the other after `work`, and the other way.
    #[track_caller]
    fn check(expected: Option<(Relation, Relation)>, work: impl Fn(&mut Editor, &mut Editor)) {
        let (mut mine, mut theirs) = (editor(1), editor(2));
        work(&mut mine, &mut theirs);
        let relation = |a: &Editor, b: &Editor| {
            let plan = merge::plan(a.ledger(), b.ledger());
            let found = plan
                .differences
                .iter()
                .find(|d| (d.task, d.field) == (TaskNumber(1), Field::Percent));
            found.map(|difference| {
                let value_of =
                    |change: &Option<Change>| change.as_ref().and_then(|c| c.value.clone());
                assert_eq!(value_of(&difference.mine), value(a.ledger(), 1, Field::Percent));
                assert_eq!(value_of(&difference.theirs), value(b.ledger(), 1, Field::Percent));
                assert_eq!(plan.count(difference.relation), 1);
                difference.relation
            })
        };
        let found = relation(&mine, &theirs).zip(relation(&theirs, &mine));
        assert_eq!(found, expected);
        // What it says to be newer is what the merge shows, and the later of two opinions is.
        let both = merge::merge(mine.ledger(), theirs.ledger());
        for difference in merge::plan(mine.ledger(), theirs.ledger()).differences {
            let shown = match difference.relation {
                Relation::MineNewer => difference.mine,
                Relation::BothChanged if !difference.theirs_is_later() => difference.mine,
                _ => difference.theirs,
            };
            assert_eq!(shown.unwrap().value, value(&both, 1, difference.field));
        }
    }

    fn exchange(a: &mut Editor, b: &mut Editor) {
        a.catch_up(b.ledger().clone());
        b.catch_up(a.ledger().clone());
    }

    const SAME: Option<(Relation, Relation)> = Some((Relation::Same, Relation::Same));
    const MINE: Option<(Relation, Relation)> = Some((Relation::MineNewer, Relation::TheirsNewer));
    const THEIRS: Option<(Relation, Relation)> = Some((Relation::TheirsNewer, Relation::MineNewer));
    const BOTH: Option<(Relation, Relation)> = Some((Relation::BothChanged, Relation::BothChanged));

    #[test]
    fn says_who_knew_of_whom() {
        check(None, |_, _| {});
        check(MINE, |mine, _| set(mine, percent(1, 10), 5));
        check(THEIRS, |_, theirs| set(theirs, percent(1, 10), 5));
        check(BOTH, |mine, theirs| {
            set(mine, percent(1, 10), 5);
            set(theirs, percent(1, 20), 9);
        });
        check(SAME, |mine, theirs| {
            set(mine, percent(1, 10), 5);
            set(theirs, percent(1, 10), 9);
        });
        check(SAME, |mine, theirs| {
            set(mine, percent(1, 10), 5);
            exchange(mine, theirs);
        });
        check(MINE, |mine, theirs| {
            set(theirs, percent(1, 20), 9);
            exchange(mine, theirs);
            set(mine, percent(1, 10), 5);
        });
        check(THEIRS, |mine, theirs| {
            set(mine, percent(1, 10), 9);
            exchange(mine, theirs);
            set(theirs, percent(1, 20), 5);
        });
        check(BOTH, |mine, theirs| {
            set(mine, percent(1, 10), 1);
            exchange(mine, theirs);
            set(mine, percent(1, 30), 2);
            set(theirs, percent(1, 20), 3);
        });
        check(MINE, |mine, theirs| {
            set(mine, percent(1, 10), 1);
            exchange(mine, theirs);
            set(mine, edit(1, Field::Percent, None), 2);
        });
    }

    #[test]
    fn of_an_old_export_brings_nothing_new() {
        let mut mine = editor(1);
        set(&mut mine, percent(1, 10), 1);
        let old = mine.ledger().clone();
        set(&mut mine, percent(1, 20), 2);
        let plan = merge::plan(mine.ledger(), &old);
        assert!(plan.is_empty());
        assert_eq!(plan.count(Relation::MineNewer), 1);
        assert!(!merge::plan(&old, mine.ledger()).is_empty());
    }

    #[test]
    fn counts_everything_as_new_that_a_merge_would_keep() {
        let mut mine = editor(1);
        set(&mut mine, percent(1, 10), 1);
        let mine = mine.ledger().clone();
        let check = |more: &dyn Fn(&mut Ledger)| {
            let mut theirs = mine.clone();
            more(&mut theirs);
            let plan = merge::plan(&mine, &theirs);
            assert!(!plan.is_empty());
            assert_eq!(merge::merge(&mine, &plan.diff), merge::merge(&mine, &theirs));
            assert_eq!(merge::merge(&mine, &theirs), theirs);
            assert!(merge::plan(&theirs, &mine).is_empty(), "and nothing the other way");
        };
        check(&|theirs| theirs.unknown_tasks = unknown(&[("99", "{}")]));
        check(&|theirs| theirs.unknown = unknown(&[("theme", "1")]));
        check(&|theirs| theirs.absorb_unknown(TaskNumber(1), unknown(&[("room", "1")])));
        check(&|theirs| theirs.absorb_unknown(TaskNumber(9), unknown(&[("room", "1")])));
        check(&|theirs| theirs.introduce(&actor(9), &person(9)));
        check(&|theirs| {
            theirs.introduce(&actor(1), &Reporter { name: "龘".to_owned(), ..person(1) });
        });
        check(&|theirs| {
            let mut known = changes(theirs, 1, Field::Percent)[0].clone();
            known.unknown = unknown(&[("note", "1")]);
            theirs.absorb(TaskNumber(1), Field::Percent, known);
        });
    }
}

mod merging {
    use super::*;

    #[test]
    fn keeps_the_greater_name_everywhere() {
        let named = |name: &str| {
            let mut ledger = Ledger::new("plan");
            ledger.introduce(&actor(1), &Reporter { name: name.to_owned(), unit: String::new() });
            ledger
        };
        let name = |ledger: &Ledger| ledger.reporter(&actor(1)).name;
        assert_eq!(name(&merge::merge(&named("甲"), &named(""))), "甲");
        assert_eq!(name(&merge::merge(&named(""), &named("甲"))), "甲");
        let both =
            [merge::merge(&named("甲"), &named("乙")), merge::merge(&named("乙"), &named("甲"))];
        assert_eq!(both[0], both[1]);
    }

    #[test]
    fn keeps_side_by_side_what_nobody_here_understands() {
        let with = |text: &str| {
            let mut ledger = Ledger::new("plan");
            ledger.unknown = unknown(&[("theme", text)]);
            ledger
        };
        let both = merge::merge(&with("2"), &with("1"));
        assert_eq!(both.unknown.get("theme").unwrap().values, ["1", "2"]);
        assert_eq!(merge::merge(&with("1"), &with("2")), both);
        assert_eq!(merge::merge(&with("1"), &Ledger::new("plan")), with("1"));
    }

    #[test]
    fn a_slice_leaves_other_peoples_rows_and_names_at_home() {
        let (mut mine, mut theirs) = (editor(1), editor(2));
        set(&mut mine, percent(1, 10), 1);
        set(&mut theirs, percent(2, 20), 2);
        mine.catch_up(theirs.ledger().clone());
        let mut whole = mine.ledger().clone();
        whole.unknown_tasks = unknown(&[("99", "{}")]);
        let part = whole.slice(|task| task.0 == 1);
        assert_eq!(part.people().map(|(actor, _)| actor.clone()).collect::<Vec<_>>(), [actor(1)]);
        assert_eq!(part.entries().count(), 1);
        assert!(part.unknown_tasks.is_empty());
        assert_eq!(part.policy, "plan");
    }
}
