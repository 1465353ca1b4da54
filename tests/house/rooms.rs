//! The rules that hold for all files together: in which order the rooms stand, how many files one holds, and that no
//! files go in a circle.

use std::collections::{BTreeMap, VecDeque};

use crate::tidy::{File, sources};

/// The rooms in reading order: what stands in one may name what stands before it.
const ORDER: [&str; 22] = [
    "json",
    "policy",
    "ledger",
    "tally",
    "route",
    "demo",
    "format",
    "storage",
    "inbox",
    "outbox",
    "chart",
    "browser",
    "ui/elements",
    "ui/state",
    "ui/widgets",
    "ui/task",
    "ui/importing",
    "ui/exporting",
    "ui/screens",
    "ui/sheet",
    "ui/app",
    "ui",
];

/// How many files a room holds at most beside its `mod.rs`.
const MAX_FILES: usize = 16;

/// A rule: what the files do against it, each with file and line.
type Rule = fn(&[File]) -> Vec<String>;

const RULES: [(&str, Rule); 5] = [
    ("a room names only rooms that stand before it", rooms_stand_in_order),
    ("a room holds at most 16 files beside its mod.rs", rooms_hold_few_files),
    ("no files go in a circle", no_files_go_in_a_circle),
    ("modules are declared in reading order", modules_stand_in_reading_order),
    ("what a type does stands in one file", types_do_all_in_one_file),
];

fn rooms_stand_in_order(files: &[File]) -> Vec<String> {
    let tree = Tree::new(files);
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| !["lib", "main"].contains(&file.room())) {
        let inside = file.path.trim_start_matches("src/");
        let room = inside.rsplit_once('/').map_or(file.room(), |(room, _)| room);
        let Some(own) = ORDER.iter().position(|known| *known == room) else {
            breaches.push(format!("{}:1: the room has no place in the order", file.path));
            continue;
        };
        for path in paths(file) {
            let named = tree.absolute(file, &path).and_then(|names| place(&names));
            if let Some(later) = named.filter(|place| *place > own) {
                let what = format!("names {}, which comes later", ORDER[later]);
                breaches.push(format!("{}:{}: {what}", file.path, path.line));
            }
        }
    }
    breaches
}

/// Where in the order the room stands that a path from the top leads into.
fn place(names: &[String]) -> Option<usize> {
    let first = names.first()?;
    let inner = names.get(1).map(|second| format!("{first}/{second}"));
    let known = |room: &str| ORDER.iter().position(|known| *known == room);
    inner.and_then(|inner| known(&inner)).or_else(|| known(first))
}

fn rooms_hold_few_files(files: &[File]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (room, name) in files.iter().filter_map(|file| file.path.rsplit_once('/')) {
        *counts.entry(room).or_default() += usize::from(room != "src" && name != "mod.rs");
    }
    let crowded = counts.into_iter().filter(|(_, count)| *count > MAX_FILES);
    crowded.map(|(room, count)| format!("{room}/mod.rs:1: {count} files")).collect()
}

fn no_files_go_in_a_circle(files: &[File]) -> Vec<String> {
    let arrows = Tree::new(files).arrows();
    let mut breaches = Vec::new();
    let mut told: Vec<usize> = Vec::new();
    for start in 0..files.len() {
        let Some(circle) = circle(&arrows, start) else { continue };
        if !circle.iter().any(|file| told.contains(file)) {
            let line = arrows[start][&circle[1]];
            let names: Vec<&str> = circle.iter().map(|file| files[*file].path.as_str()).collect();
            breaches.push(format!("{}:{line}: {}", files[start].path, names.join(" -> ")));
            told.extend(circle);
        }
    }
    breaches
}

/// Whoever reads a room from its first declared file to its last meets nothing that was not there before.
fn modules_stand_in_reading_order(files: &[File]) -> Vec<String> {
    let arrows = Tree::new(files).arrows();
    let mut breaches = Vec::new();
    for door in files.iter().filter(|file| is_door(file) || is_top(file)) {
        let inside = module(door);
        let declared: Vec<(usize, String)> = declared(door).collect();
        let place = |names: &[String]| {
            let name = names.strip_prefix(inside.as_slice())?.first()?;
            declared.iter().position(|(_, known)| known == name)
        };
        for (from, to) in
            arrows.iter().enumerate().flat_map(|(from, to)| to.keys().map(move |to| (from, *to)))
        {
            let (Some(own), Some(named)) =
                (place(&module(&files[from])), place(&module(&files[to])))
            else {
                continue;
            };
            if named > own {
                let (line, name) = &declared[own];
                breaches.push(format!("{}:{line}: {name} names {}", door.path, declared[named].1));
            }
        }
    }
    breaches.sort();
    breaches.dedup();
    breaches
}

/// Types whose own functions stand in several files. This list only ever shrinks.
const SCATTERED: [&str; 1] = ["storage/Repository"];

/// A type that fills several files does too much; traits may be implemented anywhere.
fn types_do_all_in_one_file(files: &[File]) -> Vec<String> {
    let mut homes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        let room =
            file.path.trim_start_matches("src/").rsplit_once('/').map_or("", |(room, _)| room);
        let tokens = tokens(file);
        let inside: Vec<(usize, &str)> = own_impls(&tokens);
        for (line, name) in inside {
            let places = homes.entry(format!("{room}/{name}")).or_default();
            if !places.iter().any(|place| place.starts_with(&format!("{}:", file.path))) {
                places.push(format!("{}:{line}", file.path));
            }
        }
    }
    homes.retain(|name, places| places.len() > 1 && !SCATTERED.contains(&name.as_str()));
    let told = homes
        .into_iter()
        .map(|(name, places)| format!("{}: {name}, also in {}", places[1], places[0]));
    told.collect()
}

/// The types of `impl` blocks without a trait, each with its line.
fn own_impls(tokens: &[(usize, String)]) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, (line, token)) in tokens.iter().enumerate() {
        let begins = at == 0 || ["}", ";", "]"].contains(&tokens[at - 1].1.as_str());
        if token != "impl" || !begins {
            continue;
        }
        let head: Vec<&str> = tokens[at + 1..]
            .iter()
            .map(|(_, token)| token.as_str())
            .take_while(|token| *token != "{")
            .collect();
        let mut depth = 0_usize;
        let mut name = None;
        for (n, token) in head.iter().enumerate() {
            match *token {
                "<" => depth += 1,
                ">" if n > 0 && head[n - 1] != "-" => depth = depth.saturating_sub(1),
                "where" => break,
                "for" if depth == 0 => {
                    name = None;
                    break;
                }
                token if depth == 0 && token.starts_with(char::is_alphabetic) => name = Some(token),
                _ => {}
            }
        }
        found.extend(name.map(|name| (*line, name)));
    }
    found
}

/// The modules that a file declares, each with its line.
fn declared(file: &File) -> impl Iterator<Item = (usize, String)> {
    let tokens = tokens(file);
    let pairs = tokens.windows(3).filter(|three| three[0].1 == "mod" && three[2].1 == ";");
    pairs.map(|three| (three[1].0, three[1].1.clone())).collect::<Vec<_>>().into_iter()
}

/// The shortest way from a file back to itself, if there is any: it begins and ends with that file.
fn circle(arrows: &[BTreeMap<usize, usize>], start: usize) -> Option<Vec<usize>> {
    let mut came_from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(file) = next.pop_front() {
        for to in arrows[file].keys() {
            if *to == start {
                let mut way = vec![start, file];
                while way[way.len() - 1] != start {
                    way.push(came_from[&way[way.len() - 1]]);
                }
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(to) {
                came_from.insert(*to, file);
                next.push_back(*to);
            }
        }
    }
    None
}

/// A path in the code of a file, as it stands there.
#[derive(Clone, Default)]
struct Path {
    line: usize,
    names: Vec<String>,
    /// What it is called here, where it is brought in.
    name: String,
    is_use: bool,
    is_public: bool,
}

/// The files and the modules they are.
struct Tree<'f> {
    files: &'f [File],
    modules: BTreeMap<Vec<String>, usize>,
    /// What a file hands on of others, by the name it does so under.
    handed_on: Vec<BTreeMap<String, Vec<String>>>,
}

impl<'f> Tree<'f> {
    fn new(files: &'f [File]) -> Self {
        let is_module = |file: &&File| file.path != "src/main.rs";
        let numbered = files.iter().enumerate().filter(|(_, file)| is_module(file));
        let modules = numbered.map(|(n, file)| (module(file), n)).collect();
        let mut tree = Self { files, modules, handed_on: Vec::new() };
        tree.handed_on = files.iter().map(|file| tree.handed_on_by(file)).collect();
        tree
    }

    fn handed_on_by(&self, file: &File) -> BTreeMap<String, Vec<String>> {
        let public = paths(file).into_iter().filter(|path| path.is_use && path.is_public);
        public.filter_map(|path| Some((path.name.clone(), self.absolute(file, &path)?))).collect()
    }

    /// A path from the top; `None` where it leads out of the house.
    fn absolute(&self, file: &File, path: &Path) -> Option<Vec<String>> {
        let mut at = module(file);
        let mut names = path.names.as_slice();
        match names.first()?.as_str() {
            "crate" => (at, names) = (Vec::new(), &names[1..]),
            "self" => names = &names[1..],
            "super" => {
                while names.first().is_some_and(|name| name == "super") {
                    at.pop();
                    names = &names[1..];
                }
            }
            first => {
                let inside = [at.as_slice(), &[first.to_owned()]].concat();
                self.modules.get(&inside)?;
            }
        }
        at.extend_from_slice(names);
        Some(at)
    }

    /// The file that holds what a path from the top names, wherever it is handed on.
    fn holder(&self, mut names: Vec<String>) -> Option<usize> {
        // More hands than rooms would be a circle of their own.
        for _ in 0..ORDER.len() {
            let is_module = |end: &usize| self.modules.contains_key(&names[..*end]);
            let end = (0..=names.len()).rev().find(is_module)?;
            let file = self.modules[&names[..end]];
            let Some(further) = names.get(end).and_then(|name| self.handed_on[file].get(name))
            else {
                return Some(file);
            };
            names = [further.as_slice(), &names[end + 1..]].concat();
        }
        None
    }

    /// For each file, those it names and the line where it does so first. What a file only hands on, it does not name.
    fn arrows(&self) -> Vec<BTreeMap<usize, usize>> {
        let arrows = |(from, file): (usize, &File)| {
            let mut arrows = BTreeMap::new();
            let mut paths = paths(file);
            paths.retain(|path| !(path.is_use && path.is_public && is_door(file)));
            paths.extend(words(file).into_iter().filter_map(|(line, word)| {
                let names = self.handed_on[from].get(&word).filter(|_| is_door(file))?;
                let from_top = ["crate".to_owned()].into_iter().chain(names.iter().cloned());
                Some(Path { line, names: from_top.collect(), ..Path::default() })
            }));
            for path in paths {
                let to = self.absolute(file, &path).and_then(|names| self.holder(names));
                if let Some(to) = to.filter(|to| *to != from && !is_top(&self.files[*to])) {
                    arrows.entry(to).or_insert(path.line);
                }
            }
            arrows
        };
        self.files.iter().enumerate().map(arrows).collect()
    }
}

/// Whether a file is what others see of its room.
fn is_door(file: &File) -> bool {
    file.path.ends_with("/mod.rs")
}

fn is_top(file: &File) -> bool {
    file.path == "src/lib.rs"
}

/// The module that a file is: the names from the top.
fn module(file: &File) -> Vec<String> {
    let inside = file.path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut names: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if ["mod", "lib"].contains(&names[names.len() - 1].as_str()) {
        names.pop();
    }
    names
}

/// The words of the code that stand by themselves: no part of a path, no method, no `use`.
fn words(file: &File) -> Vec<(usize, String)> {
    let tokens = tokens(file);
    let mut words = Vec::new();
    let mut is_use = false;
    for (n, (line, token)) in tokens.iter().enumerate() {
        is_use = (token == "use" && tokens.get(n + 1).is_some_and(|(_, next)| next != "<"))
            || (is_use && token != ";");
        let before = n.checked_sub(1).map(|n| tokens[n].1.as_str());
        if !is_use && !matches!(before, Some("::" | "." | "mod")) {
            words.push((*line, token.clone()));
        }
    }
    words
}

/// The paths in the code of a file: those of `use`, each by itself, and those that stand elsewhere.
fn paths(file: &File) -> Vec<Path> {
    let tokens = tokens(file);
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let before = at.checked_sub(1).map_or("", |n| tokens[n].1.as_str());
        let begins = tokens.get(at + 1).is_some_and(|(_, next)| next == "::");
        // What a function's type takes with it, `use<'a>`, is none.
        let is_named = tokens.get(at + 1).is_some_and(|(_, next)| next != "<");
        if tokens[at].1 == "use" && is_named {
            let is_public = ["pub", ")"].contains(&before);
            let first = paths.len();
            at = used(&tokens, at + 1, &[], &mut paths);
            for path in &mut paths[first..] {
                (path.is_use, path.is_public) = (true, is_public);
            }
        } else if begins && before != "::" {
            let mut path = Path { line: tokens[at].0, ..Path::default() };
            path.names.push(tokens[at].1.clone());
            while tokens.get(at + 1).is_some_and(|(_, next)| next == "::") {
                path.names.extend(tokens.get(at + 2).map(|(_, name)| name.clone()));
                at += 2;
            }
            // Names of siblings alone are brought in by a `use`, but in the file that declares them.
            let is_rooted = ["crate", "super", "self"].contains(&path.names[0].as_str());
            if is_rooted || is_door(file) {
                paths.push(path);
            }
            at += 1;
        } else {
            at += 1;
        }
    }
    paths
}

/// Reads one branch of a `use`, from a token on; says where it ends.
fn used(
    tokens: &[(usize, String)],
    mut at: usize,
    stem: &[String],
    paths: &mut Vec<Path>,
) -> usize {
    let line = tokens.get(at).map_or(0, |(line, _)| *line);
    let mut names = stem.to_vec();
    let mut name = None;
    while let Some((_, token)) = tokens.get(at) {
        match token.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|(_, token)| !["}", ";"].contains(&token.as_str()))
                {
                    at = used(tokens, at, &names, paths);
                    at += usize::from(tokens.get(at).is_some_and(|(_, token)| token == ","));
                }
                return at + 1;
            }
            "," | "}" | ";" => break,
            "as" => {
                name = tokens.get(at + 1).map(|(_, name)| name.clone());
                at += 1;
            }
            "::" => {}
            "self" if !names.is_empty() => {}
            token => names.push(token.to_owned()),
        }
        at += 1;
    }
    let name = name.or_else(|| names.last().cloned()).unwrap_or_default();
    paths.push(Path { line, names, name, ..Path::default() });
    at
}

/// The code of a file in words, `::` and single signs, each with its line. Texts and comments are left out.
fn tokens(file: &File) -> Vec<(usize, String)> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    // The text that was begun on a line before: the hashes that end it, and whether it is a raw one.
    let mut text: Option<(usize, bool)> = None;
    for (number, line) in file.code() {
        let chars: Vec<char> = line.chars().collect();
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            let next = chars.get(at + 1).copied();
            if let Some((hashes, is_raw)) = text {
                let follow = chars[at + 1..].iter().take_while(|c| **c == '#').count();
                if c == '"' && follow >= hashes {
                    (text, at) = (None, at + 1 + hashes);
                } else {
                    at += if c == '\\' && !is_raw { 2 } else { 1 };
                }
            } else if c == '/' && next == Some('/') {
                break;
            } else if c == '"' {
                let hashes = chars[..at].iter().rev().take_while(|c| **c == '#').count();
                let is_raw = chars[..at - hashes].last() == Some(&'r');
                (text, at) = (Some((if is_raw { hashes } else { 0 }, is_raw)), at + 1);
            } else if c == '\'' && next == Some('\\') {
                let inside = chars[at + 3..].iter().take_while(|c| **c != '\'').count();
                at += inside + 4;
            } else if c == '\'' {
                // A sign in quotes, or else a lifetime.
                at += if chars.get(at + 2) == Some(&'\'') { 3 } else { 1 };
            } else if c.is_alphanumeric() || c == '_' {
                let word: String =
                    chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
                at += word.chars().count();
                tokens.push((number, word));
            } else if c == ':' && next == Some(':') {
                tokens.push((number, "::".to_owned()));
                at += 2;
            } else {
                if !c.is_whitespace() {
                    tokens.push((number, c.to_string()));
                }
                at += 1;
            }
        }
    }
    tokens
}

#[test]
fn the_rooms_keep_the_rules() {
    let sources = sources();
    let breaches: Vec<String> = RULES
        .iter()
        .flat_map(|(name, rule)| {
            rule(&sources).into_iter().map(move |breach| format!("{breach}\n    against: {name}"))
        })
        .collect();
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

/// Holds a rule against files with this content: where it finds fault.
#[track_caller]
fn check(rule: Rule, files: &[(&str, &str)], expected: &[&str]) {
    let file =
        |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
    let sources: Vec<File> = files.iter().map(file).collect();
    let found: Vec<String> = rule(&sources)
        .iter()
        .map(|breach| breach.split(':').take(2).collect::<Vec<_>>().join(":"))
        .collect();
    assert_eq!(found, expected, "{files:?}");
}

#[test]
fn a_breach_is_found() {
    let rule: Rule = rooms_stand_in_order;
    check(rule, &[("src/ledger/editor.rs", "use crate::policy::Policy;")], &[]);
    check(
        rule,
        &[("src/ledger/editor.rs", "\nuse crate::tally::Row;")],
        &["src/ledger/editor.rs:2"],
    );
    let grouped = "use crate::{\n    policy::Policy,\n    storage::{repository, slots},\n};";
    check(
        rule,
        &[("src/format/decode.rs", grouped)],
        &["src/format/decode.rs:3", "src/format/decode.rs:3"],
    );
    check(
        rule,
        &[("src/chart/mod.rs", "fn a() {\n    crate::ui::b();\n}")],
        &["src/chart/mod.rs:2"],
    );
    check(
        rule,
        &[("src/chart/row.rs", "let a = super::super::browser::b();")],
        &["src/chart/row.rs:1"],
    );
    check(
        rule,
        &[("src/policy/unit.rs", "#[a(b = crate::format::VERSION)]")],
        &["src/policy/unit.rs:1"],
    );
    check(rule, &[("src/inbox/whole.rs", "// crate::ui\nlet a = \"crate::ui::b\";")], &[]);
    let tests = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::ui::b;\n}";
    check(rule, &[("src/inbox/whole.rs", tests)], &[]);
    let taken_along = "fn a<'a>() -> impl B + use<'a> {\n    crate::ui::c('\"')\n}";
    check(rule, &[("src/inbox/whole.rs", taken_along)], &["src/inbox/whole.rs:2"]);
    let quoted = "a(r\"\\\", r#\"\"crate::ui\"#);\nb('\\'', crate::ui::c);";
    check(rule, &[("src/inbox/whole.rs", quoted)], &["src/inbox/whole.rs:2"]);
    check(rule, &[("src/news/mod.rs", "")], &["src/news/mod.rs:1"]);
    check(rule, &[("src/ui/state/a.rs", "use crate::ui::elements::B;")], &[]);
    check(rule, &[("src/ui/state/a.rs", "use crate::ui::app::B;")], &["src/ui/state/a.rs:1"]);
    check(rule, &[("src/ui/news/a.rs", "")], &["src/ui/news/a.rs:1"]);
    check(rule, &[("src/lib.rs", "use crate::ui::a;"), ("src/main.rs", "use crate::ui::a;")], &[]);

    let rule: Rule = rooms_hold_few_files;
    let check_count = |room: &str, count: usize, expected: &[&str]| {
        let mut paths: Vec<String> = (0..count).map(|n| format!("{room}/a{n}.rs")).collect();
        paths.push(format!("{room}/mod.rs"));
        let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "")).collect();
        check(rule, &files, expected);
    };
    check_count("src/format", MAX_FILES, &[]);
    check_count("src/format", MAX_FILES + 1, &["src/format/mod.rs:1"]);
    check_count("src/ui/sheet", MAX_FILES, &[]);
    check_count("src/ui/sheet", MAX_FILES + 1, &["src/ui/sheet/mod.rs:1"]);
    check_count("src", MAX_FILES + 1, &[]);

    let rule: Rule = no_files_go_in_a_circle;
    let line = [("src/a/b.rs", "use super::c::C;"), ("src/a/c.rs", ""), ("src/a/mod.rs", "mod b;")];
    check(rule, &line, &[]);
    let two = [("src/a/b.rs", "\nuse super::c::C;"), ("src/a/c.rs", "fn d() { super::b::e() }")];
    check(rule, &two, &["src/a/b.rs:2"]);
    let three = [
        ("src/a/b.rs", "use super::c;"),
        ("src/a/c.rs", "use super::d::{E, F as G};"),
        ("src/a/d.rs", "use crate::a::{b::H, x};"),
    ];
    check(rule, &three, &["src/a/b.rs:1"]);
    // What is handed on is named where it lies.
    let handed_on = [
        ("src/a/b.rs", "use super::C;"),
        ("src/a/c.rs", "use super::B;"),
        ("src/a/mod.rs", "mod b;\nmod c;\n\npub use b::B;\npub use c::{self, C};"),
    ];
    check(rule, &handed_on, &["src/a/b.rs:1"]);
    let line = [handed_on[0], ("src/a/c.rs", ""), handed_on[2]];
    check(rule, &line, &[]);
    // Who hands on and has something of its own is a file like others.
    let door = [
        ("src/a/b.rs", "use super::D;"),
        ("src/a/mod.rs", "mod b;\npub use b::B;\n\nstruct D;\nstruct E(B);"),
    ];
    check(rule, &door, &["src/a/b.rs:1"]);
    let door = [door[0], ("src/a/mod.rs", "mod b;\npub use b::B;\n\nstruct D;")];
    check(rule, &door, &[]);
    let door = [door[0], ("src/a/mod.rs", "mod b;\n\nstruct D;\nfn e() { b::f() }")];
    check(rule, &door, &["src/a/b.rs:1"]);
    let tests = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    use super::super::b;\n}";
    check(rule, &[("src/a/b.rs", "use super::c;"), ("src/a/c.rs", tests)], &[]);
}

#[test]
fn what_is_out_of_place_is_found() {
    let rule: Rule = types_do_all_in_one_file;
    let one = ("src/a/b.rs", "struct B<T>;\n\nimpl<T: Fn() -> u8> B<T> {}\nimpl<T> B<T> {}");
    check(rule, &[one, ("src/a/c.rs", "impl<T> C for super::b::B<T> {}")], &[]);
    check(rule, &[one, ("src/d/c.rs", "struct B;\nimpl B {}")], &[]);
    check(rule, &[one, ("src/a/c.rs", "\nimpl super::b::B<u8> {}")], &["src/a/c.rs:2"]);
    check(
        rule,
        &[one, ("src/a/c.rs", "impl<T> B<T> where T: for<'a> D<'a> {}")],
        &["src/a/c.rs:1"],
    );

    let rule: Rule = modules_stand_in_reading_order;
    let files = [
        ("src/a/b.rs", ""),
        ("src/a/c.rs", "use super::b::D;"),
        ("src/a/mod.rs", "mod b;\nmod c;"),
    ];
    check(rule, &files, &[]);
    check(rule, &[files[0], files[1], ("src/a/mod.rs", "mod c;\nmod b;")], &["src/a/mod.rs:1"]);
    let rooms = [("src/a/mod.rs", "use crate::b::C;"), ("src/b/mod.rs", "")];
    check(rule, &[rooms[0], rooms[1], ("src/lib.rs", "mod b;\nmod a;")], &[]);
    check(rule, &[rooms[0], rooms[1], ("src/lib.rs", "mod a;\nmod b;")], &["src/lib.rs:1"]);
}
