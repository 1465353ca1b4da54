//! policy-ledger
pub mod ledger;
pub mod policy;
pub mod route;
pub mod tally;
