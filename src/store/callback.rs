//! Callbacks: whom to tell when a run has ended, or stands at an incident.
//!
//! The row is written before the run is started, under the id the run will have, so a run without a callback never
//! costs a write here. It waits until its run has ended, is then *due* until it was told (with what Postgres' clock says
//! of each attempt), and is kept a while after that for people to look at.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row as _};
use throughline_engine::kernel::{RunId, Seq};
use uuid::Uuid;

use super::{Store, StoreError};

/// How a callback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallbackState {
    /// For its run to end.
    Waiting,
    /// To be told now, or again when its time comes.
    Due,
    /// It was told that the run has ended.
    Delivered,
    /// It could not be told in a day; nobody tries any more.
    GivenUp,
}

impl CallbackState {
    /// Every state.
    const ALL: [Self; 4] = [Self::Waiting, Self::Due, Self::Delivered, Self::GivenUp];

    /// Its name in Postgres.
    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Due => "due",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct StateName(CallbackState);

pg_enum!(StateName, "callback_state", CallbackState::ALL, CallbackState::as_str);

/// A callback to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCallback {
    /// Where to.
    pub url: String,
    /// Also when the run stands at an incident, each time it does.
    pub on_incident: bool,
}

/// A callback, for showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// Where to.
    pub url: String,
    /// Also at incidents.
    pub on_incident: bool,
    /// How it stands.
    pub state: CallbackState,
    /// Attempts of the present or last delivery.
    pub attempts: u32,
    /// When it is tried next.
    pub due_at: Option<DateTime<Utc>>,
    /// What went wrong last.
    pub last_error: Option<String>,
}

impl FromRow<'_, PgRow> for Callback {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            url: row.try_get("url")?,
            on_incident: row.try_get("on_incident")?,
            state: row.try_get::<StateName, _>("state")?.0,
            attempts: row.try_get::<i32, _>("attempts")?.cast_unsigned(),
            due_at: row.try_get("due_at")?,
            last_error: row.try_get("last_error")?,
        })
    }
}

/// A delivery to make now. It is this node's until its lease is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueCallback {
    /// The callback.
    pub id: Uuid,
    /// The run.
    pub run: RunId,
    /// Where to.
    pub url: String,
    /// Id of this delivery: the same for every attempt at it.
    pub delivery: Uuid,
    /// The attempt, from 1.
    pub attempt: u32,
}

/// $1 after, $2 page, $3 days. The runs are reached one by one by their primary key (`OFFSET 0` keeps the planner from
/// reading all runs instead), so a look costs what the page holds, however many runs there are.
const MARK: &str = "\
WITH page AS (
    SELECT id, run_id, on_incident, told_seq, created_at FROM run_callback
    WHERE state = 'waiting' AND id > $1 ORDER BY id LIMIT $2
), looked AS (
    SELECT page.*, r.last_seq, r.ended_at, r.status, r.id AS found
    FROM page LEFT JOIN LATERAL (SELECT id, last_seq, ended_at, status FROM run WHERE run.id = page.run_id OFFSET 0) AS r ON true
), marked AS (
    UPDATE run_callback SET state = 'due', delivery = gen_random_uuid(), due_at = now(), attempts = 0,
        give_up_at = now() + interval '24 hours', last_error = NULL
    FROM looked
    WHERE run_callback.id = looked.id AND run_callback.state = 'waiting'
        AND (looked.ended_at IS NOT NULL
             OR (looked.on_incident AND looked.status = 'incident' AND looked.last_seq > looked.told_seq))
    RETURNING run_callback.id
), gone AS (
    DELETE FROM run_callback USING looked
    WHERE run_callback.id = looked.id AND looked.found IS NULL AND looked.created_at < now() - make_interval(days => $3)
)
SELECT (SELECT count(*) FROM page) AS looked_at, (SELECT count(*) FROM marked) AS marked,
       (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last";

/// A page of waiting callbacks that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Looked {
    /// How many there were.
    pub(crate) looked_at: i64,
    /// How many of them are due now.
    pub(crate) marked: i64,
    /// Where the next page begins; `None` at the end.
    pub(crate) next: Option<Uuid>,
}

impl Store {
    /// Keeps a callback of a run that is about to be started, or that is there. The same address twice is one.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn add_callbacks(&self, runs: &[RunId], new: &NewCallback) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO run_callback (id, run_id, url, on_incident, delivery)
             SELECT gen_random_uuid(), run_id, $2, $3, gen_random_uuid() FROM UNNEST($1::uuid[]) AS n (run_id)
             ON CONFLICT (run_id, url) DO NOTHING",
        )
        .bind(runs.iter().map(|run| run.0).collect::<Vec<_>>())
        .bind(&new.url)
        .bind(new.on_incident)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("keep a callback"))?;
        Ok(())
    }

    /// Forgets the callbacks of a run that was refused.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn remove_callbacks(&self, run: RunId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM run_callback WHERE run_id = $1")
            .bind(run.0)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("forget a callback"))?;
        Ok(())
    }

    /// The callbacks of a run.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn callbacks_of(&self, run: RunId) -> Result<Vec<Callback>, StoreError> {
        sqlx::query_as(
            "SELECT url, on_incident, state, attempts, due_at, last_error FROM run_callback WHERE run_id = $1 ORDER BY created_at, url",
        )
        .bind(run.0)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("read callbacks"))
    }

    /// Looks at a page of waiting callbacks after the callback `after`; those whose run has ended become due.
    pub(crate) async fn mark_callbacks(&self, after: Option<Uuid>, page: i64, days: i32) -> Result<Looked, StoreError> {
        let row = sqlx::query(MARK)
            .bind(after.unwrap_or_default())
            .bind(page)
            .bind(days)
            .fetch_one(self.pool());
        let looked = async {
            let row = row.await?;
            let looked_at: i64 = row.try_get("looked_at")?;
            Ok(Looked {
                looked_at,
                marked: row.try_get("marked")?,
                next: row.try_get::<Option<Uuid>, _>("last")?.filter(|_| looked_at == page),
            })
        };
        let looked: Result<_, sqlx::Error> = looked.await;
        looked.map_err(StoreError::doing("look for callbacks"))
    }

    /// Takes due callbacks for `lease`; nodes that do it at once take different ones.
    pub(crate) async fn claim_callbacks(&self, limit: i64, lease: Duration) -> Result<Vec<DueCallback>, StoreError> {
        let rows = sqlx::query(
            "UPDATE run_callback SET attempts = attempts + 1, due_at = now() + make_interval(secs => $2)
             WHERE id IN (SELECT id FROM run_callback WHERE state = 'due' AND due_at <= now()
                          ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
             RETURNING id, run_id, url, delivery, attempts",
        )
        .bind(limit)
        .bind(lease.as_secs_f64())
        .fetch_all(self.pool());
        let due = async {
            rows.await?
                .into_iter()
                .map(|row| {
                    Ok(DueCallback {
                        id: row.try_get("id")?,
                        run: RunId(row.try_get("run_id")?),
                        url: row.try_get("url")?,
                        delivery: row.try_get("delivery")?,
                        attempt: row.try_get::<i32, _>("attempts")?.cast_unsigned(),
                    })
                })
                .collect()
        };
        let due: Result<_, sqlx::Error> = due.await;
        due.map_err(StoreError::doing("take callbacks that are due"))
    }

    /// How long until the next callback is due.
    pub(crate) async fn next_callback(&self) -> Result<Option<Duration>, StoreError> {
        let seconds: Option<f64> = sqlx::query_scalar(
            "SELECT extract(epoch FROM due_at - now())::float8 FROM run_callback WHERE state = 'due' ORDER BY due_at LIMIT 1",
        )
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("ask for the next callback"))?;
        Ok(seconds.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::ZERO)))
    }

    /// A delivery arrived. `ended`: it told the end of the run, and there will be no other.
    pub(crate) async fn callback_delivered(&self, due: &DueCallback, told: Seq, ended: bool) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE run_callback
             SET state = CASE WHEN $4 THEN 'delivered' ELSE 'waiting' END::callback_state, told_seq = $3, due_at = NULL,
                 give_up_at = NULL, last_error = NULL, settled_at = CASE WHEN $4 THEN now() END
             WHERE id = $1 AND delivery = $2 AND state = 'due'",
        )
        .bind(due.id)
        .bind(due.delivery)
        .bind(told.0.cast_signed())
        .bind(ended)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("note a delivered callback"))?;
        Ok(())
    }

    /// A delivery did not arrive; it is tried again after `pause`, or given up when its day is over (`for_good`: now).
    /// True where it was given up.
    pub(crate) async fn callback_failed(
        &self,
        due: &DueCallback,
        error: &str,
        pause: Duration,
        for_good: bool,
    ) -> Result<bool, StoreError> {
        let given_up: Option<bool> = sqlx::query_scalar(
            "UPDATE run_callback
             SET last_error = $3, due_at = CASE WHEN over THEN NULL ELSE now() + make_interval(secs => $4) END,
                 state = CASE WHEN over THEN 'given_up' ELSE 'due' END::callback_state,
                 settled_at = CASE WHEN over THEN now() END
             FROM (SELECT id AS failed, $5 OR now() + make_interval(secs => $4) > give_up_at AS over
                   FROM run_callback WHERE id = $1) AS f
             WHERE id = f.failed AND delivery = $2 AND state = 'due'
             RETURNING over",
        )
        .bind(due.id)
        .bind(due.delivery)
        .bind(error)
        .bind(pause.as_secs_f64())
        .bind(for_good)
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("note a failed callback"))?;
        Ok(given_up.unwrap_or(false))
    }

    /// Forgets at most `limit` callbacks that were settled more than `days` days ago; answers how many.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn forget_callbacks(&self, days: i32, limit: i64) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "DELETE FROM run_callback WHERE id = ANY (ARRAY(
                 SELECT id FROM run_callback WHERE settled_at < now() - make_interval(days => $1)
                 ORDER BY settled_at LIMIT $2 FOR UPDATE SKIP LOCKED
             ))",
        )
        .bind(days)
        .bind(limit)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("forget callbacks"))?;
        Ok(done.rows_affected())
    }
}
