//! What nobody needs to see where things stand and to fill in: a second module, loaded on first use.
//!
//! The first load has 150 KB for everything. The functions marked here, and all that only they use, are cut
//! off into that module by the build; from then on both are one program with one memory.
//!
//! What keeps work safe is never among them: saving and exporting must do without a network. Only the dialog
//! that asks how much to export is here, and where it does not come, everything is exported.
#![allow(unsafe_code)] // What the macro writes to link the two modules.
#![allow(clippy::unnecessary_wraps)] // A module that does not come is an error of each of its functions.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::dom::{Part, Parts, button, classed, dynamic, nothing};
use super::session::Session;
use super::{
    dialogs, history, import, log, numbers, periods, rollup, sending, settings, source, table,
    timeline,
};
use crate::chart::{self, Style};
use crate::exchange::{DecodeError, demo};
use crate::ledger::{Ledger, Now};
use crate::policy::{Policy, Task};
use crate::tally::{self, Slice};

/// A part on its way.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// 原文
pub fn source() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn source_screen() -> Result<AnyView, SplitLoaderError> {
        Ok(source::view().into_part())
    }
    Box::pin(source_screen())
}

/// 台账
pub fn ledger() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn ledger_screen() -> Result<AnyView, SplitLoaderError> {
        Ok(super::ledger::view().into_part())
    }
    Box::pin(ledger_screen())
}

/// 表格
pub fn table() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn table_screen() -> Result<AnyView, SplitLoaderError> {
        Ok(table::view().into_part())
    }
    Box::pin(table_screen())
}

/// 时间轴
pub fn timeline() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn timeline_screen() -> Result<AnyView, SplitLoaderError> {
        Ok(timeline::view().into_part())
    }
    Box::pin(timeline_screen())
}

/// 修改记录
pub fn log() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn log_screen() -> Result<AnyView, SplitLoaderError> {
        Ok(log::view().into_part())
    }
    Box::pin(log_screen())
}

/// 期次
pub fn periods() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn periods_screen() -> Result<AnyView, SplitLoaderError> {
        Ok(periods::view().into_part())
    }
    Box::pin(periods_screen())
}

/// 汇总
pub fn roll_up() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn roll_up_screen() -> Result<AnyView, SplitLoaderError> {
        Ok(rollup::view().into_part())
    }
    Box::pin(roll_up_screen())
}

/// 设置
pub fn settings() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn settings_screen() -> Result<AnyView, SplitLoaderError> {
        Ok(settings::view().into_part())
    }
    Box::pin(settings_screen())
}

/// The list of keys.
pub fn help() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn help_dialog() -> Result<AnyView, SplitLoaderError> {
        Ok(dialogs::help().into_part())
    }
    Box::pin(help_dialog())
}

/// What asks before something reported is lowered.
pub fn asking() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn asking_dialog() -> Result<AnyView, SplitLoaderError> {
        Ok(dialogs::asking().into_part())
    }
    Box::pin(asking_dialog())
}

/// What asks how much to export.
pub fn export() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn export_dialog() -> Result<AnyView, SplitLoaderError> {
        Ok(sending::view().into_part())
    }
    Box::pin(export_dialog())
}

/// What reads files from elsewhere.
pub fn import() -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn import_dialogs() -> Result<AnyView, SplitLoaderError> {
        Ok(import::view().into_part())
    }
    Box::pin(import_dialogs())
}

/// The log of one task.
pub fn history(task: &'static Task) -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn task_history(task: &'static Task) -> Result<AnyView, SplitLoaderError> {
        Ok(history::view(task))
    }
    Box::pin(task_history(task))
}

/// A chart's numbers as a table.
pub fn numbers(name: &'static str, slices: Memo<Vec<Slice>>) -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn chart_numbers(
        name: &'static str,
        slices: Memo<Vec<Slice>>,
    ) -> Result<AnyView, SplitLoaderError> {
        Ok(numbers::view(name, slices).into_part())
    }
    Box::pin(chart_numbers(name, slices))
}

/// A way of counting tasks.
pub type Tallying = fn(&Policy, &Ledger, Now) -> Vec<Slice>;

/// Sets how tasks are counted by topic: what the articles are called comes with their text.
pub fn by_topic(tallying: RwSignal<Option<Tallying>>) -> Loading<()> {
    #[wasm_split(later, fallible)]
    fn tally_by_topic(tallying: RwSignal<Option<Tallying>>) -> Result<(), SplitLoaderError> {
        tallying.set(Some(tally::by_topic));
        Ok(())
    }
    Box::pin(tally_by_topic(tallying))
}

/// Saves a chart as a file of its own, with its title and the lines below it.
pub fn picture(session: Session, slices: Vec<Slice>, style: Style, words: Words) -> Loading<()> {
    #[wasm_split(later, fallible)]
    fn save_picture(
        session: Session,
        slices: Vec<Slice>,
        style: Style,
        words: Words,
    ) -> Result<(), SplitLoaderError> {
        let svg = chart::standalone(&slices, &style, &words.title, &words.notes);
        session.download(&format!("{}.svg", words.name), &svg, "image/svg+xml");
        Ok(())
    }
    Box::pin(save_picture(session, slices, style, words))
}

/// The words of a chart's file.
pub struct Words {
    /// The file's name, without its ending.
    pub name: &'static str,
    /// The title.
    pub title: String,
    /// The lines below.
    pub notes: Vec<String>,
}

/// Fills in the ledger of the demonstration.
pub fn demo(session: Session) -> Loading<()> {
    #[wasm_split(later, fallible)]
    fn fill_in_demo(session: Session) -> Result<(), SplitLoaderError> {
        let ledger = demo::ledger(session.policy());
        session.change(move |desk, _| desk.catch_up(ledger));
        Ok(())
    }
    Box::pin(fill_in_demo(session))
}

/// Why a file could not be read, in words.
pub fn why(error: DecodeError) -> Loading<AnyView> {
    #[wasm_split(later, fallible)]
    fn why_unread(error: DecodeError) -> Result<AnyView, SplitLoaderError> {
        Ok(format!("原因：{}", error.message()).into_part())
    }
    Box::pin(why_unread(error))
}

enum State {
    Unasked,
    Coming,
    Here(AnyView),
    Shown,
    Missing,
}

/// A part of the page that comes once it is wanted, and stays.
pub fn on_demand(
    wanted: impl Fn() -> bool + Send + Sync + 'static,
    load: impl Fn() -> Loading<AnyView> + Send + Sync + 'static,
) -> AnyView {
    on_demand_boxed(Box::new(wanted), Box::new(load))
}

type Load = Box<dyn Fn() -> Loading<AnyView> + Send + Sync>;

#[inline(never)]
fn on_demand_boxed(wanted: Box<dyn Fn() -> bool + Send + Sync>, load: Load) -> AnyView {
    let state = RwSignal::new_local(State::Unasked);
    let load = StoredValue::new(load);
    // What the part is made of belongs to the page around it, not to the effect that asks for it, whose own
    // things go whenever it runs again.
    let page = StoredValue::new(Owner::current());
    let fetch = move || {
        state.set(State::Coming);
        let coming = load.with_value(|load| load());
        let coming = page.get_value().unwrap_or_default().with(|| {
            ScopedFuture::new_untracked(async move {
                // The loader has told the console what went wrong.
                state.set(coming.await.map_or(State::Missing, State::Here));
            })
        });
        leptos::task::spawn_local(coming);
    };
    Effect::new(move |asked: Option<bool>| {
        let asked = asked.unwrap_or_default();
        if !asked && wanted() {
            fetch();
            return true;
        }
        asked
    });
    dynamic(move || {
        state.track();
        let found = state.try_update_untracked(|state| std::mem::replace(state, State::Shown));
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

const MISSING: &str = "这一部分没有下载下来，请检查网络后再试。台账和已填报的内容都在，不受影响。";

/// Does what is on its way; says so where it does not come.
pub fn run(session: Session, coming: Loading<()>) {
    leptos::task::spawn_local(async move {
        if coming.await.is_err() {
            session.say(MISSING.to_owned());
        }
    });
}
