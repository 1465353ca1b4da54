//! What a person, or the page itself, asks to be done. What does it comes with the second module, so that the first
//! one, which only shows, stays small: see `ui::app::lazy`.

use std::fmt;

use leptos::prelude::*;

use super::preferences::Preferences;
use crate::chart::Style;
use crate::ledger::{Edit, Ledger, Status};
use crate::policy::{Policy, TaskNumber};
use crate::route::Route;
use crate::tally::{Slice, Yardstick};

/// Something to be done: [`super::session::Session::dispatch`].
pub enum Command {
    /// Sets a field, with what can be taken for granted; asks before anything is lowered.
    Set(Edit),
    /// Sets a status, in the same way.
    SetStatus(TaskNumber, Status),
    /// Makes these changes as one step.
    Apply(Vec<Edit>),
    /// Makes these changes as one step of this name.
    ApplyAs(String, Vec<Edit>),
    /// Notes that rows are as they were: 与上期一致.
    Carry(Vec<TaskNumber>),
    /// Takes over a value while one of its texts is typed.
    Type(Edit),
    /// Takes back what is being typed, so that this stands there again.
    Untype(Edit),
    /// Ends a run of typing, which is one step.
    CommitTyping,
    /// Takes the last step back.
    Undo,
    /// Does the last undone step again.
    Redo,
    /// Changes what a person set on this machine.
    Prefer(Box<dyn FnOnce(&mut Preferences)>),
    /// Says who works here: 姓名 and 单位.
    Sign(String, String),
    /// Says for which unit a name stands, as someone spelled it: that and the unit's own name, or none.
    ExplainUnit(String, String),
    /// Shows what another window stored.
    CatchUp,
    /// Works on with what is shown here after all was taken off this machine.
    Resume,
    /// Takes everything off this machine.
    ForgetEverything,
    /// Fills in the ledger of the demonstration.
    FillDemonstration,
    /// Takes in the ledger that came in the page.
    TakeIn,
    /// Moves down or up among what was searched for.
    StepAmongFound(isize),
    /// Sets how tasks are counted by topic: what the articles are called comes with their text.
    CountByTopic(RwSignal<Option<Tallying>>),
    /// Saves a chart as a file of its own.
    SavePicture(Picture),
}

impl Command {
    /// Whether it changes the ledger or what is kept on this machine.
    pub fn changes_something(&self) -> bool {
        !matches!(self, Self::StepAmongFound(_) | Self::CountByTopic(_) | Self::SavePicture(_))
    }

    /// Changes what a person set on this machine.
    pub fn prefer(change: impl FnOnce(&mut Preferences) + 'static) -> Self {
        Self::Prefer(Box::new(change))
    }
}

/// A way of counting tasks.
pub type Tallying = fn(&Policy, &Ledger, Yardstick) -> Vec<Slice>;

/// A chart as a file, with its title and the lines below it.
pub struct Picture {
    /// The file's name, without its ending.
    pub name: &'static str,
    /// What is drawn.
    pub slices: Vec<Slice>,
    /// How.
    pub style: Style,
    /// The title.
    pub title: String,
    /// The lines below.
    pub notes: Vec<String>,
}

/// A part of the page that comes with the second module.
#[derive(Clone, Copy)]
pub enum LazyView {
    /// A screen, and the views that it is shown for.
    Screen(Screen, fn(&Route) -> bool),
    /// What asks and answers over any screen.
    Dialogs,
    /// What must not be missed.
    Trouble,
    /// What the policy takes a unit for: what was typed, and what of that is told of.
    UnitMeaning(RwSignal<String>, RwSignal<String>),
    /// A chart's numbers as a table.
    Numbers(&'static str, Memo<Vec<Slice>>),
}

/// The screens but 总览.
#[derive(Clone, Copy)]
pub enum Screen {
    /// 台账
    Ledger,
    /// 表格
    Table,
    /// 时间轴
    Timeline,
    /// 修改记录
    Log,
    /// 期次
    Periods,
    /// 汇总
    RollUp,
    /// 原文
    Source,
    /// 设置
    Settings,
}

/// The second module did not come; the loader has told the console why. Printed, it says what to do.
#[derive(Debug, Clone, Copy)]
pub struct NotLoaded;

impl fmt::Display for NotLoaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "这一部分没有下载下来，请检查网络后再试；仍不行请刷新页面。台账和已填报的内容都在，不受影响。",
        )
    }
}
