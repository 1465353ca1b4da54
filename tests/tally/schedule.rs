//! 序时进度 and 亮灯: the published examples, every boundary, and what the sentences say.

use policy_ledger::tally::{
    Actual, Light, Milestone, Override, Pace, Rule, Schedule, Thresholds, WHOLE, assess, days_left,
    print_tenths,
};
use proptest::option;
use proptest::prelude::*;
use time::{Date, Month};

/// `2021-10-31`.
fn day(text: &str) -> Date {
    let parts: Vec<i32> = text.split('-').map(|part| part.parse().unwrap()).collect();
    let month = Month::try_from(u8::try_from(parts[1]).unwrap()).unwrap();
    Date::from_calendar_date(parts[0], month, u8::try_from(parts[2]).unwrap()).unwrap()
}

/// `2021-01-01 2021-12-31`; `-` for a date left out.
fn schedule(dates: &str, by: Pace) -> Schedule {
    let mut dates = dates.split(' ').map(|text| (text != "-").then(|| day(text)));
    let (start, due) = (dates.next().unwrap(), dates.next().unwrap());
    Schedule { start, due, milestones: Vec::new(), by }
}

const YEAR: &str = "2021-01-01 2021-12-31";

mod planned {
    use super::*;

    #[track_caller]
    fn check(dates: &str, by: Pace, today: &str, expected: Option<u16>) {
        let schedule = schedule(dates, by);
        assert_eq!(schedule.planned(day(today)), expected, "{dates} {by:?} {today}");
    }

    #[test]
    fn by_day() {
        check(YEAR, Pace::Day, "2020-12-31", Some(0));
        check(YEAR, Pace::Day, "2021-01-01", Some(0));
        check(YEAR, Pace::Day, "2021-01-02", Some(3)); // 1/364 = 0.27 %
        check(YEAR, Pace::Day, "2021-07-02", Some(500)); // 182/364
        check(YEAR, Pace::Day, "2021-10-31", Some(832)); // 303/364 = 83.24 %
        check(YEAR, Pace::Day, "2021-12-30", Some(997));
        check(YEAR, Pace::Day, "2021-12-31", Some(1000));
        check(YEAR, Pace::Day, "2022-01-01", Some(1000));
        check("2021-03-01 2021-03-02", Pace::Day, "2021-03-01", Some(0));
        check("2021-03-01 2021-03-03", Pace::Day, "2021-03-02", Some(500));
    }

    #[test]
    fn by_month() {
        check(YEAR, Pace::Month, "2020-12-31", Some(0));
        check(YEAR, Pace::Month, "2021-01-01", Some(0));
        check(YEAR, Pace::Month, "2021-01-30", Some(0));
        check(YEAR, Pace::Month, "2021-01-31", Some(83));
        check(YEAR, Pace::Month, "2021-06-30", Some(500));
        check(YEAR, Pace::Month, "2021-10-31", Some(833));
        check(YEAR, Pace::Month, "2021-11-29", Some(833));
        check(YEAR, Pace::Month, "2021-11-30", Some(917)); // 宣城: 91.7 %
        check(YEAR, Pace::Month, "2021-12-30", Some(917));
        check(YEAR, Pace::Month, "2021-12-31", Some(1000));
        // Both months count whole.
        check("2021-01-20 2021-04-10", Pace::Month, "2021-01-31", Some(250));
        check("2021-01-20 2021-04-10", Pace::Month, "2021-04-09", Some(750));
        check("2021-01-20 2021-04-10", Pace::Month, "2021-04-10", Some(1000));
        // The start day is 0 even on a month's last day.
        check("2021-01-31 2021-04-30", Pace::Month, "2021-01-31", Some(0));
        check("2021-01-31 2021-04-30", Pace::Month, "2021-02-01", Some(250));
        // Over the turn of a year.
        check("2021-10-01 2022-03-31", Pace::Month, "2021-12-31", Some(500));
        // Within one month.
        check("2021-05-03 2021-05-25", Pace::Month, "2021-05-24", Some(0));
        check("2021-05-03 2021-05-25", Pace::Month, "2021-05-25", Some(1000));
    }

    #[test]
    fn on_leap_days() {
        check("2024-02-28 2024-03-01", Pace::Day, "2024-02-29", Some(500));
        check("2023-02-28 2023-03-02", Pace::Day, "2023-03-01", Some(500));
        check("2024-02-29 2025-02-28", Pace::Day, "2024-02-29", Some(0));
        check("2024-02-29 2025-02-28", Pace::Day, "2024-08-30", Some(501)); // 183/365
        check("2024-01-01 2024-02-29", Pace::Day, "2024-02-29", Some(1000));
        check("2024-01-01 2024-12-31", Pace::Month, "2024-02-28", Some(83));
        check("2024-01-01 2024-12-31", Pace::Month, "2024-02-29", Some(167));
        check("2023-01-01 2023-12-31", Pace::Month, "2023-02-28", Some(167));
    }

    #[test]
    fn with_dates_that_do_not_say() {
        for by in [Pace::Day, Pace::Month, Pace::Milestones] {
            check("- -", by, "2021-10-31", None);
            check("2021-01-01 -", by, "2021-10-31", None);
            check("- 2021-12-31", by, "2021-12-30", None);
            check("- 2021-12-31", by, "2021-12-31", Some(1000));
            check("- 2021-12-31", by, "2022-12-31", Some(1000));
            check("2021-12-31 2021-01-01", by, "2021-06-01", None);
            check("2021-12-31 2021-01-01", by, "2022-06-01", None);
            check("2021-06-01 2021-06-01", by, "2021-05-31", Some(0));
            check("2021-06-01 2021-06-01", by, "2021-06-01", Some(1000));
            check("2021-06-01 2021-06-01", by, "2021-06-02", Some(1000));
        }
    }

    #[track_caller]
    fn line(milestones: &[(&str, u8)], today: &str, expected: u16) {
        let milestones = milestones
            .iter()
            .map(|(date, share_percent)| Milestone {
                date: day(date),
                share_percent: *share_percent,
            })
            .collect();
        let schedule =
            Schedule { milestones, ..schedule("2021-01-01 2021-01-31", Pace::Milestones) };
        assert_eq!(schedule.planned(day(today)), Some(expected), "{schedule:?} {today}");
    }

    #[test]
    fn through_milestones() {
        let two = [("2021-01-11", 60), ("2021-01-21", 80)];
        line(&two, "2021-01-01", 0);
        line(&two, "2021-01-06", 300);
        line(&two, "2021-01-11", 600);
        line(&two, "2021-01-12", 620);
        line(&two, "2021-01-21", 800);
        line(&two, "2021-01-26", 900);
        line(&two, "2021-01-31", 1000);
        line(&[two[1], two[0]], "2021-01-12", 620);
        // Without any, as by day.
        line(&[], "2021-01-16", 500);
        // A later one that asks for less asks for as much.
        line(&[("2021-01-11", 60), ("2021-01-21", 40)], "2021-01-16", 600);
        line(&[("2021-01-11", 60), ("2021-01-21", 40)], "2021-01-26", 800);
        // Two on a day: the greater.
        line(&[("2021-01-11", 20), ("2021-01-11", 60)], "2021-01-11", 600);
        line(&[("2021-01-11", 20), ("2021-01-11", 60)], "2021-01-06", 300);
        // On or outside the dates: nothing.
        line(&[("2021-01-01", 50), ("2020-06-01", 50), ("2021-02-01", 10)], "2021-01-16", 500);
        line(&[("2021-01-31", 10)], "2021-01-31", 1000);
        // More than all is all.
        line(&[("2021-01-11", 255)], "2021-01-20", 1000);
    }

    #[test]
    fn days_are_left_or_over() {
        assert_eq!(days_left(day("2021-10-31"), day("2021-10-31")), 0);
        assert_eq!(days_left(day("2024-03-01"), day("2024-02-28")), 2);
        assert_eq!(days_left(day("2021-12-31"), day("2022-01-12")), -12);
    }

    #[test]
    fn tenths_are_printed_without_a_float() {
        let tenths = [0, 1, 9, 10, 700, 833, 999, WHOLE];
        let printed = tenths.map(print_tenths);
        assert_eq!(printed, ["0", "0.1", "0.9", "1", "70", "83.3", "99.9", "100"]);
    }
}

mod lights {
    use super::*;

    /// The light at a gap in tenths, so many days before the due date.
    #[track_caller]
    fn check(rule: Rule, gap: i16, days_left: i32, expected: Light) {
        assert_eq!(rule.light(Some(gap), days_left), expected, "{rule:?} {gap} {days_left}");
    }

    #[test]
    fn in_yinchuan() {
        check(Rule::Yinchuan, 1000, 60, Light::Green);
        check(Rule::Yinchuan, 0, 60, Light::Green);
        check(Rule::Yinchuan, -1, 60, Light::Green);
        check(Rule::Yinchuan, -99, 60, Light::Green);
        check(Rule::Yinchuan, -100, 60, Light::Yellow);
        check(Rule::Yinchuan, -133, 60, Light::Yellow);
        check(Rule::Yinchuan, -300, 60, Light::Yellow);
        check(Rule::Yinchuan, -301, 60, Light::Red);
        check(Rule::Yinchuan, -1000, 60, Light::Red);
        check(Rule::Yinchuan, 0, 0, Light::Green);
        check(Rule::Yinchuan, 0, -1, Light::Red);
        check(Rule::Yinchuan, -10, -1, Light::Red);
    }

    #[test]
    fn in_suqian() {
        check(Rule::Suqian, 0, 8, Light::Green);
        check(Rule::Suqian, 0, 7, Light::Blue);
        check(Rule::Suqian, 0, 0, Light::Blue);
        check(Rule::Suqian, -1, 7, Light::Yellow);
        check(Rule::Suqian, -1, 60, Light::Yellow);
        check(Rule::Suqian, -1000, 60, Light::Yellow);
        check(Rule::Suqian, 0, -1, Light::Red);
        assert_eq!(Rule::Suqian.light(None, 7), Light::Blue);
        assert_eq!(Rule::Suqian.light(None, 8), Light::Other);
    }

    #[test]
    fn in_xuancheng() {
        check(Rule::Xuancheng, 1, 60, Light::Met);
        check(Rule::Xuancheng, 0, 60, Light::Met);
        check(Rule::Xuancheng, -1, 60, Light::Unmet);
        check(Rule::Xuancheng, -1, -1, Light::Unmet);
        assert_eq!(Rule::Xuancheng.light(None, 60), Light::Other);
        assert_eq!(Rule::Xuancheng.light(None, -1), Light::Unmet);
    }

    #[test]
    fn in_jinzhai() {
        check(Rule::Jinzhai, -1, 60, Light::Behind);
        check(Rule::Jinzhai, 0, 60, Light::OnPace);
        check(Rule::Jinzhai, 99, 60, Light::OnPace);
        check(Rule::Jinzhai, 100, 60, Light::Ahead);
        assert_eq!(Rule::Jinzhai.light(None, 60), Light::Other);
        assert_eq!(Rule::Jinzhai.light(None, -1), Light::Behind);
    }

    #[test]
    fn of_ones_own() {
        let own = Rule::Custom(Thresholds { yellow_from: 5, red_above: 20, near_days: 3 });
        check(own, -49, 60, Light::Green);
        check(own, -50, 60, Light::Yellow);
        check(own, -200, 60, Light::Yellow);
        check(own, -201, 60, Light::Red);
        check(own, 0, 3, Light::Blue);
        check(own, 0, 4, Light::Green);
        check(own, -49, 3, Light::Blue);
        check(own, -50, 3, Light::Yellow);
        check(own, 0, -1, Light::Red);
        let never = Rule::Custom(Thresholds { yellow_from: 0, red_above: u16::MAX, near_days: 0 });
        check(never, 0, 0, Light::Green);
        check(never, -1, 0, Light::Yellow);
        check(never, -1000, 0, Light::Yellow);
    }

    #[test]
    fn are_told_apart_without_colour() {
        for (at, light) in Light::ALL.into_iter().enumerate() {
            assert_eq!(light as usize, at);
            assert_eq!(Light::parse(light.slug()), Some(light));
            assert_eq!(light.mark().chars().count(), 1);
            assert_eq!(Light::ALL.iter().filter(|l| l.name() == light.name()).count(), 1);
        }
        assert_eq!(Light::parse("绿"), None);
    }

    #[test]
    fn come_of_rules_that_name_their_source() {
        for rule in Rule::ALL {
            assert_eq!(Rule::parse(rule.slug()), Some(rule));
            assert!(rule.name().ends_with("规则"));
            let words = rule.describe();
            assert!(words.ends_with("）。") && words.matches('。').count() == 1, "{words}");
            assert!(!words.contains(' '), "{words}");
        }
        assert_eq!(Rule::default(), Rule::Yinchuan);
        assert_eq!(Rule::parse("beijing"), None);
        assert_eq!(
            Rule::ALL[4].describe(),
            "低于序时进度10个百分点以上（含）亮黄灯，低超过30个百分点或逾期未完成亮红灯，距完成时限7天以内亮蓝灯，\
             其余亮绿灯（本单位自定）。"
        );
        assert_eq!(
            Rule::Custom(Thresholds { yellow_from: 0, red_above: 100, near_days: 0 }).describe(),
            "低于序时进度亮黄灯，逾期未完成亮红灯，其余亮绿灯（本单位自定）。"
        );
    }
}

mod sentences {
    use super::*;

    /// What is said of a task by month, today being `2021-10-31`.
    #[track_caller]
    fn check(rule: Rule, dates: &str, percent: u8, light: Light, sentence: &str) {
        say(rule, dates, Actual { percent, ..Actual::default() }, None, light, sentence);
    }

    #[track_caller]
    fn say(
        rule: Rule,
        dates: &str,
        actual: Actual,
        person: Option<&Override>,
        light: Light,
        sentence: &str,
    ) {
        let today = day("2021-10-31");
        let found = assess(rule, &schedule(dates, Pace::Month), actual, person, today);
        assert_eq!(found.explain(today), sentence);
        assert_eq!(found.light, light);
    }

    #[test]
    fn on_the_gap() {
        let said = "截至10月31日序时进度应为83.3%，实际70%，低13.3个百分点，亮黄灯（银川规则）。";
        check(Rule::Yinchuan, YEAR, 70, Light::Yellow, said);
        let said = "截至10月31日序时进度应为83.3%，实际90%，高6.7个百分点，亮绿灯（银川规则）。";
        check(Rule::Yinchuan, YEAR, 90, Light::Green, said);
        let said = "截至10月31日序时进度应为83.3%，实际50%，低33.3个百分点，亮红灯（银川规则）。";
        check(Rule::Yinchuan, YEAR, 50, Light::Red, said);
        let said = "截至10月31日序时进度应为50%，实际50%，与序时进度持平，列为达进度（金寨规则）。";
        check(Rule::Jinzhai, "2021-09-01 2021-12-31", 50, Light::OnPace, said);
        let said =
            "截至10月31日序时进度应为83.3%，实际95%，高11.7个百分点，列为超进度（金寨规则）。";
        check(Rule::Jinzhai, YEAR, 95, Light::Ahead, said);
        let said =
            "截至10月31日序时进度应为83.3%，实际83%，低0.3个百分点，列为未达序时进度（宣城规则）。";
        check(Rule::Xuancheng, YEAR, 83, Light::Unmet, said);
        // Begun before its start.
        let said = "截至10月31日序时进度应为0%，实际5%，高5个百分点，亮绿灯（银川规则）。";
        check(Rule::Yinchuan, "2021-11-01 2021-12-31", 5, Light::Green, said);
        // More than all is all.
        let said = "截至10月31日序时进度应为0%，实际100%，高100个百分点，亮绿灯（银川规则）。";
        check(Rule::Yinchuan, "2021-11-01 2021-12-31", 255, Light::Green, said);
    }

    #[test]
    fn on_ten_and_thirty_points() {
        // Four months of five are over: 80 %.
        let five = "2021-07-01 2021-11-30";
        let said = "截至10月31日序时进度应为80%，实际71%，低9个百分点，亮绿灯（银川规则）。";
        check(Rule::Yinchuan, five, 71, Light::Green, said);
        let said = "截至10月31日序时进度应为80%，实际70%，低10个百分点，亮黄灯（银川规则）。";
        check(Rule::Yinchuan, five, 70, Light::Yellow, said);
        let said = "截至10月31日序时进度应为80%，实际50%，低30个百分点，亮黄灯（银川规则）。";
        check(Rule::Yinchuan, five, 50, Light::Yellow, said);
        let said = "截至10月31日序时进度应为80%，实际49%，低31个百分点，亮红灯（银川规则）。";
        check(Rule::Yinchuan, five, 49, Light::Red, said);
    }

    #[test]
    fn on_due_dates() {
        let said =
            "截至10月31日已逾期12天，序时进度应为100%，实际95%，低5个百分点，亮红灯（银川规则）。";
        check(Rule::Yinchuan, "2021-01-01 2021-10-19", 95, Light::Red, said);
        check(Rule::Yinchuan, "- 2021-10-19", 95, Light::Red, said);
        let said = "截至10月31日已逾期12天，序时进度应为100%，实际95%，低5个百分点，列为欠进度（金寨规则）。";
        check(Rule::Jinzhai, "- 2021-10-19", 95, Light::Behind, said);
        let said = "截至10月31日序时进度应为100%，实际100%，与序时进度持平，今天到期，亮蓝灯（宿迁规则）。";
        check(Rule::Suqian, "2021-01-01 2021-10-31", 100, Light::Blue, said);
        let said = "截至10月31日序时进度应为90%，实际92%，高2个百分点，距完成时限还有5天，亮蓝灯（宿迁规则）。";
        check(Rule::Suqian, "2021-02-01 2021-11-05", 92, Light::Blue, said);
        let said = "没有填开始日期，不计序时进度，实际92%，距完成时限还有5天，亮蓝灯（宿迁规则）。";
        check(Rule::Suqian, "- 2021-11-05", 92, Light::Blue, said);
    }

    #[test]
    fn on_what_has_no_schedule() {
        let said = "未填完成时限，无法计算序时进度，实际40%，列为不计进度（银川规则）。";
        check(Rule::Yinchuan, "- -", 40, Light::Other, said);
        check(Rule::Yinchuan, "2021-01-01 -", 40, Light::Other, said);
        let said = "没有填开始日期，不计序时进度，实际40%，列为不计进度（银川规则）。";
        check(Rule::Yinchuan, "- 2021-12-31", 40, Light::Other, said);
        let said = "开始日期晚于完成时限，不计序时进度，实际40%，列为不计进度（银川规则）。";
        check(Rule::Yinchuan, "2022-01-01 2021-12-31", 40, Light::Other, said);
        let said = "截至10月31日已逾期1天，开始日期晚于完成时限，不计序时进度，实际40%，亮红灯（银川规则）。";
        check(Rule::Yinchuan, "2022-01-01 2021-10-30", 40, Light::Red, said);
        let said = "截至10月31日未到开始日期（11月1日），列为未启动（银川规则）。";
        check(Rule::Yinchuan, "2021-11-01 2021-12-31", 0, Light::NotStarted, said);
        let said = "截至10月31日未到开始日期（2022年1月1日），列为未启动（宿迁规则）。";
        check(Rule::Suqian, "2022-01-01 2022-12-31", 0, Light::NotStarted, said);
        let standing = Actual { percent: 60, standing: true, ..Actual::default() };
        let said = "长期坚持的工作，不计序时进度，实际60%，列为不计进度（银川规则）。";
        say(Rule::Yinchuan, "2021-01-01 2021-10-19", standing, None, Light::Other, said);
    }

    #[test]
    fn on_what_is_complete() {
        let said = "任务已完成，不再计序时进度，列为已完成（银川规则）。";
        for (percent, standing) in [(100, false), (0, false), (80, true)] {
            let actual = Actual { percent, complete: true, standing };
            for dates in [YEAR, "- -", "2021-01-01 2021-10-19", "2021-11-01 2021-12-31"] {
                say(Rule::Yinchuan, dates, actual, None, Light::Done, said);
            }
        }
    }

    #[test]
    fn on_what_a_person_says() {
        let actual = Actual { percent: 70, ..Actual::default() };
        let person = |light, reason: &str| Override { light, reason: reason.to_owned() };
        let green = person(Light::Green, " 省级批复延后一个月。");
        let said = "截至10月31日序时进度应为83.3%，实际70%，低13.3个百分点，人工改为绿灯：省级批复延后一个月；\
                    按银川规则应亮黄灯。";
        say(Rule::Yinchuan, YEAR, actual, Some(&green), Light::Green, said);
        let other = person(Light::Other, "  ");
        let said = "截至10月31日序时进度应为83.3%，实际70%，低13.3个百分点，人工改为不计进度：请填写改判理由；\
                    按金寨规则应列为欠进度。";
        say(Rule::Jinzhai, YEAR, actual, Some(&other), Light::Other, said);
    }
}

mod properties {
    use super::*;

    fn any_day() -> impl Strategy<Value = Date> {
        let first = day("2020-01-01").to_julian_day();
        (0..2200i32).prop_map(move |days| Date::from_julian_day(first + days).unwrap())
    }

    fn any_schedule() -> impl Strategy<Value = Schedule> {
        let milestone = (any_day(), any::<u8>())
            .prop_map(|(date, share_percent)| Milestone { date, share_percent });
        let by = prop::sample::select(vec![Pace::Day, Pace::Month, Pace::Milestones]);
        let milestones = prop::collection::vec(milestone, 0..5);
        (option::of(any_day()), option::weighted(0.9, any_day()), milestones, by)
            .prop_map(|(start, due, milestones, by)| Schedule { start, due, milestones, by })
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        let own = (0..200u16, 0..200u16, any::<u8>()).prop_map(|(yellow_from, red_above, near)| {
            Rule::Custom(Thresholds { yellow_from, red_above, near_days: near })
        });
        prop_oneof![4 => prop::sample::select(Rule::ALL.to_vec()), 1 => own]
    }

    proptest! {
        #[test]
        fn planned_never_falls(schedule in any_schedule(), one in any_day(), other in any_day()) {
            let (earlier, later) = (schedule.planned(one.min(other)), schedule.planned(one.max(other)));
            prop_assert!(earlier <= later, "{:?} {:?}", earlier, later);
            prop_assert!(later.is_none_or(|planned| planned <= WHOLE));
        }

        #[test]
        fn planned_runs_from_nothing_to_all(schedule in any_schedule()) {
            if let (Some(start), Some(due)) = (schedule.start, schedule.due) && start < due {
                prop_assert_eq!(schedule.planned(start), Some(0));
                prop_assert_eq!(schedule.planned(due), Some(WHOLE));
            }
        }

        #[test]
        fn lights_say_why(
            schedule in any_schedule(),
            rule in any_rule(),
            percent in 0..=110u8,
            complete in prop::bool::weighted(0.1),
            standing in prop::bool::weighted(0.2),
            light in option::weighted(0.2, prop::sample::select(Light::ALL.to_vec())),
            today in any_day(),
        ) {
            let person = light.map(|light| Override { light, reason: "另有安排".to_owned() });
            let actual = Actual { percent, complete, standing };
            let found = assess(rule, &schedule, actual, person.as_ref(), today);
            let said = found.explain(today);

            if standing || schedule.due.is_none() {
                let expected = if complete { Light::Done } else { Light::Other };
                prop_assert_eq!(found.by_rule, expected);
            }
            prop_assert_eq!(found.light, light.unwrap_or(found.by_rule));
            prop_assert_eq!(complete, found.by_rule == Light::Done);
            prop_assert!(found.gap.is_some() || !matches!(found.by_rule, Light::Green | Light::Met | Light::OnPace));
            prop_assert!(said.contains(rule.name()) && said.ends_with('。'), "{}", said);
            prop_assert!(light.is_none() || said.contains("人工改为"), "{}", said);
            if let Some(gap) = found.gap {
                let planned = found.planned.unwrap();
                prop_assert_eq!(i32::from(gap), i32::from(found.actual) - i32::from(planned));
                let date = format!("截至{}月{}日", u8::from(today.month()), today.day());
                prop_assert!(said.starts_with(&date), "{}", said);
                let figures = [("应为", planned), ("实际", found.actual)];
                for (word, tenths) in figures {
                    let figure = format!("{word}{}%", print_tenths(tenths));
                    prop_assert!(said.contains(&figure), "{} {}", said, figure);
                }
            }
            let overdue = format!("已逾期{}天", found.overdue_days);
            prop_assert_eq!(found.overdue_days > 0, said.contains(&overdue), "{}", said);
        }
    }
}
