//! 报送情况: which unit has reported for which period, by the files that were taken in.

use time::{Date, Duration};

use super::period::{GRACE_DAYS, Period, Span};
use crate::ledger::Ledger;
use crate::policy::{Policy, Role, TaskNumber, UnitId, UnitKind};

/// How a unit stands to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reported {
    /// 已报, on its day.
    OnTime(Date),
    /// 重复报: so many files in time, the last on its day.
    Repeated(usize, Date),
    /// 逾期报: only after the last day.
    Late(Date),
    /// 未报, and the last day is past.
    Missing,
    /// 待报: the last day is not past.
    Awaited,
}

impl Reported {
    /// The word, and the day where there is one.
    pub fn print(self) -> String {
        let day = |date: Date| format!("{}月{}日", u8::from(date.month()), date.day());
        match self {
            Self::OnTime(on) => format!("已报{}", day(on)),
            Self::Repeated(times, on) => format!("重复报{times}次，{}", day(on)),
            Self::Late(on) => format!("逾期报{}", day(on)),
            Self::Missing => "未报".to_owned(),
            Self::Awaited => "待报".to_owned(),
        }
    }

    /// The word in style sheets.
    pub fn slug(self) -> &'static str {
        match self {
            Self::OnTime(_) => "on-time",
            Self::Repeated(..) => "repeated",
            Self::Late(_) => "late",
            Self::Missing => "missing",
            Self::Awaited => "awaited",
        }
    }
}

/// A unit that carries tasks, and what it reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitReports {
    /// The unit.
    pub unit: UnitId,
    /// Its tasks, by role, in printed order: a district's through its groups, too.
    pub tasks: Vec<(Role, TaskNumber)>,
    /// For each period, in order.
    pub reported: Vec<Reported>,
}

/// 单位 × 期次
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The periods, the oldest first.
    pub periods: Vec<Period>,
    /// Every unit that carries tasks, in the order of the roster.
    pub units: Vec<UnitReports>,
    /// The units of files that the policy does not know, each once.
    pub unknown_units: Vec<String>,
    /// Whose files came from a fast clock and are counted by the day they came in, each with that day.
    pub fast_clocks: Vec<(String, Date)>,
}

/// Who has reported for the last `count` periods, up to the one that `today` is in.
///
/// A file counts for the period whose last day is the first not before its export, or before it came in where the
/// clock of the export was fast. Within ten days after a last
/// day it counts as late for that period, if the unit had sent nothing for it in time.
pub fn matrix(policy: &Policy, ledger: &Ledger, span: Span, today: Date, count: usize) -> Matrix {
    let mut periods = vec![span.around(today)];
    while periods.len() < count.max(1) {
        let before = span.first_day(periods[0].until) - Duration::DAY;
        periods.insert(0, span.around(before));
    }
    let begin = span.first_day(periods[0].until) - Duration::DAY;
    let mut received: Vec<(Option<UnitId>, Date)> = Vec::new();
    let (mut unknown_units, mut fast_clocks) = (Vec::<String>::new(), Vec::new());
    for receipt in ledger.own_row().receipts() {
        let unit = policy.roster().resolve(receipt.unit());
        let name = unit.map_or(receipt.unit().trim(), |unit| policy.roster().name(unit));
        if unit.is_none() && !name.is_empty() && !unknown_units.iter().any(|known| known == name) {
            unknown_units.push(name.to_owned());
        }
        let Some(on) = receipt.day() else { continue };
        received.push((unit, on));
        if receipt.is_by_arrival() && on > begin {
            let who = if name.is_empty() { receipt.exporter().trim() } else { name };
            fast_clocks.push((who.to_owned(), on));
        }
    }
    fast_clocks.sort_unstable();
    fast_clocks.dedup();
    let units = policy.roster().iter().filter(|(_, unit)| unit.kind != UnitKind::Group);
    let units = units.filter_map(|(unit, _)| {
        let tasks = tasks_of(policy, unit);
        if tasks.is_empty() {
            return None;
        }
        let mut days: Vec<Date> = received
            .iter()
            .filter(|(by, on)| *by == Some(unit) && *on > begin)
            .map(|(_, on)| *on)
            .collect();
        days.sort_unstable();
        Some(UnitReports { unit, tasks, reported: reported(&periods, &days, today) })
    });
    Matrix { units: units.collect(), periods, unknown_units, fast_clocks }
}

/// The tasks of a unit, with its role.
pub fn tasks_of(policy: &Policy, unit: UnitId) -> Vec<(Role, TaskNumber)> {
    let role = |task: &crate::policy::Task| Some((task.role_of(unit)?.0, task.number));
    policy.tasks().filter_map(role).collect()
}

fn reported(periods: &[Period], days: &[Date], today: Date) -> Vec<Reported> {
    let mut rest: Vec<Date> = days.to_vec();
    let mut reported = Vec::new();
    for period in periods {
        let until = period.until;
        let in_time: Vec<Date> = rest.extract_if(.., |on| *on <= until).collect();
        let grace = until + Duration::days(i64::from(GRACE_DAYS));
        reported.push(match (in_time.len(), in_time.last()) {
            (1, Some(on)) => Reported::OnTime(*on),
            (times, Some(on)) => Reported::Repeated(times, *on),
            (_, None) => match rest.iter().position(|on| *on <= grace) {
                Some(at) => Reported::Late(rest.remove(at)),
                None if today > until => Reported::Missing,
                None => Reported::Awaited,
            },
        });
    }
    reported
}

impl Matrix {
    /// How many units of all have reported for a period, in time or late.
    pub fn count(&self, period: usize) -> (usize, usize) {
        let has = |unit: &&UnitReports| {
            let reported = unit.reported.get(period);
            !matches!(reported, None | Some(Reported::Missing | Reported::Awaited))
        };
        (self.units.iter().filter(has).count(), self.units.len())
    }

    /// Leaves out the oldest periods for which nobody reported: the table begins where collecting did. The last
    /// two stay.
    pub fn trim(&mut self) {
        while self.periods.len() > 2 && self.count(0).0 == 0 {
            self.periods.remove(0);
            for unit in &mut self.units {
                unit.reported.remove(0);
            }
        }
    }

    /// The units that owe a report for a period: those of which none came, whether it is due or not.
    pub fn owing(&self, period: usize) -> impl Iterator<Item = &UnitReports> {
        self.units.iter().filter(move |unit| {
            let reported = unit.reported.get(period);
            matches!(reported, Some(Reported::Missing | Reported::Awaited))
        })
    }

    /// The matrix as rows of cells, with its head.
    pub fn rows(&self, policy: &Policy) -> Vec<Vec<String>> {
        let names = self.periods.iter().map(|period| period.name.clone());
        let head = ["单位", "牵头任务", "配合、支持任务"].map(str::to_owned).into_iter();
        let mut rows = vec![head.chain(names).collect()];
        for unit in &self.units {
            let leads = unit.leads().count();
            let figures = [leads.to_string(), (unit.tasks.len() - leads).to_string()];
            let cells = unit.reported.iter().map(|reported| reported.print());
            let name = std::iter::once(policy.roster().name(unit.unit).to_owned());
            rows.push(name.chain(figures).chain(cells).collect());
        }
        rows
    }
}

impl UnitReports {
    /// The tasks it leads.
    pub fn leads(&self) -> impl Iterator<Item = TaskNumber> {
        self.tasks.iter().filter(|(role, _)| *role == Role::Lead).map(|(_, task)| *task)
    }

    /// A reminder of a period, ready to send on `today`.
    pub fn remind(&self, policy: &Policy, period: &Period, today: Date) -> String {
        let leads: Vec<String> = self.leads().map(|task| task.0.to_string()).collect();
        let others = self.tasks.len() - leads.len();
        let mut tasks = Vec::new();
        if !leads.is_empty() {
            tasks.push(format!("牵头第{}项", leads.join("、")));
        }
        if others > 0 {
            tasks.push(format!("配合、支持{others}项"));
        }
        let day = format!("{}月{}日", u8::from(period.until.month()), period.until.day());
        let until = if today > period.until {
            format!("报送期限（{day}）已过，请尽快填报")
        } else {
            format!("请于{day}前填报")
        };
        format!(
            "{}：请报送{}任务台账（截至{day}）。贵单位{}。{until}，并将导出的台账文件（.json）报送我处。",
            policy.roster().name(self.unit),
            period.name,
            tasks.join("，")
        )
    }
}
