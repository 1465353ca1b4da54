//! Reads JSON (RFC 8259) strictly: what is wrong is said with its line and the keys leading to it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::scan::plain;
use super::{Keys, Table, Tree};

/// Up to so many keys, an object is looked through for a repeated one.
const SMALL: usize = 16;

/// How deep objects and lists lie in each other at most; much deeper ones would use up the stack.
pub const MAX_DEPTH: usize = 127;

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The keys of the objects it lies in, the innermost first.
    pub within: Vec<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The text ends too early.
    End,
    /// Not JSON.
    Syntax,
    /// Nested too deep.
    Depth,
    /// A key comes twice in one object.
    Duplicate(String),
}

/// Reads one JSON value and nothing after it.
///
/// # Errors
/// [`Fault`] says where the text is no JSON; objects with a key twice and values nested 128 deep are refused.
pub fn parse(text: &str) -> Result<Tree<'_>, Fault> {
    parse_with(text, &[], MAX_DEPTH)
}

/// The same, so many objects and lists deep; lists whose objects all have these keys and no others are read as
/// [`Table`]s.
///
/// # Errors
/// As [`parse`].
pub fn parse_with(text: &str, keys: Keys, depth: usize) -> Result<Tree<'_>, Fault> {
    let mut reader = Reader { text, at: 0, keys, most: depth };
    let tree = reader.value(0).map_err(|fault| *fault)?;
    reader.skip_space();
    if reader.at == text.len() { Ok(tree) } else { Err(*reader.fault(FaultKind::Syntax)) }
}

/// Stands between two characters of the text, always.
///
/// Its faults are boxed: each result would be several times as large with them as what is read.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Those of the tables; none where there are to be no tables.
    keys: Keys,
    /// How deep it may go.
    most: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Result<Tree<'a>, Box<Fault>> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Tree::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Tree<'a>, Box<Fault>> {
        self.enter(depth)?;
        let mut fields: Vec<(Cow<'a, str>, Tree<'a>)> = Vec::new();
        // Nearly all objects are small: looking through them is quicker than a set.
        let mut keys = BTreeSet::new();
        let mut goes_on = !self.take(b'}');
        while goes_on {
            self.skip_space();
            let start = self.at;
            let key = self.key()?;
            let is_repeated = if fields.len() < SMALL {
                fields.iter().any(|(known, _)| *known == key)
            } else {
                if keys.is_empty() {
                    keys.extend(fields.iter().map(|(known, _)| known.clone()));
                }
                !keys.insert(key.clone())
            };
            if is_repeated {
                self.at = start;
                return Err(self.fault(FaultKind::Duplicate(key.into_owned())));
            }
            let value = self.value(depth + 1).map_err(|mut fault| {
                fault.within.push(key.clone().into_owned());
                fault
            })?;
            fields.push((key, value));
            goes_on = self.goes_on(b'}')?;
        }
        Ok(Tree::Object(fields))
    }

    fn list(&mut self, depth: usize) -> Result<Tree<'a>, Box<Fault>> {
        self.enter(depth)?;
        let start = self.at;
        if let Some(table) = self.table(depth) {
            return Ok(Tree::Table(Box::new(table)));
        }
        self.at = start;
        let mut items = Vec::new();
        let mut goes_on = !self.take(b']');
        while goes_on {
            items.push(self.value(depth + 1)?);
            goes_on = self.goes_on(b']')?;
        }
        Ok(Tree::List(items))
    }

    /// A list as a table, past its bracket; `None` where it is none, whatever the reason.
    fn table(&mut self, depth: usize) -> Option<Table<'a>> {
        let is_table = !self.keys.is_empty() && self.peek() == Some(b'{') && depth + 1 < self.most;
        let mut table = is_table.then(|| Table::new(self.keys))?;
        let mut goes_on = true;
        while goes_on {
            self.row(&mut table, depth + 2)?;
            goes_on = self.goes_on(b']').ok()?;
        }
        Some(table)
    }

    /// An object of a table, whose parts lie this deep.
    fn row(&mut self, table: &mut Table<'a>, depth: usize) -> Option<()> {
        self.skip_space();
        self.take(b'{').then_some(())?;
        let mut goes_on = true;
        for key in self.keys {
            if !goes_on {
                break;
            }
            self.skip_space();
            self.take(b'"').then_some(())?;
            let rest = self.text.as_bytes().get(self.at..)?;
            rest.starts_with(key.as_bytes()).then_some(())?;
            self.at += key.len();
            self.take(b'"').then_some(())?;
            self.skip_space();
            self.take(b':').then_some(())?;
            table.push(self.value(depth).ok()?);
            goes_on = self.goes_on(b'}').ok()?;
        }
        table.end_row();
        (!goes_on).then_some(())
    }

    /// Past an opening bracket.
    fn enter(&mut self, depth: usize) -> Result<(), Box<Fault>> {
        if depth >= self.most {
            return Err(self.fault(FaultKind::Depth));
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    /// Past a comma (`true`) or the closing bracket (`false`).
    fn goes_on(&mut self, close: u8) -> Result<bool, Box<Fault>> {
        self.skip_space();
        if self.take(b',') {
            Ok(true)
        } else if self.take(close) {
            Ok(false)
        } else {
            Err(self.unexpected())
        }
    }

    /// Past a key and its colon.
    fn key(&mut self) -> Result<Cow<'a, str>, Box<Fault>> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected());
        }
        let key = self.string()?;
        self.skip_space();
        if self.take(b':') { Ok(key) } else { Err(self.unexpected()) }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Box<Fault>> {
        self.at += 1;
        let mut out = Cow::Borrowed("");
        loop {
            let rest = &self.text[self.at..];
            let plain = plain(rest.as_bytes());
            out += &rest[..plain];
            self.at += plain;
            if self.take(b'"') {
                return Ok(out);
            }
            if !self.take(b'\\') {
                return Err(self.unexpected());
            }
            out.to_mut().push(self.escaped()?);
        }
    }

    /// The character that an escape stands for, past its backslash.
    fn escaped(&mut self) -> Result<char, Box<Fault>> {
        let c = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(c)
    }

    /// `u4e2d`, or a surrogate pair `ud83d\ude00`.
    fn code_point(&mut self) -> Result<char, Box<Fault>> {
        let high = self.hex()?;
        let code = if (0xd800..0xdc00).contains(&high) {
            if !self.take(b'\\') {
                return Err(self.unexpected());
            }
            let low = self.hex()?;
            let offset = low.checked_sub(0xdc00).filter(|offset| *offset < 0x400);
            let offset = offset.ok_or_else(|| self.fault(FaultKind::Syntax))?;
            0x10000 + ((high - 0xd800) << 10) + offset
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| self.fault(FaultKind::Syntax))
    }

    /// `u` and four hexadecimal digits.
    fn hex(&mut self) -> Result<u32, Box<Fault>> {
        if !self.take(b'u') {
            return Err(self.unexpected());
        }
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            code = code * 16 + digit.ok_or_else(|| self.unexpected())?;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Tree<'a>, Box<Fault>> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(Tree::Number(Cow::Borrowed(&self.text[start..self.at])))
    }

    /// One digit or more.
    fn digits(&mut self) -> Result<(), Box<Fault>> {
        let rest = &self.text[self.at..];
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        if count > 0 { Ok(()) } else { Err(self.unexpected()) }
    }

    fn word(&mut self) -> Result<Tree<'a>, Box<Fault>> {
        let rest = &self.text[self.at..];
        let words =
            [("null", Tree::Null), ("true", Tree::Flag(true)), ("false", Tree::Flag(false))];
        for (word, tree) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(tree);
            }
            if word.starts_with(rest) {
                return Err(self.fault(FaultKind::End));
            }
        }
        Err(self.fault(FaultKind::Syntax))
    }

    // As for `peek`: mostly there is none.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn skip_space(&mut self) {
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.skip_some_space();
        }
    }

    #[inline(never)]
    fn skip_some_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    // A call for each character would be half of what reading costs.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// The fault of a character that may not stand here, or of there being none.
    #[allow(clippy::unnecessary_box_returns)] // as every result here has it
    fn unexpected(&self) -> Box<Fault> {
        let kind = if self.peek().is_none() { FaultKind::End } else { FaultKind::Syntax };
        self.fault(kind)
    }

    #[allow(clippy::unnecessary_box_returns)]
    fn fault(&self, kind: FaultKind) -> Box<Fault> {
        let line = 1 + self.text[..self.at].matches('\n').count();
        Box::new(Fault { line, within: Vec::new(), kind })
    }
}
