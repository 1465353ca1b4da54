//! The sheet: cells reached by keys, changed in the bar, filled down and pasted.

use crate::page::Page;
use crate::visitor::arrive;

#[track_caller]
fn wait_for_cell(page: &Page, id: &str, text: &str) {
    let read = format!("document.querySelector('#{id} .cell-text')?.textContent");
    page.wait_until(&format!("{id} says {text}"), |page| page.eval(&read) == text);
}

/// Puts the focus into a cell, as a click would.
fn enter(page: &Page, id: &str) {
    page.wait_for(&format!("#{id}"));
    page.eval(&format!("document.querySelector('#{id}').focus()"));
}

fn paste(page: &Page, text: &str) {
    // Firefox lets no script fill the clipboard of an event, so the event is given one by hand.
    page.eval(&format!(
        "(() => {{ const value = new DataTransfer(); value.setData('text/plain', {}); \
         const event = new ClipboardEvent('paste', {{ bubbles: true, cancelable: true }}); \
         Object.defineProperty(event, 'clipboardData', {{ value }}); \
         document.activeElement.dispatchEvent(event); }})()",
        serde_json::json!(text)
    ));
}

#[test]
fn a_cell_is_reached_and_changed_by_keys() {
    let page = arrive("#/table");
    // 序号 … 完成率 of the short edition, and one row down.
    enter(&page, "cell-1-14");
    page.press("Right");
    page.press("Down");
    page.wait_until("the cell below", |page| page.focused() == "cell-2-15");
    page.press("Enter");
    page.wait_until("the bar", |page| {
        page.eval_as("document.activeElement.matches('.cell-bar input')")
    });
    page.type_into(".cell-bar input", "60");
    page.press("Enter");
    page.wait_until("the next row", |page| page.focused() == "cell-3-15");
    wait_for_cell(&page, "cell-2-15", "60%");
    wait_for_cell(&page, "cell-2-20", "推进中");
    page.press("Ctrl+z");
    wait_for_cell(&page, "cell-2-15", "0%");
    page.console_is_clean();
}

#[test]
fn what_stands_in_a_cell_is_given_to_the_rows_selected() {
    let page = arrive("#/table?section=5");
    enter(&page, "cell-46-12");
    page.press("Enter");
    page.eval(
        "(() => { const c = document.querySelector('.cell-bar input[type=date]'); c.value = \
         '2022-06-30'; c.dispatchEvent(new Event('change', {bubbles: true})); })()",
    );
    page.press("Escape");
    for id in ["cell-47-12", "cell-48-12"] {
        enter(&page, id);
        page.press(" ");
    }
    enter(&page, "cell-46-12");
    page.click_text(".cell-bar button", "填到另外 2 行");
    wait_for_cell(&page, "cell-48-12", "2022-06-30");
    page.press("Ctrl+z");
    wait_for_cell(&page, "cell-48-12", "");
    wait_for_cell(&page, "cell-46-12", "2022-06-30");
}

#[test]
fn a_block_is_pasted_after_a_preview() {
    let page = arrive("#/table");
    enter(&page, "cell-7-14");
    paste(&page, "已签约\t70%\n待批\t一半\r\n");
    let preview = page.dialog("paste-preview");
    for words in ["将改动 3 格", "已签约", "「一半」不能填入「完成率」", "0 到 100"]
    {
        assert!(preview.contains(words), "{words} in {preview}");
    }
    page.click_text("#paste-preview button", "取消");
    wait_for_cell(&page, "cell-7-14", "");
    enter(&page, "cell-7-14");
    paste(&page, "已签约\t70%\n待批\t一半\r\n");
    page.click_text("#paste-preview .primary", "粘贴");
    wait_for_cell(&page, "cell-7-15", "70%");
    wait_for_cell(&page, "cell-8-14", "待批");
    wait_for_cell(&page, "cell-8-15", "0%");
    page.press("Ctrl+z");
    wait_for_cell(&page, "cell-7-15", "0%");
    wait_for_cell(&page, "cell-8-14", "");
}

#[test]
fn what_is_typed_goes_into_the_cell_in_its_place() {
    let page = arrive("#/table");
    enter(&page, "cell-3-15");
    page.press("4");
    page.wait_for(".cell-bar .laid-over");
    page.press("5");
    let (over, under): (f64, f64) = page.eval_as(
        "[document.querySelector('.laid-over'), document.querySelector('#cell-3-15')].map(e => \
         e.getBoundingClientRect().top)",
    );
    assert!((over - under).abs() < 2.0, "{over} over {under}");
    page.press("Enter");
    page.wait_gone(".cell-bar .laid-over");
    wait_for_cell(&page, "cell-3-15", "45%");
    // A status is picked the same way.
    enter(&page, "cell-3-20");
    page.press("Enter");
    page.wait_until("the status", |page| {
        page.eval_as("document.activeElement.matches('.cell-bar select')")
    });
    page.press("Escape");
    page.wait_until("the cell", |page| page.focused() == "cell-3-20");
}

#[test]
fn columns_are_chosen_and_stay_chosen() {
    let page = arrive("#/table");
    let heads = |page: &Page| page.texts("#cells thead th").join(" ");
    page.wait_until("the short edition", |page| !heads(page).contains("联系人"));
    page.click(".column-choice summary");
    page.click_text(".column-choice label", "联系人");
    page.wait_until("one more", |page| heads(page).contains("联系人"));
    page.click_text(".column-choice label", "存在问题");
    page.wait_until("one less", |page| !heads(page).contains("存在问题"));
    page.reload();
    page.wait_until("the same again", |page| {
        let heads = heads(page);
        heads.contains("联系人") && !heads.contains("存在问题")
    });
    page.click_text(".switch button", "全部栏目");
    page.wait_until("all", |page| page.count_shown("#cells thead th") == 23);
}
