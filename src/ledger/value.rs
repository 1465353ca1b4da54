//! What may stand in a column.

use time::Date;

use super::closing::Closing;
use super::field::{Field, Kind, MAX_LINE_CHARS, MAX_TEXT_CHARS};
use super::stamp::{is_four_digit, print_date};
use super::status::Status;

/// The longest link or file name of 佐证材料, in characters.
pub const MAX_SOURCE_CHARS: usize = 2_000;

/// A value of several parts. What they say depends on the column:
///
/// | column | `text` | `by` | `on` | `done` |
/// |---|---|---|---|---|
/// | 具体举措 | what is done | 责任人 | 时间节点 | whether it is done |
/// | 进展记录 | what happened | | the day | |
/// | 佐证材料 | title | link or file name: see [`Record::source`] | the day | |
/// | 销号情况 | on what basis | by whom | the day | |
/// | 亮灯改判 | the reason | the light, by its slug | | |
/// | 收件 | the unit that sent it | who exported it | the day of the export | |
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Record {
    /// At most [`MAX_TEXT_CHARS`] characters.
    pub text: String,
    /// At most [`MAX_LINE_CHARS`] characters.
    pub by: String,
    /// A day.
    pub on: Option<Date>,
    /// Whether it is done.
    pub done: bool,
}

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
                within(&record.text, MAX_TEXT_CHARS)
                    && within(&record.by, MAX_LINE_CHARS)
                    && record.on.is_none_or(is_four_digit)
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
    /// Its parts in a line, those that are empty left out; 「空白」 where all are.
    pub fn print(&self) -> String {
        if self.is_empty() {
            return "空白".to_owned();
        }
        let mut line = self.text.clone();
        let date = self.on.map(print_date).unwrap_or_default();
        let done = if self.done { "已完成" } else { "" };
        for part in [self.by.as_str(), &date, done].into_iter().filter(|part| !part.is_empty()) {
            line.push_str(if line.is_empty() { "" } else { " · " });
            line.push_str(part);
        }
        line
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Where a piece of evidence is: its link or file name. Files have a limit on `by` that links from office systems
    /// go beyond, so a link that is longer stands in the last line of `text`, under the title, where every version
    /// shows it.
    pub fn source(&self) -> &str {
        self.split().1
    }

    /// The title of a piece of evidence: its text without a link that stands below.
    pub fn title(&self) -> &str {
        self.split().0
    }

    fn split(&self) -> (&str, &str) {
        let (title, last) = self.text.rsplit_once('\n').unwrap_or(("", &self.text));
        let is_link = self.by.is_empty() && last.chars().count() > MAX_LINE_CHARS;
        let is_link = is_link && is_web(last.trim_start());
        if is_link { (title, last) } else { (&self.text, &self.by) }
    }

    /// Sets what [`Record::title`] and [`Record::source`] say.
    pub fn describe(&mut self, title: &str, source: &str) {
        let is_long = source.chars().count() > MAX_LINE_CHARS;
        (self.text, self.by) = if is_long && is_web(source.trim_start()) {
            ([title, source].join("\n"), String::new())
        } else {
            (title.to_owned(), source.to_owned())
        };
    }

    /// The address of a piece of evidence that may be opened: http and https only.
    pub fn link(&self) -> Option<&str> {
        Some(self.source().trim()).filter(|address| is_web(address))
    }
}

fn is_web(address: &str) -> bool {
    ["http://", "https://"].into_iter().any(|start| {
        address.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })
}
