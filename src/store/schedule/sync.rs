//! The schedules a definition has, written in the transaction of its deploy: no crash can come in between, and whichever
//! node deploys, all see the same.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::{MissedName, OverlapName, ScheduleSettings, SourceName, millis};
use crate::store::{CHANNEL, ScheduleSource};

/// Makes, changes and removes the schedules of a process. What did not change stays as it is, its pause too. A schedule
/// made by the API under a name the definition now uses becomes the definition's.
pub(in crate::store) async fn sync(
    connection: &mut PgConnection,
    process: &str,
    wanted: &[(String, ScheduleSettings)],
    by: &str,
) -> Result<(), sqlx::Error> {
    let names: Vec<&str> = wanted.iter().map(|(name, _)| name.as_str()).collect();
    let removed = sqlx::query("DELETE FROM schedule WHERE process = $1 AND source = 'definition' AND name <> ALL ($2)")
        .bind(process)
        .bind(&names)
        .execute(&mut *connection)
        .await?
        .rows_affected();
    let mut changed = removed;
    for (name, settings) in wanted {
        changed += put(
            connection,
            Uuid::now_v7(),
            process,
            name,
            ScheduleSource::Definition,
            settings,
            by,
        )
        .await?
        .is_some() as u64;
    }
    if changed > 0 {
        notify(connection).await?;
    }
    Ok(())
}

/// Writes a schedule. `None` where it stands so already.
///
/// New planned times begin now by the database's clock where the times themselves changed: what the old expression had
/// left open is not the new one's. `look_at` becomes now, so that a scheduler sees to it at once.
pub(super) async fn put(
    connection: &mut PgConnection,
    id: Uuid,
    process: &str,
    name: &str,
    source: ScheduleSource,
    settings: &ScheduleSettings,
    by: &str,
) -> Result<Option<Uuid>, sqlx::Error> {
    let row = sqlx::query(
        "INSERT INTO schedule AS s (id, process, name, source, cron, timezone, overlap, missed, jitter_ms, starts_at,
                                    ends_at, input, decided_until, look_at, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp(), clock_timestamp(), $13)
         ON CONFLICT (process, name) DO UPDATE SET
             source = excluded.source, cron = excluded.cron, timezone = excluded.timezone,
             overlap = excluded.overlap, missed = excluded.missed, jitter_ms = excluded.jitter_ms,
             starts_at = excluded.starts_at, ends_at = excluded.ends_at, input = excluded.input,
             changed_by = excluded.changed_by, changed_at = clock_timestamp(),
             decided_until = CASE WHEN (s.cron, s.timezone, s.starts_at, s.ends_at)
                                       IS DISTINCT FROM (excluded.cron, excluded.timezone, excluded.starts_at, excluded.ends_at)
                                  THEN clock_timestamp() ELSE s.decided_until END,
             look_at = CASE WHEN s.paused_at IS NULL THEN clock_timestamp() END
         WHERE (s.source, s.cron, s.timezone, s.overlap, s.missed, s.jitter_ms, s.starts_at, s.ends_at, s.input)
               IS DISTINCT FROM
               (excluded.source, excluded.cron, excluded.timezone, excluded.overlap, excluded.missed,
                excluded.jitter_ms, excluded.starts_at, excluded.ends_at, excluded.input)
         RETURNING id",
    )
    .bind(id)
    .bind(process)
    .bind(name)
    .bind(SourceName(source))
    .bind(&settings.cron)
    .bind(&settings.timezone)
    .bind(OverlapName(settings.overlap))
    .bind(MissedName(settings.missed))
    .bind(millis(settings.jitter))
    .bind(settings.start.map(whole))
    .bind(settings.end.map(whole))
    .bind(settings.input.to_string().into_bytes())
    .bind(by)
    .fetch_optional(connection)
    .await?;
    row.map(|row| row.try_get("id")).transpose()
}

/// Wakes the schedulers of all nodes when the transaction commits.
pub(super) async fn notify(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_notify($1, 'schedules')")
        .bind(CHANNEL)
        .execute(connection)
        .await?;
    Ok(())
}

/// Postgres keeps microseconds; what is compared must be in its grain.
fn whole(at: DateTime<Utc>) -> DateTime<Utc> {
    crate::store::journal::microseconds(at)
}
