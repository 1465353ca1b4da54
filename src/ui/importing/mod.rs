//! WHAT COMES IN, AND WHAT A PERSON SAYS TO IT: files picked or dropped, read, shown, taken in.

pub(super) mod picking;
pub(super) mod shared_folder;
pub(super) mod arriving;
pub(super) mod incoming;
pub(super) mod outcome;
pub(super) mod choices;
pub(super) mod reading;
pub(super) mod pending_import;
pub(super) mod accepting;
pub(super) mod drawing;
pub(super) mod opinions;
pub(super) mod preview;
pub(super) mod import;
