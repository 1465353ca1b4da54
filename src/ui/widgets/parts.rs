//! Small parts that every screen uses.

use leptos::oco::Oco;
use leptos::prelude::*;

use crate::browser::page;
use crate::ledger::{Ledger, Status};
use crate::policy::{TaskNumber, numeral};
use crate::route::Route;
use crate::tally::Light;
use crate::ui::elements::dom::{El, IntoAnyView, classed, dyn_text, el, link};
use crate::ui::state::session::use_session;

/// A heading with an id, for what it names.
pub fn heading(tag: &'static str, id: &'static str, text: &'static str) -> El {
    el(tag).attr("id", id).child(text)
}

/// A list of items.
pub fn list(tag: &'static str, class: &'static str, items: impl Iterator<Item = El>) -> El {
    items.fold(classed(tag, class), El::child)
}

/// A mark that repeats in form what a word beside it says.
pub fn status_mark(mark: &'static str) -> El {
    classed("span", "mark").attr("aria-hidden", "true").child(mark)
}

/// A status as mark, colour and word.
pub fn status_tag(status: impl Fn() -> Status + Copy + Send + 'static) -> El {
    classed("span", "status")
        .dyn_attr("data-status", move || status().slug())
        .child(
            classed("span", "mark")
                .attr("aria-hidden", "true")
                .child(dyn_text(move || status().mark().to_owned())),
        )
        .child(dyn_text(move || status().name().to_owned()))
}

/// A light as mark, colour and word.
pub fn light_tag(light: impl Fn() -> Light + Copy + Send + 'static) -> El {
    classed("span", "light")
        .dyn_attr("data-light", move || light().slug())
        .child(
            classed("span", "mark")
                .attr("aria-hidden", "true")
                .child(dyn_text(move || light().mark().to_owned())),
        )
        .child(dyn_text(move || light().name().to_owned()))
}

/// A bar as long as a percentage.
pub fn percent_bar(percent: impl Fn() -> u8 + Copy + Send + 'static) -> El {
    let length = el("span").style("width", move || format!("{}%", percent()));
    classed("span", "percent")
        .child(classed("span", "percent-bar").attr("aria-hidden", "true").child(length))
        .child(classed("span", "number").child(dyn_text(move || format!("{}%", percent()))))
}

/// A labelled box to tick.
pub fn check_box(
    label: impl IntoAnyView,
    is: impl FnMut() -> bool + Send + 'static,
    set: impl Fn(bool) + Send + 'static,
) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .prop("checked", is)
        .on("change", move |event| set(event_target_checked(&event)));
    classed("label", "check").child(input).child(label)
}

/// A labelled point to pick, one of those of the same name.
pub fn radio(
    name: String,
    label: impl IntoAnyView,
    is: impl FnMut() -> bool + Send + 'static,
    pick: impl Fn() + Send + 'static,
) -> El {
    let input = el("input")
        .attr("type", "radio")
        .attr("name", name)
        .prop("checked", is)
        .on("change", move |_| pick());
    classed("label", "check").child(input).child(label)
}

/// Points of the same name, under what they decide.
pub fn choice(what: &'static str) -> El {
    classed("fieldset", "rules").child(el("legend").child(what))
}

/// A table that may be wider than the screen, in a frame that scrolls.
pub fn scroller(label: impl Into<Oco<'static, str>>) -> El {
    classed("div", "scroll").attr("tabindex", "0").attr("role", "region").attr("aria-label", label)
}

/// The head of a table.
pub fn table_head(columns: impl IntoIterator<Item = &'static str>) -> El {
    let cells = columns.into_iter().map(|name| el("th").attr("scope", "col").child(name));
    el("thead").child(cells.fold(el("tr"), El::child))
}

/// What this page is and is not, and the word on what was just done.
pub fn footer() -> El {
    let session = use_session();
    let what = el("p")
        .child(page::is_portable().then_some("离线版（单个网页文件）。"))
        .child("个人工作辅助工具 · 非官方网站。数据只存在本机浏览器，不上传。")
        .child(el("strong").child("涉密信息不上网、不录入。"))
        .child(dyn_text(move || {
            let day = session.preference(|p| p.last_export.clone());
            format!(" 上次导出：{}。", if day.is_empty() { "从未" } else { &day })
        }));
    let toast =
        classed("p", "toast").attr("role", "status").child(dyn_text(move || session.toast.get()));
    classed("footer", "foot").child(what).child(toast)
}

/// The name of a task in running text.
pub fn task_label(task: TaskNumber) -> String {
    format!("第{}项", task.0)
}

/// The row a change is in, linked to where it is worked on: a task, or the closed periods.
pub fn row_link(row: TaskNumber) -> El {
    if row == Ledger::LEDGER_ROW {
        return link(Route::Periods.print()).child("期次");
    }
    link(Route::task(row).print()).child(task_label(row))
}

/// An article as the Opinions print it: 「（四）发挥现有金融体系服务效能」.
pub fn article_label(article: u16, heading: &str) -> String {
    format!("（{}）{heading}", numeral::print(article))
}
