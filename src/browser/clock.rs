//! The time and chance of this machine.

use crate::ledger::{Actor, Item, Millis, Now};

/// The present as this machine tells it.
pub fn now() -> Now {
    let date = js_sys::Date::new_0();
    Now {
        at: Millis(to_whole(date.get_time())),
        offset_minutes: -to_offset(date.get_timezone_offset()),
    }
}

/// A new actor. Without the browser's random numbers, ordinary chance must do: an actor only has to differ
/// from those of some thirty colleagues.
pub fn new_actor() -> Actor {
    Actor::from_bits(random_bits())
}

/// A new line of a list.
pub fn new_item() -> Item {
    Item::from_bits(random_bits())
}

fn random_bits() -> u64 {
    let mut bytes = [0; 8];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let drawn = crypto.and_then(|c| c.get_random_values_with_u8_array(&mut bytes).ok());
    match drawn {
        Some(_) => u64::from_le_bytes(bytes),
        None => to_whole(js_sys::Math::random() * 2f64.powi(40)),
    }
}

/// Milliseconds since the page was opened; 0 where the browser does not say.
pub fn elapsed() -> f64 {
    performance().map_or(0.0, |performance| performance.now())
}

/// Leaves a named mark on the browser's time line.
pub fn mark(name: &str) {
    if let Some(performance) = performance() {
        // A mark that cannot be set concerns nobody but a profiler.
        drop(performance.mark(name));
    }
}

/// Leaves a named span on the browser's time line, from a mark until now.
pub fn measure(name: &str, since: &str) {
    if let Some(performance) = performance() {
        drop(performance.measure_with_start_mark(name, since));
    }
}

fn performance() -> Option<web_sys::Performance> {
    web_sys::window().and_then(|window| window.performance())
}

/// A non-negative JavaScript number as a whole one. Times before 1970 count as 1970.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates, which is what is meant
fn to_whole(number: f64) -> u64 {
    number as u64
}

#[allow(clippy::cast_possible_truncation)] // a time zone is at most 14 hours off
fn to_offset(minutes: f64) -> i32 {
    minutes as i32
}
