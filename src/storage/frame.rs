//! The frame of a stored text: a line with a checksum above it, so that damage shows.
//!
//! A framed text is one line `<checksum> <version> <revision> <word>` and then the encoded ledger; where that has two
//! parts, the line also says how many changes are in the second. The checksum covers all that follows it, so that
//! neither the line nor the ledger changes unseen. It guards against damage (a cut tail, a flipped byte), not
//! against malice.

use crate::format::{DecodeError, Decoded, Limits, VERSION, decode, sum};
use crate::policy::Policy;

/// What a framed text holds.
pub(super) struct Frame<'t> {
    /// Grows with every save on this machine.
    pub(super) revision: u64,
    /// What it was written for: `save`, `addendum`, the reason of a snapshot, or `origins`.
    pub(super) word: &'t str,
    /// How many changes stand in the second part of the ledger.
    pub(super) past: usize,
    /// The encoded ledger.
    pub(super) body: &'t str,
}

/// Why a framed text does not open.
pub(super) enum FrameError {
    /// It is not what was written, or was never framed.
    Broken,
    /// A newer version framed it, and it is whole.
    Newer(u64),
}

pub(super) fn frame(revision: u64, word: &str, body: &str) -> String {
    let mut framed = format!("{VERSION} {revision} {word}\n");
    framed.reserve(body.len() + 17);
    framed.push_str(body);
    let sum = sum::of_words(framed.as_bytes());
    framed.insert_str(0, &format!("{sum:016x} "));
    framed
}

/// A checksum in sixteen digits.
pub(super) fn read_sum(text: &str) -> Option<u64> {
    let is_sum = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    u64::from_str_radix(text, 16).ok().filter(|_| is_sum)
}

/// The checksum that a text was framed with.
pub(super) fn sum_of(text: &str) -> Option<u64> {
    read_sum(text.split_once(' ')?.0)
}

pub(super) fn parse_frame(text: &str) -> Result<Frame<'_>, FrameError> {
    let (_, framed) = text.split_once(' ').ok_or(FrameError::Broken)?;
    if sum_of(text) != Some(sum::of_words(framed.as_bytes())) {
        return Err(FrameError::Broken);
    }
    let (line, body) = framed.split_once('\n').ok_or(FrameError::Broken)?;
    let mut parts = line.split(' ');
    let version: u64 = number(parts.next())?;
    if version > VERSION {
        return Err(FrameError::Newer(version));
    }
    let revision = number(parts.next())?;
    let word = parts.next().unwrap_or_default();
    let past = parts.next().and_then(|count| count.parse().ok()).unwrap_or_default();
    Ok(Frame { revision, word, past, body })
}

fn number(part: Option<&str>) -> Result<u64, FrameError> {
    part.and_then(|part| part.parse().ok()).ok_or(FrameError::Broken)
}

/// Reads a framed ledger, with its revision.
pub(super) fn read(text: &str, policy: &Policy) -> Result<(Decoded, u64), DecodeError> {
    let bare = |text: &str| decode(text.as_bytes(), policy, Limits::STORED);
    let behind_line = || text.split_once('\n').map_or(text, |(_, body)| body);
    match parse_frame(text) {
        Ok(framed) => bare(framed.body).map(|decoded| (decoded, framed.revision)),
        Err(FrameError::Newer(found)) => {
            let readable = match bare(behind_line()) {
                Ok(decoded) => Some(Box::new(decoded.ledger)),
                Err(DecodeError::NewerVersion { readable, .. }) => readable,
                Err(_) => None,
            };
            Err(DecodeError::NewerVersion { found, readable })
        }
        // The decoder may know better where the damage is than the checksum does.
        Err(FrameError::Broken) => match bare(behind_line()) {
            Ok(_) | Err(DecodeError::NewerVersion { .. }) => Err(DecodeError::Damaged { line: 1 }),
            Err(error) => Err(error),
        },
    }
}
