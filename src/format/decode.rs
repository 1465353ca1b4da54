//! A file as a ledger: all of it or nothing.

use serde_json::value::RawValue;

use super::decode_mode::{DecodeMode, Fast, Full, Path, bad_part, no_text, optional, shown};
use super::reader::{Limits, Reader};
use super::rows::{read_list, read_task};
use super::{
    Code, DecodeError, Export, FORMAT, Foreign, ItemField, MAX_NAME_CHARS, MAX_UNIT_CHARS, Notice,
    PERIODS, RECEIPTS, VERSION, charset, cleaning, code, wire,
};
use crate::json::members::{self, Given, Open, Raw, Rest, Text};
use crate::ledger::{Actor, Field, Ledger, Reporter, merge};
use crate::policy::{BUNDLED_ID, Policy};

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
    let reader = Reader::<M>::new(policy, limits, is_newer);
    let decoded = content(reader, file, text);
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

/// What the file holds whose text is `text`.
fn content<M: DecodeMode>(
    mut reader: Reader<'_, M>,
    Open { known: file, rest }: Open<'_, wire::File<'_>>,
    text: &str,
) -> Result<Decoded, M::Fault> {
    match file.policy.part().and_then(members::read) {
        Some(Text(id)) if id == BUNDLED_ID => reader.ledger.policy = id.into_owned(),
        Some(Text(id)) => {
            return Err(M::fault(|| DecodeError::OtherPolicy { found: id.into_owned() }));
        }
        None => return Err(bad_part::<M>(|| "policy".to_owned())),
    }
    let export = match file.exported.part() {
        None => None,
        Some(part) => {
            M::reject_noncanonical()?;
            Some(export(&mut reader, part, text)?)
        }
    };
    let people = optional::<M>(file.people.part(), || "people".to_owned())?.0;
    let limit = reader.limits.people;
    if people.len() > limit {
        return Err(M::fault(|| DecodeError::TooManyPeople { limit }));
    }
    for (Text(key), part) in people {
        let path = || format!("people.{key}");
        let actor: Actor = key.parse().map_err(|_| bad_part::<M>(path))?;
        let reporter = person(&mut reader, part, path)?;
        reader.ledger.introduce(&actor, &reporter);
    }
    for (key, field, part) in [
        (PERIODS, Field::Closing as ItemField, file.periods.part()),
        (RECEIPTS, Field::Receipt, file.receipts.part()),
    ] {
        read_list(&mut reader, Ledger::LEDGER_ROW, field, part, || key.to_owned())?;
    }
    let tasks = match file.tasks.0 {
        None => Rest::default(),
        Some(tasks) => tasks.0.ok_or_else(|| bad_part::<M>(|| "tasks".to_owned()))?,
    };
    for (Text(key), part) in tasks.0 {
        read_task(&mut reader, &key, part)?;
    }
    reader.ledger.unknown = reader.unknowns(rest, 1)?;
    let notices = notices(&reader);
    Ok(Decoded { ledger: reader.ledger, export, notices })
}

fn notices<M: DecodeMode>(reader: &Reader<'_, M>) -> Vec<Notice> {
    let mut notices = Vec::new();
    if !reader.ledger.unknown_tasks.is_empty() {
        notices.push(Notice::UnknownTasks(reader.ledger.unknown_tasks.keys().cloned().collect()));
    }
    if !reader.unclean.is_empty() {
        notices.push(Notice::InvisibleRemoved(reader.unclean.clone()));
    }
    if !reader.names.is_empty() {
        notices.push(Notice::NamesChanged(reader.names.clone()));
    }
    if reader.is_altered {
        notices.push(Notice::Altered);
    }
    notices
}

/// Who exported the file whose text is `text`. Only a file that says its code is held to it.
fn export<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    part: &RawValue,
    text: &str,
) -> Result<Export, M::Fault> {
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
    reader.check(rest, 2)?;
    let code: Option<Option<Code>> =
        exported.code.0.map(|code| code.and_then(|text| text.0.parse().ok()));
    if let Some(code) = code {
        let content = code::of(text, reader.limits.depth);
        reader.is_altered = code != Some(content.ok_or_else(|| bad_part::<M>(path("")))?);
    }
    Ok(Export {
        at: exported.at.0.parse().map_err(|_| bad_part::<M>(path(".at")))?,
        by: person(reader, exported.by, path(".by"))?,
        scope: cleaning::clean(&exported.scope.0).into_owned(),
        code: code.flatten(),
    })
}

fn person<M: DecodeMode>(
    reader: &mut Reader<'_, M>,
    part: &RawValue,
    path: impl Path,
) -> Result<Reporter, M::Fault> {
    let person: Option<Open<'_, wire::Person<'_>>> = members::read(part);
    let Some(Open { known: person, rest }) = person else {
        return Err(bad_part::<M>(|| no_text(part, &["name", "unit"], path)));
    };
    reader.check(rest, 3)?;
    let mut clean = |given: &Text<'_>, most: usize| {
        let name = cleaning::clean_name(&given.0, most);
        if name != given.0 {
            M::reject_noncanonical()?;
            if !reader.names.contains(&name) {
                reader.names.push(name.clone());
            }
        }
        Ok::<_, M::Fault>(name)
    };
    Ok(Reporter {
        name: clean(&person.name, MAX_NAME_CHARS)?,
        unit: clean(&person.unit, MAX_UNIT_CHARS)?,
    })
}
