//! THE WORLD: the only place that names the browser.
//!
//! Thin and without opinions: each function does one thing the platform offers and says what can go wrong.

pub mod clock;
pub mod events;
pub mod dialogs;
pub mod order;
pub mod pace;
pub mod page;
pub mod control;
pub mod focus;
mod refusal;
pub mod embedded_ledger;
pub mod files;
pub mod folder;
pub mod roving;
pub mod storage;
pub mod tabs;
pub mod task;
