//! TAKING IN: files on their way in, up to the preview and a yes.

pub(super) mod accepting;
pub(super) mod arriving;
pub(super) mod drawing;
pub(super) mod import;
pub(super) mod opinions;
pub(super) mod outcome;
pub(super) mod picking;
pub(super) mod preview;
pub(super) mod reading;
pub(super) mod shared_folder;
