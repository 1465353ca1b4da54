//! How files from elsewhere come in: read one after the other, up to the preview; once a person says yes, taken in
//! ([`super::accepting`]). One file or a thousand, it is one preview and one step to take back.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::tick;

use super::arriving::Arriving;
use super::choices::Choices;
use super::incoming::Incoming;
use super::outcome::Shown;
use super::pending_import::PendingImport;
use super::preview;
use super::reading::Reading;
use crate::browser::files::Picked;
use crate::browser::pace::Pace;
use crate::browser::{clock, task};
use crate::inbox::rollup::{RollUp, State};
use crate::ledger::Ledger;
use crate::route::Route;
use crate::ui::elements::dom::{Fragment, button, classed, dyn_text, effect, el};
use crate::ui::state::pending::IncomingFiles;
use crate::ui::state::session::use_session;
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::parts::heading;

const PROBLEM: &str = "problem";

/// The dialogs of an import. What a person picks is read as it comes.
pub fn view() -> Fragment {
    let session = use_session();
    let import = PendingImport::new(session);
    effect(move || match session.pending.incoming_files.get() {
        IncomingFiles::None => leave(import),
        IncomingFiles::Hovering => hover(import),
        IncomingFiles::Picked(files) => receive(import, files),
    });
    let forget_problem = move || import.problem.set(String::new());
    let is_problem = move || import.problem.with(|why| !why.is_empty());
    let problem = dialog(PROBLEM, "problem-title", is_problem, forget_problem)
        .child(heading("h2", "problem-title", "导入未成功"))
        .child(el("p").attr("role", "alert").child(dyn_text(move || import.problem.get())))
        .child(
            classed("p", "actions")
                .child(button("知道了", forget_problem).attr("class", "primary")),
        );
    Fragment::default().child(preview::view(import)).child(problem)
}

/// Reads files up to their preview. Until that is accepted nothing changes.
fn receive(import: PendingImport, files: Vec<Picked>) {
    let reading = import.progress.begin(files.len());
    task::spawn(async move {
        let arriving = Arriving::all(&files);
        // The browser looks for them meanwhile.
        reading.show();
        match read_and_work_out(import, arriving, &reading).await {
            Some((incoming, shown)) => show(import, incoming, shown).await,
            None => import.session.say("已取消，什么都没有改。".to_owned()),
        }
    });
}

/// What is in these files, and what it comes to; `None` where someone stopped it.
async fn read_and_work_out(
    import: PendingImport,
    arriving: Arriving<'_>,
    reading: &Reading,
) -> Option<(Incoming, Shown)> {
    // What comes is held against all of ours.
    import.session.typing.finish();
    let incoming = read(import, arriving, reading).await?;
    // One file is from a colleague one knows; of many, what nobody asked for waits for a yes.
    let with_outsiders = incoming.roll_up.files().len() < 2;
    let shown = Shown::work_out(import.session, &incoming, with_outsiders).await;
    reading.goes_on()?;
    Some((incoming, shown))
}

/// Says in the dialog that what is dragged over the page may be dropped.
fn hover(import: PendingImport) {
    task::spawn(async move {
        // With the first files, the dialog itself only comes.
        tick().await;
        if import.session.pending.incoming_files.with_untracked(IncomingFiles::is_hovering) {
            import.progress.tell_hovering();
            import.progress.is_open.set(true);
        }
    });
}

/// Closes it where nothing came of that.
fn leave(import: PendingImport) {
    if import.progress.is_over() {
        import.progress.tell_nothing();
        if import.incoming.with_untracked(Option::is_none) {
            import.progress.is_open.set(false);
        }
    }
}

/// What is in these files; `None` where someone stopped it.
async fn read(
    import: PendingImport,
    mut arriving: Arriving<'_>,
    reading: &Reading,
) -> Option<Incoming> {
    let (mine, policy) = (import.session.with_untracked(Ledger::clone), import.session.policy());
    let mut roll_up = RollUp::default();
    let mut pace = Pace::start();
    while let Some(lot) = arriving.next().await {
        for (name, content) in lot.contents {
            match content {
                Ok(bytes) => roll_up.add(name, &bytes, &mine, policy, clock::now()),
                Err(why) => roll_up.miss(name, why),
            }
            if pace.yield_if_due().await {
                reading.goes_on()?;
            }
        }
        reading.advance(lot.files);
        reading.goes_on()?;
    }
    while roll_up.finish() {
        pace.yield_if_due().await;
    }
    let incoming = Incoming::of(import.session, roll_up).await;
    pace.yield_if_due().await;
    reading.goes_on()?;
    Some(incoming)
}

async fn show(import: PendingImport, incoming: Incoming, shown: Shown) {
    if let [only] = incoming.roll_up.files()
        && let State::Unread(why) = &only.state
    {
        import.problem.set(format!("“{}”：{why}", only.name));
        import.progress.is_open.set(false);
        return;
    }
    let is_many = incoming.roll_up.files().len() > 1;
    let is_office = import.session.route.with_untracked(|route| *route == Route::RollUp);
    import.choices.set(Choices::preset(shown.with_outsiders, is_many || is_office));
    let mut pace = Pace::start();
    import.set(Some((Arc::new(incoming), shown)));
    // It is built by then.
    tick().await;
    pace.yield_if_due().await;
    import.progress.is_open.set(true);
    import.draw_on().await;
}
