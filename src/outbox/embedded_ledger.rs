//! 带数据的页面: the one-file page with a ledger in it, to be worked on elsewhere or only to be read.
//!
//! What is put in stands in a script element that is no script: browsers run nothing of it, whatever it says, and the
//! page's content security policy, which names scripts by their hashes, holds as before.

use crate::ledger::Now;

/// What a page with a ledger in it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// 工作副本: what it holds is taken into the ledger of whoever opens it.
    Work,
    /// 只读报告: it shows what it holds, and nothing is changed or kept.
    Report,
}

impl Purpose {
    const ALL: [Self; 2] = [Self::Work, Self::Report];

    /// As the page says it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Report => "report",
        }
    }

    /// Reads it back.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.slug() == slug)
    }
}

/// Reads the moment of [`AT`].
pub fn read_at(text: &str) -> Option<Now> {
    let (at, offset) = text.split_once(' ')?;
    Some(Now { at: at.parse().ok()?, offset_minutes: offset.parse().ok()? })
}

/// The id of the element with the ledger; its attributes say what for, and whose it is.
pub const ID: &str = "carried";

/// How the element begins, as a browser prints it.
const OPENING: &str = "<script type=\"application/json\" id=\"carried\"";
const CLOSING: &str = "</script>";

/// What a page shows of one person's choice of looks, which does not travel.
const LOOKS: [&str; 2] = [" data-look=\"", " data-elder=\""];

/// A ledger that goes along in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// What for.
    pub purpose: Purpose,
    /// Where it comes from, in words.
    pub whose: String,
    /// When it was saved: a report shows things as they stood then.
    pub at: Now,
    /// By what rules its lights were lit, as JSON.
    pub rules: String,
    /// The ledger as JSON.
    pub ledger: String,
}

/// The names of the attributes that say so; `at` has the moment and the minutes ahead of UTC.
pub const PURPOSE: &str = "data-purpose";
/// See [`PURPOSE`].
pub const WHOSE: &str = "data-whose";
/// See [`PURPOSE`].
pub const AT: &str = "data-at";
/// See [`PURPOSE`].
pub const RULES: &str = "data-rules";

/// The one-file page `page` with a ledger in it, in place of one that it held; `None` where the page is none that can
/// carry one.
pub fn embed(page: &str, payload: &Payload) -> Option<String> {
    let from = page.find("<html")?;
    let to = from + page[from..].find('>')?;
    let root = &page[from..to];
    if !root.contains("data-portable") {
        return None;
    }
    let root = LOOKS.iter().fold(root.to_owned(), |root, look| without(&root, look));
    let mut page = [&page[..from], &root, &page[to..]].concat();
    if let Some(from) = page.find(OPENING) {
        let to = from + page[from..].find(CLOSING)? + CLOSING.len();
        page.replace_range(from..to, "");
    }
    // Before the script that starts the page: a copy that was cut off has none of that, and says so.
    let at = page.rfind("<script>")?;
    // A string may spell the sign in another way, and outside of strings JSON has none.
    let ledger = payload.ledger.replace('<', "\\u003c");
    let moment = format!("{} {}", payload.at.at, payload.at.offset_minutes);
    let said = [
        (PURPOSE, payload.purpose.slug()),
        (WHOSE, &payload.whose),
        (AT, &moment),
        (RULES, &payload.rules),
    ];
    let said = said.map(|(name, value)| format!(" {name}=\"{}\"", quoted(value))).concat();
    let element = format!("{OPENING}{said}>{ledger}{CLOSING}");
    page.insert_str(at, &element);
    Some(page)
}

/// A tag without one of its attributes.
fn without(tag: &str, attribute: &str) -> String {
    let Some((before, rest)) = tag.split_once(attribute) else { return tag.to_owned() };
    let after = rest.split_once('"').map_or("", |(_, after)| after);
    format!("{before}{after}")
}

/// A text as the value of an attribute.
fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
