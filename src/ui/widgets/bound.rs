//! What goes on in a control that is bound to what is reported: see [`super::typing`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::tachys::renderer::types::Element;
use leptos::wasm_bindgen::JsCast;

use super::binding::{Binding, InputKind, typed};
use super::control_state::State;
use crate::browser::{clock, control, task};
use crate::ledger::splice::{Splice, rebase};
use crate::ui::state::command::Command;
use crate::ui::state::typing::Unsaved;

/// How long a text rests before it is taken over.
const PAUSE: Duration = Duration::from_millis(500);

/// How long after it was left words come up beside a control. Whoever leaves it for a button presses that first, which
/// they would move away under the hand.
const AFTER_LEAVING: i32 = 200;

/// How long, in milliseconds, one may type without a pause before it is taken over all the same.
const LONGEST: f64 = 5_000.0;

/// A control that is bound.
pub struct Bound {
    /// To what.
    pub binding: Binding,
    /// Which of the controls of the page it is.
    pub number: usize,
    /// What goes on in it.
    pub state: Mutex<State>,
    /// What is said beside it, and whether something is wrong.
    pub words: ArcRwSignal<(bool, String)>,
}

impl Bound {
    /// What goes on in it.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reported(&self) -> String {
        untrack(|| (self.binding.reported)())
    }

    /// Says something beside the control.
    pub fn say(&self, is_wrong: bool, words: String) {
        let said = (is_wrong, words);
        if self.words.with_untracked(|known| *known != said) {
            self.words.set(said);
        }
    }

    /// Shows what is reported, now and whenever that changes.
    pub fn follow(&self, control: &Element) {
        let reported = (self.binding.reported)();
        let mut state = self.state();
        state.known.clone_from(&reported);
        if state.is_shown {
            drop(state);
            return self.reconcile(control);
        }
        state.is_shown = true;
        state.base.clone_from(&reported);
        let key = &self.binding.key;
        let kept = self.binding.session.typing.unsaved.with_untracked(|unsaved| {
            unsaved.iter().find(|unsaved| unsaved.key == *key && !key.is_empty()).cloned()
        });
        match kept {
            Some(Unsaved { text, words, .. }) => {
                control::set_value(control, &text);
                (state.typed, state.is_refused) = (Some(text), true);
                drop(state);
                self.say(true, words);
            }
            None => control::set_value(control, &reported),
        }
    }

    /// The person comes.
    pub fn come(&self) {
        let mut state = self.state();
        (state.begun, state.foreign) = (Some(state.base.clone()), None);
    }

    /// An input method has put its word.
    pub fn on_composed(self: &Arc<Self>, _: &Event, control: &Element) {
        self.state().is_composing = false;
        self.has_typed(&control::value(control));
        self.reconcile(control);
    }

    /// Something is typed.
    pub fn on_input(self: &Arc<Self>, event: &Event, control: &Element) {
        let mut state = self.state();
        if state.is_composing || state.is_writing {
            return;
        }
        let text = control::value(control);
        let is_undo = control::is_undo(event);
        if let Some((_, with)) = state.foreign.take_if(|(without, _)| is_undo && text == *without) {
            drop(state);
            // What was last written there is not the person's: it stays, and theirs goes.
            let (bound, control) = (self.clone(), control.clone());
            return task::shortly(0, move || bound.undo_own(&control, &text, &with));
        }
        drop(state);
        self.has_typed(&text);
    }

    /// Notes what stands in the control by now.
    pub fn has_typed(self: &Arc<Self>, text: &str) {
        let mut state = self.state();
        state.inputs += 1;
        if state.typed.is_none() {
            state.since = clock::elapsed();
        }
        let base = state.base.clone();
        state.begun.get_or_insert(base);
        if typed(text) == state.base {
            (state.typed, state.is_refused) = (None, false);
            drop(state);
            self.forget();
            return self.say(false, String::new());
        }
        state.typed = Some(text.to_owned());
        let inputs = state.inputs;
        drop(state);
        let (is_over, words) = self.binding.room(text);
        self.say(is_over, words);
        let bound = self.clone();
        self.binding.session.typing.begin(self.number, move || _ = bound.commit());
        if matches!(self.binding.kind, InputKind::Text(_)) {
            let bound = self.clone();
            set_timeout(move || bound.pause(inputs), PAUSE);
        }
    }

    fn pause(self: &Arc<Self>, inputs: u32) {
        let state = self.state();
        let is_long = clock::elapsed() - state.since > LONGEST;
        let is_last = state.inputs == inputs;
        // What is refused already was left, and may be put right by now in a pane that was made anew.
        let is_known = state.is_refused && state.refused_at == state.inputs;
        let is_due = state.typed.is_some() && (is_last || is_long) && !is_known;
        drop(state);
        if is_due {
            self.commit();
        }
    }

    /// Takes over what was typed, where that can be.
    pub fn commit(self: &Arc<Self>) -> bool {
        self.take_over().is_ok()
    }

    fn take_over(self: &Arc<Self>) -> Result<(), String> {
        let session = self.binding.session;
        session.typing.end(self.number);
        let Some(text) = self.state().typed.take() else { return Ok(()) };
        let (is_over, words) = self.binding.room(&text);
        let taken = if is_over { Err(words) } else { (self.binding.take)(&text) };
        self.forget();
        if let Err(words) = taken {
            let mut state = self.state();
            (state.typed, state.is_refused) = (Some(text.clone()), true);
            let inputs = state.inputs;
            state.refused_at = inputs;
            drop(state);
            let (bound, said) = (self.clone(), words.clone());
            task::shortly(AFTER_LEAVING, move || bound.refuse(inputs, said));
            let key = self.binding.key.clone();
            if !key.is_empty() {
                let unsaved = Unsaved { key, text, words: words.clone() };
                session.typing.refuse(unsaved);
            }
            return Err(words);
        }
        self.settle();
        if let InputKind::Text(_) = self.binding.kind {
            // What is reported may be more by now, where another window saved at the same moment.
            self.state().base = typed(&text);
        }
        let (_, room) = self.binding.room(&text);
        self.say(false, room);
        Ok(())
    }

    /// Says beside the control why what was typed cannot stand there, as long as it does.
    fn refuse(&self, inputs: u32, words: String) {
        let state = self.state();
        let still = state.is_refused && state.inputs == inputs;
        drop(state);
        if still {
            self.say(true, words);
        }
    }

    /// What is reported now is where the control stands.
    fn settle(&self) {
        let reported = self.reported();
        let mut state = self.state();
        (state.base, state.known, state.is_refused) = (reported.clone(), reported, false);
    }

    /// Takes over what was typed, and says aloud where it cannot be.
    fn commit_aloud(self: &Arc<Self>) -> bool {
        let taken = self.take_over();
        if let Err(words) = &taken {
            self.binding.session.say(words.clone());
        }
        taken.is_ok()
    }

    /// Nothing typed here is left unsaved.
    fn forget(&self) {
        let key = &self.binding.key;
        self.binding.session.typing.forget(|one| one == key.as_str());
    }

    /// What was typed is final, be it that a script or a calendar says so.
    pub fn on_change(self: &Arc<Self>, control: &Element) {
        let text = control::value(control);
        if self.state().typed.as_ref() != Some(&text) {
            self.has_typed(&text);
        }
        if self.commit() && !control::has_focus(control) {
            control::set_value(control, &self.reported());
        }
    }

    /// The person leaves.
    pub fn leave(self: &Arc<Self>, control: &Element) {
        self.commit_aloud();
        self.binding.session.dispatch(Command::CommitTyping);
        let mut state = self.state();
        (state.begun, state.foreign) = (None, None);
        // Some input methods put their word only after that.
        if !state.is_refused && !state.is_composing {
            let known = state.known.clone();
            control::set_value(control, &known);
            state.base = known;
            drop(state);
            self.say(false, String::new());
        }
    }

    /// A key goes down.
    pub fn on_key(self: &Arc<Self>, event: &Event, control: &Element) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if key.is_composing() || self.state().is_composing {
            return;
        }
        match key.key().as_str() {
            "Escape" if self.escape(control) => event.prevent_default(),
            // In several lines it begins the next one.
            "Enter" if control.tag_name() == "INPUT" && !self.commit_aloud() => {
                event.prevent_default();
                event.stop_propagation();
            }
            _ => {}
        }
    }

    /// Brings back what stood there when the person came; false where that stands there.
    fn escape(&self, control: &Element) -> bool {
        let session = self.binding.session;
        let reported = self.reported();
        let mut state = self.state();
        let begun = state.begun.clone().unwrap_or_else(|| state.base.clone());
        if !state.is_refused && control::value(control) == begun && reported == begun {
            return false;
        }
        (state.typed, state.is_refused) = (None, false);
        state.inputs += 1;
        drop(state);
        session.typing.end(self.number);
        self.forget();
        self.say(false, String::new());
        control::set_value(control, &begun);
        if reported != begun {
            (self.binding.bring_back)(&begun);
        }
        self.settle();
        true
    }

    /// Shows what others changed meanwhile, put together with what is being typed.
    pub fn reconcile(&self, control: &Element) {
        let Some((shown, words)) = self.state().join(self.binding.kind) else { return };
        self.say(false, words.to_owned());
        self.show(control, &shown);
    }

    /// Shows a text; where the person is in the control, with the caret and the browser's undo as they are.
    fn show(&self, control: &Element, text: &str) {
        let here = control::value(control);
        if here == text {
            return;
        }
        if !control::has_focus(control) {
            return control::set_value(control, text);
        }
        self.state().is_writing = true;
        control::splice(control, &Splice::between(&here, text));
        let mut state = self.state();
        state.is_writing = false;
        state.foreign = Some((here, text.to_owned()));
    }

    /// Takes back what the person typed last, where what was written there last came from elsewhere.
    fn undo_own(self: &Arc<Self>, control: &Element, without: &str, with: &str) {
        self.state().is_writing = true;
        control::undo(control);
        let mine = control::value(control);
        let both = rebase(without, with, &mine).unwrap_or_else(|| with.to_owned());
        control::splice(control, &Splice::between(&mine, &both));
        self.state().is_writing = false;
        self.has_typed(&both);
    }
}
