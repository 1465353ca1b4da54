//! Who works here, and units that the policy does not know by the name someone gave: told where it is typed and where
//! it comes in, with those it may stand for. What a person takes it for is kept on this machine.

use leptos::prelude::*;

use super::on_demand::on_demand;
use super::typing;
use crate::browser::task;
use crate::format::{MAX_NAME_CHARS, MAX_UNIT_CHARS};
use crate::policy::{Roster, UnitId, UnitKind};
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, dyn_text, dyn_view, el, nothing,
};
use crate::ui::state::command::{Command, LazyView};
use crate::ui::state::session::Session;

/// Who works here, while it is typed.
#[derive(Clone, Copy)]
pub struct Identity {
    session: Session,
    /// 姓名
    pub name: RwSignal<String>,
    /// 单位
    pub unit: RwSignal<String>,
    /// The unit that was told of: it is, as long as it stands there.
    told: RwSignal<String>,
}

/// Of how long after its field was left a unit is told. Whoever leaves it for a button presses that first, which words
/// that come up would move away under the hand.
const AFTER_LEAVING: i32 = 300;

impl Identity {
    /// Of nobody yet.
    pub fn new(session: Session) -> Self {
        let empty = || RwSignal::new(String::new());
        Self { session, name: empty(), unit: empty(), told: empty() }
    }

    /// Begins with this person.
    pub fn set(self, name: String, unit: String) {
        self.name.set(name);
        self.told.set(unit.clone());
        self.unit.set(unit);
    }

    /// What is too long for a file, which bounds both, in words.
    fn too_long(self) -> Option<String> {
        let over = |what: &str, typed: &str, most: usize| {
            let length = typed.trim().chars().count();
            (length > most).then(|| format!("{what}最多{most}字，现有{length}字，请改短一些。"))
        };
        let name = self.name.with(|name| over("姓名", name, MAX_NAME_CHARS));
        name.or_else(|| self.unit.with(|unit| over("单位名称", unit, MAX_UNIT_CHARS)))
    }

    /// Whether it may be signed with. A unit that the policy does not know is told of first; who insists on it may.
    pub fn is_settled(self) -> bool {
        if untrack(|| self.too_long()).is_some() {
            return false;
        }
        let unit = self.unit.get_untracked();
        let insists = self.told.with_untracked(|told| *told == unit);
        self.told.set(unit.clone());
        insists || unit.trim().is_empty() || self.roster().resolve(&unit).is_some()
    }

    fn roster(self) -> &'static Roster {
        self.session.policy().roster()
    }

    /// The two questions: 姓名 and 单位.
    pub fn view(self) -> Fragment {
        let units = self.roster().iter().filter(|(_, unit)| unit.kind != UnitKind::Group);
        let units = units.map(|(_, unit)| el("option").attr("value", unit.name.as_str()));
        let field = |label: &'static str, signal: RwSignal<String>| {
            let input = el("input").attr("aria-label", label).value(move || signal.get());
            typing::words_into(input, move |typed| signal.set(typed))
        };
        let labelled = |label: &'static str, input: El| {
            classed("label", "field").child(el("span").child(label)).child(input)
        };
        // What is told of comes later: a unit that is left empty, or is one of the list, needs no words.
        let is_told = move || {
            let unit = self.unit.get();
            let is_told = !unit.trim().is_empty() && self.told.with(|told| *told == unit);
            let known = is_told.then(|| self.roster().resolve(&unit)).flatten();
            is_told && known.is_none_or(|known| self.roster().name(known) != unit.trim())
        };
        let unit_label = "单位（可从列表中选，也可自行填写）";
        let unit = field(unit_label, self.unit)
            .attr("list", "units")
            .attr("aria-describedby", "unit-meant")
            .on("change", move |_| {
                task::shortly(AFTER_LEAVING, move || self.told.set(self.unit.get_untracked()));
            });
        Fragment::default()
            .child(labelled("姓名", field("姓名", self.name).attr("autocomplete", "name")))
            .child(labelled(unit_label, unit))
            .child(
                classed("p", "refusal")
                    .attr("role", "alert")
                    .bool_attr("hidden", move || self.too_long().is_none())
                    .child(dyn_text(move || self.too_long().unwrap_or_default())),
            )
            .child(units.fold(el("datalist").attr("id", "units"), El::child))
            .child(
                classed("div", "meant hint").attr("id", "unit-meant").attr("role", "status").child(
                    on_demand(self.session, is_told, LazyView::UnitMeaning(self.unit, self.told)),
                ),
            )
    }
}

/// What the policy takes a unit for that was told of; with those it may stand for, where it knows none of that name.
pub fn meaning(session: Session, unit: RwSignal<String>, told: RwSignal<String>) -> AnyView {
    dyn_view(move || {
        let typed = unit.get();
        let shown = typed.trim();
        if shown.is_empty() || told.with(|told| *told != typed) {
            return nothing();
        }
        let roster = session.policy().roster();
        match roster.resolve(&typed) {
            Some(known) if roster.name(known) == shown => nothing(),
            Some(known) => el("p").child(format!("即“{}”。", roster.name(known))).into_any_view(),
            None => ask_own(session, shown, unit, told),
        }
    })
}

/// Asks whether the unit of whoever works here is one of those that are spelled alike.
fn ask_own(
    session: Session,
    shown: &str,
    unit: RwSignal<String>,
    told: RwSignal<String>,
) -> AnyView {
    let roster = session.policy().roster();
    let nearest = roster.nearest(shown);
    let asked = if nearest.is_empty() {
        "请从列表中选择所在单位。"
    } else {
        "所在单位是否为："
    };
    let unknown = format!("政策所列单位中没有“{shown}”，无法列出本单位任务。{asked}");
    let choose = |chosen: UnitId| {
        let (name, spelled) = (roster.name(chosen), shown.to_owned());
        let explain = move || {
            session.dispatch(Command::ExplainUnit(spelled.clone(), name.to_owned()));
            unit.set(name.to_owned());
            told.set(name.to_owned());
        };
        button("", explain).child(name)
    };
    let choices = nearest.into_iter().map(choose).fold(classed("p", "actions"), El::child);
    Fragment::default()
        .child(el("p").child(unknown))
        .child(choices)
        .child(el("p").child("名称无误的，再次提交即可照此署名。"))
        .into_any_view()
}

/// Asks which unit a name stands for that the policy does not know; the likeliest first.
pub fn ask(session: Session, spelled: &str, then: impl Fn() + Send + 'static) -> El {
    let roster = session.policy().roster();
    let nearest = roster.nearest(spelled);
    let is_other = |id: &UnitId| {
        let is_group = roster.get(*id).is_none_or(|unit| unit.kind == UnitKind::Group);
        !is_group && !nearest.contains(id)
    };
    let others: Vec<UnitId> = roster.iter().map(|(id, _)| id).filter(is_other).collect();
    let option = |id: UnitId| el("option").attr("value", roster.name(id)).child(roster.name(id));
    let group = |label: &'static str, units: Vec<UnitId>| {
        (!units.is_empty()).then(|| {
            units.into_iter().map(option).fold(el("optgroup").attr("label", label), El::child)
        })
    };
    let name = spelled.to_owned();
    let select = el("select")
        .child(el("option").attr("value", "").child("未列名单位"))
        .child(group("名称相近", nearest.clone()))
        .child(group("其他单位", others))
        .on("change", move |event| {
            session.dispatch(Command::ExplainUnit(name.clone(), event_target_value(&event)));
            then();
        });
    classed("label", "field inline").child(el("span").child(format!("“{spelled}”是"))).child(select)
}

/// What was explained on this machine, each to be forgotten again.
pub fn explained(session: Session) -> El {
    el("div").child(dyn_view(move || {
        let names = session.preference(|p| p.unit_names.clone());
        let names: Vec<_> = names.into_iter().filter(|(_, unit)| !unit.is_empty()).collect();
        if names.is_empty() {
            return nothing();
        }
        let row = |(spelled, unit): (String, String)| {
            let label = format!("不再把“{spelled}”认作{unit}");
            let said = format!("“{spelled}”即{unit} ");
            let forget = button("删除", move || {
                session.dispatch(Command::ExplainUnit(spelled.clone(), String::new()));
            });
            el("li").child(said).child(forget.attr("class", "quiet").attr("aria-label", label))
        };
        el("details")
            .child(el("summary").child(format!("已认定的单位名称（{}）", names.len())))
            .child(names.into_iter().map(row).fold(el("ul"), El::child))
            .into_any_view()
    }))
}
