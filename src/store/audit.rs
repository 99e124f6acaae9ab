//! The audit log: what was asked for, and how it was answered. Rows are only ever added; the database refuses the rest.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Postgres, QueryBuilder, Row as _};
use uuid::Uuid;

use super::{Store, StoreError, partition};

/// What somebody wants to do, written before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditAttempt {
    /// A UUIDv7: its order is that of time.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: the name of the caller.
    pub who: String,
    /// From which address.
    pub address: String,
    /// Id of the request, as the log of the service has it.
    pub request_id: String,
    /// What: the operation id of the route.
    pub action: String,
    /// To what: `runs/<id>`.
    pub object: String,
}

/// How it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditOutcome {
    /// Of which attempt.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// The HTTP status; 0 where the caller went away before it was answered.
    pub status: u16,
    /// What was made by it: `runs/<id>`.
    pub made: Option<String>,
    /// More about it, as JSON.
    pub details: String,
}

/// How an attempt ended, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditWord {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
    /// The service failed at it.
    Failed,
    /// Nobody knows: the caller went away, or the service or its database did.
    Unknown,
}

impl AuditWord {
    /// Every word.
    pub const ALL: [Self; 4] = [Self::Done, Self::Refused, Self::Failed, Self::Unknown];

    /// The word of a status.
    #[must_use]
    pub fn of(status: Option<u16>) -> Self {
        match status {
            Some(200..=399) => Self::Done,
            Some(400..=499) => Self::Refused,
            Some(500..) => Self::Failed,
            _ => Self::Unknown,
        }
    }

    /// The condition that finds it.
    fn condition(self) -> &'static str {
        match self {
            Self::Done => "o.status BETWEEN 200 AND 399",
            Self::Refused => "o.status BETWEEN 400 AND 499",
            Self::Failed => "o.status >= 500",
            Self::Unknown => "COALESCE(o.status, 0) < 200",
        }
    }
}

/// An attempt with its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// The attempt.
    pub attempt: AuditAttempt,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// What was made by it.
    pub made: Option<String>,
    /// More about it, as JSON.
    pub details: Option<String>,
}

impl FromRow<'_, PgRow> for AuditRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let status: Option<i16> = row.try_get("status")?;
        Ok(Self {
            attempt: AuditAttempt {
                id: row.try_get("id")?,
                at: row.try_get("at")?,
                who: row.try_get("who")?,
                address: row.try_get("address")?,
                request_id: row.try_get("request_id")?,
                action: row.try_get("action")?,
                object: row.try_get("object")?,
            },
            status: status.and_then(|status| u16::try_from(status).ok()),
            made: row.try_get("made")?,
            details: row.try_get("details")?,
        })
    }
}

/// Which rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only by this caller.
    pub who: Option<String>,
    /// Only this action.
    pub action: Option<String>,
    /// Only what was done to this thing, or made it.
    pub object: Option<String>,
    /// Only since this instant.
    pub since: Option<DateTime<Utc>>,
    /// Only before this instant.
    pub until: Option<DateTime<Utc>>,
    /// Only what ended so.
    pub outcome: Option<AuditWord>,
}

impl Store {
    /// Adds rows: all or none. Writing a row again that is there changes nothing, so a commit nobody knows the end of
    /// can be repeated.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn write_audit(&self, attempts: &[AuditAttempt], outcomes: &[AuditOutcome]) -> Result<(), StoreError> {
        let ids: Vec<Uuid> = attempts.iter().map(|row| row.id).collect();
        let at: Vec<DateTime<Utc>> = attempts.iter().map(|row| row.at).collect();
        let text = |of: fn(&AuditAttempt) -> &String| attempts.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
        let ended: Vec<Uuid> = outcomes.iter().map(|row| row.id).collect();
        let ended_at: Vec<DateTime<Utc>> = outcomes.iter().map(|row| row.at).collect();
        let status: Vec<i16> = outcomes
            .iter()
            .map(|row| i16::try_from(row.status).unwrap_or(0))
            .collect();
        let made: Vec<Option<String>> = outcomes.iter().map(|row| row.made.clone()).collect();
        let details: Vec<String> = outcomes.iter().map(|row| row.details.clone()).collect();
        sqlx::query(
            "WITH attempts AS (
                 INSERT INTO audit (id, at, who, address, request_id, action, object)
                 SELECT * FROM UNNEST($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                 ON CONFLICT (id) DO NOTHING
             )
             INSERT INTO audit_outcome (audit_id, at, status, made, details)
             SELECT * FROM UNNEST($8::uuid[], $9::timestamptz[], $10::int2[], $11::text[], $12::text[])
             ON CONFLICT (audit_id) DO NOTHING",
        )
        .bind(ids)
        .bind(at)
        .bind(text(|row| &row.who))
        .bind(text(|row| &row.address))
        .bind(text(|row| &row.request_id))
        .bind(text(|row| &row.action))
        .bind(text(|row| &row.object))
        .bind(ended)
        .bind(ended_at)
        .bind(status)
        .bind(made)
        .bind(details)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("write the audit log"))?;
        Ok(())
    }

    /// A page of the audit log, newest first, older than the row `before`. The conditions are put together for each
    /// question, so that the planner sees which there are and takes the index of the one that finds least.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn audit(
        &self,
        filter: &AuditFilter,
        before: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let mut query = QueryBuilder::<Postgres>::new(
            "SELECT a.id, a.at, a.who, a.address, a.request_id, a.action, a.object, o.status, o.made, o.details
             FROM audit AS a LEFT JOIN audit_outcome AS o ON o.audit_id = a.id WHERE a.id < ",
        );
        query.push_bind(before.unwrap_or(Uuid::max()));
        if let Some(who) = &filter.who {
            query.push(" AND a.who = ").push_bind(who);
        }
        if let Some(action) = &filter.action {
            query.push(" AND a.action = ").push_bind(action);
        }
        if let Some(object) = &filter.object {
            query
                .push(" AND a.id IN (SELECT id FROM audit WHERE object = ")
                .push_bind(object);
            query
                .push(" UNION ALL SELECT audit_id FROM audit_outcome WHERE made = ")
                .push_bind(object);
            query.push(")");
        }
        if let Some(since) = filter.since {
            query.push(" AND a.id >= ").push_bind(partition::first_id_at(since));
        }
        if let Some(until) = filter.until {
            query.push(" AND a.id < ").push_bind(partition::first_id_at(until));
        }
        if let Some(outcome) = filter.outcome {
            query.push(" AND ").push(outcome.condition());
        }
        query.push(" ORDER BY a.id DESC LIMIT ").push_bind(i64::from(limit));
        query
            .build_query_as()
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("read the audit log"))
    }
}
