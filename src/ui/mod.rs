//! WHAT PEOPLE TOUCH: one file per screen, one home of mutable state in [`session`].
//!
//! Screens are built once and hidden, not rebuilt: focus and scroll stay, and an edit shows everywhere
//! within one frame.

mod cell_bar;
mod charts;
mod column_choice;
mod columns;
mod compare;
mod detail;
mod dialogs;
mod dom;
mod export;
mod header;
mod history;
mod import;
mod items;
mod keyboard;
mod later;
mod ledger;
mod log;
mod numbers;
mod overview;
mod parts;
mod paste;
mod periods;
mod picking;
mod preferences;
mod preview;
mod report;
mod rollup;
mod safety;
mod sending;
mod session;
mod settings;
mod source;
mod table;
mod timeline;
mod trouble;
mod work;

use leptos::ev;
use leptos::prelude::*;

use crate::browser::{clock, page};
use crate::policy::Policy;
use crate::route::Route;
use crate::tally::Filter;
use dom::{El, Part, Parts, classed, el, link};
use later::Loading;
use session::Session;

/// Mounts the app in place of the static shell.
pub fn start() {
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
    keyboard::listen(session);
    if session.demo && session.with_untracked(crate::ledger::Ledger::is_blank) {
        later::run(session, later::demo(session));
    }
    // These live as long as the page does.
    window_event_listener(ev::hashchange, move |_| session.route.set(Route::parse(&page::hash())));
    window_event_listener(ev::storage, move |_| session.catch_up());
    window_event_listener(ev::focus, move |_| session.look_at_clock());
    Effect::new(move |before: Option<std::mem::Discriminant<Route>>| {
        let route = session.route.get();
        page::set_title(&title(&route));
        // Another screen begins at its top, however far down the last one was read.
        let screen = std::mem::discriminant(&route);
        if before.is_some_and(|before| before != screen) {
            page::scroll_to_top();
        }
        screen
    });
    let screen = move |shows: fn(&Route) -> bool, content: AnyView| {
        classed("div", "screen").when("hidden", move || !session.route.with(shows)).child(content)
    };
    let is_source = |route: &Route| matches!(route, Route::Source(_));
    let is_settings = |route: &Route| *route == Route::Settings;
    let later = move |wanted: fn(&Route) -> bool, load: fn() -> Loading<AnyView>| {
        screen(wanted, later::on_demand(move || session.route.with(wanted), load))
    };
    let export = later::on_demand(
        move || session.exporting.get() > 0,
        move || {
            let dialog = later::export();
            Box::pin(async move {
                let dialog = dialog.await;
                if dialog.is_err() {
                    export::export(session, &Filter::default());
                }
                dialog
            })
        },
    );
    let import =
        later::on_demand(move || session.picked.with(|picked| !picked.is_empty()), later::import);
    let main = el("main")
        .attr("id", "main")
        .attr("tabindex", "-1")
        .child(screen(|route| *route == Route::Overview, overview::view().into_part()))
        .child(later(|route| matches!(route, Route::Ledger { .. }), later::ledger))
        .child(later(|route| matches!(route, Route::Table(_)), later::table))
        .child(later(|route| matches!(route, Route::Timeline(_)), later::timeline))
        .child(later(|route| matches!(route, Route::Log(_)), later::log))
        .child(later(|route| *route == Route::Periods, later::periods))
        .child(later(|route| *route == Route::RollUp, later::roll_up))
        .child(later(is_source, later::source))
        .child(later(is_settings, later::settings));
    Parts::default()
        .child(skip_link())
        .child(header::view())
        .child(trouble::banners())
        .child(main)
        .child(parts::footer())
        .child(dialogs::view())
        .child(export)
        .child(picking::view(session))
        .child(import)
        .into_part()
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
        Route::Table(_) => "表格".to_owned(),
        Route::Timeline(_) => "时间轴".to_owned(),
        Route::Log(_) => "修改记录".to_owned(),
        Route::Source(_) => "原文".to_owned(),
        Route::Periods => "期次".to_owned(),
        Route::RollUp => "汇总".to_owned(),
        Route::Settings => "设置".to_owned(),
    };
    format!("{screen} · 共建国际金融枢纽任务台账")
}
