//! How far a task is.

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
