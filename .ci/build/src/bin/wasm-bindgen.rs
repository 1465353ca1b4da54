//! `wasm-bindgen --target=web --out-dir=DIR --out-name=NAME IN.wasm`, as Trunk calls it.

use std::env;
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--version") {
        writeln!(std::io::stdout(), "wasm-bindgen {}", wasm_bindgen_shared::version())?;
        return Ok(());
    }
    let option = |name: &str| {
        let value = arguments.iter().find_map(|argument| argument.strip_prefix(name));
        value.ok_or_else(|| format!("wasm-bindgen was called without {name}"))
    };
    let input = arguments.iter().find(|argument| !argument.starts_with("--"));
    let input = input.ok_or("wasm-bindgen was called without a module")?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(input).out_name(option("--out-name=")?).typescript(false).web(true)?;
    bindgen.generate(option("--out-dir=")?)?;
    Ok(())
}
