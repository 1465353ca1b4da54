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
        texts.map(|text| format!("'{}' ", sha256(text.as_bytes()))).collect::<Vec<_>>().concat()
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

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html lang=zh-CN><meta charset=utf-8><link rel=preload href=a><link rel=icon href=b>\
                        <style>p { color: red }</style><script>one()</script>\
                        <script src=c></script><script type=text/plain>words</script></html>";

    #[test]
    fn a_tag_is_found_by_what_it_says() {
        let found = |is: fn(&str) -> bool| tag(PAGE, "<link", is).map(|(from, to)| &PAGE[from..to]);
        assert_eq!(found(|tag| tag.contains("icon")), Some("<link rel=icon href=b>"));
        assert_eq!(found(|tag| tag.contains("stylesheet")), None);
    }

    #[test]
    fn an_element_is_found_by_what_it_holds() {
        let found = element(PAGE, "script", |text| text.contains("one()"));
        assert_eq!(found.map(|(from, to)| &PAGE[from..to]), Some("<script>one()</script>"));
        assert_eq!(elements(PAGE, "script").len(), 3);
    }

    #[test]
    fn the_policy_names_the_code_that_stands_in_the_page_and_no_data() -> Outcome<()> {
        let page = with_policy(PAGE, "'self' ", "img-src 'self'")?;
        for (code, is_named) in [("one()", true), ("p { color: red }", true), ("words", false)] {
            assert_eq!(page.contains(&sha256(code.as_bytes())), is_named, "{code}");
        }
        // What comes before it, it does not hold for.
        assert!(page.find("charset") < page.find("Content-Security-Policy"));
        assert!(page.find("Content-Security-Policy") < page.find("<link"));
        assert!(with_policy("<html></html>", "", "").is_err());
        Ok(())
    }

    #[test]
    fn nothing_ends_the_script_that_it_stands_in() {
        assert!(script("", "a < b").is_ok());
        for text in ["</script>", "</SCRIPT >".to_lowercase().as_str(), "<!-- "] {
            assert!(script("", text).is_err(), "{text}");
        }
    }
}
