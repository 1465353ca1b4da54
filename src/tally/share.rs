//! Shares as printed: parts of a whole that add up to 100 %.

/// How `whole` units, 100 for percent or 1000 for tenths, go to parts by their counts so that they add up to all of
/// them: by largest remainder (Hamilton), among equal remainders to the earlier part. All 0 of nothing.
pub fn shares(counts: &[u32], whole: u32) -> Vec<u32> {
    let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    let parts = counts.iter().map(|count| u64::from(*count) * u64::from(whole));
    let divided = parts
        .map(|part| (part.checked_div(total).unwrap_or(0), part.checked_rem(total).unwrap_or(0)));
    let mut divided: Vec<(u64, u64)> = divided.collect();
    // Each part lacks less than one unit, so that what is left over is less than one for each.
    let given: u64 = divided.iter().map(|(share, _)| share).sum();
    let left = if total == 0 { 0 } else { u64::from(whole) - given };
    for _ in 0..left {
        let most = divided.iter().map(|(_, rest)| *rest).max().unwrap_or(0);
        if let Some((share, rest)) = divided.iter_mut().find(|(_, rest)| *rest == most) {
            (*share, *rest) = (*share + 1, 0);
        }
    }
    divided.into_iter().map(|(share, _)| u32::try_from(share).unwrap_or(whole)).collect()
}

/// Shares in whole percent as printed, which add up to 100 %: `25%`. Something that got nothing is `<1%`, and less
/// than everything that got all is `>99%`.
pub fn print_shares(counts: &[u32]) -> Vec<String> {
    let total = counts.iter().fold(0, |sum: u32, count| sum.saturating_add(*count));
    let printed = counts.iter().zip(shares(counts, 100));
    printed.map(|(part, share)| print(*part, total, share)).collect()
}

/// One share in whole percent, as printed: `25%`. Never rounds something up to all or down to nothing.
pub fn print_share(part: u32, total: u32) -> String {
    print(part, total, of_two(part, total, 100))
}

/// One share to one decimal, as a report prints it: `20.8%`, `25.0%`.
pub fn print_share_tenths(part: u32, total: u32) -> String {
    let tenths = of_two(part, total, 1000);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// The share of a part beside the rest.
fn of_two(part: u32, total: u32, whole: u32) -> u32 {
    shares(&[part, total.saturating_sub(part)], whole).first().copied().unwrap_or(0)
}

fn print(part: u32, total: u32, share: u32) -> String {
    match share {
        _ if part == 0 => "0%".to_owned(),
        100.. if part < total => ">99%".to_owned(),
        0 => "<1%".to_owned(),
        _ => format!("{share}%"),
    }
}
