//! The one binding of every control that a person types into. While it has the focus it is theirs: the page writes
//! there only what somebody else changed in that very field, and leaves caret, selection, input method and the
//! browser's undo as they are. What is typed is taken over with Enter, on leaving and, where it is a text, after a
//! pause; Esc brings back what stood there. What cannot be taken over stays to be corrected, with words beside it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::tachys::renderer::types::Element;

use super::binding::{Binding, InputKind};
use super::bound::Bound;
use crate::browser::control;
use crate::ui::elements::dom::{El, IntoAnyView, classed, dyn_text, el};

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

impl IntoAnyView for Typed {
    fn into_any_view(self) -> AnyView {
        let together = classed("span", "typed").child(self.control).child(self.beside);
        together.child(self.words).into_any_view()
    }
}

/// Numbers the controls of a page.
fn next_number() -> usize {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// Binds a control.
pub fn bind(binding: Binding, control: El) -> Typed {
    let words = ArcRwSignal::new((false, String::new()));
    let number = next_number();
    let (name, is_line) = (binding.name, !matches!(binding.kind, InputKind::Text(_)));
    let bound = Arc::new(Bound { binding, number, state: Mutex::default(), words: words.clone() });
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
        .opt_attr("aria-invalid", move || invalid.with(|(is, _)| is.then(|| "true".into())))
        .element_effect(move |control| kept.follow(control))
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
        .dyn_attr("class", class)
        .attr("id", words_id)
        .child(dyn_text(move || said.with(|(_, words)| words.clone())));
    Typed { control, id, beside: None, words }
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
