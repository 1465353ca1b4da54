//! `wasm-bindgen --target=web --out-dir=DIR --out-name=NAME IN.wasm`, as Trunk calls it, for a module that was
//! linked with `--emit-relocs`: functions marked with `#[wasm_split]`, and all that only they use, go into
//! modules of their own, which the page asks its `fetchModule` for when one of them is first called: what that
//! does is up to the page (.ci/finish). They are put into the folder that the variable `LATER_MODULES` names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The name under which the main module imports what loads the others.
const LOADER: &str = "./loader.js";

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--version") {
        println!("wasm-bindgen {}", env!("CARGO_PKG_VERSION"));
        return Ok(());
    }
    let option = |name: &str| {
        let value = arguments.iter().find_map(|argument| argument.strip_prefix(name));
        value.ok_or_else(|| format!("missing {name}"))
    };
    let (out, name) = (PathBuf::from(option("--out-dir=")?), option("--out-name=")?);
    let input = arguments.iter().find(|a| !a.starts_with("--")).ok_or("no module to work on")?;
    build(Path::new(input), &out, name)
}

fn build(input: &Path, out: &Path, name: &str) -> Outcome<()> {
    let linked = without_streams(&fs::read(input)?)?;
    let parts = out.join("parts");
    let later = PathBuf::from(env::var("LATER_MODULES")?);
    for folder in [&parts, &later] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    let main = parts.join(format!("{name}.wasm"));
    let mut options = wasm_split_cli_support::Options::new(&linked);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.link_name = LOADER;
    options.main_module = "main";
    let split = wasm_split_cli_support::transform(options).map_err(|error| error.to_string())?;

    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    // The modules share the table of functions, which would else be taken for the linker's own.
    bindgen.input_path(&main).out_name(name).typescript(false).keep_lld_exports(true).web(true)?;
    let mut output = bindgen.generate_output()?;
    let short = shorten_names(output.wasm_mut());
    output.emit(out)?;

    let mut loader = fs::read_to_string(parts.join(LOADER))?;
    for module in &split.split_modules {
        let place = keep(module, &later)?;
        let file = module.file_name().ok_or("a module without a name")?.to_string_lossy();
        let asked = format!("fetch(new URL(\"./{file}\", import.meta.url))");
        if !loader.contains(&asked) {
            return Err(format!("the loader asks for {file} in an unknown way").into());
        }
        loader = loader.replace(&asked, &format!("fetchModule(\"{place}\")"));
    }
    let glue = out.join(format!("{name}.js"));
    // Hosts that do not know the media type of a module are common; only the streaming kind minds.
    let loader = loader.replace(
        "WebAssembly.instantiateStreaming(src, imports)",
        "WebAssembly.instantiate(await (await src).arrayBuffer(), imports)",
    );
    let glue_text = without_unused(&fs::read_to_string(&glue)?);
    let glue_text = with_names(&with_loader(&glue_text, &loader)?, &short);
    fs::write(&glue, glue_text)?;
    minify(&glue)
}

/// Puts a module into the folder, under a name that changes with its content, and gives that name.
fn keep(module: &Path, folder: &Path) -> Outcome<String> {
    let stem = module.file_stem().ok_or("a module without a name")?.to_string_lossy();
    optimize(module)?;
    let content = fs::read(module)?;
    let name = format!("{}-{:016x}.wasm", stem.trim_start_matches("split_"), fingerprint(&content));
    fs::write(folder.join(&name), content)?;
    Ok(name)
}

/// As Trunk does with the main module.
fn optimize(module: &Path) -> Outcome<()> {
    let options = ["-Os", "--reorder-functions-by-name", "--quiet", "-o"];
    run(Command::new("wasm-opt").args(options).args([module, module]))
}

/// Trunk's own way of making scripts smaller cannot read this one.
fn minify(glue: &Path) -> Outcome<()> {
    let options =
        ["--bundle", "--minify", "--format=esm", "--allow-overwrite", "--log-level=error"];
    run(Command::new("esbuild")
        .args(options)
        .arg(format!("--outfile={}", glue.display()))
        .arg(glue))
}

/// Runs a tool that makes files smaller. Where it is not installed, they stay as they are.
fn run(command: &mut Command) -> Outcome<()> {
    match command.status() {
        Ok(status) if !status.success() => Err(format!("{command:?} failed").into()),
        _ => Ok(()),
    }
}

/// FNV-1a: tells versions of a file apart, and guards nothing.
fn fingerprint(content: &[u8]) -> u64 {
    content.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// How the exports of server functions' streams are named: a page without a server never uses them.
const STREAMS: &str = "intounderlying";

/// The module without those exports, before it is cut: whatever only they use falls away with them.
fn without_streams(module: &[u8]) -> Outcome<Vec<u8>> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Payload::ExportSection(exports) = payload {
            let mut kept = ExportSection::new();
            for export in exports {
                let export = export?;
                if !export.name.contains(STREAMS) {
                    let kind = RoundtripReencoder.export_kind(export.kind)?;
                    kept.export(export.name, kind, export.index);
                }
            }
            out.section(&kept);
        } else if let Some((id, range)) = payload.as_section() {
            out.section(&RawSection { id, data: &module[range] });
        }
    }
    Ok(out.finish())
}

/// Gives every import, and every export that the glue uses, a short name, and says which is which. The long
/// ones hold hashes, which no compression makes small.
fn shorten_names(module: &mut walrus::Module) -> HashMap<String, String> {
    let imports = module.imports.iter_mut().filter(|import| import.module != LOADER);
    let imports = imports.map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    let exports = exports.filter(|name| name.contains("bindgen"));
    let mut short = HashMap::new();
    for name in imports.chain(exports) {
        let new = format!("${}", short.len());
        short.insert(std::mem::replace(name, new.clone()), new);
    }
    short
}

/// The glue with short names.
fn with_names(glue: &str, short: &HashMap<String, String>) -> String {
    let is_outside = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let words = glue.split_inclusive(is_outside).map(|word| {
        let name = word.trim_end_matches(is_outside);
        short.get(name).map_or(word.to_owned(), |new| word.replace(name, new))
    });
    words.collect()
}

/// The glue without what nobody calls: the classes of the streams, and loading all at once.
fn without_unused(glue: &str) -> String {
    let mut out = String::new();
    let mut end = None;
    for line in glue.lines() {
        let of_streams = line.to_lowercase().contains(STREAMS);
        if end.is_none() && of_streams {
            end = Some(if line.contains("class ") { "}" } else { ";" });
        }
        match end {
            None => out.extend([line, "\n"]),
            Some("}") if line != "}" => {}
            Some(last) if line.ends_with(last) => end = None,
            Some(_) => {}
        }
    }
    out.replace("export { initSync, ", "export { ")
}

/// The glue with the loader in it, instead of two files that import each other.
fn with_loader(glue: &str, loader: &str) -> Outcome<String> {
    let import = glue.lines().find(|line| line.starts_with("import ") && line.contains(LOADER));
    let Some(import) = import else { return Ok(glue.to_owned()) };
    let star = import.split_whitespace().nth(3).ok_or("an import of no known shape")?;
    let names: Vec<&str> = loader
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split_whitespace().next())
        .collect();
    let body: Vec<&str> = loader
        .lines()
        .filter(|line| !line.starts_with("import "))
        .map(|line| line.strip_prefix("export ").unwrap_or(line))
        .collect();
    let inside = format!(
        "const {star} = (() => {{\n{}\nreturn {{ {} }};\n}})();",
        body.join("\n"),
        names.join(", ")
    );
    Ok(glue.replace(import, &inside))
}
