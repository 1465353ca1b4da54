//! How JSON is laid out: serde_json prints it without a space, as it is stored, and for people it is broken into lines.

use serde::{Serialize, Serializer};

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
    let mut spelled = String::new();
    let mut rest = &*text;
    let mut escapes = text.match_indices('\\').map(|(at, _)| at);
    while let Some(at) = escapes.next() {
        let number = match text.as_bytes().get(at + 1) {
            Some(b'b') => "\\u0008",
            Some(b'f') => "\\u000c",
            Some(b'\\') => {
                escapes.next();
                continue;
            }
            _ => continue,
        };
        let done = text.len() - rest.len();
        spelled.push_str(&text[done..at]);
        spelled.push_str(number);
        rest = &text[at + 2..];
    }
    if spelled.is_empty() {
        return text;
    }
    spelled + rest
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
    let mut from = 0;
    while let Some(next) = inside[from..].find('"') {
        let end = from + next;
        // A mark behind an odd number of backslashes is one of the text.
        let escapes = inside.as_bytes()[..end].iter().rev().take_while(|byte| **byte == b'\\');
        if escapes.count() % 2 == 0 {
            return end + 1;
        }
        from = end + 1;
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
                    for nth in open.iter().rev() {
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
        for mark in piece.bytes() {
            match mark {
                b'{' | b'[' => {
                    out.push(char::from(mark));
                    let in_lines = holders.next() == Some(true);
                    open.push(in_lines);
                    if in_lines {
                        break_line(&mut out, open.len());
                    }
                }
                b'}' | b']' => {
                    if open.pop() == Some(true) {
                        break_line(&mut out, open.len());
                    }
                    out.push(char::from(mark));
                }
                b',' if open.last() == Some(&true) => {
                    out.push(',');
                    break_line(&mut out, open.len());
                }
                b',' => out.push_str(", "),
                b':' => out.push_str(": "),
                // Outside of strings, all of it is ASCII.
                other => out.push(char::from(other)),
            }
        }
    }
    out.push('\n');
    out
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// The members of an object as they are made, to be written.
pub struct Entries<I>(pub I);

impl<K: Serialize, V: Serialize, I: Iterator<Item = (K, V)> + Clone> Serialize for Entries<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.clone())
    }
}

/// The items of a list as they are made, to be written.
pub struct Items<I>(pub I);

impl<T: Serialize, I: Iterator<Item = T> + Clone> Serialize for Items<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}
