//! THE FILE: what colleagues pass around and the browser keeps, and the policy as data.
//!
//! The format is a promise: what version 1 wrote is read for ever. The core types know nothing of it; it is the types
//! of `wire`, which serde reads and writes. What they do not know is kept as [`crate::json`] reads it, numbers by their
//! digits.

pub mod cleaning;
mod notice;
mod error;
mod decode_mode;
mod charset;
pub mod policy;
pub(crate) mod sum;
pub mod code;
mod wire;
pub(crate) mod unknown;
#[cfg(test)]
mod schema;
mod value;
mod reader;
mod rows;
mod decode;
pub(crate) mod encode;

pub use code::Code;
pub(crate) use decode::SEPARATOR;
pub use decode::{Decoded, decode, decode_fast};
pub use encode::{code_of, encode};
pub use error::{DecodeError, Foreign};
pub use notice::{Notice, Place, clocks_message};
pub use reader::Limits;

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
