//! What is run by hand, and not to find out whether the page works: `make shots`, `make audit`, `make licences`.

// The helpers are there for the journeys.
#![allow(dead_code)]
// A tool that meets the unexpected should stop right there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod audit;
#[path = "../../browser/browser.rs"]
mod browser;
#[path = "../../browser/checks.rs"]
mod checks;
#[path = "../../browser/copy.rs"]
mod copy;
#[path = "../../browser/engines/mod.rs"]
mod engines;
#[path = "../../browser/hands.rs"]
mod hands;
#[path = "../../house/licences.rs"]
mod licences;
#[path = "../../browser/page.rs"]
mod page;
mod shots;
#[path = "../../browser/site.rs"]
mod site;
#[path = "../../browser/sizes.rs"]
mod sizes;
#[path = "../../browser/visitor.rs"]
mod visitor;

use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("shots") => shots::of_every_screen(),
        Some("audit") => audit::by_lighthouse(),
        Some("licences") => {
            for (file, content) in licences::files() {
                fs::write(licences::top().join(file), content).unwrap();
            }
        }
        Some("sizes") => sizes::write(),
        _ => {
            eprintln!("tools: one of shots, audit, licences, sizes");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
