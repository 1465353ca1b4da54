//! Two modes of decoding a ledger, chosen at compile time.
//!
//! - [`Full`] names every fault and keeps all that is not known: for files, and for what [`Fast`] gives up on.
//! - [`Fast`] gives up at the first fault, and at whatever this version would not have written itself. What it stored
//!   has neither. The page opens with this mode alone: without the words for faults it is a fraction of the size.

use serde_json::value::RawValue;

use super::{DecodeError, cleaning};
use crate::json::members::{self, Rest, Text};
use crate::json::node;

/// What decoding does with a fault, and with what this version would not have written.
pub(super) trait DecodeMode {
    /// Why it does not read.
    type Fault;

    /// The fault as this mode tells it; [`Fast`] does not even build it.
    fn fault(fault: impl FnOnce() -> DecodeError) -> Self::Fault;

    /// Called where something reads that this version would not have written: an error in [`Fast`], none in [`Full`].
    fn reject_noncanonical() -> Result<(), Self::Fault>;

    /// What is wrong with the text itself, up to so many objects and lists deep: that comes before whatever is wrong
    /// with what it says.
    fn syntax_fault(text: &str, depth: usize) -> Option<Self::Fault>;
}

/// Names every fault.
pub(super) struct Full;

impl DecodeMode for Full {
    type Fault = DecodeError;

    fn fault(fault: impl FnOnce() -> DecodeError) -> DecodeError {
        fault()
    }

    fn reject_noncanonical() -> Result<(), DecodeError> {
        Ok(())
    }

    fn syntax_fault(text: &str, depth: usize) -> Option<DecodeError> {
        node::read(text, 0, depth, |_| ()).err().map(DecodeError::from)
    }
}

/// Gives up at the first fault.
pub(super) struct Fast;

/// [`Fast`] gave up: [`Full`] will say why, or read it.
pub(super) struct NeedsFull;

impl DecodeMode for Fast {
    type Fault = NeedsFull;

    fn fault(_: impl FnOnce() -> DecodeError) -> NeedsFull {
        NeedsFull
    }

    fn reject_noncanonical() -> Result<(), NeedsFull> {
        Err(NeedsFull)
    }

    fn syntax_fault(_: &str, _: usize) -> Option<NeedsFull> {
        None
    }
}

/// The keys to a part, joined with dots; only made up where they are to be named.
pub(super) trait Path: Fn() -> String + Copy {}

impl<F: Fn() -> String + Copy> Path for F {}

pub(super) fn bad_part<M: DecodeMode>(path: impl Path) -> M::Fault {
    M::fault(|| DecodeError::BadPart { key: path() })
}

/// The members of an object; none where there is no such part.
pub(super) fn optional<M: DecodeMode>(
    part: Option<&RawValue>,
    path: impl Path,
) -> Result<Rest<'_>, M::Fault> {
    let Some(part) = part else { return Ok(Rest::default()) };
    members::read(part).ok_or_else(|| bad_part::<M>(path))
}

/// Which of these keys leads to no text; the path itself where there is no object, or it is something else.
pub(super) fn no_text(part: &RawValue, keys: &[&str], path: impl Path) -> String {
    let members: Rest<'_> = members::read(part).unwrap_or_default();
    let is_text = |wanted: &str| {
        let found = members.0.iter().find(|(key, _)| key.0 == wanted);
        found.is_some_and(|(_, part)| members::read::<Text<'_>>(part).is_some())
    };
    let wrong = keys.iter().find(|key| part.get().starts_with('{') && !is_text(key));
    wrong.map_or_else(path, |key| format!("{}.{key}", path()))
}

/// A value of the file as an error message shows it.
pub(super) fn shown(part: &RawValue) -> String {
    let shown = node::read(part.get(), 0, node::MAX_DEPTH, |node| match node {
        node::Node::Text(text) => cleaning::shorten(text),
        other => cleaning::shorten(&other.print()),
    });
    shown.unwrap_or_else(|_| cleaning::shorten(part.get()))
}
