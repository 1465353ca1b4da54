//! What importing a file would change, before it changes anything.

use std::ops::Range;

use leptos::prelude::*;

use super::accepting;
use super::drawing::Drawing;
use super::incoming::Incoming;
use super::opinions::Side;
use super::outcome::Shown;
use super::pending_import::{MAX_ROWS, PendingImport, most};
use super::reading::{PREVIEW, TITLE};
use crate::inbox::rollup::{Arrival, State, Summary};
use crate::ledger::merge::Relation;
use crate::tally::ruling::Outsider;
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, commit, dyn_view, el, nothing,
};
use crate::ui::state::session::Session;
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::identity;
use crate::ui::widgets::parts::{check_box, heading, list, row_link, scroller, table_head};

/// The dialog.
pub fn view(import: PendingImport) -> El {
    let is_waited_for = move || import.incoming.with(Option::is_none);
    // The heading stays, and has the focus: what it is over is not there yet when the dialog opens.
    let title = heading("h2", TITLE, "导入预览").attr("tabindex", "-1").attr("autofocus", "");
    let is_open = import.progress.is_open;
    let close = move || {
        is_open.set(false);
        import.forget();
    };
    dialog(PREVIEW, TITLE, move || is_open.get(), close)
        .attr("class", "wide")
        .dyn_attr("aria-busy", move || is_waited_for().to_string())
        .child(title)
        .child(dyn_view(move || {
            import.incoming.with(|incoming| match incoming {
                Some(incoming) => summary(import, incoming).into_any_view(),
                None => import.progress.view().into_any_view(),
            })
        }))
}

fn summary(import: PendingImport, incoming: &Incoming) -> Fragment {
    let session = import.session;
    let nothing_new = !incoming.brings_changes;
    let mut drawing = Drawing { import, above: 0 };
    let files = files(session, &mut drawing, incoming);
    let outsiders = outsiders(&mut drawing, &incoming.outsiders);
    let above = drawing.above;
    // What it comes to is worked out anew where a person takes in more, or less.
    let of_shown = move |part: fn(Drawing, &Shown) -> Fragment| {
        dyn_view(move || {
            import.shown.with(|shown| match shown {
                Some(shown) => part(Drawing { import, above }, shown).into_any_view(),
                None => nothing(),
            })
        })
    };
    let no_news = classed("p", "banner").child("这里没有本机还不知道的内容，不需要导入。");
    let receipts = check_box(
        "记入报送情况（“汇总”里的单位 × 期次表）",
        move || import.choices.with(|choices| choices.receipts),
        move |on| import.choices.update(|choices| choices.receipts = on),
    );
    let can_accept = move || !nothing_new || import.choices.with(|choices| choices.receipts);
    let accept = commit("导入这些内容", move || accepting::accept(import))
        .attr("class", "primary")
        .bool_attr("hidden", move || !can_accept())
        .bool_attr("disabled", move || import.shown.with(Option::is_none));
    let close = if nothing_new { "关闭" } else { "取消" };
    Fragment::default()
        .child(files)
        .child(unknown_units(import, incoming))
        .child(of_shown(|_, shown| counts(shown)))
        .child(nothing_new.then_some(no_news))
        .child(of_shown(contested))
        .child(outsiders)
        .child(of_shown(told))
        .child(receipts)
        .child(
            classed("p", "actions")
                .child(accept)
                .child(button(close, move || import.progress.is_open.set(false))),
        )
}

/// Which units the names stand for that the policy does not know: what they reported is judged by it.
fn unknown_units(import: PendingImport, incoming: &Incoming) -> Option<El> {
    /// Whoever brings more has another list of units in mind.
    const MAX_UNKNOWN_UNITS: usize = 20;
    let unknown = incoming.roll_up.unknown_units(import.session.policy());
    let ask = |name: &&str| identity::ask(import.session, name, move || import.judge_anew());
    let told =
        el("p").child("下列署名单位政策未列名，按非职责单位处理。仅写法不同的，请选定所指单位：");
    let asked = unknown.iter().take(MAX_UNKNOWN_UNITS).map(ask);
    let asked = asked.fold(classed("div", "strangers").child(told), El::child);
    (!unknown.is_empty())
        .then(|| asked.child(rest(unknown.len().saturating_sub(MAX_UNKNOWN_UNITS), "个单位")))
}

/// How many fields stand to ours in which relation.
fn counts(shown: &Shown) -> Fragment {
    let counts = [
        (Relation::TheirsNewer, "对方较新", "导入后采用对方的"),
        (Relation::BothChanged, "双方都改过", "已按职责预选，请逐处核对"),
        (Relation::Unclear, "缺少中间的修改", "请先向对方要完整的文件"),
        (Relation::MineNewer, "本机较新", "保留本机的"),
        (Relation::Same, "相同", "不变"),
    ];
    let counts = counts.map(|(relation, name, what)| (shown.count(relation), relation, name, what));
    let is_told = |(count, relation, ..): &(usize, Relation, _, _)| {
        *count > 0 || *relation != Relation::Unclear
    };
    let count = |(count, _, name, what): (usize, Relation, &'static str, &'static str)| {
        el("li")
            .child(classed("strong", "number").child(count.to_string()))
            .child("处")
            .child(name)
            .child(classed("span", "hint").child(what))
    };
    Fragment::default().child(list("ul", "counts", counts.into_iter().filter(is_told).map(count)))
}

/// What a person is asked about.
fn contested(mut drawing: Drawing, shown: &Shown) -> Fragment {
    let import = drawing.import;
    let (fields, tasks) = (shown.count(Relation::BothChanged), shown.contested().len());
    let cards = drawing.portions(tasks, move |incoming, shown, portion| {
        let side = Side { import, incoming, shown };
        let contested = shown.contested();
        let of_portion = contested.iter().skip(portion.start).take(portion.len());
        of_portion.map(|task| side.card(task)).fold(Fragment::default(), Fragment::child)
    });
    let title = format!("双方都改过（{fields}）");
    Fragment::default()
        .child((fields > 0).then(|| {
            el("details").initially_open(true).child(el("summary").child(title)).child(cards)
        }))
        .child(unclear(drawing, shown))
}

/// What nobody can judge by what is here.
fn unclear(mut drawing: Drawing, shown: &Shown) -> Option<El> {
    let count = shown.count(Relation::Unclear);
    let table = relation_table(&mut drawing, shown, Relation::Unclear);
    let title = format!("缺少中间的修改（{count}）");
    let what_to_do = classed("p", "banner warning").child(
        "文件里只有较晚的修改，缺少它与本机内容之间的修改，看不出对方是否知道本机的内容，因此不作裁决，\
         暂时显示时间较晚的。请向对方要完整的文件（内部版，不是增量、对外版），与这份一起导入，或随后导入。",
    );
    (count > 0).then(|| {
        el("details")
            .initially_open(true)
            .child(el("summary").child(title))
            .child(what_to_do)
            .child(table)
    })
}

/// What is only told.
fn told(mut drawing: Drawing, shown: &Shown) -> Fragment {
    drawing.above += shown.contested().len() + most(shown, Relation::Unclear);
    let mut section = |relation: Relation, title: &'static str, is_open: bool| {
        let count = shown.count(relation);
        let table = relation_table(&mut drawing, shown, relation);
        (count > 0).then(|| {
            el("details")
                .initially_open(is_open)
                .child(el("summary").child(format!("{title}（{count}）")))
                .child(table)
                .child(rest(count.saturating_sub(MAX_ROWS), "处"))
        })
    };
    let newer = section(Relation::TheirsNewer, "对方较新", true);
    let older = section(Relation::MineNewer, "本机较新", false);
    Fragment::default().child(newer).child(older)
}

/// The fields in a relation.
fn relation_table(drawing: &mut Drawing, shown: &Shown, relation: Relation) -> El {
    let import = drawing.import;
    let body = drawing.body(most(shown, relation), move |incoming, shown, portion| {
        let side = Side { import, incoming, shown };
        let rows = shown.of(relation).skip(portion.start).take(portion.len());
        rows.map(|difference| side.row(difference)).fold(Fragment::default(), Fragment::child)
    });
    let table = classed("table", "differences")
        .child(table_head(["任务", "栏目", "本机", "文件"]))
        .child(body);
    scroller("逐栏比较").child(table)
}

/// What each file is: a line for one, a table for many.
fn files(session: Session, drawing: &mut Drawing, incoming: &Incoming) -> AnyView {
    let from = move |summary: &Summary| {
        let export = summary.export.as_ref()?;
        Some(format!("{}于{}导出", export.by.print(), session.now().local_minute(export.at)))
    };
    if let [Arrival { name, state: State::Read(summary) }] = incoming.roll_up.files() {
        let notices = summary.told(session.policy());
        let notices = notices.into_iter().map(|notice| el("li").child(notice));
        let from = from(summary).map(|from| format!(" {from}"));
        return Fragment::default()
            .child(el("p").child(el("strong").child(name.clone())).child(from))
            .child(list("ul", "notices", notices))
            .into_any_view();
    }
    let row = move |file: &Arrival| {
        let (from, tasks, what, notices) = match &file.state {
            State::Read(summary) => {
                let tasks = format!("{}项", summary.tasks);
                (
                    from(summary).unwrap_or_default(),
                    tasks,
                    summary.print(),
                    summary.told(session.policy()).join(" "),
                )
            }
            State::Copy(first) => {
                (String::new(), String::new(), format!("与“{first}”是同一份"), String::new())
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
    let rows = move |incoming: &Incoming, _: &Shown, portion: Range<usize>| {
        let files = incoming.roll_up.files();
        let unread = files.iter().filter(is_unread);
        let files = unread.chain(files.iter().filter(|file| !is_unread(file)));
        let files = files.skip(portion.start).take(portion.len());
        files.map(row).fold(Fragment::default(), Fragment::child)
    };
    let title = format!("文件（{}）", files.len());
    let table = classed("table", "files")
        .child(table_head(["文件", "来自", "涉及任务", "内容"]))
        .child(drawing.body(files.len().min(MAX_ROWS), rows));
    el("details")
        .initially_open(true)
        .child(el("summary").child(title))
        .child(scroller("文件").child(table))
        .child(rest(files.len().saturating_sub(MAX_ROWS), "份"))
        .into_any_view()
}

/// 非职责单位填报: to be taken in or left.
fn outsiders(drawing: &mut Drawing, outsiders: &[Outsider]) -> Option<El> {
    let import = drawing.import;
    let row = |outsider: &Outsider| {
        el("tr")
            .child(el("th").attr("scope", "row").child(row_link(outsider.task)))
            .child(el("td").child(outsider.unit.clone()))
            .child(classed("td", "number").child(format!("{}处", outsider.changes)))
    };
    let rows = move |incoming: &Incoming, _: &Shown, portion: Range<usize>| {
        let of_portion = incoming.outsiders.iter().skip(portion.start).take(portion.len());
        of_portion.map(row).fold(Fragment::default(), Fragment::child)
    };
    let accept = check_box(
        "采纳这些内容（不勾选则留在对方的文件里，以后还可以导入）",
        move || import.choices.with(|choices| choices.outsiders),
        move |on| import.choose_outsiders(on),
    );
    let table = classed("table", "differences")
        .child(table_head(["任务", "单位", "修改"]))
        .child(drawing.body(outsiders.len().min(MAX_ROWS), rows));
    let changes: usize = outsiders.iter().map(|outsider| outsider.changes).sum();
    (!outsiders.is_empty()).then(|| {
        el("details")
            .initially_open(true)
            .child(el("summary").child(format!("非职责单位填报（{changes}）")))
            .child(accept)
            .child(scroller("非职责单位填报").child(table))
            .child(rest(outsiders.len().saturating_sub(MAX_ROWS), "行"))
    })
}

/// How many rows are not set on the page.
fn rest(count: usize, what: &str) -> Option<El> {
    (count > 0).then(|| classed("p", "hint").child(format!("另有{count} {what}，不一一列出。")))
}
