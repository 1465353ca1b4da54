//! The colours of charts. The style sheet's custom properties hold the very same values.

use plotters::style::RGBColor;

use crate::ledger::Status;

/// The colours of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Labels and figures.
    pub ink: RGBColor,
    /// Secondary text; legible on paper, 4.5 : 1 at least.
    pub muted: RGBColor,
    /// The background.
    pub paper: RGBColor,
    /// Hairlines. They separate and mean nothing, so that no contrast is asked of them.
    pub line: RGBColor,
    /// The hues in the order of [`Status::ALL`]; legible as text on paper, too: 4.5 : 1 at least.
    pub status: [RGBColor; Status::ALL.len()],
}

impl Palette {
    /// On paper white.
    pub const LIGHT: Self = Self {
        ink: rgb(0x1F_23_28),
        muted: rgb(0x5C_63_6B),
        paper: rgb(0xFB_FA_F7),
        line: rgb(0xD8_D5_CD),
        status: [
            rgb(0x6B_72_7B),
            rgb(0x1B_70_8C),
            rgb(0xB8_4A_1B),
            rgb(0x35_7C_47),
            rgb(0x14_42_2E),
        ],
    };

    /// On near black.
    pub const DARK: Self = Self {
        ink: rgb(0xE6_E3_DC),
        muted: rgb(0xA3_A8_AF),
        paper: rgb(0x16_18_1C),
        line: rgb(0x3A_3E_45),
        status: [
            rgb(0x93_99_A2),
            rgb(0x58_B2_CE),
            rgb(0xEC_84_50),
            rgb(0x5F_AE_70),
            rgb(0xBF_E6_C9),
        ],
    };

    /// Black on white; every hue at 7 : 1 at least.
    pub const CONTRAST: Self = Self {
        ink: rgb(0x00_00_00),
        muted: rgb(0x33_33_33),
        paper: rgb(0xFF_FF_FF),
        line: rgb(0x76_76_76),
        status: [
            rgb(0x4A_4A_4A),
            rgb(0x00_4F_6E),
            rgb(0x8F_2B_00),
            rgb(0x1A_5E_2B),
            rgb(0x00_20_12),
        ],
    };

    /// The hue of a status.
    pub fn hue(&self, status: Status) -> RGBColor {
        self.status[status.index()]
    }

    /// The hue of a status thinned down on the paper, as a ground for a pattern in the full hue.
    pub(super) fn tint(&self, status: Status) -> RGBColor {
        let (hue, paper) = (self.hue(status), self.paper);
        RGBColor(thin(hue.0, paper.0), thin(hue.1, paper.1), thin(hue.2, paper.2))
    }
}

/// One part of hue on six parts of paper.
const fn thin(hue: u8, paper: u8) -> u8 {
    let [mixed, ..] = ((hue as u16 + paper as u16 * 6) / 7).to_le_bytes();
    mixed
}

/// `0xRRGGBB`
const fn rgb(hex: u32) -> RGBColor {
    let [_, red, green, blue] = hex.to_be_bytes();
    RGBColor(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PALETTES: [(&str, Palette); 3] =
        [("light", Palette::LIGHT), ("dark", Palette::DARK), ("contrast", Palette::CONTRAST)];

    #[test]
    fn hues_are_legible() {
        for (name, palette) in PALETTES {
            let least = if name == "contrast" { 7.0 } else { 4.5 };
            for color in palette.status.into_iter().chain([palette.muted]) {
                assert!(contrast(color, palette.paper) >= least, "{name} {color:?}");
            }
            assert!(contrast(palette.ink, palette.paper) >= 12.0, "{name}");
        }
    }

    #[test]
    fn the_two_solid_hues_differ_in_grey() {
        for (name, palette) in PALETTES {
            let [signed_off, done] = [Status::SignedOff, Status::Done].map(|s| palette.hue(s));
            let ratio = contrast(signed_off, done);
            assert!(ratio > 1.7, "{name}: {ratio}");
        }
    }

    /// WCAG 2.2, contrast ratio.
    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.2, relative luminance.
    fn luminance(color: RGBColor) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
    }
}
