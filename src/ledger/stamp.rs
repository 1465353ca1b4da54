//! When and by whom: hybrid logical clock stamps.

use std::fmt;
use std::str::FromStr;

/// One person at one browser: 8 characters, `0-9 a-v`. A new name or unit makes a new actor, so that an
/// attribution never changes afterwards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor([u8; 8]);

/// The characters of an actor, 5 bits each.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

impl Actor {
    /// An actor from random bits, the low 40 of which count.
    pub fn from_bits(bits: u64) -> Self {
        let symbol = |n: usize| ALPHABET[((bits >> (5 * n)) & 31) as usize];
        Self(std::array::from_fn(symbol))
    }

    /// The actor of these symbols, where that is what they are.
    fn of(symbols: [u8; 8]) -> Option<Self> {
        let is_symbol = |b: &u8| matches!(b, b'0'..=b'9' | b'a'..=b'v');
        symbols.iter().all(is_symbol).then_some(Self(symbols))
    }

    /// The 40 bits it was made from.
    pub(super) fn to_bits(&self) -> u64 {
        let value = |symbol: u8| ALPHABET.iter().position(|known| *known == symbol).unwrap_or(0);
        self.0.iter().rev().fold(0, |bits, symbol| bits << 5 | value(*symbol) as u64)
    }

    /// The actor as written in files.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Actor {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, StampError> {
        let symbols = text.as_bytes().try_into().map_err(|_| StampError)?;
        Self::of(symbols).ok_or(StampError)
    }
}

/// A point in time, in milliseconds since 1970-01-01 UTC. At most the end of the year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

/// The greatest counter given out. What files from elsewhere may hold ends here too, so that no stamp of
/// theirs makes ours unacceptable to them.
pub const LAST_COUNTER: u32 = 1_000_000_000;

/// 9999-12-31T23:59:59.999Z: the last moment that prints with a year of four digits.
const LAST_MILLIS: u64 = 253_402_300_799_999;

/// Counters that are equal but for multiples of this belong to one text being typed: see [`Stamp::typed_on`].
const STRIDE: u32 = 1024;

/// The stamp of a change. Stamps of one actor strictly increase whatever its clock does; the order over
/// all actors is the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// The actor's clock, or the newest stamp it had seen where that was later.
    pub wall: Millis,
    /// Tells apart changes within one `wall`.
    pub counter: u32,
    /// Who made the change.
    pub actor: Actor,
}

impl Stamp {
    /// The stamp of the next change by `actor` at `now`, after everything seen up to `newest`.
    ///
    /// Behind a stamp from a clock that is ahead of ours, `wall` cannot say when. The counter then does, by its
    /// remainder: two machines that a copied browser profile gave one actor must not seem to type one text.
    pub fn next(now: Millis, actor: &Actor, newest: Option<&Self>) -> Self {
        let now = Millis(now.0.min(LAST_MILLIS));
        let (wall, counter) = match newest {
            Some(seen) if seen.wall >= now => {
                let is_ahead = seen.wall > now;
                let like = if is_ahead { now.0 } else { u64::from(seen.counter) + 1 };
                match seen.next_counter(like) {
                    Some(counter) => (seen.wall, counter),
                    None => (Millis(seen.wall.0 + 1), 0),
                }
            }
            _ => (now, 0),
        };
        Self { wall, counter, actor: actor.clone() }
    }

    /// The stamp of the text stamped here once it is typed further: of the same moment, and after `newest`.
    /// `None` where that is of a later moment, so that the text can only be followed by another.
    pub(super) fn typed_on(&self, newest: &Self) -> Option<Self> {
        let counter = newest.next_counter(self.counter.into())?;
        (newest.wall == self.wall).then(|| Self { counter, ..self.clone() })
    }

    /// Whether this is [`Stamp::typed_on`] of an earlier one.
    pub(super) fn is_typed_on(&self, earlier: &Self) -> bool {
        (&self.actor, self.wall) == (&earlier.actor, earlier.wall)
            && self.counter > earlier.counter
            && self.counter % STRIDE == earlier.counter % STRIDE
    }

    /// Whether nothing but the actor's own clock gave it: what is counted on from another stamp has a remainder.
    pub(super) fn is_by_its_clock(&self) -> bool {
        self.counter.is_multiple_of(STRIDE)
    }

    /// The least counter above this one's with the remainder of `like`; `None` where none is left.
    fn next_counter(&self, like: u64) -> Option<u32> {
        let stride = u64::from(STRIDE);
        let counter = u64::from(self.counter);
        let step = (like % stride + stride - 1 - counter % stride) % stride + 1;
        u32::try_from(counter + step).ok().filter(|counter| *counter <= LAST_COUNTER)
    }
}

/// A text that is no stamp or actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StampError;

impl fmt::Display for StampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a stamp")
    }
}

impl std::error::Error for StampError {}

/// `2021-10-31T08:00:00.123Z/0/k3j9x2ab`: the time in UTC, the counter, the actor.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.wall, self.counter, self.actor.as_str())
    }
}

impl FromStr for Stamp {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, StampError> {
        read_stamp(text.as_bytes()).ok_or(StampError)
    }
}

fn read_stamp(text: &[u8]) -> Option<Stamp> {
    // The time and the actor have one length each.
    let (wall, rest) = text.split_first_chunk::<{ TIME.len() }>()?;
    let (rest, actor) = rest.split_last_chunk()?;
    let [b'/', counter @ .., b'/'] = rest else { return None };
    Some(Stamp {
        wall: read_utc(wall)?,
        counter: read_counter(counter)?,
        actor: Actor::of(*actor)?,
    })
}

/// Only the canonical spelling, or two spellings of one stamp would count as two changes.
fn read_counter(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || (digits.len() > 1 && digits[0] == b'0') {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// How a time is spelled.
const TIME: &[u8; 24] = b"0000-00-00T00:00:00.000Z";

/// RFC 3339 in UTC with milliseconds.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A ledger prints thousands of these with every save, so no general formatting.
        let mut text = *TIME;
        let at = to_utc(*self);
        let (date, time) = (at.date(), at.time());
        let numbers: [(usize, u16); 7] = [
            (4, u16::try_from(date.year()).unwrap_or_default()),
            (7, u8::from(date.month()).into()),
            (10, date.day().into()),
            (13, time.hour().into()),
            (16, time.minute().into()),
            (19, time.second().into()),
            (23, time.millisecond()),
        ];
        for (end, mut number) in numbers {
            for digit in text[..end].iter_mut().rev().take_while(|digit| digit.is_ascii_digit()) {
                *digit = b'0' + (number % 10) as u8;
                number /= 10;
            }
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl FromStr for Millis {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, StampError> {
        read_utc(text.as_bytes()).ok_or(StampError)
    }
}

/// By plain arithmetic: to read a ledger is for a good part to read these.
fn read_utc(text: &[u8]) -> Option<Millis> {
    let [year, month, day, hour, minute, second, milli] = digits(text, TIME)?.map(u32::from);
    let days = days_since_1970(year, month, day)?;
    let seconds = (hour * 60 + minute) * 60 + second;
    let is_time = hour < 24 && minute < 60 && second < 60;
    let at = (u64::from(days) * 86_400 + u64::from(seconds)) * 1000 + u64::from(milli);
    is_time.then_some(Millis(at))
}

/// The number of a day; `None` before 1970, and where there is no such day.
fn days_since_1970(year: u32, month: u32, day: u32) -> Option<u32> {
    /// How many days of a common year lie before each month, and in all of it.
    const BEFORE: [u16; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    let before = |months: u32| BEFORE.get(months as usize).copied().map(u32::from);
    let leap_days = |year: u32| year / 4 - year / 100 + year / 400;
    let last_year = year.checked_sub(1)?;
    let leap_day = leap_days(year) - leap_days(last_year);
    let start = before(month.checked_sub(1)?)?;
    let length = before(month)? - start + if month == 2 { leap_day } else { 0 };
    let years = year.checked_sub(1970)? * 365 + leap_days(last_year) - leap_days(1969);
    let days = years + start + if month > 2 { leap_day } else { 0 } + day;
    (1..=length).contains(&day).then(|| days - 1)
}

/// The moment in UTC; a time past the year 9999 counts as its end.
fn to_utc(at: Millis) -> time::OffsetDateTime {
    let at = at.0.min(LAST_MILLIS);
    let seconds = time::OffsetDateTime::from_unix_timestamp((at / 1000).cast_signed());
    let millis = time::Duration::milliseconds((at % 1000).cast_signed());
    seconds.unwrap_or(time::OffsetDateTime::UNIX_EPOCH) + millis
}

/// The present as the person's machine tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The clock.
    pub at: Millis,
    /// Minutes that local time is ahead of UTC: 480 in Guangzhou.
    pub offset_minutes: i32,
}

impl Now {
    /// Today, where the person is.
    pub fn today(self) -> time::Date {
        self.local(self.at).date()
    }

    /// A moment in local time.
    pub fn local(self, at: Millis) -> time::OffsetDateTime {
        let shift = time::Duration::minutes(i64::from(self.offset_minutes));
        to_utc(at).checked_add(shift).unwrap_or(to_utc(at))
    }

    /// A moment in local time as `2021-10-31 16:00`.
    pub fn local_minute(self, at: Millis) -> String {
        let at = self.local(at);
        format!("{} {:02}:{:02}", print_date(at.date()), at.hour(), at.minute())
    }

    /// Whole days from `at` to today by the local calendar; negative where `at` lies ahead.
    pub fn days_since(self, at: Millis) -> i64 {
        (self.today() - self.local(at).date()).whole_days()
    }
}

/// Files write a year with four digits.
pub(super) fn is_four_digit(date: time::Date) -> bool {
    (0..=9999).contains(&date.year())
}

/// `2021-10-31`
pub fn print_date(date: time::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// Reads `2021-10-31`; `None` for any other spelling and for days that are none.
pub fn read_date(text: &str) -> Option<time::Date> {
    let [year, month, day] = digits(text.as_bytes(), b"0000-00-00")?;
    date_of(year, month, day)
}

fn date_of(year: u16, month: u16, day: u16) -> Option<time::Date> {
    let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
    time::Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()
}

/// The `N` numbers in a text that is like `pattern`: digits where it has `0`, and all else the same. No number has
/// more than four digits.
fn digits<const N: usize>(text: &[u8], pattern: &[u8]) -> Option<[u16; N]> {
    if text.len() != pattern.len() {
        return None;
    }
    let mut numbers = [0; N];
    let mut nth = 0;
    for (at, byte) in text.iter().enumerate() {
        match (pattern[at], byte) {
            (b'0', b'0'..=b'9') => {
                let number = numbers.get_mut(nth)?;
                *number = *number * 10 + u16::from(byte - b'0');
            }
            (b'0', _) => return None,
            (mark, _) if *byte != mark => return None,
            _ => nth += 1,
        }
    }
    Some(numbers)
}
