//! What goes out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

#[path = "../support/every.rs"]
mod every;

mod edition;
mod embedded_ledger;
mod share_text;
