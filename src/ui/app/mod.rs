//! WHAT HOLDS IT TOGETHER: the one home of mutable state, what a person does to it, and what is there on every screen.

pub(super) mod dialogs;
pub(super) mod header;
pub(super) mod keeping_up;
pub(super) mod keyboard;
pub(super) mod later;
pub(super) mod naming;
pub(super) mod preferences;
pub(super) mod saving;
pub(super) mod session;
pub(super) mod sharing;
pub(super) mod trouble;
pub(super) mod work;
