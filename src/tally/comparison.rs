//! 本期对上期: what moved from one period to another, as rows and as text.

use time::Date;

use super::period::{self, Figures, Span, is_late, is_same_name};
use super::schedule::print_tenths;
use super::{Light, Pace, Row, Rule, Yardstick, print_share_tenths};
use crate::ledger::{ClosedRow, Closing, Field, Ledger, Millis, Now};
use crate::policy::{Policy, TaskNumber, numeral};

/// How a row moved from one period to another. Each row moves in one way, the first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// 新完成: complete now, and was not.
    Done,
    /// 退回未完成: was complete, and is not.
    Returned,
    /// 新增滞后: late now, and was not.
    Late,
    /// 恢复正常: no longer late, and not complete.
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
            Self::Returned => "退回未完成",
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

    /// The comparison as text to paste into a report. `then` is the ledger that the later period was closed from: it
    /// says what was done and what is in the way. The text says its own check: the classes add up to all rows.
    pub fn print(&self, policy: &Policy, then: &Ledger, pace: Pace) -> String {
        let mut paragraphs = vec![self.opening(policy)];
        let mut sums = Vec::new();
        for movement in [Movement::Done, Movement::Returned, Movement::Late, Movement::Recovered] {
            let rows: Vec<&Moved<'_>> = self.of(movement).collect();
            if rows.is_empty() {
                continue;
            }
            sums.push(rows.len());
            let red = rows.iter().filter(|row| row.is.light == Light::Red.slug()).count();
            let of_which = match (movement, red) {
                (Movement::Late, 1..) => format!("，其中{}{red}项", Light::Red.name()),
                _ => String::new(),
            };
            let nth = numeral::print(u16::try_from(sums.len()).unwrap_or(u16::MAX));
            let head = format!("{nth}、{}{}项{of_which}。", movement.name(), rows.len());
            let until = self.after.until;
            let tasks = rows.iter().map(|row| row.print(policy, then, pace, until));
            paragraphs.push(head + &tasks.collect::<String>());
        }
        let rest: Vec<(Movement, usize)> = [Movement::Moved, Movement::Unchanged]
            .map(|movement| (movement, self.of(movement).count()))
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect();
        if !rest.is_empty() {
            let nth = numeral::print(u16::try_from(sums.len() + 1).unwrap_or(u16::MAX));
            let head =
                if sums.is_empty() { String::new() } else { format!("{nth}、其余任务。") };
            let counts = rest.iter().map(|(way, count)| format!("{}{count}项", way.name()));
            paragraphs.push(format!("{head}{}。", counts.collect::<Vec<_>>().join("，")));
            sums.extend(rest.iter().map(|(_, count)| *count));
        }
        if let (Some(last), 2..) = (paragraphs.last_mut(), sums.len()) {
            let sums: Vec<String> = sums.iter().map(usize::to_string).collect();
            last.extend(["（", &sums.join("＋"), "＝", &self.rows.len().to_string(), "）"]);
        }
        let alone = |task: &TaskNumber| format!("第{}项只在其中一期，不计入对比。", task.0);
        paragraphs.extend(self.alone.iter().map(alone));
        if self.before.rule != self.after.rule {
            let name = |slug: &str| Rule::parse(slug).map_or("其他规则", Rule::name);
            let (before, after) = (name(&self.before.rule), name(&self.after.rule));
            paragraphs
                .push(format!("（两期亮灯规则不同：{before}、{after}，滞后项数不宜直接相比）"));
        }
        paragraphs.join("\n")
    }

    /// 「截至2022年6月30日，三年行动计划48项任务已完成10项，占20.8%，较5月底增加5项；推进正常15项；滞后12项。平均完成率55%，
    /// 较5月底提高37个百分点。」
    fn opening(&self, policy: &Policy) -> String {
        const PLAN: &str = "三年行动计划";
        let (was, is) = (Figures::of(self.before), Figures::of(self.after));
        let plan = if policy.plan.title.contains(PLAN) { PLAN } else { "" };
        let then = moment(self.before, self.after.until.year());
        let mut classes = vec![format!(
            "截至{}，{plan}{}项任务已完成{}项，占{}，{}",
            print_day(self.after.until),
            is.total,
            is.complete,
            print_share_tenths(is.complete, is.total),
            difference(&then, ["减少", "增加"], was.complete, is.complete, "项"),
        )];
        let lights = period::lights(self.after);
        classes.extend(lights.iter().map(|(light, count)| format!("{}{count}项", light.name())));
        format!(
            "{}。平均完成率{}%，{}。",
            classes.join("；"),
            is.progress,
            difference(&then, ["下降", "提高"], was.progress, is.progress, "个百分点"),
        )
    }
}

impl Moved<'_> {
    /// 「第18项“鼓励在穗企业赴港澳发行境外人民币债券”（市地方金融监管局、市发展改革委牵头）：完成率20%，低于序时进度80个百分点；
    /// 存在问题：…；下一步：…。」
    fn print(&self, policy: &Policy, then: &Ledger, pace: Pace, until: Date) -> String {
        let number = self.is.task;
        let Some(task) = policy.task(number) else {
            return format!("第{}项：{}。", number.0, self.state(None, until, pace).join("；"));
        };
        let leads: Vec<&str> = task.lead.iter().map(|a| policy.roster().name(a.unit)).collect();
        let leads = match leads.join("、") {
            leads if leads.is_empty() => leads,
            leads => format!("（{leads}牵头）"),
        };
        let row = Row::new(policy, then, task);
        let said = self.state(Some(&row), until, pace).join("；");
        format!("第{}项“{}”{leads}：{said}。", number.0, policy.short_title(task))
    }

    /// What there is to say of it, in its period's figures and its unit's words.
    fn state(&self, row: Option<&Row<'_>>, until: Date, pace: Pace) -> Vec<String> {
        let text = |field| row.map_or_else(String::new, |row| in_line(row.entry.text(field)));
        let mut said = Vec::new();
        if self.movement == Movement::Done {
            let progress = text(Field::Progress);
            said.push(if progress.is_empty() {
                self.is.status.name().to_owned()
            } else {
                progress
            });
            return said;
        }
        if self.movement == Movement::Returned {
            said.push(format!("由{}改为{}", self.was.status.name(), self.is.status.name()));
        }
        said.push(match row.and_then(|row| self.lag(row, until, pace)) {
            Some(lag) => format!("完成率{}%，{lag}", self.is.percent),
            None => format!("完成率{}%", self.is.percent),
        });
        for (field, name) in [(Field::Problems, "存在问题"), (Field::NextSteps, "下一步")] {
            let text = text(field);
            if !text.is_empty() {
                said.push(format!("{name}：{text}"));
            }
        }
        said
    }

    /// How far it was behind on the last day, where its dates say so.
    fn lag(&self, row: &Row<'_>, until: Date, pace: Pace) -> Option<String> {
        if !is_late(self.is) {
            return None;
        }
        let midnight = until.midnight().assume_utc().unix_timestamp();
        let at = Millis(u64::try_from(midnight).ok()?.checked_mul(1000)?);
        let now = Now { at, offset_minutes: 0 };
        let assessed = row.assess(Yardstick { rule: Rule::default(), pace, now });
        let overdue = assessed.overdue_days;
        let gap =
            assessed.planned.map(|planned| i32::from(self.is.percent) * 10 - i32::from(planned));
        let gap = gap.filter(|gap| *gap < 0).and_then(|gap| u16::try_from(-gap).ok());
        match (overdue, gap) {
            (1.., _) => Some(format!("已逾期{overdue}天")),
            (0, Some(gap)) => Some(format!("低于序时进度{}个百分点", print_tenths(gap))),
            (0, None) => None,
        }
    }
}

/// Lines as one, without the full stop at the end.
fn in_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim().trim_end_matches(['。', '；', '.', ';']));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("；")
}

/// 「较5月底增加5项」, 「较5月底下降2个百分点」, 「与5月底持平」
fn difference(then: &str, [less, more]: [&str; 2], was: u32, is: u32, measure: &str) -> String {
    match is.cmp(&was) {
        std::cmp::Ordering::Greater => format!("较{then}{more}{}{measure}", is - was),
        std::cmp::Ordering::Less => format!("较{then}{less}{}{measure}", was - is),
        std::cmp::Ordering::Equal => format!("与{then}持平"),
    }
}

/// When a period ended, seen from a year: 「5月底」, 「2021年12月底」, 「2022年第一季度末」, else its name and day.
fn moment(closing: &Closing, year: i32) -> String {
    let until = closing.until;
    let is = |span: Span| is_same_name(&closing.name, &span.around(until).name);
    if is(Span::Month) {
        let month = format!("{}月底", u8::from(until.month()));
        return if until.year() == year { month } else { format!("{}年{month}", until.year()) };
    }
    if is(Span::Quarter) {
        return format!("{}末", closing.name);
    }
    format!("{}（{}）", closing.name, print_day(until))
}

/// 「2022年6月30日」
fn print_day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), u8::from(day.month()), day.day())
}
