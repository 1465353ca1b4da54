//! What holds of the source tree and of what it is made of.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

mod licences;
mod rooms;
mod tidy;
