//! What holds on every screen: readable by all, quiet, still.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_on};

const SCREENS: [&str; 13] = [
    "#/overview",
    "#/ledger",
    "#/ledger?task=13",
    "#/ledger?q=没有的词",
    "#/ledger?unit=白云区政府&status=stuck",
    "#/source",
    "#/source?article=9",
    "#/settings",
    "#/table",
    "#/timeline",
    "#/log",
    "#/periods",
    "#/rollup",
];

/// As narrow as a page must fit: a phone at 400 %, which has no scroll bar that takes room.
const NARROW: Screen = Screen { width: 320, ..Screen::PHONE };

/// A ledger with something of everything in it.
fn fill(page: &Page) {
    for (task, status) in [(1, "已完成"), (2, "已销号"), (13, "受阻"), (30, "推进中")] {
        page.open_task(task);
        // A browser brings what it clicks to the edge of the window, under the head where that is tall.
        page.eval("document.querySelector('.statuses').scrollIntoView({ block: 'center' })");
        page.mark(status);
    }
    page.type_into(".report textarea", "正在推进");
    page.go("#/periods");
    page.click_text(".close-form .primary", "结账");
    page.open_task(1);
    page.click_text(".carried button", "与上期一致");
}

/// Ends the test if the page is wider than its window, naming what reaches over the edge.
#[track_caller]
fn fits(page: &Page, what: &str) {
    // What follows the width of the window does so before it is painted.
    page.eval("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true))))");
    let over: Vec<String> = page.eval_as(
        "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth ? [] :
            [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
                && e.getBoundingClientRect().right > clientWidth + 0.5)
                .map(e => `${e.tagName} ${e.className}#${e.id} to ${e.getBoundingClientRect().right}`)
        )(document.scrollingElement)",
    );
    assert!(over.is_empty(), "{what} is too wide: {over:#?}");
}

#[track_caller]
fn check(page: &Page) {
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        page.is_accessible();
        fits(page, hash);
    }
    page.console_is_clean();
    assert_eq!(page.requests_since_load(), Vec::<String>::new());
}

/// Opens every dialog that a filled ledger can open, the charts as tables among them.
#[track_caller]
fn check_dialogs(page: &Page) {
    let check = |id: &str| {
        page.wait_for(&format!("#{id}[open]"));
        page.is_accessible();
        fits(page, id);
        let (wide, room): (f64, f64) = page.eval_as(&format!(
            "[document.getElementById('{id}').scrollWidth, document.getElementById('{id}').clientWidth]"
        ));
        assert!(wide <= room, "#{id} is {wide} wide in {room}");
        page.press("Escape");
        page.wait_gone("dialog[open]");
    };
    page.open_task(1);
    page.mark("推进中");
    check("question");
    // Without the mouse: so near the edge, the scroll bar that WebKit lays over the page would take it.
    page.eval("document.querySelector('.head-tools button[aria-label]').click()");
    check("help");
    page.click_text(".head-tools button", "导出");
    check("export");
    page.receive("台账.json", include_bytes!("../data/ledger-v1.json"));
    check("preview");
    page.receive("台账.json", b"[]");
    check("problem");
    page.go("#/overview");
    page.wait_for("#chart-lead svg");
    page.eval(
        "document.querySelectorAll('.chart-tools button:first-child').forEach(b => b.click())",
    );
    page.wait_until("all three tables", |page| page.count_shown(".numbers") == 3);
    page.is_accessible();
    fits(page, "the tables");
    page.console_is_clean();
}

#[test]
fn the_first_question() {
    for screen in [Screen::DESK, Screen::DESK.dark(), NARROW] {
        let page = Page::open_on(screen, "#/overview");
        page.wait_for("#welcome[open]");
        page.is_accessible();
        fits(&page, "#welcome");
    }
}

#[test]
fn empty() {
    check(&arrive("#/overview"));
}

#[test]
fn filled_on_a_desk() {
    let page = arrive("#/overview");
    fill(&page);
    check(&page);
    check_dialogs(&page);
}

#[test]
fn filled_in_the_dark() {
    let page = arrive_on(Screen::DESK.dark(), "#/overview");
    fill(&page);
    check(&page);
    check_dialogs(&page);
}

#[test]
fn filled_on_a_phone() {
    let page = arrive_on(Screen { width: 360, ..Screen::PHONE }, "#/overview");
    fill(&page);
    check(&page);
    page.browser.show_on(NARROW);
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        fits(&page, hash);
    }
    check_dialogs(&page);
}

#[test]
fn large_and_in_high_contrast() {
    let page = arrive("#/settings");
    page.click_text(".settings .check", "长辈版");
    page.wait_for("html[data-elder]");
    fill(&page);
    check(&page);
    page.browser.show_on(NARROW);
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        fits(&page, hash);
    }
    page.browser.show_on(Screen::DESK);
    page.go("#/settings");
    page.click_text(".settings .switch button", "高对比度");
    page.wait_for("html[data-look=contrast]");
    check(&page);
    check_dialogs(&page);
    page.reload();
    page.wait_for("html[data-elder][data-look=contrast]");
}

#[test]
fn banners() {
    let page = arrive("#/overview");
    page.store(KEY, "{broken");
    page.reload();
    page.wait_for(".banner.warning");
    page.is_accessible();
    page.store(
        KEY,
        r#"{"format":"policy-ledger","version":9,"policy":"guangzhou-financial-hub-2021"}"#,
    );
    for screen in [Screen::DESK, Screen::DESK.dark(), NARROW] {
        page.browser.show_on(screen);
        page.reload();
        page.wait_for(".banner.alarm");
        page.is_accessible();
        fits(&page, "the banners");
    }
}

#[test]
fn nothing_moves_while_it_loads() {
    let page = arrive("#/overview");
    let kinds: Vec<String> = page.eval_as("PerformanceObserver.supportedEntryTypes");
    assert!(kinds.contains(&"layout-shift".to_owned()), "nobody measures it: {kinds:?}");
    fill(&page);
    for screen in [Screen::DESK, Screen::PHONE] {
        page.browser.show_on(screen);
        for hash in ["#/overview", "#/ledger", "#/ledger?task=13", "#/settings"] {
            page.load(hash);
            page.wait_for("main .screen");
            let shift: f64 = page.eval_as(
                "new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const e of \
                 list.getEntries()) if (!e.hadRecentInput) sum += e.value; }).observe({type: \
                 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300); })",
            );
            assert!(shift < 0.001, "{hash}: the layout shifted by {shift}");
        }
    }
}

#[test]
fn paper_has_the_list_and_no_tools() {
    let page = arrive("#/ledger");
    page.browser.print();
    page.wait_until("the tools are gone", |page| page.count_shown(".head-tools, .filters") == 0);
    assert_eq!(page.count_shown("a.row"), 48);
}
