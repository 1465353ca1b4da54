//! Characters nobody sees: they make two equal names differ and can turn the order of a line around.

use std::borrow::Cow;

use crate::json::scan::{below, equal};

/// Whether a character is invisible and has no place in a name or a text: control characters but for line
/// break and tab, characters without width, and those that turn the direction of writing.
pub fn is_invisible(c: char) -> bool {
    let turns_or_hides = matches!(
        c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    );
    turns_or_hides || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// The text without invisible characters, its line breaks all `\n`. What a ledger holds must be clean, or a
/// file would give back another text than was written: see [`super::decode()`].
pub fn clean(text: &str) -> Cow<'_, str> {
    if seems_clean(text) || !text.contains(|c| c == '\r' || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect())
}

/// Whether no two bytes look like the beginning of something invisible: nearly all texts, and quicker than to take
/// out every character.
fn seems_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_clean = |at: usize| {
        let next = || bytes.get(at + 1).copied().unwrap_or_default();
        match bytes[at] {
            b'\n' | b'\t' => true,
            0..b' ' | 0x7f | 0xd8 => false,
            0xc2 => next() >= 0xa0,
            0xe2 => next() > 0x81,
            0xef => next() != 0xbb,
            _ => true,
        }
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for (nth, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let mut doubtful = below(word, b' ')
            | equal(word, 0x7f)
            | equal(word, 0xc2)
            | equal(word, 0xd8)
            | equal(word, 0xe2)
            | equal(word, 0xef);
        while doubtful != 0 {
            if !is_clean(8 * nth + doubtful.trailing_zeros() as usize / 8) {
                return false;
            }
            doubtful &= doubtful - 1;
        }
    }
    (bytes.len() - rest.len()..bytes.len()).all(is_clean)
}

/// The text clean and cut after `most` characters.
pub(super) fn clean_name(text: &str, most: usize) -> String {
    clean(text).chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_invisible, seems_clean};

    #[test]
    fn nothing_invisible_seems_clean() {
        for c in ('\0'..=char::MAX).filter(|c| *c == '\r' || is_invisible(*c)) {
            assert!(!seems_clean(&c.to_string()), "{c:?}");
            for before in ["", "好", "abcde", "好好好好", "，", "好，，", "！，é，"] {
                assert!(!seems_clean(&format!("{before}{c}好好好")), "{c:?} after {before}");
            }
        }
        assert!(seems_clean("第 1 次更新：\n\t项目库（新增）é，ñ；©。"));
    }
}
