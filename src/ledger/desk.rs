//! A ledger being worked on: who works, what they did last, and how to take it back.

use super::merge::{self, Plan};
use super::{Actor, Change, Edit, Field, History, Ledger, Now, Reporter, Stamp, Value};
use crate::policy::TaskNumber;

/// The one door to a ledger: every change passes through here, is stamped and can be undone.
#[derive(Debug, Clone)]
pub struct Desk {
    ledger: Ledger,
    actor: Actor,
    reporter: Reporter,
    done: Vec<Step>,
    undone: Vec<Step>,
    typing: Option<Typing>,
}

/// What one undo takes back.
#[derive(Debug, Clone)]
struct Step {
    name: String,
    deed: Deed,
}

#[derive(Debug, Clone)]
enum Deed {
    /// Values set: what stood there before, and what was put there.
    Edits { before: Vec<Edit>, after: Vec<Edit> },
    /// Changes taken in from elsewhere.
    Import { news: Ledger },
}

/// A text being typed: every keystroke is saved, yet the history shows one change.
#[derive(Debug, Clone)]
struct Typing {
    task: TaskNumber,
    field: Field,
    stamp: Stamp,
}

impl Desk {
    /// Sits `actor` down at `ledger`.
    pub fn new(ledger: Ledger, actor: Actor, reporter: Reporter) -> Self {
        let (done, undone) = (Vec::new(), Vec::new());
        Self { ledger, actor, reporter, done, undone, typing: None }
    }

    /// The ledger as it stands.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Who works here.
    pub fn reporter(&self) -> &Reporter {
        &self.reporter
    }

    /// Another person sits down; what was done so far stays theirs who did it.
    pub fn change_hands(&mut self, actor: Actor, reporter: Reporter) {
        self.rest();
        (self.actor, self.reporter) = (actor, reporter);
    }

    /// Makes these changes as one step named `name`. Edits that change nothing are left out; says whether
    /// any was left.
    pub fn apply(&mut self, name: String, edits: Vec<Edit>, now: Now) -> bool {
        self.rest();
        let edits: Vec<Edit> = edits.into_iter().filter(|edit| self.is_new(edit)).collect();
        if edits.is_empty() {
            return false;
        }
        let before = edits.iter().map(|edit| self.inverse(edit)).collect();
        for edit in &edits {
            self.write(edit, now);
        }
        self.remember(Step { name, deed: Deed::Edits { before, after: edits } });
        true
    }

    /// Takes over a text as it stands after a keystroke. Keystrokes in a row make one change and one undo
    /// step, until something else is done or [`Desk::rest`] ends them.
    pub fn type_text(&mut self, name: &str, edit: Edit, now: Now) -> bool {
        if !self.is_new(&edit) {
            return false;
        }
        let Some(typing) = self.typing.clone().filter(|t| (t.task, t.field) == (edit.task, edit.field))
        else {
            let (task, field) = (edit.task, edit.field);
            self.apply(name.to_owned(), vec![edit], now);
            let current = self.ledger.entry(task).history(field).and_then(History::current);
            self.typing = current.map(|c| Typing { task, field, stamp: c.stamp.clone() });
            return true;
        };
        let history = self.ledger.entry(edit.task).history(edit.field);
        let draft = history.and_then(History::current).filter(|c| c.stamp == typing.stamp).cloned();
        let stamp = Stamp::next(now.at, &self.actor, self.ledger.newest());
        match draft {
            Some(draft) => {
                self.ledger.retract(edit.task, edit.field, &draft);
                let change = Change { stamp: stamp.clone(), value: edit.value.clone(), ..draft };
                self.ledger.absorb(edit.task, edit.field, change);
                self.typing = Some(Typing { stamp, ..typing });
                if let Some(Step { deed: Deed::Edits { after, .. }, .. }) = self.done.last_mut() {
                    *after = vec![edit];
                }
                true
            }
            // Someone else's value came in between: what is typed now is a change of its own.
            None => self.apply(name.to_owned(), vec![edit], now),
        }
    }

    /// Ends a run of typing: what comes next is a change of its own.
    pub fn rest(&mut self) {
        self.typing = None;
    }

    /// Takes in a file as one step. Where neither side knew of the other, `settle` holds the values chosen.
    pub fn import(&mut self, name: String, plan: &Plan, settle: Vec<Edit>, now: Now) {
        self.rest();
        let mut news = plan.news.clone();
        let before = self.ledger.clone();
        merge::absorb(&mut self.ledger, plan.news.clone());
        for edit in settle {
            self.write(&edit, now);
        }
        // The settling values came with the import and go with it.
        merge::absorb(&mut news, merge::news(&before, &self.ledger));
        self.remember(Step { name, deed: Deed::Import { news } });
    }

    /// Takes in what another window or program stored: known from now on, and no step to undo.
    pub fn catch_up(&mut self, stored: Ledger) -> bool {
        let before = self.ledger.clone();
        merge::absorb(&mut self.ledger, stored);
        self.ledger != before
    }

    /// The name of the step that [`Desk::undo`] would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.done.last().map(|step| step.name.as_str())
    }

    /// The name of the step that [`Desk::redo`] would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|step| step.name.as_str())
    }

    /// Takes the last step back, and names it. A value goes back by a change of its own, which travels and
    /// shows in the history like any other; an import goes without a trace.
    pub fn undo(&mut self, now: Now) -> Option<String> {
        self.rest();
        let step = self.done.pop()?;
        match &step.deed {
            Deed::Edits { before, .. } => self.write_all(before, now),
            Deed::Import { news } => {
                for (task, field, change) in news.changes() {
                    self.ledger.retract(task, field, change);
                }
            }
        }
        let name = step.name.clone();
        self.undone.push(step);
        Some(name)
    }

    /// Does the step last undone again, and names it.
    pub fn redo(&mut self, now: Now) -> Option<String> {
        self.rest();
        let step = self.undone.pop()?;
        match &step.deed {
            Deed::Edits { after, .. } => self.write_all(after, now),
            Deed::Import { news } => merge::absorb(&mut self.ledger, news.clone()),
        }
        let name = step.name.clone();
        self.done.push(step);
        Some(name)
    }

    fn remember(&mut self, step: Step) {
        self.done.push(step);
        self.undone.clear();
    }

    fn is_new(&self, edit: &Edit) -> bool {
        let fits = edit.value.as_ref().is_none_or(|value| value.fits(edit.field));
        let history = self.ledger.entry(edit.task).history(edit.field);
        let settles = history.is_some_and(History::is_contested);
        fits && (settles || self.ledger.entry(edit.task).value(edit.field) != edit.value.as_ref())
    }

    fn inverse(&self, edit: &Edit) -> Edit {
        let value = self.ledger.entry(edit.task).value(edit.field).cloned();
        Edit { value, ..edit.clone() }
    }

    fn write_all(&mut self, edits: &[Edit], now: Now) {
        for edit in edits {
            self.write(edit, now);
        }
    }

    fn write(&mut self, edit: &Edit, now: Now) {
        let stamp = Stamp::next(now.at, &self.actor, self.ledger.newest());
        let history = self.ledger.entry(edit.task).history(edit.field);
        let after = history.into_iter().flat_map(History::heads).map(|c| c.stamp.clone()).collect();
        let value: Option<Value> = edit.value.clone();
        let unknown = super::Unknown::new();
        self.ledger.introduce(&self.actor, &self.reporter);
        self.ledger.absorb(edit.task, edit.field, Change { stamp, value, after, unknown });
    }
}
