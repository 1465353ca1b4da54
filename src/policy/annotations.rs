//! What the text does not say by itself: who the units are, when a task falls due and which articles
//! it carries out. Every line of `seeds/annotations.json` quotes its basis; what units are called elsewhere, of which
//! the text says nothing, is listed as usage.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::document::TaskNumber;
use super::unit::{Members, Roster, Unit, UnitId, UnitKind};

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Not JSON.
    Malformed {
        /// The line, from 1.
        line: usize,
    },
    /// A part that is missing or has not the shape it should.
    BadPart(&'static str),
    /// A unit of no known kind.
    UnknownKind(String),
    /// A group with a member that is no unit.
    UnknownMember(String),
}

impl fmt::Display for AnnotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { line } => write!(f, "annotations are malformed on line {line}"),
            Self::BadPart(key) => write!(f, "annotations lack a part of the right shape: {key}"),
            Self::UnknownKind(kind) => {
                write!(f, "annotations name an unknown kind of unit: {kind}")
            }
            Self::UnknownMember(name) => write!(f, "annotations name an unknown member: {name}"),
        }
    }
}

impl std::error::Error for AnnotationError {}

/// The file. Each part may be missing where it is read, to be told by its name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, deserialize_with = "part")]
    units: Option<Vec<UnitPart>>,
    #[serde(default, deserialize_with = "part")]
    tasks: Option<Vec<TaskPart>>,
    #[serde(default, deserialize_with = "part")]
    not_carried: Option<Vec<NotCarried>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitPart {
    #[serde(default, deserialize_with = "part")]
    name: Option<String>,
    #[serde(default, deserialize_with = "part")]
    kind: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    usage: Vec<String>,
    members: Option<MembersPart>,
    #[serde(default, deserialize_with = "part")]
    basis: Option<String>,
}

/// Names of units, or `named`: each task names them.
#[derive(Deserialize)]
#[serde(untagged)]
enum MembersPart {
    Names(Vec<String>),
    Rule(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskPart {
    #[serde(default, deserialize_with = "part")]
    task: Option<u16>,
    #[serde(default)]
    title: String,
    #[serde(default, deserialize_with = "part")]
    phase: Option<u16>,
    #[serde(default, deserialize_with = "part")]
    goal_quote: Option<String>,
    #[serde(default, deserialize_with = "part")]
    task_quote: Option<String>,
    #[serde(default)]
    reason: String,
    #[serde(default, deserialize_with = "part")]
    topics: Option<Vec<TopicPart>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicPart {
    #[serde(default, deserialize_with = "part")]
    article: Option<u16>,
    #[serde(default, deserialize_with = "part")]
    article_quote: Option<String>,
    #[serde(default, deserialize_with = "part")]
    task_quote: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotCarried {
    #[serde(default, deserialize_with = "part")]
    article: Option<u16>,
    #[serde(default, deserialize_with = "part")]
    basis: Option<String>,
}

/// A part of another shape is as good as none.
fn part<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let part = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(part.get()).ok())
}

/// Reads the annotations.
///
/// # Errors
/// [`AnnotationError`] says what does not fit.
pub fn read(json: &str) -> Result<Annotations, AnnotationError> {
    let malformed = |error: serde_json::Error| AnnotationError::Malformed { line: error.line() };
    let whole: &RawValue = serde_json::from_str(json).map_err(malformed)?;
    // A derive alone would take a list of the parts, too.
    let file = Some(whole.get()).filter(|text| text.starts_with('{'));
    let file = file.ok_or(AnnotationError::BadPart("annotations"))?;
    let file: File = serde_json::from_str(file).map_err(malformed)?;
    let units = given(file.units, "units")?;
    let mut names = Vec::with_capacity(units.len());
    for unit in &units {
        names.push(given(unit.name.clone(), "name")?);
    }
    Ok(Annotations {
        roster: Roster::new(all(units, |part| unit(part, &names))?),
        placements: all(given(file.tasks, "tasks")?, placement)?,
        not_carried: all(given(file.not_carried, "not_carried")?, |part| {
            Ok((given(part.article, "article")?, given(part.basis, "basis")?))
        })?,
    })
}

fn given<T>(part: Option<T>, key: &'static str) -> Result<T, AnnotationError> {
    part.ok_or(AnnotationError::BadPart(key))
}

/// Each of the items, or the first error. Collecting them would compile kilobytes for every type.
fn all<T, U>(
    items: Vec<T>,
    read: impl Fn(T) -> Result<U, AnnotationError>,
) -> Result<Vec<U>, AnnotationError> {
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        all.push(read(item)?);
    }
    Ok(all)
}

fn unit(part: UnitPart, names: &[String]) -> Result<Unit, AnnotationError> {
    let kind = given(part.kind, "kind")?;
    let members = match part.members {
        None => Members::Fixed(Vec::new()),
        Some(MembersPart::Names(members)) => {
            Members::Fixed(all(members, |name| member(name, names))?)
        }
        Some(MembersPart::Rule(rule)) if rule == "named" => Members::NamedInTask,
        Some(MembersPart::Rule(_)) => return Err(AnnotationError::BadPart("members")),
    };
    Ok(Unit {
        kind: UnitKind::ALL
            .into_iter()
            .find(|known| known.name() == kind)
            .ok_or(AnnotationError::UnknownKind(kind))?,
        name: given(part.name, "name")?,
        aliases: part.aliases,
        usage: part.usage,
        members,
        basis: given(part.basis, "basis")?,
    })
}

fn member(name: String, names: &[String]) -> Result<UnitId, AnnotationError> {
    let at = names.iter().position(|known| *known == name);
    let id = at.and_then(|at| u16::try_from(at).ok()).map(UnitId);
    id.ok_or(AnnotationError::UnknownMember(name))
}

fn placement(part: TaskPart) -> Result<(TaskNumber, Placement), AnnotationError> {
    let placement = Placement {
        title: part.title,
        phase: given(part.phase, "phase")?,
        goal_quote: given(part.goal_quote, "goal_quote")?,
        task_quote: given(part.task_quote, "task_quote")?,
        reason: part.reason,
        topics: all(given(part.topics, "topics")?, |topic| {
            Ok(Topic {
                article: given(topic.article, "article")?,
                article_quote: given(topic.article_quote, "article_quote")?,
                task_quote: given(topic.task_quote, "task_quote")?,
            })
        })?,
    };
    Ok((TaskNumber(given(part.task, "task")?), placement))
}
