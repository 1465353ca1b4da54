//! The order of what stands in a list.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Puts the items of a list in the order of the ids of what they hold; what is in order already is not touched, and
/// what has the focus keeps it.
pub fn put_in_order(ids: impl Iterator<Item = String>) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let item = |id: String| document.get_element_by_id(&id)?.closest("li").ok()?;
    let items: Vec<Element> = ids.filter_map(item).collect();
    let is_in_order = items.windows(2).all(
        |pair| matches!(pair, [one, next] if one.next_element_sibling().as_ref() == Some(next)),
    );
    let Some(list) = items.first().and_then(|item| item.parent_element()) else { return };
    if is_in_order {
        return;
    }
    let focused = document.active_element().filter(|element| list.contains(Some(element)));
    for item in items {
        // An item of the list can always be moved to its end.
        drop(list.append_child(&item));
    }
    if let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        drop(focused.focus());
    }
}
