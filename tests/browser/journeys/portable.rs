//! The page as one file: opened from a folder, without a host.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use policy_ledger::exchange::archive::{Capacity, unpack};
use tempfile::TempDir;

use crate::browser::Screen;
use crate::page::Page;
use crate::site::built;
use crate::visitor::arrive;

const NAME: &str = "台账.html";

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

fn portable() -> PathBuf {
    built("dist/台账.html", "make build")
}

/// A copy in a folder of its own.
fn copy() -> (TempDir, String) {
    let folder = TempDir::with_prefix("policy-ledger-copy-").unwrap();
    let file = folder.path().join(NAME);
    fs::copy(portable(), &file).unwrap();
    (folder, address(&file))
}

fn address(file: &Path) -> String {
    format!("file://{}", file.display())
}

/// A browser that has just opened this file, and nothing else before.
#[track_caller]
fn open(address: &str) -> Page {
    let page = Page::blank(Screen::DESK);
    page.go_to(address);
    page.click_text("#welcome button", "跳过");
    page.wait_gone("#welcome[open]");
    // A new profile of Chromium may lose what a file stores in its first second.
    thread::sleep(Duration::from_secs(1));
    page
}

/// The address without what a browser escapes in it.
fn plain(url: &str) -> String {
    percent_encoding::percent_decode_str(url).decode_utf8().unwrap().into_owned()
}

#[test]
fn is_edited_and_keeps_it() {
    let (_folder, file) = copy();
    let page = open(&file);
    page.wait_for_text(".foot", "离线版");
    page.wait_for_text(".banner", "这里还没有台账数据");
    page.is_accessible();
    page.open_task(1);
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.wait_gone(".banner");
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        page.wait_gone(".coming");
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
    let (_folder, file) = copy();
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
    let ((_first, first), (_second, second)) = (copy(), copy());
    let page = open(&first);
    page.open_task(1);
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.visit(&second);
    page.go("#/ledger");
    if page.browser.engine.keeps_files_apart() {
        page.click_text("#welcome button", "跳过");
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

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(NAME);
    fs::write(&path, file).unwrap();
    page.visit(&address(&path));
    page.click_text("#welcome button", "跳过");
    page.wait_for_text(".banner", "再到这里「导入」");
    page.receive(&name, &export);
    page.accept();
    page.wait_gone(".banner");
    page.go("#/ledger");
    page.wait_for_row(1, "underway", 0);
    page.console_is_clean();
}

#[test]
fn the_demonstration_is_kept_apart_here_too() {
    let (_folder, file) = copy();
    let page = open(&format!("{file}?demo"));
    page.wait_for_text(".banner", "演示");
    page.wait_for("#square-1[data-status=signed-off]");
    page.click_text(".banner a", "离开演示");
    page.wait_for_text(".banner", "这里还没有台账数据");
    page.console_is_clean();
}

#[test]
fn a_copy_that_was_cut_off_says_so() {
    let whole = fs::read(portable()).unwrap();
    let page = Page::blank(Screen::DESK);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(NAME);
    for percent in [10, 50, 90, 99] {
        fs::write(&file, &whole[..whole.len() * percent / 100]).unwrap();
        page.go_to(&address(&file));
        page.wait_for_text("#no-host", "这个文件不完整");
        assert_eq!(page.count_shown("#opening, #main"), 0);
    }
}

#[test]
fn is_small_and_in_the_archive() {
    let file = fs::read(portable()).unwrap();
    assert!(file.len() <= 1_200_000, "{} bytes", file.len());
    let archive = fs::read(built("dist/台账.zip", "make build")).unwrap();
    let entries = unpack(&archive, Capacity::FILE, |_| None).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].0, NAME);
    assert!(entries[0].1.as_ref().unwrap() == &file, "another file is in the archive");
}
