//! When and by whom: hybrid logical clock stamps.

use std::fmt;
use std::str::FromStr;

/// One person at one browser: 8 characters, `0-9 a-v`. A new name or unit makes a new actor, so that an
/// attribution never changes afterwards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(String);

/// The characters of an actor, 5 bits each.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

impl Actor {
    /// An actor from random bits, the low 40 of which count.
    pub fn from_bits(bits: u64) -> Self {
        let symbol = |n: u32| char::from(ALPHABET[((bits >> (5 * n)) & 31) as usize]);
        Self((0..8).map(symbol).collect())
    }

    /// The 40 bits it was made from.
    pub(super) fn to_bits(&self) -> u64 {
        let value = |symbol: u8| ALPHABET.iter().position(|known| *known == symbol).unwrap_or(0);
        self.0.bytes().rev().fold(0, |bits, symbol| bits << 5 | value(symbol) as u64)
    }

    /// The actor as written in files.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Actor {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, StampError> {
        let fits = text.len() == 8 && text.bytes().all(|b| ALPHABET.contains(&b));
        fits.then(|| Self(text.to_owned())).ok_or(StampError)
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
    pub fn next(now: Millis, actor: &Actor, newest: Option<&Self>) -> Self {
        let now = Millis(now.0.min(LAST_MILLIS));
        let (wall, counter) = match newest {
            Some(seen) if seen.wall >= now => match seen.counter.checked_add(1) {
                Some(counter) if counter <= LAST_COUNTER => (seen.wall, counter),
                _ => (Millis(seen.wall.0 + 1), 0),
            },
            _ => (now, 0),
        };
        Self { wall, counter, actor: actor.clone() }
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
        write!(f, "{}/{}/{}", self.wall, self.counter, self.actor.0)
    }
}

impl FromStr for Stamp {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, StampError> {
        let mut parts = text.split('/');
        let mut part = || parts.next().ok_or(StampError);
        let (wall, counter, actor) = (part()?, part()?, part()?);
        let stamp = Self {
            wall: wall.parse()?,
            counter: counter.parse().map_err(|_| StampError)?,
            actor: actor.parse()?,
        };
        // Only the canonical spelling, or two spellings of one stamp would count as two changes.
        (stamp.to_string() == text).then_some(stamp).ok_or(StampError)
    }
}

/// RFC 3339 in UTC with milliseconds.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = to_utc(*self);
        let (date, time) = (at.date(), at.time());
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute(),
            time.second(),
            time.millisecond()
        )
    }
}

impl FromStr for Millis {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, StampError> {
        read_utc(text).ok_or(StampError)
    }
}

fn read_utc(text: &str) -> Option<Millis> {
    // `2021-10-31T08:00:00.123Z` and nothing else: fixed columns of digits between fixed marks.
    if text.len() != 24 || !text.is_ascii() {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let small = |from: usize| u8::try_from(number(from, from + 2)?).ok();
    let date = read_date(text.get(..10)?)?;
    let time =
        time::Time::from_hms_milli(small(11)?, small(14)?, small(17)?, number(20, 23)?).ok()?;
    let nanos = time::OffsetDateTime::new_utc(date, time).unix_timestamp_nanos();
    let millis = Millis(u64::try_from(nanos / 1_000_000).ok()?);
    (millis.to_string() == text).then_some(millis)
}

/// The moment in UTC; a time past the year 9999 counts as its end.
fn to_utc(at: Millis) -> time::OffsetDateTime {
    let nanos = i128::from(at.0.min(LAST_MILLIS)) * 1_000_000;
    time::OffsetDateTime::from_unix_timestamp_nanos(nanos)
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
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

/// `2021-10-31`
pub fn print_date(date: time::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// Reads `2021-10-31`; `None` for any other spelling and for days that are none.
pub fn read_date(text: &str) -> Option<time::Date> {
    if !text.is_ascii() {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let month = time::Month::try_from(u8::try_from(number(5, 7)?).ok()?).ok()?;
    let day = u8::try_from(number(8, 10)?).ok()?;
    let date = time::Date::from_calendar_date(number(0, 4)?.into(), month, day).ok()?;
    (print_date(date) == text).then_some(date)
}
