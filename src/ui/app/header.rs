//! The head of every screen: where one is, what day the figures are of, whether the work is safe.

use leptos::prelude::*;

use crate::ledger::stamp::print_date;
use crate::route::Route;
use crate::tally::Filter;
use crate::ui::elements::dom::{El, button, classed, dyn_text, el, link};
use crate::ui::importing::picking;
use crate::ui::state::command::Command;
use crate::ui::state::pending::DialogRequest;
use crate::ui::state::projection;
use crate::ui::state::saving::Saving;
use crate::ui::state::session::use_session;

/// The head of every screen.
pub fn view() -> El {
    let session = use_session();
    let edits = !session.is_report();
    let screen = move |name: &'static str, route: Route| {
        let hash = route.print();
        // 表格, 时间轴 and 修改记录 are other views of 台账.
        let kind = |route: &Route| match route {
            Route::Table(filter) | Route::Timeline(filter) | Route::Log(filter) => {
                std::mem::discriminant(&Route::list(filter.clone()))
            }
            route => std::mem::discriminant(route),
        };
        let mine = kind(&route);
        let here = move || session.route.with(kind) == mine;
        link(hash).opt_attr("aria-current", move || here().then(|| "page".into())).child(name)
    };
    let unsaved = move || session.typing.unsaved.with(Vec::len);
    let is_stored = move || session.saving.with(|saving| *saving == Saving::Saved);
    let is_saved = move || is_stored() && unsaved() == 0;
    let saving = el("span")
        .attr("role", "status")
        // Nothing is said of what is not open yet.
        .bool_attr("hidden", move || !session.is_open())
        .dyn_attr("class", move || if is_saved() { "saved" } else { "unsaved" })
        .opt_attr("title", move || {
            let keys = session.typing.unsaved.with(|unsaved| {
                unsaved.iter().map(|one| one.key.clone()).collect::<Vec<_>>().join("；")
            });
            (!keys.is_empty()).then(|| format!("{keys}：填写有误或太长，改正后才能保存").into())
        })
        .child(dyn_text(move || match unsaved() {
            // What is not stored at all is graver.
            _ if !is_stored() => "未保存 ✕".to_owned(),
            0 => "已保存 ✓".to_owned(),
            count => format!("{count}处未保存 ✕"),
        }));
    let as_of = classed("span", "as-of")
        .child("截至 ")
        .child(dyn_text(move || print_date(session.now().today())));
    let undo = button("撤销", move || session.dispatch(Command::Undo))
        .bool_attr("disabled", move || projection::undo_name(session).is_none())
        .dyn_attr("title", move || match projection::undo_name(session) {
            Some(name) => format!("撤销：{name}（Ctrl+Z）"),
            None => "没有可撤销的操作".to_owned(),
        });
    classed("header", "head")
        .child(
            classed("p", "brand")
                .child(link(Route::Overview.print()).child("共建国际金融枢纽任务台账")),
        )
        .child(
            el("nav")
                .attr("aria-label", "主导航")
                .child(screen("总览", Route::Overview))
                .child(screen("台账", Route::list(Filter::default())))
                .child(edits.then(|| screen("期次", Route::Periods)))
                .child(edits.then(|| screen("汇总", Route::RollUp)))
                .child(screen("原文", Route::Source(None)))
                .child(edits.then(|| screen("设置", Route::Settings))),
        )
        .child(classed("div", "head-state").child(as_of).child(edits.then_some(saving)))
        .child(
            classed("div", "head-tools")
                .child(edits.then_some(undo))
                .child(edits.then(|| button("导入", picking::choose)))
                .child(edits.then(|| {
                    button("导出", move || session.ask_for(DialogRequest::Export))
                        .attr("class", "primary")
                }))
                .child(
                    button("?", move || session.ask_for(DialogRequest::Help))
                        .attr("aria-label", "键盘操作（?）"),
                ),
        )
}
