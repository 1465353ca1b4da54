//! WHAT COMES IN: files and archives of them, and what is typed or pasted in the shape of the official sheet.
//!
//! Nothing is taken in here: what it would change is told first, and a person decides.

pub mod archive;
pub mod clipboard;
pub(crate) mod crc;
mod heads;
pub mod html_table;
mod markup;
pub mod pasting;
pub mod reading;
pub mod rollup;
pub mod sheet;
pub mod typed;
pub mod whole;
