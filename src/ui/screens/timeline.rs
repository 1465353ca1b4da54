//! 时间轴: when each task starts and is due, its milestones, and today.

use leptos::prelude::*;

use super::charts;
use crate::browser::page;
use crate::chart::{self, Lane, Shade};
use crate::ledger::Field;
use crate::ledger::stamp::print_date;
use crate::ledger::value::Measure;
use crate::policy::{Task, TaskNumber};
use crate::route::Route;
use crate::tally::{Assessment, Filter, Light, Row, Yardstick};
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, dyn_text, dyn_view, el, link,
};
use crate::ui::state::filter::filter_of;
use crate::ui::state::projection;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::dark::Dark;
use crate::ui::widgets::parts::{list, scroller, table_head, task_label};

const RULER: &str = "timeline-width";

/// A due date this many days ahead stands out.
const SOON_DAYS: u16 = 30;

/// One task on the time line.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    task: TaskNumber,
    lane: Lane,
    /// The milestones in words, for the table.
    milestones: String,
    assessment: Assessment,
}

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let filter = filter_of(session, |route| match route {
        Route::Timeline(filter) => Some(filter),
        _ => None,
    });
    let (by_unit, as_table) = (RwSignal::new(false), RwSignal::new(false));
    let lines = Memo::new(move |_| lines(session, &filter.get(), by_unit.get()));
    let order = |name, unit| {
        button(name, move || by_unit.set(unit)).aria_pressed(move || by_unit.get() == unit)
    };
    let tools = classed("p", "sheet-tools")
        .child(
            el("a")
                .dyn_attr("href", move || Route::list(filter.get()).print())
                .child("← 列表和筛选"),
        )
        .child(dyn_text(move || format!("{}项", lines.with(Vec::len))))
        .child(
            classed("span", "switch")
                .attr("role", "group")
                .attr("aria-label", "排列方式")
                .child(order("按板块", false))
                .child(order("按首位牵头单位", true)),
        )
        .child(
            button("表格", move || as_table.update(|on| *on = !*on))
                .aria_pressed(move || as_table.get()),
        )
        .child(button("打印", page::print));
    let foot = move || {
        let yardstick = session.yardstick();
        format!(
            "截至{}；{SOON_DAYS}天内到期和已逾期的突出显示；亮灯按{}。未填完成时限的，以所属阶段年底为默认时限。",
            print_date(yardstick.now.today()),
            yardstick.rule.name()
        )
    };
    let numbers = dyn_view(move || lines.with(|lines| table(lines).into_any_view()));
    classed("div", "timeline")
        .child(el("h1").child("时间轴"))
        .child(tools)
        .child(plot(session, lines).bool_attr("hidden", move || as_table.get()))
        .child(scroller("时间轴的数字").bool_attr("hidden", move || !as_table.get()).child(numbers))
        .child(classed("p", "hint").child(dyn_text(foot)))
}

fn lines(session: Session, filter: &Filter, by_unit: bool) -> Vec<Line> {
    let (policy, yardstick) = (session.policy(), session.yardstick());
    let admitted = projection::admitted(session, filter);
    session.with(|ledger| {
        let shown = policy.tasks().filter(|task| admitted.contains(&task.number));
        let line = |task| line(&Row::new(policy, ledger, task), yardstick);
        if !by_unit {
            return shown.map(line).collect();
        }
        // Units in the order of their list, tasks in theirs.
        let mut shown: Vec<&Task> = shown.collect();
        shown.sort_by_key(|task| task.lead.first().map(|first| first.unit));
        shown.into_iter().map(line).collect()
    })
}

fn line(row: &Row<'_>, yardstick: Yardstick) -> Line {
    let assessment = row.assess(yardstick);
    let dated = |measure: &Measure| Some((measure.due()?, measure.is_done()));
    let milestones = row.entry.measures().into_iter().filter_map(dated).collect::<Vec<_>>();
    let words = milestones
        .iter()
        .map(|(date, done)| format!("{}{}", print_date(*date), if *done { " ✓" } else { "" }));
    Line {
        task: row.task.number,
        milestones: words.collect::<Vec<_>>().join("、"),
        lane: Lane {
            label: format!("{}. {}", row.task.number.0, row.task.text),
            start: row.entry.date(Field::Start),
            due: row.due().map(|due| due.date),
            note: note(row),
            milestones,
            // Whatever light a person gave it before.
            light: shade(if assessment.is_complete() { Light::Done } else { assessment.light }),
        },
        assessment,
    }
}

/// What there is to know of the day a task is due on.
fn note(row: &Row<'_>) -> &'static str {
    match row.due() {
        _ if row.entry.is_standing() => "长期坚持",
        Some(due) if due.is_default => "（默认）",
        _ => "",
    }
}

fn shade(light: Light) -> Shade {
    match light {
        Light::Green | Light::Blue | Light::Met | Light::OnPace | Light::Ahead => Shade::Normal,
        Light::Yellow | Light::Unmet | Light::Behind => Shade::Behind,
        Light::Red => Shade::Far,
        Light::Done => Shade::Done,
        Light::NotStarted => Shade::NotStarted,
        Light::Other => Shade::Other,
    }
}

fn plot(session: Session, shown: Memo<Vec<Line>>) -> El {
    let dark = Dark::watch(session);
    let (ruler, width) = charts::ruler(RULER);
    let style = move || charts::shown(session, width.get(), dark.get());
    let svg = move || {
        if width.get() == 0 {
            return String::new();
        }
        let today = session.now().today();
        let lanes: Vec<Lane> =
            shown.with(|shown| shown.iter().map(|line| line.lane.clone()).collect());
        chart::timeline(&lanes, today, SOON_DAYS, &style())
    };
    let legend = move || {
        let style = style();
        let entry = |shade: &Shade| {
            let name = match shade {
                Shade::Normal => "推进正常",
                Shade::Behind => "滞后",
                Shade::Far => "严重滞后",
                Shade::Done => "已完成",
                Shade::NotStarted => "未启动",
                Shade::Other => Light::Other.name(),
            };
            format!("<span>{}{name}</span>", chart::shade_swatch(*shade, &style))
        };
        Shade::ALL.iter().map(entry).collect::<String>()
    };
    let overlay = dyn_view(move || {
        let link = |line: &Line| {
            let label = format!("{}：{}", task_label(line.task), line.lane.label);
            el("li").child(link(Route::task(line.task).print()).attr("aria-label", label))
        };
        shown.with(|lines| list("ul", "lane-links", lines.iter().map(link)).into_any_view())
    });
    let head = move || format!("{}px", chart::timeline_head_height(&style()));
    let height = move || format!("{}px", chart::timeline_row_height(&style()));
    el("div").child(classed("p", "legend").inner_html(legend)).child(ruler).child(
        classed("div", "plot lanes")
            .style("--head", head)
            .style("--lane", height)
            .child(el("div").attr("aria-hidden", "true").inner_html(svg))
            .child(overlay),
    )
}

/// The same in words.
fn table(lines: &[Line]) -> El {
    let day = |date: Option<time::Date>| date.map(print_date).unwrap_or_default();
    let row = |line: &Line| {
        let label = link(Route::task(line.task).print()).child(line.lane.label.clone());
        Fragment::default()
            .child(el("th").attr("scope", "row").child(label))
            .child(classed("td", "number").child(day(line.lane.start)))
            .child(classed("td", "number").child(day(line.lane.due) + line.lane.note))
            .child(el("td").child(line.milestones.clone()))
            .child(el("td").child(format!(
                "{} {}",
                line.assessment.light.mark(),
                line.assessment.light.name()
            )))
    };
    let rows = lines.iter().map(|line| el("tr").child(row(line).into_any_view()));
    classed("table", "numbers")
        .child(table_head(["任务", "开始", "时限", "时间节点", "亮灯"]))
        .child(rows.fold(el("tbody"), El::child))
}
