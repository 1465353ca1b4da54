//! What was decided.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

#[path = "../support/every.rs"]
mod every;

mod policy;
