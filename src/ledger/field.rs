//! The columns of a ledger row and what may stand in them.

/// How far a task is, 完成状态.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// 未启动
    #[default]
    NotStarted,
    /// 推进中
    Underway,
    /// 受阻
    Stuck,
    /// 已完成
    Done,
    /// 已销号: signed off after acceptance.
    SignedOff,
}

impl Status {
    /// Every status, in the order of the keys 1 to 5.
    pub const ALL: [Self; 5] =
        [Self::NotStarted, Self::Underway, Self::Stuck, Self::Done, Self::SignedOff];

    /// The Chinese word.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "未启动",
            Self::Underway => "推进中",
            Self::Stuck => "受阻",
            Self::Done => "已完成",
            Self::SignedOff => "已销号",
        }
    }

    /// The mark that says the same without colour.
    pub fn mark(self) -> &'static str {
        match self {
            Self::NotStarted => "○",
            Self::Underway => "●",
            Self::Stuck => "▲",
            Self::Done => "✓",
            Self::SignedOff => "◎",
        }
    }

    /// The word in addresses and style sheets.
    pub fn slug(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Underway => "underway",
            Self::Stuck => "stuck",
            Self::Done => "done",
            Self::SignedOff => "signed-off",
        }
    }

    /// Counts towards completion: 已完成 and 已销号.
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Done | Self::SignedOff)
    }

    /// Its place in [`Status::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

/// A column.
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
}

impl Field {
    /// Every column.
    pub const ALL: [Self; 5] =
        [Self::Status, Self::Percent, Self::Progress, Self::Standing, Self::Phase];

    /// The column's head.
    pub fn name(self) -> &'static str {
        match self {
            Self::Status => "完成状态",
            Self::Percent => "完成率",
            Self::Progress => "进展情况",
            Self::Standing => "长期坚持",
            Self::Phase => "所属阶段",
        }
    }
}

/// The longest 进展情况, in characters.
pub const MAX_TEXT_CHARS: usize = 10_000;

/// What stands in a column; an empty column has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// In [`Field::Status`].
    Status(Status),
    /// In [`Field::Percent`]: 0 to 100.
    Percent(u8),
    /// In [`Field::Progress`]: at most [`MAX_TEXT_CHARS`] characters.
    Text(String),
    /// In [`Field::Standing`].
    Flag(bool),
    /// In [`Field::Phase`]: the year of a step.
    Year(u16),
}

impl Value {
    /// Whether the value may stand in `field`.
    pub fn fits(&self, field: Field) -> bool {
        match (field, self) {
            (Field::Status, Self::Status(_)) | (Field::Standing, Self::Flag(_)) => true,
            (Field::Percent, Self::Percent(percent)) => *percent <= 100,
            (Field::Progress, Self::Text(text)) => text.chars().count() <= MAX_TEXT_CHARS,
            (Field::Phase, Self::Year(year)) => (1000..=9999).contains(year),
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
        }
    }
}
