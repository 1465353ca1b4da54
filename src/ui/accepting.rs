//! What a person chose in the preview of an import, and taking the files in as chosen.

use std::sync::atomic::Ordering::Relaxed;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::import::{Import, Incoming, PREVIEW};
use super::session::Saving;
use crate::browser::page::{self, Pace};
use crate::exchange::snapshots::Reason;
use crate::ledger::merge::{self, Difference, Relation};
use crate::ledger::{Edit, Field, Ledger};
use crate::policy::{Policy, TaskNumber};
use crate::tally::ruling::{self, Outsiders, Ruling};

/// What a person chose. The latest choice counts.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// For contested fields: true for theirs.
    fields: Vec<((TaskNumber, Field), bool)>,
    /// Whether what 非职责单位 reported is taken in.
    pub outsiders: bool,
    /// Whether it is noted who sent something.
    pub receipts: bool,
}

impl Choices {
    /// What stands before anything is chosen.
    pub fn preset(outsiders: bool, receipts: bool) -> Self {
        Self { outsiders, receipts, ..Self::default() }
    }

    /// Chooses for one field.
    pub fn choose(&mut self, field: (TaskNumber, Field), theirs: bool) {
        self.fields.push((field, theirs));
    }

    /// Whether theirs is chosen: without a choice, as the roles of both units have it.
    pub fn takes_theirs(&self, difference: &Difference, ruling: Ruling) -> bool {
        let field = (difference.task, difference.field);
        let chosen = self.fields.iter().rev().find(|(known, _)| *known == field);
        chosen.map_or(ruling.takes_theirs, |(_, theirs)| *theirs)
    }

    /// What stands from then on in the fields where neither side knew of the other.
    fn settle(
        &self,
        policy: &Policy,
        mine: &Ledger,
        theirs: &Ledger,
        differences: &[Difference],
    ) -> Vec<Edit> {
        let contested = differences.iter().filter(|d| d.relation == Relation::BothChanged);
        let edit = |difference: &Difference| {
            let ruling = ruling::rule(policy, mine, theirs, difference);
            let takes_theirs = self.takes_theirs(difference, ruling);
            let chosen = if takes_theirs { &difference.theirs } else { &difference.mine };
            let value = chosen.as_ref().and_then(|change| change.value.clone());
            Edit { task: difference.task, field: difference.field, value }
        };
        contested.map(edit).collect()
    }
}

impl Import {
    /// What is preselected where neither side knew of the other.
    pub fn ruling(self, incoming: &Incoming, difference: &Difference) -> Ruling {
        let (policy, theirs) = (self.session.policy(), incoming.roll_up.all());
        self.session.with_untracked(|mine| ruling::rule(policy, mine, theirs, difference))
    }

    /// Takes the waiting files in, as one step that can be undone.
    pub fn accept(self) {
        let Some(incoming) = self.incoming.get_untracked() else { return };
        // A second click brings nothing more.
        if incoming.is_accepted.swap(true, Relaxed) {
            return;
        }
        spawn_local(async move {
            if let Some(taken) = self.take_in(&incoming).await {
                self.session.say(format!("已导入{}，{taken} 处新内容。可以撤销。", incoming.name));
                page::close_dialog(PREVIEW);
            }
            incoming.is_accepted.store(false, Relaxed);
        });
    }

    /// How many changes that brought; `None` where nothing was taken in. What a thousand files bring takes several
    /// tasks. Until the ledger is changed, closing the preview stops it.
    async fn take_in(self, incoming: &Incoming) -> Option<usize> {
        let session = self.session;
        let mut pace = Pace::start();
        // Nothing is taken in where what stands there now cannot be kept.
        if let Err(error) = session.snapshot(Reason::Before)
            && session.saving.get_untracked() == Saving::Saved
        {
            session.say(error.message());
            return None;
        }
        pace.keep().await;
        let choices = self.choices.get_untracked();
        let (policy, theirs) = (session.policy(), incoming.roll_up.all());
        let unit = session.preference_once(|p| p.unit.clone());
        let outsiders = Outsiders::of(policy, theirs, &unit);
        let plan_of = |mine: &Ledger| {
            merge::plan_of(mine, theirs, |task, _, change| {
                choices.outsiders || !outsiders.is(task, change)
            })
        };
        let known = session.with_untracked(Ledger::clone);
        let mut plan = plan_of(&known);
        pace.keep().await;
        page::is_open(PREVIEW).then_some(())?;
        let now = session.write(|desk, now| {
            let mine = desk.ledger();
            // Another window may have changed the ledger meanwhile.
            if *mine != known {
                plan = plan_of(mine);
            }
            let mut settle = choices.settle(policy, mine, theirs, &plan.differences);
            if choices.receipts {
                settle.extend(incoming.roll_up.receipts(mine, now));
            }
            desk.import(format!("导入{}", incoming.name), &plan, settle, now);
        });
        let news = &plan.news;
        pace.keep().await;
        session.with_vault(|vault| {
            session.with_untracked(|ledger| {
                vault.note_origins(|o| o.note(&incoming.roll_up, news, ledger, now.at));
            });
        });
        pace.keep().await;
        session.keep_much(now).await;
        Some(news.changes().count())
    }
}
