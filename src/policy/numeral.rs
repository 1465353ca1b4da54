//! Chinese numerals as official documents number their parts: 一 to 九十九.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Reads a numeral that makes up the whole of `text`; `None` for anything but 一 to 九十九.
pub fn parse(text: &str) -> Option<u16> {
    match text.split_once('十') {
        None => digit(text),
        // 一十 is how one counts money, not articles.
        Some(("一", _)) => None,
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

/// Reads one digit, 一 to 九.
fn digit(text: &str) -> Option<u16> {
    let mut chars = text.chars();
    let (only, more) = (chars.next()?, chars.next());
    let value = DIGITS.iter().position(|digit| *digit == only)?;
    u16::try_from(value).ok().filter(|value| *value > 0 && more.is_none())
}

/// Writes `number` as a numeral; Arabic digits outside 1 to 99.
pub fn print(number: u16) -> String {
    let digit = |n: u16| DIGITS.get(usize::from(n)).copied().unwrap_or('零');
    match number {
        1..=9 => digit(number).to_string(),
        10..=99 => {
            let mut out = String::new();
            if number >= 20 {
                out.push(digit(number / 10));
            }
            out.push('十');
            if !number.is_multiple_of(10) {
                out.push(digit(number % 10));
            }
            out
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_reads_back() {
        for n in 1..100 {
            assert_eq!(parse(&print(n)), Some(n), "{}", print(n));
        }
        assert_eq!(print(25), "二十五");
        assert_eq!(print(10), "十");
    }

    #[test]
    fn what_is_no_numeral_is_refused() {
        for text in ["", "零", "一一", "十十", "二十零", "是", "二十五五", "百", "一十", "一十一"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
