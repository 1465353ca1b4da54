//! `finish-page DIST LATER`: what is left to do on the page that Trunk built into the folder DIST.
//!
//! - The modules that are loaded on first use, in the folder LATER, go along.
//! - Every file of code is loaded with its hash, so that files of different builds never run together; all three
//!   engines refuse what does not fit, which none of them does for Trunk's preloaded modules.
//! - A content security policy names, by their hashes, the scripts and styles that stand in the page.
//! - The page as one file, for opening without a host, with a policy of its own; and a .zip with it inside, for
//!   ways of sending that let no web page through.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use sha2::{Digest, Sha256};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How the one-file page is called, without its ending.
const PORTABLE: &str = "台账";

fn main() -> Outcome<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(dist), Some(later)) = (arguments.next(), arguments.next()) else {
        return Err("finish-page DIST LATER".into());
    };
    finish(&dist, &later)
}

fn finish(dist: &Path, later: &Path) -> Outcome<()> {
    let index = dist.join("index.html");
    let built = Built::read(&fs::read_to_string(&index)?, dist, later)?;
    for module in &built.modules[1..] {
        fs::write(dist.join(&module.name), &module.content)?;
    }
    fs::write(index, built.hosted(dist)?)?;
    let portable = built.portable(dist)?;
    fs::write(dist.join(format!("{PORTABLE}.zip")), zipped(&portable)?)?;
    fs::write(dist.join(format!("{PORTABLE}.html")), portable)?;
    Ok(())
}

/// Stands in the page where Trunk started it.
const START: &str = "<!-- start -->";

/// A file of code: its name next to the page, and what is in it.
struct Code {
    name: String,
    content: Vec<u8>,
}

/// What Trunk built.
struct Built {
    /// The page, with [`START`] in place of what starts it.
    html: String,
    /// The script that runs the modules, and how its function that starts them is called.
    glue: String,
    init: String,
    /// The main module, then those that are loaded on first use.
    modules: Vec<Code>,
}

impl Built {
    fn read(page: &str, dist: &Path, later: &Path) -> Outcome<Self> {
        let mut html = page.to_owned();
        // The files are asked for by the page's own scripts at once; a preload would only repeat that.
        while let Some((from, to)) = tag(&html, "<link", |tag| tag.contains("preload")) {
            html.replace_range(from..to, "");
        }
        let (start, end) = element(&html, "script", |text| text.contains("import init"))
            .ok_or("the page starts in an unknown way")?;
        let starter = html[start..end].to_owned();
        html.replace_range(start..end, START);

        let glue_file = dist.join(quoted(&starter, ".js").ok_or("the page names no script")?);
        let glue = fs::read_to_string(&glue_file)?;
        // Its new name changes with its content.
        fs::remove_file(glue_file)?;
        let (glue, init) = without_export(&glue).ok_or("the script exports nothing")?;

        let main = quoted(&starter, ".wasm").ok_or("the page names no module")?;
        let mut modules = vec![Code { content: fs::read(dist.join(main))?, name: main.to_owned() }];
        for entry in fs::read_dir(later)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "wasm") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                modules.push(Code { content: fs::read(&path)?, name });
            }
        }
        modules[1..].sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { html, glue, init, modules })
    }

    /// The page for a host, which loads the script and the modules. Leaves the script in the folder.
    fn hosted(&self, dist: &Path) -> Outcome<String> {
        let glue = format!("{}{}({{module_or_path:mainModule}});", self.glue, self.init);
        let stem = self.main().rsplit_once('-').map_or("page", |(stem, _)| stem);
        let name = format!("{stem}-{}.js", &hex(&Sha256::digest(&glue))[..16]);
        fs::write(dist.join(&name), &glue)?;
        let integrity = |code: &Code| format!("{:?}:{:?}", code.name, sha256(&code.content));
        let modules: Vec<String> = self.modules.iter().map(integrity).collect();
        let loader =
            include_str!("hosted.js").replace("MODULES", &format!("{{{}}}", modules.join(",")));
        let start = format!(
            "{}<script type=module crossorigin src=./{name} integrity=\"{}\"></script>",
            script("", &minified(&loader.replace("MAIN", self.main())))?,
            sha256(glue.as_bytes()),
        );
        let page = self.html.replacen(START, &start, 1);
        // The script's own hash is checked where it is loaded.
        with_policy(&page, "'self' ", "img-src 'self'; connect-src 'self'")
    }

    /// The page as one file.
    fn portable(&self, dist: &Path) -> Outcome<String> {
        let mut page = self.html.clone();
        if let Some((from, to)) = tag(&page, "<link", |tag| tag.contains("rel=icon")) {
            let icon = page[from..to]
                .split_once("href=./")
                .and_then(|(_, rest)| rest.split([' ', '>']).next());
            let icon = match icon {
                Some(icon) => format!(
                    "<link rel=icon href=\"data:image/svg+xml;base64,{}\">",
                    BASE64_STANDARD.encode(fs::read(dist.join(icon))?)
                ),
                None => String::new(),
            };
            page.replace_range(from..to, &icon);
        }
        page = page.replacen("<html ", "<html data-portable ", 1);
        let end = page.find("</body>").unwrap_or(page.len());
        let mut rest = String::new();
        for module in &self.modules {
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
            packed.write_all(&module.content)?;
            let packed = BASE64_STANDARD.encode(packed.finish()?);
            rest +=
                &script(&format!(" type=application/octet-stream id={}", module.name), &packed)?;
        }
        // Wherever the file goes, the licences of what is in it go along.
        if let Ok(licences) = fs::read_to_string(dist.join("licences.txt")) {
            let licences = licences.trim_start_matches('\u{feff}');
            rest += &script(" type=text/plain id=licences", licences)?;
        }
        let (main, glue, init) = (self.main(), &self.glue, &self.init);
        // What the page saves itself as, with a ledger in it, is what it was before anything was shown.
        let start = format!(
            "(()=>{{\"use strict\";isWhole=true;window.wholePage=\"<!doctype html>\"+document.documentElement.outerHTML;{glue}{init}({{module_or_path:fetchModule({main:?})}})}})()"
        );
        rest += &script("", &start)?;
        page.insert_str(end, &rest);
        page = page.replacen(START, &script("", &minified(include_str!("portable.js")))?, 1);
        with_policy(&page, "", "img-src data:; connect-src 'none'")
    }

    fn main(&self) -> &str {
        &self.modules[0].name
    }
}

/// A script, or data, that stands in the page.
fn script(attributes: &str, text: &str) -> Outcome<String> {
    if text.contains("</script") || text.contains("<!--") {
        return Err(format!("what a script{attributes} holds cannot stand in a page").into());
    }
    Ok(format!("<script{attributes}>{text}</script>"))
}

/// The page with its content security policy: the scripts and styles that stand in it, `sources` of others, and
/// `others` for what is neither.
fn with_policy(page: &str, sources: &str, others: &str) -> Outcome<String> {
    let hashes = |name: &str| -> String {
        let texts = elements(page, name).into_iter().filter_map(|(from, to)| {
            let (tag, text) = page[from..to].split_once('>')?;
            let is_code = !tag.contains("src=") && !tag.contains("type=");
            is_code.then(|| text.strip_suffix(&format!("</{name}>")))?
        });
        texts.map(|text| format!("'{}' ", sha256(text.as_bytes()))).collect()
    };
    // Markup that the page makes of its own drawings passes through a policy of its own: see public/index.html.
    let policy = format!(
        "default-src 'none'; script-src {sources}{}'wasm-unsafe-eval'; style-src {}; {others}; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types default",
        hashes("script"),
        hashes("style").trim_end(),
    );
    // It holds for what comes after it.
    let (_, end) =
        tag(page, "<meta", |tag| tag.contains("charset")).ok_or("a page without charset")?;
    let mut page = page.to_owned();
    page.insert_str(
        end,
        &format!("<meta http-equiv=Content-Security-Policy content=\"{policy}\">"),
    );
    Ok(page)
}

/// Where the first tag begins and ends that opens like this and is the one.
fn tag(page: &str, opening: &str, is: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let places = page.match_indices(opening).filter_map(|(from, _)| {
        let to = from + page[from..].find('>')? + 1;
        Some((from, to))
    });
    places.into_iter().find(|(from, to)| is(&page[*from..*to]))
}

/// Where the elements of this name begin and end.
fn elements(page: &str, name: &str) -> Vec<(usize, usize)> {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(from) = page[at..].find(&opening).map(|from| at + from) {
        let Some(to) = page[from..].find(&closing).map(|to| from + to + closing.len()) else {
            break;
        };
        found.push((from, to));
        at = to;
    }
    found
}

/// Where the first element of this name begins and ends whose text is the one.
fn element(page: &str, name: &str, is: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    elements(page, name).into_iter().find(|(from, to)| is(&page[*from..*to]))
}

/// The name of a file with this ending that a script names.
fn quoted<'a>(script: &'a str, ending: &str) -> Option<&'a str> {
    let mut words = script.split(['"', '\'']);
    words.find(|word| word.ends_with(ending)).map(|word| word.trim_start_matches("./"))
}

/// The script without its export, and the name of what it exported.
fn without_export(glue: &str) -> Option<(String, String)> {
    let at = glue.rfind("export")?;
    let names = glue[at..].split_once('{')?.1.split_once('}')?.0;
    let init = names.split(',').find_map(|name| name.trim().strip_suffix(" as default"))?;
    Some((glue[..at].to_owned(), init.trim().to_owned()))
}

/// A script without its comments and indents.
fn minified(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.starts_with("/*"));
    lines.collect()
}

/// A hash as integrity and policies give it.
fn sha256(content: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A .zip with the page in it.
fn zipped(page: &str) -> Outcome<Vec<u8>> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    let name = format!("{PORTABLE}.html");
    let entry =
        archive.new_file(name.as_str()).compression_method(rawzip::CompressionMethod::DEFLATE);
    let (mut entry, config) = entry.start()?;
    let mut packed = DeflateEncoder::new(&mut entry, Compression::best());
    let mut writer = config.wrap(&mut packed);
    writer.write_all(page.as_bytes())?;
    let (_, output) = writer.finish()?;
    packed.finish()?;
    entry.finish(output)?;
    Ok(archive.finish()?)
}
