//! 导出: what goes out, to whom, and what in it should perhaps not.

use leptos::prelude::*;

use super::embedded_ledger::{self, Form};
use super::export;
use crate::browser::files::Picked;
use crate::browser::{page, task};
use crate::format::{self, Limits};
use crate::ledger::Ledger;
use crate::outbox::checking::{self, WORDS};
use crate::outbox::edition::Edition;
use crate::outbox::share_text;
use crate::storage::repository::Store;
use crate::tally::Filter;
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, commit, dyn_text, dyn_view, effect, el, nothing,
};
use crate::ui::state::filter::shown_filter;
use crate::ui::state::pending::DialogRequest;
use crate::ui::state::projection;
use crate::ui::state::session::{Session, use_session};
use crate::ui::state::sharing::Elsewhere;
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::parts::{choice, heading, radio};

const EXPORT: &str = "export";
const NOTE: &str = "note";
const EARLIER: &str = "earlier-export";

/// Where the words to look for are kept, on this machine.
const WORDS_KEY: &str = "policy-ledger:words";

/// How many findings are listed.
const MAX_FINDINGS: usize = 20;

/// Who it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Colleague,
    Outside,
    Own,
    Again,
}

/// What a person asked to be sent.
#[derive(Clone, Copy)]
struct ExportDialog {
    session: Session,
    reader: RwSignal<Reader>,
    form: RwSignal<Form>,
    /// Whether only the tasks that 台账 shows go out.
    only_shown: RwSignal<bool>,
    filter: Memo<Filter>,
    /// What the other side has already.
    earlier: RwSignal<Option<(String, Ledger)>>,
    words: RwSignal<String>,
    /// The export as one line of text.
    note: RwSignal<String>,
    /// Whether the dialog is open: looking through a ledger takes longer than an edit should.
    is_open: RwSignal<bool>,
}

impl ExportDialog {
    fn filter(self) -> Filter {
        if self.only_shown.get() { self.filter.get() } else { Filter::default() }
    }

    /// Does something with the edition that is asked for.
    fn with_edition<T>(self, act: impl FnOnce(Edition<'_>) -> T) -> T {
        let unit = self.session.my_unit();
        self.earlier.with(|earlier| {
            act(match (self.reader.get(), unit, earlier) {
                (Reader::Outside, ..) => Edition::External,
                (Reader::Own, Some(unit), _) => Edition::Mine(unit),
                (Reader::Again, _, Some((_, earlier))) => Edition::Incremental(earlier),
                _ => Edition::Internal,
            })
        })
    }

    fn part(self) -> Ledger {
        self.session.with(|_| ());
        self.with_edition(|edition| export::part(self.session, &self.filter(), edition))
    }

    fn save(self) {
        if let Form::Page(purpose) = self.form.get_untracked() {
            untrack(|| {
                self.with_edition(|edition| {
                    embedded_ledger::save(self.session, &self.filter(), edition, purpose);
                });
            });
            return self.is_open.set(false);
        }
        let (is_saved, is_whole) = untrack(|| {
            self.with_edition(|edition| {
                let filter = self.filter();
                let is_whole = matches!(edition, Edition::Internal);
                (export::export_as(self.session, &filter, edition), is_whole)
            })
        });
        if is_saved && is_whole {
            self.is_open.set(false);
        }
    }

    /// Writes the export as one line, for chats that take no file.
    fn write_note(self) {
        let text = untrack(|| {
            let part = self.part();
            self.with_edition(|edition| export::text(self.session, &part, &self.filter(), edition))
        });
        let note = share_text::pack(&text);
        if share_text::fits(&note) {
            self.note.set(note);
        } else {
            self.session.say(
                "内容太多，一条消息放不下。请改用“增量”或先在台账里筛选，或者发文件。".to_owned(),
            );
        }
    }

    /// Reads the file that the other side has.
    fn read_earlier(self, file: Picked) {
        task::spawn(async move {
            let name = file.name();
            let read = match Limits::FILE.check_size(file.size()) {
                Ok(()) => file.read().finish().await.map_err(|error| {
                    page::report(&error);
                    "文件读不出来，请确认文件还在，再试一次。".to_owned()
                }),
                Err(error) => Err(error.message()),
            };
            let policy = self.session.policy();
            let decoded = read.and_then(|bytes| {
                format::decode(&bytes, policy, Limits::FILE).map_err(|error| error.message())
            });
            match decoded {
                Ok(decoded) => self.earlier.set(Some((name, decoded.ledger))),
                Err(message) => self.session.say(format!("“{name}”：{message}")),
            }
        });
    }
}

/// The dialog, opened whenever a person wants to export.
pub fn view() -> El {
    let session = use_session();
    let kept = move || session.with_store(|store| store.read(WORDS_KEY).ok().flatten()).flatten();
    let dialog_state = ExportDialog {
        session,
        reader: RwSignal::new(Reader::Colleague),
        form: RwSignal::new(Form::Data),
        only_shown: RwSignal::new(false),
        filter: Memo::new(move |_| shown_filter(session)),
        earlier: RwSignal::new(None),
        words: RwSignal::new(String::new()),
        note: RwSignal::new(String::new()),
        is_open: RwSignal::new(false),
    };
    // Another window may have other words by now.
    let elsewhere: Elsewhere = expect_context();
    effect(move || {
        elsewhere.0.track();
        let words = kept().unwrap_or_else(|| WORDS.join(" "));
        if dialog_state.words.with_untracked(|shown| *shown != words) {
            dialog_state.words.set(words);
        }
    });
    Effect::new(move |_| {
        if session.pending.requested_dialog.get() == Some(DialogRequest::Export) {
            dialog_state.is_open.set(true);
        }
    });
    let is_ready = move || {
        dialog_state.reader.get() != Reader::Again || dialog_state.earlier.with(Option::is_some)
    };
    let close = move || {
        dialog_state.is_open.set(false);
        dialog_state.note.set(String::new());
        dialog_state.form.set(Form::Data);
    };
    dialog(EXPORT, "export-title", move || dialog_state.is_open.get(), close)
        .child(heading("h2", "export-title", "导出台账"))
        .child(editions(&dialog_state))
        .child(scope(&dialog_state))
        .child(embedded_ledger::forms(session, dialog_state.form))
        .child(dyn_view(move || findings(&dialog_state)))
        .child(words(&dialog_state))
        .child(dyn_view(move || note(&dialog_state)))
        .child(classed("p", "hint").child("涉密内容和工作秘密不要通过微信等互联网工具传送。"))
        .child(
            classed("p", "actions")
                .child(
                    commit("导出文件", move || dialog_state.save())
                        .attr("class", "primary")
                        .bool_attr("disabled", move || !is_ready()),
                )
                .child(
                    button("生成文本（用于微信）", move || dialog_state.write_note())
                        .bool_attr("disabled", move || {
                            !is_ready() || dialog_state.form.get() != Form::Data
                        }),
                )
                .child(button("取消", move || dialog_state.is_open.set(false))),
        )
}

fn editions(dialog_state: &ExportDialog) -> El {
    let dialog_state = *dialog_state;
    let ExportDialog { session, reader, earlier, .. } = dialog_state;
    let edition = move |which: Reader, edition: Edition<'static>| {
        let label = classed("span", "rule")
            .child(el("strong").child(edition.name()))
            .child(classed("span", "hint").child(edition.description()));
        radio("edition".to_owned(), label, move || reader.get() == which, move || reader.set(which))
    };
    let own = move || {
        let unit = session.my_unit()?;
        Some(edition(Reader::Own, Edition::Mine(unit)))
    };
    let news = classed("span", "rule").child(el("strong").child("增量")).child(
        classed("span", "hint").child("仅含上次导出后的修改，供已导入前一份文件的单位补充导入。"),
    );
    let pick = el("input")
        .attr("id", EARLIER)
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .attr("aria-label", "对方已有的文件")
        .on("change", move |event| {
            if let Some(file) = Picked::chosen(&event).pop() {
                dialog_state.read_earlier(file);
            }
        });
    let known = move || earlier.with(|earlier| earlier.as_ref().map(|(name, _)| name.clone()));
    let pick = classed("label", "field")
        .bool_attr("hidden", move || reader.get() != Reader::Again)
        .child(el("span").child(dyn_text(move || match known() {
            Some(name) => format!("对方已有“{name}”"),
            None => "请选上次发给对方的文件".to_owned(),
        })))
        .child(pick);
    choice("内容范围")
        .child(edition(Reader::Colleague, Edition::Internal))
        .child(edition(Reader::Outside, Edition::External))
        .child(dyn_view(move || own().into_any_view()))
        .child(radio(
            "edition".to_owned(),
            news,
            move || reader.get() == Reader::Again,
            move || reader.set(Reader::Again),
        ))
        .child(pick)
}

fn scope(dialog_state: &ExportDialog) -> El {
    let ExportDialog { session, only_shown, filter, .. } = *dialog_state;
    let is_part = move || only_shown.get() && !filter.with(Filter::is_empty);
    let part = move || match filter
        .with(|filter| (filter.is_empty(), projection::admitted(session, filter).len()))
    {
        (true, _) => "台账页当前筛选的任务（现在没有筛选）".to_owned(),
        (false, count) => format!("台账页当前筛选的{count}项"),
    };
    let all = format!("全部{}项", session.policy().tasks().count());
    choice("导出哪些任务")
        .bool_attr("hidden", move || filter.with(Filter::is_empty))
        .child(radio("scope".to_owned(), all, move || !is_part(), move || only_shown.set(false)))
        .child(radio("scope".to_owned(), dyn_text(part), is_part, move || only_shown.set(true)))
}

/// What in it should perhaps not go out. It warns and forbids nothing.
fn findings(dialog_state: &ExportDialog) -> AnyView {
    if !dialog_state.is_open.get() {
        return nothing();
    }
    let words = dialog_state.words.get();
    let words: Vec<&str> = words.split_whitespace().collect();
    let found = checking::check(&dialog_state.part(), &words);
    if found.is_empty() {
        return classed("p", "hint")
            .child("导出前检查：没有发现电话、证件号码和敏感词。")
            .into_any_view();
    }
    let items = found.iter().take(MAX_FINDINGS).map(|finding| el("li").child(finding.to_string()));
    let more = found.len().saturating_sub(MAX_FINDINGS);
    let more = (more > 0).then(|| el("li").child(format!("另有{more}处")));
    el("details")
        .initially_open(true)
        .child(el("summary").child(format!("导出前检查：{}处请确认可以发出", found.len())))
        .child(items.fold(classed("ul", "notices"), El::child).child(more))
        .into_any_view()
}

fn words(dialog_state: &ExportDialog) -> El {
    let ExportDialog { session, words, .. } = *dialog_state;
    let area =
        el("textarea").attr("rows", "2").value(move || words.get()).on("change", move |event| {
            let typed = event_target_value(&event);
            // A list that is not kept is typed again; the ledger has its own banner.
            session.with_store(|store| drop(store.write(WORDS_KEY, &typed)));
            words.set(typed);
        });
    el("details").child(el("summary").child("检查用的敏感词")).child(
        classed("label", "field").child(el("span").child("用空格隔开；只存在本机")).child(area),
    )
}

fn note(dialog_state: &ExportDialog) -> AnyView {
    let ExportDialog { session, note, .. } = *dialog_state;
    let text = note.get();
    if text.is_empty() {
        return nothing();
    }
    let copy = move || {
        session.say(if page::copy(NOTE) {
            "已复制，可以粘贴到微信里；对方在“汇总”里粘贴。".to_owned()
        } else {
            "浏览器没有允许复制：文字已选中，请按 Ctrl+C。".to_owned()
        });
    };
    Fragment::default()
        .child(classed("label", "field").child(el("span").child("一行文字，整段复制给对方")).child(
            el("textarea").attr("id", NOTE).attr("readonly", "").attr("rows", "4").child(text),
        ))
        .child(button("复制", copy))
        .into_any_view()
}
