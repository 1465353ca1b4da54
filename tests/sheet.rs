//! The ledger as a sheet: columns, cells, and blocks pasted from a spreadsheet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

use policy_ledger::exchange::sheet::{Column, paste, read_block, read_cell};
use policy_ledger::exchange::typed::{read_typed_date, read_typed_percent};
use policy_ledger::ledger::stamp::read_date;
use policy_ledger::ledger::{
    Actor, Desk, Edit, Field, Item, Ledger, Millis, Now, Record, Reporter, Status, Value,
};
use policy_ledger::policy::{Policy, TaskNumber};
use policy_ledger::tally::{Pace, Row, Rule, Yardstick};
use proptest::prelude::*;

const NOW: Now = Now { at: Millis(1_635_667_200_000), offset_minutes: 480 };

#[track_caller]
fn check(field: Field, text: &str, expected: Option<Value>) {
    assert_eq!(read_cell(field, text), Ok(expected), "{text:?}");
}

#[track_caller]
fn refuse(field: Field, text: &str, words: &str) {
    let error = read_cell(field, text).unwrap_err().to_string();
    assert!(error.contains(words) && error.contains(field.name()), "{error}");
}

fn date(text: &str) -> Value {
    Value::Date(read_date(text).unwrap())
}

#[test]
fn cells_read_however_they_are_written() {
    check(Field::Status, " 推进中 ", Some(Value::Status(Status::Underway)));
    check(Field::Percent, "60", Some(Value::Percent(60)));
    check(Field::Percent, "60%", Some(Value::Percent(60)));
    check(Field::Percent, "60 ％", Some(Value::Percent(60)));
    for text in ["2021-10-31", "2021/10/31", "2021.10.31", "2021年10月31日"] {
        check(Field::Due, text, Some(date("2021-10-31")));
    }
    check(Field::Due, "2021/3/1", Some(date("2021-03-01")));
    check(Field::Owner, "李\u{200b}四", Some(Value::Text("李四".to_owned())));
    check(Field::Standing, "是", Some(Value::Flag(true)));
    for field in Field::COLUMNS {
        check(field, " \t", None);
    }
}

#[test]
fn cells_that_cannot_stand_say_what_may() {
    refuse(Field::Status, "完成", "未启动、推进中");
    refuse(Field::Percent, "101", "0 到 100");
    refuse(Field::Percent, "3.5", "0 到 100");
    refuse(Field::Due, "2021-02-29", "日期");
    refuse(Field::Due, "月底前", "日期");
    refuse(Field::Due, "2021-10-31-1", "日期");
    refuse(Field::SignOff, "已销", "任务详情");
    refuse(Field::Owner, &"李".repeat(501), "短一些");
}

/// What is read as a day, and what is no day of a ledger: one table for what is typed and what is pasted.
#[test]
fn a04_a06_a_day_is_read_as_people_write_it() {
    for text in [
        "2022-06-30",
        "20220630",
        "2022-6-30",
        "2022.6.30",
        "2022/6/30",
        "2022年6月30日",
        "2022年06月30",
        "2022 年 6 月 30 日",
        "２０２２－６－３０",
        "２０２２０６３０",
        "２０２２年６月３０日",
        "2022。6。30",
        "2022、6、30",
        "2022–6–30",
        " 2022-6-30\u{200e} ",
        "22/6/30",
        "22.6.30",
        "22-06-30",
    ] {
        assert_eq!(read_typed_date(text), read_date("2022-06-30"), "{text}");
    }
    for (text, day) in [
        ("1990-1-1", "1990-01-01"),
        ("2100-12-31", "2100-12-31"),
        ("35/12/31", "2035-12-31"),
        ("2024年2月29日", "2024-02-29"),
    ] {
        assert_eq!(read_typed_date(text), read_date(day), "{text}");
        assert!(read_typed_date(text).is_some(), "{text}");
    }
    for text in [
        "",
        "0002-05-31",
        "0022-06-30",
        "202-06-30",
        "20231-05-31",
        "1989-12-31",
        "2101-01-01",
        "31-12-22",
        "15/6/22",
        "6/30/2022",
        "30.6.2022",
        "2022-6",
        "2022-6-",
        "2022-6-31",
        "2023-2-29",
        "2022-13-1",
        "2022-0-1",
        "2022-6-30-1",
        "2022-6/30",
        "2022年6-30",
        "220630",
        "202206301",
        "44742",
        "2022-6-３x",
        "月底前",
        "-2022-6-30",
        "+2022-6-30",
        "2022-+6-30",
    ] {
        assert_eq!(read_typed_date(text), None, "{text}");
    }
}

#[test]
fn a07_a52_a_percentage_is_read_as_people_write_it_and_never_rounded() {
    for (text, percent) in [
        ("0", 0),
        ("80", 80),
        ("80%", 80),
        ("80 ％", 80),
        ("８０％", 80),
        ("80.00%", 80),
        ("80.0", 80),
        ("８０．００％", 80),
        ("100.00%", 100),
        (" 7 ", 7),
    ] {
        assert_eq!(read_typed_percent(text), Some(percent), "{text}");
    }
    for text in [
        "", "%", "45.5", "99.9", "0.8", "-5", "－5", "101", "300", "100.5%", "80.", "80%%", "abc",
        "八十", "+80", "8e1", "65536",
    ] {
        assert_eq!(read_typed_percent(text), None, "{text}");
    }
}

#[test]
fn a_block_is_read_as_spreadsheets_write_it() {
    let block = |text: &str| read_block(text);
    assert_eq!(block("甲\t乙\r\n丙\t\r\n"), [vec!["甲", "乙"], vec!["丙", ""]]);
    assert_eq!(block("\"一\n二\"\t\"他说\"\"好\"\"\""), [vec!["一\n二", "他说\"好\""]]);
    assert_eq!(block("5\"屏\t2"), [vec!["5\"屏", "2"]]);
    assert_eq!(block("甲"), [vec!["甲"]]);
}

proptest! {
    #[test]
    fn any_block_comes_back(cells in prop::collection::vec(prop::collection::vec("[a\"\n\t甲]{0,4}", 3), 1..4)) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let rows: Vec<String> =
            cells.iter().map(|row| row.iter().map(quote).collect::<Vec<_>>().join("\t")).collect();
        prop_assert_eq!(read_block(&rows.join("\r\n")), cells);
    }

    #[test]
    fn any_text_is_a_block(text in ".{0,40}") {
        prop_assert!(!read_block(&text).is_empty());
    }
}

#[test]
fn pasting_fills_from_the_corner_and_leaves_out_what_has_no_place() {
    let columns = [Column::Filled(Field::Percent), Column::Lead, Column::Filled(Field::Due)];
    let tasks = [TaskNumber(7), TaskNumber(9)];
    let pasting = paste(&read_block("50\t某局\t2022/1/5\n七成\t\t\n80\t\t"), &tasks, &columns);
    let edits: Vec<_> = pasting.edits.iter().map(|e| (e.task.0, e.field)).collect();
    assert_eq!(edits, [(7, Field::Percent), (7, Field::Due), (9, Field::Due)]);
    assert_eq!(pasting.errors.len(), 1);
    assert_eq!((pasting.errors[0].0, pasting.left_out), (TaskNumber(9), 5));
}

#[test]
fn a_row_says_what_the_policy_and_the_ledger_say() {
    let policy = Policy::bundled().unwrap();
    let mut desk = Desk::new(Ledger::new("plan"), Actor::from_bits(1), Reporter::default());
    let task = TaskNumber(13);
    let measure = |bits, text: &str| Edit {
        task,
        field: Field::Measure(Item::from_bits(bits)),
        value: Some(Value::Record(Box::new(Record {
            text: text.to_owned(),
            on: read_date("2022-06-30"),
            ..Record::default()
        }))),
    };
    // In the order they were written, whatever their ids.
    desk.apply("添加".to_owned(), vec![measure(9, "拟订方案"), measure(2, "组织实施")], NOW);
    desk.apply(
        "填写".to_owned(),
        vec![Edit { task, field: Field::Owner, value: Some(Value::Text("李四".to_owned())) }],
        NOW,
    );
    let row = Row::new(policy, desk.ledger(), policy.task(task).unwrap());
    let yardstick = Yardstick { rule: Rule::default(), pace: Pace::default(), now: NOW };
    let cell = |column: Column| column.cell(policy, &row, yardstick);
    assert_eq!(cell(Column::Number), "13");
    assert_eq!(cell(Column::Task), row.task.text);
    assert!(cell(Column::Lead).starts_with("市地方金融监管局、"));
    assert!(cell(Column::Articles).starts_with('（'));
    assert_eq!(cell(Column::Measures), "1. 拟订方案\n2. 组织实施");
    assert_eq!(cell(Column::Milestones), "1. 2022-06-30\n2. 2022-06-30");
    assert_eq!(
        cell(Column::Light),
        "– 不计进度（默认时限2021-12-31）",
        "without a due date no light is green"
    );
    assert_eq!(cell(Column::Filled(Field::Owner)), "李四");
    assert_eq!(cell(Column::Filled(Field::Status)), "未启动");
    assert_eq!(cell(Column::Filled(Field::Percent)), "0%");
    let names: Vec<_> = Column::ALL.map(Column::name).into();
    assert_eq!(names[0], "序号");
    assert_eq!(names.last(), Some(&"备注"));
}
