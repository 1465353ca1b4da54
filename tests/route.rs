//! Addresses: every view prints to a hash that reads back as the same view.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use policy_ledger::ledger::Status;
use policy_ledger::policy::{Role, TaskNumber};
use policy_ledger::route::{Place, Route};
use policy_ledger::tally::{Attention, Duty, Filter, Light, Lit};
use proptest::option;
use proptest::prelude::*;

#[track_caller]
fn check(hash: &str, route: &Route) {
    assert_eq!(Route::parse(hash), *route, "{hash}");
    assert_eq!(route.print(), hash);
}

#[track_caller]
fn check_opens(hash: &str, route: &Route) {
    assert_eq!(Route::parse(hash), *route, "{hash}");
}

fn list(filter: Filter) -> Route {
    Route::list(filter)
}

fn none() -> Filter {
    Filter::default()
}

#[test]
fn every_view_has_its_address() {
    check("#/overview", &Route::Overview);
    check("#/settings", &Route::Settings);
    let stuck = Filter { status: Some(Status::Stuck), ..Filter::default() };
    check("#/table", &Route::Table(Filter::default()));
    check("#/table?status=stuck", &Route::Table(stuck.clone()));
    check("#/timeline?status=stuck", &Route::Timeline(stuck.clone()));
    check("#/log?status=stuck", &Route::Log(stuck));
    check("#/source", &Route::Source(None));
    check("#/source?article=12", &Route::Source(Some(Place::Article(12))));
    check("#/source?task=7", &Route::Source(Some(Place::Task(TaskNumber(7)))));
    check("#/ledger", &list(none()));
    check("#/ledger?task=12", &Route::task(TaskNumber(12)));
}

#[test]
fn every_part_of_a_filter_is_in_the_address() {
    check("#/ledger?q=金融", &list(Filter { words: "金融".to_owned(), ..none() }));
    check("#/ledger?phase=2021", &list(Filter { phase: Some(2021), ..none() }));
    check("#/ledger?section=3", &list(Filter { section: Some(3), ..none() }));
    check("#/ledger?topic=25", &list(Filter { topic: Some(25), ..none() }));
    check("#/ledger?unit=市国资委", &list(Filter { unit: Some("市国资委".to_owned()), ..none() }));
    check("#/ledger?role=lead", &list(Filter { duty: Duty::In(Role::Lead), ..none() }));
    check("#/ledger?role=first-lead", &list(Filter { duty: Duty::FirstLead, ..none() }));
    check("#/ledger?role=cooperate", &list(Filter { duty: Duty::In(Role::Cooperate), ..none() }));
    check("#/ledger?role=support", &list(Filter { duty: Duty::In(Role::Support), ..none() }));
    check("#/ledger?named=1", &list(Filter { by_name: true, ..none() }));
    check(
        "#/ledger?status=signed-off",
        &list(Filter { status: Some(Status::SignedOff), ..none() }),
    );
    check(
        "#/ledger?attention=unexplained",
        &list(Filter { attention: Some(Attention::DoneUnexplained), ..none() }),
    );
    check(
        "#/ledger?q=a%26b%3Dc%20%25%23%2B?/&phase=2023&status=done&task=9",
        &Route::Ledger {
            filter: Filter {
                words: "a&b=c %#+?/".to_owned(),
                phase: Some(2023),
                status: Some(Status::Done),
                ..none()
            },
            task: Some(TaskNumber(9)),
        },
    );
}

#[test]
fn f03_what_is_late_has_an_address() {
    let lit = |light| list(Filter { light: Some(light), ..none() });
    check("#/ledger?light=late", &lit(Lit::Late));
    check("#/ledger?light=pressing", &lit(Lit::Pressing));
    check("#/ledger?light=yellow", &lit(Lit::One(Light::Yellow)));
    check("#/ledger?light=red", &lit(Lit::One(Light::Red)));
    check(
        "#/timeline?light=red",
        &Route::Timeline(Filter { light: Some(Lit::One(Light::Red)), ..none() }),
    );
    check("#/ledger?sort=late", &list(Filter { by_lateness: true, ..none() }));
    check(
        "#/ledger?unit=南沙区政府&light=late&sort=late&task=6",
        &Route::Ledger {
            filter: Filter {
                unit: Some("南沙区政府".to_owned()),
                light: Some(Lit::Late),
                by_lateness: true,
                ..none()
            },
            task: Some(TaskNumber(6)),
        },
    );
    // The order of a list leaves nothing out.
    assert!(Filter { by_lateness: true, ..none() }.is_empty());
}

#[test]
fn slugs_tell_things_apart() {
    let lights: std::collections::BTreeSet<_> = lights().into_iter().map(Lit::slug).collect();
    assert_eq!(lights.len(), Light::ALL.len() + 2);
    let statuses: std::collections::BTreeSet<_> = Status::ALL.map(Status::slug).into();
    let reasons: std::collections::BTreeSet<_> = Attention::ALL.map(Attention::slug).into();
    assert_eq!((statuses.len(), reasons.len()), (Status::ALL.len(), Attention::ALL.len()));
}

#[test]
fn what_the_browser_encoded_reads_the_same() {
    let ledger =
        list(Filter {
            words: "跨境 金融".to_owned(), unit: Some("市国资委".to_owned()), ..none()
        });
    check_opens(
        "#/ledger?q=%E8%B7%A8%E5%A2%83%20%E9%87%91%E8%9E%8D&unit=%E5%B8%82%E5%9B%BD%E8%B5%84%E5%A7%94",
        &ledger,
    );
    check_opens("#/ledger?q=%e8%b7%a8境%20%e9%87%91融&unit=市国资委", &ledger);
}

#[test]
fn broken_addresses_open_something_sensible() {
    for hash in ["", "#", "#/", "/", "#/nowhere", "#/nowhere?task=1", "%", "#?task=1", "#/LEDGER"] {
        check_opens(hash, &Route::Overview);
    }
    for hash in [
        "ledger",
        "/ledger",
        "#ledger",
        "#/ledger/",
        "##//ledger",
        "#/ledger?",
        "#/ledger?&&",
        "#/ledger?=",
        "#/ledger?q",
        "#/ledger?q=",
        "#/ledger?unit=",
        "#/ledger?phase=zwei",
        "#/ledger?phase=70000",
        "#/ledger?section=-1",
        "#/ledger?status=fertig",
        "#/ledger?attention=",
        "#/ledger?role=boss",
        "#/ledger?named=yes",
        "#/ledger?task=%",
        "#/ledger?task=12。",
        "#/ledger?colour=red",
        "#/ledger?light=crimson",
        "#/ledger?light=",
        "#/ledger?sort=early",
    ] {
        check_opens(hash, &list(none()));
    }
    check_opens("#/source?article=x&task=3", &Route::Source(Some(Place::Task(TaskNumber(3)))));
    check_opens("#/source?article=", &Route::Source(None));
    check_opens("#/settings?anything", &Route::Settings);
    check_opens("#/ledger?phase=x&task=12", &Route::task(TaskNumber(12)));
    check_opens("#/ledger?q=100%", &list(Filter { words: "100%".to_owned(), ..none() }));
    check_opens("#/ledger?q=%E8%B7", &list(Filter { words: "\u{fffd}".to_owned(), ..none() }));
}

fn routes() -> impl Strategy<Value = Route> {
    let task = || any::<u16>().prop_map(TaskNumber);
    prop_oneof![
        1 => Just(Route::Overview),
        1 => Just(Route::Settings),
        1 => Just(Route::Source(None)),
        1 => any::<u16>().prop_map(|number| Route::Source(Some(Place::Article(number)))),
        1 => task().prop_map(|task| Route::Source(Some(Place::Task(task)))),
        4 => (filters(), option::of(task())).prop_map(|(filter, task)| Route::Ledger { filter, task }),
    ]
}

fn lights() -> Vec<Lit> {
    let each = Light::ALL.into_iter().map(Lit::One);
    [Lit::Late, Lit::Pressing].into_iter().chain(each).collect()
}

fn filters() -> impl Strategy<Value = Filter> {
    let hostile =
        || prop_oneof![".{0,8}", "[&=#%+?/ \"<>'`\\\\\u{0}\t\n\r\u{feff}\u{202e}金2F]{0,12}"];
    let duty = prop::sample::select(vec![
        Duty::Any,
        Duty::In(Role::Lead),
        Duty::In(Role::Cooperate),
        Duty::In(Role::Support),
        Duty::FirstLead,
    ]);
    (
        (hostile(), option::of(any::<u16>()), option::of(any::<u16>()), option::of(any::<u16>())),
        // A unit without a name is no unit.
        (
            option::of(hostile()).prop_map(|unit| unit.filter(|name| !name.is_empty())),
            duty,
            any::<bool>(),
        ),
        option::of(prop::sample::select(Status::ALL.to_vec())),
        option::of(prop::sample::select(Attention::ALL.to_vec())),
        (option::of(prop::sample::select(lights())), any::<bool>()),
    )
        .prop_map(
            |(
                (words, phase, section, topic),
                (unit, duty, by_name),
                status,
                attention,
                (light, by_lateness),
            )| Filter {
                words,
                phase,
                section,
                topic,
                unit,
                duty,
                by_name,
                status,
                attention,
                light,
                by_lateness,
            },
        )
}

/// What browsers encode in a fragment by themselves.
const FRAGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_route_reads_back(route in routes()) {
        let hash = route.print();
        prop_assert_eq!(&Route::parse(&hash), &route);
        let encoded = utf8_percent_encode(&hash, FRAGMENT).to_string();
        prop_assert_eq!(&Route::parse(&encoded), &route, "as the browser hands it back");
        prop_assert!(!hash.contains([' ', '\n', '\r', '\t', '\0']), "{}", hash);
        prop_assert_eq!(hash.matches('#').count(), 1);
    }

    #[test]
    fn any_hash_opens_something(hash in "#?/?(ledger|source)?\\??.{0,40}") {
        let route = Route::parse(&hash);
        prop_assert_eq!(Route::parse(&route.print()), route);
    }
}

#[test]
fn a32_a_unit_is_read_by_any_spelling() {
    let roster = policy_ledger::policy::Policy::bundled().unwrap().roster();
    for screen in ["ledger", "table", "timeline", "log"] {
        let of =
            |unit: &str| Route::parse(&format!("#/{screen}?unit={unit}")).with_units_of(roster);
        for spelled in ["广州市财政局", "财政局", "%20市财政局%E3%80%80", "市財政局"]
        {
            assert_eq!(
                of(spelled),
                Route::parse(&format!("#/{screen}?unit=市财政局")),
                "{spelled}"
            );
        }
        // What is unknown stays as it is, and shows nothing.
        assert_eq!(of("某协会"), Route::parse(&format!("#/{screen}?unit=某协会")));
    }
    assert_eq!(Route::parse("#/periods").with_units_of(roster), Route::Periods);
}
