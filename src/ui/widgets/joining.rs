//! What others write into a text while a person types there.

use std::sync::Arc;

use leptos::tachys::renderer::types::Element;

use super::bound::Bound;
use super::typing::Manner;
use crate::browser::control;
use crate::ledger::splice::{Splice, rebase};

impl Bound {
    /// Shows what others changed meanwhile, put together with what is being typed.
    pub fn reconcile(&self, control: &Element) {
        let mut state = self.state();
        if state.is_composing || state.base == state.known {
            return;
        }
        let known = state.known.clone();
        let base = std::mem::replace(&mut state.base, known.clone());
        let is_text = matches!(self.binding.manner, Manner::Text(_));
        let together = |mine: &str| is_text.then(|| rebase(&base, &known, mine)).flatten();
        let begun = state.begun.take();
        state.begun = begun.map(|begun| together(&begun).unwrap_or_else(|| known.clone()));
        let (shown, words) = match state.typed.clone() {
            Some(mine) if mine == known => return,
            Some(_) if state.is_refused && self.binding.manner == Manner::OnForm => {
                (state.typed, state.is_refused) = (None, false);
                (known, "")
            }
            Some(_) if state.is_refused => return,
            Some(mine) => match together(&mine) {
                Some(both) => {
                    state.typed = Some(both.clone());
                    (both, "另一处刚改动了这一栏，已并入。")
                }
                None => (mine, "另一处刚改动了同一处，以您这里写的为准；对方写的在修改记录里。"),
            },
            None => (known, ""),
        };
        drop(state);
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
    pub fn undo_own(self: &Arc<Self>, control: &Element, without: &str, with: &str) {
        self.state().is_writing = true;
        control::undo(control);
        let mine = control::value(control);
        let both = rebase(without, with, &mine).unwrap_or_else(|| with.to_owned());
        control::splice(control, &Splice::between(&mine, &both));
        self.state().is_writing = false;
        self.has_typed(&both);
    }
}
