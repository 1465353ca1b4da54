//! What an element has: attributes, properties, styles, markup, listeners. Leptos has a type for each, which
//! it erases at kilobytes apiece; here all are one type, and one kind of effect keeps them up to date.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

use leptos::ev::Event;
use leptos::oco::Oco;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::{Attribute, NextAttribute};
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Element;

use crate::browser::control;

/// What follows something it reads.
pub type Live<T> = Box<dyn FnMut() -> T + Send>;

/// Something an element has.
pub enum Feature {
    /// An attribute.
    Fixed(&'static str, Oco<'static, str>),
    /// An attribute that follows what it reads; `None` leaves it off.
    Attribute(&'static str, Live<Option<Oco<'static, str>>>),
    /// The property `value`.
    Value(Live<String>),
    /// Something else that is kept up to date, with the element in hand.
    Kept(Box<dyn FnMut(&Element) + Send>),
    /// A property that is true or not.
    Flag(&'static str, Live<bool>),
    /// A style property.
    Style(&'static str, Live<String>),
    /// Markup as content.
    Markup(Live<String>),
    /// What happens on an event.
    Listener(&'static str, Box<dyn FnMut(Event) + Send>),
}

/// What a feature lives by: it goes when this is dropped.
type Life = Box<dyn Any>;

impl Feature {
    /// Gives it to an element.
    fn give(self, el: Element) -> Option<Life> {
        let run: Box<dyn FnMut()> = match self {
            Self::Fixed(key, value) => {
                Rndr::set_attribute(&el, key, &value);
                return None;
            }
            Self::Listener(name, mut handler) => {
                // What a handler makes belongs to the part of the page it is in.
                let owner = Owner::current().unwrap_or_default();
                let handler = move |event| owner.with(|| handler(Event::from(event)));
                return Some(Box::new(Rndr::add_event_listener(&el, name, Box::new(handler))));
            }
            Self::Attribute(key, mut value) => {
                let mut shown = None;
                Box::new(move || {
                    let value = value();
                    if value != shown {
                        match &value {
                            Some(value) => Rndr::set_attribute(&el, key, value),
                            None => Rndr::remove_attribute(&el, key),
                        }
                        shown = value;
                    }
                })
            }
            Self::Value(mut value) => Box::new(move || control::set_value(&el, &value())),
            Self::Kept(mut keep) => Box::new(move || keep(&el)),
            Self::Flag(key, mut is) => {
                Box::new(move || Rndr::set_property_or_value(&el, key, &is().into()))
            }
            Self::Style(name, mut value) => {
                let style = Rndr::style(&el);
                Box::new(move || Rndr::set_css_property(&style, name, &value()))
            }
            Self::Markup(mut markup) => {
                let mut shown = None;
                Box::new(move || {
                    let markup = Some(markup());
                    if markup != shown {
                        Rndr::set_inner_html(&el, markup.as_deref().unwrap_or_default());
                        shown = markup;
                    }
                })
            }
        };
        Some(keep_up(run))
    }
}

#[inline(never)]
fn keep_up(mut run: Box<dyn FnMut()>) -> Life {
    Box::new(RenderEffect::new(move |_| run()))
}

/// All that one element has. Leptos may clone attributes; of these the first to be built has them.
#[derive(Clone)]
pub struct Features(Arc<Mutex<Vec<Feature>>>);

impl From<Vec<Feature>> for Features {
    fn from(features: Vec<Feature>) -> Self {
        Self(Arc::new(Mutex::new(features)))
    }
}

impl Attribute for Features {
    const MIN_LENGTH: usize = 0;

    type State = (Element, Vec<Life>);
    type AsyncOutput = Self;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn html_len(&self) -> usize {
        0
    }

    /// Pages are only ever built in the browser.
    fn to_html(self, _: &mut String, _: &mut String, _: &mut String, _: &mut String) {}

    fn hydrate<const FROM_SERVER: bool>(self, el: &Element) -> Self::State {
        self.build(el)
    }

    fn build(self, el: &Element) -> Self::State {
        let mut features = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lives = Vec::new();
        for feature in std::mem::take(&mut *features) {
            lives.extend(feature.give(el.clone()));
        }
        (el.clone(), lives)
    }

    /// An element that takes another's place is built anew, with its features: see `HtmlElement::rebuild`.
    fn rebuild(self, state: &mut Self::State) {
        let el = state.0.clone();
        *state = self.build(&el);
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }
}

impl NextAttribute for Features {
    type Output<New: Attribute> = Vec<AnyAttribute>;

    fn add_any_attr<New: Attribute>(self, new: New) -> Vec<AnyAttribute> {
        vec![self.into_any_attr(), new.into_any_attr()]
    }
}
