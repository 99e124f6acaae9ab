//! Freezing a selection: which runs an act is about is decided once, by one statement over one snapshot, and written
//! down. The numbers of the preview are counted by that same statement, so button, preview and result cannot differ.

use std::time::Duration;

use sqlx::{Postgres, QueryBuilder, Row as _};
use throughline_engine::kernel::{RunId, RunStatus};
use uuid::Uuid;

use super::{ActionName, BulkAction, LeftOutName};
use crate::store::row::StatusName;
use crate::store::{RunFilter, Store, StoreError};

/// An act to keep.
#[derive(Debug, Clone)]
pub struct NewBulk<'a> {
    /// Its id.
    pub id: Uuid,
    /// What is to be done.
    pub action: BulkAction,
    /// The filter as it was asked for, as JSON; none where ids were.
    pub filter: Option<&'a str>,
    /// Why, in words.
    pub reason: Option<&'a str>,
    /// Who.
    pub created_by: &'a str,
    /// How long it can be started.
    pub fresh: Duration,
    /// Processes the caller may see and not act on.
    pub no_right: &'a [String],
    /// Most runs it may act on.
    pub most: i64,
}

/// Which runs.
#[derive(Debug, Clone)]
pub enum Selection<'a> {
    /// All that a list with this filter shows.
    Filter(&'a RunFilter),
    /// These.
    Ids {
        /// The runs.
        ids: &'a [RunId],
        /// Not those of these processes: the caller does not see them.
        hidden: &'a [String],
    },
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum FreezeError {
    /// Too many runs.
    #[error("{runs} runs would be acted on, and one act is for at most {most}; narrow the filter, nothing was done")]
    TooMany {
        /// How many it would be.
        runs: u64,
        /// How many it may be.
        most: i64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Statuses a run may have to be acted on. The reasons of [`push_left_out`] say the same; this is what the planner can
/// look up in an index.
fn fitting(action: BulkAction) -> Vec<StatusName> {
    let fits = |status: &RunStatus| match action {
        _ if status.is_ended() => false,
        BulkAction::Cancel => true,
        BulkAction::Suspend | BulkAction::Retry => *status != RunStatus::Suspended,
        BulkAction::Resume => *status == RunStatus::Suspended,
    };
    RunStatus::ALL.into_iter().filter(fits).map(StatusName).collect()
}

/// Why a run is not acted on, as an expression: null where it is. That it has ended is said before anything else.
fn push_left_out(query: &mut QueryBuilder<Postgres>, action: BulkAction, no_right: &[String]) {
    query.push("(CASE WHEN run.ended_at IS NOT NULL THEN 'ended' ");
    query.push(match action {
        BulkAction::Cancel => "",
        BulkAction::Suspend => "WHEN run.status = 'suspended' THEN 'suspended' ",
        BulkAction::Resume => "WHEN run.status <> 'suspended' THEN 'not_suspended' ",
        // One branch may stand at an incident while others go on. A run that cannot be folded counts none.
        BulkAction::Retry => {
            "WHEN run.status = 'suspended' THEN 'suspended' \
             WHEN run.status <> 'incident' AND run.incidents = 0 THEN 'no_incident' "
        }
    });
    query.push("WHEN run.process = ANY (").push_bind(no_right.to_vec());
    query.push(") THEN 'no_right' END)::bulk_left_out");
}

fn push_selected(query: &mut QueryBuilder<Postgres>, selection: &Selection<'_>) {
    match selection {
        Selection::Filter(filter) => filter.push_where(query),
        Selection::Ids { ids, hidden } => {
            let ids: Vec<Uuid> = ids.iter().map(|run| run.0).collect();
            query.push("run.id = ANY (").push_bind(ids);
            query
                .push(") AND run.process <> ALL (")
                .push_bind(hidden.to_vec())
                .push(")");
        }
    }
}

/// How many runs of a selection each action would act on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BulkFit {
    /// All of the selection.
    pub matching: u64,
    /// Stand at an incident.
    pub retry: u64,
    /// Have not ended.
    pub cancel: u64,
    /// Have not ended and are not suspended.
    pub suspend: u64,
    /// Are suspended.
    pub resume: u64,
}

impl Store {
    /// Counts what each action would act on, by the same conditions a selection is frozen by.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn fit_bulk(&self, selection: &Selection<'_>, no_right: &[String]) -> Result<BulkFit, StoreError> {
        let mut query = QueryBuilder::<Postgres>::new("SELECT count(*) AS matching");
        for action in BulkAction::ALL {
            query.push(", count(*) FILTER (WHERE ");
            push_left_out(&mut query, action, no_right);
            query.push(" IS NULL) AS ").push(action.as_str());
        }
        query.push(" FROM run WHERE ");
        push_selected(&mut query, selection);
        let read = async {
            let row = query.build().fetch_one(self.pool()).await?;
            let count = |name| Ok::<_, sqlx::Error>(row.try_get::<i64, _>(name)?.cast_unsigned());
            Ok(BulkFit {
                matching: count("matching")?,
                retry: count(BulkAction::Retry.as_str())?,
                cancel: count(BulkAction::Cancel.as_str())?,
                suspend: count(BulkAction::Suspend.as_str())?,
                resume: count(BulkAction::Resume.as_str())?,
            })
        };
        let fit: Result<_, sqlx::Error> = read.await;
        fit.map_err(StoreError::doing("count runs to act on"))
    }

    /// Keeps an act with the runs it is about, as they are selected at this moment. Answers how many it will act on.
    ///
    /// # Errors
    /// There are too many, or the database; nothing is kept then.
    pub async fn freeze_bulk(&self, new: &NewBulk<'_>, selection: &Selection<'_>) -> Result<u64, FreezeError> {
        let doing = StoreError::doing("select runs to act on");
        let ids = match selection {
            Selection::Filter(_) => None,
            Selection::Ids { ids, .. } => Some(i32::try_from(ids.len()).unwrap_or(i32::MAX)),
        };
        let mut query = QueryBuilder::<Postgres>::new(
            "WITH made AS (
                 INSERT INTO bulk (id, action, filter, ids, reason, created_by, expires_at) VALUES (",
        );
        let mut values = query.separated(", ");
        values
            .push_bind(new.id)
            .push_bind(ActionName(new.action))
            .push_bind(new.filter)
            .push_bind(ids)
            .push_bind(new.reason)
            .push_bind(new.created_by);
        query
            .push(", now() + make_interval(secs => ")
            .push_bind(new.fresh.as_secs_f64());
        query.push("))), picked AS (INSERT INTO bulk_item (bulk_id, run_id) SELECT ");
        query.push_bind(new.id).push("::uuid, run.id FROM run WHERE ");
        push_selected(&mut query, selection);
        query.push(" AND run.status = ANY (").push_bind(fitting(new.action));
        query.push(") AND ");
        push_left_out(&mut query, new.action, new.no_right);
        // One more than there may be is enough to know; the groups below say how many it would be.
        query.push(" IS NULL LIMIT ").push_bind(new.most + 1);
        query.push(") INSERT INTO bulk_group (bulk_id, process, status, left_out, runs) SELECT ");
        query.push_bind(new.id).push("::uuid, run.process, run.status, ");
        push_left_out(&mut query, new.action, new.no_right);
        query.push(", count(*) FROM run WHERE ");
        push_selected(&mut query, selection);
        query.push(" GROUP BY 2, 3, 4 RETURNING left_out, runs");

        let mut transaction = self.pool().begin().await.map_err(doing)?;
        let rows = query.build().fetch_all(&mut *transaction).await.map_err(doing)?;
        let mut runs = 0_u64;
        for row in rows {
            let left_out: Option<LeftOutName> = row.try_get("left_out").map_err(doing)?;
            if left_out.is_none() {
                runs += row.try_get::<i64, _>("runs").map_err(doing)?.cast_unsigned();
            }
        }
        if runs > new.most.cast_unsigned() {
            return Err(FreezeError::TooMany { runs, most: new.most });
        }
        transaction.commit().await.map_err(doing)?;
        Ok(runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_has_ended_fits_anything() {
        for action in BulkAction::ALL {
            assert!(fitting(action).iter().all(|status| !status.0.is_ended()));
        }
        let resumed: Vec<RunStatus> = fitting(BulkAction::Resume).iter().map(|status| status.0).collect();
        assert_eq!(resumed, [RunStatus::Suspended]);
        assert_eq!(fitting(BulkAction::Cancel).len(), 5);
        assert_eq!(fitting(BulkAction::Suspend).len(), 4);
    }
}
