//! Programs that are called, and what is said where something goes wrong.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What comes of a step.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Runs a program to its end.
///
/// # Errors
/// Where it is not installed, and where it fails.
pub fn run(command: &mut Command) -> Outcome<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| missing(&name, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed ({status})").into()) }
}

/// What a program makes of a text: given at its standard input, and printed.
///
/// # Errors
/// Where it is not installed, fails, or prints what is no text.
pub fn filter(command: &mut Command, text: &str) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| missing(&name, &error))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("{name} failed ({})", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn missing(name: &str, error: &io::Error) -> String {
    format!(
        "{name} does not run ({error}); `.ci/tools.sh` installs it into .tools/bin, which has to be on the PATH"
    )
}

/// Names the file or folder that an error is about.
pub fn about(path: &Path) -> impl Fn(io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}
