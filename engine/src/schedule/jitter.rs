//! How late one firing is.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// The share of `most` by which the firing planned at `planned` is late: from nothing up to, not including, `most`, in
/// milliseconds. It follows from the schedule and the planned time, so every node computes the same.
#[must_use]
pub fn jitter(schedule: &[u8], planned: DateTime<Utc>, most: Duration) -> Duration {
    let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
    if most == 0 {
        return Duration::ZERO;
    }
    let mut hash = Sha256::new();
    hash.update(schedule);
    hash.update(planned.timestamp_micros().to_be_bytes());
    let digest = hash.finalize();
    let drawn = digest
        .iter()
        .take(8)
        .fold(0_u64, |drawn, byte| (drawn << 8) | u64::from(*byte));
    Duration::from_millis(drawn % most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_is_the_same_each_time_and_spread_over_the_range() {
        let most = Duration::from_secs(300);
        let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
        let drawn: Vec<Duration> = (0..1000).map(|minute| jitter(b"one", at(minute), most)).collect();
        assert!(drawn.iter().all(|late| *late < most));
        assert_eq!(drawn[7], jitter(b"one", at(7), most));
        assert_ne!(drawn[7], jitter(b"other", at(7), most));
        let early = drawn.iter().filter(|late| **late < most / 2).count();
        assert!((400..600).contains(&early), "{early}");
        assert_eq!(jitter(b"one", at(7), Duration::ZERO), Duration::ZERO);
    }
}
