//! The ledger as a sheet: the official columns in their order, what stands in a cell, and what a cell's text means.

use std::fmt;

use super::typed::{A_DAY, A_PERCENTAGE, read_typed_date, read_typed_percent, refusal};
use crate::ledger::stamp::print_date;
use crate::ledger::{Entry, Field, Kind, Status, Value};
use crate::policy::{Assignment, Policy, Topic, numeral};
use crate::tally::{Row, Yardstick};

/// A column of the official ledger (the order of the 2020 order on work ledgers, 穗金融〔2020〕25号).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// 序号
    Number,
    /// 条款: the articles the task carries out.
    Articles,
    /// 重点任务
    Task,
    /// 具体举措
    Measures,
    /// 牵头单位
    Lead,
    /// 配合单位
    Cooperate,
    /// 支持单位
    Support,
    /// 时间节点: those of the measures.
    Milestones,
    /// 亮灯
    Light,
    /// 佐证材料
    Evidence,
    /// A column that is filled in.
    Filled(Field),
}

impl Column {
    /// Every column, in the official order.
    pub const ALL: [Self; 23] = [
        Self::Number,
        Self::Articles,
        Self::Task,
        Self::Measures,
        Self::Lead,
        Self::Cooperate,
        Self::Support,
        Self::Filled(Field::Department),
        Self::Filled(Field::Owner),
        Self::Filled(Field::Contact),
        Self::Milestones,
        Self::Filled(Field::Start),
        Self::Filled(Field::Due),
        Self::Filled(Field::Deliverable),
        Self::Filled(Field::Progress),
        Self::Filled(Field::Percent),
        Self::Light,
        Self::Filled(Field::Problems),
        Self::Filled(Field::NextSteps),
        Self::Evidence,
        Self::Filled(Field::Status),
        Self::Filled(Field::SignOff),
        Self::Filled(Field::Remark),
    ];

    /// Whether the column belongs to the short edition: 序号、任务、牵头、配合、时限、进展、完成率、亮灯、问题、
    /// 下一步、状态.
    pub fn is_short(self) -> bool {
        match self {
            Self::Number | Self::Task | Self::Lead | Self::Cooperate | Self::Light => true,
            Self::Filled(field) => matches!(
                field,
                Field::Due
                    | Field::Progress
                    | Field::Percent
                    | Field::Problems
                    | Field::NextSteps
                    | Field::Status
            ),
            _ => false,
        }
    }

    /// The column's head.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "序号",
            Self::Articles => "条款",
            Self::Task => "重点任务",
            Self::Measures => "具体举措",
            Self::Lead => "牵头单位",
            Self::Cooperate => "配合单位",
            Self::Support => "支持单位",
            Self::Milestones => "时间节点",
            Self::Light => "亮灯",
            Self::Evidence => "佐证材料",
            Self::Filled(field) => field.name(),
        }
    }

    /// The column of the ledger that a cell here fills in; `None` where it only shows something.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Filled(Field::SignOff) => None,
            Self::Filled(field) => Some(field),
            _ => None,
        }
    }

    /// What stands in this column of a row. Items of a list stand in lines of their own, numbered.
    pub fn cell(self, policy: &Policy, row: &Row<'_>, yardstick: Yardstick) -> String {
        let names = |assigned: &[Assignment]| {
            let names: Vec<&str> = assigned.iter().map(|a| policy.roster().name(a.unit)).collect();
            names.join("、")
        };
        match self {
            Self::Number => row.task.number.0.to_string(),
            Self::Articles => {
                let topics = row.placement.map_or(&[][..], |placement| &placement.topics);
                let number = |topic: &Topic| ["（", &numeral::print(topic.article), "）"].concat();
                topics.iter().map(number).collect()
            }
            Self::Task => row.task.text.clone(),
            Self::Lead => names(&row.task.lead),
            Self::Cooperate => names(&row.task.cooperate),
            Self::Support => names(&row.task.support),
            Self::Measures => lines(&row.entry.measures(), |measure| measure.what().to_owned()),
            Self::Milestones => lines(&row.entry.measures(), |measure| {
                measure.due().map(print_date).unwrap_or_default()
            }),
            Self::Light => {
                let assessed = row.assess(yardstick);
                // What nobody filled in is no 完成时限 of that column, and yet decides on the light.
                let due = assessed.default_due.filter(|_| !assessed.is_complete());
                let due = due.map(|due| format!("（默认时限{}）", print_date(due)));
                let light = assessed.light;
                [light.mark(), " ", light.name(), due.as_deref().unwrap_or_default()].concat()
            }
            Self::Evidence => lines(&row.entry.evidence(), |evidence| evidence.text().to_owned()),
            Self::Filled(field) => filled(row.entry, field),
        }
    }
}

fn filled(entry: &Entry, field: Field) -> String {
    match field {
        Field::Status => entry.status().name().to_owned(),
        Field::Percent => format!("{}%", entry.percent()),
        _ => entry.value(field).map(Value::print).unwrap_or_default(),
    }
}

fn lines<T>(items: &[&T], print: impl Fn(&T) -> String) -> String {
    let many = items.len() > 1;
    let lines = items
        .iter()
        .zip(1..)
        .map(|(item, nth)| if many { format!("{nth}. {}", print(item)) } else { print(item) });
    lines.collect::<Vec<_>>().join("\n")
}

/// Why the text of a cell cannot stand in its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// The column.
    pub field: Field,
    /// The text as it came.
    pub text: String,
}

/// A full sentence, with what may stand there.
impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = match self.field.kind() {
            Kind::Status => "未启动、推进中、受阻、已完成、已销号之一",
            Kind::Percent => A_PERCENTAGE,
            Kind::Date | Kind::Year => A_DAY,
            Kind::Flag => "是或否",
            Kind::Text(_) => "短一些的文字",
            Kind::Record | Kind::Closing => "在任务详情里填写",
        };
        f.write_str(&refusal(&self.text, self.field.name(), wanted))
    }
}

/// The value that the text of a cell stands for, however a person or a spreadsheet writes it: see
/// [`read_typed_percent`] and [`read_typed_date`]. An empty cell empties the column.
///
/// # Errors
/// [`CellError`] where it cannot stand there.
pub fn read_cell(field: Field, text: &str) -> Result<Option<Value>, CellError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let value = match field.kind() {
        Kind::Status => Status::ALL.into_iter().find(|s| s.name() == text).map(Value::Status),
        Kind::Percent => read_typed_percent(text).map(Value::Percent),
        Kind::Text(_) => Some(Value::Text(crate::format::cleaning::clean(text).into_owned())),
        Kind::Flag => match text {
            "是" => Some(Value::Flag(true)),
            "否" => Some(Value::Flag(false)),
            _ => None,
        },
        Kind::Date => read_typed_date(text).map(Value::Date),
        Kind::Year | Kind::Record | Kind::Closing => None,
    };
    let value = value.filter(|value| value.fits(field));
    value.map(Some).ok_or_else(|| CellError { field, text: crate::format::cleaning::shorten(text) })
}
