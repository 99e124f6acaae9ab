//! The committer: the only task that writes facts.
//!
//! It takes everything queued while its previous commit was in flight and writes it in one transaction, on a connection
//! of its own. A run that cannot be written (lost to another node, refused by Postgres, unknown after a cut connection)
//! never costs its neighbours anything. The committer does not know what a fact means and never decides what becomes of
//! a run: it reports, once per run and batch, and the runtime acts.
//!
//! * `commit`: what is handed in and what is answered.
//! * `batch`: commits of one run become one; groups of bounded size.
//! * `write`: the statements.
//! * `session`: the connection, and making sure that a cut one is really dead.

mod batch;
mod commit;
mod session;
mod write;

use std::collections::HashMap;
use std::time::Duration;

use throughline_engine::kernel::RunId;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::batch::{Group, Pending};
pub use self::commit::{Commit, Incarnation, NewRun, Outcome, RunUpdate, RunValue, Verdict, Wait, WaitKind};
use self::session::Session;
use super::sqlstate::Class;
use super::{NodeId, Store};

/// How a committer is set up.
#[derive(Debug)]
pub struct CommitterConfig {
    /// The node it writes for.
    pub node: NodeId,
    /// Commits that may be queued; a sender beyond that waits.
    pub queue: usize,
    /// One message a batch. Must be drained by a task that never waits for room in the committer's queue.
    pub outcomes: mpsc::Sender<Vec<Outcome>>,
    /// Ends the committer even while the database is away. Dropping all senders ends it once the queue is written.
    pub stop: CancellationToken,
}

/// A running committer.
#[derive(Debug)]
pub struct Committer {
    /// Where commits go. All commits of one run must go to one committer, in order.
    pub queue: mpsc::Sender<Commit>,
    /// Ends when every sender is dropped and the queue is written, or when `stop` is cancelled. Join it.
    pub task: JoinHandle<()>,
}

/// Starts a committer on a connection of its own.
#[must_use]
pub fn spawn_committer(store: &Store, config: CommitterConfig) -> Committer {
    let (queue, receiver) = mpsc::channel(config.queue.max(1));
    let task = Task {
        sessions: session::Opener::new(store, config.node),
        health: store.health().clone(),
        queue: receiver,
        outcomes: config.outcomes,
        stop: config.stop,
        session: None,
        barred: HashMap::new(),
        answered: Vec::new(),
        unknown: Vec::new(),
    };
    Committer {
        queue,
        task: tokio::spawn(task.run()),
    }
}

/// Most commits taken into one batch.
const MAX_COMMITS: usize = 4096;

/// How long the client waits for an answer before it gives the connection up: longer than the server's own limit.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(45);

/// How often a batch is tried again after a clash in which no row of another node was found.
const MAX_CLASHES: u8 = 3;

struct Task {
    sessions: session::Opener,
    health: super::Health,
    queue: mpsc::Receiver<Commit>,
    outcomes: mpsc::Sender<Vec<Outcome>>,
    stop: CancellationToken,
    session: Option<Session>,
    /// Lives that ended with this verdict; the rest of them is answered the same, not written.
    barred: HashMap<RunId, (Incarnation, Verdict)>,
    answered: Vec<Outcome>,
    /// Sent when the connection broke; answered when the old session is certainly dead.
    unknown: Vec<(RunId, Incarnation)>,
}

/// The committer was told to stop before everything was written.
struct Stopped;

impl Task {
    async fn run(mut self) {
        // Connect before the first commit comes; whether it works is seen when it does.
        if self.ready().await.is_err() {
            return;
        }
        let mut commits = Vec::with_capacity(MAX_COMMITS);
        loop {
            let stop = self.stop.clone();
            let taken = tokio::select! {
                biased;
                () = stop.cancelled() => 0,
                taken = self.queue.recv_many(&mut commits, MAX_COMMITS) => taken,
            };
            if taken == 0 {
                break;
            }
            let groups = self.group(&mut commits);
            let written = self.write(groups).await;
            self.report().await;
            if let Err(Stopped) = written {
                tracing::warn!("the committer stopped while the database was away; its runs go on from their journals");
                break;
            }
        }
        if let Some(session) = self.session.take() {
            session.close().await;
        }
    }

    /// Turns what was queued into groups, answering what must not be written at once.
    fn group(&mut self, commits: &mut Vec<Commit>) -> std::collections::VecDeque<Group> {
        let barred = &mut self.barred;
        let answered = &mut self.answered;
        commits.retain(|commit| match barred.get(&commit.run) {
            Some((life, verdict)) if commit.incarnation <= *life => {
                let outcome = Outcome {
                    run: commit.run,
                    incarnation: commit.incarnation,
                    verdict: verdict.clone(),
                };
                if !answered.contains(&outcome) {
                    answered.push(outcome);
                }
                false
            }
            Some(_) => {
                barred.remove(&commit.run);
                true
            }
            None => true,
        });
        let (groups, malformed) = batch::merge(commits);
        for (pending, error) in malformed {
            self.answer(&pending, Verdict::Refused { error });
        }
        groups
    }

    async fn write(&mut self, mut groups: std::collections::VecDeque<Group>) -> Result<(), Stopped> {
        while let Some(mut group) = groups.pop_front() {
            let session = self.ready().await?;
            let written = tokio::time::timeout(ANSWER_TIMEOUT, session.write(&group)).await;
            let error = match written {
                Ok(Ok(lost)) => {
                    self.health.up();
                    for pending in group.runs {
                        let verdict = if lost.contains(&pending.run) {
                            Verdict::Lost
                        } else {
                            pending.committed()
                        };
                        self.answer(&pending, verdict);
                    }
                    continue;
                }
                Ok(Err(error)) => error,
                Err(_) => sqlx::Error::Io(std::io::Error::new(
                    std::io::ErrorKind::TimedOut,
                    "Postgres did not answer in time; the connection is given up",
                )),
            };
            match super::sqlstate::classify(&error) {
                Class::Unknown => {
                    self.health.down("write facts", &error);
                    self.drop_session();
                    self.unknown
                        .extend(group.runs.iter().map(|pending| (pending.run, pending.incarnation)));
                }
                Class::Later => {
                    groups.push_front(group);
                    self.wait_out("write facts", &error).await?;
                }
                Class::NoPartition if !group.partitions_made => {
                    group.partitions_made = true;
                    self.make_partitions(&group).await?;
                    groups.push_front(group);
                }
                Class::Clash if group.clashes < MAX_CLASHES => {
                    group.clashes += 1;
                    self.drop_lost(&mut group).await?;
                    if !group.runs.is_empty() {
                        groups.push_front(group);
                    }
                }
                Class::Clash | Class::NoPartition | Class::Refused | Class::Suspect => {
                    let suspect = super::sqlstate::classify(&error) == Class::Suspect;
                    match group.split() {
                        Ok((left, right)) => {
                            groups.push_front(right);
                            groups.push_front(left);
                        }
                        Err(single) => {
                            if suspect && !self.database_works(&error).await? {
                                groups.push_front(Group::of(*single));
                            } else {
                                tracing::error!(run = %single.run, %error, "Postgres refuses what this run has to write");
                                self.answer(
                                    &single,
                                    Verdict::Refused {
                                        error: error.to_string(),
                                    },
                                );
                            }
                        }
                    }
                }
            }
        }
        if !self.unknown.is_empty() {
            self.ready().await?;
        }
        Ok(())
    }

    /// Finds the runs of a group another node wrote to, and answers them.
    async fn drop_lost(&mut self, group: &mut Group) -> Result<(), Stopped> {
        let session = self.ready().await?;
        match tokio::time::timeout(ANSWER_TIMEOUT, session.lost(group)).await {
            Ok(Ok(lost)) => {
                for pending in group.take_lost(&lost) {
                    tracing::warn!(run = %pending.run, "another node wrote to this run; it is dropped here");
                    self.answer(&pending, Verdict::Lost);
                }
                Ok(())
            }
            // Only a question was asked; the group is tried again and clashes again.
            Ok(Err(error)) => self.wait_out("ask which runs are lost", &error).await,
            Err(elapsed) => self.wait_out("ask which runs are lost", &elapsed).await,
        }
    }

    async fn make_partitions(&mut self, group: &Group) -> Result<(), Stopped> {
        let session = self.ready().await?;
        match session.make_partitions(group).await {
            Ok(()) => Ok(()),
            Err(error) => self.wait_out("make a partition of the journal", &error).await,
        }
    }

    /// Tells a database in trouble from a run in trouble: the statements without any data.
    async fn database_works(&mut self, cause: &sqlx::Error) -> Result<bool, Stopped> {
        let session = self.ready().await?;
        if matches!(tokio::time::timeout(ANSWER_TIMEOUT, session.probe()).await, Ok(Ok(()))) {
            return Ok(true);
        }
        self.wait_out("write facts", cause).await?;
        Ok(false)
    }

    /// The session; connects for as long as it takes. Once it stands, the one before it is dead, and with it what was
    /// under way on it.
    async fn ready(&mut self) -> Result<&mut Session, Stopped> {
        while self.session.is_none() {
            match self.sessions.open().await {
                Ok(session) => {
                    self.health.up();
                    self.session = Some(session);
                    for (run, incarnation) in std::mem::take(&mut self.unknown) {
                        self.settle(run, incarnation, Verdict::Unknown);
                    }
                }
                Err(error) => self.wait_out("connect to write facts", &error).await?,
            }
        }
        Ok(self.session.as_mut().expect("the loop above ends with a session"))
    }

    /// Reports the outage and what is known so far, and lets some time pass.
    async fn wait_out(&mut self, doing: &'static str, error: &(dyn std::fmt::Display + Sync)) -> Result<(), Stopped> {
        self.health.down(doing, error);
        // A fresh session next time: after a fail-over this one may stay with a server that only reads.
        self.drop_session();
        self.report().await;
        let delay = self.sessions.backoff();
        tokio::select! {
            () = self.stop.cancelled() => Err(Stopped),
            () = tokio::time::sleep(delay) => Ok(()),
        }
    }

    fn drop_session(&mut self) {
        if let Some(session) = self.session.take() {
            self.sessions.bury(session);
        }
    }

    fn answer(&mut self, pending: &Pending, verdict: Verdict) {
        self.settle(pending.run, pending.incarnation, verdict);
    }

    fn settle(&mut self, run: RunId, incarnation: Incarnation, verdict: Verdict) {
        if !matches!(verdict, Verdict::Committed { .. }) {
            self.barred.insert(run, (incarnation, verdict.clone()));
        }
        self.answered.push(Outcome {
            run,
            incarnation,
            verdict,
        });
    }

    async fn report(&mut self) {
        if !self.answered.is_empty() {
            let outcomes = std::mem::take(&mut self.answered);
            // Nobody listens any more when the runtime has ended; the facts are durable all the same.
            let _ = self.outcomes.send(outcomes).await;
        }
    }
}
