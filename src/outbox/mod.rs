//! WHAT GOES OUT: editions, what in them should perhaps stay in the house, and the shapes they go in.

pub mod carrying;
pub mod checking;
pub mod csv;
pub mod edition;
mod numbers;
pub mod parcel;
mod sensitive;
