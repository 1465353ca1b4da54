//! The three charts: each redrawn on change, each with its numbers as a table.

use leptos::prelude::*;

use crate::browser::{page, task};
use crate::chart::{self, Palette, Style};
use crate::ledger::Status;
use crate::ledger::stamp::print_date;
use crate::route::Route;
use crate::tally::{self, Leads, Slice, print_share};
use crate::ui::elements::dom::{
    El, IntoAnyView, button, classed, dyn_text, dyn_view, effect, el, link,
};
use crate::ui::state::command::Command;
use crate::ui::state::command::LazyView;
use crate::ui::state::command::Picture;
use crate::ui::state::command::Tallying;
use crate::ui::state::preferences::Look;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::dark::Dark;
use crate::ui::widgets::on_demand::on_demand;
use crate::ui::widgets::parts::list;

/// The charts by phase, theme and lead unit.
pub fn view() -> El {
    let session = use_session();
    let policy = session.policy();
    let dark = Dark::watch(session);
    let (by_topic, first_only) = (RwSignal::new(false), RwSignal::new(false));
    let phases = counted(move || session.with(|l| tally::by_phase(policy, l, session.yardstick())));
    let tally_topics = RwSignal::new(None::<Tallying>);
    effect(move || {
        if by_topic.get() && tally_topics.with_untracked(Option::is_none) {
            session.dispatch(Command::CountByTopic(tally_topics));
        }
    });
    let themes = counted(move || {
        let by = tally_topics.get().filter(|_| by_topic.get()).unwrap_or(tally::by_section);
        session.with(|ledger| by(policy, ledger, session.yardstick()))
    });
    let leads = counted(move || {
        let leads = if first_only.get() { Leads::First } else { Leads::All };
        session.with(|ledger| tally::by_lead(policy, ledger, leads, session.yardstick()))
    });
    let phases = Chart {
        id: "chart-phase",
        name: "按阶段",
        slices: phases,
        note: |_| "阶段即“三步走”，默认归属可逐项修改。",
        other_way: by_topic,
        dark,
    };
    let themes = Chart {
        id: "chart-theme",
        name: "按板块、专题",
        slices: themes,
        note: |by_topic| {
            let sections = "板块即行动计划的五个部分。";
            let topics = "一项任务可落实几条，按条分别计数，合计大于任务总数。";
            if by_topic { topics } else { sections }
        },
        other_way: by_topic,
        dark,
    };
    let leads = Chart {
        id: "chart-lead",
        name: "按牵头单位",
        slices: leads,
        note: |first_only| {
            let all = "有几个牵头单位的任务，各单位分别计数，合计大于任务总数。";
            let first = "只计排在首位的牵头单位，合计等于任务总数。";
            if first_only { first } else { all }
        },
        other_way: first_only,
        dark,
    };
    let column = || classed("div", "chart-column");
    classed("div", "charts")
        .child(column().child(figure(session, phases, None)).child(figure(
            session,
            themes,
            Some(switch("分类方式", by_topic, ["板块", "专题"])),
        )))
        .child(column().child(figure(
            session,
            leads,
            Some(switch("计数方式", first_only, ["全部牵头", "首位牵头"])),
        )))
}

/// Slices that are counted anew whenever what they rest on changes.
fn counted(count: impl Fn() -> Vec<Slice> + Send + Sync + 'static) -> Memo<Vec<Slice>> {
    counted_boxed(Box::new(count))
}

#[inline(never)]
fn counted_boxed(count: Box<dyn Fn() -> Vec<Slice> + Send + Sync>) -> Memo<Vec<Slice>> {
    Memo::new(move |_| count())
}

/// One of two ways.
fn switch(label: &'static str, on: RwSignal<bool>, [off_name, on_name]: [&'static str; 2]) -> El {
    let way =
        |name, value| button(name, move || on.set(value)).aria_pressed(move || on.get() == value);
    classed("span", "switch")
        .attr("role", "group")
        .attr("aria-label", label)
        .child(way(off_name, false))
        .child(way(on_name, true))
}

/// What a chart shows.
#[derive(Clone, Copy)]
struct Chart {
    id: &'static str,
    name: &'static str,
    slices: Memo<Vec<Slice>>,
    /// What to know of the count, one way and the other.
    note: fn(bool) -> &'static str,
    other_way: RwSignal<bool>,
    dark: Dark,
}

fn figure(session: Session, chart: Chart, switch: Option<El>) -> El {
    let Chart { id, name, slices, note, other_way, dark } = chart;
    let note = move || note(other_way.get());
    let width = RwSignal::new(0);
    // A hidden screen has no width; the chart keeps the one it had.
    effect(move || {
        page::watch_width(id, move |new| {
            if new > 0 {
                width.set(new);
            }
        });
    });
    let style = move || shown(session, width.get(), dark.get());
    let svg = move || {
        let measured = width.get() > 0;
        if measured { slices.with(|s| chart::bars(s, &style())) } else { String::new() }
    };
    let height = move || format!("{}px", chart::row_height(&style()) * count(slices));
    let as_table = RwSignal::new(false);
    let finding = move || slices.with(|slices| finding(slices));
    let as_of = move || {
        format!(
            "截至{}，亮灯按{}",
            print_date(session.now().today()),
            session.yardstick().rule.name()
        )
    };
    let save = move || {
        let (title, notes) =
            untrack(|| (finding(), vec![as_of(), note().to_owned(), SOURCE.to_owned()]));
        let style = Style { font: FILE_FONT, ..self::style(720, Look::Light, false, false) };
        let slices = slices.get_untracked();
        session.dispatch(Command::SavePicture(Picture { name, slices, style, title, notes }));
    };
    let links = dyn_view(move || {
        slices.with(|s| list("ul", "plot-links", s.iter().map(row_link)).into_any_view())
    });
    let plot = classed("div", "plot")
        .attr("id", id)
        .bool_attr("hidden", move || as_table.get())
        .style("height", height)
        .child(el("div").attr("aria-hidden", "true").inner_html(svg))
        .child(links);
    let table = LazyView::Numbers(name, slices);
    let table = on_demand(session, move || as_table.get(), table);
    let table = el("div").bool_attr("hidden", move || !as_table.get()).child(table);
    let tools = classed("span", "chart-tools")
        .child(
            button("表格", move || as_table.update(|on| *on = !*on))
                .aria_pressed(move || as_table.get()),
        )
        .child(button("存为图片（SVG）", save));
    let foot = move || format!("{} · {}{SOURCE}", as_of(), note());
    classed("figure", "chart")
        .child(
            el("figcaption")
                .child(el("h2").child(name).child(switch))
                .child(classed("p", "finding").child(dyn_text(finding)))
                .child(classed("p", "legend").inner_html(move || legend(&style()))),
        )
        .child(plot)
        .child(table)
        .child(classed("p", "chart-foot").child(el("span").child(dyn_text(foot))).child(tools))
}

/// What a file names, since it brings no page with fonts along.
const FILE_FONT: &str = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif";

const SOURCE: &str = "资料来源：本机台账，三年行动计划（2021—2023年）";

/// A line without height, and how wide it is: as wide as the drawing below it may be. A plot that is as high as
/// what is drawn there would grow while it is measured, which browsers complain of.
pub fn ruler(id: &'static str) -> (El, RwSignal<u32>) {
    let width = RwSignal::new(0);
    let watch = move || {
        page::watch_width(id, move |new| {
            if new > 0 {
                width.set(new);
            }
        });
    };
    // The screen is set on the page after it was made.
    effect(move || task::next_frame(watch));
    (el("div").attr("id", id), width)
}

/// How a drawing of this width looks on the page now.
pub fn shown(session: Session, width: u32, dark: bool) -> Style {
    let (look, elder) = session.preference(|p| (p.look, p.elder));
    style(width, look, dark, elder)
}

fn style(width: u32, look: Look, dark: bool, elder: bool) -> Style {
    let palette = match look {
        Look::Contrast => Palette::CONTRAST,
        _ if dark => Palette::DARK,
        _ => Palette::LIGHT,
    };
    let text = if elder { 18 } else { 14 };
    Style { width, palette, text, font: "inherit", scale: chart::Scale::Common }
}

fn count(slices: Memo<Vec<Slice>>) -> u32 {
    slices.with(|slices| u32::try_from(slices.len()).unwrap_or(0))
}

/// What the chart shows, in a sentence: where nothing is done, else where most is late.
fn finding(slices: &[Slice]) -> String {
    /// Of fewer tasks it says little that none is done.
    const MIN_TASKS: u32 = 3;
    let has_begun = |slice: &Slice| slice.tally.count(Status::NotStarted) < slice.tally.total();
    if !slices.iter().any(has_begun) {
        return "尚未填报，各项任务均为未启动。".to_owned();
    }
    let total = |slice: &&Slice| slice.tally.total();
    let is_untouched =
        |slice: &&Slice| slice.tally.total() >= MIN_TASKS && slice.tally.complete() == 0;
    // Of equals the first.
    let untouched = slices.iter().rev().filter(is_untouched).max_by_key(total);
    let most = slices.iter().rev().filter(|slice| slice.tally.complete() > 0).max_by_key(total);
    let latest = slices.iter().rev().max_by_key(|slice| slice.late).filter(|slice| slice.late > 0);
    let done = |slice: &Slice| {
        format!("{}{}项完成{}项", slice.label, slice.tally.total(), slice.tally.complete())
    };
    match (untouched, most, latest) {
        (Some(none), Some(most), _) => {
            format!("{}{}项无一完成；{}。", none.label, none.tally.total(), done(most))
        }
        (_, _, Some(latest)) => format!(
            "滞后主要在{}：{}项中{}项滞后。",
            latest.label,
            latest.tally.total(),
            latest.late
        ),
        (Some(none), None, None) => format!("{}{}项无一完成。", none.label, none.tally.total()),
        (None, Some(most), None) => format!("均无滞后；{}。", done(most)),
        (None, None, None) => "均无滞后。".to_owned(),
    }
}

/// A bar is a link to the tasks it stands for.
fn row_link(slice: &Slice) -> El {
    let (complete, total) = (slice.tally.complete(), slice.tally.total());
    let share = print_share(complete, total);
    let (progress, late) = (slice.tally.progress(), slice.late);
    let label = format!(
        "{}：已完成{complete}/{total}，{share}，平均完成率{progress}%，滞后{late}项",
        slice.label
    );
    let href = Route::list(slice.filter.clone()).print();
    el("li").child(link(href).attr("title", label.clone()).attr("aria-label", label))
}

/// The hue and pattern of each status with its name, as markup.
pub fn legend(style: &Style) -> String {
    let entry = |status: &Status| {
        format!("<span>{}{}</span>", chart::swatch(*status, style), status.name())
    };
    chart::ORDER.iter().map(entry).collect()
}
