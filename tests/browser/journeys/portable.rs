//! The page as one file: opened from a folder, without a host.

use std::fs;

use policy_ledger::inbox::archive::{Capacity, unpack};

use crate::browser::Screen;
use crate::copy::{Copy, NAME, portable};
use crate::page::Page;
use crate::site::built;
use crate::visitor::{arrive, arrive_on_disk};

const SCREENS: [&str; 10] = [
    "#/overview",
    "#/ledger?task=13",
    "#/table",
    "#/timeline",
    "#/log",
    "#/periods",
    "#/rollup",
    "#/source",
    "#/source?article=9",
    "#/settings",
];

/// The address without what a browser escapes in it.
fn plain(url: &str) -> String {
    percent_encoding::percent_decode_str(url).decode_utf8().unwrap().into_owned()
}

#[test]
fn is_edited_and_keeps_it() {
    let copy = Copy::new();
    let page = arrive_on_disk(&copy.url(""));
    page.wait_for_text(".foot", "离线版");
    page.wait_for_text(".banner", "这里还没有台账数据");
    page.is_accessible();
    page.open_task(1);
    page.wait_gone(".banner", || page.mark("推进中"));
    page.wait_for_row(1, "underway", 0);
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
    }
    page.wait_for_text(".settings", "现在用的就是离线版");
    assert_eq!(page.count("a[download], .settings a[target=_blank]"), 0);
    page.click_text(".settings summary", "第三方组件许可");
    page.wait_for_text(".licences", "Permission is hereby granted");
    page.is_accessible();
    page.reload();
    page.go("#/ledger");
    page.wait_for_row(1, "underway", 0);
    page.console_is_clean();
    let (_, export) = page.export();
    assert!(String::from_utf8(export).unwrap().contains("推进中"));
    let loaded: usize = page.eval_as("performance.getEntriesByType('resource').length");
    assert_eq!(loaded, 0);
}

#[test]
fn asks_for_nothing_but_itself() {
    let copy = Copy::new();
    let file = copy.url("");
    let page = Page::blank(Screen::DESK);
    page.go_to("about:blank");
    // What the browser's own first page asked for.
    page.new_requests();
    page.go_to(&file);
    page.click_text("#welcome button", "跳过");
    page.open_task(2);
    page.mark("受阻");
    page.wait_for_row(2, "stuck", 0);
    let asked = page.new_requests();
    // Not every engine takes reading a file for a request.
    let others = asked.iter().map(|url| plain(url)).filter(|url| *url != file);
    assert_eq!(others.collect::<Vec<_>>(), Vec::<String>::new());
    assert!(page.site.served().is_empty());
}

/// Unless the browser keeps apart what files store: then the copy says that there is nothing here yet.
#[test]
fn a_copy_in_another_folder_finds_what_the_first_one_stored() {
    let (first, second) = (Copy::new(), Copy::new());
    let page = arrive_on_disk(&first.url(""));
    page.open_task(1);
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.visit(&second.url(""));
    let is_new_here = page.browser.engine.keeps_files_apart();
    if is_new_here {
        page.skip_question();
    }
    page.go("#/ledger");
    if is_new_here {
        page.wait_for_text(".banner", "这里还没有台账数据");
        page.wait_for_row(1, "not-started", 0);
    } else {
        page.wait_for_row(1, "underway", 0);
        assert_eq!(page.count_shown(".banner"), 0);
    }
    page.console_is_clean();
}

#[test]
fn r17_what_was_filled_in_on_the_site_is_brought_along() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    let (name, export) = page.export();
    page.go("#/settings");
    page.click_text(".settings a", "下载离线版");
    let (saved_as, file) = page.downloaded(".html");
    assert_eq!(saved_as, NAME);
    assert!(file == fs::read(portable()).unwrap(), "another file was downloaded");
    page.console_is_clean();

    let copy = Copy::of(NAME, &file);
    page.visit(&copy.url(""));
    page.click_text("#welcome button", "跳过");
    page.wait_for_text(".banner", "再到这里“导入”");
    page.receive(&name, &export);
    page.wait_gone(".banner", || page.accept());
    page.go("#/ledger");
    page.wait_for_row(1, "underway", 0);
    page.console_is_clean();
}

/// The file itself goes to another folder, with what was filled in, and what is saved of it to someone else.
#[test]
fn r17_a_page_that_is_moved_says_where_its_data_is_and_what_it_saved_brings_it() {
    let copy = Copy::new();
    let page = arrive_on_disk(&copy.url("#/ledger?task=1"));
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.reload();
    page.wait_for_row(1, "underway", 0);
    let (name, saved) = page.save_page("带数据的网页");

    let copy = copy.moved();
    page.visit(&copy.url("#/ledger"));
    if page.browser.engine.keeps_files_apart() {
        page.skip_question();
        page.wait_for_text(".banner", "这里还没有台账数据");
        page.wait_for_text(".banner", "再到这里“导入”");
        page.wait_for_row(1, "not-started", 0);
        copy.replace(&saved);
        page.visit(&copy.url("#/ledger"));
        page.wait_for_text(".toast", "已打开文件带来的台账");
    }
    page.wait_for_row(1, "underway", 0);
    assert_eq!(page.count_shown(".banner"), 0);

    let saved = Copy::of(&name, &saved);
    let other = arrive_on_disk(&saved.url("#/ledger?task=2"));
    other.wait_for_row(1, "underway", 0);
    other.mark("受阻");
    other.wait_for_row(2, "stuck", 0);
    let (name, export) = other.export();
    other.console_is_clean();
    page.open_task(3);
    page.mark("推进中");
    page.receive(&name, &export);
    page.accept();
    for (task, status) in [(1, "underway"), (2, "stuck"), (3, "underway")] {
        page.wait_for_row(task, status, 0);
    }
    page.reload();
    page.wait_for_row(2, "stuck", 0);
    page.console_is_clean();
}

#[test]
fn the_demonstration_is_kept_apart_here_too() {
    let copy = Copy::new();
    let page = arrive_on_disk(&copy.url("?demo"));
    page.wait_for_text(".banner", "演示");
    page.wait_for("#square-1[data-status=signed-off]");
    page.click_text(".banner a", "离开演示");
    page.wait_for_text(".banner", "这里还没有台账数据");
    page.console_is_clean();
}

#[test]
fn r14_a_copy_that_was_cut_off_says_so() {
    let whole = fs::read(portable()).unwrap();
    let page = Page::blank(Screen::DESK);
    let copy = Copy::new();
    for percent in [10, 50, 90, 99] {
        copy.replace(&whole[..whole.len() * percent / 100]);
        page.go_to(&copy.url(""));
        page.wait_for_text("#no-host", "这个文件不完整");
        assert_eq!(page.count_shown("#opening, #main"), 0);
    }
}

#[test]
fn is_in_the_archive() {
    let file = fs::read(portable()).unwrap();
    let archive = fs::read(built("dist/台账.zip", "make build")).unwrap();
    let entries = unpack(&archive, Capacity::FILE, |_| None).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].0, NAME);
    assert!(entries[0].1.as_ref().unwrap() == &file, "another file is in the archive");
}
