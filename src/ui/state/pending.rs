//! What waits for a person: an answer, a dialog, files.

use leptos::prelude::*;

use crate::browser::files::Picked;
use crate::inbox::archive::is_of_system;
use crate::ledger::Edit;

/// What waits for a person; copied freely.
#[derive(Clone, Copy)]
pub struct Pending {
    /// Whether a new build of the page waits to be switched to.
    pub newer: ReadSignal<bool>,
    set_newer: WriteSignal<bool>,
    /// A question that waits for an answer.
    pub question: ReadSignal<Option<Question>>,
    set_question: WriteSignal<Option<Question>>,
    /// The dialog asked for last; set anew whenever it is.
    pub requested_dialog: ReadSignal<Option<DialogRequest>>,
    set_requested_dialog: WriteSignal<Option<DialogRequest>>,
    /// The files a person brings, to be imported.
    pub incoming_files: ReadSignal<IncomingFiles, LocalStorage>,
    set_incoming_files: WriteSignal<IncomingFiles, LocalStorage>,
}

impl Pending {
    /// Nothing yet.
    pub fn new() -> Self {
        let (newer, set_newer) = signal(false);
        let (question, set_question) = signal(None);
        let (requested_dialog, set_requested_dialog) = signal(None);
        let (incoming_files, set_incoming_files) = signal_local(IncomingFiles::None);
        Self {
            newer,
            set_newer,
            question,
            set_question,
            requested_dialog,
            set_requested_dialog,
            incoming_files,
            set_incoming_files,
        }
    }

    /// A new build of the page waits to be switched to.
    pub fn note_newer(self) {
        self.set_newer.set(true);
    }

    /// Asks something before it is done.
    pub fn ask(self, question: Question) {
        self.set_question.set(Some(question));
    }

    /// The question is answered, or needs no answer any more.
    pub fn close_question(self) {
        self.set_question.set(None);
    }

    /// Asks for a dialog.
    pub fn ask_for(self, dialog: DialogRequest) {
        self.set_requested_dialog.set(Some(dialog));
    }

    /// Whether files are dragged over the page.
    pub fn hover(self, is_over: bool) {
        self.set_incoming_files.set(if is_over {
            IncomingFiles::Hovering
        } else {
            IncomingFiles::None
        });
    }

    /// Has these files imported, up to their preview. What systems leave beside files, and came along, is passed over;
    /// where there is nothing else, what it is will be said.
    pub fn receive_files(self, mut files: Vec<Picked>) {
        if files.iter().any(|file| !is_of_system(&file.name())) {
            files.retain(|file| !is_of_system(&file.name()));
        }
        let is_nothing = files.is_empty();
        self.set_incoming_files.set(if is_nothing {
            IncomingFiles::None
        } else {
            IncomingFiles::Picked(files)
        });
    }
}

/// What a person brings.
#[derive(Debug, Clone)]
pub enum IncomingFiles {
    /// Nothing now.
    None,
    /// Files that are dragged over the page.
    Hovering,
    /// Files that were picked last.
    Picked(Vec<Picked>),
}

impl IncomingFiles {
    /// Whether files are dragged over the page.
    pub fn is_hovering(&self) -> bool {
        matches!(self, Self::Hovering)
    }
}

/// An edit that would lower something, and waits for a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What the person asked for.
    pub edit: Edit,
    /// What would go with it.
    pub asked: Edit,
}

/// A dialog that a person can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogRequest {
    /// The list of keys.
    Help,
    /// How much to export.
    Export,
}
