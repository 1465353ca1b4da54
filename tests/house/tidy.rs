//! The house rules, read off the source tree: who may name whom, how large a room grows, what lies where.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms that know nothing of browsers, clocks or files.
const CORE: [&str; 11] = [
    "json", "policy", "ledger", "tally", "demo", "format", "storage", "inbox", "outbox", "chart",
    "route",
];

/// A file of the tree: its path from the top, with `/`, and its text.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// The folder under `src`, or the file's own name where it stands alone.
    pub(crate) fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inside.split(['/', '.']).next().unwrap_or(inside)
    }

    fn is_core(&self) -> bool {
        CORE.contains(&self.room())
    }

    /// The lines of code, from 1: comments and the tests at the end left out.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let is_tests = |pair: &[&str]| {
            pair[0].trim() == "#[cfg(test)]"
                && pair[1].starts_with("mod ")
                && pair[1].ends_with('{')
        };
        let end = lines.windows(2).position(is_tests).unwrap_or(lines.len());
        let code = (1..).zip(lines).take(end);
        code.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Where the code says something that satisfies `is_breach`.
    fn breaches(&self, is_breach: impl Fn(&str) -> bool) -> Vec<String> {
        let breaches = self.code().filter(|(_, line)| is_breach(line));
        breaches.map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim())).collect()
    }

    fn at(&self, line: usize, what: &str) -> Vec<String> {
        vec![format!("{}:{line}: {what}", self.path)]
    }
}

/// Whether `line` has a word that begins with one of `names`.
fn names_any(line: &str, names: &[&str]) -> bool {
    let begins = |at: usize| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    };
    names.iter().any(|name| line.match_indices(name).any(|(at, _)| begins(at)))
}

/// A rule: what a file does against it, each with file and line.
type Rule = fn(&File) -> Vec<String>;

fn core_names_no_browser(file: &File) -> Vec<String> {
    const BROWSER: [&str; 5] = ["leptos", "web_sys", "js_sys", "gloo", "wasm_bindgen"];
    if !file.is_core() {
        return Vec::new();
    }
    file.breaches(|line| names_any(line, &BROWSER))
}

fn core_takes_time_and_identity_as_arguments(file: &File) -> Vec<String> {
    const WORLD: [&str; 13] = [
        "SystemTime",
        "Instant",
        "now_utc",
        "now_local",
        "std::fs",
        "std::io",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "println!",
        "eprintln!",
        "static mut",
    ];
    if !file.is_core() {
        return Vec::new();
    }
    file.breaches(|line| names_any(line, &WORLD))
}

fn only_the_browser_room_names_the_browser(file: &File) -> Vec<String> {
    if file.room() == "browser" {
        return Vec::new();
    }
    file.breaches(|line| names_any(line, &["web_sys", "js_sys", "gloo"]))
}

fn core_types_are_no_wire_types(file: &File) -> Vec<String> {
    if !["policy", "ledger", "tally"].contains(&file.room()) {
        return Vec::new();
    }
    file.breaches(|line| names_any(line, &["Serialize"]))
}

fn nothing_is_unwrapped(file: &File) -> Vec<String> {
    file.breaches(|line| line.contains(".unwrap(") || line.contains(".expect("))
}

/// What `Debug` prints is the compiler's: it may change, and a build may leave it out.
fn nothing_is_said_through_debug(file: &File) -> Vec<String> {
    const WORDS: [&str; 4] = ["Debug::fmt", "dbg!", "type_name", "debug_struct"];
    let asks_for_it = |part: &str| {
        let inside = part.split_once('}').map(|(inside, _)| inside);
        let form = inside.and_then(|inside| inside.split_once(':')).map(|(_, form)| form);
        form.is_some_and(|form| form.ends_with('?'))
    };
    file.breaches(|line| line.split('{').skip(1).any(asks_for_it) || names_any(line, &WORDS))
}

fn rooms_stay_small(file: &File) -> Vec<String> {
    let most = if file.path == "src/main.rs" { 20 } else { 350 };
    let lines = file.text.lines().count();
    if lines <= most {
        return Vec::new();
    }
    file.at(most + 1, &format!("{lines} lines, of at most {most}"))
}

fn rooms_have_one_level(file: &File) -> Vec<String> {
    // What people touch is as much as all the rest: it has rooms of its own.
    let most = if file.room() == "ui" { 3 } else { 2 };
    if file.path.matches('/').count() <= most {
        return Vec::new();
    }
    file.at(1, "lies deeper than src/room/file.rs")
}

fn modules_have_names_that_say_something(file: &File) -> Vec<String> {
    const EMPTY: [&str; 8] =
        ["utils", "util", "common", "helpers", "types", "models", "services", "manager"];
    let says_nothing = |name: &str| EMPTY.contains(&name);
    let mut breaches = file.breaches(|line| {
        let module =
            line.split_once("mod ").map(|(_, rest)| rest.trim_end_matches([';', '{', ' ']));
        module.is_some_and(says_nothing)
    });
    if file.path.split(['/', '.']).any(says_nothing) {
        breaches.extend(file.at(1, "a name that says nothing"));
    }
    breaches
}

const RULES: [(&str, Rule); 9] = [
    ("the core names no browser", core_names_no_browser),
    ("the core takes time and identity as arguments", core_takes_time_and_identity_as_arguments),
    ("only src/browser names web-sys, js-sys, gloo", only_the_browser_room_names_the_browser),
    ("policy, ledger and tally derive no Serialize", core_types_are_no_wire_types),
    ("nothing is unwrapped outside tests", nothing_is_unwrapped),
    ("no text that is read or depended on comes from Debug", nothing_is_said_through_debug),
    ("main.rs has at most 20 lines, any other file 350", rooms_stay_small),
    ("nothing lies deeper than src/room/file.rs, or src/ui/room/file.rs", rooms_have_one_level),
    ("a module's name says what it holds", modules_have_names_that_say_something),
];

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn sources() -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![top().join("src")];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let inside = path.strip_prefix(top()).unwrap().components();
                let names: Vec<_> = inside.map(|part| part.as_os_str().to_string_lossy()).collect();
                let text = fs::read_to_string(&path).expect("a source file is UTF-8");
                files.push(File { path: names.join("/"), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).expect("a folder of the house");
    listed.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn the_source_keeps_the_rules() {
    let sources = sources();
    assert!(sources.len() > 20 && sources.iter().any(|file| file.path == "src/ledger/editor.rs"));
    let breaches: Vec<String> = RULES
        .iter()
        .flat_map(|(name, rule)| {
            sources
                .iter()
                .flat_map(rule)
                .map(move |breach| format!("{breach}\n    against: {name}"))
        })
        .collect();
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

/// Holds a rule against a file with this content: the line it finds fault with, 0 for none.
#[track_caller]
fn check(rule: Rule, path: &str, text: &str, line: usize) {
    let file = File { path: path.to_owned(), text: text.to_owned() };
    let expected: Vec<String> = (line > 0).then(|| format!("{path}:{line}")).into_iter().collect();
    let found: Vec<String> = rule(&file)
        .iter()
        .map(|breach| breach.split(':').take(2).collect::<Vec<_>>().join(":"))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_breach_is_found() {
    let rule: Rule = core_names_no_browser;
    check(rule, "src/ledger/editor.rs", "//! No leptos here.\nuse leptos::prelude::*;", 2);
    check(rule, "src/route.rs", "    let window = web_sys::window();", 1);
    check(rule, "src/chart/mod.rs", "use gloo_storage::Storage;", 1);
    check(rule, "src/format/wire.rs", "#[wasm_bindgen]", 1);
    check(rule, "src/ui/session.rs", "use leptos::prelude::*;", 0);
    check(rule, "src/tally/mod.rs", "let igloo = 1;", 0);

    let rule: Rule = core_takes_time_and_identity_as_arguments;
    check(rule, "src/ledger/stamp.rs", "let now = std::time::SystemTime::now();", 1);
    check(rule, "src/format/wire.rs", "\nuse std::fs;", 2);
    check(rule, "src/browser/clock.rs", "let now = std::time::SystemTime::now();", 0);

    let rule: Rule = only_the_browser_room_names_the_browser;
    check(rule, "src/ui/parts.rs", "use web_sys::HtmlElement;", 1);
    check(rule, "src/main.rs", "let now = js_sys::Date::now();", 1);
    check(rule, "src/browser/storage.rs", "use web_sys::Storage;", 0);
    check(rule, "src/ui/parts.rs", "use leptos::ev;", 0);

    let rule: Rule = core_types_are_no_wire_types;
    check(rule, "src/ledger/mod.rs", "#[derive(Debug, Serialize)]", 1);
    check(rule, "src/policy/annotations.rs", "#[derive(Deserialize)]", 0);
    check(rule, "src/format/wire.rs", "#[derive(Serialize)]", 0);

    let rule: Rule = nothing_is_unwrapped;
    check(rule, "src/ui/parts.rs", "let x =\n    y.unwrap();", 2);
    check(rule, "src/ui/parts.rs", "let x = y.expect(\"there\");", 1);
    check(rule, "src/ui/parts.rs", "let x = y.unwrap_or_default();\n// y.unwrap()", 0);
    check(rule, "src/ui/parts.rs", "fn a() {}\n\n#[cfg(test)]\nmod tests {\n  y.unwrap();\n}", 0);
    check(rule, "src/ui/parts.rs", "#[cfg(test)]\nuse x;\ny.unwrap();", 3);
    check(rule, "src/format/mod.rs", "#[cfg(test)]\nmod schema;\ny.unwrap();", 3);

    let rule: Rule = nothing_is_said_through_debug;
    check(rule, "src/ui/preview.rs", "format!(\"choice-{}-{:?}\", task, field)", 1);
    check(rule, "src/browser/files.rs", "\nformat!(\"{error:?}\")", 2);
    check(rule, "src/browser/files.rs", "write!(f, \"{:#?} {number:#06x?}\", a)", 1);
    check(rule, "src/chart/lane.rs", "fmt::Debug::fmt(&self.0, f)", 1);
    check(rule, "src/ui/parts.rs", "format!(\"{name}{:>width$} {number:04}\", a)", 0);
    check(
        rule,
        "src/ui/parts.rs",
        "let a = || { Some(call(a)?) };\nmatch x { A { a: b } => c?, }",
        0,
    );
    check(
        rule,
        "src/ledger/editor.rs",
        "trait Deed: Debug + Send {}\n#[derive(Debug)]\nstruct A;",
        0,
    );
    check(rule, "src/ui/parts.rs", "fn a() {}\n\n#[cfg(test)]\nmod tests {\n  \"{c:?}\"\n}", 0);

    let rule: Rule = rooms_stay_small;
    check(rule, "src/main.rs", &"\n".repeat(20), 0);
    check(rule, "src/main.rs", &"\n".repeat(21), 21);
    check(rule, "src/ui/parts.rs", &"\n".repeat(350), 0);
    check(rule, "src/ui/parts.rs", &"\n".repeat(351), 351);

    let rule: Rule = rooms_have_one_level;
    check(rule, "src/format/wire/value.rs", "", 1);
    check(rule, "src/format/wire.rs", "", 0);
    check(rule, "src/ui/widgets/parts.rs", "", 0);
    check(rule, "src/ui/widgets/parts/button.rs", "", 1);

    let rule: Rule = modules_have_names_that_say_something;
    check(rule, "src/ui/utils.rs", "", 1);
    check(rule, "src/common/mod.rs", "", 1);
    check(rule, "src/ui/mod.rs", "\npub(crate) mod helpers;", 2);
    check(rule, "src/ui/mod.rs", "mod types {", 1);
    check(rule, "src/ui/mod.rs", "mod parts;", 0);
}

#[test]
fn the_top_level_holds_what_the_owner_drew() {
    const DRAWN: [&str; 15] = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "public",
        "style",
        "seeds",
        "tests",
        "Trunk.toml",
        "README.md",
        "Makefile",
        "LICENSE",
        "CHANGELOG.md",
        "rustfmt.toml",
        "clippy.toml",
        "rust-toolchain.toml",
    ];
    /// Built, and ignored by git.
    const BUILT: [&str; 2] = ["target", "dist"];
    let names = entries(top()).into_iter().map(|path| {
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    });
    let is_drawn = |name: &String| {
        name.starts_with('.') || DRAWN.contains(&name.as_str()) || BUILT.contains(&name.as_str())
    };
    let others: Vec<String> = names.filter(|name| !is_drawn(name)).collect();
    assert_eq!(others, Vec::<String>::new());
    let ignored = fs::read_to_string(top().join(".gitignore")).unwrap();
    for built in BUILT {
        assert!(
            ignored.lines().any(|line| line.trim_matches('/') == built),
            "{built} is not ignored"
        );
    }
}

#[test]
fn the_documents_end_their_lines_plainly() {
    let documents = entries(&top().join("seeds"));
    let documents: Vec<_> =
        documents.iter().filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    assert_eq!(documents.len(), 2);
    for path in documents {
        let text = fs::read_to_string(path).expect("a document is UTF-8");
        let line = text.split('\n').position(|line| line.contains('\r')).map(|at| at + 1);
        assert_eq!(line, None, "{} has a carriage return", path.display());
    }
}
