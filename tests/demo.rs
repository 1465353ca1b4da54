//! The demonstration: a ledger with something of everything, that no one can take for a real one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

use policy_ledger::exchange::{Layout, Limits, decode, demo, encode};
use policy_ledger::ledger::stamp::print_date;
use policy_ledger::ledger::{Field, Status};
use policy_ledger::policy::Policy;
use policy_ledger::tally::{self, Filter, Light, Pace, Rule, Tally, Yardstick};

#[test]
fn it_has_something_of_everything() {
    let policy = Policy::bundled().unwrap();
    let ledger = demo::ledger(policy);
    let tally: Tally = tally::of(policy, &ledger, &Filter::default(), demo::NOW);
    assert_eq!(tally.total(), 48);
    for status in Status::ALL {
        assert!(tally.count(status) > 0, "{status:?}");
    }
    let yardstick = Yardstick { rule: Rule::default(), pace: Pace::default(), now: demo::NOW };
    let rows = tally::rows(policy, &ledger).collect::<Vec<_>>();
    let lights: Vec<_> = rows.iter().map(|row| row.assess(yardstick).light).collect();
    for light in [Light::Green, Light::Yellow, Light::Red, Light::Done] {
        assert!(lights.contains(&light), "{light:?} in {lights:?}");
    }
    assert!(rows.iter().all(|row| row.entry.date(Field::Due).is_some()));
    assert_eq!(print_date(demo::NOW.today()), "2022-06-30");
}

#[test]
fn every_word_of_it_says_what_it_is_and_it_reads_back() {
    let policy = Policy::bundled().unwrap();
    let ledger = demo::ledger(policy);
    assert!(ledger.people().all(|(_, reporter)| reporter.name == "演示"));
    for row in tally::rows(policy, &ledger) {
        let words = row.entry.progress();
        assert!(words.is_empty() || words.contains("演示"), "{words}");
    }
    assert!(ledger.newest().unwrap().wall <= demo::NOW.at);
    let text = encode(&ledger, None, Layout::Compact);
    assert_eq!(decode(text.as_bytes(), policy, Limits::FILE).unwrap().ledger, ledger);
    assert_eq!(demo::ledger(policy), ledger, "the same every time");
}
