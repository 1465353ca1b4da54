//! What importing a file would change, before it changes anything.

use leptos::prelude::*;

use super::dom::{El, Part, Parts, button, classed, dynamic, el, nothing};
use super::history::excerpt;
use super::import::{Import, Incoming, PREVIEW};
use super::parts::{dialog, list, radio, row_link, scroller, table_head};
use super::session::{Session, use_session};
use crate::browser::page;
use crate::ledger::merge::{Difference, Relation};
use crate::ledger::{Change, Ledger};

/// The dialog.
pub fn view(import: Import) -> El {
    let session = use_session();
    dialog(PREVIEW, "preview-title")
        .attr("class", "wide")
        .on("close", move |_| import.incoming.set(None))
        .child(dynamic(move || match import.incoming.get() {
            Some(incoming) => summary(session, import, &incoming).into_part(),
            None => nothing(),
        }))
}

fn summary(session: Session, import: Import, incoming: &Incoming) -> Parts {
    let plan = &incoming.plan;
    let nothing_new = plan.is_empty();
    let from = incoming.export.as_ref().map(|export| {
        let when = session.now().local_minute(export.at);
        format!(" {} 于 {when} 导出", export.by.print())
    });
    let counts = [
        (Relation::TheirsNewer, "对方较新", "导入后采用对方的"),
        (Relation::BothChanged, "双方都改过", "请逐处选择"),
        (Relation::MineNewer, "本机较新", "保留本机的"),
        (Relation::Same, "相同", "不变"),
    ];
    let count = |(relation, name, what)| {
        el("li")
            .child(classed("strong", "number").child(plan.count(relation).to_string()))
            .child(" 处")
            .child(name)
            .child(classed("span", "hint").child(what))
    };
    let differences = |relation: Relation, title: &'static str, is_open: bool| {
        let of_relation = plan.differences.iter().filter(|d| d.relation == relation);
        let side = Side { session, import, ledger: &incoming.ledger };
        let rows: Vec<El> = of_relation.map(|difference| side.row(difference)).collect();
        (!rows.is_empty()).then(|| table(title, rows, is_open))
    };
    let notices = incoming.notices.iter().map(|notice| el("li").child(notice.clone()));
    let no_news = classed("p", "banner").child("这份文件里没有本机还不知道的内容，不需要导入。");
    let accept = button("导入这些内容", move || import.accept()).attr("class", "primary");
    let close = if nothing_new { "关闭" } else { "取消，什么都不改" };
    Parts::default()
        .child(el("h2").attr("id", "preview-title").child("导入预览"))
        .child(el("p").child(el("strong").child(incoming.name.clone())).child(from))
        .child(list("ul", "counts", counts.into_iter().map(count)))
        .child(list("ul", "notices", notices))
        .child(nothing_new.then_some(no_news))
        .child(differences(Relation::BothChanged, "双方都改过", true))
        .child(differences(Relation::TheirsNewer, "对方较新", true))
        .child(differences(Relation::MineNewer, "本机较新", false))
        .child(
            classed("p", "actions")
                .child((!nothing_new).then_some(accept))
                .child(button(close, || page::close_dialog(PREVIEW))),
        )
}

fn table(title: &'static str, rows: Vec<El>, is_open: bool) -> El {
    let summary = el("summary").child(format!("{title}（{}）", rows.len()));
    let table = classed("table", "differences")
        .child(table_head(["任务", "栏目", "本机", "文件"]))
        .child(rows.into_iter().fold(el("tbody"), El::child));
    el("details").is("open", move || is_open).child(summary).child(scroller(title).child(table))
}

/// What a row of the preview is made from.
struct Side<'a> {
    session: Session,
    import: Import,
    ledger: &'a Ledger,
}

impl Side<'_> {
    fn row(&self, difference: &Difference) -> El {
        el("tr")
            .child(el("th").attr("scope", "row").child(row_link(difference.task)))
            .child(el("td").child(difference.field.name()))
            .child(self.cell(difference, false))
            .child(self.cell(difference, true))
    }

    fn cell(&self, difference: &Difference, is_theirs: bool) -> El {
        let change = if is_theirs { &difference.theirs } else { &difference.mine };
        let value = excerpt(change.as_ref().and_then(|change| change.value.as_ref()));
        let contested = difference.relation == Relation::BothChanged;
        el("td")
            .child(classed("span", "value").child(value))
            .child(
                classed("span", "hint").child(change.as_ref().map(|c| self.origin(c, is_theirs))),
            )
            .child(contested.then(|| self.choice(difference, is_theirs)))
    }

    fn origin(&self, change: &Change, is_theirs: bool) -> String {
        let actor = &change.stamp.actor;
        let who = if is_theirs {
            self.ledger.reporter(actor)
        } else {
            self.session.with_untracked(|ledger| ledger.reporter(actor))
        };
        let when = self.session.now().local_minute(change.stamp.wall);
        format!("{} · {when}", who.print())
    }

    fn choice(&self, difference: &Difference, is_theirs: bool) -> El {
        let choices = self.import.choices;
        let key = (difference.task, difference.field);
        let shown = difference.clone();
        let theirs_chosen = move || choices.with(|choices| choices.takes_theirs(&shown));
        radio(
            format!("choice-{}-{}", key.0.0, key.1.name()),
            if is_theirs { "采用文件的" } else { "保留本机的" },
            move || theirs_chosen() == is_theirs,
            move || choices.update(|choices| choices.choose(key, is_theirs)),
        )
    }
}
