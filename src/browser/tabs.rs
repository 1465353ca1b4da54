//! The other windows of this page, and whether the browser keeps what they store.
//!
//! The locks of the platform are reached by name: their bindings are not yet settled, and a browser may lack them.

use std::cell::Cell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The lock that every window of the page holds together with the others; the page's own script takes it.
const OPEN: &str = "policy-ledger:open";

/// The lock under which a window looks after its save.
const SAVE: &str = "policy-ledger:save";

/// How many windows have the page open, this one among them; `None` where the browser does not say.
pub async fn count() -> Option<usize> {
    let asked = call(&locks()?, "query", &[])?;
    let answer = JsFuture::from(asked.dyn_into::<Promise>().ok()?).await.ok()?;
    let held: Array = get(&answer, "held")?.dyn_into().ok()?;
    let is_ours = |lock: &JsValue| get(lock, "name").is_some_and(|name| name == OPEN);
    Some(held.iter().filter(is_ours).count())
}

thread_local! {
    /// Whether something waits for its turn.
    static IS_WAITING: Cell<bool> = const { Cell::new(false) };
}

/// Does something while no other window does the like; at once where the browser has no locks, and not where the same
/// still waits for its turn.
pub fn alone(work: impl FnOnce() + 'static) {
    let Some(locks) = locks() else { return work() };
    if IS_WAITING.replace(true) {
        return;
    }
    let work = Closure::once_into_js(move || {
        IS_WAITING.set(false);
        work();
    });
    let asked = call(&locks, "request", &[SAVE.into(), work]);
    wasm_bindgen_futures::spawn_local(async move {
        if let Some(asked) = asked.and_then(|asked| asked.dyn_into::<Promise>().ok()) {
            // A refused lock is no failed save: what it was to look after, the next save looks after.
            drop(JsFuture::from(asked).await);
        }
        IS_WAITING.set(false);
    });
}

/// Whether the browser has promised not to clear what is stored when room gets scarce; `None` where it does
/// not say.
pub async fn is_persistent() -> Option<bool> {
    ask("persisted").await
}

/// Asks the browser for that promise; it may ask the person, and it may refuse.
pub async fn request_persistence() -> Option<bool> {
    ask("persist").await
}

async fn ask(question: &str) -> Option<bool> {
    let storage = get(&navigator()?, "storage")?;
    let asked: Promise = call(&storage, question, &[])?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok()?.as_bool()
}

fn navigator() -> Option<JsValue> {
    web_sys::window().map(|window| window.navigator().into())
}

fn locks() -> Option<JsValue> {
    get(&navigator()?, "locks")
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = get(of, name)?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    Reflect::apply(&method, of.unchecked_ref::<Object>(), &arguments).ok()
}
