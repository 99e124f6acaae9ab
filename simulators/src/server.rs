//! The HTTP front both simulators share: accept, count, play the request's fate, answer.
//!
//! A dropped connection is real: the service future ends with an error, whereupon hyper closes the socket without
//! writing a byte. It knows nothing of either API; what differs comes through [`Dialect`].

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use hyper::body::{Frame, Incoming};
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::counters::CounterBoard;
use crate::faults::{Fate, FaultPlayer};
use crate::persistence::{self, Dirty, Snapshot};
use crate::traps::{self, Point, TrapBoard, Verdict};

/// Paths below it are the test tool's own, not the imitated API: no token, no faults, not counted.
pub(crate) const CONTROL: &str = "/_simulator";

/// How long a shutdown waits for answers under way.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(5);

/// Why a simulator could not start, or could not end cleanly.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// The address is taken, not ours, or not an address.
    #[error("cannot listen on {address}: {source}; choose another address, or port 0 for any free port")]
    Listen {
        /// What was asked for.
        address: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The data file cannot be read or written.
    #[error("cannot read or write the data file {}: {source}", path.display())]
    Data {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The data file holds something else.
    #[error("the data file {} is not this simulator's: {source}; delete it to begin afresh", path.display())]
    DataFormat {
        /// The file.
        path: PathBuf,
        /// Where reading stopped.
        source: serde_json::Error,
    },
    /// An option has no sense.
    #[error("option refused: {0}")]
    Option(String),
    /// A task ended by panic.
    #[error("{0} ended abnormally")]
    Task(&'static str),
}

/// A started simulator. Dropping it stops it too, without waiting.
pub struct Running<H> {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub url: String,
    /// To look at and change its data and faults.
    pub handle: H,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    saver: Option<JoinHandle<Result<(), SimulatorError>>>,
}

impl<H> Running<H> {
    /// Stops accepting, lets answers under way end (at most five seconds), writes the data file.
    ///
    /// # Errors
    /// The data file could not be written.
    pub async fn shutdown(self) -> Result<(), SimulatorError> {
        self.stop.send_replace(true);
        self.server.await.map_err(|_| SimulatorError::Task("the server"))?;
        // Only now: the last answers may have changed data after the saver's own last look.
        match self.saver {
            Some(saver) => saver.await.map_err(|_| SimulatorError::Task("saving the data"))?,
            None => Ok(()),
        }
    }
}

/// What the front must ask the imitated API.
pub(crate) trait Dialect: Send + Sync + 'static {
    /// Whether the request changes data when it is carried out.
    fn writes(&self, method: &Method, path: &str) -> bool;
    /// An injected refusal, in the API's own error shape.
    fn refusal(&self, status: StatusCode) -> Response;
}

/// Everything a simulator hands over to be served.
pub(crate) struct Parts<H> {
    pub(crate) listen: String,
    pub(crate) router: Router,
    pub(crate) dialect: Arc<dyn Dialect>,
    pub(crate) faults: Arc<FaultPlayer>,
    pub(crate) counters: Arc<CounterBoard>,
    pub(crate) traps: Arc<TrapBoard>,
    pub(crate) handle: H,
    pub(crate) storage: Option<(PathBuf, Dirty, Snapshot)>,
}

struct Front {
    router: TowerToHyperService<Router>,
    dialect: Arc<dyn Dialect>,
    faults: Arc<FaultPlayer>,
    counters: Arc<CounterBoard>,
    traps: Arc<TrapBoard>,
}

pub(crate) async fn start<H>(parts: Parts<H>) -> Result<Running<H>, SimulatorError> {
    let refused = |source| SimulatorError::Listen {
        address: parts.listen.clone(),
        source,
    };
    let listener = TcpListener::bind(&parts.listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let (stop, stopped) = watch::channel(false);
    let router = parts
        .router
        .nest(&format!("{CONTROL}/traps"), traps::routes(Arc::clone(&parts.traps)));
    let front = Arc::new(Front {
        router: TowerToHyperService::new(router),
        dialect: parts.dialect,
        faults: parts.faults,
        counters: parts.counters,
        traps: parts.traps,
    });
    let (served, all_served) = watch::channel(false);
    let server = tokio::spawn(async move {
        accept(listener, front, stopped).await;
        served.send_replace(true);
    });
    let saver = parts
        .storage
        .map(|(path, dirty, snapshot)| persistence::spawn(path, dirty, snapshot, all_served));
    Ok(Running {
        url: format!("http://{}", reachable(address)),
        handle: parts.handle,
        stop,
        server,
        saver,
    })
}

/// An address a client on this machine can use: the any-address is told as loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => (std::net::Ipv4Addr::LOCALHOST, v4.port()).into(),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => (std::net::Ipv6Addr::LOCALHOST, v6.port()).into(),
        other => other,
    }
}

async fn accept(listener: TcpListener, front: Arc<Front>, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, Arc::clone(&front), stopped.clone()));
                }
                Err(error) => {
                    // Out of descriptors or memory: what is open goes on, new ones wait a moment.
                    eprintln!("cannot accept a connection: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(SHUTDOWN_GRACE, all_ended).await.is_err() {
        connections.shutdown().await;
    }
}

async fn serve(stream: TcpStream, front: Arc<Front>, mut stopped: watch::Receiver<bool>) {
    // Small answers must not wait for the peer's delayed acknowledgement; a socket that refuses still works.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(Arc::clone(&front), request));
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // A connection's error is the client's to notice (or the fault that was asked for): nothing to do here.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// The fault that ends a connection without an answer.
#[derive(Debug, thiserror::Error)]
#[error("connection dropped on purpose")]
struct Dropped;

async fn answer(front: Arc<Front>, request: hyper::Request<Incoming>) -> Result<Response, Dropped> {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    if path.starts_with(CONTROL) {
        return Ok(carry_out(&front, request).await);
    }
    front.counters.count(method.as_str(), &path);
    let plan = front.faults.plan(front.dialect.writes(&method, &path));
    if !plan.latency.is_zero() {
        tokio::time::sleep(plan.latency).await;
    }
    match front.traps.meet(Point::Before, method.as_str(), &path).await {
        Verdict::GoOn => {}
        Verdict::Cut => return Err(drop_before(&front)),
        Verdict::Refuse(status) => return Ok(refuse(&front, status)),
    }
    let response = match plan.fate {
        Fate::DroppedBefore => return Err(drop_before(&front)),
        Fate::TooManyRequests { retry_after_s } => {
            let mut response = refuse(&front, StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, retry_after_s.into());
            response
        }
        Fate::ServerError => refuse(&front, StatusCode::INTERNAL_SERVER_ERROR),
        Fate::Unavailable => refuse(&front, StatusCode::SERVICE_UNAVAILABLE),
        Fate::DroppedAfter => {
            carry_out(&front, request).await;
            return Err(drop_after(&front));
        }
        Fate::ErrorAfter => {
            carry_out(&front, request).await;
            fail_after(&front, StatusCode::INTERNAL_SERVER_ERROR)
        }
        Fate::Served => {
            let response = carry_out(&front, request).await;
            match front.traps.meet(Point::After, method.as_str(), &path).await {
                Verdict::GoOn => response,
                Verdict::Cut => return Err(drop_after(&front)),
                Verdict::Refuse(status) => fail_after(&front, status),
            }
        }
    };
    Ok(if plan.slow_body.is_zero() {
        response
    } else {
        trickle(response, plan.slow_body).await
    })
}

fn drop_before(front: &Front) -> Dropped {
    front.counters.change(|counters| counters.dropped_before += 1);
    Dropped
}

fn drop_after(front: &Front) -> Dropped {
    front.counters.change(|counters| counters.dropped_after += 1);
    Dropped
}

fn fail_after(front: &Front, status: StatusCode) -> Response {
    front.counters.change(|counters| counters.failed_after += 1);
    front.dialect.refusal(status)
}

fn refuse(front: &Front, status: StatusCode) -> Response {
    front.counters.change(|counters| counters.refused += 1);
    front.dialect.refusal(status)
}

async fn carry_out(front: &Front, request: hyper::Request<Incoming>) -> Response {
    let answered: Result<Response, Infallible> = front.router.call(request).await;
    match answered {
        Ok(response) => response,
    }
}

/// Largest answer that is trickled; our own answers are far smaller.
const TRICKLE_BYTES_MAX: usize = 256 << 20;

async fn trickle(response: Response, over: Duration) -> Response {
    let (parts, body) = response.into_parts();
    let bytes = match axum::body::to_bytes(body, TRICKLE_BYTES_MAX).await {
        Ok(bytes) => bytes,
        Err(_) => return Response::from_parts(parts, Body::empty()),
    };
    let part = bytes.len().div_ceil(10).max(1);
    let chunks = (0..bytes.len())
        .step_by(part)
        .map(|at| bytes.slice(at..bytes.len().min(at + part)))
        .collect();
    let body = Trickle {
        chunks,
        gap: over / 10,
        pause: Box::pin(tokio::time::sleep(over / 10)),
    };
    Response::from_parts(parts, Body::new(body))
}

/// A body that gives one part at a time.
struct Trickle {
    chunks: VecDeque<Bytes>,
    gap: Duration,
    pause: Pin<Box<tokio::time::Sleep>>,
}

impl HttpBody for Trickle {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.chunks.is_empty() {
            return Poll::Ready(None);
        }
        if self.pause.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.pause = Box::pin(tokio::time::sleep(self.gap));
        Poll::Ready(self.chunks.pop_front().map(|chunk| Ok(Frame::data(chunk))))
    }
}
