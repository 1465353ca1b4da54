//! What one person set on one machine: who they are and how the page looks. Not part of the ledger.

use crate::browser::{clock, page};
use crate::ledger::{Actor, Reporter};
use crate::storage::preferences::Stored;
use crate::tally::{Pace, Rule, Thresholds};

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// As the system has it.
    #[default]
    Auto,
    /// 浅色
    Light,
    /// 深色
    Dark,
    /// 高对比度
    Contrast,
}

impl Look {
    /// Every look, with its name.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Auto, "跟随系统"),
        (Self::Light, "浅色"),
        (Self::Dark, "深色"),
        (Self::Contrast, "高对比度"),
    ];

    /// The word in the style sheet.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }
}

/// The ways of reckoning 序时进度: with the word they are stored by, and their name.
pub const PACES: [(Pace, &str, &str); 3] = [
    (Pace::Day, "day", "按天"),
    (Pace::Month, "month", "按月"),
    (Pace::Milestones, "milestones", "按举措的时间节点"),
];

/// The preferences as stored. Each has a default, so that those stored by any version read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preferences {
    actor: String,
    /// Those there were before, with a space before each.
    earlier_actors: String,
    /// 姓名
    pub name: String,
    /// 单位
    pub unit: String,
    /// Light or dark.
    pub look: Look,
    /// 长辈版: large type, one column.
    pub elder: bool,
    /// Whether single letters and digits do nothing.
    pub keys_off: bool,
    /// Whether the first-use question was answered or skipped.
    pub welcomed: bool,
    /// The day of the last export, `2021-10-31`.
    pub last_export: String,
    /// How many changes there were at the last export.
    pub exported_changes: u32,
    /// What gap gives which light.
    pub rule: Rule,
    /// How 序时进度 is reckoned.
    pub pace: Pace,
    /// What names of units, as someone spelled them, were explained to stand for: the name, and the unit's own.
    pub unit_names: Vec<(String, String)>,
}

/// Stands before each name of a unit that was explained: every one is a part of its own, and two windows that explain
/// two names keep both.
const UNIT_NAME: &str = "unit_name:";

impl Preferences {
    /// Reads what is stored; the defaults where nothing is or it does not read.
    pub fn of(stored: Option<&str>) -> Self {
        stored.and_then(Self::parse).unwrap_or_default()
    }

    /// Reads them, or [`Preferences::print_rules`] alone.
    pub fn parse(text: &str) -> Option<Self> {
        let (stored, others) = Stored::read(text)?;
        let look = Look::ALL.into_iter().find(|(known, _)| known.slug() == stored.look);
        let pace = PACES.into_iter().find(|(_, known, _)| *known == stored.pace);
        let unit_names = others
            .into_iter()
            .filter_map(|(key, unit)| Some((key.strip_prefix(UNIT_NAME)?.to_owned(), unit)));
        Some(Self {
            look: look.map(|(look, _)| look).unwrap_or_default(),
            rule: match Rule::parse(&stored.rule) {
                Some(Rule::Custom(usual)) => Rule::Custom(Thresholds {
                    yellow_from: stored.yellow_from.unwrap_or(usual.yellow_from),
                    red_above: stored.red_above.unwrap_or(usual.red_above),
                    near_days: stored.near_days.unwrap_or(usual.near_days),
                }),
                rule => rule.unwrap_or_default(),
            },
            pace: pace.map(|(pace, ..)| pace).unwrap_or_default(),
            unit_names: unit_names.collect(),
            actor: stored.actor,
            earlier_actors: stored.earlier_actors,
            name: stored.name,
            unit: stored.unit,
            elder: stored.elder,
            keys_off: stored.keys_off,
            welcomed: stored.welcomed,
            last_export: stored.last_export,
            exported_changes: stored.exported_changes.unwrap_or_default(),
        })
    }

    /// What rows are held against, and nothing of the person.
    pub fn print_rules(&self) -> String {
        Self { rule: self.rule, pace: self.pace, ..Self::default() }.print()
    }

    /// What is stored of them: see [`crate::storage::preferences`].
    pub fn print(&self) -> String {
        let pace = PACES.into_iter().find(|(pace, ..)| *pace == self.pace).map(|(_, slug, _)| slug);
        let Thresholds { yellow_from, red_above, near_days } = match self.rule {
            Rule::Custom(thresholds) => thresholds,
            _ => Thresholds::YINCHUAN,
        };
        let stored = Stored {
            yellow_from: Some(yellow_from),
            red_above: Some(red_above),
            near_days: Some(near_days),
            actor: self.actor.clone(),
            earlier_actors: self.earlier_actors.clone(),
            name: self.name.clone(),
            unit: self.unit.clone(),
            look: self.look.slug().to_owned(),
            elder: self.elder,
            keys_off: self.keys_off,
            welcomed: self.welcomed,
            last_export: self.last_export.clone(),
            exported_changes: Some(self.exported_changes),
            rule: self.rule.slug().to_owned(),
            pace: pace.unwrap_or_default().to_owned(),
        };
        let unit_names = self.unit_names.iter();
        stored.print(unit_names.map(|(spelled, unit)| ([UNIT_NAME, spelled].concat(), unit)))
    }

    /// Who edits; nobody before the first edit on a machine.
    pub fn actor(&self) -> Option<Actor> {
        self.actor.parse().ok()
    }

    /// A new actor, for a new name or unit.
    pub fn renew_actor(&mut self) -> Actor {
        if let Some(before) = self.actor() {
            self.earlier_actors.push(' ');
            self.earlier_actors.push_str(before.as_str());
        }
        let actor = clock::new_actor();
        actor.as_str().clone_into(&mut self.actor);
        actor
    }

    /// Whether an actor is, or was, whoever edits on this machine.
    pub fn is_own(&self, actor: &Actor) -> bool {
        let mut own = self.earlier_actors.split(' ').chain([self.actor.as_str()]);
        own.any(|own| own == actor.as_str())
    }

    /// Notes for which unit a name stands from now on.
    pub fn explain_unit(&mut self, spelled: &str, unit: &str) {
        self.unit_names.retain(|(known, _)| known != spelled);
        self.unit_names.push((spelled.to_owned(), unit.to_owned()));
    }

    /// Whom the log names.
    pub fn reporter(&self) -> Reporter {
        Reporter { name: self.name.clone(), unit: self.unit.clone() }
    }

    /// Puts look and size on the page.
    pub fn show(&self) {
        page::set_root("data-look", Some(self.look.slug()));
        page::set_root("data-elder", self.elder.then_some(""));
    }
}
