//! What is stored: opened, saved after every change, kept before something replaces it, and put together with what
//! another window stored.

use leptos::prelude::*;

use super::demonstration::present;
use super::saving::Saving;
use super::session::Session;
use super::sharing::{prefer, share_preferences};
use crate::browser::embedded_ledger::embedded_ledger;
use crate::browser::folder::Folder;
use crate::browser::pace::Pace;
use crate::browser::{clock, page, tabs, task};
use crate::format::{self, Limits};
use crate::ledger::{Ledger, Now};
use crate::policy::BUNDLED_ID;
use crate::storage::repository::{Opening, Repository, SaveError, StoreError};
use crate::storage::snapshots::{Reason, dropped_message};
use crate::storage::writing::{Writing, Written};

/// Brings all that is stored, where a fast read did not: see [`Repository::complete`] and [`Repository::open`].
pub fn finish_opening(session: Session) {
    if session.opening.with_untracked(Option::is_some) {
        return complete(session);
    }
    if session.is_report() {
        return settle_report(session);
    }
    let opened = session.repository.try_update_value(|repository| {
        repository.open(session.policy, BUNDLED_ID, present(session.demo))
    });
    let Some((ledger, opening)) = opened else { return };
    let trouble = match opening {
        Opening::Blocked => Some(StoreError::Blocked.message()),
        Opening::Newer { .. } | Opening::Stuck(_) => Some(SaveError::ReadOnly.message()),
        _ => None,
    };
    if let Some(trouble) = trouble {
        session.set_saving.set(Saving::Failed(trouble));
    }
    session.editor.update(|editor| editor.catch_up(ledger));
    session.set_opening.set(Some(opening));
}

const UNREADABLE: &str = "这份网页带来的数据读不出来，请对方重新保存一份。原因：";

/// Looks closer at what a report came with, where a fast read did not do.
fn settle_report(session: Session) {
    let text = embedded_ledger().map(|payload| payload.ledger).unwrap_or_default();
    match format::decode(text.as_bytes(), session.policy(), Limits::FILE) {
        Ok(decoded) => {
            session.editor.update(|editor| editor.catch_up(decoded.ledger));
            session.set_opening.set(Some(Opening::Loaded(decoded.notices)));
        }
        Err(error) => {
            session.set_saving.set(Saving::Failed(format!("{UNREADABLE}{}", error.message())));
            session.set_opening.set(Some(Opening::Blocked));
        }
    }
}

/// Brings what opening left out: see [`Repository::complete`].
fn complete(session: Session) {
    let completed = session.repository.try_update_value(|repository| {
        session.editor.with_untracked(|editor| repository.complete(editor.ledger(), session.policy))
    });
    match completed {
        Some(Ok(Some(ledger))) => session.editor.update(|editor| editor.replace_ledger(ledger)),
        Some(Err(error)) => session.set_saving.set(Saving::of(&error)),
        Some(Ok(None)) | None => {}
    }
}

/// Stores the ledger as it is shown.
pub fn save(session: Session, now: Now) {
    save_written(session, None, now);
}

/// Stores what may be a thousand files: where all of the ledger is written anew, row by row and in a task of its
/// own, since a page should not hold still for as long. Anything else is stored at once.
pub async fn save_in_steps(session: Session, now: Now) {
    if session.is_report() {
        return;
    }
    let writes_anew = session.with_untracked(|ledger| {
        session.with_repository(|repository| repository.writes_anew(ledger))
    });
    if !writes_anew {
        return save(session, now);
    }
    let mut pace = Pace::start();
    let mut writing = session.with_untracked(Writing::of);
    while writing.write_row() {
        pace.yield_if_due().await;
    }
    let written = writing.finish();
    pace.yield_if_due().await;
    save_written(session, Some(written), now);
    pace.yield_if_due().await;
}

fn save_written(session: Session, written: Option<Written>, now: Now) {
    session.look_at_clock();
    let policy = session.policy;
    clock::mark("ledger-save-start");
    let saved = session.repository.try_update_value(|repository| {
        session
            .editor
            .with_untracked(|editor| repository.save_written(editor.ledger(), written, policy, now))
    });
    clock::measure("ledger-save", "ledger-save-start");
    tell_of_dropped(session);
    let state = match saved {
        Some(Ok(together)) => {
            if let Some(ledger) = together {
                session.editor.update(|editor| editor.replace_ledger(ledger));
            }
            Saving::Saved
        }
        Some(Err(error)) => Saving::of(&error),
        None => return,
    };
    // Where preferences did not fit, they may now.
    let fits_again =
        state == Saving::Saved && session.saving.with_untracked(|saving| *saving != Saving::Saved);
    let shared = if fits_again { share_preferences(session) } else { Ok(()) };
    let state = shared.map_or_else(|error| Saving::of(&error), |()| state);
    if session.saving.with_untracked(|saving| *saving != state) {
        session.set_saving.set(state);
    }
    look_after(session);
}

/// Shows what another window stored.
pub fn catch_up(session: Session) {
    let now = present(session.demo);
    if let Err(error) = share_preferences(session) {
        session.set_saving.set(Saving::of(&error));
    }
    let together = session.repository.try_update_value(|repository| {
        session
            .editor
            .with_untracked(|editor| repository.catch_up(editor.ledger(), session.policy, now))
    });
    match together {
        Some(Ok(Some(together))) => {
            session.editor.update(|editor| editor.replace_ledger(together.ledger));
            // Both windows saved at once, and the other was the later: what it had not seen is saved again.
            if !together.is_stored {
                save(session, now);
            }
        }
        Some(Err(error)) => session.set_saving.set(Saving::of(&error)),
        Some(Ok(None)) | None => {}
    }
}

/// Looks after a save once no other window is at it: where one saved at the same moment, both are put
/// together.
fn look_after(session: Session) {
    tabs::alone(move || catch_up(session));
}

/// Keeps the ledger as it is, before something that replaces work, or because the person asks for it.
///
/// # Errors
/// [`SaveError`]: it could not be kept.
pub fn snapshot(session: Session, reason: Reason) -> Result<(), SaveError> {
    let kept = session.repository.try_update_value(|repository| {
        session.editor.with_untracked(|editor| {
            repository.snapshot(editor.ledger(), present(session.demo), reason)
        })
    });
    tell_of_dropped(session);
    kept.transpose().map(|_| ())
}

/// The ledger as a snapshot has it.
pub fn read_snapshot(session: Session, key: &str) -> Option<Ledger> {
    session.with_repository(|repository| repository.read_snapshot(key, session.policy))
}

/// Says so where snapshots had to go for room.
fn tell_of_dropped(session: Session) {
    let dropped = session.repository.try_update_value(Repository::take_dropped).unwrap_or_default();
    if !dropped.is_empty() {
        session.say(dropped_message(dropped.len()));
    }
}

/// Takes everything of ours off this machine and starts anew; the demonstration only takes its own.
pub fn forget_everything(session: Session) {
    let forgotten = session.repository.try_update_value(|repository| {
        // What is still on its way to be saved is not.
        repository.stop();
        if session.demo {
            repository.forget_ledger()
        } else {
            session.store.as_ref().map_or(Ok(()), Repository::forget)
        }
    });
    match forgotten {
        Some(Err(error)) => {
            session.set_saving.set(Saving::Cleared);
            session.say(error.message());
        }
        _ if session.demo => page::reload(),
        _ => task::spawn(async {
            Folder::forget().await;
            page::reload();
        }),
    }
}

/// Works on with what is shown here after all was taken off this machine: see [`Saving::Cleared`].
pub fn resume(session: Session) {
    complete(session);
    session.repository.update_value(Repository::resume);
    prefer(session, |_| ());
    save(session, present(session.demo));
}
