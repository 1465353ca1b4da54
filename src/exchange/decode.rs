//! A file as a ledger: all of it or nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::json::{Fields, Tree, keep};
use super::{
    DecodeError, Export, FORMAT, Foreign, Limits, MAX_NAME_CHARS, MAX_UNIT_CHARS, Notice, Place,
    VERSION, charset, cleaning, error, key_of, parse,
};
use crate::ledger::{Actor, Change, Field, Ledger, Reporter, Stamp, Status, Value};
use crate::policy::{BUNDLED_ID, Policy, TaskNumber};

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The ledger.
    pub ledger: Ledger,
    /// Who exported it, where it says so.
    pub export: Option<Export>,
    /// What a person should know of it.
    pub notices: Vec<Notice>,
}

/// Reads a ledger on `policy` from a file of format version 1.
///
/// Rows of tasks that `policy` does not have and all unknown keys are kept to be written back. Invisible
/// characters in names and texts are taken out, and overlong names are cut, with a notice.
///
/// # Errors
/// [`DecodeError`] says why nothing is taken in.
pub fn decode(bytes: &[u8], policy: &Policy, limits: Limits) -> Result<Decoded, DecodeError> {
    limits.check_size(bytes.len())?;
    let Tree::Object(parts) = parse::parse(charset::read(bytes)?)? else {
        return Err(DecodeError::NotALedger(Foreign::OtherJson));
    };
    let mut parts: Fields<'_> = parts.into_iter().collect();
    match parts.remove("format") {
        Some(Tree::Text(format)) if format == FORMAT => {}
        Some(Tree::Text(format)) if format == super::policy::FORMAT => {
            return Err(DecodeError::NotALedger(Foreign::Policy));
        }
        _ => return Err(DecodeError::NotALedger(Foreign::OtherJson)),
    }
    let version = version(parts.remove("version"))?;
    let is_newer = version > VERSION;
    let ledger = Ledger::default();
    let reader = Reader {
        policy,
        limits,
        is_newer,
        ledger,
        changes: 0,
        unclean: BTreeSet::new(),
        names: BTreeSet::new(),
    };
    let decoded = reader.read(parts);
    if is_newer {
        let readable = decoded.ok().map(|decoded| Box::new(decoded.ledger));
        return Err(DecodeError::NewerVersion { found: version, readable });
    }
    decoded
}

fn version(part: Option<Tree<'_>>) -> Result<u64, DecodeError> {
    match part {
        Some(Tree::Number(digits)) => {
            let number = digits.parse().ok().filter(|number| *number >= 1);
            number.ok_or_else(|| DecodeError::BadVersion { found: digits.into_owned() })
        }
        Some(other) => Err(DecodeError::BadVersion { found: shown(&other) }),
        None => Err(DecodeError::BadVersion { found: String::new() }),
    }
}

struct Reader<'p> {
    policy: &'p Policy,
    limits: Limits,
    /// A newer version: fields that do not read are left out.
    is_newer: bool,
    ledger: Ledger,
    changes: usize,
    unclean: BTreeSet<Place>,
    names: BTreeSet<String>,
}

impl Reader<'_> {
    fn read(mut self, mut parts: Fields<'_>) -> Result<Decoded, DecodeError> {
        match parts.remove("policy") {
            Some(Tree::Text(id)) if id == BUNDLED_ID => self.ledger.policy = id.into_owned(),
            Some(Tree::Text(id)) => {
                return Err(DecodeError::OtherPolicy { found: id.into_owned() });
            }
            _ => return Err(bad_part("policy")),
        }
        let export = parts.remove("exported").map(|part| self.export(part)).transpose()?;
        for (key, part) in optional_object(parts.remove("people"), "people")? {
            let path = format!("people.{key}");
            let actor: Actor = key.parse().map_err(|_| bad_part(&path))?;
            let reporter = self.person(part, &path)?;
            self.ledger.introduce(&actor, &reporter);
        }
        for (key, part) in optional_object(parts.remove("tasks"), "tasks")? {
            self.task(key, part)?;
        }
        self.ledger.unknown = keep(parts);
        let notices = self.notices();
        Ok(Decoded { ledger: self.ledger, export, notices })
    }

    fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        if !self.ledger.strangers.is_empty() {
            notices.push(Notice::UnknownTasks(self.ledger.strangers.keys().cloned().collect()));
        }
        if !self.unclean.is_empty() {
            notices.push(Notice::InvisibleRemoved(self.unclean.iter().copied().collect()));
        }
        if !self.names.is_empty() {
            notices.push(Notice::NamesChanged(self.names.iter().cloned().collect()));
        }
        notices
    }

    fn export(&mut self, part: Tree<'_>) -> Result<Export, DecodeError> {
        let mut parts = object(part, "exported")?;
        let at = text(parts.remove("at"), "exported.at")?;
        let by = parts.remove("by").ok_or_else(|| bad_part("exported.by"))?;
        let scope = text(parts.remove("scope"), "exported.scope")?;
        Ok(Export {
            at: at.parse().map_err(|_| bad_part("exported.at"))?,
            by: self.person(by, "exported.by")?,
            scope: cleaning::clean(&scope).into_owned(),
        })
    }

    fn person(&mut self, part: Tree<'_>, path: &str) -> Result<Reporter, DecodeError> {
        let mut parts = object(part, path)?;
        let mut read = |key: &str, most: usize| {
            let given = text(parts.remove(key), &format!("{path}.{key}"))?;
            let name = cleaning::clean_name(&given, most);
            if name != *given {
                self.names.insert(name.clone());
            }
            Ok::<_, DecodeError>(name)
        };
        Ok(Reporter { name: read("name", MAX_NAME_CHARS)?, unit: read("unit", MAX_UNIT_CHARS)? })
    }

    fn task(&mut self, key: Cow<'_, str>, part: Tree<'_>) -> Result<(), DecodeError> {
        let Some(task) = self.known_task(&key) else {
            self.ledger.strangers.extend(keep([(key, part)].into()));
            return Ok(());
        };
        let mut parts = object(part, &format!("tasks.{key}"))?;
        for field in Field::ALL {
            let Some(part) = parts.remove(key_of(field)) else { continue };
            let Tree::List(changes) = part else {
                return Err(bad_part(&format!("tasks.{key}.{}", key_of(field))));
            };
            match self.history(Place { task, field }, changes) {
                Ok(()) => {}
                Err(_) if self.is_newer => {}
                Err(error) => return Err(error),
            }
        }
        let unknown = keep(parts);
        if !unknown.is_empty() {
            self.ledger.absorb_unknown(task, unknown);
        }
        Ok(())
    }

    /// Only the canonical spelling: `012` would be a second row of task 12.
    fn known_task(&self, key: &str) -> Option<TaskNumber> {
        let number = key.parse().ok().map(TaskNumber)?;
        (number.0.to_string() == key && self.policy.task(number).is_some()).then_some(number)
    }

    fn history(&mut self, place: Place, listed: Vec<Tree<'_>>) -> Result<(), DecodeError> {
        self.changes += listed.len();
        let limit = self.limits.changes;
        if self.changes > limit {
            return Err(DecodeError::TooManyChanges { limit });
        }
        let mut changes = Vec::with_capacity(listed.len());
        let mut above = None;
        for (nth, part) in (1..).zip(listed) {
            let change = self.change(place, nth, part, above.take())?;
            above = Some(change.stamp.clone());
            changes.push(change);
        }
        // In order, each goes to the end of its history, however the file lists them.
        changes.sort();
        let limit = self.limits.moment;
        if changes.chunk_by(|a, b| a.stamp.wall == b.stamp.wall).any(|moment| moment.len() > limit)
        {
            return Err(DecodeError::TooManyChanges { limit });
        }
        for change in changes {
            self.ledger.absorb(place.task, place.field, change);
        }
        Ok(())
    }

    fn change(
        &mut self,
        place: Place,
        nth: usize,
        part: Tree<'_>,
        above: Option<Stamp>,
    ) -> Result<Change, DecodeError> {
        let bad_change = || DecodeError::BadChange { place, nth };
        let bad_stamp = || DecodeError::BadStamp { place, nth };
        let Tree::Object(parts) = part else { return Err(bad_change()) };
        let mut parts: Fields<'_> = parts.into_iter().collect();
        let value = match parts.remove("value").ok_or_else(bad_change)? {
            Tree::Null => None,
            part => Some(self.value(place, &part)?),
        };
        let part = parts.remove("stamp").ok_or_else(bad_change)?;
        let stamp = self.stamp(&part).ok_or_else(bad_stamp)?;
        let after: BTreeSet<Stamp> = match parts.remove("after") {
            None => above.into_iter().collect(),
            Some(Tree::List(stamps)) => {
                let stamps: Option<_> = stamps.iter().map(|part| self.stamp(part)).collect();
                stamps.ok_or_else(bad_stamp)?
            }
            Some(_) => return Err(bad_change()),
        };
        if after.last().is_some_and(|last| *last >= stamp) {
            return Err(bad_stamp());
        }
        Ok(Change { stamp, value, after, unknown: keep(parts) })
    }

    fn stamp(&self, part: &Tree<'_>) -> Option<Stamp> {
        let Tree::Text(text) = part else { return None };
        let stamp: Stamp = text.parse().ok()?;
        let leaves_room = stamp.counter <= self.limits.counter && stamp.wall <= self.limits.wall;
        leaves_room.then_some(stamp)
    }

    fn value(&mut self, place: Place, part: &Tree<'_>) -> Result<Value, DecodeError> {
        let value = match (place.field, part) {
            (Field::Status, Tree::Text(name)) => {
                Status::ALL.into_iter().find(|status| status.name() == *name).map(Value::Status)
            }
            (Field::Percent, Tree::Number(digits)) => digits.parse().ok().map(Value::Percent),
            (Field::Progress, Tree::Text(text)) => {
                if text.contains(cleaning::is_invisible) {
                    self.unclean.insert(place);
                }
                Some(Value::Text(cleaning::clean(text).into_owned()))
            }
            (Field::Standing, Tree::Flag(flag)) => Some(Value::Flag(*flag)),
            (Field::Phase, Tree::Number(digits)) => digits.parse().ok().map(Value::Year),
            _ => None,
        };
        let value = value.filter(|value| value.fits(place.field));
        value.ok_or_else(|| DecodeError::BadValue { place, found: shown(part) })
    }
}

/// A value of the file as an error message shows it.
fn shown(part: &Tree<'_>) -> String {
    match part {
        Tree::Text(text) => error::shorten(text),
        other => error::shorten(&other.print(super::Layout::Compact)),
    }
}

fn bad_part(key: &str) -> DecodeError {
    DecodeError::BadPart { key: key.to_owned() }
}

fn object<'a>(part: Tree<'a>, path: &str) -> Result<Fields<'a>, DecodeError> {
    match part {
        Tree::Object(parts) => Ok(parts.into_iter().collect()),
        _ => Err(bad_part(path)),
    }
}

fn optional_object<'a>(part: Option<Tree<'a>>, path: &str) -> Result<Fields<'a>, DecodeError> {
    part.map_or(Ok(Fields::new()), |part| object(part, path))
}

fn text<'a>(part: Option<Tree<'a>>, path: &str) -> Result<Cow<'a, str>, DecodeError> {
    match part {
        Some(Tree::Text(text)) => Ok(text),
        _ => Err(bad_part(path)),
    }
}
