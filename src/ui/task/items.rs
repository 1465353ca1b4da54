//! The lists of a row: 具体举措, 进展记录, 佐证材料.

use leptos::prelude::*;

use super::columns::Parted;
use crate::browser::{clock, page, task};
use crate::ledger::{Edit, Field, Item, Parts, Record, Value};
use crate::policy::Task;
use crate::ui::elements::dom::{El, IntoAnyView, classed, commit, dyn_text, dyn_view, el};
use crate::ui::state::command::Command;
use crate::ui::state::projection;
use crate::ui::state::session::Session;
use crate::ui::widgets::parts::list;

/// A list: what it is called, which fields are its items, and what one looks like.
#[derive(Clone, Copy)]
pub struct List {
    /// Its name, 「具体举措」.
    pub name: &'static str,
    /// What the button says that adds one.
    pub add: &'static str,
    is_of: fn(Field) -> bool,
    field: fn(Item) -> Field,
    /// Whether an item may be taken out, or only corrected.
    removable: bool,
    controls: fn(Parted) -> El,
}

/// 具体举措
pub const MEASURES: List = List {
    name: "具体举措",
    add: "添加一条举措",
    is_of: |field| matches!(field, Field::Measure(_)),
    field: Field::Measure,
    removable: true,
    controls: |item| {
        el("div")
            .child(item.text("举措内容"))
            .child(item.on("时间节点"))
            .child(item.by("责任人"))
            .child(item.done("已完成"))
    },
};

/// 进展记录: what was noted stays; a correction takes the place of what it corrects, and both are in the log.
pub const NOTES: List = List {
    name: "进展记录",
    add: "添加进展记录",
    is_of: |field| matches!(field, Field::Note(_)),
    field: Field::Note,
    removable: false,
    controls: |item| el("div").child(item.on("日期")).child(item.text("进展")),
};

/// 佐证材料: the material itself is not stored.
pub const EVIDENCE: List = List {
    name: "佐证材料",
    add: "添加佐证材料",
    is_of: |field| matches!(field, Field::Evidence(_)),
    field: Field::Evidence,
    removable: true,
    controls: |item| {
        let Parted { session, task, field } = item;
        let link = projection::of_row(session, task, move |row| match row.entry.record(field) {
            Some(Record::Evidence(evidence)) => evidence.link().map(str::to_owned),
            _ => None,
        });
        let open = el("a")
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .opt_attr("href", move || link().map(Into::into))
            .bool_attr("hidden", move || link().is_none())
            .child("打开链接");
        el("div")
            .child(item.title("材料名称"))
            .child(item.source("链接（http、https）或文件名"))
            .child(item.on("日期"))
            .child(open)
    },
};

/// The list of one task, folded away until there is something in it or it is opened.
pub fn view(session: Session, task: &'static Task, of: List) -> El {
    let fields = Memo::new(move |_| {
        session.with(|ledger| {
            let items = ledger.entry(task.number).items(of.is_of);
            items.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        })
    });
    let item = move |field: Field| {
        let parted = Parted { session, task, field };
        let remove = of.removable.then(|| {
            commit("删除", move || parted.remove())
                .attr("class", "quiet")
                .attr("aria-label", format!("删除这条{}", of.name))
        });
        el("li")
            .attr("id", id(field))
            .child((of.controls)(parted).attr("class", "item"))
            .child(remove)
    };
    let items =
        dyn_view(move || list("ol", "items", fields.get().into_iter().map(item)).into_any_view());
    let add = move || {
        let field = (of.field)(clock::new_item());
        let on = matches!(field, Field::Note(_)).then(|| clock::now().today());
        let value = Value::record(field, Parts { on, ..Parts::default() });
        session.dispatch(Command::Apply(vec![Edit { task: task.number, field, value }]));
        task::next_frame(move || page::focus_within(&id(field)));
    };
    let count = move || match fields.with(Vec::len) {
        0 => String::new(),
        count => format!("（{count}）"),
    };
    classed("details", "group")
        .initially_open(!fields.with_untracked(Vec::is_empty))
        .child(el("summary").child(of.name).child(dyn_text(count)))
        .child(items)
        .child(commit(of.add, add))
}

fn id(field: Field) -> String {
    match field {
        Field::Measure(item) | Field::Note(item) | Field::Evidence(item) => format!("item-{item}"),
        _ => String::new(),
    }
}
