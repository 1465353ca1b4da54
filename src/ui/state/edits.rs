//! What a person does to the ledger: every change goes through the editor, is stored at once and then shown.

use leptos::prelude::*;

use super::demonstration::present;
use super::pending::Question;
use super::session::Session;
use super::sharing::prefer;
use super::storing::{save, save_in_steps};
use crate::browser::task;
use crate::ledger::follow::{Follow, follow};
use crate::ledger::{Edit, Editor, Entry, Field, Kind, Now, Status, Value};
use crate::policy::TaskNumber;

/// Sets a field, with what can be taken for granted; asks before anything is lowered.
pub fn set(session: Session, edit: Edit) {
    let follows = session.with_untracked(|ledger| follow(ledger.entry(edit.task), &edit));
    match follows {
        Follow::Granted(more) => {
            let edits = std::iter::once(edit).chain(more).collect();
            apply(session, edits);
        }
        Follow::Asked(asked) => session.pending.ask(Question { edit, asked }),
    }
}

/// Sets a status.
pub fn set_status(session: Session, task: TaskNumber, status: Status) {
    let is_new = session.with_untracked(|l| Some(status) != stated(l.entry(task)));
    if is_new {
        set(session, Edit { task, field: Field::Status, value: Some(Value::Status(status)) });
    }
}

/// Makes these changes as one step.
pub fn apply(session: Session, edits: Vec<Edit>) {
    if let Some(name) = edits.first().map(name_of) {
        apply_as(session, name, edits);
    }
}

/// Makes these changes as one step of this name.
pub fn apply_as(session: Session, name: String, edits: Vec<Edit>) {
    let mut changed = false;
    let now = write(session, |editor, now| changed = editor.apply(name.clone(), edits, now));
    if changed {
        save(session, now);
        session.say(name);
    }
}

/// 与上期一致: someone looked at these rows today and found nothing to change.
pub fn carry(session: Session, tasks: &[TaskNumber]) {
    let value = Some(Value::Date(present(session.demo).today()));
    let edit =
        |task: &TaskNumber| Edit { task: *task, field: Field::Carried, value: value.clone() };
    let name = match tasks {
        [task] => format!("第{}项与上期一致", task.0),
        tasks => format!("{}项与上期一致", tasks.len()),
    };
    apply_as(session, name, tasks.iter().map(edit).collect());
}

/// Takes over a value while one of its texts is typed.
pub fn type_value(session: Session, edit: Edit) {
    let name = name_of(&edit);
    let mut changed = false;
    let now = write(session, |editor, now| changed = editor.type_text(&name, edit, now));
    if changed {
        save(session, now);
    }
}

/// Takes back what is being typed, so that `edit` stands there again.
pub fn discard_typing(session: Session, edit: Edit) {
    let mut changed = false;
    let now = write(session, |editor, _| changed = editor.discard_typing(edit.task, edit.field));
    if changed {
        save(session, now);
    }
    type_value(session, edit);
    commit_typing(session);
}

/// Ends a run of typing.
pub fn commit_typing(session: Session) {
    session.typing.finish();
    session.editor.update_untracked(Editor::commit_typing);
}

/// Takes the last step back.
pub fn undo(session: Session) {
    step(session, "已撤销", Editor::undo);
}

/// Does the last undone step again.
pub fn redo(session: Session) {
    step(session, "已重做", Editor::redo);
}

fn step(
    session: Session,
    word: &'static str,
    step: impl FnOnce(&mut Editor, Now) -> Option<String>,
) {
    let mut name = None;
    let now = write(session, |editor, now| name = step(editor, now));
    let Some(name) = name else { return };
    task::spawn(async move {
        save_in_steps(session, now).await;
        session.say(format!("{word}：{name}"));
    });
}

/// Hands the editor to something that changes it, and stores the outcome.
pub fn change(session: Session, change: impl FnOnce(&mut Editor, Now)) {
    let now = write(session, change);
    if !session.is_report() {
        save(session, now);
    }
}

/// Hands the editor to something that writes; whoever never wrote on this machine gets an actor first.
pub fn write(session: Session, write: impl FnOnce(&mut Editor, Now)) -> Now {
    if session.is_report() {
        return present(session.demo);
    }
    session.typing.finish();
    if session.preferences.with_untracked(|p| p.actor().is_none()) {
        prefer(session, |_| ());
    }
    let now = present(session.demo);
    session.editor.update(|editor| write(editor, now));
    now
}

/// The status someone stated; nobody stated the default.
fn stated(entry: &Entry) -> Option<Status> {
    entry.value(Field::Status).map(|_| entry.status())
}

fn name_of(edit: &Edit) -> String {
    let column = edit.field.name();
    match (edit.field.kind(), &edit.value) {
        (Kind::Text(_) | Kind::Record | Kind::Closing, _) => {
            format!("第{}项{column}", edit.task.0)
        }
        (_, Some(value)) => format!("第{}项{column} → {}", edit.task.0, value.print()),
        (_, None) => format!("第{}项{column}清空", edit.task.0),
    }
}
