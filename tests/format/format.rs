//! The file format: what it promises, and what it says of files that break the promise.

use policy_ledger::format::cleaning::{clean, clean_line};
use policy_ledger::format::policy::policy_json;
use policy_ledger::format::{DecodeError, Decoded, Export, Limits, Notice, Place, decode, encode};
use policy_ledger::inbox::whole::is_whole;
use policy_ledger::json::Layout;
use policy_ledger::ledger::stamp::print_date;
use policy_ledger::ledger::value::Evidence;
use policy_ledger::ledger::{
    Actor, Editor, Field, Ledger, Millis, Now, Reporter, Status, Value, merge,
};
use policy_ledger::outbox::edition::file_name;
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};
use proptest::prelude::*;

use crate::filled::edit;

const GOLDEN: &str = include_str!("../data/ledger-v1.json");

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn read(text: &str) -> Result<Decoded, DecodeError> {
    decode(text.as_bytes(), policy(), Limits::FILE)
}

fn now(minute: u64) -> Now {
    Now { at: Millis(1_635_667_200_000 + minute * 60_000), offset_minutes: 480 }
}

fn editor(actor: u64, name: &str) -> Editor {
    let reporter = Reporter { name: name.to_owned(), unit: "市财政局".to_owned() };
    Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(actor), reporter)
}

mod promise {
    use super::*;

    #[test]
    fn ledgers_behind_each_other_are_read_as_one() {
        let (mut first, mut later) = (editor(1, "王某"), editor(2, "李某"));
        first.apply("改".to_owned(), vec![edit(1, Value::Percent(10))], now(1));
        later.apply("改".to_owned(), vec![edit(1, Value::Percent(20))], now(2));
        later.apply("改".to_owned(), vec![edit(2, Value::Percent(30))], now(3));
        let [one, two] =
            [&first, &later].map(|editor| encode(editor.ledger(), None, Layout::Compact));
        let both = format!("{one}\u{1e}{two}");
        assert_eq!(read(&both).unwrap().ledger, merge::merge(first.ledger(), later.ledger()));
        for cut in one.len() + 1..both.len() {
            let broken = both.get(..cut).map(read);
            assert!(broken.is_none_or(|read| read.is_err()), "all or nothing");
        }
        assert!(read(&format!("{one}\u{1e}{{\"other\": 1}}")).is_err());
    }

    #[test]
    fn version_one_reads_and_writes_back_the_same_bytes_for_ever() {
        let decoded = read(GOLDEN).unwrap();
        assert_eq!(decoded.notices, []);
        assert_eq!(encode(&decoded.ledger, decoded.export.as_ref(), Layout::Pretty), GOLDEN);
        let full = decoded.ledger.entry(TaskNumber(20));
        assert_eq!(full.text(Field::Owner), "李四");
        assert_eq!(full.date(Field::Due).map(print_date).as_deref(), Some("2022-12-31"));
        let texts = |is_of: fn(Field) -> bool| {
            full.items(is_of).into_iter().map(|(_, record)| record.print()).collect::<Vec<_>>()
        };
        assert_eq!(
            texts(|field| matches!(field, Field::Measure(_))),
            ["拟订方案 · 李四 · 2021-12-31 · 已完成", "报市政府审定 · 2022-06-30"]
        );
        assert_eq!(
            texts(|field| matches!(field, Field::Note(_))),
            ["召开第一次协调会 · 2021-10-20"]
        );
        assert_eq!(full.evidence()[0].link(), Some("https://www.gz.gov.cn/a.pdf"));
        let entry = decoded.ledger.entry(TaskNumber(13));
        assert_eq!((entry.status(), entry.percent()), (Status::Underway, 60));
        assert_eq!(entry.progress(), "已与香港同业签订备忘录。\n\"引号\"与\\反斜线都在。");
        assert!(decoded.ledger.entry(TaskNumber(48)).is_standing());
        assert_eq!(decoded.ledger.entry(TaskNumber(5)).chosen_phase(), Some(2021));
    }

    #[test]
    fn storage_holds_the_same_in_less_space() {
        let ledger = read(GOLDEN).unwrap().ledger;
        let compact = encode(&ledger, None, Layout::Compact);
        assert!(compact.len() < GOLDEN.len() && !compact.contains('\n'));
        assert_eq!(decode(compact.as_bytes(), policy(), Limits::STORED).unwrap().ledger, ledger);
    }

    #[test]
    fn tasks_come_in_the_order_of_their_numbers() {
        let mut editor = editor(1, "张三");
        for task in [10, 2, 33, 1] {
            editor.apply("标记".to_owned(), vec![edit(task, Value::Status(Status::Done))], now(1));
        }
        let text = encode(editor.ledger(), None, Layout::Pretty);
        let at = |key: &str| text.find(key).unwrap();
        assert!(at("\"1\":") < at("\"2\":") && at("\"2\":") < at("\"10\":"));
        assert!(at("\"10\":") < at("\"33\":"));
    }

    #[test]
    fn what_is_not_known_is_kept_through_an_edit() {
        let text = GOLDEN
            .replacen("\"people\":", "\"later\": {\"a\": [1.50, null]},\n  \"people\":", 1)
            .replacen("\"value\": 60", "\"weight\": 1e2, \"value\": 60", 1)
            .replacen("\"13\": {", "\"13\": {\n      \"custodian\": \"李四\",", 1)
            .replacen("\"tasks\": {", "\"tasks\": {\n    \"49\": {\"status\": []},", 1);
        let decoded = read(&text).unwrap();
        assert_eq!(decoded.notices.len(), 2, "a task the policy does not have is told of");
        assert!(decoded.notices[0].message().contains("第49项"));
        let mut editor = Editor::new(decoded.ledger, Actor::from_bits(9), Reporter::default());
        editor.apply("标记".to_owned(), vec![edit(13, Value::Percent(80))], now(9_000_000));
        let written = encode(editor.ledger(), None, Layout::Compact);
        for kept in [
            "\"later\":{\"a\":[1.50,null]}",
            "\"weight\":1e2",
            "\"custodian\":\"李四\"",
            "\"49\":{\"status\":[]}",
        ] {
            assert!(written.contains(kept), "{kept} in {written}");
        }
    }

    #[test]
    fn the_schema_describes_what_is_written() {
        check_schema("ledger-1.schema.json", GOLDEN);
        check_schema("policy.schema.json", &policy_json(policy()));
    }

    #[test]
    #[should_panic(expected = "against its schema")]
    fn the_schema_refuses_what_is_wrong() {
        check_schema("ledger-1.schema.json", &GOLDEN.replace("\"value\": 60", "\"value\": 300"));
    }

    /// The schemas are made from the types that are read: whatever is promised must be in there.
    #[test]
    fn the_schema_refuses_what_the_reader_refuses() {
        const RIGHT: [(&str, &str); 6] = [
            ("\"value\": 60", "\"value\": null"),
            ("\"value\": \"推进中\"", "\"value\": null"),
            ("\"value\": 60", "\"weight\": 1e2, \"value\": 60"),
            ("\"13\": {", "\"13\": {\"custodian\": \"李四\","),
            ("\"value\": \"2021-09-01\"", "\"value\": null"),
            ("\"value\": {\"text\": \"等待上级文件\", \"by\": \"yellow\"}", "\"value\": null"),
        ];
        const WRONG: [(&str, &str); 24] = [
            ("\"format\": \"policy-ledger\",", ""),
            ("\"policy-ledger\"", "\"ledger\""),
            ("\"version\": 1", "\"version\": 0"),
            ("\"people\": {", "\"persons\": {"),
            ("\"tasks\": {", "\"rows\": {"),
            ("\"policy\": \"guangzhou-financial-hub-2021\",", ""),
            ("\"at\": \"2021", "\"at\": \"21"),
            ("\"scope\": \"all\",", ""),
            ("MHE9-9HXK", "MHE9-9HX1"),
            ("\"7m1p5q8s\": {", "\"7m1p5q8z\": {"),
            ("\"name\": \"\", ", ""),
            ("\"3a000000\": [", "\"3a\": ["),
            ("\"until\": \"2021-09-30\"", "\"until\": 7"),
            ("[\"受阻\", 40, \"yellow\"]", "[\"受阻\", 40]"),
            ("[\"受阻\", 40, \"yellow\"]", "[\"受阻\", 101, \"yellow\"]"),
            ("{\"13\": [\"受阻\"", "{\"x\": [\"受阻\""),
            ("\"value\": 2021", "\"value\": 21"),
            ("\"value\": \"推进中\"", "\"value\": \"挂起\""),
            ("{\"value\": 60, ", "{"),
            ("\"after\": []", "\"after\": [1]"),
            ("Z/0/0k3j9a2b", "Z/0/0k3j"),
            ("\"value\": \"2021-09-01\"", "\"value\": \"九月\""),
            ("\"value\": {\"text\": \"等待上级文件\", ", "\"value\": {"),
            ("\"done\": true", "\"done\": true, \"more\": 1"),
        ];
        let with = |(from, to): (&str, &str)| {
            assert!(GOLDEN.contains(from), "{from}");
            GOLDEN.replacen(from, to, 1)
        };
        for change in RIGHT {
            assert_eq!(against_schema("ledger-1.schema.json", &with(change)), None, "{change:?}");
            assert!(read(&with(change)).is_ok(), "{change:?}");
        }
        for change in WRONG {
            assert!(against_schema("ledger-1.schema.json", &with(change)).is_some(), "{change:?}");
        }
    }

    #[track_caller]
    fn check_schema(name: &str, json: &str) {
        if let Some(error) = against_schema(name, json) {
            panic!("against its schema: {error}");
        }
    }

    fn against_schema(name: &str, json: &str) -> Option<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/schema/");
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        let schema = compiler.compile(&format!("{folder}{name}"), &mut schemas).unwrap();
        let value = serde_json::from_str(json).unwrap();
        let outcome = schemas.validate(&value, schema);
        outcome.err().map(|error| format!("{error:#}"))
    }

    #[test]
    fn file_names_are_legal_everywhere() {
        let date = now(0).today();
        assert_eq!(file_name("市财政局", date), "台账_市财政局_2021-10-31.json");
        assert_eq!(file_name(" ", date), "台账_未署名单位_2021-10-31.json");
        assert_eq!(file_name("a/b:c", date), "台账_a_b_c_2021-10-31.json");
    }

    #[test]
    fn an_export_says_who_and_when() {
        let export = Export {
            at: Millis(1_635_667_200_123),
            by: Reporter { name: "张三".to_owned(), unit: "市财政局".to_owned() },
            scope: "all".to_owned(),
            code: None,
        };
        let text = encode(editor(1, "张三").ledger(), Some(&export), Layout::Pretty);
        assert_eq!(read(&text).unwrap().export, Some(export));
    }
}

mod bad_files {
    use super::*;

    /// The words of the message, and that none of it panics or is taken in.
    #[track_caller]
    fn check(bytes: impl AsRef<[u8]>, words: &[&str]) {
        let error = decode(bytes.as_ref(), policy(), Limits::FILE).unwrap_err();
        let message = error.message();
        for word in words.iter().chain(&["本机数据没有改动"]) {
            assert!(message.contains(word), "“{word}” in “{message}”");
        }
        assert!(!error.to_string().is_empty());
    }

    fn with(from: &str, to: &str) -> String {
        assert!(GOLDEN.contains(from), "{from}");
        GOLDEN.replacen(from, to, 1)
    }

    #[test]
    fn a_byte_order_mark_is_no_fault() {
        let text = format!("\u{feff}{GOLDEN}");
        assert_eq!(read(&text).unwrap().ledger, read(GOLDEN).unwrap().ledger);
    }

    #[test]
    fn another_charset_is_named_with_how_to_save_again() {
        let bytes = |order: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
            format!("{mark}{GOLDEN}").encode_utf16().flat_map(order).collect()
        };
        for utf16 in [bytes(u16::to_le_bytes, ""), bytes(u16::to_be_bytes, "")] {
            check(utf16, &["UTF-16", "另存为", "编码选“UTF-8”"]);
        }
        for utf16 in [bytes(u16::to_le_bytes, "\u{feff}"), bytes(u16::to_be_bytes, "\u{feff}")] {
            check(utf16, &["UTF-16", "另存为", "编码选“UTF-8”"]);
        }
        let gbk = [
            b"{\"people\": {\"name\": \"\xd5\xc5\xc8\xfd\"}}".as_slice(),
            b"{\"\xb1\xea\xcc\xe2\": 1}",
        ];
        for gbk in gbk {
            check(gbk, &["GBK", "ANSI", "另存为", "编码选“UTF-8”"]);
        }
    }

    #[test]
    fn a_broken_character_is_named_with_its_line() {
        let mut bytes = GOLDEN.as_bytes().to_vec();
        let at = GOLDEN.find("签订").unwrap();
        bytes[at + 1] = b'"';
        let line = GOLDEN[..at].matches('\n').count() + 1;
        check(bytes, &[&format!("第{line}行"), "损坏", "重新发送"]);
    }

    #[test]
    fn a_truncated_file_is_incomplete_and_to_be_sent_again() {
        check(&GOLDEN.as_bytes()[..GOLDEN.len() / 2], &["不完整", "重新发送"]);
    }

    #[test]
    fn an_empty_file_is_called_empty() {
        for empty in [&b""[..], b" \n\t ", b"\xef\xbb\xbf", &[0; 64]] {
            check(empty, &["空的", "重新发送"]);
        }
    }

    #[test]
    fn what_is_no_ledger_is_named_for_what_it_is() {
        check("<!doctype html><html>", &["网页", "导出"]);
        check(b"PK\x03\x04....", &["Excel", "导出"]);
        check(b"%PDF-1.7", &["PDF", "导出"]);
        check(b"\x89PNG\r\n", &["图片", "导出"]);
        check("[1, 2]", &["JSON 文件不是台账", "导出"]);
        check("{\"a\": 1}", &["JSON 文件不是台账", "导出"]);
        check("你好", &["不是台账文件", "导出"]);
        check(policy_json(policy()), &["政策结构化数据", "导出"]);
    }

    #[test]
    fn nesting_without_end_is_too_deep() {
        for deep in ["[", "{\"a\":"] {
            check(format!("{{\"a\":{}", deep.repeat(100_000)), &["层次太深", "导出"]);
        }
    }

    #[test]
    fn a_key_that_comes_twice_is_named_with_its_place() {
        let text = with("\"percent\": [", "\"percent\": [], \"percent\": [");
        check(text, &["“percent”重复", "导出"]);
        let text = with("\"value\": 60", "\"value\": 60, \"value\": 50");
        check(text, &["第13项“完成率”", "“value”重复", "导出"]);
        check(with("\"tasks\": {", "\"tasks\": {}, \"tasks\": {"), &["“tasks”重复", "导出"]);
    }

    #[test]
    fn another_version_or_policy_is_named() {
        check(with("\"version\": 1", "\"version\": 99"), &["更新版本", "99", "新版页面"]);
        check(with("\"version\": 1", "\"version\": 0"), &["格式版本“0”"]);
        check(with("\"version\": 1", "\"version\": 1.5"), &["格式版本“1.5”"]);
        check(with("\"version\": 1,", ""), &["没有写明格式版本"]);
        check(with(BUNDLED_ID, "other-city"), &["另一项政策", "other-city"]);
    }

    /// Tasks that the policy does not have are kept aside and told of, never taken for others.
    #[test]
    fn tasks_of_no_policy_are_quarantined_and_told_of() {
        let text = with("\"tasks\": {", "\"tasks\": {\"49\": {\"percent\": 300}, \"013\": [],");
        let decoded = read(&text).unwrap();
        assert_eq!(
            decoded.notices[0].message(),
            "文件里有2项任务不在本政策之内（第013项、第49项），已原样保留，不显示也不计入统计。"
        );
        let written = encode(&decoded.ledger, None, Layout::Compact);
        assert!(written.contains("\"49\":{\"percent\":300}") && written.contains("\"013\":[]"));
        assert_eq!(
            decoded.ledger.entry(TaskNumber(13)),
            read(GOLDEN).unwrap().ledger.entry(TaskNumber(13))
        );
    }

    #[test]
    fn a_bad_value_names_its_task_and_column() {
        for bad in ["300", "1.5", "1e400", "-1", "\"六十\"", "true"] {
            let text = with("\"value\": 60", &format!("\"value\": {bad}"));
            check(text, &["第13项", "完成率", "0到100"]);
        }
        check(with("\"value\": 60", "\"value\": NaN"), &["第13项", "完成率"]);
        check(
            with("\"value\": \"推进中\"", "\"value\": \"挂起\""),
            &["第13项", "完成状态", "挂起"],
        );
        check(with("Z/0/", "Z/00/"), &["时间标记"]);
        check(with("\"percent\": [", "\"percent\": [], \"percent\": ["), &["percent", "重复"]);
    }

    #[test]
    fn too_much_is_refused_before_it_is_read() {
        // Not a byte of it is looked at.
        check(vec![0xff; Limits::FILE.bytes + 1], &["6 MB", "5 MB 的上限", "筛选"]);
        let limits = Limits { bytes: 10, ..Limits::FILE };
        let error = decode(GOLDEN.as_bytes(), policy(), limits).unwrap_err();
        assert_eq!(error, DecodeError::TooLarge { bytes: GOLDEN.len(), limit: 10 });
    }

    #[track_caller]
    fn check_limit(text: &str, limits: Limits, expected: &DecodeError, words: &str) {
        let error = decode(text.as_bytes(), policy(), limits).unwrap_err();
        assert!(error.message().contains(words), "{}", error.message());
        assert_eq!(error, *expected);
    }

    #[test]
    fn too_many_of_anything_are_refused() {
        let limits = Limits { changes: 2, people: 1, unknown: 3, ..Limits::FILE };
        let changes = Limits { people: 9, unknown: 9, ..limits };
        check_limit(GOLDEN, changes, &DecodeError::TooManyChanges { limit: 2 }, "超过2条");
        check_limit(GOLDEN, limits, &DecodeError::TooManyPeople { limit: 1 }, "超过1个");
        let unknown = Limits { changes: 99, people: 9, ..limits };
        let keys =
            with("\"version\": 1,", "\"version\": 1, \"a\": 1, \"b\": 1, \"c\": 1, \"d\": 1,");
        check_limit(&keys, unknown, &DecodeError::TooManyUnknown { limit: 3 }, "超过3处");
        let tasks = with("\"tasks\": {", "\"tasks\": {\"91\": 1, \"92\": 1, \"93\": 1, \"94\": 1,");
        check_limit(&tasks, unknown, &DecodeError::TooManyUnknown { limit: 3 }, "超过3处");
    }

    /// A million entries, by a person's explicit choice of a greater size.
    #[test]
    fn a_million_entries_are_refused_without_taking_them_in() {
        let entry = "{},";
        let text = with("\"percent\": [", &format!("\"percent\": [{}", entry.repeat(1_000_000)));
        let limits = Limits { bytes: usize::MAX, ..Limits::FILE };
        let limit = limits.changes;
        check_limit(&text, limits, &DecodeError::TooManyChanges { limit }, "超过200000条");
    }

    #[test]
    fn a_newer_version_can_still_be_looked_at() {
        let text = with("\"version\": 1", "\"version\": 2");
        let Err(DecodeError::NewerVersion { found: 2, readable: Some(ledger) }) = read(&text)
        else {
            panic!("not readable");
        };
        assert_eq!(ledger.entry(TaskNumber(13)).percent(), 60);
    }

    #[test]
    fn invisible_characters_are_taken_out_and_told_of() {
        for hidden in ["\u{202e}\u{200b}", "\\u0000", "\\u202e", "\u{feff}", "\u{2066}", "\\u001b"]
        {
            let decoded = read(&with("签订", &format!("签{hidden}订"))).unwrap();
            assert!(decoded.ledger.entry(TaskNumber(13)).progress().contains("签订"), "{hidden}");
            assert_eq!(
                decoded.notices[0].message(),
                "已去掉看不见的特殊字符，共1处：第13项“进展情况”。"
            );
            let unclean = GOLDEN.replace("\"张三\"", &format!("\"张{hidden}三\""));
            let named = read(&unclean).unwrap();
            assert!(named.ledger.people().any(|(_, person)| person.name == "张三"), "{hidden}");
            assert_eq!(
                named.notices[0].message(),
                "有1个姓名或单位含看不见的字符或过长，已整理为：“张三”。"
            );
        }
        check(with("签订", "签\0订"), &["第13项“进展情况”", "写得不对"]);
    }

    #[test]
    fn a17_what_is_meant_to_be_there_stays() {
        for meant in [
            "👨\u{200d}👩\u{200d}👧\u{200d}👦",
            "❤\u{fe0f}\u{200d}🔥",
            "🧑🏽\u{200d}💻",
            "🏳\u{fe0f}\u{200d}🌈",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "1\u{fe0f}\u{20e3}",
            // Uyghur, Persian, Hindi, Sinhala; Mongolian with its vowel separator and a variation.
            "قۇت\u{200c}لۇق",
            "می\u{200c}خواهم",
            "ه\u{200d}",
            "क्\u{200d}ष",
            "क्\u{200c}ष",
            "ශ්\u{200d}රී",
            "ᠬᠠᠭ\u{180e}ᠠ",
            "ᠰ\u{180b}",
            "ᠭ\u{200d}",
            "葛\u{e0100}",
        ] {
            let text = format!("签订{meant}。");
            assert_eq!(clean(&text), text);
            let decoded = read(&with("签订", &text)).unwrap();
            assert!(decoded.ledger.entry(TaskNumber(13)).progress().contains(meant), "{meant}");
            assert!(!decoded.notices.iter().any(|n| matches!(n, Notice::InvisibleRemoved(_))));
        }
        for (typed, kept) in [
            ("签\u{200d}订", "签订"),
            ("签\u{200c}订", "签订"),
            ("a\u{200d}b", "ab"),
            ("👨\u{200d}订", "👨订"),
            ("👨\u{200d}\u{200d}👩", "👨\u{200d}👩"),
            ("👨\u{200b}\u{200d}\u{feff}👩", "👨\u{200d}👩"),
            ("签\u{e0041}\u{e0042}订", "签订"),
            ("签\u{206a}\u{fff9}订", "签订"),
            ("签\u{202e}\u{2066}订\u{200e}", "签订"),
            ("签\u{0}\u{1b}\u{7f}\u{9b}订", "签订"),
        ] {
            assert_eq!(clean(typed), kept);
        }
    }

    #[test]
    fn a15_line_breaks_of_any_kind_are_line_breaks() {
        for line_break in ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            assert_eq!(clean(&format!("一{line_break}二")), "一\n二");
            assert_eq!(clean_line(&format!("一{line_break}二\t三")), "一 二 三");
        }
        assert_eq!(clean("一\r\r\n二"), "一\n\n二");
        assert_eq!(clean("一\t二"), "一\t二");
        assert_eq!(clean("🏴\u{200d}\u{e007f} "), "🏴 ", "what is behind a joiner goes with it");
        // Nothing that a person would miss is told of.
        let decoded = read(&with("签订", "签\u{2028}订")).unwrap();
        assert!(!decoded.notices.iter().any(|n| matches!(n, Notice::InvisibleRemoved(_))));
        assert!(decoded.ledger.entry(TaskNumber(13)).progress().contains("签\n订"));
    }

    proptest! {
        #[test]
        fn a17_what_is_clean_stays_so(
            text in "[签a👨👩❤🏴م क्ᠰ\u{fe0f}\u{200d}\u{200c}\u{200b}\u{e0067}\u{e007f}\u{b}\r\n\u{2028}\u{202e}]{0,12}"
        ) {
            let once = clean(&text).into_owned();
            prop_assert_eq!(&clean(&once), &once);
        }
    }

    /// Markup is text like any other, and only web addresses may be opened.
    #[test]
    fn markup_and_addresses_are_text() {
        let canary = "<img src=x onerror=alert(1)>";
        let text = GOLDEN
            .replacen("签订", canary, 1)
            .replace("\"name\": \"张三\"", &format!("\"name\": \"{canary}\""))
            .replacen("https://www.gz.gov.cn/a.pdf", "javascript:alert(1)", 1);
        let decoded = read(&text).unwrap();
        assert_eq!(decoded.notices, [Notice::Altered]);
        assert!(decoded.ledger.entry(TaskNumber(13)).progress().contains(canary));
        assert!(decoded.ledger.people().any(|(_, person)| person.name == canary));
        let evidence = decoded.ledger.entry(TaskNumber(20)).evidence()[0];
        assert_eq!((evidence.source(), evidence.link()), ("javascript:alert(1)", None));
        for address in
            ["data:text/html,x", " javascript:x", "//evil", "file:///etc/passwd", "httpsx://a"]
        {
            let mut evidence = Evidence::default();
            evidence.describe("", address);
            assert_eq!(evidence.link(), None, "{address}");
        }
        assert_eq!(
            file_name(canary, now(0).today()),
            "台账__img src=x onerror=alert(1)__2021-10-31.json"
        );
        check(with("\"0k3j9a2b\": {", &format!("\"{canary}\": {{")), &["people."]);
    }
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(
        at in 0..GOLDEN.len(), byte in any::<u8>(), cut in any::<bool>(), length in 0..80usize,
    ) {
        let mut bytes = GOLDEN.as_bytes().to_vec();
        if cut {
            let end = (at + length).min(bytes.len());
            bytes.drain(at..end);
        } else {
            bytes[at] = byte;
        }
        if let Err(error) = decode(&bytes, policy(), Limits::FILE) {
            prop_assert!(!error.message().is_empty());
        }
    }
}

mod places {
    use super::*;

    fn message(text: &str) -> String {
        read(text).unwrap_err().message()
    }

    #[test]
    fn the_main_messages_read_like_this() {
        let text = GOLDEN.replacen("\"value\": 60", "\"value\": 300", 1);
        assert_eq!(
            message(&text),
            "第13项“完成率”的值“300”不对：应为0到100的整数。请让对方在本工具里重新点“导出”，再把新文件发来。本机数据没有改动。"
        );
        let cut = GOLDEN.find("\"percent\"").unwrap();
        assert_eq!(
            message(&GOLDEN[..cut]),
            "文件不完整（在第40行中断），可能没有传完。请让对方重新发送。本机数据没有改动。"
        );
        let text = GOLDEN.replacen("\"version\": 1", "\"version\": 2", 1);
        assert_eq!(
            message(&text),
            "这份台账由更新版本的程序写成（格式第2版，本页只认得第1版）。请先换用新版页面再打开。本机数据没有改动。"
        );
    }

    /// A file can break off at any byte, inside a character, a number, a word or an escape. Whoever waits for the rest
    /// of it knows, too.
    #[test]
    fn r14_a_file_cut_anywhere_is_incomplete() {
        let ledger = read(GOLDEN).unwrap().ledger;
        let escapes = GOLDEN.replacen("签订", "\\ud83d\\ude00\\t", 1);
        for whole in [GOLDEN, &escapes, &encode(&ledger, None, Layout::Compact)] {
            let whole = whole.trim_end();
            assert!(is_whole(whole.as_bytes()));
            for end in 1..whole.len() {
                let part = &whole.as_bytes()[..end];
                let error = decode(part, policy(), Limits::FILE).unwrap_err();
                assert!(matches!(error, DecodeError::Truncated { .. }), "{end}: {error}");
                assert!(!is_whole(part), "{end}");
            }
        }
        assert_eq!(decode(b"", policy(), Limits::FILE).unwrap_err(), DecodeError::Empty);
        assert!(!is_whole(b""));
    }

    /// Some systems make room for a file before they fill it.
    #[test]
    fn r15_a_file_whose_end_is_not_written_yet_is_not_whole() {
        for end in [0, 1, GOLDEN.len() / 2, GOLDEN.trim_end().len() - 1] {
            let mut bytes = vec![0; GOLDEN.len()];
            bytes[..end].copy_from_slice(&GOLDEN.as_bytes()[..end]);
            assert!(!is_whole(&bytes), "{end}");
        }
    }

    #[test]
    fn a_key_that_comes_twice_is_found_at_any_depth() {
        for (from, to, key) in [
            ("\"version\": 1", "\"version\": 1, \"version\": 1", "version"),
            ("\"name\": \"张三\"", "\"name\": \"李四\", \"name\": \"张三\"", "name"),
            ("\"tasks\": {", "\"tasks\": {\"48\": {}, ", "48"),
            ("\"value\": 60", "\"v\\u0061lue\": 50, \"value\": 60", "value"),
            ("\"value\": 60", "\"more\": [{\"a\": 1, \"a\": 2}], \"value\": 60", "a"),
        ] {
            let error = read(&GOLDEN.replacen(from, to, 1)).unwrap_err();
            assert!(
                matches!(&error, DecodeError::DuplicateKey { key: k, .. } if k == key),
                "{error}"
            );
        }
    }

    #[test]
    fn it_goes_127_deep_and_no_deeper() {
        let nested = |depth: usize| {
            let value = format!("{}{}", "[".repeat(depth - 1), "]".repeat(depth - 1));
            GOLDEN.replacen("\"version\"", &format!("\"x\": {value}, \"version\""), 1)
        };
        let written = encode(&read(&nested(127)).unwrap().ledger, None, Layout::Pretty);
        assert!(read(&written).is_ok());
        assert!(matches!(read(&nested(128)), Err(DecodeError::TooDeep { line: 3 })));
    }

    #[test]
    fn a_change_cannot_come_before_what_it_replaced() {
        let text = GOLDEN.replacen("Z/0/0k3j9a2b\"}\n      ],\n      \"percent\"", "Z/0/0k3j9a2b\", \"after\": [\"2021-10-31T08:01:00.000Z/0/0k3j9a2b\"]}\n      ],\n      \"percent\"", 1);
        assert_ne!(text, GOLDEN);
        let place = Place { task: TaskNumber(13), field: Field::Status };
        assert_eq!(read(&text), Err(DecodeError::BadStamp { place, nth: 2 }));
    }

    #[test]
    fn stamps_that_leave_no_room_are_refused() {
        for stamp in
            ["9000-01-01T00:00:00.000Z/0/0k3j9a2b", "2021-10-31T08:00:00.000Z/1000000001/0k3j9a2b"]
        {
            let text = GOLDEN.replacen("2021-10-31T08:00:00.000Z/0/0k3j9a2b", stamp, 1);
            assert!(matches!(read(&text), Err(DecodeError::BadStamp { nth: 1, .. })), "{stamp}");
        }
    }

    #[test]
    fn long_names_are_cut_with_a_notice_and_stay_so() {
        let text =
            GOLDEN.replacen("\"name\": \"\"", &format!("\"name\": \"{}\"", "名".repeat(41)), 1);
        let decoded = read(&text).unwrap();
        assert!(decoded.notices[0].message().contains("过长"));
        let again = read(&encode(&decoded.ledger, None, Layout::Pretty)).unwrap();
        assert_eq!((again.ledger, again.notices), (decoded.ledger, Vec::new()));
    }

    #[test]
    fn every_other_shape_is_refused_by_name() {
        for (from, to, words) in [
            ("\"people\": {", "\"people\": 1, \"p\": {", "people"),
            ("\"0k3j9a2b\": {", "\"zzz\": {", "people.zzz"),
            ("\"name\": \"\"", "\"name\": 1", "people.7m1p5q8s.name"),
            ("\"at\": \"2021", "\"at\": \"21", "exported.at"),
            ("\"48\": {", "\"47\": [], \"48\": {", "tasks.47"),
            ("\"48\": {", "\"47\": {\"percent\": 60}, \"48\": {", "tasks.47.percent"),
            ("\"48\": {", "\"47\": {\"percent\": [60]}, \"48\": {", "第47项“完成率”的第1条"),
            ("{\"value\": 60, ", "{", "第13项“完成率”的第3条"),
        ] {
            let message = message(&GOLDEN.replacen(from, to, 1));
            assert!(message.contains(words) && message.contains("本机数据没有改动"), "{message}");
        }
    }
}

/// JSON of any shape, as `serde_json` knows it: the judge of what is read and kept.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1e9..1e9f64).prop_map(|n| (n.round() / 64.0).into()),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

fn with_extra(json: &str) -> String {
    GOLDEN.replacen("\"version\"", &format!("\"extra\": {json}, \"version\""), 1)
}

proptest! {
    /// What a newer version adds comes through unchanged.
    #[test]
    fn any_json_is_kept(json in any_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&json) } else { serde_json::to_string(&json) };
        let ledger = read(&with_extra(&text.unwrap())).unwrap().ledger;
        for layout in [Layout::Pretty, Layout::Compact] {
            let written = encode(&ledger, None, layout);
            let again: serde_json::Value = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(&again["extra"], &json);
            prop_assert_eq!(&read(&written).unwrap().ledger, &ledger);
        }
    }

    /// What is no JSON to `serde_json` is none here.
    #[test]
    fn no_other_json_is_read(text in r#"[\[\]{}",:0-9eE+.\\ u\-tfalsrn\n]{1,12}"#) {
        let text = with_extra(&text);
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // Only `serde_json` minds numbers beyond its floats, and only here keys may not come twice.
        let ours = match read(&text) {
            Err(DecodeError::Malformed { .. } | DecodeError::Truncated { .. }) => false,
            Err(DecodeError::DuplicateKey { .. }) => return Ok(()),
            _ => true,
        };
        let is_range = |e: &serde_json::Error| e.to_string().contains("out of range");
        prop_assert!(ours == theirs.is_ok() || theirs.as_ref().is_err_and(is_range), "{}", text);
    }

    /// JSON of any shape in the place of any value: read or refused, never a panic.
    #[test]
    fn any_json_anywhere_is_read_or_refused(json in any_json(), at in any::<proptest::sample::Index>()) {
        let mut tree: serde_json::Value = serde_json::from_str(GOLDEN).unwrap();
        let mut places = Vec::new();
        pointers(&tree, String::new(), &mut places);
        let place: &String = at.get(&places);
        *tree.pointer_mut(place).unwrap() = json;
        if let Err(error) = read(&tree.to_string()) {
            prop_assert!(error.message().ends_with("本机数据没有改动。") && !error.to_string().is_empty());
        }
    }
}

fn pointers(tree: &serde_json::Value, here: String, all: &mut Vec<String>) {
    match tree {
        serde_json::Value::Object(parts) => {
            parts.iter().for_each(|(key, part)| pointers(part, format!("{here}/{key}"), all));
        }
        serde_json::Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(n, item)| pointers(item, format!("{here}/{n}"), all));
        }
        _ => {}
    }
    all.push(here);
}

/// Texts of the kinds that JSONTestSuite tries, as the value of a key that is not known here.
mod strictly {
    use super::*;

    /// Kept to the byte, or to what is given; in the file, in a task, in a change and in a task of no policy.
    #[track_caller]
    fn check_kept(json: &str, kept: &str) {
        for (from, to) in [
            ("\"version\"", format!("\"x\": {json}, \"version\"")),
            ("\"13\": {", format!("\"13\": {{\"x\": {json}, ")),
            ("\"0a000000\": [\n          {", format!("\"0a000000\": [{{\"x\": {json}, ")),
            ("{\"value\": 60", format!("{{\"x\": {json}, \"value\": 60")),
            ("\"tasks\": {", format!("\"tasks\": {{\"x\": {json}, ")),
        ] {
            assert!(GOLDEN.contains(from), "{from}");
            let ledger = read(&GOLDEN.replacen(from, &to, 1)).unwrap().ledger;
            let written = encode(&ledger, None, Layout::Compact);
            assert!(written.contains(&format!("\"x\":{kept}")), "{kept} in {written}");
            assert_eq!(read(&written).unwrap().ledger, ledger);
        }
    }

    /// Refused wherever it stands, also where it would not have been kept.
    #[track_caller]
    fn check_refused(json: &str) {
        for (from, to) in [
            ("\"version\"", format!("\"x\": {json}, \"version\"")),
            ("\"13\": {", format!("\"13\": {{\"x\": {json}, ")),
            ("{\"value\": 60", format!("{{\"x\": {json}, \"value\": 60")),
            ("{\"value\": 60", format!("{{\"value\": {json}")),
            ("\"tasks\": {", format!("\"tasks\": {{\"x\": {json}, ")),
            ("\"tasks\": {", format!("\"tasks\": {{\"47\": {json}, ")),
            ("\"by\": {", format!("\"by\": {{\"x\": {json}, ")),
            ("\"at\":", format!("\"x\": {json}, \"at\":")),
            ("\"7m1p5q8s\": {", format!("\"7m1p5q8s\": {{\"x\": {json}, ")),
        ] {
            assert!(GOLDEN.contains(from), "{from}");
            let at = GOLDEN.find(from).unwrap();
            let first = 1 + GOLDEN[..at].matches('\n').count();
            let lines = first..=first + json.matches('\n').count();
            match read(&GOLDEN.replacen(from, &to, 1)) {
                Err(DecodeError::Malformed { line, .. }) if lines.contains(&line) => {}
                other => panic!("{json} after {from}: {:?}", other.map(|read| read.notices)),
            }
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        for number in [
            "0",
            "-0",
            "0.0",
            "1.10",
            "1e3",
            "1E3",
            "1e+3",
            "1e-3",
            "-1.50E-07",
            "1e400",
            "-1e400",
            "100000000000000000000000000000000000",
            "0.1e1",
            "123456789012345678901234567890.10",
            "18446744073709551616",
            "0e0",
            "20e1",
        ] {
            check_kept(number, number);
            let list = format!("[[{number}],{{\"a\":{number}}}]");
            check_kept(&list, &list);
        }
        let long = "9".repeat(1_000);
        check_kept(&long, &long);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "01",
            "-01",
            "00",
            "1.",
            ".5",
            "-.5",
            "-",
            "+1",
            "1e",
            "1e+",
            "1E-",
            "1.e3",
            "1.5.5",
            "0x1",
            "1_0",
            "NaN",
            "Infinity",
            "-Infinity",
            "--1",
            "1 2",
            "1,,2",
            "0e",
            "1a",
            "-a",
            "１",
        ] {
            check_refused(text);
            check_refused(&format!("[{text}]"));
        }
    }

    #[test]
    fn texts_are_kept_as_they_sound() {
        for (text, kept) in [
            (r#""""#, r#""""#),
            (r#""\u0000""#, r#""\u0000""#),
            (r#""\b\f\n\r\t\/\\\"""#, r#""\u0008\u000c\n\r\t/\\\"""#),
            (r#""\\b\\f""#, r#""\\b\\f""#),
            (r#""\ud83d\ude00""#, "\"😀\""),
            (r#""\uD834\uDd1e\u001F\u007f""#, "\"𝄞\\u001f\u{7f}\""),
            ("\"\u{7f}\u{2028}\u{ffff}\"", "\"\u{7f}\u{2028}\u{ffff}\""),
            (r#"{"\u0061\b":1}"#, r#"{"a\u0008":1}"#),
            (r#"{"":{"":[]}}"#, r#"{"":{"":[]}}"#),
            (r#"{"$serde_json::private::Number":"7"}"#, r#"{"$serde_json::private::Number":"7"}"#),
            (
                r#"{"$serde_json::private::RawValue":"7"}"#,
                r#"{"$serde_json::private::RawValue":"7"}"#,
            ),
            ("[ \t\r\n1 ,\n2 ]", "[1,2]"),
            ("[{}, [], null, true, false]", "[{},[],null,true,false]"),
        ] {
            check_kept(text, kept);
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for text in [
            r#""\ud800""#,
            r#""\ud800x""#,
            r#""\ude00""#,
            r#""\ud800\ud800""#,
            r#""\ud83d\u0061""#,
            r#""\ud83d\n""#,
            r#""\u00g0""#,
            r#""\u12""#,
            r#""\U0041""#,
            r#""\x41""#,
            r#""\a""#,
            r#""\'""#,
            "\"a\u{0}b\"",
            "\"a\tb\"",
            "\"a\nb\"",
            "\"\u{1f}\"",
            "'a'",
            "a",
            "\"a\"b",
            "\"\\\u{1}\"",
        ] {
            check_refused(text);
            check_refused(&format!("{{{text}: 1}}"));
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "[1,]",
            "[,1]",
            "[1 1]",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{\"a\"}",
            "{\"a\":}",
            "{,}",
            "{1:1}",
            "{a:1}",
            "[1}",
            "{\"a\":1]",
            "nul",
            "nulL",
            "True",
            "undefined",
            "/**/1",
            "1//",
            "[1;2]",
            "{\"a\":1 \"b\":2}",
            "[\u{feff}1]",
            "\u{a0}1",
            "\u{b}1",
            "\u{0}",
            "{\"a\"::1}",
            "[1,,2]",
            "{null: 1}",
            "]",
            "",
        ] {
            check_refused(text);
        }
        for behind in ["}", "]", " 1", "\0", "{}", ",", "#", "\u{feff}"] {
            let error = read(&format!("{GOLDEN}{behind}")).unwrap_err();
            assert!(matches!(error, DecodeError::Malformed { place: None, .. }), "{behind}");
        }
    }

    #[test]
    fn a_key_that_comes_twice_is_refused_wherever_it_is() {
        let many: Vec<String> = (0..40).map(|nth| format!("\"k{nth}\": {nth}")).collect();
        for (json, key) in [
            ("{\"a\": 1,\n\"a\": 1}".to_owned(), "a"),
            ("{\"a\": 1,\n\"\\u0061\": 2}".to_owned(), "a"),
            ("[[{\"b\": {\"\": 1,\n\"\": 1}}]]".to_owned(), ""),
            (format!("{{{},\n\"k7\": 1}}", many.join(",")), "k7"),
            (format!("{{{},\n\"k39\": 1}}", many.join(",")), "k39"),
        ] {
            for from in [
                "\"version\"",
                "\"status\"",
                "\"stamp\"",
                "\"48\"",
                "\"unit\"",
                "\"name\"",
                "\"at\"",
                "\"3a000000\"",
            ] {
                let at = GOLDEN.find(from).unwrap();
                let expected = 2 + GOLDEN[..at].matches('\n').count();
                let error =
                    read(&GOLDEN.replacen(from, &format!("\"x\": {json}, {from}"), 1)).unwrap_err();
                let DecodeError::DuplicateKey { key: found, line, .. } = &error else {
                    panic!("{from}: {error}")
                };
                assert_eq!((found.as_str(), *line), (key, expected), "{from} {json}");
            }
        }
        // People, tasks, items and the rows of a closed period are maps.
        for (from, to, key) in [
            (
                "\"7m1p5q8s\": {",
                "\"0k3j9a2b\": {\"name\": \"\", \"unit\": \"\"}, \"7m1p5q8s\": {",
                "0k3j9a2b",
            ),
            ("\"48\": {", "\"13\": {}, \"48\": {", "13"),
            ("\"0b000000\": [", "\"0a000000\": [], \"0b000000\": [", "0a000000"),
            (
                "\"48\": [\"未启动\"",
                "\"13\": [\"受阻\", 40, \"yellow\"], \"48\": [\"未启动\"",
                "13",
            ),
            ("\"text\": \"拟订方案\"", "\"text\": \"\", \"text\": \"拟订方案\"", "text"),
        ] {
            assert!(GOLDEN.contains(from), "{from}");
            let error = read(&GOLDEN.replacen(from, to, 1)).unwrap_err();
            assert!(
                matches!(&error, DecodeError::DuplicateKey { key: k, .. } if k == key),
                "{from}: {error}"
            );
        }
    }

    #[test]
    fn how_deep_something_lies_is_told_from_how_long_it_is() {
        let nested = |depth: usize, inside: &str| {
            format!("{}{inside}{}", "[".repeat(depth), "]".repeat(depth))
        };
        let objects = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        for (from, to, around) in [
            ("\"version\"", "\"x\": VALUE, \"version\"", 1),
            ("\"tasks\": {", "\"tasks\": {\"x\": VALUE, ", 2),
            ("\"13\": {", "\"13\": {\"x\": VALUE, ", 3),
            ("{\"value\": 60", "{\"x\": VALUE, \"value\": 60", 5),
            (
                "{\"value\": null, \"stamp\": \"2021-10-09",
                "{\"x\": VALUE, \"value\": null, \"stamp\": \"2021-10-09",
                4,
            ),
            ("\"0a000000\": [\n          {", "\"0a000000\": [{\"x\": VALUE, ", 6),
            ("\"7m1p5q8s\": {", "\"7m1p5q8s\": {\"x\": VALUE, ", 3),
            ("\"by\": {", "\"by\": {\"x\": VALUE, ", 3),
            ("\"at\":", "\"x\": VALUE, \"at\":", 2),
        ] {
            assert!(GOLDEN.contains(from), "{from}");
            let line = 1 + GOLDEN[..GOLDEN.find(from).unwrap()].matches('\n').count();
            let with = |value: &str| GOLDEN.replacen(from, &to.replace("VALUE", value), 1);
            for deepest in
                [nested(127 - around, ""), nested(127 - around, "1"), objects(127 - around)]
            {
                assert!(read(&with(&deepest)).is_ok(), "{from}");
            }
            for deeper in [nested(128 - around, ""), objects(128 - around), nested(100_000, "")] {
                let error = read(&with(&deeper)).unwrap_err();
                assert!(
                    matches!(error, DecodeError::TooDeep { line: at } if at == line),
                    "{from}: {error}"
                );
            }
        }
    }

    /// A list is no object, and an object no word, whatever a derive would make of them.
    #[test]
    fn a_list_is_never_taken_for_an_object() {
        let place = |task, field| Place { task: TaskNumber(task), field };
        for (from, to, expected) in [
            (
                r#"{"value": 60, "stamp": "2021-10-31T08:02:00.000Z/0/0k3j9a2b", "after": ["2021-09-30T01:15:00.250Z/1/7m1p5q8s", "2021-10-31T08:01:00.000Z/1/0k3j9a2b"]}"#,
                r#"[60, "2021-10-31T08:02:00.000Z/0/0k3j9a2b", []]"#,
                DecodeError::BadChange { place: place(13, Field::Percent), nth: 3 },
            ),
            (
                r#"{"name": "", "unit": ""}"#,
                r#"["", ""]"#,
                DecodeError::BadPart { key: "people.7m1p5q8s".to_owned() },
            ),
            (
                r#""by": {"name": "张三", "unit": "市财政局"},"#,
                r#""by": ["张三", "市财政局"],"#,
                DecodeError::BadPart { key: "exported.by".to_owned() },
            ),
            (
                r#"{"text": "召开第一次协调会", "on": "2021-10-20"}"#,
                r#"["召开第一次协调会"]"#,
                DecodeError::BadValue {
                    place: place(20, Field::Note("1a000000".parse().unwrap())),
                    found: "[\"召开第一次协调会\"]".to_owned(),
                },
            ),
            (
                r#"{"value": "推进中""#,
                r#"{"value": {"推进中": null}"#,
                DecodeError::BadValue {
                    place: place(13, Field::Status),
                    found: "{\"推进中\":null}".to_owned(),
                },
            ),
        ] {
            assert!(GOLDEN.contains(from), "{from}");
            assert_eq!(read(&GOLDEN.replacen(from, to, 1)), Err(expected), "{to}");
        }
        // `null` is no missing part.
        for (from, to, expected) in [
            (
                "\"people\": {",
                "\"people\": null, \"p\": {",
                DecodeError::BadPart { key: "people".to_owned() },
            ),
            (
                "\"tasks\": {",
                "\"tasks\": null, \"t\": {",
                DecodeError::BadPart { key: "tasks".to_owned() },
            ),
            (
                "\"periods\": {",
                "\"periods\": null, \"p\": {",
                DecodeError::BadPart { key: "periods".to_owned() },
            ),
            (
                "\"after\": []",
                "\"after\": null",
                DecodeError::BadChange { place: place(13, Field::Percent), nth: 2 },
            ),
            (
                "\"after\": []",
                "\"after\": [1]",
                DecodeError::BadStamp { place: place(13, Field::Percent), nth: 2 },
            ),
            (
                "\"stamp\": \"2021-10-31T08:01:00.000Z/1/0k3j9a2b\"",
                "\"stamp\": 1",
                DecodeError::BadStamp { place: place(13, Field::Percent), nth: 2 },
            ),
            (
                "\"version\": 1",
                "\"version\": null",
                DecodeError::BadVersion { found: "null".to_owned() },
            ),
            (
                "\"version\": 1",
                "\"version\": \"1\"",
                DecodeError::BadVersion { found: "1".to_owned() },
            ),
            (
                "\"scope\": \"all\"",
                "\"scope\": null",
                DecodeError::BadPart { key: "exported.scope".to_owned() },
            ),
            (
                "\"by\": {\"name\": \"张三\", \"unit\": \"市财政局\"},",
                "",
                DecodeError::BadPart { key: "exported.by".to_owned() },
            ),
            (
                "\"by\": {\"name\": \"张三\", \"unit\"",
                "\"by\": {\"name\": null, \"unit\"",
                DecodeError::BadPart { key: "exported.by.name".to_owned() },
            ),
        ] {
            assert!(GOLDEN.contains(from), "{from}");
            assert_eq!(read(&GOLDEN.replacen(from, to, 1)), Err(expected), "{to}");
        }
    }

    #[test]
    fn what_is_wrong_first_is_told_first() {
        let twice = GOLDEN.replacen("\"13\": {", "\"13\": {\"a\": 1, \"a\": 1, ", 1);
        // A text that is no JSON, before what it would have said.
        let text = twice.replacen("\"version\": 1", "\"version\": 2", 1);
        assert!(matches!(read(&text), Err(DecodeError::DuplicateKey { .. })));
        let text = twice.replacen("\"phase\": [", "\"phase\": [1, ", 1);
        assert!(matches!(read(&text), Err(DecodeError::DuplicateKey { .. })));
        // In the order of the file, also where it breaks off later.
        let cut = &twice[..twice.find("\"48\": {\n").unwrap()];
        assert!(matches!(read(cut), Err(DecodeError::DuplicateKey { .. })));
        let text = twice.replacen("\"5\": {", "\"5\": {\"a\" 1, ", 1);
        assert!(matches!(read(&text), Err(DecodeError::Malformed { .. })));
    }

    #[test]
    fn places_are_told_in_the_words_of_the_page() {
        for (from, to, words) in [
            ("\"value\": 60", "\"value\": 6O", "文件第43行（第13项“完成率”）写得不对"),
            ("\"text\": \"拟订方案\"", "\"text\": \"拟订\u{1}方案\"", "（第20项“"),
            ("\"after\": []", "\"after\": [}", "文件第42行（第13项“完成率”）写得不对"),
            ("\"value\": 60", "\"v\\u0061lue\": 6O", "文件第43行（第13项“完成率”）写得不对"),
        ] {
            assert!(GOLDEN.contains(from), "{from}");
            let message = read(&GOLDEN.replacen(from, to, 1)).unwrap_err().message();
            assert!(message.contains(words), "{message}");
        }
    }
}

#[test]
fn a_file_made_to_stall_the_page_is_refused() {
    let change = |n: u32| {
        format!(
            r#"{{"value": "{n}", "stamp": "2021-10-31T08:00:00.000Z/{n}/0k3j9a2b", "after": []}}"#
        )
    };
    let changes: Vec<String> = (0..1_001).map(change).collect();
    let text = format!(
        r#"{{"format": "policy-ledger", "version": 1, "policy": "{BUNDLED_ID}", "tasks": {{"1": {{"progress": [{}]}}}}}}"#,
        changes.join(",")
    );
    let refused = decode(text.as_bytes(), policy(), Limits::FILE).unwrap_err();
    assert_eq!(refused, DecodeError::TooManyChanges { limit: 1_000 });
}

mod preferences {
    use policy_ledger::storage::preferences::Stored;

    const STORED: &str = r#"{"yellow_from":10,"red_above":30,"near_days":0,"actor":"0k3j9a2b","earlier_actors":" aaaaaaaa","name":"张\"三","unit":"市财政局","look":"dark","elder":true,"keys_off":false,"welcomed":true,"last_export":"2021-10-31","exported_changes":7,"rule":"custom","pace":"month","unit_name:财\u0008局":"市财政局"}"#;

    fn print(text: &str) -> Option<String> {
        let (stored, texts) = Stored::read(text)?;
        Some(stored.print(texts.iter().map(|(key, unit)| (key.clone(), unit))))
    }

    #[test]
    fn they_are_written_as_they_always_were() {
        assert_eq!(print(STORED).as_deref(), Some(STORED));
    }

    #[test]
    fn a_part_of_another_shape_is_as_good_as_none() {
        let (plain, _) = Stored::read("{}").unwrap();
        assert_eq!(plain, Stored::default());
        for odd in [
            r#"{"elder":1,"name":[],"yellow_from":-1,"near_days":300,"exported_changes":1.5,"look":null}"#,
            r#"{"elder":"true","name":{"a":[1e400]},"yellow_from":"10","red_above":null}"#,
            r#"{"turns":{"look":1},"later":[1.10,{"a":1e3}]}"#,
        ] {
            assert_eq!(Stored::read(odd).unwrap(), (plain.clone(), Vec::new()), "{odd}");
        }
        let (beside, _) = Stored::read(r#"{"elder":1,"name":"张三","later":1}"#).unwrap();
        assert_eq!(beside, Stored { name: "张三".to_owned(), ..plain });
    }

    #[test]
    fn what_is_not_sound_is_not_read() {
        for text in [
            "",
            "[]",
            "7",
            "{",
            r#"{"name":"a","name":"b"}"#,
            r#"{"x":{"a":1,"a":1}}"#,
            r#"{"x":"\ud800"}"#,
            r#"{"name":"a"} x"#,
            r#"["10",1]"#,
            r#"{"x":01}"#,
        ] {
            assert_eq!(Stored::read(text), None, "{text}");
        }
    }
}
