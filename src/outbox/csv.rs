//! A table as CSV, for Excel and WPS.

/// The rows as CSV: RFC 4180, with the byte order mark without which Excel takes Chinese for another encoding.
///
/// A cell that a spreadsheet would take for a formula gets a `'` before it, as OWASP advises against CSV
/// injection; full-width signs count, since spreadsheets take them for the narrow ones.
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut text = String::from('\u{feff}');
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

const FORMULA: &str = "=+-@＝＋－＠\t\r\n\0";

fn quoted(cell: &str) -> String {
    let is_formula = cell.chars().next().is_some_and(|first| FORMULA.contains(first));
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\r', '\n']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}
