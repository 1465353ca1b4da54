//! What people do with the page, from opening it to the file they hand in.

mod bad_files;
mod canaries;
mod embedded_ledger;
mod charts;
mod files;
mod finding;
mod integrity;
mod keys;
mod marking;
mod offline;
mod periods;
mod portable;
mod rollup;
mod sending;
mod shared_folder;
mod source;
mod storage;
mod table;
mod typing;
mod views;
mod welcome;
mod whole;
