//! `GET /api/v1/runs/export.csv`: a list of runs as a table, read while it is sent.

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::response::Response;
use chrono::{DateTime, SecondsFormat, Utc};
use throughline_engine::kernel::RunId;

use crate::api::download::{self, Parts};
use crate::api::extract::ApiQuery;
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::RunFilter;
use crate::api::{ApiState, csv};
use crate::auth::Caller;
use crate::store::{self, MAX_PAGE, RunRow, StoreError};

/// Runs of one file. A spreadsheet takes a million lines, a person who opens one far fewer.
const MOST_ROWS: usize = 100_000;

const HEADING: [&str; 15] = [
    "id",
    "process",
    "version",
    "status",
    "business_key",
    "started_by",
    "trigger",
    "created_at",
    "started_at",
    "updated_at",
    "ended_at",
    "incidents",
    "error_step",
    "error_code",
    "last_error",
];

/// Runs as a table (RFC 4180), newest first; without inputs and results. At most 100,000: a file with more to come says
/// so in its last line. It is read while it is sent; one that breaks off was not sent whole.
#[utoipa::path(get, path = "/api/v1/runs/export.csv", tag = "runs", operation_id = "export_runs", params(RunFilter), responses(
    (status = 200, description = "The runs.", content((String = "text/csv"))),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn export(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(filter): ApiQuery<RunFilter>,
) -> Result<Response, Problem> {
    let filter = state.run_filter(&caller, filter).await?;
    let export = Export {
        state: state.clone(),
        filter,
        before: None,
        rows: 0,
        begun: false,
        done: false,
    };
    download::send(
        &state,
        export,
        "text/csv; charset=utf-8",
        "attachment; filename=\"runs.csv\"",
    )
    .await
}

/// An export under way.
struct Export {
    state: ApiState,
    filter: store::RunFilter,
    before: Option<RunId>,
    rows: usize,
    begun: bool,
    done: bool,
}

impl Parts for Export {
    const DOING: &'static str = "export runs";

    async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        if self.done {
            return Ok(None);
        }
        let store = self.state.runtime().store();
        let page = store.runs(&self.filter, self.before, MAX_PAGE).await?;
        self.before = page.next;
        self.rows += page.rows.len();
        self.done = page.next.is_none();
        let mut text = String::new();
        if !self.begun {
            csv::line(&mut text, &HEADING.map(str::to_owned));
            self.begun = true;
        }
        for row in page.rows {
            csv::line(&mut text, &cells(row));
        }
        if !self.done && self.rows >= MOST_ROWS {
            self.done = true;
            let mut cells = HEADING.map(|_| String::new());
            cells[0] = format!(
                "CUT: {} runs are here and there are more. Narrow the filter by time.",
                self.rows
            );
            csv::line(&mut text, &cells);
        }
        Ok(Some(text.into()))
    }
}

fn cells(row: RunRow) -> [String; HEADING.len()] {
    let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let maybe = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true));
    [
        row.id.to_string(),
        row.process,
        row.version.to_string(),
        row.status.as_str().to_owned(),
        row.business_key.unwrap_or_default(),
        row.started_by,
        row.trigger.as_str().to_owned(),
        at(row.created_at),
        maybe(row.started_at).unwrap_or_default(),
        at(row.updated_at),
        maybe(row.ended_at).unwrap_or_default(),
        row.incidents.to_string(),
        row.error_step.unwrap_or_default(),
        row.error_code.unwrap_or_default(),
        row.last_error.unwrap_or_default(),
    ]
}
