//! What people do with the page, from opening it to the file they hand in.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_as};

#[test]
fn opens_under_any_path_and_then_needs_no_network() {
    let page = arrive("#/overview");
    assert!(page.title().contains("任务台账"), "the title is {:?}", page.title());
    assert_eq!((page.count(".square"), page.count("a.row")), (48, 48));
    for hash in ["#/ledger?task=7", "#/source", "#/settings", "#/overview"] {
        page.go(hash);
    }
    page.console_is_clean();
    assert_eq!(page.requests_since_load(), Vec::<String>::new());
}

#[test]
fn asks_once_who_one_is_and_signs_what_one_does() {
    let page = arrive_as("张三", "市财政局", "#/ledger");
    assert_eq!(page.texts(".chip"), ["我牵头的", "我配合的", "我支持的"]);
    page.click_text(".chip", "我配合的");
    page.wait_for_text(".count", "6 项");
    page.open_task(4);
    page.mark("推进中");
    page.wait_for_text(".log", "张三（市财政局）");
    page.reload();
    assert_eq!(page.count("#welcome[open]"), 0);
    page.open_task(4);
    page.wait_for_text(".log", "张三（市财政局）");
}

#[test]
fn marking_a_task_shows_everywhere_and_stays() {
    let page = arrive("#/ledger");
    page.click("#row-13");
    page.wait_for_text(".detail .policy-text", "引导金融机构开展绿色金融产品创新");
    page.wait_for_text(".duties", "各区政府（越秀区政府、海珠区政府");
    page.wait_for_text(".clause", "（市地方金融监管局、广州碳排放权交易中心牵头，各区政府配合");
    page.mark("推进中");
    page.set_percent(60);
    page.type_into(".report textarea", "已签订备忘录");
    let shown = |page: &Page| {
        assert_eq!(
            (page.row_status(13).as_str(), page.row_percent(13).as_str()),
            ("underway", "60%")
        );
        assert_eq!(page.value(".report textarea"), "已签订备忘录");
        for words in ["未启动 → 推进中", "进展情况", "空 → 60%"] {
            page.wait_for_text(".log", words.trim_start_matches("未启动 → "));
        }
    };
    shown(&page);
    page.reload();
    page.open_task(13);
    shown(&page);
    page.go("#/overview");
    page.wait_for_text(".total-parts", "推进中 1");
    page.wait_for_text(".total h1", "平均完成率 1%");
    for (chart, row) in [(1, "第二步"), (2, "完善现代"), (3, "市地方金融监管局")] {
        let _ = row;
        page.eval(&format!(
            "document.querySelectorAll('.chart-tools button:first-child')[{}].click()",
            chart - 1
        ));
    }
    page.wait_until("all three tables are there", |page| page.count_shown(".numbers") == 3);
    let underway: Vec<u32> = page.eval_as(
        "[...document.querySelectorAll('.numbers')].map(t => [...t.querySelectorAll('tbody tr')]\
         .reduce((n, r) => n + Number(r.children[2].textContent), 0))",
    );
    assert_eq!(underway, [1, 1, 2], "task 13 has two lead units");
}

#[test]
fn done_is_a_hundred_and_nothing_is_lowered_unasked() {
    let page = arrive("#/ledger?task=20");
    page.set_percent(60);
    page.wait_until("progress means underway", |page| page.row_status(20) == "underway");
    page.mark("已完成");
    page.wait_until("done is 100", |page| page.row_percent(20) == "100%");
    page.mark("推进中");
    assert!(page.dialog("question").contains("完成率改为 60%"));
    page.press("Escape");
    page.wait_gone("#question[open]");
    assert_eq!((page.row_status(20).as_str(), page.row_percent(20).as_str()), ("done", "100%"));
    page.mark("推进中");
    page.click_text("#question button", "保留 100%");
    page.wait_until("kept", |page| {
        page.row_status(20) == "underway" && page.row_percent(20) == "100%"
    });
    page.mark("已完成");
    page.mark("推进中");
    page.click_text("#question button", "完成率改为 60%");
    page.wait_until("lowered", |page| page.row_percent(20) == "60%");
    page.mark("已销号");
    page.set_percent(30);
    assert!(page.dialog("question").contains("一起改"));
    page.click_text("#question button", "取消");
    page.wait_gone("#question[open]");
    assert_eq!(page.value("#percent-number"), "100", "the field shows what is reported");
}

#[test]
fn everything_goes_by_keys() {
    let page = arrive("#/overview");
    page.press("/");
    page.wait_until("the search has the focus", |p| {
        p.eval_as::<String>("document.activeElement.id") == "search"
    });
    page.press("Escape");
    page.eval("document.activeElement.blur()");
    page.press("j");
    page.press("j");
    page.press("j");
    page.press("k");
    page.wait_until("the second row", |p| {
        p.eval_as::<String>("document.activeElement.id") == "row-2"
    });
    page.press("3");
    page.wait_until("stuck", |page| page.row_status(2) == "stuck");
    page.press("Enter");
    page.wait_for_text("#detail-title", "第2项");
    page.press("4");
    page.wait_until("done", |page| page.row_status(2) == "done");
    page.press("Ctrl+z");
    page.wait_until("undone", |page| page.row_status(2) == "stuck" && page.row_percent(2) == "0%");
    page.press("Ctrl+y");
    page.wait_until("redone", |page| page.row_status(2) == "done");
    page.click(".report textarea");
    page.press("5");
    page.press("j");
    page.wait_until("keys are text here", |page| page.value(".report textarea") == "5j");
    assert_eq!(page.row_status(2), "done");
    page.eval("document.activeElement.blur()");
    page.press("?");
    page.wait_for("#help[open]");
    page.press("Escape");
    page.wait_gone("#help[open]");
}

#[test]
fn the_address_holds_the_view() {
    let page = arrive("#/ledger");
    page.type_into("#search", "白云");
    page.wait_until("tasks of 各区政府", |page| page.count_shown("a.row") == 8);
    let hash = page.hash();
    assert!(hash.contains("q="), "{hash}");
    page.reload();
    page.wait_until("the same again", |page| page.count_shown("a.row") == 8);
    page.click_text(".count a", "清除筛选");
    page.wait_until("all", |page| page.count_shown("a.row") == 48);
    page.click_text("summary", "筛选条件");
    page.choose(".choice:nth-child(2) select", "4");
    page.wait_until("one section", |page| page.count_shown("a.row") == 4);
    page.choose(".choice:nth-child(4) select", "人民银行广州分行");
    page.choose(".choice:nth-child(5) select", "牵头");
    page.wait_until("what it leads", |page| page.count_shown("a.row") == 1);
}

#[test]
fn a_bar_opens_its_slice() {
    let page = arrive("#/overview");
    page.wait_for("#chart-lead svg");
    page.click("#chart-lead .plot-links li:nth-child(3) a");
    page.wait_for_text(".count", "2 项");
    page.go("#/overview");
    page.click_text(".switch button", "首位牵头");
    let totals: u32 = page.eval_as(
        "[...document.querySelectorAll('#chart-lead a')]\
         .reduce((n, a) => n + Number(a.title.match(/\\/(\\d+)/)[1]), 0)",
    );
    assert_eq!(totals, 48);
    let light = page.eval_as::<String>("document.querySelector('#chart-phase svg').outerHTML");
    page.browser.show_on(Screen::DESK.dark());
    page.wait_until("another drawing in the dark", |page| {
        page.eval_as::<String>("document.querySelector('#chart-phase svg').outerHTML") != light
    });
    page.click_text("button", "存为图片");
    let svg = std::fs::read_to_string(page.wait_for_download(".svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("截至"), "{}", &svg[..80]);
}

#[test]
fn a_file_goes_from_one_to_another() {
    let a = arrive_as("张三", "市财政局", "#/ledger?task=6");
    a.mark("推进中");
    a.set_percent(30);
    let (name, file) = a.export();
    assert!(name.starts_with("台账_市财政局_"), "{name}");

    let b = arrive_as("李四", "市国资委", "#/ledger?task=7");
    b.mark("受阻");
    b.receive(&name, &file);
    let preview = b.dialog("preview");
    for words in ["张三（市财政局）", "2 处对方较新", "30%", "推进中"] {
        assert!(preview.contains(words), "「{words}」 in {preview}");
    }
    b.click_text("#preview button", "取消");
    b.wait_gone("#preview[open]");
    assert_eq!(b.row_status(6), "not-started");
    b.receive(&name, &file);
    b.click_text("#preview button", "导入这些内容");
    b.wait_until("taken in", |page| {
        page.row_status(6) == "underway" && page.row_percent(6) == "30%"
    });
    assert_eq!(b.row_status(7), "stuck", "one's own work stays");
    b.click_text(".head-tools button", "撤销");
    b.wait_until("taken back in one step", |page| page.row_status(6) == "not-started");
    b.receive(&name, &file);
    b.click_text("#preview button", "导入这些内容");
    b.wait_until("taken in again", |page| page.row_status(6) == "underway");
    b.receive(&name, &file);
    assert!(b.dialog("preview").contains("没有本机还不知道的内容"));
    b.click_text("#preview button", "关闭");

    // Both go on from here without knowing of each other.
    b.open_task(6);
    b.set_percent(50);
    a.set_percent(80);
    let (name, file) = a.export();
    b.receive(&name, &file);
    assert!(b.dialog("preview").contains("双方都改过（1）"));
    b.click_text("#preview label", "保留本机的");
    b.click_text("#preview button", "导入这些内容");
    b.wait_gone("#preview[open]");
    assert_eq!(b.row_percent(6), "50%");
}

#[test]
fn a_bad_file_changes_nothing_and_is_told_of() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    let stored = page.stored(KEY);
    let newer = br#"{"format":"policy-ledger","version":99,"policy":"x","people":{},"tasks":{}}"#;
    for (content, words) in [
        (&br#"{"format":"policy-ledger","version":1,"#[..], "不完整"),
        (b"<!doctype html><html></html>", "网页"),
        (b"{\"\xb1\xea\xcc\xe2\": 1}", "GBK"),
        (newer, "99"),
        (b"PK\x03\x04 a spreadsheet", "Excel"),
    ] {
        page.receive("台账.json", content);
        let message = page.dialog("problem");
        assert!(message.contains(words) && message.contains("本机数据没有改动"), "{message}");
        page.click_text("#problem button", "知道了");
        page.wait_gone("#problem[open]");
    }
    assert_eq!(page.stored(KEY), stored);
}

#[test]
fn what_is_stored_is_never_overwritten_unread() {
    let page = arrive("#/ledger?task=1");
    page.store(KEY, "{broken");
    page.reload();
    page.wait_for_text(".banner", "读不出来");
    page.mark("已完成");
    page.wait_until("saved", |page| page.stored(KEY).is_some_and(|text| text.contains("已完成")));
    let keys = page.stored_keys();
    let aside = keys.iter().find(|key| key.contains(":aside:")).expect("kept aside");
    assert_eq!(page.stored(aside).as_deref(), Some("{broken"));
    page.store(
        KEY,
        r#"{"format":"policy-ledger","version":9,"policy":"guangzhou-financial-hub-2021"}"#,
    );
    page.reload();
    page.wait_for_text(".banner", "更新的版本");
    page.mark("推进中");
    page.wait_for_text(".banner.alarm", "尚未保存");
    assert!(page.stored(KEY).unwrap().contains("\"version\":9"));
}

#[test]
fn a_full_storage_is_told_of_until_there_is_room() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    let before = page.stored(KEY);
    page.eval(
        "(() => { let n = 1 << 20, s = 'x'.repeat(n), k = 0; while (n) { \
         try { localStorage.setItem('filler' + k++, s.slice(0, n)); } catch { n >>= 1; } } })()",
    );
    page.type_into(".report textarea", "写不下了");
    page.wait_for_text(".banner.alarm", "已满");
    assert_eq!(page.stored(KEY), before, "what was there is still there");
    page.eval("Object.keys(localStorage).filter(k => k.startsWith('filler')).forEach(k => localStorage.removeItem(k))");
    page.type_into(".report textarea", "，又写得下了");
    page.wait_gone(".banner.alarm");
    assert!(page.stored(KEY).unwrap().contains("写不下了，又写得下了"));
}

#[test]
fn two_tabs_keep_each_others_work() {
    let page = arrive("#/ledger?task=1");
    page.open_tab(Screen::DESK, "#/ledger?task=2");
    page.mark("受阻");
    page.wait_until("marked", |page| page.row_status(2) == "stuck");
    page.switch_tab(0);
    page.wait_until("seen in the first tab", |page| page.row_status(2) == "stuck");
    page.mark("已完成");
    page.reload();
    assert_eq!((page.row_status(1).as_str(), page.row_status(2).as_str()), ("done", "stuck"));
}

#[test]
fn the_sources_are_linked_both_ways() {
    let page = arrive("#/source?article=9");
    page.wait_until("the article is in view", |page| {
        let top: f64 =
            page.eval_as("document.querySelector('#article-9').getBoundingClientRect().top");
        (40.0..300.0).contains(&top)
    });
    assert_eq!((page.count("h4"), page.count("[id^=source-task-]")), (25, 48));
    page.click_text("#article-9 ~ .links a", "第18项");
    page.wait_for_text("#detail-title", "第18项");
    page.click_text(".topics a", "（九）");
    page.wait_for("#article-9");
    page.click_text(".outline button", "下载结构化数据");
    let file = std::fs::read_to_string(page.wait_for_download(".json")).unwrap();
    let policy: serde_json::Value = serde_json::from_str(&file).unwrap();
    assert_eq!(policy["tasks"].as_array().map(Vec::len), Some(48));
}
