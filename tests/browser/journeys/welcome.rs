//! The first time.

use crate::page::Page;
use crate::visitor::{arrive, arrive_as};

#[test]
fn opens_under_any_path_and_then_needs_no_network() {
    let page = arrive("#/overview");
    assert!(page.title().contains("任务台账"), "the title is {:?}", page.title());
    assert_eq!((page.count(".square"), page.count("a.row")), (48, 48));
    for hash in ["#/ledger?task=7", "#/source", "#/settings", "#/overview"] {
        page.go(hash);
    }
    page.console_is_clean();
    assert_eq!(page.requests_since_load(), Vec::<String>::new());
}

#[test]
fn asks_once_who_one_is_and_signs_what_one_does() {
    let page = arrive_as("张三", "市财政局", "#/ledger");
    assert_eq!(page.texts(".chip"), ["我牵头的", "我配合的", "我支持的"]);
    page.click_text(".chip", "我配合的");
    page.wait_for_text(".count", "6 项");
    page.open_task(4);
    page.mark("推进中");
    page.wait_for_text(".log", "张三（市财政局）");
    page.reload();
    assert_eq!(page.count("#welcome[open]"), 0);
    page.open_task(4);
    page.wait_for_text(".log", "张三（市财政局）");
}

#[test]
fn whoever_skips_the_question_works_unsigned_and_can_sign_later() {
    let page = arrive("#/ledger?task=4");
    assert_eq!(page.count(".chip"), 0);
    page.mark("推进中");
    page.wait_for_text(".log", "未署名");
    page.reload();
    assert_eq!(page.count("#welcome[open]"), 0);
    page.go("#/settings");
    page.fill(".settings label:nth-of-type(1) input", "李四");
    page.fill(".settings label:nth-of-type(2) input", "市科技局");
    page.click_text(".settings button", "保存署名");
    page.open_task(4);
    page.mark("受阻");
    page.wait_for_text(".log", "李四（市科技局）");
    page.wait_for_text(".log", "未署名");
    assert_eq!(page.count(".chip"), 3);
}

#[test]
fn escape_is_an_answer_too() {
    let page = Page::open("#/overview");
    page.wait_for("#welcome[open]");
    page.press("Escape");
    page.wait_gone("#welcome[open]");
    page.reload();
    assert_eq!(page.count("#welcome[open]"), 0);
}
