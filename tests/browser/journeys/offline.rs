//! The page kept on the machine: it opens without a network, and changes for a new build when a person says so.

use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::browser::Screen;
use crate::page::Page;
use crate::release::Host;
use crate::visitor::{KEY, arrive};

/// Whether the page shown is of the build after this one.
const NEXT: &str = "document.documentElement.dataset.build === 'next'";

/// The page of a host that can be updated, kept on this machine.
fn arrive_at(host: &Host, hash: &str) -> Page {
    let page = Page::on(host.site(), Screen::DESK);
    page.load(hash);
    page.skip_question();
    wait_until_kept(&page);
    page
}

/// Whether the browser fetches no new build, and has none that waits.
const AT_REST: &str = "navigator.serviceWorker.getRegistration()\
                       .then(({ installing, waiting }) => !installing && !waiting)";

#[track_caller]
fn wait_until_kept(page: &Page) {
    page.wait_until("the page is kept", |page| page.count("html[data-kept]") == 1);
}

/// Opens the page once more; a driver's way of reloading may pass by what is kept.
#[track_caller]
fn revisit(page: &Page) {
    page.load(&page.hash());
}

/// Waits until the page has nothing to do: Firefox stops a script that runs when the page is left, and says so in the
/// console.
fn rest(page: &Page) {
    page.eval("new Promise(done => (window.requestIdleCallback ?? setTimeout)(() => done(true)))");
}

/// Opens the page once more, which makes the browser ask the host for news, and waits until it is told of.
#[track_caller]
fn wait_for_news(page: &Page) {
    revisit(page);
    page.wait_for_text(".banner", "新版本可用");
    assert_eq!(page.eval(NEXT), false, "nobody asked for it");
}

#[track_caller]
fn switch(page: &Page) {
    page.click_text(".banner button", "立即更新");
    page.wait_until("the other build", |page| {
        page.count(".banner") == 0 && page.count("#main") == 1
    });
}

#[test]
fn once_opened_the_page_needs_no_network() {
    let page = arrive("#/overview");
    wait_until_kept(&page);
    page.site.cut_off(true);
    page.forget();
    revisit(&page);
    page.open_task(1);
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    for hash in ["#/table", "#/timeline", "#/periods", "#/rollup", "#/source", "#/settings"] {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
    }
    page.wait_for_text(".settings .kept", "断网时照常打开");
    let (_, export) = page.export();
    assert!(String::from_utf8(export).unwrap().contains("推进中"));
    rest(&page);
    page.load("index.html?demo#/overview");
    page.wait_for_text(".banner", "演示");
    rest(&page);
    page.load("#/ledger");
    page.wait_for_row(1, "underway", 0);
    page.console_is_clean();
    page.go_to(&page.site.url("licences.txt"));
    page.wait_for_text("body", "Permission is hereby granted");
}

#[test]
fn each_file_is_asked_for_once() {
    let page = arrive("#/overview");
    wait_until_kept(&page);
    let kind = |name: String| {
        let stem = name.split(['-', '.']).next().unwrap();
        format!("{stem}.{}", name.rsplit('.').next().unwrap())
    };
    // Of these the browser takes a look of its own, whenever it likes.
    let is_small = |name: &String| name.starts_with("icon.") || name.starts_with("manifest.");
    let served = page.site.served_now().into_iter().map(kind);
    let mut served: Vec<_> = served.filter(|name| !is_small(name)).collect();
    served.sort();
    let once = ["index.html", "later.wasm", "licences.txt", "policy.js", "policy.wasm", "sw.js"];
    assert_eq!(served, once);
}

#[test]
fn once_kept_the_page_asks_only_whether_there_is_news() {
    let page = arrive("#/overview");
    wait_until_kept(&page);
    page.site.served_now();
    for visit in 1..=2 {
        revisit(&page);
        page.open_task(1);
        page.mark("推进中");
        page.wait_for_row(1, "underway", 0);
        page.wait_until("the browser looks for news", |page| {
            let looks = page.site.served().iter().filter(|file| file.ends_with("sw.js")).count();
            looks > visit
        });
    }
    let served = page.site.served_now();
    assert!(served.iter().all(|name| name == "sw.js"), "{served:?}");
    page.console_is_clean();
}

#[test]
fn a_new_build_waits_for_a_yes_and_no_work_is_lost() {
    let host = Host::new();
    let page = arrive_at(&host, "#/ledger?task=1");
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.open_tab(Screen::DESK, "#/overview");
    let later = host.later();
    host.update();
    page.forget();
    page.switch_tab(0);
    page.site.served_now();
    wait_for_news(&page);
    let served = page.site.served_now();
    assert!(!served.iter().any(|name| name.ends_with("_bg.wasm")), "kept already: {served:?}");
    page.is_accessible();
    // Half a sentence, with the cursor still in it.
    page.type_into(".report textarea", "正在起草");
    switch(&page);
    assert_eq!(page.eval(NEXT), true);
    page.wait_for_row(1, "underway", 0);
    assert_eq!(page.value(".report textarea"), "正在起草");
    assert!(page.stored_ledger(KEY).unwrap().contains("正在起草"));
    page.console_is_clean();

    // The other window is of the build before, still has its files, and works on.
    page.switch_tab(1);
    page.wait_for_text(".banner", "新版本可用");
    assert_eq!(page.eval(NEXT), false);
    let fetched = format!("fetch({}).then(answer => answer.status)", json!(later));
    assert_eq!(page.eval(&fetched), 200);
    page.open_task(2);
    page.mark("受阻");
    page.wait_for_row(2, "stuck", 0);
    page.wait_for_row(1, "underway", 0);
    switch(&page);
    assert_eq!(page.eval(NEXT), true);
    page.wait_for_row(2, "stuck", 0);
    page.site.cut_off(true);
    revisit(&page);
    assert_eq!(page.eval(NEXT), true);
    page.wait_for_row(2, "stuck", 0);
    page.console_is_clean();
}

#[test]
fn a_build_that_is_not_whole_takes_no_place() {
    let host = Host::new();
    let page = arrive_at(&host, "#/ledger?task=1");
    host.update();
    page.forget();
    let begun = page.site.served().len();
    page.site.replace("later-nextnextnextnext.wasm", Some(b"<!doctype html>404"));
    revisit(&page);
    let has_tried = |page: &Page, times: usize| {
        let served = &page.site.served()[begun..];
        let is_later = |file: &&std::path::PathBuf| file.ends_with("later-nextnextnextnext.wasm");
        served.iter().filter(is_later).count() >= times && page.eval(AT_REST) == true
    };
    page.wait_until("the browser has tried", |page| has_tried(page, 2));
    page.open_task(2);
    page.mark("受阻");
    page.wait_for_row(2, "stuck", 0);
    revisit(&page);
    assert_eq!(page.eval(NEXT), false);
    assert_eq!(page.count(".banner"), 0);
    // While it tries it fills a place, and asks for no further news.
    page.wait_until("the browser has tried again", |page| has_tried(page, 3));
    let caches: Vec<String> = page.eval_as("caches.keys()");
    assert_eq!(caches.len(), 1, "{caches:?}");
    page.site.restore("later-nextnextnextnext.wasm");
    // A try that has begun by now may fail as the others did; then there is another when the page is opened again. But
    // while one is under way nobody leaves: with no window open, the new build would take its place unasked.
    page.wait_until("news of what is whole", |page| {
        let is_told = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(50));
            page.count(".banner") == 1
        });
        if !is_told && page.eval(AT_REST) == true {
            revisit(page);
        }
        is_told
    });
    assert_eq!(page.eval(NEXT), false);
    switch(&page);
    assert_eq!(page.eval(NEXT), true);
    page.wait_for_row(2, "stuck", 0);
    let caches: Vec<String> = page.eval_as("caches.keys()");
    assert_eq!(caches.len(), 1, "{caches:?}");
}

#[test]
fn a_build_that_does_not_start_makes_way_by_itself() {
    let host = Host::new();
    host.break_down();
    let page = Page::on(host.site(), Screen::DESK);
    page.go_to(&page.site.url(""));
    page.wait_for_text("#incomplete", "页面文件不完整");
    wait_until_kept(&page);
    host.go_back();
    page.forget();
    page.go_to(&page.site.url(""));
    page.wait_until("the build that does", |page| page.count("#main") == 1);
    assert_eq!(page.eval(NEXT), false);
}

#[test]
fn where_work_is_not_stored_it_is_said_before_the_switch() {
    let host = Host::new();
    let page = arrive_at(&host, "#/ledger?task=1");
    host.update();
    wait_for_news(&page);
    page.fill_storage();
    page.mark("受阻");
    page.wait_for_text(".banner.alarm", "尚未保存");
    page.wait_for_text(".banner", "有修改尚未保存，更新后将丢失：请先导出");
    page.is_accessible();
    page.click_text(".banner button", "导出后更新");
    page.wait_until("the other build", |page| page.eval(NEXT) == true);
}

#[test]
fn r6_an_older_build_leaves_what_a_newer_one_stored_alone() {
    let host = Host::new();
    host.update();
    let page = arrive_at(&host, "#/ledger?task=1");
    assert_eq!(page.eval(NEXT), true);
    let newer =
        include_str!("../../data/ledger-v1.json").replacen("\"version\": 1", "\"version\": 9", 1);
    host.go_back();
    page.forget();
    revisit(&page);
    page.wait_for_text(".banner", "新版本可用");
    page.store(KEY, &newer);
    page.click_text(".banner button", "立即更新");
    page.wait_until("the build before", |page| page.eval(NEXT) == false);
    page.wait_for_text(".banner", "更新的版本");
    page.wait_for_row(13, "underway", 60);
    page.mark("推进中");
    page.wait_for_text(".banner.alarm", "尚未保存");
    assert_eq!(page.stored(KEY), Some(newer));
}
