//! The wall-clock guard of folds. Budgets of operations end a script the same way in every replay; this guard is for
//! what they cannot foresee (a machine that swaps): it stops the fold without a trace in the journal.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// Longest time one fold may take.
const LONGEST_FOLD: Duration = Duration::from_secs(20);
/// How often the guard looks.
const LOOK: Duration = Duration::from_millis(500);

/// Watches the folds of one shard.
#[derive(Debug)]
pub(super) struct FoldGuard {
    base: Instant,
    /// Milliseconds after `base` when the present fold began, plus one; 0 while none is under way.
    since: AtomicU64,
    interrupt: Arc<AtomicBool>,
}

impl FoldGuard {
    /// A guard with the flag its script engine looks at.
    #[must_use]
    pub(super) fn new() -> Arc<Self> {
        let guard = Arc::new(Self {
            base: Instant::now(),
            since: AtomicU64::new(0),
            interrupt: Arc::new(AtomicBool::new(false)),
        });
        let weak = Arc::downgrade(&guard);
        // A thread and not a task: the folds it watches may hold every worker of the runtime.
        let watcher = std::thread::Builder::new()
            .name("fold-guard".to_owned())
            .spawn(move || look(&weak));
        if let Err(error) = watcher {
            // Budgets of operations still end every script.
            tracing::warn!(%error, "no thread for the guard of folds");
        }
        guard
    }

    /// The flag that stops a script.
    #[must_use]
    pub(super) fn interrupt(&self) -> Arc<AtomicBool> {
        self.interrupt.clone()
    }

    /// Marks a fold as under way until the answer is dropped.
    pub(super) fn watch(&self) -> Watched<'_> {
        self.interrupt.store(false, Ordering::Relaxed);
        self.since.store(self.elapsed_ms() + 1, Ordering::Release);
        Watched { guard: self }
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.base.elapsed().as_millis()).unwrap_or(u64::MAX - 1)
    }
}

/// A fold under way.
#[derive(Debug)]
pub(super) struct Watched<'a> {
    guard: &'a FoldGuard,
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.guard.since.store(0, Ordering::Release);
    }
}

fn look(guard: &Weak<FoldGuard>) {
    loop {
        std::thread::sleep(LOOK);
        let Some(guard) = guard.upgrade() else { return };
        let since = guard.since.load(Ordering::Acquire);
        if since != 0 && guard.elapsed_ms().saturating_sub(since) > LONGEST_FOLD.as_millis() as u64 {
            guard.interrupt.store(true, Ordering::Relaxed);
        }
    }
}
