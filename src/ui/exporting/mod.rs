//! GIVING OUT: what goes out, to whom, and in what form.

pub(super) mod export;
pub(super) mod embedded_ledger;
pub(super) mod export_dialog;
