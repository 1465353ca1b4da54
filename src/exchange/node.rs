//! What is not known here, read by serde_json part by part: each number by its digits, no key twice, and every fault
//! with its line and the keys to it. A ledger that does not read is looked through with it for the reason.
//!
//! Not `serde_json::Value`, which rounds numbers and lets the last of two equal keys win in silence; nor that with
//! `arbitrary_precision`, which takes objects with a key of its own for numbers.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Error};

use super::layout::{Layout, print, string_length};
use super::members::{Entries, Keys, Members, Text};

/// How deep objects and lists lie in each other at most; much deeper ones would use up the stack.
pub(super) const MAX_DEPTH: usize = 127;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node<'a> {
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
    pub(super) fn print(&self) -> String {
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
pub(super) struct AsWritten<'a>(pub(super) &'a str);

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
pub(super) struct Fault {
    /// The line, from 1.
    pub(super) line: usize,
    /// The keys of the objects it lies in, the innermost first.
    pub(super) within: Vec<String>,
    pub(super) kind: FaultKind,
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// The text ends too early.
    End,
    /// Not JSON.
    Syntax,
    /// Nested too deep.
    Depth,
    /// A key comes twice in one object.
    Duplicate(String),
}

/// Reads one JSON value and nothing after it, in so many objects and lists and up to so many deep.
///
/// # Errors
/// [`Fault`] says where the text is no JSON; objects with a key twice and values nested too deep are refused.
pub(super) fn read(text: &str, depth: usize, most: usize) -> Result<Node<'_>, Fault> {
    let source = Source { text, most };
    match serde_json::from_str::<&RawValue>(text) {
        Ok(whole) => source.value(whole.get(), depth),
        Err(error) => {
            source.value(text, depth)?;
            Err(source.fault(text, &error))
        }
    }
}

/// What is read. All that is handed around are pieces of its text, which say by that where they are.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    most: usize,
}

impl<'a> Source<'a> {
    /// The value that a piece begins with. It is all of the piece, or else there is a fault in it.
    fn value(self, piece: &'a str, depth: usize) -> Result<Node<'a>, Fault> {
        let piece = past(piece, "");
        let mut reader = Deserializer::from_str(piece);
        match piece.as_bytes().first() {
            Some(b'{' | b'[') if depth >= self.most => Err(self.at(piece, FaultKind::Depth)),
            Some(b'{') => {
                let mut members = Inside::new(self, piece, depth);
                let outcome = reader.deserialize_map(&mut members);
                outcome.map(Node::Object).map_err(|error| members.fault(&error))
            }
            Some(b'[') => {
                let mut items = Inside::new(self, piece, depth);
                let outcome = reader.deserialize_seq(Listed(&mut items));
                outcome.map(Node::List).map_err(|error| items.fault(&error))
            }
            Some(b'"') => match Text::deserialize(&mut reader) {
                Ok(text) => Ok(Node::Text(text.0)),
                Err(error) => Err(self.fault(piece, &error)),
            },
            _ => match <&RawValue>::deserialize(&mut reader) {
                Ok(word) => Ok(match word.get() {
                    "null" => Node::Null,
                    "true" => Node::Flag(true),
                    "false" => Node::Flag(false),
                    digits => Node::Number(digits),
                }),
                Err(error) => Err(self.fault(piece, &error)),
            },
        }
    }

    /// What serde_json found wrong in a piece.
    fn fault(self, piece: &'a str, error: &Error) -> Fault {
        if error.is_eof() || is_number_cut_off(piece) {
            return self.at(&self.text[self.text.len()..], FaultKind::End);
        }
        // It says how far it had come: past what is wrong.
        let line = piece.split_inclusive('\n').take(error.line().saturating_sub(1));
        let read = line.map(str::len).sum::<usize>() + error.column();
        let wrong = read.saturating_sub(1).min(piece.len());
        let line = 1 + count_lines(self.before(piece)) + count_lines(&piece.as_bytes()[..wrong]);
        Fault { line, within: Vec::new(), kind: FaultKind::Syntax }
    }

    /// A fault where a piece begins.
    fn at(self, piece: &'a str, kind: FaultKind) -> Fault {
        Fault { line: 1 + count_lines(self.before(piece)), within: Vec::new(), kind }
    }

    fn before(self, piece: &'a str) -> &'a [u8] {
        let start = piece.as_ptr() as usize - self.text.as_ptr() as usize;
        &self.text.as_bytes()[..start]
    }
}

fn count_lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// Whether a piece is the beginning of a number and nothing else: there, serde_json misses a digit and not the end.
fn is_number_cut_off(piece: &str) -> bool {
    piece.ends_with(['-', '.', 'e', 'E', '+'])
        && piece.len() < 400
        && serde_json::from_str::<IgnoredAny>(&format!("{piece}0")).is_ok()
}

/// Past spaces, this mark, and spaces again.
fn past<'a>(text: &'a str, mark: &str) -> &'a str {
    const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];
    let text = text.trim_start_matches(SPACES);
    text.strip_prefix(mark).unwrap_or(text).trim_start_matches(SPACES)
}

/// The inside of an object or a list, part by part.
struct Inside<'a> {
    source: Source<'a>,
    /// From its bracket.
    piece: &'a str,
    /// What is not read yet.
    left: &'a str,
    depth: usize,
    fault: Option<Fault>,
}

impl<'a> Inside<'a> {
    fn new(source: Source<'a>, piece: &'a str, depth: usize) -> Self {
        Self { source, piece, left: &piece[1..], depth, fault: None }
    }

    fn fault(self, error: &Error) -> Fault {
        self.fault.unwrap_or_else(|| self.source.fault(self.piece, error))
    }

    /// The part that comes next, which serde_json has found to be one or not.
    fn part<E: serde::de::Error>(
        &mut self,
        found: Result<&'a RawValue, E>,
        key: Option<&Text<'a>>,
    ) -> Result<Node<'a>, E> {
        let piece = found.as_ref().map_or(self.left, |raw| raw.get());
        let outcome = self.source.value(piece, self.depth + 1);
        let mut fault = match (found, outcome) {
            (Ok(raw), Ok(node)) => {
                let end = raw.get().as_ptr() as usize + raw.get().len();
                self.left = &self.piece[end - self.piece.as_ptr() as usize..];
                return Ok(node);
            }
            (Err(error), Ok(_)) => return Err(error),
            (_, Err(fault)) => fault,
        };
        fault.within.extend(key.map(|key| key.0.clone().into_owned()));
        Err(self.told(fault))
    }

    fn told<E: serde::de::Error>(&mut self, fault: Fault) -> E {
        self.fault = Some(fault);
        E::custom("told already")
    }
}

impl<'a> Visitor<'a> for &mut Inside<'a> {
    type Value = Members<'a, Node<'a>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut members, mut keys) = (Members::default(), Keys::default());
        while let Some(key) = map.next_key::<Text<'a>>()? {
            self.left = past(self.left, ",");
            if keys.is_repeated(&members, &key) {
                let kind = FaultKind::Duplicate(key.0.into_owned());
                return Err(self.told(self.source.at(self.left, kind)));
            }
            let inside = self.left.get(1..).unwrap_or_default();
            let behind = past(&inside[string_length(inside)..], "");
            let Some(value) = behind.strip_prefix(':') else {
                // What stands where a colon should is no part.
                return Err(map.next_value::<IgnoredAny>().err().unwrap_or_else(no_colon));
            };
            self.left = value;
            let node = self.part(map.next_value(), Some(&key))?;
            members.0.push((key, node));
        }
        Ok(members)
    }
}

fn no_colon<E: serde::de::Error>() -> E {
    E::custom("no colon")
}

/// A list, read as [`Inside`] reads an object.
struct Listed<'r, 'a>(&'r mut Inside<'a>);

impl<'a> Visitor<'a> for Listed<'_, 'a> {
    type Value = Vec<Node<'a>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let found = match seq.next_element() {
                Ok(None) => return Ok(items),
                Ok(Some(raw)) => Ok(raw),
                // What stands where a comma should is no part.
                Err(error) if !items.is_empty() && !past(self.0.left, "").starts_with(',') => {
                    return Err(error);
                }
                Err(error) => Err(error),
            };
            self.0.left = past(self.0.left, ",");
            items.push(self.0.part(found, None)?);
        }
    }
}
