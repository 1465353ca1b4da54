//! How much the page weighs and how quick it is, next to a Leptos page that does nothing: `make bench`.
//!
//! Loading times depend on the machine, their ratio hardly: both pages are loaded in turn in one browser.

// The journeys need more of the helpers than this.
#![allow(dead_code)]
// A measurement that meets the unexpected should stop right there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod browser;
mod checks;
mod copy;
mod engines;
mod hands;
mod page;
mod site;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use browser::Screen;
use page::{Page, READY};
use policy_ledger::format::encode;
use policy_ledger::json::Layout;
use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Status, Value,
};
use policy_ledger::policy::{BUNDLED_ID, TaskNumber};
use serde_json::json;
use site::{Site, brotli, built};

const LOADS: usize = 10;
const EDITS: usize = 50;

/// Updates of each task in the ledgers that are worked on: a busy one, and one that no unit will reach.
const UPDATES: [u64; 2] = [20, 200];
/// The screens that are opened before a status is changed.
const EDITED_AFTER: [(&str, &[&str]); 2] = [
    ("change a status", &[]),
    (
        "after all screens",
        &["#/table", "#/timeline", "#/log", "#/periods", "#/rollup", "#/source", "#/settings"],
    ),
];
/// Where the page keeps its ledger.
const KEY: &str = "policy-ledger:guangzhou-financial-hub-2021:ledger";
/// The page measures the parsing of the policy text under this name.
const PARSE: &str = "policy-parse";
/// Whose work the ledgers hold.
const ACTOR: &str = "vvvvvvvv";
/// How many files of how many updates of each task are taken in together.
const ROLL_UPS: [(usize, u64); 2] = [(30, 20), (1000, 1)];
const ROLL_UP_RUNS: usize = 7;
/// For how many frames files are dragged over the page: a second.
const FRAMES: usize = 60;
/// And the opening of the stored ledger under this one.
const OPEN: &str = "ledger-open";
/// And each save under this one.
const SAVE: &str = "ledger-save";
/// Characters that storage takes: see `storage::snapshots`.
const BUDGET: usize = 2_600_000;

fn main() -> ExitCode {
    let minimal = Site::serve(&built("target/minimal/index.html", "make bench"), "/", false);
    // First loads come from the host, not from what the browser keeps.
    let page = Page::blank(Screen::DESK);
    page.site.replace("sw.js", None);
    page.load("");

    let portable = format!("file://{}", built("dist/台账.html", "make build").display());

    let (mut ours, mut theirs, mut portables, mut parsing) = (vec![], vec![], vec![], vec![]);
    for _ in 0..LOADS {
        theirs.push(load(&page, &minimal.url("")));
        portables.push(load(&page, &portable));
        ours.push(load(&page, &page.site.url("")));
        let parse = format!("performance.getEntriesByName('{PARSE}')[0]?.duration");
        parsing.extend(page.eval(&parse).as_f64());
    }

    println!("\nFirst load, bytes         raw    brotli");
    weigh(&page.site, true);
    weigh(&minimal, false);
    weigh_later();

    println!("\nNavigation to ready        median of {LOADS}");
    println!("  page               {:>8.1} ms", median(&ours));
    println!("  minimal page       {:>8.1} ms", median(&theirs));
    println!("  ratio              {:>8.2}", median(&ours) / median(&theirs));
    println!("  page as one file   {:>8.1} ms", median(&portables));
    println!("  ratio to the page  {:>8.2}", median(&portables) / median(&ours));
    let kept = kept(&page);
    println!("  page, kept here    {:>8.1} ms", median(&kept));

    println!("\nInside the page");
    let parsing = match parsing[..] {
        [] => Err(format!("the page does not call performance.measure('{PARSE}')")),
        _ => Ok(format!("{:>8.2} ms", median(&parsing))),
    };
    let code = match parsing {
        Ok(time) => {
            println!("  parse the policy   {time}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            println!("  parse the policy   not measured: {why}");
            ExitCode::FAILURE
        }
    };
    for updates in UPDATES {
        let stored = full_ledger(updates);
        println!("\nWith 48 tasks × {updates} updates");
        let opening = opening(&page, &stored);
        println!("  open the ledger    {:>8.2} ms, of {LOADS}", median(&opening));
        for (when, hashes) in EDITED_AFTER {
            let times = edits(&page, hashes);
            let (median, p95) = (median(&times), p95(&times));
            println!("  {when:<18} {median:>8.2} ms, p95 {p95:.2} ms, of {EDITS}");
        }
        let saves = format!("performance.getEntriesByName('{SAVE}').map(e => e.duration)");
        let saves: Vec<f64> = page.eval_as(&saves);
        println!("  of that, saving    {:>8.2} ms, p95 {:.2} ms", median(&saves), p95(&saves));
        let kept = format!(
            "Object.entries(localStorage).filter(([key]) => key.startsWith('{KEY}')) \
                 .map(entry => entry.join('').length).reduce((sum, length) => sum + length)"
        );
        let kept: usize = page.eval_as(&kept);
        println!(
            "  kept               {kept:>8} characters, {}% of the budget",
            kept * 100 / BUDGET
        );
    }
    for (files, updates) in ROLL_UPS {
        println!("\nTaking in {files} files of 48 tasks × {updates} updates");
        let runs: Vec<_> = (0..ROLL_UP_RUNS).map(|_| roll_up(&page, files, updates)).collect();
        let of = |part: fn(&RollUpTimes) -> f64| runs.iter().map(part).collect::<Vec<_>>();
        let [parse, read] = [of(|run| run.parse), of(|run| run.read)].map(|times| median(&times));
        let [preview, accept] =
            [of(|run| run.preview), of(|run| run.accept)].map(|times| median(&times));
        println!("  JSON.parse, texts  {parse:>8.1} ms");
        println!("  the same, files    {read:>8.1} ms");
        println!(
            "  drop to preview    {preview:>8.1} ms, {:.1} × the texts, {:.1} × the files",
            preview / parse,
            preview / read
        );
        println!(
            "  longest task       {:>8.1} ms, of {ROLL_UP_RUNS}",
            quantile(&of(|run| run.longest), 100)
        );
        println!(
            "  accept             {accept:>8.1} ms, longest task {:.1} ms, of {ROLL_UP_RUNS}",
            quantile(&of(|run| run.longest_of_accept), 100)
        );
    }
    code
}

/// Loads a page as if for the first time: milliseconds from navigation to ready.
fn load(page: &Page, url: &str) -> f64 {
    page.browser.cdp("Network.clearBrowserCache", &json!({}));
    page.visit(url);
    page.eval_as(&format!("performance.getEntriesByName('{READY}')[0].startTime"))
}

/// Loads the page once it is kept on this machine.
fn kept(page: &Page) -> Vec<f64> {
    page.site.restore("sw.js");
    page.load("");
    page.wait_until("the page is kept", |page| page.count("html[data-kept]") == 1);
    (0..LOADS).map(|_| load(page, &page.site.url(""))).collect()
}

/// Prints the weight of all that a load asked for: by kind of file, or only in all.
fn weigh(site: &Site, by_kind: bool) {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let served: BTreeSet<_> = site.served().into_iter().collect();
    for file in &served {
        let bytes = fs::read(file).expect("a served file");
        let kind = kinds.entry(kind(file)).or_default();
        *kind = (kind.0 + bytes.len(), kind.1 + brotli(&bytes, 11).len());
    }
    if by_kind {
        for (kind, (raw, packed)) in &kinds {
            println!("  {kind:<18} {raw:>8}  {packed:>8}");
        }
    }
    let total = kinds.values().fold((0, 0), |sum, kind| (sum.0 + kind.0, sum.1 + kind.1));
    let name = if by_kind { "in all" } else { "minimal page" };
    println!("  {name:<18} {:>8}  {:>8}", total.0, total.1);
}

/// Prints the weight of what comes after the first load: with the first use, and for the page to be kept.
fn weigh_later() {
    let parts = [("on first use", "later-"), ("to be kept", "sw.js"), ("", "licences.txt")];
    let files = fs::read_dir(built("dist", "make build")).expect("the built page").flatten();
    let files: Vec<_> = files.map(|file| file.path()).collect();
    for (why, start) in parts {
        let is_it = |file: &&PathBuf| {
            file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
        };
        let bytes = fs::read(files.iter().find(is_it).expect("a built file")).expect("a file");
        println!("  {why:<18} {:>8}  {:>8}", bytes.len(), brotli(&bytes, 11).len());
    }
}

fn kind(file: &Path) -> &str {
    match file.extension().and_then(|end| end.to_str()) {
        Some(kind @ ("html" | "css" | "js" | "wasm")) => kind,
        _ => "other",
    }
}

/// Milliseconds from the stored text to the ledger.
fn opening(page: &Page, stored: &str) -> Vec<f64> {
    page.eval("localStorage.clear()");
    page.store(KEY, stored);
    page.store("policy-ledger:preferences", r#"{"welcomed":true}"#);
    page.load("#/overview");
    // The first save moves it into a slot.
    page.wait_for(".square");
    page.eval(
        "(document.querySelector('.square').focus(), \
         dispatchEvent(new KeyboardEvent('keydown', { key: '3', bubbles: true })))",
    );
    page.wait_until("the first save", |page| {
        page.stored(KEY).is_some_and(|manifest| manifest.starts_with("slot "))
    });
    let measured = format!("performance.getEntriesByName('{OPEN}')[0]?.duration");
    let open = || {
        page.load("#/overview");
        page.eval(&measured).as_f64()
    };
    (0..LOADS).filter_map(|_| open()).collect()
}

/// What it takes to take in many files, in milliseconds.
struct RollUpTimes {
    /// For the browser's own `JSON.parse`, of their texts.
    parse: f64,
    /// For the same from what was dropped: it, too, is bytes of files before it is text.
    read: f64,
    /// From their being dropped to their preview.
    preview: f64,
    /// From the yes to the ledger that is stored.
    accept: f64,
    /// The longest task up to the preview, and while it is drawn; 0 below 50.
    longest: f64,
    /// The longest task from the yes on; 0 below 50.
    longest_of_accept: f64,
}

fn roll_up(page: &Page, files: usize, updates: u64) -> RollUpTimes {
    let file = full_ledger(updates);
    page.browser.cdp("Storage.clearDataForOrigin", &json!({ "origin": page.site.url("").trim_end_matches("/sub/path/"), "storageTypes": "local_storage" }));
    page.load("#/rollup");
    page.wait_for("#collect-title");
    page.eval("document.querySelector('#welcome')?.close()");
    page.wait_until("what files are read with", |page| page.count("#preview") == 1);
    let [parse, read, preview, accept, longest, longest_of_accept] = page.eval_as(&format!(
        "(async () => {{
            const pause = time => new Promise(resolve => setTimeout(resolve, time));
            const texts = Array.from({{ length: {files} }}, (_, n) =>
                {}.replaceAll('{ACTOR}', n.toString().padStart(8, '0'))
                    // No two people work at the same millisecond.
                    .replaceAll('.000Z/', '.' + (n % 1000).toString().padStart(3, '0') + 'Z/'));
            const files = texts.map((text, n) => new File([text], n + '.json'));
            const dataTransfer = new DataTransfer();
            files.forEach(file => dataTransfer.items.add(file));
            const drag = name => document.querySelector('main').dispatchEvent(
                new DragEvent(name, {{ dataTransfer, bubbles: true, cancelable: true }}));
            // Files are dragged over the page before they are dropped, a frame after the other: none of the three
            // is measured on a machine that was at rest and has to get up first.
            const timed = async work => {{
                await pause(300);
                for (let frame = 0; frame < {FRAMES}; frame++) {{
                    await new Promise(requestAnimationFrame);
                    drag('dragover');
                }}
                // What is dropped comes between two frames, not within one.
                await pause(0);
                const begun = performance.now();
                await work();
                return performance.now() - begun;
            }};
            const parse = await timed(() => texts.forEach(text => JSON.parse(text)));
            const read = await timed(() =>
                Promise.all(files.map(async file => JSON.parse(await file.text()))));
            let longest = 0;
            const tasks = new PerformanceObserver(list => list.getEntries().forEach(task =>
                longest = Math.max(longest, task.duration)));
            tasks.observe({{ type: 'longtask' }});
            const dialog = document.querySelector('#preview');
            const turned = open => new Promise(resolve => new MutationObserver((_, observer) => {{
                // The preview is there once it is laid out, too.
                if (dialog.open !== open || (open && dialog.ariaBusy === 'true')) return;
                observer.disconnect();
                resolve(dialog.getBoundingClientRect());
            }}).observe(dialog, {{ attributes: true, attributeFilter: ['open', 'aria-busy'] }}));
            const preview = await timed(() => {{
                const opened = turned(true);
                drag('drop');
                return opened;
            }});
            await pause(300);
            const longestOfPreview = longest;
            const yes = [...dialog.querySelectorAll('button')]
                .find(button => button.textContent === '导入这些内容');
            [...dialog.querySelectorAll('label')]
                .find(label => label.textContent.startsWith('采纳'))?.click();
            await pause(300);
            longest = 0;
            const begun = performance.now();
            const closed = turned(false);
            yes.click();
            await closed;
            const accept = performance.now() - begun;
            await pause(300);
            tasks.disconnect();
            return [parse, read, preview, accept, longestOfPreview, longest];
        }})()",
        json!(file)
    ));
    RollUpTimes { parse, read, preview, accept, longest, longest_of_accept }
}

/// A ledger in which every task was updated often: its status, its percentage and its progress in turn.
fn full_ledger(updates: u64) -> String {
    let actor: Actor = ACTOR.parse().expect("an actor");
    let reporter = Reporter { name: "张三".to_owned(), unit: "市财政局".to_owned() };
    let mut editor = Editor::new(Ledger::new(BUNDLED_ID), actor, reporter);
    for (update, task) in (0..updates).flat_map(|update| (1..=48).map(move |task| (update, task))) {
        let at = Millis(1_635_667_200_000 + update * 86_400_000);
        let text = format!("第 {update} 次更新：项目库新增企业若干，试点方案待批复，继续跟进。");
        let (field, value) = match update % 3 {
            0 => (
                Field::Status,
                Value::Status(Status::ALL[usize::try_from(update / 3 % 5).unwrap()]),
            ),
            1 => (Field::Percent, Value::Percent((update % 100) as u8)),
            _ => (Field::Progress, Value::Text(text)),
        };
        let edit = Edit { task: TaskNumber(task), field, value: Some(value) };
        editor.apply("更新".to_owned(), vec![edit], Now { at, offset_minutes: 480 });
    }
    encode(editor.ledger(), None, Layout::Compact)
}

/// Milliseconds from pressing a status button until its row, the three charts and the storage have all
/// followed, once these other screens were opened.
fn edits(page: &Page, others: &[&str]) -> Vec<f64> {
    page.load("#/overview");
    page.wait_for("#chart-lead svg");
    for hash in others {
        page.go(hash);
        page.wait_until("the screen", |page| page.count_shown("main .screen") == 1);
    }
    page.go("#/ledger?task=24");
    page.wait_for(".statuses");
    page.eval_as(&format!(
        "(async () => {{
            const times = [];
            const row = document.querySelector('#row-24');
            const shown = () => [
                row.innerHTML,
                ...[...document.querySelectorAll('#chart-phase svg, #chart-theme svg, #chart-lead svg')].map(chart => chart.outerHTML),
                localStorage['{KEY}'],
            ];
            for (let edit = 0; edit < {EDITS}; edit++) {{
                const before = shown();
                const status = edit % 2 ? 'underway' : 'stuck';
                const button = document.querySelector(`.statuses [data-status=${{status}}]`);
                const begun = performance.now();
                button.click();
                // The page follows in microtasks; looking at it is not its time.
                let followed = false, now = begun;
                for (let turn = 0; !followed; turn++) {{
                    if (turn > 1000) throw new Error('edit ' + edit + ' has no effect');
                    await new Promise(resolve => turn ? setTimeout(resolve) : queueMicrotask(resolve));
                    now = performance.now();
                    followed = shown().every((part, index) => part !== before[index]);
                }}
                times.push(now - begun);
            }}
            return times;
        }})()"
    ))
}

fn median(times: &[f64]) -> f64 {
    quantile(times, 50)
}

fn p95(times: &[f64]) -> f64 {
    quantile(times, 95)
}

fn quantile(times: &[f64], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[(times.len() - 1) * percent / 100]
}
