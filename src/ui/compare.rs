//! 对比: two periods, or a period and the present or a colleague's file, side by side and as text to paste.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dom::{El, Part, Parts, button, classed, dynamic, el, link, nothing};
use super::parts::{heading, scroller, table_head, task_label};
use super::periods::in_force;
use super::session::Session;
use crate::browser::files::Picked;
use crate::browser::page;
use crate::exchange::{self, Limits};
use crate::ledger::{ClosedRow, Closing, Field};
use crate::route::Route;
use crate::tally::Light;
use crate::tally::comparison::{self, Comparison, Moved, Movement};
use crate::tally::period::{self, Period};

const TEXT: &str = "comparison-text";
const FILE: &str = "comparison-file";
const NOW: &str = "now";
const PICKED: &str = "file";

/// Something that can be compared: its key in the lists, its name in them, and how the rows stood.
type Candidate = (String, String, Closing);

/// The section.
pub fn view(session: Session) -> El {
    let file = RwSignal::new(None::<Closing>);
    let (before, after) = (RwSignal::new(String::new()), RwSignal::new(NOW.to_owned()));
    let candidates = Memo::new(move |_| candidates(session, file.get()));
    // Without a choice, the last closing against the present.
    let chosen = move |key: RwSignal<String>| {
        candidates.with(|candidates| {
            let known = candidates.iter().find(|(known, ..)| key.with(|key| key == known));
            let last = candidates.iter().rev().find(|(known, ..)| known != NOW && known != PICKED);
            known.or(last).cloned()
        })
    };
    let select = move |label: &'static str, key: RwSignal<String>| {
        let options = move || {
            let open = chosen(key).map(|(key, ..)| key);
            let option = |(key, name, _): &Candidate| {
                let is = open.as_ref() == Some(key);
                let option = el("option").attr("value", key.clone()).child(name.clone());
                if is { option.attr("selected", "") } else { option }
            };
            candidates.with(|c| c.iter().map(option).collect::<Vec<_>>()).into_part()
        };
        let select = el("select").on("change", move |event| key.set(event_target_value(&event)));
        classed("label", "field inline")
            .child(el("span").child(label))
            .child(select.child(dynamic(options)))
    };
    let pick = el("input")
        .attr("id", FILE)
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .attr("aria-label", "选择要对比的台账文件")
        .attr("hidden", "")
        .on("change", move |event| {
            if let Some(picked) = Picked::chosen(&event).pop() {
                read(session, picked, file, after);
            }
        });
    let content = move || {
        let (Some((left, _, before)), Some((right, _, after))) = (chosen(before), chosen(after))
        else {
            return nothing();
        };
        if left == right {
            let words = "先结一次账，或选一份文件，就可以和现在对比。";
            return classed("p", "empty").child(words).into_part();
        }
        shown(session, &comparison::compare(&before, &after))
    };
    el("section")
        .attr("aria-labelledby", "compare-title")
        .child(heading("h2", "compare-title", "本期对上期"))
        .child(
            classed("div", "sheet-tools")
                .child(select("上期", before))
                .child(select("本期", after))
                .child(button("选一份文件来对比", || page::click(FILE)))
                .child(pick),
        )
        .child(dynamic(content))
}

fn candidates(session: Session, file: Option<Closing>) -> Vec<Candidate> {
    let yardstick = session.yardstick();
    session.with(|ledger| {
        let key = |field| match field {
            Field::Closing(item) => item.to_string(),
            _ => String::new(),
        };
        let mut candidates: Vec<Candidate> = in_force(ledger)
            .map(|closed| (key(closed.field), closed.closing.print(), closed.closing.clone()))
            .collect();
        let today = Period { name: "现在".to_owned(), until: yardstick.now.today() };
        let present = period::close(session.policy(), ledger, yardstick, today);
        candidates.push((NOW.to_owned(), "现在的台账".to_owned(), present));
        candidates.extend(file.map(|file| (PICKED.to_owned(), file.print(), file)));
        candidates
    })
}

/// Reads a file to be compared and nothing more: the ledger stays as it is.
fn read(session: Session, file: Picked, into: RwSignal<Option<Closing>>, shown: RwSignal<String>) {
    spawn_local(async move {
        let name = file.name();
        let outcome = match Limits::FILE.check_size(file.size()) {
            Err(error) => Err(error.message()),
            Ok(()) => match file.read().finish().await {
                Ok(bytes) => exchange::decode(&bytes, session.policy(), Limits::FILE)
                    .map_err(|error| error.message()),
                Err(error) => {
                    page::report(&error);
                    Err("文件读不出来，请确认文件还在，再试一次。".to_owned())
                }
            },
        };
        match outcome {
            Ok(decoded) => {
                let yardstick = untrack(|| session.yardstick());
                let at = decoded.export.map(|export| yardstick.now.local(export.at).date());
                let until = at.unwrap_or_else(|| yardstick.now.today());
                let period = Period { name: format!("文件「{name}」"), until };
                let closing = period::close(session.policy(), &decoded.ledger, yardstick, period);
                into.set(Some(closing));
                shown.set(PICKED.to_owned());
            }
            Err(message) => session.say(format!("「{name}」：{message}")),
        }
    });
}

fn shown(session: Session, comparison: &Comparison<'_>) -> AnyView {
    let policy = session.policy();
    let count = |movement: Movement| {
        el("li")
            .child(classed("strong", "number").child(comparison.of(movement).count().to_string()))
            .child(" 项")
            .child(movement.name())
    };
    let counts = Movement::ALL.map(count).into_iter().fold(classed("ul", "counts"), El::child);
    let moved = Movement::ALL.into_iter().filter(|movement| *movement != Movement::Unchanged);
    let rows: Vec<El> = moved.flat_map(|movement| comparison.of(movement)).map(row).collect();
    let heads = ["任务", "变化", "上期", "本期", "完成率"];
    let table = (!rows.is_empty()).then(|| {
        let body = rows.into_iter().fold(el("tbody"), El::child);
        let table = classed("table", "closings").child(table_head(heads)).child(body);
        scroller("两期对比").child(table)
    });
    let text = comparison.print(policy);
    let lines = text.lines().count().clamp(4, 16).to_string();
    let copy = move || {
        session.say(if page::copy(TEXT) {
            "已复制，可以粘贴到 Word、微信里。".to_owned()
        } else {
            "浏览器没有允许复制：文字已选中，请按 Ctrl+C。".to_owned()
        });
    };
    Parts::default()
        .child(counts)
        .child(table)
        .child(classed("label", "field").child(el("span").child("可以直接粘贴的文字")).child(
            el("textarea").attr("id", TEXT).attr("readonly", "").attr("rows", lines).child(text),
        ))
        .child(classed("p", "actions").child(button("复制", copy)))
        .into_part()
}

fn row(moved: &Moved<'_>) -> El {
    let task = moved.is.task;
    let state = |row: &ClosedRow| {
        let light = Light::parse(&row.light).unwrap_or(Light::Other);
        format!("{} · {} {}", row.status.name(), light.mark(), light.noun())
    };
    let percent = match (moved.was.percent, moved.is.percent) {
        (was, is) if was == is => format!("{is}%"),
        (was, is) => format!("{was}% → {is}%"),
    };
    el("tr")
        .child(
            el("th")
                .attr("scope", "row")
                .child(link(Route::task(task).print()).child(task_label(task))),
        )
        .child(el("td").child(moved.movement.name()))
        .child(el("td").child(state(moved.was)))
        .child(el("td").child(state(moved.is)))
        .child(classed("td", "number").child(percent))
}
