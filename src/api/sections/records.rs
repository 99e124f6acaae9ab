//! Records and their details: lists, one record, Add, Save, Delete.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::press::{Press, WaitQuery, press};
use super::problems::{PressProblems, ReadProblems};
use super::query::RecordsQuery;
use crate::api::extract::{ApiJson, ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{RecordInfo, RecordPage, SectionStart, ValuesRequest};
use crate::api::{ApiState, cursor};
use crate::auth::Caller;
use crate::sections::{Question, RowsPage};

/// Records of a section, as the system behind has them now.
#[utoipa::path(get, path = "/api/v1/sections/{section}/records", tag = "sections", operation_id = "list_records",
    params(("section" = String, Path, description = "Key of the section."), RecordsQuery), responses(
    (status = 200, description = "A page.", body = RecordPage),
    ReadProblems,
))]
pub(in crate::api) async fn list(
    State(state): State<ApiState>,
    ApiPath(section): ApiPath<String>,
    ApiQuery(query): ApiQuery<RecordsQuery>,
) -> Result<Json<RecordPage>, Problem> {
    let section = state.sections().get(&section)?;
    let question = query.question(&section.table)?;
    let page = state.sections().records(section, &question).await?;
    Ok(Json(as_page(page, &question)))
}

/// One record: its columns, its form, and as the system behind gives it.
#[utoipa::path(get, path = "/api/v1/sections/{section}/records/{id}", tag = "sections", operation_id = "get_record",
    params(("section" = String, Path, description = "Key of the section."), ("id" = String, Path, description = "Id of the record.")), responses(
    (status = 200, description = "The record.", body = RecordInfo),
    ReadProblems,
))]
pub(in crate::api) async fn show(
    State(state): State<ApiState>,
    ApiPath((section, id)): ApiPath<(String, String)>,
) -> Result<Json<RecordInfo>, Problem> {
    let section = state.sections().get(&section)?;
    let record = state.sections().record(section, &id).await?;
    Ok(Json(record.into()))
}

/// Rows of a record's child list.
#[utoipa::path(get, path = "/api/v1/sections/{section}/records/{id}/details/{detail}", tag = "sections", operation_id = "list_detail_rows",
    params(("section" = String, Path, description = "Key of the section."), ("id" = String, Path, description = "Id of the record."),
        ("detail" = String, Path, description = "Key of the detail."), RecordsQuery), responses(
    (status = 200, description = "A page.", body = RecordPage),
    ReadProblems,
))]
pub(in crate::api) async fn detail_rows(
    State(state): State<ApiState>,
    ApiPath((section, id, detail)): ApiPath<(String, String, String)>,
    ApiQuery(query): ApiQuery<RecordsQuery>,
) -> Result<Json<RecordPage>, Problem> {
    let section = state.sections().get(&section)?;
    let detail = section.detail(&detail)?;
    let question = query.question(&detail.table)?;
    let page = state.sections().detail_rows(section, &id, detail, &question).await?;
    Ok(Json(as_page(page, &question)))
}

/// Add: starts the process that makes a record. The run is durable when this answers.
#[utoipa::path(post, path = "/api/v1/sections/{section}/records", tag = "sections", operation_id = "add_record",
    params(("section" = String, Path, description = "Key of the section."), WaitQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once.")),
    request_body(content = ValuesRequest, description = "The form."), responses(
    (status = 200, description = "The run an earlier press started.", body = SectionStart),
    (status = 201, description = "The run, durable.", body = SectionStart, headers(("Location" = String, description = "Address of the run."))),
    (status = 409, description = "Nothing can be added here, or its process is not deployed.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "The form does not fit: `field_errors`.", body = ProblemBody, content_type = "application/problem+json"),
    PressProblems,
))]
pub(in crate::api) async fn add(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(section): ApiPath<String>,
    ApiQuery(query): ApiQuery<WaitQuery>,
    headers: HeaderMap,
    ApiJson(body): ApiJson<ValuesRequest>,
) -> Result<Response, Problem> {
    let section = state.sections().get(&section)?;
    let press_ = Press::new(&caller, &headers, query, &section.key, "add")?;
    let plan = state.sections().plan_add(section, &body.values).await?;
    press(&state, &press_, plan).await
}

/// Save: starts the process that changes a record. Send only the fields that were changed.
#[utoipa::path(patch, path = "/api/v1/sections/{section}/records/{id}", tag = "sections", operation_id = "save_record",
    params(("section" = String, Path, description = "Key of the section."), ("id" = String, Path, description = "Id of the record."), WaitQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once.")),
    request_body(content = ValuesRequest, description = "The fields that were changed."), responses(
    (status = 200, description = "The run an earlier press started.", body = SectionStart),
    (status = 201, description = "The run, durable.", body = SectionStart, headers(("Location" = String, description = "Address of the run."))),
    (status = 409, description = "Nothing differs, nothing can be changed here, or its process is not deployed.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "The form does not fit: `field_errors`.", body = ProblemBody, content_type = "application/problem+json"),
    PressProblems,
))]
pub(in crate::api) async fn save(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((section, id)): ApiPath<(String, String)>,
    ApiQuery(query): ApiQuery<WaitQuery>,
    headers: HeaderMap,
    ApiJson(body): ApiJson<ValuesRequest>,
) -> Result<Response, Problem> {
    let section = state.sections().get(&section)?;
    let press_ = Press::new(&caller, &headers, query, &section.key, "save")?.on(&id);
    let plan = state.sections().plan_save(section, &id, &body.values).await?;
    press(&state, &press_, plan).await
}

/// Delete: starts the process that deletes a record. `GET …/actions?record=` has what to ask before.
#[utoipa::path(delete, path = "/api/v1/sections/{section}/records/{id}", tag = "sections", operation_id = "delete_record",
    params(("section" = String, Path, description = "Key of the section."), ("id" = String, Path, description = "Id of the record."), WaitQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once.")),
    responses(
    (status = 200, description = "The run an earlier press started.", body = SectionStart),
    (status = 201, description = "The run, durable.", body = SectionStart, headers(("Location" = String, description = "Address of the run."))),
    (status = 409, description = "Nothing can be deleted here, or its process is not deployed.", body = ProblemBody, content_type = "application/problem+json"),
    PressProblems,
))]
pub(in crate::api) async fn delete(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((section, id)): ApiPath<(String, String)>,
    ApiQuery(query): ApiQuery<WaitQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let section = state.sections().get(&section)?;
    let press_ = Press::new(&caller, &headers, query, &section.key, "delete")?.on(&id);
    let plan = state.sections().plan_delete(section, &id).await?;
    press(&state, &press_, plan).await
}

/// Add of a detail: starts the process that gives the record a row of its child list.
#[utoipa::path(post, path = "/api/v1/sections/{section}/records/{id}/details/{detail}", tag = "sections", operation_id = "add_detail_row",
    params(("section" = String, Path, description = "Key of the section."), ("id" = String, Path, description = "Id of the record."),
        ("detail" = String, Path, description = "Key of the detail."), WaitQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once.")),
    request_body(content = ValuesRequest, description = "The form of the detail."), responses(
    (status = 200, description = "The run an earlier press started.", body = SectionStart),
    (status = 201, description = "The run, durable.", body = SectionStart, headers(("Location" = String, description = "Address of the run."))),
    (status = 409, description = "Nothing can be added here, or its process is not deployed.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "The form does not fit: `field_errors`.", body = ProblemBody, content_type = "application/problem+json"),
    PressProblems,
))]
pub(in crate::api) async fn add_detail_row(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((section, id, detail)): ApiPath<(String, String, String)>,
    ApiQuery(query): ApiQuery<WaitQuery>,
    headers: HeaderMap,
    ApiJson(body): ApiJson<ValuesRequest>,
) -> Result<Response, Problem> {
    let section = state.sections().get(&section)?;
    let detail = section.detail(&detail)?;
    let press_ = Press::new(&caller, &headers, query, &section.key, &format!("{}/add", detail.key))?.on(&id);
    let plan = state
        .sections()
        .plan_detail_add(section, &id, detail, &body.values)
        .await?;
    press(&state, &press_, plan).await
}

/// Delete of a detail: starts the process that takes a row of its child list from the record.
#[utoipa::path(delete, path = "/api/v1/sections/{section}/records/{id}/details/{detail}/{row}", tag = "sections", operation_id = "delete_detail_row",
    params(("section" = String, Path, description = "Key of the section."), ("id" = String, Path, description = "Id of the record."),
        ("detail" = String, Path, description = "Key of the detail."), ("row" = String, Path, description = "Id of the row."), WaitQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once.")),
    responses(
    (status = 200, description = "The run an earlier press started.", body = SectionStart),
    (status = 201, description = "The run, durable.", body = SectionStart, headers(("Location" = String, description = "Address of the run."))),
    (status = 409, description = "Nothing can be taken away here, or its process is not deployed.", body = ProblemBody, content_type = "application/problem+json"),
    PressProblems,
))]
pub(in crate::api) async fn delete_detail_row(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((section, id, detail, row)): ApiPath<(String, String, String, String)>,
    ApiQuery(query): ApiQuery<WaitQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let section = state.sections().get(&section)?;
    let detail = section.detail(&detail)?;
    let what = format!("{}/{row}/delete", detail.key);
    let press_ = Press::new(&caller, &headers, query, &section.key, &what)?.on(&id);
    let plan = state.sections().plan_detail_delete(section, &id, detail, &row).await?;
    press(&state, &press_, plan).await
}

fn as_page(page: RowsPage, question: &Question) -> RecordPage {
    let read = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    RecordPage {
        next_cursor: page
            .more
            .then(|| cursor::write(&question.skip.saturating_add(read).to_string())),
        items: page.rows.into_iter().map(Into::into).collect(),
        total: page.total,
        skip: question.skip,
        limit: question.limit,
    }
}
