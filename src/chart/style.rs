//! How a chart is to look, and what all charts have in common.

use super::palette::Palette;
use crate::ledger::Status;

/// The statuses in the order of the segments, from what is finished to what is not begun.
pub const ORDER: [Status; Status::ALL.len()] =
    [Status::SignedOff, Status::Done, Status::Underway, Status::Stuck, Status::NotStarted];

/// The size of a [`swatch`](super::swatch) in CSS pixels: width, height.
pub const SWATCH: (u32, u32) = (16, 12);

/// What the length of a bar says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// The number of tasks: lengths compare across rows.
    #[default]
    Common,
    /// Nothing: every bar fills the width, and only the shares compare.
    Full,
}

/// How a chart is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The width in CSS pixels, as measured of the container; taken as 240 to 1600.
    pub width: u32,
    /// The colours.
    pub palette: Palette,
    /// The size of the text in CSS pixels; taken as 10 to 32. 14 is normal, 18 is 长辈版.
    pub text: u32,
    /// The font family; `inherit` takes that of the page around the chart.
    pub font: &'static str,
    /// What the length of a bar says.
    pub scale: Scale,
}

impl Style {
    /// The style with all sizes within their ranges.
    pub(super) fn clamped(&self) -> Self {
        Self { width: self.width.clamp(240, 1600), text: self.text.clamp(10, 32), ..*self }
    }
}
