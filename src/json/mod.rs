//! HOW DATA IS WRITTEN DOWN: JSON as a tree that keeps what it read, numbers by their digits, objects in
//! their order.
//!
//! Not `serde_json::Value`, which rounds numbers, lets the last of two equal keys win in silence and does not
//! say which task a fault is in. The tests hold both readers against each other.

mod parse;
pub(crate) mod scan;
mod table;

use std::borrow::Cow;

pub use parse::{Fault, FaultKind, MAX_DEPTH, parse, parse_with};
pub use table::{Keys, Table};

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// By its digits, so that none is lost.
    Number(Cow<'a, str>),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Tree<'a>>),
    /// An array of objects alike, where [`parse_with`] was told of their keys.
    Table(Box<Table<'a>>),
    /// In order; no key twice where it was read.
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
}

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One object without objects in it a line, for people.
    Pretty,
    /// No space wasted, for storage.
    Compact,
}

/// The parts of an object, to be taken out one by one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields<'a>(pub Vec<(Cow<'a, str>, Tree<'a>)>);

impl<'a> Fields<'a> {
    /// Takes the part with this key out; what follows it moves up.
    pub fn take(&mut self, key: &str) -> Option<Tree<'a>> {
        let at = self.0.iter().position(|(known, _)| known == key)?;
        Some(self.0.remove(at).1)
    }

    /// Takes a text out; `None` where there is none.
    pub fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Tree::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    /// Takes a whole number out; `None` where there is none, or it is not one of this kind.
    pub fn number<T: std::str::FromStr>(&mut self, key: &str) -> Option<T> {
        match self.take(key)? {
            Tree::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// Takes `true` or `false` out; `false` where there is none.
    pub fn flag(&mut self, key: &str) -> bool {
        self.take(key) == Some(Tree::Flag(true))
    }

    /// Takes a list out; `None` where there is none.
    pub fn list(&mut self, key: &str) -> Option<Vec<Tree<'a>>> {
        match self.take(key)? {
            Tree::List(items) => Some(items),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Tree<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Tree<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a String> for Tree<'a> {
    fn from(text: &'a String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<u64> for Tree<'_> {
    fn from(number: u64) -> Self {
        Self::Number(Cow::Owned(number.to_string()))
    }
}

impl From<u16> for Tree<'_> {
    fn from(number: u16) -> Self {
        Self::from(u64::from(number))
    }
}

impl From<bool> for Tree<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<'a> Tree<'a> {
    /// An object of these parts.
    pub fn object<const N: usize>(parts: [(&'a str, Self); N]) -> Self {
        Self::Object(parts.into_iter().map(|(key, part)| (Cow::Borrowed(key), part)).collect())
    }

    /// A list of these.
    pub fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// What was kept for newer versions, as it was. A text that is no JSON, which nothing here keeps,
    /// stays a text.
    pub fn kept(text: &'a str) -> Self {
        parse(text).unwrap_or_else(|_| Self::from(text))
    }

    /// The parts of an object; `None` for anything else.
    pub fn fields(self) -> Option<Fields<'a>> {
        match self {
            Self::Object(parts) => Some(Fields(parts)),
            _ => None,
        }
    }

    /// The tree as text. Pretty, an object or list that holds an object is broken into lines indented by
    /// two spaces, and a line break ends the text.
    pub fn print(&self, layout: Layout) -> String {
        let mut writer = Writer { out: String::new(), layout };
        writer.write(self, 0);
        if layout == Layout::Pretty {
            writer.out.push('\n');
        }
        writer.out
    }

    fn holds_object(&self) -> bool {
        let is_or_holds = |part: &Self| matches!(part, Self::Object(_)) || part.holds_object();
        match self {
            Self::List(items) => items.iter().any(is_or_holds),
            Self::Object(fields) => fields.iter().any(|(_, part)| is_or_holds(part)),
            Self::Table(_) => true,
            _ => false,
        }
    }
}

struct Writer {
    out: String,
    layout: Layout,
}

impl Writer {
    fn write(&mut self, tree: &Tree<'_>, depth: usize) {
        let lines = (self.layout == Layout::Pretty && tree.holds_object()).then_some(depth + 1);
        match tree {
            Tree::Null => self.out.push_str("null"),
            Tree::Flag(flag) => self.out.push_str(if *flag { "true" } else { "false" }),
            Tree::Number(text) => self.out.push_str(text),
            Tree::Text(text) => self.quote(text),
            Tree::List(items) => {
                self.out.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.separate(at == 0, lines);
                    self.write(item, depth + 1);
                }
                self.close(']', lines);
            }
            Tree::Table(table) => self.write(&table.spread(), depth),
            Tree::Object(fields) => {
                self.out.push('{');
                for (at, (key, part)) in fields.iter().enumerate() {
                    self.separate(at == 0, lines);
                    self.quote(key);
                    self.out.push_str(if self.layout == Layout::Pretty { ": " } else { ":" });
                    self.write(part, depth + 1);
                }
                self.close('}', lines);
            }
        }
    }

    fn separate(&mut self, is_first: bool, lines: Option<usize>) {
        if !is_first {
            self.out.push(',');
        }
        match lines {
            Some(depth) => self.break_line(depth),
            None if !is_first && self.layout == Layout::Pretty => self.out.push(' '),
            None => {}
        }
    }

    fn close(&mut self, mark: char, lines: Option<usize>) {
        if let Some(depth) = lines {
            self.break_line(depth - 1);
        }
        self.out.push(mark);
    }

    fn break_line(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", depth));
    }

    fn quote(&mut self, text: &str) {
        self.out.push('"');
        let mut rest = text;
        let is_special = |b: u8| b < b' ' || matches!(b, b'"' | b'\\');
        while let Some(at) = rest.bytes().position(is_special) {
            let (plain, special) = rest.split_at(at);
            self.out.push_str(plain);
            let code = special.as_bytes()[0];
            match code {
                b'"' => self.out.push_str("\\\""),
                b'\\' => self.out.push_str("\\\\"),
                b'\n' => self.out.push_str("\\n"),
                b'\r' => self.out.push_str("\\r"),
                b'\t' => self.out.push_str("\\t"),
                code => {
                    self.out.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                    self.out.extend(char::from_digit(u32::from(code) % 16, 16));
                }
            }
            rest = &special[1..];
        }
        self.out.push_str(rest);
        self.out.push('"');
    }
}
