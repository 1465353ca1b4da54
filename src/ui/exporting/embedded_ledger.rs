//! 带数据的页面: the page saved with the ledger in it, and opened so.

use leptos::prelude::*;

use super::export;
use crate::browser::embedded_ledger::whole_page;
use crate::browser::{clock, page, task};
use crate::format;
use crate::json::Layout;
use crate::ledger::Reporter;
use crate::outbox::edition::Edition;
use crate::outbox::embedded_ledger::{Payload, Purpose, embed};
use crate::tally::Filter;
use crate::ui::elements::dom::{El, classed, el};
use crate::ui::exporting::export::download;
use crate::ui::state::command::Command;
use crate::ui::state::preferences::Preferences;
use crate::ui::state::session::Session;
use crate::ui::widgets::parts::{choice, radio};

/// What an export is: a file of data, or a page with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A file that is imported.
    Data,
    /// A page that shows it.
    Page(Purpose),
}

/// The choice of one.
pub fn forms(session: Session, form: RwSignal<Form>) -> El {
    let option = move |which: Form, name: &'static str, what: &'static str| {
        let label = classed("span", "rule")
            .child(el("strong").child(name))
            .child(classed("span", "hint").child(what));
        radio("form".to_owned(), label, move || form.get() == which, move || form.set(which))
    };
    choice("文件格式")
        .child(option(Form::Data, "数据文件", "对方在自己的台账里“导入”（.json，几十 KB）。"))
        // What is made up must not become anyone's ledger.
        .child((!session.demo).then(|| {
            option(
                Form::Page(Purpose::Work),
                "带数据的网页",
                "一个网页文件，双击就能接着填，不用先导入（.html，约0.6 MB）。",
            )
        }))
        .child(option(
            Form::Page(Purpose::Report),
            "只读网页",
            "给领导看：图表、筛选、逐项查看和打印，不能修改（.html，约0.6 MB）。",
        ))
}

/// Saves the page with a part of the ledger in it.
pub fn save(session: Session, filter: &Filter, edition: Edition<'_>, purpose: Purpose) {
    session.dispatch(Command::CommitTyping);
    let now = clock::now();
    let part = export::part(session, filter, edition);
    let unit = session.preference_once(|p| p.unit.clone());
    let name = edition.file_name(&unit, now.today());
    let kind = if purpose == Purpose::Report { "只读" } else { "带数据" };
    let name = format!("{}_{kind}.html", name.trim_end_matches(".json"));
    // The edition for others names nobody.
    let who = match edition {
        Edition::External => Reporter::default(),
        _ => session.preference_once(Preferences::reporter),
    };
    let who = if who == Reporter::default() { String::new() } else { format!("{} ", who.print()) };
    let code = format::code_of(&part);
    let made_up = if session.demo { "演示数据，" } else { "" };
    let saved = now.local_minute(now.at);
    let whose = format!("{made_up}{who}{saved}保存，{}，校验码 {code}", edition.name());
    let payload = Payload {
        purpose,
        whose,
        at: untrack(|| session.now()),
        rules: session.preference_once(Preferences::print_rules),
        ledger: format::encode(&part, None, Layout::Compact),
    };
    task::spawn(async move {
        let loaded = match whole_page().await {
            Ok(page) => embed(&page, &payload),
            Err(error) => {
                page::report(&error);
                None
            }
        };
        let Some(loaded) = loaded else {
            session.say("没有取到离线版页面，请联网后再试，或改为导出数据文件。".to_owned());
            return;
        };
        if download(session, &name, &loaded, "text/html") {
            session.say(format!("已存为“{name}”，请在浏览器的下载文件夹里找。"));
        }
    });
}
