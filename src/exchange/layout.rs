//! How JSON is laid out: serde_json prints it without a space, as it is stored, and for people it is broken into lines.

use serde::Serialize;

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One object without objects in it a line, for people.
    Pretty,
    /// No space wasted, for storage.
    Compact,
}

/// What is written as JSON. Pretty, an object or list that holds an object is broken into lines indented by two
/// spaces, and a line break ends the text.
pub fn print(what: &impl Serialize, layout: Layout) -> String {
    // Nothing here fails to be written: every key is a text, and a number has its digits.
    let text = spelled(serde_json::to_string(what).unwrap_or_default());
    match layout {
        Layout::Compact => text,
        Layout::Pretty => lines(&text),
    }
}

/// Control characters by their number, as version 1 has always written them: `\u0008` and not `\b`.
fn spelled(text: String) -> String {
    if !text.contains("\\b") && !text.contains("\\f") {
        return text;
    }
    let mut spelled = String::with_capacity(text.len() + 16);
    let mut rest = &*text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        spelled.push_str(plain);
        let (code, behind) = escape.split_at(1);
        match code {
            "b" => spelled.push_str("\\u0008"),
            "f" => spelled.push_str("\\u000c"),
            _ => spelled.extend(["\\", code]),
        }
        rest = behind;
    }
    spelled.push_str(rest);
    spelled
}

/// The pieces of a text: each string by itself, and what stands between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length = match rest.strip_prefix('"') {
            None => rest.find('"').unwrap_or(rest.len()),
            Some(inside) => 1 + string_length(inside),
        };
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

/// How long a string is with the quotation mark that ends it, past the one that begins it.
pub(super) fn string_length(inside: &str) -> usize {
    let mut at = 0;
    while let Some(next) = inside.get(at..).and_then(|rest| rest.find(['"', '\\'])) {
        at += next + 1;
        if inside.as_bytes()[at - 1] == b'"' {
            return at;
        }
        // What is escaped is of one byte where anything is.
        at += 1;
    }
    inside.len()
}

/// Which of the objects and lists hold an object, in the order in which they begin.
fn holders(text: &str) -> Vec<bool> {
    let (mut holders, mut open) = (Vec::new(), Vec::new());
    for mark in pieces(text).filter(|piece| !piece.starts_with('"')).flat_map(str::bytes) {
        match mark {
            b'{' | b'[' => {
                if mark == b'{' {
                    let around = open.iter().rev();
                    for nth in around {
                        if std::mem::replace(&mut holders[*nth], true) {
                            break;
                        }
                    }
                }
                open.push(holders.len());
                holders.push(false);
            }
            b'}' | b']' => {
                open.pop();
            }
            _ => {}
        }
    }
    holders
}

fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    let mut holders = holders(text).into_iter();
    // Of those around, whether each is broken into lines.
    let mut open = Vec::new();
    for piece in pieces(text) {
        if piece.starts_with('"') {
            out.push_str(piece);
            continue;
        }
        for c in piece.chars() {
            match c {
                '{' | '[' => {
                    out.push(c);
                    open.push(holders.next() == Some(true));
                    if open.last() == Some(&true) {
                        break_line(&mut out, open.len());
                    }
                }
                '}' | ']' => {
                    if open.pop() == Some(true) {
                        break_line(&mut out, open.len());
                    }
                    out.push(c);
                }
                ',' => {
                    out.push(c);
                    match open.last() {
                        Some(true) => break_line(&mut out, open.len()),
                        _ => out.push(' '),
                    }
                }
                ':' => out.push_str(": "),
                c => out.push(c),
            }
        }
    }
    out.push('\n');
    out
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}
