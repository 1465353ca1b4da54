//! What importing a file would change, before it changes anything.

use std::ops::Range;

use leptos::prelude::*;

use super::dom::{El, Part, Parts, button, classed, commit, dynamic, el, nothing};
use super::history::excerpt;
use super::import::{Import, Incoming, PREVIEW, TITLE};
use super::parts::{check_box, dialog, heading, list, radio, row_link, scroller, table_head};
use super::session::{Session, use_session};
use crate::browser::page;
use crate::exchange::Place;
use crate::exchange::rollup::{Arrival, State, Summary};
use crate::ledger::Change;
use crate::ledger::merge::{Difference, Relation};
use crate::tally::ruling::Outsider;

/// The dialog.
pub fn view(import: Import) -> El {
    let session = use_session();
    let is_waited_for = move || import.incoming.with(Option::is_none);
    // The heading stays, and has the focus: what it is over is not there yet when the dialog opens.
    let title = heading("h2", TITLE, "导入预览").attr("tabindex", "-1").attr("autofocus", "");
    dialog(PREVIEW, TITLE)
        .attr("class", "wide")
        .says("aria-busy", move || is_waited_for().to_string())
        .on("close", move |_| import.incoming.set(None))
        .child(title)
        .child(dynamic(move || {
            import.incoming.with(|incoming| match incoming {
                Some(incoming) => summary(session, import, incoming).into_part(),
                None => import.progress.view().into_part(),
            })
        }))
}

fn summary(session: Session, import: Import, incoming: &Incoming) -> Parts {
    let number = |relation: Relation| incoming.count(relation);
    let nothing_new = !incoming.brings_news;
    let counts = [
        (Relation::TheirsNewer, "对方较新", "导入后采用对方的"),
        (Relation::BothChanged, "双方都改过", "已按职责预选，请逐处核对"),
        (Relation::MineNewer, "本机较新", "保留本机的"),
        (Relation::Same, "相同", "不变"),
    ];
    let count = |(relation, name, what)| {
        el("li")
            .child(classed("strong", "number").child(number(relation).to_string()))
            .child(" 处")
            .child(name)
            .child(classed("span", "hint").child(what))
    };
    let mut drawing = Drawing { import, above: 0 };
    let files = files(session, &mut drawing, incoming);
    let section =
        |drawing: &mut Drawing, relation: Relation, title: &'static str, is_open: bool| {
            let (count, most) = (number(relation), most(incoming, relation));
            let rows = move |incoming: &Incoming, portion: Range<usize>| {
                let side = Side { session, import, incoming };
                let of_relation = incoming.differences.iter().filter(|d| d.relation == relation);
                let rows = of_relation.skip(portion.start).take(portion.len());
                rows.map(|difference| side.row(difference)).fold(Parts::default(), Parts::child)
            };
            (count > 0).then(|| {
                let body = drawing.body(most, rows);
                table(title, count, count - most, body, is_open)
            })
        };
    let no_news = classed("p", "banner").child("这里没有本机还不知道的内容，不需要导入。");
    let receipts = check_box(
        "记入报送情况（「汇总」里的单位 × 期次表）",
        move || import.choices.with(|choices| choices.receipts),
        move |on| import.choices.update(|choices| choices.receipts = on),
    );
    let can_accept = move || !nothing_new || import.choices.with(|choices| choices.receipts);
    let accept = commit("导入这些内容", move || import.accept())
        .attr("class", "primary")
        .when("hidden", move || !can_accept());
    let close = if nothing_new { "关闭" } else { "取消，什么都不改" };
    let contested = section(&mut drawing, Relation::BothChanged, "双方都改过", true);
    let outsiders = outsiders(&mut drawing, &incoming.outsiders);
    let [newer, older] = [
        section(&mut drawing, Relation::TheirsNewer, "对方较新", true),
        section(&mut drawing, Relation::MineNewer, "本机较新", false),
    ];
    Parts::default()
        .child(files)
        .child(list("ul", "counts", counts.into_iter().map(count)))
        .child(nothing_new.then_some(no_news))
        .child(contested)
        .child(outsiders)
        .child(newer)
        .child(older)
        .child(receipts)
        .child(
            classed("p", "actions")
                .child(accept)
                .child(button(close, || page::close_dialog(PREVIEW))),
        )
}

/// What each file is: a line for one, a table for many.
fn files(session: Session, drawing: &mut Drawing, incoming: &Incoming) -> AnyView {
    let from = move |summary: &Summary| {
        let export = summary.export.as_ref()?;
        Some(format!("{} 于 {} 导出", export.by.print(), session.now().local_minute(export.at)))
    };
    if let [Arrival { name, state: State::Read(summary) }] = incoming.roll_up.files() {
        let notices = summary.notices.iter().map(|notice| el("li").child(notice.clone()));
        let from = from(summary).map(|from| format!(" {from}"));
        return Parts::default()
            .child(el("p").child(el("strong").child(name.clone())).child(from))
            .child(list("ul", "notices", notices))
            .into_part();
    }
    let row = move |file: &Arrival| {
        let (from, tasks, what, notices) = match &file.state {
            State::Read(summary) => {
                let tasks = format!("{} 项", summary.tasks);
                (
                    from(summary).unwrap_or_default(),
                    tasks,
                    summary.print(),
                    summary.notices.join(" "),
                )
            }
            State::Copy(first) => {
                (String::new(), String::new(), format!("与「{first}」是同一份"), String::new())
            }
            State::Unread(why) => {
                (String::new(), String::new(), "没有读出来".to_owned(), why.clone())
            }
        };
        let is_unread = matches!(file.state, State::Unread(_));
        classed("tr", if is_unread { "unread" } else { "" })
            .child(el("th").attr("scope", "row").child(file.name.clone()))
            .child(el("td").child(from))
            .child(classed("td", "number").child(tasks))
            .child(el("td").child(what).child(" ").child(classed("span", "hint").child(notices)))
    };
    let files = incoming.roll_up.files();
    // What did not read stands at the top.
    let is_unread = |file: &&Arrival| matches!(file.state, State::Unread(_));
    let rows = move |incoming: &Incoming, portion: Range<usize>| {
        let files = incoming.roll_up.files();
        let unread = files.iter().filter(is_unread);
        let files = unread.chain(files.iter().filter(|file| !is_unread(file)));
        let files = files.skip(portion.start).take(portion.len());
        files.map(row).fold(Parts::default(), Parts::child)
    };
    let title = format!("文件（{}）", files.len());
    let table = classed("table", "files")
        .child(table_head(["文件", "来自", "涉及任务", "内容"]))
        .child(drawing.body(files.len().min(MOST), rows));
    el("details")
        .unfolded(true)
        .child(el("summary").child(title))
        .child(scroller("文件").child(table))
        .child(rest(files.len().saturating_sub(MOST), "份"))
        .into_part()
}

/// 非职责单位填报: to be taken in or left.
fn outsiders(drawing: &mut Drawing, outsiders: &[Outsider]) -> Option<El> {
    let import = drawing.import;
    let row = |outsider: &Outsider| {
        el("tr")
            .child(el("th").attr("scope", "row").child(row_link(outsider.task)))
            .child(el("td").child(outsider.unit.clone()))
            .child(classed("td", "number").child(format!("{} 处", outsider.changes)))
    };
    let rows = move |incoming: &Incoming, portion: Range<usize>| {
        let of_portion = incoming.outsiders.iter().skip(portion.start).take(portion.len());
        of_portion.map(row).fold(Parts::default(), Parts::child)
    };
    let accept = check_box(
        "采纳这些内容（不勾选则留在对方的文件里，以后还可以导入）",
        move || import.choices.with(|choices| choices.outsiders),
        move |on| import.choices.update(|choices| choices.outsiders = on),
    );
    let table = classed("table", "differences")
        .child(table_head(["任务", "单位", "修改"]))
        .child(drawing.body(outsiders.len().min(MOST), rows));
    let changes: usize = outsiders.iter().map(|outsider| outsider.changes).sum();
    (!outsiders.is_empty()).then(|| {
        el("details")
            .unfolded(true)
            .child(el("summary").child(format!("非职责单位填报（{changes}）")))
            .child(accept)
            .child(scroller("非职责单位填报").child(table))
            .child(rest(outsiders.len().saturating_sub(MOST), "行"))
    })
}

fn table(title: &'static str, count: usize, more: usize, body: El, is_open: bool) -> El {
    let summary = el("summary").child(format!("{title}（{count}）"));
    let table = classed("table", "differences")
        .child(table_head(["任务", "栏目", "本机", "文件"]))
        .child(body);
    el("details")
        .unfolded(is_open)
        .child(summary)
        .child(scroller(title).child(table))
        .child(rest(more, "处"))
}

/// How many rows are not set on the page.
fn rest(count: usize, what: &str) -> Option<El> {
    (count > 0).then(|| classed("p", "hint").child(format!("另有 {count} {what}，不一一列出。")))
}

/// How many rows of a table are set on the page, where nobody has to decide on each.
const MOST: usize = 300;

/// How many rows at a time: the first come with the dialog, the rest, each portion in a task of its own, once it is
/// open.
const PORTION: usize = 8;

/// How many fields in a relation are set on the page. Those that nobody has to decide on are only counted beyond the
/// first few hundred.
fn most(incoming: &Incoming, relation: Relation) -> usize {
    let count = incoming.count(relation);
    if relation == Relation::BothChanged { count } else { count.min(MOST) }
}

/// The tables of the preview, one below the other.
struct Drawing {
    import: Import,
    /// How many rows the tables above have.
    above: usize,
}

impl Drawing {
    /// The body of the next table, with so many rows that `rows` makes.
    fn body(
        &mut self,
        count: usize,
        rows: impl Fn(&Incoming, Range<usize>) -> Parts + Copy + Send + 'static,
    ) -> El {
        let (import, above) = (self.import, self.above);
        self.above += count;
        el("tbody").child(portions(import, above, 0..count, rows))
    }
}

/// These rows of a table below so many others, a portion at a time: each brings the place of the next, so that what
/// is not drawn yet takes no time either.
fn portions(
    import: Import,
    above: usize,
    left: Range<usize>,
    rows: impl Fn(&Incoming, Range<usize>) -> Parts + Copy + Send + 'static,
) -> AnyView {
    if left.is_empty() {
        return nothing();
    }
    let is_due = Memo::new(move |_| above + left.start < import.drawn.get() + PORTION);
    dynamic(move || {
        let end = left.end.min(left.start + PORTION);
        import.incoming.with_untracked(|incoming| match incoming {
            Some(incoming) if is_due.get() => rows(incoming, left.start..end)
                .child(portions(import, above, end..left.end, rows))
                .into_part(),
            _ => nothing(),
        })
    })
}

/// Draws what is left of the tables.
pub async fn draw_on(import: Import) {
    let rows = import.incoming.with_untracked(|incoming| {
        let of = |incoming: &Incoming| {
            let set = [Relation::BothChanged, Relation::TheirsNewer, Relation::MineNewer];
            let set = set.map(|relation| most(incoming, relation));
            let files = incoming.roll_up.files().len().min(MOST);
            files + incoming.outsiders.len().min(MOST) + set.iter().sum::<usize>()
        };
        incoming.as_deref().map_or(0, of)
    });
    for drawn in (0..rows).step_by(PORTION).skip(1) {
        page::breathe().await;
        import.drawn.set(drawn);
    }
}

/// What a row of the preview is made from.
struct Side<'a> {
    session: Session,
    import: Import,
    incoming: &'a Incoming,
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
        let origin = change.as_ref().map(|change| {
            let files = self.incoming.roll_up.origins(difference.task, difference.field, change);
            let is_many = is_theirs && self.incoming.roll_up.files().len() > 1 && !files.is_empty();
            let files = if is_many { format!(" · {}", files.join("、")) } else { String::new() };
            self.origin(change, is_theirs) + &files
        });
        el("td")
            .child(classed("span", "value").child(value))
            .child(classed("span", "hint").child(origin))
            .child(contested.then(|| self.choice(difference, is_theirs)))
    }

    fn origin(&self, change: &Change, is_theirs: bool) -> String {
        let actor = &change.stamp.actor;
        let who = if is_theirs {
            self.incoming.roll_up.all().reporter(actor)
        } else {
            self.session.with_untracked(|ledger| ledger.reporter(actor))
        };
        let when = self.session.now().local_minute(change.stamp.wall);
        format!("{} · {when}", who.print())
    }

    fn choice(&self, difference: &Difference, is_theirs: bool) -> El {
        let choices = self.import.choices;
        let key = (difference.task, difference.field);
        let (shown, ruling) = (difference.clone(), self.import.ruling(self.incoming, difference));
        let reason = (ruling.takes_theirs == is_theirs).then(|| ruling.reason());
        let theirs_chosen = move || choices.with(|choices| choices.takes_theirs(&shown, ruling));
        let radio = radio(
            format!("choice-{}", Place { task: key.0, field: key.1 }.id()),
            if is_theirs { "采用文件的" } else { "保留本机的" },
            move || theirs_chosen() == is_theirs,
            move || choices.update(|choices| choices.choose(key, is_theirs)),
        );
        el("div").child(radio).child(classed("span", "hint").child(reason))
    }
}
