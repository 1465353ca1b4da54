//! 台账: the list of tasks with search and filters, and beside it the task that is open.

use leptos::prelude::*;

use super::detail;
use super::dom::{El, Part, Parts, classed, dynamic, effect, el, link, live, nothing};
use super::parts::{article_label, heading, list, percent_bar, status_tag};
use super::session::{Session, use_session};
use crate::browser::page;
use crate::ledger::Status;
use crate::policy::{Policy, Role, Task, TaskNumber, UnitKind};
use crate::route::Route;
use crate::tally::{Attention, Duty, Filter};

/// The id of the search field.
pub const SEARCH: &str = "search";

/// How the id of a task's link in the list begins.
pub const ROW: &str = "row-";

/// The id of a task's link in the list.
pub fn row_id(task: TaskNumber) -> String {
    format!("{ROW}{}", task.0)
}

/// The filter of the list, wherever one is.
pub fn shown_filter(session: Session) -> Filter {
    session.route.with(|route| match route {
        Route::Ledger { filter, .. }
        | Route::Table(filter)
        | Route::Timeline(filter)
        | Route::Log(filter) => filter.clone(),
        _ => Filter::default(),
    })
}

/// The filter of one screen. Away from it the screen stays as it was left.
pub fn filter_of(session: Session, of: fn(&Route) -> Option<&Filter>) -> Memo<Filter> {
    Memo::new(move |was: Option<&Filter>| {
        session.route.with(|route| of(route).or(was).cloned().unwrap_or_default())
    })
}

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let filter = filter_of(session, |route| match route {
        Route::Ledger { filter, .. } => Some(filter),
        _ => None,
    });
    let open = Memo::new(move |_| match session.route.get() {
        Route::Ledger { task, .. } => task.filter(|task| session.policy().task(*task).is_some()),
        _ => None,
    });
    let admitted = Memo::new(move |_| filter.with(|filter| session.admitted(filter)));
    effect(move || {
        if let Some(task) = open.get() {
            session.cursor.set(Some(task));
        }
    });
    let shown = List { filter, admitted, open };
    let rows = session.policy().tasks().map(|task| row(session, task, shown));
    let nothing_admitted = move || admitted.with(Vec::is_empty);
    let detail = move || {
        match open.get().and_then(|number| session.policy().task(number)) {
        Some(task) => detail::view(task, filter, admitted).into_part(),
        None => classed("p", "empty")
            .child("从列表中选一项任务，在这里填报。键盘：j k 上下，Enter 打开，1–5 标记状态，e 写进展，= 与上期一致。")
            .into_part(),
    }
    };
    el("div")
        .says("class", move || if open.get().is_some() { "ledger has-open" } else { "ledger" })
        // Outside the list: on a narrow screen an open task takes the list's place.
        .child(heading("h1", "list-title", "台账").attr("class", "sr-only"))
        .child(
            classed("section", "list")
                .attr("aria-labelledby", "list-title")
                .child(filters(session, filter))
                .child(count(session, filter, admitted))
                .child(list("ol", "rows", rows))
                .child(
                    classed("p", "empty")
                        .when("hidden", move || !nothing_admitted())
                        .child("没有符合条件的任务。换个词试试，或者「清除筛选」。"),
                ),
        )
        .child(classed("section", "pane").attr("aria-label", "任务详情").child(dynamic(detail)))
}

/// What is listed, and which of it is open.
#[derive(Clone, Copy)]
struct List {
    filter: Memo<Filter>,
    admitted: Memo<Vec<TaskNumber>>,
    open: Memo<Option<TaskNumber>>,
}

/// A view of the tasks of a filter.
type View = fn(Filter) -> Route;

/// Other views of the tasks that are listed.
const VIEWS: [(&str, View); 3] =
    [("表格", Route::Table), ("时间轴", Route::Timeline), ("修改记录", Route::Log)];

fn count(session: Session, filter: Memo<Filter>, admitted: Memo<Vec<TaskNumber>>) -> El {
    let all = session.policy().tasks().count();
    let clear = move || {
        if filter.with(Filter::is_empty) {
            return nothing();
        }
        let clear = link(Route::list(Filter::default()).print()).child("清除筛选");
        Parts::default().child(format!("（共 {all} 项） ")).child(clear).into_part()
    };
    classed("p", "count")
        .attr("role", "status")
        .child(live(move || format!("{} 项", admitted.with(Vec::len))))
        .child(dynamic(clear))
        .child(dynamic(move || {
            Vec::from(VIEWS.map(|(name, view)| {
                link(view(filter.get()).print()).attr("class", "to-table").child(name)
            }))
            .into_part()
        }))
}

fn row(session: Session, task: &'static Task, shown: List) -> El {
    let number = task.number;
    let row =
        session.row(task, |row| (row.entry.status(), row.entry.percent(), row.entry.is_standing()));
    let leads: Vec<&str> =
        task.lead.iter().map(|a| session.policy().roster().name(a.unit)).collect();
    let leads = leads.join("、");
    let under = move || format!("{leads}{}", if row().2 { " · 长期坚持" } else { "" });
    let href = move || Route::Ledger { filter: shown.filter.get(), task: Some(number) }.print();
    let at_cursor = move || session.cursor.get() == Some(number);
    let state = classed("span", "row-state")
        .child(status_tag(move || row().0))
        .child(percent_bar(move || row().1));
    let link = el("a")
        .attr("id", row_id(number))
        .says("class", move || if at_cursor() { "row cursor" } else { "row" })
        .says("href", href)
        .current(move || shown.open.get() == Some(number))
        .on("focus", move |_| session.cursor.set(Some(number)))
        .child(classed("span", "row-number number").child(number.0.to_string()))
        .child(classed("span", "row-text").child(task.text.as_str()))
        .child(classed("span", "row-lead").child(live(under)))
        .child(state);
    el("li")
        .when("hidden", move || shown.admitted.with(|tasks| !tasks.contains(&number)))
        .child(link)
}

/// Puts a changed filter into the address, from where the list takes it.
fn show(session: Session, filter: Memo<Filter>, change: impl FnOnce(&mut Filter)) {
    let mut filter = filter.get_untracked();
    change(&mut filter);
    let route = Route::list(filter);
    page::replace_hash(&route.print());
    session.route.set(route);
}

fn filters(session: Session, filter: Memo<Filter>) -> El {
    let search = el("input")
        .attr("id", SEARCH)
        .attr("type", "search")
        .attr("placeholder", "搜索任务、单位、序号")
        .attr("autocomplete", "off")
        .value(move || filter.with(|filter| filter.words.clone()))
        .on("input", move |event| {
            let words = event_target_value(&event);
            show(session, filter, |filter| filter.words = words);
        });
    let search = classed("label", "search")
        .child(classed("span", "sr-only").child("搜索（按 / 键）"))
        .child(search);
    let choices =
        choices(session.policy()).into_iter().map(|choice| select(session, filter, choice));
    // Once needed it stays open, also when the last choice is taken back.
    let mut needed = false;
    let is_open = move || {
        needed |= !filter.with(only_words);
        needed
    };
    let more = classed("details", "more")
        .is("open", is_open)
        .child(el("summary").child("筛选条件"))
        .child(list("div", "selects", choices));
    classed("form", "filters")
        .attr("role", "search")
        .attr("aria-label", "筛选任务")
        .on("submit", |event| event.prevent_default())
        .child(search)
        .child(quick_views(session, filter))
        .child(more)
}

/// 「我牵头的」「我配合的」「我支持的」, once the person said where they work.
fn quick_views(session: Session, filter: Memo<Filter>) -> El {
    classed("p", "chips").child(dynamic(move || {
        let Some(unit) = session.my_unit() else { return nothing() };
        let name = session.policy().roster().name(unit);
        let view = |role: Role| {
            let unit = Some(name.to_owned());
            let wanted = Filter { unit, duty: Duty::In(role), ..Filter::default() };
            link(Route::list(wanted.clone()).print())
                .attr("class", "chip")
                .current(move || filter.with(|filter| *filter == wanted))
                .child(format!("我{}的", role.name()))
        };
        Vec::from(Role::ALL.map(view)).into_part()
    }))
}

/// One way of choosing tasks: what may be chosen, what is, and how to choose it.
struct Choice {
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: fn(&Filter) -> Option<String>,
    choose: fn(&mut Filter, &str),
}

fn choices(policy: &'static Policy) -> [Choice; 7] {
    let year = |(_, year): (u16, u16)| (year.to_string(), format!("到{year}年"));
    let named = |name: &str| (name.to_owned(), name.to_owned());
    let by_kind = UnitKind::ALL
        .into_iter()
        .flat_map(|kind| policy.roster().iter().filter(move |(_, unit)| unit.kind == kind));
    [
        Choice {
            label: "阶段",
            options: policy.phases().map(year).collect(),
            chosen: |filter| filter.phase.map(|year| year.to_string()),
            choose: |filter, value| filter.phase = value.parse().ok(),
        },
        Choice {
            label: "板块",
            options: policy
                .plan
                .chapters
                .iter()
                .map(|s| (s.number.to_string(), s.title.clone()))
                .collect(),
            chosen: |filter| filter.section.map(|section| section.to_string()),
            choose: |filter, value| filter.section = value.parse().ok(),
        },
        Choice {
            label: "专题",
            options: policy
                .topics()
                .map(|a| (a.number.to_string(), article_label(a.number, &a.heading)))
                .collect(),
            chosen: |filter| filter.topic.map(|topic| topic.to_string()),
            choose: |filter, value| filter.topic = value.parse().ok(),
        },
        Choice {
            label: "单位",
            options: by_kind.map(|(_, unit)| named(&unit.name)).collect(),
            chosen: |filter| filter.unit.clone(),
            choose: |filter, value| {
                filter.unit = Some(value.to_owned()).filter(|name| !name.is_empty());
                filter.by_name = false;
            },
        },
        Choice {
            label: "角色",
            options: DUTIES.map(|(_, name)| named(name)).to_vec(),
            chosen: |filter| {
                let known = DUTIES.iter().find(|(duty, _)| *duty == filter.duty);
                known.map(|(_, name)| (*name).to_owned())
            },
            choose: |filter, value| {
                let known = DUTIES.iter().find(|(_, name)| *name == value);
                filter.duty = known.map_or(Duty::Any, |(duty, _)| *duty);
            },
        },
        Choice {
            label: "状态",
            options: Status::ALL.map(|s| (s.slug().to_owned(), s.name().to_owned())).to_vec(),
            chosen: |filter| filter.status.map(|status| status.slug().to_owned()),
            choose: |f, value| f.status = Status::ALL.into_iter().find(|s| s.slug() == value),
        },
        Choice {
            label: "关注",
            options: Attention::ALL.map(|a| (a.slug().to_owned(), a.name().to_owned())).to_vec(),
            chosen: |filter| filter.attention.map(|attention| attention.slug().to_owned()),
            choose: |f, value| f.attention = Attention::ALL.into_iter().find(|a| a.slug() == value),
        },
    ]
}

fn select(session: Session, filter: Memo<Filter>, choice: Choice) -> El {
    let Choice { label, options, chosen, choose } = choice;
    let option = |(value, name): (String, String)| {
        let mine = value.clone();
        el("option")
            .attr("value", value)
            .is("selected", move || filter.with(chosen).as_ref() == Some(&mine))
            .child(name)
    };
    let all = el("option")
        .attr("value", "")
        .is("selected", move || filter.with(chosen).is_none())
        .child("全部");
    let select = el("select").on("change", move |event| {
        let value = event_target_value(&event);
        show(session, filter, |filter| choose(filter, &value));
    });
    el("label")
        .says("class", move || if filter.with(chosen).is_some() { "choice set" } else { "choice" })
        .child(el("span").child(label))
        .child(options.into_iter().map(option).fold(select.child(all), El::child))
}

const DUTIES: [(Duty, &str); 4] = [
    (Duty::In(Role::Lead), "牵头"),
    (Duty::FirstLead, "首位牵头"),
    (Duty::In(Role::Cooperate), "配合"),
    (Duty::In(Role::Support), "支持"),
];

fn only_words(filter: &Filter) -> bool {
    Filter { words: String::new(), ..filter.clone() }.is_empty()
}
