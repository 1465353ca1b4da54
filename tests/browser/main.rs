//! The built page in a real browser: `make browser`.
//!
//! A journey is an ordinary test on a [`page::Page`]; each has its own web server, driver, browser and
//! profile, and leaves none of them behind.

// The helpers are there for every journey, whichever of them the present ones need.
#![allow(dead_code)]
// A test that meets the unexpected should stop right there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod browser;
mod checks;
mod copy;
mod engines;
mod hands;
mod journeys;
mod page;
mod quality;
mod release;
mod site;
mod sizes;
mod visitor;
