//! Bytes to text: tells what a file is before reading it as JSON.

use super::DecodeError;
use super::error::Foreign;

/// The text of a file, its byte order mark taken off.
pub(super) fn read(bytes: &[u8]) -> Result<&str, DecodeError> {
    if let Some(foreign) = by_magic(bytes) {
        return Err(DecodeError::NotALedger(foreign));
    }
    // A file that a crash left behind is all zeros.
    if bytes.iter().all(|byte| *byte == 0) {
        return Err(DecodeError::Empty);
    }
    if is_utf16(bytes) {
        return Err(DecodeError::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        None => Err(DecodeError::Empty),
        Some('{') => Ok(text),
        Some('<') => Err(DecodeError::NotALedger(Foreign::WebPage)),
        Some('[') => Err(DecodeError::NotALedger(Foreign::OtherJson)),
        Some(_) => Err(DecodeError::NotALedger(Foreign::OtherText)),
    }
}

/// Files that say in their first bytes what they are.
fn by_magic(bytes: &[u8]) -> Option<Foreign> {
    const MAGIC: [(&[u8], Foreign); 8] = [
        (b"PK\x03\x04", Foreign::Office),
        (b"\xd0\xcf\x11\xe0", Foreign::Office),
        (b"Rar!", Foreign::Office),
        (b"7z\xbc\xaf", Foreign::Office),
        (b"%PDF", Foreign::Pdf),
        (b"\x89PNG", Foreign::Picture),
        (b"\xff\xd8\xff", Foreign::Picture),
        (b"GIF8", Foreign::Picture),
    ];
    MAGIC.into_iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, foreign)| foreign)
}

/// By its byte order mark, or by the zero beside the first character, which is a `{` or a space.
fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [first, second, ..] => (*first == 0) != (*second == 0),
        _ => false,
    }
}

fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> DecodeError {
    let (good, bad) = bytes.split_at(error.valid_up_to());
    let line = good.split(|byte| *byte == b'\n').count();
    if error.error_len().is_none() && is_text(good) {
        return DecodeError::Truncated { line };
    }
    // UTF-8 that went wrong half-way has good Chinese characters, of three bytes each, before the fault.
    // In GBK text the first ones are bad already.
    let had_chinese = good.iter().any(|byte| *byte >= 0xe0);
    if !had_chinese && is_gbk(bad) { DecodeError::Gbk } else { DecodeError::Damaged { line } }
}

/// A JSON text that lost its end inside a character has more than its first characters.
fn is_text(good: &[u8]) -> bool {
    good.trim_ascii_start().starts_with(b"{") || good.starts_with(b"\xef\xbb\xbf")
}

/// Whether bytes have the shape of GBK or GB18030: ASCII, pairs and groups of four.
fn is_gbk(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [] | [0x81..=0xfe] => return true,
            [0..=0x7f, rest @ ..]
            | [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..]
            | [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, rest @ ..] => rest,
            _ => return false,
        };
    }
}
