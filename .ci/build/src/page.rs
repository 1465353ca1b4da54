//! The page around the program: for a host, with a worker that keeps it, and as one file.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::PROGRAM;
use crate::cut::{Code, Program};
use crate::markup::{element, script, sha256, tag, with_policy};
use crate::tool::{Outcome, about, filter};

/// How the one-file page is called, without its ending.
const PORTABLE: &str = "台账";

/// What others wrote, and on what terms.
const LICENCES: &str = "licences.txt";

/// What is asked for by a link, or by the browser itself, for its tabs and its desktop.
const SMALL: [&str; 4] = [LICENCES, "manifest.webmanifest", "icon-192.png", "icon-apple-180.png"];

/// Stands in the page where Trunk started it.
const START: &str = "<!-- start -->";

/// What stands in place of the browser's own ways of loading a module: see `hosted.js` and `portable.js`. Hosts that
/// do not know the media type of a module are common; only the browser's own way minds.
const LOADING: [(&str, &str); 3] = [
    ("fetch", "fetchModule"),
    ("WebAssembly.instantiateStreaming", "instantiateModule"),
    // Only the last part of an address is looked at, and in one file there is none.
    ("import.meta.url", "\"file:///\""),
];

/// Puts the page that Trunk left in the folder `trunk`, and the program cut in two, into the folder `dist`.
///
/// # Errors
/// Where the page does not look as Trunk is known to build it, and where a tool is missing.
pub fn finish(trunk: &Path, program: &Program, dist: &Path) -> Outcome<()> {
    let page = Page::read(trunk, program)?;
    crate::copy(trunk, dist)?;
    for file in fs::read_dir(dist)? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Trunk's build of the program, in one piece.
        if name.starts_with(PROGRAM) {
            fs::remove_file(&path).map_err(about(&path))?;
        }
    }
    let write = |name: &str, content: &[u8]| {
        let path = dist.join(name);
        fs::write(&path, content).map_err(about(&path))
    };
    for module in &page.modules {
        write(&module.shipped, &module.content)?;
    }
    let glue = page.hosted_glue()?;
    write(&glue.name, &glue.content)?;
    let portable = page.portable(dist)?;
    write(&format!("{PORTABLE}.zip"), &zipped(&portable)?)?;
    write(&format!("{PORTABLE}.html"), portable.as_bytes())?;
    let hosted = page.hosted(&glue)?;
    write("sw.js", page.worker(dist, &hosted, &glue)?.as_bytes())?;
    write("index.html", hosted.as_bytes())?;
    Ok(())
}

/// A module: what the script calls it, what its file is called, which changes with its content, and what is in it.
struct Module {
    name: String,
    shipped: String,
    content: Vec<u8>,
}

/// The page in the making.
struct Page<'a> {
    /// The page, with [`START`] in place of what starts it.
    html: String,
    /// The script that runs the modules.
    glue: &'a Path,
    /// The main module, then those that are loaded on first use.
    modules: Vec<Module>,
}

impl<'a> Page<'a> {
    fn read(trunk: &Path, program: &'a Program) -> Outcome<Self> {
        let index = trunk.join("index.html");
        let mut html = fs::read_to_string(&index).map_err(about(&index))?;
        // The files are asked for by the page's own scripts at once; a preload would only repeat that.
        while let Some((from, to)) = tag(&html, "<link", |tag| tag.contains("preload")) {
            html.replace_range(from..to, "");
        }
        let (start, end) = element(&html, "script", |text| text.contains("import init")).ok_or(
            "the page that Trunk built starts in a way not known to build-page: see page.rs",
        )?;
        html.replace_range(start..end, START);
        let modules = program.modules.iter().map(|Code { name, content }| {
            let stem =
                name.trim_start_matches("split_").trim_end_matches(".wasm").trim_end_matches("_bg");
            let bg = if name.ends_with("_bg.wasm") { "_bg" } else { "" };
            let shipped = format!("{stem}-{}{bg}.wasm", fingerprint(content));
            Module { name: name.clone(), shipped, content: content.clone() }
        });
        Ok(Self { html, glue: &program.glue, modules: modules.collect() })
    }

    /// The script that runs the modules and starts the page, in the given format of esbuild.
    fn bundle(&self, format: &str, before: &str, then: &str) -> Outcome<String> {
        let folder = self.glue.parent().unwrap_or(Path::new("."));
        let start = folder.join(format!("start-{format}.js"));
        let main = format!("{PROGRAM}_bg.wasm");
        let text = format!(
            "import init from \"./{PROGRAM}.js\";\n{before}\n\
             init({{ module_or_path: fetchModule({main:?}) }}){then};\n"
        );
        fs::write(&start, text).map_err(about(&start))?;
        let defined = LOADING.map(|(name, by)| format!("--define:{name}={by}"));
        filter(
            Command::new("esbuild")
                .arg(start)
                .args(["--bundle", "--minify", "--charset=utf8", "--log-level=warning"])
                .arg(format!("--format={format}"))
                .args(defined),
            "",
        )
    }

    /// The script of the page for a host; at its end it has the page kept, whether or not it started.
    fn hosted_glue(&self) -> Outcome<Code> {
        let text = self.bundle("esm", "", ".finally(() => { keepPage() })")?;
        let name = format!("{PROGRAM}-{}.js", fingerprint(text.as_bytes()));
        Ok(Code { name, content: text.into_bytes() })
    }

    /// The page for a host, which loads the script and the modules.
    fn hosted(&self, glue: &Code) -> Outcome<String> {
        let modules = self
            .modules
            .iter()
            .map(|module| (module.name.clone(), json!([module.shipped, sha256(&module.content)])));
        let modules = Value::Object(modules.collect());
        let main = format!("{PROGRAM}_bg.wasm");
        let loader = include_str!("hosted.js")
            .replace("MODULES", &modules.to_string())
            .replace("MAIN", &main);
        let start = format!(
            "{}<script type=module crossorigin src=./{} integrity=\"{}\"></script>",
            script("", &minified(&loader)?)?,
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
        let mut files = Map::new();
        let mut keep =
            |name: &str, content: &[u8]| files.insert(name.to_owned(), sha256(content).into());
        keep("./", page.as_bytes());
        keep(&glue.name, &glue.content);
        for module in &self.modules {
            keep(&module.shipped, &module.content);
        }
        for name in icon(&self.html).into_iter().chain(SMALL) {
            let path = dist.join(name);
            keep(name, &fs::read(&path).map_err(about(&path))?);
        }
        let worker = include_str!("worker.js").replace("FILES", &Value::Object(files).to_string());
        Ok(worker.replace("VERSION", &fingerprint(worker.as_bytes())))
    }

    /// The page as one file.
    fn portable(&self, dist: &Path) -> Outcome<String> {
        let mut page = self.html.clone();
        // Whatever else it names lies next to the page on a host.
        while let Some((from, to)) = tag(&page, "<link", |_| true) {
            page.replace_range(from..to, "");
        }
        let icon = icon(&self.html).ok_or("the page names no icon")?;
        let path = dist.join(icon);
        let icon = BASE64_STANDARD.encode(fs::read(&path).map_err(about(&path))?);
        let icon = format!("<link rel=icon href=\"data:image/svg+xml;base64,{icon}\">");
        let (start, _) = tag(&page, "<title", |_| true).ok_or("the page has no title")?;
        page.insert_str(start, &icon);
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
        let path = dist.join(LICENCES);
        let licences = fs::read_to_string(&path).map_err(about(&path))?;
        rest += &script(" type=text/plain id=licences", licences.trim_start_matches('\u{feff}'))?;
        // What the page saves itself as, with a ledger in it, is what it was before anything was shown.
        let before = "isWhole = true; window.wholePage = \"<!doctype html>\" + document.documentElement.outerHTML;";
        rest += &script("", self.bundle("iife", before, "")?.trim_end())?;
        page.insert_str(end, &rest);
        page = page.replacen(START, &script("", &minified(include_str!("portable.js"))?)?, 1);
        with_policy(&page, "", "img-src data:; connect-src 'none'")
    }
}

/// A script without what only people need; what it declares keeps its name, other scripts use it.
fn minified(text: &str) -> Outcome<String> {
    let options = ["--minify", "--charset=utf8", "--log-level=warning"];
    let small = filter(Command::new("esbuild").args(options), text)?;
    Ok(small.trim_end().to_owned())
}

/// Changes with the content.
fn fingerprint(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    let start: [u8; 8] = std::array::from_fn(|at| hash[at]);
    format!("{:016x}", u64::from_be_bytes(start))
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

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::DeflateDecoder;

    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        assert_eq!(fingerprint(b""), "e3b0c44298fc1c14");
        assert_ne!(fingerprint(b"a"), fingerprint(b"b"));
    }

    #[test]
    fn the_icon_is_the_one_that_the_page_names() {
        assert_eq!(icon("<link rel=icon href=./icon-1.svg>"), Some("icon-1.svg"));
        assert_eq!(
            icon("<link rel=icon href=./icon-1.svg type=image/svg+xml>"),
            Some("icon-1.svg")
        );
        assert_eq!(icon("<link rel=manifest href=./m>"), None);
    }

    #[test]
    fn the_archive_holds_the_page() -> Outcome<()> {
        let page = "<!doctype html>\u{4e2d}".repeat(100);
        let packed = zipped(&page)?;
        let archive = rawzip::ZipArchive::from_slice(&packed)?;
        let mut entries = archive.entries();
        let entry = entries.next_entry()?.ok_or("no entry")?;
        assert_eq!(entry.file_path().try_normalize()?.as_str(), "台账.html");
        let data = archive.get_entry(entry.wayfinder())?;
        let mut text = String::new();
        DeflateDecoder::new(data.data()).read_to_string(&mut text)?;
        assert_eq!(text, page);
        Ok(())
    }
}
