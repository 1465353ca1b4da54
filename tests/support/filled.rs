//! Edits by what they fill in.

use policy_ledger::ledger::{Edit, Field, Item, Value};
use policy_ledger::policy::TaskNumber;

/// Fills in the column of a row that such a value goes into.
pub fn edit(task: u16, value: Value) -> Edit {
    let field = match value {
        Value::Status(_) => Field::Status,
        Value::Percent(_) => Field::Percent,
        Value::Text(_) => Field::Progress,
        Value::Flag(_) => Field::Standing,
        Value::Year(_) => Field::Phase,
        Value::Date(_) => Field::Due,
        Value::Record(_) => Field::SignOff,
        Value::Closing(_) => Field::Closing(Item::from_bits(1)),
    };
    Edit { task: TaskNumber(task), field, value: Some(value) }
}
