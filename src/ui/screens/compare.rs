//! 对比: two periods, or a period and the present or a colleague's file, side by side and as text to paste.

use leptos::prelude::*;

use crate::browser::files::Picked;
use crate::browser::{page, task};
use crate::format::{self, Limits};
use crate::ledger::{Closed, ClosedRow, Closing, Field, Ledger};
use crate::route::Route;
use crate::tally::Light;
use crate::tally::comparison::{self, Comparison, Moved, Movement};
use crate::tally::period::{self, Period, Span, current_closings};
use crate::ui::elements::dom::{El, Fragment, IntoAnyView, button, classed, dyn_view, el, link};
use crate::ui::state::session::Session;
use crate::ui::widgets::parts::{heading, scroller, table_head, task_label};

const TEXT: &str = "comparison-text";
const FILE: &str = "comparison-file";
const NOW: &str = "now";
const PICKED: &str = "file";

/// Something that can be compared: its key in the lists, its name in them, and how the rows stood.
type Candidate = (String, String, Closing);

/// A file to compare with: how its rows stand, and what they say.
type Compared = (Closing, Ledger);

/// The section.
pub fn view(session: Session) -> El {
    let file = RwSignal::new(None::<Compared>);
    // Empty until a person chooses.
    let (before, after) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let candidates = Memo::new(move |_| {
        candidates(session, file.with(|file| file.as_ref().map(|(closing, _)| closing.clone())))
    });
    let default = Memo::new(move |_| {
        let today = session.now().today();
        session.with(|ledger| later_by_default(&current_closings(ledger), today, ledger))
    });
    let after_key =
        move || Some(after.get()).filter(|key| !key.is_empty()).unwrap_or(default.get());
    let chosen = move |is_before: bool| {
        let after = after_key();
        let key = match before.get() {
            _ if !is_before => after,
            key if !key.is_empty() => key,
            _ => session.with(|ledger| before_by_default(&current_closings(ledger), &after)),
        };
        candidates.with(|all| all.iter().find(|(known, ..)| *known == key).cloned())
    };
    let select = move |label: &'static str, key: RwSignal<String>, is_before: bool| {
        let options = move || {
            let open = chosen(is_before).map(|(key, ..)| key);
            let none = open.is_none().then(|| el("option").attr("value", "").child("（无）"));
            let option = |(key, name, _): &Candidate| {
                let is = open.as_ref() == Some(key);
                let option = el("option").attr("value", key.clone()).child(name.clone());
                if is { option.attr("selected", "") } else { option }
            };
            let known = candidates.with(|c| c.iter().map(option).collect::<Vec<_>>());
            Fragment::default().child(none).child(known).into_any_view()
        };
        let select = el("select").on("change", move |event| key.set(event_target_value(&event)));
        classed("label", "field inline")
            .child(el("span").child(label))
            .child(select.child(dyn_view(options)))
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
        let (was, is) = (chosen(true), chosen(false));
        let (Some((left, _, was)), Some((right, _, is))) = (was, is) else {
            return classed("p", "empty").child(NOTHING_YET).into_any_view();
        };
        if left == right {
            return classed("p", "empty").child("两期相同，请另选一期。").into_any_view();
        }
        // What the later of the two was made from.
        let then = session.with(|ledger| {
            let closed =
                current_closings(ledger).into_iter().find(|closed| key_of(closed) == right);
            closed.map(|closed| period::as_of(ledger, closed.stamp))
        });
        let then = then.or_else(|| {
            let file = file.get().filter(|_| right == PICKED);
            file.map(|(_, ledger)| ledger)
        });
        let pace = session.yardstick().pace;
        let comparison = comparison::compare(&was, &is);
        let text = match then {
            Some(then) => comparison.print(session.policy(), &then, pace),
            None => session.with(|ledger| comparison.print(session.policy(), ledger, pace)),
        };
        shown(session, &comparison, text)
    };
    el("section")
        .attr("aria-labelledby", "compare-title")
        .child(heading("h2", "compare-title", "本期对上期"))
        .child(
            classed("div", "sheet-tools")
                .child(select("上期", before, true))
                .child(select("本期", after, false))
                .child(button("与文件对比…", || page::click(FILE)))
                .child(pick),
        )
        .child(dyn_view(content))
}

const NOTHING_YET: &str = "尚无可对比的期次：结账两次，或与文件对比。";

/// What is compared unless a person chooses: the present, where the next period has begun and something has changed in
/// it; else the last closing.
fn later_by_default(closed: &[Closed<'_>], today: time::Date, ledger: &Ledger) -> String {
    let Some(last) = closed.last() else { return NOW.to_owned() };
    let (begin, _) = Span::after(last.closing);
    let has_moved = ledger.newest().is_some_and(|newest| newest > last.stamp);
    if today >= begin && has_moved { NOW.to_owned() } else { key_of(last) }
}

/// What it is compared with: the closing before it; before the present and a file, the last one.
fn before_by_default(closed: &[Closed<'_>], after: &str) -> String {
    let after = closed.iter().find(|closed| key_of(closed) == after);
    let is_before = |closed: &&&Closed<'_>| {
        after.is_none_or(|after| closed.closing.until < after.closing.until)
    };
    closed.iter().rev().find(|closed| is_before(&closed)).map(key_of).unwrap_or_default()
}

fn key_of(closed: &Closed<'_>) -> String {
    match closed.field {
        Field::Closing(item) => item.to_string(),
        _ => String::new(),
    }
}

fn candidates(session: Session, file: Option<Closing>) -> Vec<Candidate> {
    let yardstick = session.yardstick();
    session.with(|ledger| {
        let mut candidates: Vec<Candidate> = current_closings(ledger)
            .iter()
            .map(|closed| (key_of(closed), closed.closing.print(), closed.closing.clone()))
            .collect();
        let today = Period { name: "现在".to_owned(), until: yardstick.now.today() };
        let present = period::close(session.policy(), ledger, yardstick, today);
        candidates.push((NOW.to_owned(), "现在的台账".to_owned(), present));
        candidates.extend(file.map(|file| (PICKED.to_owned(), file.print(), file)));
        candidates
    })
}

/// Reads a file to be compared and nothing more: the ledger stays as it is.
fn read(session: Session, file: Picked, into: RwSignal<Option<Compared>>, shown: RwSignal<String>) {
    task::spawn(async move {
        let name = file.name();
        let outcome = match Limits::FILE.check_size(file.size()) {
            Err(error) => Err(error.message()),
            Ok(()) => match file.read().finish().await {
                Ok(bytes) => format::decode(&bytes, session.policy(), Limits::FILE)
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
                let period = Period { name: format!("文件“{name}”"), until };
                let closing = period::close(session.policy(), &decoded.ledger, yardstick, period);
                into.set(Some((closing, decoded.ledger)));
                shown.set(PICKED.to_owned());
            }
            Err(message) => session.say(format!("“{name}”：{message}")),
        }
    });
}

fn shown(session: Session, comparison: &Comparison<'_>, text: String) -> AnyView {
    let count = |movement: Movement| {
        el("li")
            .child(classed("strong", "number").child(comparison.of(movement).count().to_string()))
            .child("项")
            .child(movement.name())
    };
    // A class of nothing is not listed.
    let present = Movement::ALL.into_iter().filter(|m| comparison.of(*m).next().is_some());
    let counts = present.map(count).fold(classed("ul", "counts"), El::child);
    let moved = Movement::ALL.into_iter().filter(|movement| *movement != Movement::Unchanged);
    let rows: Vec<El> = moved.flat_map(|movement| comparison.of(movement)).map(row).collect();
    let heads = ["任务", "变化", "上期", "本期", "完成率"];
    let table = (!rows.is_empty()).then(|| {
        let body = rows.into_iter().fold(el("tbody"), El::child);
        let table = classed("table", "closings").child(table_head(heads)).child(body);
        scroller("两期对比").child(table)
    });
    let lines = text
        .lines()
        .map(|line| line.chars().count().div_ceil(60).max(1))
        .sum::<usize>()
        .clamp(4, 24)
        .to_string();
    let copy = move || {
        session.say(if page::copy(TEXT) {
            "已复制，可以粘贴到 Word、微信里。".to_owned()
        } else {
            "浏览器没有允许复制：文字已选中，请按 Ctrl+C。".to_owned()
        });
    };
    Fragment::default()
        .child(counts)
        .child(table)
        .child(classed("label", "field").child(el("span").child("文字稿")).child(
            el("textarea").attr("id", TEXT).attr("readonly", "").attr("rows", lines).child(text),
        ))
        .child(classed("p", "actions").child(button("复制", copy)))
        .into_any_view()
}

fn row(moved: &Moved<'_>) -> El {
    let task = moved.is.task;
    let state = |row: &ClosedRow| {
        let light = Light::parse(&row.light).unwrap_or(Light::Other);
        format!("{} · {} {}", row.status.name(), light.mark(), light.name())
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
