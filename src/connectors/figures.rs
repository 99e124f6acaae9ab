//! What a connection did: counted where calls are made, taken away by whoever keeps it.
//!
//! A call takes one small lock of its own connection when it ends. Minutes are kept whole until they are kept elsewhere:
//! who takes them writes the same row again and again, so a write that nobody confirmed can be repeated.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use throughline_engine::definition::OperationKind;
use tokio::sync::Notify;
use uuid::Uuid;

use super::failure::{Certainty, Failure};
use crate::figures::{Counts, FailureKind, SeenError};

/// Minutes that wait to be kept at most: more than an hour without a database is not told minute by minute.
const MAX_MINUTES: usize = 60;
/// Different errors that wait to be kept at most; alike ones are one with a count.
const MAX_ERRORS: usize = 20;

/// Who asks for a call; only repeated where the call is told of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AskedBy<'a> {
    /// Somebody else: a page, a test of the connection.
    #[default]
    Other,
    /// A step of a run.
    Step {
        /// The run.
        run: Uuid,
        /// Key of its process.
        process: &'a str,
        /// Path of the step.
        step: &'a str,
    },
}

/// What was measured of one exchange.
#[derive(Debug, Default)]
pub(super) struct Sample {
    /// It got as far as the connection.
    pub(super) entered: bool,
    /// How long it waited for its turn and the pace.
    pub(super) waited: Duration,
    /// How long the exchange took; `None` where nothing was sent.
    pub(super) took: Option<Duration>,
    pub(super) bytes: u64,
    /// It opened the circuit.
    pub(super) opened: bool,
}

/// What waits to be kept of one connection.
#[derive(Debug, Clone, Default)]
pub struct Pending {
    /// Minutes (since 1970) and all that was counted in them so far.
    pub minutes: Vec<(i64, Counts)>,
    /// Errors since the last time.
    pub errors: Vec<SeenError>,
    /// Since when the credentials are refused.
    pub sign_in_failed_since: Option<DateTime<Utc>>,
    /// When a call last succeeded.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When a call last failed in a way that tells of trouble.
    pub last_failure_at: Option<DateTime<Utc>>,
}

/// The figures of one connection.
pub(super) struct Figures {
    inner: Mutex<Inner>,
    /// Told when something happened that should be seen at once.
    news: Arc<Notify>,
}

#[derive(Default)]
struct Inner {
    minutes: BTreeMap<i64, Counts>,
    errors: Vec<SeenError>,
    /// All since this process started.
    total: Counts,
    /// How long all exchanges of them took together.
    total_took: Duration,
    sign_in_failed_since: Option<DateTime<Utc>>,
    last_success_at: Option<DateTime<Utc>>,
    last_failure_at: Option<DateTime<Utc>>,
}

impl Figures {
    pub(super) fn new(news: Arc<Notify>) -> Self {
        Self {
            inner: Mutex::default(),
            news,
        }
    }

    /// Counts an exchange that ended. `words` makes its code and message, which only a failure needs.
    pub(super) fn record(
        &self,
        now: DateTime<Utc>,
        sample: &Sample,
        operation: (&str, OperationKind),
        outcome: Result<(), &Failure>,
        asked_by: AskedBy<'_>,
        words: impl FnOnce(&Failure) -> (String, String),
    ) {
        // What could not even be asked says nothing of the connection.
        if !sample.entered {
            return;
        }
        let (operation, kind) = operation;
        let failed = outcome
            .err()
            .map(|failure| (failure, kind_of(failure, kind == OperationKind::Writes)));
        let error = failed.map(|(failure, kind)| {
            let (code, message) = words(failure);
            SeenError {
                at: now,
                kind,
                code,
                operation: operation.to_owned(),
                message,
                step: match asked_by {
                    AskedBy::Other => None,
                    AskedBy::Step { run, process, step } => Some((run, process.to_owned(), step.to_owned())),
                },
                times: 1,
            }
        });
        let kind = failed.map(|(_, kind)| kind);
        let mut inner = self.lock();
        let was = inner.sign_in_failed_since;
        inner.count(now, sample, kind);
        if let Some(error) = error {
            inner.keep(error);
        }
        let changed = was.is_some() != inner.sign_in_failed_since.is_some();
        drop(inner);
        if changed || sample.opened {
            self.news.notify_one();
        }
    }

    /// The state of the connection changed without a call that is counted.
    pub(super) fn tell(&self) {
        self.news.notify_one();
    }

    /// What waits to be kept.
    pub(super) fn pending(&self) -> Pending {
        let inner = self.lock();
        Pending {
            minutes: inner
                .minutes
                .iter()
                .map(|(minute, counts)| (*minute, counts.clone()))
                .collect(),
            errors: inner.errors.clone(),
            sign_in_failed_since: inner.sign_in_failed_since,
            last_success_at: inner.last_success_at,
            last_failure_at: inner.last_failure_at,
        }
    }

    /// That was kept: minutes that have changed since, and the last one, which goes on, stay.
    pub(super) fn kept(&self, pending: &Pending) {
        let mut inner = self.lock();
        let last = inner.minutes.keys().next_back().copied();
        for (minute, counts) in &pending.minutes {
            if Some(*minute) != last && inner.minutes.get(minute) == Some(counts) {
                inner.minutes.remove(minute);
            }
        }
        for kept in &pending.errors {
            inner.errors.retain_mut(|error| {
                if !error.is_like(kept) {
                    return true;
                }
                error.times = error.times.saturating_sub(kept.times);
                error.times > 0
            });
        }
    }

    /// All since this process started.
    pub(super) fn total(&self) -> (Counts, Duration) {
        let inner = self.lock();
        (inner.total.clone(), inner.total_took)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn count(&mut self, now: DateTime<Utc>, sample: &Sample, failure: Option<FailureKind>) {
        // A clock that is set back must not begin a minute anew that was kept already.
        let last = self.minutes.keys().next_back().copied().unwrap_or(i64::MIN);
        let minute = now.timestamp().div_euclid(60).max(last);
        count(self.minutes.entry(minute).or_default(), sample, failure);
        count(&mut self.total, sample, failure);
        self.total_took += sample.took.unwrap_or_default();
        while self.minutes.len() > MAX_MINUTES {
            self.minutes.pop_first();
        }
        match failure {
            None => {
                self.last_success_at = Some(now);
                self.sign_in_failed_since = None;
            }
            Some(FailureKind::SignIn) => {
                self.last_failure_at = Some(now);
                self.sign_in_failed_since.get_or_insert(now);
            }
            // It was let in.
            Some(FailureKind::Refused) => self.sign_in_failed_since = None,
            Some(kind) if kind.is_trouble() => self.last_failure_at = Some(now),
            Some(_) => {}
        }
    }

    fn keep(&mut self, error: SeenError) {
        if let Some(at) = self.errors.iter().position(|known| known.is_like(&error)) {
            let known = self.errors.remove(at);
            self.errors.push(SeenError {
                times: known.times.saturating_add(1),
                ..error
            });
            return;
        }
        if self.errors.len() == MAX_ERRORS {
            self.errors.remove(0);
        }
        self.errors.push(error);
    }
}

/// How a call failed, by what it says of the connection.
fn kind_of(failure: &Failure, writes: bool) -> FailureKind {
    match (failure.code.as_str(), failure.certainty) {
        ("circuit_open", _) => FailureKind::NotSent,
        ("unauthenticated" | "sign_in", Certainty::NotDonePermanent) => FailureKind::SignIn,
        (_, Certainty::Unknown | Certainty::UnknownPermanent) if writes => FailureKind::Unknown,
        (_, Certainty::Unknown | Certainty::NotDoneTransient) => FailureKind::Transient,
        (_, Certainty::NotDonePermanent | Certainty::UnknownPermanent) => FailureKind::Refused,
    }
}

fn count(counts: &mut Counts, sample: &Sample, failure: Option<FailureKind>) {
    match failure {
        Some(FailureKind::NotSent) => {
            counts.not_sent += 1;
            return;
        }
        Some(FailureKind::Transient) => counts.transient += 1,
        Some(FailureKind::Refused) => counts.refused += 1,
        Some(FailureKind::Unknown) => counts.unknown += 1,
        Some(FailureKind::SignIn) => counts.sign_in += 1,
        None => {}
    }
    counts.calls += 1;
    counts.opened += u64::from(sample.opened);
    // Shorter ones are what a lock or a context switch takes.
    if sample.waited >= Duration::from_millis(1) {
        counts.waits += 1;
        counts.waited_ms += u64::try_from(sample.waited.as_millis()).unwrap_or(u64::MAX);
    }
    counts.bytes += sample.bytes;
    if let Some(took) = sample.took {
        counts.took.add(took);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn figures() -> Figures {
        Figures::new(Arc::new(Notify::new()))
    }

    fn sample(ms: u64) -> Sample {
        Sample {
            entered: true,
            took: Some(Duration::from_millis(ms)),
            bytes: 100,
            ..Sample::default()
        }
    }

    fn record(figures: &Figures, now: DateTime<Utc>, kind: OperationKind, failure: Option<(&str, Certainty)>) {
        let failure = failure.map(|(code, certainty)| Failure::new(code, certainty, "failed"));
        figures.record(
            now,
            &sample(5),
            ("users.get", kind),
            failure.as_ref().map_or(Ok(()), Err),
            AskedBy::Other,
            |failure| (failure.code.clone(), failure.what.clone()),
        );
    }

    #[test]
    fn failures_are_told_apart() {
        use OperationKind::{Reads, Writes};
        let (figures, now) = (figures(), Utc::now());
        record(&figures, now, Reads, None);
        record(&figures, now, Reads, Some(("timeout", Certainty::Unknown)));
        record(&figures, now, Writes, Some(("timeout", Certainty::Unknown)));
        record(&figures, now, Writes, Some(("duplicate", Certainty::NotDonePermanent)));
        record(
            &figures,
            now,
            Reads,
            Some(("circuit_open", Certainty::NotDoneTransient)),
        );
        record(&figures, now, Reads, Some(("sign_in", Certainty::NotDonePermanent)));
        let (total, took) = figures.total();
        assert_eq!(took, Duration::from_millis(30));
        assert_eq!((total.calls, total.transient, total.unknown), (5, 1, 1));
        assert_eq!((total.refused, total.sign_in, total.not_sent), (1, 1, 1));
        assert_eq!(total.took.total(), 5);
        let pending = figures.pending();
        assert_eq!(pending.sign_in_failed_since, Some(now));
        // Whoever is answered no was let in.
        record(&figures, now, Writes, Some(("duplicate", Certainty::NotDonePermanent)));
        assert_eq!(figures.pending().sign_in_failed_since, None);
    }

    #[test]
    fn what_was_kept_goes_and_what_came_meanwhile_stays() {
        let (figures, now) = (figures(), Utc::now());
        let failed = Some(("timeout", Certainty::Unknown));
        record(&figures, now, OperationKind::Reads, failed);
        record(&figures, now, OperationKind::Reads, failed);
        let pending = figures.pending();
        assert_eq!(pending.errors[0].times, 2);
        record(&figures, now, OperationKind::Reads, failed);
        record(&figures, now + TimeDelta::minutes(1), OperationKind::Reads, None);
        figures.kept(&pending);
        let left = figures.pending();
        assert_eq!(left.errors.len(), 1);
        assert_eq!(left.errors[0].times, 1);
        let calls: Vec<u64> = left.minutes.iter().map(|(_, counts)| counts.calls).collect();
        assert_eq!(calls, [3, 1], "the first minute changed after it was taken");
        figures.kept(&left);
        assert_eq!(figures.pending().minutes.len(), 1, "the last one goes on");
        assert!(figures.pending().errors.is_empty());
    }

    #[test]
    fn a_clock_set_back_does_not_count_into_a_minute_that_is_over() {
        let (figures, now) = (figures(), Utc::now());
        record(&figures, now, OperationKind::Reads, None);
        record(&figures, now - TimeDelta::minutes(30), OperationKind::Reads, None);
        assert_eq!(figures.pending().minutes.len(), 1);
    }

    #[test]
    fn without_anybody_who_keeps_them_figures_are_bounded() {
        let (figures, now) = (figures(), Utc::now());
        for minute in 0..200 {
            record(&figures, now + TimeDelta::minutes(minute), OperationKind::Reads, None);
        }
        assert_eq!(figures.pending().minutes.len(), MAX_MINUTES);
        assert_eq!(figures.total().0.calls, 200);
    }
}
