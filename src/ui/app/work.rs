//! What a person does to the ledger: every change goes through the desk, is stored at once and then shown.
//! All of it comes with [`super::later`].

use leptos::prelude::*;

use super::saving::Saving;
use super::session::{Question, Session, present};
use crate::browser::pace::Pace;
use crate::browser::page;
use crate::browser::{clock, files, task};
use crate::format::cleaning;
use crate::ledger::follow::{Follow, follow};
use crate::ledger::{Desk, Edit, Entry, Field, Kind, Ledger, Now, Status, Value};
use crate::policy::{BUNDLED_ID, TaskNumber};
use crate::storage::snapshots::{Reason, dropped_message};
use crate::storage::vault::{Opening, SaveError, StoreError, Vault};
use crate::storage::writing::{Writing, Written};

/// A text as it is kept: invisible characters that come along on pasting would make two equal texts differ.
pub fn typed(text: &str) -> String {
    cleaning::clean(text).into_owned()
}

const UNSAVED: &str = "没有存成文件：浏览器没有允许下载，或内存不够。请检查下载设置、关掉别的窗口再试，或换一个浏览器。";

impl Session {
    /// Brings all that is stored, where a glance did not: see [`Vault::complete`] and [`Vault::open`].
    pub fn settle(self) {
        if self.opening.with_untracked(Option::is_some) {
            return self.complete();
        }
        if self.is_report() {
            return self.settle_report();
        }
        let opened = self
            .vault
            .try_update_value(|vault| vault.open(self.policy, BUNDLED_ID, present(self.demo)));
        let Some((ledger, opening)) = opened else { return };
        let trouble = match opening {
            Opening::Blocked => Some(StoreError::Blocked.message()),
            Opening::Newer { .. } | Opening::Stuck(_) => Some(SaveError::ReadOnly.message()),
            _ => None,
        };
        if let Some(trouble) = trouble {
            self.saving.set(Saving::Failed(trouble));
        }
        self.desk.update(|desk| desk.catch_up(ledger));
        self.opening.set(Some(opening));
    }

    /// Hands the desk to something that writes; whoever never wrote on this machine gets an actor first.
    pub(in crate::ui) fn write(self, write: impl FnOnce(&mut Desk, Now)) -> Now {
        if self.is_report() {
            return present(self.demo);
        }
        self.finish_typing();
        if self.preferences.with_untracked(|p| p.actor().is_none()) {
            self.prefer(|_| ());
        }
        let now = present(self.demo);
        self.desk.update(|desk| write(desk, now));
        now
    }

    /// Says for which unit a name stands from now on, as someone spelled it; no unit takes that back.
    pub fn explain_unit(self, spelled: &str, unit: &str) {
        self.prefer(|preferences| preferences.explain_unit(spelled.trim(), unit));
    }

    /// Sets a field, with what can be taken for granted; asks before anything is lowered.
    pub fn set(self, edit: Edit) {
        let follows = self.with_untracked(|ledger| follow(ledger.entry(edit.task), &edit));
        match follows {
            Follow::Granted(more) => {
                let edits = std::iter::once(edit).chain(more).collect();
                self.apply(edits);
            }
            Follow::Asked(asked) => self.question.set(Some(Question { edit, asked })),
        }
    }

    /// Sets a status.
    pub fn set_status(self, task: TaskNumber, status: Status) {
        let is_news = self.with_untracked(|l| Some(status) != stated(l.entry(task)));
        if is_news {
            self.set(Edit { task, field: Field::Status, value: Some(Value::Status(status)) });
        }
    }

    /// Makes these changes as one step.
    pub fn apply(self, edits: Vec<Edit>) {
        if let Some(name) = edits.first().map(name_of) {
            self.apply_as(name, edits);
        }
    }

    /// Makes these changes as one step of this name.
    pub fn apply_as(self, name: String, edits: Vec<Edit>) {
        let mut changed = false;
        let now = self.write(|desk, now| changed = desk.apply(name.clone(), edits, now));
        if changed {
            self.keep(now);
            self.say(name);
        }
    }

    /// 与上期一致: someone looked at these rows today and found nothing to change.
    pub fn carry(self, tasks: &[TaskNumber]) {
        let value = Some(Value::Date(present(self.demo).today()));
        let edit =
            |task: &TaskNumber| Edit { task: *task, field: Field::Carried, value: value.clone() };
        let name = match tasks {
            [task] => format!("第{}项与上期一致", task.0),
            tasks => format!("{}项与上期一致", tasks.len()),
        };
        self.apply_as(name, tasks.iter().map(edit).collect());
    }

    /// Takes over a value while one of its texts is typed.
    pub fn type_value(self, edit: Edit) {
        let name = name_of(&edit);
        let mut changed = false;
        let now = self.write(|desk, now| changed = desk.type_text(&name, edit, now));
        if changed {
            self.keep(now);
        }
    }

    /// Takes back what is being typed, so that `edit` stands there again.
    pub fn untype(self, edit: Edit) {
        let mut changed = false;
        let now = self.write(|desk, _| changed = desk.untype(edit.task, edit.field));
        if changed {
            self.keep(now);
        }
        self.type_value(edit);
        self.rest();
    }

    /// Ends a run of typing.
    pub fn rest(self) {
        self.finish_typing();
        self.desk.update_untracked(Desk::rest);
    }

    /// The name of the step that undo would take back.
    pub fn undo_name(self) -> Option<String> {
        self.desk.with(|desk| desk.undo_name().map(str::to_owned))
    }

    /// Takes the last step back.
    pub fn undo(self) {
        self.step("已撤销", Desk::undo);
    }

    /// Does the last undone step again.
    pub fn redo(self) {
        self.step("已重做", Desk::redo);
    }

    fn step(self, word: &'static str, step: impl FnOnce(&mut Desk, Now) -> Option<String>) {
        let mut name = None;
        let now = self.write(|desk, now| name = step(desk, now));
        let Some(name) = name else { return };
        task::spawn(async move {
            self.keep_much(now).await;
            self.say(format!("{word}：{name}"));
        });
    }

    /// Hands the desk to something that changes it, and stores the outcome.
    pub(in crate::ui) fn change(self, change: impl FnOnce(&mut Desk, Now)) {
        let now = self.write(change);
        if !self.is_report() {
            self.keep(now);
        }
    }

    /// Keeps the ledger as it is, before something that replaces work, or because the person asks for it.
    ///
    /// # Errors
    /// [`SaveError`]: it could not be kept.
    pub fn snapshot(self, reason: Reason) -> Result<(), SaveError> {
        let kept = self.vault.try_update_value(|vault| {
            self.desk
                .with_untracked(|desk| vault.snapshot(desk.ledger(), present(self.demo), reason))
        });
        self.tell_of_dropped();
        kept.transpose().map(|_| ())
    }

    /// The ledger as a snapshot has it.
    pub fn read_snapshot(self, key: &str) -> Option<Ledger> {
        self.with_vault(|vault| vault.read_snapshot(key, self.policy))
    }

    /// Saves a text as a download, and says so where the browser refuses.
    pub fn download(self, name: &str, text: &str, media_type: &str) -> bool {
        let saved = files::download(name, text, media_type);
        if let Err(error) = &saved {
            page::report(error);
            self.say(UNSAVED.to_owned());
        }
        saved.is_ok()
    }

    /// Says so where snapshots had to go for room.
    fn tell_of_dropped(self) {
        let dropped = self.vault.try_update_value(Vault::take_dropped).unwrap_or_default();
        if !dropped.is_empty() {
            self.say(dropped_message(dropped.len()));
        }
    }

    pub(in crate::ui) fn keep(self, now: Now) {
        self.keep_written(None, now);
    }

    /// Stores what may be a thousand files: where all of the ledger is written anew, row by row and in a task of its
    /// own, since a page should not hold still for as long. Anything else is stored at once.
    pub(in crate::ui) async fn keep_much(self, now: Now) {
        if self.is_report() {
            return;
        }
        let writes_anew =
            self.with_untracked(|ledger| self.with_vault(|vault| vault.writes_anew(ledger)));
        if !writes_anew {
            return self.keep(now);
        }
        let mut pace = Pace::start();
        let mut writing = self.with_untracked(Writing::of);
        while writing.write_row() {
            pace.keep().await;
        }
        let written = writing.finish();
        pace.keep().await;
        self.keep_written(Some(written), now);
        pace.keep().await;
    }

    fn keep_written(self, written: Option<Written>, now: Now) {
        self.look_at_clock();
        let policy = self.policy;
        clock::mark("ledger-save-start");
        let saved = self.vault.try_update_value(|vault| {
            self.desk.with_untracked(|desk| vault.save_written(desk.ledger(), written, policy, now))
        });
        clock::measure("ledger-save", "ledger-save-start");
        self.tell_of_dropped();
        let state = match saved {
            Some(Ok(together)) => {
                if let Some(ledger) = together {
                    self.desk.update(|desk| desk.go_on_with(ledger));
                }
                Saving::Saved
            }
            Some(Err(error)) => Saving::of(&error),
            None => return,
        };
        // Where preferences did not fit, they may now.
        let fits_again =
            state == Saving::Saved && self.saving.with_untracked(|saving| *saving != Saving::Saved);
        let shared = if fits_again { self.share_preferences() } else { Ok(()) };
        let state = shared.map_or_else(|error| Saving::of(&error), |()| state);
        if self.saving.with_untracked(|saving| *saving != state) {
            self.saving.set(state);
        }
        self.look_after();
    }
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
