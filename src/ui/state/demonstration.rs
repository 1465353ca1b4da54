//! What is particular to the demonstration.

use crate::browser::clock;
use crate::demo::NOW;
use crate::ledger::Now;

/// The query of the demonstration's address.
pub const DEMO_QUERY: &str = "?demo";

/// The name its ledger is kept under: never that of the real one.
pub const DEMO_ID: &str = "demo";

/// The present, which in the demonstration stands still.
pub fn present(demo: bool) -> Now {
    if demo { NOW } else { clock::now() }
}
