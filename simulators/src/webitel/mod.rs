//! The Webitel REST API (`/api`): users, devices, licences, roles.
//!
//! Shapes follow captured answers of a live server where there are any: bare single answers, left-out empty fields,
//! 64-bit numbers as text, lists of `page`, `next`, `items`, success always 200. What no source settles is decided in
//! `simulators/README.md`. This room must not know Creatio.

mod answer;
mod control;
mod data;
mod devices;
mod generate;
mod input;
mod licenses;
mod list;
mod render;
mod roles;
mod users;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::counters::{CounterBoard, Counters, lock};
use crate::faults::{FaultPlayer, Faults};
use crate::persistence::{self, Dirty};
use crate::server::{self, Dialect, Parts, Running, SimulatorError};
use crate::traps::{Trap, TrapBoard, Trapped};
use answer::{Problem, Reply};
use data::Data;

/// The header that carries the access token.
pub const ACCESS_HEADER: &str = "X-Webitel-Access";

/// How to run a Webitel simulator.
#[derive(Clone, clap::Args)]
pub struct Options {
    /// Address to listen on; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:0")]
    pub listen: String,
    /// Number of users to make when there is no data yet
    #[arg(long, default_value_t = 0)]
    pub users: usize,
    /// Seed of the generated data and of the faults
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Smallest id to give, to try ids beyond 2^53
    #[arg(long, default_value_t = 1000)]
    pub first_id: i64,
    /// Access token that the header X-Webitel-Access must carry
    #[arg(
        long,
        env = "WEBITEL_SIMULATOR_TOKEN",
        hide_env_values = true,
        default_value = "webitel-token"
    )]
    pub token: String,
    /// JSON file that keeps the data across restarts
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// What goes wrong
    #[command(flatten)]
    pub faults: Faults,
    /// Which server it plays
    #[command(flatten)]
    pub modes: Modes,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:0".to_owned(),
            users: 0,
            seed: 1,
            first_id: 1000,
            token: "webitel-token".to_owned(),
            data: None,
            faults: Faults::default(),
            modes: Modes::default(),
        }
    }
}

/// Shapes and habits in which Webitel servers differ; all can change while it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::Args)]
#[serde(default, deny_unknown_fields)]
pub struct Modes {
    /// Answer `{"user": {…}}` instead of the bare object
    #[arg(long)]
    pub wrapped_answers: bool,
    /// Send users', devices' and roles' times in seconds instead of milliseconds
    #[arg(long)]
    pub seconds: bool,
    /// Be an older server that knows no generate_device
    #[arg(long)]
    pub ignore_generate_device: bool,
    /// Answer a taken username or extension with 409 instead of 400
    #[arg(long)]
    pub conflict_409: bool,
    /// Send errors in the gRPC shape, with the usual shape as text in `message`
    #[arg(long)]
    pub grpc_errors: bool,
    /// Answer HTTP 500 where the body's code says 404, 409 or 412
    #[arg(long)]
    pub hidden_status: bool,
    /// This many times, make a user right after a page of users was read, sorted before all others by name
    #[arg(long, default_value_t = 0)]
    pub shift_pages: u32,
    /// This many times, erase the first user of a page of users right after it was read
    #[arg(long, default_value_t = 0)]
    pub delete_while_reading: u32,
}

/// Starts Webitel simulators.
pub struct Simulator;

impl Simulator {
    /// Listens, loads or makes the data, and serves until [`Running::shutdown`].
    ///
    /// # Errors
    /// The address cannot be listened on, the data file is unreadable or not ours, or an option has no sense.
    pub async fn start(options: Options) -> Result<Running<Handle>, SimulatorError> {
        options.faults.check().map_err(SimulatorError::Option)?;
        let kept = match &options.data {
            Some(path) => persistence::load::<Data>(path)?,
            None => None,
        };
        let fresh = kept.is_none();
        let data = match kept {
            Some(mut data) => {
                data.rebuild_indexes();
                data
            }
            None => generate::data(options.seed, options.users, options.first_id),
        };
        let world = Arc::new(World {
            token: options.token,
            data: Mutex::new(data),
            modes: Mutex::new(options.modes),
            faults: Arc::new(FaultPlayer::new(options.faults, options.seed)),
            counters: Arc::new(CounterBoard::default()),
            traps: Arc::new(TrapBoard::default()),
            dirty: Dirty::default(),
        });
        if fresh {
            world.dirty.mark();
        }
        let storage = options.data.map(|path| {
            let saved = Arc::clone(&world);
            let snapshot: persistence::Snapshot = Arc::new(move || {
                // The rows are shared, so the lock is held for the copy of pointers only.
                let copy = lock(&saved.data).clone();
                serde_json::to_vec(&copy)
            });
            (path, world.dirty.clone(), snapshot)
        });
        server::start(Parts {
            listen: options.listen,
            router: router(Arc::clone(&world)),
            dialect: Arc::new(WebitelDialect(Arc::clone(&world))),
            faults: Arc::clone(&world.faults),
            counters: Arc::clone(&world.counters),
            traps: Arc::clone(&world.traps),
            handle: Handle(world),
            storage,
        })
        .await
    }
}

/// Everything a request can see.
pub(crate) struct World {
    token: String,
    data: Mutex<Data>,
    modes: Mutex<Modes>,
    faults: Arc<FaultPlayer>,
    counters: Arc<CounterBoard>,
    traps: Arc<TrapBoard>,
    dirty: Dirty,
}

impl World {
    fn modes(&self) -> Modes {
        lock(&self.modes).clone()
    }

    /// Answers from the data as they are.
    fn read(&self, look: impl FnOnce(&Data, &Modes) -> Result<Reply, Problem>) -> Response {
        let modes = self.modes();
        let reply = look(&lock(&self.data), &modes);
        answer::response(reply, &modes)
    }

    /// Changes the data, whole or not at all: `change` must check before it changes.
    fn write(&self, change: impl FnOnce(&mut Data, &Modes) -> Result<Reply, Problem>) -> Response {
        let modes = self.modes();
        let reply = change(&mut lock(&self.data), &modes);
        if reply.is_ok() {
            self.dirty.mark();
        }
        answer::response(reply, &modes)
    }
}

type Shared = State<Arc<World>>;
type Pairs = axum::extract::Query<Vec<(String, String)>>;

fn router(world: Arc<World>) -> Router {
    let api = Router::new()
        .merge(users::routes())
        .merge(devices::routes())
        .merge(licenses::routes())
        .merge(roles::routes())
        .layer(middleware::from_fn_with_state(Arc::clone(&world), require_token));
    Router::new()
        .nest("/api", api)
        .nest(server::CONTROL, control::routes())
        .fallback(unknown_route)
        .with_state(world)
}

async fn require_token(State(world): Shared, request: Request, next: Next) -> Response {
    let token = request
        .headers()
        .get(ACCESS_HEADER)
        .and_then(|value| value.to_str().ok());
    if token == Some(world.token.as_str()) {
        return next.run(request).await;
    }
    let problem = Problem::new(
        StatusCode::UNAUTHORIZED,
        "api.process.unauthenticated",
        "the header X-Webitel-Access carries no valid token",
    );
    answer::response(Err(problem), &world.modes())
}

/// What the API's gateway says itself, in its own shape.
async fn unknown_route() -> Response {
    answer::json(
        StatusCode::NOT_FOUND,
        &serde_json::json!({ "code": 5, "message": "Not Found", "details": [] }),
    )
}

struct WebitelDialect(Arc<World>);

impl Dialect for WebitelDialect {
    fn writes(&self, method: &Method, path: &str) -> bool {
        *method != Method::GET && *method != Method::HEAD && path != "/api/users/search"
    }

    fn refusal(&self, status: StatusCode) -> Response {
        let problem = Problem::new(status, "api.process.injected", "a fault injected by the simulator");
        answer::response(Err(problem), &self.0.modes())
    }
}

/// Looks at and changes a running simulator's data, as an administrator beside the API would.
#[derive(Clone)]
pub struct Handle(Arc<World>);

/// A user as tests want to see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserSummary {
    /// The id the API sends as text.
    pub id: i64,
    /// Unique login.
    pub username: String,
    /// Display name; namesakes occur.
    pub name: String,
    /// Empty where the user has none.
    pub extension: String,
    /// The default device's id.
    pub device: Option<i64>,
    /// Serial numbers of the licences held.
    pub licenses: Vec<String>,
    /// Ids of the roles.
    pub roles: Vec<i64>,
    /// Free variables.
    pub profile: std::collections::BTreeMap<String, String>,
    /// Whether it is marked deleted.
    pub deleted: bool,
}

/// A device as tests want to see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceSummary {
    /// The id the API sends as text.
    pub id: i64,
    /// Display name.
    pub name: String,
    /// The SIP authentication id; unique.
    pub account: String,
    /// Whose it is; none where the user was erased.
    pub user: Option<i64>,
}

/// A licence as tests want to see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LicenseSummary {
    /// Serial.
    pub id: String,
    /// What it licenses.
    pub product: String,
    /// Display name; may be empty.
    pub name: String,
    /// Places in all.
    pub limit: usize,
    /// Places left.
    pub remaining: usize,
    /// Whether it is over, or not begun.
    pub expired: bool,
}

/// A role as tests want to see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleSummary {
    /// The id the API sends as text.
    pub id: i64,
    /// Display name; not unique.
    pub name: String,
}

impl Handle {
    /// Users not marked deleted.
    pub fn user_count(&self) -> usize {
        lock(&self.0.data).users.values().filter(|user| !user.deleted()).count()
    }

    /// All users by id, the ones marked deleted included.
    pub fn users(&self) -> Vec<UserSummary> {
        lock(&self.0.data).users.values().map(|user| user.summary()).collect()
    }

    /// The user of this username, also where it is marked deleted.
    pub fn user(&self, username: &str) -> Option<UserSummary> {
        let data = lock(&self.0.data);
        data.user_named(username).map(|user| user.summary())
    }

    /// All devices by id.
    pub fn devices(&self) -> Vec<DeviceSummary> {
        let data = lock(&self.0.data);
        let summary = |device: &Arc<data::Device>| DeviceSummary {
            id: device.id,
            name: device.name.clone(),
            account: device.account.clone(),
            user: device.user,
        };
        data.devices.values().map(summary).collect()
    }

    /// All licences by serial.
    pub fn licenses(&self) -> Vec<LicenseSummary> {
        let data = lock(&self.0.data);
        let now = data::now();
        let summary = |license: &data::License| LicenseSummary {
            id: license.id.clone(),
            product: license.product.clone(),
            name: license.name.clone(),
            limit: license.limit,
            remaining: data.remaining(license),
            expired: license.expired(now),
        };
        data.licenses.values().map(summary).collect()
    }

    /// All roles by id, without those that users are.
    pub fn roles(&self) -> Vec<RoleSummary> {
        let data = lock(&self.0.data);
        let summary = |role: &data::Role| RoleSummary {
            id: role.id,
            name: role.name.clone(),
        };
        data.roles.values().map(summary).collect()
    }

    /// Makes a role; its name may be another's, too.
    pub fn create_role(&self, name: &str) -> i64 {
        let mut data = lock(&self.0.data);
        let id = data.next_id();
        let at = data::now();
        let role = data::Role {
            id,
            name: name.to_owned(),
            created_at: at,
            updated_at: at,
            ..data::Role::default()
        };
        data.roles.insert(id, role);
        drop(data);
        self.0.dirty.mark();
        id
    }

    /// Makes a user without licence, role or device; `None` where the username is taken.
    pub fn create_user(&self, username: &str, name: &str) -> Option<i64> {
        let mut data = lock(&self.0.data);
        if data.user_named(username).is_some() {
            return None;
        }
        let id = data.next_id();
        data.put_user(data::User::new(id, username, name));
        drop(data);
        self.0.dirty.mark();
        Some(id)
    }

    /// Gives a user another display name or extension; false where there is no such user.
    pub fn change_user(&self, username: &str, name: Option<&str>, extension: Option<&str>) -> bool {
        let mut data = lock(&self.0.data);
        let Some(mut user) = data.user_named(username).cloned() else {
            return false;
        };
        if let Some(name) = name {
            name.clone_into(&mut user.name);
        }
        if let Some(extension) = extension {
            extension.clone_into(&mut user.extension);
        }
        data.put_user(user);
        drop(data);
        self.0.dirty.mark();
        true
    }

    /// Erases a user; false where there is none.
    pub fn delete_user(&self, id: i64) -> bool {
        let erased = lock(&self.0.data).erase_user(id).is_some();
        if erased {
            self.0.dirty.mark();
        }
        erased
    }

    /// Marks a user deleted, as the API does without `permanent`; false where there is none.
    pub fn mark_deleted(&self, id: i64) -> bool {
        let mut data = lock(&self.0.data);
        let Some(mut user) = data.live_user(id).map(|user| user.as_ref().clone()) else {
            return false;
        };
        user.deleted_at = Some(data::now());
        data.put_user(user);
        drop(data);
        self.0.dirty.mark();
        true
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

    /// Plays another kind of server from the next request on.
    pub fn set_modes(&self, modes: Modes) {
        *lock(&self.0.modes) = modes;
    }

    /// Sets a trap for one exchange to come.
    ///
    /// # Errors
    /// The trap has no sense, such as the 0th request; says why.
    pub fn trap(&self, trap: Trap) -> Result<Trapped, SimulatorError> {
        Trapped::set(&self.0.traps, trap).map_err(SimulatorError::Option)
    }

    /// Requests so far.
    pub fn counters(&self) -> Counters {
        self.0.counters.snapshot()
    }
}
