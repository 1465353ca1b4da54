//! Thirty files, one ledger: taken in together, told apart, taken back in one step.

use serde_json::{Value, json};

use crate::page::Page;
use crate::visitor::{KEY, arrive, arrive_as};

/// A file of someone who reported on one task.
pub fn file(nth: usize, unit: &str, day: &str) -> String {
    let actor = format!("{nth:0>8}");
    json!({
        "format": "policy-ledger", "version": 1, "policy": "guangzhou-financial-hub-2021",
        "exported": { "at": format!("{day}T08:00:00.000Z"), "by": { "name": format!("经办{nth}"), "unit": unit }, "scope": "all" },
        "people": { &actor: { "name": format!("经办{nth}"), "unit": unit } },
        "tasks": { nth.to_string(): { "status": [
            { "value": "推进中", "stamp": format!("{day}T07:00:00.000Z/0/{actor}") },
        ] } },
    })
    .to_string()
}

/// Picks files together.
#[track_caller]
pub fn receive_all(page: &Page, files: &[(&str, &[u8])]) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = files
        .iter()
        .map(|(name, content)| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        })
        .collect();
    let paths: Vec<_> = paths.iter().map(AsRef::as_ref).collect();
    page.upload("#choose-file", &paths);
    page.wait_for("#preview[open][aria-busy=false]");
}

#[test]
fn thirty_files_are_one_preview_and_one_step() {
    let page = arrive("#/rollup");
    let contents: Vec<(String, String)> =
        (1..=30).map(|nth| (format!("{nth}.json"), file(nth, "市财政局", "2022-06-20"))).collect();
    let mut files: Vec<(&str, &[u8])> =
        contents.iter().map(|(name, content)| (name.as_str(), content.as_bytes())).collect();
    let damaged = &contents[0].1.as_bytes()[..200];
    files.push(("损坏.json", damaged));
    files.push(("副本.json", contents[1].1.as_bytes()));
    receive_all(&page, &files);
    let preview = page.dialog("preview");
    for words in
        ["文件（32）", "经办7（市财政局）", "新内容1处", "没有读出来", "与“2.json”是同一份"]
    {
        assert!(preview.contains(words), "{words} in {preview}");
    }
    // What units without a part in a task reported waits for a yes.
    assert!(preview.contains("非职责单位填报（"), "{preview}");
    page.click_text("#preview label", "采纳这些内容");
    page.accept();
    page.wait_for_text(".toast", "已导入32份文件，30处新内容");
    let underway = |page: &Page| page.count(".square[data-status=underway]");
    assert_eq!(underway(&page), 30);
    page.wait_to_become(
        "all taken back",
        |page| underway(page) == 0,
        || page.click_text(".head-tools button", "撤销"),
    );
    page.console_is_clean();
}

/// What is below the edge of the dialog is drawn once it is open.
#[test]
fn a_long_preview_is_drawn_to_its_end() {
    let page = arrive("#/rollup");
    let contents: Vec<(String, String)> =
        (1..=48).map(|nth| (format!("{nth}.json"), file(nth, "", "2022-06-20"))).collect();
    let files = contents.iter().map(|(name, content)| (name.as_str(), content.as_bytes()));
    receive_all(&page, &files.collect::<Vec<_>>());
    for table in ["files", "differences"] {
        let rows = format!("#preview .{table} tbody tr");
        page.wait_until("all rows", |page| page.count(&rows) == 48);
        let numbers: Vec<String> = page.eval_as(&format!(
            "[...document.querySelectorAll('{rows} th')].map(head => head.textContent)"
        ));
        for (nth, head) in (1..).zip(&numbers) {
            assert!(
                head.split(|c: char| !c.is_ascii_digit()).any(|n| n == nth.to_string()),
                "{head}"
            );
        }
    }
    page.accept();
    page.wait_for_text(".toast", "已导入48份文件，48处新内容");
    page.console_is_clean();
}

/// Files are read together; where one is gone by then, the others still come in.
#[test]
fn a_file_that_is_gone_stops_no_other() {
    let page = arrive("#/rollup");
    page.eval(
        "(() => { const read = Blob.prototype.arrayBuffer; \
         Blob.prototype.arrayBuffer = function () { \
             return this instanceof File && this.name !== '2.json' ? read.call(this) \
                 : Promise.reject(new DOMException('gone', 'NotFoundError')); }; })()",
    );
    let contents = [1, 2, 3].map(|nth| file(nth, "", "2022-06-20"));
    let names = ["1.json", "2.json", "3.json"];
    let files = names.into_iter().zip(contents.iter().map(String::as_bytes));
    receive_all(&page, &files.collect::<Vec<_>>());
    let preview = page.dialog("preview");
    for words in ["文件（3）", "没有读出来", "可能已被移动", "新内容1处"] {
        assert!(preview.contains(words), "{words} in {preview}");
    }
    page.accept();
    page.wait_for_text(".toast", "2处新内容");
    assert_eq!(page.count(".square[data-status=underway]"), 2);
}

/// A file in which 市财政局 says more of task 6: a 完成率 in ignorance of others', and a new measure.
fn supplement(day: &str) -> String {
    let mut file: Value = serde_json::from_str(&file(6, "市财政局", day)).unwrap();
    file["tasks"]["6"]["percent"] = json!([
        { "value": 60, "stamp": format!("{day}T07:20:00.000Z/0/00000006") },
    ]);
    file["tasks"]["6"]["measures"] = json!({ "1a000000": [{
        "value": { "text": "拟订补充方案" }, "stamp": format!("{day}T07:30:00.000Z/0/00000006"),
    }] });
    file.to_string()
}

#[test]
fn a_value_keeps_where_it_came_from() {
    let page = arrive_as("张三", "市地方金融监管局", "#/rollup");
    let (a, b) = (file(6, "市财政局", "2022-06-20"), file(7, "市国资委", "2022-06-21"));
    receive_all(&page, &[("财政局.json", a.as_bytes()), ("国资委.json", b.as_bytes())]);
    page.click_text("#preview label", "采纳这些内容");
    page.accept();
    page.open_task(6);
    page.set_percent(40);
    // Another name is another hand, at the same machine.
    page.go("#/settings");
    page.fill("#who-title ~ * form input", "李四");
    page.click_text(".settings button", "保存署名");
    page.open_task(6);
    page.show_origins();
    let check = |page: &Page, expected: &[&[&str]]| {
        let rows = page.texts(".origins tbody tr");
        assert_eq!(rows.len(), expected.len(), "{rows:#?}");
        for (row, words) in rows.iter().zip(expected) {
            assert!(words.iter().all(|words| row.contains(words)), "{words:?} in {row}");
        }
    };
    let status: &[&str] = &["完成状态", "经办6（市财政局）", "2022-06-20", "“财政局.json”", "导入"];
    let percent: &[&str] = &["完成率", "张三（市地方金融监管局）", "本机填写"];
    check(&page, &[status, percent]);
    // What comes while it is open shows at once; what was known keeps its origin.
    page.receive("补报.json", supplement("2022-06-20").as_bytes());
    page.click_text("#preview label", "采用文件的");
    page.accept();
    let percent: &[&str] =
        &["完成率", "经办6（市财政局）", "2022-06-20", "“补报.json”", "由李四（", "裁决采用"];
    let measure: &[&str] = &["具体举措", "拟订补充方案", "经办6（市财政局）", "“补报.json”"];
    page.wait_until("the measure", |page| page.count(".origins tbody tr") == 3);
    check(&page, &[status, percent, measure]);
    page.is_accessible();
    page.reload();
    page.show_origins();
    check(&page, &[status, percent, measure]);
    // Without the note all else is as it was.
    page.eval(&format!("localStorage.removeItem('{KEY}:origins')"));
    page.open_task(7);
    page.show_origins();
    check(&page, &[&["完成状态", "经办7（市国资委）", "不详（没有留下导入记录）"]]);
    page.console_is_clean();
}

#[test]
fn what_is_no_units_business_is_left_unless_accepted() {
    let page = arrive("#/rollup");
    // Task 1 is not 白云区政府's, and leaves no place for others; task 46 names 市财政局.
    let (theirs, own) = (file(1, "白云区政府", "2022-06-20"), file(6, "南沙区政府", "2022-06-20"));
    receive_all(&page, &[("a.json", theirs.as_bytes()), ("b.json", own.as_bytes())]);
    let preview = page.dialog("preview");
    assert!(preview.contains("非职责单位填报（1）") && preview.contains("白云区政府"), "{preview}");
    page.accept();
    page.wait_until("the other came", |page| page.count("#square-6[data-status=underway]") == 1);
    assert_eq!(page.count("#square-1[data-status=underway]"), 0);
}

#[test]
fn who_has_reported_is_counted_and_the_others_are_reminded() {
    let page = arrive("#/rollup");
    let today = page.texts(".as-of").concat().replace("截至 ", "");
    let (a, b) = (file(6, "市财政局", &today), file(7, "某协会", &today));
    receive_all(&page, &[("a.json", a.as_bytes()), ("b.json", b.as_bytes())]);
    page.accept();
    page.wait_for_text(".rollup td", "已报");
    let row: String = page.eval_as(
        "[...document.querySelectorAll('.rollup tbody tr')].find(r => r.cells[0].textContent == \
         '市财政局').textContent",
    );
    assert!(row.contains("已报") || row.contains("逾期报"), "{row}");
    page.wait_for_text(".rollup p", "某协会");
    page.click_text(".rollup summary", "催报文字");
    let words = page.value("#reminders");
    assert!(words.contains("市国资委：请报送"), "{words}");
    // A browser brings what it clicks to the edge of the window, under the head.
    page.eval("scrollTo(0, 0)");
    page.click_text(".rollup button", "存为表格");
    let (name, table) = page.downloaded(".csv");
    assert_eq!(name, format!("报送情况_{today}.csv"));
    let table = String::from_utf8(table).unwrap();
    assert!(table.starts_with("\u{feff}单位,牵头任务,"), "{table}");
}

#[test]
fn reading_many_files_can_be_stopped() {
    let page = arrive("#/rollup");
    let before = page.stored(KEY);
    // A network drive that takes its time; and the dialog closes as soon as it opens.
    page.eval(
        "(({ prototype }) => {
            const read = prototype.arrayBuffer;
            prototype.arrayBuffer = function () {
                return new Promise(resolve => setTimeout(resolve, 1000)).then(() => read.call(this));
            };
        })(Blob)",
    );
    page.eval(
        "new MutationObserver(() => document.querySelector('#preview').close()).observe(\
         document.querySelector('body'), { subtree: true, attributes: true, attributeFilter: ['open'] })",
    );
    let content = file(6, "市财政局", "2022-06-20");
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..20)
        .map(|nth| {
            let path = folder.path().join(format!("{nth}.json"));
            std::fs::write(&path, format!("{content}{}", " ".repeat(nth))).unwrap();
            path
        })
        .collect();
    page.upload("#choose-file", &paths.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    page.wait_for_text(".toast", "已取消，什么都没有改");
    assert_eq!(page.count_shown("#preview[open]"), 0);
    assert_eq!(page.stored(KEY), before);
}

/// Whoever drags files over the page is told that they may be dropped, and is left alone after thinking better of it.
#[test]
fn what_may_be_dropped_is_told() {
    let page = arrive("#/overview");
    page.eval(&format!(
        "(() => {{
            const data = {{ words: new DataTransfer(), files: new DataTransfer() }};
            data.words.items.add('选中的字', 'text/plain');
            data.files.items.add(new File([{}], '六.json'));
            const drag = (name, what) => document.querySelector('main').dispatchEvent(
                new DragEvent(name, {{ dataTransfer: data[what], bubbles: true, cancelable: true }}));
            // As browsers do it: over and over.
            window.hover = what => window.hovering = setInterval(() => drag('dragover', what), 50);
            window.leave = (name, what) => (clearInterval(window.hovering), drag(name, what));
        }})()",
        json!(file(6, "市财政局", "2022-06-20"))
    ));
    page.eval("hover('files')");
    page.wait_for_text("#preview[open]", "松开鼠标");
    assert_eq!(page.axe(), [] as [String; 0]);
    page.wait_gone("#preview[open]", || page.eval("leave('dragleave', 'files')"));
    page.eval("hover('words')");
    page.eval("new Promise(resolve => setTimeout(resolve, 500))");
    assert_eq!(page.count("#preview[open]"), 0, "words are not files");
    page.eval("leave('drop', 'words')");
    page.eval("hover('files')");
    page.wait_for("#preview[open]");
    page.eval("leave('drop', 'files')");
    page.wait_for("#preview[open][aria-busy=false]");
    let preview = page.dialog("preview");
    assert!(preview.contains("经办6") && !preview.contains("松开鼠标"), "{preview}");
    page.accept();
    page.wait_for_text(".toast", "1处新内容");
    page.console_is_clean();
}

/// So much that it is written down row by row, in several tasks.
#[test]
fn what_is_much_is_kept_whole_and_taken_back_whole() {
    let page = arrive("#/rollup");
    let mut whole: Value = serde_json::from_str(&file(1, "", "2022-06-20")).unwrap();
    for task in 1..=48 {
        let percent = (1..=40).map(|minute| {
            let stamp = format!("2022-06-20T07:{minute:02}:00.000Z/0/00000001");
            json!({ "value": minute, "stamp": stamp })
        });
        whole["tasks"][task.to_string()] = json!({ "percent": percent.collect::<Vec<_>>() });
    }
    receive_all(&page, &[("全部.json", whole.to_string().as_bytes())]);
    // Until then what is to be clicked moves down.
    page.wait_until("all rows", |page| page.count("#preview .differences tbody tr") == 48);
    page.accept();
    page.wait_for_text(".toast", "1920处新内容");
    page.go("#/ledger");
    let stands =
        |page: &Page, percent| [1, 48].map(|task| page.wait_for_row(task, "not-started", percent));
    stands(&page, 40);
    page.click_text(".head-tools button", "撤销");
    stands(&page, 0);
    page.press("Ctrl+Shift+z");
    page.wait_for_text(".toast", "已重做");
    page.load("#/ledger");
    stands(&page, 40);
    page.console_is_clean();
}

/// Whoever closes the preview right after the yes wants it closed; whoever says yes twice means one.
#[test]
fn a_yes_counts_once_and_can_be_thought_better_of() {
    let page = arrive("#/rollup");
    let contents = [1, 2].map(|nth| file(nth, "", "2022-06-20"));
    let files = ["1.json", "2.json"].into_iter().zip(contents.iter().map(String::as_bytes));
    let files: Vec<_> = files.collect();
    // In a task of its own: of a script by a driver, WebKit does what waits for its end after each click.
    let say_yes = |then: &str| {
        page.eval(&format!(
            "setTimeout(() => {{ const dialog = document.querySelector('#preview'); \
                 const yes = dialog.querySelector('button.primary'); yes.click(); {then} }})"
        ));
    };
    let saves = || page.eval_as::<usize>("performance.getEntriesByName('ledger-save').length");
    receive_all(&page, &files);
    page.wait_gone("#preview[open]", || say_yes("yes.parentElement.lastElementChild.click()"));
    receive_all(&page, &files);
    assert!(page.dialog("preview").contains("新内容1处"));
    assert_eq!(saves(), 0, "nothing was taken in");
    say_yes("yes.click()");
    page.wait_for_text(".toast", "2处新内容");
    assert_eq!(saves(), 1);
    page.console_is_clean();
}

/// The ledger as it is stored, without the line that frames it.
fn body(page: &Page) -> Value {
    let stored = page.stored_ledger(KEY).unwrap();
    serde_json::from_str(stored.split_once('\n').unwrap().1).unwrap()
}

#[test]
fn what_goes_round_comes_back_the_same_for_all() {
    let a = arrive_as("张三", "市地方金融监管局", "#/ledger?task=1");
    a.mark("推进中");
    let (name, first) = a.export();
    let b = arrive_as("李四", "市财政局", "#/ledger?task=6");
    let c = arrive_as("王五", "市国资委", "#/ledger?task=7");
    for (page, task) in [(&b, 6), (&c, 7)] {
        page.receive(&name, &first);
        page.accept();
        page.open_task(task);
        page.mark("推进中");
        page.set_percent(40);
    }
    // Both also change the same field, of a task that is theirs and the other's.
    for (page, percent) in [(&b, 30), (&c, 60)] {
        page.open_task(13);
        page.set_percent(percent);
    }
    let (_, from_b) = b.export();
    let (_, from_c) = c.export();
    a.go("#/rollup");
    receive_all(&a, &[("b.json", &from_b), ("c.json", &from_c)]);
    if a.dialog("preview").contains("非职责单位填报") {
        a.click_text("#preview label", "采纳这些内容");
    }
    a.accept();
    a.go("#/ledger");
    a.wait_for_row(6, "underway", 40);
    a.wait_for_row(7, "underway", 40);
    let (name, back) = a.export();
    for page in [&b, &c] {
        page.receive(&name, &back);
        page.accept();
        page.go("#/ledger");
        page.wait_for_row(6, "underway", 40);
        page.wait_for_row(7, "underway", 40);
    }
    assert_eq!(body(&a), body(&b));
    assert_eq!(body(&a), body(&c));
    let text = |page: &Page| {
        let stored = page.stored_ledger(KEY).unwrap();
        stored.split_once('\n').unwrap().1.to_owned()
    };
    assert_eq!(text(&a), text(&b), "byte for byte");
    assert_eq!(text(&a), text(&c), "byte for byte");
}

#[test]
fn a32_a_file_of_another_spelling_counts_and_an_unknown_one_is_asked_about() {
    let page = arrive_as("李四", "市地方金融监管局", "#/rollup");
    let today = page.texts(".as-of").concat().replace("截至 ", "");
    let (a, b) = (file(4, "广州市财政局　", &today), file(7, "国资", &today));
    receive_all(&page, &[("a.json", a.as_bytes()), ("b.json", b.as_bytes())]);
    let preview = page.dialog("preview");
    assert!(preview.contains("没有署名的“国资”"), "{preview}");
    assert!(!preview.contains("“广州市财政局"), "{preview}");
    // It is judged by what it is said to be, at once.
    assert!(preview.contains("非职责单位填报（1）"), "{preview}");
    assert_eq!(page.count("#preview .strangers select"), 1);
    page.wait_gone("#preview .strangers", || {
        page.choose("#preview .strangers select", "市财政局");
    });
    assert!(!page.dialog("preview").contains("没有署名的"));
    page.wait_gone("#preview[open]", || page.press("Escape"));
    page.go("#/settings");
    page.click_text(".settings summary", "已认定的单位名称");
    page.click_text(".settings details button", "删除");
    page.go("#/rollup");
    receive_all(&page, &[("a.json", a.as_bytes()), ("b.json", b.as_bytes())]);
    page.dialog("preview");
    page.accept();
    let reported = |page: &Page, unit: &str| -> String {
        page.eval_as(&format!(
            "[...document.querySelectorAll('.rollup tbody tr')].find(r => r.cells[0].textContent == \
             '{unit}').textContent"
        ))
    };
    page.wait_until("it counts", |page| reported(page, "市财政局").contains('报'));
    assert!(reported(&page, "市财政局").contains("月"), "{}", reported(&page, "市财政局"));
    assert!(!reported(&page, "市国资委").contains("月"));
    page.wait_for_text(".strangers", "“国资”是");
    page.choose(".strangers select", "市国资委");
    page.wait_until("it counts, too", |page| reported(page, "市国资委").contains("月"));
    assert_eq!(page.count(".strangers"), 0);
    page.reload();
    page.wait_until("it is kept", |page| {
        page.count(".rollup tbody tr") > 0 && reported(page, "市国资委").contains("月")
    });
}

#[test]
fn o5_a_fast_clock_is_named_and_does_not_decide() {
    let page = arrive("#/rollup");
    let today = page.texts(".as-of").concat().replace("截至 ", "");
    let file = file(37, "南沙区政府", "2099-01-01");
    receive_all(&page, &[("快.json", file.as_bytes())]);
    assert!(page.dialog("preview").contains("电脑时间快"));
    page.accept();
    page.wait_for_text(".rollup p", "电脑时间偏快，已按收到日期计算报送期限");
    let day: Vec<&str> = today.split('-').collect();
    let day = format!("{}月{}日", day[1].trim_start_matches('0'), day[2].trim_start_matches('0'));
    let row: String = page.eval_as(
        "[...document.querySelectorAll('.rollup tbody tr')].find(r => r.cells[0].textContent == \
         '南沙区政府').textContent",
    );
    assert!(row.contains(&day), "{day} in {row}");
}

/// A file of one person of a unit who reported a status, a 完成率 and a text of task 21 at this minute.
fn report(nth: usize, unit: &str, percent: u8, words: &str, minute: u8) -> String {
    let mut file: Value = serde_json::from_str(&file(nth, unit, "2022-03-04")).unwrap();
    let stamp = |counter: u8| format!("2022-03-04T02:{minute:02}:00.000Z/{counter}/{nth:0>8}");
    let status = if percent < 50 { "受阻" } else { "推进中" };
    file["tasks"] = json!({ "21": {
        "status": [{ "value": status, "stamp": stamp(1) }],
        "percent": [{ "value": percent, "stamp": stamp(0) }],
        "progress": [{ "value": words, "stamp": stamp(2) }],
    } });
    file.to_string()
}

/// The lead and a supporting unit reported on one task; the latter an hour later.
fn two_reports() -> [String; 2] {
    [
        report(2, "南沙区政府", 70, "牵头单位的话", 0),
        report(5, "人民银行广州分行", 20, "支持单位的话", 50),
    ]
}

/// What files say against each other is shown, and the lead is preselected, whether they come together or not.
#[test]
fn o2_files_are_held_against_each_other() {
    let lead = report(2, "南沙区政府", 70, "牵头单位的话", 0);
    let support = report(5, "人民银行广州分行", 60, "支持单位的话", 50);
    let page = arrive("#/rollup");
    receive_all(&page, &[("c.json", lead.as_bytes()), ("e.json", support.as_bytes())]);
    let preview = page.dialog("preview");
    for words in [
        "双方都改过（2）",
        "南沙区政府整行",
        "人民银行广州分行整行",
        "牵头单位优先于支持单位",
        "c.json",
        "e.json",
        "70%",
        "60%",
    ] {
        assert!(preview.contains(words), "{words} in {preview}");
    }
    // Both say the same of its status.
    assert_eq!(page.count_shown("#contested-21 .warning"), 0);
    page.is_accessible();
    page.accept();
    page.go("#/ledger");
    page.wait_for_row(21, "underway", 70);
    let other = arrive("#/rollup");
    for (name, content) in [("e.json", &support), ("c.json", &lead)] {
        other.receive(name, content.as_bytes());
        other.accept();
    }
    other.go("#/ledger");
    other.wait_for_row(21, "underway", 70);
    other.console_is_clean();
}

/// What the box leaves out is not what the preview says will come.
#[test]
fn a51_the_preview_follows_its_box() {
    let page = arrive_as("张三", "市地方金融监管局", "#/rollup");
    let percent = |nth: usize, unit: &str, percent: u8, minute: u8| {
        let mut file: Value = serde_json::from_str(&file(nth, unit, "2022-03-04")).unwrap();
        let stamp = format!("2022-03-04T02:{minute:02}:00.000Z/0/{nth:0>8}");
        file["tasks"] = json!({ "4": { "percent": [{ "value": percent, "stamp": stamp }] } });
        file.to_string()
    };
    let (finance, court) = (percent(2, "市财政局", 40, 0), percent(3, "市法院", 46, 5));
    receive_all(&page, &[("a.json", finance.as_bytes()), ("b.json", court.as_bytes())]);
    let newer = |page: &Page| page.texts("#preview .differences").concat();
    let preview = newer(&page);
    assert!(preview.contains("40%") && !preview.contains("46%"), "{preview}");
    page.click_text("#preview label", "采纳这些内容");
    page.wait_for_text("#preview .contested-task", "46%");
    assert!(page.dialog("preview").contains("双方都改过（1）"));
    page.wait_gone("#preview .contested-task", || {
        page.click_text("#preview label", "采纳这些内容");
    });
    assert_eq!(newer(&page), preview);
    page.accept();
    page.go("#/ledger");
    page.wait_for_row(4, "not-started", 40);
    page.console_is_clean();
}

/// A task of which people differ is chosen as a row, or column by column; both choices of a task are kept.
#[test]
fn f01_f22_several_columns_of_one_task_are_chosen() {
    let [lead, support] = two_reports();
    let page = arrive("#/rollup");
    page.receive("e.json", support.as_bytes());
    page.accept();
    let is_checked = |page: &Page, label: &str| -> bool {
        page.eval_as(&format!(
            "[...document.querySelectorAll('#contested-21 label')].some(label => \
             label.innerText.includes({}) && label.querySelector('input').checked)",
            json!(label)
        ))
    };
    page.receive("c.json", lead.as_bytes());
    let card = page.wait_for_card();
    assert!(card.contains("本机整行") && card.contains("牵头单位的话"), "{card}");
    assert!(is_checked(&page, "对方整行"), "the lead's, as a whole row");
    assert_eq!(page.count("#contested-21 td input[type=radio]"), 0, "the columns are folded");
    assert_eq!(page.count_shown("#contested-21 .warning"), 0);
    page.click_text("#contested-21 label", "逐栏选择");
    page.wait_until("the columns", |p| p.count("#contested-21 td input[type=radio]") == 6);
    // Each column keeps its own answer.
    let pick = |column: usize, label: &str| {
        page.eval(&format!(
            "[...document.querySelectorAll('#contested-21 tbody tr')[{column}].querySelectorAll('label')]\
             .find(label => label.innerText.includes({})).click()",
            json!(label)
        ));
    };
    pick(0, "保留本机的");
    pick(2, "保留本机的");
    page.wait_for_text("#contested-21 .warning", "取自不同的一方");
    let checked: Vec<bool> = page.eval_as(
        "[...document.querySelectorAll('#contested-21 td input[type=radio]')].map(i => i.checked)",
    );
    assert_eq!(checked, [true, false, false, true, true, false]);
    page.is_accessible();
    page.accept();
    page.go("#/ledger");
    page.wait_for_row(21, "stuck", 70);
    page.press("Ctrl+z");
    page.wait_for_row(21, "stuck", 20);
    page.receive("c.json", lead.as_bytes());
    page.wait_for_card();
    page.click_text("#contested-21 label", "本机整行");
    page.accept();
    page.wait_for_row(21, "stuck", 20);
    page.console_is_clean();
}

impl Page {
    #[track_caller]
    fn wait_for_card(&self) -> String {
        self.wait_for("#preview[open] #contested-21");
        self.text("#contested-21")
    }
}

/// Without what lies between, nobody judges; with it, all is known.
#[test]
fn o1_what_is_missing_is_asked_for() {
    let percent = |changes: &[usize]| {
        let all = [
            json!({ "value": 40, "stamp": "2022-03-01T01:00:00.000Z/0/0000000a", "after": [] }),
            json!({ "value": 60, "stamp": "2022-03-02T01:00:00.000Z/0/0000000b",
                "after": ["2022-03-01T01:00:00.000Z/0/0000000a"] }),
            json!({ "value": 80, "stamp": "2022-03-03T01:00:00.000Z/0/0000000a",
                "after": ["2022-03-02T01:00:00.000Z/0/0000000b"] }),
        ];
        let changes: Vec<&Value> = changes.iter().map(|nth| &all[*nth]).collect();
        json!({
            "format": "policy-ledger", "version": 1, "policy": "guangzhou-financial-hub-2021",
            "people": {}, "tasks": { "2": { "percent": changes } },
        })
        .to_string()
    };
    let page = arrive("#/ledger");
    page.receive("基础.json", percent(&[0]).as_bytes());
    page.accept();
    page.receive("增量.json", percent(&[1]).as_bytes());
    assert!(page.dialog("preview").contains("1处对方较新"));
    page.click_text("#preview button", "取消");
    page.receive("末次.json", percent(&[2]).as_bytes());
    let preview = page.dialog("preview");
    for words in ["缺少中间的修改（1）", "0处双方都改过", "请向对方要完整的文件"]
    {
        assert!(preview.contains(words), "{words} in {preview}");
    }
    page.is_accessible();
    page.accept();
    page.receive("增量.json", percent(&[1]).as_bytes());
    assert!(page.dialog("preview").contains("1处本机较新"));
    page.accept();
    page.wait_for_row(2, "not-started", 80);
    page.console_is_clean();
}

/// Going back closes what is open over the page, which stays where it is; and nothing is left over to go back through.
#[test]
fn a38_back_closes_the_dialog_and_stays() {
    let page = arrive("#/overview");
    page.go("#/ledger");
    page.wait_for_row(6, "not-started", 0);
    let content = file(6, "市财政局", "2022-06-20");
    page.receive("a.json", content.as_bytes());
    page.wait_gone("#preview[open]", || page.back());
    assert_eq!(page.hash(), "#/ledger");
    let entries = |page: &Page| page.eval_as::<usize>("history.length");
    // Once for every dialog, however often and in whatever way they are closed.
    page.receive("a.json", content.as_bytes());
    let before = entries(&page);
    page.wait_gone("#preview[open]", || page.click_text("#preview button", "取消"));
    for _ in 0..3 {
        page.click(".head-tools button[aria-label]");
        page.wait_for("#help[open]");
        page.wait_gone("#help[open]", || page.press("Escape"));
    }
    assert_eq!(entries(&page), before);
    page.click(".head-tools button[aria-label]");
    page.wait_for("#help[open]");
    page.wait_gone("#help[open]", || page.back());
    assert_eq!(page.hash(), "#/ledger");
    page.back();
    page.wait_until("the page before", |page| page.hash() == "#/overview");
    // A dialog that was closed leaves nothing to go back through either.
    page.go("#/ledger");
    page.wait_for_row(6, "not-started", 0);
    page.receive("a.json", content.as_bytes());
    page.wait_gone("#preview[open]", || page.click_text("#preview button", "取消"));
    page.back();
    page.wait_until("the page before", |page| page.hash() == "#/overview");
    page.console_is_clean();
}
