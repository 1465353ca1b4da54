//! WHAT HOLDS IT TOGETHER: what is there on every screen, and what comes with the second module.

pub(super) mod header;
pub(super) mod trouble;
pub(super) mod keyboard;
pub(super) mod dialogs;
pub(super) mod lazy;
pub(super) mod root;
