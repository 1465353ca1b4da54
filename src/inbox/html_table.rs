//! The cells of a table in HTML, as the clipboard brings it from Excel, WPS, Word or a web page.
//!
//! Only what tells rows, cells and lines apart is looked at. A full parser of HTML would double what the page
//! weighs, and the browser's own may not be given what comes from elsewhere: see the policy in `.ci/build`.

use super::clipboard::Block;
use super::markup::{Attributes, after, resolved};

/// The cells of all tables in `html`, below each other; `None` where there is no table. A cell that goes over
/// several rows stands in each of them, one over several columns in the first. What is not displayed is left out.
pub fn read_tables(html: &str) -> Option<Block> {
    let mut reader = Reader::default();
    let mut rest = html;
    while !rest.is_empty() {
        rest = reader.step(rest);
    }
    reader.end_cell();
    let rows: Vec<_> = reader.rows.into_iter().filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then(|| laid_out(rows))
}

struct Cell {
    text: String,
    columns: usize,
    rows: usize,
}

#[derive(Default)]
struct Reader {
    rows: Vec<Vec<Cell>>,
    cell: Option<Open>,
    /// Whether the row is not displayed.
    is_hidden: bool,
    /// How many tables lie around what is read.
    depth: usize,
}

/// A cell that is being read.
struct Open {
    cell: Cell,
    is_hidden: bool,
    /// Whether white space counts: nothing is collapsed.
    is_verbatim: bool,
    /// White space that has not been written yet, and whether there was a line break in it.
    space: Option<bool>,
    /// Whether a paragraph ended, so that what comes begins a line.
    is_line_due: bool,
}

impl Reader {
    /// Reads a tag, a comment or a text, and gives the rest.
    fn step<'a>(&mut self, html: &'a str) -> &'a str {
        let Some(from) = html.find('<') else {
            self.text(html);
            return "";
        };
        if from > 0 {
            self.text(&html[..from]);
            return &html[from..];
        }
        if html.starts_with("<!--") {
            return after(html, "-->");
        }
        if html.starts_with("<!") || html.starts_with("<?") {
            return after(html, ">");
        }
        let inside = html[1..].strip_prefix('/').unwrap_or(&html[1..]);
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.text("<");
            return &html[1..];
        }
        let is_end = html.starts_with("</");
        let length = inside.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
        let length = length.unwrap_or(inside.len());
        let name = inside[..length].to_ascii_lowercase();
        // A tag that does not end is none.
        let Some((attributes, rest)) = Attributes::read(&inside[length..]) else { return "" };
        match name.as_str() {
            // What is in these is no text.
            "style" | "script" | "title" | "xml" if !is_end => {
                let end = ["</", &name].concat();
                let at = rest.char_indices().find(|(at, _)| {
                    let here = rest.as_bytes().get(*at..at + end.len());
                    here.is_some_and(|here| here.eq_ignore_ascii_case(end.as_bytes()))
                });
                return at.map_or("", |(at, _)| after(&rest[at..], ">"));
            }
            name if is_end => self.end(name),
            name => self.begin(name, &attributes),
        }
        rest
    }

    fn begin(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "table" => {
                self.depth += 1;
                self.line();
            }
            "tr" if self.depth <= 1 => {
                self.end_cell();
                self.is_hidden = attributes.hides();
                self.rows.push(Vec::new());
            }
            "td" | "th" if self.depth <= 1 => {
                self.end_cell();
                if self.rows.is_empty() {
                    self.rows.push(Vec::new());
                }
                self.cell = Some(Open {
                    cell: Cell {
                        text: String::new(),
                        columns: attributes.columns.max(1),
                        rows: attributes.rows,
                    },
                    is_hidden: self.is_hidden || attributes.hides(),
                    is_verbatim: attributes.style.contains("white-space:pre"),
                    space: None,
                    is_line_due: false,
                });
            }
            "br" => {
                if let Some(open) = &mut self.cell {
                    open.begin_line();
                    open.cell.text.push('\n');
                    open.space = None;
                }
            }
            _ => self.block(name),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_cell();
                } else {
                    self.line();
                }
            }
            "tr" | "td" | "th" if self.depth <= 1 => self.end_cell(),
            _ => self.block(name),
        }
    }

    /// What begins or ends a line of its own.
    fn block(&mut self, name: &str) {
        let is_block = matches!(
            name,
            "p" | "div" | "li" | "ul" | "ol" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        );
        if is_block {
            self.line();
        } else if matches!(name, "td" | "th") {
            // A table within a cell.
            self.text(" ");
        }
    }

    fn line(&mut self) {
        if let Some(open) = &mut self.cell {
            open.is_line_due = !open.cell.text.is_empty();
            open.space = None;
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = &mut self.cell {
            open.write(&resolved(text));
        }
    }

    fn end_cell(&mut self) {
        let Some(Open { mut cell, is_hidden, is_verbatim, .. }) = self.cell.take() else { return };
        if is_hidden {
            return;
        }
        if !is_verbatim {
            let lines: Vec<&str> = cell.text.split('\n').map(str::trim).collect();
            let text = lines.join("\n");
            text.trim().clone_into(&mut cell.text);
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }
}

impl Open {
    fn begin_line(&mut self) {
        if std::mem::take(&mut self.is_line_due) && !self.cell.text.ends_with('\n') {
            self.cell.text.push('\n');
        }
    }

    fn write(&mut self, text: &str) {
        if self.is_verbatim {
            self.cell.text.push_str(text);
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.space = Some(self.space.unwrap_or(false) || matches!(c, '\n' | '\r'));
                continue;
            }
            self.begin_line();
            let last = self.cell.text.chars().next_back();
            let space = self.space.take().zip(last.filter(|last| *last != '\n'));
            // A line of the markup that ends between two Chinese characters is no space: CSS Text 3, 4.1.3.
            if space.is_some_and(|(has_break, last)| !(has_break && is_wide(last) && is_wide(c))) {
                self.cell.text.push(' ');
            }
            // Spaces that should not be collapsed are written so; they are spaces all the same.
            self.cell.text.push(if c == '\u{a0}' { ' ' } else { c });
        }
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}')
}

/// The rows with merged cells in all their places.
fn laid_out(rows: Vec<Vec<Cell>>) -> Block {
    let count = rows.len();
    // For each column, what comes down into it from a cell above, and for how many rows more.
    let mut from_above: Vec<(usize, Option<String>)> = Vec::new();
    let mut block = Vec::with_capacity(count);
    for (nth, row) in rows.into_iter().enumerate() {
        let mut cells: Vec<Option<String>> = Vec::new();
        for Cell { text, columns, rows } in row {
            while from_above.get(cells.len()).is_some_and(|(left, _)| *left > 0) {
                cells.push(take_from_above(&mut from_above, cells.len()));
            }
            let below = if rows == 0 { count } else { rows }.min(count - nth) - 1;
            for column in 0..columns {
                let text = (column == 0).then(|| text.clone());
                if from_above.len() <= cells.len() {
                    from_above.resize(cells.len() + 1, (0, None));
                }
                from_above[cells.len()] = (below, text.clone());
                cells.push(text);
            }
        }
        while cells.len() < from_above.len() {
            cells.push(take_from_above(&mut from_above, cells.len()));
        }
        block.push(cells);
    }
    block
}

/// What comes down into a column from a cell above it.
fn take_from_above(from_above: &mut [(usize, Option<String>)], column: usize) -> Option<String> {
    let (left, text) = from_above.get_mut(column).filter(|(left, _)| *left > 0)?;
    *left -= 1;
    text.clone()
}
