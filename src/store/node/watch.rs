//! Deciding from several looks which nodes are dead.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::Peer;
use crate::store::NodeId;

/// How far apart two looks at a free lock must be. A node without its lock renews its lease far more often than this,
/// so a living one is seen to renew between them.
pub(super) const BETWEEN_LOOKS: Duration = Duration::from_millis(1500);

/// Nodes whose lock was free at the last look.
#[derive(Debug, Default)]
pub(super) struct Watch {
    suspects: HashMap<NodeId, (Option<DateTime<Utc>>, Instant)>,
}

impl Watch {
    /// Takes a look into account and says which nodes are dead: the lease is over, or the lock was free at two looks
    /// with no renewal of the lease between them.
    pub(super) fn look(&mut self, peers: &[Peer], now: Instant) -> Vec<Peer> {
        self.suspects.retain(|id, _| peers.iter().any(|peer| peer.id == *id));
        let mut dead = Vec::new();
        for peer in peers {
            if peer.expired {
                dead.push(*peer);
            } else if peer.session {
                self.suspects.remove(&peer.id);
            } else {
                let (lease, since) = self.suspects.entry(peer.id).or_insert((peer.lease_until, now));
                if *lease != peer.lease_until {
                    (*lease, *since) = (peer.lease_until, now);
                } else if now.duration_since(*since) >= BETWEEN_LOOKS {
                    dead.push(*peer);
                }
            }
        }
        dead
    }

    /// Whether another look should come soon.
    pub(super) fn has_suspects(&self) -> bool {
        !self.suspects.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(lease_s: i64, expired: bool, session: bool) -> Peer {
        Peer {
            id: NodeId(uuid::Uuid::from_u128(1)),
            lease_until: DateTime::from_timestamp(lease_s, 0),
            expired,
            session,
        }
    }

    #[test]
    fn a_lease_that_is_over_is_enough() {
        assert_eq!(Watch::default().look(&[peer(1, true, true)], Instant::now()).len(), 1);
    }

    #[test]
    fn a_free_lock_takes_two_looks_without_a_renewal() {
        let mut watch = Watch::default();
        let start = Instant::now();
        assert!(watch.look(&[peer(1, false, false)], start).is_empty());
        assert!(watch.has_suspects());
        assert!(
            watch
                .look(&[peer(1, false, false)], start + BETWEEN_LOOKS / 2)
                .is_empty()
        );
        assert_eq!(
            watch.look(&[peer(1, false, false)], start + BETWEEN_LOOKS),
            [peer(1, false, false)]
        );
    }

    #[test]
    fn a_renewal_or_the_lock_clears_the_suspicion() {
        let mut watch = Watch::default();
        let start = Instant::now();
        assert!(watch.look(&[peer(1, false, false)], start).is_empty());
        assert!(watch.look(&[peer(2, false, false)], start + BETWEEN_LOOKS).is_empty());
        assert!(
            watch
                .look(&[peer(2, false, true)], start + 2 * BETWEEN_LOOKS)
                .is_empty()
        );
        assert!(!watch.has_suspects());
        assert!(
            watch
                .look(&[peer(2, false, false)], start + 3 * BETWEEN_LOOKS)
                .is_empty()
        );
    }
}
