//! Files that were read and wait for a yes.

use std::sync::atomic::AtomicBool;

use crate::browser::pace::Pace;
use crate::inbox::rollup::RollUp;
use crate::ledger::{Ledger, merge};
use crate::tally::ruling::{Outsider, Outsiders};
use crate::ui::state::session::Session;

/// Files that were read and wait for a yes.
#[derive(Debug)]
pub struct Incoming {
    /// What they are called together: the name of the only one, or how many.
    pub name: String,
    /// The files.
    pub roll_up: RollUp,
    /// Whether they hold anything that is not known here.
    pub brings_changes: bool,
    /// What units without a part in a task reported.
    pub outsiders: Vec<Outsider>,
    /// The unit of whoever works here, which is never among those.
    pub unit: String,
    /// Whether they are being taken in.
    pub is_accepted: AtomicBool,
}

impl Incoming {
    /// What these files bring, beside what is known here.
    pub async fn of(session: Session, roll_up: RollUp) -> Self {
        let mine = session.with_untracked(Ledger::clone);
        let unit = session.preference_once(|p| p.unit.clone());
        let outsiders = outsiders(session, &mine, &roll_up, &unit).await;
        let brings_changes = merge::brings_changes(&mine, roll_up.all());
        let name = match roll_up.files() {
            [only] => format!("“{}”", only.name),
            files => format!("{}份文件", files.len()),
        };
        Self { name, roll_up, brings_changes, outsiders, unit, is_accepted: AtomicBool::new(false) }
    }

    /// The same files, judged by what is known of units by now.
    pub async fn judged_anew(&self, session: Session) -> Self {
        let mine = session.with_untracked(Ledger::clone);
        Self {
            name: self.name.clone(),
            roll_up: self.roll_up.clone(),
            brings_changes: self.brings_changes,
            outsiders: outsiders(session, &mine, &self.roll_up, &self.unit).await,
            unit: self.unit.clone(),
            is_accepted: AtomicBool::new(false),
        }
    }
}

/// What units without a part in a task reported in these files.
async fn outsiders(session: Session, mine: &Ledger, roll_up: &RollUp, own: &str) -> Vec<Outsider> {
    let held = Outsiders::of(session.policy(), roll_up.all(), own);
    let mut pace = Pace::start();
    let mut outsiders = Vec::new();
    for (task, _) in roll_up.all().rows() {
        outsiders.extend(held.in_row(mine, task));
        pace.yield_if_due().await;
    }
    outsiders
}
