//! THE WORLD: the only place that names the browser.
//!
//! Thin and without opinions: each function does one thing the platform offers and says what can go wrong.

pub mod embedded_ledger;
pub mod clock;
pub mod control;
pub mod dialogs;
pub mod events;
pub mod files;
pub mod focus;
pub mod folder;
pub mod order;
pub mod pace;
pub mod page;
mod refusal;
pub mod roving;
pub mod storage;
pub mod tabs;
pub mod task;
