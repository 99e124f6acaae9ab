//! How definitions are used: which runs are on which version, how much each process of the library runs.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Extension, State};

use super::definitions::{PageQuery, limit};
use super::extract::{ApiPath, ApiQuery};
use super::problem::{Problem, ProblemBody};
use super::types::{LibraryEntry, LiveRuns, Page, ProcessActivity, VersionEntry};
use super::{ApiState, cursor};
use crate::auth::{Caller, ProcessRight};
use crate::store::{ProcessRuns, StoreError, VersionRuns};

/// Most runs of a status counted for one process, each with its row.
const MOST_OF_VERSIONS: u32 = 10_000;
/// Most runs of a process and status counted in a list, each within the index.
const MOST_OF_LIST: u32 = 1_000;

/// The versions of a process, newest first, each with the runs that are on it and have not ended.
///
/// At most 10,000 runs of a status are counted, the newest; `at_least` says where that was not all.
#[utoipa::path(get, path = "/api/v1/definitions/{key}/versions", tag = "definitions", operation_id = "list_definition_versions",
    params(("key" = String, Path, description = "Key of the process."), PageQuery),
    responses(
    (status = 200, description = "A page.", body = Page<VersionEntry>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn versions(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(key): ApiPath<String>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Page<VersionEntry>>, Problem> {
    state.must(&caller, &key, ProcessRight::See).await?;
    let limit = limit(query.limit)?;
    let before = match cursor::read(query.cursor.as_deref())? {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| cursor::wrong())?),
    };
    let store = state.runtime().store();
    let mut rows = store.definition_versions(&key, before, limit + 1).await?;
    if rows.is_empty() && before.is_none() {
        return Err(Problem::no_process(&key, None));
    }
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows
        .last()
        .filter(|_| more)
        .map(|row| cursor::write(&row.version.to_string()));
    let live = by_version(&store.live_by_version(&key, MOST_OF_VERSIONS).await?, MOST_OF_VERSIONS);
    let items = rows
        .into_iter()
        .map(|row| VersionEntry {
            live: live.of(row.version),
            definition: row.into(),
        })
        .collect();
    Ok(Json(Page { items, next_cursor }))
}

/// Says of each entry how much it runs.
pub(super) async fn tell_activity(state: &ApiState, entries: &mut [LibraryEntry]) -> Result<(), StoreError> {
    let keys: Vec<String> = entries.iter().map(|entry| entry.latest.key.clone()).collect();
    let store = state.runtime().store();
    let (live, last) = tokio::try_join!(store.live_by_process(&keys, MOST_OF_LIST), store.last_runs(&keys))?;
    let live = by_process(&live, MOST_OF_LIST);
    let mut last: BTreeMap<String, _> = last.into_iter().map(|run| (run.process.clone(), run)).collect();
    for entry in entries {
        entry.activity = Some(ProcessActivity {
            live: live.get(entry.latest.key.as_str()).copied().unwrap_or_default(),
            last_run: last.remove(&entry.latest.key).map(Into::into),
        });
    }
    Ok(())
}

/// Live runs by version, and whether they are all.
struct ByVersion {
    live: BTreeMap<i32, LiveRuns>,
    at_least: bool,
}

impl ByVersion {
    /// Where not all were counted, the ones left out may be of any version.
    fn of(&self, version: i32) -> LiveRuns {
        let counted = self.live.get(&version).copied().unwrap_or_default();
        LiveRuns {
            at_least: self.at_least,
            ..counted
        }
    }
}

fn by_version(counts: &[VersionRuns], most: u32) -> ByVersion {
    let mut live: BTreeMap<i32, LiveRuns> = BTreeMap::new();
    for count in counts {
        live.entry(count.version).or_default().add(count.status, count.runs);
    }
    let statuses: BTreeSet<_> = counts.iter().map(|count| count.status).collect();
    let at_least = statuses.into_iter().any(|status| {
        let of_status = counts.iter().filter(|count| count.status == status);
        of_status.map(|count| count.runs).sum::<u32>() >= most
    });
    ByVersion { live, at_least }
}

fn by_process(counts: &[ProcessRuns], most: u32) -> BTreeMap<&str, LiveRuns> {
    let mut live: BTreeMap<&str, LiveRuns> = BTreeMap::new();
    for count in counts {
        let of = live.entry(&count.process).or_default();
        of.add(count.status, count.runs);
        of.at_least |= count.runs >= most;
    }
    live
}

#[cfg(test)]
mod tests {
    use throughline_engine::kernel::RunStatus;

    use super::*;

    #[test]
    fn what_reached_its_bound_is_at_least_for_every_version() {
        let count = |version, status, runs| VersionRuns { version, status, runs };
        let counts = [
            count(2, RunStatus::Waiting, 6),
            count(1, RunStatus::Waiting, 4),
            count(2, RunStatus::Incident, 1),
        ];
        let all = by_version(&counts, 11);
        assert_eq!(
            all.of(2),
            LiveRuns {
                waiting: 6,
                incident: 1,
                total: 7,
                ..LiveRuns::default()
            }
        );
        assert_eq!(all.of(7), LiveRuns::default());
        let bounded = by_version(&counts, 10);
        assert!(bounded.of(1).at_least && bounded.of(7).at_least);
    }
}
