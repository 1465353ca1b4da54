//! WHAT SCREENS ARE MADE OF: small parts, and the one binding of every control that a person types into.

pub(super) mod parts;
pub(super) mod dark;
pub(super) mod focus;
pub(super) mod dialog;
pub(super) mod on_demand;
pub(super) mod binding;
pub(super) mod control_state;
pub(super) mod bound;
pub(super) mod typing;
pub(super) mod dates;
pub(super) mod identity;
