//! How a ledger leaves this machine.

use leptos::prelude::*;

use crate::browser::{clock, files, page};
use crate::format::{self, Export};
use crate::json::Layout;
use crate::ledger::Ledger;
use crate::ledger::stamp::print_date;
use crate::outbox::edition::{Edition, edit, file_name};
use crate::route::Route;
use crate::tally::Filter;
use crate::ui::state::command::Command;
use crate::ui::state::preferences::Preferences;
use crate::ui::state::projection;
use crate::ui::state::session::Session;

/// The part of the ledger that goes out: the tasks of a filter, as much of them as an edition has.
pub fn part(session: Session, filter: &Filter, edition: Edition<'_>) -> Ledger {
    let chosen = untrack(|| projection::admitted(session, filter));
    session.with_untracked(|ledger| {
        let part = (!filter.is_empty()).then(|| ledger.slice(|task| chosen.contains(&task)));
        edit(part.as_ref().unwrap_or(ledger), session.policy(), edition)
    })
}

/// A ledger as the text of a file, with what says who exported it when.
pub fn text(session: Session, part: &Ledger, filter: &Filter, edition: Edition<'_>) -> String {
    let whole = filter.is_empty();
    let scope = if whole { "all".to_owned() } else { Route::list(filter.clone()).print() };
    let by = session.preference_once(Preferences::reporter);
    let export = Export { at: clock::now().at, by, scope, code: None };
    format::encode(part, Some(&edition.sign(part, export)), Layout::Pretty)
}

/// Saves the ledger, or the tasks of a filter, as a file. Says whether the browser took it.
pub fn export(session: Session, filter: &Filter) -> bool {
    export_as(session, filter, Edition::Internal)
}

/// Saves an edition of them.
pub fn export_as(session: Session, filter: &Filter, edition: Edition<'_>) -> bool {
    session.dispatch(Command::CommitTyping);
    let today = clock::now().today();
    let part = part(session, filter, edition);
    let text = text(session, &part, filter, edition);
    let unit = session.preference_once(|p| p.unit.clone());
    let name = edition.file_name(&unit, today);
    let is_saved = download(session, &name, &text, "application/json");
    // Only what holds everything is a copy to fall back on.
    if is_saved && !session.demo && matches!(edition, Edition::Internal) {
        let changes = session.with_untracked(|ledger| ledger.changes().count());
        session.dispatch(Command::prefer(move |preferences| {
            preferences.last_export = print_date(today);
            preferences.exported_changes = u32::try_from(changes).unwrap_or(u32::MAX);
        }));
    }
    if is_saved {
        let code = format::code_of(&part);
        session.say(format!("已导出“{name}”，校验码 {code}，请在浏览器的下载文件夹里找。"));
    }
    is_saved
}

/// Saves an earlier state of the ledger as a file, under a name that says what it is.
pub fn save(session: Session, ledger: &Ledger, what: &str) {
    let now = clock::now();
    let by = session.preference_once(Preferences::reporter);
    let name = file_name(&format!("{}_{what}", by.unit), now.today());
    let code = Some(format::code_of(ledger));
    let export = Export { at: now.at, by, scope: "all".to_owned(), code };
    let text = format::encode(ledger, Some(&export), Layout::Pretty);
    download(session, &name, &text, "application/json");
}

const UNSAVED: &str = "没有存成文件：浏览器没有允许下载，或内存不够。请检查下载设置、关掉别的窗口再试，或换一个浏览器。";

/// Saves a text as a download, and says so where the browser refuses.
pub fn download(session: Session, name: &str, text: &str, media_type: &str) -> bool {
    let saved = files::download(name, text, media_type);
    if let Err(error) = &saved {
        page::report(error);
        session.say(UNSAVED.to_owned());
    }
    saved.is_ok()
}
