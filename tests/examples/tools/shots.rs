//! Pictures of every screen, for people to look at: `make shots`.

use serde_json::json;

use crate::browser::Screen;
use crate::page::Page;
use crate::site;
use crate::visitor::arrive_on;

const SCREENS: [(&str, &str); 10] = [
    ("overview", "#/overview"),
    ("list", "#/ledger?status=underway"),
    ("task", "#/ledger?task=13"),
    ("table", "#/table"),
    ("timeline", "#/timeline"),
    ("log", "#/log"),
    ("periods", "#/periods"),
    ("rollup", "#/rollup"),
    ("source", "#/source"),
    ("settings", "#/settings"),
];

/// The statuses of the 48 tasks, by the keys that set them: a plan half-way.
const STATUSES: &str = "443222123124122344223222123122442232222112252224443222";

/// When some tasks are due, far and near to any day these are taken on.
const DUE: [(u16, &str); 6] = [
    (3, "2021-12-31"),
    (7, "2023-06-30"),
    (13, "2026-12-20"),
    (20, "2027-06-30"),
    (31, "2028-12-31"),
    (40, "2035-12-31"),
];

fn fill(page: &Page) {
    page.eval(&format!(
        "[...'{STATUSES}'].slice(0, 48).forEach((key, n) => {{ \
         document.querySelectorAll('.square')[n].focus(); \
         dispatchEvent(new KeyboardEvent('keydown', {{key, bubbles: true}})); }})"
    ));
    page.open_task(13);
    page.set_percent(60);
    page.type_into(
        ".report textarea",
        "9月底与香港同业签订合作备忘录，绿色项目库新入库企业 23 家；外汇试点方案待省里批复。",
    );
    for (task, due) in DUE {
        page.go("#/table");
        page.wait_for(&format!("#cell-{task}-12"));
        page.eval(&format!("document.querySelector('#cell-{task}-12').focus()"));
        page.wait_for(".cell-bar input[type=date]");
        page.eval(&format!(
            "(() => {{ const c = document.querySelector('.cell-bar input'); c.value = '{due}'; \
             c.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
        ));
    }
    // Last month was closed before the last of this was reported.
    page.go("#/periods");
    page.click_text(".close-form .primary", "结账");
    page.wait_until("it is closed, or a question", |page| {
        page.count_shown(".closings, #period-question[open]") > 0
    });
    // Before its last day.
    if page.count_shown("#period-question[open]") > 0 {
        page.click_text("#period-question button", "提前结账");
    }
    page.open_task(20);
    page.mark("已完成");
    page.wait_for_text(".toast", "已完成");
    page.go("#/overview");
    // The passing word of the last change is no part of the picture.
    page.wait_until("the word has passed", |page| page.text(".toast").is_empty());
}

/// A fresh visitor whose window has no scroll bar: it would be missing from the width of the picture.
fn visitor(screen: Screen) -> Page {
    let page = arrive_on(screen, "#/overview");
    page.browser.cdp("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
    page.reload();
    page
}

fn take(page: &Page, size: &str) {
    for (name, hash) in SCREENS {
        page.load(hash);
        page.screenshot(&format!("{name}-{size}"));
    }
    // The place in the text that an address opens at: the window, not the whole page.
    page.load("#/source?article=9");
    page.wait_for("#article-9");
    let file = site::target(&format!("shots/article-{size}.png"));
    page.browser.run("take a picture", page.driver().screenshot(&file));
    page.load("#/overview");
    page.wait_for("#chart-lead svg");
    page.eval(
        "document.querySelectorAll('.chart-tools button:first-child').forEach(b => b.click())",
    );
    page.screenshot(&format!("tables-{size}"));
}

fn take_dialogs(page: &Page, size: &str) {
    let shoot = |id: &str| {
        page.wait_for(&format!("#{id}[open]"));
        page.screenshot(&format!("{id}-{size}"));
        page.wait_gone("dialog[open]", || page.press("Escape"));
    };
    page.click(".head-tools button[aria-label]");
    shoot("help");
    page.click_text(".head-tools button", "导出");
    shoot("export");
    page.open_task(12);
    page.mark("推进中");
    shoot("question");
    page.receive("台账_市财政局_2021-10-31.json", include_bytes!("../../data/ledger-v1.json"));
    shoot("preview");
    page.receive("台账_市财政局_2021-10-31.json", b"<!doctype html>");
    shoot("problem");
}

/// Of every screen on an editor, dark, on a phone, in large letters and on paper, into `target/shots/`.
pub fn of_every_screen() {
    let phone = Screen { width: 360, height: 780, ..Screen::PHONE };
    for (size, screen) in
        [("editor", Screen::DESK), ("dark", Screen::DESK.dark()), ("phone", phone)]
    {
        let page = visitor(screen);
        page.screenshot(&format!("empty-{size}"));
        fill(&page);
        take(&page, size);
        take_dialogs(&page, size);
    }
    let page = visitor(Screen::DESK);
    page.go("#/settings");
    page.click_text(".settings .check", "长辈版");
    page.go("#/overview");
    fill(&page);
    take(&page, "elder");
    take_dialogs(&page, "elder");
    // As wide as the text on A4.
    let page = visitor(Screen { width: 673, ..Screen::DESK });
    fill(&page);
    page.browser.print();
    for (name, hash) in SCREENS {
        page.go(hash);
        page.screenshot(&format!("{name}-print"));
    }
}
