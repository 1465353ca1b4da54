//! The keys that work everywhere.

use std::cell::RefCell;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser::{events, focus, page};
use crate::ledger::Status;
use crate::policy::TaskNumber;
use crate::route::Route;
use crate::tally::Filter;
use crate::ui::screens::ledger::{ROW, SEARCH, row_id};
use crate::ui::screens::overview::SQUARE;
use crate::ui::state::command::Command;
use crate::ui::state::filter::shown_filter;
use crate::ui::state::pending::DialogRequest;
use crate::ui::state::projection;
use crate::ui::state::session::Session;
use crate::ui::task::detail::TITLE;
use crate::ui::task::report::PROGRESS;
use crate::ui::widgets::focus::{PATIENCE, focus_soon};

/// Listens on the whole page for as long as it lives.
pub fn listen(session: Session) {
    let held = RefCell::new(String::new());
    events::listen_to_keys(move |event| {
        // A yes counts once, however long the key is held: also where the first has opened the next question.
        if events::is_held_on_button(event) {
            return event.prevent_default();
        }
        on_key(session, &held, event);
    });
}

/// `held` is the key that did something last: held down, it does that once, and types nothing into what it opened.
fn on_key(session: Session, held: &RefCell<String>, event: &KeyboardEvent) {
    // What a control did with a key is done: Esc that brings a text back closes nothing.
    let is_done = event.default_prevented();
    if is_done || event.is_composing() || event.alt_key() || page::has_dialog() {
        return;
    }
    let key = events::key_of(event);
    let is_held = event.repeat() && *held.borrow() == key;
    if !event.repeat() {
        held.borrow_mut().clear();
    }
    let handled = if event.ctrl_key() || event.meta_key() {
        // While text is typed, the browser's own undo of the text is what a person expects; to save the page as
        // a web page is what nobody does.
        (key == "s" || !page::is_typing() || is_choosing())
            && on_command(session, &key, event.shift_key())
    } else if is_held && !matches!(key.as_str(), "j" | "k") {
        true
    } else if key == "Escape" {
        close_task(session)
    } else if key == "Enter" {
        !event.shift_key() && on_enter(session)
    } else {
        let off = session.preference_once(|p| p.keys_off);
        !off && !page::is_typing() && on_plain(session, &key, event.shift_key())
    };
    if handled {
        held.replace(key);
        event.prevent_default();
    }
}

/// Whether the focus is on a control that takes keys but has no undo of its own.
fn is_choosing() -> bool {
    document().active_element().is_some_and(|control| {
        control.tag_name() == "SELECT" || control.get_attribute("type").as_deref() == Some("range")
    })
}

fn on_command(session: Session, key: &str, shift: bool) -> bool {
    match (key, shift) {
        ("z", false) => session.dispatch(Command::Undo),
        ("s", false) => session.ask_for(DialogRequest::Export),
        ("y", _) | ("z", true) => session.dispatch(Command::Redo),
        _ => return false,
    }
    true
}

fn on_enter(session: Session) -> bool {
    if focused_id() == SEARCH {
        // From the words into what they found.
        session.set_cursor(None);
        step(session, 1);
        return true;
    }
    // Into the task that a link opens, from wherever: the keys that follow are meant for it.
    let route = focus::focused_link().map(|address| Route::parse(&address));
    let Some(route @ Route::Ledger { task: Some(_), .. }) = route else { return false };
    session.go(route);
    focus_soon(TITLE.to_owned(), PATIENCE);
    true
}

fn on_plain(session: Session, key: &str, shift: bool) -> bool {
    match key {
        "/" => to_search(session),
        "?" => session.ask_for(DialogRequest::Help),
        // Some layouts have digits and signs there.
        "j" | "k" | "e" if shift => return false,
        "j" => step(session, 1),
        "k" => step(session, -1),
        "e" => return to_progress(session),
        "1" | "2" | "3" | "4" | "5" | "=" => return mark(session, key),
        _ => return false,
    }
    true
}

fn to_search(session: Session) {
    if !matches!(session.route.get_untracked(), Route::Ledger { .. }) {
        session.go(Route::list(Filter::default()));
    }
    focus_soon(SEARCH.to_owned(), PATIENCE);
}

/// Moves along the list that is shown; from any other screen, into the list.
fn step(session: Session, by: isize) {
    if !matches!(session.route.get_untracked(), Route::Ledger { .. }) {
        session.go(Route::list(Filter::default()));
    }
    let filter = untrack(|| shown_filter(session));
    if filter.words.is_empty() {
        step_along(session, &untrack(|| projection::fitting(session, &filter)), by);
    } else {
        session.dispatch(Command::StepAmongFound(by));
    }
}

/// The same among what was searched for.
pub fn step_among_found(session: Session, by: isize) {
    let filter = untrack(|| shown_filter(session));
    step_along(session, &untrack(|| projection::admitted(session, &filter)), by);
}

fn step_along(session: Session, shown: &[TaskNumber], by: isize) {
    // Where the list is still on its way, the open task has not been marked in it.
    let here = session.cursor.get_untracked().or_else(|| open_task(session));
    let at = here.and_then(|here| shown.iter().position(|task| *task == here));
    let next = match at {
        Some(at) => at.saturating_add_signed(by).min(shown.len().saturating_sub(1)),
        None => 0,
    };
    if let Some(task) = shown.get(next).copied() {
        session.set_cursor(Some(task));
        focus_soon(row_id(task), PATIENCE);
    }
}

/// Stays at the open task, or opens that of the row or square that has the focus, and begins to write.
fn to_progress(session: Session) -> bool {
    let (filter, open) = match session.route.get_untracked() {
        Route::Ledger { filter, task } => (filter, task),
        _ => (Filter::default(), None),
    };
    let Some(task) = open.or_else(focused_task) else { return false };
    session.go(Route::Ledger { filter, task: Some(task) });
    focus_soon(format!("{PROGRESS}{}", task.0), PATIENCE);
    true
}

/// Sets the status of the open task, else of the row or square that has the focus, or notes that it is as it was:
/// never of one a person has left, nor of another than is open before them.
fn mark(session: Session, key: &str) -> bool {
    let Some(task) = open_task(session).or_else(focused_task) else { return false };
    let status = key.parse().ok().and_then(|n: usize| Status::ALL.get(n.wrapping_sub(1)));
    let act = match status {
        Some(status) => Command::SetStatus(task, *status),
        None => Command::Carry(vec![task]),
    };
    session.dispatch(act);
    true
}

fn open_task(session: Session) -> Option<TaskNumber> {
    match session.route.get_untracked() {
        Route::Ledger { task, .. } => task,
        _ => None,
    }
}

fn focused_id() -> String {
    document().active_element().map(|element| element.id()).unwrap_or_default()
}

fn focused_task() -> Option<TaskNumber> {
    let id = focused_id();
    let number = id.strip_prefix(ROW).or_else(|| id.strip_prefix(SQUARE))?;
    number.parse().ok().map(TaskNumber)
}

fn close_task(session: Session) -> bool {
    let Route::Ledger { filter, task: Some(task) } = session.route.get_untracked() else {
        return false;
    };
    session.go(Route::list(filter));
    focus_soon(row_id(task), PATIENCE);
    true
}
