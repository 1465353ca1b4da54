//! WHAT IS KEPT HERE: the ledger on one machine, its earlier states, what did not read, and where values came from.
//!
//! Pure over [`repository::Store`], so that every way a storage can fail is tested without a browser.

mod frame;
mod manifest;
mod known;
mod snapshot_info;
mod store;
pub mod repository;
mod quarantine;
mod clearing;
mod current;
pub mod origins;
pub mod preferences;
mod search;
pub mod snapshots;
pub mod windows;
pub mod writing;
mod saving;
