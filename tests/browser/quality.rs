//! What holds on every screen: readable by all, quiet, still, and nothing anyone typed is ever run.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{arrive, arrive_as, arrive_on};

const SCREENS: [&str; 5] = ["#/overview", "#/ledger", "#/ledger?task=13", "#/source", "#/settings"];

/// A ledger with something of everything in it.
fn fill(page: &Page) {
    for (task, status) in [(1, "已完成"), (2, "已销号"), (13, "受阻"), (30, "推进中")] {
        page.open_task(task);
        page.mark(status);
    }
    page.type_into(".report textarea", "正在推进");
}

#[track_caller]
fn check(page: &Page) {
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        page.is_accessible();
        let (wide, room): (f64, f64) = page.eval_as(
            "[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]",
        );
        assert!(wide <= room, "{hash} is {wide} wide in {room}");
    }
    page.console_is_clean();
    assert_eq!(page.requests_since_load(), Vec::<String>::new());
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
}

#[test]
fn filled_in_the_dark() {
    let page = arrive_on(Screen::DESK.dark(), "#/overview");
    fill(&page);
    check(&page);
}

#[test]
fn filled_on_a_phone() {
    let page = arrive_on(Screen::PHONE, "#/overview");
    fill(&page);
    check(&page);
    page.browser.show_on(Screen { width: 320, ..Screen::PHONE });
    check(&page);
}

#[test]
fn large_and_in_high_contrast() {
    let page = arrive("#/settings");
    page.click_text(".settings .check", "长辈版");
    page.wait_for("html[data-elder]");
    page.click_text(".settings .switch button", "高对比度");
    page.wait_for("html[data-look=contrast]");
    fill(&page);
    check(&page);
    page.reload();
    page.wait_for("html[data-elder][data-look=contrast]");
}

#[test]
fn every_dialog() {
    let page = Page::open("#/ledger?task=1");
    page.wait_for("#welcome[open]");
    page.is_accessible();
    page.press("Escape");
    page.wait_gone("#welcome[open]");
    page.click(".head-tools button[aria-label]");
    page.wait_for("#help[open]");
    page.is_accessible();
    page.press("Escape");
    page.click_text(".head-tools button", "导出");
    page.wait_for("#export[open]");
    page.is_accessible();
    let (name, file) = {
        page.press("Escape");
        page.mark("已完成");
        page.export()
    };
    page.mark("推进中");
    page.wait_for("#question[open]");
    page.is_accessible();
    page.press("Escape");
    let other = arrive("#/ledger?task=1");
    other.mark("受阻");
    other.receive(&name, &file);
    other.wait_for("#preview[open]");
    other.is_accessible();
    other.press("Escape");
    other.receive("a.json", b"[]");
    other.is_accessible();
}

#[test]
fn nothing_moves_while_it_loads() {
    let page = arrive("#/overview");
    page.reload();
    page.wait_for("#chart-lead svg");
    let shift: f64 = page.eval_as(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const e of \
         list.getEntries()) if (!e.hadRecentInput) sum += e.value; }).observe({type: 'layout-shift', \
         buffered: true}); setTimeout(() => done(sum), 500); })",
    );
    assert!(shift < 0.001, "the layout shifted by {shift}");
}

#[test]
fn what_is_typed_stays_text() {
    let canary = "<img src=x onerror=window.pwned=1>";
    let page = arrive_as(canary, canary, "#/ledger?task=3");
    page.mark("推进中");
    page.type_into(".report textarea", canary);
    let (name, file) = page.export();
    let other = arrive("#/ledger?task=3");
    other.receive(&name, &file);
    other.click_text("#preview button", "导入这些内容");
    other.wait_for_text(".log", canary);
    for page in [&page, &other] {
        assert_eq!(page.eval("window.pwned === undefined && !document.querySelector('img')"), true);
        page.console_is_clean();
    }
}

#[test]
fn paper_has_the_list_and_no_tools() {
    let page = arrive("#/ledger");
    page.browser.emulate("print", &[]);
    page.wait_until("the tools are gone", |page| page.count_shown(".head-tools, .filters") == 0);
    assert_eq!(page.count_shown("a.row"), 48);
}
