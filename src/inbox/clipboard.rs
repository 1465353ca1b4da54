//! Blocks of cells on the clipboard, as Excel, WPS and Word write them, read and written.
//!
//! Plain text has tabs between cells and line breaks between rows. These programs put quotes around a cell only
//! where it would not read back otherwise, and leave all other quotes as they are; so a quote at the beginning of
//! a cell is a wrapper only if what it wraps needed one.

/// A block of cells, row by row. `None` is a place that a merged cell covers: nothing is said of it.
pub type Block = Vec<Vec<Option<String>>>;

/// Whether a character ends a line within a cell: Word's soft return and page break, and what other systems use.
/// Rows of a block end in `\n`, which is none of these.
fn breaks_within(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The cells of a block of plain text, read the likeliest way.
pub fn read_block(text: &str) -> Vec<Vec<String>> {
    read_blocks(text).into_iter().next().unwrap_or_default()
}

/// The ways to read a block of plain text, the likeliest first. There are several only where quotes may be
/// wrappers as well as what is written in the cells.
pub fn read_blocks(text: &str) -> Vec<Vec<Vec<String>>> {
    let text = text.replace("\r\n", "\n");
    // Rows end in LF, or, where there is none at all, in CR, as on old Macs; CR beside LF breaks a line.
    let between_rows = if text.contains('\n') { "\u{b}" } else { "\n" };
    let text = text.replace('\r', between_rows);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let needs_quotes = |inside: &str| {
        inside.contains(['\t', '\n']) || inside.contains(breaks_within) || inside.contains("\"\"")
    };
    // A tab is rarely typed into a cell: quotes around several cells and rows are more likely part of the first
    // and the last of them.
    let is_within_a_cell =
        |inside: &str| needs_quotes(inside) && !(inside.contains('\t') && inside.contains('\n'));
    let wrappers: [&dyn Fn(&str) -> bool; 3] = [&is_within_a_cell, &needs_quotes, &|_| false];
    let mut readings: Vec<Vec<Vec<String>>> = Vec::new();
    for is_wrapper in wrappers {
        let reading = read_rows(text, is_wrapper);
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    // Programs copy rectangles: a reading that is none took a quote for what it is not.
    readings.sort_by_key(|rows| !is_rectangle(rows));
    readings
}

fn is_rectangle(rows: &[Vec<String>]) -> bool {
    let mut widths = rows.iter().map(Vec::len);
    let first = widths.next();
    widths.all(|width| Some(width) == first)
}

fn read_rows(text: &str, is_wrapper: &dyn Fn(&str) -> bool) -> Vec<Vec<String>> {
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut rest = text;
    loop {
        let wrapped = wrapped(rest).filter(|(inside, _)| is_wrapper(inside));
        let (cell, length) = if let Some((inside, length)) = wrapped {
            (inside.replace("\"\"", "\""), length)
        } else {
            let length = rest.find(['\t', '\n']).unwrap_or(rest.len());
            (rest[..length].to_owned(), length)
        };
        row.push(cell.replace(breaks_within, "\n"));
        rest = &rest[length..];
        let Some(end) = rest.chars().next() else { break };
        if end == '\n' {
            rows.push(std::mem::take(&mut row));
        }
        rest = &rest[1..];
    }
    rows.push(row);
    rows
}

/// What stands between a quote here and the one that ends the cell, and how long it is with them. Between them
/// every quote is doubled.
fn wrapped(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix('"')?;
    let mut from = 0;
    loop {
        let at = from + inside[from..].find('"')?;
        let after = &inside[at + 1..];
        if after.starts_with('"') {
            from = at + 2;
        } else {
            let ends = after.is_empty() || after.starts_with(['\t', '\n']);
            return ends.then_some((&inside[..at], at + 2));
        }
    }
}

/// Rows of cells as plain text that Excel, WPS and [`read_block`] read back.
pub fn write_block(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| {
        // Excel would take a quote at the beginning for a wrapper.
        if cell.starts_with('"') || cell.contains(['\t', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let row = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join("\t");
    rows.iter().map(row).collect::<Vec<_>>().join("\r\n")
}

/// The same as HTML, for Word, and for Excel and WPS, which are told to take every cell for text, so that nothing
/// in it becomes a formula or another date.
pub fn write_html(rows: &[Vec<String>]) -> String {
    let mut html = String::from("<meta charset=\"utf-8\"><table border=\"1\">");
    for row in rows {
        html.push_str("<tr>");
        for cell in row {
            html.push_str("<td style=\"white-space:pre-wrap;mso-number-format:'\\@'\">");
            for c in cell.chars() {
                match c {
                    '&' => html.push_str("&amp;"),
                    '<' => html.push_str("&lt;"),
                    '>' => html.push_str("&gt;"),
                    // Without this word Excel begins a new row.
                    '\n' => html.push_str("<br style=\"mso-data-placement:same-cell\">"),
                    c => html.push(c),
                }
            }
            html.push_str("</td>");
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
    html
}
