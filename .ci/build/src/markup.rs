//! What stands in a page: tags, scripts, and the policy that names them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::tool::Outcome;

/// A script, or data, that stands in the page.
pub fn script(attributes: &str, text: &str) -> Outcome<String> {
    if text.contains("</script") || text.contains("<!--") {
        return Err(format!("what a script{attributes} holds cannot stand in a page").into());
    }
    Ok(format!("<script{attributes}>{text}</script>"))
}

/// The page with its content security policy: the scripts and styles that stand in it, `sources` of others, and
/// `others` for what is neither.
pub fn with_policy(page: &str, sources: &str, others: &str) -> Outcome<String> {
    let hashes = |name: &str| -> String {
        let texts = elements(page, name).into_iter().filter_map(|(from, to)| {
            let (tag, text) = page[from..to].split_once('>')?;
            let is_code = !tag.contains("src=") && !tag.contains("type=");
            is_code.then(|| text.strip_suffix(&format!("</{name}>")))?
        });
        texts.map(|text| format!("'{}' ", sha256(text.as_bytes()))).collect()
    };
    // Markup that the page makes of its own drawings passes through a policy of its own: see public/index.html.
    let policy = format!(
        "default-src 'none'; script-src {sources}{}'wasm-unsafe-eval'; style-src {}; {others}; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types default",
        hashes("script"),
        hashes("style").trim_end(),
    );
    // It holds for what comes after it.
    let (_, end) =
        tag(page, "<meta", |tag| tag.contains("charset")).ok_or("a page without charset")?;
    let mut page = page.to_owned();
    page.insert_str(
        end,
        &format!("<meta http-equiv=Content-Security-Policy content=\"{policy}\">"),
    );
    Ok(page)
}

/// Where the first tag begins and ends that opens like this and is the one.
pub fn tag(page: &str, opening: &str, is: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let places = page.match_indices(opening).filter_map(|(from, _)| {
        let to = from + page[from..].find('>')? + 1;
        Some((from, to))
    });
    places.into_iter().find(|(from, to)| is(&page[*from..*to]))
}

/// Where the elements of this name begin and end.
pub fn elements(page: &str, name: &str) -> Vec<(usize, usize)> {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(from) = page[at..].find(&opening).map(|from| at + from) {
        let Some(to) = page[from..].find(&closing).map(|to| from + to + closing.len()) else {
            break;
        };
        found.push((from, to));
        at = to;
    }
    found
}

/// Where the first element of this name begins and ends whose text is the one.
pub fn element(page: &str, name: &str, is: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    elements(page, name).into_iter().find(|(from, to)| is(&page[*from..*to]))
}

/// A hash as integrity and policies give it.
pub fn sha256(content: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}
