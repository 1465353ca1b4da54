//! How much the page weighs and how quick it is, next to a Leptos page that does nothing: `make bench`.
//!
//! Loading times depend on the machine, their ratio hardly: both pages are loaded in turn in one browser.

// The journeys need more of the helpers than this.
#![allow(dead_code)]
// A measurement that meets the unexpected should stop right there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod browser;
mod checks;
mod hands;
mod page;
mod site;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::ExitCode,
};

use page::{Page, READY};
use serde_json::json;
use site::{Site, brotli, built};

const LOADS: usize = 10;
const EDITS: usize = 50;

/// 48 tasks with 20 updates each, in the format of the page.
const FULL_LEDGER: &str = "tests/data/full_ledger.json";
/// Where a ledger is taken in.
const IMPORT: &str = "input[type=file]";
/// The control that holds the status of a row.
const STATUS: &str = "select.status";
/// What is drawn from the statuses.
const CHART: &str = "svg.chart";
/// The page measures the parsing of the policy text under this name.
const PARSE: &str = "policy-parse";

fn main() -> ExitCode {
    let minimal = Site::serve(&built("target/minimal/index.html", "make bench"), "/", false);
    let page = Page::open("");

    let (mut ours, mut theirs, mut parsing) = (vec![], vec![], vec![]);
    for _ in 0..LOADS {
        theirs.push(load(&page, &minimal));
        ours.push(load(&page, &page.site));
        let parse = format!("performance.getEntriesByName('{PARSE}')[0]?.duration");
        parsing.extend(page.eval(&parse).as_f64());
    }

    println!("\nFirst load, bytes         raw    brotli");
    weigh(&page.site, true);
    weigh(&minimal, false);

    println!("\nNavigation to ready        median of {LOADS}");
    println!("  page               {:>8.1} ms", median(&ours));
    println!("  minimal page       {:>8.1} ms", median(&theirs));
    println!("  ratio              {:>8.2}", median(&ours) / median(&theirs));

    println!("\nInside the page");
    let parsing = match parsing[..] {
        [] => Err(format!("the page does not call performance.measure('{PARSE}')")),
        _ => Ok(format!("{:>8.2} ms", median(&parsing))),
    };
    let editing = edits(&page)
        .map(|times| format!("{:>8.2} ms, p95 {:.2} ms, of {EDITS}", median(&times), p95(&times)));
    let mut code = ExitCode::SUCCESS;
    for (what, outcome) in [("parse the policy", parsing), ("change a status", editing)] {
        match outcome {
            Ok(time) => println!("  {what:<18} {time}"),
            Err(why) => {
                println!("  {what:<18} not measured: {why}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// Loads a page as if for the first time: milliseconds from navigation to ready.
fn load(page: &Page, site: &Site) -> f64 {
    page.browser.cdp("Network.clearBrowserCache", &json!({}));
    page.visit(&site.url(""));
    page.eval_as(&format!("performance.getEntriesByName('{READY}')[0].startTime"))
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

fn kind(file: &Path) -> &str {
    match file.extension().and_then(|end| end.to_str()) {
        Some(kind @ ("html" | "css" | "js" | "wasm")) => kind,
        _ => "other",
    }
}

/// Milliseconds from setting a status until its row, the charts and the storage have all followed.
fn edits(page: &Page) -> Result<Vec<f64>, String> {
    let ledger = Path::new(env!("CARGO_MANIFEST_DIR")).join(FULL_LEDGER);
    if !ledger.exists() {
        return Err(format!("there is no {FULL_LEDGER}"));
    }
    for css in [IMPORT, STATUS, CHART] {
        if page.count(css) == 0 {
            return Err(format!("the page has no `{css}`"));
        }
    }
    page.upload(IMPORT, &[&ledger]);
    Ok(page.eval_as(&format!(
        "(async () => {{
            const times = [];
            const controls = [...document.querySelectorAll('{STATUS}')];
            for (let edit = 0; edit < {EDITS}; edit++) {{
                const control = controls[edit % controls.length];
                const row = control.closest('tr, li, article');
                const shown = () => [
                    row.innerHTML,
                    [...document.querySelectorAll('{CHART}')].map(chart => chart.innerHTML).join(),
                    Object.values(localStorage).join(),
                ];
                const before = shown();
                const other = [...control.options].find(option => option.value !== control.value);
                const begun = performance.now();
                control.value = other.value;
                control.dispatchEvent(new Event('change', {{ bubbles: true }}));
                while (shown().some((part, index) => part === before[index])) {{
                    if (performance.now() - begun > 5000) throw new Error('edit ' + edit + ' has no effect');
                    await new Promise(resolve => setTimeout(resolve));
                }}
                times.push(performance.now() - begun);
            }}
            return times;
        }})()"
    )))
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
