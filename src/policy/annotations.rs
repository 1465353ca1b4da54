//! What the text does not say by itself: who the units are, when a task falls due and which articles
//! it carries out. Every line of `seeds/annotations.json` quotes its basis; what units are called elsewhere, of which
//! the text says nothing, is listed as usage.

use std::fmt;

use super::document::TaskNumber;
use super::unit::{Members, Roster, Unit, UnitId, UnitKind};
use crate::json::{self, Fields, Tree};

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

/// Reads the annotations.
///
/// # Errors
/// [`AnnotationError`] says what does not fit.
pub fn read(json: &str) -> Result<Annotations, AnnotationError> {
    let tree =
        json::parse(json).map_err(|fault| AnnotationError::Malformed { line: fault.line })?;
    let mut parts = Part(tree.fields().ok_or(AnnotationError::BadPart("annotations"))?);
    let units = parts.list("units")?;
    let mut names = Vec::with_capacity(units.len());
    for unit in &units {
        match unit.0.0.iter().find(|(key, _)| key == "name") {
            Some((_, Tree::Text(name))) => names.push(name.clone().into_owned()),
            _ => return Err(AnnotationError::BadPart("name")),
        }
    }
    Ok(Annotations {
        roster: Roster::new(all(units, |part| unit(part, &names))?),
        placements: all(parts.list("tasks")?, placement)?,
        not_carried: all(parts.list("not_carried")?, |mut part| {
            Ok((part.number("article")?, part.text("basis")?))
        })?,
    })
}

/// An object of the annotations, its parts to be taken out.
struct Part<'a>(Fields<'a>);

impl<'a> Part<'a> {
    fn text(&mut self, key: &'static str) -> Result<String, AnnotationError> {
        self.0.text(key).ok_or(AnnotationError::BadPart(key))
    }

    fn number(&mut self, key: &'static str) -> Result<u16, AnnotationError> {
        self.0.number(key).ok_or(AnnotationError::BadPart(key))
    }

    fn list(&mut self, key: &'static str) -> Result<Vec<Part<'a>>, AnnotationError> {
        let bad = AnnotationError::BadPart(key);
        let items = self.0.list(key).ok_or_else(|| bad.clone())?;
        all(items, |item| item.fields().map(Part).ok_or_else(|| bad.clone()))
    }
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

fn unit(mut part: Part<'_>, names: &[String]) -> Result<Unit, AnnotationError> {
    let kind = part.text("kind")?;
    let members = match part.0.take("members") {
        None => Members::Fixed(Vec::new()),
        Some(Tree::List(members)) => Members::Fixed(all(members, |name| member(name, names))?),
        Some(Tree::Text(rule)) if rule == "named" => Members::NamedInTask,
        Some(_) => return Err(AnnotationError::BadPart("members")),
    };
    Ok(Unit {
        kind: UnitKind::ALL
            .into_iter()
            .find(|known| known.name() == kind)
            .ok_or(AnnotationError::UnknownKind(kind))?,
        name: part.text("name")?,
        aliases: all(part.0.list("aliases").unwrap_or_default(), |alias| text(alias, "aliases"))?,
        usage: all(part.0.list("usage").unwrap_or_default(), |name| text(name, "usage"))?,
        members,
        basis: part.text("basis")?,
    })
}

fn member(name: Tree<'_>, names: &[String]) -> Result<UnitId, AnnotationError> {
    let name = text(name, "members")?;
    let at = names.iter().position(|known| *known == name);
    let id = at.and_then(|at| u16::try_from(at).ok()).map(UnitId);
    id.ok_or(AnnotationError::UnknownMember(name))
}

fn text(tree: Tree<'_>, key: &'static str) -> Result<String, AnnotationError> {
    match tree {
        Tree::Text(text) => Ok(text.into_owned()),
        _ => Err(AnnotationError::BadPart(key)),
    }
}

fn placement(mut part: Part<'_>) -> Result<(TaskNumber, Placement), AnnotationError> {
    let placement = Placement {
        title: part.0.text("title").unwrap_or_default(),
        phase: part.number("phase")?,
        goal_quote: part.text("goal_quote")?,
        task_quote: part.text("task_quote")?,
        reason: part.0.text("reason").unwrap_or_default(),
        topics: all(part.list("topics")?, |mut topic| {
            Ok(Topic {
                article: topic.number("article")?,
                article_quote: topic.text("article_quote")?,
                task_quote: topic.text("task_quote")?,
            })
        })?,
    };
    Ok((TaskNumber(part.number("task")?), placement))
}
