//! Characters nobody sees: they make two equal names differ and can turn the order of a line around. What is meant
//! stays: joiners where a script or a picture needs them, and line breaks of every kind.

use std::borrow::Cow;

const JOINER: char = '\u{200d}';
const NON_JOINER: char = '\u{200c}';
/// Ends the letters of a flag.
const FLAG_END: char = '\u{e007f}';

/// Whether a character is invisible: it makes no other word of one that it stands in. Line break and tab are seen.
pub fn is_invisible(c: char) -> bool {
    is_harmful(c) || matches!(c, JOINER | NON_JOINER) || is_tag(c)
}

/// Whether a character has no place in a name or a text: control characters but for those that move to another line
/// or column, spaces without width, and those that turn the direction of writing.
fn is_harmful(c: char) -> bool {
    let turns_or_hides = matches!(
        c,
        '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
    );
    turns_or_hides || (c.is_control() && c != '\n' && c != '\t' && !is_break(c))
}

/// Other ways to begin a new line: Word's soft return, a new page, that of mainframes, and Unicode's own two.
fn is_break(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Letters for machines, of which flags are made: 🏴 and what is behind it is one picture.
fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

/// Whether a joiner means something beside this character: letters of scripts that join (Arabic, which Uyghur is
/// written in, Syriac, N'Ko, Mongolian, Phags-pa, Adlam) or that build syllables (those of India, Tibetan, Burmese,
/// Khmer).
fn is_joined(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{8ff}'
            | '\u{900}'..='\u{109f}'
            | '\u{1780}'..='\u{18af}'
            | '\u{a840}'..='\u{a877}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{1e900}'..='\u{1e95f}'
    ) && !is_harmful(c)
}

/// Whether a character is, or ends, a picture that others may be joined to: emoji, skin colours, the selector of
/// coloured pictures, the end of a flag.
fn is_picture(c: char) -> bool {
    matches!(
        c,
        '\u{203c}'
            | '\u{2049}'
            | '\u{20e3}'
            | '\u{2122}'..='\u{2bff}'
            | '\u{3030}'
            | '\u{303d}'
            | '\u{3297}'
            | '\u{3299}'
            | '\u{fe0f}'
            | '\u{1f000}'..='\u{1faff}'
            | FLAG_END
    )
}

/// The text without invisible characters that mean nothing, its line breaks all `\n`. What a ledger holds must be
/// clean, or a file would give back another text than was written: see [`super::decode()`].
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_doubtful = |c| is_break(c) || is_invisible(c);
    if seems_clean(text) || !text.contains(is_doubtful) {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n");
    let harmless: Vec<char> = lines
        .chars()
        .filter(|c| !is_harmful(*c))
        .map(|c| if is_break(c) { '\n' } else { c })
        .collect();
    let mut clean = String::with_capacity(text.len());
    for (at, c) in harmless.iter().enumerate() {
        let before = clean.chars().next_back();
        let is_before = |is: fn(char) -> bool| before.is_some_and(is);
        let is_behind = |is: fn(char) -> bool| harmless.get(at + 1).copied().is_some_and(is);
        let is_meant = match *c {
            JOINER => {
                is_before(is_joined)
                    || is_behind(is_joined)
                    // The end of a flag begins nothing, and behind a joiner it goes itself.
                    || (is_before(is_picture) && is_behind(|c| is_picture(c) && !is_tag(c)))
            }
            NON_JOINER => is_before(is_joined) || is_behind(is_joined),
            FLAG_END => is_before(|c| is_tag(c) && c != FLAG_END),
            c if is_tag(c) => is_before(|c| is_tag(c) && c != FLAG_END || c == '\u{1f3f4}'),
            _ => true,
        };
        if is_meant {
            clean.push(*c);
        }
    }
    if clean == text { Cow::Borrowed(text) } else { Cow::Owned(clean) }
}

/// The same in one line, as names are: what moves to another line or column is a space.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        lines if lines.contains(['\n', '\t']) => Cow::Owned(lines.replace(['\n', '\t'], " ")),
        line => line,
    }
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
            0xef => !matches!(next(), 0xbb | 0xbf),
            0xf3 => next() != 0xa0,
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
            | equal(word, 0xef)
            | equal(word, 0xf3);
        while doubtful != 0 {
            if !is_clean(8 * nth + doubtful.trailing_zeros() as usize / 8) {
                return false;
            }
            doubtful &= doubtful - 1;
        }
    }
    (bytes.len() - rest.len()..bytes.len()).all(is_clean)
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// Of eight bytes at a time, marks the highest bit of those below a limit of at most 128. The first mark is right,
/// counted from the lowest byte, and where none is there is no such byte.
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * limit as u64) & !word & HIGHEST
}

/// The same of bytes that are `byte`.
const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * byte as u64), 1)
}

/// The text in one line, clean and cut after `most` characters.
pub(crate) fn clean_name(text: &str, most: usize) -> String {
    clean_line(text).chars().take(most).collect()
}

/// A text of a file, cut to a length that fits in a sentence.
pub(crate) fn shorten(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    let text = clean_line(text);
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

/// A full-width character as the plain one it stands for.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_break, is_invisible, seems_clean};

    #[test]
    fn nothing_invisible_seems_clean() {
        for c in ('\0'..=char::MAX).filter(|c| is_break(*c) || is_invisible(*c)) {
            let code = u32::from(c);
            assert!(!seems_clean(&c.to_string()), "{code:x}");
            for before in ["", "好", "abcde", "好好好好", "，", "好，，", "！，é，"] {
                assert!(!seems_clean(&format!("{before}{c}好好好")), "{code:x} after {before}");
            }
        }
        assert!(seems_clean("第1次更新：\n\t项目库（新增）é，ñ；©。"));
    }
}
