//! THE FILE: what colleagues pass around and the browser keeps, and the policy as data.
//!
//! The format is a promise: what version 1 wrote is read for ever. The core types know nothing of it; it is the types
//! of `wire`, which serde reads and writes. What they do not know is kept as [`crate::json`] reads it, numbers by their
//! digits.

mod changes;
mod charset;
pub mod cleaning;
pub mod code;
mod decode;
pub(crate) mod encode;
pub(crate) mod error;
pub(crate) mod kept;
mod manner;
mod notice;
pub mod policy;
mod rows;
#[cfg(test)]
mod schema;
pub(crate) mod sum;
mod value;
mod wire;

pub use code::{Code, code_of};
pub(crate) use decode::SEPARATOR;
pub use decode::{Decoded, decode, glance};
pub use encode::encode;
pub use error::{DecodeError, Foreign};
pub use notice::{Notice, Place, clocks_message};

use crate::json::node::MAX_DEPTH;
use crate::ledger::stamp::LAST_COUNTER;
use crate::ledger::{Field, Item, Millis, Reporter};

/// The value of `format` in every ledger file.
pub const FORMAT: &str = "policy-ledger";

/// The version of the format written here.
pub const VERSION: u64 = 1;

/// The longest 姓名 in a file, in characters.
pub const MAX_NAME_CHARS: usize = 40;

/// The longest 单位 in a file, in characters.
pub const MAX_UNIT_CHARS: usize = 60;

/// When, by whom and how much of a ledger was exported. What the browser keeps has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// When.
    pub at: Millis,
    /// By whom.
    pub by: Reporter,
    /// `all`, `external` for the external edition, or the address of the filtered list.
    pub scope: String,
    /// 校验码 of the content, where the file has one that reads; older ones have none.
    pub code: Option<Code>,
}

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
        // Around what came in a file, variants of it may lie by now: see `kept`.
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

/// A column's key in files. The items of a list stand in an object of their own, under their list's key.
fn key_of(field: Field) -> &'static str {
    match field {
        Field::Status => "status",
        Field::Percent => "percent",
        Field::Progress => "progress",
        Field::Standing => "standing",
        Field::Phase => "phase",
        Field::Department => "department",
        Field::Owner => "owner",
        Field::Contact => "contact",
        Field::Start => "start",
        Field::Due => "due",
        Field::Deliverable => "deliverable",
        Field::Problems => "problems",
        Field::NextSteps => "next_steps",
        Field::Remark => "remark",
        Field::SignOff => "sign_off",
        Field::Verdict => "verdict",
        Field::Carried => "carried",
        Field::Measure(_) => "measures",
        Field::Note(_) => "notes",
        Field::Evidence(_) => "evidence",
        Field::Closing(_) => PERIODS,
        Field::Receipt(_) => RECEIPTS,
    }
}

/// The field of an item of one list.
type ItemField = fn(Item) -> Field;

/// The lists, as [`key_of`] names them.
const LISTS: [(&str, ItemField); 3] =
    [("measures", Field::Measure), ("notes", Field::Note), ("evidence", Field::Evidence)];

/// The key of the closed periods, which stand beside the rows.
const PERIODS: &str = "periods";

/// The key of the files taken in, which stand there too.
const RECEIPTS: &str = "receipts";

/// The column with this key in files, or the item of this id in a list with this key.
fn field_of(key: &str, item: Option<&str>) -> Option<Field> {
    let column = Field::COLUMNS.into_iter().find(|field| key_of(*field) == key);
    column.or_else(|| {
        let (_, field) = LISTS.iter().find(|(known, _)| *known == key)?;
        Some(field(item?.parse().ok()?))
    })
}
