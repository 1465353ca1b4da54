//! Pictures of every screen, for people to look at: `make shots`.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::arrive_on;

const SCREENS: [(&str, &str); 6] = [
    ("overview", "#/overview"),
    ("list", "#/ledger?status=underway"),
    ("task", "#/ledger?task=13"),
    ("source", "#/source"),
    ("article", "#/source?article=9"),
    ("settings", "#/settings"),
];

/// The statuses of the 48 tasks, by the keys that set them: a plan half-way.
const STATUSES: &str = "443222123124122344223222123122442232222112252224443222";

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
    page.go("#/overview");
    // The passing word of the last change is no part of the picture.
    page.wait_until("the word has passed", |page| page.text(".toast").is_empty());
}

fn take(page: &Page, size: &str) {
    for (name, hash) in SCREENS {
        page.load(hash);
        page.screenshot(&format!("{name}-{size}"));
    }
}

#[test]
#[ignore = "make shots"]
fn every_screen() {
    let phone = Screen { width: 360, height: 780, ..Screen::PHONE };
    for (size, screen) in [("desk", Screen::DESK), ("dark", Screen::DESK.dark()), ("phone", phone)]
    {
        let page = arrive_on(screen, "#/overview");
        page.screenshot(&format!("empty-{size}"));
        fill(&page);
        take(&page, size);
        page.click(".head-tools button[aria-label]");
        page.screenshot(&format!("help-{size}"));
    }
    let page = arrive_on(Screen::DESK, "#/settings");
    page.click_text(".settings .check", "长辈版");
    page.go("#/overview");
    fill(&page);
    take(&page, "elder");
    let page = arrive_on(Screen::DESK, "#/overview");
    fill(&page);
    page.browser.emulate("print", &[]);
    for (name, hash) in SCREENS {
        page.go(hash);
        page.screenshot(&format!("{name}-print"));
    }
}
