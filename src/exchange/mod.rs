//! HOW IT TRAVELS: the file colleagues pass around and the browser keeps, and the policy as data.
//!
//! The format is a promise: what version 1 wrote is read for ever. The core types know nothing of it; it is the types
//! of `wire`, which serde reads and writes. What they do not know is kept as `node` reads it, numbers by their digits.

pub mod archive;
mod aside;
pub mod carrying;
mod changes;
mod charset;
pub mod checking;
pub mod cleaning;
mod clearing;
pub mod clipboard;
pub mod code;
mod crc;
pub mod csv;
mod decode;
pub mod demo;
pub mod edition;
mod encode;
mod error;
mod heads;
pub mod html_table;
mod in_force;
mod kept;
mod layout;
mod manner;
mod markup;
mod members;
mod node;
mod notice;
mod numbers;
pub mod origins;
pub mod parcel;
pub mod pasting;
mod pointer;
pub mod policy;
pub mod preferences;
pub mod reading;
pub mod rollup;
mod rows;
#[cfg(test)]
mod schema;
mod search;
pub mod sheet;
mod slots;
pub mod snapshots;
mod store;
mod sum;
pub mod typed;
mod value;
pub mod vault;
pub mod whole;
mod windows;
mod wire;
pub mod writing;

pub use code::{Code, code_of};
use decode::SEPARATOR;
pub use decode::{Decoded, decode, glance};
pub use encode::encode;
pub use error::{DecodeError, Foreign};
pub use layout::{Layout, print};
use node::MAX_DEPTH;
pub use notice::{Notice, Place, clocks_message};

use crate::ledger::stamp::{LAST_COUNTER, print_date};
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

/// The name of an exported file: `台账_市财政局_2021-10-31.json`. What Windows does not allow in a name
/// becomes `_`, and at most 50 characters of the unit are used, so that every system takes the name.
pub fn file_name(unit: &str, date: time::Date) -> String {
    marked_file_name(unit, "", date)
}

/// As [`file_name`], with what marks an edition after the unit.
fn marked_file_name(unit: &str, mark: &str, date: time::Date) -> String {
    let allowed = |c: char| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c };
    let unit = cleaning::clean(unit);
    let unit: String = unit.trim().chars().map(allowed).take(50).collect();
    let unit = if unit.is_empty() { "未署名单位" } else { &unit };
    let gap = if mark.is_empty() { "" } else { "_" };
    format!("台账_{unit}{gap}{mark}_{}.json", print_date(date))
}
