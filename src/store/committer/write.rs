//! The statements of the committer. Each group is one statement and so one transaction and one round trip.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::RunValue;
use super::batch::{Group, final_status};
use super::session::Session;
use crate::store::journal::{self, Columns, for_people};
use crate::store::row::{StatusName, WaitKindName};
use crate::store::trigger::TriggerName;
use crate::store::{NodeId, partition};

/// Facts together with rows of `run`, `wait`, `run_request` and `run_value`, in one statement over arrays (measured against
/// BEGIN … COMMIT in docs/store.md). A run whose row is to change is written only while this node owns it: `changed`
/// names those, and what belongs to the others (`guarded` and not in `changed`) is left out whole. `IS NOT DISTINCT FROM`
/// and not `=`: no index can answer it, so the planner goes by the primary key of each run and never through all runs
/// the node owns.
macro_rules! statement {
    ($values:literal) => {
        concat!(
            "\
WITH changed AS (
    UPDATE run
    SET status = u.status, owner = CASE WHEN u.keeps THEN run.owner END, updated_at = u.at, ended_at = u.ended_at,
        last_seq = u.last_seq, incidents = u.incidents, last_error = u.last_error, result = u.result,
        error_step = u.error_step, error_code = u.error_code
    FROM UNNEST($1::uuid[], $2::run_status[], $3::bool[], $4::timestamptz[], $5::timestamptz[], $6::int4[], $7::int4[],
                $8::text[], $9::bytea[], $46::text[], $47::text[])
        AS u (id, status, keeps, at, ended_at, last_seq, incidents, last_error, result, error_step, error_code)
    WHERE run.id = u.id AND run.owner IS NOT DISTINCT FROM $10
    RETURNING run.id
), started AS (
    INSERT INTO run (id, definition_id, process, version, status, business_key, owner, started_by, created_at,
                     started_at, updated_at, ended_at, last_seq, incidents, last_error, result, trigger, error_step, error_code,
                     journal_format)
    SELECT n.*, $27::int2
    FROM UNNEST($11::uuid[], $12::uuid[], $13::text[], $14::int4[], $15::run_status[], $16::text[], $17::uuid[],
                $18::text[], $19::timestamptz[], $20::timestamptz[], $21::timestamptz[], $22::timestamptz[],
                $23::int4[], $24::int4[], $25::text[], $26::bytea[], $45::trigger_kind[], $48::text[], $49::text[])
        AS n
), facts AS (
    INSERT INTO journal (run_id, seq, at, kind, step, token, payload)
    SELECT f.run_id, f.seq, f.at, f.kind, f.step, f.token, f.payload
    FROM UNNEST($28::uuid[], $29::int4[], $30::timestamptz[], $31::fact_kind[], $32::text[], $33::int4[], $34::bytea[],
                $35::bool[]) AS f (run_id, seq, at, kind, step, token, payload, guarded)
    WHERE NOT f.guarded OR f.run_id IN (SELECT id FROM changed)
), waits AS (
    INSERT INTO wait (run_id, token, visit, kind, due_at)
    SELECT w.run_id, w.token, w.visit, w.kind, w.due_at
    FROM UNNEST($36::uuid[], $37::int4[], $38::int4[], $39::wait_kind[], $40::timestamptz[], $41::bool[])
        AS w (run_id, token, visit, kind, due_at, guarded)
    WHERE NOT w.guarded OR w.run_id IN (SELECT id FROM changed)
    ON CONFLICT (run_id, token, visit, kind) DO UPDATE SET due_at = excluded.due_at
), done AS (
    DELETE FROM run_request
    USING UNNEST($42::uuid[], $43::int8[], $44::bool[]) AS d (run_id, id, guarded)
    WHERE run_request.run_id = d.run_id AND run_request.id = d.id
        AND (NOT d.guarded OR d.run_id IN (SELECT id FROM changed))",
            $values,
            "
)
SELECT id FROM changed"
        )
    };
}

/// For commits without values, which is all of most batches: not even an empty part is paid for.
const WRITE: &str = statement!("");

/// With rows of `run_value`.
const WRITE_WITH_VALUES: &str = statement!(
    "
), found_by AS (
    INSERT INTO run_value (name, value, run_id)
    SELECT v.name, v.value, v.run_id
    FROM UNNEST($50::uuid[], $51::text[], $52::text[], $53::bool[]) AS v (run_id, name, value, guarded)
    WHERE NOT v.guarded OR v.run_id IN (SELECT id FROM changed)
    ON CONFLICT DO NOTHING"
);

/// Which runs another node wrote to. A plain look is enough: a clash is only reported once the other's row is committed,
/// and rows of the journal are never taken away. Both parts ride on the primary keys.
const LOST: &str = "\
SELECT journal.run_id
FROM UNNEST($1::uuid[], $2::int4[]) AS f (run_id, seq)
JOIN journal ON journal.run_id = f.run_id AND journal.seq = f.seq
UNION
SELECT run.id FROM UNNEST($3::uuid[]) AS n (id) JOIN run ON run.id = n.id";

#[derive(Default)]
struct Updates<'a> {
    id: Vec<Uuid>,
    status: Vec<StatusName>,
    keeps: Vec<bool>,
    at: Vec<DateTime<Utc>>,
    ended_at: Vec<Option<DateTime<Utc>>>,
    last_seq: Vec<i32>,
    incidents: Vec<i32>,
    last_error: Vec<Option<String>>,
    error_step: Vec<Option<&'a str>>,
    error_code: Vec<Option<String>>,
    result: Vec<Option<&'a [u8]>>,
}

#[derive(Default)]
struct Inserts<'a> {
    id: Vec<Uuid>,
    definition: Vec<Uuid>,
    process: Vec<&'a str>,
    version: Vec<i32>,
    status: Vec<StatusName>,
    business_key: Vec<Option<&'a str>>,
    owner: Vec<Option<Uuid>>,
    started_by: Vec<&'a str>,
    created_at: Vec<DateTime<Utc>>,
    started_at: Vec<Option<DateTime<Utc>>>,
    updated_at: Vec<DateTime<Utc>>,
    ended_at: Vec<Option<DateTime<Utc>>>,
    last_seq: Vec<i32>,
    incidents: Vec<i32>,
    last_error: Vec<Option<String>>,
    error_step: Vec<Option<&'a str>>,
    error_code: Vec<Option<String>>,
    result: Vec<Option<&'a [u8]>>,
    trigger: Vec<TriggerName>,
}

#[derive(Default)]
struct Waits {
    run: Vec<Uuid>,
    token: Vec<i32>,
    visit: Vec<i32>,
    kind: Vec<WaitKindName>,
    due_at: Vec<DateTime<Utc>>,
    guarded: Vec<bool>,
}

#[derive(Default)]
struct Requests {
    run: Vec<Uuid>,
    id: Vec<i64>,
    guarded: Vec<bool>,
}

#[derive(Default)]
struct Values<'a> {
    run: Vec<Uuid>,
    name: Vec<&'a str>,
    value: Vec<&'a str>,
    guarded: Vec<bool>,
}

/// A group column by column.
#[derive(Default)]
struct Arrays<'a> {
    updates: Updates<'a>,
    inserts: Inserts<'a>,
    facts: Columns<'a>,
    facts_guarded: Vec<bool>,
    waits: Waits,
    requests: Requests,
    values: Values<'a>,
}

impl<'a> Arrays<'a> {
    fn of(group: &'a Group, node: NodeId) -> Self {
        let mut arrays = Self::default();
        for pending in &group.runs {
            let run = pending.run.0;
            let update = pending.update.as_deref();
            // A run that begins and changes in one batch is inserted as it ends up.
            let guarded = pending.insert.is_none() && update.is_some();
            if let Some(insert) = pending.insert.as_deref() {
                let to = &mut arrays.inserts;
                let (status, owned) = final_status(insert, update);
                let last = pending.rows.last().map_or(0, |row| row.seq.0.cast_signed());
                to.id.push(run);
                to.definition.push(insert.definition.0);
                to.process.push(&insert.process);
                to.version.push(insert.version);
                to.status.push(StatusName(status));
                to.business_key.push(insert.business_key.as_deref());
                to.owner.push(owned.then_some(node.0));
                to.started_by.push(&insert.started_by);
                to.created_at.push(insert.created_at);
                to.started_at.push(insert.owned.then_some(insert.created_at));
                to.updated_at.push(update.map_or(insert.created_at, |update| update.at));
                to.ended_at
                    .push(update.filter(|update| update.status.is_ended()).map(|update| update.at));
                to.last_seq.push(last);
                to.incidents
                    .push(update.map_or(0, |update| update.incidents.cast_signed()));
                to.last_error
                    .push(update.and_then(|update| update.last_error.as_deref()).map(for_people));
                to.error_step
                    .push(update.and_then(|update| update.error_step.as_deref()));
                to.error_code
                    .push(update.and_then(|update| update.error_code.as_deref()).map(for_people));
                to.result.push(update.and_then(|update| update.result.as_deref()));
                to.trigger.push(TriggerName(insert.trigger));
            } else if let Some(update) = update {
                let to = &mut arrays.updates;
                to.id.push(run);
                to.status.push(StatusName(update.status));
                to.keeps.push(update.keeps_owner());
                to.at.push(update.at);
                to.ended_at.push(update.status.is_ended().then_some(update.at));
                to.last_seq.push(update.last_seq.0.cast_signed());
                to.incidents.push(update.incidents.cast_signed());
                to.last_error.push(update.last_error.as_deref().map(for_people));
                to.error_step.push(update.error_step.as_deref());
                to.error_code.push(update.error_code.as_deref().map(for_people));
                to.result.push(update.result.as_deref());
            }
            for row in &pending.rows {
                arrays.facts.push(pending.run, row);
                arrays.facts_guarded.push(guarded);
            }
            for wait in &pending.waits {
                let to = &mut arrays.waits;
                to.run.push(run);
                to.token.push(wait.token.0.cast_signed());
                to.visit.push(wait.visit.0.cast_signed());
                to.kind.push(WaitKindName(wait.kind));
                to.due_at.push(wait.due_at);
                to.guarded.push(guarded);
            }
            for request in &pending.requests_done {
                arrays.requests.run.push(run);
                arrays.requests.id.push(*request);
                arrays.requests.guarded.push(guarded);
            }
            for RunValue { name, value } in &pending.values {
                arrays.values.run.push(run);
                arrays.values.name.push(name);
                arrays.values.value.push(value);
                arrays.values.guarded.push(guarded);
            }
        }
        arrays
    }
}

impl Session {
    /// Writes a group. Returns the runs that were left out whole because another node owns them.
    pub(super) async fn write(&mut self, group: &Group) -> Result<HashSet<RunId>, sqlx::Error> {
        if group.is_facts_only() {
            let mut rows = Columns::default();
            for pending in &group.runs {
                for row in &pending.rows {
                    rows.push(pending.run, row);
                }
            }
            journal::insert(self.connection(), &rows).await?;
            return Ok(HashSet::new());
        }
        let arrays = Arrays::of(group, self.node());
        let changed = self.write_arrays(&arrays).await?;
        let changed: HashSet<Uuid> = changed.into_iter().collect();
        Ok(arrays
            .updates
            .id
            .iter()
            .filter(|id| !changed.contains(id))
            .map(|id| RunId(*id))
            .collect())
    }

    async fn write_arrays(&mut self, arrays: &Arrays<'_>) -> Result<Vec<Uuid>, sqlx::Error> {
        let Arrays {
            updates,
            inserts,
            facts,
            facts_guarded,
            waits,
            requests,
            values,
        } = arrays;
        let node = self.node();
        let with_values = !values.run.is_empty();
        let statement = if with_values { WRITE_WITH_VALUES } else { WRITE };
        let query = sqlx::query_scalar(statement)
            .bind(&updates.id)
            .bind(&updates.status)
            .bind(&updates.keeps)
            .bind(&updates.at)
            .bind(&updates.ended_at)
            .bind(&updates.last_seq)
            .bind(&updates.incidents)
            .bind(&updates.last_error)
            .bind(&updates.result)
            .bind(node.0)
            .bind(&inserts.id)
            .bind(&inserts.definition)
            .bind(&inserts.process)
            .bind(&inserts.version)
            .bind(&inserts.status)
            .bind(&inserts.business_key)
            .bind(&inserts.owner)
            .bind(&inserts.started_by)
            .bind(&inserts.created_at)
            .bind(&inserts.started_at)
            .bind(&inserts.updated_at)
            .bind(&inserts.ended_at)
            .bind(&inserts.last_seq)
            .bind(&inserts.incidents)
            .bind(&inserts.last_error)
            .bind(&inserts.result)
            .bind(journal::FORMAT)
            .bind(&facts.run)
            .bind(&facts.seq)
            .bind(&facts.at)
            .bind(&facts.kind)
            .bind(&facts.step)
            .bind(&facts.token)
            .bind(&facts.payload)
            .bind(facts_guarded)
            .bind(&waits.run)
            .bind(&waits.token)
            .bind(&waits.visit)
            .bind(&waits.kind)
            .bind(&waits.due_at)
            .bind(&waits.guarded)
            .bind(&requests.run)
            .bind(&requests.id)
            .bind(&requests.guarded)
            .bind(&inserts.trigger)
            .bind(&updates.error_step)
            .bind(&updates.error_code)
            .bind(&inserts.error_step)
            .bind(&inserts.error_code);
        let query = if with_values {
            query
                .bind(&values.run)
                .bind(&values.name)
                .bind(&values.value)
                .bind(&values.guarded)
        } else {
            query
        };
        query.fetch_all(self.connection()).await
    }

    /// Both statements without data: whether the tables, rights and disk are there.
    pub(super) async fn probe(&mut self) -> Result<(), sqlx::Error> {
        journal::insert(self.connection(), &Columns::default()).await?;
        self.write_arrays(&Arrays::default()).await?;
        Ok(())
    }

    /// The runs of a group another node wrote to.
    pub(super) async fn lost(&mut self, group: &Group) -> Result<HashSet<RunId>, sqlx::Error> {
        let (mut runs, mut seqs, mut inserts) = (Vec::new(), Vec::new(), Vec::new());
        for pending in &group.runs {
            for row in &pending.rows {
                runs.push(pending.run.0);
                seqs.push(row.seq.0.cast_signed());
            }
            if pending.insert.is_some() {
                inserts.push(pending.run.0);
            }
        }
        let lost: Vec<Uuid> = sqlx::query_scalar(LOST)
            .bind(&runs)
            .bind(&seqs)
            .bind(&inserts)
            .fetch_all(self.connection())
            .await?;
        Ok(lost.into_iter().map(RunId).collect())
    }

    /// Makes the partitions this group's runs belong in.
    pub(super) async fn make_partitions(&mut self, group: &Group) -> Result<(), sqlx::Error> {
        let spans = group.runs.iter().map(|pending| partition::Span::of_run(pending.run));
        partition::make(self.connection(), spans).await
    }
}
