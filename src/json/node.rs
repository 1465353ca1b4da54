//! What is not known here, read by serde_json: each number by its digits, no key twice, and every fault with its line
//! and the keys to it. A ledger that does not read is looked through with it for the reason.
//!
//! Not `serde_json::Value`, which rounds numbers and lets the last of two equal keys win in silence; nor that with
//! `arbitrary_precision`, which takes objects with a key of its own for numbers. A `RawValue` for each part would keep
//! the digits, but goes through all of them once for every object and list that they lie in: 3.3 s for 5 MB of numbers
//! 126 deep, and 0.2 s with [`Numbers`] beside.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Error};

use super::layout::{Entries, Layout, print, string_length};
use super::members::{Keys, Members, Text};

/// How deep objects and lists lie in each other at most; much deeper ones would use up the stack.
pub(crate) const MAX_DEPTH: usize = 127;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node<'a> {
    Null,
    Flag(bool),
    /// By its digits, so that none is lost.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// In order; no key twice.
    Object(Members<'a, Node<'a>>),
}

impl Node<'_> {
    pub(crate) fn print(&self) -> String {
        print(self, Layout::Compact)
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(digits) => AsWritten(digits).serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                Entries(members.0.iter().map(|(key, node)| (key, node))).serialize(serializer)
            }
        }
    }
}

/// JSON text that is written as it is. What is no JSON, which nothing here keeps, stays a text.
pub(crate) struct AsWritten<'a>(pub(crate) &'a str);

impl Serialize for AsWritten<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<&RawValue>(self.0) {
            Ok(raw) => raw.serialize(serializer),
            Err(_) => serializer.serialize_str(self.0),
        }
    }
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line, from 1.
    pub(crate) line: usize,
    /// The keys of the objects it lies in, the innermost first.
    pub(crate) within: Vec<String>,
    pub(crate) kind: FaultKind,
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The text ends too early.
    End,
    /// Not JSON.
    Syntax,
    /// Nested too deep.
    Depth,
    /// A key comes twice in one object.
    Duplicate(String),
}

/// Reads one JSON value and nothing after it, in so many objects and lists and up to so many deep, and makes something
/// of it.
///
/// # Errors
/// [`Fault`] says where the text is no JSON; objects with a key twice and values nested too deep are refused.
pub(crate) fn read<T>(
    text: &str,
    depth: usize,
    most: usize,
    then: impl FnOnce(&Node<'_>) -> T,
) -> Result<T, Fault> {
    let numbers: Vec<&str> = Numbers { text, at: 0 }.collect();
    let masked = masked(text, &numbers);
    let mut reader = Deserializer::from_str(&masked);
    reader.disable_recursion_limit();
    let mut source = Source { numbers: numbers.into_iter(), most, within: Vec::new(), kind: None };
    let read = Part { source: &mut source, depth }.deserialize(&mut reader);
    match read.and_then(|node| reader.end().map(|()| node)) {
        Ok(node) => Ok(then(&node)),
        Err(error) => Err(source.fault(text, &error)),
    }
}

/// The numbers of a text in their order, digit by digit as they stand there, as far as it is JSON.
struct Numbers<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Numbers<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            let start = self.at;
            self.at += 1;
            match byte {
                b'"' => self.at += string_length(&self.text[self.at..]),
                b'-' | b'0'..=b'9' => {
                    self.at += bytes[self.at..].iter().take_while(|byte| is_part(byte)).count();
                    return Some(&self.text[start..self.at]);
                }
                _ => {}
            }
        }
        None
    }
}

/// The text with a 0 for each number that serde_json may find too great for a float: it is read by its digits.
fn masked<'t>(text: &'t str, numbers: &[&str]) -> Cow<'t, str> {
    let is_great = |number: &&str| number.len() > 300 || number.contains(['e', 'E']);
    let is_number = |number: &&str| serde_json::from_str::<IgnoredAny>(number).is_ok();
    let mut masked = String::new();
    let mut done = 0;
    for number in numbers.iter().copied().filter(is_great).filter(is_number) {
        let start = number.as_ptr() as usize - text.as_ptr() as usize;
        masked.push_str(&text[done..start]);
        masked.push('0');
        masked.extend(std::iter::repeat_n(' ', number.len() - 1));
        done = start + number.len();
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[done..]);
    Cow::Owned(masked)
}

/// What is being read.
struct Source<'t> {
    /// Those still to come.
    numbers: std::vec::IntoIter<&'t str>,
    most: usize,
    /// Where the fault lies, and what it is where it is not serde_json's.
    within: Vec<String>,
    kind: Option<FaultKind>,
}

impl Source<'_> {
    fn refuse<E: serde::de::Error>(&mut self, kind: FaultKind) -> E {
        self.kind = Some(kind);
        E::custom("refused")
    }

    fn fault(self, text: &str, error: &Error) -> Fault {
        let kind = match self.kind {
            Some(kind) => kind,
            None if error.is_eof() => FaultKind::End,
            None => FaultKind::Syntax,
        };
        let before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let mut read = before.map(str::len).sum::<usize>() + error.column();
        if kind == FaultKind::Syntax {
            // It says how far it had come: past what is wrong.
            read = read.saturating_sub(1);
        }
        let read = text.as_bytes().iter().take(read);
        let line = 1 + read.filter(|byte| **byte == b'\n').count();
        Fault { line, within: self.within, kind }
    }
}

/// A value to be read, in so many objects and lists.
struct Part<'s, 't> {
    source: &'s mut Source<'t>,
    depth: usize,
}

impl<'t> Part<'_, 't> {
    /// Into an object or a list.
    fn enter<E: serde::de::Error>(&mut self) -> Result<(), E> {
        if self.depth >= self.source.most {
            return Err(self.source.refuse(FaultKind::Depth));
        }
        Ok(())
    }

    fn inside(&mut self) -> Part<'_, 't> {
        Part { source: self.source, depth: self.depth + 1 }
    }

    fn number<E: serde::de::Error>(self) -> Result<Node<'t>, E> {
        let digits = self.source.numbers.next();
        digits.map(Node::Number).ok_or_else(|| E::custom("a number without digits"))
    }
}

impl<'de: 't, 't> DeserializeSeed<'de> for Part<'_, 't> {
    type Value = Node<'t>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Node<'t>, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de: 't, 't> Visitor<'de> for Part<'_, 't> {
    type Value = Node<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node<'t>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node<'t>, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Node<'t>, E> {
        self.number()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Node<'t>, E> {
        self.number()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Node<'t>, E> {
        self.number()
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Node<'t>, A::Error> {
        self.enter()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.inside())? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Node<'t>, A::Error> {
        self.enter()?;
        let (mut members, mut keys) = (Members::default(), Keys::default());
        while let Some(key) = map.next_key::<Text<'t>>()? {
            if keys.is_repeated(&members, &key) {
                return Err(self.source.refuse(FaultKind::Duplicate(key.0.into_owned())));
            }
            let node = map.next_value_seed(self.inside()).inspect_err(|_| {
                self.source.within.push(key.0.clone().into_owned());
            })?;
            members.0.push((key, node));
        }
        Ok(Node::Object(members))
    }
}
