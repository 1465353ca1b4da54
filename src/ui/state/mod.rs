//! THE STATE: the one home of what changes while the page is open. Screens read it, and have it changed by commands.

pub(super) mod preferences;
pub(super) mod saving;
pub(super) mod typing;
pub(super) mod pending;
pub(super) mod known_policy;
pub(super) mod command;
pub(super) mod demonstration;
pub(super) mod session;
pub(super) mod filter;
pub(super) mod projection;
pub(super) mod sharing;
pub(super) mod storing;
pub(super) mod edits;
pub(super) mod embedded_ledger;
