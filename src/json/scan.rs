//! Eight bytes of a text at a time: most of what is read needs no closer look.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// Marks the highest bit of bytes below a limit of at most 128. The first mark is right, counted from the lowest
/// byte, and where none is there is no such byte.
pub(crate) const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * limit as u64) & !word & HIGHEST
}

/// The same of bytes that are `byte`.
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * byte as u64), 1)
}

/// How many bytes there are before the first that ends a plain piece of a string: a quotation mark, a backslash or
/// a control character.
pub(super) fn plain(text: &[u8]) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    for (nth, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let special = below(word, b' ') | equal(word, b'"') | equal(word, b'\\');
        if special != 0 {
            return 8 * nth + special.trailing_zeros() as usize / 8;
        }
    }
    let is_special = |b: &u8| *b < b' ' || matches!(b, b'"' | b'\\');
    text.len() - rest.len() + rest.iter().position(is_special).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn every_byte_is_told_wherever_it_lies() {
        for byte in 0..=u8::MAX {
            let is_special = byte < b' ' || byte == b'"' || byte == b'\\';
            for (at, before) in
                (0..20).flat_map(|at| [b' ', 0x80, 0xff, b'!', b'#'].map(|b| (at, b)))
            {
                let mut text = [before; 20];
                text[at] = byte;
                assert_eq!(plain(&text), if is_special { at } else { 20 }, "{byte} at {at}");
                text[19] = b'"';
                assert_eq!(plain(&text), if is_special { at } else { 19 }, "{byte} at {at}");
            }
        }
    }
}
