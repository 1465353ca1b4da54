//! WHAT THE PAGE IS MADE OF: elements and what they have, erased to a few types.

pub(super) mod dom;
pub(super) mod features;
