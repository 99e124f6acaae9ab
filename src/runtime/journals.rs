//! Journals that were read to look back. A page of a long run asks for many moments of it, and reading ten thousand facts
//! takes far longer than folding them. A journal only grows: what was read is never read again, only what came since.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use throughline_engine::kernel::{Entry, RunId, Seq};

use super::{ActionError, Runtime};
use crate::store::{Loaded, RunRow};

/// Journals shorter than this are as quickly read again.
const WORTH_KEEPING: usize = 200;
/// Bytes kept at most, as payloads have them; in memory they take some three times as much.
const MOST_BYTES: usize = 24 * 1024 * 1024;
/// What a fact takes besides its payload.
const BYTES_PER_FACT: usize = 128;

/// The facts of a run, in their order.
pub(super) struct Journal {
    pub(super) facts: Vec<Entry>,
    bytes: usize,
}

/// The journals kept, those looked at last.
#[derive(Default)]
pub(super) struct Journals {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    journals: HashMap<RunId, (u64, Arc<Journal>)>,
    bytes: usize,
    clock: u64,
}

impl Journals {
    fn get(&self, run: RunId) -> Option<Arc<Journal>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let now = kept.clock;
        let (used, journal) = kept.journals.get_mut(&run)?;
        *used = now;
        Some(journal.clone())
    }

    fn forget(&self, run: RunId) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(run);
    }

    fn put(&self, run: RunId, journal: Arc<Journal>) {
        if journal.facts.len() < WORTH_KEEPING || journal.bytes > MOST_BYTES {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Two who read at once: the one who read more is right.
        if let Some((_, known)) = kept.journals.get(&run)
            && known.facts.len() > journal.facts.len()
        {
            return;
        }
        kept.remove(run);
        kept.bytes += journal.bytes;
        kept.clock += 1;
        let now = kept.clock;
        kept.journals.insert(run, (now, journal));
        while kept.bytes > MOST_BYTES
            && let Some(oldest) = kept.oldest()
        {
            kept.remove(oldest);
        }
    }
}

impl Kept {
    fn remove(&mut self, run: RunId) {
        if let Some((_, journal)) = self.journals.remove(&run) {
            self.bytes -= journal.bytes;
        }
    }

    fn oldest(&self) -> Option<RunId> {
        let oldest = self.journals.iter().min_by_key(|(_, (used, _))| *used);
        oldest.map(|(run, _)| *run)
    }
}

impl Runtime {
    /// The row of a run and its journal as it is now.
    pub(super) async fn journal(&self, run: RunId) -> Result<(RunRow, Arc<Journal>), ActionError> {
        let journals = &self.inner.journals;
        let known = journals.get(run);
        let after = known
            .as_ref()
            .and_then(|journal| journal.facts.last())
            .map_or(Seq(0), |last| last.seq);
        let loaded = match self.store().load_after(run, after).await? {
            Loaded::Missing(_) => {
                journals.forget(run);
                return Err(ActionError::NoSuchRun(run));
            }
            Loaded::Poisoned { cause, .. } => {
                journals.forget(run);
                return Err(ActionError::Broken(cause.to_string()));
            }
            Loaded::Run(loaded) => *loaded,
        };
        let journal = match known {
            Some(known) if loaded.facts.is_empty() => known,
            known => {
                let mut facts = known.as_ref().map_or_else(Vec::new, |known| known.facts.clone());
                let bytes = known.map_or(0, |known| known.bytes) + loaded.bytes + BYTES_PER_FACT * loaded.facts.len();
                facts.extend(loaded.facts);
                let journal = Arc::new(Journal { facts, bytes });
                journals.put(run, journal.clone());
                journal
            }
        };
        Ok((loaded.row, journal))
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;
    use throughline_engine::kernel::Fact;

    use super::*;

    fn journal(facts: usize, bytes: usize) -> Arc<Journal> {
        let entry = |seq| Entry {
            seq: Seq(seq),
            at: Utc::now(),
            fact: Fact::Resumed { by: "ann".to_owned() },
        };
        let facts = (1..=u32::try_from(facts).unwrap()).map(entry).collect();
        Arc::new(Journal { facts, bytes })
    }

    fn run() -> RunId {
        RunId(uuid::Uuid::now_v7())
    }

    #[test]
    fn those_looked_at_last_stay_within_the_bound() {
        let journals = Journals::default();
        let [first, second, third] = [run(), run(), run()];
        journals.put(first, journal(WORTH_KEEPING, MOST_BYTES / 2));
        journals.put(second, journal(WORTH_KEEPING, MOST_BYTES / 2));
        assert!(journals.get(first).is_some());
        journals.put(third, journal(WORTH_KEEPING, MOST_BYTES / 2));
        assert!(
            journals.get(second).is_none(),
            "nobody looked at it for the longest time"
        );
        assert!(journals.get(first).is_some() && journals.get(third).is_some());
        assert_eq!(journals.kept.lock().unwrap().bytes, MOST_BYTES / 2 * 2);
    }

    #[test]
    fn short_ones_are_not_kept_nor_those_over_the_bound_nor_older_readings() {
        let journals = Journals::default();
        let run = run();
        journals.put(run, journal(WORTH_KEEPING - 1, 1));
        journals.put(run, journal(WORTH_KEEPING, MOST_BYTES + 1));
        assert!(journals.get(run).is_none());
        journals.put(run, journal(WORTH_KEEPING + 5, 2));
        journals.put(run, journal(WORTH_KEEPING, 1));
        assert_eq!(journals.get(run).unwrap().facts.len(), WORTH_KEEPING + 5);
        assert_eq!(journals.kept.lock().unwrap().bytes, 2);
    }
}
