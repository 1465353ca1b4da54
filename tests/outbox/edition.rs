//! What goes out, and to whom: the editions, and the check before they leave.

use crate::every::every;
use policy_ledger::demo;
use policy_ledger::format::{Export, Limits, code_of, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::merge::{diff, merge, plan};
use policy_ledger::ledger::{
    Actor, Change, Closing, Edit, Editor, Field, Item, Ledger, Millis, Now, Parts, Reporter,
    Status, Unknown, UnknownPart, Value,
};
use policy_ledger::outbox::edition::{Edition, edit};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber, source};
use proptest::prelude::*;

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn now(minute: u64) -> Now {
    Now { at: Millis(1_635_667_200_000 + minute * 60_000), offset_minutes: 480 }
}

fn editor(actor: u64, name: &str, unit: &str) -> Editor {
    let reporter = Reporter { name: name.to_owned(), unit: unit.to_owned() };
    Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(actor), reporter)
}

fn set(editor: &mut Editor, task: u16, field: Field, value: Value, minute: u64) {
    let edit = Edit { task: TaskNumber(task), field, value: Some(value) };
    assert!(editor.apply("改".to_owned(), vec![edit], now(minute)));
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn record(field: Field, text: &str, by: &str) -> Value {
    let (text, by) = (text.to_owned(), by.to_owned());
    let parts = Parts { text, by, on: Some(now(0).today()), done: true };
    Value::record(field, parts).unwrap()
}

fn item(n: u64) -> Item {
    Item::from_bits(n)
}

mod external {
    use super::*;

    /// Something in every column of a row, each with an earlier value; people, periods, what is unknown.
    fn full() -> Ledger {
        let mut editor = editor(1, "张三", "市财政局");
        let closing = Closing {
            name: "2021年9月".to_owned(),
            until: now(0).today(),
            rule: "yinchuan".to_owned(),
            rows: Vec::new(),
        };
        for nth in 1..=2_u8 {
            let word = |what: &str| format!("{what}{nth}");
            let minute = u64::from(nth) * 100;
            let mut put = |task, field, value| set(&mut editor, task, field, value, minute);
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
                put(1, field, record(field, &word(field.name()), "王五"));
            }
            for field in [Field::Measure(item(1)), Field::Note(item(2)), Field::Evidence(item(3))] {
                put(1, field, record(field, &word(field.name()), "王五"));
            }
            let renamed = Closing { rule: word("rule"), ..closing.clone() };
            put(0, Field::Closing(item(4)), Value::Closing(Box::new(renamed)));
            put(
                0,
                Field::Receipt(item(5)),
                record(Field::Receipt(item(5)), &word("市财政局"), "王五"),
            );
        }
        let mut ledger = editor.ledger().clone();
        ledger
            .unknown_tasks
            .insert("99".to_owned(), UnknownPart::value("{\"owner\": \"李四\"}".to_owned()));
        ledger.unknown.insert("later".to_owned(), UnknownPart::value("\"李四\"".to_owned()));
        let unknown: Unknown =
            [("later".to_owned(), UnknownPart::value("\"李四\"".to_owned()))].into_iter().collect();
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
        let own = part.own_row();
        assert!(own.history(Field::Closing(item(4))).is_some());
        assert!(own.history(Field::Receipt(item(5))).is_none());
        assert_eq!(full.entry(TaskNumber(1)).histories().count(), 20, "no column is forgotten");
    }

    #[test]
    fn nobody_is_named_and_nothing_earlier_or_unknown_is_told() {
        let (full, part) = (full(), external(&full()));
        let export = Export {
            at: now(0).at,
            by: Reporter { name: "张三".to_owned(), unit: "市财政局".to_owned() },
            scope: "#/ledger?q=李四".to_owned(),
            code: None,
        };
        let export = Edition::External.sign(&part, export);
        assert_eq!((export.scope.as_str(), export.code), ("external", Some(code_of(&part))));
        assert_ne!(export.code, Some(code_of(&full)));
        let text = encode(&part, Some(&export), Layout::Pretty);
        for word in ["张三", "李四", "王五", "later", "99", "进展情况1", "联系人", "rule1"]
        {
            assert!(!text.contains(word), "{word} in {text}");
        }
        for word in ["市财政局", "进展情况2", "具体举措2", "销号情况2", "rule2"] {
            assert!(text.contains(word), "{word} in {text}");
        }
        let read = decode(text.as_bytes(), policy(), Limits::FILE).unwrap();
        assert_eq!((read.ledger, read.notices), (part, Vec::new()));
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
            let mut editor = editor(1, "张三", "市财政局");
            for (field, task) in [(Field::Progress, 1), (Field::Remark, 2), (Field::Problems, 3)] {
                set(&mut editor, task, field, text("先写的"), 1);
                set(&mut editor, task, field, text(now_there), 2);
            }
            for (field, task) in [(Field::Note(item(1)), 4), (Field::Measure(item(2)), 5)] {
                set(&mut editor, task, field, record(field, "先写的", ""), 1);
                set(&mut editor, task, field, record(field, now_there, ""), 2);
            }
            let part = external(editor.ledger());
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
        let mut editor = editor(1, "张三", "市财政局");
        set(&mut editor, 1, Field::Remark, text("写错了"), 1);
        let before = external(editor.ledger());
        let emptied = Edit { task: TaskNumber(1), field: Field::Remark, value: None };
        editor.apply("清空".to_owned(), vec![emptied], now(2));
        let readers = merge(&before, &external(editor.ledger()));
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
        let pasts = both.rows().flat_map(|(_, entry)| entry.histories());
        every(pasts.map(|(_, past)| past.is_contested()), |is_contested| !is_contested);
    }

    #[test]
    fn a_later_one_comes_after_what_readers_have() {
        let mut editor = editor(1, "张三", "市财政局");
        set(
            &mut editor,
            1,
            Field::Measure(item(1)),
            record(Field::Measure(item(1)), "拟订方案", "王五"),
            1,
        );
        let first = external(editor.ledger());
        set(
            &mut editor,
            1,
            Field::Measure(item(1)),
            record(Field::Measure(item(1)), "方案已印发", "王五"),
            2,
        );
        let readers = merge(&first, &external(editor.ledger()));
        let past = readers.entry(TaskNumber(1)).history(Field::Measure(item(1))).unwrap();
        assert_eq!(past.changes().len(), 2);
        assert!(!past.is_contested());
        assert_eq!(merge(editor.ledger(), &readers), *editor.ledger());
    }

    /// People at work, in columns and records with and without names, some texts internal, some typed.
    fn any_ledger() -> impl Strategy<Value = Ledger> {
        let step = (0..3usize, 0..6u8, 0..4u8, 0..6u64, 0..4u8);
        proptest::collection::vec(step, 0..24).prop_map(|steps| {
            let mut editors = [1, 2, 2].map(|n| editor(n, "张三", "市财政局"));
            for (who, column, n, minute, how) in steps {
                let words = ["", "甲", "乙", "【内部】丙"][usize::from(n)];
                let by = ["", "王五"][usize::from(how % 2)];
                let (field, value) = match column {
                    0 => (Field::Progress, text(words)),
                    1 => (Field::Percent, Value::Percent(n)),
                    2 => (Field::Owner, text(words)),
                    3 => (Field::SignOff, record(Field::SignOff, words, by)),
                    _ => {
                        let field = Field::Measure(item(u64::from(n % 2)));
                        (field, record(field, words, by))
                    }
                };
                let edit = Edit { task: TaskNumber(1), field, value: Some(value) };
                let others = editors[(who + 1) % 3].ledger().clone();
                match how {
                    0 | 1 => drop(editors[who].apply("改".to_owned(), vec![edit], now(minute))),
                    2 => drop(editors[who].type_text("填写", edit, now(minute))),
                    _ => editors[who].import(
                        "导入".to_owned(),
                        &plan(editors[who].ledger(), &others),
                        Vec::new(),
                        now(minute),
                    ),
                }
            }
            let [a, b, c] = editors;
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
            prop_assert_eq!(diff(&ledger, &part), Ledger::new(BUNDLED_ID));
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
            prop_assert_eq!(&merge(&x, &diff(&x, &y)), &merge(&x, &y));
        }
    }
}

mod parts {
    use super::*;

    #[test]
    fn a_units_edition_holds_the_tasks_it_has_a_part_in() {
        let mut editor = editor(1, "张三", "市财政局");
        for task in policy().tasks() {
            let percent = Value::Percent(u8::try_from(task.number.0).unwrap());
            set(&mut editor, task.number.0, Field::Percent, percent, task.number.0.into());
        }
        let tasks = |unit: &str| -> Vec<u16> {
            let unit = policy().roster().find(unit).unwrap();
            let part = edit(editor.ledger(), policy(), Edition::Mine(unit));
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
    fn an_increment_completes_an_earlier_export() {
        let mut editor = editor(1, "张三", "市财政局");
        set(&mut editor, 1, Field::Progress, text("先写的"), 1);
        set(&mut editor, 2, Field::Progress, text("不变"), 1);
        let since = editor.ledger().clone();
        set(&mut editor, 1, Field::Progress, text("后写的"), 2);
        let part = edit(editor.ledger(), policy(), Edition::Incremental(&since));
        assert_eq!(part.changes().count(), 1);
        assert_eq!(part.people().count(), 1, "and says whose they are");
        assert_eq!(merge(&since, &part), *editor.ledger());
        let nothing = edit(editor.ledger(), policy(), Edition::Incremental(editor.ledger()));
        assert!(nothing.is_blank() && nothing.people().count() == 0);
    }

    #[test]
    fn the_internal_edition_is_everything() {
        let mut editor = editor(1, "张三", "市财政局");
        set(&mut editor, 1, Field::Owner, text("【内部】李四"), 1);
        assert_eq!(edit(editor.ledger(), policy(), Edition::Internal), *editor.ledger());
    }

    #[test]
    fn each_says_what_it_is() {
        let since = Ledger::new(BUNDLED_ID);
        let unit = policy().roster().find("市财政局").unwrap();
        for (edition, name, file) in [
            (Edition::Internal, "内部版", "台账_市财政局_2021-10-31.json"),
            (Edition::External, "对外版", "台账_市财政局_对外版_2021-10-31.json"),
            (Edition::Mine(unit), "本单位", "台账_市财政局_本单位_2021-10-31.json"),
            (Edition::Incremental(&since), "增量", "台账_市财政局_增量_2021-10-31.json"),
        ] {
            assert_eq!(edition.name(), name);
            assert!(edition.description().ends_with('。'));
            let (by, scope) = (Reporter::default(), "all".to_owned());
            let export = edition.sign(&since, Export { at: now(0).at, by, scope, code: None });
            assert_eq!(export.code, Some(code_of(&since)));
            assert_eq!(export.scope == "all", name != "对外版");
            assert_eq!(edition.file_name("市财政局", now(0).today()), file);
        }
        let long = Edition::External.file_name(&"局".repeat(60), now(0).today());
        assert!(long.ends_with("_对外版_2021-10-31.json"), "the mark is never cut off");
    }
}

mod checking {
    use super::*;
    use policy_ledger::format::Place;
    use policy_ledger::outbox::checking::{Finding, Sensitive, Spot, WORDS, check};

    fn ledger(value: &str) -> Ledger {
        let mut editor = editor(1, "张三", "市财政局");
        set(&mut editor, 13, Field::Progress, text(value), 1);
        editor.ledger().clone()
    }

    /// What is found in a text: its sort and how it is shown.
    fn found(value: &str) -> Vec<(Sensitive, String)> {
        let found = check(&ledger(value), &WORDS);
        found.into_iter().map(|finding| (finding.sort, finding.excerpt)).collect()
    }

    #[track_caller]
    fn finds(value: &str, sort: Sensitive, shown: &str) {
        assert_eq!(found(value), [(sort, shown.to_owned())], "{value}");
    }

    #[track_caller]
    fn passes(value: &str) {
        assert_eq!(found(value), [], "{value}");
    }

    #[test]
    fn telephones_are_found_however_they_are_written() {
        use Sensitive::{Landline, Mobile};
        finds("请联系13812345678。", Mobile, "138****5678");
        finds("13812345678", Mobile, "138****5678");
        finds("手机：138 1234 5678，王科", Mobile, "138 **** 5678");
        finds("138-1234-5678", Mobile, "138-****-5678");
        finds("１３８１２３４５６７８", Mobile, "１３８****５６７８");
        finds("１３８－１２３４－５６７８", Mobile, "１３８－****－５６７８");
        finds("+86 19912345678", Mobile, "199****5678");
        finds("8613812345678", Mobile, "861******5678");
        finds("于2021-10-31 13812345678", Mobile, "138****5678");
        finds("020-83123456", Landline, "020-****3456");
        finds("（020）8312 3456转801", Landline, "020）**** 3456");
        finds("02083123456", Landline, "020****3456");
        finds("0755-83123456-801", Landline, "075*-****3456");
        finds("0759-3123456", Landline, "075*-***3456");
        finds("电话：83123456", Landline, "83****56");
        finds("传真为8312-3456", Landline, "83**-**56");
        assert_eq!(found("13812345678、13912345678").len(), 2);
        assert_eq!(found("13812345678 13912345678").len(), 2);
        assert_eq!(found("13812345678，020-83123456").len(), 2);
    }

    #[test]
    fn a43_telephones_are_found_with_whatever_people_put_into_them() {
        use Sensitive::{Landline, Mobile};
        for value in [
            "tel13800138000",
            "Tel.13800138000",
            "TEL:13800138000",
            "ｔｅｌ１３８００１３８０００",
            "手机13800138000",
            "mobile13800138000",
            "微信wx13800138000",
            "phone_13800138000",
            "138.0013.8000",
            "138·0013·8000",
            "138 0013 8000",
            "138-0013-8000",
            "138–0013–8000",
            "138/0013/8000",
            "138_0013_8000",
            "138　0013　8000",
            "138\t0013\t8000",
            "138 001 38000",
            "138-00138-000",
            "138001-38000",
            "13800-138000",
            "1380013-8000",
            "(138)00138000",
            "138 0013 80 00",
            "138 00 138 000",
            "1 3 8 0 0 1 3 8 0 0 0",
            "①③⑧⓪⓪①③⑧⓪⓪⓪",
            "+8613800138000",
            "+86 138 0013 8000",
            "+86-138-0013-8000",
            "86-13800138000",
            "0086 13800138000",
            "(+86)13800138000",
            "（86）138 0013 8000",
            "13800138000转1",
            "138\u{200c}0013\u{200c}8000",
            "+852 6123 4567",
            "00852-61234567",
            "+85361234567",
        ] {
            let found = found(value);
            assert!(matches!(&found[..], [(Mobile, _)]), "{value}: {found:?}");
        }
        for value in [
            "+86 20 83126688",
            "0086-20-83126688",
            "+86-20-83126688",
            "+862083126688",
            "86-20-83126688",
            "(86)20-83126688",
            "+86(20)83126688",
            "+86 020 83126688",
            "+86 755 8312 6688",
            "020.83126688",
            "020.8312.6688",
            "020·83126688",
            "020/83126688",
            "020 831 26688",
            "020-83-12-66-88",
            "（020）83126688",
            "[020]83126688",
            "020—83126688",
            "0759.3126688",
            "tel:020-83126688",
            "tel020-83126688",
            "fax02083126688",
            "Fax. 83126688",
            "tel83126688",
            "020-83126688转801",
            "020-83126688-801",
            "020-83126688ext801",
            "020-83126688x801",
            "020-83126688#801",
            "电话（83126688）",
            "+852 2345 6789",
            "0 2 0 8 3 1 2 6 6 8 8",
        ] {
            let found = found(value);
            assert!(matches!(&found[..], [(Landline, _)]), "{value}: {found:?}");
        }
    }

    #[test]
    fn a43_cards_are_found_in_groups_of_any_kind() {
        use Sensitive::{BankCard, Identity};
        for value in [
            "440106199001011235",
            "440106 19900101 1235",
            "440106 1990 01 01 1235",
            "4401 0619 9001 0112 35",
            "440106.19900101.1235",
            "440106-19900101-1235",
            "4 4 0 1 0 6 1 9 9 0 0 1 0 1 1 2 3 5",
            "110105 19491231 002X",
            "110105 19491231 002 X",
            "110105194912310 02x",
            "４４０１０６１９９００１０１１２３５",
        ] {
            let found = found(value);
            assert!(matches!(&found[..], [(Identity, _)]), "{value}: {found:?}");
        }
        for value in ["4111.1111.1111.1111", "4111-1111-1111-1111", "4111·1111·1111·1111"] {
            let found = found(value);
            assert!(matches!(&found[..], [(BankCard, _)]), "{value}: {found:?}");
        }
    }

    #[test]
    fn cards_are_found_by_their_check_digits() {
        use Sensitive::{BankCard, Identity};
        finds("身份证440106199001011235", Identity, "440***********1235");
        finds("11010519491231002X。", Identity, "110***********002X");
        finds("11010519491231002x", Identity, "110***********002x");
        finds("440106 19900101 1235", Identity, "440*** ******** 1235");
        passes("440106199001011233");
        passes("440106199013011232");
        passes("990106199001011232");
        finds("卡号4111 1111 1111 1111", BankCard, "411* **** **** 1111");
        finds("4111111111111111", BankCard, "411*********1111");
        passes("4111111111111112");
        passes("41111111111111111111");
    }

    #[test]
    fn addresses_are_found() {
        use Sensitive::Mail;
        finds("发至zhang.san@gz.gov.cn。", Mail, "z********@gz.gov.cn");
        finds("邮箱：a@b.com.", Mail, "a@b.com");
        finds("13812345678@qq.com", Mail, "1**********@qq.com");
        finds("ｚｓ＠ｇｚ．ｇｏｖ．ｃｎ", Mail, "ｚ*＠ｇｚ．ｇｏｖ．ｃｎ");
        for no_mail in ["@所有人", "a@b", "a@.com", "3@5.12", "@gz.gov.cn"] {
            passes(no_mail);
        }
    }

    #[test]
    fn words_are_found_with_what_stands_around() {
        use Sensitive::Word;
        finds("涉及机密", Word, "涉及机密");
        finds("机 密\n★", Word, "机 密 ★");
        finds(
            "一二三四五六七八九十绝密一二三四五六七八九十",
            Word,
            "…三四五六七八九十绝密一二三四五六七八…",
        );
        finds("属于国家秘密", Word, "属于国家秘密");
        assert_eq!(found("绝密。绝密").len(), 1, "once in a field");
        assert_eq!(found("机密13812345678")[1].1, "机密138****5…", "numbers around it stay masked");
        let own = check(&ledger("Ｔｏｐ secret"), &["top Secret", ""]);
        assert_eq!(own.len(), 1);
        assert_eq!(check(&ledger("机密"), &[] as &[&str]), []);
    }

    #[test]
    fn dates_sums_and_names_of_other_things_pass() {
        for value in [
            "2021-10-31至2022-06-30",
            "2021年10月31日16:30，20211031",
            "电话会议20211031",
            "到2021年、2025年、2035年",
            "2021 2022 2023 2024",
            "总额15000000000元",
            "注册资本13912345678.50",
            "¥15012345678",
            "融资13800000000万元、13800000000亿元",
            "1,380,000,000元，增长138.12345678%",
            "穗金融〔2020〕25号",
            "91440101MA5D8X6G2K",
            "编号A13812345678、no_13812345678",
            "https://www.gz.gov.cn/post/13812345678.html，www.a.cn/4111111111111111",
            "83123456",
            "第1380项、第20项",
            "0k3j9a2b、3a000000、7m1p5q8s",
            "2021-10-31T08:30:00.000Z/0/0k3j9a2b",
            "校验码 MHE9-9HXK",
            "120 119 110 12345",
            "12345678901",
            "99.99% 100000000",
            "138.12345678、139.00138000",
            "13800138000股、13800138000吨",
            "13,800,138,000",
            "2022.06.30、2022/6/30、06.30",
            "2021.10.31 2022.06.30 2023.12.31",
            "hotel13800138000、model13800138000、v13800138000",
            "1. 2. 3. 4. 5. 6. 7. 8. 9. 10. 11.",
            "增长1.38 1.39 1.40 1.41个百分点",
            "150 200 300 400 500",
            "400-830-1234、4008301234、95588、12345、800-830-1234",
            "192.168.100.101",
            "IP 10.0.13.138",
            "20.83126688",
            "0.20831266",
            "852 6123 4567亿元",
            "3.14159265358979",
            "GB/T 9704-2012、GB/T 37668-2019",
            "第13-15项，2021/2022/2023",
        ] {
            passes(value);
        }
        for line in source::OPINIONS.lines().chain(source::ACTION_PLAN.lines()) {
            passes(line);
        }
        let invented = demo::ledger(policy());
        assert_eq!(check(&invented, &WORDS), [], "the demonstration");
    }

    #[test]
    fn every_text_that_goes_out_is_looked_at() {
        const PHONE: &str = "13812345678";
        let mut editor = editor(1, PHONE, PHONE);
        for field in Field::COLUMNS.into_iter().filter(|field| text(PHONE).fits(*field)) {
            set(&mut editor, 1, field, text(PHONE), 1);
        }
        for field in [Field::SignOff, Field::Verdict] {
            set(&mut editor, 1, field, record(field, "", PHONE), 1);
        }
        for field in [Field::Measure(item(1)), Field::Note(item(1)), Field::Evidence(item(1))] {
            set(&mut editor, 1, field, record(field, PHONE, ""), 1);
        }
        let closing = Closing {
            name: PHONE.to_owned(),
            until: now(0).today(),
            rule: String::new(),
            rows: Vec::new(),
        };
        let closing = Value::Closing(Box::new(closing));
        set(&mut editor, 0, Field::Closing(item(1)), closing, 1);
        let mut ledger = editor.ledger().clone();
        ledger.unknown_tasks.insert("99".to_owned(), UnknownPart::value(format!("\"{PHONE}\"")));
        let found = check(&ledger, &WORDS);
        let spots: Vec<Spot> = found.iter().map(|finding| finding.spot).collect();
        assert_eq!(
            spots[0],
            Spot::Field(Place { task: Ledger::LEDGER_ROW, field: Field::Closing(item(1)) })
        );
        assert_eq!(spots.len(), 1 + 8 + 2 + 3 + 1 + 1, "{spots:?}");
        assert_eq!(spots[spots.len() - 2..], [Spot::People, Spot::Unknown]);
        let part = edit(&ledger, policy(), Edition::External);
        let left: Vec<Spot> =
            check(&part, &WORDS).into_iter().map(|finding| finding.spot).collect();
        assert!(!left.contains(&Spot::Unknown) && left.len() < spots.len());
    }

    #[test]
    fn what_only_the_log_has_is_said_to_be_there() {
        let mut editor = editor(1, "张三", "市财政局");
        set(&mut editor, 13, Field::Progress, text("打13812345678或13912345678"), 1);
        set(&mut editor, 13, Field::Progress, text("打139 1234 5678"), 2);
        let found = check(editor.ledger(), &WORDS);
        let printed: Vec<String> = found.iter().map(Finding::to_string).collect();
        assert_eq!(
            printed,
            [
                "第13项“进展情况”：疑似手机号码“139 **** 5678”",
                "第13项“进展情况”：疑似手机号码“138****5678”（只在修改记录里）",
            ]
        );
        let word = check(&ledger("机密"), &WORDS);
        assert_eq!(word[0].to_string(), "第13项“进展情况”：敏感词“机密”");
    }

    proptest! {
        /// Whatever it is given, it comes to an end, and shows no number in full.
        #[test]
        fn nothing_makes_it_panic(value in "[0-9０-９Xx @.a机密\\-（）()+]{0,60}") {
            for (sort, shown) in found(&value) {
                let is_masked = shown.contains('*') || sort == Sensitive::Word;
                prop_assert!(is_masked || sort == Sensitive::Mail, "{}", shown);
            }
        }
    }
}
