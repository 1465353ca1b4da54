//! A file as a ledger: all of it or nothing.

use std::marker::PhantomData;

use serde_json::value::RawValue;

use super::decode_mode::{DecodeMode, Fast, Full, Path, bad_part, no_text, optional, shown};
use super::{
    Code, DecodeError, Export, FORMAT, Foreign, ItemField, MAX_NAME_CHARS, MAX_UNIT_CHARS, Notice,
    PERIODS, Place, RECEIPTS, VERSION, charset, cleaning, code, unknown, wire,
};
use crate::json::members::{self, Given, Open, Raw, Rest, Text};
use crate::json::node::{self, MAX_DEPTH};
use crate::ledger::stamp::LAST_COUNTER;
use crate::ledger::{Actor, Field, Ledger, Millis, Reporter, Unknown, UnknownPart, merge};
use crate::policy::{BUNDLED_ID, Policy};

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
        // Around what came in a file, variants of it may lie by now: see `unknown`.
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

impl Decoded {
    /// Adds what was written later.
    pub(crate) fn add(&mut self, later: Self) {
        merge::absorb(&mut self.ledger, later.ledger);
        self.notices.extend(later.notices);
    }
}

/// Stands between a ledger and what was written later, where one text holds both: the record separator of RFC 7464,
/// which no JSON text contains.
pub(crate) const SEPARATOR: char = '\u{1e}';

/// Reads a ledger on `policy` from a file of format version 1, or from several that stand behind each other.
///
/// Rows of tasks that `policy` does not have and all unknown keys are kept to be written back. Invisible
/// characters in names and texts are taken out, and overlong names are cut, with a notice.
///
/// # Errors
/// [`DecodeError`] says why nothing is taken in.
pub fn decode(bytes: &[u8], policy: &Policy, limits: Limits) -> Result<Decoded, DecodeError> {
    limits.check_size(bytes.len())?;
    let mut texts = charset::read(bytes)?.split(SEPARATOR);
    let mut decoded = read::<Full>(texts.next().unwrap_or_default(), policy, limits)?;
    for later in texts {
        decoded.add(read::<Full>(later, policy, limits)?);
    }
    Ok(decoded)
}

/// The ledger in a text that this version stored; `None` where [`decode`] must say what is amiss, or keep
/// what is not known here.
pub fn decode_fast(text: &str, policy: &Policy) -> Option<Ledger> {
    read::<Fast>(text, policy, Limits::STORED).ok().map(|decoded| decoded.ledger)
}

fn read<M: DecodeMode>(text: &str, policy: &Policy, limits: Limits) -> Result<Decoded, M::Fault> {
    let decoded = read_file::<M>(text, policy, limits);
    decoded.map_err(|fault| M::syntax_fault(text, limits.depth).unwrap_or(fault))
}

fn read_file<M: DecodeMode>(
    text: &str,
    policy: &Policy,
    limits: Limits,
) -> Result<Decoded, M::Fault> {
    let not_ours = |what| M::fault(|| DecodeError::NotALedger(what));
    let file: Open<'_, wire::File<'_>> =
        serde_json::from_str(text).map_err(|_| not_ours(Foreign::OtherJson))?;
    match file.known.format.part().and_then(members::read) {
        Some(Text(format)) if format == FORMAT => {}
        Some(Text(format)) if format == super::policy::FORMAT => {
            return Err(not_ours(Foreign::Policy));
        }
        _ => return Err(not_ours(Foreign::OtherJson)),
    }
    let version = version::<M>(&file.known.version)?;
    let is_newer = version > VERSION;
    if is_newer {
        M::reject_noncanonical()?;
        // What does not read is left out of it, but all of it is JSON.
        M::syntax_fault(text, limits.depth).map_or(Ok(()), Err)?;
    }
    let ledger = Ledger::default();
    let reader = Reader::<M> {
        policy,
        limits,
        is_newer,
        ledger,
        changes: 0,
        unclean: Vec::new(),
        names: Vec::new(),
        is_altered: false,
        mode: PhantomData,
    };
    let decoded = reader.read(file, text);
    if is_newer {
        let readable = decoded.ok().map(|decoded| Box::new(decoded.ledger));
        return Err(M::fault(|| DecodeError::NewerVersion { found: version, readable }));
    }
    decoded
}

fn version<M: DecodeMode>(given: &Given<Raw<'_, u64>>) -> Result<u64, M::Fault> {
    let Some(part) = given.part() else {
        return Err(M::fault(|| DecodeError::BadVersion { found: String::new() }));
    };
    let version = members::read(part).filter(|version| *version >= 1);
    version.ok_or_else(|| M::fault(|| DecodeError::BadVersion { found: shown(part) }))
}

pub(super) struct Reader<'p, M> {
    pub(super) policy: &'p Policy,
    pub(super) limits: Limits,
    /// A newer version: fields that do not read are left out.
    pub(super) is_newer: bool,
    pub(super) ledger: Ledger,
    pub(super) changes: usize,
    pub(super) unclean: Vec<Place>,
    names: Vec<String>,
    /// The code in the file is not that of its content.
    is_altered: bool,
    mode: PhantomData<M>,
}

impl<M: DecodeMode> Reader<'_, M> {
    /// What the file holds whose text is `text`.
    fn read(
        mut self,
        Open { known: file, rest }: Open<'_, wire::File<'_>>,
        text: &str,
    ) -> Result<Decoded, M::Fault> {
        match file.policy.part().and_then(members::read) {
            Some(Text(id)) if id == BUNDLED_ID => self.ledger.policy = id.into_owned(),
            Some(Text(id)) => {
                return Err(M::fault(|| DecodeError::OtherPolicy { found: id.into_owned() }));
            }
            None => return Err(bad_part::<M>(|| "policy".to_owned())),
        }
        let export = match file.exported.part() {
            None => None,
            Some(part) => {
                M::reject_noncanonical()?;
                Some(self.export(part, text)?)
            }
        };
        let people = optional::<M>(file.people.part(), || "people".to_owned())?.0;
        let limit = self.limits.people;
        if people.len() > limit {
            return Err(M::fault(|| DecodeError::TooManyPeople { limit }));
        }
        for (Text(key), part) in people {
            let path = || format!("people.{key}");
            let actor: Actor = key.parse().map_err(|_| bad_part::<M>(path))?;
            let reporter = self.person(part, path)?;
            self.ledger.introduce(&actor, &reporter);
        }
        for (key, field, part) in [
            (PERIODS, Field::Closing as ItemField, file.periods.part()),
            (RECEIPTS, Field::Receipt, file.receipts.part()),
        ] {
            self.list(Ledger::LEDGER_ROW, field, part, || key.to_owned())?;
        }
        let tasks = match file.tasks.0 {
            None => Rest::default(),
            Some(tasks) => tasks.0.ok_or_else(|| bad_part::<M>(|| "tasks".to_owned()))?,
        };
        for (Text(key), part) in tasks.0 {
            self.task(&key, part)?;
        }
        self.ledger.unknown = self.unknowns(rest, 1)?;
        let notices = self.notices();
        Ok(Decoded { ledger: self.ledger, export, notices })
    }

    fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        if !self.ledger.unknown_tasks.is_empty() {
            notices.push(Notice::UnknownTasks(self.ledger.unknown_tasks.keys().cloned().collect()));
        }
        if !self.unclean.is_empty() {
            notices.push(Notice::InvisibleRemoved(self.unclean.clone()));
        }
        if !self.names.is_empty() {
            notices.push(Notice::NamesChanged(self.names.clone()));
        }
        if self.is_altered {
            notices.push(Notice::Altered);
        }
        notices
    }

    /// Who exported the file whose text is `text`. Only a file that says its code is held to it.
    fn export(&mut self, part: &RawValue, text: &str) -> Result<Export, M::Fault> {
        let path = |key: &'static str| move || format!("exported{key}");
        let exported: Option<Open<'_, wire::Exported<'_, &RawValue>>> = members::read(part);
        let Some(Open { known: exported, rest }) = exported else {
            return Err(bad_part::<M>(|| {
                let wrong = no_text(part, &["at", "scope"], path(""));
                // Read without a fault but for one that is missing.
                if wrong == "exported" && part.get().starts_with('{') {
                    return path(".by")();
                }
                wrong
            }));
        };
        self.check(rest, 2)?;
        let code: Option<Option<Code>> =
            exported.code.0.map(|code| code.and_then(|text| text.0.parse().ok()));
        if let Some(code) = code {
            let content = code::of(text, self.limits.depth);
            self.is_altered = code != Some(content.ok_or_else(|| bad_part::<M>(path("")))?);
        }
        Ok(Export {
            at: exported.at.0.parse().map_err(|_| bad_part::<M>(path(".at")))?,
            by: self.person(exported.by, path(".by"))?,
            scope: cleaning::clean(&exported.scope.0).into_owned(),
            code: code.flatten(),
        })
    }

    fn person(&mut self, part: &RawValue, path: impl Path) -> Result<Reporter, M::Fault> {
        let person: Option<Open<'_, wire::Person<'_>>> = members::read(part);
        let Some(Open { known: person, rest }) = person else {
            return Err(bad_part::<M>(|| no_text(part, &["name", "unit"], path)));
        };
        self.check(rest, 3)?;
        let mut clean = |given: &Text<'_>, most: usize| {
            let name = cleaning::clean_name(&given.0, most);
            if name != given.0 {
                M::reject_noncanonical()?;
                if !self.names.contains(&name) {
                    self.names.push(name.clone());
                }
            }
            Ok::<_, M::Fault>(name)
        };
        Ok(Reporter {
            name: clean(&person.name, MAX_NAME_CHARS)?,
            unit: clean(&person.unit, MAX_UNIT_CHARS)?,
        })
    }

    /// The members of an object that no struct has, to be written back; they lie so deep.
    pub(super) fn unknowns(&self, rest: Rest<'_>, depth: usize) -> Result<Unknown, M::Fault> {
        let limit = self.limits.unknown;
        if rest.0.len() > limit {
            return Err(M::fault(|| DecodeError::TooManyUnknown { limit }));
        }
        let mut unknown = Unknown::new();
        for (Text(key), part) in rest.0 {
            M::reject_noncanonical()?;
            unknown.insert(key.into_owned(), self.unknown(part, depth)?);
        }
        Ok(unknown)
    }

    /// Members that are not kept must be sound all the same.
    fn check(&self, rest: Rest<'_>, depth: usize) -> Result<(), M::Fault> {
        rest.0.into_iter().try_for_each(|(_, part)| {
            M::reject_noncanonical()?;
            self.unknown(part, depth).map(drop)
        })
    }

    /// A part that is not known here.
    pub(super) fn unknown(&self, part: &RawValue, depth: usize) -> Result<UnknownPart, M::Fault> {
        // Where in the file a fault is, is found out in the end.
        let kept = node::read(part.get(), depth, self.limits.depth, unknown::read);
        kept.map_err(|fault| M::fault(|| fault.into()))
    }
}
