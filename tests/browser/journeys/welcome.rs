//! The first time.

use policy_ledger::format::{Limits, decode};
use policy_ledger::ledger::Status;
use policy_ledger::policy::{Policy, TaskNumber};

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{arrive, arrive_as, arrive_unkept};

#[test]
fn opens_under_any_path_and_then_needs_no_network() {
    let page = arrive("#/overview");
    assert!(page.title().contains("任务台账"), "the title is {:?}", page.title());
    assert_eq!(page.count(".square"), 48);
    page.go("#/ledger?task=7");
    page.wait_until("the list", |page| page.count_shown("a.row") == 48);
    for hash in ["#/source", "#/settings", "#/overview"] {
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
    page.wait_for_text(".count", "6项");
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
    page.mark("推进中");
    page.wait_for_text(".log", "未署名");
    assert_eq!(page.count(".chip"), 0);
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
    page.wait_gone("#welcome[open]", || page.press("Escape"));
    page.reload();
    assert_eq!(page.count("#welcome[open]"), 0);
}

#[test]
fn what_does_not_come_is_told_of_and_can_be_asked_for_again() {
    let page = arrive_unkept("#/overview");
    let mark = |task: u16, key: &str| {
        page.go("#/overview");
        page.eval(&format!("document.querySelector('#square-{task}').focus()"));
        page.press(key);
    };
    page.block(&["*later-*"]);
    mark(3, "4");
    page.wait_for_text(".toast", "没有做成");
    assert_eq!(page.attr("#square-3", "data-status").as_deref(), Some("not-started"));
    page.click_text(".head-tools button", "导出");
    page.wait_for_text("[role=alert]", "没有下载下来");
    page.go("#/source");
    page.wait_for_text("main [role=alert]", "没有下载下来");
    page.block(&[]);
    page.click_text("main button", "再试一次");
    page.wait_for_text(".printed", "附件1");
    // Once it has come, saving and exporting need no network.
    page.block(&["http*"]);
    mark(3, "4");
    page.wait_for("#square-3[data-status=done]");
    page.wait_for_text(".saved", "已保存");
    page.click_text(".head-tools button", "导出");
    page.click_text("#export button", "导出文件");
    let (_, file) = page.downloaded(".json");
    assert!(String::from_utf8(file).unwrap().contains("已完成"));
}

#[test]
fn to_look_and_to_skip_the_question_asks_for_nothing_more() {
    let page = arrive("#/overview");
    assert_eq!(page.new_requests(), Vec::<String>::new());
    assert_eq!(page.stored_keys(), ["policy-ledger:preferences"]);
    page.reload();
    page.wait_for("#square-1");
    assert_eq!(page.count("#welcome[open]"), 0, "asked once");
    assert_eq!(page.new_requests(), Vec::<String>::new());
    page.eval("document.querySelector('#square-3').focus()");
    page.press("4");
    page.wait_for("#square-3[data-status=done]");
    page.new_requests();
    page.reload();
    page.wait_for("#square-3[data-status=done]");
    assert_eq!(page.new_requests(), Vec::<String>::new(), "to look at what was saved");
}

/// A module that does nothing but stop, started as the program's own functions are: by an event. The page brings it:
/// what a driver's own script throws is not always the page's. It may have said why, as the program does.
const STOP: &str = "window.stopProgram = words => { \
    document.getElementById('why').textContent = words; \
    setTimeout(() => { throw new Error('not the program') }); \
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, \
    1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]))); \
    setTimeout(exports.f, 50); };";

/// Opens the page for the first time, with a program that [`stop`] stops, from a host without the worker, which would
/// bring the page without it.
#[track_caller]
fn arrive_to_stop(hash: &str) -> Page {
    let page = Page::blank(Screen::DESK);
    page.site.replace("sw.js", None);
    page.run_first(STOP);
    page.load(hash);
    page.skip_question();
    page
}

#[track_caller]
fn stop(page: &Page, words: &str) {
    page.eval(&format!("stopProgram('{words}')"));
    page.wait_until("it is told", |page| page.count_shown("#stopped") == 1);
}

#[test]
fn that_the_program_stopped_is_told_and_the_work_can_be_taken_along() {
    let page = arrive_to_stop("#/ledger?task=1");
    assert_eq!(page.count_shown("#stopped"), 0);
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    stop_and_rescue(&page, 1);
}

#[test]
fn of_a_large_ledger_what_was_added_last_is_taken_along_too() {
    let page = arrive_to_stop("#/ledger?task=1");
    page.bring_large_ledger();
    page.mark("受阻");
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    stop_and_rescue(&page, 20);
}

/// The program stops where task 1 is underway and so many have something in them.
#[track_caller]
fn stop_and_rescue(page: &Page, rows: usize) {
    stop(page, "panicked at 第7行");
    let year: String = page.eval_as("String(new Date().getFullYear())");
    page.wait_for_text("#saved", &format!("本机存好的修改截至{year}"));
    page.is_accessible();
    page.click("#rescue");
    let (name, ledger) = page.downloaded(".json");
    page.reload();
    assert_eq!(page.count_shown("#stopped"), 0);
    page.wait_for_row(1, "underway", 0);
    // What was taken along is a file like any other.
    assert!(name.starts_with("台账"), "{name}");
    let decoded = decode(&ledger, Policy::bundled().unwrap(), Limits::FILE).unwrap();
    assert_eq!(decoded.ledger.entry(TaskNumber(1)).status(), Status::Underway);
    assert_eq!(decoded.ledger.rows().count(), rows);
}

#[test]
fn where_nothing_is_saved_nothing_is_said_of_it() {
    let page = arrive_to_stop("#/overview");
    stop(&page, "panicked at 第7行");
    assert_eq!(page.count_shown("#saved"), 0);
}

#[test]
fn what_stopped_the_program_can_be_read_and_copied() {
    let page = arrive_to_stop("#/overview");
    stop(&page, "");
    assert_eq!(page.count_shown("#why"), 0, "only for whoever asks");
    page.click("#stopped summary");
    page.wait_for("#why");
    assert!(!page.text("#why").trim().is_empty());
    page.click("#copy-why");
    let chosen: String = page.eval_as("getSelection().toString().trim()");
    assert_eq!(chosen, page.text("#why").trim());
    page.is_accessible();
}

const UNIT: &str = "#welcome label:nth-of-type(2) input";

#[test]
fn a32_a_unit_is_known_by_any_spelling() {
    let page = Page::open("#/ledger");
    page.wait_for("#welcome[open]");
    page.fill(UNIT, "广州市财政局　");
    page.eval("document.activeElement.blur()");
    page.wait_for_text("#unit-meant", "即“市财政局”");
    page.wait_gone("#welcome[open]", || page.click_text("#welcome button", "开始使用"));
    assert_eq!(page.texts(".chip"), ["我牵头的", "我配合的", "我支持的"]);
    page.click_text(".chip", "我配合的");
    page.wait_for_text(".count", "6项");
}

#[test]
fn a32_an_unknown_unit_is_told_of_where_it_is_typed_and_what_it_is_stays_known() {
    let page = Page::open("#/ledger");
    page.wait_for("#welcome[open]");
    page.fill(UNIT, "市财局");
    page.click_text("#welcome button", "开始使用");
    page.wait_for_text("#unit-meant", "没有“市财局”");
    assert_eq!(page.count("#welcome[open]"), 1, "it is told before it is signed with");
    page.is_accessible();
    page.click_text("#unit-meant button", "市财政局");
    page.wait_until("it is that unit", |page| page.value(UNIT) == "市财政局");
    page.wait_gone("#welcome[open]", || page.click_text("#welcome button", "开始使用"));
    assert_eq!(page.count(".chip"), 3);
    // From then on it is known everywhere on this machine.
    page.load("#/ledger?unit=市财局");
    page.wait_for_text(".count", "6项");
    page.go("#/settings");
    page.wait_for_text(".settings summary", "已认定的单位名称（1）");
    page.click_text(".settings summary", "已认定的单位名称");
    page.wait_to_become(
        "it is forgotten",
        |page| !page.text(".settings").contains("已认定的单位名称"),
        || page.click_text(".settings details button", "删除"),
    );
    // Who insists on a name may sign with it.
    page.fill(".settings label:nth-of-type(2) input", "某协会");
    page.click_text(".settings button", "保存署名");
    page.wait_for_text(".settings [role=status]", "没有“某协会”");
    page.click_text(".settings button", "保存署名");
    page.wait_for_text(".toast", "已保存署名");
}

#[test]
fn a18_a_name_that_no_file_has_room_for_is_told_of_and_stays() {
    let page = Page::open("#/overview");
    let name = "#welcome label:nth-of-type(1) input";
    page.fill(name, &"张".repeat(41));
    page.wait_for_text("#welcome .refusal", "姓名最多40字，现有41字，请改短一些。");
    page.click_text("#welcome button", "开始使用");
    assert_eq!(page.count_shown("#welcome[open]"), 1);
    assert_eq!(page.value(name), "张".repeat(41), "nothing is cut");
    page.wait_gone("#welcome .refusal", || page.fill(name, &"张".repeat(40)));
    page.wait_gone("#welcome[open]", || page.click_text("#welcome button", "开始使用"));
}
