//! What a run did, and how it stood at an earlier moment: its journal, folded again.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Extension, State};
use serde::Deserialize;
use throughline_engine::kernel::{Outcome, RunId, Seq};
use utoipa::IntoParams;

use crate::api::ApiState;
use crate::api::definitions::limit;
use crate::api::extract::{ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{Activity, ActivityPage, RunMoment};
use crate::auth::{Caller, ProcessRight};

/// Largest request or answer that a list carries, in bytes.
const LISTED_BYTES: u64 = 4 * 1024;

/// Which part of what a run did.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ActivitiesQuery {
    /// Only of this step (its path), and of the steps inside of it.
    #[param(max_length = 1000)]
    step: Option<String>,
    /// Only of the item with this number.
    item: Option<u32>,
    /// Only attempts that failed.
    #[serde(default)]
    failed: bool,
    /// What the run did until this fact.
    until: Option<u32>,
    /// With whole requests and answers, however large; for a few at a time.
    #[serde(default)]
    whole: bool,
    /// Activities after the one with this number.
    after: Option<u32>,
    /// Activities, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// What a run did: every attempt of every call with its request and its answer, and every wait.
#[utoipa::path(get, path = "/api/v1/runs/{id}/activities", tag = "runs", operation_id = "list_activities",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), ActivitiesQuery), responses(
    (status = 200, description = "Part of it, in the order things began.", body = ActivityPage),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn activities(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiQuery(query): ApiQuery<ActivitiesQuery>,
) -> Result<Json<ActivityPage>, Problem> {
    let limit = limit(query.limit)?;
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    let history = state.runtime().history(run, query.until.map(Seq)).await?;
    let most = if query.whole { u64::MAX } else { LISTED_BYTES };
    let after = query.after.unwrap_or(0) as usize;
    let matching = history.activities.into_iter().zip(1..).filter(|(activity, _)| {
        query.step.as_ref().is_none_or(|step| is_within(&activity.step, step))
            && query.item.is_none_or(|item| activity.item == Some(item))
            && (!query.failed
                || activity
                    .end
                    .as_ref()
                    .is_some_and(|end| matches!(end.outcome, Outcome::Failed(_))))
    });
    let (mut total, mut items, mut more) = (0, Vec::new(), false);
    for (activity, number) in matching {
        total += 1;
        if number <= after {
            continue;
        }
        if items.len() < limit as usize {
            items.push(Activity::show(number, activity, most));
        } else {
            more = true;
        }
    }
    let next_after = items.last().filter(|_| more).map(|activity| activity.number);
    Ok(Json(ActivityPage {
        items,
        total,
        next_after,
    }))
}

/// Whether a path is that of a step or of one inside of it.
fn is_within(path: &str, step: &str) -> bool {
    path.strip_prefix(step)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Which moment.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct MomentQuery {
    /// After this fact; after the last one where none is named.
    #[param(minimum = 1)]
    at: Option<u32>,
    /// Without variables: they may be large.
    #[serde(default)]
    brief: bool,
}

/// A run as it stood after one of its facts: status, tokens, variables.
#[utoipa::path(get, path = "/api/v1/runs/{id}/state", tag = "runs", operation_id = "get_run_state",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), MomentQuery), responses(
    (status = 200, description = "How it stood.", body = RunMoment),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn moment(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiQuery(query): ApiQuery<MomentQuery>,
) -> Result<Json<RunMoment>, Problem> {
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    // Before the first fact there was no run.
    let at = query.at.map(|at| Seq(at.max(1)));
    let looked = state.runtime().moment(run, at).await?;
    let process = &looked.definition.process;
    let moment = &looked.state;
    Ok(Json(RunMoment {
        seq: moment.last_seq().0,
        at: moment.last_fact_at(),
        last_seq: looked.last_seq.0,
        status: moment.status(),
        tokens: moment.tokens(process).into_iter().map(Into::into).collect(),
        progress: moment.progress(process).into_iter().map(Into::into).collect(),
        incidents: moment.incidents(),
        error: moment.error().map(Into::into),
        variables: if query.brief { BTreeMap::new() } else { looked.variables },
    }))
}
