//! 期次: closing one, what the next one waits for, those that are closed, and how they run.

use leptos::ev::Event;
use leptos::prelude::*;

use super::dom::{El, Part, Parts, button, classed, dynamic, el, link, nothing};
use super::parts::{heading, list, scroller, table_head, task_label};
use super::preferences::Dark;
use super::session::{Session, use_session};
use super::{charts, compare};
use crate::browser::clock;
use crate::chart::{self, Point};
use crate::exchange::cleaning;
use crate::ledger::stamp::{print_date, read_date};
use crate::ledger::{Closed, Closing, Edit, Field, Ledger, Status, Value};
use crate::policy::TaskNumber;
use crate::route::Route;
use crate::tally::period::{self, Figures, Period, Span};
use crate::tally::{Rule, print_share};

const RULER: &str = "trend-width";

/// The screen.
pub fn view() -> El {
    let session = use_session();
    classed("div", "periods")
        .child(el("h1").child("期次"))
        .child(closing(session))
        .child(dynamic(move || waiting(session)))
        .child(closed(session))
        .child(compare::view(session))
}

/// The days until which periods are closed now.
fn closed_days(ledger: &Ledger) -> Vec<time::Date> {
    in_force(ledger).map(|closed| closed.closing.until).collect()
}

/// The closings nobody opened again.
pub fn in_force(ledger: &Ledger) -> impl Iterator<Item = Closed<'_>> {
    ledger.closings().into_iter().filter(|closed| closed.reopened.is_none())
}

/// 结账
fn closing(session: Session) -> El {
    let (span, name, until) = (
        RwSignal::new(Some(Span::Month)),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let propose = move || {
        if let Some(span) = span.get_untracked() {
            let today = untrack(|| session.now()).today();
            let closed = session.with_untracked(closed_days);
            let Period { name: called, until: last } = span.proposal(today, &closed);
            name.set(called);
            until.set(print_date(last));
        }
    };
    propose();
    let way = |label: &'static str, way: Option<Span>| {
        button(label, move || {
            span.set(way);
            propose();
        })
        .pressed(move || span.get() == way)
    };
    let submit = move |event: Event| {
        event.prevent_default();
        let called = cleaning::clean(&name.get_untracked()).trim().to_owned();
        let Some(last) = read_date(&until.get_untracked()).filter(|_| !called.is_empty()) else {
            session.say("请填写期次名称和截至日期，再结账。".to_owned());
            return;
        };
        let yardstick = untrack(|| session.yardstick());
        let period = Period { name: called.clone(), until: last };
        let closing = session
            .with_untracked(|ledger| period::close(session.policy(), ledger, yardstick, period));
        if !closing.fits() {
            session.say("期次名称太长，请改短一些。".to_owned());
            return;
        }
        let field = Field::Closing(clock::new_item());
        let value = Some(Value::Closing(Box::new(closing)));
        session.apply_as(format!("结账 {called}"), vec![Edit { task: Ledger::BOOK, field, value }]);
        propose();
    };
    let input = |kind: &'static str, of: RwSignal<String>| {
        el("input")
            .attr("type", kind)
            .value(move || of.get())
            .on("input", move |event| of.set(event_target_value(&event)))
    };
    let field = |label: &'static str, input: El| {
        classed("label", "field inline").child(el("span").child(label)).child(input)
    };
    el("section")
        .attr("aria-labelledby", "close-title")
        .child(heading("h2", "close-title", "结账"))
        .child(
            classed("p", "hint").child(
                "结账把 48 项任务此刻的状态、完成率和截至日的亮灯记下来，以后再改不影响已结的数字。默认截至当月最后一个工作日（不计法定节假日调休，可以改）。",
            ),
        )
        .child(
            el("form")
                .attr("class", "close-form")
                .on("submit", submit)
                .child(
                    classed("span", "switch")
                        .attr("role", "group")
                        .attr("aria-label", "期次长短")
                        .child(way("按月", Some(Span::Month)))
                        .child(way("按季", Some(Span::Quarter)))
                        .child(way("自定义", None)),
                )
                .child(field("期次", input("text", name)))
                .child(field("截至", input("date", until)))
                .child(classed("button", "primary").attr("type", "submit").child("结账")),
        )
}

/// What nobody has touched since the last closing.
fn waiting(session: Session) -> AnyView {
    let found = session.with(|ledger| {
        let last = in_force(ledger).max_by(|a, b| a.stamp.cmp(b.stamp))?;
        let tasks = period::untouched(session.policy(), ledger, last.stamp);
        Some((last.closing.name.clone(), tasks))
    });
    let Some((name, tasks)) = found else { return nothing() };
    let head = heading("h2", "waiting-title", "本期填报");
    let section = el("section").attr("aria-labelledby", "waiting-title").child(head);
    if tasks.is_empty() {
        let words = format!("「{name}」结账以来，48 项都更新过了。");
        return section.child(el("p").child(words)).into_part();
    }
    let item = |task: &TaskNumber| {
        el("li").child(link(Route::task(*task).print()).child(task_label(*task)))
    };
    let (count, carried) = (tasks.len(), tasks.clone());
    section
        .child(el("p").child(format!("「{name}」结账以来还没有更新的有 {count} 项：")))
        .child(list("ul", "task-links", tasks.iter().map(item)))
        .child(
            classed("p", "actions")
                .child(
                    button("", move || session.carry(&carried))
                        .child(format!("这 {count} 项与上期一致")),
                )
                .child(
                    classed("span", "hint")
                        .child("逐项核对时，在台账里按 = 键也是「与上期一致」。"),
                ),
        )
        .into_part()
}

/// 已结期次, drawn and as a table.
fn closed(session: Session) -> El {
    let is_any = move || session.with(|ledger| !ledger.closings().is_empty());
    el("section")
        .attr("aria-labelledby", "closed-title")
        .child(heading("h2", "closed-title", "已结期次"))
        .child(
            classed("p", "empty")
                .when("hidden", is_any)
                .child("还没有结过账。结账之后，这里有各期的数字和走势，下面可以对比任意两期。"),
        )
        .child(plot(session).when("hidden", move || !is_any()))
        .child(dynamic(move || if is_any() { table(session) } else { nothing() }))
}

/// Periods side by side. Of several closings of one day the last counts.
fn plot(session: Session) -> El {
    let dark = Dark::watch(session);
    let (ruler, width) = charts::ruler(RULER);
    let style = move || charts::shown(session, width.get(), dark.get());
    let svg = move || {
        if width.get() == 0 {
            return String::new();
        }
        let mut points: Vec<(time::Date, Point)> = Vec::new();
        session.with(|ledger| {
            for closed in in_force(ledger) {
                let Closing { name, until, .. } = closed.closing;
                points.retain(|(day, _)| day != until);
                let counts = period::counts(closed.closing);
                points.push((*until, Point { label: name.clone(), counts }));
            }
        });
        let points: Vec<Point> = points.into_iter().map(|(_, point)| point).collect();
        chart::trend(&points, &style())
    };
    let plot = classed("div", "plot").child(el("div").attr("aria-hidden", "true").markup(svg));
    let legend = classed("p", "legend").markup(move || charts::legend(&style()));
    el("div").child(legend).child(ruler).child(plot)
}

fn table(session: Session) -> AnyView {
    let now = session.now();
    let row = |ledger: &Ledger, closed: &Closed<'_>| {
        let Closed { field, closing, stamp, reopened } = *closed;
        let figures = Figures::of(closing);
        let number = |text: String| classed("td", "number").child(text);
        let mut row = Parts::default()
            .child(el("th").attr("scope", "row").child(closing.name.clone()))
            .child(number(print_date(closing.until)));
        for count in period::counts(closing) {
            row = row.child(number(count.to_string()));
        }
        let complete = print_share(figures.complete, figures.total);
        let rule = Rule::parse(&closing.rule).map_or("其他规则", Rule::name);
        let by = ledger.reporter(&stamp.actor).print();
        let name = closing.name.clone();
        let open = move || {
            let edit = Edit { task: Ledger::BOOK, field, value: None };
            session.apply_as(format!("重开 {name}"), vec![edit]);
        };
        let state: AnyView = match reopened {
            None => button("重开", open)
                .attr("class", "quiet")
                .attr("aria-label", format!("重开 {}", closing.name))
                .into_part(),
            Some(change) => {
                let who = ledger.reporter(&change.stamp.actor).print();
                format!("已重开：{who}，{}", now.local_minute(change.stamp.wall)).into_part()
            }
        };
        let row = row
            .child(number(format!("{}/{} · {complete}", figures.complete, figures.total)))
            .child(number(format!("{}%", figures.progress)))
            .child(number(figures.late.to_string()).attr("title", rule))
            .child(el("td").child(format!("{by}，{}", now.local_minute(stamp.wall))))
            .child(el("td").child(state));
        classed("tr", if reopened.is_some() { "reopened" } else { "" }).child(row.into_part())
    };
    let rows = session.with(|ledger| {
        let closings = ledger.closings();
        // The newest first.
        closings.iter().rev().map(|closed| row(ledger, closed)).fold(el("tbody"), El::child)
    });
    let heads = ["期次", "截至"].into_iter().chain(Status::ALL.map(Status::name));
    let heads = heads.chain(["完成", "平均完成率", "滞后", "结账人", "操作"]);
    let table = classed("table", "closings").child(table_head(heads)).child(rows);
    scroller("各期数字").child(table).into_part()
}
