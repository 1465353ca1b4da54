//! Search: what a reader would call the same text is the same, however it is written.

use unicode_normalization::char::decompose_compatible;

use crate::policy::{Policy, TaskNumber, numeral};

/// What is searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Tasks named by their number: `12`, `#12`, `第12项`, `第十二项`, `12.`.
    pub tasks: Vec<TaskNumber>,
    /// Words that must all occur, as [`plain`] gives them.
    pub words: Vec<String>,
}

impl Search {
    /// Reads what a person typed. A number that no task has is a word.
    pub fn read(typed: &str, policy: &Policy) -> Self {
        let mut search = Self::default();
        let mut rest = String::new();
        let spaced: String = typed.split_whitespace().map(|word| plain(word) + " ").collect();
        let mut ahead = spaced.as_str();
        // 第 7 项 is one word, spaces or not.
        while let Some((before, behind)) = ahead.split_once('第') {
            rest.push_str(before);
            // Inside a longer word it is quoted text.
            let begins = before.is_empty() || before.ends_with(' ');
            match ordinal(behind).filter(|_| begins) {
                Some((number, behind)) if policy.task(number).is_some() => {
                    search.tasks.push(number);
                    rest.push(' ');
                    ahead = behind;
                }
                _ => {
                    rest.push('第');
                    ahead = behind;
                }
            }
        }
        rest.push_str(ahead);
        for word in rest.split_whitespace() {
            match numbered(word).filter(|number| policy.task(*number).is_some()) {
                Some(number) => search.tasks.push(number),
                None => search.words.push(word.to_owned()),
            }
        }
        search
    }
}

/// What follows 第: a number and 项, and what comes after them.
fn ordinal(text: &str) -> Option<(TaskNumber, &str)> {
    let (number, behind) = text.split_once('项')?;
    let number: String = number.split_whitespace().collect();
    let number = number.parse().ok().or_else(|| numeral::parse(&number))?;
    let behind = behind.strip_prefix("任务").unwrap_or(behind);
    behind.starts_with(' ').then_some((TaskNumber(number), behind))
}

/// The number that a word is, with what people put around one.
fn numbered(word: &str) -> Option<TaskNumber> {
    let before = ["#", "no.", "no", "任务", "序号"];
    let word = before.into_iter().find_map(|mark| word.strip_prefix(mark)).unwrap_or(word);
    let word = word.trim_end_matches(['.', '、']);
    // `+7` parses, too.
    let is_number = word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|_| is_number).map(TaskNumber)
}

/// A text as a reader sees it: width, case, compatibility forms, kinds of quotes, dashes and brackets, spaces, line
/// breaks and what has no width make no difference.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '!'..='~' => out.push(c.to_ascii_lowercase()),
            // Nearly all of a text.
            '\u{4e00}'..='\u{9fff}' => out.push(c),
            _ => decompose_compatible(c, |part| add(&mut out, part)),
        }
    }
    out
}

fn add(out: &mut String, c: char) {
    match c {
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '〝' | '〞' => {
            out.push('"');
        }
        '‘' | '’' | '‚' | '‛' | '`' | '´' => out.push('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' => out.push('-'),
        '〔' | '【' | '〖' => out.push('['),
        '〕' | '】' | '〗' => out.push(']'),
        '•' | '・' | '‧' | '∙' | '⋅' => out.push('·'),
        '巿' => out.push('市'),
        c if c.is_whitespace() || is_unseen(c) => {}
        c => out.extend(c.to_lowercase()),
    }
}

/// Controls, joiners, marks of direction, variation selectors, accents that stand by themselves.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{300}'..='\u{36f}'
                | '\u{61c}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
