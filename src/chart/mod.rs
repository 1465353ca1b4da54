//! HOW IT IS DRAWN: tallies as SVG text through plotters, in the hues of a palette.
//!
//! A chart is rows of one height and nothing else: the page lays one link over each row and keeps title,
//! legend and source line as HTML. Only a [`standalone()`] file carries those inside. A [`timeline()`] has its
//! axis above the rows; a [`trend()`] stands upright and has no rows.
//!
//! Status is told by hue and by pattern, so that a photocopy still reads. No text is ever measured: in a
//! browser plotters would measure by inserting a styled element, which a content security policy blocks.

mod palette;
mod style;
mod svg;
mod canvas;
mod pattern;
mod shade;
mod lane;
mod text;
mod row;
mod axis;
mod standalone;
mod timeline;
mod trend;

pub use lane::Lane;
pub use palette::Palette;
pub use plotters::style::RGBColor as Rgb;
pub use shade::{Shade, shade_swatch};
pub use standalone::standalone;
pub use style::{ORDER, SWATCH, Scale, Style};
pub use timeline::{timeline, timeline_head_height, timeline_row_height};
pub use trend::{Point, trend, trend_height};

use crate::ledger::Status;
use crate::tally::Slice;
use canvas::{Bounds, Canvas};

/// The height of each row in CSS pixels: row `n` of [`bars`] starts at `n * row_height(style)`.
pub fn row_height(style: &Style) -> u32 {
    row::Metrics::of(&style.clamped()).row.unsigned_abs()
}

/// One row per slice: the label with its figure, and below it the bar, stacked by status in [`ORDER`].
///
/// The image measures exactly the style's width by `slices.len() * row_height(style)` CSS pixels. It has no
/// `style` attribute, no script and no link, and whatever a label says stays text.
pub fn bars(slices: &[Slice], style: &Style) -> String {
    let style = style.clamped();
    let rows = u32::try_from(slices.len()).unwrap_or(u32::MAX);
    let height = rows.saturating_mul(row_height(&style));
    canvas::paint((style.width, height), style.font, |canvas| {
        row::draw_all(canvas, slices, &style, (0, 0), canvas::length(style.width));
    })
}

/// The hue and pattern of one status, for a legend: [`SWATCH`] in size.
pub fn swatch(status: Status, style: &Style) -> String {
    canvas::paint(SWATCH, style.font, |canvas| draw_swatch(canvas, status, &style.palette, (0, 0)))
}

fn draw_swatch(canvas: &Canvas<'_>, status: Status, palette: &Palette, (left, top): (i32, i32)) {
    let (width, height) = (canvas::length(SWATCH.0), canvas::length(SWATCH.1));
    pattern::draw(canvas, status, Bounds { left, top, width, height }, palette);
}
