//! WHAT THERE IS TO SEE: a file for each screen, and what several of them show.

pub(super) mod charts;
pub(super) mod choices;
pub(super) mod chips;
pub(super) mod closed;
pub(super) mod compare;
pub(super) mod ledger;
pub(super) mod log;
pub(super) mod numbers;
pub(super) mod overview;
pub(super) mod periods;
pub(super) mod rollup;
pub(super) mod safety;
pub(super) mod settings;
pub(super) mod source;
pub(super) mod timeline;
