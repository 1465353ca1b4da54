//! WHAT THE PAGE IS MADE OF: elements and what they have, erased to a few types.

pub(super) mod attrs;
pub(super) mod dom;
