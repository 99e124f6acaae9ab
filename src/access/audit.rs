//! The audit log's writer: what callers want to change is written before it is changed, how it ended after.
//!
//! Written before, because a change that cannot be recorded must not happen: a request whose attempt cannot be written
//! is refused and nothing is done. Written in two rows, because the log is append-only: an attempt without an outcome is
//! the honest record of a service that was killed in between. The outcome is not waited for: the attempt stands already.
//!
//! One task writes for all requests: what came while the last write was under way goes into one statement, so a busy
//! service pays one small commit for many requests.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound as _, Utc};
use serde_json::{Map, Value};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::store::{AuditAttempt, AuditOutcome, Store, StoreError};

/// Records that may wait to be written.
const QUEUE: usize = 4096;
/// Records written at once.
const BATCH: usize = 512;
/// How long a request waits for its record.
const PATIENCE: Duration = Duration::from_secs(10);
/// Pause after a write that failed.
const PAUSE: Duration = Duration::from_millis(500);
/// Refusals of strangers recorded in a minute. Who floods the service with requests without a token shall not fill its
/// disk; what is left out is counted in the next record.
const STRANGERS_A_MINUTE: u32 = 600;
/// Longest text of a record, in characters.
const MAX_TEXT: usize = 300;

/// What somebody wants to do.
#[derive(Debug, Clone)]
pub struct Act {
    /// Who: the name of the caller.
    pub who: String,
    /// From which address.
    pub address: String,
    /// Id of the request.
    pub request_id: String,
    /// What: the operation id of the route.
    pub action: String,
    /// To what.
    pub object: String,
}

/// How it ended.
#[derive(Debug, Clone, Default)]
pub struct End {
    /// The HTTP status; 0 where the caller went away first.
    pub status: u16,
    /// What was made by it.
    pub made: Option<String>,
    /// More about it. Never a secret, never a body.
    pub details: Map<String, Value>,
}

/// A record could not be written; the reason is in the log.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the audit log cannot be written now")]
pub struct NotRecorded;

struct Record {
    attempt: Option<AuditAttempt>,
    outcome: Option<AuditOutcome>,
    written: Option<oneshot::Sender<Result<(), NotRecorded>>>,
}

/// Takes records. The task behind it ends with [`Audit::close`].
pub struct Audit {
    records: mpsc::Sender<Record>,
    strangers: Mutex<Strangers>,
    stop: CancellationToken,
    task: Mutex<Option<JoinHandle<()>>>,
}

/// How many refusals of strangers were recorded in this minute, and how many left out since the last record.
struct Strangers {
    minute: Instant,
    recorded: u32,
    left_out: u32,
}

/// An attempt that is written and whose end is to be.
#[must_use]
pub struct Open {
    id: Uuid,
    records: mpsc::Sender<Record>,
}

impl Audit {
    pub(super) fn start(store: Store) -> Self {
        let (records, queue) = mpsc::channel(QUEUE);
        let stop = CancellationToken::new();
        let task = tokio::spawn(write_all(store, queue, stop.clone()));
        Self {
            records,
            strangers: Mutex::new(Strangers {
                minute: Instant::now(),
                recorded: 0,
                left_out: 0,
            }),
            stop,
            task: Mutex::new(Some(task)),
        }
    }

    /// Writes what is about to be done; it may be done when this answers.
    ///
    /// # Errors
    /// It could not be written: it must not be done.
    pub async fn begin(&self, act: Act) -> Result<Open, NotRecorded> {
        let attempt = attempt(act);
        let id = attempt.id;
        self.written(Some(attempt), None).await?;
        Ok(Open {
            id,
            records: self.records.clone(),
        })
    }

    /// Writes something that is done already, before it is answered.
    ///
    /// # Errors
    /// It could not be written.
    pub async fn record(&self, act: Act, end: End) -> Result<(), NotRecorded> {
        let attempt = attempt(act);
        let outcome = outcome(attempt.id, end);
        self.written(Some(attempt), Some(outcome)).await
    }

    /// Writes a refusal, after which nothing was done. Nobody waits for it.
    pub fn refused(&self, act: Act, mut end: End, is_stranger: bool) {
        if is_stranger {
            match self.strangers.lock().unwrap_or_else(PoisonError::into_inner).next() {
                None => return,
                Some(0) => {}
                Some(left_out) => {
                    tracing::warn!(
                        left_out,
                        "refused requests of strangers were not recorded: there were too many"
                    );
                    end.details.insert("refusals_left_out".to_owned(), left_out.into());
                }
            }
        }
        let attempt = attempt(act);
        let outcome = Some(outcome(attempt.id, end));
        send(
            &self.records,
            Record {
                attempt: Some(attempt),
                outcome,
                written: None,
            },
        );
    }

    /// Writes what is queued and ends.
    pub(super) async fn close(&self) {
        self.stop.cancel();
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer of the audit log broke off");
        }
    }

    async fn written(&self, attempt: Option<AuditAttempt>, outcome: Option<AuditOutcome>) -> Result<(), NotRecorded> {
        let (written, done) = oneshot::channel();
        let record = Record {
            attempt,
            outcome,
            written: Some(written),
        };
        let waiting = async {
            self.records.send(record).await.map_err(|_| NotRecorded)?;
            done.await.map_err(|_| NotRecorded)?
        };
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .unwrap_or(Err(NotRecorded))
    }
}

impl Open {
    /// Writes how it ended.
    pub fn end(self, end: End) {
        send(
            &self.records,
            Record {
                attempt: None,
                outcome: Some(outcome(self.id, end)),
                written: None,
            },
        );
    }
}

impl Strangers {
    /// Whether the next refusal is recorded, and how many were left out before it.
    fn next(&mut self) -> Option<u32> {
        if self.minute.elapsed() >= Duration::from_secs(60) {
            self.minute = Instant::now();
            self.recorded = 0;
        }
        if self.recorded >= STRANGERS_A_MINUTE {
            self.left_out = self.left_out.saturating_add(1);
            return None;
        }
        self.recorded += 1;
        Some(std::mem::take(&mut self.left_out))
    }
}

/// Queues what nobody waits for. A queue that is full means that the database has been away for long.
fn send(records: &mpsc::Sender<Record>, record: Record) {
    if records.try_send(record).is_err() {
        tracing::error!("the queue of the audit log is full: an outcome is lost, its attempt stands");
    }
}

fn attempt(act: Act) -> AuditAttempt {
    AuditAttempt {
        id: Uuid::now_v7(),
        at: now(),
        who: clean(&act.who),
        address: clean(&act.address),
        request_id: clean(&act.request_id),
        action: clean(&act.action),
        object: clean(&act.object),
    }
}

fn outcome(id: Uuid, end: End) -> AuditOutcome {
    AuditOutcome {
        id,
        at: now(),
        status: end.status,
        made: end.made.as_deref().map(clean),
        details: Value::Object(end.details).to_string(),
    }
}

/// As Postgres keeps it.
fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// A text that Postgres takes and nobody can forge lines or fill disks with.
fn clean(text: &str) -> String {
    text.chars()
        .take(MAX_TEXT)
        .map(|char| if char.is_control() { '\u{fffd}' } else { char })
        .collect()
}

async fn write_all(store: Store, mut queue: mpsc::Receiver<Record>, stop: CancellationToken) {
    let mut batch = Vec::with_capacity(BATCH);
    // Outcomes of attempts that stand already, and refusals: kept while the database is away.
    let mut kept: Vec<Record> = Vec::new();
    loop {
        let stopping = tokio::select! {
            biased;
            count = queue.recv_many(&mut batch, BATCH) => count == 0,
            () = tokio::time::sleep(PAUSE), if !kept.is_empty() => false,
            () = stop.cancelled() => {
                queue.close();
                while let Ok(record) = queue.try_recv() {
                    batch.push(record);
                }
                true
            }
        };
        let news = batch.drain(..);
        let mut records: Vec<Record> = kept.drain(..).chain(news).collect();
        if !records.is_empty()
            && let Err(error) = write(&store, &records).await
        {
            tracing::warn!(%error, "the audit log could not be written; changes are refused until it can be");
            for record in &mut records {
                if let Some(written) = record.written.take() {
                    let _ = written.send(Err(NotRecorded));
                    // Whoever waited was told no: the record must not appear later.
                    record.attempt = None;
                    record.outcome = None;
                }
            }
            records.retain(|record| record.attempt.is_some() || record.outcome.is_some());
            let too_many = records.len().saturating_sub(QUEUE);
            if too_many > 0 {
                tracing::error!(
                    too_many,
                    "records of the audit log are lost: the database has been away for too long"
                );
                records.drain(..too_many);
            }
            kept = records;
            if !stopping {
                tokio::select! {
                    () = tokio::time::sleep(PAUSE) => {}
                    () = stop.cancelled() => {}
                }
            }
        } else {
            for record in records {
                if let Some(written) = record.written {
                    let _ = written.send(Ok(()));
                }
            }
        }
        if stopping {
            if !kept.is_empty() {
                tracing::error!(
                    lost = kept.len(),
                    "the service stops before the end of the audit log is written"
                );
            }
            return;
        }
    }
}

async fn write(store: &Store, records: &[Record]) -> Result<(), StoreError> {
    let attempts: Vec<AuditAttempt> = records.iter().filter_map(|record| record.attempt.clone()).collect();
    let outcomes: Vec<AuditOutcome> = records.iter().filter_map(|record| record.outcome.clone()).collect();
    store.write_audit(&attempts, &outcomes).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_recorded_up_to_a_number_and_counted_beyond() {
        let mut strangers = Strangers {
            minute: Instant::now(),
            recorded: 0,
            left_out: 0,
        };
        for _ in 0..STRANGERS_A_MINUTE {
            assert_eq!(strangers.next(), Some(0));
        }
        assert_eq!((strangers.next(), strangers.next()), (None, None));
        strangers.recorded = 0;
        assert_eq!(strangers.next(), Some(2));
        assert_eq!(strangers.next(), Some(0));
    }

    #[test]
    fn texts_of_strangers_are_short_and_on_one_line() {
        assert_eq!(clean("a\0b\nc"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(clean(&"ї".repeat(1000)).chars().count(), MAX_TEXT);
    }
}
