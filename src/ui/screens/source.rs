//! 原文: both documents as printed, tasks and articles linked both ways.

use leptos::prelude::*;

use crate::browser::{page, task};
use crate::format::policy::policy_json;
use crate::policy::{Article, Chapter, Document, FIRST_TOPIC, Paragraph, Task, numeral};
use crate::route::{Place, Route};
use crate::ui::elements::dom::{El, Fragment, button, classed, effect, el, link};
use crate::ui::exporting::export::download;
use crate::ui::state::projection;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::parts::{article_label, list, status_tag, task_label};

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let policy = session.policy();
    effect(move || match session.route.get() {
        Route::Source(Some(place)) => {
            let id = place_id(place);
            task::next_frame(move || {
                page::scroll_to(&id);
                page::focus(&id);
            });
        }
        Route::Source(None) => page::scroll_to_top(),
        _ => {}
    });
    classed("div", "source")
        .child(classed("h1", "sr-only").child("原文"))
        .child(outline(session))
        .child(
            classed("div", "documents")
                .child(printed(session, policy.opinions()))
                .child(printed(session, &policy.plan)),
        )
}

fn outline(session: Session) -> El {
    let policy = session.policy();
    let article = |article: &'static Article| {
        let label = article_label(article.number, &article.heading);
        el("li").child(link(address(Place::Article(article.number))).child(label))
    };
    let section = |section: &'static Chapter| {
        let label = format!("{}、{}", numeral::print(section.number), section.title);
        let first = section.tasks.first();
        el("li").child(first.map(|task| link(address(Place::Task(task.number))).child(label)))
    };
    let download = move || {
        let text = policy_json(policy);
        download(session, "政策结构化数据.json", &text, "application/json");
    };
    classed("nav", "outline")
        .attr("aria-label", "目录")
        .child(el("h2").child("附件1 实施意见"))
        .child(list("ol", "", policy.opinions().articles().map(article)))
        .child(el("h2").child("附件2 行动计划"))
        .child(list("ol", "", policy.plan.chapters.iter().map(section)))
        .child(button("下载结构化数据（JSON）", download))
}

fn address(place: Place) -> String {
    Route::Source(Some(place)).print()
}

fn place_id(place: Place) -> String {
    match place {
        Place::Article(number) => format!("article-{number}"),
        Place::Task(task) => format!("source-task-{}", task.0),
    }
}

fn printed(session: Session, document: &'static Document) -> El {
    let head = classed("article", "printed policy-text")
        .child(classed("p", "document-label").child(document.label.as_str()))
        .child(el("h2").child(document.title.as_str()));
    let preamble = document.preamble.iter().map(|text| el("p").child(text.as_str()));
    let chapters = document.chapters.iter().map(|chapter| chapter_text(session, chapter));
    chapters.fold(preamble.fold(head, El::child), El::child)
}

fn chapter_text(session: Session, chapter: &'static Chapter) -> Fragment {
    let title = format!("{}、{}", numeral::print(chapter.number), chapter.title);
    let articles = chapter.articles.iter().map(|article| article_text(session, article));
    let tasks = chapter.tasks.iter().map(|task| task_text(session, task));
    let title = Fragment::default().child(el("h3").child(title));
    articles.chain(tasks).fold(title, Fragment::child)
}

fn article_text(session: Session, article: &'static Article) -> Fragment {
    let heading = el("h4")
        .attr("id", place_id(Place::Article(article.number)))
        .attr("tabindex", "-1")
        .child(article_label(article.number, &article.heading));
    let paragraph = |paragraph: &'static Paragraph| {
        let heading = paragraph.heading.as_deref();
        el("p").child(heading.map(|text| el("strong").child(text))).child(paragraph.text.as_str())
    };
    let is_topic = article.number >= FIRST_TOPIC;
    article
        .paragraphs
        .iter()
        .map(paragraph)
        .fold(Fragment::default().child(heading), Fragment::child)
        .child(is_topic.then(|| carried_out(session, article.number)))
}

/// The tasks that carry out an article, or that none does.
fn carried_out(session: Session, article: u16) -> El {
    let policy = session.policy();
    let links = classed("p", "links");
    if policy.not_carried(article).is_some() {
        return links.child("行动计划中没有任务落实本条。");
    }
    let task = |(task, is_primary)| {
        let rank = if is_primary { "" } else { "（次）" };
        link(Route::task(task).print()).child(task_label(task)).child(rank)
    };
    policy.carried_by(article).map(task).fold(links.child("落实本条的任务："), El::child)
}

fn task_text(session: Session, task: &'static Task) -> Fragment {
    let status = projection::of_row(session, task, |row| row.entry.status());
    let topics = session.policy().placement(task.number).map_or(&[][..], |place| &place.topics);
    let topic = |topic: &crate::policy::Topic| {
        link(address(Place::Article(topic.article)))
            .child(format!("（{}）", numeral::print(topic.article)))
    };
    let text = el("p")
        .attr("id", place_id(Place::Task(task.number)))
        .attr("tabindex", "-1")
        .child(classed("span", "number").child(format!("{}.", task.number.0)))
        .child(task.text.as_str())
        .child(task.clause.as_str());
    let links = classed("p", "links")
        .child(status_tag(status))
        .child(
            link(Route::task(task.number).print())
                .child(format!("填报{}", task_label(task.number))),
        )
        .child("落实条文：");
    Fragment::default().child(text).child(topics.iter().map(topic).fold(links, El::child))
}
