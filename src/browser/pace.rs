//! Work that leaves the browser room: to paint, to take clicks.

use wasm_bindgen::JsValue;
use web_sys::MessageChannel;

use super::clock;

/// Lets the browser do what waits: paint, take clicks.
pub async fn yield_now() {
    let waited = js_sys::Promise::new(&mut |resolve, _| {
        // A timer would wait for 4 ms; a message comes at once.
        let sent = MessageChannel::new().and_then(|channel| {
            channel.port1().set_onmessage(Some(&resolve));
            channel.port2().post_message(&JsValue::NULL)
        });
        if let Err(error) = sent {
            drop(resolve.call1(&JsValue::NULL, &error));
        }
    });
    // It is never refused.
    drop(wasm_bindgen_futures::JsFuture::from(waited).await);
}

/// Waits for as many milliseconds.
pub async fn pause(milliseconds: i32) {
    let waited = js_sys::Promise::new(&mut |resolve, _| {
        let set = web_sys::window().map(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
        });
        if !matches!(set, Some(Ok(_))) {
            drop(resolve.call0(&JsValue::NULL));
        }
    });
    // It is never refused.
    drop(wasm_bindgen_futures::JsFuture::from(waited).await);
}

/// Long work in small bits: after each, [`Pace::yield_if_due`] lets the browser paint and take clicks.
#[derive(Debug)]
pub struct Pace {
    since: f64,
}

impl Pace {
    /// How long the browser is kept waiting at most, in milliseconds: less than an animation frame (16), so that bits of
    /// some length add up to no long task either (50, as the Long Tasks API has it).
    const MAX_BLOCKING_MS: f64 = 12.0;

    /// From now on.
    pub fn start() -> Self {
        Self { since: clock::elapsed() }
    }

    /// Yields if it is time, and says whether it did.
    pub async fn yield_if_due(&mut self) -> bool {
        let is_time = clock::elapsed() - self.since > Self::MAX_BLOCKING_MS;
        if is_time {
            yield_now().await;
            self.since = clock::elapsed();
        }
        is_time
    }
}
