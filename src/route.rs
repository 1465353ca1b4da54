//! Which view is open, as a value and as a location hash: a link or a reload shows the same again.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::ledger::Status;
use crate::policy::{Role, Roster, TaskNumber};
use crate::tally::{Attention, Duty, Filter, Lit};

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// 总览
    Overview,
    /// 台账: the tasks of a filter, one of them perhaps open.
    Ledger {
        /// Which tasks are listed.
        filter: Filter,
        /// The one that is open.
        task: Option<TaskNumber>,
    },
    /// 表格: the tasks of a filter with the official columns.
    Table(Filter),
    /// 时间轴: the tasks of a filter over time.
    Timeline(Filter),
    /// 修改记录: all changes of the tasks of a filter.
    Log(Filter),
    /// 原文, perhaps at one place.
    Source(Option<Place>),
    /// 期次: closing periods and comparing them.
    Periods,
    /// 汇总: the files of all units, and who has reported.
    RollUp,
    /// 设置
    Settings,
}

/// A place in the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An article of the Opinions.
    Article(u16),
    /// A task of the plan.
    Task(TaskNumber),
}

impl Route {
    /// The ledger, showing the tasks of `filter`.
    pub fn list(filter: Filter) -> Self {
        Self::Ledger { filter, task: None }
    }

    /// The ledger, with one task open.
    pub fn task(task: TaskNumber) -> Self {
        Self::Ledger { filter: Filter::default(), task: Some(task) }
    }

    /// Reads a location hash, with or without its `#`. What it does not understand it leaves out: an address
    /// someone cut short still opens something.
    pub fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let (name, query) = path.split_once('?').unwrap_or((path, ""));
        match name.trim_end_matches('/') {
            "ledger" => {
                let (filter, task) = parse_tasks(query);
                Self::Ledger { filter, task }
            }
            "table" => Self::Table(parse_tasks(query).0),
            "log" => Self::Log(parse_tasks(query).0),
            "timeline" => Self::Timeline(parse_tasks(query).0),
            "source" => Self::Source(pairs(query).find_map(|(key, value)| match key {
                "article" => value.parse().ok().map(Place::Article),
                "task" => value.parse().ok().map(|n| Place::Task(TaskNumber(n))),
                _ => None,
            })),
            "periods" => Self::Periods,
            "rollup" => Self::RollUp,
            "settings" => Self::Settings,
            _ => Self::Overview,
        }
    }

    /// The same view, its unit under the name that it has in `roster`, however the address spells it.
    #[must_use]
    pub fn with_units_of(mut self, roster: &Roster) -> Self {
        if let Self::Ledger { filter, .. }
        | Self::Table(filter)
        | Self::Timeline(filter)
        | Self::Log(filter) = &mut self
        {
            let unit = filter.unit.as_ref().and_then(|unit| roster.resolve(unit));
            if let Some(unit) = unit {
                filter.unit = Some(roster.name(unit).to_owned());
            }
        }
        self
    }

    /// The location hash, with its `#`.
    pub fn print(&self) -> String {
        match self {
            Self::Overview => "#/overview".to_owned(),
            Self::Ledger { filter, task } => print_tasks("#/ledger", filter, *task),
            Self::Table(filter) => print_tasks("#/table", filter, None),
            Self::Log(filter) => print_tasks("#/log", filter, None),
            Self::Timeline(filter) => print_tasks("#/timeline", filter, None),
            Self::Source(None) => "#/source".to_owned(),
            Self::Source(Some(Place::Article(number))) => format!("#/source?article={number}"),
            Self::Source(Some(Place::Task(task))) => format!("#/source?task={}", task.0),
            Self::Periods => "#/periods".to_owned(),
            Self::RollUp => "#/rollup".to_owned(),
            Self::Settings => "#/settings".to_owned(),
        }
    }
}

const DUTIES: [(Duty, &str); 4] = [
    (Duty::In(Role::Lead), "lead"),
    (Duty::FirstLead, "first-lead"),
    (Duty::In(Role::Cooperate), "cooperate"),
    (Duty::In(Role::Support), "support"),
];

fn parse_tasks(query: &str) -> (Filter, Option<TaskNumber>) {
    let (mut filter, mut task) = (Filter::default(), None);
    for (key, value) in pairs(query) {
        match key {
            "q" => filter.words = decode(value),
            "phase" => filter.phase = value.parse().ok(),
            "section" => filter.section = value.parse().ok(),
            "topic" => filter.topic = value.parse().ok(),
            "unit" => filter.unit = Some(decode(value)).filter(|unit| !unit.is_empty()),
            "role" => {
                let duty = DUTIES.iter().find(|(_, slug)| *slug == value);
                filter.duty = duty.map_or(Duty::Any, |(duty, _)| *duty);
            }
            "named" => filter.by_name = value == "1",
            "status" => filter.status = Status::ALL.into_iter().find(|s| s.slug() == value),
            "attention" => {
                filter.attention = Attention::ALL.into_iter().find(|a| a.slug() == value);
            }
            "light" => filter.light = Lit::parse(value),
            "sort" => filter.by_lateness = value == "late",
            "task" => task = value.parse().ok().map(TaskNumber),
            _ => {}
        }
    }
    (filter, task)
}

fn print_tasks(screen: &str, filter: &Filter, task: Option<TaskNumber>) -> String {
    let duty = DUTIES.iter().find(|(duty, _)| *duty == filter.duty).map(|(_, slug)| *slug);
    let words = Some(&filter.words).filter(|words| !words.is_empty());
    let parts = [
        ("q", words.map(|words| encode(words))),
        ("phase", filter.phase.map(|year| year.to_string())),
        ("section", filter.section.map(|section| section.to_string())),
        ("topic", filter.topic.map(|topic| topic.to_string())),
        ("unit", filter.unit.as_deref().map(encode)),
        ("role", duty.map(str::to_owned)),
        ("named", filter.by_name.then(|| "1".to_owned())),
        ("status", filter.status.map(|status| status.slug().to_owned())),
        ("attention", filter.attention.map(|attention| attention.slug().to_owned())),
        ("light", filter.light.map(|light| light.slug().to_owned())),
        ("sort", filter.by_lateness.then(|| "late".to_owned())),
        ("task", task.map(|task| task.0.to_string())),
    ];
    let mut hash = screen.to_owned();
    let mut mark = '?';
    for (key, value) in parts {
        if let Some(value) = value {
            hash.push(mark);
            hash.push_str(key);
            hash.push('=');
            hash.push_str(&value);
            mark = '&';
        }
    }
    hash
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter_map(|pair| pair.split_once('='))
}

/// What has a meaning in a hash; Chinese stays readable.
const MEANINGFUL: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'&').add(b'=').add(b'#').add(b'+');

/// Percent-encodes what has a meaning in a hash, and nothing else.
fn encode(text: &str) -> String {
    let encode = |c: char| utf8_percent_encode(c.encode_utf8(&mut [0; 4]), MEANINGFUL).to_string();
    text.chars().map(|c| if c.is_ascii() { encode(c) } else { c.to_string() }).collect()
}

/// Undoes percent-encoding, a browser's or ours; a `%` that encodes nothing stays.
fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
