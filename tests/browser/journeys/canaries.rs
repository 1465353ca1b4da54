//! Words that would do something if they were ever taken for markup, code or an address: wherever they stand, they
//! stay words.

use serde_json::{Value, json};

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::{archive, arrive};

const CANARIES: [&str; 5] = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "<svg onload=alert(3)>",
    "\"><a href=javascript:alert(4)>'",
    "javascript:alert(5)",
];

const SCREENS: [&str; 9] = [
    "#/overview",
    "#/ledger?task=20",
    "#/ledger?q=<img src=x onerror=alert(1)>",
    "#/table",
    "#/timeline",
    "#/log",
    "#/periods",
    "#/rollup",
    "#/settings",
];

/// Keeps all that is to become markup, before anything of the page itself runs.
const TRIPWIRE: &str = "window.markup = [];
    const create = TrustedTypePolicyFactory.prototype.createPolicy;
    TrustedTypePolicyFactory.prototype.createPolicy = function (name, rules) {
        const createHTML = (text) => { markup.push(text); return rules.createHTML(text); };
        return create.call(this, name, { ...rules, createHTML });
    };";

/// The golden file with a canary in place of each text that a person may have typed.
fn hostile_file() -> String {
    let mut file: Value = serde_json::from_str(include_str!("../../data/ledger-v1.json")).unwrap();
    file["exported"].as_object_mut().unwrap().remove("code");
    // The period stays closed.
    file["periods"]["3a000000"].as_array_mut().unwrap().pop();
    let mut canaries = CANARIES.iter().cycle();
    replace_texts(&mut file, &mut || canaries.next().unwrap());
    file.to_string()
}

fn replace_texts(value: &mut Value, next: &mut dyn FnMut() -> &'static str) {
    const STATUSES: [&str; 5] = ["未启动", "推进中", "受阻", "已完成", "已销号"];
    match value {
        Value::Object(entries) => entries.values_mut().for_each(|value| replace_texts(value, next)),
        Value::Array(values) => values.iter_mut().for_each(|value| replace_texts(value, next)),
        Value::String(text) if STATUSES.contains(&text.as_str()) => {}
        Value::String(text) if !text.is_ascii() || text.starts_with("http") => {
            next().clone_into(text);
        }
        _ => {}
    }
}

/// Nothing became an element, a listener, or an address that runs; nothing asked the person anything.
#[track_caller]
fn stays_text(page: &Page) {
    page.eval("document.querySelectorAll('details').forEach(part => part.open = true)");
    let alive: Vec<String> = page.eval_as(
        "[...document.querySelectorAll('*')].filter(element =>
            element.matches('main img, main script, dialog img, dialog script, main iframe')
            || [...element.attributes].some(({ name }) => name.startsWith('on'))
            || element.matches('a[href]') && element.protocol !== location.protocol
                && !/^(https?|blob):$/.test(element.protocol)
            || element.matches('a[target]') && element.relList.contains('noopener') === false
            || element.matches('a[href]') && element.host !== location.host && element.target !== '_blank'
        ).map(element => element.outerHTML)",
    );
    assert_eq!(alive, Vec::<String>::new());
}

#[track_caller]
fn reached_no_markup(page: &Page) {
    let markup: Vec<String> = page.eval_as("markup");
    assert!(markup.iter().any(|text| text.contains("<svg")), "the tripwire is down");
    for canary in CANARIES.iter().filter(|canary| canary.contains('<')) {
        let reached = markup.iter().find(|text| text.contains(canary));
        assert_eq!(reached, None, "{canary}");
    }
    page.console_is_clean();
}

/// Whether the words are on the page, as text or in a field.
fn shows(page: &Page, words: &str) -> bool {
    page.eval_as(&format!(
        "document.body.innerText.includes({words}) ||
         [...document.querySelectorAll('input, textarea')].some(({{ value }}) => value.includes({words}))",
        words = json!(words)
    ))
}

/// Opens the page with the tripwire, as someone of this name and unit.
fn arrive_hostile() -> Page {
    let page = Page::blank(Screen::DESK);
    page.run_first(TRIPWIRE);
    page.load("#/overview");
    page.wait_for("#chart-lead svg");
    page.fill("#welcome label:nth-of-type(1) input", CANARIES[0]);
    page.fill("#welcome label:nth-of-type(2) input", CANARIES[3]);
    page.click_text("#welcome button", "开始使用");
    // No unit is called so: it is told, as text, and who insists on it may sign so.
    page.wait_for_text("#unit-meant", CANARIES[3]);
    page.click_text("#welcome button", "开始使用");
    page.wait_gone("#welcome[open]");
    page
}

#[test]
fn what_is_typed_and_what_a_file_holds_stays_text() {
    let page = arrive_hostile();
    page.open_task(3);
    page.mark("推进中");
    page.type_into(".report textarea", &CANARIES.concat());
    page.wait_for_text(".log", CANARIES[0]);
    page.receive("<img src=x onerror=alert(1)>.json", hostile_file().as_bytes());
    stays_text(&page);
    page.accept();
    // A name that is drawn.
    page.go("#/periods");
    page.click_text(".close-form button", "自定义");
    page.fill(".close-form input[type=text]", CANARIES[0]);
    page.click_text(".close-form .primary", "结账");
    let drawn = "markup.some(text => text.includes('&lt;img src=x onerror=alert(1)&gt;'))";
    page.wait_until("it is drawn, as text", |page| page.eval(drawn) == true);
    for hash in SCREENS {
        page.go(hash);
        page.wait_until("the screen is there", |page| page.count_shown("main .screen") == 1);
        page.wait_gone(".coming");
        stays_text(&page);
    }
    page.go("#/log");
    for canary in CANARIES {
        page.wait_until(canary, |page| shows(page, canary));
    }
    reached_no_markup(&page);

    let (name, file) = page.export();
    let other = arrive("#/ledger?task=3");
    other.receive(&name, &file);
    other.accept();
    other.wait_for_text(".log", CANARIES[0]);
    stays_text(&other);
    other.console_is_clean();
}

#[test]
fn the_name_of_a_file_stays_text() {
    let page = arrive_hostile();
    page.go("#/rollup");
    page.receive("<svg onload=alert(3)>.json", b"{");
    page.wait_until("it is named", |page| shows(page, "<svg onload=alert(3)>.json"));
    stays_text(&page);
    page.press("Escape");
    page.wait_gone("dialog[open]");
    let inside = "a/</script><script>alert(2)</script>.json";
    let archive = archive(&[(inside, hostile_file().as_bytes()), ("javascript:alert(5)", b"{")]);
    page.receive("\"><img src=x onerror=alert(1)>.zip", &archive);
    page.wait_until("they are named", |page| {
        shows(page, inside) && shows(page, "javascript:alert(5)")
    });
    stays_text(&page);
    page.accept();
    page.wait_for(".rollup");
    stays_text(&page);
    reached_no_markup(&page);
}

#[test]
fn only_an_address_of_the_web_becomes_a_link() {
    let page = arrive("#/ledger?task=20");
    page.receive("台账.json", include_bytes!("../../data/ledger-v1.json"));
    page.accept();
    page.open_task(20);
    stays_text(&page);
    let link = ".detail a[target=_blank]";
    page.wait_until("a link", |page| page.count_shown(link) == 1);
    assert_eq!(page.attr(link, "href").as_deref(), Some("https://www.gz.gov.cn/a.pdf"));
    assert_eq!(page.attr(link, "rel").as_deref(), Some("noopener noreferrer"));
    let address = "#item-2a000000 input[type=text]";
    for words in ["javascript:alert(5)", "data:text/html,<script>alert(2)</script>", "附件.pdf"] {
        page.fill(address, words);
        page.wait_until("no link", |page| page.count_shown(link) == 0);
        assert_eq!(page.value(address), words);
        page.fill(address, "http://www.gz.gov.cn/");
        page.wait_until("a link", |page| page.count_shown(link) == 1);
    }
    page.console_is_clean();
}
