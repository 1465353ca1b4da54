//! The ways of choosing tasks in the list.

use leptos::prelude::*;

use crate::ledger::Status;
use crate::policy::{Policy, Role, UnitKind};
use crate::tally::{Attention, Duty, Filter, Light, Lit};
use crate::ui::elements::dom::{El, el};
use crate::ui::state::filter::change_filter;
use crate::ui::state::session::Session;
use crate::ui::widgets::parts::article_label;

/// One way of choosing tasks: what may be chosen, what is, and how to choose it.
pub struct Choice {
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: fn(&Filter) -> Option<String>,
    choose: fn(&mut Filter, &str),
}

/// Every way.
pub fn all(policy: &'static Policy) -> [Choice; 8] {
    let year = |(_, year): (u16, u16)| (year.to_string(), format!("到{year}年"));
    let named = |name: &str| (name.to_owned(), name.to_owned());
    let by_kind = UnitKind::ALL
        .into_iter()
        .flat_map(|kind| policy.roster().iter().filter(move |(_, unit)| unit.kind == kind));
    [
        Choice {
            label: "阶段",
            options: policy.phases().map(year).collect(),
            chosen: |filter| filter.phase.map(|year| year.to_string()),
            choose: |filter, value| filter.phase = value.parse().ok(),
        },
        Choice {
            label: "板块",
            options: policy
                .plan
                .chapters
                .iter()
                .map(|s| (s.number.to_string(), s.title.clone()))
                .collect(),
            chosen: |filter| filter.section.map(|section| section.to_string()),
            choose: |filter, value| filter.section = value.parse().ok(),
        },
        Choice {
            label: "专题",
            options: policy
                .topics()
                .map(|a| (a.number.to_string(), article_label(a.number, &a.heading)))
                .collect(),
            chosen: |filter| filter.topic.map(|topic| topic.to_string()),
            choose: |filter, value| filter.topic = value.parse().ok(),
        },
        Choice {
            label: "单位",
            options: by_kind.map(|(_, unit)| named(&unit.name)).collect(),
            chosen: |filter| filter.unit.clone(),
            choose: |filter, value| {
                filter.unit = Some(value.to_owned()).filter(|name| !name.is_empty());
                filter.by_name = false;
            },
        },
        Choice {
            label: "角色",
            options: DUTIES.map(|(_, name)| named(name)).to_vec(),
            chosen: |filter| {
                let known = DUTIES.iter().find(|(duty, _)| *duty == filter.duty);
                known.map(|(_, name)| (*name).to_owned())
            },
            choose: |filter, value| {
                let known = DUTIES.iter().find(|(_, name)| *name == value);
                filter.duty = known.map_or(Duty::Any, |(duty, _)| *duty);
            },
        },
        Choice {
            label: "状态",
            options: Status::ALL.map(|s| (s.slug().to_owned(), s.name().to_owned())).to_vec(),
            chosen: |filter| filter.status.map(|status| status.slug().to_owned()),
            choose: |f, value| f.status = Status::ALL.into_iter().find(|s| s.slug() == value),
        },
        Choice {
            label: "亮灯",
            options: lights().map(|lit| (lit.slug().to_owned(), lit.name().to_owned())).collect(),
            chosen: |filter| filter.light.map(|lit| lit.slug().to_owned()),
            choose: |filter, value| filter.light = Lit::parse(value),
        },
        Choice {
            label: "关注",
            options: Attention::ALL.map(|a| (a.slug().to_owned(), a.name().to_owned())).to_vec(),
            chosen: |filter| filter.attention.map(|attention| attention.slug().to_owned()),
            choose: |f, value| f.attention = Attention::ALL.into_iter().find(|a| a.slug() == value),
        },
    ]
}

/// The select of one way.
pub fn select(session: Session, filter: Memo<Filter>, choice: Choice) -> El {
    let Choice { label, options, chosen, choose } = choice;
    let option = |(value, name): (String, String)| {
        let mine = value.clone();
        el("option")
            .attr("value", value)
            .prop("selected", move || filter.with(chosen).as_ref() == Some(&mine))
            .child(name)
    };
    let all = el("option")
        .attr("value", "")
        .prop("selected", move || filter.with(chosen).is_none())
        .child("全部");
    let select = el("select").on("change", move |event| {
        let value = event_target_value(&event);
        change_filter(session, filter, |filter| choose(filter, &value));
    });
    el("label")
        .dyn_attr(
            "class",
            move || if filter.with(chosen).is_some() { "choice set" } else { "choice" },
        )
        .child(el("span").child(label))
        .child(options.into_iter().map(option).fold(select.child(all), El::child))
}

/// What is late first, and what nobody is asked of last.
fn lights() -> impl Iterator<Item = Lit> {
    let mut lights = Light::ALL;
    lights.sort_by_key(|light| !light.is_late());
    [Lit::Late, Lit::Pressing].into_iter().chain(lights.into_iter().map(Lit::One))
}

const DUTIES: [(Duty, &str); 4] = [
    (Duty::In(Role::Lead), "牵头"),
    (Duty::FirstLead, "首位牵头"),
    (Duty::In(Role::Cooperate), "配合"),
    (Duty::In(Role::Support), "支持"),
];

/// Whether at most words are looked for.
pub fn is_all_open(filter: &Filter) -> bool {
    Filter { words: String::new(), ..filter.clone() }.is_empty()
}

impl Choice {
    /// What is chosen, in words: 「单位：南沙区政府」, with the filter that leaves it open.
    pub fn chosen_words(&self, filter: &Filter) -> Option<(String, Filter)> {
        let chosen = (self.chosen)(filter)?;
        let name = self.options.iter().find(|(value, _)| *value == chosen);
        let name = name.map_or(chosen.as_str(), |(_, name)| name.as_str());
        let mut open = filter.clone();
        (self.choose)(&mut open, "");
        Some((format!("{}：{name}", self.label), open))
    }
}
