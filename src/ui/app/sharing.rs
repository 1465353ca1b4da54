//! What all windows of this page share: what is stored on this machine. None writes back what another changed or took
//! away, and each shows at once what another stored.

use leptos::prelude::*;

use super::preferences::Preferences;
use super::saving::Saving;
use super::session::{Session, present};
use crate::browser::folder::Folder;
use crate::browser::{page, tabs, task};
use crate::format::cleaning;
use crate::storage::vault::{SaveError, Vault};

/// Tells that another window has stored something: what is kept beside the ledger and the preferences, such as the
/// columns chosen, is then read again.
#[derive(Clone, Copy)]
pub struct Elsewhere(pub Trigger);

impl Session {
    /// Changes preferences; a new name or unit makes a new actor, so that what was signed stays signed. What other
    /// windows have set meanwhile is taken over first. Where they are not stored, [`Session::saving`] says so.
    pub fn prefer(self, change: impl FnOnce(&mut Preferences)) {
        let _ = self.share_preferences();
        self.preferences.update(|preferences| {
            let before = preferences.reporter();
            change(preferences);
            if preferences.reporter() != before || preferences.actor().is_none() {
                let actor = preferences.renew_actor();
                self.desk.update(|desk| desk.change_hands(actor, preferences.reporter()));
            }
            preferences.show();
        });
        if let Err(error) = self.share_preferences() {
            self.saving.set(Saving::of(&error));
        }
    }

    /// Stores what was set in this window, and takes over what others did.
    pub(in crate::ui) fn share_preferences(self) -> Result<(), SaveError> {
        let mine = self.preferences.get_untracked();
        let shared = self.vault.try_update_value(|vault| {
            let seen = Preferences::of(vault.preferences());
            vault.keep_preferences(&seen.print(), &mine.print())
        });
        let shared = shared.transpose()?.unwrap_or_default();
        let ours = Preferences::of(Some(&shared));
        if ours != mine {
            if let Some(actor) = ours.actor().filter(|actor| mine.actor().as_ref() != Some(actor)) {
                self.desk.update(|desk| desk.change_hands(actor, ours.reporter()));
            }
            ours.show();
            self.preferences.set(ours);
        }
        Ok(())
    }

    /// Says who works here, and whether that is stored.
    pub fn sign(self, name: &str, unit: &str) -> bool {
        self.prefer(|preferences| {
            cleaning::clean_line(name).trim().clone_into(&mut preferences.name);
            cleaning::clean_line(unit).trim().clone_into(&mut preferences.unit);
            preferences.welcomed = true;
        });
        self.saving.with_untracked(|saving| *saving == Saving::Saved)
    }

    /// Takes everything of ours off this machine and starts anew; the demonstration only takes its own.
    pub fn forget_everything(self) {
        let forgotten = self.vault.try_update_value(|vault| {
            // What is still on its way to be saved is not.
            vault.stop();
            if self.demo {
                vault.forget_ledger()
            } else {
                self.store.as_ref().map_or(Ok(()), Vault::forget)
            }
        });
        match forgotten {
            Some(Err(error)) => {
                self.saving.set(Saving::Cleared);
                self.say(error.message());
            }
            _ if self.demo => page::reload(),
            _ => task::spawn(async {
                Folder::forget().await;
                page::reload();
            }),
        }
    }

    /// Works on with what is shown here after all was taken off this machine: see [`Saving::Cleared`].
    pub fn resume(self) {
        self.complete();
        self.vault.update_value(Vault::resume);
        self.prefer(|_| ());
        self.keep(present(self.demo));
    }

    /// Shows what another window stored.
    pub fn catch_up(self) {
        let now = present(self.demo);
        if let Err(error) = self.share_preferences() {
            self.saving.set(Saving::of(&error));
        }
        let together = self.vault.try_update_value(|vault| {
            self.desk.with_untracked(|desk| vault.catch_up(desk.ledger(), self.policy, now))
        });
        match together {
            Some(Ok(Some(together))) => {
                self.desk.update(|desk| desk.go_on_with(together.ledger));
                // Both windows saved at once, and the other was the later: what it had not seen is saved again.
                if !together.is_stored {
                    self.keep(now);
                }
            }
            Some(Err(error)) => self.saving.set(Saving::of(&error)),
            Some(Ok(None)) | None => {}
        }
    }

    /// Looks after a save once no other window is at it: where one saved at the same moment, both are put
    /// together.
    pub(in crate::ui) fn look_after(self) {
        tabs::alone(move || self.catch_up());
    }
}
