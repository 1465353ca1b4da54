//! What need not be read anew with every edit: screens that are not shown, and rows in which nothing changed.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::session::Session;
use crate::ledger::Entry;
use crate::policy::TaskNumber;
use crate::route::Route;
use crate::ui::widgets::dom::{El, Part, effect};

/// A screen that reads the ledger anew only while it is shown, and when it is shown again: an edit would wait for
/// each that was ever opened.
pub fn screen(session: Session, is_shown: fn(&Route) -> bool, view: fn() -> El) -> AnyView {
    let owner = Owner::new();
    let screen = owner.with(|| {
        provide_context(while_shown(session, is_shown));
        view().into_part()
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
        session.desk.track();
        is_behind.set(!std::mem::take(&mut is_new));
        follow();
    });
    effect(move || {
        session.route.track();
        catch_up();
    });
    Session { catch_up: Some(trigger), ..session }
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
    let state = Memo::new(move |_| RowState(session.with(|ledger| ledger.shared(task))));
    // A memo that is tracked and never read misses changes.
    move || state.with(|_| ())
}
