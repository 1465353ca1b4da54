//! 时间轴: one row per lane on a common axis of time, with a line for today.
//!
//! What presses is told three ways: by words, by shape and by hue. A bar that ends soon has a thick tall
//! cap; an overdue one has two thin ones, and a jagged line from them to today.

use time::Date;

use super::axis::{APART, Axis};
use super::canvas::{self, Bounds, Canvas, End, Line, length};
use super::lane::{Lane, Urgency};
use super::shade;
use super::style::Style;
use super::text;
use crate::ledger::Status;

/// The least length of a bar, in pixels.
const MIN_SEGMENT_PX: i32 = 5;

/// The space kept clear between columns, in pixels.
const GUTTER: i32 = 16;

/// How far a cap stands out above and below its bar, and how far apart two caps stand, in pixels.
const OUT: i32 = 3;

/// Where the parts of a row stand, in pixels.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// Label, bar and figure side by side; otherwise the bar below the two.
    is_wide: bool,
    row: i32,
    head: i32,
    /// Of the text, from the top of the row.
    baseline: i32,
    bar_top: i32,
    bar: i32,
    /// The left end and the width of the plot.
    plot: (i32, i32),
    /// The width of the column of figures.
    figure: i32,
}

impl Layout {
    fn of(style: &Style) -> Self {
        let (size, width) = (length(style.text), length(style.width));
        let line = size * 3 / 2;
        let bar = size * 9 / 10 / 4 * 4;
        // The marks of the first day and the last stand out beyond it.
        let pad = bar / 2 + OUT;
        let head = (3 * small(size) * 3 / 2 + 4 + 7) / 8 * 8;
        if width < 60 * size {
            let content = line + 2 + bar;
            let row = (content + 12 + 7) / 8 * 8;
            let top = (row - content) / 2;
            let (baseline, bar_top) = (top + line * 3 / 4, top + line + 2);
            let plot = (pad, width - 2 * pad);
            return Self { is_wide: false, row, head, baseline, bar_top, bar, plot, figure: width };
        }
        let row = (bar + 16 + 7) / 8 * 8;
        let figure = text::width("2026-12-31 · 逾期1000天", size);
        let left = width / 4 + pad;
        let plot = (left, width - left - pad - GUTTER - figure);
        let baseline = row / 2 + size * 38 / 100;
        Self { is_wide: true, row, head, baseline, bar_top: (row - bar) / 2, bar, plot, figure }
    }
}

/// The size of the text along the axis.
fn small(size: i32) -> i32 {
    size * 6 / 7
}

/// The height of each row in CSS pixels: row `n` of [`timeline`] starts at
/// `timeline_head_height(style) + n * timeline_row_height(style)`.
pub fn timeline_row_height(style: &Style) -> u32 {
    Layout::of(&style.clamped()).row.unsigned_abs()
}

/// The height of the axis above the rows, in CSS pixels.
pub fn timeline_head_height(style: &Style) -> u32 {
    Layout::of(&style.clamped()).head.unsigned_abs()
}

/// One row per lane in the order given, below an axis of months, quarters or years: a bar from its start to
/// the end of its due day, its milestones (filled once reached), and in words when it is due. A due date
/// within `soon_days` days, or past, stands out unless the lane is done.
///
/// Without a start the bar is a stub before the due date; without a due date it is a slim one up to today.
///
/// The image measures exactly the style's width by [`timeline_head_height`] and [`timeline_row_height`] for
/// each lane, in CSS pixels. It has no `style` attribute, no script and no link, and labels stay text.
pub fn timeline(lanes: &[Lane], today: Date, soon_days: u16, style: &Style) -> String {
    let style = style.clamped();
    let layout = Layout::of(&style);
    let (mut first, mut last) = (today, today);
    for date in lanes.iter().flat_map(Lane::dates) {
        (first, last) = (first.min(date), last.max(date));
    }
    let axis = Axis::around((first, last), layout.plot, small(length(style.text)));
    let rows = u32::try_from(lanes.len()).unwrap_or(u32::MAX);
    let rows_height = rows.saturating_mul(layout.row.unsigned_abs());
    let height = rows_height.saturating_add(layout.head.unsigned_abs());
    canvas::paint((style.width, height), style.font, |canvas| {
        let plan = Plan { canvas, style: &style, layout, axis, today, soon_days };
        plan.ticks(length(rows_height));
        for (lane, top) in plan.placed(lanes) {
            plan.bar(lane, top);
        }
        plan.today(length(rows_height));
        for (lane, top) in plan.placed(lanes) {
            plan.milestones(lane, top);
            plan.words(lane, top);
        }
    })
}

struct Plan<'a, 'c> {
    canvas: &'a Canvas<'c>,
    style: &'a Style,
    layout: Layout,
    axis: Axis,
    today: Date,
    soon_days: u16,
}

impl Plan<'_, '_> {
    /// The lanes with the top of each row.
    fn placed<'l>(&self, lanes: &'l [Lane]) -> impl Iterator<Item = (&'l Lane, i32)> + use<'l> {
        let Layout { row, head, .. } = self.layout;
        lanes.iter().scan(head, move |next, lane| {
            let top = *next;
            *next += row;
            Some((lane, top))
        })
    }

    /// The pixels from top to bottom that a line across all rows may take: no text stands there.
    fn clear(&self, rows_height: i32) -> Vec<(i32, i32)> {
        let Layout { is_wide, row, head, bar_top, bar, .. } = self.layout;
        if is_wide {
            return vec![(head, rows_height)];
        }
        let mut clear = Vec::new();
        let mut top = head;
        while top < head + rows_height {
            clear.push((top + bar_top - OUT, bar + 2 * OUT));
            top += row;
        }
        clear
    }

    /// The axis: hairlines with the year above and the month, quarter or year below.
    fn ticks(&self, rows_height: i32) {
        let (canvas, palette, head) = (self.canvas, &self.style.palette, self.layout.head);
        let size = small(length(self.style.text));
        let line = Line { size, color: palette.muted, bold: false, end: End::Left };
        let clear = self.clear(rows_height);
        let lower = head - 4 - size / 4;
        for tick in self.axis.ticks() {
            let rise = if tick.year.is_some() { 2 } else { 1 };
            let foot = Bounds { left: tick.x, top: head - 4, width: 1, height: 4 };
            let height = rise * size * 3 / 2;
            canvas
                .fill(Bounds { top: foot.top - height, height: height + 4, ..foot }, palette.line);
            for (top, height) in &clear {
                canvas.fill(Bounds { top: *top, height: *height, ..foot }, palette.line);
            }
            if let Some(year) = tick.year {
                canvas.write(&year, (tick.x + APART, lower - size * 3 / 2), line);
            }
            if !tick.label.is_empty() {
                canvas.write(&tick.label, (tick.x + APART, lower), line);
            }
        }
        let foot = Bounds { left: self.axis.left, top: head - 1, width: self.axis.wide, height: 1 };
        canvas.fill(foot, palette.line);
    }

    /// The line of today, two pixels wide, with its name on top. It leaves out the labels of the axis.
    fn today(&self, rows_height: i32) {
        let (canvas, color, head) = (self.canvas, self.style.palette.ink, self.layout.head);
        let size = small(length(self.style.text));
        let x = self.axis.start_of(self.today);
        let is_free = |label: &str, tick: i32| {
            let left = tick + APART;
            label.is_empty() || x + 2 < left || x > left + text::width(label, size)
        };
        let ticks = self.axis.ticks();
        let above = ticks.iter().all(|tick| is_free(tick.year.as_deref().unwrap_or(""), tick.x));
        let below = ticks.iter().all(|tick| is_free(&tick.label, tick.x));
        let lower = head - 4 - size * 3 / 2;
        let upper = lower - size * 3 / 2;
        let line = Bounds { left: x, top: 0, width: 2, height: 0 };
        for (top, bottom, is_free) in [
            (size * 3 / 2, upper, true),
            (upper, lower, above),
            (lower, head - 4, below),
            (head - 4, head, true),
        ] {
            if is_free {
                canvas.fill(Bounds { top, height: bottom - top, ..line }, color);
            }
        }
        for (top, height) in self.clear(rows_height) {
            canvas.fill(Bounds { top, height, ..line }, color);
        }
        let middle = (x + 1).clamp(size, length(self.style.width) - size);
        let line = Line { size, color, bold: true, end: End::Middle };
        canvas.write("今天", (middle, size), line);
    }

    /// The bar and what stands at its end.
    fn bar(&self, lane: &Lane, top: i32) {
        let (canvas, axis, palette) = (self.canvas, &self.axis, &self.style.palette);
        let Layout { bar: height, bar_top, .. } = self.layout;
        let top = top + bar_top;
        let Some(due) = lane.due else {
            if let Some(start) = lane.start {
                let left = axis.start_of(start);
                let width = (axis.start_of(self.today) - left).max(MIN_SEGMENT_PX);
                let slim = Bounds { left, top: top + height / 4, width, height: height / 2 };
                shade::draw(canvas, lane.light, slim, palette);
            }
            return;
        };
        let right = axis.end_of(due);
        let left = match lane.start {
            Some(start) if start <= due => axis.start_of(start).min(right - MIN_SEGMENT_PX),
            _ => right - height / 2,
        };
        shade::draw(canvas, lane.light, Bounds { left, top, width: right - left, height }, palette);

        let urgency = lane.urgency(self.today, self.soon_days);
        // The one is thicker than today's line, which may stand right beside it.
        let (caps, width) = match urgency {
            Urgency::Calm => (0, 0),
            Urgency::Soon => (1, 4),
            Urgency::Overdue => (2, 2),
        };
        let color = self.urgent(urgency);
        let mut end = right;
        for _ in 0..caps {
            let cap = Bounds { left: end, top, width, height };
            canvas.fill(Bounds { top: top - OUT, height: height + 2 * OUT, ..cap }, color);
            end += width + OUT;
        }
        if urgency == Urgency::Overdue {
            canvas.stroke(jagged((end - OUT, axis.start_of(self.today)), top, height), color, 2);
        }
    }

    fn urgent(&self, urgency: Urgency) -> super::Rgb {
        let palette = &self.style.palette;
        if urgency == Urgency::Overdue { palette.hue(Status::Stuck) } else { palette.ink }
    }

    /// Filled once reached; on a rim of paper, so that they show on any bar.
    fn milestones(&self, lane: &Lane, top: i32) {
        let (canvas, palette) = (self.canvas, &self.style.palette);
        let reach = self.layout.bar / 2;
        for (date, is_done) in &lane.milestones {
            let at = (self.axis.middle_of(*date), top + self.layout.bar_top + reach);
            canvas.diamond(at, reach + 2, palette.paper);
            canvas.diamond(at, reach, palette.ink);
            if !is_done {
                canvas.diamond(at, reach - 2, palette.paper);
            }
        }
    }

    /// The label, and when it is due.
    fn words(&self, lane: &Lane, top: i32) {
        let (canvas, palette) = (self.canvas, &self.style.palette);
        let (size, width) = (length(self.style.text), length(self.style.width));
        let Layout { is_wide, baseline, figure: room, .. } = self.layout;
        let urgency = lane.urgency(self.today, self.soon_days);
        let color = if lane.due.is_none() { palette.muted } else { self.urgent(urgency) };
        let is_short = width < 26 * size;
        let figure = text::fit(&lane.figure(self.today, urgency, is_short), size, room);
        let end = if is_wide { End::Left } else { End::Right };
        let how = Line { size, color, bold: urgency != Urgency::Calm, end };
        let left = if is_wide { width - room } else { width };
        canvas.write(&figure, (left, top + baseline), how);

        let taken = if is_wide { width - width / 4 } else { text::width(&figure, size) };
        let label = text::fit(&lane.label, size, width - taken - GUTTER);
        let how = Line { color: palette.ink, bold: false, end: End::Left, ..how };
        canvas.write(&label, (0, top + baseline), how);
    }
}

/// A line of teeth from one x to another; nothing where no tooth has room.
fn jagged((from, to): (i32, i32), top: i32, height: i32) -> Vec<(i32, i32)> {
    let tooth = (height / 2).max(1);
    let mut points = Vec::new();
    let (mut x, mut is_low) = (from, true);
    while x <= to {
        points.push((x, if is_low { top + height - 2 } else { top + 2 }));
        (x, is_low) = (x + tooth, !is_low);
    }
    points
}
