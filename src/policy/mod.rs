//! WHAT WAS DECIDED: the policy text, parsed.
//!
//! The text is the database. [`parse()`] reads a document as written, [`annotations`] adds what it does
//! not say by itself, and [`Policy`] joins the two attachments. Nothing of the policy is typed in twice.

pub mod numeral;
mod spelling;
pub mod unit;
mod clause;
pub mod document;
pub mod annotations;
mod parse;

use std::sync::OnceLock;

pub use annotations::{AnnotationError, Placement, Topic};
pub use document::{Article, Chapter, Document, Paragraph, Principle, Step, Task, TaskNumber};
pub use parse::{Diagnostic, Fault, Part, parse};
pub use unit::{Assignment, Role, Roster, Unit, UnitId, UnitKind};

/// The bundled sources, word for word.
pub mod source {
    /// 附件1, the Implementation Opinions.
    pub const OPINIONS: &str = include_str!("../../seeds/1_opinions.txt");
    /// 附件2, the three-year action plan.
    pub const ACTION_PLAN: &str = include_str!("../../seeds/2_action_plan.txt");
    /// What the text does not say by itself.
    pub const ANNOTATIONS: &str = include_str!("../../seeds/annotations.json");
}

/// The name under which ledgers refer to the bundled policy.
pub const BUNDLED_ID: &str = "guangzhou-financial-hub-2021";

/// Topics are the articles from here on: those before it are aims and principles.
pub const FIRST_TOPIC: u16 = 4;

/// A policy: the Opinions, the plan that carries them out, and who answers for what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    opinions: OnceLock<Document>,
    /// 附件2 行动计划.
    pub plan: Document,
    annotations: annotations::Annotations,
}

impl Policy {
    /// Reads a policy from its two documents and their annotations.
    ///
    /// # Errors
    /// When the annotations cannot be used; faults of the documents come as diagnostics instead, those
    /// of the Opinions first.
    pub fn read(
        opinions: &str,
        plan: &str,
        annotations: &str,
    ) -> Result<(Self, Vec<Diagnostic>), AnnotationError> {
        let (policy, more) = Self::read_plan(plan, annotations)?;
        let (opinions, mut diagnostics) = parse(opinions, policy.roster());
        diagnostics.extend(more);
        Ok((Self { opinions: opinions.into(), ..policy }, diagnostics))
    }

    /// The same policy, in which these names, as someone spelled them, stand for the units of these names: see
    /// [`Roster::knowing`].
    #[must_use]
    pub fn knowing<'a>(&self, chosen: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut policy = self.clone();
        policy.annotations.roster = policy.annotations.roster.knowing(chosen);
        policy
    }

    fn read_plan(plan: &str, json: &str) -> Result<(Self, Vec<Diagnostic>), AnnotationError> {
        let annotations = annotations::read(json)?;
        let (plan, diagnostics) = parse(plan, &annotations.roster);
        Ok((Self { opinions: OnceLock::new(), plan, annotations }, diagnostics))
    }

    /// The bundled policy, read once; its Opinions when they are first asked for.
    ///
    /// # Errors
    /// When the bundled annotations are broken, which a test rules out.
    pub fn bundled() -> Result<&'static Self, AnnotationError> {
        static BUNDLED: OnceLock<Result<Policy, AnnotationError>> = OnceLock::new();
        BUNDLED
            .get_or_init(|| {
                Self::read_plan(source::ACTION_PLAN, source::ANNOTATIONS).map(|(policy, _)| policy)
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// 附件1 实施意见: those given to [`Policy::read`], or the bundled ones. The first screen does without
    /// them, and their text need not have come by then.
    pub fn opinions(&self) -> &Document {
        self.opinions.get_or_init(|| parse(source::OPINIONS, self.roster()).0)
    }

    /// The units known by name.
    pub fn roster(&self) -> &Roster {
        &self.annotations.roster
    }

    /// The tasks in printed order.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.plan.tasks()
    }

    /// The task with this number.
    pub fn task(&self, number: TaskNumber) -> Option<&Task> {
        self.tasks().find(|task| task.number == number)
    }

    /// The article of the Opinions with this number.
    pub fn article(&self, number: u16) -> Option<&Article> {
        self.opinions().articles().find(|article| article.number == number)
    }

    /// The phases tasks fall due in, by the year they end with, in order: the steps of 三步走, the first of
    /// which is phase 1.
    pub fn phases(&self) -> impl Iterator<Item = (u16, u16)> {
        let mut years: Vec<u16> = Vec::new();
        for (_, placement) in &self.annotations.placements {
            if let Err(at) = years.binary_search(&placement.phase) {
                years.insert(at, placement.phase);
            }
        }
        (1..).zip(years)
    }

    /// The articles a task may carry out.
    pub fn topics(&self) -> impl Iterator<Item = &Article> {
        self.opinions().articles().filter(|article| article.number >= FIRST_TOPIC)
    }

    /// Where a task stands in time and theme.
    pub fn placement(&self, task: TaskNumber) -> Option<&Placement> {
        self.annotations.placements.iter().find(|(known, _)| *known == task).map(|(_, p)| p)
    }

    /// What a task is called in running text, at most [`MAX_TITLE_CHARS`] characters, all of them words of the task:
    /// the title chosen for it, else as much of its first clause as has room.
    pub fn short_title<'a>(&'a self, task: &'a Task) -> &'a str {
        let chosen = self.placement(task.number).map_or("", |placement| &placement.title);
        if !chosen.is_empty() {
            return chosen;
        }
        let clause = task.text.split(['，', '。', '；', '：']).next().unwrap_or_default();
        let end = clause.char_indices().nth(MAX_TITLE_CHARS).map_or(clause.len(), |(at, _)| at);
        &clause[..end]
    }

    /// The quotation that stands for an article which no task carries out.
    pub fn not_carried(&self, article: u16) -> Option<&str> {
        self.annotations
            .not_carried
            .iter()
            .find(|(known, _)| *known == article)
            .map(|(_, b)| b.as_str())
    }

    /// The tasks that carry out an article, with whether it is their primary one.
    pub fn carried_by(&self, article: u16) -> impl Iterator<Item = (TaskNumber, bool)> {
        self.annotations.placements.iter().filter_map(move |(task, placement)| {
            let at = placement.topics.iter().position(|topic| topic.article == article)?;
            Some((*task, at == 0))
        })
    }

    /// The name of a section, 板块.
    pub fn section(&self, number: u16) -> Option<&Chapter> {
        self.plan.chapters.iter().find(|section| section.number == number)
    }

    /// Every way a clause of the plan prints a unit's name, in order of first appearance.
    pub fn printed_forms(&self, unit: UnitId) -> Vec<&str> {
        let mut forms = Vec::new();
        for (_, assignment) in self.tasks().flat_map(Task::assignments) {
            let form = assignment.printed.as_str();
            if assignment.unit == unit && !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }
}

/// The longest short title, in characters.
pub const MAX_TITLE_CHARS: usize = 20;

impl Task {
    /// All roles on the task, in printed order.
    pub fn assignments(&self) -> impl Iterator<Item = (Role, &Assignment)> {
        let lists = [
            (Role::Lead, &self.lead),
            (Role::Cooperate, &self.cooperate),
            (Role::Support, &self.support),
        ];
        lists.into_iter().flat_map(|(role, list)| list.iter().map(move |a| (role, a)))
    }

    /// The weightiest role `unit` has here, by name or as a member of a group (`true`).
    pub fn role_of(&self, unit: UnitId) -> Option<(Role, bool)> {
        let by_name =
            self.assignments().find(|(_, a)| a.unit == unit).map(|(role, _)| (role, false));
        by_name.or_else(|| {
            self.assignments()
                .find(|(_, a)| a.members.contains(&unit))
                .map(|(role, _)| (role, true))
        })
    }
}
