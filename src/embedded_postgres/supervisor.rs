//! Keeping the server alive: the first start, the restart after a crash, and the end.

use std::convert::Infallible;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::ServerState;
use super::error::Error;
use super::home::Lock;
use super::postmaster::Postmaster;
use super::prepare::{Prepared, Server};
use super::settings::APP;

/// How long a server may take until it takes connections. Recovery after a crash replays up to `max_wal_size` of log.
const START: Duration = Duration::from_secs(600);
/// How long one try to connect may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long processes of an earlier server may hold up the first start.
const LEFTOVERS: Duration = Duration::from_secs(30);
/// How often a long start is spoken of.
const WORD: Duration = Duration::from_secs(10);
/// The pauses between restarts: doubled from the first to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LAST_PAUSE: Duration = Duration::from_secs(30);

/// What becomes of the server when the service lets go of it. A sender dropped without a word means [`Self::Stop`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Farewell {
    Stop,
    LeaveRunning,
}

/// Has a server run that takes connections, then watches it in a task of its own until it is told how to end.
pub(super) async fn start(
    prepared: Prepared,
    told: oneshot::Receiver<Farewell>,
) -> Result<(watch::Receiver<ServerState>, JoinHandle<()>), Error> {
    let Prepared {
        server,
        lock,
        settings_changed,
    } = prepared;
    let postmaster = match take_over(&server, settings_changed).await? {
        Some(taken_over) => taken_over,
        None => first_launch(&server).await?,
    };
    tracing::info!(
        pid = postmaster.pid(), version = server.major, socket = %server.socket_dir.display(), "PostgreSQL is ready"
    );
    let (state, watched) = watch::channel(ServerState::Ready { starts: 1 });
    let task = tokio::spawn(supervise(server, lock, postmaster, told, state));
    Ok((watched, task))
}

/// The server that a killed service left behind, if it is as we would start it and takes connections.
async fn take_over(server: &Server, settings_changed: bool) -> Result<Option<Postmaster>, Error> {
    let Some(mut found) = Postmaster::left_behind(server).await? else {
        return Ok(None);
    };
    let pid = found.pid();
    if settings_changed {
        tracing::info!(
            pid,
            "stopping the PostgreSQL server left behind: its settings are not the present ones"
        );
    } else {
        match ready(&mut found, server).await {
            Ok(()) => {
                tracing::info!(pid, "taking over the PostgreSQL server left behind");
                return Ok(Some(found));
            }
            Err(error) => tracing::warn!(pid, %error, "stopping the PostgreSQL server left behind: it is of no use"),
        }
    }
    found.stop().await?;
    Ok(None)
}

/// Starts the server. Processes of one whose parent was killed may hold its shared memory a little longer: PostgreSQL
/// refuses to start beside them, and they end by themselves.
async fn first_launch(server: &Server) -> Result<Postmaster, Error> {
    let begun = Instant::now();
    loop {
        let mut postmaster = Postmaster::launch(server)?;
        match ready(&mut postmaster, server).await {
            Ok(()) => return Ok(postmaster),
            Err(error) => {
                postmaster.stop().await?;
                let held = matches!(&error, Error::Start { tail, .. } if tail.contains("is still in use"));
                if !held || begun.elapsed() > LEFTOVERS {
                    return Err(error);
                }
                tracing::warn!("processes of an earlier PostgreSQL server are still there: waiting for their end");
                sleep(LEFTOVERS / 30).await;
            }
        }
    }
}

/// Watches the server and starts it again when it dies. Holds the lock until the server is gone or left.
async fn supervise(
    server: Server,
    _lock: Lock,
    postmaster: Postmaster,
    mut told: oneshot::Receiver<Farewell>,
    state: watch::Sender<ServerState>,
) {
    let mut running = Some(postmaster);
    let farewell = tokio::select! {
        farewell = &mut told => farewell.unwrap_or(Farewell::Stop),
        never = keep_running(&server, &mut running, &state) => match never {},
    };
    let Some(postmaster) = running else {
        return;
    };
    let pid = postmaster.pid();
    match farewell {
        Farewell::LeaveRunning => {
            tracing::info!(pid, "leaving PostgreSQL running");
            postmaster.leave();
        }
        Farewell::Stop => match postmaster.stop().await {
            Ok(()) => tracing::info!(pid, "PostgreSQL has stopped"),
            Err(error) => tracing::error!(%error, "PostgreSQL has not stopped"),
        },
    }
}

/// Starts the server again whenever it dies. May be dropped at any await: `running` then holds the process to be ended.
async fn keep_running(
    server: &Server,
    running: &mut Option<Postmaster>,
    state: &watch::Sender<ServerState>,
) -> Infallible {
    let (mut starts, mut attempt) = (1_u64, 0_u32);
    let mut pause = FIRST_PAUSE;
    let mut since = Instant::now();
    loop {
        if let Some(postmaster) = running {
            let how = postmaster.exited().await;
            tracing::error!(
                pid = postmaster.pid(),
                how,
                "PostgreSQL ended by itself: starting it again"
            );
            *running = None;
            if since.elapsed() > LAST_PAUSE {
                pause = FIRST_PAUSE;
            }
        }
        attempt = attempt.saturating_add(1);
        state.send_replace(ServerState::Restarting { attempt });
        sleep(pause).await;
        pause = (pause * 2).min(LAST_PAUSE);
        let failure = match Postmaster::launch(server) {
            Ok(launched) => {
                let postmaster = running.insert(launched);
                match ready(postmaster, server).await {
                    Ok(()) => {
                        (starts, attempt, since) = (starts + 1, 0, Instant::now());
                        tracing::info!(pid = postmaster.pid(), starts, "PostgreSQL is ready again");
                        state.send_replace(ServerState::Ready { starts });
                        continue;
                    }
                    Err(error) => match postmaster.end().await {
                        Ok(()) => error,
                        Err(worse) => worse,
                    },
                }
            }
            Err(error) => error,
        };
        *running = None;
        tracing::error!(attempt, next_in = ?pause, error = %failure, "PostgreSQL did not start again");
    }
}

/// Waits until the server takes connections and has our role and database.
async fn ready(postmaster: &mut Postmaster, server: &Server) -> Result<(), Error> {
    let options = server.superuser_options().disable_statement_logging();
    let connected = tokio::select! {
        how = postmaster.exited() => Err(format!("the server ended, {how}")),
        connected = connect(&options) => connected,
    };
    let mut connection = connected.map_err(|why| postmaster.start_error(why))?;
    let made = make_database(&mut connection).await;
    // The work is done either way; a goodbye that fails changes nothing.
    let _ = connection.close().await;
    made.map_err(|source| Error::Query {
        folder: server.data.clone(),
        source,
    })
}

/// Connects as soon as the server lets us.
async fn connect(options: &PgConnectOptions) -> Result<PgConnection, String> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(10);
    let mut next_word = WORD;
    loop {
        let last = match timeout(CONNECT, options.connect()).await {
            Ok(Ok(connection)) => return Ok(connection),
            Ok(Err(error)) if comes_up(&error) => error.to_string(),
            Ok(Err(error)) => return Err(format!("it refuses the service: {error}")),
            Err(_) => format!("no answer within {} s", CONNECT.as_secs()),
        };
        if begun.elapsed() > START {
            return Err(format!(
                "it took no connection within {} s; the last try: {last}",
                START.as_secs()
            ));
        }
        if begun.elapsed() > next_word {
            next_word += WORD;
            tracing::warn!(
                seconds = begun.elapsed().as_secs(),
                answer = last,
                "PostgreSQL is not up yet"
            );
        }
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_millis(200));
    }
}

/// Whether a refused connection is one of a server that is on its way up.
fn comes_up(error: &sqlx::Error) -> bool {
    match error {
        // No socket yet, or nobody listening at it.
        sqlx::Error::Io(_) => true,
        // `cannot_connect_now`: starting up or recovering. `too_many_connections`: a server taken over whose former
        // clients are just being noticed as gone.
        sqlx::Error::Database(error) => matches!(error.code().as_deref(), Some("57P03" | "53300")),
        _ => false,
    }
}

/// Makes the service's role and database when they are missing, as after a crash between `initdb` and now.
async fn make_database(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let exists = "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1)";
    if !sqlx::query_scalar::<_, bool>(exists)
        .bind(APP)
        .fetch_one(&mut *connection)
        .await?
    {
        // One message, so one transaction: never a role without its rights.
        sqlx::raw_sql("CREATE ROLE throughline LOGIN CREATEDB; GRANT pg_monitor TO throughline")
            .execute(&mut *connection)
            .await?;
    }
    let exists = "SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = $1)";
    if !sqlx::query_scalar::<_, bool>(exists)
        .bind(APP)
        .fetch_one(&mut *connection)
        .await?
    {
        sqlx::raw_sql("CREATE DATABASE throughline OWNER throughline")
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
