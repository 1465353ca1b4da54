//! THE SHEET: the official columns side by side, worked through as in a spreadsheet.

pub(super) mod column_choice;
pub(super) mod selection;
pub(super) mod cell_bar;
pub(super) mod paste;
pub(super) mod table_keys;
pub(super) mod table;
