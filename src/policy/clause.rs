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
    /// Parts that end in none of 牵头, 配合, 支持, or lack a name.
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
    let inner = clause.strip_prefix(['（', '(']).unwrap_or(clause);
    let inner = inner.strip_suffix(['）', ')']).unwrap_or(inner);
    for part in inner.split(['，', '；', ',', ';']).map(str::trim).filter(|part| !part.is_empty())
    {
        let role = Role::ALL
            .into_iter()
            .find_map(|role| part.strip_suffix(role.name()).map(|names| (role, names)));
        let Some((role, names)) = role else {
            out.unreadable.push(part.to_owned());
            continue;
        };
        if names.split('、').any(|name| name.trim().is_empty()) {
            out.unreadable.push(part.to_owned());
        }
        let names = names.split('、').map(str::trim).filter(|name| !name.is_empty());
        for name in names.flat_map(|name| with_others(name, roster)) {
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

/// 「越秀区政府等相关单位」 names 越秀区政府 and the open group 相关单位; a 等 inside a name stays there.
fn with_others<'a>(name: &'a str, roster: &Roster) -> impl Iterator<Item = &'a str> + use<'a> {
    let (first, rest) = match name.split_once('等') {
        Some((first, rest)) if !rest.is_empty() && resolve(first, roster).is_some() => {
            (first, Some(rest))
        }
        _ => (name, None),
    };
    std::iter::once(first).chain(rest)
}

/// Restores what a list leaves out: the 市 said once at its head, the 政府 said once at its end.
fn resolve(name: &str, roster: &Roster) -> Option<UnitId> {
    roster
        .find(name)
        .or_else(|| roster.find(&format!("市{name}")))
        .or_else(|| roster.find(&format!("{name}政府")))
}
