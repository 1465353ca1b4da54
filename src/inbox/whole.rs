//! Whether a file is there to its end: what someone else is writing at this moment may not be.

use super::archive;

/// Whether these bytes look like all of a file: an archive with its directory, or JSON in which whatever was
/// opened is closed again. Nothing that lacks its end does; what is wrong in another way may.
pub fn is_whole(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"PK") { archive::has_directory(bytes) } else { is_closed(bytes) }
}

fn is_closed(text: &[u8]) -> bool {
    let (mut open, mut is_begun, mut in_text, mut is_escaped) = (0_usize, false, false, false);
    for byte in text {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => (open, is_begun) = (open + 1, true),
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    is_begun && open == 0 && !in_text
}
