//! What nobody needs to see where things stand: a second module, loaded on first use.
//!
//! The first module shows, the second edits: it holds whatever writes to the ledger or to this machine, every
//! screen but 总览, and what is done where the stored ledger does not simply open. With the feature `split` the two
//! functions marked here, and all that only they use, are cut off into that module by the build (`.ci/build`); from
//! then on both are one program with one memory. Once it is there, nothing more is asked for: an edit is made, stored
//! and shown at once, and export needs no network. Where it does not come, nothing was changed that could be lost.
//! Without the feature there is one module, and all of this is there at once.
#![cfg_attr(feature = "split", allow(unsafe_code))] // What the macro writes to link the two modules.

use leptos::prelude::*;

use super::{dialogs, keyboard, trouble};
use crate::chart;
use crate::demo;
use crate::ledger::Editor;
use crate::tally;
use crate::ui::elements::dom::IntoAnyView;
use crate::ui::exporting::export::download;
use crate::ui::screens::{ledger, log, numbers, periods, rollup, settings, source, timeline};
use crate::ui::sheet::table;
use crate::ui::state::command::{Command, LazyView, Picture, Screen};
use crate::ui::state::session::{Lazy, Session};
use crate::ui::state::{edits, embedded_ledger, projection, sharing, storing};
use crate::ui::widgets::identity;

/// What brings all this.
pub fn lazy() -> Lazy {
    Lazy {
        perform: |session, command| Box::pin(cut_off::perform(session, command)),
        view: |session, view| Box::pin(cut_off::view(session, view)),
    }
}

fn view_now(session: Session, view: LazyView) -> AnyView {
    session.perform_with(perform_now);
    storing::finish_opening(session);
    match view {
        LazyView::Screen(screen, is_shown) => {
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
            projection::screen(session, is_shown, view)
        }
        LazyView::Dialogs => dialogs::view().into_any_view(),
        LazyView::Trouble => trouble::view().into_any_view(),
        LazyView::UnitMeaning(unit, told) => identity::meaning(session, unit, told),
        LazyView::Numbers(name, slices) => numbers::view(name, slices).into_any_view(),
    }
}

/// Here every command ends: what changes the ledger in [`edits`], what a person set in [`sharing`], what is stored in
/// [`storing`].
fn perform_now(session: Session, command: Command) {
    session.perform_with(perform_now);
    storing::finish_opening(session);
    match command {
        Command::Set(edit) => edits::set(session, edit),
        Command::SetStatus(task, status) => edits::set_status(session, task, status),
        Command::Apply(edits) => edits::apply(session, edits),
        Command::ApplyAs(name, edits) => edits::apply_as(session, name, edits),
        Command::Carry(tasks) => edits::carry(session, &tasks),
        Command::Type(edit) => edits::type_value(session, edit),
        Command::Untype(edit) => edits::discard_typing(session, edit),
        Command::CommitTyping => edits::commit_typing(session),
        Command::Undo => edits::undo(session),
        Command::Redo => edits::redo(session),
        Command::Prefer(change) => sharing::prefer(session, change),
        Command::Sign(name, unit) => _ = sharing::sign(session, &name, &unit),
        Command::ExplainUnit(spelled, unit) => sharing::explain_unit(session, &spelled, &unit),
        Command::CatchUp => storing::catch_up(session),
        Command::Resume => storing::resume(session),
        Command::ForgetEverything => storing::forget_everything(session),
        Command::FillDemonstration => {
            let ledger = demo::ledger(session.policy());
            edits::change(session, move |editor: &mut Editor, _| editor.catch_up(ledger));
        }
        Command::TakeIn => embedded_ledger::take_in(session),
        Command::StepAmongFound(by) => keyboard::step_among_found(session, by),
        Command::CountByTopic(tallying) => tallying.set(Some(tally::by_topic)),
        Command::SavePicture(Picture { name, slices, style, title, notes }) => {
            let svg = chart::standalone(&slices, &style, &title, &notes);
            download(session, &format!("{name}.svg"), &svg, "image/svg+xml");
        }
    }
}

/// What the build cuts the program at.
#[cfg(feature = "split")]
mod cut_off {
    #![allow(clippy::unnecessary_wraps)] // A module that does not come is an error of each of its functions.

    use leptos::prelude::AnyView;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{Command, LazyView, Session};
    use crate::ui::state::command::NotLoaded;

    impl From<SplitLoaderError> for NotLoaded {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(later, fallible)]
    pub fn view(session: Session, view: LazyView) -> Result<AnyView, NotLoaded> {
        Ok(super::view_now(session, view))
    }

    #[wasm_split(later, fallible)]
    pub fn perform(session: Session, command: Command) -> Result<(), NotLoaded> {
        super::perform_now(session, command);
        Ok(())
    }
}

/// All of it is there.
#[cfg(not(feature = "split"))]
mod cut_off {
    #![allow(clippy::unused_async)] // The same whether or not there is something to wait for.

    use leptos::prelude::AnyView;

    use super::{Command, LazyView, Session};
    use crate::ui::state::command::NotLoaded;

    pub async fn view(session: Session, view: LazyView) -> Result<AnyView, NotLoaded> {
        Ok(super::view_now(session, view))
    }

    pub async fn perform(session: Session, command: Command) -> Result<(), NotLoaded> {
        super::perform_now(session, command);
        Ok(())
    }
}
