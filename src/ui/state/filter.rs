//! The filter of what is shown, which stands in the address.

use leptos::prelude::*;

use super::session::Session;
use crate::browser::page;
use crate::route::Route;
use crate::tally::Filter;

/// The filter of the list, wherever one is.
pub fn shown_filter(session: Session) -> Filter {
    session.route.with(|route| match route {
        Route::Ledger { filter, .. }
        | Route::Table(filter)
        | Route::Timeline(filter)
        | Route::Log(filter) => filter.clone(),
        _ => Filter::default(),
    })
}

/// The filter of one screen. Away from it the screen stays as it was left.
pub fn filter_of(session: Session, of: fn(&Route) -> Option<&Filter>) -> Memo<Filter> {
    Memo::new(move |was: Option<&Filter>| {
        session.route.with(|route| of(route).or(was).cloned().unwrap_or_default())
    })
}

/// Puts a changed filter into the address, from where the list takes it.
pub fn change_filter(session: Session, filter: Memo<Filter>, change: impl FnOnce(&mut Filter)) {
    let mut filter = filter.get_untracked();
    change(&mut filter);
    let route = Route::list(filter);
    page::replace_hash(&route.print());
    session.show(route);
}
