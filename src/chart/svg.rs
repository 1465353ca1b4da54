//! A drawing backend for plotters that writes SVG in whole pixels.
//!
//! The one that comes with plotters prints sizes and opacities as floats, whose printing alone weighs as much
//! as all the charts, and spells out what SVG assumes anyway.

use std::convert::Infallible;

use plotters::style::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

/// An SVG in the making; [`END`] closes it.
pub(super) struct Svg<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// The end of an SVG text.
pub(super) const END: &str = "</svg>\n";

impl<'a> Svg<'a> {
    /// Opens an image of this width and height.
    pub fn open(out: &'a mut String, size: (u32, u32)) -> Self {
        let (width, height) = (size.0.to_string(), size.1.to_string());
        let mut svg = Self { out, size };
        let view = ["0 0 ", &width, " ", &height].concat();
        let attributes = [
            ("width", width.as_str()),
            ("height", &height),
            ("viewBox", &view),
            ("xmlns", "http://www.w3.org/2000/svg"),
        ];
        svg.tag("svg", &attributes, ">\n");
        svg
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.escape(value);
            self.out.push('"');
        }
        self.out.push_str(end);
    }

    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '&' => self.out.push_str("&amp;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&apos;"),
                c => self.out.push(c),
            }
        }
    }
}

impl DrawingBackend for Svg<'_> {
    /// A string takes whatever is written.
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &color, true)
    }

    /// Filled only: an outline would straddle two rows of pixels and blur.
    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let attributes = [
            ("x", left.to_string()),
            ("y", top.to_string()),
            ("width", (right - left).to_string()),
            ("height", (bottom - top).to_string()),
            ("fill", hex(style.color())),
        ];
        self.tag("rect", &attributes.each_ref().map(|(key, value)| (*key, value.as_str())), "/>\n");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points = list(path);
        let (stroke, width) = (hex(style.color()), style.stroke_width().to_string());
        let attributes = [
            ("fill", "none"),
            ("stroke", stroke.as_str()),
            ("stroke-width", &width),
            ("points", &points),
        ];
        self.tag("polyline", &attributes, "/>\n");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        tips: I,
        style: &S,
    ) -> Drawn {
        let (fill, points) = (hex(style.color()), list(tips));
        self.tag("polygon", &[("fill", fill.as_str()), ("points", &points)], "/>\n");
        Ok(())
    }

    /// The position is that of the baseline. Nothing is measured.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let (x, y, size) = (x.to_string(), y.to_string(), whole(style.size()).to_string());
        let (family, fill) = (style.family().as_str().to_owned(), hex(style.color()));
        let mut attributes = vec![
            ("x", x.as_str()),
            ("y", &y),
            ("font-family", &family),
            ("font-size", &size),
            ("fill", &fill),
        ];
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => attributes.push(("text-anchor", "middle")),
            HPos::Right => attributes.push(("text-anchor", "end")),
        }
        if matches!(style.style(), FontStyle::Bold) {
            attributes.push(("font-weight", "bold"));
        }
        self.tag("text", &attributes, ">");
        self.escape(text);
        self.out.push_str("</text>\n");
        Ok(())
    }
}

/// `x,y x,y`
fn list(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut list = String::new();
    for (x, y) in points {
        if !list.is_empty() {
            list.push(' ');
        }
        list.push_str(&x.to_string());
        list.push(',');
        list.push_str(&y.to_string());
    }
    list
}

/// `#RRGGBB`
fn hex(color: BackendColor) -> String {
    let (red, green, blue) = color.rgb;
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0').to_ascii_uppercase();
    let digits = [red, green, blue].into_iter().flat_map(|n| [digit(n >> 4), digit(n & 15)]);
    std::iter::once('#').chain(digits).collect()
}

#[allow(clippy::cast_possible_truncation)] // sizes are a few dozen pixels
fn whole(size: f64) -> i32 {
    size as i32
}
