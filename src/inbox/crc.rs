//! CRC-32 as archives use it (ISO 3309, reflected). That of rawzip is quick by a table of 16 KB that no
//! compression makes smaller: more than all else that reads archives. What comes here is a few megabytes.

/// The sum of half a byte.
const HALVES: [u32; 16] = halves();

const fn halves() -> [u32; 16] {
    let mut halves = [0; 16];
    let mut nth = 0;
    while nth < 16 {
        let (mut sum, mut bit) = (nth, 0);
        while bit < 4 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
            bit += 1;
        }
        halves[nth as usize] = sum;
        nth += 1;
    }
    halves
}

/// The sum of these bytes.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let half = |sum: u32| sum >> 4 ^ HALVES[(sum & 15) as usize];
    !bytes.iter().fold(!0, |sum, byte| half(half(sum ^ u32::from(*byte))))
}
