//! What people type or paste for a day and for a percentage, in the spellings that they use. The screens and the
//! table read both through this module, so that what one takes the other takes too.

use time::{Date, Month};

use crate::format::cleaning::clean;
use crate::format::cleaning::narrow;

/// The first and the last year of a day that is typed or pasted. What lies outside is a slip of the hand: a year of
/// which a digit is missing, or one too many. Files may hold other days; they are read as they are.
pub const YEARS: (i32, i32) = (1990, 2100);

/// The years that a year of two digits may stand for: around those of the plan, which runs from 2021 to 2035.
const SHORT_YEARS: (u16, u16) = (20, 49);

/// What a day is, in the words of [`refusal`].
pub const A_DAY: &str = "1990年到2100年的日期，如2022-6-30";

/// What a percentage is, in the words of [`refusal`].
pub const A_PERCENTAGE: &str = "0到100的整数";

/// Why a text cannot stand in a column, and what can: a full sentence.
pub fn refusal(text: &str, column: &str, wanted: &str) -> String {
    format!("“{text}”不能填入“{column}”，应为{wanted}。")
}

/// Reads a day: `20220630`, `2022-6-30`, `2022.6.30`, `2022/6/30`, `2022年6月30日`, `22/6/30`, also in full width and
/// with the marks that a Chinese input method puts for these, `2022年6月底`, `2022年底`, and with what spreadsheets and
/// ledgers add: a time of day, 前. `None` for any other spelling, for days that are none or
/// lie outside [`YEARS`], and where a year of two digits may as well be a day: `31-12-22`.
pub fn read_typed_date(text: &str) -> Option<Date> {
    let text = clean(text);
    let text: String =
        without_time(&text).chars().map(plain).filter(|c| !c.is_whitespace()).collect();
    let text =
        text.strip_suffix('前').filter(|day| day.ends_with(['日', '底', '末'])).unwrap_or(&text);
    if let Some(end) = text.strip_suffix(['底', '末']) {
        return read_end(end);
    }
    let (year, month, day) = match text.as_bytes() {
        all @ [_, _, _, _, _, _, _, _] if all.iter().all(u8::is_ascii_digit) => {
            (text.get(..4)?, text.get(4..6)?, text.get(6..)?)
        }
        _ => parts(text)?,
    };
    let year = match (year.len(), number(year)?) {
        (4, year) => year,
        (2, short) if is_year(short, day)? => 2000 + short,
        _ => return None,
    };
    let month = Month::try_from(u8::try_from(number(month)?).ok()?).ok()?;
    let date = Date::from_calendar_date(year.into(), month, u8::try_from(number(day)?).ok()?);
    date.ok().filter(|date| (YEARS.0..=YEARS.1).contains(&date.year()))
}

/// The text without a time of day after it: `2022/6/30 0:00:00`.
fn without_time(text: &str) -> &str {
    let (day, time) = text.trim().rsplit_once(char::is_whitespace).unwrap_or((text, ""));
    let is_time = time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || c == ':');
    if is_time { day } else { text }
}

/// The last day of a month, `2022年6月`, or of a year, `2022年`.
fn read_end(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年').filter(|(year, _)| year.len() == 4)?;
    let year = i32::from(number(year)?);
    let month = if rest.is_empty() { 12 } else { number(rest.strip_suffix('月')?)? };
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, month.length(year));
    date.ok().filter(|date| (YEARS.0..=YEARS.1).contains(&date.year()))
}

/// A character as the plain one that it stands for in a day.
fn plain(c: char) -> char {
    match c {
        '‐' | '‑' | '–' | '—' | '−' => '-',
        '。' => '.',
        '、' => '/',
        '号' => '日',
        other => narrow(other),
    }
}

/// Year, month and day of a text that parts them by one mark, or by their names.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.split_once('月')?;
        return Some((year, month, day.strip_suffix('日').unwrap_or(day)));
    }
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-./".contains(*c))?;
    let (year, rest) = text.split_once(mark)?;
    let (month, day) = rest.split_once(mark)?;
    Some((year, month, day))
}

/// A number of one to four digits.
fn number(digits: &str) -> Option<u16> {
    let is_number =
        (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

/// Whether a first part of two digits is the year. Where it may as well be a day, and the last part a year before that
/// one, there is no telling.
fn is_year(first: u16, last: &str) -> Option<bool> {
    let is_short_year = |year: u16| (SHORT_YEARS.0..=SHORT_YEARS.1).contains(&year);
    let end = number(last)?;
    let may_be_day = first <= 31 && last.len() == 2 && is_short_year(end) && end < first;
    Some(is_short_year(first) && !may_be_day)
}

/// Reads a whole number of up to four digits, also in full width; `None` for anything else.
pub fn read_typed_number(text: &str) -> Option<u16> {
    let text: String = clean(text).trim().chars().map(narrow).collect();
    number(&text)
}

/// Reads a percentage, a whole number from 0 to 100: `80`, `80%`, `80.00%` as spreadsheets show it, also in full
/// width. `None` for anything else: nothing is rounded.
pub fn read_typed_percent(text: &str) -> Option<u8> {
    let text: String = clean(text).chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let text = text.strip_suffix('%').unwrap_or(&text);
    let whole = match text.split_once('.') {
        Some((whole, rest)) if !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    let percent = u8::try_from(number(whole)?).ok()?;
    (percent <= 100).then_some(percent)
}
