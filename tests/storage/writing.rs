//! A ledger written down row by row is the one written at once.

use crate::store::{Faulty, NOW, edited, heavy, many, open, policy};
use policy_ledger::format::{Limits, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::{Field, Item, Ledger, Parts, Value};
use policy_ledger::policy::BUNDLED_ID;
use policy_ledger::storage::writing::Writing;

/// What is stored of a ledger, behind the line that frames it.
fn stored(ledger: &Ledger, is_written_before: bool) -> String {
    let store = Faulty::default();
    let written = is_written_before.then(|| {
        let mut writing = Writing::of(ledger);
        let rows = std::iter::from_fn(|| writing.write_row().then_some(())).count();
        assert_eq!(rows, ledger.rows().count());
        writing.finish()
    });
    open(&store).0.save_written(ledger, written, policy(), NOW).unwrap();
    assert_eq!(&open(&store).1, ledger);
    let text = store.get(&store.current_slot()).unwrap();
    text.split_once('\n').unwrap().1.to_owned()
}

/// With rows of its own, of tasks that there are and of others, and much that this version does not know.
fn strange(ledger: &Ledger) -> Ledger {
    let field = Field::Receipt(Item::from_bits(7));
    let parts = Parts { text: "市财政局".to_owned(), ..Parts::default() };
    let ledger = edited(ledger, 0, field, Value::record(field, parts).unwrap());
    let text =
        encode(&edited(&ledger, 2, Field::Percent, Value::Percent(5)), None, Layout::Compact);
    let tasks = r#""tasks":{"99":{"room":[1]},"#;
    let text =
        text.replacen("\"tasks\":{", tasks, 1).replacen("\"2\":{", "\"2\":{\"colour\":\"}\",", 1);
    let text = format!("{},\"tasks2\":{{}},\"more\":1}}", text.strip_suffix('}').unwrap());
    decode(text.as_bytes(), policy(), Limits::STORED).unwrap().ledger
}

#[test]
fn row_by_row_it_is_the_same_text_as_at_once() {
    let blank = Ledger::new(BUNDLED_ID);
    for small in [blank.clone(), strange(&blank), heavy(&blank), strange(&heavy(&blank))] {
        let text = encode(&small, None, Layout::Compact);
        assert_eq!([stored(&small, true), stored(&small, false)], [text.clone(), text]);
    }
}

#[test]
fn of_many_changes_what_stands_comes_first_and_what_came_before_behind_it() {
    let blank = Ledger::new(BUNDLED_ID);
    for large in [many(&blank), strange(&many(&heavy(&blank)))] {
        let text = stored(&large, true);
        assert_eq!(text, stored(&large, false));
        let (stands, came_before) = text.split_once('\u{1e}').unwrap();
        let read = |text: &str| decode(text.as_bytes(), policy(), Limits::STORED).unwrap().ledger;
        for (part, text) in [(read(stands), stands), (read(came_before), came_before)] {
            assert_eq!(encode(&part, None, Layout::Compact), text, "as it is always written");
        }
        for (task, entry) in large.rows() {
            for (field, history) in entry.histories() {
                let standing = read(stands).entry(task).history(field).unwrap().current().cloned();
                assert_eq!(standing.as_ref(), history.current());
            }
        }
        assert!(read(came_before).changes().count() > 1_000);
    }
}
