//! Requests a shard has folded lately. A request is read from its table by whoever brings the run into memory and by
//! whoever hears of the request; the row is gone only with the commit of its fact. In between it can arrive twice, and
//! must be folded once.

use std::collections::{HashSet, VecDeque};

/// How many are remembered: far more than arrive between the reading of a row and its being delivered.
const REMEMBERED: usize = 4096;

/// Ids of requests, the latest of them. They are unique over all runs.
#[derive(Default)]
pub(super) struct Taken {
    ids: HashSet<i64>,
    order: VecDeque<i64>,
}

impl Taken {
    /// Remembers a request. False: it was taken before.
    pub(super) fn note(&mut self, request: i64) -> bool {
        if !self.ids.insert(request) {
            return false;
        }
        self.order.push_back(request);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_taken_once_and_old_ones_are_forgotten() {
        let mut taken = Taken::default();
        assert!(taken.note(7));
        assert!(!taken.note(7));
        for request in 100..100 + REMEMBERED as i64 {
            assert!(taken.note(request));
        }
        assert!(taken.note(7), "forgotten");
        assert!(!taken.note(100 + REMEMBERED as i64 - 1));
        assert_eq!(taken.ids.len(), REMEMBERED);
    }
}
