//! The description of the API (OpenAPI 3.1), made from the routes.

use axum::Json;
use axum::routing::{MethodRouter, get};
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use super::ApiState;
use super::access::audit::ExportFormat;
use super::door::SESSION_COOKIE;
use super::problem::ProblemBody;
use super::types::{AuditOutcomeWord, RunEvent};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Throughline",
        description = "Runs business processes that must not be lost. Errors are problem details (RFC 9457); \
                       lists are read page by page with `cursor`; every answer carries `x-request-id`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(ProblemBody, RunEvent, AuditOutcomeWord, ExportFormat)),
    modifiers(&Bearer),
    security(("bearer" = []), ("session" = [])),
    servers((url = "/", description = "The service that answers this.")),
    tags(
        (name = "definitions", description = "What can be run."),
        (name = "runs", description = "What is running, waiting and done."),
        (name = "schedules", description = "What starts by the clock."),
        (name = "connections", description = "The systems that processes call: how they are, what they did, a test."),
        (name = "secrets", description = "What connections sign in with. Values go in and never come out."),
        (name = "access", description = "Who may do what, and who did."),
        (name = "sections", description = "Lists, record pages, details and action menus over the systems behind."),
        (name = "workplaces", description = "Which sections people have before them."),
        (name = "views", description = "Filters of list pages under a name."),
        (name = "hooks", description = "What the CRM tells."),
        (name = "operation", description = "How the service is."),
    )
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let session = ApiKeyValue::with_description(
            SESSION_COOKIE,
            "Set by `POST /api/v1/session`. What changes something carries the header `X-CSRF-Token`, too.",
        );
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    }
}

/// A router whose description has what stands above the routes.
pub(super) fn base() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(Description::openapi())
}

/// `GET /api/v1/openapi.json`.
pub(super) fn route(mut document: Document) -> MethodRouter<ApiState> {
    complete(&mut document);
    get(move || {
        let document = document.clone();
        async move { Json(document) }
    })
}

/// The description, without a running service.
#[must_use]
pub fn document() -> Document {
    let mut document = super::guarded(0, 0).into_openapi();
    document.merge(super::open().into_openapi());
    document.merge(super::sign_in().into_openapi());
    document.merge(super::signed(0).into_openapi());
    complete(&mut document);
    document
}

/// Adds what every guarded operation answers and no handler says: the layers around them do.
fn complete(document: &mut Document) {
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.patch,
        ];
        // An operation with a `security` of its own says itself who may call it.
        for operation in operations
            .into_iter()
            .flatten()
            .filter(|operation| operation.security.is_none())
        {
            for (status, description) in [
                ("400", "The request cannot be read."),
                ("401", "No token, or a wrong one."),
                ("403", "The caller may not do this."),
            ] {
                answers(operation, status, description);
            }
        }
    }
}

fn answers(operation: &mut Operation, status: &str, description: &str) {
    operation
        .responses
        .responses
        .entry(status.to_owned())
        .or_insert_with(|| RefOr::T(problem(description)));
}

fn problem(description: &str) -> Response {
    let body = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("ProblemBody")))
        .build();
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", body)
        .build()
}
