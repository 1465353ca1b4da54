//! The list of what others wrote and the page is made of: `public/licences.txt`, and the same as a bill of
//! materials, `public/sbom.cdx.json`. Both are read off Cargo and kept in the tree, so that a change to them is
//! seen in review; `make licences` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// Which licence is taken where there is a choice: the first of these that is offered. What offers none of
/// them is not for this page.
const TAKEN: [&str; 4] = ["MIT", "Zlib", "Unicode-3.0", "BSL-1.0"];

/// Written by hand, as Cargo does not list it.
const STD: &str = "std (the standard library of Rust)\n  MIT OR Apache-2.0, taken: MIT\n  \
                   https://github.com/rust-lang/rust\n  Copyright (c) The Rust Project Contributors\n";

// The mark at the start tells browsers that it is UTF-8, whatever the host says of a text file.
const HEAD: &str = "\
\u{feff}共建国际金融枢纽任务台账：第三方组件许可

本页由下列开源组件编译而成，在此向各位作者致谢。先列组件，各注名称、版本、许可、源代码地址、版权声明；
许可全文附在最后。同一内容另有机器可读的清单：sbom.cdx.json（CycloneDX）。

The page is compiled from these components. Each comes with its licence, the address of its source and its
copyright notice; the full texts of the licences are at the end.
";

/// A crate that is linked into the page.
struct Linked {
    name: String,
    version: String,
    /// What its authors offer, as an SPDX expression.
    offered: String,
    /// What is taken of it.
    taken: Vec<&'static str>,
    repository: String,
    /// The lines of its licence files that name who holds the copyright, or its authors where there are none.
    copyright: Vec<String>,
    /// Where its source lies on this machine.
    folder: PathBuf,
    checksum: Option<String>,
    /// Names and versions of what it is made of itself.
    uses: BTreeSet<(String, String)>,
}

impl Linked {
    fn purl(&self) -> String {
        purl(&self.name, &self.version)
    }
}

fn purl(name: &str, version: &str) -> String {
    // The one character of versions that has a meaning there.
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

pub fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn cargo(arguments: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.current_dir(top()).args(arguments).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}

/// Name, version and what follows of a line of `cargo tree`: "litemap v0.8.3 …".
fn name_and_version(line: &str) -> Option<(String, String)> {
    let mut words = line.split(' ');
    Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
}

/// What is linked, and what each of these is made of: crates that only run while it is built are left out.
fn tree() -> BTreeMap<(String, String), BTreeSet<(String, String)>> {
    let lines = cargo(&[
        "tree",
        "--locked",
        // As it is shipped.
        "--features=split",
        "--target=wasm32-unknown-unknown",
        "--edges=normal,no-proc-macro",
        "--prefix=depth",
    ]);
    let mut tree: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let mut path = Vec::new();
    for line in lines.lines() {
        let digits = line.find(|c: char| !c.is_ascii_digit()).expect("a name after the depth");
        let depth: usize = line[..digits].parse().expect("a depth");
        let one = name_and_version(&line[digits..]).expect("a name and a version");
        path.truncate(depth);
        if let Some(above) = path.last() {
            tree.entry(Clone::clone(above)).or_default().insert(one.clone());
        }
        tree.entry(one.clone()).or_default();
        path.push(one);
    }
    tree
}

fn linked() -> Vec<Linked> {
    let metadata: Value = serde_json::from_str(&cargo(&[
        "metadata",
        "--locked",
        "--features=split",
        "--format-version=1",
        "--filter-platform=wasm32-unknown-unknown",
    ]))
    .unwrap();
    let lock = fs::read_to_string(top().join("Cargo.lock")).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let linked = tree().into_iter().filter(|((name, _), _)| name != env!("CARGO_PKG_NAME"));
    linked
        .map(|((name, version), uses)| {
            let package = packages.iter().find(|p| p["name"] == *name && p["version"] == *version);
            let package = package.expect("metadata of what is linked");
            let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            let offered = text("license").replace('/', " OR ");
            assert!(!offered.is_empty(), "{name} {version} names no licence");
            let taken = taken(&offered).unwrap_or_else(|| {
                panic!("{name} {version} is under {offered}: none of {TAKEN:?}")
            });
            let manifest = PathBuf::from(text("manifest_path"));
            let folder = manifest.parent().unwrap().to_owned();
            let mut copyright = copyright(&folder, &taken);
            if copyright.is_empty() {
                let authors = package["authors"].as_array().unwrap().iter();
                let authors: Vec<&str> =
                    authors.filter_map(Value::as_str).map(without_mail).collect();
                copyright
                    .extend((!authors.is_empty()).then(|| format!("By {}", authors.join(", "))));
            }
            Linked {
                checksum: checksum(&lock, &name, &version),
                repository: text("repository"),
                name,
                version,
                offered,
                taken,
                copyright,
                folder,
                uses,
            }
        })
        .collect()
}

/// What is taken of an expression: of each part that must be kept the best that is offered.
fn taken(offered: &str) -> Option<Vec<&'static str>> {
    let part = |part: &str| {
        let offers: Vec<&str> = part.trim_matches(['(', ')']).split(" OR ").collect();
        TAKEN.into_iter().find(|taken| offers.contains(taken))
    };
    offered.split(" AND ").map(part).collect()
}

/// "Jane Doe <jane@example.org>" -> "Jane Doe": the address is nobody's business here.
fn without_mail(author: &str) -> &str {
    author.split(" <").next().unwrap_or(author)
}

/// The sum that Cargo holds the crate's archive against.
fn checksum(lock: &str, name: &str, version: &str) -> Option<String> {
    let head = format!("name = \"{name}\"\nversion = \"{version}\"\n");
    let package = lock.split("\n\n").find(|package| package.contains(&head))?;
    let line = package.lines().find_map(|line| line.strip_prefix("checksum = \""))?;
    Some(line.trim_end_matches('"').to_owned())
}

/// Whether a line of a licence says who holds the copyright.
fn is_notice(line: &str) -> bool {
    const OTHERS: [&str; 3] = ["copyright notice", "copyright holder", "copyright and"];
    let line = line.to_lowercase();
    let opens =
        line.starts_with("copyright") && !OTHERS.iter().any(|other| line.starts_with(other));
    opens || line.contains('©')
}

/// The text of a licence as it lies in a crate's folder.
fn licence_text(folder: &Path, licence: &str) -> Option<String> {
    // The words by which a licence is known, whatever its file is called.
    let words = match licence {
        "MIT" => {
            "Permission is hereby granted, free of charge, to any person obtaining a copy of this"
        }
        "Zlib" => "This software is provided 'as-is', without any express",
        "Unicode-3.0" => "UNICODE LICENSE V3",
        _ => "Boost Software License - Version 1.0",
    };
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().to_ascii_uppercase();
            path.is_file() && (name.contains("LICEN") || name.contains("COPYING"))
        })
        .collect();
    files.sort();
    let mut texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.find(|text| text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words))
}

/// The lines of the licence files that name who holds the copyright.
fn copyright(folder: &Path, taken: &[&str]) -> Vec<String> {
    let mut notices = Vec::new();
    for text in taken.iter().filter_map(|licence| licence_text(folder, licence)) {
        for line in text.lines().map(str::trim).filter(|line| is_notice(line)) {
            let notice = without_mail(line).trim_end_matches([',', '.']).to_owned();
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        }
    }
    notices
}

/// The list as people read it.
fn list(linked: &[Linked]) -> String {
    let mut list = format!("{HEAD}\n{STD}");
    for one in linked {
        write!(list, "\n{} {}\n  {}", one.name, one.version, one.offered).unwrap();
        let taken = one.taken.join(" AND ");
        if one.offered.contains(" OR ") {
            write!(list, ", taken: {taken}").unwrap();
        }
        writeln!(list, "\n  {}", one.repository).unwrap();
        for notice in &one.copyright {
            writeln!(list, "  {notice}").unwrap();
        }
    }
    for licence in TAKEN {
        let text = one_text(linked, licence);
        let lines: Vec<&str> = text.lines().filter(|line| !is_notice(line.trim())).collect();
        write!(list, "\n\n{}\n{licence}\n\n{}\n", "-".repeat(72), lines.join("\n").trim()).unwrap();
    }
    list
}

/// The full text of a licence, as the first crate has it that is under it.
fn one_text(linked: &[Linked], licence: &str) -> String {
    let mut under = linked.iter().filter(|one| one.taken.contains(&licence));
    let text = under.find_map(|one| licence_text(&one.folder, licence));
    text.unwrap_or_else(|| panic!("nobody brings the text of {licence}: take it off the list"))
}

/// The list as programs read it: CycloneDX, without the date, which would differ each time.
fn materials(linked: &[Linked]) -> String {
    let page = format!("pkg:cargo/{}", env!("CARGO_PKG_NAME"));
    let components: Vec<Value> = linked
        .iter()
        .map(|one| {
            let mut component = json!({
                "type": "library",
                "bom-ref": one.purl(),
                "name": one.name,
                "version": one.version,
                "purl": one.purl(),
                "licenses": [{ "expression": one.offered }],
                "externalReferences": [{ "type": "vcs", "url": one.repository }],
            });
            if let Some(sum) = &one.checksum {
                component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
            }
            component
        })
        .collect();
    let uses = linked.iter().map(|one| {
        let uses: Vec<_> = one.uses.iter().map(|(name, version)| purl(name, version)).collect();
        json!({ "ref": one.purl(), "dependsOn": uses })
    });
    let own = tree().into_iter().find(|((name, _), _)| name == env!("CARGO_PKG_NAME"));
    let own: Vec<_> = own.unwrap().1.iter().map(|(name, version)| purl(name, version)).collect();
    let dependencies: Vec<_> =
        std::iter::once(json!({ "ref": page, "dependsOn": own })).chain(uses).collect();
    let materials = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": page,
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "licenses": [{ "license": { "id": "MIT" } }],
        } },
        "components": components,
        "dependencies": dependencies,
    });
    serde_json::to_string_pretty(&materials).unwrap() + "\n"
}

/// The files of the tree that say what is linked, and what has to stand in them.
pub fn files() -> [(&'static str, String); 2] {
    let linked = linked();
    assert!(linked.iter().any(|one| one.name == "leptos"));
    [("public/licences.txt", list(&linked)), ("public/sbom.cdx.json", materials(&linked))]
}

#[test]
fn what_is_linked_is_listed() {
    for (file, current) in files() {
        let kept = fs::read_to_string(top().join(file)).unwrap_or_default();
        assert!(kept == current, "{file} is not what is linked: `make licences` writes it anew");
    }
}

#[test]
fn a_licence_is_chosen() {
    assert_eq!(taken("MIT"), Some(vec!["MIT"]));
    assert_eq!(taken("Unlicense OR MIT"), Some(vec!["MIT"]));
    assert_eq!(taken("(MIT OR Apache-2.0) AND Unicode-3.0"), Some(vec!["MIT", "Unicode-3.0"]));
    assert_eq!(taken("GPL-3.0"), None);
    assert_eq!(taken("MIT AND GPL-3.0"), None);
}

#[test]
fn a_notice_is_told_from_the_text() {
    assert!(is_notice("Copyright (c) 2021 Jane Doe"));
    assert!(is_notice("ICU 57.1 © 2016 someone"));
    assert!(!is_notice("COPYRIGHT AND PERMISSION NOTICE"));
    assert!(!is_notice("copyright notice and this permission notice shall be included"));
    assert!(!is_notice("IN NO EVENT SHALL THE COPYRIGHT HOLDER BE LIABLE"));
}
