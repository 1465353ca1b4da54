//! Other views of the same tasks: over time, and change by change.

use crate::page::Page;
use crate::visitor::arrive;

#[test]
fn the_timeline_shows_what_is_due_and_says_the_same_as_a_table() {
    let page = arrive("#/table?section=5");
    for (task, date) in [(46, "2026-01-31"), (47, "2035-12-31")] {
        page.wait_for(&format!("#cell-{task}-12"));
        page.eval(&format!("document.querySelector('#cell-{task}-12').focus()"));
        page.wait_for(".cell-bar input[type=date]");
        page.eval(&format!(
            "(() => {{ const c = document.querySelector('.cell-bar input'); c.value = '{date}'; \
             c.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
        ));
    }
    page.go("#/timeline?section=5");
    // Nobody set a day for task 48.
    for words in ["逾期", "（默认）"] {
        // The words of a drawing are no text of the page.
        let holds =
            format!("document.querySelector('.lanes svg')?.textContent.includes('{words}')");
        page.wait_until(words, |page| page.eval(&holds) == true);
    }
    page.is_accessible();
    page.click_text(".timeline button", "表格");
    page.wait_for_text(".timeline .numbers", "2026-01-31");
    page.wait_for_text(".timeline .numbers", "严重滞后");
    page.is_accessible();
    page.click_text(".timeline button", "表格");
    page.click(".lane-links li:nth-child(2) a");
    page.wait_for_text("#detail-title", "第47项");
    page.wait_for_text(".light-field", "不计进度");
    page.go("#/overview");
    page.wait_for_text(".lit", "严重滞后");
    page.console_is_clean();
}

#[test]
fn a_light_explains_itself_and_a_person_may_change_it() {
    let page = arrive("#/table?section=5");
    page.wait_for("#cell-46-12");
    page.eval("document.querySelector('#cell-46-12').focus()");
    page.wait_for(".cell-bar input[type=date]");
    page.eval(
        "(() => { const c = document.querySelector('.cell-bar input'); c.value = '2026-01-31'; \
         c.dispatchEvent(new Event('change', {bubbles: true})); })()",
    );
    page.open_task(46);
    page.wait_for_text(".light-field", "已逾期");
    page.wait_for_text(".light-field", "银川规则");
    page.click(".verdict summary");
    page.choose(".verdict select", "yellow");
    page.type_into(".verdict textarea", "等待上级文件");
    page.wait_for_text(".light-field", "人工");
    page.wait_for_text(".light-field", "等待上级文件");
    page.go("#/settings");
    page.click_text(".rules .check", "金寨");
    page.open_task(46);
    page.wait_for_text(".light-field", "金寨规则");
    page.console_is_clean();
}

#[test]
fn every_change_of_every_task_is_found() {
    let page = arrive("#/ledger?task=3");
    page.mark("推进中");
    page.open_task(9);
    page.mark("受阻");
    page.go("#/log");
    page.wait_for_text(".count[role=status]", "2处修改");
    let newest = page.texts("#main .log tbody tr");
    assert!(newest.last().is_some_and(|line| line.contains("第3项")), "{newest:#?}");
    page.eval(
        "(() => { const i = document.querySelector('.timeline input'); i.value = '受阻'; \
         i.dispatchEvent(new Event('input', {bubbles: true})); })()",
    );
    page.wait_until("one is left", |page| page.count_shown(".timeline .log tbody tr") == 1);
    page.console_is_clean();
}

#[test]
fn a_screen_keeps_up_while_it_is_shown_and_when_it_is_shown_again() {
    let page = arrive("#/ledger?task=1");
    // The first edit on a machine also notes whose it is, which every screen reads.
    page.mark("推进中");
    page.go("#/log");
    page.go("#/table");
    page.wait_for("#cell-6-15");
    let status = |page: &Page| -> String {
        page.eval_as("document.querySelector('#cell-6-20').textContent")
    };
    let before = status(&page);
    page.open_task(6);
    page.mark("受阻");
    page.wait_for_row(6, "stuck", 0);
    assert_eq!(status(&page), before, "an edit waits for no screen that nobody sees");
    page.go("#/table");
    page.wait_until("the table says so", |page| status(page).contains("受阻"));
    page.click_text(".head-tools button", "撤销");
    page.wait_until("the table keeps up", |page| status(page) == before);
    page.go("#/log");
    page.wait_for_text(".count[role=status]", "3处修改");
    page.console_is_clean();
}

#[test]
fn what_others_wrote_is_listed_with_its_licence() {
    let page = arrive("#/settings");
    page.wait_for_text(".settings a[target=_blank]", "第三方组件许可");
    let list: String = page.eval_as(
        "fetch(document.querySelector('.settings a[target=_blank]').href).then(list => list.text())",
    );
    assert!(list.contains("leptos") && list.contains("Permission is hereby granted"), "{list}");
    page.console_is_clean();
}

/// One day decides in the list, in the task, over time and in what calls for attention.
#[test]
fn f10_a_task_without_a_day_is_due_by_its_phase_everywhere() {
    let page = arrive("#/ledger?task=2");
    page.mark("推进中");
    page.wait_for_text(".light-field", "严重滞后");
    page.wait_for_text(".light-field", "未填完成时限，按阶段默认为2021年12月31日；");
    page.wait_for_text("#row-2", "时限（默认）2021-12-31");
    page.wait_for_text("#row-2", "严重滞后");
    page.go("#/overview");
    let counts = |css: &str| page.texts(css).join(" ");
    page.wait_for_text(".reasons", "已到期未完成");
    let red: String =
        page.eval_as("document.querySelector('.lit [data-light=red] strong').innerText");
    let overdue: String =
        page.eval_as("document.querySelector('[data-attention=overdue] strong').innerText");
    assert_eq!(red, overdue, "{}", counts(".reasons"));
    page.click(".lit a[data-light=red]");
    page.wait_until("as many", |page| page.listed().len().to_string() == red);
    page.go("#/timeline");
    page.wait_until("said over time", |page| {
        page.eval(
            "document.querySelector('.lanes svg')?.textContent.includes('2021-12-31（默认）')",
        ) == true
    });
    page.console_is_clean();
}

/// 清除 and 恢复 and every other yes count once.
#[test]
fn a21_a_double_click_fills_one_item_in() {
    let page = arrive("#/ledger?task=1");
    page.click_text(".report summary", "举措");
    let add = page.eval_element(
        "the button that adds",
        "[...document.querySelectorAll('.report button')]
            .find(b => b.checkVisibility() && b.textContent.includes('举措'))",
    );
    page.browser
        .run("double click", page.driver().action_chain().double_click_element(&add).perform());
    let items = "[...document.querySelectorAll('.report button')].filter(b => b.textContent === '删除' && b.checkVisibility()).length";
    page.wait_until("an item", |page| page.eval(items) != 0);
    std::thread::sleep(std::time::Duration::from_millis(600));
    assert_eq!(page.eval(items), 1);
}
