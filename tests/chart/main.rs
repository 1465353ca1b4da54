//! How it is drawn.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

#[path = "../support/every.rs"]
mod every;
#[path = "../support/svg.rs"]
mod svg;

mod chart;
mod timeline;
