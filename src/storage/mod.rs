//! WHAT IS KEPT HERE: the ledger on one machine, its earlier states, what did not read, and where values came from.
//!
//! Pure over [`vault::Store`], so that every way a storage can fail is tested without a browser.

mod aside;
mod clearing;
mod in_force;
mod known;
pub mod origins;
mod pointer;
pub mod preferences;
mod saving;
mod search;
mod slots;
mod snapshot_info;
pub mod snapshots;
mod store;
pub mod vault;
pub mod windows;
pub mod writing;
