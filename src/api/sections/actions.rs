//! Action menus: what is offered now, for how many of a selection, and the press itself.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use futures::StreamExt as _;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;

use super::press::{Press, WaitQuery, begin, not_deployed, press};
use super::problems::{PressProblems, ReadProblems};
use super::trigger;
use crate::api::ApiState;
use crate::api::extract::{ApiJson, ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{
    ActionRequest, ActionStart, Menu, MenuItem, Offer, SelectionItem, SelectionMenu, SelectionMenuItem,
    SelectionRequest, SelectionStart,
};
use crate::auth::{Caller, ProcessRight};
use crate::runtime::{DefinitionError, Started};
use crate::sections::{Action, ActionScope, MenuEntry, Section, Text};

/// Most records of a selection.
const MAX_SELECTION: usize = 1000;
/// Records of a selection that are started at the same time.
const AT_ONCE: usize = 8;

/// Whose menu.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct MenuQuery {
    /// Id of a record; without it the menu of the section itself.
    record: Option<String>,
}

/// What the menu of the section, or of one record, offers now, and why not.
#[utoipa::path(get, path = "/api/v1/sections/{section}/actions", tag = "sections", operation_id = "list_actions",
    params(("section" = String, Path, description = "Key of the section."), MenuQuery), responses(
    (status = 200, description = "The menu.", body = Menu),
    ReadProblems,
))]
pub(in crate::api) async fn menu(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(section): ApiPath<String>,
    ApiQuery(query): ApiQuery<MenuQuery>,
) -> Result<Json<Menu>, Problem> {
    let section = state.sections().get(&section)?;
    let mut menu = Menu {
        items: Vec::new(),
        add: None,
        save: None,
        delete: None,
    };
    match query.record {
        None => {
            for entry in state.sections().section_menu(section)? {
                menu.items.push(item(&state, &caller, entry).await?);
            }
            for action in trigger::actions(&state, &caller, section).await? {
                let offer = able(&state, &caller, &action.process, Offer::with(&Default::default())).await?;
                menu.items.push(MenuItem { action, offer });
            }
            if let Some(add) = section.add() {
                menu.add = Some(able(&state, &caller, &add.process, Offer::with(&Default::default())).await?);
            }
        }
        Some(record) => {
            let (entries, delete_asks) = state.sections().record_menu(section, &record).await?;
            for entry in entries {
                menu.items.push(item(&state, &caller, entry).await?);
            }
            if let Some(save) = section.save() {
                menu.save = Some(able(&state, &caller, &save.process, Offer::with(&Default::default())).await?);
            }
            if let Some(delete) = section.delete() {
                menu.delete = Some(able(&state, &caller, &delete.process, Offer::with(&delete_asks)).await?);
            }
        }
    }
    Ok(Json(menu))
}

/// What can be done with a selection, and which of its records each action fits. Nothing is started.
#[utoipa::path(post, path = "/api/v1/sections/{section}/actions", tag = "sections", operation_id = "preview_actions",
    params(("section" = String, Path, description = "Key of the section.")),
    request_body(content = SelectionRequest, description = "The selection."),
    extensions(("x-changes" = json!(false))), responses(
    (status = 200, description = "The actions.", body = SelectionMenu),
    ReadProblems,
))]
pub(in crate::api) async fn preview(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(section): ApiPath<String>,
    ApiJson(body): ApiJson<SelectionRequest>,
) -> Result<Json<SelectionMenu>, Problem> {
    let section = state.sections().get(&section)?;
    check_selection(&body.records)?;
    let mut items = Vec::new();
    for preview in state.sections().selection_menu(section, &body.records).await? {
        let mut offer = Offer::with(&preview.confirmation);
        if preview.fits.is_empty() {
            offer = offer.refuse(&Text {
                en: "It fits none of these records.".to_owned(),
                uk: Some("Не підходить жодному з цих записів.".to_owned()),
            });
        }
        items.push(SelectionMenuItem {
            offer: able(&state, &caller, &preview.action.command.process, offer).await?,
            action: preview.action.into(),
            fits: preview.fits,
            refused: preview
                .refused
                .into_iter()
                .map(|(id, reason)| (id, reason.en))
                .collect(),
        });
    }
    Ok(Json(SelectionMenu { items }))
}

/// Starts an action: of the section, of one record (`record`), or of each record of a selection (`records`).
///
/// For the section and one record the answer is the run. For a selection it is 200 with a run or a problem for each
/// record; `wait` does not go with it.
#[utoipa::path(post, path = "/api/v1/sections/{section}/actions/{action}", tag = "sections", operation_id = "start_action",
    params(("section" = String, Path, description = "Key of the section."), ("action" = String, Path, description = "Key of the action."), WaitQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Start once for this key: 1 to 200 visible ASCII characters. Without it the same press within 5 s starts once.")),
    request_body(content = ActionRequest, description = "The records and the values of the action's form; may be left out."), responses(
    (status = 200, description = "The run an earlier press started, or what became of each record of a selection.", body = ActionStart),
    (status = 201, description = "The run, durable.", body = ActionStart, headers(("Location" = String, description = "Address of the run."))),
    (status = 409, description = "It is not offered now, or its process is not deployed.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "The form does not fit: `field_errors`.", body = ProblemBody, content_type = "application/problem+json"),
    PressProblems,
))]
pub(in crate::api) async fn act(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((section, action)): ApiPath<(String, String)>,
    ApiQuery(query): ApiQuery<WaitQuery>,
    headers: HeaderMap,
    ApiJson(body): ApiJson<ActionRequest>,
) -> Result<Response, Problem> {
    let section = state.sections().get(&section)?;
    let by = Press::new(&caller, &headers, query, &section.key, &action)?;
    let Some(declared) = section.action(&action) else {
        let values = body.values;
        let Some(plan) = trigger::plan(&state, &caller, section, &action, values).await? else {
            return Err(section.missing("action", &action).into());
        };
        if body.record.is_some() || body.records.is_some() {
            let detail = format!("`{action}` is an action of the section itself: name no record.");
            return Err(Problem::new(ProblemKind::BadRequest, detail));
        }
        return press(&state, &by, plan).await;
    };
    match (body.record, body.records) {
        (Some(_), Some(_)) => {
            let detail = "`record` and `records` both say what it is done to; leave one out.";
            Err(Problem::new(ProblemKind::BadRequest, detail))
        }
        (None, Some(records)) => {
            let started = selection(&state, &by, section, declared, records, &body.values).await?;
            Ok(Json(ActionStart::Many(started)).into_response())
        }
        (record, None) => {
            let scope = match &record {
                Some(_) => ActionScope::Record,
                None => ActionScope::Section,
            };
            let by = match &record {
                Some(record) => by.on(record),
                None => by,
            };
            let ids: Vec<String> = record.iter().cloned().collect();
            let plan = state
                .sections()
                .plan_action(section, declared, scope, record.as_deref(), &ids, &body.values)
                .await?;
            press(&state, &by, plan).await
        }
    }
}

/// A run for each record of a selection, or why there is none.
async fn selection(
    state: &ApiState,
    by: &Press,
    section: &Section,
    action: &Action,
    records: Vec<String>,
    values: &Map<String, Value>,
) -> Result<SelectionStart, Problem> {
    check_selection(&records)?;
    if by.waits() {
        let detail = "`wait` goes with one run. Start the selection without it and look at the runs.";
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    if !action.scopes.contains(&ActionScope::Selection) {
        let detail = format!(
            "`{}` is not offered for several records at once. Nothing was started.",
            action.key
        );
        return Err(Problem::new(ProblemKind::Conflict, detail));
    }
    state
        .must(&by.caller, &action.command.process, ProcessRight::Start)
        .await?;
    let records = &records;
    let items: Vec<SelectionItem> = futures::stream::iter(records.clone())
        .map(|record| async move {
            let started = one_of(state, by, section, action, records, &record, values).await;
            let (run_id, existing, problem) = match started {
                Ok(started) => (Some(started.run.0), !started.is_new, None),
                Err(problem) => (None, false, Some(problem.as_member())),
            };
            SelectionItem {
                record,
                run_id,
                existing,
                problem,
            }
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    let started = items.iter().filter(|item| item.run_id.is_some()).count();
    Ok(SelectionStart {
        failed: items.len() - started,
        started,
        items,
    })
}

async fn one_of(
    state: &ApiState,
    by: &Press,
    section: &Section,
    action: &Action,
    selection: &[String],
    record: &str,
    values: &Map<String, Value>,
) -> Result<Started, Problem> {
    let plan = state
        .sections()
        .plan_action(section, action, ActionScope::Selection, Some(record), selection, values)
        .await?;
    begin(state, &by.clone().on(record), plan).await
}

fn check_selection(records: &[String]) -> Result<(), Problem> {
    let bad = |detail: String| Err(Problem::new(ProblemKind::BadRequest, detail));
    if records.is_empty() || records.len() > MAX_SELECTION {
        return bad(format!(
            "`records` names 1 to {MAX_SELECTION} records. Nothing was started."
        ));
    }
    let mut seen = BTreeSet::new();
    match records.iter().find(|record| !seen.insert(record.as_str())) {
        Some(twice) => {
            let twice: String = twice.chars().take(100).collect();
            bad(format!("`records` names {twice} twice. Nothing was started."))
        }
        None => Ok(()),
    }
}

async fn item(state: &ApiState, caller: &Caller, entry: MenuEntry<'_>) -> Result<MenuItem, Problem> {
    let mut offer = Offer::with(&entry.confirmation);
    if let Some(reason) = &entry.refused {
        offer = offer.refuse(reason);
    }
    Ok(MenuItem {
        offer: able(state, caller, &entry.action.command.process, offer).await?,
        action: entry.action.into(),
    })
}

/// The offer, unless its process is not deployed or the caller may not start it.
async fn able(state: &ApiState, caller: &Caller, process: &str, offer: Offer) -> Result<Offer, Problem> {
    if !offer.offered {
        return Ok(offer);
    }
    let known = state.runtime().definitions().find(process, None).await;
    let refusal = match known {
        Err(DefinitionError::Unknown { .. }) => Some(not_deployed(process)),
        Err(error @ DefinitionError::Store(_)) => return Err(error.into()),
        // A definition that cannot be compiled any more is said when it is started.
        Ok(_) | Err(_) => state.must(caller, process, ProcessRight::Start).await.err(),
    };
    Ok(match refusal {
        None => offer,
        Some(problem) => offer.refuse(&Text {
            en: problem.as_member().detail,
            uk: None,
        }),
    })
}
