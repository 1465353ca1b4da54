//! A block copied from Excel or WPS: what pasting it would change, before it changes anything.

use leptos::ev::Event;
use leptos::prelude::*;

use super::dom::{El, Part, Parts, button, classed, commit, dynamic, el, nothing};
use super::history::coming;
use super::parts::{dialog, heading, list, task_label};
use super::table::Sheet;
use crate::browser::{events, page};
use crate::exchange::sheet::{self, Column, Pasting};
use crate::ledger::Edit;
use crate::policy::TaskNumber;

const PASTE: &str = "paste-preview";

/// Plans the pasting of what is on the clipboard, from the cell that has the focus on.
pub fn receive(sheet: Sheet, event: &Event) {
    let Some(text) = events::pasted(event) else { return };
    event.prevent_default();
    let (task, column) = sheet.at.get_untracked();
    let tasks = sheet.admitted.get_untracked();
    let tasks = tasks.into_iter().skip_while(|known| *known != task).collect::<Vec<_>>();
    let columns: Vec<Column> = (column..Column::ALL.len())
        .filter(|column| sheet.is_shown(*column))
        .filter_map(|column| Column::ALL.get(column).copied())
        .collect();
    sheet.pasting.set(Some(sheet::paste(&sheet::read_block(&text), &tasks, &columns)));
    page::open_dialog(PASTE);
}

/// What pasting would change, before it changes anything.
pub fn view(sheet: Sheet) -> El {
    let Sheet { session, pasting, .. } = sheet;
    let content = move || {
        let Some(Pasting { edits, errors, left_out }) = pasting.get() else { return nothing() };
        let changes: Vec<Edit> = session.with_untracked(|ledger| {
            let differs = |e: &Edit| ledger.entry(e.task).value(e.field) != e.value.as_ref();
            edits.into_iter().filter(differs).collect()
        });
        let error = |(task, error): &(TaskNumber, sheet::CellError)| {
            el("li").child(format!("{}：{error}", task_label(*task)))
        };
        let what = match (changes.len(), left_out) {
            (0, _) => "没有什么会改变。".to_owned(),
            (count, 0) => format!("将改动 {count} 格。"),
            (count, left) => {
                format!(
                    "将改动 {count} 格；另有 {left} 格没有对应的位置或不能在表格里填写，不粘贴。"
                )
            }
        };
        let is_any = !changes.is_empty();
        let coming = is_any.then(|| coming(session, &changes, "粘贴后"));
        let accept = move || {
            sheet.apply(format!("粘贴 {} 格", changes.len()), changes.clone());
            page::close_dialog(PASTE);
        };
        Parts::default()
            .child(el("p").child(what))
            .child(list("ul", "notices", errors.iter().map(error)))
            .child(coming)
            .child(
                classed("p", "actions")
                    .child(is_any.then(|| commit("粘贴", accept).attr("class", "primary")))
                    .child(button("取消，什么都不改", || page::close_dialog(PASTE))),
            )
            .into_part()
    };
    dialog(PASTE, "paste-title")
        .attr("class", "wide")
        .on("close", move |_| {
            pasting.set(None);
            sheet.step(0, 0);
        })
        .child(heading("h2", "paste-title", "粘贴预览"))
        .child(dynamic(content))
}
