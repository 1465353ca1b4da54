//! Tags and character references of HTML, as far as [`super::html_table`] looks at them.

/// The widest and tallest a merged cell is taken for.
const MAX_SPAN_CELLS: usize = 1000;

/// What follows the end of something; nothing where it does not end.
pub(super) fn after<'a>(html: &'a str, end: &str) -> &'a str {
    html.find(end).map_or("", |at| &html[at + end.len()..])
}

/// What is looked at in a tag.
pub(super) struct Attributes {
    /// Over how many columns a cell goes.
    pub(super) columns: usize,
    /// Over how many rows; 0 stands for all that follow.
    pub(super) rows: usize,
    /// In lower case and without spaces.
    pub(super) style: String,
}

impl Attributes {
    /// Reads attributes to the end of their tag, and gives what follows it; `None` where it has no end.
    pub(super) fn read(mut text: &str) -> Option<(Self, &str)> {
        let mut read = Self { columns: 1, rows: 1, style: String::new() };
        loop {
            text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if let Some(rest) = text.strip_prefix('>') {
                return Some((read, rest));
            }
            if text.is_empty() {
                return None;
            }
            // A stray `=` at the beginning is part of the name.
            let first = text.chars().next().map_or(0, char::len_utf8);
            let length = text[first..]
                .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '='))
                .map_or(text.len(), |at| first + at);
            let name = text[..length].to_ascii_lowercase();
            text = text[length..].trim_start();
            let Some(value) = text.strip_prefix('=') else { continue };
            let value = value.trim_start();
            let (value, rest) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    value[1..].split_once(quote).unwrap_or((&value[1..], ""))
                }
                _ => value.split_at(
                    value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len()),
                ),
            };
            text = rest;
            match name.as_str() {
                "colspan" => read.columns = number(value),
                "rowspan" => read.rows = number(value),
                "style" => {
                    read.style = resolved(value).to_ascii_lowercase();
                    read.style.retain(|c| !c.is_whitespace());
                }
                _ => {}
            }
        }
    }

    /// Whether the element is not displayed.
    pub(super) fn hides(&self) -> bool {
        self.style.contains("display:none")
    }
}

fn number(text: &str) -> usize {
    text.trim().parse().map_or(1, |number: usize| number.min(MAX_SPAN_CELLS))
}

/// A text with its character references resolved: those of numbers, and those that such programs write by name.
/// Others stay as they are written.
pub(super) fn resolved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((c, length)) = reference(rest) {
            out.push(c);
            rest = &rest[length..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

const NAMED: [(&str, char); 24] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("permil", '‰'),
    ("deg", '°'),
    ("sect", '§'),
    ("yen", '¥'),
];

/// The character that a reference at the beginning stands for, and the length of the reference.
fn reference(text: &str) -> Option<(char, usize)> {
    let inside = text.strip_prefix('&')?;
    let length = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
    let name = inside.get(..length).filter(|_| inside[length..].starts_with(';'))?;
    let c = match name.strip_prefix('#') {
        Some(code) => {
            let code = match code.strip_prefix(['x', 'X']) {
                Some(code) => u32::from_str_radix(code, 16),
                None => code.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, length + 2))
}
