//! A ledger being worked on: who works, what they did last, and how to take it back.

use std::fmt::Debug;
use std::sync::Arc;

use super::merge::{self, Plan};
use super::{Actor, Change, Edit, Field, History, Ledger, Millis, Now, Reporter, Stamp, Value};
use crate::policy::TaskNumber;

/// The one door to a ledger: every change passes through here, is stamped and can be undone.
#[derive(Debug, Clone)]
pub struct Editor {
    ledger: Ledger,
    actor: Actor,
    reporter: Reporter,
    done: Vec<Step>,
    undone: Vec<Step>,
    /// A text being typed, as it stands: it is saved with every pause, yet the history shows one change.
    draft: Option<Change>,
    /// The newest stamp there was when changes were taken out: they keep their place in time.
    newest: Option<Stamp>,
}

/// What one undo takes back.
#[derive(Debug, Clone)]
struct Step {
    name: String,
    action: Arc<dyn Undoable>,
}

/// Something that was done: it can be taken back and done again.
trait Undoable: Debug + Send + Sync {
    fn undo(&self, editor: &mut Editor, now: Now);
    fn redo(&self, editor: &mut Editor, now: Now);

    /// The same action with a text as it stands some keystrokes later; `None` for an action that is no typing.
    fn retyped(&self, _after: Edit) -> Option<Arc<dyn Undoable>> {
        None
    }
}

/// Values set one after the other: what each found, and what it put there.
#[derive(Debug, Clone)]
struct Edits {
    before: Vec<Edit>,
    after: Vec<Edit>,
}

impl Undoable for Edits {
    fn undo(&self, editor: &mut Editor, now: Now) {
        for (before, after) in self.before.iter().zip(&self.after).rev() {
            editor.replace(after, before, now);
        }
    }

    fn redo(&self, editor: &mut Editor, now: Now) {
        for (before, after) in self.before.iter().zip(&self.after) {
            editor.replace(before, after, now);
        }
    }

    fn retyped(&self, after: Edit) -> Option<Arc<dyn Undoable>> {
        Some(Arc::new(Self { before: self.before.clone(), after: vec![after] }))
    }
}

/// Changes taken in from elsewhere: the ledger without them and with them.
#[derive(Debug, Clone)]
struct Import {
    before: Ledger,
    after: Ledger,
}

impl Undoable for Import {
    fn undo(&self, editor: &mut Editor, now: Now) {
        editor.remove_import(&self.before, &self.after, now);
    }

    fn redo(&self, editor: &mut Editor, now: Now) {
        let found = editor.ledger.clone();
        merge::absorb(&mut editor.ledger, self.after.clone());
        editor.replace_all(&found, &self.before, &self.after, now);
    }
}

/// How long typing may go on within one change, in milliseconds: one hour. A change keeps the time its typing began,
/// so that what is typed later would be dated too early.
const MAX_TYPING_MS: u64 = 60 * 60 * 1000;

impl Editor {
    /// `actor` writes into `ledger`.
    pub fn new(ledger: Ledger, actor: Actor, reporter: Reporter) -> Self {
        let (done, undone) = (Vec::new(), Vec::new());
        Self { ledger, actor, reporter, done, undone, draft: None, newest: None }
    }

    /// The ledger as it stands.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Who works here.
    pub fn reporter(&self) -> &Reporter {
        &self.reporter
    }

    /// Sets who writes from now on; what was done so far stays theirs who did it.
    pub fn set_author(&mut self, actor: Actor, reporter: Reporter) {
        self.commit_typing();
        (self.actor, self.reporter) = (actor, reporter);
    }

    /// Makes these changes as one step named `name`. Edits that change nothing are left out; says whether
    /// any was left.
    pub fn apply(&mut self, name: String, edits: Vec<Edit>, now: Now) -> bool {
        self.commit_typing();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for edit in edits {
            let found = self.standing(&edit);
            if self.write_if_changed(&edit, now) {
                before.push(found);
                after.push(edit);
            }
        }
        let any = !after.is_empty();
        if any {
            self.push_step(Step { name, action: Arc::new(Edits { before, after }) });
        }
        any
    }

    /// Sets a text as it stands after a pause in typing. Pauses in a row make one change and one undo
    /// step, until something else is done or [`Editor::commit_typing`] ends them.
    pub fn type_text(&mut self, name: &str, edit: Edit, now: Now) -> bool {
        match self.draft_of(&edit, now) {
            Some((draft, stamp)) => self.redraft(draft, stamp, edit),
            None => self.draft(name, edit, now),
        }
    }

    /// Ends a run of typing: what comes next is a change of its own.
    pub fn commit_typing(&mut self) {
        self.draft = None;
    }

    /// Takes back what is being typed into a field, as if it had not been, and says whether it could: once typing
    /// rested, what was typed can only be followed by another change.
    pub fn discard_typing(&mut self, task: TaskNumber, field: Field) -> bool {
        let is_draft = |c: &&Change| self.draft.as_ref().is_some_and(|draft| c.is(draft));
        let Some(draft) = self.current(task, field).filter(is_draft).cloned() else { return false };
        self.newest = self.newest().cloned();
        self.ledger.retract(task, field, &draft);
        self.draft = None;
        self.done.pop().is_some()
    }

    /// Takes in a file as one step. Where neither side knew of the other, `settle` holds the values chosen.
    pub fn import(&mut self, name: String, plan: &Plan, settle: Vec<Edit>, now: Now) {
        self.commit_typing();
        let before = self.ledger.clone();
        merge::absorb(&mut self.ledger, plan.diff.clone());
        for edit in settle {
            self.write_if_changed(&edit, now);
        }
        let after = self.ledger.clone();
        if before != after {
            self.push_step(Step { name, action: Arc::new(Import { before, after }) });
        }
    }

    /// Takes in what another window or program stored: known from now on, and no step to undo.
    pub fn catch_up(&mut self, stored: Ledger) {
        merge::absorb(&mut self.ledger, stored);
    }

    /// Works on with the ledger as all windows have made it together, where one may also have taken something out.
    pub fn replace_ledger(&mut self, ledger: Ledger) {
        self.newest = self.newest().cloned();
        self.ledger = ledger;
    }

    /// The name of the step that [`Editor::undo`] would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.done.last().map(|step| step.name.as_str())
    }

    /// The name of the step that [`Editor::redo`] would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|step| step.name.as_str())
    }

    /// The names of the steps that can be taken back, the last one first.
    pub fn done(&self) -> impl Iterator<Item = &str> {
        self.done.iter().rev().map(|step| step.name.as_str())
    }

    /// The names of the steps that can be done again, the next one first.
    pub fn undone(&self) -> impl Iterator<Item = &str> {
        self.undone.iter().rev().map(|step| step.name.as_str())
    }

    /// Takes the last step back, and names it. A value goes back by a change of its own, which travels and
    /// shows in the history like any other, unless someone else's stands there by now; an import goes
    /// without a trace.
    pub fn undo(&mut self, now: Now) -> Option<String> {
        self.commit_typing();
        let step = self.done.pop()?;
        step.action.undo(self, now);
        let name = step.name.clone();
        self.undone.push(step);
        Some(name)
    }

    /// Does the step last undone again, and names it.
    pub fn redo(&mut self, now: Now) -> Option<String> {
        self.commit_typing();
        let step = self.undone.pop()?;
        step.action.redo(self, now);
        let name = step.name.clone();
        self.done.push(step);
        Some(name)
    }

    fn push_step(&mut self, step: Step) {
        self.done.push(step);
        self.undone.clear();
    }

    /// The draft that a keystroke goes on with, where it is still what stands there, and its next stamp.
    fn draft_of(&self, edit: &Edit, now: Now) -> Option<(Change, Stamp)> {
        let draft = self.draft.as_ref()?;
        let current = self.current(edit.task, edit.field)?;
        let goes_on =
            current.is(draft) && now.at.0.saturating_sub(draft.stamp.wall.0) < MAX_TYPING_MS;
        let stamp = draft.stamp.typed_on(self.newest()?)?;
        goes_on.then(|| (current.clone(), stamp))
    }

    fn draft(&mut self, name: &str, edit: Edit, now: Now) -> bool {
        let (task, field) = (edit.task, edit.field);
        let is_new = self.apply(name.to_owned(), vec![edit], now);
        if is_new {
            self.draft = self.current(task, field).cloned();
        }
        is_new
    }

    fn redraft(&mut self, draft: Change, stamp: Stamp, edit: Edit) -> bool {
        if !edit.fits() || draft.value == edit.value {
            return false;
        }
        self.ledger.retract(edit.task, edit.field, &draft);
        let draft = Change { stamp, value: edit.value.clone(), ..draft };
        self.ledger.absorb(edit.task, edit.field, draft.clone());
        self.draft = Some(draft);
        if let Some(step) = self.done.last_mut()
            && let Some(action) = step.action.retyped(edit)
        {
            step.action = action;
        }
        true
    }

    fn current(&self, task: TaskNumber, field: Field) -> Option<&Change> {
        self.ledger.entry(task).history(field)?.current()
    }

    /// Sets the ledger back to what it would be had the import never come: what there was before it, and
    /// what came since.
    fn remove_import(&mut self, before: &Ledger, after: &Ledger, now: Now) {
        self.newest = self.newest().cloned();
        let found = std::mem::replace(&mut self.ledger, before.clone());
        merge::absorb(&mut self.ledger, merge::diff(after, &found));
        self.ledger.policy.clone_from(&before.policy);
        for (actor, reporter) in found.people() {
            if self.ledger.has_work_of(actor) {
                self.ledger.introduce(actor, reporter);
            }
        }
        self.replace_all(&found, after, before, now);
    }

    /// Puts the value of `to` in every field that was `found` as in `from`: edits made and taken back in
    /// between left changes that would say otherwise.
    fn replace_all(&mut self, found: &Ledger, from: &Ledger, to: &Ledger, now: Now) {
        let fields = self
            .ledger
            .rows()
            .flat_map(|(task, entry)| entry.histories().map(move |(field, _)| (task, field)));
        let edits: Vec<Edit> = fields
            .filter(|(task, field)| {
                found.entry(*task).value(*field) == from.entry(*task).value(*field)
                    && self.ledger.entry(*task).value(*field) != to.entry(*task).value(*field)
            })
            .map(|(task, field)| Edit { task, field, value: to.entry(task).value(field).cloned() })
            .collect();
        for edit in edits {
            self.write(&edit, now);
        }
    }

    /// Puts `to` where `from` stands uncontested. A value that came since from elsewhere is not ours to
    /// take back.
    fn replace(&mut self, from: &Edit, to: &Edit, now: Now) {
        if !self.is_contested(from) && self.standing(from) == *from {
            self.write_if_changed(to, now);
        }
    }

    /// What stands where `edit` would write.
    fn standing(&self, edit: &Edit) -> Edit {
        let value = self.ledger.entry(edit.task).value(edit.field).cloned();
        Edit { value, ..*edit }
    }

    fn is_contested(&self, edit: &Edit) -> bool {
        let history = self.ledger.entry(edit.task).history(edit.field);
        history.is_some_and(History::is_contested)
    }

    /// Writes what changes something: another value, or the choice among contested ones.
    fn write_if_changed(&mut self, edit: &Edit, now: Now) -> bool {
        let is_change = edit.fits() && (self.is_contested(edit) || self.standing(edit) != *edit);
        if is_change {
            self.write(edit, now);
        }
        is_change
    }

    fn write(&mut self, edit: &Edit, now: Now) {
        let stamp = self.next_stamp(now.at);
        let history = self.ledger.entry(edit.task).history(edit.field);
        let heads = history.into_iter().flat_map(History::heads);
        let mut after: Vec<Stamp> = heads.map(|change| change.stamp.clone()).collect();
        // A copied browser profile can have given two changes one stamp.
        after.dedup();
        let value: Option<Value> = edit.value.clone();
        let unknown = super::Unknown::new();
        self.ledger.introduce(&self.actor, &self.reporter);
        self.ledger.absorb(edit.task, edit.field, Change { stamp, value, after, unknown });
    }

    fn next_stamp(&self, at: Millis) -> Stamp {
        Stamp::next(at, &self.actor, self.newest())
    }

    fn newest(&self) -> Option<&Stamp> {
        self.ledger.newest().max(self.newest.as_ref())
    }
}
