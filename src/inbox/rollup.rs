//! 汇总: many files read one after the other, and what they say together. Nothing is taken in until a person has
//! seen all of it; a file that does not read stops no other.

use std::collections::BTreeMap;

use crate::format::cleaning::shorten;
use crate::format::{DecodeError, Decoded, Export, Limits, Notice, clocks_message, decode, sum};
use crate::ledger::clock::{self, FastClock, fast_clocks};
use crate::ledger::{
    Change, Edit, Field, History, Item, Ledger, Millis, Now, Receipt, Record, Stamp, Value, merge,
};
use crate::policy::{BUNDLED_ID, Policy, TaskNumber};
use crate::storage::origins::{Brought, Origins};

/// Of how many files the rest is put together in one step.
const MERGE_BATCH_FILES: usize = 32;

/// Files read so far.
#[derive(Debug, Clone)]
pub struct RollUp {
    files: Vec<Arrival>,
    /// What each of them says, until it is in `all`.
    read: Vec<Ledger>,
    all: Ledger,
    /// The changes that a file brought and that were not known here, in order; for each file.
    brought: Vec<Vec<(TaskNumber, Field, Stamp)>>,
    /// The file of each content.
    contents: BTreeMap<u64, usize>,
}

/// A file, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its name.
    pub name: String,
    /// What it is.
    pub state: State,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A ledger.
    Read(Box<Summary>),
    /// The same as an earlier file, whose name this is.
    Copy(String),
    /// No ledger that reads: why, and what to do.
    Unread(String),
}

/// What a ledger from elsewhere holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Who exported it and when, where it says so.
    pub export: Option<Export>,
    /// How many tasks it says something about.
    pub tasks: usize,
    /// How many changes were not known here.
    pub new_changes: usize,
    /// Whether each of its fields says what ours does.
    pub is_same: bool,
    /// What a person should know of it.
    pub notices: Vec<String>,
    /// The units in it, as it spells them, that the policy did not know when it was read.
    pub unknown_units: Vec<String>,
}

impl Summary {
    /// What a person should know of it, with the units that the policy does not know by now either.
    pub fn told(&self, policy: &Policy) -> Vec<String> {
        let is_unknown = |unit: &&String| policy.roster().resolve(unit).is_none();
        let units = self.unknown_units.iter().filter(is_unknown);
        self.notices.iter().cloned().chain(units.map(|unit| unit_message(unit, policy))).collect()
    }

    /// What it comes to: 「新内容 12 处」, 「与本机相同」, 「较旧，没有新内容」.
    pub fn print(&self) -> String {
        match (self.new_changes, self.is_same) {
            (0, true) => "与本机相同".to_owned(),
            (0, false) => "较旧，没有新内容".to_owned(),
            (new_changes, _) => format!("新内容{new_changes}处"),
        }
    }
}

impl Default for RollUp {
    fn default() -> Self {
        let all = Ledger::new(BUNDLED_ID);
        let (files, read, brought) = (Vec::new(), Vec::new(), Vec::new());
        Self { files, read, all, brought, contents: BTreeMap::new() }
    }
}

impl RollUp {
    /// Reads a file. `mine` is the ledger here, which stays as it is.
    pub fn add(&mut self, name: String, bytes: &[u8], mine: &Ledger, policy: &Policy, now: Now) {
        let content = sum::of_words(bytes);
        let at = self.files.len();
        let mut brought = Vec::new();
        let state = match self.contents.get(&content) {
            Some(first) => State::Copy(self.name_of(*first)),
            None => match decode(bytes, policy, Limits::FILE.as_of(now.at)) {
                Ok(decoded) => {
                    self.contents.insert(content, at);
                    brought = new_changes(mine, &decoded.ledger);
                    let notices = decoded.notices.iter().map(Notice::message);
                    let mut clocks = fast_clocks(&decoded.ledger, now);
                    let export = decoded.export.as_ref();
                    let of_export = export.and_then(|export| fast_export(export, &clocks, now));
                    clocks.extend(of_export);
                    let clocks = clocks_message(&clocks);
                    let summary = Summary {
                        unknown_units: unknown_units(&decoded, policy),
                        export: decoded.export,
                        tasks: decoded.ledger.entries().count(),
                        new_changes: brought.len(),
                        is_same: is_same(mine, &decoded.ledger),
                        notices: notices.chain(clocks).collect(),
                    };
                    self.read.push(decoded.ledger);
                    State::Read(Box::new(summary))
                }
                Err(error) => State::Unread(error.message()),
            },
        };
        self.files.push(Arrival { name, state });
        self.brought.push(brought);
    }

    /// Notes a file that could not even be read from disk, or is too large to.
    pub fn miss(&mut self, name: String, why: String) {
        self.files.push(Arrival { name, state: State::Unread(why) });
        self.brought.push(Vec::new());
    }

    /// Whether a file of this many bytes may be read.
    ///
    /// # Errors
    /// The words that say why not.
    pub fn check_size(bytes: usize) -> Result<(), String> {
        Limits::FILE.check_size(bytes).map_err(|error: DecodeError| error.message())
    }

    /// Puts a row of all files together, or what a few of them hold besides; false once they are all in
    /// [`RollUp::all`].
    pub fn finish(&mut self) -> bool {
        if merge::absorb_last_row(&mut self.all, &mut self.read) {
            return true;
        }
        let kept = self.read.len().saturating_sub(MERGE_BATCH_FILES);
        for rest in self.read.drain(kept..) {
            merge::absorb(&mut self.all, rest);
        }
        kept > 0
    }

    /// The files, in the order they were read.
    pub fn files(&self) -> &[Arrival] {
        &self.files
    }

    /// What all of them say together, once [`RollUp::finish`] has nothing left to do.
    pub fn all(&self) -> &Ledger {
        &self.all
    }

    /// The names of the files that brought a change.
    pub fn origins(&self, task: TaskNumber, field: Field, change: &Change) -> Vec<String> {
        let key = (task, field, change.stamp.clone());
        let files = self.files.iter().zip(&self.brought);
        let origins = files.filter(|(_, brought)| brought.binary_search(&key).is_ok());
        origins.map(|(file, _)| file.name.clone()).collect()
    }

    /// The changes of tasks that are in `diff`, by task and time; each is the first file's that brought it.
    fn brought(&self, diff: &Ledger) -> Vec<Brought<'_>> {
        let is_new = |task: TaskNumber, field: Field, stamp: &Stamp| {
            let changes = diff.entry(task).history(field).map(History::changes).unwrap_or_default();
            task != Ledger::LEDGER_ROW && changes.binary_search_by(|c| c.stamp.cmp(stamp)).is_ok()
        };
        let mut all = Vec::new();
        for (file, brought) in self.brought.iter().enumerate() {
            let new = brought.iter().filter(|(task, field, stamp)| is_new(*task, *field, stamp));
            all.extend(new.map(|(task, _, stamp)| Brought { task: *task, stamp, file }));
        }
        // Each file's are in order already.
        all.sort();
        all.dedup_by_key(|brought| (brought.task, brought.stamp));
        all
    }

    /// Notes in `origins` which of `diff` came in which file, at this time; all of it is in `ledger` by now.
    pub fn note_origins(&self, origins: &mut Origins, diff: &Ledger, ledger: &Ledger, at: Millis) {
        let names = self.files.iter().map(|file| file.name.as_str());
        origins.note(names, &self.brought(diff), ledger, at);
    }

    /// What to note in `mine` of who sent what, for [`crate::tally::reporting`]: one receipt for each export, however
    /// often it is taken in and on however many machines. The day of one that is known already stays, if it is no
    /// later one.
    pub fn receipts(&self, mine: &Ledger, now: Now) -> Vec<Edit> {
        let exports = self.files.iter().filter_map(|file| match &file.state {
            State::Read(summary) => summary.export.as_ref(),
            State::Copy(_) | State::Unread(_) => None,
        });
        let day = |value: Option<&Value>| match value {
            Some(Value::Record(record)) => record.parts().on,
            _ => None,
        };
        let is_known = |edit: &Edit| {
            let known = day(mine.own_row().value(edit.field));
            known.is_some_and(|known| day(edit.value.as_ref()).is_none_or(|day| known <= day))
        };
        exports.map(|export| receipt(export, now)).filter(|edit| !is_known(edit)).collect()
    }

    /// The units that the policy does not know, as the files spell them, each once.
    pub fn unknown_units(&self, policy: &Policy) -> Vec<&str> {
        let mut unknown = Vec::new();
        for file in &self.files {
            let State::Read(summary) = &file.state else { continue };
            for unit in summary.unknown_units.iter().map(String::as_str) {
                if !unknown.contains(&unit) && policy.roster().resolve(unit).is_none() {
                    unknown.push(unit);
                }
            }
        }
        unknown
    }

    fn name_of(&self, at: usize) -> String {
        self.files.get(at).map(|file| file.name.clone()).unwrap_or_default()
    }
}

/// The units in a file, as it spells them, that the policy does not know.
fn unknown_units(file: &Decoded, policy: &Policy) -> Vec<String> {
    let exporter = file.export.iter().map(|export| &export.by);
    let people = file.ledger.people().map(|(_, person)| person).chain(exporter);
    let mut unknown: Vec<String> = Vec::new();
    for unit in people.map(|person| person.unit.trim()).filter(|unit| !unit.is_empty()) {
        if policy.roster().resolve(unit).is_none() && !unknown.iter().any(|known| known == unit) {
            unknown.push(unit.to_owned());
        }
    }
    unknown
}

/// What to tell of a unit that the policy does not know, with the names that are most like it.
fn unit_message(unit: &str, policy: &Policy) -> String {
    let nearest = policy.roster().nearest(unit);
    let nearest: Vec<&str> = nearest.into_iter().map(|id| policy.roster().name(id)).collect();
    let alike = match &nearest[..] {
        [] => String::new(),
        names => format!("，名称相近的有{}", names.join("、")),
    };
    format!("政策所列单位中没有署名的“{}”{alike}。请核对署名。", shorten(unit))
}

/// The clock that an export gives away as fast, where no change in it does.
fn fast_export(export: &Export, known: &[FastClock], now: Now) -> Option<FastClock> {
    let ahead = clock::ahead(export.at, now)?;
    let is_known = known.iter().any(|clock| clock.reporter == export.by);
    (!is_known).then(|| FastClock { reporter: export.by.clone(), ahead })
}

/// The receipt of an export that came in at `now`. Its day is that of the export; where the clock that says so is
/// fast, it is the day on which it came in, and the receipt says so.
pub fn receipt(export: &Export, now: Now) -> Edit {
    let name = format!("{}/{}/{}", export.by.unit, export.by.name, export.at);
    // The same on every machine, and for ever.
    let id = sum::of(name.as_bytes());
    let is_fast = clock::ahead(export.at, now).is_some();
    let day = if is_fast { now.today() } else { now.local(export.at).date() };
    let receipt = Receipt::new(export.by.unit.clone(), export.by.name.clone(), day, is_fast);
    let value = Some(Value::Record(Box::new(Record::Receipt(receipt))));
    Edit {
        task: Ledger::LEDGER_ROW,
        field: Field::Receipt(Item::from_bits(id ^ (id >> 40))),
        value,
    }
}

/// The changes of theirs that are not known here.
fn new_changes(mine: &Ledger, theirs: &Ledger) -> Vec<(TaskNumber, Field, Stamp)> {
    let mut new = Vec::new();
    // Not collected: taking them one by one out of nested iterators is several times as slow.
    merge::unknown_changes(mine, theirs)
        .for_each(|(task, field, change)| new.push((task, field, change.stamp.clone())));
    new
}

/// Whether every field of theirs says what ours does.
fn is_same(mine: &Ledger, theirs: &Ledger) -> bool {
    theirs.rows().all(|(task, entry)| {
        entry.histories().all(|(field, _)| mine.entry(task).value(field) == entry.value(field))
    })
}
