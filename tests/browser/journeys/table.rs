//! The sheet: cells reached by keys, changed in the bar, filled down, copied and pasted.

use serde_json::json;

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
    paste_flavours(page, text, "");
}

fn paste_flavours(page: &Page, text: &str, html: &str) {
    // Firefox lets no script fill the clipboard of an event, so the event is given one by hand.
    page.eval(&format!(
        "(() => {{ const value = new DataTransfer(); value.setData('text/plain', {}); \
         value.setData('text/html', {}); \
         const event = new ClipboardEvent('paste', {{ bubbles: true, cancelable: true }}); \
         Object.defineProperty(event, 'clipboardData', {{ value }}); \
         document.activeElement.dispatchEvent(event); }})()",
        json!(text),
        json!(html)
    ));
}

/// What copying or cutting what has the focus puts on the clipboard, as plain text and as HTML.
fn take(page: &Page, event: &str) -> (String, String) {
    page.eval_as(&format!(
        "(() => {{ const value = new DataTransfer(); \
         const event = new ClipboardEvent('{event}', {{ bubbles: true, cancelable: true }}); \
         Object.defineProperty(event, 'clipboardData', {{ value }}); \
         document.activeElement.dispatchEvent(event); \
         return [value.getData('text/plain'), value.getData('text/html')]; }})()"
    ))
}

#[track_caller]
fn wait_at(page: &Page, id: &str) {
    page.wait_until(&format!("the focus on {id}"), |page| page.focused() == id);
}

#[track_caller]
fn accept(page: &Page) {
    page.click_text("#paste-preview .primary", "粘贴");
    page.wait_gone("#paste-preview[open]");
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
    page.fill(".cell-bar input[aria-label=完成时限]", "2022.6.30");
    page.press("Enter");
    for id in ["cell-47-12", "cell-48-12"] {
        enter(&page, id);
        page.press(" ");
    }
    enter(&page, "cell-46-12");
    page.click_text(".cell-bar button", "填到另外2行");
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
    for words in [
        "第2行第2列（第8项“完成率”）",
        "将改动4格，其中1格随之改动",
        "已签约",
        "“一半”不能填入“完成率”",
        "0到100",
    ] {
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
fn a49_escape_brings_back_what_stood_in_the_cell() {
    let page = arrive("#/table");
    for (cell, control, old, new, shown) in [
        ("cell-7-14", ".cell-bar textarea", "原来的进展", "改掉", "原来的进展"),
        ("cell-7-15", ".cell-bar input[aria-label=完成率]", "40", "99", "40%"),
        (
            "cell-7-12",
            ".cell-bar input[aria-label=完成时限]",
            "2022-05-31",
            "2022-06-30",
            "2022-05-31",
        ),
    ] {
        enter(&page, cell);
        page.press("Enter");
        page.fill(control, old);
        page.press("Ctrl+Enter");
        wait_for_cell(&page, cell, shown);
        enter(&page, cell);
        page.press("Enter");
        page.fill(control, new);
        page.press("Escape");
        page.wait_until("the cell", |page| page.focused() == cell);
        // Longer than a text rests before it is taken over.
        std::thread::sleep(std::time::Duration::from_millis(700));
        wait_for_cell(&page, cell, shown);
    }
    page.go("#/log");
    page.wait_for_text(".log tbody tr", "原来的进展");
    let log = page.texts(".log tbody tr").concat();
    assert!(!log.contains("改掉") && !log.contains("99") && !log.contains("2022-06-30"), "{log}");
}

#[test]
fn a52_what_cannot_stand_in_a_cell_stays_in_its_editor() {
    let page = arrive("#/table");
    enter(&page, "cell-7-15");
    page.press("Enter");
    page.fill(".cell-bar input[aria-label=完成率]", "45.5");
    page.press("Enter");
    page.wait_for_text(".cell-bar .refusal", "“45.5”不能填入“完成率”，应为0到100的整数。");
    page.wait_for_text(".toast", "“45.5”不能填入“完成率”");
    assert_eq!(page.value(".cell-bar input[aria-label=完成率]"), "45.5");
    page.fill(".cell-bar input[aria-label=完成率]", "45");
    page.press("Enter");
    wait_for_cell(&page, "cell-7-15", "45%");
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

#[test]
fn a08_what_is_not_shown_is_not_changed() {
    let page = arrive("#/table");
    for task in 1..=3 {
        enter(&page, &format!("cell-{task}-15"));
        page.press(" ");
    }
    page.wait_for_text(".cell-bar .hint", "已选3行");
    page.go("#/table?section=5");
    page.wait_gone("#cell-1-15");
    page.wait_for_text(".cell-bar .hint", "另有所选3行未显示");
    enter(&page, "cell-46-15");
    page.press("4");
    page.press("5");
    page.press("Enter");
    wait_for_cell(&page, "cell-46-15", "45%");
    enter(&page, "cell-46-15");
    assert_eq!(page.count_shown(".cell-bar button"), 0, "nothing is filled into what is hidden");
    page.press("=");
    page.wait_for_text(".toast", "第46项与上期一致");
    // A block ends where the view does, too.
    page.press("Ctrl+a");
    page.press("Delete");
    wait_for_cell(&page, "cell-46-15", "0%");
    page.go("#/table");
    page.wait_for("#cell-1-15");
    wait_for_cell(&page, "cell-1-15", "0%");
    page.wait_for_text(".cell-bar .hint", "已选3行");
    // Of what has the focus and is hidden by now nothing is changed either.
    enter(&page, "cell-2-14");
    page.go("#/table?section=5");
    page.wait_gone("#cell-2-14");
    page.wait_for_text(".cell-bar", "第46项");
}

#[test]
fn a02_a09_a_block_goes_where_it_says() {
    let page = arrive("#/table");
    enter(&page, "cell-1-0");
    let row = |n: u16, text: &str| format!("{n}\t任务\t\t\t\t{text}\t{n}0%\t\t\t\t推进中\r\n");
    paste(&page, &[row(5, "\"五"), row(3, "三"), row(9, "九")].concat());
    let preview = page.dialog("paste-preview");
    assert!(preview.contains("按序号对应各行") && preview.contains("第5项"), "{preview}");
    page.click_text("#paste-preview label", "从第1项起逐行填入");
    page.wait_for_text("#paste-preview .differences", "第1项");
    page.click_text("#paste-preview label", "按序号对应各行");
    page.wait_for_text("#paste-preview .differences", "第9项");
    // A double click pastes once.
    page.eval(
        "(() => { const b = document.querySelector('#paste-preview .primary'); b.click(); b.click(); })()",
    );
    page.wait_gone("#paste-preview[open]");
    for (id, text) in [("cell-5-14", "\"五"), ("cell-3-15", "30%"), ("cell-9-20", "推进中")] {
        wait_for_cell(&page, id, text);
    }
    page.press("Ctrl+z");
    wait_for_cell(&page, "cell-9-20", "未启动");
    wait_for_cell(&page, "cell-5-14", "");
    // With a head, and as HTML, which is read before the text.
    enter(&page, "cell-7-14");
    let html = "<table><tr><td>完成率<td>进展情况<td>上报人</tr>\
                <tr><td rowspan=2>80.00%<td>一<br>二<td>甲</tr><tr><td>三</tr></table>";
    paste_flavours(&page, "乱\t码", html);
    let preview = page.dialog("paste-preview");
    assert!(preview.contains("首行是栏目名") && preview.contains("“上报人”"), "{preview}");
    accept(&page);
    for (id, text) in [("cell-7-14", "一\n二"), ("cell-8-15", "80%"), ("cell-8-14", "三")] {
        wait_for_cell(&page, id, text);
    }
    // What people mean by a day, and what nobody can tell.
    enter(&page, "cell-1-12");
    paste(&page, "22/6/30\r\n22.6.30\r\n22-06-30\r\n31-12-22\r\n");
    let preview = page.dialog("paste-preview");
    assert!(preview.contains("第4行第1列（第4项“完成时限”）：“31-12-22”"), "{preview}");
    accept(&page);
    for task in 1..=3 {
        wait_for_cell(&page, &format!("cell-{task}-12"), "2022-06-30");
    }
    wait_for_cell(&page, "cell-4-12", "");
    page.console_is_clean();
}

#[test]
fn a50_what_is_copied_pastes_as_it_was() {
    let page = arrive("#/table");
    enter(&page, "cell-7-12");
    paste(
        &page,
        "2022-06-30\t\"一、\"\"双随机\"\"\n二、<b>&amp;\"\t60%\r\n2022-07-01\t\"半句\t45%\r\n",
    );
    accept(&page);
    wait_for_cell(&page, "cell-8-14", "\"半句");
    enter(&page, "cell-7-12");
    for key in ["Shift+Right", "Shift+Right", "Shift+Down"] {
        page.press(key);
    }
    page.wait_until("six cells", |page| page.count_shown("#cells [aria-selected=true]") == 6);
    page.wait_for_text(".cell-bar .hint", "已选2×3格");
    let (text, html) = take(&page, "copy");
    let expected =
        "2022-06-30\t\"一、\"\"双随机\"\"\n二、<b>&amp;\"\t60%\r\n2022-07-01\t\"\"\"半句\"\t45%";
    assert_eq!(text, expected);
    for (text, html) in [(&*text, &*html), (&*text, "")] {
        paste_flavours(&page, text, html);
        let preview = page.dialog("paste-preview");
        assert!(preview.contains("没有什么会改变"), "{preview}");
        page.click_text("#paste-preview button", "取消");
        page.wait_gone("#paste-preview[open]");
    }
    // All of the sheet, with what is only shown there.
    page.press("Ctrl+a");
    let (text, html) = take(&page, "copy");
    assert_eq!(text.split("\r\n").count(), 48);
    for (text, html) in [(&*text, &*html), (&*text, "")] {
        paste_flavours(&page, text, html);
        assert!(page.dialog("paste-preview").contains("没有什么会改变"));
        page.press("Escape");
        page.wait_gone("#paste-preview[open]");
    }
    // Emptied, cut, and taken back.
    enter(&page, "cell-7-14");
    page.press("Delete");
    wait_for_cell(&page, "cell-7-14", "");
    page.press("Ctrl+z");
    wait_for_cell(&page, "cell-7-14", "一、\"双随机\"\n二、<b>&amp;");
    page.press("Shift+Down");
    take(&page, "cut");
    wait_for_cell(&page, "cell-8-14", "");
    page.press("Ctrl+z");
    wait_for_cell(&page, "cell-8-14", "\"半句");
    enter(&page, "cell-7-16");
    page.press("Delete");
    page.wait_for_text(".toast", "“亮灯”不能在表格里填写");
    page.console_is_clean();
}

#[test]
fn a50_keys_move_and_select_as_in_a_spreadsheet() {
    let page = arrive("#/table");
    enter(&page, "cell-1-0");
    let one_stop = |page: &Page| page.count("#cells [tabindex='0']") == 1;
    page.wait_until("one stop for Tab", one_stop);
    for (key, id) in [
        ("Tab", "cell-1-2"),
        ("Shift+Tab", "cell-1-0"),
        ("End", "cell-1-20"),
        ("Tab", "cell-2-0"),
        ("Shift+Tab", "cell-1-20"),
        ("PageDown", "cell-11-20"),
        ("Home", "cell-11-0"),
        ("PageUp", "cell-1-0"),
        ("Ctrl+End", "cell-48-20"),
        ("Ctrl+Home", "cell-1-0"),
        ("Ctrl+Down", "cell-48-0"),
    ] {
        page.press(key);
        wait_at(&page, id);
    }
    page.wait_until("one stop for Tab", one_stop);
    page.press("Ctrl+Shift+Home");
    wait_at(&page, "cell-1-0");
    page.wait_for_text(".cell-bar .hint", "已选48×1格");
    page.eval(
        "document.querySelector('#cell-3-4').dispatchEvent(new MouseEvent('mousedown', \
         { bubbles: true, cancelable: true, shiftKey: true }))",
    );
    wait_at(&page, "cell-3-4");
    page.wait_for_text(".cell-bar .hint", "已选46×3格");
    page.wait_for("#cell-3-4[aria-selected=true][tabindex='0']");
    page.press("Escape");
    page.wait_gone("#cells [aria-selected=true]");
    page.press("Shift+Tab");
    page.wait_until("the sheet is left", |page| !page.focused().starts_with("cell-"));
    // From the ends, too, where forward is out of the page in some engines.
    enter(&page, "cell-1-0");
    page.press("Shift+Tab");
    page.wait_until("the sheet is left", |page| !page.focused().starts_with("cell-"));
    enter(&page, "cell-48-20");
    assert!(page.press_as(&json!({ "key": "Tab", "code": "Tab" })), "left to the browser");
    enter(&page, "cell-5-4");
    page.press("Escape");
    assert!(page.press_as(&json!({ "key": "Tab", "code": "Tab" })), "left to the browser");
    // Where nothing is filled in, Enter opens the task.
    enter(&page, "cell-5-4");
    page.press("Enter");
    page.wait_for_text("#detail-title", "第5项");
    wait_at(&page, "detail-title");
}

#[test]
fn a48_what_is_typed_replaces_what_stood_there() {
    let page = arrive("#/table");
    enter(&page, "cell-3-14");
    paste(&page, "旧的进展\t60%");
    accept(&page);
    wait_for_cell(&page, "cell-3-15", "60%");
    enter(&page, "cell-3-14");
    for key in ["n", "e", "w"] {
        page.press(key);
    }
    page.press("Ctrl+Enter");
    wait_for_cell(&page, "cell-3-14", "new");
    // F2 goes on with it.
    enter(&page, "cell-3-14");
    page.press("F2");
    page.press("r");
    page.press("Ctrl+Enter");
    wait_for_cell(&page, "cell-3-14", "newr");
    wait_at(&page, "cell-4-14");
    enter(&page, "cell-3-15");
    page.press("7");
    page.press("5");
    page.press("Tab");
    wait_for_cell(&page, "cell-3-15", "75%");
    wait_at(&page, "cell-3-16");
    enter(&page, "cell-3-20");
    page.press("3");
    wait_for_cell(&page, "cell-3-20", "受阻");
    // A key that is held down opens nothing.
    enter(&page, "cell-3-15");
    assert!(!page.press_as(&json!({ "key": "Enter", "repeat": true })));
    assert_eq!(page.focused(), "cell-3-15");
}
