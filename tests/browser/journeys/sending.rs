//! What goes out: editions, the check before, a line of text instead of a file, a code to compare.

use serde_json::Value;

use crate::page::Page;
use crate::visitor::{KEY, archive, arrive, arrive_as};

/// Someone who has reported on task 6, a telephone number among the rest.
fn reporter() -> Page {
    let page = arrive_as("张三", "市财政局", "#/ledger?task=6");
    page.mark("推进中");
    page.type_into(".report textarea", "联系 13812345678 李四");
    page
}

fn ask(page: &Page, edition: &str) {
    page.click_text(".head-tools button", "导出");
    page.wait_for("#export[open]");
    page.click_text("#export label", edition);
}

fn saved(page: &Page) -> (String, Value) {
    page.click_text("#export .primary", "导出文件");
    let (name, file) = page.downloaded(".json");
    (name, serde_json::from_slice(&file).unwrap())
}

#[test]
fn an_edition_for_outside_names_nobody() {
    let page = reporter();
    ask(&page, "对外版");
    let (name, file) = saved(&page);
    assert!(name.starts_with("台账_市财政局_对外版_"), "{name}");
    let text = file.to_string();
    assert!(text.contains("推进中") && !text.contains("张三"), "{text}");
    // A file without everything is no copy to fall back on.
    page.press("Escape");
    page.wait_for_text(".foot", "上次导出：从未");
}

#[test]
fn what_the_other_side_has_already_is_left_out() {
    let page = reporter();
    let (name, first) = page.export();
    page.open_task(7);
    page.mark("受阻");
    ask(&page, "增量");
    assert_eq!(page.attr("#export .primary", "disabled").as_deref(), Some("true"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(&name);
    std::fs::write(&path, first).unwrap();
    page.upload("#earlier-export", &[&path]);
    page.wait_for_text("#export label", &format!("对方已有“{name}”"));
    let (_, file) = saved(&page);
    assert_eq!(file["tasks"].as_object().unwrap().keys().collect::<Vec<_>>(), ["7"]);
}

#[test]
fn what_should_perhaps_not_go_out_is_shown_first() {
    let page = reporter();
    ask(&page, "内部版");
    page.wait_for_text("#export", "第6项“进展情况”：疑似手机号码“138****5678”");
    page.click_text("#export summary", "检查用的敏感词");
    page.fill("#export textarea", "推进 李四");
    page.press("Tab");
    page.wait_for_text("#export", "敏感词“");
    page.press("Escape");
    page.reload();
    page.click_text(".head-tools button", "导出");
    page.wait_for_text("#export", "敏感词“");
}

#[test]
fn a_few_changes_travel_as_a_line_of_text() {
    let page = reporter();
    ask(&page, "内部版");
    page.click_text("#export button", "生成文本（用于微信）");
    page.wait_for("#note");
    let note = page.value("#note");
    page.click_text("#export button", "复制");
    page.wait_for_text(".toast", "已复制");
    let other = arrive("#/rollup");
    let paste = |text: &str| {
        other.eval(&format!(
            "(() => {{ const m = document.querySelector('#message'); m.value = {}; \
             m.dispatchEvent(new Event('input', {{bubbles: true}})); }})()",
            serde_json::json!(text)
        ));
        other.click_text(".rollup button", "读取");
    };
    let before = other.stored(KEY);
    paste(&note[..note.len() / 2 / 3 * 3]);
    other.wait_until("told of", |page| !page.text(".toast").is_empty());
    assert_eq!(other.stored(KEY), before);
    // As a chat passes it on: with who sent it, and broken into lines.
    let lines: Vec<String> =
        note.chars().collect::<Vec<_>>().chunks(60).map(|line| line.iter().collect()).collect();
    paste(&format!("张三 10:32\n{}\n收到", lines.join("\n")));
    let preview = other.dialog("preview");
    assert!(preview.contains("张三（市财政局）") && preview.contains("推进中"), "{preview}");
    other.accept();
    other.go("#/ledger");
    other.wait_for_row(6, "underway", 0);
    other.open_task(6);
    other.show_origins();
    other.wait_for_text(".origins td", "“粘贴的文字”");
}

#[test]
fn an_archive_is_its_files() {
    let (_, file) = reporter().export();
    let archive = archive(&[("六月/市财政局.json", &file), ("六月/说明.txt", b"hello")]);
    let page = arrive("#/rollup");
    page.receive("六月.zip", &archive);
    let preview = page.dialog("preview");
    for words in ["六月.zip / 六月/市财政局.json", "张三（市财政局）", "没有读出来"]
    {
        assert!(preview.contains(words), "{words} in {preview}");
    }
    page.click_text("#preview label", "采纳这些内容");
    page.accept();
    page.go("#/ledger");
    page.wait_for_row(6, "underway", 0);
    page.open_task(6);
    page.show_origins();
    page.wait_for_text(".origins td", "“六月.zip / 六月/市财政局.json”");
}

#[test]
fn a_code_says_whether_two_hold_the_same() {
    let page = reporter();
    let (name, file) = page.export();
    let code = serde_json::from_slice::<Value>(&file).unwrap()["exported"]["code"].clone();
    let code = code.as_str().unwrap().to_owned();
    page.go("#/rollup");
    page.fill("#code", &code.to_lowercase().replace('-', " "));
    page.wait_for_text(".rollup p", "一致：就是本机现在的内容");
    let other = arrive("#/rollup");
    other.fill("#code", &code);
    other.wait_for_text(".rollup p", "不一致");
    // Whoever changes a file by hand is found out.
    let changed = String::from_utf8(file).unwrap().replace("推进中", "已完成");
    other.receive(&name, changed.as_bytes());
    assert!(other.dialog("preview").contains("校验码"), "{}", other.dialog("preview"));
}
