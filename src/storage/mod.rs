//! WHAT IS KEPT HERE: the ledger on one machine, its earlier states, what did not read, and where values came from.
//!
//! Pure over [`repository::Store`], so that every way a storage can fail is tested without a browser.

mod quarantine;
mod clearing;
mod current;
mod known;
pub mod origins;
mod manifest;
pub mod preferences;
mod saving;
mod search;
mod frame;
mod snapshot_info;
pub mod snapshots;
mod store;
pub mod repository;
pub mod windows;
pub mod writing;
