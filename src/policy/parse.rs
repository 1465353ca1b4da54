//! Reads an official document as written: 「一、」 chapters, 「（一）」 articles, 「1.」 tasks.
//!
//! Line by line, with no look-ahead and no failure: what does not fit becomes a [`Diagnostic`].

use super::clause;
use super::document::{Article, Chapter, Document, Paragraph, Principle, Step, Task, TaskNumber};
use super::numeral;
use super::unit::Roster;

/// Something in a document that does not read as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The line it was found on, from 1.
    pub line: usize,
    /// What was found.
    pub fault: Fault,
}

/// The kinds of [`Diagnostic`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Numbers are missing before this part.
    Gap {
        /// The kind of part.
        part: Part,
        /// The number due here.
        expected: u16,
        /// The number printed.
        found: u16,
    },
    /// A number comes again, or after a greater one.
    Repeat {
        /// The kind of part.
        part: Part,
        /// The number printed.
        found: u16,
    },
    /// A task that no unit answers for.
    MissingClause {
        /// The task.
        task: TaskNumber,
    },
    /// A part of a clause that names no role, or no unit.
    UnreadableClause {
        /// The task.
        task: TaskNumber,
        /// The part as printed.
        part: String,
    },
    /// A unit the roster does not know.
    UnknownUnit {
        /// The task.
        task: TaskNumber,
        /// The name as printed.
        printed: String,
    },
    /// An article or task before the first chapter, or words in a chapter before its first part: they
    /// are left out.
    OutsideChapter,
}

/// The numbered parts of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 一、
    Chapter,
    /// （一）
    Article,
    /// 1.
    Task,
}

/// The longest run-in heading, in characters; the longest in the sources has 16.
const HEADING_CHARS: usize = 30;

/// Reads one document. Never fails and never panics: a fault is reported and reading goes on.
pub fn parse(text: &str, roster: &Roster) -> (Document, Vec<Diagnostic>) {
    let mut reader = Reader::new(roster);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !line.is_empty() {
            reader.line = number;
            reader.read(line);
        }
    }
    reader.finish_task();
    (reader.document, reader.diagnostics)
}

/// A task whose lines are still coming in.
struct OpenTask {
    line: usize,
    number: u16,
    text: String,
}

struct Reader<'a> {
    roster: &'a Roster,
    document: Document,
    diagnostics: Vec<Diagnostic>,
    line: usize,
    chapter: u16,
    article: u16,
    task: u16,
    open_task: Option<OpenTask>,
}

impl<'a> Reader<'a> {
    fn new(roster: &'a Roster) -> Self {
        Self {
            roster,
            document: Document::default(),
            diagnostics: Vec::new(),
            line: 0,
            chapter: 0,
            article: 0,
            task: 0,
            open_task: None,
        }
    }

    fn read(&mut self, line: &str) {
        if let Some((number, title)) = chapter_start(line) {
            self.finish_task();
            self.chapter = self.count(Part::Chapter, self.chapter, number);
            let title = title.to_owned();
            let (articles, tasks) = (Vec::new(), Vec::new());
            self.document.chapters.push(Chapter { number, title, articles, tasks });
        } else if let Some((number, rest)) = article_start(line) {
            self.finish_task();
            self.article = self.count(Part::Article, self.article, number);
            self.open_article(number, rest);
        } else if let Some((number, rest)) = task_start(line) {
            self.finish_task();
            self.task = self.count(Part::Task, self.task, number);
            self.open_task = Some(OpenTask { line: self.line, number, text: rest.to_owned() });
        } else {
            self.read_on(line);
        }
    }

    /// A line that opens no part belongs to the one that is open.
    fn read_on(&mut self, line: &str) {
        if let Some(task) = &mut self.open_task {
            task.text.push_str(line);
            return;
        }
        let Some(chapter) = self.document.chapters.last_mut() else {
            return self.read_head(line);
        };
        let Some(article) = chapter.articles.last_mut() else {
            self.report(Fault::OutsideChapter);
            return;
        };
        read_paragraph(article, line);
    }

    /// The lines before the first chapter: label, title, preamble.
    fn read_head(&mut self, line: &str) {
        let head = &mut self.document;
        let is_first = *head == Document::default();
        let is_label = line.strip_prefix("附件").is_some_and(|n| n.chars().all(char::is_numeric));
        if is_first && is_label {
            line.clone_into(&mut head.label);
        } else if head.preamble.is_empty() && !line.ends_with(['。', '：', ':', '；']) {
            head.title.push_str(line);
        } else {
            head.preamble.push(line.to_owned());
        }
    }

    fn open_article(&mut self, number: u16, rest: &str) {
        let (heading, text) = rest.split_once('。').unwrap_or((rest, ""));
        let mut article = Article {
            number,
            heading: heading.to_owned(),
            paragraphs: Vec::new(),
            principles: Vec::new(),
            steps: Vec::new(),
        };
        if !text.trim().is_empty() {
            read_paragraph(&mut article, text.trim());
        }
        match self.document.chapters.last_mut() {
            Some(chapter) => chapter.articles.push(article),
            None => self.report(Fault::OutsideChapter),
        }
    }

    fn finish_task(&mut self) {
        let Some(OpenTask { line, number, text }) = self.open_task.take() else { return };
        let here = std::mem::replace(&mut self.line, line);
        let number = TaskNumber(number);
        let (text, printed) = match clause::split(&text) {
            Some((text, clause)) if names_a_role(clause) => (text, clause),
            _ => {
                self.report(Fault::MissingClause { task: number });
                (text.trim_end(), "")
            }
        };
        let said = clause::parse(printed, text, self.roster);
        for part in said.unreadable {
            self.report(Fault::UnreadableClause { task: number, part });
        }
        for printed in said.unknown {
            self.report(Fault::UnknownUnit { task: number, printed });
        }
        match self.document.chapters.last_mut() {
            Some(chapter) => chapter.tasks.push(Task {
                number,
                section: chapter.number,
                text: text.to_owned(),
                clause: printed.to_owned(),
                lead: said.lead,
                cooperate: said.cooperate,
                support: said.support,
            }),
            None => self.report(Fault::OutsideChapter),
        }
        self.line = here;
    }

    /// Holds a printed number against the one due, and says which number was reached.
    fn count(&mut self, part: Part, last: u16, found: u16) -> u16 {
        let expected = last.saturating_add(1);
        if found > expected {
            self.report(Fault::Gap { part, expected, found });
        } else if found < expected {
            self.report(Fault::Repeat { part, found });
        }
        found.max(last)
    }

    fn report(&mut self, fault: Fault) {
        self.diagnostics.push(Diagnostic { line: self.line, fault });
    }
}

fn names_a_role(clause: &str) -> bool {
    super::unit::Role::ALL.iter().any(|role| clause.contains(role.name()))
}

/// 「一、总体要求」
fn chapter_start(line: &str) -> Option<(u16, &str)> {
    let (number, title) = line.split_once('、')?;
    Some((numeral::parse(number)?, title.trim()))
}

/// 「（一）指导思想。」
fn article_start(line: &str) -> Option<(u16, &str)> {
    let (number, rest) = line.strip_prefix(['（', '('])?.split_once(['）', ')'])?;
    Some((numeral::parse(number)?, rest.trim()))
}

/// 「1.加大…」, with or without a space after the stop.
fn task_start(line: &str) -> Option<(u16, &str)> {
    let (number, rest) = line.split_once(['.', '．'])?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    Some((number.parse().ok().filter(|_| is_number)?, rest.trim_start()))
}

fn read_paragraph(article: &mut Article, line: &str) {
    if let Some(principle) = principle(line) {
        article.principles.push(principle);
    }
    if let Some(step) = step(line) {
        article.steps.push(step);
    }
    let heading = line
        .split_once('。')
        .filter(|(first, rest)| {
            !first.contains('，') && first.chars().count() <= HEADING_CHARS && !rest.is_empty()
        })
        .map(|(first, _)| format!("{first}。"));
    let text = line[heading.as_ref().map_or(0, String::len)..].to_owned();
    article.paragraphs.push(Paragraph { heading, text });
}

/// 「一是完善金融服务体系，建设一流湾区。围绕…」
fn principle(line: &str) -> Option<Principle> {
    let (number, rest) = line.split_once('是')?;
    let (heading, text) = rest.split_once('。')?;
    Some(Principle {
        number: numeral::parse(number)?,
        heading: heading.to_owned(),
        text: text.to_owned(),
    })
}

/// 「第一步，到2021年，以…」
fn step(line: &str) -> Option<Step> {
    let (number, rest) = line.strip_prefix('第')?.split_once("步，到")?;
    let (year, goal) = rest.split_once("年，")?;
    Some(Step { number: numeral::parse(number)?, year: year.parse().ok()?, goal: goal.to_owned() })
}
