//! The file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

#[path = "../support/filled.rs"]
mod filled;

mod format;
mod unknown;
