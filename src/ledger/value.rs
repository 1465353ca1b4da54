//! What may stand in a column.

use time::Date;

use super::closing::Closing;
use super::field::{Field, Kind, MAX_LINE_CHARS, MAX_TEXT_CHARS};
use super::stamp::{is_four_digit, print_date};
use super::status::Status;

/// The longest link or file name of 佐证材料, in characters.
pub const MAX_SOURCE_CHARS: usize = 2_000;

/// A value of several parts, by the column it stands in: each says in the terms of its column what the [`Parts`] mean.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// In [`Field::Measure`].
    Measure(Measure),
    /// In [`Field::Note`].
    Note(Note),
    /// In [`Field::Evidence`].
    Evidence(Evidence),
    /// In [`Field::SignOff`].
    SignOff(SignOff),
    /// In [`Field::Verdict`].
    Verdict(Verdict),
    /// In [`Field::Receipt`].
    Receipt(Receipt),
}

/// The parts of a [`Record`] as the file names them. A column that has no use for one keeps what came there.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parts {
    /// At most [`MAX_TEXT_CHARS`] characters.
    pub text: String,
    /// At most [`MAX_LINE_CHARS`] characters.
    pub by: String,
    /// A day.
    pub on: Option<Date>,
    /// Whether it is done.
    pub done: bool,
}

/// 具体举措: `text` is what is done, `by` 责任人, `on` 时间节点, `done` whether it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure(Parts);

/// 进展记录: `text` is what happened, `on` the day.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note(Parts);

/// 佐证材料: `text` is the title, `by` a link or file name, `on` the day. The material itself is not stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence(Parts);

/// 销号: `text` is on what basis, `by` by whom, `on` the day.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignOff(Parts);

/// 亮灯改判, another light than the rule gives: `text` is the reason, `by` the light, by its slug.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Verdict(Parts);

/// 收件, a file that was taken in: `text` is the unit that sent it, `by` who exported it, `on` the day of the export, and
/// `done` that this is the day on which it came in.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Receipt(Parts);

/// What stands in a column; an empty column has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// In [`Field::Status`].
    Status(Status),
    /// In [`Field::Percent`]: 0 to 100.
    Percent(u8),
    /// A text, within the limit of its column.
    Text(String),
    /// In [`Field::Standing`].
    Flag(bool),
    /// In [`Field::Phase`]: the year of a step.
    Year(u16),
    /// In [`Field::Start`], [`Field::Due`] and [`Field::Carried`].
    Date(Date),
    /// In the columns of several parts and the items of lists.
    Record(Box<Record>),
    /// In the closed periods of [`super::Ledger::own_row`].
    Closing(Box<Closing>),
}

impl Value {
    /// The record that these parts make in a column; `None` in one that holds no record.
    pub fn record(field: Field, parts: Parts) -> Option<Self> {
        Record::of(field, parts).map(|record| Self::Record(Box::new(record)))
    }

    /// Whether the value may stand in `field`.
    pub fn fits(&self, field: Field) -> bool {
        // No text has more characters than bytes.
        let within = |text: &str, most: usize| text.len() <= most || text.chars().count() <= most;
        match (field.kind(), self) {
            (Kind::Status, Self::Status(_)) | (Kind::Flag, Self::Flag(_)) => true,
            (Kind::Percent, Self::Percent(percent)) => *percent <= 100,
            (Kind::Text(most), Self::Text(text)) => within(text, most),
            (Kind::Year, Self::Year(year)) => (1000..=9999).contains(year),
            (Kind::Date, Self::Date(date)) => is_four_digit(*date),
            (Kind::Record, Self::Record(record)) => {
                let Parts { text, by, on, .. } = record.parts();
                record.is_of(field)
                    && within(text, MAX_TEXT_CHARS)
                    && within(by, MAX_LINE_CHARS)
                    && on.is_none_or(is_four_digit)
            }
            (Kind::Closing, Self::Closing(closing)) => closing.fits(),
            _ => false,
        }
    }

    /// The value in words.
    pub fn print(&self) -> String {
        match self {
            Self::Status(status) => status.name().to_owned(),
            Self::Percent(percent) => format!("{percent}%"),
            Self::Text(text) => text.clone(),
            Self::Flag(true) => "是".to_owned(),
            Self::Flag(false) => "否".to_owned(),
            Self::Year(year) => format!("到{year}年"),
            Self::Date(date) => print_date(*date),
            Self::Record(record) => record.print(),
            Self::Closing(closing) => closing.print(),
        }
    }
}

impl Record {
    /// The record that these parts make in a column; `None` in one that holds no record.
    pub fn of(field: Field, parts: Parts) -> Option<Self> {
        Some(match field {
            Field::Measure(_) => Self::Measure(Measure(parts)),
            Field::Note(_) => Self::Note(Note(parts)),
            Field::Evidence(_) => Self::Evidence(Evidence(parts)),
            Field::SignOff => Self::SignOff(SignOff(parts)),
            Field::Verdict => Self::Verdict(Verdict(parts)),
            Field::Receipt(_) => Self::Receipt(Receipt(parts)),
            _ => return None,
        })
    }

    /// Whether this is what stands in such a column.
    fn is_of(&self, field: Field) -> bool {
        matches!(
            (self, field),
            (Self::Measure(_), Field::Measure(_))
                | (Self::Note(_), Field::Note(_))
                | (Self::Evidence(_), Field::Evidence(_))
                | (Self::SignOff(_), Field::SignOff)
                | (Self::Verdict(_), Field::Verdict)
                | (Self::Receipt(_), Field::Receipt(_))
        )
    }

    /// Its parts.
    pub fn parts(&self) -> &Parts {
        match self {
            Self::Measure(Measure(parts))
            | Self::Note(Note(parts))
            | Self::Evidence(Evidence(parts))
            | Self::SignOff(SignOff(parts))
            | Self::Verdict(Verdict(parts))
            | Self::Receipt(Receipt(parts)) => parts,
        }
    }

    /// Its parts, to be changed.
    pub fn parts_mut(&mut self) -> &mut Parts {
        match self {
            Self::Measure(Measure(parts))
            | Self::Note(Note(parts))
            | Self::Evidence(Evidence(parts))
            | Self::SignOff(SignOff(parts))
            | Self::Verdict(Verdict(parts))
            | Self::Receipt(Receipt(parts)) => parts,
        }
    }

    /// Its parts in a line, those that are empty left out; 「空白」 where all are.
    pub fn print(&self) -> String {
        if self.is_empty() {
            return "空白".to_owned();
        }
        let Parts { text, by, on, done } = self.parts();
        let mut line = text.clone();
        let date = on.map(print_date).unwrap_or_default();
        let done = if *done { "已完成" } else { "" };
        for part in [by.as_str(), &date, done].into_iter().filter(|part| !part.is_empty()) {
            line.push_str(if line.is_empty() { "" } else { " · " });
            line.push_str(part);
        }
        line
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        *self.parts() == Parts::default()
    }
}

impl Measure {
    /// What is done.
    pub fn what(&self) -> &str {
        &self.0.text
    }

    /// 时间节点: until when.
    pub fn due(&self) -> Option<Date> {
        self.0.on
    }

    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        self.0.done
    }
}

impl Verdict {
    /// The light, by its slug; one of a newer version is not known here.
    pub fn light(&self) -> &str {
        &self.0.by
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.0.text
    }
}

impl Receipt {
    /// The receipt of an export by a unit and a person. `is_by_arrival` says that the day is that on which it came in,
    /// since the clock that dated the export is fast.
    pub fn new(unit: String, exporter: String, day: Date, is_by_arrival: bool) -> Self {
        Self(Parts { text: unit, by: exporter, on: Some(day), done: is_by_arrival })
    }

    /// The unit that sent it, as it spells itself.
    pub fn unit(&self) -> &str {
        &self.0.text
    }

    /// Who exported it.
    pub fn exporter(&self) -> &str {
        &self.0.by
    }

    /// The day of the export.
    pub fn day(&self) -> Option<Date> {
        self.0.on
    }

    /// Whether that is the day on which it came in, since the clock that dated the export is fast.
    pub fn is_by_arrival(&self) -> bool {
        self.0.done
    }
}

impl Evidence {
    /// Where it is: its link or file name. Files have a limit on `by` that links from office systems go beyond, so a
    /// link that is longer stands in the last line of `text`, under the title, where every version shows it.
    pub fn source(&self) -> &str {
        self.split().1
    }

    /// Its title: its text without a link that stands below.
    pub fn title(&self) -> &str {
        self.split().0
    }

    /// Its text as the file has it: the title, and below it a long link.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    fn split(&self) -> (&str, &str) {
        let Parts { text, by, .. } = &self.0;
        let (title, last) = text.rsplit_once('\n').unwrap_or(("", text));
        let is_link = by.is_empty() && last.chars().count() > MAX_LINE_CHARS;
        let is_link = is_link && is_web(last.trim_start());
        if is_link { (title, last) } else { (text, by) }
    }

    /// Sets what [`Evidence::title`] and [`Evidence::source`] say.
    pub fn describe(&mut self, title: &str, source: &str) {
        let is_long = source.chars().count() > MAX_LINE_CHARS;
        (self.0.text, self.0.by) = if is_long && is_web(source.trim_start()) {
            ([title, source].join("\n"), String::new())
        } else {
            (title.to_owned(), source.to_owned())
        };
    }

    /// The address, where it may be opened: http and https only.
    pub fn link(&self) -> Option<&str> {
        Some(self.source().trim()).filter(|address| is_web(address))
    }
}

fn is_web(address: &str) -> bool {
    ["http://", "https://"].into_iter().any(|start| {
        address.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })
}
