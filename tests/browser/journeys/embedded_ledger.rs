//! The page saved with the ledger in it: to be worked on elsewhere, or only to be read.

use crate::browser::Screen;
use crate::copy::Copy;
use crate::page::Page;
use crate::visitor::{arrive, arrive_as, arrive_on_disk};

const HOSTILE: &str = "</script><img src=x onerror=window.pwned=1><!--";

/// The file on disk, opened in a browser that has been nowhere.
#[track_caller]
fn open(name: &str, content: &[u8]) -> (Page, Copy) {
    let (page, copy) = (Page::blank(Screen::DESK), Copy::of(name, content));
    page.go_to(&copy.url(""));
    page.wait_for("#main");
    (page, copy)
}

/// The same, with the first question skipped.
#[track_caller]
fn elsewhere(name: &str, content: &[u8]) -> (Page, Copy) {
    let (page, copy) = open(name, content);
    page.skip_question();
    (page, copy)
}

#[test]
fn a_working_copy_is_worked_on_elsewhere_and_comes_back() {
    let home = arrive_as("张三", "市财政局", "#/ledger?task=1");
    home.mark("推进中");
    home.wait_for_row(1, "underway", 0);
    let (name, file) = home.save_page("带数据的网页");
    assert!(name.starts_with("台账_市财政局_") && name.ends_with("_带数据.html"), "{name}");

    let (away, _copy) = elsewhere(&name, &file);
    away.go("#/ledger");
    away.wait_for_row(1, "underway", 0);
    away.open_task(1);
    away.show_origins();
    away.wait_for_text(".origins td", "“随网页带来（张三（市财政局）");
    away.open_task(2);
    away.mark("受阻");
    away.wait_for_row(2, "stuck", 0);
    // It is here from now on, whatever becomes of the file.
    away.reload();
    away.go("#/ledger");
    away.wait_for_row(2, "stuck", 0);
    assert_eq!(away.count("#preview[open]"), 0, "what is known already is not asked about");
    // Saved again, from the page that came as a file, it holds what was done in both places, and once.
    let (again, copy) = away.save_page("带数据的网页");
    let text = String::from_utf8(copy.clone()).unwrap();
    assert_eq!(text.matches("id=\"carried\"").count(), 1);
    let (third, _other) = elsewhere(&again, &copy);
    third.go("#/ledger");
    third.wait_for_row(1, "underway", 0);
    third.wait_for_row(2, "stuck", 0);
    third.console_is_clean();

    let (data, export) = away.export();
    away.console_is_clean();
    home.receive(&data, &export);
    home.accept();
    home.go("#/ledger");
    home.wait_for_row(2, "stuck", 0);
    home.console_is_clean();
}

#[test]
fn where_there_is_work_already_it_is_shown_first() {
    let home = arrive("#/ledger?task=1");
    home.mark("推进中");
    home.wait_for_row(1, "underway", 0);
    let (_, file) = home.save_page("带数据的网页");
    let copy = Copy::new();
    let blank = arrive_on_disk(&copy.url(""));
    blank.open_task(3);
    blank.mark("受阻");
    blank.wait_for_row(3, "stuck", 0);
    // In the place of the other: some browsers keep apart what files store.
    copy.replace(&file);
    blank.visit(&copy.url(""));
    blank.wait_for_text("#preview", "随网页带来");
    blank.accept();
    blank.go("#/ledger");
    blank.wait_for_row(1, "underway", 0);
    blank.wait_for_row(3, "stuck", 0);
    blank.console_is_clean();
}

#[test]
fn a_report_is_read_and_nothing_else() {
    let home = arrive_as("张三", "市财政局", "#/ledger?task=1");
    home.mark("推进中");
    home.type_into(".report textarea", HOSTILE);
    home.wait_for_row(1, "underway", 0);
    let (name, file) = home.save_page("只读网页");
    assert!(name.ends_with("_只读.html"), "{name}");
    // It stands still at the day it was saved.
    let text = String::from_utf8(file).unwrap();
    let (before, rest) = text.split_once(" data-at=\"").unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    let file = format!("{before} data-at=\"2021-10-31T08:00:00.000Z 480\"{after}");

    let (page, _copy) = open(&name, file.as_bytes());
    page.wait_for_text(".banner", "只读报告 张三（市财政局）");
    page.wait_for("#square-1[data-status=underway]");
    page.wait_for_text(".as-of", "截至 2021-10-31");
    assert_eq!(page.count_shown("#welcome, .head-tools .primary"), 0);
    page.is_accessible();
    page.eval("document.querySelector('#square-2').focus()");
    page.press("3");
    for hash in ["#/ledger?task=1", "#/table", "#/timeline", "#/log", "#/source", "#/overview"] {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        page.is_accessible();
    }
    page.go("#/ledger?task=1");
    page.wait_until("the text", |page| page.value(".report textarea") == HOSTILE);
    let enabled =
        "document.querySelectorAll('.report :is(input, select, textarea, button):enabled').length";
    assert_eq!(page.eval(enabled), 0);
    assert!(!page.texts(".detail summary").contains(&"来源".to_owned()), "nobody noted it here");
    page.wait_for_row(2, "not-started", 0);
    assert!(page.eval("window.pwned ?? null").is_null());
    let kept: usize = page.eval_as("localStorage.length");
    assert_eq!(kept, 0, "nothing of it is kept");
    let loaded: usize = page.eval_as("performance.getEntriesByType('resource').length");
    assert_eq!(loaded, 0);
    page.console_is_clean();
}

#[test]
fn the_report_for_others_names_nobody() {
    let home = arrive_as("张三", "市财政局", "#/ledger?task=1");
    home.mark("推进中");
    home.wait_for_row(1, "underway", 0);
    home.click_text(".head-tools button", "导出");
    home.click_text("#export label", "对外版");
    home.click_text("#export label", "只读网页");
    home.is_accessible();
    home.click_text("#export button", "导出文件");
    let (name, file) = home.downloaded(".html");
    assert!(name.contains("对外版"), "{name}");
    let text = String::from_utf8(file).unwrap();
    let (_, carried) = text.split_once("id=\"carried\"").unwrap();
    let carried = carried.split("</script>").next().unwrap();
    assert!(carried.contains("推进中"), "{carried}");
    assert!(!carried.contains("张三"), "{carried}");
}

#[test]
fn r14_a_page_that_was_cut_off_brings_nothing() {
    let home = arrive("#/ledger?task=1");
    home.mark("推进中");
    home.wait_for_row(1, "underway", 0);
    let (name, file) = home.save_page("带数据的网页");
    let text = String::from_utf8(file.clone()).unwrap();
    let ledger = text.find("id=\"carried\"").unwrap();
    let (page, copy) = (Page::blank(Screen::DESK), Copy::of(&name, b""));
    // In the program, in the ledger, and just behind it.
    for end in [ledger / 2, ledger + 200, ledger + text[ledger..].find("</script>").unwrap() + 9] {
        copy.replace(&file[..end]);
        page.go_to(&copy.url(""));
        page.wait_for_text("#no-host", "这个文件不完整");
        assert_eq!(page.stored_keys(), Vec::<String>::new(), "{end}");
    }
    copy.replace(&file);
    page.visit(&copy.url("#/ledger"));
    page.wait_for_row(1, "underway", 0);
}

/// A page whose ledger someone has spoilt: it says so until it is read, and nothing is taken in.
#[test]
fn a_ledger_that_does_not_read_is_told_of() {
    let home = arrive("#/ledger?task=1");
    home.mark("推进中");
    home.wait_for_row(1, "underway", 0);
    let spoil = |content: Vec<u8>| {
        let text = String::from_utf8(content).unwrap();
        text.replacen("\"推进中\"", "\"推进\"", 1).into_bytes()
    };
    let (name, file) = home.save_page("带数据的网页");
    let (page, _copy) = open(&name, &spoil(file));
    page.wait_for_text("#problem", "随网页带来");
    page.wait_for_text("#problem", "本机数据没有改动");
    page.click_text("#problem button", "知道了");
    page.click_text("#welcome button", "跳过");
    page.wait_for_text(".banner", "这里还没有台账数据");

    let (name, file) = home.save_page("只读网页");
    let (page, _copy) = open(&name, &spoil(file));
    page.wait_for_text(".banner", "没有打开 这份网页带来的数据读不出来");
    assert_eq!(page.count_shown(".banner button"), 0);
}

#[test]
fn what_is_made_up_becomes_nobodys_ledger() {
    let page = arrive("#/overview");
    page.load("?demo#/overview");
    page.wait_for("#square-1[data-status=signed-off]");
    page.click_text(".head-tools button", "导出");
    page.wait_for_text("#export", "只读网页");
    assert!(!page.dialog("export").contains("带数据的网页"));
    page.wait_gone("#export[open]", || page.press("Escape"));
    let (name, file) = page.save_page("只读网页");
    let (report, _copy) = open(&name, &file);
    report.wait_for_text(".banner", "只读报告 演示数据，");
}
