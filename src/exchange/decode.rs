//! A file as a ledger: all of it or nothing.

use std::borrow::Cow;
use std::marker::PhantomData;

use super::changes::CHANGE;
use super::manner::{
    AtAGlance, Closely, Manner, Path, bad_part, object, optional_object, shown, text,
};
use super::{
    Code, DecodeError, Export, FORMAT, Foreign, ItemField, LISTS, Limits, MAX_NAME_CHARS,
    MAX_UNIT_CHARS, Notice, PERIODS, Place, RECEIPTS, VERSION, charset, cleaning, code, kept,
    key_of,
};
use crate::json::{self, Fields, Tree};
use crate::ledger::{Actor, Field, Ledger, Reporter, Unknown, merge};
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

impl Decoded {
    /// Adds what was written later.
    pub(super) fn add(&mut self, later: Self) {
        merge::absorb(&mut self.ledger, later.ledger);
        self.notices.extend(later.notices);
    }
}

/// Stands between a ledger and what was written later, where one text holds both: the record separator of RFC 7464,
/// which no JSON text contains.
pub(super) const SEPARATOR: char = '\u{1e}';

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
    let mut decoded = read::<Closely>(texts.next().unwrap_or_default(), policy, limits)?;
    for later in texts {
        decoded.add(read::<Closely>(later, policy, limits)?);
    }
    Ok(decoded)
}

/// The ledger in a text that this version stored; `None` where [`decode`] must say what is amiss, or keep
/// what is not known here.
pub fn glance(text: &str, policy: &Policy) -> Option<Ledger> {
    read::<AtAGlance>(text, policy, Limits::STORED).ok().map(|decoded| decoded.ledger)
}

fn read<M: Manner>(text: &str, policy: &Policy, limits: Limits) -> Result<Decoded, M::Fault> {
    let not_ours = |what| M::fault(|| DecodeError::NotALedger(what));
    let tree =
        json::parse_with(text, &CHANGE, limits.depth).map_err(|fault| M::fault(|| fault.into()))?;
    let mut parts = tree.fields().ok_or_else(|| not_ours(Foreign::OtherJson))?;
    match parts.take("format") {
        Some(Tree::Text(format)) if format == FORMAT => {}
        Some(Tree::Text(format)) if format == super::policy::FORMAT => {
            return Err(not_ours(Foreign::Policy));
        }
        _ => return Err(not_ours(Foreign::OtherJson)),
    }
    let version = version::<M>(parts.take("version"))?;
    let is_newer = version > VERSION;
    if is_newer {
        M::odd()?;
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
        manner: PhantomData,
    };
    let decoded = reader.read(parts);
    if is_newer {
        let readable = decoded.ok().map(|decoded| Box::new(decoded.ledger));
        return Err(M::fault(|| DecodeError::NewerVersion { found: version, readable }));
    }
    decoded
}

fn version<M: Manner>(part: Option<Tree<'_>>) -> Result<u64, M::Fault> {
    match part {
        Some(Tree::Number(digits)) => {
            let number = digits.parse().ok().filter(|number| *number >= 1);
            number
                .ok_or_else(|| M::fault(|| DecodeError::BadVersion { found: digits.into_owned() }))
        }
        Some(other) => Err(M::fault(|| DecodeError::BadVersion { found: shown(&other) })),
        None => Err(M::fault(|| DecodeError::BadVersion { found: String::new() })),
    }
}

pub(super) struct Reader<'p, M> {
    policy: &'p Policy,
    pub(super) limits: Limits,
    /// A newer version: fields that do not read are left out.
    is_newer: bool,
    pub(super) ledger: Ledger,
    pub(super) changes: usize,
    pub(super) unclean: Vec<Place>,
    names: Vec<String>,
    /// The code in the file is not that of its content.
    is_altered: bool,
    manner: PhantomData<M>,
}

impl<M: Manner> Reader<'_, M> {
    fn read(mut self, mut parts: Fields<'_>) -> Result<Decoded, M::Fault> {
        match parts.take("policy") {
            Some(Tree::Text(id)) if id == BUNDLED_ID => self.ledger.policy = id.into_owned(),
            Some(Tree::Text(id)) => {
                return Err(M::fault(|| DecodeError::OtherPolicy { found: id.into_owned() }));
            }
            _ => return Err(bad_part::<M>(|| "policy".to_owned())),
        }
        let export = match parts.take("exported") {
            None => None,
            Some(part) => {
                M::odd()?;
                Some(self.export(part, &parts)?)
            }
        };
        let people = optional_object::<M>(parts.take("people"), || "people".to_owned())?.0;
        let limit = self.limits.people;
        if people.len() > limit {
            return Err(M::fault(|| DecodeError::TooManyPeople { limit }));
        }
        for (key, part) in people {
            let path = || format!("people.{key}");
            let actor: Actor = key.parse().map_err(|_| bad_part::<M>(path))?;
            let reporter = self.person(part, path)?;
            self.ledger.introduce(&actor, &reporter);
        }
        for (key, field) in [(PERIODS, Field::Closing as ItemField), (RECEIPTS, Field::Receipt)] {
            self.list(Ledger::BOOK, field, parts.take(key), || key.to_owned())?;
        }
        for (key, part) in optional_object::<M>(parts.take("tasks"), || "tasks".to_owned())?.0 {
            self.task(key, part)?;
        }
        self.ledger.unknown = self.keep(parts)?;
        let notices = self.notices();
        Ok(Decoded { ledger: self.ledger, export, notices })
    }

    fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        if !self.ledger.strangers.is_empty() {
            notices.push(Notice::UnknownTasks(self.ledger.strangers.keys().cloned().collect()));
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

    /// Who exported the file whose other parts are `content`. Only a file that says its code is held to it.
    fn export(&mut self, part: Tree<'_>, content: &Fields<'_>) -> Result<Export, M::Fault> {
        let path = |key: &'static str| move || format!("exported{key}");
        let mut parts = object::<M>(part, path(""))?;
        let at = text::<M>(parts.take("at"), path(".at"))?;
        let by = parts.take("by").ok_or_else(|| bad_part::<M>(path(".by")))?;
        let scope = text::<M>(parts.take("scope"), path(".scope"))?;
        let code: Option<Option<Code>> = parts.take("code").map(|code| match code {
            Tree::Text(text) => text.parse().ok(),
            _ => None,
        });
        self.is_altered = code.is_some_and(|code| code != Some(code::of(content)));
        Ok(Export {
            at: at.parse().map_err(|_| bad_part::<M>(path(".at")))?,
            by: self.person(by, path(".by"))?,
            scope: cleaning::clean(&scope).into_owned(),
            code: code.flatten(),
        })
    }

    fn person(&mut self, part: Tree<'_>, path: impl Path) -> Result<Reporter, M::Fault> {
        let mut parts = object::<M>(part, path)?;
        let mut read = |key: &str, most: usize| {
            let given = text::<M>(parts.take(key), || format!("{}.{key}", path()))?;
            let name = cleaning::clean_name(&given, most);
            if name != *given {
                M::odd()?;
                if !self.names.contains(&name) {
                    self.names.push(name.clone());
                }
            }
            Ok::<_, M::Fault>(name)
        };
        Ok(Reporter { name: read("name", MAX_NAME_CHARS)?, unit: read("unit", MAX_UNIT_CHARS)? })
    }

    fn task(&mut self, key: Cow<'_, str>, part: Tree<'_>) -> Result<(), M::Fault> {
        let Some(task) = self.known_task(&key) else {
            M::odd()?;
            let strangers = &mut self.ledger.strangers;
            strangers.insert(key.into_owned(), kept::read(&part));
            let limit = self.limits.unknown;
            if strangers.len() > limit {
                return Err(M::fault(|| DecodeError::TooManyUnknown { limit }));
            }
            return Ok(());
        };
        let mut others = Fields::default();
        for (name, part) in object::<M>(part, || format!("tasks.{key}"))?.0 {
            let path = || format!("tasks.{key}.{name}");
            if let Some(field) = Field::COLUMNS.iter().find(|field| key_of(**field) == name) {
                self.listed(Place { task, field: *field }, part, path)?;
            } else if let Some((_, field)) = LISTS.iter().find(|(list, _)| *list == name) {
                self.list(task, *field, Some(part), path)?;
            } else {
                others.0.push((name, part));
            }
        }
        let unknown = self.keep(others)?;
        self.ledger.begin_unknown(task, unknown);
        Ok(())
    }

    /// The items of a list.
    fn list(
        &mut self,
        task: TaskNumber,
        field: ItemField,
        part: Option<Tree<'_>>,
        path: impl Path,
    ) -> Result<(), M::Fault> {
        for (id, part) in optional_object::<M>(part, path)?.0 {
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
    fn listed(&mut self, place: Place, part: Tree<'_>, path: impl Path) -> Result<(), M::Fault> {
        let outcome = match part {
            Tree::Table(changes) => self.table(place, *changes),
            Tree::List(changes) => self.history(place, changes),
            _ => Err(bad_part::<M>(path)),
        };
        if self.is_newer { Ok(()) } else { outcome }
    }

    /// What is left of an object once the known parts are taken out, to be written back.
    pub(super) fn keep(&self, fields: Fields<'_>) -> Result<Unknown, M::Fault> {
        let limit = self.limits.unknown;
        if fields.0.len() > limit {
            return Err(M::fault(|| DecodeError::TooManyUnknown { limit }));
        }
        let mut unknown = Unknown::new();
        for (key, part) in fields.0 {
            M::odd()?;
            unknown.insert(key.into_owned(), kept::read(&part));
        }
        Ok(unknown)
    }
}
