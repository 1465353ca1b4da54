//! What the built page weighs: within its limits, and as the README says.

use std::fs;
use std::path::PathBuf;

use crate::site::{brotli, built};

/// What a host sends before the first screen stands, compressed.
const FIRST_LOAD: usize = 220_000;

/// The page as one file.
const ONE_FILE: usize = 1_500_000;

/// How the line of the README begins that names the sizes.
const LINE: &str = "大小（brotli）：";

#[test]
fn are_within_their_limits_and_in_the_readme() {
    let files: Vec<PathBuf> = fs::read_dir(built("dist", "make build"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let file = |start: &str, end: &str| -> Vec<u8> {
        let is_it = |path: &&PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with(start) && name.ends_with(end)
        };
        let found: Vec<_> = files.iter().filter(is_it).collect();
        assert_eq!(found.len(), 1, "{start}…{end}: {found:?}");
        fs::read(found[0]).unwrap()
    };
    let packed = |start: &str, end: &str| brotli(&file(start, end), 11).len();
    let program = packed("policy-ledger-", ".js") + packed("policy-ledger-", "_bg.wasm");
    let first = packed("index", ".html") + packed("icon-", ".svg") + program;
    let later = packed("later-", ".wasm");
    let portable = file("台账", ".html").len();
    println!("first load {first}, on first use {later}, one file {portable} bytes");
    assert!(first <= FIRST_LOAD, "the first load is {first} bytes");
    assert!(portable <= ONE_FILE, "the one-file page is {portable} bytes");

    // To ten KB, so that the text need not follow every edit.
    let sizes = [first, later, portable];
    let [first, later, portable] = sizes.map(|bytes| (bytes + 5_000) / 10_000 * 10);
    let line =
        format!("{LINE}首次打开 {first} KB，第一次填报时再 {later} KB；离线版 {portable} KB。");
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = fs::read_to_string(readme).unwrap();
    let known = text.lines().find(|line| line.starts_with(LINE)).unwrap();
    if std::env::var_os("REWRITE").is_some() {
        fs::write(readme, text.replace(known, &line)).unwrap();
    } else {
        let told: Vec<usize> = known.split(' ').filter_map(|word| word.parse().ok()).collect();
        assert_eq!(told.len(), sizes.len(), "{known}");
        for (told, bytes) in told.into_iter().zip(sizes) {
            let is_near = bytes.abs_diff(told * 1_000) <= 10_000;
            assert!(is_near, "{known}: REWRITE=1 writes {line:?} into the README");
        }
    }
}
