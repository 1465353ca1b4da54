//! WHAT SCREENS ARE MADE OF: elements, and the one binding of every control that a person types into.

pub(super) mod bound;
pub(super) mod dates;
pub(super) mod dom;
pub(super) mod features;
pub(super) mod joining;
pub(super) mod parts;
pub(super) mod typing;
