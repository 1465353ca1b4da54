//! A folder on a network drive or kept alike by a cloud: others put files into it, at any moment.

use serde_json::{Value, json};

use super::rollup::file;
use crate::page::Page;
use crate::visitor::arrive;

/// Puts a file into the folder, as someone else would over the network. The browser's own folder stands for it: no
/// test can answer the dialog that picks another.
#[track_caller]
fn put_in_folder(page: &Page, name: &str, content: &str) {
    let done = page.eval_as::<bool>(&format!(
        "(async () => {{
            const root = await navigator.storage.getDirectory();
            const folder = await root.getDirectoryHandle('汇总报送', {{ create: true }});
            const file = await (await folder.getFileHandle({}, {{ create: true }})).createWritable();
            await file.write({});
            await file.close();
            window.showDirectoryPicker = async () => folder;
            return true;
        }})()",
        json!(name),
        json!(content),
    ));
    assert!(done);
}

/// A file that says more than the first version of it.
fn second(nth: usize) -> String {
    let mut file: Value =
        serde_json::from_str(&file(nth, "市地方金融监管局", "2022-06-22")).unwrap();
    file["tasks"][nth.to_string()]["percent"] = json!([
        { "value": 60, "stamp": format!("2022-06-22T07:30:00.000Z/0/{nth:0>8}") },
    ]);
    file.to_string()
}

/// From now on something happens in the folder while the page looks at a file: `before` it gets it for the nth time
/// or just `after`. A text is written into the file; none, and it is taken away.
#[track_caller]
fn meanwhile(page: &Page, changes: &[(&str, usize, &str, Option<&str>)]) {
    let changes = json!(changes);
    page.eval(&format!(
        "(() => {{
            const looks = {{}}, handle = FileSystemFileHandle.prototype, look = handle.getFile;
            const happens = async (name, nth, when) => {{
                const change = {changes}.find(change => [name, nth, when].every((is, n) => is == change[n]));
                if (!change) return;
                const root = await navigator.storage.getDirectory();
                const folder = await root.getDirectoryHandle('汇总报送');
                if (change[3] === null) return folder.removeEntry(name);
                const file = await (await folder.getFileHandle(name, {{ create: true }})).createWritable();
                await file.write(change[3]);
                await file.close();
            }};
            handle.getFile = async function () {{
                const nth = looks[this.name] = (looks[this.name] ?? 0) + 1;
                await happens(this.name, nth, 'before');
                const file = await look.call(this);
                await happens(this.name, nth, 'after');
                return file;
            }};
        }})()"
    ));
}

#[test]
fn r15_what_changes_while_it_is_read_is_read_again() {
    let page = arrive("#/rollup");
    let first = |nth| file(nth, "市地方金融监管局", "2022-06-20");
    // Half of it is there, and the other half comes; in steps; or another one takes its place.
    let (one, two, six) = (first(1), first(2), second(6));
    put_in_folder(&page, "1.json", &one[..200]);
    put_in_folder(&page, "2.json", &two[..100]);
    put_in_folder(&page, "6.json", &first(6));
    // It is taken away before it is looked at, or before it is read; for a moment, or for good.
    let moved = first(13);
    for nth in [7, 8, 13] {
        put_in_folder(&page, &format!("{nth}.json"), &first(nth));
    }
    meanwhile(
        &page,
        &[
            ("1.json", 2, "before", Some(&one)),
            ("2.json", 2, "before", Some(&two[..200])),
            ("2.json", 3, "before", Some(&two)),
            ("6.json", 1, "after", Some(&six)),
            ("7.json", 1, "before", None),
            ("8.json", 1, "after", None),
            ("13.json", 1, "before", None),
            ("13.json", 2, "before", Some(&moved)),
        ],
    );
    page.click_text("button", "设为共享文件夹");
    page.wait_for("#preview[open][aria-busy=false]");
    let files = page.texts("#preview .files tbody tr");
    let said = |name: &str, words: &str| {
        let row = files.iter().find(|row| row.starts_with(name));
        let row = row.unwrap_or_else(|| panic!("{name} is not in {files:#?}"));
        assert!(row.contains(words), "{words} in {row}");
    };
    assert_eq!(files.len(), 6, "{files:#?}");
    said("1.json", "新内容1处");
    said("2.json", "新内容1处");
    said("6.json", "新内容2处");
    said("7.json", "可能已被移动");
    said("8.json", "可能已被移动");
    said("13.json", "新内容1处");
    page.accept();
    let underway = |page: &Page| -> Vec<String> {
        page.eval_as(
            "[...document.querySelectorAll('.square[data-status=underway]')].map(({ id }) => id)",
        )
    };
    let expected = [1, 2, 6, 13].map(|nth| format!("square-{nth}"));
    page.wait_until("what was read", |page| underway(page) == expected);
    page.go("#/ledger");
    page.wait_for_row(6, "underway", 60);
}

#[test]
fn r15_a_shared_folder_is_kept_and_read_again() {
    let page = arrive("#/rollup");
    put_in_folder(&page, "1.json", &file(1, "市地方金融监管局", "2022-06-20"));
    put_in_folder(&page, "说明.txt", "不是台账");
    page.click_text("button", "设为共享文件夹");
    page.accept();
    page.wait_until("it came", |page| page.count("#square-1[data-status=underway]") == 1);
    page.console_is_clean();
    // Another visit, and meanwhile someone else has put a file there and a third one half of theirs.
    page.reload();
    put_in_folder(&page, "6.json", &file(6, "市地方金融监管局", "2022-06-21"));
    put_in_folder(&page, "7.json", &file(7, "市地方金融监管局", "2022-06-21")[..200]);
    page.click_text("button", "重新读取“汇总报送”");
    page.wait_for("#preview[open][aria-busy=false]");
    let preview = page.dialog("preview");
    assert!(preview.contains("文件（3）") && preview.contains("与本机相同"), "{preview}");
    assert!(preview.contains("没有读出来") && !preview.contains("说明.txt"), "{preview}");
    page.is_accessible();
    page.accept();
    page.wait_until("it came", |page| page.count("#square-6[data-status=underway]") == 1);
    put_in_folder(&page, "7.json", &file(7, "市地方金融监管局", "2022-06-21"));
    page.click_text("button", "重新读取“汇总报送”");
    page.accept();
    page.wait_until("the rest came", |page| page.count("#square-7[data-status=underway]") == 1);
    page.click_text("button", "取消共享文件夹");
    page.reload();
    page.wait_for_text("button", "设为共享文件夹");
    page.console_is_clean();
}

#[test]
fn a44_what_systems_leave_in_a_folder_is_passed_over() {
    let page = arrive("#/rollup");
    let own = file(6, "市财政局", "2022-06-20");
    put_in_folder(&page, "6.json", &own);
    put_in_folder(&page, "7.json", &file(7, "市国资委", "2022-06-20"));
    for junk in ["._6.json", "~$6.json", "desktop.ini", ".~lock.6.json#", ".hidden.json"] {
        put_in_folder(&page, junk, "\u{0}\u{5}\u{16}");
    }
    page.click_text("button", "设为共享文件夹");
    page.wait_for("#preview[open][aria-busy=false]");
    assert_eq!(page.count("#preview .files tbody tr"), 2);
}
