//! Periods: what they are called, what closing one keeps, how two compare, and that they travel.

use policy_ledger::format::{Limits, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::merge;
use policy_ledger::ledger::stamp::read_date;
use policy_ledger::ledger::{
    Actor, Closing, Edit, Editor, Field, Item, Ledger, Millis, Now, Reporter, Status, Value,
};
use policy_ledger::policy::{BUNDLED_ID, MAX_TITLE_CHARS, Policy, TaskNumber};
use policy_ledger::tally::comparison::{self, Movement};
use policy_ledger::tally::period::{self, Figures, Period, Span};
use policy_ledger::tally::{Pace, Rule, Yardstick};
use time::Date;

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn day(text: &str) -> Date {
    read_date(text).unwrap()
}

/// Noon in Guangzhou.
fn noon(text: &str) -> Now {
    let at = day(text).midnight().assume_utc() + time::Duration::hours(4);
    Now { at: Millis((at.unix_timestamp() * 1000).cast_unsigned()), offset_minutes: 480 }
}

fn yardstick(now: Now) -> Yardstick {
    Yardstick { rule: Rule::Yinchuan, pace: Pace::Day, now }
}

fn editor() -> Editor {
    let reporter = Reporter { name: "王芳".to_owned(), unit: "市财政局".to_owned() };
    Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(7), reporter)
}

fn set(editor: &mut Editor, task: u16, field: Field, value: Value, now: Now) {
    let edit = Edit { task: TaskNumber(task), field, value: Some(value) };
    editor.apply("填报".to_owned(), vec![edit], now);
}

fn status(editor: &mut Editor, task: u16, status: Status, percent: u8, now: Now) {
    set(editor, task, Field::Status, Value::Status(status), now);
    set(editor, task, Field::Percent, Value::Percent(percent), now);
}

fn close(editor: &mut Editor, item: u64, name: &str, until: &str, now: Now) -> Field {
    let period = Period { name: name.to_owned(), until: day(until) };
    let closing = period::close(policy(), editor.ledger(), yardstick(now), period);
    let field = Field::Closing(Item::from_bits(item));
    let value = Some(Value::Closing(Box::new(closing)));
    assert!(editor.apply(
        format!("结账 {name}"),
        vec![Edit { task: Ledger::LEDGER_ROW, field, value }],
        now
    ));
    field
}

#[track_caller]
fn proposes(span: Span, today: &str, closed: &[&str], name: &str, until: &str) {
    let closed: Vec<Date> = closed.iter().map(|text| day(text)).collect();
    let expected = Period { name: name.to_owned(), until: day(until) };
    assert_eq!(span.proposal(day(today), &closed), expected);
}

#[test]
fn the_proposal_ends_on_the_last_working_day() {
    proposes(Span::Month, "2022-06-30", &[], "2022年6月", "2022-06-30");
    proposes(Span::Month, "2022-06-15", &[], "2022年6月", "2022-06-30");
    // 31 July 2022 is a Sunday, 30 April a Saturday.
    proposes(Span::Month, "2022-07-20", &[], "2022年7月", "2022-07-29");
    proposes(Span::Month, "2022-04-30", &[], "2022年4月", "2022-04-29");
    proposes(Span::Month, "2024-02-29", &[], "2024年2月", "2024-02-29");
    proposes(Span::Month, "2022-12-31", &[], "2022年12月", "2022-12-30");
}

#[test]
fn early_in_a_month_the_last_one_is_still_to_close() {
    proposes(Span::Month, "2022-07-01", &[], "2022年6月", "2022-06-30");
    proposes(Span::Month, "2022-07-10", &[], "2022年6月", "2022-06-30");
    proposes(Span::Month, "2022-07-11", &[], "2022年7月", "2022-07-29");
    proposes(Span::Month, "2022-07-01", &["2022-06-30"], "2022年7月", "2022-07-29");
    proposes(Span::Month, "2022-07-01", &["2022-06-20"], "2022年7月", "2022-07-29");
    proposes(Span::Month, "2022-07-01", &["2022-05-31"], "2022年6月", "2022-06-30");
    proposes(Span::Month, "2022-01-05", &[], "2021年12月", "2021-12-31");
}

/// A period that is closed is not closed once more: what comes next is proposed.
#[test]
fn a21_what_is_closed_is_not_proposed_again() {
    proposes(Span::Month, "2022-06-30", &["2022-06-30"], "2022年7月", "2022-07-29");
    proposes(Span::Month, "2022-07-05", &["2022-06-30"], "2022年7月", "2022-07-29");
    proposes(Span::Month, "2022-07-05", &["2022-06-30", "2022-07-29"], "2022年8月", "2022-08-31");
    // 29 July is the last working day: what is left of the month is no period of its own.
    proposes(Span::Month, "2022-07-30", &["2022-07-29"], "2022年8月", "2022-08-31");
    proposes(Span::Month, "2022-12-31", &["2022-12-30"], "2023年1月", "2023-01-31");
    proposes(Span::Quarter, "2022-06-30", &["2022-06-30"], "2022年第三季度", "2022-09-30");
    proposes(Span::Month, "9999-12-31", &["9999-12-31"], "9999年12月", "9999-12-31");
}

#[test]
fn a28_the_proposal_is_that_of_the_day() {
    proposes(Span::Month, "2022-06-20", &[], "2022年6月", "2022-06-30");
    proposes(Span::Month, "2022-08-04", &[], "2022年7月", "2022-07-29");
    proposes(Span::Month, "2022-08-11", &[], "2022年8月", "2022-08-31");
}

#[track_caller]
fn is_followed(name: &str, until: &str, begin: &str, next: &str) {
    let closing =
        Closing { name: name.to_owned(), until: day(until), rule: String::new(), rows: Vec::new() };
    let (on, period) = Span::after(&closing);
    assert_eq!((on, period.name.as_str()), (day(begin), next));
}

#[test]
fn f08_the_next_period_begins_when_its_days_do() {
    is_followed("2022年6月", "2022-06-30", "2022-07-01", "2022年7月");
    is_followed("2022年7月", "2022-07-29", "2022-08-01", "2022年8月");
    // 29 April is the day before a weekend.
    is_followed("2022 年 04 月", "2022-04-29", "2022-05-01", "2022年5月");
    is_followed("2022年第二季度", "2022-06-30", "2022-07-01", "2022年第三季度");
    is_followed("中期", "2022-06-15", "2022-06-16", "2022年6月");
    is_followed("中期", "2022-06-30", "2022-07-01", "2022年7月");
}

#[test]
fn a21_another_closing_of_the_same_day_is_asked_about() {
    let mut editor = editor();
    let asks = |editor: &Editor, until: &str, on: &str| {
        period::is_premature(editor.ledger(), day(until), noon(on))
    };
    // Two days before the last one, as before a holiday.
    assert!(!asks(&editor, "2022-06-30", "2022-06-28"));
    assert!(asks(&editor, "2022-07-29", "2022-06-30"), "a month that has not begun");
    close(&mut editor, 1, "2022年6月", "2022-06-30", noon("2022-07-05"));
    assert!(asks(&editor, "2022-07-29", "2022-07-05"));
    assert!(!asks(&editor, "2022-07-05", "2022-07-05"));
    assert!(!asks(&editor, "2022-07-29", "2022-07-28"));
}

/// One month has one truth: who closes it again replaces the numbers.
#[test]
fn f07_closing_again_replaces() {
    let mut editor = editor();
    let again = |editor: &mut Editor, item: u64, name: &str, now: Now| {
        let period = Period { name: name.to_owned(), until: day("2022-06-30") };
        let closing = period::close(policy(), editor.ledger(), yardstick(now), period);
        let edits = period::closing_edits(editor.ledger(), closing, Item::from_bits(item));
        assert!(editor.apply("结账".to_owned(), edits, now));
    };
    again(&mut editor, 1, "2022年6月", noon("2022-06-30"));
    status(&mut editor, 1, Status::Done, 100, noon("2022-07-01"));
    again(&mut editor, 2, "２０２２年 06月", noon("2022-07-02"));
    let ledger = editor.ledger();
    let closings = period::current_closings(ledger);
    assert_eq!(closings.len(), 1);
    assert_eq!(Figures::of(closings[0].closing).complete, 1);
    assert_eq!(ledger.closings().len(), 1, "nothing is left of the old but its history");
    // One step back, and the old numbers stand again.
    editor.undo(noon("2022-07-03"));
    assert_eq!(Figures::of(period::current_closings(editor.ledger())[0].closing).complete, 0);
    // Two people closed it, and somebody closes it once more.
    close(&mut editor, 9, "2022年6月", "2022-06-30", noon("2022-07-04"));
    assert_eq!(period::current_closings(editor.ledger()).len(), 2);
    again(&mut editor, 3, "2022年6月", noon("2022-07-05"));
    assert_eq!(period::current_closings(editor.ledger()).len(), 1);
    // Another period of the same last day is another period.
    again(&mut editor, 4, "2022年第二季度", noon("2022-07-06"));
    assert_eq!(period::current_closings(editor.ledger()).len(), 2);
}

#[test]
fn f07_names_are_the_same_however_they_are_typed() {
    for name in ["2022年6月", "2022年06月", " 2022 年 6 月 ", "２０２２年６月"] {
        assert!(period::is_same_name(name, "2022年6月"), "{name}");
    }
    for name in ["2022年16月", "2022年60月", "2022年7月", "202年6月", ""] {
        assert!(!period::is_same_name(name, "2022年6月"), "{name}");
    }
    assert!(!period::is_same_name("2022年10月", "2022年1月"));
}

/// What a closing was made from: the text of an earlier period keeps its words.
#[test]
fn f02_a_period_keeps_the_words_of_its_day() {
    let mut editor = editor();
    set(&mut editor, 1, Field::Progress, Value::Text("五月".to_owned()), noon("2022-05-20"));
    close(&mut editor, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    set(&mut editor, 1, Field::Progress, Value::Text("六月".to_owned()), noon("2022-06-20"));
    let ledger = editor.ledger();
    let then = period::as_of(ledger, ledger.closings()[0].stamp);
    assert_eq!(then.entry(TaskNumber(1)).progress(), "五月");
    assert_eq!(ledger.entry(TaskNumber(1)).progress(), "六月");
}

#[test]
fn quarters_have_numerals() {
    proposes(Span::Quarter, "2022-06-30", &[], "2022年第二季度", "2022-06-30");
    proposes(Span::Quarter, "2022-11-24", &[], "2022年第四季度", "2022-12-30");
    proposes(Span::Quarter, "2023-01-03", &[], "2022年第四季度", "2022-12-30");
    proposes(Span::Quarter, "2023-01-03", &["2022-12-30"], "2023年第一季度", "2023-03-31");
}

#[test]
fn a_closed_period_stays_as_it_was() {
    let mut editor = editor();
    status(&mut editor, 1, Status::Underway, 40, noon("2022-05-20"));
    close(&mut editor, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    status(&mut editor, 1, Status::Done, 100, noon("2022-06-10"));
    let ledger = editor.ledger();
    let closings = ledger.closings();
    let row = closings[0].closing.row(TaskNumber(1)).unwrap();
    assert_eq!((row.status, row.percent), (Status::Underway, 40));
    assert_eq!(closings[0].closing.rows.len(), 48);
    assert_eq!(ledger.reporter(&closings[0].stamp.actor).name, "王芳");
    // The row of the ledger itself is none of the tasks.
    assert_eq!(policy().task(Ledger::LEDGER_ROW), None);
}

#[test]
fn lights_are_those_of_the_last_day_and_not_of_the_day_of_closing() {
    let mut editor = editor();
    set(&mut editor, 1, Field::Due, Value::Date(day("2022-07-01")), noon("2022-06-01"));
    let light = |until: &str| {
        let period = Period { name: String::new(), until: day(until) };
        let now = yardstick(noon("2022-07-03"));
        period::close(policy(), editor.ledger(), now, period)
            .row(TaskNumber(1))
            .unwrap()
            .light
            .clone()
    };
    assert_eq!(light("2022-06-30"), "other");
    assert_eq!(light("2022-07-03"), "red");
}

#[test]
fn reopening_leaves_a_mark_and_can_be_undone() {
    let mut editor = editor();
    let field = close(&mut editor, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    let edit = Edit { task: Ledger::LEDGER_ROW, field, value: None };
    editor.apply("重开 2022年5月".to_owned(), vec![edit], noon("2022-06-02"));
    let closings = editor.ledger().closings();
    assert_eq!(closings.len(), 1);
    assert_eq!(closings[0].closing.name, "2022年5月");
    assert_eq!(closings[0].reopened.unwrap().stamp.wall, noon("2022-06-02").at);
    editor.undo(noon("2022-06-03"));
    assert_eq!(editor.ledger().closings()[0].reopened, None);
}

#[test]
fn closings_come_in_the_order_of_their_last_days() {
    let mut editor = editor();
    close(&mut editor, 1, "六月", "2022-06-30", noon("2022-06-30"));
    close(&mut editor, 2, "四月", "2022-04-29", noon("2022-07-01"));
    close(&mut editor, 3, "六月再结", "2022-06-30", noon("2022-07-02"));
    let names: Vec<String> =
        editor.ledger().closings().iter().map(|closed| closed.closing.name.clone()).collect();
    assert_eq!(names, ["四月", "六月", "六月再结"]);
}

/// Two closings of rows 1 to 7, of which each moves in another way.
fn two() -> (Closing, Closing, Ledger) {
    let mut editor = editor();
    let before = noon("2022-05-31");
    for task in [2, 6] {
        status(&mut editor, task, Status::Done, 100, before);
    }
    status(&mut editor, 1, Status::Underway, 60, before);
    status(&mut editor, 5, Status::Underway, 30, before);
    status(&mut editor, 3, Status::Underway, 50, before);
    set(&mut editor, 3, Field::Due, Value::Date(day("2022-06-15")), before);
    set(&mut editor, 4, Field::Due, Value::Date(day("2022-05-15")), before);
    let closing = |editor: &Editor, name: &str, until: &str| {
        let period = Period { name: name.to_owned(), until: day(until) };
        period::close(policy(), editor.ledger(), yardstick(noon(until)), period)
    };
    let first = closing(&editor, "2022年5月", "2022-05-31");
    let after = noon("2022-06-20");
    status(&mut editor, 1, Status::Done, 100, after);
    status(&mut editor, 2, Status::Underway, 80, after);
    set(&mut editor, 4, Field::Due, Value::Date(day("2022-12-31")), after);
    status(&mut editor, 5, Status::Underway, 45, after);
    for (task, field, words) in [
        (1, Field::Progress, "研究报告已印发。\n建议已报送。"),
        (3, Field::Problems, "数据口径不一。"),
        (3, Field::NextSteps, "7月提请会议研究"),
    ] {
        set(&mut editor, task, field, Value::Text(words.to_owned()), after);
    }
    let second = closing(&editor, "2022年6月", "2022-06-30");
    (first, second, editor.ledger().clone())
}

#[test]
fn every_row_moves_in_one_way_and_they_add_up() {
    let (before, after, _) = two();
    let comparison = comparison::compare(&before, &after);
    let of = |movement| -> Vec<u16> { comparison.of(movement).map(|row| row.is.task.0).collect() };
    assert_eq!(of(Movement::Done), [1]);
    assert_eq!(of(Movement::Returned), [2]);
    assert_eq!(of(Movement::Late), [3]);
    assert_eq!(of(Movement::Recovered), [4]);
    assert_eq!(of(Movement::Moved), [5]);
    let all: usize = Movement::ALL.map(|movement| comparison.of(movement).count()).iter().sum();
    assert_eq!(all, 48);
    assert!(comparison.alone.is_empty());
    let figures = Figures::of(&after);
    // Task 3, and the 25 of the first step that are not done: its year is over.
    assert_eq!((figures.total, figures.complete, figures.late), (48, 2, 26));
    // 100 + 80 + 50 + 45 + 100 of 4,800.
    assert_eq!(figures.progress, 8);
}

/// The text of a report: who leads, in whose words, with figures that add up, no arrows and no class of nothing.
#[test]
fn f04_the_text_is_one_to_hand_in() {
    let (before, after, then) = two();
    let text = comparison::compare(&before, &after).print(policy(), &then, Pace::Day);
    let paragraphs: Vec<&str> = text.lines().collect();
    assert_eq!(
        paragraphs,
        [
            "截至2022年6月30日，三年行动计划48项任务已完成2项，占4.2%，与5月底持平；严重滞后26项；不计进度20项。平均完成率8%，较5月底提高1个百分点。",
            "一、新完成1项。第1项“粤港澳大湾区金融市场互联互通问题研究”（市地方金融监管局、市发展改革委牵头）：研究报告已印发；建议已报送。",
            "二、退回未完成1项。第2项“港澳金融规则制度研究”（市地方金融监管局、市发展改革委牵头）：由已完成改为推进中；完成率80%，已逾期181天。",
            "三、新增滞后1项，其中严重滞后1项。第3项“完善广州现代金融服务体系建设”（市地方金融监管局、市发展改革委牵头）：完成率50%，已逾期15天；存在问题：数据口径不一；下一步：7月提请会议研究。",
            "四、恢复正常1项。第4项“金融高质量发展评价、统计指标体系”（市地方金融监管局、市发展改革委牵头）：完成率0%。",
            "五、其余任务。有变化1项，无变化43项。（1＋1＋1＋1＋1＋43＝48）",
        ]
    );
}

#[test]
fn f04_what_nothing_happened_to_has_no_line_of_its_own() {
    let (before, after, then) = two();
    let mut same = before.clone();
    (same.name, same.until) = (after.name, after.until);
    let text = comparison::compare(&before, &same).print(policy(), &then, Pace::Day);
    assert!(text.ends_with("平均完成率7%，与5月底持平。\n无变化48项。"), "{text}");
}

/// A gap is that of the last day of the period, whatever day it is now.
#[test]
fn f04_who_is_behind_is_told_by_how_much() {
    let mut editor = editor();
    let begun = noon("2022-01-01");
    set(&mut editor, 18, Field::Start, Value::Date(day("2022-01-01")), begun);
    set(&mut editor, 18, Field::Due, Value::Date(day("2022-07-20")), begun);
    let closing = |editor: &Editor, name: &str, until: &str| {
        let period = Period { name: name.to_owned(), until: day(until) };
        period::close(policy(), editor.ledger(), yardstick(noon(until)), period)
    };
    status(&mut editor, 18, Status::Underway, 10, begun);
    let before = closing(&editor, "2022年1月", "2022-01-31");
    let after = closing(&editor, "2022年6月", "2022-06-30");
    let text = comparison::compare(&before, &after).print(policy(), editor.ledger(), Pace::Day);
    assert!(
        text.contains("第18项“鼓励在穗企业赴港澳发行境外人民币债券”（市地方金融监管局、市发展改革委牵头）：完成率10%，低于序时进度80个百分点。"),
        "{text}"
    );
}

#[test]
fn f04_every_task_has_a_short_title_of_its_own_words() {
    for task in policy().tasks() {
        let title = policy().short_title(task);
        assert!((4..=MAX_TITLE_CHARS).contains(&title.chars().count()), "{title}");
        assert!(task.text.contains(title), "{title} in {}", task.text);
    }
}

#[test]
fn periods_by_different_rules_say_so() {
    let (before, mut after, then) = two();
    after.rule = "suqian".to_owned();
    let text = comparison::compare(&before, &after).print(policy(), &then, Pace::Day);
    assert!(text.contains("两期亮灯规则不同：银川规则、宿迁规则"), "{text}");
}

#[test]
fn rows_of_one_period_only_are_named() {
    let (mut before, after, then) = two();
    before.rows.remove(0);
    let comparison = comparison::compare(&before, &after);
    assert_eq!(comparison.alone, [TaskNumber(1)]);
    assert!(
        comparison.print(policy(), &then, Pace::Day).contains("第1项只在其中一期，不计入对比。")
    );
}

#[test]
fn a_new_period_waits_for_what_nobody_touched() {
    let mut editor = editor();
    status(&mut editor, 1, Status::Underway, 40, noon("2022-05-20"));
    close(&mut editor, 1, "2022年5月", "2022-05-31", noon("2022-06-02"));
    set(&mut editor, 2, Field::Carried, Value::Date(day("2022-06-20")), noon("2022-06-20"));
    let ledger = editor.ledger();
    let untouched = period::untouched(policy(), ledger, ledger.closings()[0].stamp);
    assert_eq!(untouched.len(), 47);
    assert!(!untouched.contains(&TaskNumber(2)));
    // What was taken back was never done.
    editor.undo(noon("2022-06-21"));
    let ledger = editor.ledger();
    assert_eq!(period::untouched(policy(), ledger, ledger.closings()[0].stamp).len(), 48);
}

#[test]
fn closings_travel_as_they_are() {
    let mut editor = editor();
    status(&mut editor, 1, Status::Underway, 40, noon("2022-05-20"));
    let field = close(&mut editor, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    close(&mut editor, 2, "2022年6月", "2022-06-30", noon("2022-06-30"));
    let edit = Edit { task: Ledger::LEDGER_ROW, field, value: None };
    editor.apply("重开".to_owned(), vec![edit], noon("2022-06-02"));
    let file = encode(editor.ledger(), None, Layout::Pretty);
    assert!(file.contains("\"periods\""), "{file}");
    let decoded = decode(file.as_bytes(), policy(), Limits::FILE).unwrap();
    assert_eq!(&decoded.ledger, editor.ledger());
    assert_eq!(encode(&decoded.ledger, None, Layout::Pretty), file);
    // Two people close the same period: both closings stand, and nobody has to choose.
    let theirs = decoded.ledger;
    let mut other = Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(9), Reporter::default());
    close(&mut other, 3, "2022年6月", "2022-06-30", noon("2022-06-30"));
    let both = merge::merge(&theirs, other.ledger());
    assert_eq!(both, merge::merge(other.ledger(), &theirs));
    assert_eq!(both.closings().len(), 3);
    assert_eq!(merge::plan(&theirs, other.ledger()).count(merge::Relation::BothChanged), 0);
}

#[test]
fn a_closing_that_does_not_read_is_told_in_words() {
    let mut editor = editor();
    close(&mut editor, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    let file = encode(editor.ledger(), None, Layout::Compact);
    for (from, to) in [
        ("\"2022-05-31\"", "\"五月底\""),
        ("[\"未启动\",0,", "[\"未启动\",101,"),
        ("[\"未启动\",0,", "[\"没启动\",0,"),
        ("\"rule\":", "\"rules\":"),
        ("\"2\":[", "\"1\":["),
    ] {
        let broken = file.replacen(from, to, 1);
        assert_ne!(broken, file);
        let error = decode(broken.as_bytes(), policy(), Limits::FILE).unwrap_err().message();
        assert!(error.contains("期次结账") || error.contains("重复"), "{error}");
    }
}
