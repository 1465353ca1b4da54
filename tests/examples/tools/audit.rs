//! Lighthouse on the built page, as a phone on a slow line would see it: `make audit`.

use std::{fs, process::Command};

use serde_json::Value;

use crate::{
    engines::chromium,
    site::{self, Site},
};

/// What every category must reach.
const PASS: f64 = 95.0;

/// Prints what Lighthouse thinks of the page.
///
/// # Panics
/// A category falls short of [`PASS`], or Lighthouse does not run.
pub fn by_lighthouse() {
    let lighthouse = site::built(".tools/node_modules/.bin/lighthouse", "make audit");
    let report = site::target("lighthouse");
    let site = Site::dist_compressed();
    let output = Command::new(lighthouse)
        .args([&site.url(""), "--quiet", "--output=json", "--output=html", "--output-path"])
        .arg(&report)
        .arg(format!("--chrome-flags={}", chromium::FLAGS.join(" ")))
        .env("CHROME_PATH", chromium::binary())
        .output()
        .expect("lighthouse starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let report = fs::read(report.with_extension("report.json")).expect("a report");
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    let scores = report["categories"].as_object().expect("categories").values().map(|category| {
        let title = category["title"].as_str().expect("a title");
        (title, category["score"].as_f64().unwrap_or(0.0) * 100.0)
    });
    let scores: Vec<_> = scores.collect();
    for (title, score) in &scores {
        println!("{score:>4.0}  {title}");
    }
    println!("      details in target/lighthouse.report.html");
    assert!(scores.iter().all(|(_, score)| *score >= PASS), "every category must reach {PASS}");
}
