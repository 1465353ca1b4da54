//! WHAT PEOPLE TOUCH: one file per screen, one home of mutable state in [`session`].
//!
//! Screens are built once and hidden, not rebuilt: focus and scroll stay, and an edit shows everywhere
//! within one frame.

mod charts;
mod detail;
mod dialogs;
mod dom;
mod header;
mod history;
mod keyboard;
mod ledger;
mod overview;
mod parts;
mod preferences;
mod preview;
mod report;
mod session;
mod settings;
mod source;
mod transfer;
mod trouble;

use leptos::ev;
use leptos::prelude::*;

use crate::browser::{clock, page};
use crate::policy::Policy;
use crate::route::Route;
use dom::{El, Part, Parts, classed, dynamic, el, link, nothing};
use session::Session;

/// Mounts the app in place of the static shell.
pub fn start() {
    trouble::show_panics();
    clock::mark("policy-parse-start");
    let policy = match Policy::bundled() {
        Ok(policy) => policy,
        Err(error) => return page::show_failure(&format!("政策数据损坏，无法打开（{error}）。")),
    };
    clock::measure("policy-parse", "policy-parse-start");
    page::remove_shell();
    mount_to_body(move || app(policy));
    clock::mark("ledger-ready");
}

fn app(policy: &'static Policy) -> AnyView {
    let session = Session::open(policy);
    provide_context(session);
    let transfer = transfer::provide(session);
    keyboard::listen(session);
    transfer::listen_for_drops(transfer);
    // These live as long as the page does.
    window_event_listener(ev::hashchange, move |_| session.route.set(Route::parse(&page::hash())));
    window_event_listener(ev::storage, move |_| session.catch_up());
    window_event_listener(ev::focus, move |_| session.look_at_clock());
    Effect::new(move |_| page::set_title(&title(&session.route.get())));
    let screen = move |shows: fn(&Route) -> bool, content: AnyView| {
        classed("div", "screen").when("hidden", move || !session.route.with(shows)).child(content)
    };
    // The text of the policy is long: it is set on the page when first asked for, and stays.
    let is_source = |route: &Route| matches!(route, Route::Source(_));
    let source_wanted =
        Memo::new(move |was: Option<&bool>| was == Some(&true) || session.route.with(is_source));
    let source = move || if source_wanted.get() { source::view().into_view() } else { nothing() };
    let main = el("main")
        .attr("id", "main")
        .attr("tabindex", "-1")
        .child(screen(|route| *route == Route::Overview, overview::view().into_view()))
        .child(screen(|route| matches!(route, Route::Ledger { .. }), ledger::view().into_view()))
        .child(screen(is_source, dynamic(source)))
        .child(screen(|route| *route == Route::Settings, settings::view().into_view()));
    Parts::default()
        .child(skip_link())
        .child(header::view())
        .child(trouble::banners())
        .child(main)
        .child(parts::footer())
        .child(dialogs::view())
        .child(transfer::view())
        .into_view()
}

/// Past the head, for those who go by keys.
fn skip_link() -> El {
    link("#main".to_owned()).attr("class", "skip").child("跳到正文").on("click", |event| {
        event.prevent_default();
        page::focus("main");
    })
}

fn title(route: &Route) -> String {
    let screen = match route {
        Route::Overview => "总览".to_owned(),
        Route::Ledger { task: Some(task), .. } => parts::task_label(*task),
        Route::Ledger { .. } => "台账".to_owned(),
        Route::Source(_) => "原文".to_owned(),
        Route::Settings => "设置".to_owned(),
    };
    format!("{screen} · 共建国际金融枢纽任务台账")
}
