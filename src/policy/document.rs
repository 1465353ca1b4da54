//! A policy document as its text lays it out. One shape serves both attachments: the Opinions fill
//! `articles`, `principles` and `steps`, the action plan fills `tasks`.

use super::unit::Assignment;

/// One attachment, 附件.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// 附件1, 附件2 as printed; empty where the text has no such line.
    pub label: String,
    /// The title, its printed lines joined.
    pub title: String,
    /// The paragraphs between the title and the first chapter.
    pub preamble: Vec<String>,
    /// 一、 二、 … in order.
    pub chapters: Vec<Chapter>,
}

/// A chapter of the Opinions or a section (板块) of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// 1 for 一、.
    pub number: u16,
    /// The words after 「一、」.
    pub title: String,
    /// （一） … in order.
    pub articles: Vec<Article>,
    /// 1. 2. … in order.
    pub tasks: Vec<Task>,
}

/// An article, 条.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// 4 for （四）.
    pub number: u16,
    /// The heading without its full stop.
    pub heading: String,
    /// The paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// Paragraphs of the form 一是…, 二是…: the principles.
    pub principles: Vec<Principle>,
    /// Paragraphs of the form 第一步，到2021年，…: the steps of 三步走.
    pub steps: Vec<Step>,
}

/// A paragraph of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The run-in heading with its full stop, where the paragraph opens with one.
    pub heading: Option<String>,
    /// The words after the heading.
    pub text: String,
}

/// One of the principles, 实施原则.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principle {
    /// 1 for 一是.
    pub number: u16,
    /// The first sentence, without 「一是」 and its full stop.
    pub heading: String,
    /// The sentences after it.
    pub text: String,
}

/// One of the steps of 三步走.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// 1 for 第一步.
    pub number: u16,
    /// The year by which its goal holds.
    pub year: u16,
    /// The words after 「到2021年，」.
    pub goal: String,
}

/// A task's number, unique within its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskNumber(pub u16);

/// A task, 任务, of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// As printed before the full stop.
    pub number: TaskNumber,
    /// The section it stands in.
    pub section: u16,
    /// What is to be done: the task without number and responsibility clause.
    pub text: String,
    /// The responsibility clause as printed, with its brackets; empty where there is none.
    pub clause: String,
    /// 牵头 units in printed order: the first is in charge.
    pub lead: Vec<Assignment>,
    /// 配合 units in printed order.
    pub cooperate: Vec<Assignment>,
    /// 支持 units in printed order.
    pub support: Vec<Assignment>,
}

impl Paragraph {
    /// The paragraph as printed.
    pub fn printed(&self) -> String {
        format!("{}{}", self.heading.as_deref().unwrap_or(""), self.text)
    }
}

impl Document {
    /// All articles, chapter by chapter.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.chapters.iter().flat_map(|chapter| &chapter.articles)
    }

    /// All tasks, section by section.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.chapters.iter().flat_map(|chapter| &chapter.tasks)
    }

    /// The steps of 三步走.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.articles().flat_map(|article| &article.steps)
    }

    /// The principles.
    pub fn principles(&self) -> impl Iterator<Item = &Principle> {
        self.articles().flat_map(|article| &article.principles)
    }
}
