//! What holds on every screen: readable by all, quiet, still.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_on};

const SCREENS: [&str; 13] = [
    "#/overview",
    "#/ledger",
    "#/ledger?task=13",
    "#/ledger?q=没有的词",
    "#/ledger?unit=白云区政府&status=stuck",
    "#/source",
    "#/source?article=9",
    "#/settings",
    "#/table",
    "#/timeline",
    "#/log",
    "#/periods",
    "#/rollup",
];

/// As narrow as a page must fit: a phone at 400 %, which has no scroll bar that takes room.
const NARROW: Screen = Screen { width: 320, ..Screen::PHONE };

/// A ledger with something of everything in it.
fn fill(page: &Page) {
    for (task, status) in [(1, "已完成"), (2, "已销号"), (13, "受阻"), (30, "推进中")] {
        page.open_task(task);
        // A browser brings what it clicks to the edge of the window, under the head where that is tall.
        page.eval("document.querySelector('.statuses').scrollIntoView({ block: 'center' })");
        page.mark(status);
    }
    page.type_into(".report textarea", "正在推进");
    page.go("#/periods");
    page.click_text(".close-form .primary", "结账");
    page.open_task(1);
    page.click_text(".carried button", "与上期一致");
}

/// Ends the test if the page is wider than its window, naming what reaches over the edge.
#[track_caller]
fn fits(page: &Page, what: &str) {
    // What follows the width of the window does so before it is painted.
    page.eval("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true))))");
    let over: Vec<String> = page.eval_as(
        "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth ? [] :
            [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
                && e.getBoundingClientRect().right > clientWidth + 0.5)
                .map(e => `${e.tagName} ${e.className}#${e.id} to ${e.getBoundingClientRect().right}`)
        )(document.scrollingElement)",
    );
    assert!(over.is_empty(), "{what} is too wide: {over:#?}");
}

#[track_caller]
fn check(page: &Page) {
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        page.is_accessible();
        fits(page, hash);
    }
    page.console_is_clean();
    assert_eq!(page.requests_since_load(), Vec::<String>::new());
}

/// Opens every dialog that a filled ledger can open, the charts as tables among them.
#[track_caller]
fn check_dialogs(page: &Page) {
    let check = |id: &str| {
        page.wait_for(&format!("#{id}[open]"));
        page.is_accessible();
        fits(page, id);
        let (wide, room): (f64, f64) = page.eval_as(&format!(
            "[document.getElementById('{id}').scrollWidth, document.getElementById('{id}').clientWidth]"
        ));
        assert!(wide <= room, "#{id} is {wide} wide in {room}");
        page.wait_gone("dialog[open]", || page.press("Escape"));
    };
    page.open_task(1);
    page.mark("推进中");
    check("question");
    // Without the mouse: so near the edge, the scroll bar that WebKit lays over the page would take it.
    page.eval("document.querySelector('.head-tools button[aria-label]').click()");
    check("help");
    page.click_text(".head-tools button", "导出");
    check("export");
    page.receive("台账.json", include_bytes!("../data/ledger-v1.json"));
    check("preview");
    page.receive("台账.json", b"[]");
    check("problem");
    page.go("#/overview");
    page.wait_for("#chart-lead svg");
    page.eval(
        "document.querySelectorAll('.chart-tools button:first-child').forEach(b => b.click())",
    );
    page.wait_until("all three tables", |page| page.count_shown(".numbers") == 3);
    page.is_accessible();
    fits(page, "the tables");
    page.console_is_clean();
}

#[test]
fn the_first_question() {
    for screen in [Screen::DESK, Screen::DESK.dark(), NARROW] {
        let page = Page::open_on(screen, "#/overview");
        page.wait_for("#welcome[open]");
        page.is_accessible();
        fits(&page, "#welcome");
    }
}

#[test]
fn empty() {
    check(&arrive("#/overview"));
}

#[test]
fn filled_with_an_editor() {
    let page = arrive("#/overview");
    fill(&page);
    check(&page);
    check_dialogs(&page);
}

#[test]
fn filled_in_the_dark() {
    let page = arrive_on(Screen::DESK.dark(), "#/overview");
    fill(&page);
    check(&page);
    check_dialogs(&page);
}

#[test]
fn filled_on_a_phone() {
    let page = arrive_on(Screen { width: 360, ..Screen::PHONE }, "#/overview");
    fill(&page);
    check(&page);
    page.browser.show_on(NARROW);
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        fits(&page, hash);
    }
    check_dialogs(&page);
}

#[test]
fn large_and_in_high_contrast() {
    let page = arrive("#/settings");
    page.click_text(".settings .check", "长辈版");
    page.wait_for("html[data-elder]");
    fill(&page);
    check(&page);
    page.browser.show_on(NARROW);
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        fits(&page, hash);
    }
    page.browser.show_on(Screen::DESK);
    page.go("#/settings");
    page.click_text(".settings .switch button", "高对比度");
    page.wait_for("html[data-look=contrast]");
    check(&page);
    check_dialogs(&page);
    page.reload();
    page.wait_for("html[data-elder][data-look=contrast]");
}

#[test]
fn banners() {
    let page = arrive("#/overview");
    page.store(KEY, "{broken");
    page.reload();
    page.wait_for(".banner.warning");
    page.is_accessible();
    page.store(
        KEY,
        r#"{"format":"policy-ledger","version":9,"policy":"guangzhou-financial-hub-2021"}"#,
    );
    for screen in [Screen::DESK, Screen::DESK.dark(), NARROW] {
        page.browser.show_on(screen);
        page.reload();
        page.wait_for(".banner.alarm");
        page.is_accessible();
        fits(&page, "the banners");
    }
}

#[test]
fn nothing_moves_while_it_loads() {
    let page = arrive("#/overview");
    let kinds: Vec<String> = page.eval_as("PerformanceObserver.supportedEntryTypes");
    assert!(kinds.contains(&"layout-shift".to_owned()), "nobody measures it: {kinds:?}");
    fill(&page);
    for screen in [Screen::DESK, Screen::PHONE] {
        page.browser.show_on(screen);
        for hash in ["#/overview", "#/ledger", "#/ledger?task=13", "#/settings"] {
            page.load(hash);
            page.wait_for("main .screen");
            let shift: f64 = page.eval_as(
                "new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const e of \
                 list.getEntries()) if (!e.hadRecentInput) sum += e.value; }).observe({type: \
                 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300); })",
            );
            assert!(shift < 0.001, "{hash}: the layout shifted by {shift}");
        }
    }
}

#[test]
fn paper_has_the_list_and_no_tools() {
    let page = arrive("#/ledger");
    page.wait_gone(".head-tools, .filters", || page.browser.print());
    assert_eq!(page.count_shown("a.row"), 48);
}

/// JavaScript for how much two colours of the page differ, 1 to 21, each as `getComputedStyle` gives it.
const CONTRAST: &str = "((a, b) => { const light = colour => { const parts = colour.match(/[\\d.]+/g).slice(0, 3) \
    .map(part => part / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); \
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05; }; \
    const [dark, bright] = [light(a), light(b)].sort((a, b) => a - b); return bright / dark; })";

/// As narrow as most phones.
const SMALL: Screen = Screen { width: 360, height: 780, dark: false };

#[test]
fn f18_a_record_of_changes_is_read_on_a_phone() {
    let page = arrive_on(SMALL, "#/ledger?task=3");
    page.mark("推进中");
    page.type_into(
        ".report textarea",
        "已与香港、澳门金融管理部门建立联络机制，首批三个项目完成备案。",
    );
    page.press("Tab");
    page.wait_for_text(".detail .log", "联络机制");
    let check = |place: &str| {
        let rows: Vec<(f64, f64, f64)> = page.eval_as(&format!(
            "[...document.querySelectorAll('{place} .log tbody tr')].map(row => [row.offsetHeight, \
             row.querySelector('.change').offsetWidth, parseFloat(getComputedStyle(row).fontSize)])"
        ));
        assert!(rows.len() > 1, "{place}");
        for (height, width, size) in rows {
            // Two lines, and as many more as forty characters take.
            assert!(height < 6.5 * 1.6 * size, "{place}: a row is {height} high at {size}");
            assert!(width > 15.0 * size, "{place}: a change has {width} at {size}");
        }
        let narrow: Vec<String> = page.eval_as(&format!(
            "[...document.querySelectorAll('{place} .log td')].filter(cell => cell.innerText.length > 3 && \
             cell.offsetWidth < 3 * parseFloat(getComputedStyle(cell).fontSize)).map(cell => cell.innerText)"
        ));
        assert_eq!(narrow, Vec::<String>::new(), "{place}");
        fits(&page, place);
    };
    check(".detail");
    page.go("#/log");
    page.wait_for_text(".timeline .log", "联络机制");
    check(".timeline");
    page.is_accessible();
}

#[test]
fn f19_in_high_contrast_progress_and_what_is_chosen_are_seen() {
    let page = arrive("#/settings");
    page.click_text(".settings .switch button", "高对比度");
    page.wait_for("html[data-look=contrast]");
    page.open_task(3);
    page.set_percent(40);
    page.wait_for_row(3, "underway", 40);
    let ratio: f64 = page.eval_as(&format!(
        "{CONTRAST}(...['.percent-bar', '.percent-bar > span'].map(part => \
         getComputedStyle(document.querySelector('#row-3 ' + part)).backgroundColor))"
    ));
    assert!(ratio >= 3.0, "the bar stands out of its ground by {ratio}");
    let looks = "(row => [row.backgroundColor, row.boxShadow, row.fontWeight].join())\
         (getComputedStyle(document.querySelector(selector)))";
    let look = |selector: &str| -> String {
        page.eval_as(&looks.replace("selector", &format!("'{selector}'")))
    };
    let (chosen, other) = (look("#row-3"), look("#row-5"));
    assert_ne!(chosen, other);
    assert!(chosen.contains("inset"), "not by the ground alone: {chosen}");
    page.is_accessible();
}

#[test]
fn f20_in_the_systems_own_colours_what_is_pressed_and_filled_is_seen() {
    let page = arrive("#/ledger?task=3");
    page.mark("推进中");
    page.set_percent(40);
    page.wait_for_row(3, "underway", 40);
    page.browser.cdp(
        "Emulation.setEmulatedMedia",
        &serde_json::json!({ "media": "screen", "features": [{ "name": "forced-colors", "value": "active" }] }),
    );
    page.wait_until("the colours are forced", |page| {
        page.eval("matchMedia('(forced-colors: active)').matches") == true
    });
    let look = |selector: &str, property: &str| -> String {
        page.eval_as(&format!("getComputedStyle(document.querySelector('{selector}')).{property}"))
    };
    let ground = "backgroundColor";
    assert_ne!(
        look(".statuses [aria-pressed=true]", ground),
        look(".statuses [aria-pressed=false]", ground)
    );
    assert_ne!(look("#row-3 .percent-bar", ground), look("#row-3 .percent-bar > span", ground));
    assert_ne!(look("#row-3 .percent-bar", "borderTopWidth"), "0px");
    assert_eq!(look(".head nav a:not([aria-current])", "borderBottomWidth"), "0px");
    assert!(look(".head nav a[aria-current]", "textDecorationLine").contains("underline"));
    assert!(look("#row-3", "outlineStyle") != "none");
    page.go("#/overview");
    page.wait_for(".total-bar");
    let parts: Vec<String> = page.eval_as(
        "[...document.querySelectorAll('.total-bar > span')].map(part => getComputedStyle(part)) \
         .map(look => look.backgroundImage + look.backgroundColor)",
    );
    assert_ne!(parts.first(), parts.last(), "{parts:?}");
    page.screenshot("f20-forced-colors");
}

/// The words of links and buttons that are broken.
fn broken(page: &Page, css: &str) -> Vec<String> {
    page.eval_as(&format!(
        "{}.filter(e => {{ const all = document.createRange(); all.selectNodeContents(e); \
         return new Set([...all.getClientRects()].filter(r => r.width).map(r => Math.round(r.top / 4))).size > 1; }}) \
         .map(e => e.innerText)",
        crate::page::shown(css)
    ))
}

#[test]
fn f21_f59_no_short_name_is_broken_on_a_phone() {
    let page = arrive_on(SMALL, "#/settings");
    for elder in [false, true] {
        if elder {
            page.go("#/settings");
            page.click_text(".settings .check", "长辈版");
            page.wait_for("html[data-elder]");
        }
        for hash in ["#/overview", "#/ledger?status=stuck", "#/table", "#/log"] {
            page.go(hash);
            page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
            let css = ".head nav a, .head-tools button, .brand a, .count a, .chip, .sheet-tools a, .actions button";
            assert_eq!(broken(&page, css), Vec::<String>::new(), "{hash}, {elder}");
            fits(&page, hash);
        }
    }
}

#[test]
fn f28_a_finger_hits_what_it_means() {
    let page = arrive_on(SMALL, "#/overview");
    fill(&page);
    page.browser.cdp("Emulation.setTouchEmulationEnabled", &serde_json::json!({ "enabled": true }));
    page.browser.cdp(
        "Emulation.setDeviceMetricsOverride",
        &serde_json::json!({ "width": 360, "height": 780, "deviceScaleFactor": 1, "mobile": true }),
    );
    page.wait_until("there are fingers", |page| {
        page.eval("matchMedia('(pointer: coarse)').matches") == true
    });
    for hash in [
        "#/overview",
        "#/ledger",
        "#/ledger?task=13",
        "#/source",
        "#/periods",
        "#/rollup",
        "#/settings",
        "#/log",
    ] {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        // A box counts with its label; a link within a sentence is as tall as its line.
        let small: Vec<String> = page.eval_as(&format!(
            "{}.filter(e => {{ const spot = e.closest('label') ?? e; const {{ width, height }} = spot.getBoundingClientRect(); \
             return (height < 43.5 || width < 24) && getComputedStyle(e).pointerEvents !== 'none' && !e.closest('p.empty, .foot p, .plot-links, .lane-links'); }}) \
             .map(e => `${{e.tagName}}.${{e.className}} ${{e.innerText || e.ariaLabel}} ${{e.getBoundingClientRect().height}}`)",
            crate::page::shown("button, select, summary, main a, .head a, input:not([type=range])")
        ));
        assert!(small.is_empty(), "{hash}: {small:#?}");
        page.is_accessible();
        fits(&page, hash);
    }
}

/// Ends the test where the Tab key goes up the page.
#[track_caller]
fn goes_down(page: &Page, what: &str) {
    let up: Vec<String> = page.eval_as(&format!(
        "(stops => stops.slice(1).filter((stop, at) => stop.getBoundingClientRect().bottom <= \
         stops[at].getBoundingClientRect().top + 1).map(stop => stop.innerText || stop.ariaLabel || stop.tagName)) \
         ({}.filter(e => e.tabIndex >= 0 && !e.disabled && !e.closest('.skip')))",
        crate::page::shown("a[href], button, input, select, textarea, summary, [tabindex='0']")
    ));
    assert!(up.is_empty(), "{what}: the Tab key goes up to {up:?}");
}

#[test]
fn f62_the_tab_key_goes_as_one_reads() {
    let page = arrive_on(SMALL, "#/overview");
    fill(&page);
    for elder in [false, true] {
        if elder {
            page.browser.show_on(Screen::DESK);
            page.go("#/settings");
            page.click_text(".settings .check", "长辈版");
            page.wait_for("html[data-elder]");
        }
        page.go("#/overview");
        page.wait_for(".reasons");
        page.wait_for("#chart-lead svg");
        goes_down(&page, if elder { "长辈版" } else { "a phone" });
        let order: bool = page.eval_as(
            "document.querySelector('.attention').getBoundingClientRect().top < \
             document.querySelector('.field-of-tasks').getBoundingClientRect().top",
        );
        assert!(order, "what is late comes first");
    }
}

#[test]
fn f62_many_small_links_are_one_stop_with_arrows() {
    let page = arrive("#/overview");
    page.wait_for("#square-48");
    let stops =
        "[...document.querySelectorAll('.square')].filter(e => e.tabIndex >= 0).map(e => e.id)";
    let stop = |page: &Page| -> Vec<String> { page.eval_as(stops) };
    assert_eq!(stop(&page), ["square-1"]);
    page.eval("document.querySelector('#square-1').focus()");
    page.press("Right");
    page.press("Right");
    assert_eq!(page.focused(), "square-3");
    page.press("Left");
    assert_eq!((page.focused(), stop(&page)), ("square-2".to_owned(), vec!["square-2".to_owned()]));
    page.press("Down");
    let (left, top): (f64, f64) = page.eval_as(
        "(([a, b]) => [b.left - a.left, b.top - a.top])(['square-2', document.activeElement.id] \
         .map(id => document.getElementById(id).getBoundingClientRect()))",
    );
    assert!(left.abs() < 2.0 && top > 0.0, "straight down: {left}, {top}");
    page.press("End");
    assert_eq!(page.focused(), "square-48");
    page.press("4");
    page.wait_for("#square-48[data-status=done]");
    page.press("Tab");
    let is_out = page.eval("!document.activeElement.matches('.square')");
    assert_eq!(is_out, true);
    assert_eq!(stop(&page), ["square-48"]);
    page.console_is_clean();
}
