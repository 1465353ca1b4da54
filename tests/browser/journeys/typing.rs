//! A control that has the focus belongs to the person: what is typed, and what becomes of it.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_on};

const PROGRESS: &str = "#progress-7";
const DUE: &str = ".report input[aria-label=完成时限]";

/// Task 7, its 时限与责任 unfolded.
fn at_the_due_date() -> Page {
    let page = arrive("#/ledger?task=7");
    page.click_text(".group > summary", "时限与责任");
    page.wait_for(DUE);
    page
}

/// The lines of the task's 修改记录 that name a column.
fn changes(page: &Page, column: &str) -> Vec<String> {
    let lines = page.texts(".detail .log tbody tr");
    lines.into_iter().filter(|line| line.contains(column)).collect()
}

#[track_caller]
fn is_stored(page: &Page, words: &str) -> bool {
    page.stored_ledger(KEY).is_some_and(|text| text.contains(words))
}

/// Puts the caret into a control, as a click there would.
fn caret(page: &Page, css: &str, at: u32) {
    page.eval(&format!(
        "(() => {{ const c = document.querySelector('{css}'); c.focus(); c.setSelectionRange({at}, {at}); }})()"
    ));
}

fn caret_of(page: &Page, css: &str) -> u32 {
    page.eval_as(&format!("document.querySelector('{css}').selectionStart"))
}

/// Puts a text into the control that has the focus in one go, as pasting does.
fn paste(page: &Page, text: &str) {
    page.eval(&format!("document.execCommand('insertText', false, {})", serde_json::json!(text)));
}

#[test]
fn a04_a_day_is_typed_as_people_write_it_and_a_slip_is_no_change() {
    let page = at_the_due_date();
    page.type_into(DUE, "20220531");
    assert_eq!(changes(&page, "完成时限"), Vec::<String>::new(), "nothing half typed");
    page.press("Tab");
    page.wait_until("as it is shown", |page| page.value(DUE) == "2022-05-31");
    for slip in
        ["20231", "0002-05-31", "0202-5-31", "1989-12-31", "2101-1-1", "2022-6-31", "月底前"]
    {
        page.fill(DUE, slip);
        page.press("Tab");
        page.wait_for_text(".typed .refusal", &format!("“{slip}”不能填入“完成时限”"));
        page.wait_for_text(".typed .refusal", "1990年到2100年的日期，如2022-6-30");
        assert_eq!(page.value(DUE), slip, "what was typed stays to be corrected");
        assert_eq!(page.attr(DUE, "aria-invalid").as_deref(), Some("true"));
        let described: String = page.eval_as(&format!(
            "document.getElementById(document.querySelector('{DUE}').getAttribute('aria-describedby')).textContent"
        ));
        assert!(described.contains(slip), "{described}");
        page.wait_for_text(".unsaved", "1处未保存");
    }
    page.fill(DUE, "2023年5月31日");
    page.press("Enter");
    page.wait_gone(".typed .refusal");
    page.press("Tab");
    page.wait_until("as it is shown", |page| page.value(DUE) == "2023-05-31");
    page.wait_for_text(".saved", "已保存");
    page.wait_until("one change for each day", |page| changes(page, "完成时限").len() == 2);
    let (first, second) =
        (changes(&page, "2022-05-31 → 2023-05-31"), changes(&page, "空 → 2022-05-31"));
    assert_eq!((first.len(), second.len()), (1, 1));
    page.console_is_clean();
}

#[test]
fn a04_a_day_is_picked_from_a_calendar_also_where_the_browser_opens_none() {
    let page = at_the_due_date();
    page.eval("delete HTMLInputElement.prototype.showPicker");
    page.click(".report [aria-label=选完成时限]");
    page.wait_until("the calendar", |page| {
        page.eval_as("document.activeElement.matches('.calendar.shown')")
    });
    page.eval(
        "(() => { const c = document.activeElement; c.value = '2022-06-30'; \
         c.dispatchEvent(new Event('change', {bubbles: true})); c.blur(); })()",
    );
    page.wait_until("the day", |page| page.value(DUE) == "2022-06-30");
    page.wait_until("one change", |page| changes(page, "空 → 2022-06-30").len() == 1);
    page.wait_gone(".calendar.shown");
}

#[test]
fn a05_no_key_empties_a_day() {
    let page = at_the_due_date();
    page.fill(DUE, "2022-05-31");
    page.press("Enter");
    page.wait_until("stored", |page| is_stored(page, "2022-05-31"));
    caret(&page, DUE, 10);
    page.press("Backspace");
    page.press("Backspace");
    page.press("0");
    assert_eq!(page.value(DUE), "2022-05-0", "the page writes nothing there");
    assert!(is_stored(&page, "2022-05-31"));
    page.press("6");
    page.press("Tab");
    page.wait_until("one change", |page| changes(page, "2022-05-31 → 2022-05-06").len() == 1);
    assert_eq!(changes(&page, "完成时限").len(), 2);

    page.go("#/periods");
    let until = ".close-form input[aria-label=截至]";
    page.fill(until, "2022-5-3");
    page.wait_until("as typed", |page| page.value(until) == "2022-5-3");
    page.press("1");
    page.press("Tab");
    page.wait_until("the day", |page| page.value(until) == "2022-05-31");
    page.fill(until, "2022-5-32");
    page.click_text(".close-form .primary", "结账");
    page.wait_for_text(".close-form .refusal", "“2022-5-32”不能填入“截至”");
    assert_eq!(page.count_shown(".closings tbody tr"), 0, "nothing is closed until another day");
}

#[test]
fn a13_the_list_waits_for_the_word_of_an_input_method() {
    let page = arrive("#/ledger");
    page.wait_for("#search");
    let compose = |event: &str, words: &str| {
        page.eval(&format!(
            "(() => {{ const c = document.querySelector('#search'); c.focus(); c.value = {}; \
             c.dispatchEvent({event}); }})()",
            serde_json::json!(words)
        ));
    };
    compose("new CompositionEvent('compositionstart', {bubbles: true})", "");
    compose("new InputEvent('input', {bubbles: true, isComposing: true})", "jin'rong");
    page.eval("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true))))");
    assert_eq!((page.listed().len(), page.hash().as_str()), (48, "#/ledger"));
    assert_eq!(page.value("#search"), "jin'rong");
    compose("new CompositionEvent('compositionend', {bubbles: true})", "仲裁委");
    page.wait_for_tasks(&[29]);
}

#[test]
fn a18_a_text_beyond_the_limit_is_told_of_and_stays() {
    let page = arrive("#/ledger?task=7");
    let long = "第一段。".repeat(2_600) + "尾";
    page.click(PROGRESS);
    paste(&page, &"段".repeat(9_500));
    page.wait_for_text(".typed .words", "9500字，最多10000字");
    page.wait_until("stored", |page| is_stored(page, "段段段"));
    page.press("Ctrl+a");
    paste(&page, &long);
    let words = "“进展情况”最多10000字，现有10401字，还没有保存。请删去401字。";
    page.wait_for_text(".typed .refusal", words);
    page.press("Tab");
    page.wait_for_text(".unsaved", "1处未保存");
    let holds = |page: &Page| page.value(PROGRESS) == long;
    assert!(holds(&page) && !is_stored(&page, "第一段"));
    page.open_task(8);
    page.open_task(7);
    page.wait_for_text(".typed .refusal", words);
    assert!(holds(&page), "it is there again");
    caret(&page, PROGRESS, 10_401);
    page.eval(&format!("document.querySelector('{PROGRESS}').setSelectionRange(10000, 10401)"));
    page.press("Delete");
    page.press("Tab");
    page.wait_for_text(".saved", "已保存");
    page.wait_gone(".typed .refusal");
    assert!(is_stored(&page, "第一段"));
    page.console_is_clean();
}

#[test]
fn a19_no_edit_that_does_not_fit_is_dropped_in_silence() {
    let page = arrive("#/ledger?task=7");
    for (list, add) in [("具体举措", "添加一条举措"), ("佐证材料", "添加佐证材料")]
    {
        page.click_text(".group > summary", list);
        page.click_text(".group button", add);
    }
    page.wait_for("[aria-label=材料名称]");
    let link = format!("https://example.com/share?token={}", "a1b2c3d4e5".repeat(196));
    for (label, text, words) in [
        ("举措内容", "举".repeat(10_403), "“举措内容”最多10000字，现有10403字"),
        ("责任人", "人".repeat(600), "“责任人”最多500字，现有600字"),
        ("材料名称", "会议纪要".to_owned(), ""),
        ("链接（http、https）或文件名", link.clone(), ""),
    ] {
        let css = format!(".items [aria-label='{label}']");
        page.click(&css);
        paste(&page, &text);
        page.press("Tab");
        if !words.is_empty() {
            page.wait_for_text(".items .refusal", words);
        }
        assert_eq!(page.value(&css), text, "{label}");
    }
    page.wait_for_text(".unsaved", "2处未保存");
    page.reload();
    let source = ".items [aria-label='链接（http、https）或文件名']";
    page.wait_for(source);
    assert_eq!(page.value(source), link);
    assert_eq!(page.value(".items [aria-label=材料名称]"), "会议纪要");
    assert_eq!(page.attr(".items a", "href"), Some(link));
}

#[test]
fn a23_the_browsers_own_undo_takes_back_what_was_typed() {
    let page = arrive("#/ledger?task=7");
    page.type_into(PROGRESS, "first draft");
    page.press("Tab");
    page.wait_until("stored", |page| is_stored(page, "first draft"));
    page.type_into(PROGRESS, " second part");
    page.wait_until("stored after a pause", |page| is_stored(page, "first draft second part"));
    page.browser.engine.undo_typing(&page);
    // How far back one step goes is the browser's own affair: Firefox takes both phrases for one.
    page.wait_until("the phrase is gone", |page| {
        let left = page.value(PROGRESS);
        !left.contains("second") && "first draft".starts_with(&left)
    });
    page.wait_until("there, too", |page| !is_stored(page, "second"));
    assert_eq!(changes(&page, "进展情况").len(), 2, "nor does each letter make a change");
}

#[test]
fn a31_no_wheel_changes_a_number_unseen() {
    let page = at_the_due_date();
    for hash in ["#/ledger?task=7", "#/table", "#/periods", "#/settings"] {
        page.go(hash);
        page.wait_for("main input");
        assert_eq!(page.count("input[type=number]"), 0, "{hash}");
    }
    page.go("#/ledger?task=7");
    page.set_percent(60);
    page.wait_for_row(7, "underway", 60);
    page.click("#percent-number");
    let is_free: bool = page.eval_as(
        "document.querySelector('#percent-number').dispatchEvent(new WheelEvent('wheel', \
         {bubbles: true, cancelable: true, deltaY: 100}))",
    );
    assert!(is_free, "the page scrolls");
    assert_eq!((page.value("#percent-number"), page.row_percent(7)), ("60".into(), "60%".into()));
}

#[test]
fn a34_what_comes_from_elsewhere_leaves_the_caret_where_it_is() {
    let page = arrive("#/ledger?task=7");
    page.type_into(PROGRESS, "第一段。第三段。");
    page.press("Tab");
    page.wait_until("stored", |page| is_stored(page, "第三段"));
    page.open_tab(Screen::DESK, "#/ledger?task=7");
    page.wait_for(PROGRESS);
    page.switch_tab(0);
    caret(&page, PROGRESS, 4);
    page.press("二");
    page.switch_tab(1);
    page.wait_until("the first tab's", |page| page.value(PROGRESS) == "第一段。二第三段。");
    page.type_into(PROGRESS, "尾。");
    page.press("Tab");
    page.wait_until("stored", |page| is_stored(page, "尾。"));
    page.switch_tab(0);
    page.wait_until("the other tab's", |page| page.value(PROGRESS) == "第一段。二第三段。尾。");
    assert_eq!(caret_of(&page, PROGRESS), 5);
    page.press("段");
    assert_eq!(page.value(PROGRESS), "第一段。二段第三段。尾。");
    page.wait_until("stored", |page| is_stored(page, "二段第三段。尾。"));
    page.console_is_clean();
}

#[test]
fn a34_what_is_being_composed_stays_while_another_window_marks_a_task() {
    let page = arrive("#/ledger?task=7");
    page.click(PROGRESS);
    let compose = |event: &str, words: &str| {
        page.eval(&format!(
            "(() => {{ const c = document.activeElement; c.value = '{words}'; \
             c.dispatchEvent({event}); }})()"
        ));
    };
    compose("new CompositionEvent('compositionstart', {bubbles: true})", "");
    compose("new InputEvent('input', {bubbles: true, isComposing: true})", "jin");
    page.open_tab(Screen::DESK, "#/ledger?task=8");
    page.mark("受阻");
    page.wait_for_row(8, "stuck", 0);
    page.switch_tab(0);
    page.wait_until("seen here", |page| page.row_status(8) == "stuck");
    assert_eq!(page.value(PROGRESS), "jin");
    assert!(!is_stored(&page, "jin"));
}

#[test]
fn a49_escape_brings_back_what_stood_there() {
    let page = arrive("#/ledger?task=7");
    page.type_into(PROGRESS, "原来的进展");
    page.press("Tab");
    page.wait_until("stored", |page| is_stored(page, "原来的进展"));
    page.fill(PROGRESS, "改错了");
    page.wait_until("stored after a pause", |page| is_stored(page, "改错了"));
    page.press("Escape");
    page.wait_until("back", |page| page.value(PROGRESS) == "原来的进展");
    page.wait_until("there, too", |page| !is_stored(page, "改错了"));
    assert_eq!(changes(&page, "进展情况").len(), 1, "as if it had not been");
    page.set_percent(40);
    page.wait_for_row(7, "underway", 40);
    page.fill("#percent-number", "99");
    page.press("Escape");
    assert_eq!((page.value("#percent-number"), page.row_percent(7)), ("40".into(), "40%".into()));
    page.wait_for(PROGRESS);
    page.press("Escape");
    page.wait_until("the second one closes the task", |page| page.hash() == "#/ledger");
}

#[test]
fn r19_what_was_just_typed_is_stored_when_the_page_goes() {
    let page = arrive("#/ledger?task=7");
    page.type_into(PROGRESS, "话音未落");
    page.reload();
    page.wait_for(PROGRESS);
    assert_eq!(page.value(PROGRESS), "话音未落");
    page.type_into(PROGRESS, "，又添一句");
    page.press("Ctrl+s");
    page.click_text("#export button", "导出文件");
    let (_, file) = page.downloaded(".json");
    assert!(String::from_utf8(file).unwrap().contains("话音未落，又添一句"));
}

#[test]
fn f26_another_task_begins_at_its_top() {
    let page = arrive("#/ledger?task=7");
    page.wait_for(PROGRESS);
    page.eval("document.querySelector('.pane').scrollTop = 600");
    assert!(page.eval_as::<f64>("document.querySelector('.pane').scrollTop") > 100.0);
    page.open_task(8);
    page.wait_until("its top", |page| {
        page.eval_as::<f64>("document.querySelector('.pane').scrollTop") < 1.0
    });
    let page = arrive_on(Screen::PHONE, "#/ledger");
    page.wait_for("#row-40");
    page.click("#row-40");
    page.wait_for_text("#detail-title", "第40项");
    page.wait_until("its top", |page| page.eval_as::<f64>("scrollY") < 1.0);
}
