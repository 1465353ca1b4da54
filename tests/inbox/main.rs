//! What comes in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

mod rollup;
mod sheet;
