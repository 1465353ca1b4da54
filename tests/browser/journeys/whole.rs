//! Files are whole, or there are none: what is handed over, and what is taken in.

use std::fs;

use policy_ledger::format::{Limits, code_of, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::policy::Policy;

use super::rollup::receive_all;
use crate::page::Page;
use crate::visitor::{KEY, arrive_as};

/// Notes each file as it is when it is handed over as a download, and which of their addresses are given up.
const NOTE: &str = "(() => {
    const make = URL.createObjectURL, give_up = URL.revokeObjectURL;
    const click = HTMLAnchorElement.prototype.click, made = {};
    window.handed = [];
    window.given_up = [];
    URL.createObjectURL = blob => {
        const address = make.call(URL, blob);
        made[address] = blob;
        return address;
    };
    URL.revokeObjectURL = address => {
        window.given_up.push(address);
        give_up.call(URL, address);
    };
    HTMLAnchorElement.prototype.click = function () {
        if (this.download) window.handed.push(made[this.href]);
        click.call(this);
    };
})()";

fn reporter() -> Page {
    let page = arrive_as("张三", "市财政局", "#/ledger?task=6");
    page.mark("推进中");
    page.type_into(".report textarea", "𠮷：“半角”与全角，\\ 换行\n第二行");
    page.set_percent(30);
    page.wait_for_row(6, "underway", 30);
    page
}

#[test]
fn r14_what_is_exported_is_whole_and_reads_back_as_it_stands_here() {
    let page = reporter();
    page.eval(NOTE);
    let (name, file) = page.export();
    let (_, carrying) = page.save_page("带数据的网页");
    let handed: Vec<String> = page.eval_as("Promise.all(window.handed.map(blob => blob.text()))");
    assert_eq!(handed.len(), 2);
    assert!(handed[0].as_bytes() == file, "the file is what was handed over");
    assert!(handed[1].as_bytes() == carrying, "the page is what was handed over");
    // A slow disk or a question where to save it: the browser may come for it later.
    assert_eq!(page.eval_as::<Vec<String>>("window.given_up"), Vec::<String>::new());

    let decoded = decode(&file, Policy::bundled().unwrap(), Limits::FILE).unwrap();
    let stored = page.stored_ledger(KEY).unwrap();
    let (_, stored) = stored.split_once('\n').unwrap();
    assert_eq!(encode(&decoded.ledger, None, Layout::Compact), stored, "byte for byte");
    let code = code_of(&decoded.ledger);
    assert_eq!(decoded.export.unwrap().code, Some(code));
    page.go("#/rollup");
    page.fill("#code", &code.to_string());
    page.wait_for_text(".rollup .hint", "一致：就是本机现在的内容");

    // It says here what is here; what broke off on the way is called so, and nothing is changed by either.
    let kept = |page: &Page| -> String {
        page.eval_as("JSON.stringify(Object.entries(localStorage).sort())")
    };
    let before = kept(&page);
    let half = &file[..file.len() / 2];
    receive_all(&page, &[(&name, &file), ("空.json", b""), ("断.json", half)]);
    let files = page.texts("#preview .files tbody tr");
    for (name, words) in
        [(&*name, "与本机相同"), ("空.json", "文件是空的"), ("断.json", "文件不完整")]
    {
        let row = files.iter().find(|row| row.starts_with(name)).unwrap();
        assert!(row.contains(words), "{words} in {row}");
    }
    page.wait_gone("#preview[open]", || page.press("Escape"));
    assert_eq!(kept(&page), before);
    page.console_is_clean();
}

#[test]
fn r14_what_the_browser_does_not_take_whole_is_not_saved_and_told_of() {
    let page = reporter();
    page.eval("(() => { window.make = URL.createObjectURL; window.Whole = Blob; })()");
    // As where there is no memory left: for all of it, or for any of it.
    for refuse in [
        "window.Blob = class extends Whole { constructor(parts, options) { \
            super([parts[0].slice(0, 99)], options); window.refused = true; } }",
        "URL.createObjectURL = () => { window.refused = true; throw new RangeError('no memory'); }",
    ] {
        page.eval(&format!("(() => {{ {refuse}; window.refused = false; }})()"));
        page.click_text(".head-tools button", "导出");
        page.click_text("#export button", "导出文件");
        page.wait_until("it is refused", |page| page.eval_as("window.refused"));
        page.wait_for_text(".toast", "没有存成文件");
        page.wait_gone("#export[open]", || page.press("Escape"));
        page.wait_for_text(".foot", "上次导出：从未");
        page.eval("(() => { window.Blob = window.Whole; URL.createObjectURL = window.make; })()");
    }
    let downloads = fs::read_dir(page.browser.downloads()).into_iter().flatten();
    assert_eq!(downloads.count(), 0);
    let (_, file) = page.export();
    assert!(String::from_utf8(file).unwrap().contains("推进中"));
    assert!(!page.texts(".foot").concat().contains("从未"));
}
