//! How what a person set on one machine is kept by several windows: part by part, so that none writes back what
//! another changed.
//!
//! It is one JSON object. Beside its parts stands under `turns` when each was set, as a number that only grows; where
//! two windows set the same at the same moment, every window ends with the same of the two. What belongs together, as
//! a name and the actor who signs with it, is taken from one window. Parts of newer versions stay as they are.

use std::borrow::Cow;

use litemap::LiteMap;

use super::vault::{PREFIX, SaveError, Store, StoreError, Vault};
use crate::json::{self, Layout, Tree};

/// Where it is kept, under [`PREFIX`]; the page's head reads it too, to look right from the first paint.
pub const KEY: &str = "policy-ledger:preferences";

const TURNS: &str = "turns";

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

impl Parts {
    fn read(text: &str) -> Self {
        let mut parts = Self::default();
        let fields = json::parse(text).ok().and_then(Tree::fields).unwrap_or_default();
        for (key, value) in fields.0 {
            match (&*key, value) {
                (TURNS, Tree::Object(turns)) => {
                    for (group, turn) in turns {
                        if let Tree::Number(digits) = turn {
                            parts.turns.insert(group.into(), digits.parse().unwrap_or_default());
                        }
                    }
                }
                (_, value) => {
                    parts.values.insert(key.into(), value.print(Layout::Compact));
                }
            }
        }
        parts
    }

    fn print(&self) -> String {
        let turn = |(group, turn): (&'_ String, &u64)| (Cow::Owned(group.clone()), (*turn).into());
        let turns = Tree::Object(self.turns.iter().map(turn).collect());
        let values =
            self.values.iter().map(|(key, text)| (Cow::Borrowed(&**key), Tree::kept(text)));
        Tree::Object(values.chain([(Cow::Borrowed(TURNS), turns)]).collect()).print(Layout::Compact)
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
        let text = self.values.get(key).map(|text| Tree::kept(text));
        if let Some(Tree::Text(text)) = text { text.into_owned() } else { String::new() }
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
            let text = Tree::from(earlier).print(Layout::Compact);
            self.values.insert(EARLIER_ACTORS.to_owned(), text);
        }
    }
}

/// Brings together what this window set and what is stored: `seen` is what was stored when it last looked, `before`
/// and `after` are what this window made of that and has now. Whatever did not change in between is as stored.
fn together(before: &str, after: &str, seen: &str, stored: Option<&str>) -> String {
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

impl<S: Store> Vault<S> {
    /// What a person set on this machine, as stored; `None` where nothing is, or there is no storage.
    pub fn read_preferences(&mut self) -> Option<&str> {
        debug_assert!(KEY.starts_with(PREFIX));
        let stored = self.store.as_ref().map(|store| store.read(KEY));
        self.preferences = stored.and_then(Result::ok).flatten();
        self.preferences()
    }

    /// The same, as this window has last seen it.
    pub fn preferences(&self) -> Option<&str> {
        self.preferences.as_deref()
    }

    /// Whether another window has set something since.
    pub(super) fn has_other_preferences(&self) -> bool {
        let stored = self.store.as_ref().map(|store| store.read(KEY));
        stored.is_some_and(|stored| stored.is_ok_and(|text| text != self.preferences))
    }

    /// Stores what this window has set since, and only that: `before` is what it made of [`Vault::preferences`], and
    /// `after` what it has now, both as JSON objects. Returns what all windows have set together.
    ///
    /// # Errors
    /// [`SaveError`]; what was stored before is then still there.
    pub fn keep_preferences(&mut self, before: &str, after: &str) -> Result<String, SaveError> {
        self.notice_clearing()?;
        let store = self.store.as_ref().ok_or(StoreError::Blocked)?;
        let stored = store.read(KEY)?;
        let seen = self.preferences.clone().unwrap_or_default();
        let joint = together(before, after, &seen, stored.as_deref());
        let is_news =
            stored.as_deref().is_none_or(|stored| Parts::read(stored) != Parts::read(&joint));
        if is_news && (stored.is_some() || before != after) {
            self.write_making_room(KEY, &joint)?;
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
        if store.read(KEY) == Ok(None) && store.write(KEY, ASKED).is_ok() {
            self.preferences = Some(ASKED.to_owned());
        }
    }
}
