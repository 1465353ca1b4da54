//! Clocks that are ahead 时钟偏快. A stamp from one sorts after everything until the present catches up with it;
//! whoever knew of it is stamped after it all the same, so that it locks nothing, but people should hear of it.

use super::stamp::{Millis, Now, Stamp};
use super::{Ledger, Reporter};

/// How far a clock may be ahead before anybody is told: machines that set their own clocks differ by seconds,
/// those that people set by minutes.
pub const TOLERANCE_MINUTES: u64 = 10;

/// Someone whose clock is ahead of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FastClock {
    /// Who.
    pub reporter: Reporter,
    /// By how much at least, in milliseconds: as far as the latest stamp it gave lies ahead.
    pub ahead: Millis,
}

/// By how much a moment that another clock gave lies ahead of `now`, where that is more than [`TOLERANCE_MINUTES`]: no
/// deadline is to be judged by it then.
pub fn ahead(at: Millis, now: Now) -> Option<Millis> {
    let ahead = at.0.saturating_sub(now.at.0);
    (ahead > TOLERANCE_MINUTES * 60_000).then_some(Millis(ahead))
}

/// Those whose stamps in a ledger lie ahead of `now` by more than [`TOLERANCE_MINUTES`], the furthest first.
///
/// Who only worked on after having seen such a stamp is not among them: their stamps share its time, and the
/// one whose clock gave it is the one who began to count there.
pub fn fast_clocks(ledger: &Ledger, now: Now) -> Vec<FastClock> {
    let last = now.at.0.saturating_add(TOLERANCE_MINUTES * 60_000);
    if ledger.newest().is_none_or(|newest| newest.wall.0 <= last) {
        return Vec::new();
    }
    let stamps = ledger.changes().map(|(_, _, change)| &change.stamp);
    let mut ahead: Vec<&Stamp> = stamps.filter(|stamp| stamp.wall.0 > last).collect();
    ahead.sort_by_key(|stamp| (stamp.wall, !stamp.is_by_its_clock(), stamp.counter));
    ahead.dedup_by_key(|stamp| stamp.wall);
    let mut clocks: Vec<(&Stamp, FastClock)> = Vec::new();
    for stamp in ahead.into_iter().rev() {
        if clocks.iter().all(|(known, _)| known.actor != stamp.actor) {
            let ahead = Millis(stamp.wall.0 - now.at.0);
            let reporter = ledger.reporter(&stamp.actor);
            clocks.push((stamp, FastClock { reporter, ahead }));
        }
    }
    clocks.into_iter().map(|(_, clock)| clock).collect()
}

impl FastClock {
    /// How far ahead, in whole days from two days on, in whole hours from two hours on, else in minutes:
    /// 「3 天」.
    pub fn print_ahead(&self) -> String {
        match self.ahead.0 / 60_000 {
            minutes @ 2_880.. => format!("{}天", minutes / 1_440),
            minutes @ 120.. => format!("{}小时", minutes / 60),
            minutes => format!("{minutes}分钟"),
        }
    }
}
