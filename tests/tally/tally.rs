//! What the ledger amounts to: totals that add up, filters, and what calls for attention.

use std::collections::BTreeSet;

use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, Ledger, Millis, Now, Parts, Reporter, Status, Value,
};
use policy_ledger::policy::{Policy, Role, TaskNumber};
use policy_ledger::tally::{
    self, Attention, Duty, Filter, Leads, Light, Lit, Pace, Row, Rule, STALE_DAYS, Slice, Tally,
    Yardstick, print_share, print_share_tenths, print_shares, shares,
};
use proptest::option;
use proptest::prelude::*;

use crate::filled::edit;

fn policy() -> &'static Policy {
    Policy::bundled().expect("the bundled policy reads")
}

/// Noon in Guangzhou on a day.
fn day(year: i32, month: u8, day: u8) -> Now {
    let month = time::Month::try_from(month).unwrap();
    let date = time::Date::from_calendar_date(year, month, day).unwrap();
    let noon = date.with_hms(4, 0, 0).unwrap().assume_utc().unix_timestamp();
    Now { at: Millis(u64::try_from(noon).unwrap() * 1000), offset_minutes: 480 }
}

/// What rows are held against at a time.
fn at(now: Now) -> Yardstick {
    Yardstick { rule: Rule::Yinchuan, pace: Pace::Day, now }
}

fn later(now: Now, days: u64) -> Now {
    Now { at: Millis(now.at.0 + days * 86_400_000), ..now }
}

/// The day everything below is reported on.
fn today() -> Now {
    day(2021, 10, 31)
}

fn report(edits: &[(u16, Value)]) -> Ledger {
    let mut editor = Editor::new(Ledger::new("plan"), Actor::from_bits(1), Reporter::default());
    for (task, value) in edits {
        let edit = edit(*task, value.clone());
        assert!(editor.apply("填报".to_owned(), vec![edit], today()), "{task}: {value:?}");
    }
    editor.ledger().clone()
}

fn status(task: u16, status: Status) -> (u16, Value) {
    (task, Value::Status(status))
}

fn percent(task: u16, percent: u8) -> (u16, Value) {
    (task, Value::Percent(percent))
}

fn words(task: u16, words: &str) -> (u16, Value) {
    (task, Value::Text(words.to_owned()))
}

fn numbers(ledger: &Ledger, filter: &Filter, now: Now) -> Vec<u16> {
    let admitted =
        tally::rows(policy(), ledger).filter(|row| filter.admits(row, policy(), at(now)));
    admitted.map(|row| row.task.number.0).collect()
}

fn total(slices: &[Slice]) -> u32 {
    slices.iter().map(|slice| slice.tally.total()).sum()
}

/// Any ledger: statuses, percentages, phases and words on any rows.
fn any_ledger() -> impl Strategy<Value = Ledger> {
    let value = prop_oneof![
        (0..5usize).prop_map(|n| Value::Status(Status::ALL[n])),
        (0..=100u8).prop_map(Value::Percent),
        "[进展 ]{0,2}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Flag),
        prop::sample::select(vec![2021, 2022, 2023, 2035]).prop_map(Value::Year),
    ];
    prop::collection::btree_map((1..=48u16, 0..5u8), value, 0..60).prop_map(|edits| {
        let mut editor = Editor::new(Ledger::new("plan"), Actor::from_bits(1), Reporter::default());
        for ((task, _), value) in edits {
            for field in Field::COLUMNS.into_iter().filter(|field| value.fits(*field)) {
                let edit = Edit { task: TaskNumber(task), field, value: Some(value.clone()) };
                editor.apply("填报".to_owned(), vec![edit], today());
            }
        }
        editor.ledger().clone()
    })
}

fn lights() -> Vec<Lit> {
    let each = Light::ALL.into_iter().map(Lit::One);
    [Lit::Late, Lit::Pressing].into_iter().chain(each).collect()
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let duty = prop::sample::select(vec![
        Duty::Any,
        Duty::In(Role::Lead),
        Duty::In(Role::Cooperate),
        Duty::In(Role::Support),
        Duty::FirstLead,
    ]);
    let units: Vec<String> = policy().roster().iter().map(|(_, unit)| unit.name.clone()).collect();
    (
        (prop::sample::select(vec!["", "12", "金融", "白云 风险"]), option::of(2020..2036u16)),
        (
            option::of(0..7u16),
            option::of(0..27u16),
            option::of(prop::sample::select(units)),
            duty,
            any::<bool>(),
        ),
        option::of(prop::sample::select(Status::ALL.to_vec())),
        option::of(prop::sample::select(Attention::ALL.to_vec())),
        option::of(prop::sample::select(lights())),
    )
        .prop_map(
            |((words, phase), (section, topic, unit, duty, by_name), status, attention, light)| {
                let words = words.to_owned();
                let units = Filter { unit, duty, by_name, ..Filter::default() };
                Filter { words, phase, section, topic, status, attention, light, ..units }
            },
        )
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

mod sums {
    use super::*;

    #[track_caller]
    fn check_slices(ledger: &Ledger, slices: &[Slice], now: Now) {
        for slice in slices {
            let rows = tally::rows(policy(), ledger);
            let rows = rows.filter(|row| slice.filter.admits(row, policy(), at(now)));
            assert_eq!(slice.tally, Tally::of(rows), "{}", slice.label);
            assert_eq!(slice.tally, tally::of(policy(), ledger, &slice.filter, at(now)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: config().cases / 8, ..config() })]

        #[test]
        fn hold_for_any_ledger(ledger in any_ledger()) {
            let now = today();
            let whole = tally::of(policy(), &ledger, &Filter::default(), at(now));
            prop_assert_eq!(whole.total(), 48);
            prop_assert_eq!(Status::ALL.iter().map(|s| whole.count(*s)).sum::<u32>(), 48);
            prop_assert_eq!(whole.complete(), whole.count(Status::Done) + whole.count(Status::SignedOff));
            prop_assert!((0.0..=1.0).contains(&whole.completion()));
            prop_assert!((0..=100).contains(&whole.progress()));

            let phases = tally::by_phase(policy(), &ledger, at(now));
            let sections = tally::by_section(policy(), &ledger, at(now));
            let topics = tally::by_topic(policy(), &ledger, at(now));
            let leads = tally::by_lead(policy(), &ledger, Leads::All, at(now));
            let first = tally::by_lead(policy(), &ledger, Leads::First, at(now));
            for slices in [&phases, &sections, &topics, &leads, &first] {
                check_slices(&ledger, slices, now);
            }
            for slices in [&phases, &sections, &first] {
                prop_assert_eq!(total(slices), 48);
                let complete: u32 = slices.iter().map(|slice| slice.tally.complete()).sum();
                prop_assert_eq!(complete, whole.complete());
            }
            prop_assert!(total(&leads) >= 48 && total(&topics) >= 48);
        }

        #[test]
        fn of_attention_are_those_of_its_filters(ledger in any_ledger(), filter in any_filter()) {
            let now = later(today(), 40);
            let filter = Filter { attention: None, ..filter };
            let rows = tally::rows(policy(), &ledger).filter(|row| filter.admits(row, policy(), at(now)));
            for (attention, count) in tally::attention(rows, now) {
                prop_assert!(count > 0);
                let narrowed = Filter { attention: Some(attention), ..filter.clone() };
                prop_assert_eq!(count as usize, numbers(&ledger, &narrowed, now).len());
            }
        }

        #[test]
        fn of_a_filter_are_those_of_its_parts(ledger in any_ledger(), filter in any_filter()) {
            let now = today();
            let all: BTreeSet<u16> = numbers(&ledger, &filter, now).into_iter().collect();
            let Filter { words, phase, section, topic, unit, duty, by_name, status, attention, light, by_lateness: _ } =
                filter;
            let none = Filter::default;
            let parts = [
                Filter { words, ..none() },
                Filter { phase, ..none() },
                Filter { section, ..none() },
                Filter { topic, ..none() },
                Filter { unit, duty, by_name, ..none() },
                Filter { status, ..none() },
                Filter { attention, ..none() },
                Filter { light, ..none() },
            ];
            let parts = parts.map(|part| numbers(&ledger, &part, now).into_iter().collect::<BTreeSet<_>>());
            let common = parts.into_iter().reduce(|a, b| &a & &b).unwrap();
            prop_assert_eq!(all, common);
        }
    }

    #[test]
    fn of_the_blank_ledger() {
        let ledger = Ledger::new("plan");
        let totals =
            |slices: Vec<Slice>| slices.iter().map(|s| s.tally.total()).collect::<Vec<_>>();
        let phases = tally::by_phase(policy(), &ledger, at(today()));
        let labels: Vec<_> = phases.iter().map(|slice| slice.label.as_str()).collect();
        assert_eq!(labels, ["第一步（到2021年）", "第二步（到2023年）", "第三步（到2035年）"]);
        assert_eq!(totals(tally::by_section(policy(), &ledger, at(today()))), [5, 21, 15, 4, 3]);
        let topics = tally::by_topic(policy(), &ledger, at(today()));
        assert_eq!(topics.len(), 22);
        assert_eq!(topics[0].label, "（四）发挥现有金融体系服务效能");
        let whole = tally::of(policy(), &ledger, &Filter::default(), at(today()));
        assert_eq!((whole.count(Status::NotStarted), whole.complete()), (48, 0));
        assert!(whole.completion().abs() < 1e-9 && whole.progress() == 0);
    }

    #[test]
    fn by_lead_show_who_answers_for_most() {
        let ledger = Ledger::new("plan");
        let counts = |leads| {
            let slices = tally::by_lead(policy(), &ledger, leads, at(today()));
            assert!(slices.is_sorted_by_key(|slice| std::cmp::Reverse(slice.tally.total())));
            slices.into_iter().map(|s| (s.label, s.tally.total())).collect::<Vec<_>>()
        };
        let (all, first) = (counts(Leads::All), counts(Leads::First));
        assert_eq!(all[0], ("市地方金融监管局".to_owned(), 40));
        assert_eq!(all[1], ("市发展改革委".to_owned(), 32));
        assert_eq!(first[0], ("市地方金融监管局".to_owned(), 38));
        assert!(all.contains(&("黄埔区政府".to_owned(), 2)), "by name, not as one of a group");
        assert!(
            all.contains(&("各区政府".to_owned(), 1)) && all.contains(&("市仲裁委".to_owned(), 1))
        );
        assert!(!first.iter().any(|(name, _)| name == "市仲裁委" || name == "市发展改革委"));
        assert_eq!(first.iter().map(|(_, count)| count).sum::<u32>(), 48);
    }

    #[test]
    fn follow_a_phase_someone_chose() {
        let ledger = report(&[(1, Value::Year(2035)), (2, Value::Year(2022))]);
        let blank = tally::by_phase(policy(), &Ledger::new("plan"), at(today()));
        let slices = tally::by_phase(policy(), &ledger, at(today()));
        assert_eq!(slices[0].tally.total(), blank[0].tally.total() - 2);
        assert_eq!(slices[2].tally.total(), blank[2].tally.total() + 1);
        assert_eq!((slices[3].label.as_str(), slices[3].tally.total()), ("到2022年", 1));
        assert_eq!(total(&slices), 48, "a year that is no step is shown, not dropped");
    }

    #[test]
    fn of_progress_are_means() {
        let ledger = report(&[percent(1, 100), percent(2, 50), percent(6, 99)]);
        let first = &tally::by_section(policy(), &ledger, at(today()))[0];
        assert!(first.tally.progress() == 30, "150 over 5 tasks");
        let whole = tally::of(policy(), &ledger, &Filter::default(), at(today()));
        assert_eq!(whole.progress(), 5, "249 over 48 tasks, rounded");
        let none = Tally::of(std::iter::empty());
        assert!(none.progress() == 0 && none.completion().abs() < 1e-9);
    }
}

mod shares {
    use super::*;

    #[track_caller]
    fn check(part: u32, total: u32, expected: &str) {
        assert_eq!(print_share(part, total), expected, "{part}/{total}");
    }

    #[test]
    fn never_round_to_all_or_nothing() {
        check(0, 0, "0%");
        check(0, 48, "0%");
        check(12, 48, "25%");
        check(1, 3, "33%");
        check(2, 3, "67%");
        check(48, 48, "100%");
        check(47, 48, "98%");
        check(1, 200, "1%");
        check(1, 201, "<1%");
        check(199, 201, "99%");
        check(199, 200, ">99%");
        check(9_999, 10_000, ">99%");
        check(1, 10_000, "<1%");
        check(1, 1, "100%");
    }

    #[track_caller]
    fn check_all(counts: &[u32], expected: &[&str]) {
        assert_eq!(print_shares(counts), expected, "{counts:?}");
    }

    #[test]
    fn o3_shares_add_up_to_all() {
        // Each rounded by itself these were 99.
        check_all(&[5, 27, 11, 4, 1], &["11%", "56%", "23%", "8%", "2%"]);
        check_all(&[1, 1, 1], &["34%", "33%", "33%"]);
        check_all(&[1, 1, 1, 1, 1, 1], &["17%", "17%", "17%", "17%", "16%", "16%"]);
        check_all(&[48, 0], &["100%", "0%"]);
        check_all(&[0, 0], &["0%", "0%"]);
        check_all(&[1, 300], &["<1%", ">99%"]);
        check_all(&[], &[]);
        assert_eq!(shares(&[10, 15, 12, 11], 1000), [208, 313, 250, 229]);
        assert_eq!(
            (print_share_tenths(10, 48), print_share_tenths(12, 48)),
            ("20.8%".to_owned(), "25.0%".to_owned())
        );
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn o3_any_shares_add_up_and_stay_close(
            counts in prop::collection::vec(0..60_000u32, 0..9),
            whole in prop::sample::select(vec![100, 1000]),
        ) {
            let total: u32 = counts.iter().sum();
            let shares = shares(&counts, whole);
            prop_assert_eq!(shares.iter().sum::<u32>(), if total == 0 { 0 } else { whole });
            for (count, share) in counts.iter().zip(&shares).filter(|_| total > 0) {
                let exact = f64::from(*count) * f64::from(whole) / f64::from(total);
                prop_assert!((f64::from(*share) - exact).abs() < 1.0, "{} of {}: {}", count, total, share);
            }
            // More is never printed as less.
            for (one, other) in counts.iter().zip(&shares).zip(counts.iter().zip(&shares).skip(1)) {
                prop_assert!(one.0 >= other.0 || one.1 <= other.1);
            }
        }
    }
}

mod attention {
    use super::*;

    #[track_caller]
    fn check(ledger: &Ledger, task: u16, now: Now, expected: &[Attention]) {
        let row = Row::new(policy(), ledger, policy().task(TaskNumber(task)).unwrap());
        let found: Vec<_> = Attention::ALL.into_iter().filter(|a| a.concerns(&row, now)).collect();
        assert_eq!(found, expected);
    }

    use Attention::{Blank, DoneUnexplained, Overdue, Stale, Stuck};

    #[test]
    fn overdue_from_the_day_after_the_phase_ends() {
        let (eve, new_year) = (day(2021, 12, 31), day(2022, 1, 1));
        let row = |more: &[(u16, Value)]| {
            let mut edits = vec![status(1, Status::Underway)];
            edits.extend_from_slice(more);
            let report = report(&edits);
            assert_eq!(report.entry(TaskNumber(1)).latest().unwrap().stamp.wall, today().at);
            report
        };
        check(&row(&[]), 1, eve, &[Stale]);
        check(&row(&[]), 1, new_year, &[Overdue, Stale]);
        check(&row(&[(1, Value::Flag(true))]), 1, new_year, &[Stale]);
        check(&row(&[(1, Value::Flag(false))]), 1, new_year, &[Overdue, Stale]);
        check(&row(&[(1, Value::Year(2023))]), 1, new_year, &[Stale]);
        check(&row(&[(1, Value::Year(2023))]), 1, day(2024, 1, 1), &[Overdue, Stale]);
        check(&report(&[status(1, Status::Done), words(1, "好")]), 1, new_year, &[]);
        check(&Ledger::new("plan"), 1, new_year, &[Overdue, Blank]);
        check(&Ledger::new("plan"), 5, day(2023, 12, 31), &[Blank]);
        check(&Ledger::new("plan"), 5, day(2024, 1, 1), &[Overdue, Blank]);
        check(&Ledger::new("plan"), 3, day(2035, 12, 31), &[Blank]);
        check(&Ledger::new("plan"), 3, day(2036, 1, 1), &[Overdue, Blank]);
    }

    /// One day decides for light, list and words alike, whether somebody set it or the phase does.
    #[test]
    fn f10_what_is_overdue_says_so_everywhere() {
        let standing = (1, Value::Flag(true));
        let due = |year, month, on| (1, Value::Date(day(year, month, on).today()));
        let check = |more: &[(u16, Value)], now: Now, is_overdue: bool, light: Light| {
            let mut edits = vec![status(1, Status::Underway)];
            edits.extend_from_slice(more);
            let ledger = report(&edits);
            let row = Row::new(policy(), &ledger, policy().task(TaskNumber(1)).unwrap());
            let assessed = row.assess(at(now));
            assert_eq!(row.is_overdue(now), is_overdue);
            assert_eq!(Overdue.concerns(&row, now), is_overdue);
            assert_eq!(assessed.overdue_days > 0, is_overdue);
            assert_eq!(assessed.light, light);
            let said = assessed.explain(now.today());
            assert_eq!(said.contains("已逾期"), is_overdue, "{said}");
            let is_default = row.due().is_some_and(|due| due.is_default);
            assert_eq!(said.contains("按阶段默认为"), is_default, "{said}");
            let is_listed = |lit| {
                let filter = Filter { light: Some(lit), ..Filter::default() };
                filter.admits(&row, policy(), at(now))
            };
            assert_eq!(is_listed(Lit::Late), assessed.is_late());
            assert_eq!(is_listed(Lit::One(Light::Red)), light == Light::Red);
            assert_eq!(is_listed(Lit::Pressing), light == Light::Red || is_overdue);
        };
        check(&[], day(2021, 12, 30), false, Light::Other);
        check(&[], day(2022, 1, 1), true, Light::Red);
        check(&[(1, Value::Year(2023))], day(2022, 1, 1), false, Light::Other);
        check(&[due(2022, 6, 30)], day(2022, 6, 29), false, Light::Other);
        check(&[due(2022, 6, 30)], day(2022, 7, 1), true, Light::Red);
        check(std::slice::from_ref(&standing), day(2022, 1, 1), false, Light::Other);
        check(&[standing, due(2021, 12, 1)], day(2022, 1, 1), false, Light::Other);
    }

    /// A day that nobody set makes no plan: no light is green by it.
    #[test]
    fn f10_a_default_due_date_is_no_schedule() {
        let mut editor = Editor::new(Ledger::new("plan"), Actor::from_bits(1), Reporter::default());
        for (field, value) in [
            (Field::Start, Value::Date(day(2021, 9, 1).today())),
            (Field::Percent, Value::Percent(90)),
        ] {
            editor.apply(
                String::new(),
                vec![Edit { task: TaskNumber(3), field, value: Some(value) }],
                today(),
            );
        }
        let row = Row::new(policy(), editor.ledger(), policy().task(TaskNumber(3)).unwrap());
        let assessed = row.assess(at(day(2026, 6, 30)));
        assert_eq!((assessed.light, assessed.planned), (Light::Other, None));
        assert!(
            assessed
                .explain(day(2026, 6, 30).today())
                .starts_with("未填完成时限，按阶段默认为2035年12月31日；此前不计序时进度，实际90%")
        );
    }

    #[test]
    fn f10_what_is_complete_is_late_under_no_light() {
        let red = Parts { by: "red".to_owned(), ..Parts::default() };
        let verdict = Value::record(Field::Verdict, red);
        let mut editor = Editor::new(
            report(&[status(1, Status::Done)]),
            Actor::from_bits(1),
            Reporter::default(),
        );
        let edit = Edit { task: TaskNumber(1), field: Field::Verdict, value: verdict };
        assert!(editor.apply("改判".to_owned(), vec![edit], today()));
        let yardstick = at(day(2022, 6, 30));
        let row = Row::new(policy(), editor.ledger(), policy().task(TaskNumber(1)).unwrap());
        assert!(!row.assess(yardstick).is_late() && !row.is_pressing(yardstick));
        assert!(!Lit::One(Light::Red).admits(&row, yardstick));
    }

    #[test]
    fn f03_the_latest_come_first() {
        let due = |task, year, month, on| (task, Value::Date(day(year, month, on).today()));
        let ledger = report(&[
            due(4, 2022, 1, 31),
            percent(4, 80),
            due(5, 2022, 6, 1),
            due(6, 2022, 5, 1),
            due(7, 2022, 6, 30),
            percent(7, 80),
            due(1, 2022, 6, 30),
            percent(1, 90),
        ]);
        let mut some: Vec<Row<'_>> = tally::rows(policy(), &ledger)
            .filter(|row| [1, 4, 5, 6, 7].contains(&row.task.number.0))
            .collect();
        tally::most_late_first(&mut some, at(day(2022, 6, 30)));
        let order: Vec<u16> = some.iter().map(|row| row.task.number.0).collect();
        // Overdue and nothing done, the longer overdue first; overdue by the rest; due today and 20 points behind; well.
        assert_eq!(order, [6, 5, 4, 7, 1]);
    }

    #[test]
    fn overdue_by_the_local_calendar() {
        // 2021-12-31 16:00 UTC is New Year in Guangzhou and not yet in London.
        let guangzhou =
            Now { at: Millis(day(2022, 1, 1).at.0 - 12 * 3_600_000), offset_minutes: 480 };
        let london = Now { offset_minutes: 0, ..guangzhou };
        check(&Ledger::new("plan"), 1, guangzhou, &[Overdue, Blank]);
        check(&Ledger::new("plan"), 1, london, &[Blank]);
    }

    #[test]
    fn stuck() {
        check(&report(&[status(1, Status::Stuck)]), 1, today(), &[Stuck]);
        check(&report(&[status(1, Status::Underway)]), 1, today(), &[]);
    }

    #[test]
    fn done_without_a_word() {
        for done in [Status::Done, Status::SignedOff] {
            check(&report(&[status(1, done)]), 1, today(), &[DoneUnexplained]);
            check(&report(&[status(1, done), words(1, " \n　")]), 1, today(), &[DoneUnexplained]);
            check(&report(&[status(1, done), words(1, "已挂牌")]), 1, today(), &[]);
        }
        check(&report(&[status(1, Status::Underway)]), 1, today(), &[]);
    }

    #[test]
    fn stale_after_a_month() {
        let underway = report(&[status(1, Status::Underway)]);
        assert_eq!(STALE_DAYS, 31);
        check(&underway, 1, later(today(), 31), &[]);
        check(&underway, 1, later(today(), 32), &[Stale]);
        let morning = Now { at: Millis(later(today(), 32).at.0 - 11 * 3_600_000), ..today() };
        check(&underway, 1, morning, &[Stale]);
        check(&report(&[status(1, Status::Done), words(1, "好")]), 1, later(today(), 32), &[]);
        let earlier = Now { at: Millis(today().at.0 - 90 * 86_400_000), ..today() };
        check(&underway, 1, earlier, &[]);
    }

    #[test]
    fn blank_where_nothing_is_reported() {
        check(&Ledger::new("plan"), 1, today(), &[Blank]);
        check(&report(&[(1, Value::Flag(true))]), 1, today(), &[Blank]);
        check(&report(&[(1, Value::Year(2023))]), 1, today(), &[Blank]);
        check(&report(&[words(1, " ")]), 1, today(), &[Blank]);
        check(&report(&[words(1, "开工")]), 1, today(), &[]);
        check(&report(&[percent(1, 10)]), 1, today(), &[]);
        check(&report(&[status(1, Status::NotStarted)]), 1, today(), &[]);
        let mut editor = Editor::new(Ledger::new("plan"), Actor::from_bits(1), Reporter::default());
        let (field, value) = (Field::Status, Some(Value::Status(Status::Underway)));
        editor.apply("改".to_owned(), vec![Edit { task: TaskNumber(1), field, value }], today());
        check(editor.ledger(), 1, today(), &[]);
        editor.undo(today());
        check(editor.ledger(), 1, today(), &[Blank]);
    }

    #[test]
    fn counted_most_pressing_first_and_only_where_it_holds() {
        let ledger = report(&[status(1, Status::Stuck), status(2, Status::Done)]);
        let counts = tally::attention(tally::rows(policy(), &ledger), today());
        assert_eq!(counts, [(Stuck, 1), (DoneUnexplained, 1), (Blank, 46)]);
        let five = tally::rows(policy(), &ledger).filter(|row| row.task.section == 1);
        let counts = tally::attention(five, today());
        assert_eq!(counts, [(Stuck, 1), (DoneUnexplained, 1), (Blank, 3)]);
    }

    #[test]
    fn reminds_those_in_charge_of_most() {
        let remind = |ledger: &Ledger, now| -> Vec<(String, u32)> {
            let named = |(unit, count)| (policy().roster().name(unit).to_owned(), count);
            tally::to_remind(policy(), ledger, at(now)).into_iter().map(named).collect()
        };
        let expect = |list: &[(&str, u32)]| -> Vec<(String, u32)> {
            list.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        let stuck = |tasks: &[u16]| {
            report(&tasks.iter().map(|task| status(*task, Status::Stuck)).collect::<Vec<_>>())
        };
        assert_eq!(remind(&stuck(&[]), today()), []);
        assert_eq!(remind(&stuck(&[29]), today()), expect(&[("市法院", 1)]));
        assert_eq!(
            remind(&stuck(&[17, 39, 1]), today()),
            expect(&[("黄埔区政府", 2), ("市地方金融监管局", 1)])
        );
        assert_eq!(
            remind(&stuck(&[30, 29, 40]), today()),
            expect(&[("市法院", 1), ("天河区政府", 1), ("人民银行广州分行", 1)]),
            "as many tasks: the roster's order"
        );
        // Both stuck and overdue counts once.
        let due = tally::of(
            policy(),
            &Ledger::new("plan"),
            &Filter { phase: Some(2021), ..Filter::default() },
            at(today()),
        );
        let all: u32 = remind(&stuck(&[1]), day(2022, 1, 1)).iter().map(|(_, count)| count).sum();
        assert_eq!(all, due.total());
    }
}

mod filters {
    use super::*;

    #[track_caller]
    fn check_words(words: &str, expected: &[u16]) {
        let filter = Filter { words: words.to_owned(), ..Filter::default() };
        assert_eq!(numbers(&Ledger::new("plan"), &filter, today()), expected, "{words}");
    }

    #[test]
    fn find_numbers() {
        check_words("12", &[12]);
        check_words("#12", &[12]);
        check_words("１２", &[12]);
        check_words("1", &[1]);
        check_words("0", &[]);
        check_words("49", &[]);
        check_words("#49", &[]);
        check_words("12 QFLP", &[12]);
        check_words("12 13", &[]);
    }

    #[test]
    fn find_words_in_any_case_and_order() {
        check_words("ft", &[21]);
        check_words("FT账户", &[21]);
        check_words("qflp", &[12]);
        check_words("飞机 租赁", &[37]);
        check_words("租赁　飞机", &[37]);
        check_words("飞机 法院", &[]);
        check_words("仲裁委", &[29]);
        check_words("市代建局", &[40]);
        check_words("没有的词", &[]);
        let all: Vec<u16> = (1..=48).collect();
        check_words("", &all);
        check_words(" 　 ", &all);
    }

    #[test]
    fn a14_find_numbers_as_people_write_them() {
        for words in [
            "7",
            "７",
            "#7",
            "＃7",
            "＃７",
            "第7项",
            "第７项",
            "第七项",
            "第7项",
            "第　７　项",
            "7.",
            "７．",
            "7、",
            "No.7",
            "№7",
            "⑦",
            "任务7",
            "第7项任务",
            "  第七项 ",
            "序号7",
        ] {
            check_words(words, &[7]);
        }
        for words in ["第十二项", "第12项", "１２", "QFLP 第12项", "第１２项 ＱＦＬＰ", "⑫"]
        {
            check_words(words, &[12]);
        }
        check_words("第四十八项", &[48]);
        check_words("第7项 第12项", &[]);
        // There is no such task: then it is a word like any other.
        for words in ["第49项", "第零项", "第项", "第", "+7", "-7", "7项8"] {
            let found = numbers(
                &Ledger::new("plan"),
                &Filter { words: words.to_owned(), ..Filter::default() },
                today(),
            );
            assert_ne!(found, [7], "{words}");
        }
    }

    #[test]
    fn a14_find_words_as_a_reader_sees_them() {
        for words in ["ＱＦＬＰ", "ｑｆｌｐ", "ＱFlP", "Ｑ\u{200b}ＦＬＰ", "𝐐𝐅𝐋𝐏"]
        {
            check_words(words, &[12]);
        }
        // 法 and 院 as radicals and compatibility forms are drawn alike.
        let find = |reported: &str, searched: &str| {
            let ledger = report(&[words(9, reported)]);
            let filter = Filter { words: searched.to_owned(), ..Filter::default() };
            let found = numbers(&ledger, &filter, today());
            assert!(found.contains(&9), "{searched} in {reported}: {found:?}");
        };
        for (reported, searched) in [
            ("发放额度10亿元", "１０亿"),
            ("发放额度１０亿元", "10亿"),
            ("发放额度 10 亿元", "10亿元"),
            ("发放额度10\n亿元", "10亿元"),
            ("完成率80％", "80%"),
            ("（一）已印发", "(一)已印发"),
            ("穗金融〔2020〕25号", "[2020]25号"),
            ("称为“绿色”项目", "\"绿色\""),
            ("2021—2023年", "2021-2023"),
            ("⾦融⼴州", "金融广州"),
            ("\u{f90a}融", "金融"),
            ("①已印发", "1已印发"),
            ("面积5㎡", "5m2"),
            ("第Ⅲ期", "第III期"),
            ("Ｃａｆé", "CAFE"),
            ("👨\u{200d}👩\u{200d}👧来访", "👨👩👧来访"),
            ("见第7项做法", "见第7项做法"),
        ] {
            find(reported, searched);
        }
    }

    #[test]
    fn a32_find_a_unit_by_any_spelling() {
        let of = |name: &str| {
            let filter = Filter { unit: Some(name.to_owned()), ..Filter::default() };
            numbers(&Ledger::new("plan"), &filter, today())
        };
        for (name, spellings) in [
            ("市财政局", ["广州市财政局", "财政局　"]),
            ("天河区政府", ["天河区人民政府", "天河"]),
            ("人民银行广州分行", ["中国人民银行广州分行", "人行广州分行"]),
        ] {
            assert!(!of(name).is_empty());
            for spelled in spellings {
                assert_eq!(of(spelled), of(name), "{spelled}");
                check_words(spelled, &of(name));
            }
        }
        check_words(
            "市发改委 QFLP",
            &of("市发展改革委").into_iter().filter(|t| *t == 12).collect::<Vec<_>>(),
        );
        assert_eq!(of("没有的单位"), [] as [u16; 0]);
    }

    #[test]
    fn find_units_through_their_groups() {
        // 白云 is named nowhere: these tasks go to 各区政府.
        check_words("白云", &[13, 14, 15, 38, 42, 43, 44, 45]);
        check_words("白云 防控", &[42]);
    }

    #[test]
    fn find_what_was_reported() {
        let ledger = report(&[words(7, "已于2021年Q3挂牌")]);
        let find = |words: &str| {
            numbers(&ledger, &Filter { words: words.to_owned(), ..Filter::default() }, today())
        };
        assert_eq!(find("q3"), [7]);
        assert_eq!(find("挂牌 2021"), [7], "a year is no task's number");
    }

    #[track_caller]
    fn check_unit(unit: &str, duty: Duty, by_name: bool, expected: &[u16]) {
        let filter = Filter { unit: Some(unit.to_owned()), duty, by_name, ..Filter::default() };
        assert_eq!(numbers(&Ledger::new("plan"), &filter, today()), expected);
    }

    #[test]
    fn pick_a_units_duties() {
        let (lead, cooperate) = (Duty::In(Role::Lead), Duty::In(Role::Cooperate));
        check_unit("黄埔区政府", Duty::Any, true, &[17, 24, 39]);
        check_unit("黄埔区政府", lead, true, &[17, 39]);
        check_unit("黄埔区政府", lead, false, &[17, 39, 41, 45]);
        check_unit("黄埔区政府", cooperate, true, &[24]);
        check_unit("黄埔区政府", cooperate, false, &[13, 14, 15, 24, 38, 42, 43, 44]);
        check_unit("黄埔区政府", Duty::In(Role::Support), false, &[]);
        check_unit("市地方金融监管局", Duty::FirstLead, true, &{
            let first =
                policy().tasks().filter(|task| task.clause.starts_with("（市地方金融监管局"));
            first.map(|task| task.number.0).collect::<Vec<_>>()
        });
        check_unit("市发展改革委", Duty::FirstLead, false, &[]);
        check_unit("市仲裁委", lead, true, &[29]);
        check_unit("市仲裁委", Duty::FirstLead, true, &[]);
        check_unit("白云区政府", Duty::Any, true, &[]);
        check_unit("白云区政府", Duty::FirstLead, false, &[45]);
        check_unit("天河区政府", lead, false, &[40, 45]);
        check_unit("市人力资源和社会保障局", Duty::Any, true, &[33, 47]);
        check_unit("月球局", Duty::Any, false, &[]);
    }

    #[test]
    fn pick_phase_section_topic_and_status() {
        let ledger = report(&[status(4, Status::Done), (4, Value::Year(2023))]);
        let check = |filter: Filter, expected: &[u16]| {
            assert_eq!(numbers(&ledger, &filter, today()), expected, "{filter:?}");
        };
        let none = Filter::default;
        check(Filter { section: Some(5), ..none() }, &[46, 47, 48]);
        check(Filter { section: Some(6), ..none() }, &[]);
        check(Filter { topic: Some(19), ..none() }, &[41]);
        check(Filter { topic: Some(1), ..none() }, &[]);
        check(Filter { status: Some(Status::Done), ..none() }, &[4]);
        check(Filter { phase: Some(2023), section: Some(1), ..none() }, &[4, 5]);
        check(Filter { phase: Some(2035), section: Some(1), ..none() }, &[3]);
        check(Filter { attention: Some(Attention::DoneUnexplained), ..none() }, &[4]);
        assert!(none().is_empty() && !Filter { by_name: true, ..none() }.is_empty());
    }
}
