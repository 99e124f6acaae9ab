//! Who waits for news of a run in this process: `?wait=`, live views, the progress bar of the demo.
//!
//! News is a hint that there is something to read, never the thing itself: a slow reader misses hints, not facts.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use throughline_engine::kernel::{RunId, RunStatus, Seq};
use tokio::sync::{Notify, watch};

/// Runs with a callback that are remembered.
const MOST_CALLED: usize = 100_000;

/// How a run stood when the news was made; all of it is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// Last fact in the journal.
    pub last_seq: Seq,
    /// The status then.
    pub status: RunStatus,
}

/// The subscriptions of this process.
#[derive(Debug, Default)]
pub(super) struct Hub {
    // A std mutex: held for a map operation, never across an await.
    runs: Mutex<HashMap<RunId, Watched>>,
    watched: AtomicUsize,
    /// How often somebody asked for every commit; while nobody ever did, commits in between cost nothing.
    every: AtomicUsize,
    /// Runs started here that have a callback.
    called: Mutex<HashSet<RunId>>,
    calls: AtomicUsize,
    settled: Notify,
}

#[derive(Debug)]
struct Watched {
    sender: watch::Sender<News>,
    /// Somebody wants to hear of every commit, not only of the end.
    every: bool,
}

impl News {
    /// Whether the run has ended or needs a person.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.status.is_ended() || self.status == RunStatus::Incident
    }
}

impl Hub {
    /// News of every commit of a run from now on. The first value says nothing: read the run once after subscribing.
    pub(super) fn subscribe(&self, run: RunId) -> watch::Receiver<News> {
        self.receiver(run, true)
    }

    /// News once the run has ended or stands at an incident; whoever waits for that is not woken in between.
    pub(super) fn subscribe_to_end(&self, run: RunId) -> watch::Receiver<News> {
        self.receiver(run, false)
    }

    fn receiver(&self, run: RunId, every: bool) -> watch::Receiver<News> {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        // Those whose reader left before the run moved again are swept when the map is about to grow.
        if runs.len() == runs.capacity() {
            runs.retain(|_, watched| watched.sender.receiver_count() > 0);
        }
        let watched = runs.entry(run).or_insert_with(|| Watched {
            sender: watch::Sender::new(News {
                last_seq: Seq(0),
                status: RunStatus::Created,
            }),
            every: false,
        });
        watched.every |= every;
        if every {
            self.every.fetch_add(1, Ordering::Release);
        }
        let receiver = watched.sender.subscribe();
        self.watched.store(runs.len(), Ordering::Release);
        receiver
    }

    /// A run has a callback.
    pub(super) fn expect_callback(&self, run: RunId) {
        let mut called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        // Runs that another node took over are never heard of again. Whoever delivers looks by himself, too.
        if called.len() >= MOST_CALLED {
            called.clear();
        }
        called.insert(run);
        self.calls.store(called.len(), Ordering::Release);
        // It may have ended already.
        self.settled.notify_one();
    }

    /// Returns when a run with a callback has settled.
    pub(super) async fn callback_news(&self) {
        self.settled.notified().await;
    }

    fn publish_to_callbacks(&self, run: RunId, news: News) {
        let mut called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        let known = match news.status.is_ended() {
            true => called.remove(&run),
            false => called.contains(&run),
        };
        self.calls.store(called.len(), Ordering::Release);
        if known {
            self.settled.notify_one();
        }
    }

    /// Tells whoever waits. Cheap where nobody does.
    pub(super) fn publish(&self, run: RunId, news: News) {
        if news.is_settled() && self.calls.load(Ordering::Acquire) > 0 {
            self.publish_to_callbacks(run, news);
        }
        let nobody = self.watched.load(Ordering::Acquire) == 0;
        if nobody || (!news.is_settled() && self.every.load(Ordering::Acquire) == 0) {
            return;
        }
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(watched) = runs.get(&run) {
            if watched.sender.receiver_count() == 0 {
                runs.remove(&run);
            } else if watched.every || news.is_settled() {
                watched.sender.send_replace(news);
            }
        }
        self.watched.store(runs.len(), Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_subscriber_hears_the_latest_news_and_is_forgotten_when_gone() {
        let hub = Hub::default();
        let run = RunId(Uuid::from_u128(1));
        let news = |seq| News {
            last_seq: Seq(seq),
            status: RunStatus::Running,
        };
        hub.publish(run, news(1));
        let mut receiver = hub.subscribe(run);
        assert!(!receiver.has_changed().unwrap());
        hub.publish(run, news(2));
        hub.publish(run, news(3));
        assert_eq!(*receiver.borrow_and_update(), news(3));
        drop(receiver);
        hub.publish(run, news(4));
        assert_eq!(hub.watched.load(Ordering::Acquire), 0);

        let receiver = hub.subscribe_to_end(run);
        hub.publish(run, news(5));
        assert!(!receiver.has_changed().unwrap());
        hub.publish(
            run,
            News {
                last_seq: Seq(6),
                status: RunStatus::Completed,
            },
        );
        assert!(receiver.has_changed().unwrap());
    }
}
