//! A chart as a file of its own: what the page says around it stands inside.

use super::canvas::{self, Bounds, Canvas, End, Line, length};
use super::style::{ORDER, SWATCH, Style};
use super::{draw_swatch, row, text};
use crate::ledger::Status;
use crate::tally::Slice;

/// A complete SVG file on a ground of paper: the title, the legend, the bars, and below a hairline the lines
/// that say as of when and from where. Long lines are broken. `style.width` is the width of the file.
pub fn standalone(
    slices: &[Slice],
    style: &Style,
    title: &str,
    subtitle_lines: &[String],
) -> String {
    let style = style.clamped();
    let sheet = Sheet::set(slices.len(), &style, title, subtitle_lines);
    let height = sheet.height.unsigned_abs();
    canvas::paint((style.width, height), style.font, |canvas| sheet.draw(canvas, slices, &style))
}

/// A text where it stands.
struct Placed {
    text: String,
    at: (i32, i32),
    line: Line,
}

/// A swatch of the legend where it stands.
struct Key {
    status: Status,
    at: (i32, i32),
}

/// Where everything stands, top to bottom.
struct Sheet {
    margin: i32,
    texts: Vec<Placed>,
    keys: Vec<Key>,
    bars_top: i32,
    hairline: i32,
    height: i32,
}

impl Sheet {
    fn set(rows: usize, style: &Style, title: &str, notes: &[String]) -> Self {
        let (size, palette) = (length(style.text), &style.palette);
        let margin = if style.width < 480 { 16 } else { 24 };
        let wide = length(style.width) - 2 * margin;
        let mut texts = Vec::new();
        let mut top = margin;

        let head = Line { size: size * 9 / 7, color: palette.ink, bold: true, end: End::Left };
        let body = Line { size, color: palette.muted, bold: false, end: End::Left };
        let note = Line { size: size * 6 / 7, ..body };
        let mut paragraph = |text: &str, line: Line, top: &mut i32| {
            for text in text::wrap(text, line.size, wide) {
                texts.push(Placed { text, at: (margin, *top + line.size), line });
                *top += line.size * 3 / 2;
            }
        };
        paragraph(title, head, &mut top);
        top += 8;

        let (keys, words) = legend(margin, wide, top, body);
        top = words.last().map_or(top, |last| last.at.1 + size * 3 / 4) + 8;

        let bars_top = top;
        top += i32::try_from(rows).unwrap_or(0).saturating_mul(row::Metrics::of(style).row) + 8;
        let hairline = top;
        top += 8;
        for text in notes {
            paragraph(text, note, &mut top);
        }
        texts.extend(words);
        Self { margin, texts, keys, bars_top, hairline, height: top + margin - 8 }
    }

    fn draw(&self, canvas: &Canvas<'_>, slices: &[Slice], style: &Style) {
        let (width, palette) = (length(style.width), &style.palette);
        canvas.fill(Bounds { left: 0, top: 0, width, height: self.height }, palette.paper);
        for Placed { text, at, line } in &self.texts {
            canvas.write(text, *at, *line);
        }
        for Key { status, at } in &self.keys {
            draw_swatch(canvas, *status, palette, *at);
        }
        let wide = width - 2 * self.margin;
        row::draw_all(canvas, slices, style, (self.margin, self.bars_top), wide);
        let hairline = Bounds { left: self.margin, top: self.hairline, width: wide, height: 1 };
        canvas.fill(hairline, palette.line);
    }
}

/// The legend in as many lines as it takes: swatches and words.
fn legend(left: i32, wide: i32, mut top: i32, line: Line) -> (Vec<Key>, Vec<Placed>) {
    let size = line.size;
    let (mut keys, mut words) = (Vec::new(), Vec::new());
    let mut x = left;
    for status in ORDER {
        let item = length(SWATCH.0) + 6 + text::width(status.name(), size);
        if x > left && x + item > left + wide {
            (x, top) = (left, top + size * 3 / 2 + 2);
        }
        let baseline = top + size;
        // Centred on the height of a Chinese character, which is 0.88 em above the baseline and 0.12 below.
        let middle = baseline - size * 38 / 100;
        keys.push(Key { status, at: (x, middle - length(SWATCH.1) / 2) });
        words.push(Placed {
            text: status.name().to_owned(),
            at: (x + length(SWATCH.0) + 6, baseline),
            line,
        });
        x += item + 16;
    }
    (keys, words)
}
