//! Whether the page is dark.

use leptos::prelude::*;

use crate::browser::page;
use crate::ui::state::preferences::Look;
use crate::ui::state::session::Session;

/// Whether the page is dark, by choice or because the system is.
#[derive(Clone, Copy)]
pub struct Dark {
    session: Session,
    of_system: RwSignal<bool>,
}

impl Dark {
    /// Watches the system's choice.
    pub fn watch(session: Session) -> Self {
        let of_system = RwSignal::new(false);
        page::watch_media("(prefers-color-scheme: dark)", move |dark| of_system.set(dark));
        Self { session, of_system }
    }

    /// Whether it is now.
    pub fn get(self) -> bool {
        match self.session.preference(|p| p.look) {
            Look::Auto => self.of_system.get(),
            Look::Dark => true,
            Look::Light | Look::Contrast => false,
        }
    }
}
