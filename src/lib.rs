//! policy-ledger
pub mod chart;
pub mod ledger;
pub mod policy;
pub mod route;
pub mod tally;
