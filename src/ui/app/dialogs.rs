//! The questions and answers that open over a screen.

use leptos::prelude::*;

use crate::ledger::{Field, Status, Value};
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, commit, dyn_view, effect, el, nothing,
};
use crate::ui::exporting::export_dialog;
use crate::ui::importing::import;
use crate::ui::state::command::Command;
use crate::ui::state::pending::DialogRequest;
use crate::ui::state::pending::Question;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::identity::Identity;
use crate::ui::widgets::parts::{heading, table_head};

const WELCOME: &str = "welcome";
const HELP: &str = "help";
const QUESTION: &str = "question";

/// What asks and answers over any screen, when it is asked for.
pub fn view() -> Fragment {
    Fragment::default()
        .child(asking())
        .child(help())
        .child(export_dialog::view())
        .child(import::view())
}

/// Asks once, on first use, who is working; may be skipped.
pub fn welcome(session: Session) -> El {
    let identity = Identity::new(session);
    let is_open = RwSignal::new(!session.preference_once(|p| p.welcomed));
    let start = move || {
        if !identity.is_settled() {
            return;
        }
        let (name, unit) = (identity.name.get_untracked(), identity.unit.get_untracked());
        session.dispatch(Command::Sign(name, unit));
        is_open.set(false);
    };
    let form = el("form")
        .on_commit("submit", move |event| {
            event.prevent_default();
            start();
        })
        .child(heading("h2", "welcome-title", "填报人（可不填）"))
        .child(el("p").child(
            "填写后，所作修改附署名，并可查看本单位牵头、配合、支持的任务。可暂不填写，以后在“设置”中填写。",
        ))
        .child(identity.view())
        .child(classed("p", "hint").child(
            "台账只存在这台电脑的这个浏览器里，不上传。换电脑、清除浏览数据之前，请先“导出”。",
        ))
        .child(
            classed("p", "actions")
                .child(classed("button", "primary").attr("type", "submit").child("开始使用"))
                .child(button("跳过", move || is_open.set(false))),
        );
    let close = move || {
        is_open.set(false);
        // However it is closed, it was asked once.
        session.was_welcomed();
    };
    dialog(WELCOME, "welcome-title", move || is_open.get(), close).child(form)
}

/// Asks before something reported is lowered. Until it is answered nothing changes.
fn asking() -> El {
    let session = use_session();
    let is_open = move || session.pending.question.with(Option::is_some);
    dialog(QUESTION, "question-title", is_open, move || session.pending.close_question()).child(
        dyn_view(move || match session.pending.question.get() {
            Some(question) => ask(session, &question),
            None => nothing(),
        }),
    )
}

fn ask(session: Session, question: &Question) -> AnyView {
    let answer = move |with_asked: bool| {
        if let Some(Question { edit, asked }) = session.pending.question.get_untracked() {
            session.dispatch(Command::Apply(if with_asked {
                vec![edit, asked]
            } else {
                vec![edit]
            }));
        }
        session.pending.close_question();
    };
    let number = question.edit.task.0;
    let print = |value: &Option<Value>| value.as_ref().map(Value::print).unwrap_or_default();
    let (set, asked) = (print(&question.edit.value), print(&question.asked.value));
    let (status, percent) = session.with_untracked(|ledger| {
        let entry = ledger.entry(question.edit.task);
        (entry.status().name(), entry.percent())
    });
    let lowers_percent = question.asked.field == Field::Percent;
    let (title, text, yes) = if lowers_percent {
        (
            format!("第{number}项的完成率要一起降低吗？"),
            format!("状态改为“{set}”，现在填报的完成率是{percent}%。"),
            format!("完成率改为{asked}"),
        )
    } else {
        (
            format!("第{number}项不再算“{status}”吗？"),
            format!("完成率改为{set}后，状态也要从“{status}”改回“{asked}”。"),
            "一起改".to_owned(),
        )
    };
    let keep = el("button")
        .attr("type", "button")
        .on_click(move || answer(false))
        .child(format!("保留{percent}%"));
    let actions = classed("p", "actions")
        .child(commit("", move || answer(true)).attr("class", "primary").child(yes))
        .child(lowers_percent.then_some(keep))
        .child(button("取消", move || session.pending.close_question()));
    Fragment::default()
        .child(el("h2").attr("id", "question-title").child(title))
        .child(el("p").child(text))
        .child(actions)
        .into_any_view()
}

/// The list of keys, opened whenever it is asked for.
fn help() -> El {
    let session = use_session();
    let is_open = RwSignal::new(false);
    effect(move || {
        if session.pending.requested_dialog.get() == Some(DialogRequest::Help) {
            is_open.set(true);
        }
    });
    let row = |keys: &'static str, what: String| {
        el("tr").child(el("td").child(el("kbd").child(keys))).child(el("td").child(what))
    };
    let keys = [
        ("/", "搜索任务"),
        ("j  k", "下一项，上一项"),
        ("Enter", "打开当前任务"),
        ("Esc", "关闭任务或对话框"),
        ("Ctrl + Z", "撤销"),
        ("Ctrl + Y", "重做"),
        ("↑ ↓ ← →", "在任务方格、图和表格中移动"),
        ("e", "写当前任务的进展情况，Esc 回到列表"),
        ("=", "当前任务与上期一致"),
        ("Ctrl + S", "导出"),
        ("Shift + ↑ ↓ ← →", "在表格中选取一块"),
        ("Ctrl + C  X  V", "在表格中复制、剪切、粘贴"),
        ("Delete", "在表格中清空所选"),
        ("Esc  Tab", "离开表格"),
        ("?", "打开帮助"),
    ];
    let statuses = ["1", "2", "3", "4", "5"].into_iter().zip(Status::ALL);
    let keys = keys.into_iter().map(|(keys, what)| row(keys, what.to_owned()));
    let statuses = statuses.map(|(key, s)| row(key, format!("当前任务设为“{}”", s.name())));
    let table = classed("table", "keys")
        .child(table_head(["按键", "作用"]))
        .child(keys.chain(statuses).fold(el("tbody"), El::child));
    dialog(HELP, "help-title", move || is_open.get(), move || is_open.set(false))
        .child(heading("h2", "help-title", "键盘操作"))
        .child(table)
        .child(
            classed("p", "hint")
                .child("正在输入文字时，单个字母和数字键不起作用；也可以在“设置”里关掉它们。"),
        )
        .child(
            classed("p", "actions")
                .child(button("知道了", move || is_open.set(false)).attr("class", "primary")),
        )
}
