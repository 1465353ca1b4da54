//! What goes on in a control that a person types into, put together with what others write there meanwhile.

use super::binding::InputKind;
use crate::ledger::splice::rebase;

/// What goes on in a control.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // Each says something of its own.
pub struct State {
    /// Whether it has shown anything yet.
    pub is_shown: bool,
    /// The reported text that what stands in the control comes from.
    pub base: String,
    /// What is reported by now.
    pub known: String,
    /// What stood there when the person came.
    pub begun: Option<String>,
    /// What was typed and is not taken over.
    pub typed: Option<String>,
    /// Whether it could not be.
    pub is_refused: bool,
    /// Whether an input method is at work.
    pub is_composing: bool,
    /// Whether the page itself writes.
    pub is_writing: bool,
    /// What stood there before and after somebody else's words came in, which are not the person's to undo.
    pub foreign: Option<(String, String)>,
    /// How often something was typed.
    pub inputs: u32,
    /// How many there had been when what was typed was last refused.
    pub refused_at: u32,
    /// When what is not taken over was begun.
    pub since: f64,
}

impl State {
    /// Takes in what others changed meanwhile: what the control is to show then, and what to say of it. `None` where
    /// nothing is to change.
    pub fn join(&mut self, kind: InputKind) -> Option<(String, &'static str)> {
        if self.is_composing || self.base == self.known {
            return None;
        }
        let known = self.known.clone();
        let base = std::mem::replace(&mut self.base, known.clone());
        let is_text = matches!(kind, InputKind::Text(_));
        let together = |mine: &str| is_text.then(|| rebase(&base, &known, mine)).flatten();
        let begun = self.begun.take();
        self.begun = begun.map(|begun| together(&begun).unwrap_or_else(|| known.clone()));
        match self.typed.clone() {
            Some(mine) if mine == known => None,
            Some(_) if self.is_refused && kind == InputKind::OnForm => {
                (self.typed, self.is_refused) = (None, false);
                Some((known, ""))
            }
            Some(_) if self.is_refused => None,
            Some(mine) => match together(&mine) {
                Some(both) => {
                    self.typed = Some(both.clone());
                    Some((both, "另一处刚改动了这一栏，已并入。"))
                }
                None => {
                    Some((mine, "另一处刚改动了同一处，以您这里写的为准；对方写的在修改记录里。"))
                }
            },
            None => Some((known, "")),
        }
    }
}
