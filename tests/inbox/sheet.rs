//! The ledger as a sheet: columns, cells, and blocks pasted from a spreadsheet.

use policy_ledger::inbox::clipboard::{Block, read_block, read_blocks, write_block, write_html};
use policy_ledger::inbox::html_table::read_tables;
use policy_ledger::inbox::pasting::{Pasting, plan, plans};
use policy_ledger::inbox::reading::{Reading, View};
use policy_ledger::inbox::sheet::{Column, read_cell};
use policy_ledger::inbox::typed::{read_typed_date, read_typed_percent};
use policy_ledger::ledger::stamp::read_date;
use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, Item, Ledger, Millis, Now, Parts, Reporter, Status, Value,
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
    refuse(Field::Percent, "101", "0到100");
    refuse(Field::Percent, "3.5", "0到100");
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
        "2022年6月底",
        "２０２２年６月末",
        "2022年6月底前",
        "2022年6月30日前",
        "2022/6/30 0:00:00",
        "2022-06-30 18:30",
    ] {
        assert_eq!(read_typed_date(text), read_date("2022-06-30"), "{text}");
    }
    for (text, day) in [
        ("1990-1-1", "1990-01-01"),
        ("2100-12-31", "2100-12-31"),
        ("35/12/31", "2035-12-31"),
        ("2024年2月29日", "2024-02-29"),
        ("2024年2月底", "2024-02-29"),
        ("2022年底", "2022-12-31"),
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
        "6月底",
        "22年6月底",
        "2022年13月底",
        "2022年6月",
        "1989年底",
        "2022-6-30前",
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

#[test]
fn a02_a_quote_at_the_beginning_swallows_nothing() {
    let rows = read_block("\"十四五规划中期评估已启动\t60%\r\n正在报批\t70%\r\n起草中\t80%\r\n");
    let expected = [["\"十四五规划中期评估已启动", "60%"], ["正在报批", "70%"], ["起草中", "80%"]];
    assert_eq!(rows, expected);
    // Nor does it where another cell ends with one.
    let rows = read_block("\"十四五规划\t60%\r\n正在报批\"\t70%\r\n");
    assert_eq!(rows, [["\"十四五规划", "60%"], ["正在报批\"", "70%"]]);
    let rows = read_block("甲\t\"乙\r\n丙\t丁\r\n");
    assert_eq!(rows, [["甲", "\"乙"], ["丙", "丁"]]);
}

#[test]
fn a03_quotes_that_wrap_nothing_are_kept() {
    for cell in ["\"双随机、一公开\"联合检查已完成", "\"双随机\"", "\"", "\"\"", "检查\"双随机\""]
    {
        assert_eq!(read_block(&format!("{cell}\t60%\r\n")), [[cell, "60%"]]);
        assert_eq!(read_block(&format!("60%\t{cell}")), [["60%", cell]]);
    }
    // Lines between quotes are one cell, or as many rows that begin and end with one.
    let both = read_blocks("\"一\n二\"");
    assert_eq!(both, [vec![vec!["一\n二"]], vec![vec!["\"一"], vec!["二\""]]]);
}

#[test]
fn a15_whatever_breaks_a_line_breaks_it_within_the_cell() {
    assert_eq!(read_block("\"第一行\r第二行\"\t50%\r\n"), [["第一行\n第二行", "50%"]]);
    assert_eq!(
        read_block("第一行\r第二行\t50%\r\n待批\t1%"),
        [["第一行\n第二行", "50%"], ["待批", "1%"]]
    );
    let soft = "一、方案\u{b}二、申报\u{b}三、通报\u{85}四、下一步\u{2028}五\u{2029}六";
    assert_eq!(read_block(soft), [["一、方案\n二、申报\n三、通报\n四、下一步\n五\n六"]]);
    // Where nothing else ends a row, a lone CR does.
    assert_eq!(read_block("甲\t1\r乙\t2\r"), [["甲", "1"], ["乙", "2"]]);
    assert_eq!(read_block("\"一\r二\"\t1\r乙\t2"), [["一\n二", "1"], ["乙", "2"]]);
}

#[track_caller]
fn check_html(html: &str, expected: &[&[Option<&str>]]) {
    let owned = |row: &&[Option<&str>]| row.iter().map(|cell| cell.map(str::to_owned)).collect();
    let expected: Block = expected.iter().map(owned).collect();
    assert_eq!(read_tables(html), Some(expected), "{html}");
}

#[test]
fn a02_tables_are_read_as_excel_wps_and_word_write_them() {
    check_html(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><style><!--table\n{a:\"</td>\";}\n--></style></head>\
         <body><!--StartFragment--><col width=72><tr height=19>\r\n  <td height=19 class=xl65>&quot;十四五\r\n  规划<br>\r\n    \
         正在 报批</td><td align=right>80.00%</td>\r\n </tr><!--EndFragment--></table></body></html>",
        &[&[Some("\"十四五规划\n正在 报批"), Some("80.00%")]],
    );
    check_html(
        "<TABLE><TR><TD ROWSPAN='2'>5</TD><TD colspan=2>甲</TD></TR><TR><TD>乙<TD>丙</TABLE>",
        &[&[Some("5"), Some("甲"), None], &[Some("5"), Some("乙"), Some("丙")]],
    );
    check_html(
        "<table><td><p class=MsoNormal>第一段<br/>软回车<o:p></o:p></p><p><![if !supportLists]>1.<![endif]>\
         第二段&nbsp;&#8220;好&#x201D;</p></td><th> 50 %</table>",
        &[&[Some("第一段\n软回车\n1.第二段 “好”"), Some("50 %")]],
    );
    // What is not displayed, and a table in a table.
    check_html(
        "<table><tr style='display: none'><td>x</tr><tr><td style=\"display:none\">y</td><td>a<table><tr><td>b</td>\
         <td>c</td></tr></table></td><td></td></tr></table>",
        &[&[Some("a\nb c"), Some("")]],
    );
    for text in
        ["", "<p>没有表</p>", "<", "<td", "&", "</", "<!--", "<table><tr>", "<style>", "<td a=\""]
    {
        assert_eq!(read_tables(text), None, "{text}");
    }
    // Short rows say nothing of what they lack.
    check_html("<tr><td>a<td>b<tr><td>c", &[&[Some("a"), Some("b")], &[Some("c"), None]]);
}

proptest! {
    #[test]
    fn a50_any_block_comes_back_as_it_was_copied(
        cells in prop::collection::vec(prop::collection::vec("[a \"\n\t甲&<;]{0,4}", 3), 1..4)
    ) {
        let text = write_block(&cells);
        prop_assert!(read_blocks(&text).contains(&cells), "{}", text);
        if !text.contains('\t') || cells.iter().flatten().all(|cell| !cell.contains('\t')) {
            prop_assert_eq!(read_block(&text), cells.clone());
        }
        let rows = cells.into_iter().map(|row| row.into_iter().map(Some).collect()).collect();
        let html = write_html(&read_block_of(&rows));
        prop_assert_eq!(read_tables(&html), Some(rows));
    }

    #[test]
    fn any_text_is_a_block(text in ".{0,40}") {
        prop_assert!(!read_block(&text).is_empty());
    }

    #[test]
    fn any_markup_is_read_to_its_end(text in "(<|>|/|td|tr|table|br|style|=|'|\"|rowspan|colspan|9|&|#|x|;|-|!| |甲|\u{a0}){0,60}") {
        drop(read_tables(&text));
    }
}

fn read_block_of(rows: &Block) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| cell.clone().unwrap()).collect()).collect()
}

const SHORT: [Column; 11] = [
    Column::Number,
    Column::Task,
    Column::Lead,
    Column::Cooperate,
    Column::Filled(Field::Due),
    Column::Filled(Field::Progress),
    Column::Filled(Field::Percent),
    Column::Light,
    Column::Filled(Field::Problems),
    Column::Filled(Field::NextSteps),
    Column::Filled(Field::Status),
];

/// The ways to read a text pasted into an empty ledger at a task and a column, with what each would change.
fn paste_into(tasks: &[u16], text: &str, task: u16, column: Column) -> Vec<(Reading, Pasting)> {
    let blocks = read_blocks(text)
        .into_iter()
        .map(|rows| rows.into_iter().map(|row| row.into_iter().map(Some).collect()).collect());
    paste_blocks(tasks, blocks.collect(), task, column, (1, 1))
}

fn paste_blocks(
    tasks: &[u16],
    blocks: Vec<Block>,
    task: u16,
    column: Column,
    size: (usize, usize),
) -> Vec<(Reading, Pasting)> {
    let policy = Policy::bundled().unwrap();
    let ledger = Ledger::new("plan");
    let tasks: Vec<TaskNumber> = tasks.iter().copied().map(TaskNumber).collect();
    let at = (
        tasks.iter().position(|known| known.0 == task).unwrap(),
        SHORT.iter().position(|known| *known == column).unwrap(),
    );
    let view = View { policy, tasks: &tasks, columns: &SHORT, at, size };
    let yardstick = Yardstick { rule: Rule::default(), pace: Pace::default(), now: NOW };
    let shown = |task: TaskNumber, column: Column| {
        column.cell(policy, &Row::new(policy, &ledger, policy.task(task).unwrap()), yardstick)
    };
    let readings = plans(blocks, &view, &shown);
    readings.into_iter().map(|r| (r.clone(), plan(&r, &view, &shown, false))).collect()
}

/// What the best reading changes, as task, column and value.
fn changes(found: &[(Reading, Pasting)]) -> Vec<String> {
    let edits = found[0].1.edits.iter();
    let value = |value: &Option<Value>| value.as_ref().map(Value::print).unwrap_or_default();
    edits.map(|e| format!("{} {} {}", e.task.0, e.field.name(), value(&e.value))).collect()
}

fn all() -> Vec<u16> {
    (1..=48).collect()
}

const PROGRESS: Column = Column::Filled(Field::Progress);
const PERCENT: Column = Column::Filled(Field::Percent);

#[test]
fn pasting_fills_from_the_corner_and_leaves_out_what_has_no_place() {
    let found = paste_into(&[7, 9], "50\t某局\t问题\n七成\t\t\n80\t\t", 7, PERCENT);
    assert_eq!(changes(&found), ["7 完成率 50%", "7 存在问题 问题"]);
    let Pasting { errors, notes, left_out, .. } = &found[0].1;
    assert!(
        errors[0].starts_with("第2行第1列（第9项“完成率”）：“七成”不能填入“完成率”"),
        "{errors:?}"
    );
    assert_eq!((errors.len(), *left_out), (1, 4));
    assert_eq!(notes[0], "“亮灯”不能在表格里填写，不粘贴。");
}

#[test]
fn a09_rows_go_to_the_tasks_that_their_numbers_name() {
    let row = |number: u16, text: &str| {
        let task = number.to_string();
        format!("{task}\t任务\t\t\t\t{text}\t{number}0%\t\t\t\t推进中\r\n")
    };
    let block = [row(5, "五"), row(3, "三"), row(9, "九")].concat();
    let expected = ["5 进展情况 五", "5 完成率 50%", "5 完成状态 推进中", "3 进展情况 三"];
    for (task, column) in [(1, Column::Number), (20, Column::Number), (4, PROGRESS)] {
        let found = paste_into(&all(), &block, task, column);
        assert_eq!(changes(&found)[..4], expected, "at {task}, {}", column.name());
        assert!(found[0].0.name.starts_with("按序号对应各行，从“序号”起"), "{}", found[0].0.name);
    }
    // The other way to read it is offered.
    let found = paste_into(&all(), &block, 1, Column::Number);
    assert!(found.iter().any(|(reading, _)| reading.name.starts_with("从第1项起逐行填入")));
    // With the columns from the cell on after the number.
    let found = paste_into(&all(), "第5项\t五\t50%\n第３项\t三\t30%", 1, PROGRESS);
    assert_eq!(changes(&found), ["5 进展情况 五", "5 完成率 50%", "3 进展情况 三", "3 完成率 30%"]);
    // In a column of numbers numbers are what they are.
    let found = paste_into(&all(), "30\n20", 1, PERCENT);
    assert_eq!(changes(&found), ["1 完成率 30%", "2 完成率 20%"]);
    let found = paste_into(&all(), "30\t\t协调难\n20\t\t缺人", 1, PERCENT);
    assert_eq!(changes(&found)[..2], ["1 完成率 30%", "1 存在问题 协调难"]);
}

#[test]
fn a09_a_head_tells_the_columns_in_any_order() {
    let found =
        paste_into(&all(), "进展情况\t完成率\r\n已印发\t60%\r\n报批中\t30%\r\n", 1, PROGRESS);
    assert_eq!(
        changes(&found),
        ["1 进展情况 已印发", "1 完成率 60%", "2 进展情况 报批中", "2 完成率 30%"]
    );
    assert_eq!(found[0].1.notes, ["首行是栏目名，不粘贴。"]);
    assert!(found.iter().any(|(reading, _)| reading.name.contains("首行也填入")));
    // A title, other names, other columns, numbers at the end, and a total.
    let block = "某局台账\t\t\t\n进度（%）\t上报人\t工作进展\t序号\n60\t甲\t已印发\t7\n合计\t\t\t\n30\t乙\t报批中\t２\n";
    let found = paste_into(&all(), block, 1, Column::Number);
    assert_eq!(
        changes(&found),
        ["7 完成率 60%", "7 进展情况 已印发", "2 完成率 30%", "2 进展情况 报批中"]
    );
    assert_eq!(
        found[0].1.notes,
        ["前2行是标题和栏目名，不粘贴。", "“上报人”不能对应到一个栏目，不粘贴。"]
    );
    assert_eq!(found[0].1.errors, ["第4行没有序号，不知道是哪一项，这一行不粘贴。"]);
    // Two of one name tell nothing.
    let found = paste_into(&all(), "序号\t完成率\t完成率\n7\t60\t70\n", 1, PERCENT);
    assert_eq!(changes(&found), Vec::<String>::new());
    // A word that is a column's name, among what is reported.
    let found = paste_into(&all(), "协调难\n问题\n", 1, Column::Filled(Field::Problems));
    assert_eq!(changes(&found), ["1 存在问题 协调难", "2 存在问题 问题"]);
}

#[test]
fn a09_rows_go_to_the_tasks_whose_text_they_hold() {
    let policy = Policy::bundled().unwrap();
    let text = |n: u16| policy.task(TaskNumber(n)).unwrap().text.clone();
    let beginning: String = text(40).chars().take(12).collect();
    // Numbers of their own, as a part of a ledger has.
    let block =
        format!("1\t40．{beginning}……\t已开工\n2\t{}\t已签约\n", text(17).replace('，', ","));
    for column in [PROGRESS, Column::Filled(Field::Problems)] {
        let found = paste_into(&all(), &block, 1, column);
        let expected =
            [format!("40 {} 已开工", column.name()), format!("17 {} 已签约", column.name())];
        assert_eq!(changes(&found), expected);
    }
    // A number and a text of two tasks is refused, not guessed, where no reading does better.
    let block = format!("序号\t重点任务\t进展情况\n40\t{}\t甲\n17\t{}\t乙\n", text(40), text(12));
    let found = paste_into(&all(), &block, 1, Column::Number);
    let by_number = found.iter().find(|(reading, _)| reading.name.starts_with("按序号")).unwrap();
    assert_eq!(by_number.1.errors, ["第3行的序号是17，任务文字却是第12项的，这一行不粘贴。"]);
}

#[test]
fn a09_what_is_given_twice_is_refused() {
    let found = paste_into(
        &all(),
        "序号\t进展情况\t完成率\n7\t甲\t50\n7\t乙\t50\n99\t丙\t1",
        1,
        Column::Number,
    );
    assert_eq!(changes(&found), ["7 完成率 50%"]);
    let expected = [
        "第3行第2列（第7项“进展情况”）：前面的行已给这一项另一个值。",
        "第4行第1列：没有第99项任务，这一行不粘贴。",
    ];
    assert_eq!(found[0].1.errors, expected);
}

#[test]
fn a08_what_a_block_names_and_the_sheet_does_not_show_is_left_out_and_told() {
    let block = "序号\t责任人\t进展情况\n46\t甲\t已签约\n7\t乙\t报批\n";
    let found = paste_into(&[46, 47, 48], block, 47, PROGRESS);
    assert_eq!(changes(&found), ["46 进展情况 已签约"]);
    assert_eq!(found[0].1.hidden, 3);
    assert_eq!(found[0].1.notes.last().unwrap(), "“责任人”、第7项没有显示，涉及3格。");
}

#[test]
fn a07_percents_are_what_spreadsheets_show() {
    let block = "80.00%\r\n80.0%\r\n100.00%\r\n８０％\r\n0.00%\r\n";
    let found = paste_into(&all(), block, 1, PERCENT);
    let expected = ["1 完成率 80%", "2 完成率 80%", "3 完成率 100%", "4 完成率 80%"];
    assert_eq!((changes(&found), found[0].1.errors.len()), (expected.map(str::to_owned).into(), 0));
    // Shares of 1, where all of them can be.
    let found = paste_into(&all(), "0.8\n1\n0.05\n0", 1, PERCENT);
    assert_eq!(changes(&found), ["1 完成率 80%", "2 完成率 100%", "3 完成率 5%"]);
    assert!(found[0].1.notes[0].contains("0.8为80%"), "{:?}", found[0].1.notes);
    let found = paste_into(&all(), "0.8\n60", 1, PERCENT);
    assert_eq!((changes(&found), found[0].1.errors.len()), (vec!["2 完成率 60%".to_owned()], 1));
    let found = paste_into(&all(), "1\n0", 1, PERCENT);
    assert_eq!((changes(&found), found[0].1.notes.len()), (vec!["1 完成率 1%".to_owned()], 0));
    for text in ["45.5%", "0.855", "101%", "-5", "1e2", "80%%", "百分之八十"] {
        let found = paste_into(&all(), text, 1, PERCENT);
        assert_eq!(found[0].1.errors.len(), 1, "{text}");
    }
}

#[test]
fn one_cell_fills_what_is_selected() {
    let block = vec![vec![Some("报批中".to_owned())]];
    let found = paste_blocks(&all(), vec![block], 5, PROGRESS, (3, 1));
    assert_eq!(changes(&found), ["5 进展情况 报批中", "6 进展情况 报批中", "7 进展情况 报批中"]);
    assert_eq!(found[0].0.name, "填入所选的3格");
}

#[test]
fn lines_may_be_one_text() {
    let found = paste_into(&all(), "一、已印发\n二、已报批\n", 5, PROGRESS);
    assert_eq!(changes(&found), ["5 进展情况 一、已印发", "6 进展情况 二、已报批"]);
    let joined = found.iter().position(|(reading, _)| reading.name == "2行合为一格文字").unwrap();
    assert_eq!(changes(&found[joined..]), ["5 进展情况 一、已印发\n二、已报批"]);
    // Where there is room for one row only, it is likelier.
    assert_eq!(changes(&paste_into(&[5], "一\n二", 5, PROGRESS)), ["5 进展情况 一\n二"]);
}

#[test]
fn a_row_says_what_the_policy_and_the_ledger_say() {
    let policy = Policy::bundled().unwrap();
    let mut editor = Editor::new(Ledger::new("plan"), Actor::from_bits(1), Reporter::default());
    let task = TaskNumber(13);
    let measure = |bits, text: &str| {
        let field = Field::Measure(Item::from_bits(bits));
        let on = read_date("2022-06-30");
        let parts = Parts { text: text.to_owned(), on, ..Parts::default() };
        Edit { task, field, value: Value::record(field, parts) }
    };
    // In the order they were written, whatever their ids.
    editor.apply("添加".to_owned(), vec![measure(9, "拟订方案"), measure(2, "组织实施")], NOW);
    editor.apply(
        "填写".to_owned(),
        vec![Edit { task, field: Field::Owner, value: Some(Value::Text("李四".to_owned())) }],
        NOW,
    );
    let row = Row::new(policy, editor.ledger(), policy.task(task).unwrap());
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
