//! One text changed in two places at once: by the person who types, and by what comes from elsewhere meanwhile.

/// What turns one text into another: a single stretch replaced. Offsets count bytes and lie between characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Where the stretch begins.
    pub at: usize,
    /// How long it is.
    pub removed: usize,
    /// What takes its place.
    pub put: String,
}

impl Splice {
    /// The shortest stretch that turns `before` into `after`.
    pub fn between(before: &str, after: &str) -> Self {
        let same = |(a, b): &(char, char)| a == b;
        let length = |pair: (char, char)| pair.0.len_utf8();
        let at = before.chars().zip(after.chars()).take_while(same).map(length).sum();
        let (old, new) = (&before[at..], &after[at..]);
        let end = old.chars().rev().zip(new.chars().rev()).take_while(same).map(length);
        let end: usize = end.sum();
        Self { at, removed: old.len() - end, put: new[..new.len() - end].to_owned() }
    }

    /// The byte after the stretch.
    fn end(&self) -> usize {
        self.at + self.removed
    }
}

/// What `mine` becomes with what turned `base` into `theirs`, where `mine` comes from `base`, too. Where both put
/// something in one place, mine stands first. `None` where both changed the same stretch: there is no telling.
pub fn rebase(base: &str, theirs: &str, mine: &str) -> Option<String> {
    if theirs == mine || theirs == base {
        return Some(mine.to_owned());
    }
    let (they, me) = (Splice::between(base, theirs), Splice::between(base, mine));
    let at = if me.end() <= they.at {
        they.at - me.removed + me.put.len()
    } else if they.end() <= me.at {
        they.at
    } else {
        return None;
    };
    Some([&mine[..at], &they.put, &mine[at + they.removed..]].concat())
}
