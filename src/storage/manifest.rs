//! The manifest: which slots are current, and which saves came before.

use super::frame::{read_sum, sum_of};
use crate::format::sum;

/// One of the places a ledger is written to: whole ledgers in turn to A and B, and what came since then, the
/// addendum, in turn to C and D.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    A,
    B,
    C,
    D,
}

impl Slot {
    pub(super) const WHOLE: [Self; 2] = [Self::A, Self::B];
    pub(super) const ADDENDA: [Self; 2] = [Self::C, Self::D];

    /// The slot that is written in turn with this one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
            Self::C => Self::D,
            Self::D => Self::C,
        }
    }

    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
            Self::D => "d",
        }
    }

    /// The key of this slot of the ledger under `key`.
    pub(super) fn key(self, key: &str) -> String {
        format!("{key}:{}", self.letter())
    }
}

/// A slot and the checksum of what was written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SlotRef {
    pub(super) slot: Slot,
    sum: u64,
}

impl SlotRef {
    pub(super) fn new(slot: Slot, framed: &str) -> Self {
        Self { slot, sum: sum_of(framed).unwrap_or_default() }
    }

    fn print(self) -> String {
        format!("{} {:016x}", self.slot.letter(), self.sum)
    }
}

/// What is current: `slot a <checksum>`, and where there is an addendum ` c <checksum>`; the checksums of the saves
/// before, ` < <checksum> …`; and ` > ` and its own checksum, since a manifest cut short could look whole. It differs
/// with every save, so that a look at it tells whether another window has saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) whole: SlotRef,
    pub(super) addendum: Option<SlotRef>,
    /// Newest first.
    before: Vec<u64>,
}

/// How many earlier saves a manifest names. A window that missed more of them learns what they added, but not what
/// they removed.
const MAX_EARLIER_SAVES: usize = 12;

/// What a manifest begins with; a legacy ledger begins with `{`.
const START: &str = "slot ";

impl Manifest {
    /// What is current after a save.
    pub(super) fn new(whole: SlotRef, addendum: Option<SlotRef>, earlier: Option<&Self>) -> Self {
        let before = earlier.map(|e| std::iter::once(e.sum()).chain(e.before.iter().copied()));
        Self {
            whole,
            addendum,
            before: before.into_iter().flatten().take(MAX_EARLIER_SAVES).collect(),
        }
    }

    /// The save that this points to.
    fn sum(&self) -> u64 {
        self.addendum.unwrap_or(self.whole).sum
    }

    /// Whether this save was made by a window that knew the one that `earlier` points to.
    pub(super) fn follows(&self, earlier: &Self) -> bool {
        self.before.contains(&earlier.sum())
    }

    pub(super) fn print(&self) -> String {
        let slot_ref = std::iter::once(self.whole).chain(self.addendum).map(SlotRef::print);
        let before = self.before.iter().map(|sum| format!(" {sum:016x}"));
        let slot_ref: Vec<String> = slot_ref.collect();
        let text = [START, &slot_ref.join(" "), " <", &before.collect::<String>()].concat();
        let sum = sum::of(text.as_bytes());
        format!("{text} > {sum:016x}")
    }

    /// `None` where the text is no manifest, or not what was written.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (slot_ref, rest) = text.strip_prefix(START)?.split_once('<')?;
        let mut words = slot_ref.split_ascii_whitespace();
        let whole = read_slot_ref(words.next()?, words.next()?, Slot::WHOLE)?;
        let addendum = match words.next() {
            Some(letter) => Some(read_slot_ref(letter, words.next()?, Slot::ADDENDA)?),
            None => None,
        };
        let (before, _) = rest.split_once('>')?;
        let before: Option<_> = before.split_ascii_whitespace().map(read_sum).collect();
        // Its own checksum among the rest.
        Some(Self { whole, addendum, before: before? }).filter(|read| read.print() == text)
    }
}

fn read_slot_ref(letter: &str, sum: &str, slots: [Slot; 2]) -> Option<SlotRef> {
    let slot = slots.into_iter().find(|slot| slot.letter() == letter)?;
    Some(SlotRef { slot, sum: read_sum(sum)? })
}
