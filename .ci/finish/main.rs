//! `finish-page DIST LATER`: what is left to do on the page that Trunk built into the folder DIST.
//!
//! - The modules that are loaded on first use, in the folder LATER, go along.
//! - Every file of code is loaded with its hash, so that files of different builds never run together; all three
//!   engines refuse what does not fit, which none of them does for Trunk's preloaded modules.
//! - A content security policy names, by their hashes, the scripts and styles that stand in the page.
//! - A service worker keeps the files of the page on the machine, so that it opens without a network; not while the
//!   page is worked on, when the variable `DRAFT` is set.
//! - The page as one file, for opening without a host, with a policy of its own; and a .zip with it inside, for
//!   ways of sending that let no web page through.

mod markup;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use markup::{element, minified, script, sha256, tag, with_policy};
use sha2::{Digest, Sha256};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How the one-file page is called, without its ending.
const PORTABLE: &str = "台账";

fn main() -> Outcome<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
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
    let is_kept = env::var_os("DRAFT").is_none();
    let glue = built.hosted_glue(is_kept);
    fs::write(dist.join(&glue.name), &glue.content)?;
    let page = built.hosted(&glue)?;
    fs::write(index, &page)?;
    if is_kept {
        fs::write(dist.join("sw.js"), built.worker(dist, &page, &glue)?)?;
    }
    let portable = built.portable(dist)?;
    fs::write(dist.join(format!("{PORTABLE}.zip")), zipped(&portable)?)?;
    fs::write(dist.join(format!("{PORTABLE}.html")), portable)?;
    Ok(())
}

/// What others wrote, and on what terms.
const LICENCES: &str = "licences.txt";

/// What is asked for by a link, or by the browser itself, for its tabs and its desktop.
const SMALL: [&str; 4] =
    [LICENCES, "manifest.webmanifest", "icon-192.png", "icon-apple-180.png"];

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

    /// The script of the page for a host; at its end it has the page kept, whether or not it started.
    fn hosted_glue(&self, is_kept: bool) -> Code {
        // In braces: that it did not start is to be said at once.
        let then = if is_kept { ".finally(()=>{keepPage()})" } else { "" };
        let text = format!("{}{}({{module_or_path:mainModule}}){then};", self.glue, self.init);
        let stem = self.main().rsplit_once('-').map_or("page", |(stem, _)| stem);
        let name = format!("{stem}-{}.js", fingerprint(text.as_bytes()));
        Code { name, content: text.into_bytes() }
    }

    /// The page for a host, which loads the script and the modules.
    fn hosted(&self, glue: &Code) -> Outcome<String> {
        let loader = include_str!("hosted.js")
            .replace("MODULES", &with_hashes(&self.modules))
            .replace("MAIN", self.main());
        let start = format!(
            "{}<script type=module crossorigin src=./{} integrity=\"{}\"></script>",
            script("", &minified(&loader))?,
            glue.name,
            sha256(&glue.content),
        );
        let page = self.html.replacen(START, &start, 1);
        // The script's own hash is checked where it is loaded.
        let others = "img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'";
        with_policy(&page, "'self' ", others)
    }

    /// What keeps this page: whatever it asks for once it is open, and nothing that is only there to be saved.
    fn worker(&self, dist: &Path, page: &str, glue: &Code) -> Outcome<String> {
        let code = |name: &str, content: &[u8]| Code {
            name: name.to_owned(),
            content: content.to_owned(),
        };
        let mut files = vec![code("./", page.as_bytes()), code(&glue.name, &glue.content)];
        files.extend(self.modules.iter().map(|module| code(&module.name, &module.content)));
        for name in icon(&self.html).into_iter().chain(SMALL) {
            files.push(code(name, &fs::read(dist.join(name))?));
        }
        let worker = minified(include_str!("worker.js")).replace("FILES", &with_hashes(&files));
        Ok(worker.replace("VERSION", &fingerprint(worker.as_bytes())))
    }

    /// The page as one file.
    fn portable(&self, dist: &Path) -> Outcome<String> {
        let mut page = self.html.clone();
        // Whatever else it names lies next to the page on a host.
        while let Some((from, to)) = tag(&page, "<link", |_| true) {
            page.replace_range(from..to, "");
        }
        if let Some(icon) = icon(&self.html) {
            let icon = BASE64_STANDARD.encode(fs::read(dist.join(icon))?);
            let icon = format!("<link rel=icon href=\"data:image/svg+xml;base64,{icon}\">");
            let (start, _) = tag(&page, "<title", |_| true).ok_or("a page without title")?;
            page.insert_str(start, &icon);
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
        if let Ok(licences) = fs::read_to_string(dist.join(LICENCES)) {
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

/// The files with their hashes, as an object of JavaScript.
fn with_hashes(files: &[Code]) -> String {
    let hashed = |file: &Code| format!("{:?}:{:?}", file.name, sha256(&file.content));
    format!("{{{}}}", files.iter().map(hashed).collect::<Vec<_>>().join(","))
}

/// Changes with the content.
fn fingerprint(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The name of the file with the page's icon.
fn icon(page: &str) -> Option<&str> {
    let (from, to) = tag(page, "<link", |tag| tag.contains("rel=icon"))?;
    let (_, name) = page[from..to].split_once("href=./")?;
    name.split([' ', '>']).next()
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
