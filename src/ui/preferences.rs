//! What one person set on one machine: who they are and how the page looks. Not part of the ledger.

use std::borrow::Cow;

use leptos::prelude::*;

use super::session::Session;
use crate::browser::{clock, page};
use crate::json::{self, Layout, Tree};
use crate::ledger::{Actor, Reporter};
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
        let mut parts = json::parse(text).ok()?.fields()?;
        let look = parts.text("look").unwrap_or_default();
        let look = Look::ALL.into_iter().find(|(known, _)| known.slug() == look);
        Some(Self {
            actor: parts.text("actor").unwrap_or_default(),
            earlier_actors: parts.text("earlier_actors").unwrap_or_default(),
            name: parts.text("name").unwrap_or_default(),
            unit: parts.text("unit").unwrap_or_default(),
            look: look.map(|(look, _)| look).unwrap_or_default(),
            elder: parts.flag("elder"),
            keys_off: parts.flag("keys_off"),
            welcomed: parts.flag("welcomed"),
            last_export: parts.text("last_export").unwrap_or_default(),
            exported_changes: parts.number("exported_changes").unwrap_or_default(),
            rule: match parts.text("rule").and_then(|slug| Rule::parse(&slug)) {
                Some(Rule::Custom(usual)) => Rule::Custom(Thresholds {
                    yellow_from: parts.number("yellow_from").unwrap_or(usual.yellow_from),
                    red_above: parts.number("red_above").unwrap_or(usual.red_above),
                    near_days: parts.number("near_days").unwrap_or(usual.near_days),
                }),
                rule => rule.unwrap_or_default(),
            },
            pace: parts
                .text("pace")
                .and_then(|slug| PACES.into_iter().find(|(_, known, _)| *known == slug))
                .map(|(pace, ..)| pace)
                .unwrap_or_default(),
            unit_names: parts.0.into_iter().filter_map(unit_name).collect(),
        })
    }

    /// What rows are held against, and nothing of the person.
    pub fn print_rules(&self) -> String {
        Self { rule: self.rule, pace: self.pace, ..Self::default() }.print()
    }

    /// What is stored of them: see [`crate::exchange::preferences`].
    pub fn print(&self) -> String {
        let pace = PACES.into_iter().find(|(pace, ..)| *pace == self.pace).map(|(_, slug, _)| slug);
        let Thresholds { yellow_from, red_above, near_days } = match self.rule {
            Rule::Custom(thresholds) => thresholds,
            _ => Thresholds::YINCHUAN,
        };
        let parts = [
            ("yellow_from", Tree::from(yellow_from)),
            ("red_above", Tree::from(red_above)),
            ("near_days", Tree::from(u16::from(near_days))),
            ("actor", Tree::from(&self.actor)),
            ("earlier_actors", Tree::from(&self.earlier_actors)),
            ("name", Tree::from(&self.name)),
            ("unit", Tree::from(&self.unit)),
            ("look", Tree::from(self.look.slug())),
            ("elder", Tree::from(self.elder)),
            ("keys_off", Tree::from(self.keys_off)),
            ("welcomed", Tree::from(self.welcomed)),
            ("last_export", Tree::from(&self.last_export)),
            ("exported_changes", Tree::from(u64::from(self.exported_changes))),
            ("rule", Tree::from(self.rule.slug())),
            ("pace", Tree::from(pace.unwrap_or_default())),
        ];
        let parts = parts.into_iter().map(|(key, part)| (Cow::Borrowed(key), part));
        let unit_name = |(spelled, unit): &(String, String)| {
            (Cow::Owned([UNIT_NAME, spelled].concat()), Tree::from(unit.clone()))
        };
        Tree::Object(parts.chain(self.unit_names.iter().map(unit_name)).collect())
            .print(Layout::Compact)
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

fn unit_name((key, part): (Cow<'_, str>, Tree<'_>)) -> Option<(String, String)> {
    let spelled = key.strip_prefix(UNIT_NAME)?.to_owned();
    match part {
        Tree::Text(unit) => Some((spelled, unit.into_owned())),
        _ => None,
    }
}

/// Whether the page is dark, by choice or because the system is.
#[derive(Clone, Copy)]
pub struct Dark {
    session: Session,
    of_system: RwSignal<bool>,
}

impl Dark {
    /// Watches the system's choice.
    pub fn watch(session: Session) -> Self {
        let of_system = RwSignal::new(false);
        page::watch_media("(prefers-color-scheme: dark)", move |dark| of_system.set(dark));
        Self { session, of_system }
    }

    /// Whether it is now.
    pub fn get(self) -> bool {
        match self.session.preference(|p| p.look) {
            Look::Auto => self.of_system.get(),
            Look::Dark => true,
            Look::Light | Look::Contrast => false,
        }
    }
}
