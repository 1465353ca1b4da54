//! How a lane of the timeline stands, as hue and pattern: 已完成 solid, 正常 hatched, 滞后 striped, 严重滞后
//! crossed, 未启动 an outline, anything else an outline with a line along its middle.

use plotters::style::RGBColor;

use super::canvas::{self, Bounds, Canvas, length};
use super::palette::Palette;
use super::pattern;
use super::style::{SWATCH, Style};
use crate::ledger::Status;

/// How a lane of the timeline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shade {
    /// As planned.
    Normal,
    /// Behind.
    Behind,
    /// Far behind.
    Far,
    /// Finished; never overdue.
    Done,
    /// Not begun.
    NotStarted,
    /// Nothing known, or none of these.
    #[default]
    Other,
}

impl Shade {
    /// All of them, from what is finished to what nothing is known of: the order of a legend.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::Normal, Self::Behind, Self::Far, Self::NotStarted, Self::Other];

    /// The status whose hue it has; `None` is muted.
    fn status(self) -> Option<Status> {
        match self {
            Self::Normal => Some(Status::Underway),
            Self::Behind | Self::Far => Some(Status::Stuck),
            Self::Done => Some(Status::Done),
            Self::NotStarted => Some(Status::NotStarted),
            Self::Other => None,
        }
    }

    pub(super) fn hue(self, palette: &Palette) -> RGBColor {
        self.status().map_or(palette.muted, |status| palette.hue(status))
    }
}

/// Fills a rectangle with what stands for a shade.
pub(super) fn draw(canvas: &Canvas<'_>, shade: Shade, at: Bounds, palette: &Palette) {
    let hue = shade.hue(palette);
    match (shade, shade.status()) {
        (Shade::Behind, Some(status)) => {
            canvas.fill(at, hue);
            canvas.fill(at.inset(1), palette.tint(status));
            for top in pattern::stripes(at) {
                canvas.fill(Bounds { top, height: 1, ..at }, hue);
            }
        }
        (_, Some(status)) => pattern::draw(canvas, status, at, palette),
        (_, None) => {
            canvas.fill(at, hue);
            canvas.fill(at.inset(1), palette.paper);
            canvas.fill(Bounds { top: at.top + at.height / 2, height: 1, ..at }, hue);
        }
    }
}

/// The hue and pattern of one shade, for a legend: [`SWATCH`] in size, in CSS pixels.
pub fn shade_swatch(shade: Shade, style: &Style) -> String {
    canvas::paint(SWATCH, style.font, |canvas| {
        let (width, height) = (length(SWATCH.0), length(SWATCH.1));
        draw(canvas, shade, Bounds { left: 0, top: 0, width, height }, &style.palette);
    })
}
