//! What a person should know of a file that was read.

use std::fmt;

use super::cleaning::shorten;
use super::key_of;
use crate::ledger::clock::FastClock;
use crate::ledger::{Field, Ledger};
use crate::policy::TaskNumber;

/// A field of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The row.
    pub task: TaskNumber,
    /// The column.
    pub field: Field,
}

impl Place {
    /// What names the controls of a field among those of all others: `3-percent`, `3-measures-` and the item.
    pub fn id(self) -> String {
        let Self { task, field } = self;
        let column = key_of(field);
        match field {
            Field::Measure(item)
            | Field::Note(item)
            | Field::Evidence(item)
            | Field::Closing(item)
            | Field::Receipt(item) => format!("{}-{column}-{item}", task.0),
            _ => format!("{}-{column}", task.0),
        }
    }
}

/// `第 12 项「完成率」`; only the column, in the row of the ledger itself.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.task == Ledger::LEDGER_ROW {
            return write!(f, "“{}”", self.field.name());
        }
        write!(f, "第{}项“{}”", self.task.0, self.field.name())
    }
}

/// Something about a file that is worth telling, though it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// 校验码 in the file is not that of its content: it was changed since it was exported, or its code was.
    Altered,
    /// Tasks the policy does not have, by their keys; they are kept and written back.
    UnknownTasks(Vec<String>),
    /// Fields in which invisible characters were taken out of a text.
    InvisibleRemoved(Vec<Place>),
    /// Names and units, as they are now, that held invisible characters or were cut.
    NamesChanged(Vec<String>),
}

impl Notice {
    /// A full sentence.
    pub fn message(&self) -> String {
        match self {
            Self::Altered => "文件里的校验码与内容不符，可能在导出之后被改动过。请与发来的人核对，或请对方重新导出再发来。".to_owned(),
            Self::UnknownTasks(keys) => format!(
                "文件里有{}项任务不在本政策之内（{}），已原样保留，不显示也不计入统计。",
                keys.len(),
                enumerate(keys.iter().map(|key| format!("第{}项", shorten(key))))
            ),
            Self::InvisibleRemoved(places) => format!(
                "已去掉看不见的特殊字符，共{}处：{}。",
                places.len(),
                enumerate(places.iter().map(Place::to_string))
            ),
            Self::NamesChanged(names) => format!(
                "有{}个姓名或单位含看不见的字符或过长，已整理为：{}。",
                names.len(),
                enumerate(names.iter().map(|name| format!("“{}”", shorten(name))))
            ),
        }
    }
}

/// What to tell of clocks that are ahead, and what to do; `None` where there are none. No [`Notice`]: those are
/// told of what is stored as well, on the first screen, which need not carry these words.
pub fn clocks_message(clocks: &[FastClock]) -> Option<String> {
    let told = |clock: &FastClock| {
        format!("{}的电脑时间快{}", shorten(&clock.reporter.print()), clock.print_ahead())
    };
    (!clocks.is_empty()).then(|| {
        format!(
            "{}，所填内容的时间不准，但仍可导入，也仍可修改。请对方校准电脑的日期和时间；如果是本机时间慢了，请校准本机。",
            enumerate(clocks.iter().map(told))
        )
    })
}

/// The first few, and 等 where there are more.
fn enumerate(mut items: impl Iterator<Item = String>) -> String {
    let first: Vec<String> = items.by_ref().take(5).collect();
    let more = if items.next().is_some() { "等" } else { "" };
    format!("{}{more}", first.join("、"))
}
