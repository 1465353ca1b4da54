//! The documents as printed.

use crate::page::Page;
use crate::visitor::arrive;

/// Waits until a place is near the top, and nothing lies over it.
#[track_caller]
fn wait_for_place(page: &Page, id: &str) {
    page.wait_until(&format!("{id} near the top"), |page| {
        page.eval_as(&format!(
            "(() => {{ const place = document.getElementById('{id}');
            if (!place) return false;
            const {{ top, left }} = place.getBoundingClientRect();
            const bottom = document.querySelector('.head').getBoundingClientRect().bottom;
            return top >= bottom - 1 && top < 300
                && place.contains(document.elementFromPoint(left + 40, top + 20)); }})()"
        ))
    });
}

#[test]
fn the_documents_are_whole() {
    let page = arrive("#/source");
    page.wait_for(".printed");
    assert_eq!((page.count("h4"), page.count("[id^=source-task-]")), (25, 48));
    assert_eq!(page.count(".printed"), 2);
    page.wait_for_text(".printed", "（市地方金融监管局、广州碳排放权交易中心牵头，各区政府配合");
}

#[test]
fn an_address_opens_at_its_place() {
    let page = arrive("#/source?article=9");
    wait_for_place(&page, "article-9");
    page.go("#/source?task=30");
    wait_for_place(&page, "source-task-30");
    page.reload();
    wait_for_place(&page, "source-task-30");
    page.click_text(".outline a", "（四）");
    wait_for_place(&page, "article-4");
}

#[test]
fn tasks_and_articles_are_linked_both_ways() {
    let page = arrive("#/source?article=9");
    page.click_text("#article-9 ~ .links a", "第18项");
    page.wait_for_text("#detail-title", "第18项");
    page.click_text(".topics a", "（九）");
    wait_for_place(&page, "article-9");
    page.open_task(18);
    page.click_text(".detail a", "在原文中查看这一项");
    wait_for_place(&page, "source-task-18");
    page.click_text("#source-task-18 + .links a", "（九）");
    wait_for_place(&page, "article-9");
    page.go("#/source?task=18");
    page.click_text("#source-task-18 + .links a", "填报第18项");
    page.wait_for_text("#detail-title", "第18项");
}

#[test]
fn the_text_beside_a_task_follows_what_is_reported() {
    let page = arrive("#/ledger?task=18");
    page.mark("受阻");
    page.go("#/source?task=18");
    page.wait_for_text("#source-task-18 + .links", "受阻");
}

#[test]
fn the_policy_can_be_had_as_data() {
    let page = arrive("#/source");
    page.click_text(".outline button", "下载结构化数据");
    let (name, file) = page.downloaded(".json");
    assert_eq!(name, "政策结构化数据.json");
    let policy: serde_json::Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(policy["tasks"].as_array().map(Vec::len), Some(48));
}
