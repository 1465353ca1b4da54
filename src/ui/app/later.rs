//! What nobody needs to see where things stand: a second module, loaded on first use.
//!
//! The first module shows, the second edits: it holds whatever writes to the ledger or to this machine, every
//! screen but 总览, and what is done where the stored ledger does not simply open. With the feature `split` the two
//! functions marked here, and all that only they use, are cut off into that module by the build (`.ci/build`); from
//! then on both are one program with one memory. Once it is there, nothing more is asked for: an edit is made, stored
//! and shown at once, and export needs no network. Where it does not come, nothing was changed that could be lost.
//! Without the feature there is one module, and all of this is there at once.
#![cfg_attr(feature = "split", allow(unsafe_code))] // What the macro writes to link the two modules.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;

use super::session::Session;
use super::{dialogs, keeping_up, keyboard, trouble};
use crate::browser::task;
use crate::chart::{self, Style};
use crate::demo;
use crate::ledger::{Desk, Ledger, Status};
use crate::policy::{Policy, TaskNumber};
use crate::route::Route;
use crate::tally::{self, Slice, Yardstick};
use crate::ui::screens::{ledger, log, numbers, periods, rollup, settings, source, timeline};
use crate::ui::sheet::table;
use crate::ui::widgets::dom::{Part, Parts, button, classed, dynamic, effect, nothing};

/// The second module did not come; the loader has told the console why.
#[derive(Debug, Clone, Copy)]
pub struct NotLoaded;

/// A part on its way.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, NotLoaded>>>>;

/// A part of the page that comes later.
#[derive(Clone, Copy)]
pub enum Content {
    /// A screen, and the views that it is shown for.
    Screen(Screen, fn(&Route) -> bool),
    /// What asks and answers over any screen.
    Dialogs,
    /// What must not be missed.
    Trouble,
    /// A chart's numbers as a table.
    Numbers(&'static str, Memo<Vec<Slice>>),
}

/// The screens but 总览.
#[derive(Clone, Copy)]
pub enum Screen {
    /// 台账
    Ledger,
    /// 表格
    Table,
    /// 时间轴
    Timeline,
    /// 修改记录
    Log,
    /// 期次
    Periods,
    /// 汇总
    RollUp,
    /// 原文
    Source,
    /// 设置
    Settings,
}

/// Makes a part of the page.
fn make(session: Session, content: Content) -> Loading<AnyView> {
    Box::pin(cut_off::make(session, content))
}

fn make_now(session: Session, content: Content) -> AnyView {
    session.settle();
    match content {
        Content::Screen(screen, is_shown) => {
            let view = match screen {
                Screen::Ledger => ledger::view,
                Screen::Table => table::view,
                Screen::Timeline => timeline::view,
                Screen::Log => log::view,
                Screen::Periods => periods::view,
                Screen::RollUp => rollup::view,
                Screen::Source => source::view,
                Screen::Settings => settings::view,
            };
            keeping_up::screen(session, is_shown, view)
        }
        Content::Dialogs => dialogs::view().into_part(),
        Content::Trouble => trouble::view().into_part(),
        Content::Numbers(name, slices) => numbers::view(name, slices).into_part(),
    }
}

/// What the build cuts the program at.
#[cfg(feature = "split")]
mod cut_off {
    #![allow(clippy::unnecessary_wraps)] // A module that does not come is an error of each of its functions.

    use leptos::prelude::AnyView;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{Act, Content, NotLoaded, Session};

    impl From<SplitLoaderError> for NotLoaded {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(later, fallible)]
    pub fn make(session: Session, content: Content) -> Result<AnyView, NotLoaded> {
        Ok(super::make_now(session, content))
    }

    #[wasm_split(later, fallible)]
    pub fn act(session: Session, act: Act) -> Result<(), NotLoaded> {
        super::act_now(session, act);
        Ok(())
    }
}

/// All of it is there.
#[cfg(not(feature = "split"))]
mod cut_off {
    #![allow(clippy::unused_async)] // The same whether or not there is something to wait for.

    use leptos::prelude::AnyView;

    use super::{Act, Content, NotLoaded, Session};

    pub async fn make(session: Session, content: Content) -> Result<AnyView, NotLoaded> {
        Ok(super::make_now(session, content))
    }

    pub async fn act(session: Session, act: Act) -> Result<(), NotLoaded> {
        super::act_now(session, act);
        Ok(())
    }
}

/// Something that the first module asks to be done.
pub enum Act {
    /// Sets a status.
    Mark(TaskNumber, Status),
    /// Notes that a row is as it was.
    Carry(TaskNumber),
    /// Takes the last step back.
    Undo,
    /// Does the last undone step again.
    Redo,
    /// Moves down or up what was searched for.
    Step(isize),
    /// Shows what another window stored.
    CatchUp,
    /// Says who works here: 姓名 and 单位.
    Sign(String, String),
    /// Says for which unit a name stands, as someone spelled it: that and the unit's own name.
    ExplainUnit(String, String),
    /// Fills in the ledger of the demonstration.
    Demo,
    /// Takes in the ledger that came in the page.
    TakeIn,
    /// Sets how tasks are counted by topic: what the articles are called comes with their text.
    CountByTopic(RwSignal<Option<Tallying>>),
    /// Saves a chart as a file of its own.
    SavePicture(Picture),
}

/// A way of counting tasks.
pub type Tallying = fn(&Policy, &Ledger, Yardstick) -> Vec<Slice>;

/// A chart as a file, with its title and the lines below it.
pub struct Picture {
    /// The file's name, without its ending.
    pub name: &'static str,
    /// What is drawn.
    pub slices: Vec<Slice>,
    /// How.
    pub style: Style,
    /// The title.
    pub title: String,
    /// The lines below.
    pub notes: Vec<String>,
}

/// Does what is asked; says so where it cannot.
pub fn act(session: Session, act: Act) {
    let changes_nothing = matches!(act, Act::Step(_) | Act::CountByTopic(_) | Act::SavePicture(_));
    if session.is_report() && !changes_nothing {
        return;
    }
    task::spawn(async move {
        if cut_off::act(session, act).await.is_err() {
            session.say(format!("没有做成：{MISSING}"));
        }
    });
}

fn act_now(session: Session, act: Act) {
    session.settle();
    match act {
        Act::Mark(task, status) => session.set_status(task, status),
        Act::Carry(task) => session.carry(&[task]),
        Act::Undo => session.undo(),
        Act::Redo => session.redo(),
        Act::CatchUp => session.catch_up(),
        Act::Step(by) => keyboard::step_among_found(session, by),
        Act::Sign(name, unit) => drop(session.sign(&name, &unit)),
        Act::ExplainUnit(spelled, unit) => session.explain_unit(&spelled, &unit),
        Act::Demo => {
            let ledger = demo::ledger(session.policy());
            session.change(move |desk: &mut Desk, _| desk.catch_up(ledger));
        }
        Act::TakeIn => session.take_in(),
        Act::CountByTopic(tallying) => tallying.set(Some(tally::by_topic)),
        Act::SavePicture(Picture { name, slices, style, title, notes }) => {
            let svg = chart::standalone(&slices, &style, &title, &notes);
            session.download(&format!("{name}.svg"), &svg, "image/svg+xml");
        }
    }
}

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
    content: Content,
) -> AnyView {
    on_demand_boxed(session, Box::new(wanted), content)
}

#[inline(never)]
fn on_demand_boxed(
    session: Session,
    wanted: Box<dyn Fn() -> bool + Send + Sync>,
    content: Content,
) -> AnyView {
    let state = RwSignal::new_local(State::Unasked);
    // What the part is made of belongs to the page around it, not to the effect that asks for it, whose own
    // things go whenever it runs again.
    let page = StoredValue::new(Owner::current());
    let fetch = move || {
        state.set(State::Coming);
        let coming = make(session, content);
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
    dynamic(move || {
        state.track();
        let found = state.try_update_untracked(|state| match state {
            State::Here(_) => std::mem::replace(state, State::Shown),
            State::Coming => State::Coming,
            State::Missing => State::Missing,
            State::Unasked | State::Shown => State::Shown,
        });
        match found {
            Some(State::Here(view)) => view,
            Some(State::Coming) => classed("p", "coming").child("正在打开…").into_part(),
            Some(State::Missing) => Parts::default()
                .child(classed("p", "empty").attr("role", "alert").child(MISSING))
                .child(button("再试一次", fetch))
                .into_part(),
            Some(State::Unasked | State::Shown) | None => nothing(),
        }
    })
}

const MISSING: &str =
    "这一部分没有下载下来，请检查网络后再试；仍不行请刷新页面。台账和已填报的内容都在，不受影响。";
