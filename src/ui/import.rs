//! How files from elsewhere come in: read, up to the preview; taken in, once a person says yes.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dom::{Parts, button, classed, el, live};
use super::parts::{dialog, heading};
use super::preview;
use super::session::{Saving, Session, use_session};
use crate::browser::files::Picked;
use crate::browser::{clock, page};
use crate::exchange::snapshots::Reason;
use crate::exchange::{self, DecodeError, Export, Limits};
use crate::ledger::clock::fast_clocks;
use crate::ledger::merge::{self, Difference, Relation};
use crate::ledger::{Edit, Field, Ledger};
use crate::policy::TaskNumber;

const PROBLEM: &str = "problem";
/// The id of the preview's dialog.
pub const PREVIEW: &str = "preview";

/// A file that was read and waits for a yes.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ledger: Ledger,
    /// Who exported it and when, where it says so.
    pub export: Option<Export>,
    /// What was found on reading.
    pub notices: Vec<String>,
    /// What merging it would do.
    pub plan: merge::Plan,
}

/// What a person chose for contested fields: true for theirs. The latest choice counts.
#[derive(Debug, Clone, Default)]
pub struct Choices(Vec<((TaskNumber, Field), bool)>);

impl Choices {
    /// Chooses for one field.
    pub fn choose(&mut self, field: (TaskNumber, Field), theirs: bool) {
        self.0.push((field, theirs));
    }

    /// Whether theirs is chosen: without a choice, the later value.
    pub fn takes_theirs(&self, difference: &Difference) -> bool {
        let field = (difference.task, difference.field);
        let chosen = self.0.iter().rev().find(|(known, _)| *known == field);
        chosen.map_or_else(|| difference.theirs_is_later(), |(_, theirs)| *theirs)
    }
}

/// The state of an import.
#[derive(Clone, Copy)]
pub struct Import {
    session: Session,
    /// The file that waits for a yes.
    pub incoming: RwSignal<Option<Incoming>>,
    /// Of values made in ignorance of each other, those where the person chose: true for theirs.
    pub choices: RwSignal<Choices>,
    problem: RwSignal<String>,
}

impl Import {
    /// Reads a file up to its preview. Until that is accepted nothing changes.
    fn receive(self, file: Picked) {
        spawn_local(async move {
            // The size is asked before the content is taken into memory.
            let outcome = match Limits::FILE.check_size(file.size()) {
                Err(error) => Err(error.message()),
                Ok(()) => match file.read().await {
                    Ok(bytes) => self.decode(file.name(), &bytes).map_err(|error| error.message()),
                    Err(error) => {
                        page::report(&error);
                        Err("文件读不出来，可能已被移动或正被其他程序占用。请确认文件还在，再试一次。本机数据没有改动。".to_owned())
                    }
                },
            };
            match outcome {
                Ok(incoming) => {
                    self.choices.set(Choices::default());
                    self.incoming.set(Some(incoming));
                    page::open_dialog(PREVIEW);
                }
                Err(message) => {
                    self.problem.set(format!("「{}」：{message}", file.name()));
                    page::open_dialog(PROBLEM);
                }
            }
        });
    }

    fn decode(self, name: String, bytes: &[u8]) -> Result<Incoming, DecodeError> {
        let decoded = exchange::decode(bytes, self.session.policy(), Limits::FILE)?;
        let plan = self.session.with_untracked(|mine| merge::plan(mine, &decoded.ledger));
        let clocks = fast_clocks(&decoded.ledger, clock::now());
        let notices = decoded.notices.iter().map(exchange::Notice::message);
        let notices = notices.chain(exchange::clocks_message(&clocks)).collect();
        Ok(Incoming { name, ledger: decoded.ledger, export: decoded.export, notices, plan })
    }

    /// Takes the waiting file in, as one step that can be undone.
    pub fn accept(self) {
        let Some(incoming) = self.incoming.get_untracked() else { return };
        // Nothing is taken in where what stands there now cannot be kept.
        if let Err(error) = self.session.snapshot(Reason::Before)
            && self.session.saving.get_untracked() == Saving::Saved
        {
            self.session.say(error.message());
            return;
        }
        let choices = self.choices.get_untracked();
        let mut taken = 0;
        self.session.change(|desk, now| {
            // Another window may have changed the ledger since the preview was made.
            let plan = merge::plan(desk.ledger(), &incoming.ledger);
            let contested = plan.differences.iter().filter(|d| d.relation == Relation::BothChanged);
            let settle = contested.map(|difference| {
                let theirs = choices.takes_theirs(difference);
                let chosen = if theirs { &difference.theirs } else { &difference.mine };
                let value = chosen.as_ref().and_then(|change| change.value.clone());
                Edit { task: difference.task, field: difference.field, value }
            });
            let settle = settle.collect();
            taken = plan.news.changes().count();
            desk.import(format!("导入「{}」", incoming.name), &plan, settle, now);
        });
        self.session.say(format!("已导入「{}」，{taken} 处新内容。可以撤销。", incoming.name));
        page::close_dialog(PREVIEW);
    }
}

/// The dialogs of an import. Each file that a person picks is read as it comes.
pub fn view() -> Parts {
    let session = use_session();
    let import = Import {
        session,
        incoming: RwSignal::new(None),
        choices: RwSignal::new(Choices::default()),
        problem: RwSignal::new(String::new()),
    };
    Effect::new(move |_| {
        if let Some(file) = session.picked.get() {
            import.receive(file);
        }
    });
    let problem = dialog(PROBLEM, "problem-title")
        .child(heading("h2", "problem-title", "没有导入"))
        .child(el("p").attr("role", "alert").child(live(move || import.problem.get())))
        .child(
            classed("p", "actions")
                .child(button("知道了", || page::close_dialog(PROBLEM)).attr("class", "primary")),
        );
    Parts::default().child(preview::view(import)).child(problem)
}
