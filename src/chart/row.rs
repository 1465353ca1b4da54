//! One row: the label and its figure on a line, the bar below.

use super::canvas::{Bounds, Canvas, End, Line, length};
use super::style::{ORDER, Scale, Style};
use super::{pattern, text};
use crate::ledger::Status;
use crate::tally::{Slice, Tally, print_share};

/// The gap between two segments of a bar.
const GAP: i32 = 1;

/// The least width of a segment with its gap, so that one task in a thousand still shows.
const MIN_SEGMENT_PX: i32 = 5;

/// The space kept clear between a label and its figure.
const GUTTER: i32 = 16;

/// The heights within a row, from the size of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Metrics {
    /// The whole row: a multiple of 8.
    pub row: i32,
    baseline: i32,
    bar_top: i32,
    bar: i32,
}

impl Metrics {
    /// The heights in this style.
    pub fn of(style: &Style) -> Self {
        let size = length(style.text);
        let line = size * 3 / 2;
        let bar = size * 9 / 10 / 4 * 4;
        let content = line + 2 + bar;
        let row = (content + 12 + 7) / 8 * 8;
        let top = (row - content) / 2;
        let baseline = top + line * 3 / 4;
        Self { row, baseline, bar_top: top + line + 2, bar }
    }
}

/// Draws all rows of a chart, one below the other, `wide` pixels wide.
pub(super) fn draw_all(
    canvas: &Canvas<'_>,
    slices: &[Slice],
    style: &Style,
    (left, mut top): (i32, i32),
    wide: i32,
) {
    let metrics = Metrics::of(style);
    let greatest = slices.iter().map(|slice| slice.tally.total()).max().unwrap_or(0);
    let shares = slices.iter().map(|slice| share(&slice.tally).chars().count());
    let share_chars = shares.max().unwrap_or(0);
    for slice in slices {
        let row = Row { slice, style, metrics, left, top, wide };
        row.head(canvas, share_chars);
        row.bar(canvas, greatest);
        top += metrics.row;
    }
}

struct Row<'a> {
    slice: &'a Slice,
    style: &'a Style,
    metrics: Metrics,
    left: i32,
    top: i32,
    wide: i32,
}

impl Row<'_> {
    /// The label, and at the right end the figure.
    fn head(&self, canvas: &Canvas<'_>, share_chars: usize) {
        let size = length(self.style.text);
        let palette = &self.style.palette;
        let baseline = self.top + self.metrics.baseline;
        let (figure, color) = match self.slice.tally.total() {
            0 => ("无任务".to_owned(), palette.muted),
            _ => (figure(&self.slice.tally, share_chars), palette.ink),
        };
        let line = Line { size, color, bold: false, end: End::Right };
        canvas.write(&figure, (self.left + self.wide, baseline), line);

        let room = self.wide - text::width(&figure, size) - GUTTER;
        let label = text::fit(&self.slice.label, size, room);
        let line = Line { color: palette.ink, end: End::Left, ..line };
        canvas.write(&label, (self.left, baseline), line);
    }

    /// The bar, or a hairline where there is nothing to count.
    fn bar(&self, canvas: &Canvas<'_>, greatest: u32) {
        let Metrics { bar_top, bar: height, .. } = self.metrics;
        let (tally, top) = (&self.slice.tally, self.top + bar_top);
        if tally.total() == 0 {
            let top = top + height / 2;
            let hairline = Bounds { left: self.left, top, width: self.wide, height: 1 };
            canvas.fill(hairline, self.style.palette.line);
            return;
        }
        let whole = match self.style.scale {
            Scale::Common => greatest,
            Scale::Full => tally.total(),
        };
        let present: Vec<(Status, u32)> = ORDER
            .into_iter()
            .map(|status| (status, tally.count(status)))
            .filter(|(_, count)| *count > 0)
            .collect();
        let counts: Vec<u32> = present.iter().map(|(_, count)| *count).collect();
        let mut left = self.left;
        for ((status, _), edge) in present.iter().zip(edges(&counts, whole, self.wide)) {
            let right = self.left + edge;
            let gap = if left == self.left { 0 } else { GAP };
            let segment = Bounds { left: left + gap, top, width: right - left - gap, height };
            pattern::draw(canvas, *status, segment, &self.style.palette);
            left = right;
        }
    }
}

/// `12/20 · 60%`, the share set to the width of the widest one, so that the parts stand in columns.
fn figure(tally: &Tally, share_chars: usize) -> String {
    let share = share(tally);
    // Figure spaces are as wide as a digit, and unlike blanks SVG keeps them.
    let pad = "\u{2007}".repeat(share_chars.saturating_sub(share.chars().count()));
    format!("{}/{} · {pad}{share}", tally.complete(), tally.total())
}

/// The share that is complete; empty of nothing, so that it widens no column.
fn share(tally: &Tally) -> String {
    match tally.total() {
        0 => String::new(),
        total => print_share(tally.complete(), total),
    }
}

/// Where each segment ends when `whole` tasks make `wide` pixels. The last end depends on the sum alone, so
/// that equal sums make equal bars; each segment is [`MIN_SEGMENT_PX`] wide at least.
pub(super) fn edges(counts: &[u32], whole: u32, wide: i32) -> Vec<i32> {
    let mut sum = 0;
    let mut edges: Vec<i32> = Vec::with_capacity(counts.len());
    for count in counts {
        sum += count;
        let least = edges.last().unwrap_or(&0) + MIN_SEGMENT_PX;
        edges.push(proportional(wide, sum, whole).max(least));
    }
    // What the small ones took too much, the great ones before them give.
    let least = edges.iter().map(|_| MIN_SEGMENT_PX).sum();
    let mut most = proportional(wide, sum, whole).max(least);
    for edge in edges.iter_mut().rev() {
        *edge = most.min(*edge);
        most = *edge - MIN_SEGMENT_PX;
    }
    edges
}

/// `wide * part / whole`, rounded.
pub(super) fn proportional(wide: i32, part: u32, whole: u32) -> i32 {
    let whole = i64::from(whole.max(1));
    let rounded = (i64::from(wide) * i64::from(part) + whole / 2) / whole;
    i32::try_from(rounded).unwrap_or(wide)
}
