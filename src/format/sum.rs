//! FNV-1a, 64 bits: a sum that is the same on every machine and for ever. It tells slips and damage, not malice.

/// Where every sum begins.
pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

const PRIME: u64 = 0x0100_0000_01b3;

/// The sum of these bytes. Each step is a bijection of the sum, so one changed byte always changes it.
pub(crate) fn of(bytes: &[u8]) -> u64 {
    add(START, bytes)
}

/// Goes on with a sum.
pub(crate) fn add(sum: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)))
}

/// The sum for long texts: eight bytes at a time, and the last ones one by one. It differs from [`of`].
pub(crate) fn of_words(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    // A product carries upwards only: turned around, the upper bits of a word go on into all the others.
    let sum = words.fold(START, |sum, word| step(sum, word).rotate_left(29));
    add(sum, rest)
}

const fn step(sum: u64, word: u64) -> u64 {
    (sum ^ word).wrapping_mul(PRIME)
}
