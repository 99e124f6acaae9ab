//! `/api/v1/audit`: who did what. Only read here; what is written is written by the door.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::definitions::limit;
use crate::api::download::{self, Parts};
use crate::api::extract::ApiQuery;
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{AuditEntry, AuditOutcomeWord, Page};
use crate::api::{ApiState, csv, cursor};
use crate::store::{AuditFilter, StoreError};

/// Rows of an export that are read at once.
const EXPORT_PAGE: u32 = 500;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct AuditQuery {
    /// Only by this caller: `user:ann`, `token:default`, `anonymous`.
    who: Option<String>,
    /// Only this action: the `operationId` of the API, e.g. `cancel_run`.
    action: Option<String>,
    /// Only what was done to this thing or made it: `runs/<id>`, `users/ann`.
    object: Option<String>,
    /// Only since this instant (RFC 3339).
    since: Option<DateTime<Utc>>,
    /// Only before this instant (RFC 3339).
    until: Option<DateTime<Utc>>,
    /// Only what ended so.
    outcome: Option<AuditOutcomeWord>,
    /// `next_cursor` of the page before, with the same filter.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// How to write an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum ExportFormat {
    /// A table with a heading (RFC 4180).
    Csv,
    /// A JSON object a line.
    #[default]
    Ndjson,
}

/// What to export.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ExportQuery {
    /// `csv` or `ndjson`; `ndjson` where nothing is said.
    format: Option<ExportFormat>,
    /// Only by this caller.
    who: Option<String>,
    /// Only this action.
    action: Option<String>,
    /// Only what was done to this thing or made it.
    object: Option<String>,
    /// Only since this instant (RFC 3339).
    since: Option<DateTime<Utc>>,
    /// Only before this instant (RFC 3339).
    until: Option<DateTime<Utc>>,
    /// Only what ended so.
    outcome: Option<AuditOutcomeWord>,
}

/// What was asked for that changes something, newest first: who, from where, what, to what, how it ended.
#[utoipa::path(get, path = "/api/v1/audit", tag = "access", operation_id = "list_audit", params(AuditQuery), responses(
    (status = 200, description = "A page.", body = Page<AuditEntry>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(
    State(state): State<ApiState>,
    ApiQuery(query): ApiQuery<AuditQuery>,
) -> Result<Json<Page<AuditEntry>>, Problem> {
    let limit = limit(query.limit)?;
    let before = cursor::read(query.cursor.as_deref())?;
    let before: Option<Uuid> = before.map(|id| id.parse().map_err(|_| cursor::wrong())).transpose()?;
    let filter = AuditFilter {
        who: query.who,
        action: query.action,
        object: query.object,
        since: query.since,
        until: query.until,
        outcome: query.outcome.map(Into::into),
    };
    let rows = state.runtime().store().audit(&filter, before, limit).await?;
    let next_cursor = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|row| cursor::write(&row.attempt.id.to_string()));
    Ok(Json(Page {
        items: rows.into_iter().map(Into::into).collect(),
        next_cursor,
    }))
}

/// The audit log as a file, newest first. It is read while it is sent; one that breaks off was not sent whole.
#[utoipa::path(get, path = "/api/v1/audit/export", tag = "access", operation_id = "export_audit", params(ExportQuery), responses(
    (status = 200, description = "The entries.", content((String = "text/csv"), (String = "application/x-ndjson"))),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn export(
    State(state): State<ApiState>,
    ApiQuery(query): ApiQuery<ExportQuery>,
) -> Result<Response, Problem> {
    let format = query.format.unwrap_or_default();
    let filter = AuditFilter {
        who: query.who,
        action: query.action,
        object: query.object,
        since: query.since,
        until: query.until,
        outcome: query.outcome.map(Into::into),
    };
    let export = Export {
        state: state.clone(),
        filter,
        format,
        before: None,
        begun: false,
        done: false,
    };
    let (kind, disposition) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"audit.csv\""),
        ExportFormat::Ndjson => ("application/x-ndjson", "attachment; filename=\"audit.ndjson\""),
    };
    download::send(&state, export, kind, disposition).await
}

/// An export under way.
struct Export {
    state: ApiState,
    filter: AuditFilter,
    format: ExportFormat,
    before: Option<Uuid>,
    begun: bool,
    done: bool,
}

impl Parts for Export {
    const DOING: &'static str = "export the audit log";

    async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        if self.done {
            return Ok(None);
        }
        let store = self.state.runtime().store();
        let rows = store.audit(&self.filter, self.before, EXPORT_PAGE).await?;
        self.done = rows.len() < EXPORT_PAGE as usize;
        self.before = rows.last().map(|row| row.attempt.id);
        let mut text = String::new();
        if !self.begun && self.format == ExportFormat::Csv {
            text.push_str("id,at,who,address,request_id,action,object,made,outcome,status,details\r\n");
        }
        self.begun = true;
        for row in rows {
            let entry = AuditEntry::from(row);
            match self.format {
                ExportFormat::Csv => csv_line(&mut text, &entry),
                ExportFormat::Ndjson => {
                    text.push_str(&serde_json::to_string(&entry).unwrap_or_default());
                    text.push('\n');
                }
            }
        }
        Ok(Some(text.into()))
    }
}

fn csv_line(text: &mut String, entry: &AuditEntry) {
    let at = entry.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let cells = [
        entry.id.to_string(),
        at,
        entry.who.clone(),
        entry.address.clone(),
        entry.request_id.clone(),
        entry.action.clone(),
        entry.object.clone(),
        entry.made.clone().unwrap_or_default(),
        entry.outcome.as_str().to_owned(),
        entry.status.map(|status| status.to_string()).unwrap_or_default(),
        entry.details.to_string(),
    ];
    csv::line(text, &cells);
}
