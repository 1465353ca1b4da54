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

/// The file that names them.
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// What is loaded first and on first use, compressed, and the page as one file, in bytes.
fn measure() -> [usize; 3] {
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
    [first, packed("later-", ".wasm"), file("台账", ".html").len()]
}

fn line_of(readme: &str) -> &str {
    readme.lines().find(|line| line.starts_with(LINE)).unwrap()
}

/// Writes them into the README, to ten KB, so that the text need not follow every edit.
pub fn write() {
    let [first, later, portable] = measure().map(|bytes| (bytes + 5_000) / 10_000 * 10);
    let line =
        format!("{LINE}首次打开 {first} KB，第一次填报时再 {later} KB；离线版 {portable} KB。");
    let readme = fs::read_to_string(README).unwrap();
    fs::write(README, readme.replace(line_of(&readme), &line)).unwrap();
}

#[test]
fn are_within_their_limits_and_in_the_readme() {
    let sizes = measure();
    let [first, later, portable] = sizes;
    println!("first load {first}, on first use {later}, one file {portable} bytes");
    assert!(first <= FIRST_LOAD, "the first load is {first} bytes");
    assert!(portable <= ONE_FILE, "the one-file page is {portable} bytes");

    let readme = fs::read_to_string(README).unwrap();
    let told = line_of(&readme).split(' ').filter_map(|word| word.parse::<usize>().ok());
    let told: Vec<usize> = told.collect();
    assert_eq!(told.len(), sizes.len(), "{}", line_of(&readme));
    for (told, bytes) in told.into_iter().zip(sizes) {
        let is_near = bytes.abs_diff(told * 1_000) <= 10_000;
        assert!(is_near, "the README says {told} KB of {bytes} bytes: `make sizes` writes it anew");
    }
}
