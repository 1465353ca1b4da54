//! How several files or a few changes travel at once: archives, and changes as a line of text.

mod archives {
    use miniz_oxide::deflate::compress_to_vec;
    use policy_ledger::inbox::archive::{ArchiveError, Capacity, Unpacked, is_of_system, unpack};
    use policy_ledger::inbox::whole::is_whole;

    /// An entry as an archiver writes it, with everything that can be lied about.
    #[derive(Clone)]
    struct Entry {
        name: Vec<u8>,
        flags: u16,
        method: u16,
        packed: Vec<u8>,
        size: u32,
        crc: u32,
        extra: Vec<u8>,
    }

    const UTF8: u16 = 1 << 11;

    fn entry(name: &str, content: &[u8]) -> Entry {
        Entry {
            name: name.as_bytes().to_vec(),
            flags: UTF8,
            method: 8,
            packed: compress_to_vec(content, 6),
            size: u32::try_from(content.len()).unwrap(),
            crc: rawzip::crc32(content),
            extra: Vec::new(),
        }
    }

    /// The bytes of an archive, after the application note of PKWARE, 4.3.
    fn zip(entries: &[Entry]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        let short = |n: usize| u16::try_from(n).unwrap().to_le_bytes();
        let long = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
        for entry in entries {
            let at = long(out.len());
            let mut common = [20, 0].to_vec();
            common.extend(entry.flags.to_le_bytes());
            common.extend(entry.method.to_le_bytes());
            common.extend([0; 4]);
            common.extend(entry.crc.to_le_bytes());
            common.extend(long(entry.packed.len()));
            common.extend(entry.size.to_le_bytes());
            common.extend(short(entry.name.len()));
            common.extend(short(entry.extra.len()));
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(entry.name.iter().chain(&entry.extra).chain(&entry.packed));
            directory.extend(b"PK\x01\x02\x14\x00");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend(at);
            directory.extend(entry.name.iter().chain(&entry.extra));
        }
        let at = long(out.len());
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(short(entries.len()));
        out.extend(short(entries.len()));
        out.extend(long(directory.len()));
        out.extend(at);
        out.extend([0, 0]);
        out
    }

    /// 台账 in GBK, as a browser would read it.
    fn gbk(bytes: &[u8]) -> Option<String> {
        let rest = bytes.strip_prefix(b"\xcc\xa8\xd5\xcb")?;
        rest.is_ascii().then(|| format!("台账{}", String::from_utf8_lossy(rest)))
    }

    const SMALL: Capacity = Capacity { entries: 5, entry: 1000, total: 60_000 };

    fn read(entries: &[Entry]) -> Result<Vec<Unpacked>, ArchiveError> {
        unpack(&zip(entries), SMALL, gbk)
    }

    /// What comes of one entry next to a sound one.
    #[track_caller]
    fn check(odd: Entry, expected: ArchiveError) {
        let files = read(&[odd, entry("b.json", b"{}")]).unwrap();
        assert_eq!(files[0].1, Err(expected));
        assert_eq!(files[1], ("b.json".to_owned(), Ok(b"{}".to_vec())), "the others are read");
        assert!(expected.message().ends_with('。') && !expected.to_string().is_empty());
    }

    #[test]
    fn files_come_in_order_without_what_systems_add() {
        let stored = Entry { method: 0, packed: b"[1]".to_vec(), ..entry("乙/b.json", b"[1]") };
        let files = read(&[
            entry("甲/", b""),
            entry("甲/a.json", b"{\"a\": 1}"),
            entry("__MACOSX/甲/._a.json", b"x"),
            entry("乙/.DS_Store", b"x"),
            stored,
        ]);
        let expected = [("甲/a.json", "{\"a\": 1}"), ("乙/b.json", "[1]")];
        let expected = expected.map(|(name, text)| (name.to_owned(), Ok(text.into())));
        assert_eq!(files.unwrap(), expected);
        assert_eq!(read(&[]), Ok(Vec::new()));
    }

    #[test]
    fn names_are_read_however_they_were_written() {
        let name = |name: &[u8], flags: u16, extra: &[u8]| {
            let odd = Entry { name: name.to_vec(), flags, extra: extra.to_vec(), ..entry("", b"") };
            read(&[odd]).unwrap().remove(0).0
        };
        assert_eq!(name("台账.json".as_bytes(), UTF8, b""), "台账.json");
        assert_eq!(name("台账.json".as_bytes(), 0, b""), "台账.json", "macOS does not say so");
        assert_eq!(name(b"\xcc\xa8\xd5\xcb.json", 0, b""), "台账.json", "Windows");
        assert_eq!(
            name(b"\xcc\xa8\xff.json", 0, b""),
            "\u{328}\u{fffd}.json",
            "shown as it can be"
        );
        assert_eq!(name(b"\xcc.json", UTF8, b""), "\u{fffd}.json");
        assert_eq!(name(b"..\\..\\a/../b.json", 0, b""), "a/b.json");
        assert_eq!(name("a\u{202e}\n.json".as_bytes(), UTF8, b""), "a\n.json");
        let beside = |of: &[u8]| {
            let path = "表.json".as_bytes();
            let size = u16::try_from(path.len() + 5).unwrap().to_le_bytes();
            let sum = rawzip::crc32(of).to_le_bytes();
            [&[0x75, 0x70], &size[..], &[1], &sum, path].concat()
        };
        assert_eq!(name(b"\xb1\xed.json", 0, &beside(b"\xb1\xed.json")), "表.json");
        assert_eq!(name(b"b.json", 0, &beside(b"a.json")), "b.json", "it was renamed since");
    }

    #[test]
    fn one_bad_entry_is_told_of_and_the_others_are_read() {
        let whole = entry("a.json", &[b' '; 900]);
        check(Entry { crc: 1, ..whole.clone() }, ArchiveError::Damaged);
        check(Entry { size: 899, ..whole.clone() }, ArchiveError::Damaged);
        check(Entry { packed: Vec::new(), ..whole.clone() }, ArchiveError::Damaged);
        check(Entry { packed: b"\xff\xff".to_vec(), ..whole.clone() }, ArchiveError::Damaged);
        check(Entry { flags: 1, ..whole.clone() }, ArchiveError::Encrypted);
        check(Entry { flags: 1 << 6, ..whole.clone() }, ArchiveError::Encrypted);
        check(Entry { method: 14, ..whole.clone() }, ArchiveError::Method { method: 14 });
        check(entry("a.ZIP", &zip(&[])), ArchiveError::Nested);
    }

    #[test]
    fn sizes_are_held_to_whatever_the_directory_says() {
        let too_large = ArchiveError::TooLarge { limit: 1000 };
        assert!(read(&[entry("a.json", &[b' '; 1000])]).unwrap()[0].1.is_ok(), "just within");
        check(entry("a.json", &[b' '; 1001]), too_large);
        // A bomb: a thousandth of its size, and a directory that says it is small.
        let bomb = entry("a.json", &vec![b' '; 50_000_000]);
        assert!(bomb.packed.len() < 50_000);
        check(bomb.clone(), too_large);
        check(Entry { size: 10, ..bomb }, too_large);
        check(Entry { method: 0, size: 2, ..entry("a.json", &[]) }, ArchiveError::Damaged);
        let long = Entry { method: 0, size: 10, packed: vec![b' '; 1001], ..entry("a.json", b"") };
        check(long, too_large);
        // One packed entry listed thrice is three entries.
        let part = entry("a.json", &[b' '; 900]);
        let all = [part.clone(), part.clone(), part];
        let tight = Capacity { total: 2500, ..SMALL };
        let too_much = ArchiveError::TooMuch { limit: 2500 };
        assert_eq!(unpack(&zip(&all), tight, gbk), Err(too_much));
        assert_eq!(unpack(&zip(&all[1..]), tight, gbk).unwrap().len(), 2);
        let many = vec![entry("甲/", b""); 6];
        assert_eq!(read(&many), Err(ArchiveError::TooManyEntries { limit: 5 }));
        let error = Capacity::FILE.check_size(201 * 1024 * 1024).unwrap_err();
        assert!(error.message().contains("200 MB"));
    }

    #[test]
    fn a44_what_systems_leave_beside_files_is_passed_over() {
        for name in [
            "desktop.ini",
            "Desktop.ini",
            "DESKTOP.INI",
            "Thumbs.db",
            "thumbs.db",
            "ehthumbs.db",
            "~$台账.json",
            "~$台账.xlsx",
            "._台账.json",
            ".DS_Store",
            ".~lock.台账.json#",
            ".台账.json.swp",
            "__MACOSX/台账.json",
            "__MACOSX/._台账.json",
            "汇总/._台账.json",
            "汇总\\~$台账.json",
            "$RECYCLE.BIN/台账.json",
            "System Volume Information/a.json",
            "@eaDir/台账.json",
            ".git/a.json",
            "",
        ] {
            assert!(is_of_system(name), "{name}");
            if !name.is_empty() {
                let files = read(&[entry(name, b"{}"), entry("b.json", b"{}")]).unwrap();
                assert_eq!(files.len(), 1, "{name}: {files:?}");
            }
        }
        for name in [
            "台账.json",
            "台账_市财政局_2022-06-30.json",
            "2022.6/台账.json",
            "~台账.json",
            "$台账.json",
            "汇总/台账.zip",
            "desktop.json",
            "MACOSX.json",
        ] {
            assert!(!is_of_system(name), "{name}");
            assert_eq!(read(&[entry(name, b"{}")]).unwrap().len(), 1, "{name}");
        }
    }

    #[test]
    fn what_is_no_archive_says_so() {
        let check = |bytes: &[u8], expected: ArchiveError, word: &str| {
            assert_eq!(unpack(bytes, SMALL, gbk), Err(expected));
            let message = expected.message();
            assert!(message.contains(word) && message.contains("本机数据没有改动"), "{message}");
        };
        check(b"", ArchiveError::NotAnArchive, "不是压缩包");
        check(b"{}", ArchiveError::NotAnArchive, ".json");
        check(b"Rar!\x1a\x07", ArchiveError::OtherKind, "解压");
        check(b"7z\xbc\xaf\x27\x1c", ArchiveError::OtherKind, ".zip");
        check(&zip(&[entry("[Content_Types].xml", b"")]), ArchiveError::Document, "Excel");
    }

    #[test]
    fn r14_an_archive_cut_anywhere_is_broken() {
        let whole = zip(&[entry("a.json", b"{}"), entry("b.json", b"[]")]);
        assert!(is_whole(&whole));
        for end in 4..whole.len() {
            assert!(!is_whole(&whole[..end]), "{end}");
            assert_eq!(unpack(&whole[..end], SMALL, gbk), Err(ArchiveError::Broken), "{end}");
        }
        // As some senders leave it: the end is there, but part of the directory is not.
        let mut short = whole.clone();
        let from = short.len() - 22 - 20;
        short.drain(from..from + 10);
        assert_eq!(unpack(&short, SMALL, gbk), Err(ArchiveError::Broken));
    }

    #[test]
    fn no_damage_makes_it_panic_or_gives_other_content() {
        let whole = zip(&[entry("a.json", b"{\"a\": 1}"), entry("b.json", &[b' '; 500])]);
        let sound = unpack(&whole, SMALL, gbk).unwrap();
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                let Ok(files) = unpack(&bytes, SMALL, gbk) else { continue };
                let good = files.into_iter().filter_map(|(_, content)| content.ok());
                for content in good {
                    assert!(sound.iter().any(|(_, known)| *known == Ok(content.clone())), "{at}");
                }
            }
        }
    }
}

mod codes {
    use policy_ledger::format::{Code, Export, Limits, Notice, code_of, decode, encode};
    use policy_ledger::json::Layout;
    use policy_ledger::ledger::{Ledger, Millis, Reporter};
    use policy_ledger::policy::{BUNDLED_ID, Policy};

    const GOLDEN: &str = include_str!("../data/ledger-v1.json");

    fn read(text: &str) -> (Ledger, Option<Code>, Vec<Notice>) {
        let decoded = decode(text.as_bytes(), Policy::bundled().unwrap(), Limits::FILE).unwrap();
        (decoded.ledger, decoded.export.and_then(|export| export.code), decoded.notices)
    }

    /// What reading `text` says of its code.
    #[track_caller]
    fn check(text: &str, is_altered: bool) {
        let found = read(text).2.contains(&Notice::Altered);
        assert_eq!(found, is_altered, "{text}");
    }

    #[test]
    fn the_same_content_has_the_same_code_however_it_is_laid_out() {
        let (ledger, code, _) = read(GOLDEN);
        assert_eq!(code, Some(code_of(&ledger)));
        let export = |name: &str, at: u64| Export {
            at: Millis(at),
            by: Reporter { name: name.to_owned(), unit: String::new() },
            scope: "#/ledger?section=4".to_owned(),
            code,
        };
        for layout in [Layout::Pretty, Layout::Compact] {
            for export in [export("张三", 1), export("李四", 1_700_000_000_000)] {
                check(&encode(&ledger, Some(&export), layout), false);
            }
        }
        check(&GOLDEN.replace("  \"", "\t \"").replace('\n', "\r\n"), false);
        // Keys in another order, as another program may write them.
        let (head, tasks) = GOLDEN.split_once("  \"tasks\":").unwrap();
        let (tasks, _) = tasks.rsplit_once("\n}").unwrap();
        let (frame, people) = head.split_once("  \"people\":").unwrap();
        let people = people.trim_end().trim_end_matches(',');
        check(&format!("{frame}  \"tasks\":{tasks},\n  \"people\":{people}\n}}"), false);
    }

    #[test]
    fn any_other_content_has_another_code() {
        let changes = [
            ("\"value\": 60", "\"value\": 61"),
            ("\"value\": 60", "\"value\": 60, \"kept\": null"),
            ("签订", "签定"),
            ("\"unit\": \"\"", "\"unit\": \" \""),
            ("/0/0k3j9a2b", "/1/0k3j9a2b"),
            ("\"people\":", "\"more\": {}, \"people\":"),
            ("\"tasks\": {", "\"tasks\": {\"49\": 1,"),
        ];
        for (from, to) in changes {
            let at = GOLDEN.find("\"people\"").unwrap();
            let (frame, content) = GOLDEN.split_at(at);
            assert!(content.contains(from), "{from}");
            check(&format!("{frame}{}", content.replacen(from, to, 1)), true);
        }
        let message = Notice::Altered.message();
        assert!(message.starts_with("文件里的校验码与内容不符，可能在导出之后被改动过。"));
    }

    #[test]
    fn a_code_is_no_condition_for_reading() {
        let line = GOLDEN.lines().find(|line| line.contains("\"code\"")).unwrap();
        check(&GOLDEN.replace(&format!(",\n{line}"), ""), false);
        for code in ["\"\"", "\"AAAA\"", "\"AAAA-AAAA\"", "12", "null", "[]"] {
            let text = GOLDEN.replace(line, &format!("\"code\": {code}"));
            check(&text, true);
            assert_eq!(read(&text).0, read(GOLDEN).0);
        }
        let (ledger, ..) = read(GOLDEN);
        check(&encode(&ledger, None, Layout::Compact), false);
    }

    /// What was exported once keeps its code: it may stand on paper.
    #[test]
    fn codes_stay_as_they_are() {
        assert_eq!(code_of(&Ledger::new(BUNDLED_ID)).to_string(), "8AFX-SEAY");
        assert_eq!(code_of(&read(GOLDEN).0).to_string(), "MHE9-9HXK");
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code: Code = "K7QM-LXPA".parse().unwrap();
        assert_eq!(code.to_string(), "K7QM-LXPA");
        for typed in ["k7qmlxpa", " K7QM LXPA\n", "Ｋ７ＱＭ－ＬＸＰＡ", "K7OM-1XPA", "k70m—ixpa"]
        {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        for wrong in ["", "K7QM-LXP", "K7QM-LXPAA", "K7QM-LXP?", "校验码K7QMLXPA"] {
            let error = wrong.parse::<Code>().unwrap_err();
            assert!(error.message().contains("8个"), "{wrong}");
        }
    }
}

mod share_texts {
    use policy_ledger::format::{Limits, decode, encode};
    use policy_ledger::json::Layout;
    use policy_ledger::ledger::{
        Actor, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Status, Value,
    };
    use policy_ledger::outbox::share_text::{MAX_MESSAGE_CHARS, ShareTextError, fits, open, pack};
    use policy_ledger::policy::{BUNDLED_ID, Policy};
    use proptest::prelude::*;

    const TEXT: &str = "{\"进展情况\": \"已与香港同业签订备忘录。\"}";

    /// What a message opens to.
    #[track_caller]
    fn check(message: &str) {
        assert_eq!(open(message).as_deref(), Ok(TEXT), "{message}");
    }

    #[test]
    fn a_note_says_what_it_is() {
        let known = "【台账便条第1版·共11字：Q7+mo6uuBQA】";
        assert_eq!(open(known).as_deref(), Ok("{}"), "share texts once sent are read for ever");
        let share_text = pack(TEXT);
        assert!(share_text.starts_with("【台账便条第1版·共"), "{share_text}");
        assert!(share_text.ends_with('】') && !share_text.contains('\n'));
        let (_, body) = share_text.split_once('：').unwrap();
        let count = body.trim_end_matches('】').len();
        assert!(share_text.contains(&format!("共{count}字：")));
    }

    #[test]
    fn what_chats_do_to_a_text_is_passed_over() {
        let share_text = pack(TEXT);
        check(&share_text);
        check(&format!("张三：\n“{share_text}”\n—————————\n收到，谢谢"));
        check(&format!("王科 10:32\n> {share_text}\nOK 12"));
        check(&share_text.replace('【', "[").replace('】', "]").replace('：', ":"));
        check(&share_text.replace('【', "“").replace('】', ""));
        let chars: Vec<char> = share_text.chars().collect();
        for gap in ["\n", "\r\n", " ", "\u{3000}", "\u{200b}", "\n> ", "\u{a0}"] {
            let lines = chars.chunks(7).map(|line| line.iter().collect::<String>());
            check(&lines.collect::<Vec<_>>().join(gap));
        }
        let wide = |c: char| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
            c => c,
        };
        check(&share_text.chars().map(wide).collect::<String>());
    }

    #[test]
    fn the_first_whole_note_counts() {
        let (share_text, cut) = (pack(TEXT), &pack("旧的")[..40]);
        check(&format!("{share_text}\n{}", pack("另一张")));
        check(&format!("{cut}\n{share_text}"));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_do() {
        let check = |message: &str, expected: ShareTextError, words: &str| {
            assert_eq!(open(message), Err(expected), "{message}");
            let told = expected.message();
            assert!(told.contains(words) && told.ends_with('。'), "{told}");
            assert!(!expected.to_string().is_empty());
        };
        let share_text = pack(TEXT);
        check("", ShareTextError::Nothing, "没有找到");
        check("请看台账，第1版便条", ShareTextError::Nothing, "【台账便条");
        check(&share_text.replace("第1版", "第2版"), ShareTextError::Newer { found: 2 }, "第2版");
        let cut: String = share_text.chars().take(share_text.chars().count() - 11).collect();
        check(&cut, ShareTextError::Incomplete { missing: 10 }, "还缺10个字符");
        check(&format!("{cut}\n李四：收到"), ShareTextError::Incomplete { missing: 10 }, "不完整");
        check("【台账便条第1版·共", ShareTextError::Incomplete { missing: 0 }, "便条不完整，可能");
        check("【台账便条第1版·共0字：】", ShareTextError::Altered, "不一致");
        check("【台账便条第1版·共4字：AAAA】", ShareTextError::Altered, "不一致");
        check("【台账便条第1版·共8字：AAAAAAAA】", ShareTextError::Altered, "改发文件");
        let bomb = pack(&" ".repeat(Limits::FILE.bytes + 1));
        check(&bomb, ShareTextError::TooLarge { limit: Limits::FILE.bytes }, "5 MB");
        let most = " ".repeat(Limits::FILE.bytes);
        assert_eq!(open(&pack(&most)), Ok(most));
    }

    proptest! {
        #[test]
        fn what_is_packed_opens_to_the_same(text in "(?s).{0,300}") {
            prop_assert_eq!(open(&pack(&text)), Ok(text));
        }

        /// Three symbols changed, a piece cut out, or a piece twice.
        #[test]
        fn damage_is_found_or_harmless(
            text in "[a-c一-三\"]{0,200}", how in 0..3u8, at in any::<prop::sample::Index>(),
            length in 1..9usize, odd in "[A-Za-z0-9+=、 ]{3}",
        ) {
            let mut chars: Vec<char> = pack(&text).chars().collect();
            let at = at.index(chars.len());
            let end = (at + length).min(chars.len());
            match how {
                0 => drop(chars.splice(at..(at + 3).min(end), odd.chars())),
                1 => drop(chars.drain(at..end)),
                _ => {
                    let piece = chars[at..end].to_vec();
                    chars.splice(at..at, piece);
                }
            }
            match open(&chars.into_iter().collect::<String>()) {
                Ok(opened) => prop_assert_eq!(opened, text),
                Err(error) => prop_assert!(error.message().ends_with('。')),
            }
        }
    }

    /// Updates as a month brings them, with real prose in them: 完成状态, 完成率 and 80 characters of 进展情况 for
    /// each of the first `count` tasks.
    fn updates(policy: &Policy, count: usize) -> Ledger {
        let reporter = Reporter { name: "张三".to_owned(), unit: "市财政局".to_owned() };
        let mut editor =
            Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(0x5a_1b3c_9d7e), reporter);
        for (nth, task) in (0_u64..).zip(policy.tasks().take(count)) {
            let percent = u8::try_from(nth * 37 % 101).unwrap();
            let progress: String = task.text.chars().take(80).collect();
            let edits = [
                (Field::Status, Value::Status(Status::Underway)),
                (Field::Percent, Value::Percent(percent)),
                (Field::Progress, Value::Text(progress)),
            ];
            for (minute, (field, value)) in (0..).zip(edits) {
                let edit = Edit { task: task.number, field, value: Some(value) };
                let at = 1_656_579_600_000 + nth * 1_234_567 + minute * 61_853;
                let now = Now { at: Millis(at), offset_minutes: 480 };
                assert!(editor.apply("填报".to_owned(), vec![edit], now));
            }
        }
        editor.ledger().clone()
    }

    /// The figures in the docs of the module.
    #[test]
    fn a_message_takes_a_months_updates_of_a_unit() {
        let policy = Policy::bundled().unwrap();
        let share_text =
            |count: usize| pack(&encode(&updates(policy, count), None, Layout::Compact));
        let most = |limit: usize| (1..=48).rev().find(|n| share_text(*n).chars().count() <= limit);
        let lengths = [1, 10, 48].map(|count| share_text(count).chars().count());
        assert!(lengths[0] < 500 && lengths[1] < 2200 && lengths[2] < 9000, "{lengths:?}");
        assert_eq!(most(MAX_MESSAGE_CHARS), Some(26));
        assert!(fits(&share_text(12)) && !fits(&share_text(48)), "{lengths:?}");
        let sent = updates(policy, 12);
        let text = open(&share_text(12)).unwrap();
        assert_eq!(decode(text.as_bytes(), policy, Limits::FILE).unwrap().ledger, sent);
    }
}
