//! The task that keeps this node alive: it holds the node's lock on a connection that also listens, renews the lease,
//! and takes over from the dead. It decides nothing about runs; it says what happened.

use std::time::{Duration, Instant};

use sqlx::Row as _;
use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use throughline_engine::kernel::RunId;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::watch::{BETWEEN_LOOKS, Watch};
use super::{Beat, LOCK_SPACE};
use crate::store::{CHANNEL, CONNECT_TIMEOUT, NodeId, Store, StoreError};

/// How often a node renews while it holds its lock, and while it does not (see [`BETWEEN_LOOKS`]).
const BEAT: Duration = Duration::from_secs(4);
const BEAT_WITHOUT_LOCK: Duration = Duration::from_millis(400);
/// Pause before the listening connection is made again.
const RECONNECT: Duration = Duration::from_millis(200);

/// How a node is set up.
#[derive(Debug)]
pub struct NodeConfig {
    /// Name for people, e.g. the host name.
    pub name: String,
    /// How long the node may be silent before others take over; well above the heartbeat of four seconds.
    pub lease: Duration,
    /// What happened. Where it is full, wakes are left out and made good by one [`NodeEvent::LookAround`].
    pub events: mpsc::Sender<NodeEvent>,
    /// Leaves in good order: what the node still owns is freed. Cancel it after the committers have ended.
    pub stop: CancellationToken,
}

/// What a node hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeEvent {
    /// Somebody notified.
    Wake(Wake),
    /// Notifications may have been missed: look at everything there is to claim, due and asked for.
    LookAround,
    /// The runs of a dead node were freed; they are ready to be claimed.
    TookOver {
        /// The dead node.
        node: NodeId,
        /// How many runs.
        runs: u64,
    },
    /// Others took this node for dead: its runs are no longer its own. Drop them all and begin as a new node, with new
    /// committers. The task ends after this.
    Removed,
}

/// What a notification says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// There are runs to claim.
    Ready,
    /// Something is asked of this run.
    Run(RunId),
    /// Schedules changed.
    Schedules,
    /// A bulk act was started.
    Bulk,
}

impl Wake {
    fn parse(payload: &str) -> Option<Self> {
        match payload.split_once(' ') {
            None if payload == "ready" => Some(Self::Ready),
            None if payload == "schedules" => Some(Self::Schedules),
            None if payload == "bulk" => Some(Self::Bulk),
            Some(("run", id)) => id.parse().ok().map(Self::Run),
            // A word of a newer version.
            _ => None,
        }
    }
}

/// A node that is alive.
#[derive(Debug)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// Until when, on this machine's monotonic clock, nobody takes over. Dispatch nothing later than this.
    pub lease: watch::Receiver<Instant>,
    /// Ends after `stop`, or after [`NodeEvent::Removed`]. Join it.
    pub task: JoinHandle<()>,
}

/// Registers a node and starts the task that keeps it alive.
///
/// # Errors
/// As every call of the store.
pub async fn spawn_node(store: &Store, config: NodeConfig) -> Result<Node, StoreError> {
    let id = NodeId::random();
    let asked = Instant::now();
    let session_key = store.register(id, &config.name, config.lease).await?;
    let (lease, lease_view) = watch::channel(asked + config.lease);
    let options = store.options().clone().application_name("throughline node");
    let listener_pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(CONNECT_TIMEOUT)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_lazy_with(options);
    let task = Task {
        store: store.clone(),
        id,
        session_key,
        listener_pool,
        config,
        lease,
        locked: watch::Sender::new(false),
        reset: watch::Sender::new(0),
        missed: watch::Sender::new(true),
    };
    Ok(Node {
        id,
        lease: lease_view,
        task: tokio::spawn(task.run()),
    })
}

struct Task {
    store: Store,
    id: NodeId,
    session_key: i32,
    /// Of one connection: the session that holds the lock and listens.
    listener_pool: PgPool,
    config: NodeConfig,
    lease: watch::Sender<Instant>,
    /// Whether the session holds the lock.
    locked: watch::Sender<bool>,
    /// Counts outages: after each, the listening connection is made anew, even where TCP has not noticed.
    reset: watch::Sender<u64>,
    /// Whether a notification may have been missed.
    missed: watch::Sender<bool>,
}

impl Task {
    async fn run(self) {
        let removed = tokio::select! {
            () = self.config.stop.cancelled() => false,
            () = self.beat_until_removed() => true,
            never = self.listen() => match never {},
        };
        if removed {
            // The one event that must arrive. Where nobody listens any more, nobody carries runs either.
            let _ = self.config.events.send(NodeEvent::Removed).await;
        } else if let Err(error) = self.store.leave(self.id).await {
            tracing::warn!(%error, "this node could not say goodbye; others take over when its lease ends");
        }
        self.listener_pool.close().await;
    }

    /// Listens on a connection that holds the lock; makes it anew whenever it breaks.
    async fn listen(&self) -> std::convert::Infallible {
        loop {
            let mut reset = self.reset.subscribe();
            let heard = tokio::select! {
                heard = self.listen_once() => heard,
                _ = reset.changed() => Ok(()),
            };
            if let Err(error) = heard {
                tracing::warn!(%error, "the connection that listens broke; it is made anew");
            }
            self.locked.send_replace(false);
            tokio::time::sleep(RECONNECT).await;
        }
    }

    async fn listen_once(&self) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(&self.listener_pool).await?;
        listener.ignore_pool_close_event(true);
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        // The session before may still hold the lock for a moment.
        let lock = sqlx::query("SELECT pg_try_advisory_lock($1, $2) AS locked")
            .bind(LOCK_SPACE)
            .bind(self.session_key);
        let locked = lock.fetch_one(&mut listener).await?.try_get("locked")?;
        self.locked.send_replace(locked);
        if !locked {
            return Ok(());
        }
        self.look_around();
        while let Some(notification) = listener.try_recv().await? {
            if let Some(wake) = Wake::parse(notification.payload()) {
                self.tell(NodeEvent::Wake(wake));
            }
        }
        Ok(())
    }

    /// Renews the lease until it is too late.
    async fn beat_until_removed(&self) {
        let mut watch = Watch::default();
        let mut locked = self.locked.subscribe();
        loop {
            let asked = Instant::now();
            let pause = match self.store.heartbeat(self.id, self.config.lease).await {
                Ok(Beat::Removed) => return,
                Ok(Beat::Alive { peers }) => {
                    self.store.health().up();
                    self.lease.send_replace(asked + self.config.lease);
                    for dead in watch.look(&peers, asked) {
                        self.take_over(&dead).await;
                    }
                    if self.missed.send_replace(false) {
                        self.look_around();
                    }
                    match (*locked.borrow_and_update(), watch.has_suspects()) {
                        (false, _) => BEAT_WITHOUT_LOCK,
                        (true, true) => BETWEEN_LOOKS + Duration::from_millis(100),
                        (true, false) => BEAT.min(self.config.lease / 3),
                    }
                }
                Err(error) => {
                    self.store.health().down("renew this node's lease", &error);
                    self.reset.send_modify(|outages| *outages += 1);
                    BEAT_WITHOUT_LOCK
                }
            };
            // Losing or getting the lock is told at once: others must see a renewal after it.
            tokio::select! {
                () = tokio::time::sleep(pause) => (),
                _ = locked.changed() => (),
            }
        }
    }

    async fn take_over(&self, dead: &super::Peer) {
        match self.store.take_over(dead.id, dead.lease_until).await {
            Ok(0) => (),
            Ok(runs) => {
                tracing::warn!(node = %dead.id, runs, "took over from a node that is gone");
                self.tell(NodeEvent::TookOver { node: dead.id, runs });
            }
            Err(error) => {
                tracing::warn!(node = %dead.id, %error, "could not take over; the next heartbeat tries again")
            }
        }
    }

    fn look_around(&self) {
        self.tell(NodeEvent::LookAround);
    }

    /// Never waits: a heartbeat must not depend on how busy the runtime is.
    fn tell(&self, event: NodeEvent) {
        if self.config.events.try_send(event).is_err() {
            self.missed.send_replace(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notifications_say_what_they_are_about() {
        let id = "0190a5f2-0000-7000-8000-000000000001";
        assert_eq!(Wake::parse("ready"), Some(Wake::Ready));
        assert_eq!(Wake::parse(&format!("run {id}")), Some(Wake::Run(id.parse().unwrap())));
        assert_eq!(Wake::parse("run x"), None);
        assert_eq!(Wake::parse("later 1"), None);
    }
}
