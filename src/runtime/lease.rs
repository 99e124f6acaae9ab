//! The lease of this node: while it is good, no other node works on its runs, so effects may leave.
//!
//! Measured by the monotonic clock from the moment the heartbeat was *sent*, so it ends here before it ends in the
//! database whatever the two wall clocks say.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Until when this node may let effects leave.
#[derive(Debug)]
pub struct Lease {
    base: Instant,
    /// Milliseconds after `base`; 0 is never.
    until_ms: AtomicU64,
}

impl Default for Lease {
    fn default() -> Self {
        Self { base: Instant::now(), until_ms: AtomicU64::new(0) }
    }
}

impl Lease {
    /// The heartbeat sent at `sent` was accepted for `length`. Returns whether the lease had run out before.
    pub fn renewed(&self, sent: Instant, length: Duration) -> bool {
        let was_good = self.is_good();
        // A tenth is kept back for calls that are just being made when it ends.
        let until = sent.duration_since(self.base) + length.mul_f64(0.9);
        self.until_ms.store(u64::try_from(until.as_millis()).unwrap_or(u64::MAX), Ordering::Release);
        !was_good
    }

    /// Gives the lease up at once.
    pub fn lost(&self) {
        self.until_ms.store(0, Ordering::Release);
    }

    /// Whether effects may leave now.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.base.elapsed().as_millis() < u128::from(self.until_ms.load(Ordering::Acquire))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_counts_from_when_the_heartbeat_was_sent() {
        let lease = Lease::default();
        assert!(!lease.is_good());
        assert!(lease.renewed(Instant::now(), Duration::from_secs(60)));
        assert!(lease.is_good());
        assert!(!lease.renewed(Instant::now(), Duration::from_secs(60)));
        let long_ago = Instant::now().checked_sub(Duration::from_secs(10)).unwrap_or(lease.base);
        let lease = Lease { base: long_ago, until_ms: AtomicU64::new(0) };
        lease.renewed(long_ago, Duration::from_millis(5));
        assert!(!lease.is_good());
        lease.lost();
        assert!(!lease.is_good());
    }
}
