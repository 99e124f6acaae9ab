//! How many runs were accepted in each part of a span of time, and how they stand: what a plot of the last day shows.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row as _;
use throughline_engine::kernel::RunStatus;
use uuid::Uuid;

use super::row::StatusName;
use super::{Store, StoreError, partition};

/// Which runs to count, in which parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesFilter {
    /// Accepted at this time or later.
    pub since: DateTime<Utc>,
    /// Accepted before this time.
    pub until: DateTime<Utc>,
    /// How many parts of one length.
    pub buckets: u32,
    /// Only of this process.
    pub process: Option<String>,
    /// None of these processes: the reader may not see them.
    pub hidden: Vec<String>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesBucket {
    /// Where it begins.
    pub from: DateTime<Utc>,
    /// Where it ends; the next begins there.
    pub to: DateTime<Utc>,
    /// Runs accepted in it, by how they stand now. A status that none has is not there.
    pub statuses: BTreeMap<RunStatus, u64>,
}

/// $1 and $2 the first ids of each part and of the next, $3 statuses, $4 hidden processes. Only `run_status_id` is read,
/// and `run_process` for what is hidden: the wide rows of `run` are not touched, and what it costs follows the number of
/// runs in the span. There is no index on `ended_at` for it: one more index would be written by the committer with every
/// end of a run, for a plot that few look at.
pub const SERIES: &str = "SELECT part.place, s.wanted AS status,
        (SELECT count(*) FROM run WHERE status = s.wanted AND id >= part.low AND id < part.high)
      - (SELECT count(*) FROM UNNEST($4::text[]) AS h (process)
         JOIN run ON run.process = h.process AND run.status = s.wanted AND run.id >= part.low AND run.id < part.high) AS runs
    FROM UNNEST($1::uuid[], $2::uuid[]) WITH ORDINALITY AS part (low, high, place)
    CROSS JOIN UNNEST($3::run_status[]) AS s (wanted)";

/// The same of one process, $4: on `run_process`.
pub const SERIES_OF_PROCESS: &str = "SELECT part.place, s.wanted AS status,
        (SELECT count(*) FROM run WHERE process = $4 AND status = s.wanted AND id >= part.low AND id < part.high) AS runs
    FROM UNNEST($1::uuid[], $2::uuid[]) WITH ORDINALITY AS part (low, high, place)
    CROSS JOIN UNNEST($3::run_status[]) AS s (wanted)";

impl SeriesFilter {
    /// Where the parts begin, and where the last one ends: whole milliseconds, as ids of runs have them.
    fn edges(&self) -> Vec<DateTime<Utc>> {
        let (since, until) = (self.since.timestamp_millis(), self.until.timestamp_millis());
        let (span, parts) = (i128::from(until - since), i128::from(self.buckets.max(1)));
        let edge = |part: i128| {
            // A share of the span, so it fits again.
            let offset = i64::try_from(span * part / parts).unwrap_or(i64::MAX);
            self.since + TimeDelta::milliseconds(offset)
        };
        (0..=parts).map(edge).collect()
    }
}

impl Store {
    /// Counts the runs that were accepted in each part, by how they stand now.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn run_series(&self, filter: &SeriesFilter) -> Result<Vec<SeriesBucket>, StoreError> {
        let edges = filter.edges();
        let mut buckets: Vec<SeriesBucket> = edges
            .windows(2)
            .map(|edge| SeriesBucket {
                from: edge[0],
                to: edge[1],
                statuses: BTreeMap::new(),
            })
            .collect();
        let hidden = |process: &String| filter.hidden.contains(process);
        // Of one process that is hidden there is nothing to count.
        if filter.process.as_ref().is_some_and(hidden) {
            return Ok(buckets);
        }
        let first = |at: &DateTime<Utc>| partition::first_id_at(*at);
        let (low, high): (Vec<Uuid>, Vec<Uuid>) =
            edges.windows(2).map(|edge| (first(&edge[0]), first(&edge[1]))).unzip();
        let statuses: Vec<StatusName> = RunStatus::ALL.into_iter().map(StatusName).collect();
        let counts = match &filter.process {
            Some(process) => sqlx::query(SERIES_OF_PROCESS)
                .bind(low)
                .bind(high)
                .bind(statuses)
                .bind(process),
            None => sqlx::query(SERIES)
                .bind(low)
                .bind(high)
                .bind(statuses)
                .bind(&filter.hidden),
        };
        let counted = async {
            for row in counts.fetch_all(self.pool()).await? {
                let runs: i64 = row.try_get("runs")?;
                let place: i64 = row.try_get("place")?;
                let bucket = usize::try_from(place - 1).ok().and_then(|place| buckets.get_mut(place));
                if let (Some(bucket), 1..) = (bucket, runs) {
                    let status = row.try_get::<StatusName, _>("status")?.0;
                    bucket.statuses.insert(status, runs.unsigned_abs());
                }
            }
            Ok(buckets)
        };
        counted.await.map_err(StoreError::doing("count runs over time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_span_without_gaps() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let filter = SeriesFilter {
            since: at("2026-11-23T10:00:00.123456Z"),
            until: at("2026-11-23T10:00:01.123Z"),
            buckets: 7,
            process: None,
            hidden: Vec::new(),
        };
        let edges = filter.edges();
        assert_eq!(edges.len(), 8);
        assert_eq!(edges[0], filter.since);
        assert_eq!(edges[7].timestamp_millis(), filter.until.timestamp_millis());
        assert!(edges.windows(2).all(|edge| edge[0] < edge[1]), "{edges:?}");
    }
}
