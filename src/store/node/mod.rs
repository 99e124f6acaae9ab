//! Nodes: who is alive, and what becomes of the runs of those who are not.
//!
//! A node proves its life twice: by renewing a lease, and by an advisory lock that its session holds. The lease is for a
//! machine that vanished; the lock, which Postgres frees the moment a killed process' socket closes, is for a process
//! that crashed. All times are the database's; what a node knows of its own lease is counted on its monotonic clock from
//! before it asked. Being taken for dead by mistake costs work and never facts: whoever writes second to a journal loses.

mod session;
mod watch;

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::Row as _;
use uuid::Uuid;

pub use self::session::{Node, NodeConfig, NodeEvent, Wake, spawn_node};
use super::{NodeId, Store, StoreError};

/// First half of the key of a node's advisory lock ("thrl"); the second is `node.session_key`.
const LOCK_SPACE: i32 = 0x7468_726c;

/// Renews the own lease and looks at everybody else, in one query. Also finds owners that have no row any more: a node
/// that was taken over may have started a run in the same moment. `owners` hops through `run_owner` from one owner to
/// the next and never reads the runs in between.
const BEAT: &str = "\
WITH RECURSIVE beat AS (
    UPDATE node SET lease_until = now() + make_interval(secs => $2) WHERE id = $1 RETURNING id, lease_until
), owners (owner) AS (
    (SELECT owner FROM run WHERE owner IS NOT NULL ORDER BY owner LIMIT 1)
    UNION ALL
    SELECT (SELECT owner FROM run WHERE owner > owners.owner ORDER BY owner LIMIT 1)
    FROM owners WHERE owners.owner IS NOT NULL
)
SELECT id, lease_until, false AS expired, true AS session FROM beat
UNION ALL
SELECT node.id, node.lease_until, node.lease_until < now(),
       EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid::int8 = $3 AND objsubid = 2 AND granted
                   AND objid::int8 = node.session_key
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
FROM node WHERE node.id <> $1
UNION ALL
SELECT owner, NULL, true, false FROM owners
WHERE owner IS NOT NULL AND owner <> $1 AND NOT EXISTS (SELECT FROM node WHERE node.id = owner)";

/// Another node, as one look shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The node.
    pub id: NodeId,
    /// Until when it says it lives; `None` for an owner of runs that is no node any more.
    pub lease_until: Option<DateTime<Utc>>,
    /// Whether that time has passed by the database's clock.
    pub expired: bool,
    /// Whether its session holds its lock.
    pub session: bool,
}

/// What a heartbeat found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beat {
    /// The lease was renewed.
    Alive {
        /// The others.
        peers: Vec<Peer>,
    },
    /// This node's row is gone: others took it for dead and its runs are theirs. Drop everything, begin as a new node.
    Removed,
}

impl Store {
    /// Makes this node known. Returns the key of the lock its session must hold.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn register(&self, node: NodeId, name: &str, lease: Duration) -> Result<i32, StoreError> {
        sqlx::query_scalar(
            "INSERT INTO node (id, name, lease_until) VALUES ($1, $2, now() + make_interval(secs => $3))
             RETURNING session_key",
        )
        .bind(node.0)
        .bind(name)
        .bind(lease.as_secs_f64())
        .fetch_one(self.pool())
        .await
        .map_err(StoreError::doing("register this node"))
    }

    /// Renews the lease by the database's clock and looks at the other nodes.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn heartbeat(&self, node: NodeId, lease: Duration) -> Result<Beat, StoreError> {
        let beat = async {
            let rows = sqlx::query(BEAT)
                .bind(node.0)
                .bind(lease.as_secs_f64())
                .bind(i64::from(LOCK_SPACE))
                .fetch_all(self.pool())
                .await?;
            let mut peers = Vec::with_capacity(rows.len());
            for row in rows {
                peers.push(Peer {
                    id: NodeId(row.try_get::<Uuid, _>("id")?),
                    lease_until: row.try_get("lease_until")?,
                    expired: row.try_get("expired")?,
                    session: row.try_get("session")?,
                });
            }
            Ok(peers)
        };
        let mut peers: Vec<Peer> = beat.await.map_err(StoreError::doing("renew this node's lease"))?;
        let before = peers.len();
        peers.retain(|peer| peer.id != node);
        Ok(if peers.len() == before {
            Beat::Removed
        } else {
            Beat::Alive { peers }
        })
    }

    /// Frees the runs of a dead node so that any node may claim them, forgets the node, and wakes the others. Returns
    /// how many runs were freed. Two nodes may do it at once.
    ///
    /// `seen`: the lease this verdict rests on; where the node has renewed it since, nothing happens.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn take_over(&self, dead: NodeId, seen: Option<DateTime<Utc>>) -> Result<u64, StoreError> {
        let freed = self
            .try_take_over(dead, seen)
            .await
            .map_err(StoreError::doing("take over from a dead node"))?;
        if freed > 0 {
            self.wake_ready().await?;
        }
        Ok(freed)
    }

    async fn try_take_over(&self, dead: NodeId, seen: Option<DateTime<Utc>>) -> Result<u64, sqlx::Error> {
        let mut transaction = self.pool().begin().await?;
        let gone = sqlx::query("DELETE FROM node WHERE id = $1 AND lease_until IS NOT DISTINCT FROM $2")
            .bind(dead.0)
            .bind(seen)
            .execute(&mut *transaction)
            .await?;
        let alive: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM node WHERE id = $1)")
            .bind(dead.0)
            .fetch_one(&mut *transaction)
            .await?;
        if alive || (gone.rows_affected() == 0 && seen.is_some()) {
            return Ok(0);
        }
        let freed = sqlx::query("UPDATE run SET owner = NULL, updated_at = now() WHERE owner = $1")
            .bind(dead.0)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(freed.rows_affected())
    }

    /// Leaves in good order: frees this node's runs, forgets it, and wakes the others.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn leave(&self, node: NodeId) -> Result<u64, StoreError> {
        let lease = sqlx::query_scalar("SELECT lease_until FROM node WHERE id = $1")
            .bind(node.0)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("leave"))?;
        self.take_over(node, lease).await
    }
}
