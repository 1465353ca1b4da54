//! The one binding of every control that a person types into. While it has the focus it is theirs: the page writes
//! there only what somebody else changed in that very field, and leaves caret, selection, input method and the
//! browser's undo as they are. What is typed is taken over with Enter, on leaving and, where it is a text, after a
//! pause; Esc brings back what stood there. What cannot be taken over stays to be corrected, with words beside it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::tachys::renderer::types::Element;

use super::bound::Bound;
use super::dom::{El, Part, classed, el, live};
use crate::browser::control;
use crate::ui::app::session::Session;
use crate::ui::app::work::typed;

/// A control, and what goes with it.
pub struct Typed {
    /// The control.
    pub control: El,
    /// The id of the control, where it is given no other.
    pub id: String,
    /// Another way to fill it in.
    pub beside: Option<El>,
    /// What is wrong with what was typed, or how much room is left.
    pub words: El,
}

impl Typed {
    /// An attribute of the control.
    #[must_use]
    pub fn attr(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.control = self.control.attr(key, value.into());
        self
    }

    /// The control under its label, with the rest beside and below: words that change are no part of a name.
    pub fn under(self, label: &'static str) -> El {
        let field = classed("label", "field").child(el("span").child(label)).child(self.control);
        classed("div", "typed").child(field).child(self.beside).child(self.words)
    }
}

impl Part for Typed {
    fn into_part(self) -> AnyView {
        let together = classed("span", "typed").child(self.control).child(self.beside);
        together.child(self.words).into_part()
    }
}

/// How something is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A text of at most so many characters: taken over after a pause, and put together with what others wrote.
    Text(usize),
    /// A day or a number: taken over when it is complete.
    Whole,
    /// The same on a form, which fills it in anew when something else is chosen there.
    OnForm,
}

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

/// Takes over what was typed, or says why it cannot be.
type Take = Box<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// What a control is bound to.
pub struct Binding {
    /// The session.
    pub session: Session,
    /// What the control is called to readers of the screen, and in words on it.
    pub name: &'static str,
    /// How it is typed.
    pub manner: Manner,
    /// Under which name what cannot be taken over is kept until the control is made anew; empty for what is no work.
    pub key: String,
    /// What is reported, as the control shows it.
    pub reported: Box<dyn Fn() -> String + Send + Sync>,
    /// Takes over what was typed.
    pub take: Take,
    /// Brings back what stood there when the person came.
    pub bring_back: Box<dyn Fn(&str) + Send + Sync>,
}

/// Numbers the controls of a page.
fn next_number() -> usize {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

impl Binding {
    /// Whether a text is too long, and what to say of its length.
    pub fn room(&self, text: &str) -> (bool, String) {
        let Manner::Text(most) = self.manner else { return (false, String::new()) };
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

    /// Binds a control.
    pub fn bind(self, control: El) -> Typed {
        let words = ArcRwSignal::new((false, String::new()));
        let number = next_number();
        let (name, is_line) = (self.name, !matches!(self.manner, Manner::Text(_)));
        let bound = Arc::new(Bound {
            binding: self,
            number,
            state: Mutex::default(),
            words: words.clone(),
        });
        let on = |handle: fn(&Arc<Bound>, &Event, &Element)| {
            let bound = bound.clone();
            move |event: Event| {
                if let Some(control) = control::of(&event) {
                    handle(&bound, &event, &control);
                }
            }
        };
        let (said, invalid) = (words.clone(), words.clone());
        let (id, words_id) = (format!("typed-{number}"), format!("words-{number}"));
        let kept = bound.clone();
        let control = control
            .attr("aria-label", name)
            .attr("id", id.clone())
            .attr("aria-describedby", words_id.clone())
            .attr("autocomplete", "off")
            .live("aria-invalid", move || invalid.with(|(is, _)| is.then(|| "true".into())))
            .kept(move |control| kept.follow(control))
            .on("focus", on(|bound, _, _| bound.come()))
            .on("compositionstart", on(|bound, _, _| bound.state().is_composing = true))
            .on("compositionend", on(Bound::on_composed))
            .on("input", on(Bound::on_input))
            .on("change", on(|bound, _, control| bound.on_change(control)))
            .on("keydown", on(Bound::on_key))
            .on("blur", on(|bound, _, control| bound.leave(control)));
        let control = if is_line { control.attr("spellcheck", "false") } else { control };
        let class = move || if words.with(|(is, _)| *is) { "words refusal" } else { "words hint" };
        let words = el("span")
            .says("class", class)
            .attr("id", words_id)
            .child(live(move || said.with(|(_, words)| words.clone())));
        Typed { control, id, beside: None, words }
    }
}

impl Session {
    /// Takes over what is being typed: before anything else is done with the ledger, and before the page goes.
    pub fn finish_typing(self) {
        if let Some((_, take_over)) = self.typing.try_update_value(Option::take).flatten() {
            take_over();
        }
    }

    /// Notes that something is being typed, and how it is taken over. There is one such control at a time.
    pub(in crate::ui) fn is_typing(self, control: usize, take_over: impl Fn() + 'static) {
        if self.typing.with_value(|typing| typing.as_ref().is_some_and(|(one, _)| *one != control))
        {
            self.finish_typing();
        }
        self.typing.set_value(Some((control, Box::new(take_over))));
    }

    /// Nothing is being typed in this control any more.
    pub(in crate::ui) fn has_typed(self, control: usize) {
        if self.typing.with_value(|typing| typing.as_ref().is_some_and(|(one, _)| *one == control))
        {
            self.typing.set_value(None);
        }
    }
}

/// Calls `take` with what stands in a control of words that are looked for or passed on, but not with half a word of
/// an input method.
pub fn words_into(control: El, take: impl Fn(String) + Copy + Send + 'static) -> El {
    let composing = StoredValue::new(false);
    control
        .on("compositionstart", move |_| composing.set_value(true))
        .on("compositionend", move |event| {
            composing.set_value(false);
            take(event_target_value(&event));
        })
        .on("input", move |event| {
            if !composing.get_value() {
                take(event_target_value(&event));
            }
        })
}
