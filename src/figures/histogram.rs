//! How long calls took, in buckets that are the same on every node and at all times, so that they can be added.

use std::time::Duration;

/// Buckets of a [`Histogram`]. Each ends at √2 times the one before (1 ms, 1.4 ms, 2 ms … 65.5 s), so that a quantile
/// is off by a fifth at most; the last one holds everything longer.
pub const BUCKETS: usize = 34;

/// Counts of calls by how long they took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram([u64; BUCKETS]);

impl Default for Histogram {
    fn default() -> Self {
        Self([0; BUCKETS])
    }
}

impl Histogram {
    /// Counts that were kept; what is missing is zero, what is negative or too much is left out.
    pub fn from_counts(counts: impl IntoIterator<Item = i64>) -> Self {
        let mut histogram = Self::default();
        for (bucket, count) in histogram.0.iter_mut().zip(counts) {
            *bucket = u64::try_from(count).unwrap_or(0);
        }
        histogram
    }

    /// The counts, from the shortest bucket on.
    pub fn counts(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().copied()
    }

    /// Where a bucket ends, in milliseconds; the last has no end.
    #[must_use]
    pub fn end_ms(bucket: usize) -> Option<f64> {
        (bucket + 1 < BUCKETS).then(|| edge(bucket))
    }

    /// Counts one call.
    pub fn add(&mut self, took: Duration) {
        let ms = took.as_secs_f64() * 1000.0;
        let fits = |bucket: &usize| ms <= edge(*bucket);
        self.0[(0..BUCKETS - 1).find(fits).unwrap_or(BUCKETS - 1)] += 1;
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// How many were counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The time that this share (0 to 1) of the calls did not exceed, in milliseconds; `None` where there were none.
    /// Within a bucket the calls are taken to be spread evenly; what is longer than all buckets counts as their end.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> Option<f64> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let wanted = as_f64(total) * share;
        let mut before = 0.0;
        for (bucket, &count) in self.0.iter().enumerate().filter(|(_, count)| **count > 0) {
            let count = as_f64(count);
            if before + count >= wanted {
                let begin = if bucket == 0 { 0.0 } else { edge(bucket - 1) };
                let end = edge(bucket.min(BUCKETS - 2));
                return Some(begin.min(end) + (end - begin.min(end)) * ((wanted - before) / count).clamp(0.0, 1.0));
            }
            before += count;
        }
        Some(edge(BUCKETS - 2))
    }
}

/// Where a bucket ends, in milliseconds.
fn edge(bucket: usize) -> f64 {
    let half_steps = i32::try_from(bucket).unwrap_or(i32::MAX);
    std::f64::consts::SQRT_2.powi(half_steps)
}

#[expect(clippy::cast_precision_loss, reason = "counts of calls stay far below 2^53")]
fn as_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(times: &[u64]) -> Histogram {
        let mut histogram = Histogram::default();
        times.iter().for_each(|ms| histogram.add(Duration::from_millis(*ms)));
        histogram
    }

    #[test]
    fn quantiles_are_near() {
        let times: Vec<u64> = (1..=1000).collect();
        let histogram = of(&times);
        for (share, exact) in [(0.5, 500.0), (0.95, 950.0)] {
            let found = histogram.quantile_ms(share).unwrap();
            assert!((found - exact).abs() / exact < 0.2, "{share}: {found}");
        }
        assert_eq!(Histogram::default().quantile_ms(0.5), None);
    }

    #[test]
    fn merging_is_counting_together() {
        let mut left = of(&[0, 3, 70, 5_000]);
        let right = of(&[12, 12, 900_000]);
        left.merge(&right);
        assert_eq!(left, of(&[0, 3, 70, 5_000, 12, 12, 900_000]));
        assert_eq!(left.total(), 7);
    }

    #[test]
    fn what_is_longer_than_all_buckets_is_kept_and_bounded() {
        let histogram = of(&[900_000]);
        assert_eq!(histogram.counts().last(), Some(1));
        assert!((histogram.quantile_ms(0.95).unwrap() - 65_536.0).abs() < 1.0);
    }

    #[test]
    fn counts_come_back() {
        let histogram = of(&[1, 2, 3, 400]);
        let counts = histogram.counts().map(|count| i64::try_from(count).unwrap());
        assert_eq!(Histogram::from_counts(counts), histogram);
        assert_eq!(Histogram::from_counts([-3, 2]).total(), 2);
    }
}
