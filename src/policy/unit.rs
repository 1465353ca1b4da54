//! Units 单位, the roster of those we know by name, and their roles on a task.

use super::spelling::{self, Spelling};

/// What sort of body a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitKind {
    /// 市级部门
    Municipal,
    /// 区政府
    District,
    /// 中央驻粤机构
    Central,
    /// 机构平台
    Platform,
    /// 群组: a name that stands for several units.
    Group,
}

impl UnitKind {
    /// Every kind, in the order of a list of units.
    pub const ALL: [Self; 5] =
        [Self::Municipal, Self::District, Self::Central, Self::Platform, Self::Group];

    /// The Chinese word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Municipal => "市级部门",
            Self::District => "区政府",
            Self::Central => "中央驻粤机构",
            Self::Platform => "机构平台",
            Self::Group => "群组",
        }
    }
}

/// Which units a group stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members {
    /// These, everywhere (各区政府); none for a single unit and for an open group (相关单位).
    Fixed(Vec<UnitId>),
    /// The districts that the text of the task names (相关区政府).
    NamedInTask,
}

/// A unit's place in its [`Roster`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u16);

/// A unit under its canonical name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The canonical, unabridged name.
    pub name: String,
    /// What sort of body it is.
    pub kind: UnitKind,
    /// Other wordings of the same name that the source prints.
    pub aliases: Vec<String>,
    /// What the unit is commonly called, and its full official name, where the source prints neither. A name that two
    /// units are called is no name of either.
    pub usage: Vec<String>,
    /// Whom a group stands for.
    pub members: Members,
    /// Where the source shows the name, word for word.
    pub basis: String,
}

/// A unit as a responsibility clause names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Who is meant.
    pub unit: UnitId,
    /// The name as printed, perhaps elided: 发展改革委 for 市发展改革委.
    pub printed: String,
    /// Whom a group stands for on this task; empty for single units and open groups.
    pub members: Vec<UnitId>,
}

/// What a unit has to do on a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 牵头
    Lead,
    /// 配合
    Cooperate,
    /// 支持
    Support,
}

impl Role {
    /// Every role, weightiest first.
    pub const ALL: [Self; 3] = [Self::Lead, Self::Cooperate, Self::Support];

    /// The Chinese word, as a responsibility clause ends in it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lead => "牵头",
            Self::Cooperate => "配合",
            Self::Support => "支持",
        }
    }
}

/// The units known by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    units: Vec<Unit>,
    /// What every name of every unit comes to, however it is spelled; in order.
    spellings: Vec<(String, UnitId)>,
    /// What a person took a name for that no rule restores.
    chosen: Vec<(String, UnitId)>,
}

impl Roster {
    /// A roster of these units.
    pub fn new(units: Vec<Unit>) -> Self {
        let mut spellings = Vec::new();
        for (id, unit) in (0..).map(UnitId).zip(&units) {
            for name in std::iter::once(&unit.name).chain(&unit.aliases).chain(&unit.usage) {
                let known = Spelling::read(name);
                let bare = known.without_city().last().map(|bare| (*bare).to_owned());
                spellings.extend(bare.map(|bare| (bare, id)));
            }
        }
        spellings.sort_unstable();
        spellings.dedup();
        Self { units, spellings, chosen: Vec::new() }
    }

    /// The same roster, in which these names, as someone spelled them, stand for the units of these names. What names
    /// no unit is passed over; of a name that comes again, the last counts.
    #[must_use]
    pub fn knowing<'a>(&self, chosen: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut roster = self.clone();
        for (spelled, unit) in chosen {
            if let Some(unit) = self.find(unit) {
                roster.chosen.push((spelling::letters(spelled), unit));
            }
        }
        roster
    }

    /// The unit with this id; every id this roster or its parser gave out has one.
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(usize::from(id.0))
    }

    /// The canonical name; empty for an id of another roster.
    pub fn name(&self, id: UnitId) -> &str {
        self.get(id).map_or("", |unit| &unit.name)
    }

    /// Finds a unit by its canonical name or an alias, both as they are printed: for reading the policy. What people
    /// write is for [`Roster::resolve`].
    pub fn find(&self, name: &str) -> Option<UnitId> {
        // Some forty units: looking through them is as quick as looking one up.
        let is_it = |unit: &Unit| unit.name == name || unit.aliases.iter().any(|a| a == name);
        self.iter().find(|(_, unit)| is_it(unit)).map(|(id, _)| id)
    }

    /// The unit that someone means by a name, however they spell it: full or half width, spaces anywhere, 广州市, 市
    /// or nothing before it, 人民政府 or 政府, traditional characters, 监督管理 for 监管, an addition in brackets, an
    /// office of the unit (`市财政局预算处`), a common abbreviation, or what a person chose it to stand for. `None`
    /// where nothing is known by that name, or more than one unit: see [`Roster::nearest`].
    pub fn resolve(&self, name: &str) -> Option<UnitId> {
        self.find(name).or_else(|| match self.meant(name)[..] {
            [only] => Some(only),
            _ => None,
        })
    }

    /// The units that a name which does not resolve may stand for, the likeliest first, three at most: those it could
    /// mean by what it says, or else those whose names are most like it.
    pub fn nearest(&self, name: &str) -> Vec<UnitId> {
        const MAX_SUGGESTIONS: usize = 3;
        /// How much of two names has to be the same, in thousandths.
        const MIN_LIKENESS_PERMILLE: usize = 500;
        let mut nearest = self.meant(name);
        let spelling = Spelling::read(name);
        // Several in a row: each of them.
        let each = spelling.name.split('、').filter(|part| part.len() < spelling.name.len());
        nearest.extend(each.flat_map(|part| self.called(&Spelling::read(part))));
        let alike = |(known, id): &(String, UnitId)| {
            let spelled = spelling.without_city().into_iter();
            let alike = spelled.map(|name| spelling::likeness(name, known)).max().unwrap_or(0);
            let is_group = self.get(*id).is_none_or(|unit| unit.kind == UnitKind::Group);
            (alike >= MIN_LIKENESS_PERMILLE && !is_group).then_some((alike, *id))
        };
        let mut alike: Vec<(usize, UnitId)> = self.spellings.iter().filter_map(alike).collect();
        alike.sort_unstable_by_key(|(alike, id)| (std::cmp::Reverse(*alike), *id));
        for (_, id) in alike {
            if !nearest.contains(&id) {
                nearest.push(id);
            }
        }
        nearest.truncate(MAX_SUGGESTIONS);
        nearest
    }

    /// Every unit that a name can stand for.
    fn meant(&self, name: &str) -> Vec<UnitId> {
        let letters = spelling::letters(name);
        if let Some((_, unit)) = self.chosen.iter().rev().find(|(known, _)| *known == letters) {
            return vec![*unit];
        }
        let spelling = Spelling::read(name);
        let mut meant = self.called(&spelling);
        if !meant.is_empty() {
            // 市财政局（市国资委）: what is added may say that somebody else is meant, too.
            for addition in &spelling.additions {
                meant.extend(self.called(&Spelling::read(addition)));
            }
        }
        meant.sort_unstable();
        meant.dedup();
        meant
    }

    /// The units of this very name, or else the one that it is an office of.
    fn called(&self, spelling: &Spelling) -> Vec<UnitId> {
        let names = spelling.without_city();
        let kind = |id: UnitId| self.get(id).map(|unit| unit.kind);
        let is_district = |id: UnitId| kind(id) == Some(UnitKind::District);
        let is_called = |(known, id): &&(String, UnitId)| {
            // 天河
            let district = |name: &str| {
                name.chars().count() == 2
                    && is_district(*id)
                    && known.strip_suffix('区') == Some(name)
            };
            // No central body is one of the city.
            let most = if kind(*id) == Some(UnitKind::Central) { 1 } else { names.len() };
            names.iter().take(most).any(|name| known == name || district(name))
        };
        let called: Vec<UnitId> =
            self.spellings.iter().filter(is_called).map(|(_, id)| *id).collect();
        if !called.is_empty() {
            return called;
        }
        let is_office_of = |(known, id): &(String, UnitId)| {
            let rest = names.iter().find_map(|name| name.strip_prefix(known.as_str()))?;
            // 天河区金融科 is an office of some bureau of that district.
            let rest = if is_district(*id) {
                rest.strip_prefix("政府").or_else(|| rest.strip_prefix('府'))?
            } else {
                rest
            };
            let is_office = spelling::is_part_of_unit(rest) && kind(*id) != Some(UnitKind::Group);
            is_office.then_some((known.len(), *id))
        };
        let offices: Vec<(usize, UnitId)> =
            self.spellings.iter().filter_map(is_office_of).collect();
        let longest = offices.iter().map(|(length, _)| *length).max();
        offices.into_iter().filter(|(n, _)| Some(*n) == longest).map(|(_, id)| id).collect()
    }

    /// All units with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        (0..).map(UnitId).zip(&self.units)
    }

    /// The members of `id` on a task with this text.
    pub fn members(&self, id: UnitId, task_text: &str) -> Vec<UnitId> {
        match self.get(id).map(|unit| &unit.members) {
            Some(Members::Fixed(members)) => members.clone(),
            Some(Members::NamedInTask) => self
                .iter()
                .filter(|(_, unit)| unit.kind == UnitKind::District)
                .filter(|(_, unit)| task_text.contains(unit.name.trim_end_matches("政府")))
                .map(|(id, _)| id)
                .collect(),
            None => Vec::new(),
        }
    }
}
