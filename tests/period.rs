//! Periods: what they are called, what closing one keeps, how two compare, and that they travel.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// A test that cannot go on should stop at once and say where.

use policy_ledger::exchange::{Layout, Limits, decode, encode};
use policy_ledger::ledger::merge;
use policy_ledger::ledger::stamp::read_date;
use policy_ledger::ledger::{
    Actor, Closing, Desk, Edit, Field, Item, Ledger, Millis, Now, Reporter, Status, Value,
};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};
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

fn desk() -> Desk {
    let reporter = Reporter { name: "王芳".to_owned(), unit: "市财政局".to_owned() };
    Desk::new(Ledger::new(BUNDLED_ID), Actor::from_bits(7), reporter)
}

fn set(desk: &mut Desk, task: u16, field: Field, value: Value, now: Now) {
    let edit = Edit { task: TaskNumber(task), field, value: Some(value) };
    desk.apply("填报".to_owned(), vec![edit], now);
}

fn status(desk: &mut Desk, task: u16, status: Status, percent: u8, now: Now) {
    set(desk, task, Field::Status, Value::Status(status), now);
    set(desk, task, Field::Percent, Value::Percent(percent), now);
}

fn close(desk: &mut Desk, item: u64, name: &str, until: &str, now: Now) -> Field {
    let period = Period { name: name.to_owned(), until: day(until) };
    let closing = period::close(policy(), desk.ledger(), yardstick(now), period);
    let field = Field::Closing(Item::from_bits(item));
    let value = Some(Value::Closing(Box::new(closing)));
    assert!(desk.apply(
        format!("结账 {name}"),
        vec![Edit { task: Ledger::BOOK, field, value }],
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

#[test]
fn quarters_have_numerals() {
    proposes(Span::Quarter, "2022-06-30", &[], "2022年第二季度", "2022-06-30");
    proposes(Span::Quarter, "2022-11-24", &[], "2022年第四季度", "2022-12-30");
    proposes(Span::Quarter, "2023-01-03", &[], "2022年第四季度", "2022-12-30");
    proposes(Span::Quarter, "2023-01-03", &["2022-12-30"], "2023年第一季度", "2023-03-31");
}

#[test]
fn a_closed_period_stays_as_it_was() {
    let mut desk = desk();
    status(&mut desk, 1, Status::Underway, 40, noon("2022-05-20"));
    close(&mut desk, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    status(&mut desk, 1, Status::Done, 100, noon("2022-06-10"));
    let ledger = desk.ledger();
    let closings = ledger.closings();
    let row = closings[0].closing.row(TaskNumber(1)).unwrap();
    assert_eq!((row.status, row.percent), (Status::Underway, 40));
    assert_eq!(closings[0].closing.rows.len(), 48);
    assert_eq!(ledger.reporter(&closings[0].stamp.actor).name, "王芳");
    // The row of the ledger itself is none of the tasks.
    assert_eq!(policy().task(Ledger::BOOK), None);
}

#[test]
fn lights_are_those_of_the_last_day_and_not_of_the_day_of_closing() {
    let mut desk = desk();
    set(&mut desk, 1, Field::Due, Value::Date(day("2022-07-01")), noon("2022-06-01"));
    let light = |until: &str| {
        let period = Period { name: String::new(), until: day(until) };
        let now = yardstick(noon("2022-07-03"));
        period::close(policy(), desk.ledger(), now, period)
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
    let mut desk = desk();
    let field = close(&mut desk, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    let edit = Edit { task: Ledger::BOOK, field, value: None };
    desk.apply("重开 2022年5月".to_owned(), vec![edit], noon("2022-06-02"));
    let closings = desk.ledger().closings();
    assert_eq!(closings.len(), 1);
    assert_eq!(closings[0].closing.name, "2022年5月");
    assert_eq!(closings[0].reopened.unwrap().stamp.wall, noon("2022-06-02").at);
    desk.undo(noon("2022-06-03"));
    assert_eq!(desk.ledger().closings()[0].reopened, None);
}

#[test]
fn closings_come_in_the_order_of_their_last_days() {
    let mut desk = desk();
    close(&mut desk, 1, "六月", "2022-06-30", noon("2022-06-30"));
    close(&mut desk, 2, "四月", "2022-04-29", noon("2022-07-01"));
    close(&mut desk, 3, "六月再结", "2022-06-30", noon("2022-07-02"));
    let names: Vec<String> =
        desk.ledger().closings().iter().map(|closed| closed.closing.name.clone()).collect();
    assert_eq!(names, ["四月", "六月", "六月再结"]);
}

/// Two closings of rows 1 to 7, of which each moves in another way.
fn two() -> (Closing, Closing) {
    let mut desk = desk();
    let before = noon("2022-05-31");
    for task in [2, 6] {
        status(&mut desk, task, Status::Done, 100, before);
    }
    status(&mut desk, 1, Status::Underway, 60, before);
    status(&mut desk, 5, Status::Underway, 30, before);
    status(&mut desk, 3, Status::Underway, 50, before);
    set(&mut desk, 3, Field::Due, Value::Date(day("2022-06-15")), before);
    set(&mut desk, 4, Field::Due, Value::Date(day("2022-05-15")), before);
    let closing = |desk: &Desk, name: &str, until: &str| {
        let period = Period { name: name.to_owned(), until: day(until) };
        period::close(policy(), desk.ledger(), yardstick(noon(until)), period)
    };
    let first = closing(&desk, "2022年5月", "2022-05-31");
    let after = noon("2022-06-20");
    status(&mut desk, 1, Status::Done, 100, after);
    status(&mut desk, 2, Status::Underway, 80, after);
    set(&mut desk, 4, Field::Due, Value::Date(day("2022-12-31")), after);
    status(&mut desk, 5, Status::Underway, 45, after);
    (first, closing(&desk, "2022年6月", "2022-06-30"))
}

#[test]
fn every_row_moves_in_one_way_and_they_add_up() {
    let (before, after) = two();
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
    assert_eq!((figures.total, figures.complete, figures.late), (48, 2, 1));
    // 100 + 80 + 50 + 45 + 100 of 4,800.
    assert_eq!(figures.progress, 8);
}

#[test]
fn the_text_says_figures_rows_and_its_own_check() {
    let (before, after) = two();
    let text = comparison::compare(&before, &after).print(policy());
    assert!(text.starts_with(
        "截至2022年6月30日（2022年6月），48项任务已完成2项，占4%；与2022年5月（截至2022年5月31日）相比持平。平均完成率8%，增加1个百分点。滞后1项，持平。\n"
    ), "{text}");
    assert!(text.contains("一、新完成1项：\n第1项（"), "{text}");
    assert!(text.contains("）：推进中 60% → 已完成 100%"), "{text}");
    assert!(text.contains("三、新增滞后1项：\n第3项"), "{text}");
    assert!(text.contains("推进中 50%，其它 → 红灯\n"), "{text}");
    assert!(text.ends_with("六、无变化43项。\n（核对：1＋1＋1＋1＋1＋43＝48）"), "{text}");
}

#[test]
fn periods_by_different_rules_say_so() {
    let (before, mut after) = two();
    after.rule = "suqian".to_owned();
    let text = comparison::compare(&before, &after).print(policy());
    assert!(text.contains("两期亮灯规则不同：银川规则、宿迁规则"), "{text}");
}

#[test]
fn rows_of_one_period_only_are_named() {
    let (mut before, after) = two();
    before.rows.remove(0);
    let comparison = comparison::compare(&before, &after);
    assert_eq!(comparison.alone, [TaskNumber(1)]);
    assert!(comparison.print(policy()).contains("第1项只在其中一期。"));
}

#[test]
fn a_new_period_waits_for_what_nobody_touched() {
    let mut desk = desk();
    status(&mut desk, 1, Status::Underway, 40, noon("2022-05-20"));
    close(&mut desk, 1, "2022年5月", "2022-05-31", noon("2022-06-02"));
    set(&mut desk, 2, Field::Carried, Value::Date(day("2022-06-20")), noon("2022-06-20"));
    let ledger = desk.ledger();
    let untouched = period::untouched(policy(), ledger, ledger.closings()[0].stamp);
    assert_eq!(untouched.len(), 47);
    assert!(!untouched.contains(&TaskNumber(2)));
    // What was taken back was never done.
    desk.undo(noon("2022-06-21"));
    let ledger = desk.ledger();
    assert_eq!(period::untouched(policy(), ledger, ledger.closings()[0].stamp).len(), 48);
}

#[test]
fn closings_travel_as_they_are() {
    let mut desk = desk();
    status(&mut desk, 1, Status::Underway, 40, noon("2022-05-20"));
    let field = close(&mut desk, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    close(&mut desk, 2, "2022年6月", "2022-06-30", noon("2022-06-30"));
    let edit = Edit { task: Ledger::BOOK, field, value: None };
    desk.apply("重开".to_owned(), vec![edit], noon("2022-06-02"));
    let file = encode(desk.ledger(), None, Layout::Pretty);
    assert!(file.contains("\"periods\""), "{file}");
    let decoded = decode(file.as_bytes(), policy(), Limits::FILE).unwrap();
    assert_eq!(&decoded.ledger, desk.ledger());
    assert_eq!(encode(&decoded.ledger, None, Layout::Pretty), file);
    // Two people close the same period: both closings stand, and nobody has to choose.
    let theirs = decoded.ledger;
    let mut other = Desk::new(Ledger::new(BUNDLED_ID), Actor::from_bits(9), Reporter::default());
    close(&mut other, 3, "2022年6月", "2022-06-30", noon("2022-06-30"));
    let both = merge::merge(&theirs, other.ledger());
    assert_eq!(both, merge::merge(other.ledger(), &theirs));
    assert_eq!(both.closings().len(), 3);
    assert_eq!(merge::plan(&theirs, other.ledger()).count(merge::Relation::BothChanged), 0);
}

#[test]
fn a_closing_that_does_not_read_is_told_in_words() {
    let mut desk = desk();
    close(&mut desk, 1, "2022年5月", "2022-05-31", noon("2022-05-31"));
    let file = encode(desk.ledger(), None, Layout::Compact);
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
