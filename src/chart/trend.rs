//! 趋势图: closed periods side by side, each a column stacked by status.

use super::canvas::{self, Bounds, Canvas, End, Line, length};
use super::row::edges;
use super::style::{ORDER, Scale, Style};
use super::{pattern, text};
use crate::ledger::Status;
use crate::tally::print_share;

/// The gap between two segments of a column, in pixels.
const GAP: i32 = 1;

/// The space kept clear between the words of two columns, in pixels.
const GUTTER: i32 = 12;

/// A closed period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What is written below the column.
    pub label: String,
    /// The number of tasks by status, in the order of [`Status::ALL`].
    pub counts: [u32; Status::ALL.len()],
}

impl Point {
    fn total(&self) -> u32 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    fn complete(&self) -> u32 {
        let complete = ORDER.into_iter().filter(|status| status.is_complete());
        complete.fold(0, |sum, status| sum.saturating_add(self.counts[status.index()]))
    }
}

/// The height of a [`trend`] in CSS pixels.
pub fn trend_height(style: &Style) -> u32 {
    Heights::of(&style.clamped()).all.unsigned_abs()
}

/// Where things stand from top to bottom, in pixels.
#[derive(Debug, Clone, Copy)]
struct Heights {
    size: i32,
    line: i32,
    /// The foot of the columns, and the height of the tallest.
    foot: i32,
    tallest: i32,
    all: i32,
}

impl Heights {
    fn of(style: &Style) -> Self {
        let size = length(style.text) * 6 / 7;
        let line = size * 4 / 3;
        let tallest = length(style.text) * 10;
        let foot = 2 * line + 4 + tallest;
        let all = (foot + 1 + line * 3 / 2 + 7) / 8 * 8;
        Self { size, line, foot, tallest, all }
    }
}

/// One column per period, oldest first: stacked by status in [`ORDER`] from the foot up, with the number of
/// tasks and the share complete above and the label below. Where not all have room the latest are kept, and
/// in place of the others stands `…` with their number.
///
/// The image measures exactly the style's width by [`trend_height`] CSS pixels. It has no `style` attribute,
/// no script and no link, and labels stay text.
pub fn trend(points: &[Point], style: &Style) -> String {
    let style = style.clamped();
    let heights = Heights::of(&style);
    let Heights { size, line, foot, .. } = heights;
    let (width, height) = (style.width, heights.all.unsigned_abs());
    canvas::paint((width, height), style.font, |canvas| {
        let wide = length(width);
        let hairline = Bounds { left: 0, top: foot, width: wide, height: 1 };
        canvas.fill(hairline, style.palette.line);
        let muted = Line { size, color: style.palette.muted, bold: false, end: End::Middle };
        if points.is_empty() {
            canvas.write("尚无已结期次", (wide / 2, foot - line), muted);
            return;
        }
        let (slot, shown) = slots(points, size, wide);
        let omitted = points.len() - shown.len();
        let mut middle = slot / 2;
        if omitted > 0 {
            canvas.write("…", (middle, foot - line / 2), muted);
            let words = format!("前{omitted}期");
            let has_room = text::width(&words, size) <= slot;
            let words = if has_room { words } else { format!("{omitted}期") };
            canvas.write(&words, (middle, foot + line), muted);
            middle += slot;
        }
        let greatest = shown.iter().map(Point::total).max().unwrap_or(0);
        for point in shown {
            let column = Column { point, style: &style, heights, middle, slot };
            column.draw(canvas, greatest);
            middle += slot;
        }
    })
}

/// The width of a slot, and the periods that have one. At least three slots fit.
fn slots(points: &[Point], size: i32, wide: i32) -> (i32, &[Point]) {
    let labels = points.iter().map(|point| text::width(&point.label, size));
    let least = labels.fold(text::width("前99期", size), i32::max) + GUTTER;
    let least = least.min(wide / 3).max(1);
    let most = usize::try_from(wide / least).unwrap_or(1);
    let shown = if points.len() <= most { points } else { &points[points.len() + 1 - most..] };
    let taken = i32::try_from(points.len().min(most)).unwrap_or(1);
    ((wide / taken.max(1)).min(least * 2), shown)
}

struct Column<'a> {
    point: &'a Point,
    style: &'a Style,
    heights: Heights,
    middle: i32,
    slot: i32,
}

impl Column<'_> {
    fn draw(&self, canvas: &Canvas<'_>, greatest: u32) {
        let Heights { size, line, foot, .. } = self.heights;
        let palette = &self.style.palette;
        let words = Line { size, color: palette.ink, bold: false, end: End::Middle };
        let label = text::fit(&self.point.label, size, self.slot - GUTTER / 2);
        canvas.write(&label, (self.middle, foot + line), words);

        let total = self.point.total();
        if total == 0 {
            let muted = Line { color: palette.muted, ..words };
            canvas.write("无任务", (self.middle, foot - line / 2), muted);
            return;
        }
        let top = self.segments(canvas, total, greatest);
        let share = print_share(self.point.complete(), total);
        canvas.write(&share, (self.middle, top - 5), Line { bold: true, ..words });
        canvas.write(&format!("{total}项"), (self.middle, top - 5 - line), words);
    }

    /// The column; gives back where it ends at the top.
    fn segments(&self, canvas: &Canvas<'_>, total: u32, greatest: u32) -> i32 {
        let Heights { foot, tallest, .. } = self.heights;
        let counts = &self.point.counts;
        let is_present = |status: &Status| counts[status.index()] > 0;
        let present: Vec<Status> = ORDER.into_iter().filter(is_present).collect();
        let numbers: Vec<u32> = present.iter().map(|status| counts[status.index()]).collect();
        let whole = match self.style.scale {
            Scale::Common => greatest,
            Scale::Full => total,
        };
        let width = (self.slot / 2).min(length(self.style.text) * 4);
        let left = self.middle - width / 2;
        let mut bottom = foot;
        for (status, edge) in present.iter().zip(edges(&numbers, whole, tallest)) {
            let top = foot - edge;
            let gap = if bottom == foot { 0 } else { GAP };
            let height = bottom - gap - top;
            let segment = Bounds { left, top, width, height };
            pattern::draw(canvas, *status, segment, &self.style.palette);
            bottom = top;
        }
        bottom
    }
}
