//! What a person chose in the preview of an import, and taking the files in as chosen.

use std::sync::atomic::Ordering::Relaxed;

use leptos::prelude::*;

use super::import::{Import, Incoming, PREVIEW};
use crate::browser::pace::Pace;
use crate::browser::{page, task};
use crate::ledger::merge::{Comparison, Difference, Plan};
use crate::ledger::{Change, Field, Value};
use crate::policy::TaskNumber;
use crate::storage::snapshots::Reason;
use crate::tally::ruling::Outsiders;
use crate::ui::app::saving::Saving;

/// What a person chose. The latest choice counts.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// For fields in which people differ: the value.
    fields: Vec<((TaskNumber, Field), Option<Value>)>,
    /// The tasks of which a person wants to choose column by column.
    by_column: Vec<TaskNumber>,
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

    /// Chooses what one of those who differ says of a field.
    pub fn choose(&mut self, difference: &Difference, opinion: usize) {
        if let Some(opinion) = difference.opinions.get(opinion) {
            self.fields.push(((difference.task, difference.field), opinion.value.clone()));
        }
    }

    /// Chooses for a task column by column, or for all of it at once.
    pub fn unfold(&mut self, task: TaskNumber, by_column: bool) {
        self.by_column.retain(|known| *known != task);
        if by_column {
            self.by_column.push(task);
        }
    }

    /// Whether a person wants to choose for a task column by column.
    pub fn is_by_column(&self, task: TaskNumber) -> bool {
        self.by_column.contains(&task)
    }

    /// Which of its opinions was chosen for a field; `None` where it stays at what is preselected.
    pub fn chosen(&self, difference: &Difference) -> Option<usize> {
        let field = (difference.task, difference.field);
        let (_, value) = self.fields.iter().rev().find(|(known, _)| *known == field)?;
        difference.opinions.iter().position(|opinion| opinion.value == *value)
    }
}

impl Import {
    /// Takes the waiting files in, as one step that can be undone.
    pub fn accept(self) {
        let Some(incoming) = self.incoming.get_untracked() else { return };
        // A second click brings nothing more.
        if incoming.is_accepted.swap(true, Relaxed) {
            return;
        }
        task::spawn(async move {
            if let Some(taken) = self.take_in(&incoming).await {
                self.session.say(format!("已导入{}，{taken}处新内容。可以撤销。", incoming.name));
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
        let shown = self.shown.get_untracked()?;
        let (policy, theirs) = (session.policy(), incoming.roll_up.all());
        let held = Outsiders::of(policy, theirs, &incoming.unit);
        let accepts = |task, _, change: &Change| !held.is(task, change);
        let news = Comparison {
            accepts: (!shown.with_outsiders).then_some(&accepts),
            ..Comparison::of(&shown.mine, theirs)
        }
        .news();
        let plan = Plan { differences: shown.differences.clone(), news };
        pace.keep().await;
        page::is_open(PREVIEW).then_some(())?;
        // Another window may have changed the ledger meanwhile: what was shown is not what would happen.
        if session.with_untracked(|mine| *mine != shown.mine) {
            session.say("本机台账刚有改动，预览已更新。请核对后再导入。".to_owned());
            self.show_anew();
            return None;
        }
        let now = session.write(|desk, now| {
            let mut settle = plan.settle(|difference| choices.chosen(difference));
            if choices.receipts {
                settle.extend(incoming.roll_up.receipts(desk.ledger(), now));
            }
            desk.import(format!("导入{}", incoming.name), &plan, settle, now);
        });
        let news = &plan.news;
        pace.keep().await;
        session.with_vault(|vault| {
            session.with_untracked(|ledger| {
                vault.note_origins(|o| incoming.roll_up.note_origins(o, news, ledger, now.at));
            });
        });
        pace.keep().await;
        session.keep_much(now).await;
        Some(news.changes().count())
    }
}
