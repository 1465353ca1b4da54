//! 演示: a ledger filled in as of 2022-06-30, to look at and to try things on. Nobody reported any of it.

use time::{Date, Month};

use crate::ledger::{
    Actor, Change, Edit, Editor, Field, Item, Ledger, Millis, Now, Parts, Reporter, Stamp, Status,
    Unknown, Value,
};
use crate::policy::{BUNDLED_ID, Policy, TaskNumber};
use crate::tally::period::{self, Period};
use crate::tally::{Pace, Rule, Yardstick};

/// The moment the demonstration is of: 2022-06-30 17:00 in Guangzhou.
pub const NOW: Now = Now { at: Millis(1_656_579_600_000), offset_minutes: 480 };

/// Who reports in the demonstration, as [`Actor::from_bits`].
pub const ACTOR: u64 = 0x00de_7000;

const DAY: u64 = 24 * 60 * 60 * 1000;

/// The status of each task by its key, 1 未启动 to 5 已销号, in the order of the tasks.
const STATUSES: &str = "543242321242342223423222234221232222123442223224";

/// A filled-in ledger on `policy`, by people named 演示.
pub fn ledger(policy: &Policy) -> Ledger {
    let reporter = Reporter { name: "演示".to_owned(), unit: "演示单位".to_owned() };
    let mut editor = Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(ACTOR), reporter);
    for (task, key) in policy.tasks().zip(STATUSES.chars()) {
        let status = key.to_digit(10).and_then(|key| Status::ALL.get(key as usize - 1)).copied();
        let lead = task.lead.first().map_or("", |first| policy.roster().name(first.unit));
        fill(&mut editor, task.number, status.unwrap_or_default(), lead);
    }
    let mut ledger = editor.ledger().clone();
    for (nth, name, last) in [(1, "2022年4月", LAST_OF_APRIL), (2, "2022年5月", LAST_OF_MAY)] {
        close(policy, &mut ledger, nth, name, last);
    }
    ledger
}

/// The last working days of two months, in the afternoon.
const LAST_OF_APRIL: Now = Now { at: Millis(NOW.at.0 - 62 * DAY), ..NOW };
const LAST_OF_MAY: Now = Now { at: Millis(NOW.at.0 - 30 * DAY), ..NOW };

/// Closes a period with what was reported by then.
fn close(policy: &Policy, ledger: &mut Ledger, nth: u64, name: &str, last: Now) {
    let mut then = Ledger::new(BUNDLED_ID);
    for (task, field, change) in ledger.changes() {
        if change.stamp.wall <= last.at {
            then.absorb(task, field, change.clone());
        }
    }
    let period = Period { name: name.to_owned(), until: last.today() };
    let yardstick = Yardstick { rule: Rule::default(), pace: Pace::default(), now: last };
    let closing = period::close(policy, &then, yardstick, period);
    let change = Change {
        stamp: Stamp { wall: last.at, counter: 0, actor: Actor::from_bits(ACTOR) },
        value: Some(Value::Closing(Box::new(closing))),
        after: Vec::new(),
        unknown: Unknown::new(),
    };
    ledger.absorb(Ledger::LEDGER_ROW, Field::Closing(Item::from_bits(nth)), change);
}

/// The moment so many days before the demonstration's.
fn ago(days: u64) -> Now {
    Now { at: Millis(NOW.at.0 - days * DAY), ..NOW }
}

fn fill(editor: &mut Editor, task: TaskNumber, status: Status, lead: &str) {
    let number = u64::from(task.0);
    let edit = |field, value| Edit { task, field, value: Some(value) };
    let text = |field, words: &str| edit(field, Value::Text(words.to_owned()));
    let percent = match status {
        Status::NotStarted => 0,
        Status::Underway => 30 + (task.0 * 7 % 5) * 12,
        Status::Stuck => 20 + task.0 % 3 * 15,
        Status::Done | Status::SignedOff => 100,
    };
    let percent = u8::try_from(percent).unwrap_or(100);
    let year = 2022 + i32::from(task.0 % 2);
    let month = if task.0 % 4 < 2 { Month::December } else { Month::June };
    let last = if month == Month::June { 30 } else { 31 };
    let day = |year, month, day| Date::from_calendar_date(year, month, day).ok().map(Value::Date);
    let mut plan = vec![text(Field::Owner, "（演示）经办人"), text(Field::Department, lead)];
    plan.extend(day(2021, Month::September, 1).map(|date| edit(Field::Start, date)));
    plan.extend(day(year, month, last).map(|date| edit(Field::Due, date)));
    editor.apply("演示".to_owned(), plan, ago(200 - number));
    if status == Status::NotStarted {
        return;
    }
    let record = |field, text: &str, on: Option<Date>, done| {
        let parts = Parts { text: text.to_owned(), by: String::new(), on, done };
        Edit { task, field, value: Value::record(field, parts) }
    };
    let quarter = |month, day| Date::from_calendar_date(2022, month, day).ok();
    let item = |nth: u64| Item::from_bits(number << 8 | nth);
    let measures = vec![
        record(Field::Measure(item(1)), "制定工作方案", quarter(Month::March, 31), true),
        record(
            Field::Measure(item(2)),
            "组织实施",
            quarter(Month::December, 15),
            status.is_complete(),
        ),
    ];
    editor.apply("演示".to_owned(), measures, ago(120 - number));
    let words = match status {
        Status::Stuck => "（演示）方案已拟订，跨部门数据口径尚未统一，推进受阻。",
        Status::Underway => "（演示）方案已印发，正按分工推进，二季度完成阶段任务。",
        _ => "（演示）各项举措已完成，成果已报送。",
    };
    let mut report = vec![
        edit(Field::Status, Value::Status(status)),
        edit(Field::Percent, Value::Percent(percent)),
        text(Field::Progress, words),
    ];
    match status {
        Status::Stuck => {
            report.push(text(Field::Problems, "（演示）部门间数据口径不一，需上级协调。"));
            report.push(text(Field::NextSteps, "（演示）7月提请专项小组会议研究。"));
        }
        Status::Underway => {
            report.push(text(Field::NextSteps, "（演示）三季度开展中期评估。"));
        }
        _ => report.push(record(
            Field::Evidence(item(3)),
            "（演示）工作总结.docx",
            quarter(Month::June, 20),
            false,
        )),
    }
    editor.apply("演示".to_owned(), report, ago(40 - number * 3 / 4));
}
