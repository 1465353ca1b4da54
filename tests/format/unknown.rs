//! What this version does not know, out of two files that differ in it: all of both is in the file that comes of it.

use std::time::Instant;

use policy_ledger::format::{DecodeError, Limits, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::merge::{self, brings_changes};
use policy_ledger::ledger::{Actor, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Value};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};

/// The start of every stamp here.
const DAY: &str = "2021-10-31T08:00:00.00";

/// A file with one row of a task that the policy does not have.
fn file(row: &str) -> String {
    format!(
        r#"{{"format":"policy-ledger","version":1,"policy":"{BUNDLED_ID}","people":{{}},"tasks":{{"99":{row}}}}}"#
    )
    .replace("DAY", DAY)
}

fn try_read(text: &str) -> Result<Ledger, DecodeError> {
    let decoded = decode(text.as_bytes(), Policy::bundled().unwrap(), Limits::FILE);
    decoded.map(|decoded| decoded.ledger)
}

fn read(row: &str) -> Ledger {
    try_read(&file(row)).unwrap()
}

/// Two rows come to `both`, whichever comes first, and however often.
#[track_caller]
fn check(mine: &str, theirs: &str, both: &str) {
    let (mine, theirs) = (read(mine), read(theirs));
    let merged = merge::merge(&mine, &theirs);
    assert_eq!(encode(&merged, None, Layout::Compact), file(both));
    assert_eq!(read(both), merged, "and reads back");
    assert_eq!(merge::merge(&theirs, &mine), merged);
    for known in [&mine, &theirs] {
        assert_eq!(merge::merge(&merged, known), merged);
        assert!(!brings_changes(&merged, known));
    }
}

#[test]
fn the_changes_of_a_column_come_together_by_their_stamps() {
    check(
        r#"{"status":[{"value":"推进中","stamp":"DAY1Z/0/0k3j9a2b"},{"value":"已完成","stamp":"DAY3Z/0/0k3j9a2b"}]}"#,
        r#"{"status":[{"value":"推进中","stamp":"DAY1Z/0/0k3j9a2b"},{"value":"受阻","stamp":"DAY2Z/0/0k3j9a2c"}]}"#,
        // What the last one replaced is no longer the one above it.
        r#"{"status":[{"value":"推进中","stamp":"DAY1Z/0/0k3j9a2b"},{"value":"受阻","stamp":"DAY2Z/0/0k3j9a2c"},{"value":"已完成","stamp":"DAY3Z/0/0k3j9a2b","after":["DAY1Z/0/0k3j9a2b"]}]}"#,
    );
}

#[test]
fn columns_lists_and_items_come_together_by_their_keys() {
    check(
        r#"{"notes":{"1a000000":[{"value":{"text":"甲"},"stamp":"DAY1Z/0/0k3j9a2b"}]},"room":5}"#,
        r#"{"notes":{"1b000000":[{"value":{"text":"乙"},"stamp":"DAY1Z/0/0k3j9a2c"}]},"percent":[{"value":60,"stamp":"DAY2Z/0/0k3j9a2c"}]}"#,
        r#"{"notes":{"1a000000":[{"value":{"text":"甲"},"stamp":"DAY1Z/0/0k3j9a2b"}],"1b000000":[{"value":{"text":"乙"},"stamp":"DAY1Z/0/0k3j9a2c"}]},"percent":[{"value":60,"stamp":"DAY2Z/0/0k3j9a2c"}],"room":5}"#,
    );
}

#[test]
fn what_a_change_says_besides_its_value_is_kept_from_both() {
    check(
        r#"{"score":[{"value":1,"stamp":"DAY1Z/0/0k3j9a2b","weight":1e2}]}"#,
        r#"{"score":[{"value":1,"stamp":"DAY1Z/0/0k3j9a2b","by":"甲"}]}"#,
        r#"{"score":[{"value":1,"stamp":"DAY1Z/0/0k3j9a2b","by":"甲","weight":1e2}]}"#,
    );
}

/// A copied browser profile can give one stamp to two changes.
#[test]
fn one_stamp_with_two_values_is_two_changes() {
    check(
        r#"{"percent":[{"value":2,"stamp":"DAY1Z/0/0k3j9a2b"}]}"#,
        r#"{"percent":[{"value":1,"stamp":"DAY1Z/0/0k3j9a2b"}]}"#,
        r#"{"percent":[{"value":1,"stamp":"DAY1Z/0/0k3j9a2b"},{"value":2,"stamp":"DAY1Z/0/0k3j9a2b","after":[]}]}"#,
    );
}

#[test]
fn anything_else_stands_side_by_side() {
    check("1", "2", r#"{"variants":[1,2]}"#);
    check(r#"{"variants":[1,3]}"#, "2", r#"{"variants":[1,2,3]}"#);
    check(r#"["b","a"]"#, r#"["a","b"]"#, r#"{"variants":[["a","b"],["b","a"]]}"#);
    check(r#"{"room":5}"#, r#"{"room":null}"#, r#"{"room":{"variants":[5,null]}}"#);
    check(r#"{"room":5}"#, "7", r#"{"variants":[{"room":5},7]}"#);
    check(
        r#"{"variants":[{"room":5},7]}"#,
        r#"{"door":1}"#,
        r#"{"variants":[{"door":1,"room":5},7]}"#,
    );
}

#[test]
fn a_list_of_nothing_says_nothing() {
    check("[]", "7", "7");
    check(
        r#"{"status":[]}"#,
        r#"{"status":[{"value":"推进中","stamp":"DAY1Z/0/0k3j9a2b"}]}"#,
        r#"{"status":[{"value":"推进中","stamp":"DAY1Z/0/0k3j9a2b"}]}"#,
    );
    check(r#"{"variants":[]}"#, "[]", r#"{"variants":[]}"#);
}

/// Only what all changes of a ledger have makes a list one of changes.
#[test]
fn a_list_of_other_things_is_kept_as_it_is() {
    for row in [
        r#"[{"value":1,"stamp":"gestern"}]"#,
        r#"[{"stamp":"DAY1Z/0/0k3j9a2b"}]"#,
        r#"[{"value":1,"stamp":"DAY1Z/0/0k3j9a2b","after":"DAY0Z/0/0k3j9a2b"}]"#,
        r#"[{"value":1,"stamp":"DAY2Z/0/0k3j9a2b"},7]"#,
    ] {
        check(row, row, row);
        check(row, "7", &format!(r#"{{"variants":[7,{row}]}}"#));
    }
}

#[test]
fn who_worked_on_an_unknown_task_keeps_their_name() {
    let mut theirs = read(r#"{"status":[{"value":"推进中","stamp":"DAY1Z/0/0k3j9a2b"}]}"#);
    let actor: Actor = "0k3j9a2b".parse().unwrap();
    let reporter = Reporter { name: "王某".to_owned(), unit: "市财政局".to_owned() };
    theirs.introduce(&actor, &reporter);
    let other = Actor::from_bits(7);
    let mut editor = Editor::new(theirs, other.clone(), reporter.clone());
    let edit = Edit { task: TaskNumber(1), field: Field::Percent, value: Some(Value::Percent(5)) };
    editor.apply("改".to_owned(), vec![edit], Now { at: Millis(1), offset_minutes: 480 });
    let part = editor.ledger().only(|_, _, _| false);
    assert_eq!(part.reporter(&actor), reporter);
    assert_eq!(part.reporter(&other), Reporter::default(), "nothing of theirs is left");
    assert_eq!(&editor.ledger().only(|_, _, _| true), editor.ledger());
}

/// As many as a file may hold. Put in one by one, each would move all others, which takes thousands of times as long
/// as reading the same as a list.
#[test]
fn a_great_many_variants_are_read_in_time() {
    for variant in [|n: u32| n.to_string(), |n: u32| format!(r#"{{"a":{n}}}"#)] {
        let all: Vec<String> = (100_000..500_000).map(variant).collect();
        let list = format!("[{}]", all.join(","));
        let time = |row: &str| {
            let started = Instant::now();
            let ledger = read(row);
            (started.elapsed(), ledger.unknown_tasks.get("99").cloned().unwrap())
        };
        let (as_list, _) = time(&list);
        let (as_variants, row) = time(&format!(r#"{{"variants":{list}}}"#));
        let values = row.parts.map_or(row.values, |parts| parts.get("a").unwrap().values.clone());
        assert_eq!(values.len(), all.len());
        assert!(as_variants < 50 * as_list, "{as_variants:?} instead of {as_list:?}");
    }
}

/// However deep what is read nests, and whatever comes to lie around it: what is stored reads again.
#[test]
fn what_comes_of_the_deepest_files_reads_again() {
    let nested = |depth: usize| format!("{}0{}", "[".repeat(depth), "]".repeat(depth));
    assert!(try_read(&file(&nested(126))).is_err(), "two objects lie around it");
    let change = |depth: usize, rest: &str| {
        format!(r#"[{{"value":{},"stamp":"DAY1Z/0/0k3j9a2b"{rest}}}]"#, nested(depth))
    };
    // From the inside to the outside, each meets something of another shape.
    let rest = format!(r#","a":{{"b":{}}}"#, nested(118));
    let item = change(119, &rest);
    let rows = [
        format!(r#"{{"list":{{"item":{item}}}}}"#),
        r#"{"list":{"item":[{"value":0,"stamp":"DAY1Z/0/0k3j9a2b","a":{"b":1}}]}}"#.to_owned(),
        r#"{"list":{"item":[{"value":0,"stamp":"DAY1Z/0/0k3j9a2b","a":2}]}}"#.to_owned(),
        r#"{"list":{"item":7}}"#.to_owned(),
        r#"{"list":7}"#.to_owned(),
        "7".to_owned(),
    ];
    let read = rows.iter().map(|row| read(row));
    let both = read.fold(Ledger::default(), |all, one| merge::merge(&all, &one));
    let text = encode(&both, None, Layout::Compact);
    assert!(try_read(&text).is_err(), "deeper than any file");
    let stored = decode(text.as_bytes(), Policy::bundled().unwrap(), Limits::STORED).unwrap();
    assert_eq!(stored.ledger, both);
}
