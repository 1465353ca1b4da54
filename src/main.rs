//! Starts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    policy_ledger::ui::start();
}

/// The page runs in a browser; natively there is nothing to start.
#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("run `make serve` and open the page in a browser");
}
