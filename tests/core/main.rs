//! The core, natively: what was decided, what is reported, what it amounts to, how it travels and how it is drawn.
//! In one program, or each file would be linked for itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on must fail

mod every;
mod filled;
mod store;
mod svg;

mod embedded_ledger;
mod chart;
mod demo;
mod edition;
mod format;
mod import;
mod saving;
mod unknown;
mod ledger;
mod origins;
mod share_text;
mod period;
mod policy;
mod reporting;
mod rollup;
mod route;
mod ruling;
mod schedule;
mod sheet;
mod tally;
mod timeline;
mod repository;
mod windows;
mod writing;
