//! The row of one task: what stands in its columns and lists, and how it came to.

use litemap::LiteMap;
use time::Date;

use super::value::{Evidence, Measure, Receipt, Verdict};
use super::{Change, Field, History, Record, Stamp, Status, Unknown, Value};

/// The row of one task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    pub(super) fields: LiteMap<Field, History>,
    /// Kept for newer versions.
    pub unknown: Unknown,
}

/// A row nobody filled in.
pub(super) static BLANK: Entry = Entry { fields: LiteMap::new(), unknown: Unknown::new() };

impl Entry {
    /// The history of a field; `None` where nobody ever filled it.
    pub fn history(&self, field: Field) -> Option<&History> {
        self.fields.get(&field)
    }

    /// The histories of all fields ever filled.
    pub fn histories(&self) -> impl Iterator<Item = (Field, &History)> {
        self.fields.iter().map(|(field, history)| (*field, history))
    }

    /// What stands in a field.
    pub fn value(&self, field: Field) -> Option<&Value> {
        self.fields.get(&field)?.current()?.value.as_ref()
    }

    /// 完成状态; 未启动 where nothing was filled in.
    pub fn status(&self) -> Status {
        match self.value(Field::Status) {
            Some(Value::Status(status)) => *status,
            _ => Status::default(),
        }
    }

    /// 完成率 in percent, 0 to 100.
    pub fn percent(&self) -> u8 {
        match self.value(Field::Percent) {
            Some(Value::Percent(percent)) => *percent,
            _ => 0,
        }
    }

    /// 进展情况
    pub fn progress(&self) -> &str {
        self.text(Field::Progress)
    }

    /// The text of a column that holds one; nothing where it is empty.
    pub fn text(&self, field: Field) -> &str {
        match self.value(field) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The day in a column that holds one.
    pub fn date(&self, field: Field) -> Option<Date> {
        match self.value(field) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// The record in a column or item that holds one.
    pub fn record(&self, field: Field) -> Option<&Record> {
        match self.value(field) {
            Some(Value::Record(record)) => Some(record),
            _ => None,
        }
    }

    /// 亮灯改判
    pub fn verdict(&self) -> Option<&Verdict> {
        match self.record(Field::Verdict) {
            Some(Record::Verdict(verdict)) => Some(verdict),
            _ => None,
        }
    }

    /// The items of a list that stand there now, as they were first written: `is_of` picks the list.
    pub fn items(&self, is_of: impl Fn(Field) -> bool) -> Vec<(Field, &Record)> {
        let mut items: Vec<(&Stamp, Field, &Record)> = Vec::new();
        for (field, history) in self.histories().filter(|(field, _)| is_of(*field)) {
            if let (Some(first), Some(record)) = (history.changes().first(), self.record(field)) {
                let at = items.partition_point(|(known, ..)| *known < &first.stamp);
                items.insert(at, (&first.stamp, field, record));
            }
        }
        items.into_iter().map(|(_, field, record)| (field, record)).collect()
    }

    /// 具体举措
    pub fn measures(&self) -> Vec<&Measure> {
        let items = self.items(|field| matches!(field, Field::Measure(_))).into_iter();
        let measure = items.filter_map(|(_, record)| match record {
            Record::Measure(measure) => Some(measure),
            _ => None,
        });
        measure.collect()
    }

    /// 佐证材料
    pub fn evidence(&self) -> Vec<&Evidence> {
        let items = self.items(|field| matches!(field, Field::Evidence(_))).into_iter();
        let evidence = items.filter_map(|(_, record)| match record {
            Record::Evidence(evidence) => Some(evidence),
            _ => None,
        });
        evidence.collect()
    }

    /// 收件, in the row of the ledger itself.
    pub fn receipts(&self) -> Vec<&Receipt> {
        let items = self.items(|field| matches!(field, Field::Receipt(_))).into_iter();
        let receipt = items.filter_map(|(_, record)| match record {
            Record::Receipt(receipt) => Some(receipt),
            _ => None,
        });
        receipt.collect()
    }

    /// 长期坚持: work without an end.
    pub fn is_standing(&self) -> bool {
        matches!(self.value(Field::Standing), Some(Value::Flag(true)))
    }

    /// The phase someone chose instead of the default one.
    pub fn chosen_phase(&self) -> Option<u16> {
        match self.value(Field::Phase) {
            Some(Value::Year(year)) => Some(*year),
            _ => None,
        }
    }

    /// The newest change of the row.
    pub fn latest(&self) -> Option<&Change> {
        self.fields.values().filter_map(History::current).max_by_key(|change| &change.stamp)
    }

    /// Every change of the row, newest first.
    pub fn log(&self) -> impl Iterator<Item = (Field, &Change)> {
        let mut pasts: Vec<_> =
            self.fields.iter().map(|(field, history)| (*field, history.changes())).collect();
        std::iter::from_fn(move || {
            // Each past is in order already: the newest change left is the last of one of them.
            let newest = pasts.iter_mut().max_by_key(|(field, past)| {
                (past.last().map(|change| &change.stamp), std::cmp::Reverse(*field))
            });
            let (field, past) = newest?;
            let (last, older) = past.split_last()?;
            *past = older;
            Some((*field, last))
        })
    }

    /// Every change of the row, field by field, each in the order of time.
    pub fn changes_by_field(&self) -> impl Iterator<Item = (Field, &Change)> {
        self.histories()
            .flat_map(|(field, history)| history.changes().iter().map(move |c| (field, c)))
    }

    /// How many changes the row has seen.
    pub fn changes(&self) -> usize {
        self.fields.values().map(|history| history.changes().len()).sum()
    }

    /// What stands in the fields, with all that newer versions added, and the changes that came to it. Items of lists
    /// are ordered by their first change, which therefore counts as standing.
    pub(crate) fn standing_and_past(&self) -> (Self, Self) {
        let mut standing = Self { unknown: self.unknown.clone(), ..Self::default() };
        let mut past = Self::default();
        for (field, history) in self.histories() {
            let is_item = !Field::COLUMNS.contains(&field);
            let (stands, before) = history.standing_and_past(is_item);
            standing.fields.entry(field).or_default().absorb_all(stands);
            if !before.is_empty() {
                past.fields.entry(field).or_default().absorb_all(before);
            }
        }
        (standing, past)
    }

    /// Whether nobody ever filled anything in.
    pub fn is_blank(&self) -> bool {
        self.fields.is_empty()
    }
}
