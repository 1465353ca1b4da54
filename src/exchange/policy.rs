//! The structured policy as JSON, for whoever wants to work with it elsewhere.
//!
//! `public/schema/policy.schema.json` describes it.

use super::Layout;
use super::json::Tree;
use crate::policy::unit::Members;
use crate::policy::{
    Article, Assignment, Chapter, Document, Paragraph, Placement, Policy, Principle, Role, Step,
    Task, Topic, Unit, UnitId,
};

/// The value of `format` in the policy file.
pub const FORMAT: &str = "policy-ledger-policy";

/// The version of that format.
pub const VERSION: u64 = 1;

/// The policy as pretty-printed JSON: documents, phases, sections, tasks, topics, units.
pub fn policy_json(policy: &Policy) -> String {
    let documents = [&policy.opinions, &policy.plan].map(document);
    let tasks = policy.tasks().map(|task| self::task(policy, task));
    let units = policy.roster.iter().map(|(id, unit)| self::unit(policy, id, unit));
    let parts = [
        ("format", Tree::from(FORMAT)),
        ("version", Tree::from(VERSION)),
        ("policy", Tree::from(crate::policy::BUNDLED_ID)),
        ("documents", Tree::list(documents)),
        ("phases", Tree::list(policy.phases().map(phase))),
        ("sections", Tree::list(policy.plan.chapters.iter().map(section))),
        ("articles", Tree::list(policy.opinions.articles().map(|a| topic_article(policy, a)))),
        ("tasks", Tree::list(tasks)),
        ("units", Tree::list(units)),
    ];
    Tree::object(parts).print(Layout::Pretty)
}

fn document(document: &Document) -> Tree<'_> {
    Tree::object([
        ("label", Tree::from(&document.label)),
        ("title", Tree::from(&document.title)),
        ("preamble", Tree::list(&document.preamble)),
        ("chapters", Tree::list(document.chapters.iter().map(chapter))),
        ("principles", Tree::list(document.principles().map(principle))),
        ("steps", Tree::list(document.steps().map(phase))),
    ])
}

fn chapter(chapter: &Chapter) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(chapter.number)),
        ("title", Tree::from(&chapter.title)),
        ("articles", Tree::list(chapter.articles.iter().map(article))),
        ("tasks", Tree::list(chapter.tasks.iter().map(|task| task.number.0))),
    ])
}

fn article(article: &Article) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(article.number)),
        ("heading", Tree::from(&article.heading)),
        ("paragraphs", Tree::list(article.paragraphs.iter().map(paragraph))),
    ])
}

fn paragraph(paragraph: &Paragraph) -> Tree<'_> {
    let heading = paragraph.heading.as_ref().map_or(Tree::Null, Tree::from);
    Tree::object([("heading", heading), ("text", Tree::from(&paragraph.text))])
}

fn principle(principle: &Principle) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(principle.number)),
        ("heading", Tree::from(&principle.heading)),
        ("text", Tree::from(&principle.text)),
    ])
}

fn phase(step: &Step) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(step.number)),
        ("year", Tree::from(step.year)),
        ("goal", Tree::from(&step.goal)),
    ])
}

fn section(section: &Chapter) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(section.number)),
        ("title", Tree::from(&section.title)),
        ("tasks", Tree::list(section.tasks.iter().map(|task| task.number.0))),
    ])
}

/// An article with the tasks that carry it out; `not_carried` quotes it where none does.
fn topic_article<'a>(policy: &'a Policy, article: &'a Article) -> Tree<'a> {
    let carried_by = policy.carried_by(article.number).map(|(task, _)| task.0);
    Tree::object([
        ("number", Tree::from(article.number)),
        ("heading", Tree::from(&article.heading)),
        ("carried_by", Tree::list(carried_by)),
        ("not_carried", policy.not_carried(article.number).map_or(Tree::Null, Tree::from)),
    ])
}

fn task<'a>(policy: &'a Policy, task: &'a Task) -> Tree<'a> {
    let names = |list: &'a [Assignment]| {
        Tree::list(list.iter().map(|assignment| policy.roster.name(assignment.unit)))
    };
    let placement = policy.placement(task.number);
    let topics = placement.map_or(&[][..], |placement| &placement.topics);
    let topics = topics.iter().enumerate().map(|(at, topic)| self::topic(topic, at == 0));
    let assignments = task.assignments().map(|(role, a)| assignment(policy, role, a));
    Tree::object([
        ("number", Tree::from(task.number.0)),
        ("section", Tree::from(task.section)),
        ("text", Tree::from(&task.text)),
        ("clause", Tree::from(&task.clause)),
        ("lead", names(&task.lead)),
        ("cooperate", names(&task.cooperate)),
        ("support", names(&task.support)),
        ("assignments", Tree::list(assignments)),
        ("phase", placement.map_or(Tree::Null, default_phase)),
        ("topics", Tree::list(topics)),
    ])
}

fn assignment<'a>(policy: &'a Policy, role: Role, assignment: &'a Assignment) -> Tree<'a> {
    Tree::object([
        ("role", Tree::from(role.name())),
        ("unit", Tree::from(policy.roster.name(assignment.unit))),
        ("printed", Tree::from(&assignment.printed)),
        ("members", names_of(policy, &assignment.members)),
    ])
}

fn default_phase(placement: &Placement) -> Tree<'_> {
    Tree::object([
        ("year", Tree::from(placement.phase)),
        ("goal_quote", Tree::from(&placement.goal_quote)),
        ("task_quote", Tree::from(&placement.task_quote)),
        ("reason", Tree::from(&placement.reason)),
    ])
}

fn topic(topic: &Topic, is_primary: bool) -> Tree<'_> {
    Tree::object([
        ("article", Tree::from(topic.article)),
        ("primary", Tree::from(is_primary)),
        ("article_quote", Tree::from(&topic.article_quote)),
        ("task_quote", Tree::from(&topic.task_quote)),
    ])
}

/// A unit; `members` of a group whose members each task names itself is `"named"`.
fn unit<'a>(policy: &'a Policy, id: UnitId, unit: &'a Unit) -> Tree<'a> {
    let members = match &unit.members {
        Members::Fixed(members) => names_of(policy, members),
        Members::NamedInTask => Tree::from("named"),
    };
    Tree::object([
        ("name", Tree::from(&unit.name)),
        ("kind", Tree::from(unit.kind.name())),
        ("aliases", Tree::list(&unit.aliases)),
        ("members", members),
        ("printed", Tree::list(policy.printed_forms(id))),
        ("basis", Tree::from(&unit.basis)),
    ])
}

fn names_of<'a>(policy: &'a Policy, members: &[UnitId]) -> Tree<'a> {
    Tree::list(members.iter().map(|id| policy.roster.name(*id)))
}
