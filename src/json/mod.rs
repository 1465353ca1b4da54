//! HOW JSON IS READ AND WRITTEN: what serde leaves open, whatever stands in it.
//!
//! Objects in their order and without a key twice, numbers by their digits, every fault with its line, and a layout for
//! people. It knows neither policies nor ledgers.

pub(crate) mod layout;
pub(crate) mod members;
pub(crate) mod node;
pub(crate) mod object;

pub use layout::{Layout, print};
