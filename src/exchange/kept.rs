//! What this version does not know, both ways. It is kept in the shape that a ledger has, so that two files of it
//! come together as ledgers do; what met in one place and is not of one shape is written side by side.

use super::changes::CHANGE;
use super::encode::{Part, part, stamps};
use crate::json::{Layout, Tree};
use crate::ledger::{Kept, KeptChange, Stamp, Unknown};

/// The only key of an object that lists what met in one place.
const VARIANTS: &str = "variants";

/// How many objects lie in each other in a ledger at most: a row, a list in it, an item's change, and what that
/// says besides its value. Objects further in are kept as they are, so that variants never lie around many.
const LEVELS: usize = 4;

/// What was read.
pub(super) fn read(tree: &Tree<'_>) -> Kept {
    read_at(tree, LEVELS)
}

fn read_at(tree: &Tree<'_>, levels: usize) -> Kept {
    if let Some(variants) = variants(tree) {
        return Kept::union(variants.iter().map(|variant| read_at(variant, levels)).collect());
    }
    let value = || Kept::value(text(tree));
    let Some(levels) = levels.checked_sub(1) else { return value() };
    match tree {
        Tree::Object(parts) => {
            Kept::object(object(parts.iter().map(|(key, part)| (&**key, part)), levels))
        }
        _ => history(tree, levels).map_or_else(value, Kept::history),
    }
}

fn variants<'t, 'a>(tree: &'t Tree<'a>) -> Option<&'t [Tree<'a>]> {
    let Tree::Object(parts) = tree else { return None };
    let [(key, Tree::List(variants))] = &parts[..] else { return None };
    (key == VARIANTS && !variants.is_empty()).then_some(variants)
}

fn object<'t, 'a: 't>(
    parts: impl Iterator<Item = (&'t str, &'t Tree<'a>)>,
    levels: usize,
) -> Unknown {
    parts.map(|(key, part)| (key.to_owned(), read_at(part, levels))).collect()
}

/// The changes of a field; `None` where the list is of anything else. An empty one says nothing.
fn history(tree: &Tree<'_>, levels: usize) -> Option<Vec<(KeptChange, Unknown)>> {
    let mut changes = Vec::new();
    match tree {
        Tree::List(items) => {
            for item in items {
                let Tree::Object(parts) = item else { return None };
                let parts = parts.iter().map(|(key, part)| (&**key, part)).collect();
                changes.push(change(parts, &changes, levels)?);
            }
        }
        Tree::Table(table) => {
            for parts in table.rows() {
                changes.push(change(parts.collect(), &changes, levels)?);
            }
        }
        _ => return None,
    }
    Some(changes)
}

/// The change of these parts, listed below those `above`.
fn change(
    mut parts: Vec<(&str, &Tree<'_>)>,
    above: &[(KeptChange, Unknown)],
    levels: usize,
) -> Option<(KeptChange, Unknown)> {
    let mut take = |key| {
        let at = parts.iter().position(|(known, _)| *known == key)?;
        Some(parts.remove(at).1)
    };
    let [value, stamp, after] = CHANGE.map(&mut take);
    let after = match after {
        None => above.last().map(|(change, _)| change.stamp.clone()).into_iter().collect(),
        Some(Tree::List(stamps)) => stamps.iter().map(read_stamp).collect::<Option<_>>()?,
        Some(_) => return None,
    };
    let change = KeptChange { stamp: read_stamp(stamp?)?, value: text(value?), after };
    Some((change, object(parts.into_iter(), levels)))
}

fn read_stamp(tree: &Tree<'_>) -> Option<Stamp> {
    let Tree::Text(text) = tree else { return None };
    text.parse().ok()
}

fn text(tree: &Tree<'_>) -> String {
    tree.print(Layout::Compact)
}

/// The parts of an object, as they are written.
pub(super) fn parts(unknown: &Unknown) -> impl Iterator<Item = Part<'_>> {
    unknown.iter().map(|(key, kept)| part(key, write(kept)))
}

/// All of it as one text.
pub(super) fn print(kept: &Kept) -> String {
    text(&write(kept))
}

fn write(kept: &Kept) -> Tree<'_> {
    let mut variants = Vec::new();
    variants.extend(kept.parts.as_ref().map(|unknown| Tree::Object(parts(unknown).collect())));
    if !kept.changes.is_empty() || *kept == Kept::default() {
        variants.push(write_history(kept));
    }
    variants.extend(kept.values.iter().map(|text| Tree::kept(text)));
    match variants.pop() {
        Some(only) if variants.is_empty() => only,
        last => {
            variants.extend(last);
            Tree::object([(VARIANTS, Tree::List(variants))])
        }
    }
}

fn write_history(kept: &Kept) -> Tree<'_> {
    let mut above = None;
    let mut changes = Vec::new();
    for (change, rest) in &kept.changes {
        let mut written = vec![
            part("value", Tree::kept(&change.value)),
            part("stamp", Tree::from(change.stamp.to_string())),
        ];
        if !change.after.iter().eq(above) {
            written.push(part("after", stamps(&change.after)));
        }
        written.extend(parts(rest));
        changes.push(Tree::Object(written));
        above = Some(&change.stamp);
    }
    Tree::List(changes)
}
