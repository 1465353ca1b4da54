//! Filling in how far a task has come.

use crate::page::Page;
use crate::visitor::{KEY, arrive};

/// The eleven districts that 各区政府 means.
const DISTRICTS: [&str; 11] =
    ["越秀", "海珠", "荔湾", "天河", "白云", "黄埔", "花都", "番禺", "南沙", "从化", "增城"];

#[test]
fn a_task_shows_what_the_policy_says_of_it() {
    let page = arrive("#/ledger");
    page.click("#row-13");
    page.wait_for_text(".detail .policy-text", "引导金融机构开展绿色金融产品创新");
    let roles = page.texts(".duties dt");
    assert_eq!(roles, ["牵头", "配合", "支持"]);
    let units = page.texts(".duties dd");
    for lead in ["市地方金融监管局", "广州碳排放权交易中心"] {
        assert!(units[0].contains(lead), "{units:?}");
    }
    assert!(units[1].starts_with("各区政府（"), "{units:?}");
    for district in DISTRICTS {
        assert!(units[1].contains(&format!("{district}区政府")), "{district} in {units:?}");
    }
    page.wait_for_text(
        ".clause",
        "（市地方金融监管局、广州碳排放权交易中心牵头，各区政府配合，人民银行广州分行支持）",
    );
}

#[test]
fn marking_a_task_shows_everywhere_and_stays() {
    let page = arrive("#/ledger?task=13");
    page.mark("推进中");
    page.set_percent(60);
    page.type_into(".report textarea", "已签订备忘录");
    page.press("Tab");
    shows_everywhere(&page);
    assert!(page.stored_ledger(KEY).is_some_and(|text| text.contains("已签订备忘录")));
    page.wait_for_text(".saved", "已保存");
    page.reload();
    page.open_task(13);
    shows_everywhere(&page);
    page.console_is_clean();
}

/// What 推进中, 60 and 「已签订备忘录」 on task 13, the open one, come to.
#[track_caller]
fn shows_everywhere(page: &Page) {
    page.wait_for_row(13, "underway", 60);
    assert_eq!(page.value(".report textarea"), "已签订备忘录");
    assert_eq!(
        (page.value("#percent-number"), page.value("#percent-slider")),
        ("60".into(), "60".into())
    );
    let log = page.texts(".log tbody tr");
    let holds =
        |words: [&str; 2]| log.iter().any(|row| words.iter().all(|word| row.contains(word)));
    for words in
        [["完成状态", "空 → 推进中"], ["完成率", "空 → 60%"], ["进展情况", "空 → 已签订备忘录"]]
    {
        assert!(holds(words), "{words:?} in {log:?}");
    }
    page.go("#/overview");
    page.wait_for_text(".total-parts", "推进中 1");
    page.wait_for_text(".total h1", "平均完成率 1%");
    assert_eq!(page.attr("#square-13", "data-status").as_deref(), Some("underway"));
    for (chart, slices) in [
        ("chart-phase", &["第一步（到2021年）"][..]),
        ("chart-theme", &["完善现代金融服务体系"]),
        ("chart-lead", &["市地方金融监管局", "广州碳排放权交易中心"]),
    ] {
        let table = page.table(chart);
        let moved: Vec<_> = table.iter().filter(|row| row[2] == "1").map(|row| &row[0]).collect();
        assert_eq!(moved, slices, "推进中 in {chart}");
    }
    page.open_task(13);
}

#[test]
fn done_is_a_hundred_and_nothing_is_lowered_unasked() {
    let page = arrive("#/ledger?task=20");
    page.set_percent(60);
    page.wait_for_row(20, "underway", 60);
    page.mark("已完成");
    page.wait_for_row(20, "done", 100);

    page.mark("推进中");
    let question = page.dialog("question");
    for words in ["完成率改为60%", "保留100%", "取消"] {
        assert!(question.contains(words), "{question}");
    }
    page.wait_gone("#question[open]", || page.press("Escape"));
    page.wait_for_row(20, "done", 100);
    assert_eq!(page.texts(".statuses [aria-pressed=true]").concat(), "✓已完成");

    page.mark("推进中");
    page.wait_gone("#question[open]", || page.click_text("#question button", "取消"));
    page.wait_for_row(20, "done", 100);

    page.mark("推进中");
    page.click_text("#question button", "保留100%");
    page.wait_for_row(20, "underway", 100);

    page.mark("已完成");
    page.mark("推进中");
    page.click_text("#question button", "完成率改为60%");
    page.wait_for_row(20, "underway", 60);
    page.press("Ctrl+z");
    page.wait_for_row(20, "done", 100);
}

#[test]
fn a_lower_number_on_a_completed_task_is_asked_about_too() {
    let page = arrive("#/ledger?task=20");
    page.mark("已销号");
    page.set_percent(30);
    assert!(page.dialog("question").contains("一起改"));
    page.wait_gone("#question[open]", || page.press("Escape"));
    page.wait_for_row(20, "signed-off", 100);
    let shown = (page.value("#percent-number"), page.value("#percent-slider"));
    assert_eq!(shown, ("100".into(), "100".into()), "the controls show what is reported");
    page.set_percent(30);
    page.click_text("#question button", "一起改");
    page.wait_for_row(20, "underway", 30);
}

#[test]
fn a52_a_number_that_cannot_stand_is_told_of_and_stays_to_be_corrected() {
    let page = arrive("#/ledger?task=20");
    page.set_percent(40);
    page.wait_for_row(20, "underway", 40);
    for typed in ["45.5", "99.9", "-5", "300", "abc"] {
        page.fill("#percent-number", typed);
        page.press("Tab");
        let words = format!("“{typed}”不能填入“完成率”，应为0到100的整数。");
        page.wait_for_text(".percent-field .refusal", &words);
        page.wait_for_text(".toast", &words);
        assert_eq!(page.value("#percent-number"), typed);
        assert_eq!(page.attr("#percent-number", "aria-invalid").as_deref(), Some("true"));
        page.wait_for_text(".unsaved", "1处未保存");
        assert_eq!(page.row_percent(20), "40%");
    }
    // It is there again when one comes back to the task.
    page.open_task(21);
    assert_eq!(page.value("#percent-number"), "0");
    page.open_task(20);
    assert_eq!(page.value("#percent-number"), "abc");
    page.wait_for_text(".percent-field .refusal", "abc");
    page.wait_gone(".percent-field .refusal", || {
        page.fill("#percent-number", "８０．００％");
        page.press("Tab");
    });
    page.wait_for_row(20, "underway", 80);
    page.wait_for_text(".saved", "已保存");
    page.wait_until("as it is shown", |page| page.value("#percent-number") == "80");
}

#[test]
fn a_task_can_be_moved_to_another_phase_and_back() {
    let page = arrive("#/ledger?task=13");
    page.choose(".field.inline select", "2035");
    page.wait_for_text(".field.inline", "已改动");
    page.wait_gone(".field.inline .hint", || page.press("Ctrl+z"));
    page.wait_until("the default phase", |page| page.value(".field.inline select") == "2021");
}

#[test]
fn a_whole_row_is_filled_in_and_comes_back() {
    let page = arrive("#/ledger?task=20");
    page.wait_for(".report");
    for summary in ["时限与责任", "具体举措", "进展记录", "佐证材料", "销号与备注"]
    {
        page.click_text(".group > summary", summary);
    }
    let fill = |label: &str, words: &str| {
        page.eval(&format!(
            "(() => {{ const field = [...document.querySelectorAll('.report .field')].find(f => \
             f.querySelector('span').textContent === {}); const control = \
             field.querySelector('input, textarea'); control.value = {}; \
             control.dispatchEvent(new Event('input', {{bubbles: true}})); \
             control.dispatchEvent(new Event('change', {{bubbles: true}})); }})()",
            serde_json::json!(label),
            serde_json::json!(words)
        ));
    };
    for (label, words) in WORDS {
        fill(label, words);
    }
    page.click_text(".group button", "添加一条举措");
    page.wait_until("the new line has the focus", |page| {
        page.eval_as("document.activeElement.matches('.items textarea')")
    });
    page.type_into(".items textarea", "拟订方案");
    page.click(".items .check input");
    page.reload();
    page.wait_for(".items textarea");
    assert_eq!(page.value(".items textarea"), "拟订方案");
    let shown: Vec<String> = page.eval_as(
        "[...document.querySelectorAll('.report .field')].map(f => f.querySelector('span').textContent \
         + '=' + f.querySelector('input, textarea, select').value)",
    );
    for (label, words) in WORDS {
        assert!(shown.contains(&format!("{label}={words}")), "{label} in {shown:#?}");
    }
    page.wait_for_text(".log", "拟订方案 · 已完成");
    page.wait_gone(".items textarea", || page.click_text(".items button", "删除"));
    page.press("Ctrl+z");
    page.wait_for(".items textarea");
    assert_eq!(page.value(".items textarea"), "拟订方案");
}

const WORDS: [(&str, &str); 10] = [
    ("开始时间", "2021-09-01"),
    ("完成时限", "2022-12-31"),
    ("责任部门", "规划处"),
    ("责任人", "李四"),
    ("联系人", "王五"),
    ("目标任务（成果形式）", "印发方案"),
    ("存在问题", "口径不一"),
    ("下一步工作计划", "征求意见"),
    ("销号依据", "会议纪要"),
    ("备注", "与第21项一并推进"),
];
