//! The linked program, cut in two: functions marked with `#[wasm_split]`, and all that only they use, go into modules
//! of their own, each of which is asked for when one of its functions is first called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tool::{Outcome, about, run};
use crate::{PROGRAM, empty};

/// The name under which the main module imports what loads the others.
const LOADER: &str = "./loader.js";

/// A file of code: its name, and what is in it.
pub struct Code {
    /// What the script calls it.
    pub name: String,
    /// The bytes.
    pub content: Vec<u8>,
}

/// The program, before its files have the names that they are shipped under.
pub struct Program {
    /// The script that ties the modules to the browser; it takes the loader from the folder that it is in.
    pub glue: PathBuf,
    /// The main module, then those that are loaded on first use.
    pub modules: Vec<Code>,
}

/// Cuts the module that the linker left in `linked`, and makes the script that goes with it. Works in the folder
/// `parts`.
///
/// # Errors
/// Where the program was linked without relocations, and where a tool is missing.
pub fn cut(linked: &Path, parts: &Path) -> Outcome<Program> {
    empty(parts)?;
    let module = fs::read(linked).map_err(about(linked))?;
    let uncut = parts.join("uncut.wasm");
    let mut options = wasm_split_cli_support::Options::new(&module);
    let glue = format!("{PROGRAM}.js");
    let from_loader = format!("./{glue}");
    options.output_dir = parts;
    options.main_out_path = &uncut;
    options.link_name = LOADER;
    options.main_module = &from_loader;
    let cut = wasm_split_cli_support::transform(options).map_err(|error| error.to_string())?;

    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    // The modules share the table of functions, which would else be taken for the linker's own.
    bindgen
        .input_path(&uncut)
        .out_name(PROGRAM)
        .typescript(false)
        .keep_lld_exports(true)
        .web(true)?;
    bindgen.generate(parts)?;

    let main = parts.join(format!("{PROGRAM}_bg.wasm"));
    let paths = std::iter::once(&main).chain(&cut.split_modules);
    paths.clone().try_for_each(|path| optimize(path))?;
    let modules = paths.map(|path| read(path)).collect::<Outcome<Vec<_>>>()?;
    Ok(Program { glue: parts.join(glue), modules })
}

fn read(path: &Path) -> Outcome<Code> {
    let name = path.file_name().ok_or("a module without a name")?.to_string_lossy().into_owned();
    Ok(Code { name, content: fs::read(path).map_err(about(path))? })
}

/// Saves a fifteenth of the bytes before they are compressed.
fn optimize(module: &Path) -> Outcome<()> {
    let options = ["-Os", "--converge", "--dae-optimizing", "--reorder-functions-by-name"];
    run(Command::new("wasm-opt")
        .args(options)
        .args(["--low-memory-unused", "--quiet", "-o"])
        .args([module, module]))
}
