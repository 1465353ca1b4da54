//! What loses people's work, tried on the keeper of a ledger. The cases are numbered R1 to R21 in the list
//! that the tests of storage are written from; each test names the ones it holds.

use crate::every::every;
use std::collections::BTreeMap;

use crate::store::{
    Faulty, KEY, NOW, SNAPSHOT, check_has, done, heavy, later, long, many, open, open_at, policy,
    units,
};
use policy_ledger::format::encode;
use policy_ledger::json::Layout;
use policy_ledger::ledger::merge;
use policy_ledger::ledger::{Ledger, Millis};
use policy_ledger::policy::BUNDLED_ID;
use policy_ledger::storage::repository::{Opening, Repository, SaveError, StoreError};
use policy_ledger::storage::snapshots::{
    DAILY_SNAPSHOT_DAYS, MAX_TOTAL_UNITS, MIN_RECENT_SNAPSHOTS, Reason, dropped_message,
};
use policy_ledger::storage::windows::Merged;

fn legacy(ledger: &Ledger) -> String {
    encode(ledger, None, Layout::Compact)
}

/// A store after two saves: task 1 done, then task 2.
fn two_saves() -> (Faulty, Ledger, Ledger) {
    two_saves_of(Ledger::clone)
}

/// The same with a ledger that is too heavy to be written at every save: the second save wrote an addendum.
fn two_heavy_saves() -> (Faulty, Ledger, Ledger) {
    let saves = two_saves_of(heavy);
    assert_eq!(saves.0.current_slot(), format!("{KEY}:c"));
    saves
}

/// The same with a ledger of so many changes that a page opens with what stands.
fn two_saves_of_many() -> (Faulty, Ledger, Ledger) {
    two_saves_of(many)
}

fn two_saves_of(fill: impl Fn(&Ledger) -> Ledger) -> (Faulty, Ledger, Ledger) {
    let store = Faulty::default();
    let (mut repository, blank, _) = open(&store);
    let first = done(&fill(&blank), 1);
    repository.save(&first, policy(), NOW).unwrap();
    let second = done(&first, 2);
    repository.save(&second, policy(), NOW).unwrap();
    (store, first, second)
}

#[test]
fn the_slots_are_written_in_turn_and_the_manifest_names_the_current_one() {
    let (store, first, second) = two_saves();
    assert_eq!(store.current_slot(), format!("{KEY}:b"));
    let body = |slot: &str| store.get(&format!("{KEY}:{slot}")).unwrap();
    assert!(body("a").ends_with(&format!("\n{}", legacy(&first))));
    assert!(body("b").ends_with(&format!("\n{}", legacy(&second))));
    let (_, ledger, opening) = open(&store);
    assert_eq!((ledger, opening), (second, Opening::Loaded(Vec::new())));
}

#[test]
fn r1_full_says_so_keeps_the_old_and_resumes_once_there_is_room() {
    let (store, _, second) = two_saves();
    let (mut repository, ..) = open(&store);
    store.0.borrow_mut().quota = Some(store.taken() + 5);
    let before = store.texts();
    let third = long(&done(&second, 3), 4, 500);
    let refused = repository.save(&third, policy(), NOW).unwrap_err();
    assert_eq!(refused, SaveError::Store(StoreError::Full));
    assert!(refused.message().contains("已满") && refused.message().contains("导出"));
    assert_eq!(store.texts(), before, "old data intact");
    store.0.borrow_mut().quota = None;
    repository.save(&third, policy(), NOW).unwrap();
    assert_eq!(open(&store).1, third);
}

#[test]
fn r1_a_full_store_gives_up_its_oldest_snapshots_first_and_says_so() {
    let (store, _, second) = two_saves();
    let (mut repository, ..) = open(&store);
    let mut ledger = second;
    for n in 0..4_u16 {
        ledger = long(&ledger, 5 + n, 300);
        repository.snapshot(&ledger, later(n.into()), Reason::Asked).unwrap();
    }
    let had = repository.snapshots();
    store.0.borrow_mut().quota = Some(store.taken() + 100);
    let more = long(&done(&ledger, 3), 20, 300);
    repository.save(&more, policy(), later(5)).unwrap();
    let dropped = repository.take_dropped();
    assert!(!dropped.is_empty());
    assert_eq!(dropped[..], had[..dropped.len()], "the oldest");
    assert!(dropped_message(dropped.len()).contains("导出"));
    assert_eq!(repository.take_dropped(), [], "it is news only once");
    assert!(repository.snapshots().contains(had.last().unwrap()), "the newest stays");
    assert_eq!(open(&store).1, more);
}

#[test]
fn r2_the_budget_is_counted_as_browsers_do_and_warns_before_the_end() {
    let store = Faulty::default();
    let (mut repository, blank, _) = open(&store);
    repository.save(&long(&blank, 1, 1_000), policy(), NOW).unwrap();
    store.put("policy-ledger:preferences", "甲𠮷");
    store.put("another", &"x".repeat(3_000_000));
    let usage = repository.usage();
    assert_eq!(usage.budget, MAX_TOTAL_UNITS);
    assert_eq!(usage.others, "policy-ledger:preferences".len() + 3);
    assert_eq!(usage.total() + "another".len() + 3_000_000, store.taken());
    assert!(!usage.is_near_end(), "what is not ours does not count");
    let room = MAX_TOTAL_UNITS * 7 / 10 - usage.total();
    let key = "policy-ledger:x";
    store.put(key, &"进".repeat(room - key.len() - 1));
    assert!(!repository.usage().is_near_end());
    store.put(key, &"进".repeat(room - key.len()));
    assert!(repository.usage().is_near_end());
    store.put(key, "");
    store.put(&format!("{KEY}:b"), &"进".repeat(MAX_TOTAL_UNITS / 3));
    assert!(repository.usage().is_near_end(), "a ledger of a third of the budget");
}

#[test]
fn r2_near_the_end_of_the_budget_the_oldest_snapshots_go() {
    let store = Faulty::default();
    let (mut repository, blank, _) = open(&store);
    repository.snapshot(&done(&blank, 1), NOW, Reason::Asked).unwrap();
    repository.snapshot(&done(&blank, 2), later(1), Reason::Asked).unwrap();
    store.put("policy-ledger:another:ledger", &"进".repeat(MAX_TOTAL_UNITS * 7 / 10));
    repository.snapshot(&done(&blank, 3), later(2), Reason::Asked).unwrap();
    let left: Vec<Millis> = repository.snapshots().iter().map(|info| info.at).collect();
    assert_eq!(left, [later(2).at], "the newest stays whatever happens");
    assert_eq!(repository.take_dropped().len(), 2);
}

#[test]
fn r2_a_heavy_ledger_leaves_the_room_to_snapshots() {
    let (store, _, second) = two_heavy_saves();
    let (mut repository, ..) = open(&store);
    let mut ledger = second;
    for task in 10..20 {
        ledger = long(&ledger, task, 2_400);
        ledger = long(&ledger, task + 10, 2_400);
        repository.save(&ledger, policy(), NOW).unwrap();
    }
    let whole = |slot: &str| store.get(&format!("{KEY}:{slot}"));
    assert!(whole("a").is_some() != whole("b").is_some(), "one whole ledger");
    let usage = repository.usage();
    let body = legacy(&ledger);
    assert!(usage.ledger * 10 < units(&body) * 15, "{usage:?}");
    assert_eq!(open(&store).1, ledger);
    // The newest snapshot stands in for the slot that was given up.
    store.put(&store.current_slot(), "cut");
    let whole = if whole("a").is_some() { "a" } else { "b" };
    store.put(&format!("{KEY}:{whole}"), "cut");
    let (_, ledger, opening) = open(&store);
    assert!(matches!(opening, Opening::Recovered { at: Some(_), .. }));
    check_has(&ledger, &[1, 2]);
}

#[test]
fn r3_a_window_left_open_loses_nothing_to_a_newer_one() {
    let (store, _, second) = two_saves();
    let (mut old, ..) = open(&store);
    let (mut new, ledger, _) = open(&store);
    let mut theirs = ledger;
    for task in 3..6 {
        theirs = done(&theirs, task);
        new.save(&theirs, policy(), NOW).unwrap();
    }
    let merged = old.save(&done(&second, 9), policy(), NOW).unwrap().expect("their work comes too");
    check_has(&merged, &[1, 2, 3, 4, 5, 9]);
    let back = new.save(&done(&theirs, 10), policy(), NOW).unwrap().unwrap();
    check_has(&back, &[1, 2, 3, 4, 5, 9, 10]);
    let together = old.catch_up(&merged, policy(), NOW).unwrap();
    assert_eq!(together, Some(Merged { ledger: back.clone(), is_stored: true }));
    assert_eq!(open(&store).1, back);
}

#[test]
fn r3_a_window_of_the_version_without_slots_loses_nothing_either() {
    let (store, _, second) = two_saves();
    let (mut repository, ..) = open(&store);
    let theirs = legacy(&done(&Ledger::new(BUNDLED_ID), 7));
    store.put(KEY, &theirs);
    let merged = repository.save(&done(&second, 3), policy(), NOW).unwrap().unwrap();
    check_has(&merged, &[1, 2, 3, 7]);
    store.put(KEY, &theirs);
    check_has(&open(&store).1, &[1, 2, 3, 7]);
}

/// The current slot is `text` instead: the save before opens, the text is quarantined, and both outlive
/// the next save.
#[track_caller]
fn check_recovers(whole: &BTreeMap<String, String>, slot: &str, text: &str, first: &Ledger) {
    let store = Faulty::of(whole.clone());
    store.put(slot, text);
    let (mut repository, ledger, opening) = open(&store);
    assert!(matches!(opening, Opening::Recovered { at: None, .. }), "{opening:?} for {text:?}");
    assert_eq!(&ledger, first);
    assert_eq!(store.get(slot).as_deref(), Some(text), "opening never overwrites");
    assert_eq!(store.quarantine(), [text]);
    assert_eq!(repository.stored_text(), Some(text), "offered for download");
    let next = done(&ledger, 3);
    repository.save(&next, policy(), NOW).unwrap();
    assert_eq!(store.quarantine(), [text]);
    let (_, ledger, opening) = open(&store);
    assert_eq!((ledger, opening), (next, Opening::Loaded(Vec::new())));
}

#[test]
fn r4_whatever_damages_the_current_slot_the_save_before_opens() {
    // The heavy one takes its time to open, and is framed alike.
    for ((store, first, _), step) in
        [(two_saves(), 1), (two_heavy_saves(), 9), (two_saves_of_many(), 999)]
    {
        check_damage(&store, &first, step);
    }
}

fn check_damage(store: &Faulty, first: &Ledger, step: usize) {
    let (whole, slot) = (store.texts(), store.current_slot());
    let text = whole[&slot].clone();
    for other in ["", "null", "[object Object]", "{}", "undefined", "别的程序的文字"] {
        check_recovers(&whole, &slot, other, first);
    }
    for cut in (0..text.len()).step_by(step).filter(|cut| text.is_char_boundary(*cut)) {
        check_recovers(&whole, &slot, &text[..cut], first);
    }
    for at in (0..text.len()).step_by(step) {
        for bit in [0, 4] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            // A store of texts shows what is no text as something else again.
            check_recovers(&whole, &slot, &String::from_utf8_lossy(&bytes), first);
        }
    }
}

#[test]
fn r4_a_slot_that_is_gone_gives_way_to_the_save_before() {
    for (store, first, _) in [two_saves(), two_heavy_saves(), two_saves_of_many()] {
        let slot = store.current_slot();
        store.0.borrow_mut().texts.remove(&slot);
        let (_, ledger, opening) = open(&store);
        assert!(matches!(opening, Opening::Recovered { at: None, .. }));
        assert_eq!(ledger, first);
    }
}

#[test]
fn r4_a_damaged_whole_ledger_leaves_the_addenda_that_read() {
    let (store, ..) = two_heavy_saves();
    let (mut repository, ledger, _) = open(&store);
    // What the other slot for whole ledgers holds is older than the one that is damaged.
    let anew = (10..20).fold(ledger, |ledger, task| long(&ledger, task, 2_400));
    repository.save(&anew, policy(), NOW).unwrap();
    assert_eq!(store.current_slot(), format!("{KEY}:b"));
    let newest = done(&anew, 3);
    repository.save(&newest, policy(), NOW).unwrap();
    store.put(&format!("{KEY}:b"), "cut");
    let (mut repository, ledger, opening) = open(&store);
    assert!(matches!(opening, Opening::Recovered { at: Some(_), .. }), "{opening:?}");
    check_has(&ledger, &[1, 2, 3]);
    repository.save(&done(&ledger, 4), policy(), NOW).unwrap();
    check_has(&open(&store).1, &[1, 2, 3, 4]);
    assert_eq!(store.quarantine(), ["cut"]);
}

#[test]
fn r4_a_damaged_pointer_loses_nothing() {
    for (store, _, second) in [two_saves(), two_heavy_saves()] {
        check_damaged_pointer(&store, &second);
    }
}

fn check_damaged_pointer(store: &Faulty, second: &Ledger) {
    let manifest = store.get(KEY).unwrap();
    let mut texts: Vec<String> =
        (0..manifest.len()).map(|cut| manifest[..cut].to_owned()).collect();
    texts.extend(
        ["null", "[object Object]", "slot c 0123456789abcdef", "{\"a\":1"].map(str::to_owned),
    );
    // A flipped bit can name another slot, and what is current could be cut out of the middle.
    texts.extend((0..manifest.len()).map(|at| {
        let mut bytes = manifest.clone().into_bytes();
        bytes[at] ^= 1;
        String::from_utf8(bytes).unwrap()
    }));
    let (held, rest) = manifest.split_once(" <").unwrap();
    texts.extend((7..held.len()).map(|end| format!("{} <{rest}", &held[..end])));
    for text in texts {
        let store = Faulty::of(store.texts());
        store.put(KEY, &text);
        let (mut repository, ledger, opening) = open(&store);
        assert!(matches!(opening, Opening::Recovered { .. }), "{opening:?} for {text:?}");
        assert_eq!(&ledger, second, "the greater revision");
        assert_eq!(store.quarantine(), [text]);
        repository.save(&done(&ledger, 3), policy(), NOW).unwrap();
        check_has(&open(&store).1, &[1, 2, 3]);
    }
    store.0.borrow_mut().texts.remove(KEY);
    let (_, ledger, opening) = open(store);
    assert_eq!((&ledger, opening), (second, Opening::Loaded(Vec::new())));
}

#[test]
fn r4_with_both_slots_damaged_the_newest_snapshot_that_reads_opens() {
    let (store, first, second) = two_saves();
    let (mut repository, ..) = open(&store);
    repository.snapshot(&first, later(1), Reason::Asked).unwrap();
    repository.snapshot(&second, later(2), Reason::Asked).unwrap();
    let damaged = repository.snapshot(&done(&second, 3), later(3), Reason::Asked).unwrap();
    let broken = [damaged, format!("{KEY}:a"), format!("{KEY}:b")];
    let texts: Vec<String> = (0..3).map(|n| format!("damage {n}")).collect();
    broken.iter().zip(&texts).for_each(|(key, text)| store.put(key, text));
    let (mut repository, ledger, opening) = open(&store);
    assert!(matches!(opening, Opening::Recovered { at: Some(at), .. } if at == later(2).at));
    assert_eq!(ledger, second);
    let kept = |store: &Faulty| texts.iter().all(|text| store.quarantine().contains(text));
    assert!(kept(&store));
    repository.save(&done(&ledger, 4), policy(), NOW).unwrap();
    check_has(&open(&store).1, &[1, 2, 4]);
    assert!(kept(&store));
}

#[test]
fn r4_a_damaged_slot_that_is_not_current_is_kept_before_it_is_written_over() {
    let (store, _, second) = two_saves();
    store.put(&format!("{KEY}:a"), "cut");
    let (mut repository, _, opening) = open(&store);
    assert_eq!(opening, Opening::Loaded(Vec::new()));
    repository.save(&done(&second, 3), policy(), NOW).unwrap();
    assert_eq!(store.quarantine(), ["cut"]);
}

#[test]
fn r5_without_room_for_a_copy_nothing_is_repaired() {
    let (store, first, _) = two_saves();
    let slot = store.current_slot();
    store.put(&slot, "{broken");
    store.0.borrow_mut().quota = Some(0);
    let before = store.texts();
    let (mut repository, ledger, opening) = open(&store);
    assert!(matches!(opening, Opening::Stuck(_)));
    assert_eq!(ledger, first, "the save before is shown all the same");
    assert!(repository.is_read_only());
    assert_eq!(repository.stored_text(), Some("{broken"));
    store.0.borrow_mut().quota = None;
    assert_eq!(repository.save(&done(&ledger, 3), policy(), NOW), Err(SaveError::ReadOnly));
    assert_eq!(repository.snapshot(&ledger, NOW, Reason::Asked), Err(SaveError::ReadOnly));
    assert_eq!(store.texts(), before);
}

#[test]
fn r5_two_broken_texts_of_one_moment_are_both_kept() {
    let store = Faulty::default();
    for text in ["{one", "{two"] {
        store.put(KEY, text);
        open(&store);
    }
    assert_eq!(store.quarantine(), ["{one", "{two"]);
}

#[test]
fn r6_what_the_version_without_slots_stored_opens_and_moves_on_the_next_save() {
    let old = done(&Ledger::new(BUNDLED_ID), 1);
    let store = Faulty::default();
    store.put(KEY, &legacy(&old));
    let (mut repository, ledger, opening) = open(&store);
    assert_eq!((&ledger, opening), (&old, Opening::Loaded(Vec::new())));
    assert_eq!(store.get(KEY), Some(legacy(&old)), "opening changes nothing");
    repository.save(&done(&ledger, 2), policy(), NOW).unwrap();
    assert_eq!(store.current_slot(), format!("{KEY}:a"));
    check_has(&open(&store).1, &[1, 2]);
    let snapshots = repository.snapshots();
    assert_eq!(
        repository.read_snapshot(&snapshots[0].key, policy()),
        Some(old),
        "as it was before"
    );
}

#[test]
fn r6_a_move_into_a_slot_that_broke_off_is_begun_again() {
    let old = done(&Ledger::new(BUNDLED_ID), 1);
    let store = Faulty::default();
    store.put(KEY, &legacy(&old));
    store.put(&format!("{KEY}:a"), "cut");
    let (mut repository, ledger, opening) = open(&store);
    assert_eq!((&ledger, opening), (&old, Opening::Loaded(Vec::new())));
    repository.save(&done(&ledger, 2), policy(), NOW).unwrap();
    check_has(&open(&store).1, &[1, 2]);
    assert_eq!(store.quarantine(), ["cut"]);
}

/// What a newer version would write in a slot: both numbers are its own.
fn newer(text: &str) -> String {
    let (_, framed) = text.split_once(' ').unwrap();
    let framed = framed.replacen("1 ", "2 ", 1).replacen("\"version\":1", "\"version\":2", 1);
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x0100_0000_01b3);
    let (words, rest) = framed.as_bytes().as_chunks();
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, word| {
        step(sum, u64::from_le_bytes(*word)).rotate_left(29)
    });
    let sum = rest.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)));
    format!("{sum:016x} {framed}")
}

#[test]
fn r6_a_newer_slot_opens_read_only_and_stays_as_it_is() {
    for (store, _, second) in [two_saves(), two_heavy_saves(), two_saves_of_many()] {
        let slot = store.current_slot();
        store.put(&slot, &newer(&store.get(&slot).unwrap()));
        let before = store.texts();
        let (mut repository, ledger, opening) = open(&store);
        assert_eq!(opening, Opening::Newer { found: 2 });
        assert_eq!(ledger, second, "what of it reads is shown");
        assert_eq!(repository.save(&done(&ledger, 3), policy(), NOW), Err(SaveError::ReadOnly));
        assert_eq!(store.texts(), before);
    }
}

#[test]
fn r6_a_newer_slot_that_nothing_points_to_is_not_written_over_either() {
    let (store, _, second) = two_saves();
    let (mut window, ..) = open(&store);
    let a = format!("{KEY}:a");
    let waiting = newer(&store.get(&a).unwrap());
    store.put(&a, &waiting);
    assert_eq!(window.save(&done(&second, 3), policy(), NOW), Err(SaveError::ReadOnly));
    assert_eq!(store.get(&a), Some(waiting));
}

/// What the stored ledger must hold after a save that failed: all that was ever saved, and where the save
/// got through after all, that.
#[track_caller]
fn check_whole(store: &Faulty, before: &Ledger, after: &Ledger, k: usize) -> bool {
    let store = Faulty::of(store.texts());
    let (_, ledger, opening) = open(&store);
    assert_eq!(opening, Opening::Loaded(Vec::new()), "call {k}");
    assert!(ledger == *before || ledger == *after, "call {k}");
    assert_eq!(store.quarantine(), Vec::<String>::new(), "call {k}");
    ledger == *after
}

#[test]
fn r8_failing_each_call_in_turn_loses_nothing() {
    let (light, _, second) = two_saves();
    let (heavy, _, heavy_second) = two_heavy_saves();
    let starts = [
        (light.texts(), &second),
        (BTreeMap::from([(KEY.to_owned(), legacy(&second))]), &second),
        (heavy.texts(), &heavy_second),
    ];
    for kills in [false, true] {
        for (start, second) in &starts {
            let third = done(second, 3);
            for k in 1.. {
                let store = Faulty::of(start.clone());
                let (mut repository, ..) = open(&store);
                let mut state = store.0.borrow_mut();
                let at = state.calls + k;
                *(if kills { &mut state.dies_at } else { &mut state.fails_at }) = Some(at);
                drop(state);
                let saved = repository.save(&third, policy(), NOW);
                let was_met = store.0.borrow().calls >= at;
                let is_there = check_whole(&store, second, &third, k);
                assert!(saved.is_err() || is_there, "call {k}: what is said to be saved is");
                let mut state = store.0.borrow_mut();
                (state.fails_at, state.dies_at) = (None, None);
                drop(state);
                repository.save(&done(&third, 4), policy(), NOW).unwrap();
                check_has(&open(&store).1, &[1, 2, 3, 4]);
                if !was_met {
                    assert!(k > 6, "a save is several calls");
                    break;
                }
            }
        }
    }
}

#[test]
fn r8_a_save_that_fails_beside_another_window_loses_the_work_of_neither() {
    for (whole, _, second) in [two_saves(), two_heavy_saves()] {
        for k in 1.. {
            let store = Faulty::of(whole.texts());
            let (mut a, ..) = open(&store);
            let (mut b, ..) = open(&store);
            b.save(&done(&second, 3), policy(), NOW).unwrap();
            let at = store.0.borrow().calls + k;
            store.0.borrow_mut().fails_at = Some(at);
            let mine = done(&second, 4);
            let saved = a.save(&mine, policy(), NOW);
            let was_met = store.0.borrow().calls >= at;
            store.0.borrow_mut().fails_at = None;
            let mine = done(&saved.unwrap_or_default().unwrap_or(mine), 5);
            a.save(&mine, policy(), NOW).unwrap();
            check_has(&open(&store).1, &[1, 2, 3, 4, 5]);
            if !was_met {
                break;
            }
        }
    }
}

#[test]
fn r8_a_store_that_answers_by_halves_is_not_written_to() {
    let (whole, ..) = two_saves();
    for k in 1.. {
        let store = Faulty::of(whole.texts());
        store.0.borrow_mut().fails_at = Some(k);
        let (mut repository, ledger, opening) = open(&store);
        if store.0.borrow().calls < k {
            assert!(k > 2, "the manifest and its slot are asked for");
            break;
        }
        assert_eq!(opening, Opening::Blocked, "call {k}");
        let saved = repository.save(&done(&ledger, 3), policy(), NOW);
        assert_eq!(saved, Err(SaveError::Store(StoreError::Blocked)));
        assert_eq!(store.texts(), whole.texts());
    }
}

#[test]
fn r8_failing_each_call_while_recovering_loses_nothing() {
    let (whole, first, _) = two_saves();
    for k in 1.. {
        let store = Faulty::of(whole.texts());
        let slot = store.current_slot();
        store.put(&slot, "cut");
        store.0.borrow_mut().fails_at = Some(k);
        let (mut repository, ledger, opening) = open(&store);
        let was_met = store.0.borrow().calls >= k;
        store.0.borrow_mut().fails_at = None;
        let saved = repository.save(&done(&ledger, 3), policy(), NOW);
        match opening {
            Opening::Recovered { .. } => assert_eq!(saved, Ok(None), "call {k}"),
            Opening::Stuck(_) => assert_eq!(saved, Err(SaveError::ReadOnly), "call {k}"),
            Opening::Blocked => {
                assert_eq!(saved, Err(SaveError::Store(StoreError::Blocked)), "call {k}");
            }
            other => panic!("{other:?} where call {k} fails"),
        }
        let there = store.texts();
        assert!(there.values().any(|text| text == "cut"), "call {k}: the damaged text");
        check_has(&open(&store).1, &[1]);
        if !was_met {
            assert_eq!(ledger, first);
            break;
        }
    }
}

#[test]
fn r8_failing_each_call_of_a_snapshot_leaves_the_ledger_alone() {
    let (whole, _, second) = two_saves();
    for k in 1.. {
        let store = Faulty::of(whole.texts());
        let (mut repository, ..) = open(&store);
        let at = store.0.borrow().calls + k;
        store.0.borrow_mut().fails_at = Some(at);
        let taken = repository.snapshot(&second, NOW, Reason::Before);
        let was_met = store.0.borrow().calls >= at;
        store.0.borrow_mut().fails_at = None;
        let key =
            taken.unwrap_or_else(|_| repository.snapshot(&second, NOW, Reason::Before).unwrap());
        assert_eq!(repository.read_snapshot(&key, policy()).as_ref(), Some(&second), "call {k}");
        check_whole(&store, &second, &second, k);
        if !was_met {
            break;
        }
    }
}

#[test]
fn r8_a_store_that_forgets_one_key_is_found_out() {
    let (light, heavy) = (two_saves(), two_heavy_saves());
    let all = [(&light, ":a"), (&light, ":ledger"), (&heavy, ":d"), (&heavy, ":ledger")];
    for ((whole, _, second), end) in all {
        let store = Faulty::of(whole.texts());
        let (mut repository, ..) = open(&store);
        store.0.borrow_mut().forgets = Some(end);
        let saved = repository.save(&done(second, 3), policy(), NOW);
        assert_eq!(saved, Err(SaveError::Store(StoreError::NotKept)), "{end}");
        assert_eq!(open(&store).1, *second);
    }
}

#[test]
fn r10_what_is_done_next_can_be_taken_back_from_a_snapshot() {
    let (store, _, second) = two_saves();
    let (mut repository, ..) = open(&store);
    let key = repository.snapshot(&second, later(1), Reason::Before).unwrap();
    repository.save(&Ledger::new(BUNDLED_ID), policy(), later(1)).unwrap();
    let (repository, ledger, _) = open(&store);
    assert!(ledger.is_blank());
    let newest = repository.snapshots().pop().unwrap();
    assert_eq!((&newest.key, newest.at, newest.reason), (&key, later(1).at, Reason::Before));
    assert_eq!(newest.chars, units(&key) + units(&store.get(&key).unwrap()));
    assert_eq!(repository.read_snapshot(&key, policy()), Some(second));
    assert_eq!(repository.read_snapshot(KEY, policy()), None, "no snapshot");
}

#[test]
fn r10_the_first_save_of_a_session_keeps_what_was_there() {
    let (store, _, second) = two_saves();
    let (mut repository, ..) = open_at(&store, later(24));
    for task in 3..6 {
        repository.save(&done(&second, task), policy(), later(24)).unwrap();
    }
    let taken = repository.snapshots();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].reason, Reason::Session);
    assert_eq!(repository.read_snapshot(&taken[0].key, policy()), Some(second));
}

#[test]
fn r10_without_room_for_a_snapshot_the_caller_hears_of_it() {
    let (store, _, second) = two_saves();
    let (mut repository, ..) = open(&store);
    store.0.borrow_mut().quota = Some(0);
    let before = store.texts();
    let taken = repository.snapshot(&second, NOW, Reason::Before);
    assert_eq!(taken, Err(SaveError::Store(StoreError::Full)));
    assert_eq!(store.texts(), before);
}

#[test]
fn r10_the_last_five_snapshots_stay_and_one_of_each_day() {
    let store = Faulty::default();
    let (mut repository, blank, _) = open(&store);
    // Every six hours for twenty days, each state another.
    for n in 0..80_u16 {
        let ledger = long(&blank, 1 + n % 48, usize::from(n) + 1);
        repository.snapshot(&ledger, later(u64::from(n) * 6), Reason::Asked).unwrap();
    }
    let now = later(79 * 6);
    let taken = repository.snapshots();
    let days: Vec<i64> = taken.iter().map(|info| now.days_since(info.at)).collect();
    let recent: Vec<u64> =
        taken.iter().rev().take(MIN_RECENT_SNAPSHOTS).map(|info| info.at.0).collect();
    let last: Vec<u64> = (0..5).map(|n| later((79 - n) * 6).at.0).collect();
    assert_eq!(recent, last);
    assert!((0..DAILY_SNAPSHOT_DAYS).all(|day| days.contains(&day)), "{days:?}");
    every(days, |day| *day < DAILY_SNAPSHOT_DAYS);
    assert!(taken.len() <= MIN_RECENT_SNAPSHOTS + 14);
    assert_eq!(repository.take_dropped(), [], "what ages out is no news");
    let again = repository.snapshot(&long(&blank, 32, 80), later(500), Reason::Asked).unwrap();
    assert_eq!(again, taken.last().unwrap().key, "the very same state is kept once");
}

#[test]
fn r10_two_snapshots_of_one_moment_are_both_kept() {
    let store = Faulty::default();
    let (mut repository, blank, _) = open(&store);
    let a = repository.snapshot(&done(&blank, 1), NOW, Reason::Asked).unwrap();
    let b = repository.snapshot(&done(&blank, 2), NOW, Reason::Asked).unwrap();
    assert_eq!([&a, &b].map(|key| key.starts_with(SNAPSHOT)), [true, true]);
    check_has(&repository.read_snapshot(&a, policy()).unwrap(), &[1]);
    check_has(&repository.read_snapshot(&b, policy()).unwrap(), &[2]);
}

#[test]
fn r16_a_blocked_store_starts_in_memory_and_says_so() {
    let mut repository = Repository::<Faulty>::new(None, BUNDLED_ID);
    let (ledger, opening) = repository.open(policy(), BUNDLED_ID, NOW);
    assert!(ledger.is_blank());
    assert_eq!(opening, Opening::Blocked);
    let saved = repository.save(&ledger, policy(), NOW).unwrap_err();
    assert!(saved.message().contains("不允许本页保存") && saved.message().contains("导出"));
    let taken = repository.snapshot(&ledger, NOW, Reason::Asked);
    assert_eq!(taken, Err(SaveError::Store(StoreError::Blocked)));
    assert_eq!((repository.snapshots(), repository.usage().total()), (Vec::new(), 0));
}

#[test]
fn r18_foreign_keys_are_ignored_and_never_cleared() {
    let foreign = [
        "other-app",
        "ledger",
        "snapshot:2021-10-31T08:00:00.000Z",
        "policy-ledger:another:ledger",
        "policy-ledger:another:snapshot:2000-10-31T08:00:00.000Z",
        "policy-ledger:guangzhou-financial-hub-2021:snapshot:mine",
        "policy-ledger:guangzhou-financial-hub-2021x:snapshot:2000-10-31T08:00:00.000Z",
    ];
    let store = Faulty::default();
    for key in foreign {
        store.put(key, "null");
    }
    let (mut repository, mut ledger, opening) = open(&store);
    assert_eq!(opening, Opening::Fresh);
    for n in 0..60_u16 {
        ledger = long(&ledger, 1 + n % 48, 50);
        repository.save(&ledger, policy(), later(u64::from(n) * 24)).unwrap();
        repository.snapshot(&ledger, later(u64::from(n) * 24), Reason::Before).unwrap();
    }
    store.0.borrow_mut().quota = Some(store.taken() + 10);
    let _ = repository.save(&long(&ledger, 1, 4_000), policy(), later(60 * 24));
    assert!(!repository.take_dropped().is_empty(), "room was made");
    for key in foreign {
        assert_eq!(store.get(key).as_deref(), Some("null"), "{key}");
    }
    every(repository.snapshots(), |info| info.key.starts_with(SNAPSHOT));
}

#[test]
fn r19_what_is_saved_is_stored_when_the_call_returns() {
    let store = Faulty::default();
    let (mut repository, mut ledger, _) = open(&store);
    for task in 1..10 {
        ledger = done(&ledger, task);
        repository.save(&ledger, policy(), NOW).unwrap();
        // The tab is killed here: nothing of it runs any more.
        assert_eq!(open(&Faulty::of(store.texts())).1, ledger);
    }
}

/// Whichever call fails, and if the tab is killed there: what opens again is the ledger before the import or all of
/// it, and the snapshot taken beforehand holds what was there.
#[test]
fn r21_an_import_is_kept_whole_or_not_at_all() {
    let (start, _, second) = two_saves();
    let file = done(&done(&done(&Ledger::new(BUNDLED_ID), 10), 11), 12);
    let imported = merge::merge(&second, &file);
    for kills in [false, true] {
        for k in 1.. {
            let store = Faulty::of(start.texts());
            let (mut repository, ledger, _) = open(&store);
            let mut state = store.0.borrow_mut();
            let at = state.calls + k;
            *(if kills { &mut state.dies_at } else { &mut state.fails_at }) = Some(at);
            drop(state);
            let kept = repository.snapshot(&ledger, later(1), Reason::Before);
            // Nothing is taken in where what stands there now cannot be kept.
            let saved = kept.is_ok() && repository.save(&imported, policy(), later(1)).is_ok();
            let was_met = store.0.borrow().calls >= at;
            let is_there = check_whole(&store, &second, &imported, k);
            assert!(!saved || is_there, "call {k}: what is said to be saved is");
            if let Ok(key) = kept {
                let (repository, ..) = open(&Faulty::of(store.texts()));
                assert_eq!(
                    repository.read_snapshot(&key, policy()),
                    Some(second.clone()),
                    "call {k}"
                );
            }
            if !was_met {
                assert!(saved && k > 8, "an import is several calls");
                break;
            }
        }
    }
}
