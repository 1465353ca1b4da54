//! The rows of a ledger, out of a file: their columns, and the items of their lists.

use serde_json::value::RawValue;

use super::decode::Reader;
use super::manner::{Manner, Path, bad_part, optional};
use super::members::{self, Open, Rest, Text};
use super::{DecodeError, ItemField, LISTS, Place, key_of, wire};
use crate::ledger::Field;
use crate::policy::TaskNumber;

impl<M: Manner> Reader<'_, M> {
    pub(super) fn task(&mut self, key: &str, part: &RawValue) -> Result<(), M::Fault> {
        let Some(task) = self.known_task(key) else {
            M::odd()?;
            let stranger = self.kept(part, 2)?;
            let strangers = &mut self.ledger.strangers;
            strangers.insert(key.to_owned(), stranger);
            let limit = self.limits.unknown;
            if strangers.len() > limit {
                return Err(M::fault(|| DecodeError::TooManyUnknown { limit }));
            }
            return Ok(());
        };
        let row: Option<Open<'_, wire::Row<'_>>> = members::read(part);
        let Some(Open { known: row, rest }) = row else {
            return self.task_by_part(task, part, || format!("tasks.{key}"));
        };
        let (columns, lists) = row.columns();
        for (field, lines) in columns {
            let Some(lines) = lines else { continue };
            let outcome = self.lines(Place { task, field }, lines);
            if !self.is_newer {
                outcome?;
            }
        }
        for (list, field, part) in lists {
            self.list(task, field, part, || format!("tasks.{key}.{list}"))?;
        }
        self.keep_of(task, rest)
    }

    /// The same member by member, for the name of what does not read, and for the others where there is more that is
    /// not known here.
    fn task_by_part(
        &mut self,
        task: TaskNumber,
        part: &RawValue,
        path: impl Path,
    ) -> Result<(), M::Fault> {
        M::odd()?;
        let row: Option<Rest<'_>> = members::read(part);
        let mut others = Rest::default();
        for (Text(name), part) in row.ok_or_else(|| bad_part::<M>(path))?.0 {
            let path = || format!("{}.{name}", path());
            if let Some(field) = Field::COLUMNS.iter().find(|field| key_of(**field) == name) {
                self.listed(Place { task, field: *field }, part, path)?;
            } else if let Some((_, field)) = LISTS.iter().find(|(list, _)| *list == name) {
                self.list(task, *field, Some(part), path)?;
            } else {
                others.0.push((Text(name), part));
            }
        }
        self.keep_of(task, others)
    }

    fn keep_of(&mut self, task: TaskNumber, rest: Rest<'_>) -> Result<(), M::Fault> {
        let unknown = self.keep(rest, 3)?;
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
        for (Text(id), part) in optional::<M, ()>(part, path)?.0 {
            let item = id.parse().map_err(|_| bad_part::<M>(|| format!("{}.{id}", path())))?;
            self.listed(Place { task, field: field(item) }, part.0, path)?;
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
