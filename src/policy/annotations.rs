//! What the text does not say by itself: who the units are, when a task falls due and which articles
//! it carries out. Every line of `seeds/annotations.json` quotes its basis; what units are called elsewhere, of which
//! the text says nothing, is listed as usage.

use std::fmt;

use serde::Deserialize;

use super::document::TaskNumber;
use super::unit::{Members, Roster, Unit, UnitId, UnitKind};
use crate::json::object::Object;

/// The annotations, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotations {
    /// The units known by name.
    pub roster: Roster,
    /// Where each task stands in time and theme.
    pub placements: Vec<(TaskNumber, Placement)>,
    /// Articles that no task carries out, each with a quotation from it.
    pub not_carried: Vec<(u16, String)>,
}

/// Where a task stands in time and theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// What the task is called where there is no room for its text: words of it, at most
    /// [`super::MAX_TITLE_CHARS`] characters; empty where none were chosen.
    pub title: String,
    /// The year of the step it falls due in.
    pub phase: u16,
    /// The words of that step's goal that name the task's subject.
    pub goal_quote: String,
    /// The words of the task that name it.
    pub task_quote: String,
    /// Why the two belong together, where the words alone do not show it.
    pub reason: String,
    /// The articles the task carries out, the primary one first.
    pub topics: Vec<Topic>,
}

/// An article that a task carries out, 专题.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The article's number.
    pub article: u16,
    /// Its words for the subject.
    pub article_quote: String,
    /// The task's words for it.
    pub task_quote: String,
}

/// Why annotations cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnnotationError {
    /// Not JSON, or not of the shape it should have.
    Malformed {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// A unit of no known kind.
    UnknownKind(String),
    /// A group with a member that is no unit.
    UnknownMember(String),
}

impl fmt::Display for AnnotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { line, what } => write!(f, "annotations, line {line}: {what}"),
            Self::UnknownKind(kind) => {
                write!(f, "annotations name an unknown kind of unit: {kind}")
            }
            Self::UnknownMember(name) => write!(f, "annotations name an unknown member: {name}"),
        }
    }
}

impl std::error::Error for AnnotationError {}

impl From<serde_json::Error> for AnnotationError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed { line: error.line(), what: error.to_string() }
    }
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    units: Vec<Object<UnitPart>>,
    tasks: Vec<Object<TaskPart>>,
    not_carried: Vec<Object<NotCarried>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitPart {
    name: String,
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    usage: Vec<String>,
    /// The names of the units that a group is.
    #[serde(default)]
    members: Vec<String>,
    /// Whether each task names them instead.
    #[serde(default)]
    named_in_task: bool,
    basis: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskPart {
    task: u16,
    #[serde(default)]
    title: String,
    phase: u16,
    goal_quote: String,
    task_quote: String,
    #[serde(default)]
    reason: String,
    topics: Vec<Object<Topic>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotCarried {
    article: u16,
    basis: String,
}

/// Reads the annotations.
///
/// # Errors
/// [`AnnotationError`] says what does not fit.
pub fn read(json: &str) -> Result<Annotations, AnnotationError> {
    let Object(file): Object<File> = serde_json::from_str(json)?;
    let names: Vec<String> = file.units.iter().map(|unit| unit.0.name.clone()).collect();
    let mut units = Vec::with_capacity(names.len());
    for Object(part) in file.units {
        units.push(unit(part, &names)?);
    }
    let placement = |Object(part): Object<TaskPart>| {
        let TaskPart { task, title, phase, goal_quote, task_quote, reason, topics } = part;
        let topics = topics.into_iter().map(|Object(topic)| topic).collect();
        let placement = Placement { title, phase, goal_quote, task_quote, reason, topics };
        (TaskNumber(task), placement)
    };
    let article = |Object(part): Object<NotCarried>| (part.article, part.basis);
    Ok(Annotations {
        roster: Roster::new(units),
        placements: file.tasks.into_iter().map(placement).collect(),
        not_carried: file.not_carried.into_iter().map(article).collect(),
    })
}

fn unit(part: UnitPart, names: &[String]) -> Result<Unit, AnnotationError> {
    let kind = UnitKind::ALL.into_iter().find(|known| known.name() == part.kind);
    let mut members = Vec::with_capacity(part.members.len());
    for name in part.members {
        members.push(member(name, names)?);
    }
    Ok(Unit {
        kind: kind.ok_or(AnnotationError::UnknownKind(part.kind))?,
        name: part.name,
        aliases: part.aliases,
        usage: part.usage,
        members: if part.named_in_task { Members::NamedInTask } else { Members::Fixed(members) },
        basis: part.basis,
    })
}

fn member(name: String, names: &[String]) -> Result<UnitId, AnnotationError> {
    let at = names.iter().position(|known| *known == name);
    let id = at.and_then(|at| u16::try_from(at).ok()).map(UnitId);
    id.ok_or(AnnotationError::UnknownMember(name))
}
