//! What is being typed, and what was typed and could not be taken over. What goes on in the control itself:
//! `ui::widgets::typing`.

use leptos::prelude::*;

/// What was typed into a control and cannot stand there: it stays to be corrected, also where the control is made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// The control.
    pub key: String,
    /// What was typed.
    pub text: String,
    /// What is wrong with it.
    pub words: String,
}

/// Which control is being typed in, and what takes over what stands there. There is one such control at a time.
type InControl = (usize, Box<dyn Fn()>);

/// What is being typed on the page; copied freely.
#[derive(Clone, Copy)]
pub struct Typing {
    control: StoredValue<Option<InControl>, LocalStorage>,
    /// What was typed and could not be taken over.
    pub unsaved: ReadSignal<Vec<Unsaved>>,
    set_unsaved: WriteSignal<Vec<Unsaved>>,
}

impl Typing {
    /// Nothing yet.
    pub fn new() -> Self {
        let (unsaved, set_unsaved) = signal(Vec::new());
        Self { control: StoredValue::new_local(None), unsaved, set_unsaved }
    }

    /// Notes that something is being typed in a control, and how it is taken over.
    pub fn begin(self, control: usize, take_over: impl Fn() + 'static) {
        if self.is_elsewhere(control) {
            self.finish();
        }
        self.control.set_value(Some((control, Box::new(take_over))));
    }

    /// Takes over what is being typed: before anything else is done with the ledger, and before the page goes.
    pub fn finish(self) {
        if let Some((_, take_over)) = self.control.try_update_value(Option::take).flatten() {
            take_over();
        }
    }

    /// Nothing is being typed in this control any more.
    pub fn end(self, control: usize) {
        if !self.is_elsewhere(control) {
            self.control.set_value(None);
        }
    }

    fn is_elsewhere(self, control: usize) -> bool {
        self.control.with_value(|here| here.as_ref().is_some_and(|(one, _)| *one != control))
    }

    /// Keeps what cannot be taken over until it is corrected.
    pub fn refuse(self, unsaved: Unsaved) {
        self.set_unsaved.update(|all| all.push(unsaved));
    }

    /// Nothing typed in the controls that `is_one` names is left unsaved.
    pub fn forget(self, is_one: impl Fn(&str) -> bool) {
        if self.unsaved.with_untracked(|all| all.iter().any(|one| is_one(&one.key))) {
            self.set_unsaved.update(|all| all.retain(|one| !is_one(&one.key)));
        }
    }
}
