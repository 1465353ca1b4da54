//! What an element has: attributes, properties, styles, markup, listeners. Leptos has a type for each, which
//! it erases at kilobytes apiece; here all are one type, one kind of effect keeps them up to date, and Leptos meets them
//! as one directive.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use leptos::ev::Event;
use leptos::oco::Oco;
use leptos::prelude::*;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Element;

use crate::browser::control;

/// What follows something it reads.
pub type Reactive<T> = Box<dyn FnMut() -> T + Send>;

/// Something an element has.
pub enum Attr {
    /// An attribute.
    Static(&'static str, Oco<'static, str>),
    /// An attribute that follows what it reads; `None` leaves it off.
    Dynamic(&'static str, Reactive<Option<Oco<'static, str>>>),
    /// The property `value`.
    Value(Reactive<String>),
    /// Something else that is kept up to date, with the element in hand.
    Effect(Box<dyn FnMut(&Element) + Send>),
    /// A property that is true or not.
    Prop(&'static str, Reactive<bool>),
    /// A style property.
    Style(&'static str, Reactive<String>),
    /// Markup as content.
    InnerHtml(Reactive<String>),
    /// What happens on an event.
    Listener(&'static str, Box<dyn FnMut(Event) + Send>),
}

/// What keeps an attribute up to date: that ends when this is dropped.
type EffectHandle = Box<dyn Any>;

impl Attr {
    /// Gives it to an element.
    fn give(self, el: Element) -> Option<EffectHandle> {
        let run: Box<dyn FnMut()> = match self {
            Self::Static(key, value) => {
                Rndr::set_attribute(&el, key, &value);
                return None;
            }
            Self::Listener(name, mut handler) => {
                // What a handler makes belongs to the part of the page it is in.
                let owner = Owner::current().unwrap_or_default();
                let handler = move |event| owner.with(|| handler(Event::from(event)));
                return Some(Box::new(Rndr::add_event_listener(&el, name, Box::new(handler))));
            }
            Self::Dynamic(key, mut value) => {
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
            Self::Effect(mut keep) => Box::new(move || keep(&el)),
            Self::Prop(key, mut is) => {
                Box::new(move || Rndr::set_property_or_value(&el, key, &is().into()))
            }
            Self::Style(name, mut value) => {
                let style = Rndr::style(&el);
                Box::new(move || Rndr::set_css_property(&style, name, &value()))
            }
            Self::InnerHtml(mut markup) => {
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
fn keep_up(mut run: Box<dyn FnMut()>) -> EffectHandle {
    Box::new(RenderEffect::new(move |_| run()))
}

/// All that one element has. Leptos may clone what goes with a directive; of these the first to be given has them.
pub type Attrs = Rc<Cell<Vec<Attr>>>;

/// Gives an element all that it has: a directive. It goes with the part of the page that the element is in, or when that
/// is made anew.
#[allow(clippy::needless_pass_by_value)] // What a directive calls has this shape.
pub fn give_all(el: Element, attrs: Attrs) {
    let handles = attrs.take().into_iter().filter_map(|attr| attr.give(el.clone()));
    let handles: Vec<EffectHandle> = handles.collect();
    if !handles.is_empty() {
        StoredValue::new_local(handles);
    }
}
