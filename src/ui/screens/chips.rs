//! Chips over the list: views of one's own, what is late, and what is chosen, each of which goes with a click.

use leptos::prelude::*;

use super::choices;
use crate::policy::Role;
use crate::route::Route;
use crate::tally::{self, Attention, Filter, Lit};
use crate::ui::elements::dom::{El, IntoAnyView, classed, dyn_view, link, nothing};
use crate::ui::state::session::Session;
use crate::ui::widgets::parts::status_mark;

/// 「我牵头的」「我配合的」「我支持的」, once the person said where they work.
pub fn mine(session: Session, filter: Memo<Filter>) -> El {
    classed("p", "chips").child(dyn_view(move || {
        let Some(unit) = session.my_unit() else { return nothing() };
        let name = session.policy().roster().name(unit);
        let view = |role: Role| {
            let unit = Some(name.to_owned());
            let wanted = Filter { unit, duty: tally::Duty::In(role), ..Filter::default() };
            link(Route::list(wanted.clone()).print())
                .attr("class", "chip")
                .aria_current(move || filter.with(|filter| *filter == wanted))
                .child(format!("我{}的", role.name()))
        };
        Vec::from(Role::ALL.map(view)).into_any_view()
    }))
}

/// A chip that is on or off, with how many tasks it would show; on, it goes with a click.
fn toggle(filter: Filter, is_on: bool, mark: &'static str, words: String) -> El {
    let chip = link(Route::list(filter).print()).attr("class", "pick");
    let chip = if is_on { chip.attr("aria-current", "true") } else { chip };
    let mark = (!mark.is_empty()).then(|| status_mark(mark));
    chip.child(mark).child(if is_on { format!("{words} ×") } else { words })
}

/// What is late among the tasks that the rest of the filter admits: all of it, light by light, and 逾期.
pub fn late(session: Session, filter: Memo<Filter>) -> El {
    let chips = move || {
        let chosen = filter.get();
        let open = Filter { light: None, attention: None, ..chosen.clone() };
        let (policy, yardstick) = (session.policy(), session.yardstick());
        let (lit, overdue) = session.with(|ledger| {
            let overdue = Filter { attention: Some(Attention::Overdue), ..open.clone() };
            let overdue = tally::of(policy, ledger, &overdue, yardstick).total();
            (tally::lit(policy, ledger, &open, yardstick), overdue)
        });
        let lit = lit.into_iter().filter(|(light, _)| light.is_late());
        let lit: Vec<_> = lit.map(|(light, tasks)| (light, tasks.len())).collect();
        let chip = |lit: Lit, mark: &'static str, count: usize| {
            let is_on = chosen.light == Some(lit);
            let light = Some(lit).filter(|_| !is_on);
            let words = format!("{}{count}", lit.name());
            let is_shown = count > 0 || is_on;
            is_shown.then(|| toggle(Filter { light, ..open.clone() }, is_on, mark, words))
        };
        let all: usize = lit.iter().map(|(_, count)| count).sum();
        let mut chips: Vec<Option<El>> = vec![chip(Lit::Late, "", all)];
        chips.extend(lit.iter().map(|(light, count)| chip(Lit::One(*light), light.mark(), *count)));
        let is_on = chosen.attention == Some(Attention::Overdue);
        let attention = Some(Attention::Overdue).filter(|_| !is_on);
        chips.push((overdue > 0 || is_on).then(|| {
            toggle(Filter { attention, ..open.clone() }, is_on, "", format!("逾期{overdue}"))
        }));
        chips.into_any_view()
    };
    classed("p", "chips late").child(dyn_view(chips))
}

/// What else is chosen.
pub fn chosen(session: Session, filter: Memo<Filter>) -> El {
    let choices = choices::all(session.policy());
    let chips = move || {
        let filter = filter.get();
        // What is late has chips of its own.
        let mut others = filter.clone();
        others.light = filter.light.filter(|lit| !has_chip(*lit));
        others.attention = filter.attention.filter(|a| *a != Attention::Overdue);
        let shown = choices.iter().filter(|choice| choice.chosen_words(&others).is_some());
        let chosen = shown.filter_map(|choice| choice.chosen_words(&filter));
        let mut chips: Vec<El> =
            chosen.map(|(words, open)| toggle(open, true, "", words)).collect();
        if filter.by_name {
            let open = Filter { by_name: false, ..filter.clone() };
            chips.push(toggle(open, true, "", "按原文列名".to_owned()));
        }
        chips.into_any_view()
    };
    classed("p", "chips chosen").child(dyn_view(chips))
}

/// Whether there is a chip for this among those of what is late.
fn has_chip(lit: Lit) -> bool {
    match lit {
        Lit::Late => true,
        Lit::Pressing => false,
        Lit::One(light) => light.is_late(),
    }
}

/// The order of the list.
pub fn order(filter: Memo<Filter>) -> AnyView {
    dyn_view(move || {
        let filter = filter.get();
        let is_on = filter.by_lateness;
        let words = if is_on { "按序号排序" } else { "按落后程度排序" };
        let other = Filter { by_lateness: !is_on, ..filter };
        link(Route::list(other).print()).attr("class", "to-table").child(words).into_any_view()
    })
}
