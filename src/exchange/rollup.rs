//! 汇总: many files read one after the other, and what they say together. Nothing is taken in until a person has
//! seen all of it; a file that does not read stops no other.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

use super::{DecodeError, Export, Limits, Notice, clocks_message, decode};
use crate::ledger::clock::fast_clocks;
use crate::ledger::{Change, Edit, Field, Item, Ledger, Now, Record, Stamp, Value, merge};
use crate::policy::{BUNDLED_ID, Policy, TaskNumber};

/// Files read so far.
#[derive(Debug, Clone)]
pub struct RollUp {
    files: Vec<Arrival>,
    /// What the files say together, in parts of so many files each: 8, 2, 1 after eleven. Only parts of one size
    /// are put together, so that no change is moved more often than that halves.
    parts: Vec<(u32, Ledger)>,
    all: Ledger,
    /// Which files brought a change that was not known here, by their places.
    origins: BTreeMap<(TaskNumber, Field, Stamp), Vec<usize>>,
    /// The file of each content.
    contents: HashMap<u64, usize>,
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
    pub news: usize,
    /// Whether each of its fields says what ours does.
    pub is_same: bool,
    /// What a person should know of it.
    pub notices: Vec<String>,
}

impl Summary {
    /// What it comes to: 「新内容 12 处」, 「与本机相同」, 「较旧，没有新内容」.
    pub fn print(&self) -> String {
        match (self.news, self.is_same) {
            (0, true) => "与本机相同".to_owned(),
            (0, false) => "较旧，没有新内容".to_owned(),
            (news, _) => format!("新内容 {news} 处"),
        }
    }
}

impl Default for RollUp {
    fn default() -> Self {
        let all = Ledger::new(BUNDLED_ID);
        let (files, parts) = (Vec::new(), Vec::new());
        Self { files, parts, all, origins: BTreeMap::new(), contents: HashMap::new() }
    }
}

impl RollUp {
    /// Reads a file. `mine` is the ledger here, which stays as it is.
    pub fn add(&mut self, name: String, bytes: &[u8], mine: &Ledger, policy: &Policy, now: Now) {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let at = self.files.len();
        let state = match self.contents.get(&hasher.finish()) {
            Some(first) => State::Copy(self.name_of(*first)),
            None => match decode(bytes, policy, Limits::FILE.as_of(now.at)) {
                Ok(decoded) => {
                    self.contents.insert(hasher.finish(), at);
                    let notices = decoded.notices.iter().map(Notice::message);
                    let clocks = clocks_message(&fast_clocks(&decoded.ledger, now));
                    let summary = Summary {
                        export: decoded.export,
                        tasks: decoded.ledger.entries().filter(|(t, _)| *t != Ledger::BOOK).count(),
                        news: self.note_news(at, mine, &decoded.ledger),
                        is_same: is_same(mine, &decoded.ledger),
                        notices: notices.chain(clocks).collect(),
                    };
                    self.put(decoded.ledger);
                    State::Read(Box::new(summary))
                }
                Err(error) => State::Unread(error.message()),
            },
        };
        self.files.push(Arrival { name, state });
    }

    /// Notes a file that could not even be read from disk, or is too large to.
    pub fn miss(&mut self, name: String, why: String) {
        self.files.push(Arrival { name, state: State::Unread(why) });
    }

    /// Whether a file of this many bytes may be read.
    ///
    /// # Errors
    /// The words that say why not.
    pub fn check_size(bytes: usize) -> Result<(), String> {
        Limits::FILE.check_size(bytes).map_err(|error: DecodeError| error.message())
    }

    fn put(&mut self, ledger: Ledger) {
        let mut part = (1, ledger);
        while let Some((_, mut known)) = self.parts.pop_if(|(files, _)| *files == part.0) {
            merge::absorb(&mut known, part.1);
            part = (2 * part.0, known);
        }
        self.parts.push(part);
    }

    /// Puts two parts together; false once all files are in [`RollUp::all`].
    pub fn finish(&mut self) -> bool {
        let Some((_, part)) = self.parts.pop() else { return false };
        match self.parts.last_mut() {
            Some((_, other)) => merge::absorb(other, part),
            None => self.all = part,
        }
        true
    }

    fn note_news(&mut self, at: usize, mine: &Ledger, theirs: &Ledger) -> usize {
        let mut count = 0;
        for (task, field, change) in merge::unknown_changes(mine, theirs) {
            let key = (task, field, change.stamp.clone());
            self.origins.entry(key).or_default().push(at);
            count += 1;
        }
        count
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
        let files = self.origins.get(&(task, field, change.stamp.clone()));
        files.into_iter().flatten().map(|at| self.name_of(*at)).collect()
    }

    /// What to note of who sent what, for [`crate::tally::reporting`]: one receipt for each export, however
    /// often it is taken in and on however many machines.
    pub fn receipts(&self, now: Now) -> Vec<Edit> {
        let exports = self.files.iter().filter_map(|file| match &file.state {
            State::Read(summary) => summary.export.as_ref(),
            State::Copy(_) | State::Unread(_) => None,
        });
        exports.map(|export| receipt(export, now)).collect()
    }

    fn name_of(&self, at: usize) -> String {
        self.files.get(at).map(|file| file.name.clone()).unwrap_or_default()
    }
}

/// The receipt of an export.
pub fn receipt(export: &Export, now: Now) -> Edit {
    let name = format!("{}/{}/{}", export.by.unit, export.by.name, export.at);
    // 64-bit FNV-1a: the same on every machine, and for ever.
    let id = name.bytes().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let record = Record {
        text: export.by.unit.clone(),
        by: export.by.name.clone(),
        on: Some(now.local(export.at).date()),
        done: false,
    };
    let value = Some(Value::Record(Box::new(record)));
    Edit { task: Ledger::BOOK, field: Field::Receipt(Item::from_bits(id ^ (id >> 40))), value }
}

/// Whether every field of theirs says what ours does.
fn is_same(mine: &Ledger, theirs: &Ledger) -> bool {
    theirs.entries().all(|(task, entry)| {
        entry.histories().all(|(field, _)| mine.entry(task).value(field) == entry.value(field))
    })
}
