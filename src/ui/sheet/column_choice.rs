//! Which columns the sheet shows: those of the short edition, all, or one by one.

use leptos::prelude::*;

use crate::browser::storage::LocalStore;
use crate::inbox::sheet::Column;
use crate::storage::repository::Store;
use crate::ui::elements::dom::{El, classed, effect, el};
use crate::ui::state::session::Session;
use crate::ui::state::sharing::Elsewhere;
use crate::ui::widgets::parts::check_box;

/// What the short edition leaves out.
pub fn long() -> Vec<usize> {
    let columns = Column::ALL.iter().enumerate();
    columns.filter(|(_, column)| !column.is_short()).map(|(at, _)| at).collect()
}

/// Where the choice of columns is kept: on this machine, for it is no part of the ledger.
const CHOSEN: &str = "policy-ledger:hidden-columns";

/// The columns a person hid, or those of the short edition.
pub fn chosen(session: Session) -> Vec<usize> {
    session.with_store(read).flatten().unwrap_or_else(long)
}

fn read(store: LocalStore) -> Option<Vec<usize>> {
    let text = store.read(CHOSEN).ok().flatten()?;
    text.split_whitespace().map(|at| at.parse().ok().filter(|at| *at < Column::ALL.len())).collect()
}

/// Shows what another window chose.
pub fn follow(session: Session, hidden: RwSignal<Vec<usize>>) {
    let elsewhere: Elsewhere = expect_context();
    effect(move || {
        elsewhere.0.track();
        let chosen = chosen(session);
        if hidden.with_untracked(|hidden| *hidden != chosen) {
            hidden.set(chosen);
        }
    });
}

/// Keeps the choice.
pub fn keep(session: Session, hidden: &[usize]) {
    let text = hidden.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
    session.with_store(|store| {
        if store.read(CHOSEN).is_ok_and(|kept| kept.as_deref() != Some(&text)) {
            // A choice that is not kept is made again; the ledger has its own banner.
            drop(store.write(CHOSEN, &text));
        }
    });
}

/// The columns one by one. 序号 and 重点任务 always stay.
pub fn view(hidden: RwSignal<Vec<usize>>) -> El {
    let choosable = Column::ALL
        .iter()
        .enumerate()
        .filter(|(_, column)| !matches!(column, Column::Number | Column::Task));
    let boxes = choosable.map(|(at, column)| {
        let is = move || hidden.with(|hidden| !hidden.contains(&at));
        check_box(column.name(), is, move |on| {
            hidden.update(|hidden| {
                hidden.retain(|known| *known != at);
                if !on {
                    hidden.insert(hidden.partition_point(|known| *known < at), at);
                }
            });
        })
    });
    classed("details", "column-choice")
        .child(el("summary").child("选择栏目"))
        .child(boxes.fold(el("div"), El::child))
}
