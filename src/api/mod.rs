//! The HTTP API, version 1.
//!
//! Routes turn requests into calls of the runtime and the store, and what comes back into JSON; they decide nothing.
//! One file a thing (`definitions`, `processes`, `runs/…`, `health`, `metrics`), `types` for what travels, `layers` for
//! what every request goes through, `problem` for everything that goes wrong. The description at
//! `/api/v1/openapi.json` is made from the same code.
//!
//! This room must not know SQL, the kernel's state or how a run is moved.

mod access;
mod authoring;
mod batch;
mod bulk;
mod conceal;
mod connections;
mod created;
mod creatio;
mod csv;
mod cursor;
mod definition_use;
mod definitions;
mod door;
mod download;
mod extract;
mod health;
mod hooks;
pub(crate) mod json;
mod layers;
mod metrics;
mod openapi;
mod origin;
mod problem;
mod processes;
mod record;
mod rights;
mod runs;
mod schedules;
mod secrets;
mod sections;
mod start;
pub mod types;
mod views;
mod workplaces;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use health::{Liveness, Readiness};
pub use openapi::document;
pub use origin::Front;
pub use problem::{Problem, ProblemBody, ProblemKind};
pub use start::StartSettings;

use crate::access::Access;
use crate::auth::Role;
use crate::connections::Connections;
use crate::console;
use crate::runtime::Runtime;
use crate::sections::Sections;
use door::Door;
use record::Routes;

/// Largest definition file, in bytes.
pub const MAX_DEFINITION_BYTES: usize = 1024 * 1024;
/// Largest body of a sign-in, in bytes: a name and a password.
const MAX_SIGN_IN_BYTES: usize = 4096;
/// How long requests under way may take to end when the service stops.
const DRAIN: Duration = Duration::from_secs(10);

/// What the routes work with. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    inner: Arc<Inner>,
    front: Arc<Front>,
    starts: Arc<start::Starts>,
    sections: Sections,
    connections: Connections,
}

struct Inner {
    runtime: Runtime,
    access: Access,
    metrics: metrics::Metrics,
    max_body_bytes: usize,
    stopping: CancellationToken,
}

impl ApiState {
    /// `max_body_bytes` bounds every body but that of a definition.
    #[must_use]
    pub fn new(runtime: Runtime, access: Access, max_body_bytes: usize) -> Self {
        let sections = Sections::none(runtime.connectors().clone());
        let connections = Connections::new(runtime.clone(), "throughline");
        let inner = Inner {
            runtime,
            access,
            metrics: metrics::Metrics::default(),
            max_body_bytes,
            stopping: CancellationToken::new(),
        };
        Self {
            inner: Arc::new(inner),
            front: Arc::default(),
            starts: Arc::new(start::Starts::new(StartSettings::default())),
            sections,
            connections,
        }
    }

    /// Says how the service is reached: which proxies stand before it. Without it none does.
    #[must_use]
    pub fn behind(self, front: Front) -> Self {
        Self {
            front: Arc::new(front),
            ..self
        }
    }

    pub(crate) fn front(&self) -> &Front {
        &self.front
    }

    /// With other settings for starting runs than the defaults.
    #[must_use]
    pub fn with_starts(mut self, settings: StartSettings) -> Self {
        self.starts = Arc::new(start::Starts::new(settings));
        self
    }

    /// With these sections; without, there are none.
    #[must_use]
    pub fn with_sections(mut self, sections: Sections) -> Self {
        self.sections = sections;
        self
    }

    /// With these connections, whose figures somebody has kept; without, nobody does.
    #[must_use]
    pub fn with_connections(mut self, connections: Connections) -> Self {
        self.connections = connections;
        self
    }

    pub(in crate::api) fn connections(&self) -> &Connections {
        &self.connections
    }

    pub(in crate::api) fn sections(&self) -> &Sections {
        &self.sections
    }

    pub(in crate::api) fn starts(&self) -> &start::Starts {
        &self.starts
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.inner.runtime
    }

    /// Who is let in.
    pub(crate) fn access(&self) -> &Access {
        &self.inner.access
    }

    pub(crate) fn metrics(&self) -> &metrics::Metrics {
        &self.inner.metrics
    }

    /// Cancelled when the service goes down: whatever waits or streams ends then.
    pub(crate) fn stopping(&self) -> &CancellationToken {
        &self.inner.stopping
    }
}

/// Every route with its layers, and the console's files at every address that is no route's.
pub fn router(state: ApiState) -> Router {
    let max_batch = state.starts.settings.max_batch_body_bytes;
    let (guarded, mut description) = guarded(state.inner.max_body_bytes, max_batch).split_for_parts();
    let (open, described) = open().split_for_parts();
    description.merge(described);
    let (sign_in, described) = sign_in().split_for_parts();
    description.merge(described);
    let (signed, described) = signed(state.inner.max_body_bytes).split_for_parts();
    description.merge(described);
    let door = Door {
        state: state.clone(),
        routes: Arc::new(Routes::of(&description).and(creatio::actions())),
    };
    let guarded = guarded
        .route("/api/v1/openapi.json", openapi::route(description))
        .fallback(layers::no_such_route)
        .method_not_allowed_fallback(layers::method_not_allowed)
        .layer(from_fn_with_state(door.clone(), door::authenticate));
    guarded
        .merge(
            open.merge(signed)
                .merge(creatio::router(state.inner.max_body_bytes))
                .method_not_allowed_fallback(layers::method_not_allowed)
                .layer(from_fn_with_state(door.clone(), door::strangers)),
        )
        // Its path has other methods that need a token: what it does not take is told there.
        .merge(sign_in.layer(from_fn_with_state(door, door::strangers)))
        .layer(from_fn(console::serve))
        .layer(CatchPanicLayer::custom(layers::panicked))
        .layer(from_fn_with_state(state.clone(), layers::envelope))
        // Outside of all others, so that nothing passes it by.
        .layer(from_fn(conceal::conceal))
        .with_state(state)
}

/// Routes that need a token. Every route stands in the group of the least role that may use it: a route that is in no
/// group is in no router.
fn guarded(max_body_bytes: usize, max_batch_body_bytes: usize) -> OpenApiRouter<ApiState> {
    openapi::base()
        .merge(group(Role::Viewer, viewers(), viewers_who_wait(), max_body_bytes))
        .merge(group(
            Role::Operator,
            operators(),
            operators_who_wait(max_batch_body_bytes),
            max_body_bytes,
        ))
        .merge(group(
            Role::Designer,
            designers(),
            OpenApiRouter::new(),
            MAX_DEFINITION_BYTES,
        ))
        .merge(group(
            Role::Administrator,
            administrators(),
            administrators_who_wait(),
            max_body_bytes,
        ))
}

/// Routes of one role: those that answer soon, and those that take as long as they are asked to and bound themselves.
fn group(
    least: Role,
    soon: OpenApiRouter<ApiState>,
    waiting: OpenApiRouter<ApiState>,
    max_body_bytes: usize,
) -> OpenApiRouter<ApiState> {
    soon.layer(from_fn(layers::time_limit))
        .merge(waiting)
        .layer(bounded(max_body_bytes))
        .layer(from_fn_with_state(least, layers::at_least))
}

/// Bounds bodies: what says that it is larger is refused at once, what turns out to be larger where the limit is reached.
/// Within a group the layer nearest to the route counts.
fn bounded(max_body_bytes: usize) -> (DefaultBodyLimit, Extension<extract::BodyLimit>) {
    (
        DefaultBodyLimit::max(max_body_bytes),
        Extension(extract::BodyLimit(max_body_bytes)),
    )
}

fn viewers() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(definitions::list))
        .routes(routes!(definitions::show))
        .routes(routes!(definitions::show_version))
        .routes(routes!(definitions::bpmn))
        .routes(routes!(definition_use::versions))
        .routes(routes!(authoring::schema))
        .routes(routes!(authoring::operations))
        .routes(routes!(runs::list::list))
        .routes(routes!(runs::series::series))
        .routes(routes!(runs::counts::counts))
        .routes(routes!(runs::counts::causes))
        .routes(routes!(runs::progress::progress))
        .routes(routes!(runs::show::show))
        .routes(routes!(runs::journal::journal))
        .routes(routes!(runs::input::input))
        .routes(routes!(runs::history::activities))
        .routes(routes!(runs::history::moment))
        .routes(routes!(runs::looking_back::steps))
        .routes(routes!(runs::looking_back::variables))
        .routes(routes!(schedules::list))
        .routes(routes!(schedules::calendar::upcoming))
        .routes(routes!(schedules::calendar::calendar))
        .routes(routes!(schedules::calendar::preview_times))
        .routes(routes!(schedules::show))
        .routes(routes!(schedules::preview))
        .routes(routes!(schedules::firings))
        .routes(routes!(runs::callbacks::callbacks))
        .routes(routes!(connections::list))
        .routes(routes!(connections::show))
        .routes(routes!(connections::series))
        .routes(routes!(metrics::metrics))
        .routes(routes!(access::session::show))
        .routes(routes!(access::session::sign_out))
        .routes(routes!(access::tokens::list))
        .routes(routes!(access::tokens::create))
        .routes(routes!(access::tokens::revoke))
        .routes(routes!(access::users::set_password))
        .merge(bulk::for_viewers())
        .merge(views::for_viewers())
        .merge(sections::for_viewers())
        .merge(workplaces::for_viewers())
}

fn viewers_who_wait() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(runs::events::events))
        .routes(routes!(runs::export::export))
}

fn operators() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(runs::act::cancel))
        .routes(routes!(runs::act::retry))
        .routes(routes!(runs::operate::suspend))
        .routes(routes!(runs::operate::resume))
        .routes(routes!(runs::operate::edit))
        .routes(routes!(runs::operate::retry_token))
        .routes(routes!(runs::operate::skip))
        .routes(routes!(runs::operate::move_token))
        .routes(routes!(schedules::act::pause))
        .routes(routes!(schedules::act::resume))
        .routes(routes!(schedules::act::run))
        .routes(routes!(schedules::act::backfill))
        .merge(bulk::for_operators())
        .merge(sections::for_operators())
}

fn operators_who_wait(max_batch_body_bytes: usize) -> OpenApiRouter<ApiState> {
    let batch = OpenApiRouter::new()
        .routes(routes!(batch::start_batch))
        .layer(bounded(max_batch_body_bytes));
    OpenApiRouter::new()
        .routes(routes!(processes::start))
        .routes(routes!(connections::test))
        .merge(sections::for_operators_who_wait())
        .merge(batch)
}

/// Their bodies are definition files.
fn designers() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(definitions::deploy))
        .routes(routes!(definitions::validate))
        .routes(routes!(schedules::change::create))
        .routes(routes!(schedules::change::change))
        .routes(routes!(schedules::change::delete))
}

/// People, rights and the audit log.
fn administrators() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(access::users::list))
        .routes(routes!(access::users::create))
        .routes(routes!(access::users::show))
        .routes(routes!(access::users::change))
        .routes(routes!(access::users::delete))
        .routes(routes!(access::rights::list))
        .routes(routes!(access::rights::grant))
        .routes(routes!(access::rights::revoke))
        .routes(routes!(access::audit::list))
        .merge(workplaces::for_administrators())
        .routes(routes!(secrets::list))
        .routes(routes!(secrets::set, secrets::delete))
}

fn administrators_who_wait() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(access::audit::export))
}

/// The way in.
fn sign_in() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(access::session::sign_in))
        .layer(from_fn(layers::time_limit))
        .layer(DefaultBodyLimit::max(MAX_SIGN_IN_BYTES))
}

/// Routes that need none.
fn open() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .layer(from_fn(layers::time_limit))
}

/// Routes that show no token: every request is signed.
fn signed(max_body_bytes: usize) -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(hooks::record_event))
        .layer(from_fn(layers::time_limit))
        .layer(bounded(max_body_bytes))
}

/// Serves until `shutdown`, then lets requests under way end: waits and streams at once, others within ten seconds.
///
/// # Errors
/// The listener fails for good.
pub async fn serve(listener: TcpListener, state: ApiState, shutdown: CancellationToken) -> io::Result<()> {
    let stopping = state.stopping().clone();
    let server = axum::serve(
        listener,
        router(state).into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown({
        let (shutdown, stopping) = (shutdown.clone(), stopping.clone());
        async move {
            shutdown.cancelled().await;
            stopping.cancel();
        }
    });
    let late = async {
        shutdown.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = server.into_future() => ended,
        () = late => {
            tracing::warn!("requests were still under way after {} s and are cut off", DRAIN.as_secs());
            Ok(())
        }
    }
}
