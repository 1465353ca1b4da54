//! How what a person set on one machine is kept by several windows: part by part, so that none writes back what
//! another changed.
//!
//! It is one JSON object. Beside its parts stands under `turns` when each was set, as a number that only grows; where
//! two windows set the same at the same moment, every window ends with the same of the two. What belongs together, as
//! a name and the actor who signs with it, is taken from one window. Parts of newer versions stay as they are.

use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::repository::{PREFERENCES, PREFIX, Repository, SaveError, Store, StoreError};
use crate::json::layout::{Entries, Layout, print};
use crate::json::members::{self, Members, Open, Rest, Text, lenient};
use crate::json::node::{self, AsWritten, MAX_DEPTH, Node};

/// Every actor there was on this machine: what any window adds stays.
const EARLIER_ACTORS: &str = "earlier_actors";

/// What belongs together.
fn group(key: &str) -> &str {
    match key {
        "actor" | "name" | "unit" => "who",
        "rule" | "yellow_from" | "red_above" | "near_days" => "rule",
        "last_export" | "exported_changes" => "export",
        alone => alone,
    }
}

/// The parts of an object as JSON text, by key.
type Values = LiteMap<String, String>;

/// What is stored, or is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Parts {
    values: Values,
    /// By group; none where a version wrote it that knew of none.
    turns: LiteMap<String, u64>,
}

/// What a person set, as it is stored. Each part has a default, which also stands for one of another shape, so that
/// those stored by any version read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[allow(missing_docs)] // they are explained where they are used, in `ui::state::preferences`
pub struct Stored {
    #[serde(default, deserialize_with = "number")]
    pub yellow_from: Option<u16>,
    #[serde(default, deserialize_with = "number")]
    pub red_above: Option<u16>,
    #[serde(default, deserialize_with = "number")]
    pub near_days: Option<u8>,
    #[serde(default, deserialize_with = "lenient")]
    pub actor: String,
    #[serde(default, deserialize_with = "lenient")]
    pub earlier_actors: String,
    #[serde(default, deserialize_with = "lenient")]
    pub name: String,
    #[serde(default, deserialize_with = "lenient")]
    pub unit: String,
    #[serde(default, deserialize_with = "lenient")]
    pub look: String,
    #[serde(default, deserialize_with = "lenient")]
    pub elder: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub keys_off: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub welcomed: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub last_export: String,
    #[serde(default, deserialize_with = "number")]
    pub exported_changes: Option<u32>,
    #[serde(default, deserialize_with = "lenient")]
    pub rule: String,
    #[serde(default, deserialize_with = "lenient")]
    pub pace: String,
}

/// A number, of whatever width it is held in.
fn number<'de, D: Deserializer<'de>, T: TryFrom<u64>>(reader: D) -> Result<Option<T>, D::Error> {
    let number: Option<u64> = lenient(reader)?;
    Ok(number.and_then(|number| number.try_into().ok()))
}

impl Stored {
    /// Reads it, and the texts that it has beside; `None` where it is no object, or not sound.
    pub fn read(text: &str) -> Option<(Self, Vec<(String, String)>)> {
        let all = serde_json::from_str::<&RawValue>(text).ok().filter(|all| is_sound(all, 0))?;
        let Open { known, rest } = members::read::<Open<'_, Self>>(all)?;
        let texts = rest
            .0
            .into_iter()
            .filter_map(|(Text(key), part)| Some((key.into_owned(), members::read(part)?)));
        Some((known, texts.collect()))
    }

    /// It as JSON, with these texts beside.
    pub fn print<'a>(&self, texts: impl Iterator<Item = (String, &'a String)> + Clone) -> String {
        #[derive(Serialize)]
        struct Both<'a, T: Serialize> {
            #[serde(flatten)]
            stored: &'a Stored,
            #[serde(flatten)]
            texts: T,
        }
        print(&Both { stored: self, texts: Entries(texts) }, Layout::Compact)
    }
}

/// Whether no key comes twice in a part, and each text in it is one, so deep in objects and lists.
fn is_sound(part: &RawValue, depth: usize) -> bool {
    let within = |part: &RawValue| is_sound(part, depth + 1);
    match part.get().as_bytes().first() {
        Some(b'{' | b'[') if depth >= MAX_DEPTH => false,
        Some(b'{') => {
            let members: Option<Rest<'_>> = members::read(part);
            members.is_some_and(|members| members.0.into_iter().all(|(_, part)| within(part)))
        }
        Some(b'[') => {
            let items: Option<Vec<&RawValue>> = members::read(part);
            items.is_some_and(|items| items.into_iter().all(within))
        }
        Some(b'"') => members::read::<Text<'_>>(part).is_some(),
        _ => true,
    }
}

/// What is stored beside the parts themselves.
#[derive(Deserialize)]
struct Beside<'a> {
    #[serde(borrow, default, deserialize_with = "lenient")]
    turns: Members<'a, &'a RawValue>,
}

impl Parts {
    fn read(text: &str) -> Self {
        Self::parse(text).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let Open { known: Beside { turns }, rest } = serde_json::from_str(text).ok()?;
        let mut parts = Self::default();
        for (Text(group), turn) in turns.0 {
            if turn.get().starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
                parts.turns.insert(group.into(), turn.get().parse().unwrap_or_default());
            }
        }
        for (Text(key), value) in rest.0 {
            let print = |node: &Node<'_>| node.print();
            let value = node::read(value.get(), 1, MAX_DEPTH, print).ok()?;
            parts.values.insert(key.into(), value);
        }
        Some(parts)
    }

    fn print(&self) -> String {
        #[derive(Serialize)]
        struct Stored<'a, V: Serialize, T: Serialize> {
            #[serde(flatten)]
            values: V,
            turns: &'a T,
        }
        let values = Entries(self.values.iter().map(|(key, text)| (key, AsWritten(text))));
        print(&Stored { values, turns: &Entries(self.turns.iter()) }, Layout::Compact)
    }

    fn turn(&self, key: &str) -> u64 {
        self.turns.get(group(key)).copied().unwrap_or_default()
    }

    fn next_turn(&self, other: &Self) -> u64 {
        self.turns
            .values()
            .chain(other.turns.values())
            .max()
            .map_or(1, |turn| turn.saturating_add(1))
    }

    fn of_group(&self, wanted: &str) -> Values {
        let of_group = self.values.iter().filter(|(key, _)| group(key) == wanted);
        of_group.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Takes over what `other` set later, or at the same moment and standing before it in order.
    fn join(&mut self, other: &Self) {
        let actors = [self.actors(), other.actors()].concat();
        let groups: LiteMap<&str, ()> = other.values.keys().map(|key| (group(key), ())).collect();
        for wanted in groups.keys() {
            let theirs = (other.turn(wanted), other.of_group(wanted));
            if theirs > (self.turn(wanted), self.of_group(wanted)) {
                self.turns.insert((*wanted).to_owned(), theirs.0);
                self.values.extend(theirs.1);
            }
        }
        self.note_actors(&actors);
    }

    fn text(&self, key: &str) -> String {
        let text = self.values.get(key).and_then(|text| serde_json::from_str(text).ok());
        text.unwrap_or_default()
    }

    /// Everyone who is or was whoever edits on this machine.
    fn actors(&self) -> Vec<String> {
        let text = format!("{} {}", self.text(EARLIER_ACTORS), self.text("actor"));
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn note_actors(&mut self, actors: &[String]) {
        let now = self.text("actor");
        let mut earlier = String::new();
        for (nth, actor) in actors.iter().enumerate() {
            if *actor != now && !actors[..nth].contains(actor) {
                earlier = format!("{earlier} {actor}");
            }
        }
        if earlier.split_whitespace().any(|actor| !self.text(EARLIER_ACTORS).contains(actor)) {
            let text = print(&earlier, Layout::Compact);
            self.values.insert(EARLIER_ACTORS.to_owned(), text);
        }
    }
}

/// Brings together what this window set and what is stored: `seen` is what was stored when it last looked, `before`
/// and `after` are what this window made of that and has now. Whatever did not change in between is as stored.
fn merged(before: &str, after: &str, seen: &str, stored: Option<&str>) -> String {
    let (before, after, seen) = (Parts::read(before), Parts::read(after), Parts::read(seen));
    let mut joint = Parts::read(stored.unwrap_or_default());
    if joint.turns.is_empty() {
        // A version wrote it that knows of no turns: what it changed is the latest.
        let turn = joint.next_turn(&seen);
        let changed =
            joint.values.iter().filter(|(key, value)| seen.values.get(*key) != Some(value));
        let changed: Vec<String> = changed.map(|(key, _)| group(key).to_owned()).collect();
        joint.turns.extend(changed.into_iter().map(|group| (group, turn)));
    }
    // Where all of it was taken away, nothing of it comes back but what is set now.
    let mut ours = if stored.is_some() { seen } else { Parts::default() };
    let turn = ours.next_turn(&joint);
    let changed = after.values.iter().filter(|(key, value)| before.values.get(*key) != Some(value));
    for group in changed.map(|(key, _)| group(key)) {
        ours.turns.insert(group.to_owned(), turn);
        ours.values.extend(after.of_group(group));
    }
    joint.join(&ours);
    joint.print()
}

impl<S: Store> Repository<S> {
    /// What a person set on this machine, as stored; `None` where nothing is, or there is no storage.
    pub fn read_preferences(&mut self) -> Option<&str> {
        debug_assert!(PREFERENCES.starts_with(PREFIX));
        let stored = self.store.as_ref().map(|store| store.read(PREFERENCES));
        self.preferences = stored.and_then(Result::ok).flatten();
        self.preferences()
    }

    /// The same, as this window has last seen it.
    pub fn preferences(&self) -> Option<&str> {
        self.preferences.as_deref()
    }

    /// Whether another window has set something since.
    pub(super) fn has_other_preferences(&self) -> bool {
        let stored = self.store.as_ref().map(|store| store.read(PREFERENCES));
        stored.is_some_and(|stored| stored.is_ok_and(|text| text != self.preferences))
    }

    /// Stores what this window has set since, and only that: `before` is what it made of [`Repository::preferences`], and
    /// `after` what it has now, both as JSON objects. Returns what all windows have set together.
    ///
    /// # Errors
    /// [`SaveError`]; what was stored before is then still there.
    pub fn save_preferences(&mut self, before: &str, after: &str) -> Result<String, SaveError> {
        self.check_cleared()?;
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        let stored = store.read(PREFERENCES)?;
        let seen = self.preferences.clone().unwrap_or_default();
        let joint = merged(before, after, &seen, stored.as_deref());
        let is_change =
            stored.as_deref().is_none_or(|stored| Parts::read(stored) != Parts::read(&joint));
        if is_change && (stored.is_some() || before != after) {
            self.write_making_room(PREFERENCES, &joint)?;
            self.preferences = Some(joint.clone());
        } else {
            self.preferences = stored;
        }
        Ok(joint)
    }

    /// Notes that the first-use question was asked, where nothing is stored yet.
    pub fn note_welcome(&mut self) {
        const ASKED: &str = r#"{"welcomed":true}"#;
        let Some(store) = self.store.as_ref().filter(|_| !self.is_cleared()) else { return };
        if store.read(PREFERENCES) == Ok(None) && store.write(PREFERENCES, ASKED).is_ok() {
            self.preferences = Some(ASKED.to_owned());
        }
    }
}
