//! Pictures of every screen, for people to look at: `make shots`.

use crate::{browser::Screen, page::Page};

const SCREENS: [(&str, &str); 5] = [
    ("overview", "#/overview"),
    ("ledger", "#/ledger"),
    ("task", "#/ledger?task=1"),
    ("source", "#/source"),
    ("settings", "#/settings"),
];

#[test]
#[ignore = "make shots"]
fn every_screen() {
    for (size, screen) in
        [("desk", Screen::DESK), ("desk-dark", Screen::DESK.dark()), ("phone", Screen::PHONE)]
    {
        let page = Page::open_on(screen, "");
        for (name, hash) in SCREENS {
            page.load(hash);
            page.screenshot(&format!("{name}-{size}"));
        }
    }
}
