//! A list of objects alike, read as a table: a ledger is ten thousand of these, and a node with its keys for each
//! takes longer to build than all the rest.

use std::borrow::Cow;

use super::Tree;

/// The keys that the objects of a table have, in this order. The first is always there; from the end, some may be
/// left out.
pub type Keys = &'static [&'static str];

/// A list of objects with the same keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<'a> {
    keys: Keys,
    /// Row by row, one for each key.
    cells: Vec<Option<Tree<'a>>>,
}

impl<'a> Table<'a> {
    /// A table without rows.
    pub(super) fn new(keys: Keys) -> Self {
        Self { keys, cells: Vec::with_capacity(16 * keys.len()) }
    }

    /// Puts the next part into the row being filled.
    pub(super) fn push(&mut self, part: Tree<'a>) {
        self.cells.push(Some(part));
    }

    /// Leaves out what the row being filled has not got.
    pub(super) fn end_row(&mut self) {
        self.cells.resize(self.cells.len().next_multiple_of(self.keys.len()), None);
    }

    /// How many objects the list has.
    pub fn height(&self) -> usize {
        self.cells.len() / self.keys.len()
    }

    /// The parts of the next row, and so on.
    pub fn rows<'t>(
        &'t self,
    ) -> impl Iterator<Item = impl Iterator<Item = (&'t str, &'t Tree<'a>)>> {
        self.cells.chunks(self.keys.len()).map(|row| {
            self.keys.iter().zip(row).filter_map(|(key, part)| Some((*key, part.as_ref()?)))
        })
    }

    /// The parts one after the other, as many in each row as there are keys.
    pub fn into_cells(self) -> impl Iterator<Item = Option<Tree<'a>>> {
        self.cells.into_iter()
    }

    /// The same as a list of objects.
    pub(super) fn spread(&self) -> Tree<'a> {
        let object = |row: &[Option<Tree<'a>>]| {
            let parts = self.keys.iter().zip(row);
            let parts = parts.filter_map(|(key, part)| Some((Cow::Borrowed(*key), part.clone()?)));
            Tree::Object(parts.collect())
        };
        Tree::List(self.cells.chunks(self.keys.len()).map(object).collect())
    }
}
