//! The demonstration: a ledger with something of everything, that no one can take for a real one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

#[path = "support/every.rs"]
mod every;

use every::every;
use policy_ledger::demo;
use policy_ledger::format::{Limits, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::stamp::print_date;
use policy_ledger::ledger::{Field, Status};
use policy_ledger::policy::Policy;
use policy_ledger::tally::period::{self, Figures, Period};
use policy_ledger::tally::{self, Duty, Filter, Light, Lit, Pace, Rule, Tally, Yardstick};

#[test]
fn it_has_something_of_everything() {
    let policy = Policy::bundled().unwrap();
    let ledger = demo::ledger(policy);
    let yardstick = Yardstick { rule: Rule::default(), pace: Pace::default(), now: demo::NOW };
    let tally: Tally = tally::of(policy, &ledger, &Filter::default(), yardstick);
    assert_eq!(tally.total(), 48);
    for status in Status::ALL {
        assert!(tally.count(status) > 0, "{status:?}");
    }
    let rows = tally::rows(policy, &ledger).collect::<Vec<_>>();
    let lights: Vec<_> = rows.iter().map(|row| row.assess(yardstick).light).collect();
    for light in [Light::Green, Light::Yellow, Light::Red, Light::Done] {
        assert!(lights.contains(&light), "{light:?} in {lights:?}");
    }
    every(rows.iter().map(|row| row.entry.date(Field::Due)), Option::is_some);
    assert_eq!(print_date(demo::NOW.today()), "2022-06-30");
}

#[test]
fn every_word_of_it_says_what_it_is_and_it_reads_back() {
    let policy = Policy::bundled().unwrap();
    let ledger = demo::ledger(policy);
    every(ledger.people(), |(_, reporter)| reporter.name == "演示");
    for row in tally::rows(policy, &ledger) {
        let words = row.entry.progress();
        assert!(words.is_empty() || words.contains("演示"), "{words}");
    }
    assert!(ledger.newest().unwrap().wall <= demo::NOW.at);
    let text = encode(&ledger, None, Layout::Compact);
    assert_eq!(decode(text.as_bytes(), policy, Limits::FILE).unwrap().ledger, ledger);
    assert_eq!(demo::ledger(policy), ledger, "the same every time");
}

/// What the demonstration shows of a unit is what somebody who tries it out will look for.
#[test]
fn f10_what_is_late_is_the_same_number_everywhere() {
    let policy = Policy::bundled().unwrap();
    let ledger = demo::ledger(policy);
    let yardstick = Yardstick { rule: Rule::default(), pace: Pace::default(), now: demo::NOW };
    let unit = Filter { unit: Some("南沙区政府".to_owned()), ..Filter::default() };
    let listed = |light| {
        let filter = Filter { light: Some(light), ..unit.clone() };
        let rows = tally::rows(policy, &ledger);
        let listed = rows.filter(|row| filter.admits(row, policy, yardstick));
        listed.map(|row| row.task.number.0).collect::<Vec<_>>()
    };
    assert_eq!(tally::of(policy, &ledger, &unit, yardstick).total(), 16);
    assert_eq!(listed(Lit::One(Light::Red)), [6, 26, 37, 38]);
    assert_eq!(listed(Lit::One(Light::Yellow)), [7, 15, 21, 42, 45]);
    assert_eq!(listed(Lit::Late), [6, 7, 15, 21, 26, 37, 38, 42, 45]);
    let lit = tally::lit(policy, &ledger, &unit, yardstick);
    let counts: Vec<_> = lit.iter().map(|(light, tasks)| (*light, tasks.len())).collect();
    assert_eq!(counts, [(Light::Red, 4), (Light::Yellow, 5)]);
    let units = tally::by_unit(policy, &ledger, yardstick);
    let nansha = units.iter().find(|slice| slice.label == "南沙区政府").unwrap();
    assert_eq!((nansha.tally.total(), nansha.late), (16, 9));
    // All of it: as charts count it by phase, and as a closing of that day counts it.
    let phases = tally::by_phase(policy, &ledger, yardstick);
    let late: u32 = phases.iter().map(|slice| slice.late).sum();
    let period = Period { name: "2022年6月".to_owned(), until: demo::NOW.today() };
    let closing = period::close(policy, &ledger, yardstick, period);
    assert_eq!((late, Figures::of(&closing).late), (23, 23));
}

#[test]
fn f09_whom_to_remind_are_those_in_charge_of_what_is_pressing() {
    let policy = Policy::bundled().unwrap();
    let ledger = demo::ledger(policy);
    let yardstick = Yardstick { rule: Rule::default(), pace: Pace::default(), now: demo::NOW };
    let remind = tally::to_remind(policy, &ledger, yardstick);
    let named: Vec<_> = remind.iter().map(|(id, n)| (policy.roster().name(*id), *n)).collect();
    let [first, rest @ ..] = &named[..] else { panic!("nobody") };
    assert_eq!(*first, ("市地方金融监管局", 14));
    // Task 30 is due today and red, task 37 red: neither is overdue or stuck.
    let units = ["黄埔区政府", "南沙区政府", "各区政府", "人民银行广州分行"];
    assert_eq!(rest.len(), units.len());
    assert!(units.iter().all(|unit| rest.contains(&(unit, 1))), "{rest:?}");
    // What a name leads to is what it counts.
    for (unit, count) in named {
        let filter = Filter {
            unit: Some(unit.to_owned()),
            duty: Duty::FirstLead,
            by_name: true,
            light: Some(Lit::Pressing),
            ..Filter::default()
        };
        assert_eq!(tally::of(policy, &ledger, &filter, yardstick).total(), count, "{unit}");
        // And what it is reminded of.
        let id = policy.roster().find(unit).unwrap();
        let words = tally::remind_of(policy, &ledger, id, yardstick);
        let of = words.split('项').next().unwrap().split('、').count();
        assert_eq!(u32::try_from(of).unwrap(), count, "{words}");
    }
    let bank = policy.roster().find("人民银行广州分行").unwrap();
    assert_eq!(
        tally::remind_of(policy, &ledger, bank, yardstick),
        "其中第30项严重滞后、逾期或受阻，请一并说明原因和下一步工作。"
    );
    let court = policy.roster().find("市法院").unwrap();
    assert_eq!(tally::remind_of(policy, &ledger, court, yardstick), "");
}
