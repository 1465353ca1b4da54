//! Elements, made with Leptos's builder and at once erased to a handful of types.
//!
//! `view!` compiles every element to a type of its own, and each reactive closure in it to kilobytes: these
//! screens came to 290 KB (brotli). The first load may take 220 KB for everything, so attributes, children and
//! closures are boxed here once, and Leptos's rendering is compiled once for all of them.

use std::cell::Cell;

use leptos::ev::Event;
use leptos::oco::Oco;
use leptos::prelude::*;
use leptos::tachys::html::directive::DirectiveAttribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::renderer::types::Element;
use leptos::tachys::view::iterators::StaticVec;

use super::attrs::{Attr, Attrs, Reactive, give_all};
use crate::browser::events;

/// An element to be. One pointer wide, so that a chain of calls moves a pointer and not the element.
pub struct El(Box<Making>);

struct Making {
    tag: &'static str,
    attrs: Vec<Attr>,
    children: Vec<AnyView>,
}

/// An element of this tag.
pub fn el(tag: &'static str) -> El {
    El(Box::new(Making { tag, attrs: Vec::new(), children: Vec::new() }))
}

/// An element of this tag and class.
pub fn classed(tag: &'static str, class: &'static str) -> El {
    el(tag).attr("class", class)
}

/// A link.
pub fn link(href: String) -> El {
    el("a").attr("href", href)
}

/// A button; not one that submits.
pub fn button(label: &'static str, on_click: impl FnMut() + Send + 'static) -> El {
    el("button").attr("type", "button").on_click(on_click).child(label)
}

/// A button that commits something, so that a yes counts once: see [`El::on_commit`].
pub fn commit(label: &'static str, mut on_click: impl FnMut() + Send + 'static) -> El {
    el("button").attr("type", "button").on_commit("click", move |_| on_click()).child(label)
}

/// How long after a yes another one is taken for the same, in milliseconds, where no mouse counts its clicks: a finger or
/// a key that comes down twice does so sooner, and nobody answers the next question as quickly.
const AGAIN_MS: f64 = 400.0;

/// Text that follows what it reads.
pub fn dyn_text(text: impl FnMut() -> String + Send + 'static) -> AnyView {
    following(Box::new(text))
}

#[inline(never)]
fn following(text: Reactive<String>) -> AnyView {
    text.into_any()
}

/// A part that is made anew whenever what it reads changes.
pub fn dyn_view(view: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    remade(Box::new(view))
}

#[inline(never)]
fn remade(view: Reactive<AnyView>) -> AnyView {
    view.into_any()
}

/// Runs now, and again whenever what it reads changes.
pub fn effect(run: impl FnMut() + 'static) {
    run_always(Box::new(run));
}

#[inline(never)]
fn run_always(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}

/// Nothing.
pub fn nothing() -> AnyView {
    Fragment::default().into_any_view()
}

/// Several parts in a row, with no element around them.
#[derive(Default)]
pub struct Fragment(Vec<AnyView>);

impl Fragment {
    /// And this.
    #[must_use]
    pub fn child(mut self, part: impl IntoAnyView) -> Self {
        self.0.push(part.into_any_view());
        self
    }
}

impl El {
    /// An attribute.
    #[must_use]
    pub fn attr(self, key: &'static str, value: impl Into<Oco<'static, str>>) -> Self {
        self.with(Attr::Static(key, value.into()))
    }

    #[inline(never)]
    fn with(mut self, attr: Attr) -> Self {
        self.0.attrs.push(attr);
        self
    }

    /// Whether a part that folds is unfolded at first; from then on that is up to the person.
    #[must_use]
    pub fn initially_open(self, is: bool) -> Self {
        if is { self.attr("open", "") } else { self }
    }

    /// An attribute that follows what it reads; `None` leaves it off.
    #[must_use]
    pub fn opt_attr(
        self,
        key: &'static str,
        value: impl FnMut() -> Option<Oco<'static, str>> + Send + 'static,
    ) -> Self {
        self.with(Attr::Dynamic(key, Box::new(value)))
    }

    /// An attribute that always has a value, which follows what it reads.
    #[must_use]
    pub fn dyn_attr<T: Into<Oco<'static, str>>>(
        self,
        key: &'static str,
        mut value: impl FnMut() -> T + Send + 'static,
    ) -> Self {
        self.opt_attr(key, move || Some(value().into()))
    }

    /// An attribute that is there or not: `hidden`, `disabled`.
    #[must_use]
    pub fn bool_attr(
        self,
        key: &'static str,
        mut is: impl FnMut() -> bool + Send + 'static,
    ) -> Self {
        self.opt_attr(key, move || is().then_some(Oco::Borrowed("")))
    }

    /// Whether a button is down: `aria-pressed`.
    #[must_use]
    pub fn aria_pressed(self, mut is: impl FnMut() -> bool + Send + 'static) -> Self {
        self.dyn_attr("aria-pressed", move || if is() { "true" } else { "false" })
    }

    /// Marks what is open now: `aria-current`.
    #[must_use]
    pub fn aria_current(self, mut is: impl FnMut() -> bool + Send + 'static) -> Self {
        self.opt_attr("aria-current", move || is().then_some(Oco::Borrowed("true")))
    }

    /// The property `value` of a control.
    #[must_use]
    pub fn value(self, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Attr::Value(Box::new(value)))
    }

    /// Runs with the element now, and again whenever what it reads changes.
    #[must_use]
    pub fn element_effect(self, keep: impl FnMut(&Element) + Send + 'static) -> Self {
        self.with(Attr::Effect(Box::new(keep)))
    }

    /// A property that is true or not: `checked`, `selected`, `open`.
    #[must_use]
    pub fn prop(self, key: &'static str, is: impl FnMut() -> bool + Send + 'static) -> Self {
        self.with(Attr::Prop(key, Box::new(is)))
    }

    /// A style property, set where a strict policy on styles allows it.
    #[must_use]
    pub fn style(self, name: &'static str, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Attr::Style(name, Box::new(value)))
    }

    /// Markup of our own making as content; never what a person typed.
    #[must_use]
    pub fn inner_html(self, markup: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Attr::InnerHtml(Box::new(markup)))
    }

    /// What happens on an event.
    #[must_use]
    pub fn on(self, name: &'static str, handler: impl FnMut(Event) + Send + 'static) -> Self {
        self.with(Attr::Listener(name, Box::new(handler)))
    }

    /// What happens, once, on an event that commits something. Neither the second click of a double click counts, also
    /// where the first one was on what stood there before, nor what comes within [`AGAIN_MS`] of the last.
    #[must_use]
    pub fn on_commit(
        self,
        name: &'static str,
        handler: impl FnMut(Event) + Send + 'static,
    ) -> Self {
        self.on_commit_boxed(name, Box::new(handler))
    }

    #[inline(never)]
    fn on_commit_boxed(
        self,
        name: &'static str,
        mut handler: Box<dyn FnMut(Event) + Send>,
    ) -> Self {
        let mut last = f64::NEG_INFINITY;
        self.on(name, move |event| {
            let at = event.time_stamp();
            let is_again = events::nth_click(&event) > 1 || at - last < AGAIN_MS;
            last = at;
            if is_again { event.prevent_default() } else { handler(event) }
        })
    }

    /// What happens on a click.
    #[must_use]
    pub fn on_click(self, mut handler: impl FnMut() + Send + 'static) -> Self {
        self.on("click", move |_| handler())
    }

    /// A part inside.
    #[must_use]
    pub fn child(self, part: impl IntoAnyView) -> Self {
        self.holding(part.into_any_view())
    }

    #[inline(never)]
    fn holding(mut self, part: AnyView) -> Self {
        self.0.children.push(part);
        self
    }
}

/// What can stand inside an element.
pub trait IntoAnyView {
    /// As Leptos takes it.
    fn into_any_view(self) -> AnyView;
}

impl IntoAnyView for AnyView {
    fn into_any_view(self) -> AnyView {
        self
    }
}

impl IntoAnyView for El {
    #[inline(never)]
    fn into_any_view(self) -> AnyView {
        let Making { tag, attrs, children } = *self.0;
        let attrs = Attrs::new(Cell::new(attrs));
        custom(tag).child(StaticVec::from(children)).directive(give_all, attrs).into_any()
    }
}

impl IntoAnyView for Fragment {
    fn into_any_view(self) -> AnyView {
        StaticVec::from(self.0).into_any()
    }
}

impl IntoAnyView for &'static str {
    #[inline(never)]
    fn into_any_view(self) -> AnyView {
        Oco::Borrowed(self).into_any()
    }
}

impl IntoAnyView for String {
    #[inline(never)]
    fn into_any_view(self) -> AnyView {
        Oco::<'static, str>::from(self).into_any()
    }
}

impl<P: IntoAnyView> IntoAnyView for Vec<P> {
    fn into_any_view(self) -> AnyView {
        Fragment(self.into_iter().map(IntoAnyView::into_any_view).collect()).into_any_view()
    }
}

impl<P: IntoAnyView> IntoAnyView for Option<P> {
    fn into_any_view(self) -> AnyView {
        self.map_or_else(nothing, IntoAnyView::into_any_view)
    }
}
