//! How ledgers leave this machine and come in: export, and import up to the preview.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dom::{El, Parts, button, classed, el, live};
use super::ledger::shown_filter;
use super::parts::{dialog, heading, radio};
use super::preview;
use super::session::{Session, use_session};
use crate::browser::files::{self, Picked};
use crate::browser::{clock, page};
use crate::exchange::{self, DecodeError, Export, Layout, Limits};
use crate::ledger::merge::{self, Difference, Relation};
use crate::ledger::stamp::print_date;
use crate::ledger::{Edit, Field, Ledger};
use crate::policy::TaskNumber;
use crate::route::Route;
use crate::tally::Filter;

const EXPORT: &str = "export";
const PROBLEM: &str = "problem";
const CHOOSE: &str = "choose-file";
/// The id of the preview's dialog.
pub const PREVIEW: &str = "preview";

/// A file that was read and waits for a yes.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ledger: Ledger,
    /// Who exported it and when, where it says so.
    pub export: Option<Export>,
    /// What was found on reading.
    pub notices: Vec<String>,
    /// What merging it would do.
    pub plan: merge::Plan,
}

/// What a person chose for contested fields: true for theirs. The latest choice counts.
#[derive(Debug, Clone, Default)]
pub struct Choices(Vec<((TaskNumber, Field), bool)>);

impl Choices {
    /// Chooses for one field.
    pub fn choose(&mut self, field: (TaskNumber, Field), theirs: bool) {
        self.0.push((field, theirs));
    }

    /// Whether theirs is chosen: without a choice, the later value.
    pub fn takes_theirs(&self, difference: &Difference) -> bool {
        let field = (difference.task, difference.field);
        let chosen = self.0.iter().rev().find(|(known, _)| *known == field);
        chosen.map_or_else(|| difference.theirs_is_later(), |(_, theirs)| *theirs)
    }
}

/// The state of a transfer.
#[derive(Clone, Copy)]
pub struct Transfer {
    session: Session,
    /// The file that waits for a yes.
    pub incoming: RwSignal<Option<Incoming>>,
    /// Of values made in ignorance of each other, those where the person chose: true for theirs.
    pub choices: RwSignal<Choices>,
    problem: RwSignal<String>,
}

/// Makes the transfer of this page.
pub fn provide(session: Session) -> Transfer {
    let transfer = Transfer {
        session,
        incoming: RwSignal::new(None),
        choices: RwSignal::new(Choices::default()),
        problem: RwSignal::new(String::new()),
    };
    provide_context(transfer);
    transfer
}

/// The transfer of this page.
pub fn use_transfer() -> Transfer {
    expect_context()
}

/// Lets files be dropped anywhere on the page.
pub fn listen_for_drops(transfer: Transfer) {
    window_event_listener(ev::dragover, |event| files::let_drop(&event));
    window_event_listener(ev::drop, move |event| {
        if let Some(file) = Picked::dropped(&event) {
            transfer.receive(file);
        }
    });
}

/// Opens the export dialog.
pub fn open_export() {
    page::open_dialog(EXPORT);
}

/// Lets the person choose a file to import.
pub fn open_import() {
    page::click(CHOOSE);
}

impl Transfer {
    /// Reads a file up to its preview. Until that is accepted nothing changes.
    pub fn receive(self, file: Picked) {
        spawn_local(async move {
            // The size is asked before the content is taken into memory.
            let outcome = match Limits::FILE.check_size(file.size()) {
                Err(error) => Err(error.message()),
                Ok(()) => match file.read().await {
                    Ok(bytes) => self.decode(file.name(), &bytes).map_err(|error| error.message()),
                    Err(error) => {
                        page::report(&error);
                        Err("文件读不出来，可能已被移动或正被其他程序占用。请确认文件还在，再试一次。本机数据没有改动。".to_owned())
                    }
                },
            };
            match outcome {
                Ok(incoming) => {
                    self.choices.set(Choices::default());
                    self.incoming.set(Some(incoming));
                    page::open_dialog(PREVIEW);
                }
                Err(message) => {
                    self.problem.set(format!("「{}」：{message}", file.name()));
                    page::open_dialog(PROBLEM);
                }
            }
        });
    }

    fn decode(self, name: String, bytes: &[u8]) -> Result<Incoming, DecodeError> {
        let decoded = exchange::decode(bytes, self.session.policy(), Limits::FILE)?;
        let plan = self.session.with_untracked(|mine| merge::plan(mine, &decoded.ledger));
        let notices = decoded.notices.iter().map(exchange::Notice::message).collect();
        Ok(Incoming { name, ledger: decoded.ledger, export: decoded.export, notices, plan })
    }

    /// Takes the waiting file in, as one step that can be undone.
    pub fn accept(self) {
        let Some(incoming) = self.incoming.get_untracked() else { return };
        let choices = self.choices.get_untracked();
        let mut taken = 0;
        self.session.change(|desk, now| {
            // Another window may have changed the ledger since the preview was made.
            let plan = merge::plan(desk.ledger(), &incoming.ledger);
            let contested = plan.differences.iter().filter(|d| d.relation == Relation::BothChanged);
            let settle = contested.map(|difference| {
                let theirs = choices.takes_theirs(difference);
                let chosen = if theirs { &difference.theirs } else { &difference.mine };
                let value = chosen.as_ref().and_then(|change| change.value.clone());
                Edit { task: difference.task, field: difference.field, value }
            });
            let settle = settle.collect();
            taken = plan.news.changes().count();
            desk.import(format!("导入「{}」", incoming.name), &plan, settle, now);
        });
        self.session.say(format!("已导入「{}」，{taken} 处新内容。可以撤销。", incoming.name));
        page::close_dialog(PREVIEW);
    }

    fn export(self, filter: &Filter) {
        let session = self.session;
        session.rest();
        let now = clock::now();
        let chosen = untrack(|| session.admitted(filter));
        let whole = filter.is_empty();
        let scope = if whole { "all".to_owned() } else { Route::list(filter.clone()).print() };
        let by = session.preferences().with_untracked(super::preferences::Preferences::reporter);
        let unit = by.unit.clone();
        let export = Export { at: now.at, by, scope };
        let text = session.with_untracked(|ledger| {
            let part = (!whole).then(|| ledger.slice(|task| chosen.contains(&task)));
            exchange::encode(part.as_ref().unwrap_or(ledger), Some(&export), Layout::Pretty)
        });
        let name = exchange::file_name(&unit, now.today());
        if session.download(&name, &text, "application/json") {
            session.prefer(|preferences| preferences.last_export = print_date(now.today()));
            session.say(format!("已导出「{name}」，请在浏览器的下载文件夹里找。"));
            page::close_dialog(EXPORT);
        }
    }
}

/// The dialogs of a transfer.
pub fn view() -> Parts {
    let session = use_session();
    let transfer = use_transfer();
    let choose = el("input")
        .attr("id", CHOOSE)
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .attr("aria-label", "选择要导入的台账文件")
        .attr("hidden", "")
        .on("change", move |event| {
            if let Some(file) = Picked::chosen(&event) {
                transfer.receive(file);
            }
        });
    let problem = dialog(PROBLEM, "problem-title")
        .child(heading("h2", "problem-title", "没有导入"))
        .child(el("p").attr("role", "alert").child(live(move || transfer.problem.get())))
        .child(
            classed("p", "actions")
                .child(button("知道了", || page::close_dialog(PROBLEM)).attr("class", "primary")),
        );
    Parts::default()
        .child(choose)
        .child(exporting(session, transfer))
        .child(preview::view())
        .child(problem)
}

/// Asks what to export.
fn exporting(session: Session, transfer: Transfer) -> El {
    let only_shown = RwSignal::new(false);
    let filter = Memo::new(move |_| shown_filter(session));
    let is_part = move || only_shown.get() && !filter.with(Filter::is_empty);
    let part =
        move || match filter.with(|filter| (filter.is_empty(), session.admitted(filter).len())) {
            (true, _) => "台账页当前筛选的任务（现在没有筛选）".to_owned(),
            (false, count) => format!("台账页当前筛选的 {count} 项"),
        };
    let export = move || {
        let filter = untrack(|| if is_part() { filter.get() } else { Filter::default() });
        transfer.export(&filter);
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
                .child(button("导出文件", export).attr("class", "primary"))
                .child(button("取消", || page::close_dialog(EXPORT))),
        )
}
