//! What is kept here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

#[path = "../support/every.rs"]
mod every;
#[path = "../support/store/mod.rs"]
mod store;

mod repository;
mod saving;
mod windows;
mod writing;
mod origins;
