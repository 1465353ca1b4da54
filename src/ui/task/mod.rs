//! ONE TASK: what is reported on it, its past, and where it came from.

pub(super) mod columns;
pub(super) mod history;
pub(super) mod items;
pub(super) mod origins;
pub(super) mod report;
pub(super) mod detail;
