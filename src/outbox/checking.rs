//! 导出前检查: what in a ledger may be personal or internal. It looks at every text the export would carry,
//! earlier values among them, on this machine. It warns and forbids nothing: a person judges.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use unicode_normalization::char::decompose_compatible;

use super::numbers;
pub use super::sensitive::Sensitive;
use crate::format::{Place, cleaning, unknown};
use crate::ledger::{Ledger, Value};

/// Words to look for where nobody chose others.
pub const WORDS: [&str; 7] =
    ["秘密", "机密", "绝密", "内部资料", "不予公开", "国家秘密", "工作秘密"];

/// Where in a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// In a field of a row.
    Field(Place),
    /// In the name or unit of someone who reported.
    People,
    /// In what is kept for newer versions, which no field here shows.
    Unknown,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub spot: Spot,
    /// What it is.
    pub sort: Sensitive,
    /// The words there: a number with its middle masked, a word with up to 8 characters on either side.
    pub excerpt: String,
    /// Whether it stands there now; if not, only an earlier value has it.
    pub is_current: bool,
}

/// 「第 13 项「进展情况」：疑似手机号码「138****5678」」, and whether only the log has it.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.spot {
            Spot::Field(place) => write!(f, "{place}")?,
            Spot::People => f.write_str("填报人")?,
            Spot::Unknown => f.write_str("本页不认识的内容")?,
        }
        let likely = if self.sort == Sensitive::Word { "" } else { "疑似" };
        write!(f, "：{likely}{}“{}”", self.sort.name(), self.excerpt)?;
        f.write_str(if self.is_current { "" } else { "（只在修改记录里）" })
    }
}

/// What is found in a ledger as it would be exported, row by row; the same thing in several versions of one
/// field once. `words` are looked for as they are, whatever their case and width and the spaces in between.
pub fn check(ledger: &Ledger, words: &[impl AsRef<str>]) -> Vec<Finding> {
    let words: Vec<Vec<char>> = words.iter().map(|word| tighten(&plain(word.as_ref()))).collect();
    let mut search = Search { words, found: Vec::new(), known: BTreeSet::new() };
    for (task, entry) in ledger.rows() {
        for (field, history) in entry.histories() {
            let spot = Spot::Field(Place { task, field });
            // The newest first: what is found again further back stands there now.
            for (nth, change) in history.changes().iter().rev().enumerate() {
                for text in change.value.iter().flat_map(texts) {
                    search.look(spot, text, nth == 0);
                }
            }
        }
    }
    for text in ledger.people().flat_map(|(_, person)| [&person.name, &person.unit]) {
        search.look(Spot::People, text, true);
    }
    let rows = ledger.rows().map(|(_, entry)| &entry.unknown);
    let changes = ledger.changes().map(|(.., change)| &change.unknown);
    for unknown in [&ledger.unknown_tasks, &ledger.unknown].into_iter().chain(rows).chain(changes) {
        for (key, part) in unknown.iter() {
            search.look(Spot::Unknown, key, true);
            search.look(Spot::Unknown, &unknown::print(part), true);
        }
    }
    search.found
}

/// The texts in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) => vec![text],
        Value::Record(record) => vec![&record.parts().text, &record.parts().by],
        Value::Closing(closing) => vec![&closing.name],
        _ => Vec::new(),
    }
}

struct Search {
    words: Vec<Vec<char>>,
    found: Vec<Finding>,
    /// What was found where: it may come again, written another way.
    known: BTreeSet<(Spot, Sensitive, Vec<char>)>,
}

impl Search {
    fn look(&mut self, spot: Spot, text: &str, is_current: bool) {
        let plain = plain(text);
        let numbers = numbers::find(&plain);
        let mut shown: Vec<char> = text.chars().collect();
        for (sort, place) in &numbers {
            mask(*sort, &plain, &mut shown, place.clone());
        }
        for (sort, place) in numbers {
            let excerpt = shown[place.clone()].iter().collect();
            let what = plain[place].iter().filter(|c| c.is_ascii_alphanumeric()).copied();
            self.note(Finding { spot, sort, excerpt, is_current }, what.collect());
        }
        for (word, place) in find_words(&self.words, &plain) {
            let excerpt = around(&shown, place);
            let sort = Sensitive::Word;
            self.note(Finding { spot, sort, excerpt, is_current }, word);
        }
    }

    fn note(&mut self, finding: Finding, what: Vec<char>) {
        if self.known.insert((finding.spot, finding.sort, what)) {
            self.found.push(finding);
        }
    }
}

/// A text by its plain characters, one for each of its own: of full width, in a circle and the like.
fn plain(text: &str) -> Vec<char> {
    text.chars().map(|c| plain_char(c).to_ascii_lowercase()).collect()
}

fn plain_char(c: char) -> char {
    let (mut plain, mut parts) = (c, 0);
    decompose_compatible(c, |part| {
        plain = part;
        parts += 1;
    });
    if parts == 1 { plain } else { c }
}

/// Whether a character may stand in the middle of a word without making another one of it.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || cleaning::is_invisible(c)
}

fn tighten(plain: &[char]) -> Vec<char> {
    plain.iter().copied().filter(|c| !is_gap(*c)).collect()
}

/// The words in a text, of those that begin at one place the longest, with their places.
fn find_words(words: &[Vec<char>], plain: &[char]) -> Vec<(Vec<char>, Range<usize>)> {
    let tight: Vec<(usize, char)> =
        plain.iter().copied().enumerate().filter(|(_, c)| !is_gap(*c)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tight.len() {
        let begins = |word: &&Vec<char>| {
            let here = tight[at..].iter().map(|(_, c)| c);
            !word.is_empty() && here.take(word.len()).eq(word.iter())
        };
        match words.iter().filter(begins).max_by_key(|word| word.len()) {
            Some(word) => {
                let last = at + word.len() - 1;
                found.push((word.clone(), tight[at].0..tight[last].0 + 1));
                at = last + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// Masks the middle: of a number all digits but the first three and the last four (of a short one, two and
/// two), of an address all of the name but its first character.
fn mask(sort: Sensitive, plain: &[char], shown: &mut [char], place: Range<usize>) {
    let hidden: Vec<usize> = if sort == Sensitive::Mail {
        place.skip(1).take_while(|at| plain[*at] != '@').collect()
    } else {
        let digits: Vec<usize> = place.filter(|at| plain[*at].is_ascii_alphanumeric()).collect();
        let (first, last) = if digits.len() > 10 { (3, 4) } else { (2, 2) };
        let end = digits.len().saturating_sub(last);
        digits.get(first..end).unwrap_or_default().to_vec()
    };
    for at in hidden {
        shown[at] = '*';
    }
}

/// A place with up to 8 characters on either side, in one line.
fn around(shown: &[char], place: Range<usize>) -> String {
    const CONTEXT_CHARS: usize = 8;
    let (start, end) =
        (place.start.saturating_sub(CONTEXT_CHARS), (place.end + CONTEXT_CHARS).min(shown.len()));
    let line = shown[start..end].iter().map(|c| if c.is_whitespace() { ' ' } else { *c });
    let line: String = line.collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if end < shown.len() { "…" } else { "" };
    format!("{before}{}{after}", line.trim())
}
