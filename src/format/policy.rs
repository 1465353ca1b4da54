//! The policy as data: everything the text and its annotations say, for other programs.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use crate::json::layout::{Layout, print};
use crate::policy::unit::Members;
use crate::policy::{self, BUNDLED_ID, Policy, UnitId};

/// The value of `format` in the policy's file.
pub(super) const FORMAT: &str = "policy-structure";

/// The policy as JSON, laid out for people; `public/schema/policy.schema.json` says what is in it.
pub fn policy_json(policy: &Policy) -> String {
    let documents = [policy.opinions(), &policy.plan];
    let structure = Structure {
        format: FORMAT,
        version: super::VERSION,
        policy: BUNDLED_ID,
        documents: documents.into_iter().map(document).collect(),
        phases: policy.opinions().steps().map(step).collect(),
        sections: policy.plan.chapters.iter().map(section).collect(),
        articles: policy.opinions().articles().map(|a| carried(policy, a)).collect(),
        tasks: policy.tasks().map(|t| task(policy, t)).collect(),
        units: policy.roster().iter().map(|(id, u)| unit(policy, id, u)).collect(),
    };
    print(&structure, Layout::Pretty)
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(
    title = "政策结构化数据",
    description = "实施意见与三年行动计划，按原文解析",
    extend("$id" = "policy.schema.json"),
))]
pub(super) struct Structure<'a> {
    #[cfg_attr(test, schemars(extend("const" = FORMAT)))]
    format: &'static str,
    #[cfg_attr(test, schemars(extend("const" = super::VERSION)))]
    version: u64,
    policy: &'static str,
    #[cfg_attr(test, schemars(length(min = 2)))]
    documents: Vec<Document<'a>>,
    #[cfg_attr(test, schemars(description = "三步走"))]
    phases: Vec<Step<'a>>,
    #[cfg_attr(test, schemars(description = "板块"))]
    sections: Vec<Section<'a>>,
    #[cfg_attr(
        test,
        schemars(description = "实施意见各条，由哪些任务落实；没有任务落实的，not_carried 引原文")
    )]
    articles: Vec<Carried<'a>>,
    tasks: Vec<Task<'a>>,
    units: Vec<Unit<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "document"))]
struct Document<'a> {
    label: &'a str,
    title: &'a str,
    preamble: &'a [String],
    chapters: Vec<Chapter<'a>>,
    principles: Vec<Principle<'a>>,
    steps: Vec<Step<'a>>,
}

fn document(document: &policy::Document) -> Document<'_> {
    Document {
        label: &document.label,
        title: &document.title,
        preamble: &document.preamble,
        chapters: document.chapters.iter().map(chapter).collect(),
        principles: document.principles().map(principle).collect(),
        steps: document.steps().map(step).collect(),
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "chapter"))]
struct Chapter<'a> {
    number: u16,
    title: &'a str,
    articles: Vec<Article<'a>>,
    tasks: Vec<Number>,
}

fn chapter(chapter: &policy::Chapter) -> Chapter<'_> {
    Chapter {
        number: chapter.number,
        title: &chapter.title,
        articles: chapter.articles.iter().map(article).collect(),
        tasks: tasks_of(chapter),
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "section"))]
struct Section<'a> {
    number: u16,
    title: &'a str,
    tasks: Vec<Number>,
}

fn section(chapter: &policy::Chapter) -> Section<'_> {
    Section { number: chapter.number, title: &chapter.title, tasks: tasks_of(chapter) }
}

// Of a task or an article.
#[derive(Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(JsonSchema), schemars(inline))]
struct Number(#[cfg_attr(test, schemars(range(min = 1)))] u16);

fn tasks_of(chapter: &policy::Chapter) -> Vec<Number> {
    chapter.tasks.iter().map(|task| Number(task.number.0)).collect()
}

// Of a unit, never empty.
#[derive(Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(JsonSchema), schemars(inline))]
struct Name<'a>(#[cfg_attr(test, schemars(length(min = 1)))] &'a str);

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "article"))]
struct Article<'a> {
    number: u16,
    heading: &'a str,
    paragraphs: Vec<Paragraph<'a>>,
}

fn article(article: &policy::Article) -> Article<'_> {
    let paragraphs = article.paragraphs.iter().map(|paragraph| Paragraph {
        heading: paragraph.heading.as_deref(),
        text: &paragraph.text,
    });
    Article { number: article.number, heading: &article.heading, paragraphs: paragraphs.collect() }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "paragraph"))]
struct Paragraph<'a> {
    #[cfg_attr(test, schemars(description = "段首小标题"))]
    heading: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "principle"))]
struct Principle<'a> {
    number: u16,
    heading: &'a str,
    text: &'a str,
}

fn principle(principle: &policy::Principle) -> Principle<'_> {
    Principle { number: principle.number, heading: &principle.heading, text: &principle.text }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "phase"))]
struct Step<'a> {
    number: u16,
    year: u16,
    goal: &'a str,
}

fn step(step: &policy::Step) -> Step<'_> {
    Step { number: step.number, year: step.year, goal: &step.goal }
}

// An article with the tasks that carry it out, those whose primary topic it is named apart.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "topic_article"))]
#[allow(clippy::struct_field_names)] // as version 1 has them
struct Carried<'a> {
    number: u16,
    heading: &'a str,
    carried_out_by: Vec<Number>,
    primary_of: Vec<Number>,
    not_carried: Option<&'a str>,
}

fn carried<'a>(policy: &'a Policy, article: &'a policy::Article) -> Carried<'a> {
    let carrying = |wanted: bool| {
        let carrying = policy.carried_by(article.number);
        let carrying = carrying.filter(|(_, primary)| *primary || !wanted);
        carrying.map(|(task, _)| Number(task.0)).collect()
    };
    Carried {
        number: article.number,
        heading: &article.heading,
        carried_out_by: carrying(false),
        primary_of: carrying(true),
        not_carried: policy.not_carried(article.number),
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "task"))]
struct Task<'a> {
    number: Number,
    section: u16,
    #[cfg_attr(test, schemars(description = "任务原文，不含责任分工", length(min = 1)))]
    text: &'a str,
    #[cfg_attr(test, schemars(description = "责任分工原文"))]
    clause: &'a str,
    #[cfg_attr(test, schemars(description = "牵头单位全称，按原文顺序，首位负责"))]
    lead: Vec<Name<'a>>,
    #[cfg_attr(test, schemars(description = "配合单位"))]
    cooperate: Vec<Name<'a>>,
    #[cfg_attr(test, schemars(description = "支持单位"))]
    support: Vec<Name<'a>>,
    assignments: Vec<Assignment<'a>>,
    #[cfg_attr(test, schemars(required, description = "默认阶段及依据"))]
    phase: Option<Phase<'a>>,
    #[cfg_attr(test, schemars(description = "落实的条文及依据，首个为主", length(min = 1)))]
    topics: Vec<Topic<'a>>,
}

fn task<'a>(policy: &'a Policy, task: &'a policy::Task) -> Task<'a> {
    let names =
        |assignments: &[policy::Assignment]| names(policy, assignments.iter().map(|a| a.unit));
    let placement = policy.placement(task.number);
    Task {
        number: Number(task.number.0),
        section: task.section,
        text: &task.text,
        clause: &task.clause,
        lead: names(&task.lead),
        cooperate: names(&task.cooperate),
        support: names(&task.support),
        assignments: task.assignments().map(|(r, a)| assignment(policy, r, a)).collect(),
        phase: placement.map(phase),
        topics: placement.map(topics).unwrap_or_default(),
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "assignment"))]
struct Assignment<'a> {
    #[cfg_attr(test, schemars(extend("enum" = ["牵头", "配合", "支持"])))]
    role: &'static str,
    unit: Name<'a>,
    #[cfg_attr(test, schemars(description = "原文写法，可能有省略"))]
    printed: &'a str,
    #[cfg_attr(test, schemars(description = "群组在这项任务里指哪些单位"))]
    members: Vec<Name<'a>>,
}

fn assignment<'a>(
    policy: &'a Policy,
    role: policy::Role,
    assignment: &'a policy::Assignment,
) -> Assignment<'a> {
    Assignment {
        role: role.name(),
        unit: Name(policy.roster().name(assignment.unit)),
        printed: &assignment.printed,
        members: names(policy, assignment.members.iter().copied()),
    }
}

fn names(policy: &Policy, units: impl Iterator<Item = UnitId>) -> Vec<Name<'_>> {
    units.map(|unit| Name(policy.roster().name(unit))).collect()
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "placement"))]
struct Phase<'a> {
    year: u16,
    goal_quote: &'a str,
    task_quote: &'a str,
    reason: Option<&'a str>,
}

fn phase(placement: &policy::Placement) -> Phase<'_> {
    Phase {
        year: placement.phase,
        goal_quote: &placement.goal_quote,
        task_quote: &placement.task_quote,
        reason: Some(placement.reason.as_str()).filter(|reason| !reason.is_empty()),
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "topic"))]
struct Topic<'a> {
    #[cfg_attr(test, schemars(range(min = 4, max = 25)))]
    article: u16,
    primary: bool,
    article_quote: &'a str,
    task_quote: &'a str,
}

fn topics(placement: &policy::Placement) -> Vec<Topic<'_>> {
    let topics = placement.topics.iter().enumerate().map(|(at, topic)| Topic {
        article: topic.article,
        primary: at == 0,
        article_quote: &topic.article_quote,
        task_quote: &topic.task_quote,
    });
    topics.collect()
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "unit"))]
struct Unit<'a> {
    name: Name<'a>,
    #[cfg_attr(test, schemars(extend("enum" = policy::UnitKind::ALL.map(policy::UnitKind::name))))]
    kind: &'static str,
    aliases: Vec<Name<'a>>,
    #[cfg_attr(test, schemars(description = "群组成员"))]
    members: Vec<Name<'a>>,
    #[cfg_attr(test, schemars(description = "成员由各任务的文字点名"))]
    members_named_in_task: bool,
    #[cfg_attr(test, schemars(description = "责任分工中的各种写法"))]
    printed: Vec<Name<'a>>,
    basis: &'a str,
}

fn unit<'a>(policy: &'a Policy, id: UnitId, unit: &'a policy::Unit) -> Unit<'a> {
    let (members, by_task) = match &unit.members {
        Members::Fixed(members) => (names(policy, members.iter().copied()), false),
        Members::NamedInTask => (Vec::new(), true),
    };
    Unit {
        name: Name(&unit.name),
        kind: unit.kind.name(),
        aliases: unit.aliases.iter().map(|name| Name(name)).collect(),
        members,
        members_named_in_task: by_task,
        printed: policy.printed_forms(id).into_iter().map(Name).collect(),
        basis: &unit.basis,
    }
}
