//! What a person chose in the preview of an import.

use crate::ledger::merge::Difference;
use crate::ledger::{Field, Value};
use crate::policy::TaskNumber;

/// What a person chose. The latest choice counts.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// For fields in which people differ: the value.
    fields: Vec<((TaskNumber, Field), Option<Value>)>,
    /// The tasks of which a person wants to choose column by column.
    by_column: Vec<TaskNumber>,
    /// Whether what 非职责单位 reported is taken in.
    pub outsiders: bool,
    /// Whether it is noted who sent something.
    pub receipts: bool,
}

impl Choices {
    /// What stands before anything is chosen.
    pub fn preset(outsiders: bool, receipts: bool) -> Self {
        Self { outsiders, receipts, ..Self::default() }
    }

    /// Chooses what one of those who differ says of a field.
    pub fn choose(&mut self, difference: &Difference, opinion: usize) {
        if let Some(opinion) = difference.opinions.get(opinion) {
            self.fields.push(((difference.task, difference.field), opinion.value.clone()));
        }
    }

    /// Chooses for a task column by column, or for all of it at once.
    pub fn unfold(&mut self, task: TaskNumber, by_column: bool) {
        self.by_column.retain(|known| *known != task);
        if by_column {
            self.by_column.push(task);
        }
    }

    /// Whether a person wants to choose for a task column by column.
    pub fn is_by_column(&self, task: TaskNumber) -> bool {
        self.by_column.contains(&task)
    }

    /// Which of its opinions was chosen for a field; `None` where it stays at what is preselected.
    pub fn chosen(&self, difference: &Difference) -> Option<usize> {
        let field = (difference.task, difference.field);
        let (_, value) = self.fields.iter().rev().find(|(known, _)| *known == field)?;
        difference.opinions.iter().position(|opinion| opinion.value == *value)
    }
}
