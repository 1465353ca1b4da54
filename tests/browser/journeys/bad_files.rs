//! Files that cannot be taken in.

use crate::visitor::{KEY, arrive};

const GOLDEN: &str = include_str!("../../data/ledger-v1.json");

#[test]
fn a_bad_file_changes_nothing_and_is_told_of() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    let kept = |page: &crate::page::Page| -> String {
        page.eval_as("JSON.stringify(Object.entries(localStorage).sort())")
    };
    let before = kept(&page);
    assert!(before.contains(KEY));
    let with = |from: &str, to: &str| {
        assert!(GOLDEN.contains(from), "{from}");
        GOLDEN.replacen(from, to, 1).into_bytes()
    };
    for (content, words) in [
        (GOLDEN.as_bytes()[..GOLDEN.len() / 2].to_vec(), "不完整"),
        (b"<!doctype html><html></html>".to_vec(), "这是一个网页"),
        (vec![0x93, 0x07, 0xff, 0xc3, 0x28, 0x1b, 0xa0, 0x9d], "已损坏"),
        (b"{\"\xb1\xea\xcc\xe2\": 1}".to_vec(), "GBK"),
        (with("\"version\": 1", "\"version\": 99"), "格式第99版"),
        (with("guangzhou-financial-hub-2021", "mars-2021"), "另一项政策（mars-2021）"),
        (with("\"value\": 60", "\"value\": 300"), "第13项“完成率”的值“300”不对"),
        (b"PK\x03\x04 a spreadsheet".to_vec(), "Excel"),
        (b"[]".to_vec(), "不是台账文件"),
        (Vec::new(), "文件是空的"),
    ] {
        page.receive("台账.json", &content);
        let message = page.dialog("problem");
        for words in ["导入未成功", "台账.json", words, "本机数据没有改动"] {
            assert!(message.contains(words), "“{words}” in {message}");
        }
        page.wait_gone("#problem[open]", || page.click_text("#problem button", "知道了"));
        assert_eq!(kept(&page), before, "{words}");
    }
    page.wait_for_row(1, "underway", 0);
    page.console_is_clean();
}

#[test]
fn a_good_file_after_a_bad_one_comes_in() {
    let page = arrive("#/ledger?task=13");
    page.receive("坏.json", b"[]");
    page.wait_gone("#problem[open]", || page.press("Escape"));
    page.receive("好.json", GOLDEN.as_bytes());
    page.accept();
    page.wait_for_row(13, "underway", 60);
    page.wait_until("the text", |page| page.value(".report textarea").contains("备忘录"));
}
