//! Editions: how much of a ledger goes out, and to whom.
//!
//! Every edition is a ledger and reads like one, and what it holds has the stamps it always had. So an edition
//! that comes back to where it was made brings nothing: it never wins over what was left out of it, nor does it
//! contest it.

use time::Date;

use crate::format::{Export, cleaning, code_of};
use crate::ledger::merge::diff;
use crate::ledger::stamp::print_date;
use crate::ledger::{Change, Field, Ledger, Reporter, Unknown, Value};
use crate::policy::{Policy, UnitId};

/// How much of a ledger goes out.
#[derive(Debug, Clone, Copy)]
pub enum Edition<'a> {
    /// 内部版: everything.
    Internal,
    /// 对外版: what stands there now, without people and without what is for internal use.
    External,
    /// 本单位: the tasks this unit has a part in.
    Mine(UnitId),
    /// 增量: what this earlier export does not hold.
    Incremental(&'a Ledger),
}

/// What marks a text as internal, at its beginning.
const INTERNAL: [&str; 6] = ["【内部】", "[内部]", "［内部］", "〔内部〕", "（内部）", "(内部)"];

impl Edition<'_> {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Internal => "内部版",
            Self::External => "对外版",
            Self::Mine(_) => "本单位",
            Self::Incremental(_) => "增量",
        }
    }

    /// What it holds, in a sentence.
    pub fn description(self) -> &'static str {
        match self {
            Self::Internal => {
                "全部内容，含姓名、联系人、佐证和全部修改记录：发给同事，或留作备份。"
            }
            Self::External => {
                "只有各栏目现在的内容：不含姓名、责任部门、责任人、联系人、佐证材料、亮灯改判、收件和修改记录，也不含以“【内部】”开头的内容。"
            }
            Self::Mine(_) => "本单位牵头、配合、支持的任务（含作为群组一员的），带全部修改记录。",
            Self::Incremental(_) => "仅含上次导出后的修改，供已导入前一份文件的单位补充导入。",
        }
    }

    /// What marks its file; nothing for that which holds everything.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Internal => "",
            _ => self.name(),
        }
    }

    /// The name of its file: `台账_市财政局_对外版_2021-10-31.json`. See [`file_name`].
    pub fn file_name(self, unit: &str, date: Date) -> String {
        marked_file_name(unit, self.mark(), date)
    }

    /// What the file of `part`, an edition of this kind, says of its export. The external one says neither who
    /// exported it nor the address of the list, which may have words of a search in it: its scope is `external`.
    pub fn sign(self, part: &Ledger, export: Export) -> Export {
        let code = Some(code_of(part));
        match self {
            Self::External => {
                Export { by: anonymous(&export.by), scope: "external".to_owned(), code, ..export }
            }
            Self::Internal | Self::Mine(_) | Self::Incremental(_) => Export { code, ..export },
        }
    }
}

/// The edition of a ledger on `policy`. Editions of editions hold what both hold.
#[must_use]
pub fn edit(ledger: &Ledger, policy: &Policy, edition: Edition<'_>) -> Ledger {
    match edition {
        Edition::Internal => ledger.clone(),
        Edition::External => external(ledger),
        Edition::Mine(unit) => ledger
            .slice(|number| policy.task(number).is_some_and(|task| task.role_of(unit).is_some())),
        Edition::Incremental(since) => {
            let mut part = diff(since, ledger);
            // Who did it is said again, for those who were sent only this.
            introduce(&mut part, ledger, Reporter::clone);
            part
        }
    }
}

fn external(ledger: &Ledger) -> Ledger {
    let mut part = Ledger::new(&ledger.policy);
    for (task, entry) in ledger.rows() {
        for (field, history) in entry.histories().filter(|(field, _)| is_public(*field)) {
            if let Some(change) = history.current().and_then(publish) {
                part.absorb(task, field, change);
            }
        }
    }
    introduce(&mut part, ledger, anonymous);
    part
}

/// Whether a column goes out in the external edition. A verdict does not: it is its reason, which is internal,
/// and without it the reader would see a light that no rule gives. Closed periods are numbers.
fn is_public(field: Field) -> bool {
    match field {
        Field::Department
        | Field::Owner
        | Field::Contact
        | Field::Verdict
        | Field::Evidence(_)
        | Field::Receipt(_) => false,
        Field::Status
        | Field::Percent
        | Field::Progress
        | Field::Standing
        | Field::Phase
        | Field::Start
        | Field::Due
        | Field::Deliverable
        | Field::Problems
        | Field::NextSteps
        | Field::Remark
        | Field::SignOff
        | Field::Carried
        | Field::Measure(_)
        | Field::Note(_)
        | Field::Closing(_) => true,
    }
}

/// The change as the public sees it: earlier values may hold what was corrected away, so it stands alone, with
/// the stamp and the ground it has. A record goes without the name in it; where the whole of it is known, that
/// counts (see [`Change`]). `None` for what is marked as internal.
fn publish(change: &Change) -> Option<Change> {
    let value = match &change.value {
        Some(Value::Text(text)) if is_internal(text) => return None,
        Some(Value::Record(record)) if is_internal(&record.parts().text) => return None,
        Some(Value::Closing(closing)) if is_internal(&closing.name) => return None,
        Some(Value::Record(record)) => {
            let mut record = record.clone();
            record.parts_mut().by.clear();
            Some(Value::Record(record))
        }
        value => value.clone(),
    };
    Some(Change { value, unknown: Unknown::new(), ..change.clone() })
}

fn is_internal(text: &str) -> bool {
    INTERNAL.iter().any(|mark| text.trim_start().starts_with(mark))
}

/// The unit alone.
fn anonymous(by: &Reporter) -> Reporter {
    Reporter { name: String::new(), unit: by.unit.clone() }
}

/// Says of everyone whose changes are in `part` who they are.
fn introduce(part: &mut Ledger, ledger: &Ledger, name: impl Fn(&Reporter) -> Reporter) {
    for (actor, reporter) in ledger.people() {
        if part.has_work_of(actor) {
            part.introduce(actor, &name(reporter));
        }
    }
}

/// The name of an exported file: `台账_市财政局_2021-10-31.json`. What Windows does not allow in a name
/// becomes `_`, and at most 50 characters of the unit are used, so that every system takes the name.
pub fn file_name(unit: &str, date: time::Date) -> String {
    marked_file_name(unit, "", date)
}

/// As [`file_name`], with what marks an edition after the unit.
fn marked_file_name(unit: &str, mark: &str, date: time::Date) -> String {
    let allowed = |c: char| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c };
    let unit = cleaning::clean(unit);
    let unit: String = unit.trim().chars().map(allowed).take(50).collect();
    let unit = if unit.is_empty() { "未署名单位" } else { &unit };
    let gap = if mark.is_empty() { "" } else { "_" };
    format!("台账_{unit}{gap}{mark}_{}.json", print_date(date))
}
