//! What goes into the audit log about a request: which requests change something, what they are called, what handlers
//! add.
//!
//! A request changes something unless it is a GET or HEAD, or its route says otherwise in its description:
//! `extensions(("x-changes" = json!(true)))`. So no route can forget the audit log, and the same rule decides where the
//! CSRF token is asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRequestParts as _, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::Response;
use serde_json::{Map, Value};
use utoipa::openapi::OpenApi as Document;

use super::origin::Origin;
use crate::access::audit::{Act, End};

/// The member of an operation's description that says whether it changes something.
const CHANGES: &str = "x-changes";
/// What stands before every path of ours.
const PREFIX: &str = "/api/v1/";

/// What the routes are called, by method and path.
#[derive(Debug, Default)]
pub(super) struct Routes {
    known: HashMap<(Method, String), Route>,
}

#[derive(Debug)]
struct Route {
    action: String,
    changes: Option<bool>,
}

/// A request that changes something, as the audit log names it.
#[derive(Debug, Clone)]
pub(super) struct Change {
    action: String,
    object: String,
}

impl Routes {
    pub(super) fn of(description: &Document) -> Self {
        let mut known = HashMap::new();
        for (path, item) in &description.paths.paths {
            let operations = [
                (Method::GET, &item.get),
                (Method::HEAD, &item.head),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in operations {
                let Some(operation) = operation else { continue };
                let extensions = operation.extensions.as_ref();
                let route = Route {
                    action: operation
                        .operation_id
                        .clone()
                        .unwrap_or_else(|| format!("{method} {path}")),
                    changes: extensions.and_then(|members| members.get(CHANGES)?.as_bool()),
                };
                known.insert((method, path.clone()), route);
            }
        }
        Self { known }
    }

    /// Routes beside the description that change something, whatever their method says.
    #[must_use]
    pub(super) fn and(mut self, routes: impl IntoIterator<Item = (Method, String, &'static str)>) -> Self {
        self.known.extend(routes.into_iter().map(|(method, path, action)| {
            let route = Route {
                action: action.to_owned(),
                changes: Some(true),
            };
            ((method, path), route)
        }));
        self
    }

    /// What a request would change; `None` where it only reads, or there is nothing at its address.
    pub(super) async fn change(&self, parts: &mut Parts) -> Option<Change> {
        let template = parts.extensions.get::<MatchedPath>()?.as_str().to_owned();
        let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let route = self.known.get(&(parts.method.clone(), template.clone()));
        if !route.and_then(|route| route.changes).unwrap_or(!reads) {
            return None;
        }
        let action = route.map_or_else(|| format!("{} {template}", parts.method), |route| route.action.clone());
        let params = RawPathParams::from_request_parts(parts, &()).await;
        let params: Vec<(String, String)> = params
            .iter()
            .flatten()
            .map(|(name, value)| (format!("{{{name}}}"), value.to_owned()))
            .collect();
        Some(Change {
            action,
            object: object(&template, &params),
        })
    }
}

impl Change {
    /// As an entry of the log.
    pub(super) fn act(self, who: &str, origin: &Origin) -> Act {
        Act {
            who: who.to_owned(),
            address: origin.address_text(),
            request_id: origin.request_id.clone(),
            action: self.action,
            object: self.object,
        }
    }
}

/// `/api/v1/runs/{id}/cancel` with its parameter: `runs/<id>`; what stands behind the last parameter is the action's.
fn object(template: &str, params: &[(String, String)]) -> String {
    let template = template
        .strip_prefix(PREFIX)
        .unwrap_or(template.trim_start_matches('/'));
    let end = template.rfind('}').map_or(template.len(), |end| end + 1);
    template[..end]
        .split('/')
        .map(|segment| {
            let value = params.iter().find(|(name, _)| name == segment);
            value.map_or(segment, |(_, value)| value.as_str())
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// What handlers add to the record of their request.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes {
    inner: Arc<Mutex<Noted>>,
}

#[derive(Debug, Default)]
struct Noted {
    who: Option<String>,
    details: Map<String, Value>,
}

tokio::task_local! {
    static NOTES: Notes;
}

impl Notes {
    /// Runs the rest of a request with these notes.
    pub(super) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        NOTES.scope(self.clone(), work).await
    }

    /// Who it turned out to be.
    pub(super) fn who(&self) -> Option<String> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).who.clone()
    }

    /// The end of a request, from its answer.
    pub(super) fn end(&self, response: &Response) -> End {
        let made = response.headers().get(header::LOCATION);
        let made = made.and_then(|location| location.to_str().ok()?.strip_prefix(PREFIX));
        End {
            status: response.status().as_u16(),
            made: made.map(str::to_owned),
            details: self.details(),
        }
    }

    /// The end of a request whose caller went away before it was answered.
    pub(super) fn abandoned(&self) -> End {
        End {
            status: 0,
            made: None,
            details: self.details(),
        }
    }

    fn details(&self) -> Map<String, Value> {
        self.inner
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .details
            .clone()
    }
}

/// Adds a detail to the record of the request under way; does nothing where there is none. Never a secret, never a body.
pub(super) fn note(name: &str, value: impl Into<Value>) {
    let value = value.into();
    // Outside of a request that changes something nobody reads it.
    let _ = NOTES.try_with(|notes| {
        let mut noted = notes.inner.lock().unwrap_or_else(PoisonError::into_inner);
        noted.details.insert(name.to_owned(), value);
    });
}

/// Says who the caller of an open route turned out to be, e.g. `user:ann` after signing in.
pub(super) fn note_who(name: &str) {
    let _ = NOTES.try_with(|notes| {
        notes.inner.lock().unwrap_or_else(PoisonError::into_inner).who = Some(name.to_owned());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_the_path_up_to_its_last_parameter() {
        let params = [
            ("{id}".to_owned(), "7".to_owned()),
            ("{key}".to_owned(), "P".to_owned()),
        ];
        for (template, expected) in [
            ("/api/v1/runs/{id}/cancel", "runs/7"),
            ("/api/v1/processes/{key}/runs", "processes/P"),
            ("/api/v1/a/{id}/b/{key}", "a/7/b/P"),
            ("/api/v1/session", "session"),
            ("/other/{id}", "other/7"),
            ("/api/v1/x/{unread}", "x/{unread}"),
        ] {
            assert_eq!(object(template, &params), expected);
        }
    }

    #[tokio::test]
    async fn notes_belong_to_their_request() {
        note("lost", 1);
        let notes = Notes::default();
        notes
            .during(async {
                note("kept", "x");
                note_who("user:ann");
            })
            .await;
        assert_eq!(
            notes.details(),
            serde_json::json!({ "kept": "x" }).as_object().unwrap().clone()
        );
        assert_eq!(notes.who().as_deref(), Some("user:ann"));
    }

    /// A form asks with every pause of who writes into it: the log would be full of that.
    #[test]
    fn questions_that_are_asked_by_post_change_nothing() {
        let routes = Routes::of(&crate::api::document());
        for name in ["check_form", "fit_bulk", "preview_actions", "validate_definition"] {
            let route = routes.known.values().find(|route| route.action == name);
            assert_eq!(route.and_then(|route| route.changes), Some(false), "{name}");
        }
    }

    #[test]
    fn every_route_that_is_no_read_has_a_name() {
        let routes = Routes::of(&crate::api::document());
        assert!(routes.known.len() > 10);
        assert!(routes.known.values().all(|route| !route.action.contains(' ')));
    }
}
