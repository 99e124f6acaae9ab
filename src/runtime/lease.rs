//! The lease of this node: while it is good no other node works on its runs, so effects may leave.

use std::time::{Duration, Instant};

use tokio::sync::watch;

/// Kept back from the end of the lease for calls that are just being made.
const MARGIN: Duration = Duration::from_secs(1);

/// Until when this node may let effects leave, by this machine's monotonic clock.
#[derive(Debug, Clone)]
pub(super) struct Lease(watch::Receiver<Instant>);

impl Lease {
    pub(super) fn new(until: watch::Receiver<Instant>) -> Self {
        Self(until)
    }

    /// Whether effects may leave now.
    pub(super) fn is_good(&self) -> bool {
        Instant::now() + MARGIN < *self.0.borrow()
    }

    /// Waits until it is renewed. Never ends once the node is gone.
    pub(super) async fn renewed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_lease_is_good_until_shortly_before_its_end() {
        let (sender, receiver) = watch::channel(Instant::now());
        let mut lease = Lease::new(receiver);
        assert!(!lease.is_good());
        sender.send_replace(Instant::now() + Duration::from_secs(60));
        lease.renewed().await;
        assert!(lease.is_good());
        sender.send_replace(Instant::now() + MARGIN / 2);
        assert!(!lease.is_good());
    }
}
