//! Pages with a ledger in them: what is put in stays data, whatever it says.

use policy_ledger::format::{Limits, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::{Actor, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Value};
use policy_ledger::outbox::embedded_ledger::{ID, Payload, Purpose, embed, read_at};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};
use proptest::prelude::*;

const AT: Now = Now { at: Millis(1_635_667_200_000), offset_minutes: 480 };

fn payload(purpose: Purpose, whose: &str, ledger: &str) -> Payload {
    Payload {
        purpose,
        whose: whose.to_owned(),
        at: AT,
        rules: "{\"rule\":1}".to_owned(),
        ledger: ledger.to_owned(),
    }
}

const PAGE: &str = "<!doctype html><html lang=\"zh-CN\" data-portable=\"\" data-look=\"dark\" \
    data-elder=\"\"><head><script>first</script></head><body><p data-look=\"x\"></p>\
    <script type=\"application/octet-stream\" id=\"m\">AAAA</script><script>last</script></body></html>";

fn ledger(text: &str) -> Ledger {
    let mut editor = Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(1), Reporter::default());
    let value = Some(Value::Text(policy_ledger::format::cleaning::clean(text).into_owned()));
    let edit = Edit { task: TaskNumber(1), field: Field::Progress, value };
    editor.apply("填报".to_owned(), vec![edit], AT);
    editor.ledger().clone()
}

/// What stands in the element, and in its attribute, as a browser reads them.
fn carried(page: &str) -> (String, String) {
    let (_, rest) = page.split_once(&format!("id=\"{ID}\"")).unwrap();
    let (tag, rest) = rest.split_once('>').unwrap();
    let whose = tag.split("data-whose=\"").nth(1).unwrap().split('"').next().unwrap();
    let whose = whose
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    (rest.split_once("</script").unwrap().0.to_owned(), whose)
}

proptest! {
    #[test]
    fn what_is_put_in_comes_back_and_ends_nothing(
        text in "(<|>|/|script|<!--|</script>|\"|&|\\\\|u003c|[a-z 中]){0,12}",
        whose in "(<|>|\"|&|'|quot;|[a-z 中]){0,9}",
    ) {
        let ledger = ledger(&text);
        let json = encode(&ledger, None, Layout::Compact);
        let page = embed(PAGE, &payload(Purpose::Work, &whose, &json)).unwrap();
        let (inside, of) = carried(&page);
        prop_assert!(!inside.contains('<'), "{}", inside);
        prop_assert_eq!(&of, &whose);
        let read = decode(inside.as_bytes(), Policy::bundled().unwrap(), Limits::FILE).unwrap();
        prop_assert_eq!(&read.ledger, &ledger);
        // Saved from a page that carries one already, there is still only one.
        let again = embed(&page, &payload(Purpose::Work, &whose, &json)).unwrap();
        prop_assert_eq!(again, page);
    }
}

#[test]
fn all_else_stays_as_it_was_but_for_the_looks_of_one_person() {
    let page = embed(PAGE, &payload(Purpose::Report, "王某", "{}")).unwrap();
    let element = "<script type=\"application/json\" id=\"carried\" data-purpose=\"report\" data-whose=\"王某\" data-at=\"2021-10-31T08:00:00.000Z 480\" data-rules=\"{&quot;rule&quot;:1}\">{}</script>";
    assert!(page.contains(&format!("{element}<script>last</script>")), "{page}");
    let rest = page.replace(element, "");
    assert_eq!(
        rest,
        PAGE.replacen(" data-look=\"dark\"", "", 1).replacen(" data-elder=\"\"", "", 1)
    );
}

#[test]
fn other_pages_carry_nothing() {
    for page in
        ["", "<html lang=\"zh-CN\"><script></script></html>", "<html data-portable", "no page"]
    {
        assert_eq!(embed(page, &payload(Purpose::Work, "", "{}")), None, "{page}");
    }
    assert_eq!(Purpose::parse("report"), Some(Purpose::Report));
    assert_eq!(Purpose::parse("other"), None);
    assert_eq!(read_at("2021-10-31T08:00:00.000Z 480"), Some(AT));
    assert_eq!(read_at("yesterday"), None);
}
