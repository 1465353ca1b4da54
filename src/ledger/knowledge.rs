//! Who knew of what: what the changes of one field say of each other, wherever each of them came from.
//!
//! A change names those it replaced. Whoever made it knew these, and whatever these knew in turn. Some of the named
//! may be missing, since files hold increments, slices and single values: what was made by way of them is not known,
//! unless time excludes it, for nothing was made in knowledge of what is stamped later.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::change::{Named, named};
use super::stamp::Stamp;
use super::{Change, Value};

/// How much the word of whoever made a change counts; the greater counts more.
pub type Weight = u8;

/// How many choices of a field are looked through, the latest: each takes a look at what it chose among.
const MAX_CHOICES: usize = 64;

/// The changes of a field that two ledgers have between them, and what each knew.
pub(super) struct Knowledge<'a> {
    /// In ascending order; whoever knew of another comes after it.
    changes: Vec<&'a Change>,
    /// Whether a change comes in; what is left out still tells who knew what.
    comes: Vec<bool>,
    /// The places of those that each is known to have replaced.
    replaced: Vec<Vec<usize>>,
    /// The latest stamp that is missing on the way to all that a change may have known.
    missing: Vec<Option<&'a Stamp>>,
    /// Whether it cannot be told whose word a change is: some of several that it replaced are missing, and it may only
    /// have chosen one of them.
    is_anybodys: Vec<bool>,
}

/// What those say who knew of a change.
#[derive(Clone, Copy)]
enum Knowers {
    None,
    /// What the change at this place says.
    Saying(usize),
    /// Different things.
    Several,
}

/// What stands in a field once all that comes has come.
pub(super) struct Standing<'a> {
    /// Who says what: of several who say the same, the one whose word counts most, and where somebody only chose what
    /// another said, that other. What to take is the first. Empty where there is no change.
    pub opinions: Vec<&'a Change>,
    /// Whether nobody replaced all that others say: what is shown has to be written down.
    pub is_open: bool,
    /// Whether it cannot be told who knew of whom.
    pub is_unclear: bool,
}

impl<'a> Knowledge<'a> {
    /// Of these changes, in any order; with each, whether it comes in.
    pub fn of(mut all: Vec<(&'a Change, bool)>) -> Self {
        all.sort_unstable_by(|(a, _), (b, _)| a.cmp_key(b));
        // Known on both sides.
        all.dedup_by(|(later, comes), (kept, is_in)| {
            let is_same = later.is(kept);
            *is_in |= is_same && *comes;
            is_same
        });
        let all = without_drafts(&all);
        let (changes, comes): (Vec<&Change>, Vec<bool>) = all.into_iter().unzip();
        let mut replaced: Vec<Vec<usize>> = Vec::with_capacity(changes.len());
        let mut missing: Vec<Option<&Stamp>> = Vec::with_capacity(changes.len());
        let mut is_anybodys = Vec::with_capacity(changes.len());
        for (at, change) in changes.iter().enumerate() {
            let (mut found, mut lost) = (Vec::new(), None);
            collect_named(&changes, change, true, &mut found, &mut lost);
            // A draft may be stamped later than what it is named by.
            found.retain(|known| *known < at);
            found.sort_unstable();
            found.dedup();
            let lost_before = found.iter().filter_map(|known| missing[*known]).max();
            is_anybodys.push(change.after.len() > 1 && lost.is_some());
            missing.push(lost.max(lost_before));
            replaced.push(found);
        }
        Self { changes, comes, replaced, missing, is_anybodys }
    }

    /// What stands there. `weigh` tells how much the word of whoever made a change counts: who of several is
    /// preselected; between equals it is the later.
    pub fn standing(&self, weigh: impl Fn(&Change) -> Weight) -> Standing<'a> {
        let mut replaced = vec![false; self.changes.len()];
        for at in self.places().filter(|at| self.comes[*at]) {
            for known in &self.replaced[at] {
                replaced[*known] = true;
            }
        }
        let heads: Vec<usize> =
            self.places().filter(|at| self.comes[*at] && !replaced[*at]).collect();
        let says = |at: &usize| &self.changes[*at].value;
        let Some(last) = heads.last() else {
            return Standing { opinions: Vec::new(), is_open: false, is_unclear: false };
        };
        if heads.iter().all(|head| says(head) == says(last)) {
            let opinions = vec![self.changes[*last]];
            return Standing { opinions, is_open: false, is_unclear: false };
        }
        let opinions = Opinions::of(self, weigh);
        let against_each_other = opinions.standing();
        let is_anybodys = |at: &usize| self.is_anybodys[opinions.words[*at]];
        let is_unclear =
            self.is_unclear(&against_each_other) || against_each_other.iter().any(is_anybodys);
        let mut best: BTreeMap<&Option<Value>, (Weight, &Change)> = BTreeMap::new();
        let knowers = self.knowers(&against_each_other);
        for at in &against_each_other {
            // Whoever chose what was meanwhile replaced says it in their own name.
            let word = match knowers[opinions.words[*at]] {
                Knowers::None => opinions.word_of(*at),
                Knowers::Saying(other) if says(&other) == says(at) => opinions.word_of(*at),
                Knowers::Saying(_) | Knowers::Several => opinions.own_word_of(*at),
            };
            let known = best.entry(says(at)).or_insert(word);
            *known = (*known).max(word);
        }
        // What nobody can judge yet stays as it is shown, and is the word of the latest: that was replaced by no
        // earlier one, while others who said the same may have been.
        let shown = is_unclear.then(|| {
            best.remove(says(last));
            self.changes[*last]
        });
        let mut best: Vec<(Weight, &Change)> = best.into_values().collect();
        best.sort_unstable_by_key(|word| Reverse(*word));
        let opinions =
            shown.into_iter().chain(best.into_iter().map(|(_, change)| change)).collect();
        Standing { opinions, is_open: true, is_unclear }
    }

    fn places(&self) -> Range<usize> {
        0..self.changes.len()
    }

    /// Whether the later of two that say different things may have known of the earlier, by way of what is missing.
    fn is_unclear(&self, opinions: &[usize]) -> bool {
        let says = |at: usize| &self.changes[at].value;
        let Some(first) = opinions.first() else { return false };
        let other = opinions.iter().find(|at| says(**at) != says(*first));
        opinions.iter().any(|at| {
            let against = if says(*at) == says(*first) { other } else { Some(first) };
            against.is_some_and(|against| self.missing[*at] > Some(&self.changes[*against].stamp))
        })
    }

    /// Of each place, what those of these say who knew of it, by way of anything.
    fn knowers(&self, standing: &[usize]) -> Vec<Knowers> {
        let says = |at: usize| &self.changes[at].value;
        let with = |knowers: Knowers, more: Knowers| match (knowers, more) {
            (known, Knowers::None) | (Knowers::None, known) => known,
            (Knowers::Saying(a), Knowers::Saying(b)) if says(a) == says(b) => knowers,
            _ => Knowers::Several,
        };
        let mut knowers = vec![Knowers::None; self.changes.len()];
        for at in self.places().rev() {
            let stands = standing.binary_search(&at).is_ok();
            let here = if stands { Knowers::Saying(at) } else { Knowers::None };
            let here = with(here, knowers[at]);
            for known in &self.replaced[at] {
                knowers[*known] = with(knowers[*known], here);
            }
        }
        knowers
    }

    /// Those of these places that none of the others is known to have known of, by way of anything.
    fn latest_of(&self, mut places: Vec<usize>) -> Vec<usize> {
        places.sort_unstable();
        places.dedup();
        let (Some(first), Some(last)) = (places.first().copied(), places.last().copied()) else {
            return places;
        };
        let mut is_known = vec![false; last - first + 1];
        for at in (first..=last).rev() {
            if is_known[at - first] || places.binary_search(&at).is_ok() {
                let within = self.replaced[at].iter().filter(|known| **known >= first);
                within.for_each(|known| is_known[*known - first] = true);
            }
        }
        places.retain(|at| !is_known[*at - first]);
        places
    }
}

/// What people said of a field, those who only chose among what others said set aside.
///
/// Whoever takes in files one by one chooses each time as their duties have it, and whoever takes them in together
/// chooses once. So that both come to the same, a choice that only says what duties say is looked through, to what it
/// chose among; one that says otherwise is somebody's own word, and what it turned down is out.
struct Opinions<'k, 'a, W> {
    knowledge: &'k Knowledge<'a>,
    weigh: W,
    /// Whose word each is: its own, or that of the one whose value was chosen.
    words: Vec<usize>,
    /// What a choice that is looked through chose among.
    seen_through: BTreeMap<usize, Vec<usize>>,
}

impl<'k, 'a, W: Fn(&Change) -> Weight> Opinions<'k, 'a, W> {
    fn of(knowledge: &'k Knowledge<'a>, weigh: W) -> Self {
        let words = knowledge.places().collect();
        let mut opinions = Self { knowledge, weigh, words, seen_through: BTreeMap::new() };
        let is_choice = |at: &usize| opinions.is_choice(*at);
        let choices: Vec<usize> = knowledge.places().filter(is_choice).collect();
        let first_seen_through = choices.len().saturating_sub(MAX_CHOICES);
        for (nth, choice) in choices.into_iter().enumerate() {
            let chosen = opinions.chosen_by(choice);
            if let Some(word) = chosen.max_by_key(|at| opinions.word_of(*at)) {
                opinions.words[choice] = opinions.words[word];
            }
            if nth >= first_seen_through {
                opinions.see_through(choice);
            }
        }
        opinions
    }

    /// Whether a change chose one of several that it knew.
    fn is_choice(&self, at: usize) -> bool {
        self.knowledge.replaced[at].len() > 1 && self.chosen_by(at).next().is_some()
    }

    /// What it chose.
    fn chosen_by(&self, at: usize) -> impl Iterator<Item = usize> + 'k {
        let knowledge = self.knowledge;
        let is_same =
            move |known: &usize| knowledge.changes[*known].value == knowledge.changes[at].value;
        knowledge.replaced[at].iter().copied().filter(is_same)
    }

    /// Looks through a choice that only says what duties say.
    fn see_through(&mut self, choice: usize) {
        let knowledge = self.knowledge;
        let replaced = &knowledge.replaced[choice];
        if !knowledge.comes[choice] || replaced.iter().any(|at| !knowledge.comes[*at]) {
            return;
        }
        let among = replaced.iter().flat_map(|at| match self.seen_through.get(at) {
            Some(among) => among.clone(),
            None => vec![*at],
        });
        let among = knowledge.latest_of(among.collect());
        let best = among.iter().max_by_key(|at| self.word_of(**at));
        let value = |at: usize| &knowledge.changes[at].value;
        if best.is_some_and(|best| value(*best) == value(choice)) {
            self.seen_through.insert(choice, among);
        }
    }

    /// How much the word behind a change counts, and whose it is.
    fn word_of(&self, at: usize) -> (Weight, &'a Change) {
        self.own_word_of(self.words[at])
    }

    /// How much whoever made a change counts, and the change.
    fn own_word_of(&self, at: usize) -> (Weight, &'a Change) {
        let change = self.knowledge.changes[at];
        ((self.weigh)(change), change)
    }

    /// Those that nobody replaced who said something themselves.
    fn standing(&self) -> Vec<usize> {
        let knowledge = self.knowledge;
        let mut is_known = vec![false; knowledge.changes.len()];
        let mut standing = Vec::new();
        for at in knowledge.places().rev() {
            let speaks = knowledge.comes[at] && !self.seen_through.contains_key(&at);
            if speaks && !is_known[at] {
                standing.push(at);
            }
            if speaks || is_known[at] {
                knowledge.replaced[at].iter().for_each(|known| is_known[*known] = true);
            }
        }
        standing.reverse();
        standing
    }
}

/// Where the changes lie that `change` names, and the latest stamp among those that are missing.
fn collect_named<'a>(
    changes: &[&'a Change],
    change: &'a Change,
    looks_before: bool,
    found: &mut Vec<usize>,
    lost: &mut Option<&'a Stamp>,
) {
    for stamp in &change.after {
        match named(changes, stamp) {
            Named::Changes(places) => found.extend(places),
            Named::Past(draft) => found.push(draft),
            Named::PastOrMissing(draft) => {
                found.push(draft);
                *lost = (*lost).max(Some(stamp));
            }
            // All drafts of a text replaced the same.
            Named::Before(draft) if looks_before => {
                collect_named(changes, changes[draft], false, found, lost);
            }
            Named::Before(_) | Named::Missing => *lost = (*lost).max(Some(stamp)),
        }
    }
}

/// Of each text being typed only the last draft. They are of one moment.
fn without_drafts<'a>(all: &[(&'a Change, bool)]) -> Vec<(&'a Change, bool)> {
    let mut kept = Vec::with_capacity(all.len());
    for moment in all.chunk_by(|(a, _), (b, _)| a.stamp.wall == b.stamp.wall) {
        let is_draft = |earlier: &&(&Change, bool)| {
            let gives_way = |(later, comes): &(&Change, bool)| {
                (*comes || !earlier.1) && later.redrafts(earlier.0)
            };
            moment.len() > 1 && moment.iter().any(gives_way)
        };
        kept.extend(moment.iter().filter(|change| !is_draft(change)));
    }
    kept
}
