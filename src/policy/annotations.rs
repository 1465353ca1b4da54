//! What the text does not say by itself: who the units are, when a task falls due and which articles
//! it carries out. Every line of `seeds/annotations.json` quotes its basis.

use std::fmt;

use serde::Deserialize;

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
    /// Not JSON of the expected shape.
    Malformed(String),
    /// A unit of no known kind.
    UnknownKind(String),
    /// A group with a member that is no unit.
    UnknownMember(String),
}

impl fmt::Display for AnnotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => write!(f, "annotations are malformed: {why}"),
            Self::UnknownKind(kind) => {
                write!(f, "annotations name an unknown kind of unit: {kind}")
            }
            Self::UnknownMember(name) => write!(f, "annotations name an unknown member: {name}"),
        }
    }
}

impl std::error::Error for AnnotationError {}

/// Reads the annotations.
///
/// # Errors
/// [`AnnotationError`] says what does not fit.
pub fn read(json: &str) -> Result<Annotations, AnnotationError> {
    let file: FileShape = serde_json::from_str(json)
        .map_err(|error| AnnotationError::Malformed(error.to_string()))?;
    Ok(Annotations {
        roster: Roster::new(units(file.units)?),
        placements: file.tasks.into_iter().map(placement).collect(),
        not_carried: file.not_carried.into_iter().map(|a| (a.article, a.basis)).collect(),
    })
}

fn units(listed: Vec<UnitShape>) -> Result<Vec<Unit>, AnnotationError> {
    let names: Vec<String> = listed.iter().map(|unit| unit.name.clone()).collect();
    let id = |name: &String| {
        let position = names.iter().position(|known| known == name);
        position
            .and_then(|at| u16::try_from(at).ok())
            .map(UnitId)
            .ok_or_else(|| AnnotationError::UnknownMember(name.clone()))
    };
    listed
        .into_iter()
        .map(|unit| {
            let kind = UnitKind::ALL.into_iter().find(|kind| kind.name() == unit.kind);
            let members = match unit.members {
                MembersShape::Listed(names) => {
                    Members::Fixed(names.iter().map(id).collect::<Result<_, _>>()?)
                }
                MembersShape::Rule(NamedRule::Named) => Members::NamedInTask,
            };
            Ok(Unit {
                kind: kind.ok_or(AnnotationError::UnknownKind(unit.kind))?,
                name: unit.name,
                aliases: unit.aliases,
                members,
                basis: unit.basis,
            })
        })
        .collect()
}

fn placement(task: TaskShape) -> (TaskNumber, Placement) {
    let topics = task.topics.into_iter().map(|topic| Topic {
        article: topic.article,
        article_quote: topic.article_quote,
        task_quote: topic.task_quote,
    });
    let placement = Placement {
        phase: task.phase,
        goal_quote: task.goal_quote,
        task_quote: task.task_quote,
        reason: task.reason,
        topics: topics.collect(),
    };
    (TaskNumber(task.task), placement)
}

#[derive(Deserialize)]
struct FileShape {
    units: Vec<UnitShape>,
    tasks: Vec<TaskShape>,
    not_carried: Vec<NotCarriedShape>,
}

#[derive(Deserialize)]
struct UnitShape {
    name: String,
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    members: MembersShape,
    basis: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum MembersShape {
    Listed(Vec<String>),
    Rule(NamedRule),
}

#[derive(Deserialize)]
enum NamedRule {
    #[serde(rename = "named")]
    Named,
}

impl Default for MembersShape {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

#[derive(Deserialize)]
struct TaskShape {
    task: u16,
    phase: u16,
    goal_quote: String,
    task_quote: String,
    #[serde(default)]
    reason: String,
    topics: Vec<TopicShape>,
}

#[derive(Deserialize)]
struct TopicShape {
    article: u16,
    article_quote: String,
    task_quote: String,
}

#[derive(Deserialize)]
struct NotCarriedShape {
    article: u16,
    basis: String,
}
