//! 已结期次: the periods that are closed, drawn and as a table.

use leptos::prelude::*;

use super::charts;
use crate::chart::{self, Point};
use crate::ledger::stamp::print_date;
use crate::ledger::{Closed, Closing, Edit, Ledger, Status};
use crate::tally::period::{self, Figures, current_closings};
use crate::tally::{Rule, print_share};
use crate::ui::elements::dom::{El, Fragment, IntoAnyView, button, classed, dyn_view, el, nothing};
use crate::ui::state::session::Session;
use crate::ui::widgets::dark::Dark;
use crate::ui::widgets::parts::{heading, scroller, table_head};

const RULER: &str = "trend-width";

/// What is to be confirmed, and what a yes does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// What would become of it.
    pub question: String,
    /// The word on the button.
    pub yes: &'static str,
    /// What the step is called.
    pub step: String,
    /// What is said once it is done.
    pub done: String,
    /// The changes.
    pub edits: Vec<Edit>,
}

/// The section: drawn, and as a table.
pub fn view(session: Session, asking: RwSignal<Option<Asking>>) -> El {
    let is_any = move || session.with(|ledger| !ledger.closings().is_empty());
    el("section")
        .attr("aria-labelledby", "closed-title")
        .child(heading("h2", "closed-title", "已结期次"))
        .child(
            classed("p", "empty")
                .bool_attr("hidden", is_any)
                .child("还没有结过账。结账之后，这里有各期的数字和走势，下面可以对比任意两期。"),
        )
        .child(plot(session).bool_attr("hidden", move || !is_any()))
        .child(dyn_view(move || if is_any() { table(session, asking) } else { nothing() }))
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
            for closed in current_closings(ledger) {
                let Closing { name, until, .. } = closed.closing;
                points.retain(|(day, _)| day != until);
                let counts = period::counts(closed.closing);
                points.push((*until, Point { label: name.clone(), counts }));
            }
        });
        let points: Vec<Point> = points.into_iter().map(|(_, point)| point).collect();
        chart::trend(&points, &style())
    };
    let plot = classed("div", "plot").child(el("div").attr("aria-hidden", "true").inner_html(svg));
    let legend = classed("p", "legend").inner_html(move || charts::legend(&style()));
    el("div").child(legend).child(ruler).child(plot)
}

fn table(session: Session, asking: RwSignal<Option<Asking>>) -> AnyView {
    let now = session.now();
    let row = |ledger: &Ledger, closed: &Closed<'_>| {
        let Closed { field, closing, stamp, reopened } = *closed;
        let figures = Figures::of(closing);
        let number = |text: String| classed("td", "number").child(text);
        let mut row = Fragment::default()
            .child(el("th").attr("scope", "row").child(closing.name.clone()))
            .child(number(print_date(closing.until)));
        for count in period::counts(closing) {
            row = row.child(number(count.to_string()));
        }
        let complete = print_share(figures.complete, figures.total);
        let rule = Rule::parse(&closing.rule).map_or("其他规则", Rule::name);
        let by = ledger.reporter(&stamp.actor).print();
        let name = closing.name.clone();
        let take_back = move || {
            let question =
                format!("撤销后，{name}的数据不再固定，已报送的数字不受影响；已结账的记号会留下。");
            let edit = Edit { task: Ledger::LEDGER_ROW, field, value: None };
            let edits = vec![edit];
            asking.set(Some(Asking {
                question,
                yes: "撤销结账",
                step: format!("撤销结账{name}"),
                done: format!("已撤销{name}的结账"),
                edits,
            }));
        };
        let state: AnyView = match reopened {
            None => button("撤销结账", take_back)
                .attr("class", "quiet")
                .attr("aria-label", format!("撤销结账：{}", closing.name))
                .into_any_view(),
            Some(change) => {
                let who = ledger.reporter(&change.stamp.actor).print();
                format!("已撤销：{who}，{}", now.local_minute(change.stamp.wall)).into_any_view()
            }
        };
        let row = row
            .child(number(format!("{}/{} · {complete}", figures.complete, figures.total)))
            .child(number(format!("{}%", figures.progress)))
            .child(number(figures.late.to_string()).attr("title", rule))
            .child(el("td").child(format!("{by}，{}", now.local_minute(stamp.wall))))
            .child(el("td").child(state));
        classed("tr", if reopened.is_some() { "reopened" } else { "" }).child(row.into_any_view())
    };
    let rows = session.with(|ledger| {
        let closings = ledger.closings();
        // The newest first.
        closings.iter().rev().map(|closed| row(ledger, closed)).fold(el("tbody"), El::child)
    });
    let heads = ["期次", "截至"].into_iter().chain(Status::ALL.map(Status::name));
    let heads = heads.chain(["完成", "平均完成率", "滞后", "结账人", "操作"]);
    let table = classed("table", "closings").child(table_head(heads)).child(rows);
    scroller("各期数字").child(table).into_any_view()
}
