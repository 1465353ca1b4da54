//! Work that outlasts what asked for it, and one word for whether there is any left: `<html data-settled>`.
//!
//! The word is there whenever all that the page set out to do by itself is done: what was asked for stands on the screen
//! and in storage, and nothing more will change until a person, another window or the clock does something. It is not
//! there before the page has opened. The tests in `tests/browser` look at a page that has it, so that none of them is
//! content with one that is still empty.
//!
//! What waits for a person, another window or the clock counts as nothing: files held over the page, a lock, a message
//! that passes after some seconds, the pause that ends a run of typing. It goes by other ways than these.

use std::cell::Cell;
use std::future::Future;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::{pace, page};

const SETTLED: &str = "data-settled";

thread_local! {
    static UNDER_WAY: Cell<usize> = const { Cell::new(0) };
}

/// Something that is under way until this is dropped.
#[derive(Debug)]
pub struct UnderWay(());

impl UnderWay {
    /// From now on.
    pub fn begin() -> Self {
        let others = UNDER_WAY.replace(UNDER_WAY.get() + 1);
        if others == 0 {
            page::set_root(SETTLED, None);
        }
        Self(())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let others = UNDER_WAY.get() - 1;
        UNDER_WAY.set(others);
        if others == 0 {
            page::set_root(SETTLED, Some(""));
        }
    }
}

/// Does this beside whatever else there is to do.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    let under_way = UnderWay::begin();
    wasm_bindgen_futures::spawn_local(async move {
        work.await;
        drop(under_way);
    });
}

/// Does this ahead of the next frame, when what was changed before is on the page. A page that is out of sight has no
/// frames until a person comes back to it, which nothing can wait for.
pub fn next_frame(work: impl FnOnce() + 'static) {
    next_frame_boxed(Box::new(work));
}

#[inline(never)]
fn next_frame_boxed(work: Box<dyn FnOnce()>) {
    let Some(window) = web_sys::window() else { return };
    let is_hidden = window.document().is_some_and(|document| document.hidden());
    let under_way = (!is_hidden).then(UnderWay::begin);
    let work = Closure::once_into_js(move || {
        work();
        drop(under_way);
    });
    drop(window.request_animation_frame(work.unchecked_ref()));
}

/// Does this after some milliseconds, too few for a person to do anything meanwhile.
pub fn shortly(milliseconds: i32, work: impl FnOnce() + 'static) {
    spawn(async move {
        pace::pause(milliseconds).await;
        work();
    });
}
