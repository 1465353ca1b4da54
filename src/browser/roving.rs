//! Many links that are one Tab stop: arrows move among them, and the one that had the focus last is the stop.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// Makes the link that has the focus the Tab stop among those in the part with this id.
pub fn stop_at_focused(id: &str) {
    let links = links_in(id);
    let Some(here) = focused(&links) else { return };
    for (at, link) in links.iter().enumerate() {
        link.set_tab_index(if at == here { 0 } else { -1 });
    }
}

/// Moves the focus among them by an arrow, Home or End, and says whether it did.
pub fn step(id: &str, event: &Event) -> bool {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return false };
    let links = links_in(id);
    let Some(here) = focused(&links) else { return false };
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return false;
    }
    let last = links.len().saturating_sub(1);
    let to = match &*event.key() {
        "ArrowRight" => (here + 1).min(last),
        "ArrowLeft" => here.saturating_sub(1),
        "ArrowDown" => below(&links, here, 1.0).unwrap_or(last),
        "ArrowUp" => below(&links, here, -1.0).unwrap_or(0),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    event.prevent_default();
    links.get(to).is_some_and(|link| link.focus().is_ok())
}

/// The one in the next line down, or with -1 up, that stands closest below or above.
fn below(links: &[HtmlElement], here: usize, down: f64) -> Option<usize> {
    let place = |at: usize| links.get(at).map(|link: &HtmlElement| link.get_bounding_client_rect());
    let from = place(here)?;
    let mut nearest: Option<(f64, usize)> = None;
    for at in 0..links.len() {
        let to = place(at)?;
        let drop = (to.top() - from.top()) * down;
        if drop > from.height() / 2.0 {
            // However far aside, the next line comes before the one after it.
            let far = drop * 100.0 + (to.left() - from.left()).abs();
            if nearest.is_none_or(|(nearest, _)| far < nearest) {
                nearest = Some((far, at));
            }
        }
    }
    nearest.map(|(_, at)| at)
}

fn links_in(id: &str) -> Vec<HtmlElement> {
    let Some(part) = super::page::by_id(id) else { return Vec::new() };
    let links = part.get_elements_by_tag_name("a");
    (0..links.length()).filter_map(|at| links.item(at)?.dyn_into().ok()).collect()
}

fn focused(links: &[HtmlElement]) -> Option<usize> {
    let document = web_sys::window()?.document()?;
    let focused: Element = document.active_element()?;
    links.iter().position(|link| **link == focused)
}
