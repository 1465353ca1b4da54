//! The ledger that came in the page itself, and the page as it came: see [`crate::outbox::embedded_ledger`].

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::page;
use super::refusal::words_of;
use crate::outbox::embedded_ledger::{AT, ID, PURPOSE, Payload, Purpose, RULES, WHOSE, read_at};

/// How the page as one file is called, next to the page: see `.ci/build`.
pub const PORTABLE: &str = "台账.html";

/// Where the one-file page keeps its own text: see `.ci/build/src/page.rs`.
const WHOLE: &str = "wholePage";

/// What came in the page; `None` where nothing did, or in a way not known here.
pub fn embedded_ledger() -> Option<Payload> {
    let element = page::by_id(ID)?;
    let said = |name: &str| element.get_attribute(name);
    Some(Payload {
        purpose: Purpose::parse(&said(PURPOSE)?)?,
        whose: said(WHOSE)?,
        at: read_at(&said(AT)?)?,
        rules: said(RULES)?,
        ledger: element.text_content()?,
    })
}

/// The one-file page as it came: this one itself, or that next to it on the host.
///
/// # Errors
/// A developer's word on why it cannot be had.
pub async fn whole_page() -> Result<String, String> {
    let text = if page::is_portable() {
        Reflect::get(&js_sys::global(), &WHOLE.into())
    } else {
        fetched(PORTABLE).await
    };
    let text = text.map_err(|error| words_of(&error))?;
    text.as_string().ok_or_else(|| "no page".to_owned())
}

async fn fetched(name: &str) -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let response: Response = JsFuture::from(window.fetch_with_str(name)).await?.dyn_into()?;
    JsFuture::from(response.text()?).await
}
