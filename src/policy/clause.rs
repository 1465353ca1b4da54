//! The responsibility clause that ends a task: 「（甲、乙牵头，丙配合，丁支持）」.

use super::unit::{Assignment, Role, Roster, UnitId};

/// What a clause says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Responsibility {
    pub lead: Vec<Assignment>,
    pub cooperate: Vec<Assignment>,
    pub support: Vec<Assignment>,
    /// Names that no rule of the roster restores.
    pub unknown: Vec<String>,
    /// Parts that end in none of 牵头, 配合, 支持.
    pub unreadable: Vec<String>,
}

/// Cuts the trailing bracket off a task: (text, clause with its brackets).
///
/// `None` where the text does not end in a closing bracket with its opening one.
pub(super) fn split(task: &str) -> Option<(&str, &str)> {
    let task = task.trim_end();
    let mut depth = 0usize;
    for (at, c) in task.char_indices().rev() {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some((task[..at].trim_end(), &task[at..]));
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Reads a clause, with or without its brackets.
pub(super) fn parse(clause: &str, task_text: &str, roster: &Roster) -> Responsibility {
    let mut out = Responsibility::default();
    let inner = clause.trim_matches(['（', '）', '(', ')']);
    for part in inner.split(['，', '；', ',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let role = Role::ALL
            .into_iter()
            .find_map(|role| part.strip_suffix(role.name()).map(|names| (role, names)));
        let Some((role, names)) = role.filter(|(_, names)| !names.is_empty()) else {
            out.unreadable.push(part.to_owned());
            continue;
        };
        for name in names.split('、').flat_map(with_others) {
            let Some(unit) = resolve(name, roster) else {
                out.unknown.push(name.to_owned());
                continue;
            };
            let members = roster.members(unit, task_text);
            let assignment = Assignment { unit, printed: name.to_owned(), members };
            match role {
                Role::Lead => out.lead.push(assignment),
                Role::Cooperate => out.cooperate.push(assignment),
                Role::Support => out.support.push(assignment),
            }
        }
    }
    out
}

/// 「越秀区政府等相关单位」 names 越秀区政府 and the open group 相关单位.
fn with_others(name: &str) -> impl Iterator<Item = &str> {
    let (first, rest) = match name.split_once('等') {
        Some((first, rest)) if !first.is_empty() && !rest.is_empty() => (first, Some(rest)),
        _ => (name, None),
    };
    std::iter::once(first).chain(rest)
}

/// Restores what a list leaves out: the 市 said once at its head, the 政府 said once at its end.
fn resolve(name: &str, roster: &Roster) -> Option<UnitId> {
    let name = name.trim();
    roster
        .find(name)
        .or_else(|| roster.find(&format!("市{name}")))
        .or_else(|| roster.find(&format!("{name}政府")))
}
