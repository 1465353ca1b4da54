//! WHAT GOES OUT: editions, the check for personal and internal data, and the forms they are exported in.

pub mod embedded_ledger;
pub mod csv;
pub mod edition;
pub mod share_text;
mod sensitive;
mod numbers;
pub mod checking;
