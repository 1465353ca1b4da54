//! What the browser keeps, and what happens where it does not.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_unkept};

const GOLDEN: &str = include_str!("../../data/ledger-v1.json");

#[test]
fn r4_what_cannot_be_read_is_quarantined_for_ever() {
    let page = arrive("#/ledger?task=1");
    page.store(KEY, "{broken");
    page.reload();
    page.wait_for_text(".banner", "读不出来");
    page.mark("已完成");
    page.wait_until("saved", |page| {
        page.stored_ledger(KEY).is_some_and(|text| text.contains("已完成"))
    });
    let aside = || {
        let keys = page.stored_keys();
        keys.into_iter().filter(|key| key.contains(":aside:")).collect::<Vec<_>>()
    };
    let kept = aside();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(page.stored(&kept[0]).as_deref(), Some("{broken"));
    page.click_text(".banner button", "下载原始数据");
    assert_eq!(page.downloaded(".txt").1, b"{broken");
    page.reload();
    page.wait_for_row(1, "done", 100);
    assert_eq!(page.count_shown(".banner"), 0, "the blank ledger took its place");
    assert_eq!((aside(), page.stored(&kept[0]).as_deref()), (kept.clone(), Some("{broken")));
}

#[test]
fn what_takes_a_closer_look_waits_for_it_and_nothing_is_written() {
    let page = arrive_unkept("#/overview");
    page.store(KEY, "{broken");
    let before = page.stored_keys();
    page.block(&["*later-*"]);
    page.reload();
    page.wait_for_text("[role=alert]", "没有下载下来");
    assert_eq!(page.count_shown("main"), 0, "nothing to fill in");
    assert_eq!(page.count_shown(".saved, .unsaved"), 0);
    page.press("4");
    assert_eq!((page.stored_keys(), page.stored(KEY).as_deref()), (before, Some("{broken")));
    page.block(&[]);
    page.click_text("button", "再试一次");
    page.wait_for_text(".banner", "读不出来");
    page.wait_for(".square");
    assert_eq!(page.stored(KEY).as_deref(), Some("{broken"));
}

#[test]
fn r6_what_a_newer_page_stored_is_shown_and_left_alone() {
    let page = arrive("#/ledger?task=1");
    let newer = GOLDEN.replacen("\"version\": 1", "\"version\": 9", 1);
    page.store(KEY, &newer);
    page.reload();
    page.wait_for_text(".banner", "更新的版本");
    page.wait_for_row(13, "underway", 60);
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.wait_for_text(".banner.alarm", "尚未保存");
    assert_eq!(page.stored(KEY), Some(newer));
}

#[test]
fn r16_without_storage_the_page_works_and_says_so() {
    let page = Page::blank(Screen::DESK);
    page.deny_storage();
    page.load("#/ledger?task=1");
    page.click_text("#welcome button", "跳过");
    page.wait_for_text(".banner.alarm", "尚未保存");
    page.wait_for_text(".unsaved", "未保存");
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.wait_for_text(".banner.alarm", "不允许本页保存数据");
    // At once, and without asking for anything more to come.
    page.click_text(".banner button", "导出");
    let (_, file) = page.downloaded(".json");
    assert!(String::from_utf8(file).unwrap().contains("推进中"));
    page.console_is_clean();
}

#[test]
fn r1_a_full_storage_is_told_of_until_there_is_room() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    let before = page.stored(KEY);
    page.fill_storage();
    page.type_into(".report textarea", "写不下了");
    page.wait_for_text(".banner.alarm", "尚未保存");
    page.wait_for_text(".banner.alarm", "已满");
    assert_eq!(page.stored(KEY), before, "what was there is still there");
    page.eval("Object.keys(localStorage).filter(k => k.startsWith('filler')).forEach(k => localStorage.removeItem(k))");
    page.wait_gone(".banner.alarm", || page.type_into(".report textarea", "，又写得下了"));
    page.wait_for_text(".saved", "已保存");
    assert!(page.stored_ledger(KEY).unwrap().contains("写不下了，又写得下了"));
}

#[test]
fn r3_two_tabs_keep_each_others_work() {
    let page = arrive("#/ledger?task=1");
    page.open_tab(Screen::DESK, "#/ledger?task=2");
    page.mark("受阻");
    page.wait_for_row(2, "stuck", 0);
    page.switch_tab(0);
    page.wait_until("seen in the first tab", |page| page.row_status(2) == "stuck");
    page.mark("已完成");
    page.wait_for_row(1, "done", 100);
    page.reload();
    page.wait_for_row(1, "done", 100);
    page.wait_for_row(2, "stuck", 0);
    page.switch_tab(1);
    page.wait_until("seen in the second tab", |page| page.row_status(1) == "done");
}

#[test]
fn r3_a_tab_that_did_not_hear_of_the_other_still_keeps_its_work() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    let early = page.stored(KEY).unwrap();
    page.open_task(2);
    page.mark("受阻");
    // As if another window had stored something else and no word of it had come.
    page.store(KEY, &early);
    page.open_task(3);
    page.mark("推进中");
    page.wait_for_row(3, "underway", 0);
    page.reload();
    for (task, status) in [(1, "underway"), (2, "stuck"), (3, "underway")] {
        page.wait_for_row(task, status, 0);
    }
}

#[test]
fn an_import_taken_back_stays_out_in_the_other_tab() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    page.open_tab(Screen::DESK, "#/ledger?task=2");
    page.switch_tab(0);
    page.receive("台账.json", GOLDEN.as_bytes());
    page.accept();
    page.wait_for_row(13, "underway", 60);
    page.switch_tab(1);
    page.wait_until("seen in the second tab", |page| page.row_status(13) == "underway");
    page.switch_tab(0);
    page.press("Ctrl+z");
    page.wait_for_row(13, "not-started", 0);
    page.switch_tab(1);
    page.wait_until("gone from the second tab", |page| page.row_status(13) == "not-started");
    page.mark("受阻");
    page.wait_for_row(2, "stuck", 0);
    page.switch_tab(0);
    page.wait_until("seen in the first tab", |page| page.row_status(2) == "stuck");
    assert_eq!(
        (page.row_status(13), page.row_status(1)),
        ("not-started".into(), "underway".into())
    );
    page.reload();
    page.wait_for_row(2, "stuck", 0);
    page.wait_for_row(13, "not-started", 0);
}

#[test]
fn r19_what_is_added_to_a_large_ledger_is_stored_at_once() {
    let page = arrive("#/ledger?task=1");
    page.bring_large_ledger();
    page.mark("推进中");
    page.mark("受阻");
    let manifest = page.stored(KEY).unwrap();
    assert!(manifest.contains(" c "), "beside the ledger: {manifest}");
    page.reload();
    page.wait_for_row(1, "stuck", 0);
    page.open_task(48);
    page.wait_until("long texts stay", |page| page.value(".report textarea").len() > 5_000);
    page.console_is_clean();
}

#[test]
fn of_many_changes_the_last_are_shown_first_and_none_is_lost() {
    let page = arrive("#/ledger?task=1");
    page.bring_long_ledger();
    page.mark("推进中");
    // The first screen stands by what is; whatever is done there finds the rest.
    for status in ["stuck", "underway"] {
        page.go("#/overview");
        page.reload();
        page.wait_for("#square-48");
        assert_eq!(page.texts("#square-30[data-status=underway]").len(), 1);
        page.eval("document.querySelector('#square-1').focus()");
        page.press(if status == "stuck" { "3" } else { "2" });
        page.wait_for(&format!("#square-1[data-status={status}]"));
    }
    page.go("#/log");
    page.wait_for_text(".count", "1203处修改");
    page.reload();
    page.wait_for_text(".count", "1203处修改");
    page.console_is_clean();
}

#[test]
fn r18_what_others_keep_in_the_same_place_is_not_touched() {
    let page = arrive("#/ledger?task=1");
    let others = [
        ("other-app", "{\"not\": ours}"),
        ("", "an empty key"),
        ("policy-ledger:another-policy:ledger", "{broken"),
        ("policy-ledger", "x"),
    ];
    for (key, text) in others {
        page.store(key, text);
    }
    page.reload();
    page.mark("已完成");
    page.receive("台账.json", GOLDEN.as_bytes());
    page.accept();
    page.press("Ctrl+z");
    page.reload();
    page.wait_for_row(1, "done", 100);
    for (key, text) in others {
        assert_eq!(page.stored(key).as_deref(), Some(text), "{key:?}");
    }
    let is_known = |key: &String| {
        key.starts_with("policy-ledger:") || others.iter().any(|(other, _)| other == key)
    };
    assert!(page.stored_keys().iter().all(is_known), "{:?}", page.stored_keys());
    page.console_is_clean();
}

#[test]
fn r10_a_snapshot_is_kept_and_restored_after_a_preview() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    page.go("#/settings");
    page.click_text(".settings button", "现在留存一份快照");
    page.wait_for_text(".snapshots", "手动留存");
    page.open_task(1);
    page.mark("受阻");
    page.go("#/settings");
    page.click_text(".snapshots button", "恢复…");
    let preview = page.dialog("restore");
    for words in ["完成状态", "受阻", "推进中", "可以撤销"] {
        assert!(preview.contains(words), "{words} in {preview}");
    }
    page.click_text("#restore .primary", "恢复");
    page.go("#/ledger");
    page.wait_for_row(1, "underway", 0);
    page.go("#/settings");
    page.wait_for_text(".snapshots", "重要操作之前");
    page.press("Ctrl+z");
    page.go("#/ledger");
    page.wait_for_row(1, "stuck", 0);
    page.console_is_clean();
}

#[test]
fn r10_clearing_exports_first_and_leaves_others_alone() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    page.store("other-app", "theirs");
    page.go("#/settings");
    page.click_text(".settings button", "清除本机数据…");
    page.click_text("#clear button", "导出并清除");
    let (name, file) = page.downloaded(".json");
    assert!(String::from_utf8(file.clone()).unwrap().contains("推进中"));
    page.wait_for("#welcome[open]");
    assert_eq!(page.stored("other-app").as_deref(), Some("theirs"));
    let ours = |page: &Page| {
        page.stored_keys().into_iter().filter(|key| key.contains("ledger")).collect::<Vec<_>>()
    };
    page.wait_until("the ledger is gone", |page| {
        ours(page).iter().all(|key| key == "policy-ledger:preferences")
    });
    page.click_text("#welcome button", "跳过");
    page.receive(&name, &file);
    page.accept();
    page.go("#/ledger");
    page.wait_for_row(1, "underway", 0);
}

#[test]
fn r9_the_demonstration_is_kept_apart_and_left_again() {
    let page = arrive("#/ledger?task=1");
    page.mark("受阻");
    let real = page.stored_ledger(KEY);
    page.load("?demo");
    page.wait_for_text(".banner", "演示");
    page.wait_for_text(".as-of", "2022-06-30");
    page.wait_for("#square-1[data-status=signed-off]");
    page.open_task(4);
    page.mark("受阻");
    page.go("#/overview");
    page.wait_for("#square-4[data-status=stuck]");
    page.click_text(".banner a", "离开演示");
    page.wait_for("#square-1[data-status=stuck]");
    assert_eq!(page.count_shown(".banner"), 0);
    assert_eq!(page.stored_ledger(KEY), real, "the real ledger was not touched");
    page.console_is_clean();
}

#[test]
fn r7_how_old_the_last_copy_is_stands_on_every_screen() {
    let page = Page::open("#/overview");
    let welcome = page.dialog("welcome");
    for words in ["只存在这台电脑的这个浏览器里", "清除浏览数据之前，请先“导出”"]
    {
        assert!(welcome.contains(words), "{words} in {welcome}");
    }
    page.click_text("#welcome button", "跳过");
    page.wait_for_text(".foot", "上次导出：从未");
    page.open_task(1);
    page.mark("推进中");
    page.export();
    let today = page.texts(".as-of").concat().replace("截至 ", "");
    for hash in ["#/overview", "#/ledger", "#/table", "#/periods", "#/settings"] {
        page.go(hash);
        page.wait_for_text(".foot", &format!("上次导出：{today}"));
    }
}

#[test]
fn r20_where_the_work_is_and_who_else_has_it_open_is_shown() {
    let page = arrive("#/settings");
    page.wait_for_text(".facts", "只有这台电脑的这个浏览器");
    page.wait_for_text(".facts", "只有这一个");
    page.wait_for_text(".facts", "自动清理");
    page.open_tab(Screen::DESK, "#/settings");
    page.wait_for_text(".facts", "2个，各窗口的修改自动合并");
    page.console_is_clean();
}

/// What a person set on this machine, as it is stored.
fn preference(page: &Page, key: &str) -> String {
    page.eval_as(&format!(
        "String(JSON.parse(localStorage.getItem('policy-ledger:preferences') ?? '{{}}')['{key}'] ?? '')"
    ))
}

#[test]
fn a22_two_windows_of_the_first_day_keep_the_name() {
    let page = Page::open("#/ledger?task=1");
    page.wait_for("#welcome[open]");
    page.open_tab(Screen::DESK, "#/ledger?task=2");
    page.wait_for("#welcome[open]");
    page.switch_tab(0);
    page.fill("#welcome label:nth-of-type(1) input", "甲某");
    page.fill("#welcome label:nth-of-type(2) input", "市财政局");
    page.click_text("#welcome button", "开始使用");
    page.wait_until("the name is stored", |page| preference(page, "name") == "甲某");
    page.switch_tab(1);
    page.skip_question();
    page.mark("推进中");
    page.wait_for_row(2, "underway", 0);
    page.wait_for_text(".log", "甲某（市财政局）");
    assert_eq!(
        (preference(&page, "name"), preference(&page, "unit")),
        ("甲某".into(), "市财政局".into())
    );
    let actor = preference(&page, "actor");
    page.switch_tab(0);
    page.mark("受阻");
    page.wait_for_text(".log", "甲某（市财政局）");
    page.reload();
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    assert_eq!(preference(&page, "actor"), actor, "one person, one actor");
    let (name, _) = page.export();
    assert!(name.contains("市财政局"), "{name}");
    page.console_is_clean();
}

#[test]
fn a22_what_one_window_sets_the_other_shows_and_does_not_undo() {
    let page = arrive("#/settings");
    page.wait_for_text(".settings h1", "设置");
    page.open_tab(Screen::DESK, "#/settings");
    page.wait_for_text(".settings h1", "设置");
    page.switch_tab(0);
    // Half typed here.
    page.type_into(".settings label:nth-of-type(1) input", "乙");
    // A window behind another one opens no dialog in WebKit: no frame is drawn there.
    page.switch_tab(1);
    page.click_text(".rules .check", "宿迁");
    page.click_text(".settings .switch button", "按月");
    page.click_text(".settings .switch button", "深色");
    page.click_text(".settings .check", "长辈版");
    page.switch_tab(0);
    page.wait_for("html[data-look=dark][data-elder]");
    page.wait_for_text(".settings .switch [aria-pressed=true]", "按月");
    assert_eq!(
        page.value(".settings label:nth-of-type(1) input"),
        "乙",
        "what is half typed stays"
    );
    page.open_task(1);
    page.mark("推进中");
    page.export();
    for tab in [1, 0] {
        page.switch_tab(tab);
        page.reload();
        page.wait_for("html[data-look=dark][data-elder]");
        page.go("#/settings");
        page.wait_for_text(".settings .switch [aria-pressed=true]", "按月");
        assert_eq!(
            (preference(&page, "rule"), preference(&page, "pace")),
            ("suqian".into(), "month".into())
        );
        assert_ne!(preference(&page, "last_export"), "");
    }
    page.console_is_clean();
}

#[test]
fn a22_columns_chosen_in_one_window_are_those_of_the_other() {
    let page = arrive("#/table");
    page.wait_for("#cell-1-4");
    page.open_tab(Screen::DESK, "#/table");
    page.wait_for("#cell-1-4");
    page.click_text(".sheet button", "全部栏目");
    page.wait_for_text(".cells thead", "责任人");
    page.switch_tab(0);
    page.wait_for_text(".cells thead", "责任人");
    page.console_is_clean();
}

/// Every key of ours and what stands there.
fn ours(page: &Page) -> Vec<(String, Option<String>)> {
    let keys = page.stored_keys().into_iter().filter(|key| key.starts_with("policy-ledger"));
    keys.map(|key| (key.clone(), page.stored(&key))).collect()
}

#[test]
fn a35_clearing_in_one_window_is_noticed_in_the_other_and_nothing_comes_back() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.open_tab(Screen::DESK, "#/ledger?task=2");
    page.wait_for_row(1, "underway", 0);
    page.switch_tab(0);
    page.go("#/settings");
    page.click_text(".settings button", "清除本机数据…");
    page.click_text("#clear button", "导出并清除");
    page.downloaded(".json");
    page.wait_for("#welcome[open]");
    page.switch_tab(1);
    page.wait_for_text(".banner.alarm", "本机数据已被清除");
    page.wait_for_text(".unsaved", "未保存");
    // Whatever is done here now, nothing of it is stored.
    page.mark("受阻");
    page.wait_for_row(2, "stuck", 0);
    page.go("#/settings");
    page.click_text(".settings .switch button", "深色");
    page.wait_for("html[data-look=dark]");
    assert_eq!(ours(&page), []);
    page.is_accessible();
    page.click_text(".banner button", "下载副本");
    let (_, copy) = page.downloaded(".json");
    let copy = String::from_utf8(copy).unwrap();
    assert!(copy.contains("推进中") && copy.contains("受阻"), "{copy}");
    assert_eq!(ours(&page), []);
    page.click_text(".banner button", "改用空白台账");
    page.skip_question();
    page.go("#/overview");
    page.wait_for("#square-1[data-status=not-started]");
    page.console_is_clean();
}

#[test]
fn a35_whoever_works_on_with_what_was_cleared_says_so_first() {
    let page = arrive("#/ledger?task=1");
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    page.open_tab(Screen::DESK, "#/ledger?task=2");
    page.wait_for_row(1, "underway", 0);
    // As when a person clears what the browser keeps of a site.
    page.eval("(localStorage.clear(), window.dispatchEvent(new Event('focus')))");
    page.wait_for_text(".banner.alarm", "本机数据已被清除");
    page.mark("受阻");
    page.wait_for_row(2, "stuck", 0);
    assert_eq!(ours(&page), []);
    page.switch_tab(0);
    page.wait_for_text(".banner.alarm", "本机数据已被清除");
    assert_eq!(ours(&page), []);
    page.wait_gone(".banner.alarm", || page.click_text(".banner button", "继续使用这份台账"));
    page.wait_for_text(".saved", "已保存");
    page.reload();
    page.wait_for_row(1, "underway", 0);
    page.wait_for_row(2, "not-started", 0);
    page.switch_tab(1);
    page.click_text(".banner button", "继续使用这份台账");
    page.wait_for_text(".saved", "已保存");
    page.reload();
    page.wait_for_row(1, "underway", 0);
    page.wait_for_row(2, "stuck", 0);
    page.console_is_clean();
}

#[test]
fn a35_the_demonstration_only_clears_itself() {
    let page = arrive("#/ledger?task=1");
    page.mark("受阻");
    page.wait_for_row(1, "stuck", 0);
    let real = page.stored_ledger(KEY);
    page.load("?demo#/ledger?task=4");
    page.wait_for(".statuses");
    page.mark("受阻");
    page.go("#/settings");
    page.click_text(".settings button", "清除本机数据…");
    page.wait_gone("#clear[open]", || page.click_text("#clear button", "清除演示数据"));
    page.go("#/overview");
    page.wait_for("#square-1[data-status=signed-off]");
    assert_eq!(page.stored_ledger(KEY), real);
}

/// A clock that can be set while the page is open, by `moveClock(milliseconds)`.
const CLOCK: &str = "{ const Real = Date; let ahead = 0; window.moveClock = by => { ahead += by; }; \
    window.dayIn = days => (at => [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(n => \
    String(n).padStart(2, '0')).join('-'))(new Date(Date.now() + days * 86400000)); \
    window.Date = class extends Real { constructor(...parts) { \
    if (parts.length) super(...parts); else super(Real.now() + ahead); } \
    static now() { return Real.now() + ahead; } }; }";

#[test]
fn a28_the_day_follows_the_clock_while_the_page_stays_open() {
    let page = Page::blank(Screen::DESK);
    page.run_first(CLOCK);
    page.load("#/overview");
    page.skip_question();
    page.go("#/log");
    page.wait_for_text("h1", "修改记录");
    let day = |page: &Page| page.texts(".as-of").concat().replace("截至 ", "");
    // By the clock of the page: a driver's scripts may have one of their own.
    let on = |page: &Page, days: u32| -> String { page.eval_as(&format!("dayIn({days})")) };
    assert_eq!(day(&page), on(&page, 0));
    // Nobody does anything: it is seen all the same.
    let then = on(&page, 45);
    page.eval("moveClock(45 * 86400000)");
    page.wait_until("the head is of the new day", |page| day(page) == then);
    // What the page was told of while it was out of sight is seen at once.
    for event in ["focus", "pageshow", "visibilitychange"] {
        let then = on(&page, 30);
        page.eval(&format!(
            "(() => {{ moveClock(30 * 86400000); window.dispatchEvent(new Event('{event}')); }})()"
        ));
        page.wait_until(event, |page| day(page) == then);
    }
    // And so it is by whoever goes to another screen; the task's light is of that day, too.
    page.go("#/overview");
    let then = on(&page, 0);
    page.wait_for_text(".chart-foot", &format!("截至{then}"));
    page.console_is_clean();
}

#[test]
fn a_page_that_was_left_is_no_window() {
    let page = arrive("#/overview");
    for hash in ["#/ledger", "#/table", "#/settings"] {
        page.load(hash);
    }
    page.wait_for_text(".settings", "打开的窗口\n只有这一个");
}
