//! `build-page DIST`: the page as it is shipped, into the folder DIST.
//!
//! Trunk builds the page with the feature `split` on; of that, its HTML, style and pictures are taken. The program is
//! cut in two ([`cut`]), so that the first screen loads without what edits. Then ([`page`]):
//!
//! - Every file of code is loaded with its hash, so that files of different builds never run together; all three
//!   engines refuse what does not fit, which none of them does for Trunk's preloaded modules.
//! - A content security policy names, by their hashes, the scripts and styles that stand in the page.
//! - A service worker keeps the files of the page on the machine, so that it opens without a network.
//! - The page as one file opens without a host, with a policy of its own; and a .zip with it inside is for ways of
//!   sending that let no web page through.
//!
//! Trunk has none of the four in the form in which they are needed here. Whatever is missing, or does not look as it
//! is known to, is an error that says what to do.

mod cut;
mod markup;
mod page;
mod tool;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use crate::tool::{Outcome, run};

/// The name of the program, as Cargo and Trunk have it.
const PROGRAM: &str = "policy-ledger";

fn main() -> ExitCode {
    let Some(dist) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("build-page DIST");
        return ExitCode::FAILURE;
    };
    match build(&dist) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("build-page: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build(dist: &Path) -> Outcome<()> {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let work = target.join("page");
    let trunk = work.join("trunk");
    run(Command::new("trunk")
        .args(["build", "--features", "split", "--dist"])
        .arg(&trunk)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", rust_flags()?))?;
    let linked = target.join("wasm32-unknown-unknown/release").join(PROGRAM).with_extension("wasm");
    let program = cut::cut(&linked, &work.join("parts"))?;
    let staged = work.join("dist");
    empty(&staged)?;
    page::finish(&trunk, &program, &staged)?;
    // Only what is whole takes the place of what was there.
    empty(dist)?;
    copy(&staged, dist)
}

/// Where to cut the program is read off the linker's relocations; and what is shipped names no folder of the machine
/// that it was built on.
fn rust_flags() -> Outcome<String> {
    let mut flags = vec!["-Clink-arg=--emit-relocs".to_owned()];
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let sources = home.ok_or("neither CARGO_HOME nor HOME is set")?.join("registry/src");
    for folder in fs::read_dir(&sources).map_err(tool::about(&sources))? {
        flags.push(format!("--remap-path-prefix={}/=", folder?.path().display()));
    }
    Ok(flags.join(" "))
}

/// A folder with nothing in it.
fn empty(folder: &Path) -> Outcome<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(tool::about(folder))?;
    }
    fs::create_dir_all(folder).map_err(tool::about(folder))?;
    Ok(())
}

/// All files of a folder into another, and of its folders.
fn copy(from: &Path, to: &Path) -> Outcome<()> {
    for entry in fs::read_dir(from).map_err(tool::about(from))? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            empty(&place)?;
            copy(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), &place).map_err(tool::about(&place))?;
        }
    }
    Ok(())
}
