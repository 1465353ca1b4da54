//! The policy as data: everything the text and its annotations say, for other programs.

use crate::json::{Layout, Tree};
use crate::policy::unit::Members;
use crate::policy::{
    Article, Assignment, BUNDLED_ID, Chapter, Document, Paragraph, Placement, Policy, Principle,
    Role, Step, Task, Unit, UnitId,
};

/// The value of `format` in the policy's file.
pub(super) const FORMAT: &str = "policy-structure";

/// The policy as JSON, laid out for people; `public/schema/policy.schema.json` says what is in it.
pub fn policy_json(policy: &Policy) -> String {
    let tree = Tree::object([
        ("format", Tree::from(FORMAT)),
        ("version", Tree::from(super::VERSION)),
        ("policy", Tree::from(BUNDLED_ID)),
        ("documents", Tree::list([policy.opinions(), &policy.plan].map(document))),
        ("phases", Tree::list(policy.opinions().steps().map(step))),
        ("sections", Tree::list(policy.plan.chapters.iter().map(section))),
        ("articles", Tree::list(policy.opinions().articles().map(|a| carried(policy, a)))),
        ("tasks", Tree::list(policy.tasks().map(|t| task(policy, t)))),
        ("units", Tree::list(policy.roster().iter().map(|(id, u)| unit(policy, id, u)))),
    ]);
    tree.print(Layout::Pretty)
}

fn document(document: &Document) -> Tree<'_> {
    Tree::object([
        ("label", Tree::from(&document.label)),
        ("title", Tree::from(&document.title)),
        ("preamble", Tree::list(&document.preamble)),
        ("chapters", Tree::list(document.chapters.iter().map(chapter))),
        ("principles", Tree::list(document.principles().map(principle))),
        ("steps", Tree::list(document.steps().map(step))),
    ])
}

fn chapter(chapter: &Chapter) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(chapter.number)),
        ("title", Tree::from(&chapter.title)),
        ("articles", Tree::list(chapter.articles.iter().map(article))),
        ("tasks", task_numbers(chapter)),
    ])
}

fn section(chapter: &Chapter) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(chapter.number)),
        ("title", Tree::from(&chapter.title)),
        ("tasks", task_numbers(chapter)),
    ])
}

fn task_numbers(chapter: &Chapter) -> Tree<'_> {
    Tree::list(chapter.tasks.iter().map(|task| task.number.0))
}

fn article(article: &Article) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(article.number)),
        ("heading", Tree::from(&article.heading)),
        ("paragraphs", Tree::list(article.paragraphs.iter().map(paragraph))),
    ])
}

fn paragraph(paragraph: &Paragraph) -> Tree<'_> {
    let heading = paragraph.heading.as_deref().map_or(Tree::Null, Tree::from);
    Tree::object([("heading", heading), ("text", Tree::from(&paragraph.text))])
}

fn principle(principle: &Principle) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(principle.number)),
        ("heading", Tree::from(&principle.heading)),
        ("text", Tree::from(&principle.text)),
    ])
}

fn step(step: &Step) -> Tree<'_> {
    Tree::object([
        ("number", Tree::from(step.number)),
        ("year", Tree::from(step.year)),
        ("goal", Tree::from(&step.goal)),
    ])
}

/// An article with the tasks that carry it out, those whose primary topic it is named apart.
fn carried<'a>(policy: &'a Policy, article: &'a Article) -> Tree<'a> {
    let carrying = |wanted: bool| {
        let carrying = policy.carried_by(article.number);
        carrying.filter(move |(_, primary)| *primary || !wanted).map(|(task, _)| task.0)
    };
    Tree::object([
        ("number", Tree::from(article.number)),
        ("heading", Tree::from(&article.heading)),
        ("carried_out_by", Tree::list(carrying(false))),
        ("primary_of", Tree::list(carrying(true))),
        ("not_carried", policy.not_carried(article.number).map_or(Tree::Null, Tree::from)),
    ])
}

fn task<'a>(policy: &'a Policy, task: &'a Task) -> Tree<'a> {
    let names = |assignments: &'a [Assignment]| {
        Tree::list(assignments.iter().map(|a| policy.roster().name(a.unit)))
    };
    let placement = policy.placement(task.number);
    Tree::object([
        ("number", Tree::from(task.number.0)),
        ("section", Tree::from(task.section)),
        ("text", Tree::from(&task.text)),
        ("clause", Tree::from(&task.clause)),
        ("lead", names(&task.lead)),
        ("cooperate", names(&task.cooperate)),
        ("support", names(&task.support)),
        ("assignments", Tree::list(task.assignments().map(|(r, a)| assignment(policy, r, a)))),
        ("phase", placement.map_or(Tree::Null, phase)),
        ("topics", placement.map_or_else(|| Tree::List(Vec::new()), topics)),
    ])
}

fn assignment<'a>(policy: &'a Policy, role: Role, assignment: &'a Assignment) -> Tree<'a> {
    Tree::object([
        ("role", Tree::from(role.name())),
        ("unit", Tree::from(policy.roster().name(assignment.unit))),
        ("printed", Tree::from(&assignment.printed)),
        ("members", unit_names(policy, &assignment.members)),
    ])
}

fn unit_names<'a>(policy: &'a Policy, units: &[UnitId]) -> Tree<'a> {
    Tree::list(units.iter().map(|unit| policy.roster().name(*unit)))
}

fn phase(placement: &Placement) -> Tree<'_> {
    let reason = Some(placement.reason.as_str()).filter(|reason| !reason.is_empty());
    Tree::object([
        ("year", Tree::from(placement.phase)),
        ("goal_quote", Tree::from(&placement.goal_quote)),
        ("task_quote", Tree::from(&placement.task_quote)),
        ("reason", reason.map_or(Tree::Null, Tree::from)),
    ])
}

fn topics(placement: &Placement) -> Tree<'_> {
    Tree::list(placement.topics.iter().enumerate().map(|(at, topic)| {
        Tree::object([
            ("article", Tree::from(topic.article)),
            ("primary", Tree::from(at == 0)),
            ("article_quote", Tree::from(&topic.article_quote)),
            ("task_quote", Tree::from(&topic.task_quote)),
        ])
    }))
}

fn unit<'a>(policy: &'a Policy, id: UnitId, unit: &'a Unit) -> Tree<'a> {
    let (members, by_task) = match &unit.members {
        Members::Fixed(members) => (unit_names(policy, members), false),
        Members::NamedInTask => (Tree::List(Vec::new()), true),
    };
    Tree::object([
        ("name", Tree::from(&unit.name)),
        ("kind", Tree::from(unit.kind.name())),
        ("aliases", Tree::list(&unit.aliases)),
        ("members", members),
        ("members_named_in_task", Tree::from(by_task)),
        ("printed", Tree::list(policy.printed_forms(id))),
        ("basis", Tree::from(&unit.basis)),
    ])
}
