//! What goes out, and to whom: the editions, and the check before they leave.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

use policy_ledger::exchange::edition::{Edition, edit};
use policy_ledger::exchange::{Layout, Limits, decode, encode};
use policy_ledger::ledger::merge::{merge, news, plan};
use policy_ledger::ledger::{
    Actor, Change, Closing, Desk, Edit, Field, Item, Ledger, Millis, Now, Record, Reporter, Status,
    Unknown, Value,
};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};
use proptest::prelude::*;

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn now(minute: u64) -> Now {
    Now { at: Millis(1_635_667_200_000 + minute * 60_000), offset_minutes: 480 }
}

fn desk(actor: u64, name: &str, unit: &str) -> Desk {
    let reporter = Reporter { name: name.to_owned(), unit: unit.to_owned() };
    Desk::new(Ledger::new(BUNDLED_ID), Actor::from_bits(actor), reporter)
}

fn set(desk: &mut Desk, task: u16, field: Field, value: Value, minute: u64) {
    let edit = Edit { task: TaskNumber(task), field, value: Some(value) };
    assert!(desk.apply("改".to_owned(), vec![edit], now(minute)));
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn record(text: &str, by: &str) -> Value {
    let (text, by) = (text.to_owned(), by.to_owned());
    Value::Record(Box::new(Record { text, by, on: Some(now(0).today()), done: true }))
}

fn item(n: u64) -> Item {
    Item::from_bits(n)
}

mod external {
    use super::*;

    /// Something in every column of a row, each with an earlier value; people, periods, what is unknown.
    fn full() -> Ledger {
        let mut desk = desk(1, "张三", "市财政局");
        let closing = Closing {
            name: "2021年9月".to_owned(),
            until: now(0).today(),
            rule: "yinchuan".to_owned(),
            rows: Vec::new(),
        };
        for nth in 1..=2_u8 {
            let word = |what: &str| format!("{what}{nth}");
            let minute = u64::from(nth) * 100;
            let mut put = |task, field, value| set(&mut desk, task, field, value, minute);
            put(1, Field::Status, Value::Status(Status::ALL[usize::from(nth)]));
            put(1, Field::Percent, Value::Percent(nth));
            put(1, Field::Standing, Value::Flag(nth == 2));
            put(1, Field::Phase, Value::Year(2021 + u16::from(nth)));
            for field in [Field::Start, Field::Due, Field::Carried] {
                put(1, field, Value::Date(now(minute * 24 * 60).today()));
            }
            for field in Field::COLUMNS.into_iter().filter(|f| text("").fits(*f)) {
                put(1, field, text(&word(field.name())));
            }
            for field in [Field::SignOff, Field::Verdict] {
                put(1, field, record(&word(field.name()), "王五"));
            }
            for field in [Field::Measure(item(1)), Field::Note(item(2)), Field::Evidence(item(3))] {
                put(1, field, record(&word(field.name()), "王五"));
            }
            let renamed = Closing { rule: word("rule"), ..closing.clone() };
            put(0, Field::Closing(item(4)), Value::Closing(Box::new(renamed)));
            put(0, Field::Receipt(item(5)), record(&word("市财政局"), "王五"));
        }
        let mut ledger = desk.ledger().clone();
        ledger.strangers.insert("99".to_owned(), "{\"owner\": \"李四\"}".to_owned());
        ledger.unknown.insert("later".to_owned(), "\"李四\"".to_owned());
        let unknown: Unknown = [("later".to_owned(), "\"李四\"".to_owned())].into_iter().collect();
        ledger.absorb_unknown(TaskNumber(1), unknown.clone());
        let newest = ledger.entry(TaskNumber(1)).history(Field::Status).unwrap().current().unwrap();
        let change = Change { unknown, ..newest.clone() };
        ledger.absorb(TaskNumber(1), Field::Status, change);
        ledger
    }

    fn external(ledger: &Ledger) -> Ledger {
        edit(ledger, policy(), Edition::External)
    }

    #[test]
    fn every_column_goes_out_or_stays() {
        let (full, part) = (full(), external(&full()));
        for (field, is_out) in [
            (Field::Status, true),
            (Field::Percent, true),
            (Field::Progress, true),
            (Field::Standing, true),
            (Field::Phase, true),
            (Field::Department, false),
            (Field::Owner, false),
            (Field::Contact, false),
            (Field::Start, true),
            (Field::Due, true),
            (Field::Deliverable, true),
            (Field::Problems, true),
            (Field::NextSteps, true),
            (Field::Remark, true),
            (Field::SignOff, true),
            (Field::Verdict, false),
            (Field::Carried, true),
            (Field::Measure(item(1)), true),
            (Field::Note(item(2)), true),
            (Field::Evidence(item(3)), false),
        ] {
            let entry = full.entry(TaskNumber(1));
            assert_eq!(entry.history(field).unwrap().changes().len(), 2, "{field:?} is tried");
            let out = part.entry(TaskNumber(1)).history(field).map(|past| past.changes().len());
            assert_eq!(out, is_out.then_some(1), "{field:?}: only what is in force");
        }
        let book = part.entry(Ledger::BOOK);
        assert!(book.history(Field::Closing(item(4))).is_some());
        assert!(book.history(Field::Receipt(item(5))).is_none());
        assert_eq!(full.entry(TaskNumber(1)).histories().count(), 20, "no column is forgotten");
    }

    #[test]
    fn nobody_is_named_and_nothing_earlier_or_unknown_is_told() {
        let text = encode(&external(&full()), None, Layout::Pretty);
        for word in ["张三", "李四", "王五", "later", "99", "进展情况1", "联系人", "rule1"]
        {
            assert!(!text.contains(word), "{word} in {text}");
        }
        for word in ["市财政局", "进展情况2", "具体举措2", "销号情况2", "rule2"] {
            assert!(text.contains(word), "{word} in {text}");
        }
        let read = decode(text.as_bytes(), policy(), Limits::FILE).unwrap();
        assert_eq!((read.ledger, read.notices), (external(&full()), Vec::new()));
    }

    #[test]
    fn what_begins_with_internal_stays_with_all_that_was_there_before() {
        for (now_there, is_out) in [
            ("【内部】先不对外", false),
            ("  \n［内部］先不对外", false),
            ("(内部)先不对外", false),
            ("对外，【内部】在后面", true),
            ("内部控制制度已出台", true),
            ("", true),
        ] {
            let mut desk = desk(1, "张三", "市财政局");
            for (field, task) in [(Field::Progress, 1), (Field::Remark, 2), (Field::Problems, 3)] {
                set(&mut desk, task, field, text("先写的"), 1);
                set(&mut desk, task, field, text(now_there), 2);
            }
            for (field, task) in [(Field::Note(item(1)), 4), (Field::Measure(item(2)), 5)] {
                set(&mut desk, task, field, record("先写的", ""), 1);
                set(&mut desk, task, field, record(now_there, ""), 2);
            }
            let part = external(desk.ledger());
            assert_eq!(part.changes().count(), if is_out { 5 } else { 0 }, "{now_there}");
            assert!(!encode(&part, None, Layout::Compact).contains("先写的"));
            assert_eq!(
                part.people().count(),
                usize::from(is_out),
                "those without work are left out"
            );
        }
    }

    #[test]
    fn what_was_emptied_is_empty_there_too() {
        let mut desk = desk(1, "张三", "市财政局");
        set(&mut desk, 1, Field::Remark, text("写错了"), 1);
        let before = external(desk.ledger());
        let emptied = Edit { task: TaskNumber(1), field: Field::Remark, value: None };
        desk.apply("清空".to_owned(), vec![emptied], now(2));
        let readers = merge(&before, &external(desk.ledger()));
        assert_eq!(readers.entry(TaskNumber(1)).value(Field::Remark), None);
        assert!(!readers.entry(TaskNumber(1)).history(Field::Remark).unwrap().is_contested());
    }

    #[test]
    fn coming_back_it_changes_nothing() {
        let full = full();
        let part = external(&full);
        assert_eq!(merge(&full, &part), full);
        assert_eq!(merge(&part, &full), full, "the whole wins over what others were given");
        assert!(plan(&full, &part).is_empty());
        assert_eq!(external(&part), part);
        // As the reader who then gets the whole sees it: nothing contested.
        let both = merge(&part, &full);
        let pasts = both.entries().flat_map(|(_, entry)| entry.histories());
        assert!(pasts.into_iter().all(|(_, past)| !past.is_contested()));
    }

    #[test]
    fn a_later_one_comes_after_what_readers_have() {
        let mut desk = desk(1, "张三", "市财政局");
        set(&mut desk, 1, Field::Measure(item(1)), record("拟订方案", "王五"), 1);
        let first = external(desk.ledger());
        set(&mut desk, 1, Field::Measure(item(1)), record("方案已印发", "王五"), 2);
        let readers = merge(&first, &external(desk.ledger()));
        let past = readers.entry(TaskNumber(1)).history(Field::Measure(item(1))).unwrap();
        assert_eq!(past.changes().len(), 2);
        assert!(!past.is_contested());
        assert_eq!(merge(desk.ledger(), &readers), *desk.ledger());
    }

    /// People at work, in columns and records with and without names, some texts internal, some typed.
    fn any_ledger() -> impl Strategy<Value = Ledger> {
        let step = (0..3usize, 0..6u8, 0..4u8, 0..6u64, 0..4u8);
        proptest::collection::vec(step, 0..24).prop_map(|steps| {
            let mut desks = [1, 2, 2].map(|n| desk(n, "张三", "市财政局"));
            for (who, column, n, minute, how) in steps {
                let words = ["", "甲", "乙", "【内部】丙"][usize::from(n)];
                let by = ["", "王五"][usize::from(how % 2)];
                let (field, value) = match column {
                    0 => (Field::Progress, text(words)),
                    1 => (Field::Percent, Value::Percent(n)),
                    2 => (Field::Owner, text(words)),
                    3 => (Field::SignOff, record(words, by)),
                    _ => (Field::Measure(item(u64::from(n % 2))), record(words, by)),
                };
                let edit = Edit { task: TaskNumber(1), field, value: Some(value) };
                let others = desks[(who + 1) % 3].ledger().clone();
                match how {
                    0 | 1 => drop(desks[who].apply("改".to_owned(), vec![edit], now(minute))),
                    2 => drop(desks[who].type_text("填写", edit, now(minute))),
                    _ => desks[who].import(
                        "导入".to_owned(),
                        &plan(desks[who].ledger(), &others),
                        Vec::new(),
                        now(minute),
                    ),
                }
            }
            let [a, b, c] = desks;
            merge(&merge(a.ledger(), b.ledger()), c.ledger())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_never_wins_over_nor_contests_the_whole(ledger in any_ledger()) {
            let part = external(&ledger);
            prop_assert_eq!(&merge(&ledger, &part), &ledger);
            prop_assert_eq!(&merge(&part, &ledger), &ledger);
            prop_assert!(plan(&ledger, &part).is_empty());
            prop_assert_eq!(news(&ledger, &part), Ledger::new(BUNDLED_ID));
        }

        /// Merging stays a union whatever mixture of wholes and external editions meets.
        #[test]
        fn merging_keeps_its_laws(a in any_ledger(), b in any_ledger(), which in 0..8u8) {
            let bare = |ledger: &Ledger, bit: u8| if which & bit == 0 { ledger.clone() } else { external(ledger) };
            let (x, y, z) = (bare(&a, 1), bare(&b, 2), bare(&merge(&a, &b), 4));
            let all = merge(&merge(&x, &y), &z);
            prop_assert_eq!(&merge(&x, &merge(&y, &z)), &all);
            prop_assert_eq!(&merge(&z, &merge(&y, &x)), &all);
            prop_assert_eq!(&merge(&all, &x), &all);
            prop_assert_eq!(&merge(&x, &news(&x, &y)), &merge(&x, &y));
        }
    }
}

mod parts {
    use super::*;

    #[test]
    fn a_units_edition_holds_the_tasks_it_has_a_part_in() {
        let mut desk = desk(1, "张三", "市财政局");
        for task in policy().tasks() {
            let percent = Value::Percent(u8::try_from(task.number.0).unwrap());
            set(&mut desk, task.number.0, Field::Percent, percent, task.number.0.into());
        }
        let tasks = |unit: &str| -> Vec<u16> {
            let unit = policy().roster().find(unit).unwrap();
            let part = edit(desk.ledger(), policy(), Edition::Mine(unit));
            assert_eq!(part.people().count(), usize::from(!part.is_blank()));
            part.entries().map(|(task, _)| task.0).collect()
        };
        for unit in ["市地方金融监管局", "市财政局", "南沙区政府"] {
            let id = policy().roster().find(unit).unwrap();
            let with_a_role = policy().tasks().filter(|task| {
                let mut all = task.assignments();
                all.any(|(_, a)| a.unit == id || a.members.contains(&id))
            });
            let expected: Vec<u16> = with_a_role.map(|task| task.number.0).collect();
            assert!(!expected.is_empty(), "{unit}");
            assert_eq!(tasks(unit), expected, "{unit}");
        }
        let district = policy().roster().find("南沙区政府").unwrap();
        let as_member = policy().tasks().filter(|t| matches!(t.role_of(district), Some((_, true))));
        assert!(as_member.count() > 0, "membership in a group counts");
    }

    #[test]
    fn news_complete_an_earlier_export() {
        let mut desk = desk(1, "张三", "市财政局");
        set(&mut desk, 1, Field::Progress, text("先写的"), 1);
        set(&mut desk, 2, Field::Progress, text("不变"), 1);
        let since = desk.ledger().clone();
        set(&mut desk, 1, Field::Progress, text("后写的"), 2);
        let part = edit(desk.ledger(), policy(), Edition::News(&since));
        assert_eq!(part.changes().count(), 1);
        assert_eq!(part.people().count(), 1, "and says whose they are");
        assert_eq!(merge(&since, &part), *desk.ledger());
        let nothing = edit(desk.ledger(), policy(), Edition::News(desk.ledger()));
        assert!(nothing.is_blank() && nothing.people().count() == 0);
    }

    #[test]
    fn the_internal_edition_is_everything() {
        let mut desk = desk(1, "张三", "市财政局");
        set(&mut desk, 1, Field::Owner, text("【内部】李四"), 1);
        assert_eq!(edit(desk.ledger(), policy(), Edition::Internal), *desk.ledger());
    }

    #[test]
    fn each_says_what_it_is() {
        let since = Ledger::new(BUNDLED_ID);
        let unit = policy().roster().find("市财政局").unwrap();
        for (edition, name, file) in [
            (Edition::Internal, "内部版", "台账_市财政局_2021-10-31.json"),
            (Edition::External, "对外版", "台账_市财政局_对外版_2021-10-31.json"),
            (Edition::Mine(unit), "本单位", "台账_市财政局_本单位_2021-10-31.json"),
            (Edition::News(&since), "增量", "台账_市财政局_增量_2021-10-31.json"),
        ] {
            assert_eq!(edition.name(), name);
            assert!(edition.description().ends_with('。'));
            assert_eq!(edition.file_name("市财政局", now(0).today()), file);
        }
        let long = Edition::External.file_name(&"局".repeat(60), now(0).today());
        assert!(long.ends_with("_对外版_2021-10-31.json"), "the mark is never cut off");
    }
}
