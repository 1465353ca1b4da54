//! Working without a mouse.

use serde_json::json;

use crate::page::Page;
use crate::visitor::{arrive, arrive_unkept};

/// Takes the focus away from everything.
fn let_go(page: &Page) {
    page.eval("document.activeElement.blur()");
}

#[track_caller]
fn wait_for_focus(page: &Page, id: &str) {
    page.wait_until(&format!("the focus on {id}"), |page| page.focused() == id);
}

#[test]
fn a_list_is_worked_through_by_keys() {
    let page = arrive("#/overview");
    page.press("/");
    wait_for_focus(&page, "search");
    let_go(&page);
    for (key, row) in [("j", 1), ("j", 2), ("j", 3), ("k", 2)] {
        page.press(key);
        wait_for_focus(&page, &format!("row-{row}"));
    }
    for (key, status) in [("2", "underway"), ("3", "stuck"), ("5", "signed-off"), ("4", "done")] {
        page.press(key);
        page.wait_until(status, |page| page.row_status(2) == status);
    }
    page.press("Ctrl+z");
    page.press("Ctrl+z");
    page.wait_for_row(2, "stuck", 0);
    page.press("Enter");
    page.wait_for_text("#detail-title", "第2项");
    page.press("4");
    page.wait_for_row(2, "done", 100);
    page.press("Ctrl+z");
    page.wait_for_row(2, "stuck", 0);
    page.press("Ctrl+y");
    page.wait_for_row(2, "done", 100);
    page.press("Ctrl+z");
    page.press("Ctrl+Shift+z");
    page.wait_for_row(2, "done", 100);
    page.wait_gone("#detail-title", || page.press("Escape"));
    wait_for_focus(&page, "row-2");
    page.press("1");
    assert!(page.dialog("question").contains("完成率改为0%"));
    page.press("4");
    page.wait_gone("#question[open]", || page.press("Escape"));
    page.wait_for_row(2, "done", 100);
}

#[test]
fn a01_caps_lock_layouts_and_input_methods_make_no_difference() {
    let page = arrive("#/ledger?task=7");
    page.mark("推进中");
    page.wait_for_row(7, "underway", 0);
    let_go(&page);
    // Caps Lock.
    assert!(!page.press_as(&json!({ "key": "Z", "code": "KeyZ", "ctrlKey": true })));
    page.wait_for_row(7, "not-started", 0);
    assert!(!page.press_as(&json!({ "key": "Y", "code": "KeyY", "ctrlKey": true })));
    page.wait_for_row(7, "underway", 0);
    // Another alphabet, and an input method that takes the key.
    assert!(!page.press_as(&json!({ "key": "я", "code": "KeyZ", "ctrlKey": true })));
    page.wait_for_row(7, "not-started", 0);
    assert!(
        !page.press_as(&json!({ "key": "z", "code": "KeyZ", "ctrlKey": true, "shiftKey": true }))
    );
    page.wait_for_row(7, "underway", 0);
    assert!(!page.press_as(&json!({ "key": "Process", "code": "Digit3" })));
    page.wait_for_row(7, "stuck", 0);
    assert!(!page.press_as(&json!({ "key": "１", "code": "Digit1" })));
    page.wait_for_row(7, "not-started", 0);
}

#[test]
fn a01_single_keys_and_saving_with_caps_lock() {
    let page = arrive("#/ledger");
    let_go(&page);
    for (key, row) in [("J", 1), ("J", 2), ("K", 1)] {
        assert!(!page.press_as(&json!({ "key": key, "code": format!("Key{key}") })));
        wait_for_focus(&page, &format!("row-{row}"));
    }
    // With Shift it is another key.
    assert!(page.press_as(&json!({ "key": "J", "code": "KeyJ", "shiftKey": true })));
    assert!(!page.press_as(&json!({ "key": "E", "code": "KeyE" })));
    wait_for_focus(&page, "progress-1");
    // Held down, it types nothing into what it opened.
    assert!(!page.press_as(&json!({ "key": "E", "code": "KeyE", "repeat": true })));
    assert!(page.press_as(&json!({ "key": "E", "code": "KeyE" })), "a letter of the text");
    assert!(!page.press_as(&json!({ "key": "S", "code": "KeyS", "ctrlKey": true })));
    page.wait_for("#export[open]");
    page.wait_gone("#export[open]", || page.press("Escape"));
    let_go(&page);
    assert!(!page.press_as(&json!({ "key": "、", "code": "Slash" })));
    wait_for_focus(&page, "search");
}

#[test]
fn f25_keys_act_on_the_task_that_is_open() {
    let page = arrive("#/ledger");
    let_go(&page);
    page.press("j");
    wait_for_focus(&page, "row-1");
    page.press("Enter");
    page.wait_for_text("#detail-title", "第1项");
    wait_for_focus(&page, "detail-title");
    page.press("2");
    page.wait_until("the open task", |page| page.row_status(1) == "underway");
    // Another row has the focus, as after Tab or a look at the list.
    page.eval("document.querySelector('#row-5').focus()");
    page.press("3");
    page.wait_until("the open task", |page| page.row_status(1) == "stuck");
    assert_eq!(page.row_status(5), "not-started");
    page.press("=");
    page.wait_for_text(".toast", "第1项与上期一致");
    page.press("e");
    wait_for_focus(&page, "progress-1");
    page.wait_gone("#detail-title", || {
        page.press("Escape");
        wait_for_focus(&page, "row-1");
    });
    page.press("Enter");
    wait_for_focus(&page, "detail-title");
    // From other screens.
    page.go("#/overview");
    page.wait_for("#square-7");
    page.eval("document.querySelector('#square-7').focus()");
    page.press("Enter");
    page.wait_for_text("#detail-title", "第7项");
    wait_for_focus(&page, "detail-title");
    page.press("4");
    page.wait_until("the open task", |page| page.row_status(7) == "done");
}

#[test]
fn squares_are_reached_by_tab_and_marked() {
    let page = arrive("#/overview");
    let mut presses = 0;
    while !page.focused().starts_with("square-") {
        page.press("Tab");
        presses += 1;
        assert!(presses < 30, "no square within reach");
    }
    assert_eq!(page.focused(), "square-1");
    page.press("3");
    page.wait_for_text(".total-parts", "受阻 1");
    // All squares are one stop of Tab.
    page.press("Right");
    page.press("4");
    page.wait_for_text(".total h1", "已完成 1");
    assert_eq!(page.attr("#square-2", "data-status").as_deref(), Some("done"));
    page.press("Enter");
    page.wait_for_text("#detail-title", "第2项");
}

#[test]
fn keys_mark_nothing_a_person_has_left() {
    let page = arrive("#/ledger?task=13");
    let_go(&page);
    page.press("j");
    wait_for_focus(&page, "row-14");
    page.click("#detail-title");
    page.press("3");
    page.wait_until("the open task is meant", |page| page.row_status(13) == "stuck");
    page.go("#/settings");
    page.wait_for(".settings");
    page.press("4");
    page.go("#/overview");
    page.wait_for(".overview");
    page.press("4");
    assert_eq!((page.row_status(13), page.row_status(14)), ("stuck".into(), "not-started".into()));
}

#[test]
fn keys_pressed_before_the_list_is_there_count_from_the_open_task() {
    let page = arrive_unkept("#/overview");
    page.block(&["*later-*"]);
    page.load("#/ledger?task=13");
    page.wait_for_text("main [role=alert]", "没有下载下来");
    page.press("j");
    page.block(&[]);
    page.click_text("main button", "再试一次");
    wait_for_focus(&page, "row-14");
}

#[test]
fn keys_are_text_where_text_is_typed() {
    let page = arrive("#/ledger?task=5");
    page.click(".report textarea");
    for key in ["5", "j", "/", "?"] {
        page.press(key);
    }
    page.wait_until("keys are text here", |page| page.value(".report textarea") == "5j/?");
    assert_eq!(page.row_status(5), "not-started");
    assert_eq!(page.count("#help[open]"), 0);
    page.click("#search");
    page.press("4");
    page.wait_for_tasks(&[4]);
    assert_eq!(page.row_status(5), "not-started");
}

#[test]
fn a_control_without_an_undo_of_its_own_leaves_it_to_the_page() {
    let page = arrive("#/ledger?task=5");
    page.click(".statuses [data-status=underway]");
    page.eval("document.querySelector('#percent-slider').focus()");
    page.press("End");
    page.wait_for_row(5, "underway", 100);
    page.press("Ctrl+z");
    page.wait_for_row(5, "underway", 0);
    assert_eq!(page.value("#percent-slider"), "0");
}

#[test]
fn the_keys_are_explained_and_can_be_turned_off() {
    let page = arrive("#/overview");
    page.press("?");
    let help = page.dialog("help");
    for words in ["搜索任务", "撤销", "当前任务设为“已完成”"] {
        assert!(help.contains(words), "{help}");
    }
    page.wait_gone("#help[open]", || page.press("Escape"));
    page.go("#/settings");
    page.click_text(".settings .check", "单键快捷键");
    let_go(&page);
    for key in ["?", "/", "j"] {
        page.press(key);
    }
    assert_eq!((page.count("#help[open]"), page.hash()), (0, "#/settings".to_owned()));
    page.open_task(3);
    page.press("4");
    page.mark("受阻");
    page.wait_for_row(3, "stuck", 0);
    page.press("Ctrl+z");
    page.wait_for_row(3, "not-started", 0);
    page.reload();
    page.press("?");
    assert_eq!(page.count("#help[open]"), 0, "the choice stays");
}

#[test]
fn every_step_since_the_page_was_opened_can_be_taken_back() {
    let page = arrive("#/ledger?task=1");
    for (task, status) in [(1, "推进中"), (2, "受阻"), (3, "已完成")] {
        page.open_task(task);
        page.mark(status);
    }
    page.go("#/log");
    page.click_text("summary", "本次操作");
    page.wait_until("three steps", |page| page.count_shown(".steps li") == 3);
    page.click_text(".steps button", "撤销到这一步之前：第2项");
    page.wait_until("two to do again", |page| page.count_shown(".steps .undone") == 2);
    page.go("#/ledger");
    for (task, status) in [(1, "underway"), (2, "not-started"), (3, "not-started")] {
        page.wait_until("taken back", |page| page.row_status(task) == status);
    }
    page.go("#/log");
    page.wait_gone(".steps .undone", || page.click_text(".steps button", "重做到这一步：第3项"));
    page.go("#/ledger");
    page.wait_until("done again", |page| page.row_status(3) == "done");
}

/// A month's report of one district from nothing, by keys alone: who one is, which tasks, a status and some words
/// for each, and the file. At two keys a second it takes well under ten minutes.
#[test]
fn a_month_is_reported_without_a_mouse() {
    const WORDS: &str = "本月已印发实施方案";
    let page = Page::open("#/overview");
    let mut keys = 0;
    let mut press = |page: &Page, pressed: &str| {
        keys += 1;
        page.press(pressed);
    };
    page.wait_for("#welcome[open]");
    let write = |page: &Page, words: &str| {
        let focused = page.browser.run("what has the focus", page.driver().active_element());
        page.browser.run("write", focused.send_keys(words));
        words.chars().count()
    };
    let mut typed = write(&page, "王芳");
    press(&page, "Tab");
    typed += write(&page, "白云区政府");
    page.wait_gone("#welcome[open]", || {
        press(&page, "Enter");
        if page.count("#welcome[open]") > 0 {
            // WebKit takes the first one to close the list of units.
            press(&page, "Enter");
        }
    });
    // No person is so quick that the field they leave still has the focus.
    page.wait_until("the page", |page| page.eval_as("document.activeElement === document.body"));
    press(&page, "/");
    page.wait_until("the search", |page| page.focused() == "search");
    typed += write(&page, "白云区政府");
    page.wait_until("its tasks", |page| (1..20).contains(&page.listed().len()));
    let tasks = page.listed();
    press(&page, "Enter");
    for (nth, task) in tasks.iter().enumerate() {
        if nth > 0 {
            press(&page, "j");
        }
        wait_for_focus(&page, &format!("row-{task}"));
        press(&page, "2");
        press(&page, "e");
        wait_for_focus(&page, &format!("progress-{task}"));
        typed += write(&page, WORDS);
        // Words are taken over where one leaves; Escape in their field would bring back what stood there.
        press(&page, "Tab");
        press(&page, "Escape");
        wait_for_focus(&page, &format!("row-{task}"));
    }
    press(&page, "Ctrl+s");
    page.wait_for("#export[open]");
    while !page.eval_as::<bool>("document.activeElement.matches('#export .actions .primary')") {
        press(&page, "Tab");
    }
    press(&page, "Enter");
    let (name, file) = page.downloaded(".json");
    assert!(name.starts_with("台账_白云区政府_"), "{name}");
    let file: serde_json::Value = serde_json::from_slice(&file).unwrap();
    for task in &tasks {
        let row = &file["tasks"][task.to_string()];
        assert_eq!(row["status"][0]["value"], "推进中");
        assert_eq!(row["progress"][0]["value"], WORDS);
    }
    assert!(keys + typed < 10 * 60 * 2, "{keys} keys and {typed} characters");
}
