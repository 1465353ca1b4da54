//! What screens read of the ledger, and what need not be read anew with every edit: screens that are not shown, and
//! rows in which nothing changed.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::session::Session;
use crate::ledger::Entry;
use crate::ledger::stamp::read_date;
use crate::policy::{Task, TaskNumber};
use crate::route::Route;
use crate::storage::repository::Repository;
use crate::tally::{Admits, Filter, Row, most_late_first, rows};
use crate::ui::elements::dom::{El, IntoAnyView, effect};

/// A screen that reads the ledger anew only while it is shown, and when it is shown again: an edit would wait for
/// each that was ever opened.
pub fn screen(session: Session, is_shown: fn(&Route) -> bool, view: fn() -> El) -> AnyView {
    let owner = Owner::new();
    let screen = owner.with(|| {
        provide_context(while_shown(session, is_shown));
        view().into_any_view()
    });
    // It goes with what is around it.
    StoredValue::new(owner);
    screen
}

fn while_shown(session: Session, is_shown: fn(&Route) -> bool) -> Session {
    let trigger = Trigger::new();
    let is_behind = Rc::new(Cell::new(false));
    let catch_up = {
        let is_behind = Rc::clone(&is_behind);
        move || {
            if is_behind.get() && session.route.with_untracked(is_shown) {
                is_behind.set(false);
                trigger.notify();
            }
        }
    };
    let mut is_new = true;
    let follow = catch_up.clone();
    effect(move || {
        session.editor.track();
        is_behind.set(!std::mem::take(&mut is_new));
        follow();
    });
    effect(move || {
        session.route.track();
        catch_up();
    });
    session.following(trigger)
}

/// What a row is made from, beside the policy and the yardstick.
struct RowState(Option<Arc<Entry>>);

impl PartialEq for RowState {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(entry), Some(other)) => Arc::ptr_eq(entry, other),
            (None, None) => true,
            _ => false,
        }
    }
}

/// Has what calls this run again whenever a row is changed, and not where others are.
pub fn row(session: Session, task: TaskNumber) -> impl Fn() + Copy + Send + 'static {
    let state = Memo::new(move |_| RowState(session.with(|ledger| ledger.shared(task).cloned())));
    // A memo that is tracked and never read misses changes.
    move || state.with(|_| ())
}

/// The tasks that a filter admits, in printed order or, where it says so, the latest first.
pub fn admitted(session: Session, filter: &Filter) -> Vec<TaskNumber> {
    in_order(session, filter, Filter::admits)
}

/// The same of a filter without words: no text is read.
pub fn fitting(session: Session, filter: &Filter) -> Vec<TaskNumber> {
    in_order(session, filter, Filter::fits)
}

fn in_order(session: Session, filter: &Filter, admits: Admits) -> Vec<TaskNumber> {
    let (policy, yardstick) = (session.policy(), session.yardstick());
    session.with(|ledger| {
        let admitted = rows(policy, ledger).filter(|row| admits(filter, row, policy, yardstick));
        if !filter.by_lateness {
            return admitted.map(|row| row.task.number).collect();
        }
        let mut admitted: Vec<Row<'_>> = admitted.collect();
        most_late_first(&mut admitted, yardstick);
        admitted.into_iter().map(|row| row.task.number).collect()
    })
}

/// What `read` finds in one row, read anew whenever the ledger changes: a memo would be compiled for every type.
pub fn of_row<T>(
    session: Session,
    task: &'static Task,
    read: impl Fn(&Row<'_>) -> T + Copy + Send + Sync + 'static,
) -> impl Fn() -> T + Copy + Send + Sync + 'static {
    move || session.with(|ledger| read(&Row::new(session.policy, ledger, task)))
}

/// How many changes wait to be exported, where a reminder is due: after 20 of them, or a week after the
/// last export.
pub fn export_due(session: Session) -> Option<u32> {
    const MANY: u32 = 20;
    const DAYS: i64 = 7;
    let (known, last) = session.preference(|p| (p.exported_changes, read_date(&p.last_export)));
    let shown = session.with(|ledger| ledger.changes().count());
    let changes = shown + session.repository.with_value(Repository::left_out);
    let changes = u32::try_from(changes).unwrap_or(u32::MAX);
    let since = changes.saturating_sub(known);
    let is_long = last.is_some_and(|last| (session.now().today() - last).whole_days() >= DAYS);
    let is_due = (since >= MANY || (since > 0 && is_long)) && !session.demo && !session.is_report();
    is_due.then_some(since)
}

/// The names of the steps that undo would take back, the last first, and of those that redo would do again.
pub fn steps(session: Session) -> (Vec<String>, Vec<String>) {
    session.editor.with_untracked(|editor| {
        let owned = |name: &str| name.to_owned();
        (editor.done().map(owned).collect(), editor.undone().map(owned).collect())
    })
}

/// The name of the step that undo would take back.
pub fn undo_name(session: Session) -> Option<String> {
    session.editor.with(|editor| editor.undo_name().map(str::to_owned))
}
