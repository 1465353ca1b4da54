//! Numbers that belong to a person, found in running text: telephones, identity cards, bank cards, e-mail.
//!
//! Plain scanning over groups of digits. A number counts only with what its rule asks for (length, prefix,
//! birth date, check digit) and where nothing around it says it is an amount, a name of something else or part
//! of a link, so that dates, years and sums pass.

use std::ops::Range;

use time::{Date, Month};

use super::sensitive::Sensitive;
use crate::format::cleaning::is_invisible;

/// Digits that stand together, by their places.
type Group = Range<usize>;

/// The longest number looked for, in digits: a bank card.
const MAX_DIGITS: usize = 19;

/// Of how many groups a number is made at most, unless each digit stands by itself.
const MAX_GROUPS: usize = 6;

/// What may stand right before a telephone number, in letters.
const LABELS: [&str; 15] = [
    "tel",
    "phone",
    "telephone",
    "mobile",
    "mobilephone",
    "cell",
    "cellphone",
    "mob",
    "fax",
    "call",
    "wechat",
    "weixin",
    "wx",
    "vx",
    "sj",
];

/// The numbers and addresses in a text of plain characters, in order, by their places.
pub(super) fn find(text: &[char]) -> Vec<(Sensitive, Range<usize>)> {
    let links = links(text);
    let mut found = mails(text);
    for run in runs(text) {
        let mut at = 0;
        while at < run.len() {
            let groups = &run[at..];
            let singles = groups.iter().take_while(|group| group.len() == 1).count();
            let longest_first = (1..=groups.len().min(singles.clamp(MAX_GROUPS, MAX_DIGITS))).rev();
            let mut numbers = longest_first.filter_map(|n| Some((n, number(text, &groups[..n])?)));
            let number = numbers.next();
            if let Some((_, (sort, place))) = number.clone() {
                let overlaps =
                    |other: &Range<usize>| other.start < place.end && place.start < other.end;
                let is_taken = found.iter().any(|(_, other)| overlaps(other));
                if !is_taken && !links.iter().any(overlaps) {
                    found.push((sort, place));
                }
            }
            at += number.map_or(1, |(n, _)| n);
        }
    }
    found.sort_by_key(|(_, place)| place.start);
    found
}

/// Groups of digits with nothing between them but what people put into a number.
fn runs(text: &[char]) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = at + text[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if end == at {
            at += 1;
            continue;
        }
        let group = at..end;
        let continues = |last: &Group| {
            let gap = &text[last.end..group.start];
            gap.len() <= 3 && gap.iter().all(|c| is_separator(*c))
        };
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(continues) => run.push(group),
            _ => runs.push(vec![group]),
        }
        at = end;
    }
    runs
}

/// What people put into a number.
fn is_separator(c: char) -> bool {
    const DASHES_AND_DOTS: &str = "-‐‑‒–—―−_/.·•・‧()[]";
    c.is_whitespace() && c != '\n' || is_invisible(c) || DASHES_AND_DOTS.contains(c)
}

/// The letters that end here.
fn word_before(text: &[char], end: usize) -> String {
    let letters = text[..end].iter().rev().take_while(|c| c.is_ascii_alphabetic()).count();
    text[end - letters..end].iter().collect()
}

/// What number all of these groups are together, with its place.
fn number(text: &[char], groups: &[Group]) -> Option<(Sensitive, Range<usize>)> {
    let (first, last) = (groups.first()?, groups.last()?);
    let digits = groups.iter().flat_map(|group| &text[group.clone()]);
    let digits: Vec<u8> = digits
        .filter_map(|c| c.to_digit(10))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    if digits.len() > MAX_DIGITS {
        return None;
    }
    let sizes: Vec<usize> = groups.iter().map(Range::len).collect();
    let before = first.start.checked_sub(1).and_then(|at| text.get(at)).copied().unwrap_or(' ');
    let [after, next] = [0, 1].map(|n| text.get(last.end + n).copied().unwrap_or(' '));
    if matches!(before, '¥' | '￥' | '$') {
        return None;
    }
    if before.is_ascii_alphabetic() || before == '_' {
        let label = word_before(text, first.start - usize::from(before == '_'));
        if !LABELS.contains(&label.as_str()) {
            return None;
        }
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    // 002X, 002 X
    let x = last.end + usize::from(is_separator(after));
    let [check, behind] = [0, 1].map(|n| text.get(x + n).copied().unwrap_or(' '));
    if matches!(check, 'X' | 'x') && !is_word(behind) && is_identity(&digits, &sizes, Some(10)) {
        return Some((Sensitive::Identity, first.start..x + 1));
    }
    let is_amount = matches!(after, '元' | '万' | '亿' | '%' | '美' | '港' | '股' | '吨')
        || (after == '.' && next.is_ascii_digit());
    let extension: String = text[last.end..].iter().take(3).collect();
    let is_extended = extension == "ext" || (after == 'x' && next.is_ascii_digit());
    if is_amount || (is_word(after) && !is_extended) {
        return None;
    }
    let is_with =
        |c: char| groups.windows(2).any(|pair| text[pair[0].end..pair[1].start].contains(&c));
    // A number with one point in it is a fraction.
    let is_fraction = groups.len() == 2 && is_with('.') && digits.first() != Some(&0);
    // With a sign or zeros before it, or in groups, a code is one of a country.
    let is_abroad = before == '+' || (before == '(' && is_with(')')) || digits.starts_with(&[0, 0]);
    let place = first.start..last.end;
    if is_identity(&digits, &sizes, None) {
        Some((Sensitive::Identity, place))
    } else if is_card(&digits, &sizes) {
        Some((Sensitive::BankCard, place))
    } else if is_mobile(&digits, &sizes) && !is_fraction {
        Some((Sensitive::Mobile, place))
    } else if is_abroad && let Some(sort) = across_the_border(&digits) {
        Some((sort, place))
    } else if is_landline(&digits, &sizes, is_abroad)
        || is_local(text, first.start, &digits, &sizes)
    {
        Some((Sensitive::Landline, place))
    } else {
        None
    }
}

/// 公民身份号码 after GB 11643: a region, a day of birth, a number in sequence and a check character, 17 digits
/// of weights and a last one that is given as `check` where it is X.
fn is_identity(digits: &[u8], sizes: &[usize], check: Option<u8>) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    let (Some((body, rest)), true) = (digits.split_first_chunk::<17>(), is_in_groups(sizes)) else {
        return false;
    };
    let check = match (rest, check) {
        ([], Some(check)) => check,
        ([last], None) => *last,
        _ => return false,
    };
    let number = |part: &[u8]| part.iter().fold(0_u16, |sum, digit| sum * 10 + u16::from(*digit));
    let region = number(&body[..2]);
    let is_region = matches!(region, 11..=65 | 71 | 81..=83 | 91);
    let year = number(&body[6..10]);
    let month = u8::try_from(number(&body[10..12])).ok().and_then(|m| Month::try_from(m).ok());
    let day = u8::try_from(number(&body[12..14])).unwrap_or_default();
    let is_born = (1900..2100).contains(&year)
        && month.is_some_and(|month| Date::from_calendar_date(year.into(), month, day).is_ok());
    let sum: u32 = body.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    is_region && is_born && CHECKS[(sum % 11) as usize] == check
}

/// A bank card: 16 to 19 digits that begin with 3 to 6 and satisfy Luhn's rule (ISO/IEC 7812), together or in
/// groups of four, or six and the rest.
fn is_card(digits: &[u8], sizes: &[usize]) -> bool {
    let is_grouped = match sizes {
        [_] | [6, 10..=13] => true,
        [fours @ .., last] if fours.iter().all(|size| *size == 4) => *last <= 4,
        sizes => sizes.iter().all(|size| *size == 1),
    };
    let doubled = |(nth, digit): (usize, &u8)| match (nth % 2, *digit) {
        (0, digit) => u32::from(digit),
        (_, digit) => u32::from(digit) * 2 / 10 + u32::from(digit) * 2 % 10,
    };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    is_grouped
        && (16..=19).contains(&digits.len())
        && digits.first().is_some_and(|first| matches!(first, 3..=6))
        && sum.is_multiple_of(10)
}

/// Whether digits stand in groups that a person may make: none of a single one, or each by itself.
fn is_in_groups(sizes: &[usize]) -> bool {
    sizes.iter().all(|size| *size >= 2) || sizes.iter().all(|size| *size == 1)
}

/// A mobile telephone: 11 digits from 13 to 19, with or without 86 before.
fn is_mobile(digits: &[u8], sizes: &[usize]) -> bool {
    let ([0, 0, 8, 6, number @ ..] | [8, 6, number @ ..] | number) = digits;
    let is_grouped = matches!(
        sizes,
        [11 | 13 | 15]
            | [3, 4, 4]
            | [3, 8]
            | [4, 3, 4]
            | [4, 4, 3]
            | [5, 6]
            | [6, 5]
            | [7, 4]
            | [3, 3, 5]
            | [3, 5, 3]
            | [3, 4, 2, 2]
            | [3, 2, 3, 3]
            | [3, 2, 2, 2, 2]
            | [3, 3, 3, 2]
    ) || sizes.iter().all(|size| *size == 1);
    is_grouped && number.len() == 11 && matches!(number, [1, 3..=9, ..])
}

/// A telephone in Hong Kong or Macao: its code and eight digits.
fn across_the_border(digits: &[u8]) -> Option<Sensitive> {
    let ([0, 0, number @ ..] | number) = digits;
    match number {
        [8, 5, 2, 5..=7 | 9, rest @ ..] | [8, 5, 3, 6, rest @ ..] if rest.len() == 7 => {
            Some(Sensitive::Mobile)
        }
        [8, 5, 2 | 3, 2 | 3 | 8, rest @ ..] if rest.len() == 7 => Some(Sensitive::Landline),
        _ => None,
    }
}

/// A fixed line with its area code: 010 and 02x before eight digits, 03xx to 09xx before seven or eight; behind the
/// code of the country, the zero may be missing.
fn is_landline(digits: &[u8], sizes: &[usize], is_abroad: bool) -> bool {
    let ([0, 0, 8, 6, national @ ..] | [8, 6, national @ ..] | national) = digits;
    let country = digits.len() - national.len();
    let (zero, area) = match national {
        _ if country > 0 && !is_abroad && sizes.len() < 2 => return false,
        [0, rest @ ..] => (1, rest),
        rest if country > 0 => (0, rest),
        _ => return false,
    };
    let local = match area {
        [1, 0, local @ ..] | [2, _, local @ ..] if local.len() == 8 => local,
        [3..=9, _, _, local @ ..] if matches!(local.len(), 7 | 8) => local,
        _ => return false,
    };
    // The area stands in a group of its own, or all in one.
    let before = country + zero + area.len() - local.len();
    let ends: Vec<usize> = sizes
        .iter()
        .scan(0, |end, size| {
            *end += size;
            Some(*end)
        })
        .collect();
    let is_area_whole = !ends.iter().any(|end| (country + 1..before).contains(end));
    let is_grouped = sizes.iter().all(|size| *size == 1)
        || (is_area_whole && is_in_groups(sizes) && (ends.contains(&before) || sizes.len() <= 2));
    is_grouped && matches!(local, [2..=8, ..])
}

/// A fixed line without area code, which only the word before it tells from a date or a sum.
fn is_local(text: &[char], start: usize, digits: &[u8], sizes: &[usize]) -> bool {
    const WORDS: [&str; 5] = ["电话", "座机", "传真", "致电", "总机"];
    let is_between =
        |c: &char| matches!(c, ':' | ' ' | '.' | '为' | '是' | '号' | '码' | '(' | ')' | '_');
    let end = start - text[..start].iter().rev().take_while(|c| is_between(c)).count();
    let label: Vec<char> = text[..end].iter().rev().take(2).copied().collect();
    let is_label = |known: &str| known.chars().rev().eq(label.iter().copied());
    matches!(sizes, [7 | 8] | [3 | 4, 4])
        && matches!(digits, [2..=8, ..])
        && (WORDS.into_iter().any(is_label) || LABELS.contains(&word_before(text, end).as_str()))
}

/// Links: what numbers stand in them are those of pages.
fn links(text: &[char]) -> Vec<Range<usize>> {
    let mut links: Vec<Range<usize>> = Vec::new();
    for start in 0..text.len() {
        let begins = |scheme: &str| {
            let here = text[start..].iter().map(char::to_ascii_lowercase);
            here.take(scheme.len()).eq(scheme.chars())
        };
        let is_in_last = links.last().is_some_and(|last| start < last.end);
        if !is_in_last && ["http://", "https://", "www."].into_iter().any(begins) {
            let length = text[start..].iter().take_while(|c| c.is_ascii_graphic()).count();
            links.push(start..start + length);
        }
    }
    links
}

/// E-mail addresses: a name, `@`, and a domain that ends in letters.
fn mails(text: &[char]) -> Vec<(Sensitive, Range<usize>)> {
    let is_part = |c: &&char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let ats = text.iter().enumerate().filter(|(_, c)| **c == '@').map(|(at, _)| at);
    let mail = |at: usize| {
        let name = text[..at].iter().rev().take_while(is_part).count();
        let mut domain: Vec<char> = text[at + 1..].iter().take_while(is_part).copied().collect();
        while domain.last().is_some_and(|c| !c.is_ascii_alphanumeric()) {
            domain.pop();
        }
        let top = domain.rsplit(|c| *c == '.').next().unwrap_or_default();
        let is_domain = domain.contains(&'.')
            && top.len() >= 2
            && top.iter().all(char::is_ascii_alphabetic)
            && domain.first() != Some(&'.');
        (name > 0 && is_domain).then(|| (Sensitive::Mail, at - name..at + 1 + domain.len()))
    };
    ats.filter_map(mail).collect()
}
