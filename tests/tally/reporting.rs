//! Who has reported for which period, the words that remind, and the table as CSV.

use crate::every::every;
use policy_ledger::format::{Export, encode};
use policy_ledger::inbox::rollup::{RollUp, State};
use policy_ledger::json::Layout;
use policy_ledger::ledger::stamp::read_date;
use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, Item, Ledger, Millis, Now, Parts, Reporter, Value,
};
use policy_ledger::outbox::csv::csv;
use policy_ledger::policy::{BUNDLED_ID, Policy};
use policy_ledger::tally::period::Span;
use policy_ledger::tally::reporting::{Matrix, Reported, matrix};
use time::Date;

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn day(text: &str) -> Date {
    read_date(text).unwrap()
}

/// A ledger that has taken in files of these units, exported on these days.
fn received(files: &[(&str, &str)]) -> Ledger {
    let mut editor = Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(1), Reporter::default());
    for (nth, (unit, on)) in (1..).zip(files) {
        let parts = Parts { text: (*unit).to_owned(), on: Some(day(on)), ..Parts::default() };
        let field = Field::Receipt(Item::from_bits(nth));
        let edit = Edit { task: Ledger::LEDGER_ROW, field, value: Value::record(field, parts) };
        let now = Now { at: Millis(1_656_000_000_000), offset_minutes: 480 };
        assert!(editor.apply("收件".to_owned(), vec![edit], now));
    }
    editor.ledger().clone()
}

/// The last three months up to 5 July 2022, whose last working days are 31 May, 30 June and 29 July.
fn summer(files: &[(&str, &str)]) -> Matrix {
    matrix(policy(), &received(files), Span::Month, day("2022-07-05"), 3)
}

#[track_caller]
fn check(days: &[&str], expected: [Reported; 3]) {
    let files: Vec<(&str, &str)> = days.iter().map(|on| ("市财政局", *on)).collect();
    let matrix = summer(&files);
    let unit = matrix.units.iter().find(|u| policy().roster().name(u.unit) == "市财政局").unwrap();
    assert_eq!(unit.reported, expected);
}

#[test]
fn a_file_counts_for_the_period_that_ends_next() {
    use Reported::{Awaited, Late, Missing, OnTime, Repeated};
    check(&[], [Missing, Missing, Awaited]);
    check(&["2022-05-31"], [OnTime(day("2022-05-31")), Missing, Awaited]);
    check(&["2022-05-02"], [OnTime(day("2022-05-02")), Missing, Awaited]);
    // April's: too early to be seen here.
    check(&["2022-04-30"], [Missing, Missing, Awaited]);
    check(&["2022-06-01"], [Late(day("2022-06-01")), Missing, Awaited]);
    check(&["2022-06-10"], [Late(day("2022-06-10")), Missing, Awaited]);
    check(&["2022-06-11"], [Missing, OnTime(day("2022-06-11")), Awaited]);
    check(
        &["2022-05-20", "2022-05-30", "2022-06-02"],
        [Repeated(2, day("2022-05-30")), OnTime(day("2022-06-02")), Awaited],
    );
    check(
        &["2022-06-02", "2022-06-03", "2022-07-04"],
        [Late(day("2022-06-02")), OnTime(day("2022-06-03")), OnTime(day("2022-07-04"))],
    );
}

#[test]
fn every_unit_that_carries_a_task_counts_and_groups_do_not() {
    let matrix = summer(&[("市财政局", "2022-06-20"), ("白云区政府", "2022-06-21")]);
    let names: Vec<&str> =
        matrix.units.iter().map(|unit| policy().roster().name(unit.unit)).collect();
    assert!(names.contains(&"白云区政府") && names.contains(&"市地方金融监管局"));
    assert!(!names.contains(&"各区政府") && !names.contains(&"相关单位"));
    assert_eq!(matrix.count(1), (2, names.len()));
    assert_eq!(matrix.owing(1).count(), names.len() - 2);
    let periods: Vec<&str> = matrix.periods.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(periods, ["2022年5月", "2022年6月", "2022年7月"]);
}

#[test]
fn the_table_begins_where_collecting_did() {
    let mut matrix = summer(&[("市财政局", "2022-06-20")]);
    matrix.trim();
    assert_eq!(matrix.periods.len(), 2);
    every(&matrix.units, |unit| unit.reported.len() == 2);
    assert_eq!(matrix.count(0).0, 1);
    let mut matrix = summer(&[("市财政局", "2022-05-20")]);
    matrix.trim();
    assert_eq!(matrix.periods.len(), 3);
}

#[test]
fn quarters_reach_back_over_the_year() {
    let ledger = received(&[]);
    let matrix = matrix(policy(), &ledger, Span::Quarter, day("2022-02-01"), 2);
    let periods: Vec<&str> = matrix.periods.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(periods, ["2021年第四季度", "2022年第一季度"]);
}

#[test]
fn a_unit_the_policy_does_not_know_is_named() {
    let matrix = summer(&[("某协会", "2022-06-20"), ("某协会", "2022-06-21"), ("", "2022-06-21")]);
    assert_eq!(matrix.unknown_units, ["某协会"]);
    assert_eq!(matrix.count(1).0, 0);
}

#[test]
fn a32_whoever_sent_a_file_is_known_by_any_spelling() {
    for spelled in
        ["市财政局　", " 市财政局", "广州市财政局", "财政局", "市財政局", "市财政局（金融处）"]
    {
        let matrix = summer(&[(spelled, "2022-06-20")]);
        assert_eq!(matrix.unknown_units, [] as [&str; 0], "{spelled}");
        assert_eq!(matrix.count(1).0, 1, "{spelled}");
    }
    // Two spellings of one unit are two files of one unit.
    let matrix = summer(&[("市财政局", "2022-06-20"), ("广州市财政局", "2022-06-21")]);
    assert_eq!(matrix.count(1).0, 1);
    assert!(matrix.units.iter().any(|u| u.reported[1] == Reported::Repeated(2, day("2022-06-21"))));
    let matrix = summer(&[("某协会　", "2022-06-20"), ("某协会", "2022-06-21")]);
    assert_eq!(matrix.unknown_units, ["某协会"]);
}

#[test]
fn a32_what_a_person_explained_counts() {
    let ledger = received(&[("市财局", "2022-06-20")]);
    let matrix_of = |policy: &Policy| matrix(policy, &ledger, Span::Month, day("2022-07-05"), 3);
    assert_eq!(matrix_of(policy()).unknown_units, ["市财局"]);
    let explained = matrix_of(&policy().knowing([("市财局", "市财政局")]));
    assert_eq!((explained.unknown_units.len(), explained.count(1).0), (0, 1));
}

/// A file of 南沙区政府 of which the export is stamped so, taken in at `now`: the ledger, and what was told.
fn take_in(ledger: &Ledger, exported: &str, now: Now) -> (Ledger, Vec<String>) {
    let by = Reporter { name: "丙".to_owned(), unit: "南沙区政府".to_owned() };
    let export = Export {
        at: exported.parse().unwrap(),
        by: by.clone(),
        scope: "all".to_owned(),
        code: None,
    };
    let file = encode(&Ledger::new(BUNDLED_ID), Some(&export), Layout::Pretty);
    let mut roll_up = RollUp::default();
    roll_up.add("丙.json".to_owned(), file.as_bytes(), ledger, policy(), now);
    let State::Read(summary) = &roll_up.files()[0].state else { panic!("it reads") };
    let notices = summary.notices.clone();
    let mut editor = Editor::new(ledger.clone(), Actor::from_bits(1), Reporter::default());
    editor.apply("收件".to_owned(), roll_up.receipts(ledger, now), now);
    (editor.ledger().clone(), notices)
}

fn at(moment: &str) -> Now {
    Now { at: moment.parse().unwrap(), offset_minutes: 480 }
}

#[test]
fn a32_a_file_of_a_unit_that_nobody_knows_says_so() {
    let told = |unit: &str| {
        let by = Reporter { name: "丙".to_owned(), unit: unit.to_owned() };
        let (scope, code) = ("all".to_owned(), None);
        let now = at("2022-03-29T02:05:00.000Z");
        let export = Export { at: now.at, by, scope, code };
        let file = encode(&Ledger::new(BUNDLED_ID), Some(&export), Layout::Pretty);
        let mut roll_up = RollUp::default();
        let mine = Ledger::new(BUNDLED_ID);
        roll_up.add("丙.json".to_owned(), file.as_bytes(), &mine, policy(), now);
        let State::Read(summary) = &roll_up.files()[0].state else { panic!("it reads") };
        summary.told(policy()).concat()
    };
    assert_eq!(told("广州市财政局　"), "");
    assert_eq!(told(""), "");
    assert_eq!(told("某协会"), "政策所列单位中没有署名的“某协会”。请核对署名。");
    let near = told("市财局");
    assert!(near.contains("“市财局”，名称相近的有市财政局"), "{near}");
}

#[test]
fn o5_a_fast_clock_does_not_decide_on_a_deadline() {
    use Reported::{Late, OnTime};
    let nansha = |ledger: &Ledger, today: &str| {
        let matrix = matrix(policy(), ledger, Span::Month, day(today), 3);
        let is_it = |u: &&policy_ledger::tally::reporting::UnitReports| {
            policy().roster().name(u.unit) == "南沙区政府"
        };
        let march = matrix.periods.iter().position(|p| p.name == "2022年3月").unwrap();
        let reported = matrix.units.iter().find(is_it).unwrap().reported[march];
        (reported, matrix.fast_clocks)
    };
    let blank = Ledger::new(BUNDLED_ID);
    // Three days fast, taken in two days before the last day of March.
    let came_in = at("2022-03-29T02:05:00.000Z");
    let (ledger, told) = take_in(&blank, "2022-04-01T02:00:01.997Z", came_in);
    assert!(told.iter().any(|t| t.contains("南沙区政府") && t.contains("快")), "{told:?}");
    let fast = vec![("南沙区政府".to_owned(), day("2022-03-29"))];
    assert_eq!(nansha(&ledger, "2022-03-29"), (OnTime(day("2022-03-29")), fast.clone()));
    assert_eq!(nansha(&ledger, "2022-04-05"), (OnTime(day("2022-03-29")), fast.clone()));
    // Taken in once more when its clock would be right: it came in on the 29th all the same.
    let (again, _) = take_in(&ledger, "2022-04-01T02:00:01.997Z", at("2022-04-02T02:00:00.000Z"));
    assert_eq!(nansha(&again, "2022-04-05"), (OnTime(day("2022-03-29")), fast));
    // A year fast, and no receipt lies in the future.
    let (ledger, _) = take_in(&blank, "2023-03-29T02:00:00.000Z", came_in);
    assert_eq!(nansha(&ledger, "2022-03-29").0, OnTime(day("2022-03-29")));
    // Minutes are no matter, and a clock that is right decides.
    let (ledger, told) = take_in(&blank, "2022-03-29T02:09:00.000Z", came_in);
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(nansha(&ledger, "2022-03-29"), (OnTime(day("2022-03-29")), Vec::new()));
    let (ledger, _) = take_in(&blank, "2022-04-01T02:00:00.000Z", at("2022-04-06T02:00:00.000Z"));
    assert_eq!(nansha(&ledger, "2022-04-06"), (Late(day("2022-04-01")), Vec::new()));
}

#[test]
fn a_reminder_names_period_and_tasks() {
    let matrix = summer(&[]);
    let roster = policy().roster();
    let remind = |name: &str| {
        let unit = matrix.units.iter().find(|u| roster.name(u.unit) == name).unwrap();
        unit.remind(policy(), &matrix.periods[1], day("2022-06-24"))
    };
    let words = remind("市财政局");
    assert!(
        words.starts_with("市财政局：请报送2022年6月任务台账（截至6月30日）。贵单位"),
        "{words}"
    );
    assert!(
        words.ends_with("。请于6月30日前填报，并将导出的台账文件（.json）报送我处。"),
        "{words}"
    );
    let unit = matrix.units.iter().find(|u| roster.name(u.unit) == "市财政局").unwrap();
    let late = unit.remind(policy(), &matrix.periods[1], day("2022-07-01"));
    assert!(late.contains("报送期限（6月30日）已过，请尽快填报，并将"), "{late}");
    let district = remind("从化区政府");
    assert!(district.contains("配合、支持") || district.contains("牵头第"), "{district}");
}

#[test]
fn the_table_opens_in_a_spreadsheet() {
    let rows = summer(&[("市财政局", "2022-06-20")]).rows(policy());
    assert_eq!(rows[0][..4], ["单位", "牵头任务", "配合、支持任务", "2022年5月"]);
    let text = csv(&rows);
    assert!(text.starts_with("\u{feff}单位,牵头任务,"));
    assert!(text.contains("已报6月20日"));
    assert_eq!(text.lines().count(), rows.len());
}

#[test]
fn cells_are_quoted_and_never_formulas() {
    let cells = ["a,b", "说\"好\"", "两\n行", "=1+1", "＝HYPERLINK", "-5", "@x", "\tx", "平常"];
    let text = csv(&[cells.map(str::to_owned).to_vec()]);
    assert_eq!(
        text,
        "\u{feff}\"a,b\",\"说\"\"好\"\"\",\"两\n行\",'=1+1,'＝HYPERLINK,'-5,'@x,'\tx,平常\r\n"
    );
}
