//! Creatio: forms and OAuth sign-in, OData 4 with `$batch`, and the administration service.
//!
//! The entities are data (`schema`); the rules that refuse and compute are in `rules`. What no source settles is
//! decided in `simulators/README.md`. This room must not know Webitel beyond the people both are made from.

mod administration;
mod answer;
mod auth;
mod batch;
mod bind;
mod cell;
mod control;
mod filter;
mod generate;
mod metadata;
mod odata;
mod query;
mod rules;
mod schema;
mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::{any, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::counters::{CounterBoard, Counters, lock};
use crate::faults::{FaultPlayer, Faults};
use crate::persistence::{self, Dirty};
use crate::server::{self, Dialect, Parts, Running, SimulatorError};
use answer::Answer;
use auth::{Administrator, Area, Gate, Lifetime, Sessions};
use odata::{Call, Context};
use table::Database;

pub use auth::Expired;

/// How to run a Creatio simulator.
#[derive(Clone, clap::Args)]
pub struct Options {
    /// Address to listen on; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:0")]
    pub listen: String,
    /// Number of contacts to make when there is no data yet; every other one bears the username that a Webitel
    /// simulator of the same seed gives its user, and is a system user
    #[arg(long, default_value_t = 0)]
    pub users: usize,
    /// Seed of the generated data and of the faults
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Login of the administrator
    #[arg(long, default_value = "Supervisor")]
    pub user: String,
    /// Password of the administrator
    #[arg(
        long,
        env = "CREATIO_SIMULATOR_PASSWORD",
        hide_env_values = true,
        default_value = "Supervisor"
    )]
    pub password: String,
    /// Client of OAuth 2.0; without it every token request is refused
    #[arg(long, requires = "client_secret")]
    pub client_id: Option<String>,
    /// The OAuth client's secret
    #[arg(
        long,
        env = "CREATIO_SIMULATOR_CLIENT_SECRET",
        hide_env_values = true,
        requires = "client_id"
    )]
    pub client_secret: Option<String>,
    /// Path below which everything but the login is served; empty plays a .NET (Core) instance
    #[arg(long, default_value = "/0")]
    pub prefix: String,
    /// Most rows of one answer
    #[arg(long, default_value_t = 20_000)]
    pub max_rows: usize,
    /// JSON file that keeps the data across restarts
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// What goes wrong
    #[command(flatten)]
    pub faults: Faults,
    /// Which instance it plays
    #[command(flatten)]
    pub modes: Modes,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:0".to_owned(),
            users: 0,
            seed: 1,
            user: "Supervisor".to_owned(),
            password: "Supervisor".to_owned(),
            client_id: None,
            client_secret: None,
            prefix: "/0".to_owned(),
            max_rows: 20_000,
            data: None,
            faults: Faults::default(),
            modes: Modes::default(),
        }
    }
}

/// Habits in which Creatio instances differ; all can change while it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::Args)]
#[serde(default, deny_unknown_fields)]
pub struct Modes {
    /// How OData says that a session is over; services always say 401
    #[arg(long, value_enum, default_value_t = Expired::Redirect)]
    pub expired: Expired,
    /// Seconds after which a session is over; 0 is never
    #[arg(long, default_value_t = 0)]
    pub session_s: u64,
    /// Calls after which a session is over; 0 is never
    #[arg(long, default_value_t = 0)]
    pub session_calls: u64,
    /// Say with @odata.nextLink where an answer cut at --max-rows goes on
    #[arg(long)]
    pub next_links: bool,
    /// Entities whose rows a business rule lets nobody write by OData: 500, nothing done (comma separated)
    #[arg(long, value_delimiter = ',')]
    pub refuse_writes: Vec<String>,
}

impl Modes {
    fn lifetime(&self) -> Lifetime {
        Lifetime {
            seconds: self.session_s,
            calls: self.session_calls,
        }
    }
}

/// Starts Creatio simulators.
pub struct Simulator;

impl Simulator {
    /// Listens, loads or makes the data, and serves until [`Running::shutdown`].
    ///
    /// # Errors
    /// The address cannot be listened on, the data file is unreadable or not ours, or an option has no sense.
    pub async fn start(options: Options) -> Result<Running<Handle>, SimulatorError> {
        options.faults.check().map_err(SimulatorError::Option)?;
        let prefix = options.prefix.trim_end_matches('/').to_owned();
        let plain = |sign: char| sign.is_ascii_alphanumeric() || "/-_.".contains(sign);
        if !(prefix.is_empty() || prefix.starts_with('/')) || !prefix.chars().all(plain) {
            let why = format!("the prefix `{prefix}` is neither empty nor a path such as /0");
            return Err(SimulatorError::Option(why));
        }
        if options.max_rows == 0 {
            return Err(SimulatorError::Option(
                "max_rows is 0; an answer needs room for one row at least".to_owned(),
            ));
        }
        let kept = match &options.data {
            Some(path) => persistence::load::<table::Kept>(path)?,
            None => None,
        };
        let fresh = kept.is_none();
        let database = match kept {
            Some(kept) => Database::load(options.seed, kept)
                .map_err(|why| SimulatorError::Option(format!("the data file holds {why}")))?,
            None => generate::database(options.seed, options.users, &options.user)
                .map_err(|why| SimulatorError::Option(format!("cannot make the data: {why}")))?,
        };
        let world = Arc::new(World {
            user: options.user,
            password: options.password,
            client: options.client_id.zip(options.client_secret),
            prefix,
            max_rows: options.max_rows,
            database: Mutex::new(database),
            sessions: Mutex::new(Sessions::default()),
            modes: Mutex::new(options.modes),
            faults: Arc::new(FaultPlayer::new(options.faults, options.seed)),
            counters: Arc::new(CounterBoard::default()),
            dirty: Dirty::default(),
        });
        if fresh {
            world.dirty.mark();
        }
        let storage = options.data.map(|path| {
            let saved = Arc::clone(&world);
            let snapshot: persistence::Snapshot = Arc::new(move || {
                // The rows are shared, so the lock is held for the copy of pointers only.
                let copy = lock(&saved.database).copy();
                serde_json::to_vec(&copy.kept())
            });
            (path, world.dirty.clone(), snapshot)
        });
        server::start(Parts {
            listen: options.listen,
            router: router(Arc::clone(&world)),
            dialect: Arc::new(CreatioDialect),
            faults: Arc::clone(&world.faults),
            counters: Arc::clone(&world.counters),
            handle: Handle(world),
            storage,
        })
        .await
    }
}

/// Everything a request can see.
pub(crate) struct World {
    user: String,
    password: String,
    client: Option<(String, String)>,
    prefix: String,
    max_rows: usize,
    database: Mutex<Database>,
    sessions: Mutex<Sessions>,
    modes: Mutex<Modes>,
    faults: Arc<FaultPlayer>,
    counters: Arc<CounterBoard>,
    dirty: Dirty,
}

impl World {
    fn modes(&self) -> Modes {
        lock(&self.modes).clone()
    }

    fn gate(&self, area: Area, uri: &Uri, headers: &HeaderMap) -> Result<Option<Uuid>, Answer> {
        let gate = Gate {
            prefix: &self.prefix,
            expired: self.modes().expired,
            area,
            uri: uri.path().to_owned(),
        };
        gate.check(&mut lock(&self.sessions), headers)
    }

    fn context(&self, headers: &HeaderMap, actor: Option<Uuid>) -> Context {
        let host = headers
            .get(header::HOST)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("localhost");
        Context {
            base: format!("http://{host}{}/odata", self.prefix),
            actor,
            max_rows: self.max_rows,
            next_links: self.modes().next_links,
            refuse_writes: self.modes().refuse_writes,
        }
    }
}

type Shared = State<Arc<World>>;

const LOGIN: &str = "/ServiceModel/AuthService.svc/Login";

fn router(world: Arc<World>) -> Router {
    let prefix = world.prefix.clone();
    let mut router = Router::new()
        .route(LOGIN, post(login))
        .route("/connect/token", post(token))
        .route(&format!("{prefix}/odata/$metadata"), axum::routing::get(metadata))
        .route(&format!("{prefix}/odata/$batch"), post(batch))
        .route(&format!("{prefix}/odata/{{*path}}"), any(odata))
        .route(
            &format!("{prefix}/rest/AdministrationService/{{method}}"),
            post(administration),
        )
        .nest(server::CONTROL, control::routes());
    if !prefix.is_empty() {
        // Below the application the service wants a session, which nobody has who signs in.
        router = router.route(&format!("{prefix}{LOGIN}"), post(misplaced_login));
    }
    router.fallback(unknown_route).with_state(world)
}

async fn login(State(world): Shared, body: Bytes) -> Response {
    let administrator = Administrator {
        user: &world.user,
        password: &world.password,
    };
    let lifetime = world.modes().lifetime();
    let database = lock(&world.database);
    auth::login(&administrator, &database, &mut lock(&world.sessions), lifetime, &body).response()
}

async fn misplaced_login() -> Response {
    auth::not_signed_in().response()
}

async fn token(State(world): Shared, Form(form): Form<Vec<(String, String)>>) -> Response {
    let client = world.client.as_ref().map(|(id, secret)| (id.as_str(), secret.as_str()));
    let lifetime = world.modes().lifetime();
    auth::token(client, None, &mut lock(&world.sessions), lifetime, &form).response()
}

async fn metadata(State(world): Shared, uri: Uri, headers: HeaderMap) -> Response {
    match world.gate(Area::OData, &uri, &headers) {
        Ok(_) => Answer::text("application/xml", metadata::xml()).response(),
        Err(refused) => refused.response(),
    }
}

async fn odata(
    State(world): Shared,
    method: Method,
    uri: Uri,
    Path(path): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let actor = match world.gate(Area::OData, &uri, &headers) {
        Ok(actor) => actor,
        Err(refused) => return refused.response(),
    };
    let body = match read_body(&body) {
        Ok(body) => body,
        Err(refused) => return refused.response(),
    };
    let writes = method != Method::GET;
    let call = Call {
        method,
        path,
        query,
        body,
    };
    let answer = odata::perform(&world.context(&headers, actor), &mut lock(&world.database), &call);
    if writes && answer.status.is_success() {
        world.dirty.mark();
    }
    answer.response()
}

fn read_body(body: &[u8]) -> Result<Option<Value>, Answer> {
    if body.is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(body).map(Some).map_err(|error| {
        Answer::odata_error(
            StatusCode::BAD_REQUEST,
            &format!("The request body is not valid JSON: {error}."),
        )
        .odata()
    })
}

async fn batch(State(world): Shared, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let actor = match world.gate(Area::OData, &uri, &headers) {
        Ok(actor) => actor,
        Err(refused) => return refused.response(),
    };
    let sent = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !sent.to_ascii_lowercase().starts_with("application/json") {
        let why = "This simulator reads batches as application/json only.";
        return Answer::odata_error(StatusCode::UNSUPPORTED_MEDIA_TYPE, why)
            .odata()
            .response();
    }
    let body = match read_body(&body) {
        Ok(body) => body.unwrap_or(Value::Null),
        Err(refused) => return refused.response(),
    };
    let prefer = headers.get_all("Prefer").iter().filter_map(|value| value.to_str().ok());
    let go_on = prefer.flat_map(|value| value.split(',')).any(|preference| {
        matches!(
            preference.trim(),
            "continue-on-error" | "odata.continue-on-error" | "continue-on-error=true"
        )
    });
    let answer = batch::perform(
        &world.context(&headers, actor),
        &mut lock(&world.database),
        &body,
        go_on,
    );
    world.dirty.mark();
    answer.response()
}

async fn administration(
    State(world): Shared,
    uri: Uri,
    Path(method): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let actor = match world.gate(Area::Service, &uri, &headers) {
        Ok(actor) => actor,
        Err(refused) => return refused.response(),
    };
    let answer = administration::perform(&mut lock(&world.database), &method, &body, actor);
    world.dirty.mark();
    answer.response()
}

async fn unknown_route(uri: Uri) -> Response {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    Answer::no_controller(uri.path(), name).response()
}

struct CreatioDialect;

impl Dialect for CreatioDialect {
    fn writes(&self, method: &Method, path: &str) -> bool {
        let signs_in = path.ends_with(LOGIN) || path == "/connect/token";
        *method != Method::GET && *method != Method::HEAD && !signs_in
    }

    fn refusal(&self, status: StatusCode) -> Response {
        Answer::odata_error(status, "A fault injected by the simulator.")
            .odata()
            .response()
    }
}

/// Looks at and changes a running simulator's data, as an administrator beside the API would.
#[derive(Clone)]
pub struct Handle(Arc<World>);

impl Handle {
    /// All rows of an entity with all columns, in the order of creation; `None` where there is no such entity.
    pub fn rows(&self, entity: &str) -> Option<Vec<Map<String, Value>>> {
        let database = lock(&self.0.database);
        let found = database.table(entity)?;
        Some(found.rows().map(|row| table::show(found.entity, row)).collect())
    }

    /// Number of rows of an entity; 0 where there is no such entity.
    pub fn count(&self, entity: &str) -> usize {
        lock(&self.0.database).table(entity).map_or(0, table::Table::len)
    }

    /// Number of rows of each entity.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let database = lock(&self.0.database);
        database
            .tables
            .iter()
            .map(|table| (table.entity.name, table.len()))
            .collect()
    }

    /// How often each value of a column occurs, by its shown text; `None` where there is no such column.
    pub fn times(&self, entity: &str, column: &str) -> Option<BTreeMap<String, usize>> {
        let database = lock(&self.0.database);
        let found = database.table(entity)?;
        let at = found.entity.column(column)?;
        let kind = found.entity.columns[at].kind;
        let mut times = BTreeMap::new();
        for row in found.rows() {
            let shown = row[at].show(kind);
            let text = shown.as_str().map_or_else(|| shown.to_string(), str::to_owned);
            *times.entry(text).or_default() += 1;
        }
        Some(times)
    }

    /// Creates a row as the API would; answers its id.
    ///
    /// # Errors
    /// What the API would refuse, in its words.
    pub fn insert(&self, entity: &str, columns: &Map<String, Value>) -> Result<Uuid, String> {
        let table = schema::find(entity).ok_or_else(|| format!("there is no entity {entity}"))?;
        let inserted = rules::insert(&mut lock(&self.0.database), table, columns, None);
        self.0.dirty.mark();
        inserted.map_err(|refusal| refusal.to_string())
    }

    /// Ends every session, as a restart of the instance does.
    pub fn end_sessions(&self) {
        lock(&self.0.sessions).end_all();
    }

    /// The faults in force.
    pub fn faults(&self) -> Faults {
        self.0.faults.current()
    }

    /// Puts other faults in force from the next request on.
    ///
    /// # Errors
    /// A rate is not a share between 0 and 1; says which.
    pub fn set_faults(&self, faults: Faults) -> Result<(), SimulatorError> {
        self.0.faults.set(faults).map_err(SimulatorError::Option)
    }

    /// Plays another kind of instance from the next request on; sessions that exist keep their lifetime.
    pub fn set_modes(&self, modes: Modes) {
        *lock(&self.0.modes) = modes;
    }

    /// Requests so far.
    pub fn counters(&self) -> Counters {
        self.0.counters.snapshot()
    }
}
