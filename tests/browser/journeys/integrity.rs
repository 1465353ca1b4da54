//! Files that do not belong together, or are not whole: the page says so and changes nothing.

use std::fs;

use crate::browser::Screen;
use crate::page::Page;
use crate::site::built;
use crate::visitor::{KEY, arrive, arrive_unkept};

/// The name of the built file of which this holds.
fn name(is: impl Fn(&str) -> bool) -> String {
    let dist = built("dist/index.html", "make build");
    let files = fs::read_dir(dist.parent().unwrap()).unwrap();
    let mut names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.find(|name| is(name)).unwrap()
}

/// The built file whose name ends like this.
fn file(ending: &str) -> Vec<u8> {
    let name = name(|name| name.ends_with(ending));
    fs::read(built(&format!("dist/{name}"), "make build")).unwrap()
}

/// Loads the page from a host that gives this for files with this ending: it says what is wrong, and what was
/// stored stays.
#[track_caller]
fn is_told(page: &Page, ending: &str, content: Option<&[u8]>) {
    let stored = page.stored_ledger(KEY);
    page.forget();
    page.site.replace(ending, content);
    page.go_to(&page.site.url(""));
    page.wait_for_text("#incomplete", "页面文件不完整或版本不一致，请刷新");
    page.wait_for_text("#incomplete", "本机数据没有改动");
    assert_eq!(page.count_shown("#opening, #stopped, #main"), 0);
    assert!(stored.is_some());
    assert_eq!(page.stored_ledger(KEY), stored);
    page.site.restore(ending);
}

#[test]
fn files_of_another_build_do_not_run() {
    let page = arrive_unkept("#/ledger?task=1");
    page.mark("推进中");
    page.wait_for_row(1, "underway", 0);
    let (module, script) = (file("_bg.wasm"), file(".js"));
    // A custom section more: any engine would run it.
    let mut other = module.clone();
    other.extend([0, 2, 1, b'x']);
    is_told(&page, "_bg.wasm", Some(&other));
    is_told(&page, "_bg.wasm", Some(&module[..module.len() / 2]));
    is_told(&page, "_bg.wasm", None);
    is_told(&page, ".js", Some(&[&script[..], b"\n"].concat()));
    is_told(&page, ".js", Some(&script[..script.len() / 2]));
    is_told(&page, ".js", None);
    page.load("#/ledger");
    page.wait_for_row(1, "underway", 0);
}

#[test]
fn a_second_module_of_another_build_does_not_run() {
    let page = arrive_unkept("#/overview");
    let name = name(|name| name.starts_with("later-"));
    let mut other = file(&name);
    other.extend([0, 2, 1, b'x']);
    for content in [Some(&other[..]), None] {
        page.site.replace(&name, content);
        page.load("#/ledger");
        page.wait_for_text("[role=alert]", "没有下载下来");
        page.site.restore(&name);
    }
    page.click_text("button", "再试一次");
    page.wait_for("#row-1");
}

#[test]
fn the_page_for_a_host_opened_as_a_file_names_the_one_that_works() {
    let page = arrive("#/overview");
    let index = built("dist/index.html", "make build");
    page.go_to(&format!("file://{}", index.display()));
    page.wait_for_text("#no-host", "请打开完整的离线版文件“台账.html”");
    assert_eq!(page.count_shown("#opening, #incomplete, #stopped"), 0);
}

#[test]
fn what_no_drawing_is_becomes_no_markup() {
    let page = arrive("#/overview");
    page.wait_for("#chart-lead svg");
    let refused = page.eval(
        "(() => { try { document.body.innerHTML = '<img src=x>'; } catch (error) { return error.name; } })()",
    );
    assert_eq!(refused, "TypeError");
    let console = page.console.borrow().len();
    page.wait_until("the harness is told of it", |page| page.console().len() > console);
    page.console.borrow_mut().clear();
}

#[test]
fn a_browser_that_is_too_old_is_told_so() {
    // As in one that knows no 'wasm-unsafe-eval', and in one that lacks what the scripts are made of.
    let refuses = "WebAssembly.Module = function () { throw new WebAssembly.CompileError('refused'); }; \
                   WebAssembly.instantiate = () => Promise.reject(new WebAssembly.CompileError('refused'));";
    let lacks = "delete window.structuredClone; \
                 WebAssembly.instantiate = () => Promise.reject(new TypeError('unknown'));";
    for age in [refuses, lacks] {
        let page = Page::blank(Screen::DESK);
        page.run_first(age);
        page.go_to(&page.url("#/overview"));
        page.wait_for_text("#too-old", "浏览器版本过旧");
        for other in ["#opening", "#incomplete", "#no-host", "#stopped"] {
            assert_eq!(page.count_shown(other), 0, "{other} is shown");
        }
        page.is_accessible();
    }
}
