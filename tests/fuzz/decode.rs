//! Any bytes as a file: taken in whole, or refused with words; and what was taken in is written and read again the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy_ledger::format::{Limits, decode, encode};
use policy_ledger::json::Layout;
use policy_ledger::policy::Policy;

fuzz_target!(|bytes: &[u8]| {
    let policy = Policy::bundled().unwrap();
    match decode(bytes, policy, Limits::FILE) {
        Ok(decoded) => {
            for layout in [Layout::Pretty, Layout::Compact] {
                let text = encode(&decoded.ledger, decoded.export.as_ref(), layout);
                let again = decode(text.as_bytes(), policy, Limits::STORED).unwrap();
                assert_eq!(again.ledger, decoded.ledger);
                assert_eq!(again.export, decoded.export);
                assert_eq!(encode(&again.ledger, again.export.as_ref(), layout), text);
            }
            for notice in decoded.notices {
                assert!(notice.message().ends_with('。'));
            }
        }
        Err(error) => {
            assert!(error.message().ends_with("本机数据没有改动。"), "{}", error.message());
            assert!(!error.to_string().is_empty());
        }
    }
});
