//! Two manners of reading a ledger. Closely, every fault is named and everything unknown is kept: files, and
//! whatever is amiss. At a glance, the first fault or oddity ends it: what this version stored has none, and
//! without their words the reader that a page begins with is a fraction of the size.

use std::borrow::Cow;

use super::{DecodeError, error};
use crate::json::{Fields, Layout, Tree};

/// How closely a ledger is read.
pub(super) trait Manner {
    /// Why it does not read.
    type Fault;

    /// The fault as this manner knows it.
    fn fault(fault: impl FnOnce() -> DecodeError) -> Self::Fault;

    /// Something that reads, but that this version would not have written.
    fn odd() -> Result<(), Self::Fault>;
}

/// With every fault named.
pub(super) struct Closely;

impl Manner for Closely {
    type Fault = DecodeError;

    fn fault(fault: impl FnOnce() -> DecodeError) -> DecodeError {
        fault()
    }

    fn odd() -> Result<(), DecodeError> {
        Ok(())
    }
}

/// As far as all is as it should be.
pub(super) struct AtAGlance;

/// It takes a closer look.
pub(super) struct Unclear;

impl Manner for AtAGlance {
    type Fault = Unclear;

    fn fault(_: impl FnOnce() -> DecodeError) -> Unclear {
        Unclear
    }

    fn odd() -> Result<(), Unclear> {
        Err(Unclear)
    }
}

/// The keys to a part, joined with dots; only made up where they are to be named.
pub(super) trait Path: Fn() -> String + Copy {}

impl<F: Fn() -> String + Copy> Path for F {}

pub(super) fn bad_part<M: Manner>(path: impl Path) -> M::Fault {
    M::fault(|| DecodeError::BadPart { key: path() })
}

pub(super) fn object<M: Manner>(part: Tree<'_>, path: impl Path) -> Result<Fields<'_>, M::Fault> {
    part.fields().ok_or_else(|| bad_part::<M>(path))
}

pub(super) fn optional_object<M: Manner>(
    part: Option<Tree<'_>>,
    path: impl Path,
) -> Result<Fields<'_>, M::Fault> {
    part.map_or(Ok(Fields::default()), |part| object::<M>(part, path))
}

pub(super) fn text<M: Manner>(
    part: Option<Tree<'_>>,
    path: impl Path,
) -> Result<Cow<'_, str>, M::Fault> {
    match part {
        Some(Tree::Text(text)) => Ok(text),
        _ => Err(bad_part::<M>(path)),
    }
}

/// A value of the file as an error message shows it.
pub(super) fn shown(part: &Tree<'_>) -> String {
    match part {
        Tree::Text(text) => error::shorten(text),
        other => error::shorten(&other.print(Layout::Compact)),
    }
}
