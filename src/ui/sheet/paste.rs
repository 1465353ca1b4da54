//! A block copied from Excel, WPS or Word: what pasting it would change, before it changes anything.

use leptos::ev::Event;
use leptos::prelude::*;

use super::selection::{Pasted, Sheet};
use crate::browser::events;
use crate::inbox::clipboard::{Block, read_blocks};
use crate::inbox::html_table::read_tables;
use crate::inbox::pasting::{Pasting, plans};
use crate::ledger::follow::with_follows;
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, commit, dyn_view, el, nothing,
};
use crate::ui::state::command::Command;
use crate::ui::task::history::coming;
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::parts::{check_box, choice, heading, list, radio};

const PASTE: &str = "paste-preview";

/// Plans the pasting of what is on the clipboard, from the first cell that is selected on.
pub fn receive(sheet: Sheet, event: &Event) {
    let Some((text, html)) = events::pasted(event) else { return };
    event.prevent_default();
    let place = sheet.place();
    if sheet.session.is_report() || untrack(|| sheet.here()).is_none() {
        return;
    }
    if text.is_empty() && html.is_empty() {
        return sheet.session.say("剪贴板里没有文字，没有粘贴。".to_owned());
    }
    let of_text = |rows: Vec<Vec<String>>| -> Block {
        rows.into_iter().map(|row| row.into_iter().map(Some).collect()).collect()
    };
    let blocks = match read_tables(&html) {
        // It knows rows, merged cells and line breaks; the text has to be guessed at.
        Some(block) => vec![block],
        None => read_blocks(&text).into_iter().map(of_text).collect(),
    };
    let shown = |task, column| sheet.text(task, column);
    let readings = plans(blocks, &place.view(sheet.session), &shown);
    sheet.pasting.set(Some(Pasted { readings, place }));
}

/// What pasting would change, before it changes anything.
pub fn view(sheet: Sheet) -> El {
    let chosen = RwSignal::new(0);
    let everywhere = RwSignal::new(false);
    let content = move || {
        // Every paste begins with the best reading.
        chosen.set(0);
        everywhere.set(false);
        sheet.pasting.with(|pasted| {
            let Some(pasted) = pasted else { return nothing() };
            let pasted = pasted.clone();
            Fragment::default()
                .child(ways(&pasted, chosen))
                .child(dyn_view(move || outcome(sheet, &pasted, chosen, everywhere)))
                .into_any_view()
        })
    };
    let is_open = move || sheet.pasting.with(Option::is_some);
    let close = move || {
        sheet.pasting.set(None);
        sheet.step(0, 0, true);
    };
    dialog(PASTE, "paste-title", is_open, close)
        .attr("class", "wide")
        .child(heading("h2", "paste-title", "粘贴预览"))
        .child(dyn_view(content))
}

/// The ways to read the block, where there are several: the one that is taken, and the others to choose.
fn ways(pasted: &Pasted, chosen: RwSignal<usize>) -> Option<El> {
    if pasted.readings.len() < 2 {
        return None;
    }
    let way = |(nth, name): (usize, String)| {
        let is = move || chosen.get() == nth;
        radio("paste-reading".to_owned(), name, is, move || chosen.set(nth))
    };
    let names = pasted.readings.iter().map(|reading| reading.name.clone()).enumerate();
    Some(names.map(way).fold(choice("对应方式"), El::child))
}

fn outcome(
    sheet: Sheet,
    pasted: &Pasted,
    chosen: RwSignal<usize>,
    everywhere: RwSignal<bool>,
) -> AnyView {
    let session = sheet.session;
    let Some(reading) = pasted.readings.get(chosen.get()) else { return nothing() };
    let pasting = sheet.plan(reading, &pasted.place, everywhere.get());
    let Pasting { edits, emptied, errors, notes, hidden, left_out } = pasting;
    let cells = edits.len();
    // What follows from a change is shown like any other, and agreed to with it.
    let changes = session.with_untracked(|ledger| with_follows(ledger, edits, true));
    let what = words(cells, changes.len(), emptied, left_out);
    let is_any = !changes.is_empty();
    let preview = is_any.then(|| coming(session, &changes, "粘贴后"));
    let also = (hidden > 0).then(|| {
        check_box(
            "也粘贴到没有显示的行和栏",
            move || everywhere.get(),
            move |on| everywhere.set(on),
        )
    });
    let accept = move || {
        // Once: a second press finds nothing left to paste.
        if sheet.pasting.with_untracked(Option::is_none) {
            return;
        }
        sheet.pasting.set(None);
        session.dispatch(Command::ApplyAs(format!("粘贴{}格", changes.len()), changes.clone()));
    };
    let sentences = errors.into_iter().chain(notes).map(|words| el("li").child(words));
    Fragment::default()
        .child(el("p").attr("role", "status").child(what))
        .child(list("ul", "notices", sentences))
        .child(also)
        .child(preview)
        .child(
            classed("p", "actions")
                .child(is_any.then(|| commit("粘贴", accept).attr("class", "primary")))
                .child(button("取消", move || sheet.pasting.set(None))),
        )
        .into_any_view()
}

/// What would change, in a sentence: so many cells of the block, all that changes with them, and what is left out.
fn words(cells: usize, changes: usize, emptied: usize, left_out: usize) -> String {
    let follows = match changes - cells {
        0 => String::new(),
        count => format!("，其中{count}格随之改动"),
    };
    let emptied = match emptied {
        0 => String::new(),
        count => format!("，其中{count}格清空"),
    };
    let left_out = match left_out {
        0 => String::new(),
        count => format!("另有{count}格没有对应的位置或不能在表格里填写，不粘贴。"),
    };
    match changes {
        0 => format!("没有什么会改变。{left_out}"),
        count => format!("将改动{count}格{follows}{emptied}。{left_out}"),
    }
}
