//! A part of the page that comes with the second module, once it is wanted.

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;

use crate::browser::task;
use crate::ui::elements::dom::{Fragment, IntoAnyView, button, classed, dyn_view, effect, nothing};
use crate::ui::state::command::{LazyView, NotLoaded};
use crate::ui::state::session::Session;

enum State {
    Unasked,
    Coming,
    Here(AnyView),
    Shown,
    Missing,
}

/// A part of the page that comes once it is wanted, and stays. Where it does not come, it is asked for again
/// whenever it is wanted anew.
pub fn on_demand(
    session: Session,
    wanted: impl Fn() -> bool + Send + Sync + 'static,
    view: LazyView,
) -> AnyView {
    on_demand_boxed(session, Box::new(wanted), view)
}

#[inline(never)]
fn on_demand_boxed(
    session: Session,
    wanted: Box<dyn Fn() -> bool + Send + Sync>,
    view: LazyView,
) -> AnyView {
    let state = RwSignal::new_local(State::Unasked);
    // What the part is made of belongs to the page around it, not to the effect that asks for it, whose own
    // things go whenever it runs again.
    let page = StoredValue::new(Owner::current());
    let fetch = move || {
        state.set(State::Coming);
        let coming = session.load(view);
        let coming = page.get_value().unwrap_or_default().with(|| {
            ScopedFuture::new_untracked(async move {
                // The loader has told the console what went wrong.
                state.set(coming.await.map_or(State::Missing, State::Here));
            })
        });
        task::spawn(coming);
    };
    effect(move || {
        let lacks = || state.with_untracked(|s| matches!(s, State::Unasked | State::Missing));
        if wanted() && lacks() {
            fetch();
        }
    });
    dyn_view(move || {
        state.track();
        let found = state.try_update_untracked(|state| match state {
            State::Here(_) => std::mem::replace(state, State::Shown),
            State::Coming => State::Coming,
            State::Missing => State::Missing,
            State::Unasked | State::Shown => State::Shown,
        });
        match found {
            Some(State::Here(view)) => view,
            Some(State::Coming) => classed("p", "coming").child("正在打开…").into_any_view(),
            Some(State::Missing) => Fragment::default()
                .child(classed("p", "empty").attr("role", "alert").child(NotLoaded.to_string()))
                .child(button("再试一次", fetch))
                .into_any_view(),
            Some(State::Unasked | State::Shown) | None => nothing(),
        }
    })
}
