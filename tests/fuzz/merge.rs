//! Two files, with a blank line between them: merging them either way, again and after writing comes to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy_ledger::format::{Limits, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::ledger::Ledger;
use policy_ledger::ledger::merge::{merge, plan};
use policy_ledger::policy::Policy;

/// Both files, where both read. No string of JSON holds a line break, so a blank line is in neither.
fn two_ledgers(bytes: &[u8]) -> Option<(Ledger, Ledger)> {
    let policy = Policy::bundled().unwrap();
    let at = bytes.windows(2).position(|pair| pair == b"\n\n")?;
    let read = |bytes| decode(bytes, policy, Limits::FILE).ok().map(|decoded| decoded.ledger);
    Some((read(&bytes[..at])?, read(&bytes[at..])?))
}

fuzz_target!(|bytes: &[u8]| {
    let Some((mine, theirs)) = two_ledgers(bytes) else { return };
    let both = merge(&mine, &theirs);
    assert_eq!(merge(&theirs, &mine), both);
    for known in [&mine, &theirs, &both] {
        assert_eq!(merge(&both, known), both);
        assert_eq!(merge(known, &both), both);
        assert!(plan(&both, known).is_empty());
        assert_eq!(merge(known, known), *known);
    }
    assert_eq!(merge(&mine, &plan(&mine, &theirs).diff), both);
    let text = encode(&both, None, Layout::Compact);
    let again = decode(text.as_bytes(), Policy::bundled().unwrap(), Limits::STORED).unwrap().ledger;
    assert_eq!(again, both);
    assert_eq!(encode(&again, None, Layout::Compact), text);
});
