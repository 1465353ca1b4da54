//! Ledgers that go from one to another.

use serde_json::{Value, json};

use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_as};

/// Someone of 市财政局 who has reported on task 6, and the file they export.
fn reporter() -> (Page, String, Vec<u8>) {
    let page = arrive_as("张三", "市财政局", "#/ledger?task=6");
    page.mark("推进中");
    page.set_percent(30);
    let (name, file) = page.export();
    (page, name, file)
}

#[test]
fn an_export_is_a_file_that_says_what_it_is() {
    let (page, name, file) = reporter();
    let today = page.texts(".as-of").concat().replace("截至 ", "");
    assert_eq!(name, format!("台账_市财政局_{today}.json"));
    assert_eq!(file[0], b'{');
    let file: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(
        (&file["format"], &file["version"], &file["exported"]["by"], &file["exported"]["scope"]),
        (
            &json!("policy-ledger"),
            &json!(1),
            &json!({"name": "张三", "unit": "市财政局"}),
            &json!("all")
        )
    );
    assert_eq!(file["tasks"]["6"]["percent"][0]["value"], 30);
    page.wait_for_text(".toast", &format!("已导出“{name}”"));
    page.go("#/settings");
    page.wait_for_text(".facts", &today);
}

#[test]
fn an_import_is_previewed_and_can_be_taken_back() {
    let (_, name, file) = reporter();
    let page = arrive_as("李四", "市国资委", "#/ledger?task=7");
    page.mark("受阻");
    let before = page.stored(KEY);

    page.receive(&name, &file);
    let preview = page.dialog("preview");
    for words in [&name, "张三（市财政局）", "2处对方较新", "空", "30%", "推进中"]
    {
        assert!(preview.contains(words), "“{words}” in {preview}");
    }
    page.click_text("#preview button", "取消");
    page.wait_gone("#preview[open]");
    assert_eq!(page.row_status(6), "not-started");
    assert_eq!(page.stored(KEY), before, "looking changes nothing");

    page.receive(&name, &file);
    page.accept();
    page.wait_for_row(6, "underway", 30);
    page.wait_for_row(7, "stuck", 0);
    page.press("Ctrl+z");
    page.wait_for_row(6, "not-started", 0);
    page.press("Ctrl+y");
    page.wait_for_row(6, "underway", 30);
    page.click_text(".head-tools button", "撤销");
    page.wait_for_row(6, "not-started", 0);
    page.wait_for_row(7, "stuck", 0);
    page.reload();
    page.wait_for_row(6, "not-started", 0);

    page.receive(&name, &file);
    page.accept();
    page.open_task(6);
    page.wait_for_text(".log", "张三（市财政局）");
    page.reload();
    page.wait_for_row(6, "underway", 30);
}

#[test]
fn a_file_can_be_dropped_on_any_screen() {
    let (_, name, file) = reporter();
    let page = arrive("#/settings");
    page.eval(&format!(
        "(() => {{ const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([{}], {}));
        for (const kind of ['dragover', 'drop']) document.querySelector('main').dispatchEvent(
            new DragEvent(kind, {{ dataTransfer, bubbles: true, cancelable: true }})); }})()",
        json!(String::from_utf8(file).unwrap()),
        json!(name)
    ));
    assert!(page.dialog("preview").contains("张三（市财政局）"));
    page.accept();
    page.go("#/ledger");
    page.wait_for_row(6, "underway", 30);
}

#[test]
fn an_older_file_changes_nothing_and_is_told_so() {
    let (a, name, older) = reporter();
    a.set_percent(80);
    a.wait_for_row(6, "underway", 80);
    let before = a.stored(KEY);
    a.receive(&name, &older);
    let preview = a.dialog("preview");
    for words in ["没有本机还不知道的内容", "1处本机较新"] {
        assert!(preview.contains(words), "{preview}");
    }
    assert_eq!(a.texts("#preview button"), ["关闭"]);
    a.click_text("#preview button", "关闭");
    a.wait_gone("#preview[open]");
    assert_eq!(a.stored(KEY), before);
}

#[test]
fn where_both_changed_a_person_chooses() {
    let (a, name, common) = reporter();
    let b = arrive_as("李四", "市国资委", "#/ledger?task=6");
    b.receive(&name, &common);
    b.accept();
    // Both go on from here without knowing of each other.
    b.set_percent(50);
    b.wait_for_row(6, "underway", 50);
    a.set_percent(80);
    a.wait_for_row(6, "underway", 80);
    let (name, theirs) = a.export();
    for (choice, percent) in [("保留本机的", 50), ("采用文件的", 80)] {
        b.receive(&name, &theirs);
        let preview = b.dialog("preview");
        for words in ["双方都改过（1）", "50%", "80%", "李四（市国资委）", "张三（市财政局）"]
        {
            assert!(preview.contains(words), "“{words}” in {preview}");
        }
        b.click_text("#preview label", choice);
        b.accept();
        b.wait_for_row(6, "underway", percent);
        if percent == 50 {
            b.press("Ctrl+z");
            b.wait_for_row(6, "underway", 50);
        }
    }
    // What was settled once is settled for the other side as well.
    let (name, settled) = b.export();
    a.receive(&name, &settled);
    assert!(!a.dialog("preview").contains("双方都改过（"));
    a.accept();
    a.wait_for_row(6, "underway", 80);
}

#[test]
fn thirty_files_come_in_one_after_the_other() {
    let (_, name, _) = reporter();
    let office = arrive("#/ledger");
    for task in 1..=30 {
        let stamp = format!("2021-10-31T08:00:00.000Z/0/0000000{}", char::from(b'a' + task / 2));
        let file = json!({
            "format": "policy-ledger", "version": 1, "policy": "guangzhou-financial-hub-2021",
            "people": {}, "tasks": { task.to_string(): { "status": [{ "value": "推进中", "stamp": stamp }] } },
        });
        office.receive(&name, file.to_string().as_bytes());
        office.accept();
    }
    let underway: usize =
        office.eval_as("document.querySelectorAll('.square[data-status=underway]').length");
    assert_eq!(underway, 30);
}

#[test]
fn a_filtered_list_is_exported_alone() {
    let page = arrive("#/ledger?task=42");
    page.mark("推进中");
    page.open_task(1);
    page.mark("受阻");
    page.go("#/ledger?section=4");
    page.wait_for_tasks(&[42, 43, 44, 45]);
    page.click_text(".head-tools button", "导出");
    page.click_text("#export label", "当前筛选的4项");
    page.click_text("#export button", "导出文件");
    let (_, part) = page.downloaded(".json");
    let part: Value = serde_json::from_slice(&part).unwrap();
    assert_eq!(part["tasks"].as_object().unwrap().keys().collect::<Vec<_>>(), ["42"]);
    assert_eq!(part["exported"]["scope"], "#/ledger?section=4");
    page.click_text(".head-tools button", "导出");
    page.click_text("#export label", "全部48项");
    page.click_text("#export button", "导出文件");
    let (_, whole) = page.downloaded(".json");
    let whole: Value = serde_json::from_slice(&whole).unwrap();
    assert_eq!(whole["tasks"].as_object().unwrap().keys().collect::<Vec<_>>(), ["1", "42"]);
}

#[test]
fn a_reminder_to_export_comes_and_goes() {
    let page = arrive("#/overview");
    let mark = |keys: &str| {
        page.eval(&format!(
            "[...'{keys}'].forEach((key, n) => {{ document.querySelectorAll('.square')[n].focus(); \
             dispatchEvent(new KeyboardEvent('keydown', {{key, bubbles: true}})); }})"
        ));
    };
    mark(&"2".repeat(19));
    page.wait_until("19 changes", |page| page.count("[data-status=underway].square") == 19);
    assert_eq!(page.count_shown(".reminder"), 0);
    mark(&"2".repeat(20));
    page.wait_for_text(".reminder", "有20处修改还没有导出");
    page.export();
    page.wait_gone(".reminder");
    page.reload();
    page.wait_for(".attention");
    assert_eq!(page.count_shown(".reminder"), 0);
}
