//! Prints the structured policy as JSON: `cargo run --example policy`.

use policy_ledger::format::policy::policy_json;
use policy_ledger::policy::{AnnotationError, Policy};

fn main() -> Result<(), AnnotationError> {
    print!("{}", policy_json(Policy::bundled()?));
    Ok(())
}
