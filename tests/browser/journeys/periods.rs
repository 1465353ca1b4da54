//! Periods: closed, compared, opened again; and rows that are as they were.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_on};

/// Lets the test say what time it is.
const CLOCK: &str = "(() => { const Real = Date; let ahead = 0; \
    window.setClock = at => { ahead = Real.parse(at) - Real.now(); }; \
    window.Date = class extends Real { \
        constructor(...parts) { if (parts.length) super(...parts); else super(Real.now() + ahead); } \
        static now() { return Real.now() + ahead; } }; })()";

/// A page whose clock stands at noon of this day.
fn arrive_at(day: &str, hash: &str) -> Page {
    let page = Page::blank(Screen::DESK);
    page.run_first(CLOCK);
    page.load("#/overview");
    page.skip_question();
    set_clock(&page, day);
    page.go(hash);
    page
}

/// Sets the clock to noon of a day, and comes back to the window.
fn set_clock(page: &Page, day: &str) {
    page.eval(&format!("setClock('{day}T12:00:00')"));
    page.eval("dispatchEvent(new Event('focus'))");
    page.wait_for_text(".as-of", day);
}

/// The names of the periods that are closed, the newest first.
fn closed(page: &Page) -> Vec<String> {
    page.texts(".closings tbody tr:not(.reopened) th[scope=row]")
        .into_iter()
        .filter(|name| name.contains('年') || name.contains('期'))
        .collect()
}

/// What the form proposes: a name and a day.
fn proposed(page: &Page) -> (String, String) {
    let field =
        |of: &str| page.eval_as(&format!("document.querySelector('.close-form input{of}').value"));
    (field("[type=text]"), field("[aria-label=截至]"))
}

fn close(page: &Page, name: &str, until: &str) {
    page.go("#/periods");
    page.wait_for(".close-form");
    // A browser brings what it clicks to the edge of the window, under the head.
    page.eval("scrollTo(0, 0)");
    page.click_text(".close-form button", "自定义");
    page.fill(".close-form input[type=text]", name);
    page.fill(".close-form input[aria-label=截至]", until);
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
    close(&page, "2022年5月", "2022-05-31");
    page.open_task(1);
    page.mark("已完成");
    page.open_task(2);
    page.mark("受阻");
    page.go("#/periods");
    // The period stays as it was; the present has moved on.
    let row = page.text(".closings tbody tr");
    assert!(row.contains("2022-05-31") && row.contains("0/48"), "{row}");
    let words = text(&page);
    for part in [
        "三年行动计划48项任务已完成1项，占2.1%，较2022年5月底增加1项",
        "一、新完成1项。第1项“粤港澳大湾区金融市场互联互通问题研究”（市地方金融监管局、市发展改革委牵头）：已完成。",
        // The year of the second step is over since.
        "二、新增滞后11项，其中严重滞后11项。第5项“粤港澳大湾区金融发展指数研究”",
        "三、其余任务。有变化1项，无变化35项。（1＋11＋1＋35＝48）",
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
    page.click_text(".periods .actions button", "复制");
    page.wait_for_text(".toast", "已复制");
    close(&page, "第二期", "2022-06-30");
    page.wait_until("a drawing of both", |page| {
        let words: String =
            page.eval_as("document.querySelector('.periods .plot svg')?.textContent ?? ''");
        words.contains("2022年5月") && words.contains("第二期")
    });
    page.click_text(".closings button", "撤销结账：第二期");
    page.click_text("#period-question button", "撤销结账");
    page.wait_for_text(".closings .reopened", "已撤销");
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
    page.wait_for_text("#waiting-title ~ p", "尚未更新的任务48项");
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
    page.wait_for_text("#waiting-title ~ p", "尚未更新的任务46项");
    page.click_text(".periods button", "46项均标为“与上期一致”");
    page.wait_for_text("#waiting-title ~ p", "48项任务均已更新");
    let stored = page.stored_ledger(KEY).unwrap_or_default();
    assert_eq!(stored.matches("\"carried\"").count(), 48);
    page.press("Ctrl+z");
    page.wait_for_text("#waiting-title ~ p", "尚未更新的任务46项");
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
    page.wait_for_text(".closings tbody th", "第13项");
    page.wait_until("the file is what is compared", |page| {
        page.eval(
            "[...document.querySelectorAll('.sheet-tools select')].some(select =>
                select.selectedOptions[0]?.textContent.includes('文件“同事.json”'))",
        ) == true
    });
    assert!(text(&page).contains("＝48）"), "{}", text(&page));
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

#[test]
fn f02_after_closing_the_text_is_of_the_period_just_closed() {
    let page = arrive("?demo#/periods");
    page.wait_for(".close-form");
    // The period is open: its text is of now.
    page.wait_until("a text of now", |page| text(page).contains("较5月底增加"));
    page.click_text(".close-form .primary", "结账");
    page.wait_for_text(".toast", "已结账：2022年6月");
    let words = text(&page);
    for part in [
        "截至2022年6月30日，三年行动计划48项任务已完成10项，占20.8%，较5月底增加",
        "推进正常15项；滞后12项；严重滞后11项。平均完成率55%，较5月底提高",
        "一、新完成",
        "＝48）",
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
    for part in ["→", "持平", "成0项", "滞后0项", "正常0项", "变化0项", "无变化48项"]
    {
        assert!(!words.contains(part), "{part} in {words}");
    }
    let compared: Vec<String> = page.eval_as(
        "[...document.querySelectorAll('.sheet-tools select')].filter(e => e.checkVisibility())
            .map(e => e.selectedOptions[0].textContent)",
    );
    assert!(compared[0].contains("2022年5月") && compared[1].contains("2022年6月"), "{compared:?}");
    page.console_is_clean();
}

#[test]
fn f08_nothing_is_stamped_right_after_closing() {
    let page = arrive("?demo#/periods");
    page.wait_for_text("#waiting-title ~ p", "2022年5月结账后尚未更新的任务");
    page.click_text(".close-form .primary", "结账");
    page.wait_for_text(".closed-last", "2022年6月已结账，下一期2022年7月（截至7月29日）");
    page.wait_gone("#waiting-title");
    assert_eq!(proposed(&page).0, "2022年7月");
}

#[test]
fn f07_closing_again_asks_and_replaces() {
    let page = arrive("#/periods");
    close(&page, "2022年6月", "2022-06-30");
    page.open_task(1);
    page.mark("已完成");
    page.go("#/periods");
    page.wait_for(".close-form");
    page.click_text(".close-form button", "自定义");
    page.fill(".close-form input[type=text]", "2022年 06月");
    page.click_text(".close-form .primary", "结账");
    page.wait_for_text("#period-question", "已结账，重新结账将替换原数");
    page.click_text("#period-question button", "取消");
    page.wait_gone("#period-question[open]");
    assert!(page.text(".closings tbody tr").contains("0/48"));
    page.click_text(".close-form .primary", "结账");
    page.click_text("#period-question button", "重新结账");
    page.wait_for_text(".closings tbody tr", "1/48");
    assert_eq!(closed(&page).len(), 1);
    page.press("Ctrl+z");
    page.wait_for_text(".closings tbody tr", "0/48");
    assert_eq!(closed(&page), ["2022年6月"]);
}

#[test]
fn f51_a_closing_is_taken_back_only_after_a_question() {
    let page = arrive("?demo#/periods");
    page.click_text(".closings button", "撤销结账：2022年5月");
    page.wait_for_text("#period-question", "2022年5月");
    page.press("Escape");
    page.wait_gone("#period-question[open]");
    assert_eq!(page.count(".closings .reopened"), 0);
    page.click_text(".closings button", "撤销结账：2022年5月");
    page.click_text("#period-question button", "撤销结账");
    page.wait_for_text(".toast", "已撤销2022年5月的结账");
    page.wait_for_text(".closings .reopened", "2022年5月");
    page.press("Ctrl+z");
    page.wait_gone(".closings .reopened");
}

#[test]
fn a21_a_double_click_closes_once() {
    let page = arrive_at("2022-07-05", "#/periods");
    page.wait_for(".close-form");
    assert_eq!(proposed(&page), ("2022年6月".to_owned(), "2022-06-30".to_owned()));
    let button = page.find(".close-form .primary");
    page.browser
        .run("double click", page.driver().action_chain().double_click_element(&button).perform());
    page.wait_for_text(".closed-last", "2022年6月已结账，下一期2022年7月（截至7月29日）");
    // Long enough for whatever a second yes would have done.
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    assert_eq!(closed(&page), ["2022年6月"]);
    assert_eq!(page.count("#period-question[open]"), 0);
    // One more is a yes of its own, and of a period that is not over it asks.
    page.click_text(".close-form .primary", "结账");
    page.wait_for_text("#period-question", "2022年7月截至7月29日，尚未到期");
    page.press("Escape");
    page.wait_gone("#period-question[open]");
    page.press("Ctrl+z");
    page.wait_until("nothing is closed", |page| closed(page).is_empty());
    assert_eq!(page.count(".closings .reopened"), 1);
}

#[test]
fn a21_a_key_that_is_held_closes_once() {
    let page = arrive_at("2022-07-05", "#/periods");
    page.wait_for(".close-form");
    // As a browser repeats it: each press of a key that is held down also presses what has the focus.
    page.eval(
        "(() => { const button = document.querySelector('.close-form .primary'); button.focus();
            for (let n = 0; n < 8; n++) {
                const key = new KeyboardEvent('keydown',
                    {key: 'Enter', repeat: n > 0, bubbles: true, cancelable: true});
                if (document.activeElement.dispatchEvent(key)) document.activeElement.click();
            } })()",
    );
    page.wait_for_text(".closed-last", "2022年6月已结账");
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    assert_eq!(closed(&page), ["2022年6月"]);
    assert_eq!(page.count("#period-question[open]"), 0);
}

#[test]
fn a28_the_proposal_follows_the_clock() {
    let page = arrive_at("2022-06-20", "#/periods");
    page.wait_for(".close-form");
    assert_eq!(proposed(&page), ("2022年6月".to_owned(), "2022-06-30".to_owned()));
    page.go("#/overview");
    page.wait_for(".total");
    set_clock(&page, "2022-08-04");
    page.go("#/periods");
    page.wait_until("July is proposed", |page| {
        proposed(page) == ("2022年7月".to_owned(), "2022-07-29".to_owned())
    });
    // What a person wrote stays, whatever day it becomes.
    page.fill(".close-form input[type=text]", "七月");
    set_clock(&page, "2022-09-20");
    assert_eq!(proposed(&page), ("七月".to_owned(), "2022-07-29".to_owned()));
}
