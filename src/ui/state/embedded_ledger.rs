//! The ledger that came in the page: 带数据的网页.

use leptos::prelude::*;

use super::session::Session;
use super::storing::save;
use crate::browser::embedded_ledger::embedded_ledger;
use crate::browser::files::Picked;
use crate::browser::page;
use crate::format::{self, Limits};
use crate::ledger::{Ledger, merge};

/// Takes in the ledger that came in the page: at once where there is none yet, else after a preview.
pub fn take_in(session: Session) {
    let Some(payload) = embedded_ledger() else { return };
    let decoded = format::decode(payload.ledger.as_bytes(), session.policy(), Limits::FILE);
    let name = format!("随网页带来（{}）", payload.whose);
    match decoded.map(|decoded| decoded.ledger) {
        Ok(ledger) if session.with_untracked(Ledger::is_blank) => {
            let now = untrack(|| session.now());
            session.editor.update(|editor| {
                editor.catch_up(ledger);
                session.with_repository(|repository| {
                    repository
                        .note_origins(|origins| origins.note_all(&name, editor.ledger(), now.at));
                });
            });
            save(session, now);
            session.say(format!(
                "已打开文件带来的台账（{}），现在也存在本机浏览器里。",
                payload.whose
            ));
        }
        Ok(ledger) if !session.with_untracked(|mine| merge::brings_changes(mine, &ledger)) => {}
        // As any other file: shown first, or what is wrong with it.
        _ => match Picked::of(&name, &payload.ledger) {
            Ok(file) => session.pending.receive_files(vec![file]),
            Err(error) => page::report(&error),
        },
    }
}
