//! The few strokes charts are made of, in whole CSS pixels.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, TextStyle};

use super::svg::{self, Svg};

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub left: i32,
    pub top: i32,
    pub width: i32,
    pub height: i32,
}

impl Bounds {
    /// The rectangle without a rim.
    pub fn inset(self, by: i32) -> Self {
        Self {
            left: self.left + by,
            top: self.top + by,
            width: self.width - 2 * by,
            height: self.height - 2 * by,
        }
    }
}

/// How a line of text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub size: i32,
    pub color: RGBColor,
    pub bold: bool,
    pub end: End,
}

/// Which point of a text its position names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Left,
    Middle,
    Right,
}

/// An SVG text in the making.
pub(super) struct Canvas<'a> {
    area: DrawingArea<Svg<'a>, Shift>,
    font: &'static str,
}

/// A size from outside as a length to reckon with.
pub(super) fn length(size: u32) -> i32 {
    i32::try_from(size).unwrap_or(i32::MAX)
}

/// An SVG text of this width and height with what `draw` puts on it.
pub(super) fn paint(
    size: (u32, u32),
    font: &'static str,
    draw: impl FnOnce(&Canvas<'_>),
) -> String {
    let mut svg = String::new();
    let canvas = Canvas { area: Svg::open(&mut svg, size).into_drawing_area(), font };
    draw(&canvas);
    drop(canvas);
    svg.push_str(svg::END);
    svg
}

impl Canvas<'_> {
    /// A filled rectangle. An empty one leaves no trace.
    pub fn fill(&self, at: Bounds, color: RGBColor) {
        if at.width > 0 && at.height > 0 {
            let corners = [(at.left, at.top), (at.left + at.width, at.top + at.height)];
            self.put(&Rectangle::new(corners, color.filled()));
        }
    }

    /// A line through these points. A line of no length leaves no trace.
    pub fn stroke(&self, points: Vec<(i32, i32)>, color: RGBColor, width: u32) {
        if points.len() > 1 {
            self.put(&PathElement::new(points, color.stroke_width(width)));
        }
    }

    /// A filled square on its tip: `reach` pixels from the middle to each tip.
    pub fn diamond(&self, (x, y): (i32, i32), reach: i32, color: RGBColor) {
        let tips = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)];
        self.put(&Polygon::new(tips, color.filled()));
    }

    /// A text with the given end of its baseline at `at`.
    pub fn write(&self, text: &str, at: (i32, i32), line: Line) {
        let weight = if line.bold { FontStyle::Bold } else { FontStyle::Normal };
        let side = match line.end {
            End::Left => HPos::Left,
            End::Middle => HPos::Center,
            End::Right => HPos::Right,
        };
        let font = (self.font, f64::from(line.size), weight).into_font();
        let style = TextStyle::from(font).color(&line.color).pos(Pos::new(side, VPos::Bottom));
        // A control character would make the file unreadable to an XML parser.
        let text: String = text.chars().map(|c| if is_barred(c) { ' ' } else { c }).collect();
        self.put(&Text::new(text, at, style));
    }

    fn put<E>(&self, element: &E)
    where
        for<'e> &'e E: PointCollection<'e, (i32, i32)>,
        for<'b> E: Drawable<Svg<'b>>,
    {
        // Appending to a string cannot fail.
        drop(self.area.draw(element));
    }
}

/// Not allowed in XML, or without a shape.
fn is_barred(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
