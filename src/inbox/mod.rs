//! WHAT COMES IN: files and archives of them, and what is typed or pasted in the shape of the official sheet.
//!
//! Nothing is taken in here: what it would change is told first, and a person decides.

pub mod clipboard;
pub(crate) mod crc;
pub mod archive;
mod markup;
pub mod html_table;
pub mod rollup;
pub mod typed;
pub mod sheet;
mod heads;
pub mod reading;
pub mod pasting;
pub mod whole;
