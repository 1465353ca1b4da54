//! Units 单位, the roster of those we know by name, and their roles on a task.

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
    /// Other wordings of the same name.
    pub aliases: Vec<String>,
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
}

impl Roster {
    /// A roster of these units. Where two claim one name, the first keeps it.
    pub fn new(units: Vec<Unit>) -> Self {
        Self { units }
    }

    /// The unit with this id; every id this roster or its parser gave out has one.
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(usize::from(id.0))
    }

    /// The canonical name, or nothing for a stranger's id.
    pub fn name(&self, id: UnitId) -> &str {
        self.get(id).map_or("", |unit| &unit.name)
    }

    /// Finds a unit by its canonical name or an alias.
    pub fn find(&self, name: &str) -> Option<UnitId> {
        // Some forty units: looking through them is as quick as looking one up.
        let is_it = |unit: &Unit| unit.name == name || unit.aliases.iter().any(|a| a == name);
        self.iter().find(|(_, unit)| is_it(unit)).map(|(id, _)| id)
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
