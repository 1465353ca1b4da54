//! What it amounts to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

#[path = "../support/every.rs"]
mod every;
#[path = "../support/filled.rs"]
mod filled;

mod tally;
mod schedule;
mod period;
mod reporting;
mod ruling;
