//! Characters nobody sees: they make two equal names differ and can turn the order of a line around.

use std::borrow::Cow;

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
/// file would give back another text than was written: see [`super::decode`].
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c == '\r' || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect())
}

/// The text clean and cut after `most` characters.
pub(super) fn clean_name(text: &str, most: usize) -> String {
    clean(text).chars().take(most).collect()
}
