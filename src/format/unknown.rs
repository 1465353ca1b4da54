//! What this version does not know, both ways. It is kept in the shape that a ledger has, so that two files of it
//! come together as ledgers do; what met in one place and is not of one shape is written side by side.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::wire;
use crate::json::layout::{Entries, Items, Layout, print as print_as};
use crate::json::members::{Given, Members, Text};
use crate::json::node::{AsWritten, Node};
use crate::ledger::{Stamp, Unknown, UnknownChange, UnknownPart};

/// The only key of an object that lists what met in one place.
const VARIANTS: &str = "variants";

/// How many objects lie in each other in a ledger at most: a row, a list in it, an item's change, and what that
/// says besides its value. Objects further in are kept as they are, so that variants never lie around many.
const LEVELS: usize = 4;

/// What was read.
pub(crate) fn read(node: &Node<'_>) -> UnknownPart {
    read_at(node, LEVELS)
}

fn read_at(node: &Node<'_>, levels: usize) -> UnknownPart {
    if let Some(variants) = variants(node) {
        return UnknownPart::union(
            variants.iter().map(|variant| read_at(variant, levels)).collect(),
        );
    }
    let value = || UnknownPart::value(node.print());
    let Some(levels) = levels.checked_sub(1) else { return value() };
    match node {
        Node::Object(members) => UnknownPart::object(object(members.0.iter(), levels)),
        Node::List(items) => history(items, levels).map_or_else(value, UnknownPart::history),
        _ => value(),
    }
}

fn variants<'n, 'a>(node: &'n Node<'a>) -> Option<&'n [Node<'a>]> {
    let Node::Object(Members(members)) = node else { return None };
    let [(key, Node::List(variants))] = &members[..] else { return None };
    (key.0 == VARIANTS && !variants.is_empty()).then_some(variants)
}

fn object<'n, 'a: 'n>(
    members: impl Iterator<Item = &'n (Text<'a>, Node<'a>)>,
    levels: usize,
) -> Unknown {
    members.map(|(key, node)| (key.0.clone().into_owned(), read_at(node, levels))).collect()
}

/// The changes of a field; `None` where the list is of anything else. An empty one says nothing.
fn history(items: &[Node<'_>], levels: usize) -> Option<Vec<(UnknownChange, Unknown)>> {
    let mut changes = Vec::new();
    for item in items {
        let Node::Object(Members(members)) = item else { return None };
        changes.push(change(members, &changes, levels)?);
    }
    Some(changes)
}

/// The change of these members, listed below those `above`.
fn change(
    members: &[(Text<'_>, Node<'_>)],
    above: &[(UnknownChange, Unknown)],
    levels: usize,
) -> Option<(UnknownChange, Unknown)> {
    const KNOWN: [&str; 3] = ["value", "stamp", "after"];
    let [value, stamp, after] =
        KNOWN.map(|wanted| members.iter().find(|(key, _)| key.0 == wanted).map(|(_, node)| node));
    let after = match after {
        None => above.last().map(|(change, _)| change.stamp.clone()).into_iter().collect(),
        Some(Node::List(stamps)) => stamps.iter().map(read_stamp).collect::<Option<_>>()?,
        Some(_) => return None,
    };
    let change = UnknownChange { stamp: read_stamp(stamp?)?, value: value?.print(), after };
    let rest = members.iter().filter(|(key, _)| !KNOWN.contains(&&*key.0));
    Some((change, object(rest, levels)))
}

fn read_stamp(node: &Node<'_>) -> Option<Stamp> {
    let Node::Text(text) = node else { return None };
    text.parse().ok()
}

/// All of it as one text.
pub(crate) fn print(kept: &UnknownPart) -> String {
    print_as(&Written(kept), Layout::Compact)
}

/// The members of an object, as they are written.
pub(crate) struct Rest<'a>(pub(crate) &'a Unknown);

impl<'a> Rest<'a> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, Written<'a>)> + Clone {
        self.0.iter().map(|(key, kept)| (key.as_str(), Written(kept)))
    }
}

impl Serialize for Rest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Entries(self.iter()).serialize(serializer)
    }
}

/// What stands in one place, as it is written.
pub(crate) struct Written<'a>(&'a UnknownPart);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut variants = Vec::new();
        variants.extend(self.0.parts.as_ref().map(|unknown| Variant::Parts(Rest(unknown))));
        if !self.0.changes.is_empty() || *self.0 == UnknownPart::default() {
            variants.push(Variant::Changes(self.0));
        }
        variants.extend(self.0.values.iter().map(|text| Variant::Value(AsWritten(text))));
        if let [only] = &variants[..] {
            return only.serialize(serializer);
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(VARIANTS, &variants)?;
        map.end()
    }
}

enum Variant<'a> {
    Parts(Rest<'a>),
    Changes(&'a UnknownPart),
    Value(AsWritten<'a>),
}

impl Serialize for Variant<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Parts(rest) => rest.serialize(serializer),
            Self::Value(text) => text.serialize(serializer),
            Self::Changes(kept) => {
                let keys = kept.changes.keys().map(|change| &change.stamp);
                let above = std::iter::once(None).chain(keys.map(Some));
                Items(kept.changes.iter().zip(above).map(|((change, rest), above)| {
                    let after = print_stamps(&change.after, above);
                    let value = AsWritten(&change.value);
                    let stamp = stamp(&change.stamp);
                    Line { change: wire::Change { value, stamp, after }, rest: Rest(rest) }
                }))
                .serialize(serializer)
            }
        }
    }
}

/// A change and what else it says.
#[derive(Serialize)]
pub(super) struct Line<'a, V: Serialize> {
    #[serde(flatten)]
    pub(crate) change: wire::Change<'a, V>,
    #[serde(flatten)]
    pub(crate) rest: Rest<'a>,
}

pub(super) fn stamp(stamp: &Stamp) -> Text<'static> {
    stamp.to_string().into()
}

/// The stamps of what a change replaced, below one of the stamp `above`.
pub(super) fn print_stamps(after: &[Stamp], above: Option<&Stamp>) -> Given<Vec<Text<'static>>> {
    Given((!after.iter().eq(above)).then(|| after.iter().map(stamp).collect()))
}
