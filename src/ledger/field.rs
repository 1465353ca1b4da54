//! The columns of a ledger row.

use std::fmt;
use std::str::FromStr;

use super::stamp::{Actor, StampError};

/// The longest text, in characters.
pub const MAX_TEXT_CHARS: usize = 10_000;

/// The longest name of a person or department, and of the [`by`](super::Parts::by) of a record, in characters.
pub const MAX_LINE_CHARS: usize = 500;

/// A line of a list in a row: 8 characters, `0-9 a-v`, drawn at random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item(u64);

impl Item {
    /// An item from random bits, the low 40 of which count.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits & 0xff_ffff_ffff)
    }
}

/// As written in files.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Actor::from_bits(self.0).as_str())
    }
}

impl FromStr for Item {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, StampError> {
        text.parse().map(|actor: Actor| Self(actor.to_bits()))
    }
}

/// A column, or a line of a list: each has a history of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 完成状态
    Status,
    /// 完成率
    Percent,
    /// 进展情况
    Progress,
    /// 长期坚持
    Standing,
    /// 阶段, where it departs from the default.
    Phase,
    /// 责任部门
    Department,
    /// 责任人
    Owner,
    /// 联系人
    Contact,
    /// 开始时间
    Start,
    /// 完成时限
    Due,
    /// 目标任务（成果形式）
    Deliverable,
    /// 存在问题
    Problems,
    /// 下一步工作计划
    NextSteps,
    /// 备注
    Remark,
    /// 销号: by whom, when, on what basis.
    SignOff,
    /// 亮灯改判: another light than the rule gives, with the reason.
    Verdict,
    /// 与上期一致: the day on which someone looked and found nothing to change.
    Carried,
    /// 具体举措, one of them.
    Measure(Item),
    /// 进展记录, one of them: dated, and only ever corrected.
    Note(Item),
    /// 佐证材料, one of them.
    Evidence(Item),
    /// 期次结账, one of them; only in [`super::Ledger::own_row`].
    Closing(Item),
    /// 收件, one of them: a file that was taken in; only in [`super::Ledger::own_row`].
    Receipt(Item),
}

impl Field {
    /// Every column that stands once in a row. Lists come after them, an item at a time.
    pub const COLUMNS: [Self; 17] = [
        Self::Status,
        Self::Percent,
        Self::Progress,
        Self::Standing,
        Self::Phase,
        Self::Department,
        Self::Owner,
        Self::Contact,
        Self::Start,
        Self::Due,
        Self::Deliverable,
        Self::Problems,
        Self::NextSteps,
        Self::Remark,
        Self::SignOff,
        Self::Verdict,
        Self::Carried,
    ];

    /// The column's head.
    pub fn name(self) -> &'static str {
        match self {
            Self::Status => "完成状态",
            Self::Percent => "完成率",
            Self::Progress => "进展情况",
            Self::Standing => "长期坚持",
            Self::Phase => "所属阶段",
            Self::Department => "责任部门",
            Self::Owner => "责任人",
            Self::Contact => "联系人",
            Self::Start => "开始时间",
            Self::Due => "完成时限",
            Self::Deliverable => "目标任务（成果形式）",
            Self::Problems => "存在问题",
            Self::NextSteps => "下一步工作计划",
            Self::Remark => "备注",
            Self::SignOff => "销号情况",
            Self::Verdict => "亮灯改判",
            Self::Carried => "与上期一致",
            Self::Measure(_) => "具体举措",
            Self::Note(_) => "进展记录",
            Self::Evidence(_) => "佐证材料",
            Self::Closing(_) => "期次结账",
            Self::Receipt(_) => "收件",
        }
    }

    /// What may stand in the column.
    pub fn kind(self) -> Kind {
        match self {
            Self::Status => Kind::Status,
            Self::Percent => Kind::Percent,
            Self::Standing => Kind::Flag,
            Self::Phase => Kind::Year,
            Self::Department | Self::Owner | Self::Contact => Kind::Text(MAX_LINE_CHARS),
            Self::Progress
            | Self::Deliverable
            | Self::Problems
            | Self::NextSteps
            | Self::Remark => Kind::Text(MAX_TEXT_CHARS),
            Self::Start | Self::Due | Self::Carried => Kind::Date,
            Self::SignOff
            | Self::Verdict
            | Self::Measure(_)
            | Self::Note(_)
            | Self::Evidence(_)
            | Self::Receipt(_) => Kind::Record,
            Self::Closing(_) => Kind::Closing,
        }
    }
}

/// What sort of value a column takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Status`](super::Value::Status)
    Status,
    /// [`Value::Percent`](super::Value::Percent)
    Percent,
    /// [`Value::Text`](super::Value::Text) of at most so many characters.
    Text(usize),
    /// [`Value::Flag`](super::Value::Flag)
    Flag,
    /// [`Value::Year`](super::Value::Year)
    Year,
    /// [`Value::Date`](super::Value::Date)
    Date,
    /// [`Value::Record`](super::Value::Record)
    Record,
    /// [`Value::Closing`](super::Value::Closing)
    Closing,
}
