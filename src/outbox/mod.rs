//! WHAT GOES OUT: editions, what in them should perhaps stay in the house, and the shapes they go in.

pub mod embedded_ledger;
pub mod checking;
pub mod csv;
pub mod edition;
mod numbers;
pub mod share_text;
mod sensitive;
