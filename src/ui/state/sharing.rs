//! What a person sets on this machine, in all windows at once: none writes back what another changed or took away.

use leptos::prelude::*;

use super::preferences::Preferences;
use super::saving::Saving;
use super::session::Session;
use crate::format::cleaning;
use crate::storage::repository::SaveError;

/// Tells that another window has stored something: what is kept beside the ledger and the preferences, such as the
/// columns chosen, is then read again.
#[derive(Clone, Copy)]
pub struct Elsewhere(pub Trigger);

/// Changes preferences; a new name or unit makes a new actor, so that what was signed stays signed. What other
/// windows have set meanwhile is taken over first. Where they are not stored, [`super::session::State::saving`] says so.
pub fn prefer(session: Session, change: impl FnOnce(&mut Preferences)) {
    let _ = share_preferences(session);
    session.preferences.update(|preferences| {
        let before = preferences.reporter();
        change(preferences);
        if preferences.reporter() != before || preferences.actor().is_none() {
            let actor = preferences.renew_actor();
            session.editor.update(|editor| editor.set_author(actor, preferences.reporter()));
        }
        preferences.show();
    });
    if let Err(error) = share_preferences(session) {
        session.set_saving.set(Saving::of(&error));
    }
}

/// Stores what was set in this window, and takes over what others did.
pub fn share_preferences(session: Session) -> Result<(), SaveError> {
    let mine = session.preferences.get_untracked();
    let shared = session.repository.try_update_value(|repository| {
        let seen = Preferences::of(repository.preferences());
        repository.save_preferences(&seen.print(), &mine.print())
    });
    let shared = shared.transpose()?.unwrap_or_default();
    let ours = Preferences::of(Some(&shared));
    if ours != mine {
        if let Some(actor) = ours.actor().filter(|actor| mine.actor().as_ref() != Some(actor)) {
            session.editor.update(|editor| editor.set_author(actor, ours.reporter()));
        }
        ours.show();
        session.preferences.set(ours);
    }
    Ok(())
}

/// Says who works here, and whether that is stored.
pub fn sign(session: Session, name: &str, unit: &str) -> bool {
    prefer(session, |preferences| {
        cleaning::clean_line(name).trim().clone_into(&mut preferences.name);
        cleaning::clean_line(unit).trim().clone_into(&mut preferences.unit);
        preferences.welcomed = true;
    });
    session.saving.with_untracked(|saving| *saving == Saving::Saved)
}

/// Says for which unit a name stands from now on, as someone spelled it; no unit takes that back.
pub fn explain_unit(session: Session, spelled: &str, unit: &str) {
    prefer(session, |preferences| preferences.explain_unit(spelled.trim(), unit));
}
