//! The sorts of personal and internal data that an export is checked for.

/// What sort of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitive {
    /// 手机号码
    Mobile,
    /// 固定电话
    Landline,
    /// 身份证号
    Identity,
    /// 银行卡号
    BankCard,
    /// 电子邮箱
    Mail,
    /// A word of the list.
    Word,
}

impl Sensitive {
    /// The Chinese word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mobile => "手机号码",
            Self::Landline => "固定电话",
            Self::Identity => "身份证号",
            Self::BankCard => "银行卡号",
            Self::Mail => "电子邮箱",
            Self::Word => "敏感词",
        }
    }
}
