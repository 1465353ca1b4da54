//! A task held against its schedule: its light, and the sentence that says why.

use time::Date;

use super::light::{Light, Rule};
use super::schedule::{Schedule, days_left, print_tenths};

/// What is reported on a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Actual {
    /// 完成率 in percent: 0 to 100. More counts as 100.
    pub percent: u8,
    /// 已完成 or 已销号, whatever the 完成率.
    pub complete: bool,
    /// 长期坚持: work without an end.
    pub standing: bool,
}

/// 人工调整: a person gives another light than the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The light given.
    pub light: Light,
    /// Why, in the person's words.
    pub reason: String,
}

/// What a light rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// It is complete.
    Complete,
    /// It is standing work.
    Standing,
    /// It has no due date.
    NoDue,
    /// Its start is after its due date.
    Contradiction,
    /// It begins on this day, and nothing is reported yet.
    Waiting(Date),
    /// It has a due date to come, and no start to count from.
    NoStart,
    /// 完成率 − 序时进度.
    Gap,
}

/// A task held against its schedule on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The light it shows: a person's, or the rule's.
    pub light: Light,
    /// The light by the rule.
    pub by_rule: Light,
    /// What the rule's light rests on.
    pub basis: Basis,
    /// 序时进度 in tenths of a percent, 0 to 1000. None for standing work and where the dates do not say.
    pub planned: Option<u16>,
    /// 完成率 in tenths of a percent, 0 to 1000.
    pub actual: u16,
    /// 完成率 − 序时进度 in tenths of a percentage point, -1000 to 1000: there where the light rests on it.
    pub gap: Option<i16>,
    /// Days since the due date of a task that is neither complete nor standing; 0 if not overdue.
    pub overdue_days: u32,
    /// Days until the due date of such a task, while it is not overdue.
    pub days_left: Option<u32>,
    /// The rule.
    pub rule: Rule,
    /// The day it is held against, where nobody set one: the last of its phase.
    pub default_due: Option<Date>,
    /// A person's light, where there is one.
    pub overridden: Option<Override>,
}

/// Holds a task against its schedule.
pub fn assess(
    rule: Rule,
    schedule: &Schedule,
    actual: Actual,
    overridden: Option<&Override>,
    today: Date,
) -> Assessment {
    let basis = basis(schedule, actual, today);
    let percent = actual.percent.min(100);
    let planned = if basis == Basis::Standing { None } else { schedule.planned(today) };
    let gap = planned
        .filter(|_| basis == Basis::Gap)
        .map(|planned| i16::from(percent) * 10 - planned.cast_signed());
    let is_open = !matches!(basis, Basis::Complete | Basis::Standing);
    let left = schedule.due.filter(|_| is_open).map(|due| days_left(due, today));
    let by_rule = match (basis, left) {
        (Basis::Complete, _) => Light::Done,
        (Basis::Waiting(_), _) => Light::NotStarted,
        (_, Some(left)) => rule.light(gap, left),
        (_, None) => Light::Other,
    };
    Assessment {
        light: overridden.map_or(by_rule, |person| person.light),
        by_rule,
        basis,
        planned,
        actual: u16::from(percent) * 10,
        gap,
        overdue_days: left.filter(|left| *left < 0).map_or(0, i32::unsigned_abs),
        days_left: left.and_then(|left| u32::try_from(left).ok()),
        rule,
        default_due: None,
        overridden: overridden.cloned(),
    }
}

fn basis(schedule: &Schedule, actual: Actual, today: Date) -> Basis {
    if actual.complete {
        return Basis::Complete;
    }
    if actual.standing {
        return Basis::Standing;
    }
    match (schedule.start, schedule.due) {
        (_, None) => Basis::NoDue,
        (Some(start), Some(due)) if start > due => Basis::Contradiction,
        (Some(start), Some(_)) if today < start && actual.percent == 0 => Basis::Waiting(start),
        (None, Some(due)) if today < due => Basis::NoStart,
        _ => Basis::Gap,
    }
}

impl Assessment {
    /// Whether the task is complete.
    pub fn is_complete(&self) -> bool {
        self.basis == Basis::Complete
    }

    /// 滞后: the light is one of those, and the task is not complete, whatever light a person gave it before.
    pub fn is_late(&self) -> bool {
        self.light.is_late() && !self.is_complete()
    }

    /// Whether the task counts for a light.
    pub fn is_light(&self, light: Light) -> bool {
        self.light == light && self.is_late() == light.is_late()
    }

    /// One Chinese sentence that says why the light is what it is, on the day it was assessed.
    ///
    /// Where there is a gap it names the day, both figures, the gap and the rule:
    /// 「截至10月31日序时进度应为83.3%，实际70%，低13.3个百分点，亮黄灯（银川规则）。」
    pub fn explain(&self, today: Date) -> String {
        let facts = self.default_words() + &self.facts(today);
        let (verdict, rule) = (self.by_rule.verdict(), self.rule.name());
        let Some(Override { light, reason }) = &self.overridden else {
            return format!("{facts}，{verdict}（{rule}）。");
        };
        let reason = match reason.trim().trim_end_matches(['。', '；', '，', '.', ';', ',']) {
            "" => "请填写改判理由",
            reason => reason,
        };
        format!("{facts}，人工改为{}：{reason}；按{rule}应{verdict}。", light.noun())
    }

    /// Which day the task is held against where nobody set one.
    fn default_words(&self) -> String {
        let is_open = !matches!(self.basis, Basis::Complete | Basis::Standing);
        let date = self.default_due.filter(|_| is_open);
        date.map_or_else(String::new, |date| {
            format!("未填完成时限，按阶段默认为{}年{}；", date.year(), print_day(date))
        })
    }

    /// What the rule's light rests on, without an end.
    fn facts(&self, today: Date) -> String {
        let by = format!("截至{}", print_day(today));
        let actual = format!("实际{}%", print_tenths(self.actual));
        let overdue = match self.overdue_days {
            0 => String::new(),
            days => format!("已逾期{days}天，"),
        };
        let near = match self.days_left {
            Some(0) if self.by_rule == Light::Blue => "，今天到期".to_owned(),
            Some(days) if self.by_rule == Light::Blue => format!("，距完成时限还有{days}天"),
            _ => String::new(),
        };
        match self.basis {
            Basis::Complete => "任务已完成，不再计序时进度".to_owned(),
            Basis::Standing => format!("长期坚持的工作，不计序时进度，{actual}"),
            Basis::NoDue => format!("未填完成时限，无法计算序时进度，{actual}"),
            Basis::NoStart if self.default_due.is_some() => format!("此前不计序时进度，{actual}"),
            Basis::NoStart => format!("没有填开始日期，不计序时进度，{actual}{near}"),
            Basis::Contradiction => {
                let by = if overdue.is_empty() { String::new() } else { by };
                format!("{by}{overdue}开始日期晚于完成时限，不计序时进度，{actual}{near}")
            }
            Basis::Waiting(start) if start.year() == today.year() => {
                format!("{by}未到开始日期（{}）", print_day(start))
            }
            Basis::Waiting(start) => {
                format!("{by}未到开始日期（{}年{}）", start.year(), print_day(start))
            }
            Basis::Gap => {
                let planned = print_tenths(self.planned.unwrap_or(0));
                let gap = self.gap.unwrap_or(0);
                let points = print_tenths(gap.unsigned_abs());
                let gap = match gap {
                    ..0 => format!("低{points}个百分点"),
                    0 => "与序时进度持平".to_owned(),
                    _ => format!("高{points}个百分点"),
                };
                format!("{by}{overdue}序时进度应为{planned}%，{actual}，{gap}{near}")
            }
        }
    }
}

fn print_day(date: Date) -> String {
    format!("{}月{}日", u8::from(date.month()), date.day())
}
