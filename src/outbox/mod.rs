//! WHAT GOES OUT: editions, the check for personal and internal data, and the forms they are exported in.

pub mod embedded_ledger;
pub mod checking;
pub mod csv;
pub mod edition;
mod numbers;
pub mod share_text;
mod sensitive;
