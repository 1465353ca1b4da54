//! The control of a day: a text, read however people write a day, with a calendar to pick from.

use leptos::prelude::*;

use super::binding::{Binding, InputKind};
use super::typing::{self, Typed};
use crate::browser::control;
use crate::inbox::typed::{A_DAY, YEARS, read_typed_date, refusal};
use crate::ledger::stamp::print_date;
use crate::ui::elements::dom::{El, button, el};
use crate::ui::state::session::Session;

/// The day that was typed under this label; `None` where nothing was.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub fn read(label: &str, text: &str) -> Result<Option<time::Date>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let date = read_typed_date(text);
    date.map(Some).ok_or_else(|| refusal(text.trim(), label, A_DAY))
}

/// The control of a day that is bound: it is shown as `2022-06-30`.
pub fn control(binding: Binding) -> Typed {
    let name = binding.name;
    let input = el("input").attr("type", "text").attr("inputmode", "numeric");
    let mut typed =
        typing::bind(binding, input.attr("class", "figure").attr("placeholder", "年-月-日"));
    let calendar = typed.id.replace("typed", "calendar");
    let (text, opened, hidden) = (typed.id.clone(), calendar.clone(), calendar.clone());
    let open = button("", move || {
        if let (Some(text), Some(calendar)) = (control::find(&text), control::find(&opened)) {
            let day = read_typed_date(&control::value(&text)).map(print_date);
            control::set_value(&calendar, &day.unwrap_or_default());
        }
        control::open_calendar(&opened);
    });
    let text = typed.id.clone();
    let pick = move |event| {
        let day = event_target_value(&event);
        // While a year is typed digit by digit, it is none yet.
        if let (Some(text), true) = (control::find(&text), read_typed_date(&day).is_some()) {
            control::fill(&text, &day);
        }
    };
    let days = el("input")
        .attr("type", "date")
        .attr("id", calendar)
        .attr("class", "calendar")
        .attr("min", format!("{}-01-01", YEARS.0))
        .attr("max", format!("{}-12-31", YEARS.1))
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true")
        .attr("aria-label", name)
        .on("input", pick.clone())
        .on("change", pick)
        .on("blur", move |_| control::hide_calendar(&hidden));
    let open = open.attr("class", "quiet pick").attr("aria-label", format!("选{name}"));
    let open =
        open.attr("title", "打开日历").child(el("span").attr("aria-hidden", "true").child("▾"));
    typed.beside = Some(el("span").attr("class", "calendar-field").child(open).child(days));
    typed
}

/// The control of a day on a form, where what cannot be read stands as it was typed.
pub fn on_form(session: Session, name: &'static str, day: RwSignal<String>) -> El {
    let set = move |text: &str| {
        let read = read(name, text);
        let shown = match &read {
            Ok(date) => date.map(print_date).unwrap_or_default(),
            Err(_) => text.to_owned(),
        };
        day.set(shown);
        read.map(|_| ())
    };
    let binding = Binding {
        session,
        name,
        kind: InputKind::OnForm,
        key: String::new(),
        reported: Box::new(move || day.get()),
        take: Box::new(set),
        bring_back: Box::new(move |text| drop(set(text))),
    };
    control(binding).under(name)
}
