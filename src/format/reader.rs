//! What is known while a file is read, and how much of it is taken in.

use std::marker::PhantomData;

use serde_json::value::RawValue;

use super::decode_mode::DecodeMode;
use super::{DecodeError, Place, unknown};
use crate::json::members::{Rest, Text};
use crate::json::node::{self, MAX_DEPTH};
use crate::ledger::stamp::LAST_COUNTER;
use crate::ledger::{Ledger, Millis, Unknown, UnknownPart};
use crate::policy::Policy;

/// How much is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The greatest size, in bytes.
    pub bytes: usize,
    /// The greatest number of changes.
    pub changes: usize,
    /// The greatest number of people.
    pub people: usize,
    /// The greatest number of unknown keys in one object.
    pub unknown: usize,
    /// The greatest counter of a stamp: leaves room to count on.
    pub counter: u32,
    /// The latest time of a stamp: leaves room for later ones.
    pub wall: Millis,
    /// The greatest number of changes of one field at one time. Nobody makes that many; a file made to
    /// stall the page would.
    pub moment: usize,
    /// How deep objects and lists lie in each other at most.
    pub depth: usize,
}

impl Limits {
    /// For files from elsewhere: 5 MB, 200,000 changes by 5,000 people, 5,000 unknown keys, stamps before the year 9000.
    pub const FILE: Self = Self {
        bytes: 5 * 1024 * 1024,
        changes: 200_000,
        people: 5_000,
        unknown: 5_000,
        counter: LAST_COUNTER,
        wall: Millis(221_845_391_999_999),
        moment: 1_000,
        depth: MAX_DEPTH,
    };

    /// For what this browser kept: whatever was stored must be readable again.
    pub const STORED: Self = Self {
        bytes: usize::MAX,
        changes: usize::MAX,
        people: usize::MAX,
        unknown: usize::MAX,
        counter: u32::MAX,
        wall: Millis(u64::MAX),
        moment: usize::MAX,
        // Around what came in a file, variants of it may lie by now: see `unknown`.
        depth: MAX_DEPTH + 32,
    };

    /// These limits at a time: no stamp more than a century ahead. No clock is, and whoever worked on after such a
    /// stamp would soon be past [`Limits::wall`], where nobody takes their files in any more.
    #[must_use]
    pub fn as_of(self, now: Millis) -> Self {
        const CENTURY: u64 = 36_525 * 24 * 60 * 60 * 1000;
        Self { wall: self.wall.min(Millis(now.0.saturating_add(CENTURY))), ..self }
    }

    /// Whether a file of this many bytes is taken in; ask before taking it into memory.
    ///
    /// # Errors
    /// [`DecodeError::TooLarge`].
    pub fn check_size(self, bytes: usize) -> Result<(), DecodeError> {
        let limit = self.bytes;
        if bytes <= limit { Ok(()) } else { Err(DecodeError::TooLarge { bytes, limit }) }
    }
}

/// A file being read.
pub(super) struct Reader<'p, M> {
    pub(super) policy: &'p Policy,
    pub(super) limits: Limits,
    /// A newer version: fields that do not read are left out.
    pub(super) is_newer: bool,
    pub(super) ledger: Ledger,
    pub(super) changes: usize,
    pub(super) unclean: Vec<Place>,
    pub(super) names: Vec<String>,
    /// The code in the file is not that of its content.
    pub(super) is_altered: bool,
    mode: PhantomData<M>,
}

impl<'p, M: DecodeMode> Reader<'p, M> {
    /// At the beginning of a file.
    pub(super) fn new(policy: &'p Policy, limits: Limits, is_newer: bool) -> Self {
        Self {
            policy,
            limits,
            is_newer,
            ledger: Ledger::default(),
            changes: 0,
            unclean: Vec::new(),
            names: Vec::new(),
            is_altered: false,
            mode: PhantomData,
        }
    }

    /// The members of an object that no struct has, to be written back; they lie so deep.
    pub(super) fn unknowns(&self, rest: Rest<'_>, depth: usize) -> Result<Unknown, M::Fault> {
        let limit = self.limits.unknown;
        if rest.0.len() > limit {
            return Err(M::fault(|| DecodeError::TooManyUnknown { limit }));
        }
        let mut unknown = Unknown::new();
        for (Text(key), part) in rest.0 {
            M::reject_noncanonical()?;
            unknown.insert(key.into_owned(), self.unknown(part, depth)?);
        }
        Ok(unknown)
    }

    /// Members that are not kept must be sound all the same.
    pub(super) fn check(&self, rest: Rest<'_>, depth: usize) -> Result<(), M::Fault> {
        rest.0.into_iter().try_for_each(|(_, part)| {
            M::reject_noncanonical()?;
            self.unknown(part, depth).map(drop)
        })
    }

    /// A part that is not known here.
    pub(super) fn unknown(&self, part: &RawValue, depth: usize) -> Result<UnknownPart, M::Fault> {
        // Where in the file a fault is, is found out in the end.
        let kept = node::read(part.get(), depth, self.limits.depth, unknown::read);
        kept.map_err(|fault| M::fault(|| fault.into()))
    }
}
