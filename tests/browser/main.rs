//! The built page in a real browser: `make browser`.
//!
//! A journey is an ordinary test on a [`page::Page`]; each has a web server and a tab of its own, in a browser that is
//! lent to one after the other, and looks at the page once it has settled.

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
