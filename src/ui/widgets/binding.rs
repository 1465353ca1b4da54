//! What a control that a person types into is bound to.

use crate::format::cleaning;
use crate::ui::state::session::Session;

/// A text as it is kept: invisible characters that come along on pasting would make two equal texts differ.
pub fn typed(text: &str) -> String {
    cleaning::clean(text).into_owned()
}

/// How something is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// A text of at most so many characters: taken over after a pause, and put together with what others wrote.
    Text(usize),
    /// A day or a number: taken over when it is complete.
    Whole,
    /// The same on a form, which fills it in anew when something else is chosen there.
    OnForm,
}

/// Takes over what was typed, or says why it cannot be.
type Take = Box<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// What a control is bound to.
pub struct Binding {
    /// The session.
    pub session: Session,
    /// What the control is called to readers of the screen, and in words on it.
    pub name: &'static str,
    /// How it is typed.
    pub kind: InputKind,
    /// Under which name what cannot be taken over is kept until the control is made anew; empty for what is no work.
    pub key: String,
    /// What is reported, as the control shows it.
    pub reported: Box<dyn Fn() -> String + Send + Sync>,
    /// Takes over what was typed.
    pub take: Take,
    /// Brings back what stood there when the person came.
    pub bring_back: Box<dyn Fn(&str) + Send + Sync>,
}

impl Binding {
    /// Whether a text is too long, and what to say of its length.
    pub fn room(&self, text: &str) -> (bool, String) {
        let InputKind::Text(most) = self.kind else { return (false, String::new()) };
        let length = typed(text).chars().count();
        let name = self.name;
        match length.checked_sub(most) {
            Some(over) if over > 0 => (
                true,
                format!("“{name}”最多{most}字，现有{length}字，还没有保存。请删去{over}字。"),
            ),
            _ if length * 10 > most * 9 => (false, format!("{length}字，最多{most}字。")),
            _ => (false, String::new()),
        }
    }
}
