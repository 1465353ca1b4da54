//! Periods: closed, compared, opened again; and rows that are as they were.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_on};

fn close(page: &Page, name: &str, until: &str) {
    page.go("#/periods");
    page.wait_for(".close-form");
    // A browser brings what it clicks to the edge of the window, under the head.
    page.eval("scrollTo(0, 0)");
    page.click_text(".close-form button", "自定义");
    page.fill(".close-form input[type=text]", name);
    page.eval(&format!(
        "(() => {{ const c = document.querySelector('.close-form input[type=date]'); c.value = \
         '{until}'; c.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
    ));
    page.click_text(".close-form .primary", "结账");
    page.wait_for_text(".closings tbody th", name);
}

fn text(page: &Page) -> String {
    page.wait_for("#comparison-text");
    page.value("#comparison-text")
}

#[test]
fn a_period_is_closed_compared_and_opened_again() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    close(&page, "第一期", "2022-05-31");
    page.open_task(1);
    page.mark("已完成");
    page.open_task(2);
    page.mark("受阻");
    page.go("#/periods");
    // The period stays as it was; the present has moved on.
    let row = page.text(".closings tbody tr");
    assert!(row.contains("2022-05-31") && row.contains("0/48"), "{row}");
    let words = text(&page);
    for part in
        ["48项任务已完成1项", "一、新完成1项", "第1项（", "二、有变化1项", "（核对：1＋1＋46＝48）"]
    {
        assert!(words.contains(part), "{part} in {words}");
    }
    page.click_text(".periods .actions button", "复制");
    page.wait_for_text(".toast", "已复制");
    close(&page, "第二期", "2022-06-30");
    page.wait_until("a drawing of both", |page| {
        let words: String =
            page.eval_as("document.querySelector('.periods .plot svg')?.textContent ?? ''");
        words.contains("第一期") && words.contains("第二期")
    });
    page.click_text(".closings button", "重开 第二期");
    page.wait_for_text(".closings .reopened", "已重开");
    page.reload();
    page.wait_for_text(".closings .reopened", "第二期");
    page.go("#/log");
    page.wait_for_text(".log tbody tr", "期次结账");
    page.press("Ctrl+z");
    page.console_is_clean();
}

#[test]
fn what_nobody_touched_is_as_it_was_in_one_press() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    close(&page, "第一期", "2022-05-31");
    page.wait_for_text("#waiting-title ~ p", "还没有更新的有 48 项");
    // By key, in the list and in the sheet.
    page.go("#/ledger");
    page.wait_for("#row-1");
    page.eval("document.querySelector('#row-1').focus()");
    page.press("=");
    page.wait_for_text(".toast", "第1项与上期一致");
    page.go("#/table");
    page.wait_for("#cell-2-14");
    page.eval("document.querySelector('#cell-2-14').focus()");
    page.press("=");
    page.wait_for_text(".toast", "第2项与上期一致");
    page.go("#/periods");
    page.wait_for_text("#waiting-title ~ p", "还没有更新的有 46 项");
    page.click_text(".periods button", "这 46 项与上期一致");
    page.wait_for_text("#waiting-title ~ p", "48 项都更新过了");
    let stored = page.stored_ledger(KEY).unwrap_or_default();
    assert_eq!(stored.matches("\"carried\"").count(), 48);
    page.press("Ctrl+z");
    page.wait_for_text("#waiting-title ~ p", "还没有更新的有 46 项");
}

#[test]
fn a_file_is_compared_and_changes_nothing() {
    let page = arrive("#/periods");
    close(&page, "第一期", "2021-09-30");
    let before = page.stored_ledger(KEY);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("同事.json");
    std::fs::write(&file, include_bytes!("../../data/ledger-v1.json")).unwrap();
    page.upload("#comparison-file", &[&file]);
    page.wait_until("the file's figures", |page| text(page).contains("文件「同事.json」"));
    assert!(text(&page).contains("第13项"), "{}", text(&page));
    std::fs::write(&file, b"<!doctype html>").unwrap();
    page.upload("#comparison-file", &[&file]);
    page.wait_for_text(".toast", "同事.json");
    assert_eq!(page.stored_ledger(KEY), before);
}

#[test]
fn a_period_without_name_or_day_is_not_closed() {
    let page = arrive_on(Screen::PHONE, "#/periods");
    page.fill(".close-form input[type=text]", " ");
    page.click_text(".close-form .primary", "结账");
    page.wait_for_text(".toast", "请填写期次名称和截至日期");
    assert_eq!(page.count(".closings"), 0);
}
