//! How a ledger leaves this machine.

use leptos::prelude::*;

use super::dom::{El, button, classed, el, live};
use super::ledger::shown_filter;
use super::parts::{dialog, heading, radio};
use super::preferences::Preferences;
use super::session::{Session, use_session};
use crate::browser::{clock, page};
use crate::exchange::{self, Export, Layout};
use crate::ledger::Ledger;
use crate::ledger::stamp::print_date;
use crate::route::Route;
use crate::tally::Filter;

const EXPORT: &str = "export";

/// Saves the ledger, or the tasks of a filter, as a file. It does without the dialog: work that could not be
/// stored must get out whatever has come. Says whether the browser took it.
pub fn export(session: Session, filter: &Filter) -> bool {
    session.rest();
    let now = clock::now();
    let chosen = untrack(|| session.admitted(filter));
    let whole = filter.is_empty();
    let scope = if whole { "all".to_owned() } else { Route::list(filter.clone()).print() };
    let by = session.preference_once(Preferences::reporter);
    let unit = by.unit.clone();
    let text = session.with_untracked(|ledger| {
        let part = (!whole).then(|| ledger.slice(|task| chosen.contains(&task)));
        let part = part.as_ref().unwrap_or(ledger);
        let export = Export { at: now.at, by, scope, code: Some(exchange::code_of(part)) };
        exchange::encode(part, Some(&export), Layout::Pretty)
    });
    let name = exchange::file_name(&unit, now.today());
    let is_saved = session.download(&name, &text, "application/json");
    if is_saved && !session.demo {
        let changes = session.with_untracked(|ledger| ledger.changes().count());
        session.prefer(|preferences| {
            preferences.last_export = print_date(now.today());
            preferences.exported_changes = u32::try_from(changes).unwrap_or(u32::MAX);
        });
    }
    if is_saved {
        session.say(format!("已导出「{name}」，请在浏览器的下载文件夹里找。"));
        page::close_dialog(EXPORT);
    }
    is_saved
}

/// Saves an earlier state of the ledger as a file, under a name that says what it is.
pub fn save(session: Session, ledger: &Ledger, what: &str) {
    let now = clock::now();
    let by = session.preference_once(Preferences::reporter);
    let name = exchange::file_name(&format!("{}_{what}", by.unit), now.today());
    let code = Some(exchange::code_of(ledger));
    let export = Export { at: now.at, by, scope: "all".to_owned(), code };
    let text = exchange::encode(ledger, Some(&export), Layout::Pretty);
    session.download(&name, &text, "application/json");
}

/// Asks what to export, whenever that is wanted.
pub fn view() -> El {
    let session = use_session();
    // The first time it is asked for before it is on the page.
    Effect::new(move |_| {
        session.exporting.track();
        request_animation_frame(|| page::open_dialog(EXPORT));
    });
    let only_shown = RwSignal::new(false);
    let filter = Memo::new(move |_| shown_filter(session));
    let is_part = move || only_shown.get() && !filter.with(Filter::is_empty);
    let part =
        move || match filter.with(|filter| (filter.is_empty(), session.admitted(filter).len())) {
            (true, _) => "台账页当前筛选的任务（现在没有筛选）".to_owned(),
            (false, count) => format!("台账页当前筛选的 {count} 项"),
        };
    let save = move || {
        let filter = untrack(|| if is_part() { filter.get() } else { Filter::default() });
        export(session, &filter);
    };
    let all = format!("全部 {} 项", session.policy().tasks().count());
    let scope = classed("div", "scope")
        .attr("role", "radiogroup")
        .attr("aria-label", "范围")
        .child(radio("scope".to_owned(), all, move || !is_part(), move || only_shown.set(false)))
        .child(
            radio("scope".to_owned(), live(part), is_part, move || only_shown.set(true))
                .when("hidden", move || filter.with(Filter::is_empty)),
        );
    dialog(EXPORT, "export-title")
        .child(heading("h2", "export-title", "导出台账"))
        .child(el("p").child("存成一个 JSON 文件：发给同事导入，或留作备份。"))
        .child(scope)
        .child(classed("p", "hint").child(
            "文件里有填报人的姓名、单位和全部修改记录。涉密内容和工作秘密不要通过微信等互联网工具传送。",
        ))
        .child(
            classed("p", "actions")
                .child(button("导出文件", save).attr("class", "primary"))
                .child(button("取消", || page::close_dialog(EXPORT))),
        )
}
