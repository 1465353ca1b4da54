//! The rows of a ledger, out of a file: their columns, and the items of their lists.

use serde_json::value::RawValue;

use super::decode::Reader;
use super::decode_mode::{DecodeMode, Path, bad_part, optional};
use super::{DecodeError, ItemField, Place, key_of, wire};
use crate::json::members::{self, Open, Text};
use crate::policy::TaskNumber;

impl<M: DecodeMode> Reader<'_, M> {
    pub(super) fn task(&mut self, key: &str, part: &RawValue) -> Result<(), M::Fault> {
        let Some(task) = self.known_task(key) else {
            M::reject_noncanonical()?;
            let unknown = self.unknown(part, 2)?;
            let unknown_tasks = &mut self.ledger.unknown_tasks;
            unknown_tasks.insert(key.to_owned(), unknown);
            let limit = self.limits.unknown;
            if unknown_tasks.len() > limit {
                return Err(M::fault(|| DecodeError::TooManyUnknown { limit }));
            }
            return Ok(());
        };
        let path = || format!("tasks.{key}");
        let row: Option<Open<'_, wire::Row<'_>>> = members::read(part);
        let Open { known: row, rest } = row.ok_or_else(|| bad_part::<M>(path))?;
        for (field, part) in row.columns() {
            let Some(part) = part else { continue };
            self.listed(Place { task, field }, part, || format!("{}.{}", path(), key_of(field)))?;
        }
        for (list, field, part) in row.lists() {
            self.list(task, field, part, || format!("{}.{list}", path()))?;
        }
        let unknown = self.unknowns(rest, 3)?;
        self.ledger.begin_unknown(task, unknown);
        Ok(())
    }

    /// The items of a list.
    pub(super) fn list(
        &mut self,
        task: TaskNumber,
        field: ItemField,
        part: Option<&RawValue>,
        path: impl Path,
    ) -> Result<(), M::Fault> {
        for (Text(id), part) in optional::<M>(part, path)?.0 {
            let item = id.parse().map_err(|_| bad_part::<M>(|| format!("{}.{id}", path())))?;
            self.listed(Place { task, field: field(item) }, part, path)?;
        }
        Ok(())
    }

    /// Only the canonical spelling: `012` would be a second row of task 12.
    fn known_task(&self, key: &str) -> Option<TaskNumber> {
        let number = key.parse().ok().map(TaskNumber)?;
        (number.0.to_string() == key && self.policy.task(number).is_some()).then_some(number)
    }

    /// The changes of a field; in a file of a newer version, those that do not read are left out.
    fn listed(&mut self, place: Place, part: &RawValue, path: impl Path) -> Result<(), M::Fault> {
        let outcome = self.history(place, part, path);
        if self.is_newer { Ok(()) } else { outcome }
    }
}
