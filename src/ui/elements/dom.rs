//! Elements, made with Leptos's builder and at once erased to a handful of types.
//!
//! `view!` compiles every element to a type of its own, and each reactive closure in it to kilobytes: these
//! screens came to 290 KB (brotli). The first load may take 150 KB for everything, so attributes, children and
//! closures are boxed here once, and Leptos's rendering is compiled once for all of them.

use leptos::ev::Event;
use leptos::oco::Oco;
use leptos::prelude::*;
use leptos::tachys::html::element::custom;
use leptos::tachys::renderer::types::Element;
use leptos::tachys::view::iterators::StaticVec;

use super::features::{Feature, Features, Live};
use crate::browser::events;

/// An element to be. One pointer wide, so that a chain of calls moves a pointer and not the element.
pub struct El(Box<Making>);

struct Making {
    tag: &'static str,
    features: Vec<Feature>,
    children: Vec<AnyView>,
}

/// An element of this tag.
pub fn el(tag: &'static str) -> El {
    El(Box::new(Making { tag, features: Vec::new(), children: Vec::new() }))
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

/// A button that commits something, so that a yes counts once: see [`El::once`].
pub fn commit(label: &'static str, mut on_click: impl FnMut() + Send + 'static) -> El {
    el("button").attr("type", "button").once("click", move |_| on_click()).child(label)
}

/// How long after a yes another one is taken for the same, in milliseconds, where no mouse counts its clicks: a finger or
/// a key that comes down twice does so sooner, and nobody answers the next question as quickly.
const AGAIN_MS: f64 = 400.0;

/// Text that follows what it reads.
pub fn live(text: impl FnMut() -> String + Send + 'static) -> AnyView {
    following(Box::new(text))
}

#[inline(never)]
fn following(text: Live<String>) -> AnyView {
    text.into_any()
}

/// A part that is made anew whenever what it reads changes.
pub fn dynamic(view: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    remade(Box::new(view))
}

#[inline(never)]
fn remade(view: Live<AnyView>) -> AnyView {
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
    Parts::default().into_part()
}

/// Several parts in a row, with no element around them.
#[derive(Default)]
pub struct Parts(Vec<AnyView>);

impl Parts {
    /// And this.
    #[must_use]
    pub fn child(mut self, part: impl Part) -> Self {
        self.0.push(part.into_part());
        self
    }
}

impl El {
    /// An attribute.
    #[must_use]
    pub fn attr(self, key: &'static str, value: impl Into<Oco<'static, str>>) -> Self {
        self.with(Feature::Fixed(key, value.into()))
    }

    #[inline(never)]
    fn with(mut self, feature: Feature) -> Self {
        self.0.features.push(feature);
        self
    }

    /// Whether a part that folds is unfolded at first; from then on that is up to the person.
    #[must_use]
    pub fn unfolded(self, is: bool) -> Self {
        if is { self.attr("open", "") } else { self }
    }

    /// An attribute that follows what it reads; `None` leaves it off.
    #[must_use]
    pub fn live(
        self,
        key: &'static str,
        value: impl FnMut() -> Option<Oco<'static, str>> + Send + 'static,
    ) -> Self {
        self.with(Feature::Attribute(key, Box::new(value)))
    }

    /// An attribute that always has a value, which follows what it reads.
    #[must_use]
    pub fn says<T: Into<Oco<'static, str>>>(
        self,
        key: &'static str,
        mut value: impl FnMut() -> T + Send + 'static,
    ) -> Self {
        self.live(key, move || Some(value().into()))
    }

    /// An attribute that is there or not: `hidden`, `disabled`.
    #[must_use]
    pub fn when(self, key: &'static str, mut is: impl FnMut() -> bool + Send + 'static) -> Self {
        self.live(key, move || is().then_some(Oco::Borrowed("")))
    }

    /// Whether a button is down: `aria-pressed`.
    #[must_use]
    pub fn pressed(self, mut is: impl FnMut() -> bool + Send + 'static) -> Self {
        self.says("aria-pressed", move || if is() { "true" } else { "false" })
    }

    /// Marks what is open now: `aria-current`.
    #[must_use]
    pub fn current(self, mut is: impl FnMut() -> bool + Send + 'static) -> Self {
        self.live("aria-current", move || is().then_some(Oco::Borrowed("true")))
    }

    /// The property `value` of a control.
    #[must_use]
    pub fn value(self, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Feature::Value(Box::new(value)))
    }

    /// Runs with the element now, and again whenever what it reads changes.
    #[must_use]
    pub fn kept(self, keep: impl FnMut(&Element) + Send + 'static) -> Self {
        self.with(Feature::Kept(Box::new(keep)))
    }

    /// A property that is true or not: `checked`, `selected`, `open`.
    #[must_use]
    pub fn is(self, key: &'static str, is: impl FnMut() -> bool + Send + 'static) -> Self {
        self.with(Feature::Flag(key, Box::new(is)))
    }

    /// A style property, set where a strict policy on styles allows it.
    #[must_use]
    pub fn style(self, name: &'static str, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Feature::Style(name, Box::new(value)))
    }

    /// Markup of our own making as content; never what a person typed.
    #[must_use]
    pub fn markup(self, markup: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Feature::Markup(Box::new(markup)))
    }

    /// What happens on an event.
    #[must_use]
    pub fn on(self, name: &'static str, handler: impl FnMut(Event) + Send + 'static) -> Self {
        self.with(Feature::Listener(name, Box::new(handler)))
    }

    /// What happens, once, on an event that commits something. Neither the second click of a double click counts, also
    /// where the first one was on what stood there before, nor what comes within [`AGAIN_MS`] of the last.
    #[must_use]
    pub fn once(self, name: &'static str, handler: impl FnMut(Event) + Send + 'static) -> Self {
        self.once_boxed(name, Box::new(handler))
    }

    #[inline(never)]
    fn once_boxed(self, name: &'static str, mut handler: Box<dyn FnMut(Event) + Send>) -> Self {
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
    pub fn child(self, part: impl Part) -> Self {
        self.holding(part.into_part())
    }

    #[inline(never)]
    fn holding(mut self, part: AnyView) -> Self {
        self.0.children.push(part);
        self
    }
}

/// What can stand inside an element.
pub trait Part {
    /// As Leptos takes it.
    fn into_part(self) -> AnyView;
}

impl Part for AnyView {
    fn into_part(self) -> AnyView {
        self
    }
}

impl Part for El {
    #[inline(never)]
    fn into_part(self) -> AnyView {
        let Making { tag, features, children } = *self.0;
        let features = Features::from(features);
        custom(tag).child(StaticVec::from(children)).add_any_attr(features).into_any()
    }
}

impl Part for Parts {
    fn into_part(self) -> AnyView {
        StaticVec::from(self.0).into_any()
    }
}

impl Part for &'static str {
    #[inline(never)]
    fn into_part(self) -> AnyView {
        Oco::Borrowed(self).into_any()
    }
}

impl Part for String {
    #[inline(never)]
    fn into_part(self) -> AnyView {
        Oco::<'static, str>::from(self).into_any()
    }
}

impl<P: Part> Part for Vec<P> {
    fn into_part(self) -> AnyView {
        Parts(self.into_iter().map(Part::into_part).collect()).into_part()
    }
}

impl<P: Part> Part for Option<P> {
    fn into_part(self) -> AnyView {
        self.map_or_else(nothing, Part::into_part)
    }
}
