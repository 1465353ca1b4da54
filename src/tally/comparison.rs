//! 本期对上期: what moved from one period to another, as rows and as text.

use time::Date;

use super::period::{Figures, is_late};
use super::{Light, Rule, print_share};
use crate::ledger::{ClosedRow, Closing};
use crate::policy::{Policy, TaskNumber, numeral};

/// How a row moved from one period to another. Each row moves in one way, the first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// 新完成: complete now, and was not.
    Done,
    /// 退回: was complete, and is not.
    Returned,
    /// 新增滞后: behind or overdue now, and was not.
    Late,
    /// 恢复正常: no longer behind, and not complete.
    Recovered,
    /// 有变化: another status or 完成率.
    Moved,
    /// 无变化
    Unchanged,
}

impl Movement {
    /// Every movement, what matters most first.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::Returned, Self::Late, Self::Recovered, Self::Moved, Self::Unchanged];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "新完成",
            Self::Returned => "由已完成退回",
            Self::Late => "新增滞后",
            Self::Recovered => "恢复正常",
            Self::Moved => "有变化",
            Self::Unchanged => "无变化",
        }
    }

    fn of(was: &ClosedRow, is: &ClosedRow) -> Self {
        match (was.status.is_complete(), is.status.is_complete()) {
            (false, true) => return Self::Done,
            (true, false) => return Self::Returned,
            _ => {}
        }
        match (is_late(was), is_late(is)) {
            (false, true) => Self::Late,
            (true, false) => Self::Recovered,
            _ if (was.status, was.percent) != (is.status, is.percent) => Self::Moved,
            _ => Self::Unchanged,
        }
    }
}

/// A row in two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved<'a> {
    /// How it stood.
    pub was: &'a ClosedRow,
    /// How it stands.
    pub is: &'a ClosedRow,
    /// What that amounts to.
    pub movement: Movement,
}

/// 本期对上期
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// 上期
    pub before: &'a Closing,
    /// 本期
    pub after: &'a Closing,
    /// The rows that both have, by number.
    pub rows: Vec<Moved<'a>>,
    /// The rows that only one of them has.
    pub alone: Vec<TaskNumber>,
}

/// Holds one period against another.
pub fn compare<'a>(before: &'a Closing, after: &'a Closing) -> Comparison<'a> {
    let (mut rows, mut alone) = (Vec::new(), Vec::new());
    for is in &after.rows {
        match before.row(is.task) {
            Some(was) => rows.push(Moved { was, is, movement: Movement::of(was, is) }),
            None => alone.push(is.task),
        }
    }
    let gone = before.rows.iter().filter(|was| after.row(was.task).is_none());
    alone.extend(gone.map(|was| was.task));
    Comparison { before, after, rows, alone }
}

impl Comparison<'_> {
    /// The rows that moved in this way.
    pub fn of(&self, movement: Movement) -> impl Iterator<Item = &Moved<'_>> {
        self.rows.iter().filter(move |row| row.movement == movement)
    }

    /// The comparison as text to paste into a report. It says its own check: the classes add up to all rows.
    pub fn print(&self, policy: &Policy) -> String {
        let (was, is) = (Figures::of(self.before), Figures::of(self.after));
        let head = format!(
            "截至{}（{}），{}项任务已完成{}项，占{}；与{}（截至{}）相比{}。平均完成率{}%，{}。滞后{}项，{}。",
            print_day(self.after.until),
            self.after.name,
            is.total,
            is.complete,
            print_share(is.complete, is.total),
            self.before.name,
            print_day(self.before.until),
            difference(was.complete, is.complete, "项"),
            is.progress,
            difference(was.progress, is.progress, "个百分点"),
            is.late,
            difference(was.late, is.late, "项"),
        );
        let present = Movement::ALL.into_iter().filter(|m| self.of(*m).next().is_some());
        let mut lines = vec![head];
        let mut sums = Vec::new();
        for (movement, nth) in present.zip(1..) {
            let count = self.of(movement).count();
            sums.push(count.to_string());
            let rows = self.of(movement).filter(|_| movement != Movement::Unchanged);
            let mark = if movement == Movement::Unchanged { "。" } else { "：" };
            lines.push(format!("{}、{}{count}项{mark}", numeral::print(nth), movement.name()));
            lines.extend(rows.map(|row| row.print(policy)));
        }
        lines.extend(self.alone.iter().map(|task| format!("第{}项只在其中一期。", task.0)));
        lines.push(format!("（核对：{}＝{}）", sums.join("＋"), self.rows.len()));
        if self.before.rule != self.after.rule {
            let name = |slug: &str| Rule::parse(slug).map_or("其他规则", Rule::name);
            let (before, after) = (name(&self.before.rule), name(&self.after.rule));
            lines.push(format!("（两期亮灯规则不同：{before}、{after}，滞后项数不宜直接相比）"));
        }
        lines.join("\n")
    }
}

impl Moved<'_> {
    /// 「第12项（市财政局）：推进中 30% → 已完成 100%，绿灯 → 已完成」
    fn print(&self, policy: &Policy) -> String {
        let task = self.is.task;
        let lead = policy.task(task).and_then(|task| task.lead.first());
        let lead =
            lead.map_or(String::new(), |lead| format!("（{}）", policy.roster().name(lead.unit)));
        let state = |row: &ClosedRow| format!("{} {}%", row.status.name(), row.percent);
        let light = |row: &ClosedRow| Light::parse(&row.light).map_or("其它", Light::noun);
        let mut parts = vec![arrow(&state(self.was), &state(self.is))];
        if self.was.light != self.is.light {
            parts.push(arrow(light(self.was), light(self.is)));
        }
        format!("第{}项{lead}：{}", task.0, parts.join("，"))
    }
}

/// 「甲 → 乙」, or 「甲」 where both are one.
fn arrow(was: &str, is: &str) -> String {
    if was == is { is.to_owned() } else { format!("{was} → {is}") }
}

/// 「增加3项」, 「减少5个百分点」, 「持平」
fn difference(was: u32, is: u32, measure: &str) -> String {
    match is.cmp(&was) {
        std::cmp::Ordering::Greater => format!("增加{}{measure}", is - was),
        std::cmp::Ordering::Less => format!("减少{}{measure}", was - is),
        std::cmp::Ordering::Equal => "持平".to_owned(),
    }
}

/// 「2022年6月30日」
fn print_day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), u8::from(day.month()), day.day())
}
