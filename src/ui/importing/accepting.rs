//! Taking in the files of an import, as a person chose in its preview.

use std::sync::atomic::Ordering::Relaxed;

use leptos::prelude::*;

use super::incoming::Incoming;
use super::pending_import::PendingImport;
use crate::browser::pace::Pace;
use crate::browser::task;
use crate::ledger::Change;
use crate::ledger::merge::{Comparison, Plan};
use crate::storage::snapshots::Reason;
use crate::tally::ruling::Outsiders;
use crate::ui::state::saving::Saving;
use crate::ui::state::{edits, storing};

/// Takes the waiting files in, as one step that can be undone.
pub fn accept(import: PendingImport) {
    let Some(incoming) = import.incoming.get_untracked() else { return };
    // A second click brings nothing more.
    if incoming.is_accepted.swap(true, Relaxed) {
        return;
    }
    task::spawn(async move {
        if let Some(taken) = take_in(import, &incoming).await {
            import.session.say(format!("已导入{}，{taken}处新内容。可以撤销。", incoming.name));
            import.progress.is_open.set(false);
        }
        incoming.is_accepted.store(false, Relaxed);
    });
}

/// How many changes that brought; `None` where nothing was taken in. What a thousand files bring takes several
/// tasks. Until the ledger is changed, closing the preview stops it.
async fn take_in(import: PendingImport, incoming: &Incoming) -> Option<usize> {
    let session = import.session;
    let mut pace = Pace::start();
    // Nothing is taken in where what stands there now cannot be kept.
    if let Err(error) = storing::snapshot(session, Reason::Before)
        && session.saving.get_untracked() == Saving::Saved
    {
        session.say(error.message());
        return None;
    }
    pace.yield_if_due().await;
    let choices = import.choices.get_untracked();
    let shown = import.shown.get_untracked()?;
    let (policy, theirs) = (session.policy(), incoming.roll_up.all());
    let held = Outsiders::of(policy, theirs, &incoming.unit);
    let accepts = |task, _, change: &Change| !held.is(task, change);
    let diff = Comparison {
        accepts: (!shown.with_outsiders).then_some(&accepts),
        ..Comparison::of(&shown.mine, theirs)
    }
    .diff();
    let plan = Plan { differences: shown.differences.clone(), diff };
    pace.yield_if_due().await;
    import.progress.is_open.get_untracked().then_some(())?;
    // Another window may have changed the ledger meanwhile: what was shown is not what would happen.
    if session.with_untracked(|mine| *mine != shown.mine) {
        session.say("本机台账刚有改动，预览已更新。请核对后再导入。".to_owned());
        import.show_anew();
        return None;
    }
    let now = edits::write(session, |editor, now| {
        let mut settle = plan.settle(|difference| choices.chosen(difference));
        if choices.receipts {
            settle.extend(incoming.roll_up.receipts(editor.ledger(), now));
        }
        editor.import(format!("导入{}", incoming.name), &plan, settle, now);
    });
    let diff = &plan.diff;
    pace.yield_if_due().await;
    session.with_repository(|repository| {
        session.with_untracked(|ledger| {
            repository.note_origins(|o| incoming.roll_up.note_origins(o, diff, ledger, now.at));
        });
    });
    pace.yield_if_due().await;
    storing::save_in_steps(session, now).await;
    Some(diff.changes().count())
}
