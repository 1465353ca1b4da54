//! 校验码: eight characters to compare over the telephone, so that two people know they hold the same ledger.
//!
//! It stands for the content, not for the bytes: neither line breaks nor the order of keys nor who exported
//! it when makes a difference. It tells of slips and of changes by hand; it is no seal against someone who
//! sets out to deceive, who can compute a new one.

use std::fmt;
use std::str::FromStr;

use super::cleaning::narrow;
use super::sum;
use crate::json::node::{self, Node};

/// The code of one content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code([u8; 8]);

/// Five bits each. Without 0, 1, I and O, which are taken for each other.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What says how and by whom a file was made, not what is in it.
const FRAME: [&str; 4] = ["format", "version", "policy", "exported"];

/// The code of what a file holds, so deep; `None` where it does not read.
pub(super) fn of(file: &str, depth: usize) -> Option<Code> {
    node::read(file, 0, depth, of_content).ok().flatten()
}

fn of_content(file: &Node<'_>) -> Option<Code> {
    let Node::Object(members) = file else { return None };
    let content = members.0.iter().filter(|(key, _)| !FRAME.contains(&&*key.0));
    let sums = content.map(|(key, node)| weigh(node, step(sum::START, b'.', key.0.as_bytes())));
    Some(of_sum(sums.fold(0, u64::wrapping_add)))
}

pub(super) fn of_sum(sum: u64) -> Code {
    // The upper 40 bits of the mixed sum, five at a time.
    let bits = mix(sum) >> 24;
    let symbol = |nth: usize| ALPHABET[(bits >> (35 - 5 * nth) & 31) as usize];
    Code(std::array::from_fn(symbol))
}

/// Goes on with a sum. A byte that no text holds ends it, so that `ab`, `c` differs from `a`, `bc`.
fn step(sum: u64, kind: u8, bytes: &[u8]) -> u64 {
    sum::add(sum::add(sum::add(sum, &[kind]), bytes), &[0xff])
}

/// Spreads every bit over all of them (the finalizer of SplitMix64), or sums of sums would cancel out.
fn mix(sum: u64) -> u64 {
    let sum = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let sum = (sum ^ (sum >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    sum ^ (sum >> 31)
}

/// The sum over all leaves, each with the path to it; a sum does not ask for their order.
fn weigh(node: &Node<'_>, path: u64) -> u64 {
    let leaf = |kind: u8, bytes: &[u8]| mix(step(path, kind, bytes));
    match node {
        Node::Null => leaf(b'0', b""),
        Node::Flag(flag) => leaf(b'?', &[u8::from(*flag)]),
        Node::Number(digits) => leaf(b'#', digits.as_bytes()),
        Node::Text(text) => leaf(b'"', text.as_bytes()),
        Node::List(items) => (0_u64..).zip(items).fold(leaf(b'[', b""), |sum, (nth, item)| {
            sum.wrapping_add(weigh(item, step(path, b',', &nth.to_le_bytes())))
        }),
        Node::Object(members) => members.0.iter().fold(leaf(b'{', b""), |sum, (key, node)| {
            sum.wrapping_add(weigh(node, step(path, b'.', key.0.as_bytes())))
        }),
    }
}

/// In two groups of four: `K7QM-3XPA`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, symbol) in self.0.iter().enumerate() {
            f.write_str(if nth == 4 { "-" } else { "" })?;
            write!(f, "{}", char::from(*symbol))?;
        }
        Ok(())
    }
}

/// A text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeError;

impl CodeError {
    /// What is wrong, and what to do next.
    pub fn message(self) -> &'static str {
        "校验码应为8个字母或数字，如“K7QM-3XPA”。请核对后重新填写。"
    }
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a code")
    }
}

impl std::error::Error for CodeError {}

/// As people type it: in small or full-width letters, with spaces and hyphens anywhere. Of the characters it
/// never holds, 1 and I stand for L, 0 and O for Q.
impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let is_gap = |c: &char| c.is_whitespace() || matches!(c, '-' | '－' | '–' | '—' | '_');
        let mut symbols = Vec::with_capacity(8);
        for c in text.chars().filter(|c| !is_gap(c)) {
            let symbol = match narrow(c).to_ascii_uppercase() {
                '0' | 'O' => 'Q',
                '1' | 'I' => 'L',
                other => other,
            };
            let symbol = u8::try_from(symbol).ok().filter(|symbol| ALPHABET.contains(symbol));
            symbols.push(symbol.ok_or(CodeError)?);
        }
        symbols.try_into().map(Self).map_err(|_| CodeError)
    }
}
