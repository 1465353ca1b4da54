//! The page: its session, what it listens to, and its screens.

use std::time::Duration;

use leptos::prelude::*;

use super::{dialogs, header, keyboard, lazy, trouble};
use crate::browser::embedded_ledger::embedded_ledger;
use crate::browser::{self, events, page};
use crate::ledger::Ledger;
use crate::outbox::embedded_ledger::Purpose;
use crate::policy::Policy;
use crate::route::Route;
use crate::storage::repository::Repository;
use crate::ui::elements::dom::{El, Fragment, IntoAnyView, classed, effect, el, link};
use crate::ui::importing::picking;
use crate::ui::screens::overview;
use crate::ui::state::command::{Command, LazyView, Screen};
use crate::ui::state::pending::IncomingFiles;
use crate::ui::state::session::Session;
use crate::ui::state::sharing::Elsewhere;
use crate::ui::widgets::on_demand::on_demand;
use crate::ui::widgets::parts;

/// The whole page, with this policy.
pub fn view(policy: &'static Policy) -> AnyView {
    let session = Session::open(policy, lazy::lazy());
    provide_context(session);
    keyboard::listen(session);
    browser::dialogs::listen();
    if session.demo && session.with_untracked(Ledger::is_blank) {
        session.dispatch(Command::FillDemonstration);
    }
    if !session.demo && embedded_ledger().is_some_and(|payload| payload.purpose == Purpose::Work) {
        session.dispatch(Command::TakeIn);
    }
    events::listen("hashchange", move |_| {
        session.look_at_clock();
        session.follow_address();
    });
    let look_around = move || {
        let is_open = session.opening.with_untracked(Option::is_some) && !session.is_report();
        if is_open && session.with_repository(Repository::has_external_change) {
            session.dispatch(Command::CatchUp);
        }
    };
    let elsewhere = Trigger::new();
    provide_context(Elsewhere(elsewhere));
    events::listen("storage", move |_| {
        // Told of whatever another window stored, also by other programs of the same host.
        look_around();
        elsewhere.notify();
    });
    // Whatever becomes of the page, what was typed is taken over first.
    for leaves in ["pagehide", "visibilitychange"] {
        events::listen(leaves, move |_| session.typing.finish());
    }
    // A window that slept, or whose data the browser took away, may not have been told.
    for event in ["focus", "pageshow", "visibilitychange"] {
        events::listen(event, move |_| {
            session.look_at_clock();
            look_around();
        });
    }
    // Whoever does something does it today.
    for event in ["pointerdown", "keydown"] {
        events::listen(event, move |_| session.look_at_clock());
    }
    keep_time(session);
    events::listen("new-version", move |_| session.pending.note_newer());
    let mut before = None;
    effect(move || {
        let route = session.route.get();
        page::set_title(&title(&route));
        // Another screen begins at its top, however far down the last one was read.
        let screen = std::mem::discriminant(&route);
        if before.replace(screen).is_some_and(|before| before != screen) {
            page::scroll_to_top();
        }
    });
    let screen = move |shows: fn(&Route) -> bool, content: AnyView| {
        classed("div", "screen")
            .bool_attr("hidden", move || !session.route.with(shows))
            .child(content)
    };
    let is_source = |route: &Route| matches!(route, Route::Source(_));
    let is_settings = |route: &Route| *route == Route::Settings;
    let later = move |wanted: fn(&Route) -> bool, content: Screen| {
        let content = LazyView::Screen(content, wanted);
        screen(wanted, on_demand(session, move || session.route.with(wanted), content))
    };
    let asked = move || {
        session.pending.requested_dialog.with(Option::is_some)
            || session.pending.incoming_files.with(|bringing| !matches!(bringing, IncomingFiles::None))
            || session.pending.question.with(Option::is_some)
            // Whoever comes here is about to choose files.
            || (session.route.with(|route| *route == Route::RollUp) && !session.is_report())
    };
    let main = el("main")
        .attr("id", "main")
        .attr("tabindex", "-1")
        // Nothing is shown that may not be what is stored.
        .bool_attr("hidden", move || !session.is_open())
        .child(screen(|route| *route == Route::Overview, overview::view().into_any_view()))
        .child(later(|route| matches!(route, Route::Ledger { .. }), Screen::Ledger))
        .child(later(|route| matches!(route, Route::Table(_)), Screen::Table))
        .child(later(|route| matches!(route, Route::Timeline(_)), Screen::Timeline))
        .child(later(|route| matches!(route, Route::Log(_)), Screen::Log))
        .child(later(|route| *route == Route::Periods, Screen::Periods))
        .child(later(|route| *route == Route::RollUp, Screen::RollUp))
        .child(later(is_source, Screen::Source))
        .child(later(is_settings, Screen::Settings));
    Fragment::default()
        .child(skip_link())
        .child(header::view())
        .child(trouble::banners(session))
        .child(on_demand(session, asked, LazyView::Dialogs))
        .child(main)
        .child(parts::footer())
        .child((!session.is_report()).then(|| dialogs::welcome(session)))
        .child((!session.is_report()).then(|| picking::view(session)))
        .into_any_view()
}

/// Looks at the clock for as long as the page is open. A timer for midnight would not count the time a computer sleeps,
/// nor hear of a clock that is set.
fn keep_time(session: Session) {
    session.look_at_clock();
    set_timeout(move || keep_time(session), LOOK_EVERY);
}

const LOOK_EVERY: Duration = Duration::from_secs(15);

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
