//! 来源: which file a value came in, and when that was taken in.
//!
//! Only this machine knows, and no file says it. It is kept beside the ledger, under `…:ledger:origins`, framed as a
//! slot is: for each file when it was taken in and its name, and below, for each actor, runs of changes it brought.
//!
//! ```text
//! @18195c1a400 六月.zip / 市财政局.json
//! k3j9x2ab 6.18195a2d100.0.36ee80.1 7.18195a2d100.2.0.2
//! ```
//!
//! A run is a task, the time and counter of the first stamp, how much later the last one is, and its counter; numbers
//! are hexadecimal. A run has nothing in it that was known by then. So of several imports that have a change in a run
//! of theirs, the last one brought it: had it come before, it would have been known.

use super::frame::{FrameError, frame, parse_frame};
use super::repository::Repository;
use super::store::{Store, units};
use crate::format::cleaning::clean_name;
use crate::ledger::{Actor, History, Ledger, Millis, Now, Stamp};
use crate::policy::TaskNumber;

/// The longest text of all that is noted, in UTF-16 code units. Beyond it the oldest goes first.
pub const MAX_TOTAL_UNITS: usize = 200_000;

/// A change that came in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Brought<'a> {
    /// The row.
    pub task: TaskNumber,
    /// Which change.
    pub stamp: &'a Stamp,
    /// The place of its file among those it came with.
    pub file: usize,
}

/// The longest text of one file, in UTF-16 code units: a quarter, so that no file pushes out all others.
const MAX_FILE_UNITS: usize = MAX_TOTAL_UNITS / 4;

/// Up to how many runs a file need not be measured: each takes at most 59 code units, with a line of its own, so that
/// they fit whatever its name is.
const MAX_RUNS_UNMEASURED: usize = 800;

/// The longest name of a file, in characters; the rest is cut off.
const MAX_FILE_NAME_CHARS: usize = 200;

/// What the text is framed as.
const WORD: &str = "origins";

/// What files brought, in the order they were taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    files: Vec<Source>,
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name, without invisible characters.
    pub name: String,
    /// When it was taken in.
    pub at: Millis,
    /// By actor, task and time.
    runs: Vec<Run>,
}

/// Changes of one task by one actor, from one stamp to another, of which none was known before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    task: TaskNumber,
    first: Stamp,
    last: Stamp,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// Someone filled it in on this machine.
    Here,
    /// It came in a file.
    File(&'a Source),
    /// From elsewhere, and nothing is noted of it any more, or ever was.
    Unknown,
}

impl Origin<'_> {
    /// 「本机填写」, 「「市财政局.json」，2022-06-24 16:00 导入」.
    pub fn print(self, now: Now) -> String {
        match self {
            Self::Here => "本机填写".to_owned(),
            Self::File(file) => format!("“{}”，{}导入", file.name, now.local_minute(file.at)),
            Self::Unknown => "不详（没有留下导入记录）".to_owned(),
        }
    }
}

impl Origins {
    /// Notes what was taken in at a time: what files of these names brought, by task and time, which is in `ledger` by
    /// now.
    pub fn note<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
        brought: &[Brought<'_>],
        ledger: &Ledger,
        at: Millis,
    ) {
        let source = |name: &str| Source { name: shown_name(name), at, runs: Vec::new() };
        let mut sources: Vec<Source> = names.map(source).collect();
        for of_task in brought.chunk_by(|a, b| a.task == b.task) {
            for (file, run) in runs(of_task, ledger) {
                if let Some(source) = sources.get_mut(file) {
                    source.runs.push(run);
                }
            }
        }
        for source in &mut sources {
            source.runs.sort_by(|a, b| a.key().cmp(&b.key()));
        }
        let fits =
            |s: &Source| s.runs.len() <= MAX_RUNS_UNMEASURED || units(&s.print()) <= MAX_FILE_UNITS;
        let is_kept = |s: &Source| !s.runs.is_empty() && fits(s);
        self.files.extend(sources.into_iter().filter(is_kept));
    }

    /// Notes that all there is came at a time, under a name.
    pub fn note_all(&mut self, name: &str, ledger: &Ledger, at: Millis) {
        let of_tasks = ledger.changes().filter(|(task, ..)| *task != Ledger::LEDGER_ROW);
        let brought = of_tasks.map(|(task, _, c)| Brought { task, stamp: &c.stamp, file: 0 });
        let mut brought: Vec<_> = brought.collect();
        brought.sort_unstable();
        self.note([name].into_iter(), &brought, ledger, at);
    }

    /// Where a change of a task comes from; `is_own` says whether its actor is one of this machine.
    pub fn of(&self, task: TaskNumber, stamp: &Stamp, is_own: bool) -> Origin<'_> {
        let brought_it = |file: &&Source| file.runs.iter().any(|run| run.holds(task, stamp));
        match self.files.iter().rev().find(brought_it) {
            Some(file) => Origin::File(file),
            None if is_own => Origin::Here,
            None => Origin::Unknown,
        }
    }

    /// As a text within the [`MAX_TOTAL_UNITS`].
    pub fn print(&self) -> String {
        let mut room = MAX_TOTAL_UNITS.saturating_sub(units(&frame(0, WORD, "")));
        let mut kept = Vec::new();
        for text in self.files.iter().rev().map(Source::print) {
            let Some(left) = room.checked_sub(units(&text)) else { break };
            room = left;
            kept.push(text);
        }
        kept.reverse();
        frame(0, WORD, &kept.concat())
    }

    /// What a text says: nothing where it is damaged. `None` where a newer version wrote it, which is to stay.
    pub fn parse(text: &str) -> Option<Self> {
        if units(text) > MAX_TOTAL_UNITS {
            return Some(Self::default());
        }
        match parse_frame(text) {
            Ok(framed) => Some(Self::read(framed.body).unwrap_or_default()),
            Err(FrameError::Broken) => Some(Self::default()),
            Err(FrameError::Newer(_)) => None,
        }
    }

    fn read(body: &str) -> Option<Self> {
        let mut files: Vec<Source> = Vec::new();
        for line in body.lines() {
            if let Some(head) = line.strip_prefix('@') {
                let (at, name) = head.split_once(' ')?;
                let at = Millis(number(at)?);
                files.push(Source { name: shown_name(name), at, runs: Vec::new() });
            } else {
                let (actor, listed) = line.split_once(' ')?;
                let actor = actor.parse().ok()?;
                let read = listed.split(' ').map(|run| Run::parse(run, &actor));
                files.last_mut()?.runs.extend(read.collect::<Option<Vec<_>>>()?);
            }
        }
        Some(Self { files })
    }
}

impl Source {
    fn print(&self) -> String {
        let mut lines = vec![format!("@{:x} {}\n", self.at.0, self.name)];
        for of_actor in self.runs.chunk_by(|a, b| a.first.actor == b.first.actor) {
            lines.extend(of_actor.first().map(|run| run.first.actor.as_str().to_owned()));
            lines.extend(of_actor.iter().map(Run::print));
            lines.push("\n".to_owned());
        }
        lines.concat()
    }
}

impl Run {
    fn key(&self) -> (&Actor, TaskNumber, &Stamp) {
        (&self.first.actor, self.task, &self.first)
    }

    fn holds(&self, task: TaskNumber, stamp: &Stamp) -> bool {
        self.task == task
            && self.first.actor == stamp.actor
            && (&self.first..=&self.last).contains(&stamp)
    }

    /// With a space before it.
    fn print(&self) -> String {
        let Self { task, first, last } = self;
        let later = last.wall.0.saturating_sub(first.wall.0);
        let (from, to) = (first.counter, last.counter);
        format!(" {:x}.{:x}.{from:x}.{later:x}.{to:x}", task.0, first.wall.0)
    }

    fn parse(text: &str, actor: &Actor) -> Option<Self> {
        let mut numbers = text.split('.').map(number);
        let mut next = || numbers.next().flatten();
        let task = TaskNumber(next()?.try_into().ok()?);
        let (wall, counter) = (next()?, next()?);
        let later = (wall.checked_add(next()?)?, next()?);
        let stamp = |(wall, counter): (u64, u64)| {
            let counter = counter.try_into().ok()?;
            Some(Stamp { wall: Millis(wall), counter, actor: actor.clone() })
        };
        let (first, last) = (stamp((wall, counter))?, stamp(later)?);
        numbers.next().is_none().then_some(Self { task, first, last })
    }
}

fn number(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok()
}

/// A name on one line, as it is safe to show.
fn shown_name(name: &str) -> String {
    clean_name(name, MAX_FILE_NAME_CHARS)
}

/// The runs of changes that came together, each with its file, of what was brought for one task.
fn runs(brought: &[Brought<'_>], ledger: &Ledger) -> Vec<(usize, Run)> {
    let Some(Brought { task, .. }) = brought.first().copied() else { return Vec::new() };
    let file_of = |stamp: &Stamp| {
        let found = brought.binary_search_by(|known| known.stamp.cmp(stamp)).ok()?;
        brought.get(found).map(|known| known.file)
    };
    let histories = ledger.entry(task).histories().map(|(_, history)| history);
    let stamps = histories.flat_map(History::changes).map(|change| &change.stamp);
    let mut stamps: Vec<_> = stamps.map(|stamp| (&stamp.actor, stamp, file_of(stamp))).collect();
    stamps.sort_unstable();
    let came_together = stamps.chunk_by(|a, b| (a.0, a.2) == (b.0, b.2));
    let run = |stamps: &[(&Actor, &Stamp, Option<usize>)]| {
        let ((_, first, file), (_, last, _)) = (*stamps.first()?, *stamps.last()?);
        Some((file?, Run { task, first: first.clone(), last: last.clone() }))
    };
    came_together.filter_map(run).collect()
}

impl<S: Store> Repository<S> {
    /// What is noted of files taken in, for [`Origins::parse`].
    pub fn origins_text(&self) -> String {
        let read = self.store.as_ref().map(|store| store.read(&self.origins_key()));
        read.and_then(Result::ok).flatten().unwrap_or_default()
    }

    /// Notes something of files taken in. No work is in it: where it cannot be kept, nothing is said of it.
    pub fn note_origins(&self, note: impl FnOnce(&mut Origins)) {
        let Some(store) = self.store.as_ref().filter(|_| !self.is_read_only && !self.is_cleared)
        else {
            return;
        };
        if let Some(mut origins) = Origins::parse(&self.origins_text()) {
            note(&mut origins);
            let _ = store.write(&self.origins_key(), &origins.print());
        }
    }

    /// Gives its room to the ledger; false where there is none to give.
    pub(super) fn drop_origins(&self) -> bool {
        let key = self.origins_key();
        let Some(store) = &self.store else { return false };
        store.read(&key).is_ok_and(|text| text.is_some()) && store.remove(&key).is_ok()
    }

    fn origins_key(&self) -> String {
        format!("{}:origins", self.key)
    }
}
