//! Reading many schedules at once: what comes next of all, and what became of the planned times of whole days.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row as _;

use super::{Firing, FiringOutcome, OutcomeName, Schedule, ScheduleId};
use crate::store::{Store, StoreError};

/// What a calendar needs of a planned time that is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFiring {
    /// Its schedule.
    pub schedule: ScheduleId,
    /// The planned time; for a run that somebody asked for, when they asked.
    pub planned_at: DateTime<Utc>,
    /// What became of it.
    pub outcome: FiringOutcome,
    /// How many planned times it stands for.
    pub times: u32,
}

impl Store {
    /// The schedules that are looked at next, the first first: those that are paused or over are never.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn schedules_to_come(&self, hidden: &[String], limit: u32) -> Result<Vec<Schedule>, StoreError> {
        // Rides on `schedule_look`.
        sqlx::query_as(
            "SELECT * FROM schedule WHERE look_at IS NOT NULL AND process <> ALL ($1) ORDER BY look_at LIMIT $2",
        )
        .bind(hidden)
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("look which schedules fire next"))
    }

    /// What became of planned times, day by day: `edges` are where the days begin and where the last one ends. At most
    /// `most_a_day` of a schedule and day, and `most` in all; the later ones are left out.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn firings_by_day(
        &self,
        schedules: &[ScheduleId],
        edges: &[DateTime<Utc>],
        most_a_day: u32,
        most: u32,
    ) -> Result<Vec<DayFiring>, StoreError> {
        let (from, to): (Vec<_>, Vec<_>) = edges.windows(2).map(|edge| (edge[0], edge[1])).unzip();
        // Each schedule and day is a range of the primary key, cut short: a schedule that fires every second costs no
        // more than one that fires every five minutes.
        let rows = sqlx::query(
            "SELECT f.schedule_id, f.planned_at, f.outcome, f.times
             FROM UNNEST($1::timestamptz[], $2::timestamptz[]) AS day (starts, ends)
             CROSS JOIN UNNEST($3::uuid[]) AS s (id)
             CROSS JOIN LATERAL (
                 SELECT * FROM schedule_firing
                 WHERE schedule_id = s.id AND planned_at >= day.starts AND planned_at < day.ends
                 ORDER BY planned_at LIMIT $4
             ) AS f LIMIT $5",
        )
        .bind(from)
        .bind(to)
        .bind(schedules)
        .bind(i64::from(most_a_day))
        .bind(i64::from(most))
        .fetch_all(self.pool());
        let firings = async {
            rows.await?
                .into_iter()
                .map(|row| {
                    Ok(DayFiring {
                        schedule: row.try_get("schedule_id")?,
                        planned_at: row.try_get("planned_at")?,
                        outcome: row.try_get::<OutcomeName, _>("outcome")?.0,
                        times: row.try_get::<i32, _>("times")?.unsigned_abs(),
                    })
                })
                .collect::<Result<_, sqlx::Error>>()
        };
        firings
            .await
            .map_err(StoreError::doing("read what became of planned times"))
    }

    /// These firings, whole. What is not there any more is left out.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn firings_at(&self, places: &[(ScheduleId, DateTime<Utc>)]) -> Result<Vec<Firing>, StoreError> {
        let (schedules, planned): (Vec<ScheduleId>, Vec<DateTime<Utc>>) = places.iter().copied().unzip();
        sqlx::query_as(
            "SELECT f.* FROM UNNEST($1::uuid[], $2::timestamptz[]) AS at (id, planned)
             JOIN schedule_firing AS f ON f.schedule_id = at.id AND f.planned_at = at.planned",
        )
        .bind(schedules)
        .bind(planned)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("read firings"))
    }
}

impl Firing {
    /// By how much its run was late, where that is more than a minute beyond the schedule's jitter.
    #[must_use]
    pub fn late_by(&self, jitter: std::time::Duration) -> Option<TimeDelta> {
        if self.outcome != FiringOutcome::Fired || self.origin != super::FiringOrigin::Schedule {
            return None;
        }
        // The row of a firing that fired is not changed again.
        let late = self.changed_at - self.planned_at;
        let allowed = TimeDelta::from_std(jitter)
            .unwrap_or(TimeDelta::MAX)
            .checked_add(&TimeDelta::minutes(1))?;
        (late > allowed).then_some(late)
    }
}
