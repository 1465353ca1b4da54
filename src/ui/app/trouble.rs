//! What must not be missed: work that is not safe, data that could not be read, a new build. That the program
//! stopped is said by `public/index.html`, which needs no program to say it.

use leptos::prelude::*;

use crate::browser::{events, page};
use crate::format::DecodeError;
use crate::ledger::Ledger;
use crate::storage::repository::Opening;
use crate::tally::Filter;
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, commit, dyn_text, dyn_view, el, link, nothing,
};
use crate::ui::exporting::export::{self, download};
use crate::ui::importing::picking;
use crate::ui::state::command::Command;
use crate::ui::state::command::LazyView;
use crate::ui::state::saving::Saving;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::on_demand::on_demand;

/// The banners over every screen.
pub fn banners(session: Session) -> Fragment {
    let demo = session.demo.then(|| {
        let why = "演示数据均为虚构，与本机台账分开存放。";
        banner("banner warning", "演示 ", why).child(link("?".to_owned()).child("离开演示"))
    });
    let report = session.report().map(|whose| {
        banner("banner warning", "只读报告 ", format!("{whose}。只能查看、筛选和打印，不能修改。"))
    });
    // The file is not where the data is: a copy that finds none must not look like one that lost it.
    let no_data = (page::is_portable() && !session.demo && !session.is_report()).then(|| {
        banner("banner warning", "离线版 ", NO_DATA)
            .child(button("导入", picking::choose))
            .bool_attr("hidden", move || !has_no_data(session))
    });
    let wanted = move || !session.is_open() || !is_saved(session) || session.pending.newer.get();
    Fragment::default().child(demo).child(report).child(no_data).child(on_demand(
        session,
        wanted,
        LazyView::Trouble,
    ))
}

const NO_DATA: &str = "这里还没有台账数据。以前填报过的，数据不在这个文件里：请到原来的地方（网站、别的浏览器或这个文件原来的位置）“导出”，再到这里“导入”；也可以“导入”上次导出的文件。";

fn has_no_data(session: Session) -> bool {
    session.opening.with(|opening| matches!(opening, Some(Opening::Fresh)))
        && session.with(Ledger::is_blank)
}

fn is_saved(session: Session) -> bool {
    session.saving.with(|saving| *saving == Saving::Saved)
}

/// What there is to say once something is amiss.
pub fn view() -> Fragment {
    let session = use_session();
    let newer = dyn_view(move || {
        if session.pending.newer.get() { newer(session).into_any_view() } else { nothing() }
    });
    let unsaved = dyn_view(move || match session.saving.get() {
        Saving::Saved => nothing(),
        Saving::Cleared => cleared(session).into_any_view(),
        // There is nothing to save in a report, and nothing was opened.
        Saving::Failed(why) if session.is_report() => {
            banner("banner alarm", "没有打开 ", why).into_any_view()
        }
        Saving::Failed(why) => banner("banner alarm", "尚未保存 ", why)
            .child(commit("导出", move || {
                export::export(session, &Filter::default());
            }))
            .into_any_view(),
    });
    let unread = dyn_view(move || match session.opening.with(|o| o.as_ref().and_then(unread)) {
        None => nothing(),
        Some((what, why)) => banner("banner warning", what, why)
            .child(button("下载原始数据", move || download_kept(session)))
            .into_any_view(),
    });
    Fragment::default().child(unsaved).child(unread).child(newer)
}

/// That everything was taken off this machine while this window was open. Nothing of what it shows is written back
/// before a person says so; its copy may be the last there is.
fn cleared(session: Session) -> El {
    let changes = session.with(|ledger| ledger.changes().count());
    let why = format!(
        "另一窗口清除了本机数据，或浏览器清理了浏览数据。本窗口仍保留一份台账（{changes}处修改），已暂停保存，不会自动写回。请先下载副本，再选择继续使用这份台账，或改用空白台账。"
    );
    let copy = move || {
        session.dispatch(Command::CommitTyping);
        session.with_untracked(|ledger| export::save(session, ledger, "副本"));
    };
    banner("banner alarm", "本机数据已被清除 ", why)
        .child(button("下载副本", copy))
        .child(button("继续使用这份台账", move || session.dispatch(Command::Resume)))
        .child(button("改用空白台账", page::reload))
}

/// That a new build of the page has come: this one goes on, with its own files, until a person switches. The
/// page's own scripts do it: see `.ci/build`. A page that cannot save must not be held back either.
fn newer(session: Session) -> El {
    let either = move |safe: &'static str, unsafe_: &'static str| {
        dyn_text(move || if is_saved(session) { safe } else { unsafe_ }.to_owned())
    };
    let why = either(
        "本页仍是原来的版本，可以继续填报。更新时页面会刷新，台账不受影响。",
        "有修改尚未保存，更新后将丢失：请先导出。",
    );
    let switch = el("button")
        .attr("type", "button")
        .on_click(|| events::tell("switch-version"))
        .child(either("立即更新", "导出后更新"));
    banner("banner", "新版本可用 ", why).child(switch)
}

fn banner(class: &'static str, what: &'static str, why: impl IntoAnyView) -> El {
    let text = el("p").child(el("strong").child(what)).child(" ").child(why);
    let role = if class == "banner" { "status" } else { "alert" };
    classed("div", class).attr("role", role).child(text)
}

/// What to say of a stored ledger that did not simply open.
fn unread(opening: &Opening) -> Option<(&'static str, String)> {
    let because = |error: &DecodeError| format!("原因：{}", error.message());
    Some(match opening {
        Opening::Fresh | Opening::Loaded(_) | Opening::Blocked => return None,
        Opening::Quarantined(error) => (
            "本机原有的台账数据读不出来，已原样另存，没有丢弃；现在打开的是空白台账。",
            because(error),
        ),
        Opening::Recovered { error, .. } => (
            "本机最近一次保存的台账读不出来，已原样另存，没有丢弃；现在打开的是此前存好的一份，请核对最近的修改。",
            because(error),
        ),
        Opening::Stuck(error) => (
            "本机原有的台账数据读不出来，存储空间又已满，无法另存。为免覆盖，本页不再保存。请先导出现有内容，再清理出空间后重新打开。",
            because(error),
        ),
        Opening::Newer { found } => (
            "本机的台账由更新的版本保存，这里只能查看，修改不会存下。",
            format!("请用新版页面打开（数据格式第{found}版）；数据原样未动。"),
        ),
    })
}

/// Saves what could not be read as a file, for whoever can mend it.
fn download_kept(session: Session) {
    let text = session.with_repository(|repository| {
        let kept = repository.quarantined().last().map(|(_, text)| text.clone());
        kept.or_else(|| repository.stored_text().map(str::to_owned))
    });
    download(session, "台账_原始数据.txt", &text.unwrap_or_default(), "text/plain");
}
