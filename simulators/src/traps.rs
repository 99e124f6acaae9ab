//! Traps: one exchange caught at an exact point, to be held, cut or refused.
//!
//! Faults strike by chance; a trap strikes the n-th request of a route. Whoever set it is told when a request stands
//! there, which is the moment to kill the caller or to change the data, and then lets it go on or closes its
//! connection. A request whose caller goes away while it is held goes no further: before it is carried out it never
//! is. This file must not know either API: routes are matched as text.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::counters::{lock, template};

/// Most traps set at once: a test tool that forgets to take them up again is told so.
const TRAPS_MAX: usize = 1000;

/// Longest a look at a trap waits for a catch.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// Which requests are caught, where, and what becomes of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trap {
    /// Method, in capitals; any where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path as sent (percent-encoded, without the query), or as the counters write it, with ids as `{id}`; `*` stands
    /// for any run of characters.
    pub path: String,
    /// Where in the exchange.
    #[serde(default)]
    pub point: Point,
    /// The first request that is caught, counted from 1 among those that match.
    #[serde(default = "one")]
    pub nth: u32,
    /// How many are caught, one after the other; 0 is all from the first on.
    #[serde(default = "one")]
    pub times: u32,
    /// What becomes of a request that is caught.
    #[serde(default)]
    pub then: Then,
}

const fn one() -> u32 {
    1
}

impl Trap {
    /// Holds the next request of this method and path before it is carried out.
    pub fn before(method: &str, path: &str) -> Self {
        Self {
            method: Some(method.to_owned()),
            path: path.to_owned(),
            point: Point::Before,
            nth: 1,
            times: 1,
            then: Then::Hold,
        }
    }

    /// Holds the next request of this method and path after it was carried out, before its answer.
    pub fn after(method: &str, path: &str) -> Self {
        Self {
            point: Point::After,
            ..Self::before(method, path)
        }
    }

    /// The same, for the n-th request instead of the next.
    #[must_use]
    pub fn nth(self, nth: u32) -> Self {
        Self { nth, ..self }
    }

    /// The same, for all requests from there on.
    #[must_use]
    pub fn always(self) -> Self {
        Self { times: 0, ..self }
    }

    /// The same, with another fate.
    #[must_use]
    pub fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }

    fn check(&self) -> Result<(), String> {
        if self.nth == 0 {
            return Err("nth is 0; requests are counted from 1".to_owned());
        }
        match self.then {
            Then::Refuse { status } if !(400..600).contains(&status) => Err(format!(
                "status is {status}; a refusal is a status from 400 to 599, such as 403"
            )),
            _ => Ok(()),
        }
    }

    fn matches(&self, point: Point, method: &str, path: &str) -> bool {
        self.point == point
            && self.method.as_deref().is_none_or(|wanted| wanted == method)
            && (fits(&self.path, path) || fits(&self.path, &template(path)))
    }

    fn catches(&self, number: u32) -> bool {
        number >= self.nth && (self.times == 0 || number - self.nth < self.times)
    }
}

/// Where in the exchange a request is caught.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// It has arrived and nothing was done.
    #[default]
    Before,
    /// It was carried out, whatever its answer, and nothing was answered.
    After,
}

/// What becomes of a request that is caught.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Then {
    /// It stands there until it is released or cut.
    #[default]
    Hold,
    /// Its connection is closed without an answer.
    Cut,
    /// It is answered with an error status in the API's own shape.
    Refuse {
        /// The HTTP status, 400 to 599.
        status: u16,
    },
}

/// How a trap stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing was caught.
    Set,
    /// A request stands there.
    Holding,
    /// The caught request went on.
    Released,
    /// The caught request's connection was closed, or it was refused.
    Ended,
    /// Whoever had sent the held request went away.
    Abandoned,
}

/// A trap that was set, as the control addresses show it.
#[derive(Clone, Debug, Serialize)]
struct Shown {
    id: u64,
    #[serde(flatten)]
    trap: Trap,
    stage: Stage,
    caught: u32,
}

/// What a caught request has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    GoOn,
    Cut,
    Refuse(StatusCode),
}

#[derive(Clone, Copy)]
struct Progress {
    seen: u32,
    caught: u32,
    stage: Stage,
}

struct Set {
    trap: Trap,
    progress: watch::Sender<Progress>,
}

impl Set {
    fn enter(&self, stage: Stage) {
        self.progress.send_modify(|progress| progress.stage = stage);
    }

    /// Ends a hold; false where none stands there.
    fn decide(&self, stage: Stage) -> bool {
        self.progress.send_if_modified(|progress| {
            let holds = progress.stage == Stage::Holding;
            if holds {
                progress.stage = stage;
            }
            holds
        })
    }
}

/// All traps of one simulator.
#[derive(Default)]
pub(crate) struct TrapBoard(Mutex<Board>);

#[derive(Default)]
struct Board {
    last_id: u64,
    sets: BTreeMap<u64, Arc<Set>>,
}

impl TrapBoard {
    fn set(&self, trap: Trap) -> Result<u64, String> {
        trap.check()?;
        let mut board = lock(&self.0);
        if board.sets.len() >= TRAPS_MAX {
            return Err(format!("{TRAPS_MAX} traps are set; take up the old ones"));
        }
        board.last_id += 1;
        let id = board.last_id;
        let progress = watch::Sender::new(Progress {
            seen: 0,
            caught: 0,
            stage: Stage::Set,
        });
        board.sets.insert(id, Arc::new(Set { trap, progress }));
        Ok(id)
    }

    fn get(&self, id: u64) -> Option<Arc<Set>> {
        lock(&self.0).sets.get(&id).cloned()
    }

    fn shown(&self) -> Vec<Shown> {
        lock(&self.0).sets.iter().map(|(id, set)| show(*id, set)).collect()
    }

    /// Takes a trap up; a request that is held goes on.
    fn take_up(&self, id: u64) -> bool {
        let set = lock(&self.0).sets.remove(&id);
        set.inspect(|set| {
            set.decide(Stage::Released);
        })
        .is_some()
    }

    /// Lets a request pass this point, now or when it is told to. The first trap set that catches it decides.
    pub(crate) async fn meet(&self, point: Point, method: &str, path: &str) -> Verdict {
        let Some(set) = self.caught_by(point, method, path) else {
            return Verdict::GoOn;
        };
        match set.trap.then {
            Then::Hold => hold(&set).await,
            Then::Cut => {
                set.enter(Stage::Ended);
                Verdict::Cut
            }
            Then::Refuse { status } => {
                set.enter(Stage::Ended);
                Verdict::Refuse(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
            }
        }
    }

    fn caught_by(&self, point: Point, method: &str, path: &str) -> Option<Arc<Set>> {
        let board = lock(&self.0);
        // Every trap counts every request that fits it, whoever catches it.
        let mut first = None;
        for set in board.sets.values() {
            if !set.trap.matches(point, method, path) {
                continue;
            }
            set.progress.send_modify(|progress| {
                progress.seen = progress.seen.saturating_add(1);
                if first.is_none() && set.trap.catches(progress.seen) {
                    progress.caught += 1;
                    first = Some(Arc::clone(set));
                }
            });
        }
        first
    }
}

async fn hold(set: &Set) -> Verdict {
    /// The caller's end of the connection closes: this future is dropped where it waits.
    struct Abandon<'s>(&'s Set);
    impl Drop for Abandon<'_> {
        fn drop(&mut self) {
            self.0.decide(Stage::Abandoned);
        }
    }
    let mut progress = set.progress.subscribe();
    set.enter(Stage::Holding);
    let abandon = Abandon(set);
    let decided = progress.wait_for(|progress| progress.stage != Stage::Holding).await;
    let stage = decided.map(|progress| progress.stage);
    drop(abandon);
    match stage {
        Ok(Stage::Ended) => Verdict::Cut,
        _ => Verdict::GoOn,
    }
}

fn show(id: u64, set: &Set) -> Shown {
    let progress = *set.progress.borrow();
    Shown {
        id,
        trap: set.trap.clone(),
        stage: progress.stage,
        caught: progress.caught,
    }
}

/// Whether a text is a pattern's, `*` standing for any run of characters.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(head) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.ends_with(tail)
}

/// A trap that was set in this process. Dropping it takes the trap up; what it holds goes on.
pub struct Trapped {
    board: Arc<TrapBoard>,
    id: u64,
    set: Arc<Set>,
}

impl Trapped {
    pub(crate) fn set(board: &Arc<TrapBoard>, trap: Trap) -> Result<Self, String> {
        let id = board.set(trap)?;
        let set = board
            .get(id)
            .ok_or_else(|| "the trap was taken up as it was set".to_owned())?;
        Ok(Self {
            board: Arc::clone(board),
            id,
            set,
        })
    }

    /// Waits until a request was caught; at once where one was before.
    pub async fn caught(&self) {
        self.until(|progress| progress.caught > 0).await;
    }

    /// Waits until the held request's caller went away; ends also when it was released or cut.
    pub async fn left(&self) {
        self.until(|progress| !matches!(progress.stage, Stage::Set | Stage::Holding))
            .await;
    }

    async fn until(&self, reached: impl Fn(&Progress) -> bool) {
        // The sender lives in this value: waiting cannot fail.
        let _ = self.set.progress.subscribe().wait_for(reached).await;
    }

    /// How many requests were caught so far.
    pub fn times_caught(&self) -> u32 {
        self.set.progress.borrow().caught
    }

    /// How the trap stands.
    pub fn stage(&self) -> Stage {
        self.set.progress.borrow().stage
    }

    /// Lets the held request go on to its answer; false where none is held.
    pub fn release(&self) -> bool {
        self.set.decide(Stage::Released)
    }

    /// Closes the held request's connection without an answer; false where none is held.
    pub fn cut(&self) -> bool {
        self.set.decide(Stage::Ended)
    }
}

impl Drop for Trapped {
    fn drop(&mut self) {
        self.board.take_up(self.id);
    }
}

/// The control addresses below `/_simulator/traps`.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(board: Arc<TrapBoard>) -> Router<S> {
    Router::new()
        .route("/", get(list).post(create))
        .route("/{id}", get(look).delete(remove))
        .route("/{id}/release", post(release))
        .route("/{id}/cut", post(cut))
        .with_state(board)
}

type Shared = State<Arc<TrapBoard>>;

async fn list(State(board): Shared) -> Json<serde_json::Value> {
    Json(serde_json::json!({ "traps": board.shown() }))
}

async fn create(
    State(board): Shared,
    Json(trap): Json<Trap>,
) -> Result<(StatusCode, Json<Shown>), (StatusCode, String)> {
    let id = board.set(trap).map_err(|why| (StatusCode::BAD_REQUEST, why))?;
    let set = board.get(id).ok_or((StatusCode::GONE, "it was taken up".to_owned()))?;
    Ok((StatusCode::CREATED, Json(show(id, &set))))
}

#[derive(Deserialize)]
struct Patience {
    #[serde(default)]
    wait_ms: u64,
}

async fn look(
    State(board): Shared,
    Path(id): Path<u64>,
    Query(patience): Query<Patience>,
) -> Result<Json<Shown>, StatusCode> {
    let set = board.get(id).ok_or(StatusCode::NOT_FOUND)?;
    let wait = Duration::from_millis(patience.wait_ms).min(WAIT_MAX);
    let mut progress = set.progress.subscribe();
    // Caught or not, the answer says so.
    let _ = tokio::time::timeout(wait, progress.wait_for(|progress| progress.caught > 0)).await;
    Ok(Json(show(id, &set)))
}

async fn remove(State(board): Shared, Path(id): Path<u64>) -> StatusCode {
    if board.take_up(id) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

async fn release(board: Shared, id: Path<u64>) -> StatusCode {
    decide(&board.0, id.0, Stage::Released)
}

async fn cut(board: Shared, id: Path<u64>) -> StatusCode {
    decide(&board.0, id.0, Stage::Ended)
}

fn decide(board: &TrapBoard, id: u64, stage: Stage) -> StatusCode {
    match board.get(id) {
        None => StatusCode::NOT_FOUND,
        Some(set) if set.decide(stage) => StatusCode::NO_CONTENT,
        Some(_) => StatusCode::CONFLICT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_text_with_stars() {
        assert!(fits("/api/users", "/api/users") && !fits("/api/users", "/api/users/1"));
        assert!(fits("/api/*/tokens", "/api/users/1/tokens") && !fits("/api/*/tokens", "/api/users/1/token"));
        assert!(fits("*", "/x") && fits("/a*b*c", "/a-b-c") && !fits("/a*b*c", "/a-c-b"));
        // What stands before and behind a star does not overlap.
        assert!(!fits("/ab*ba", "/aba"));
    }

    #[test]
    fn the_counters_names_of_routes_are_known() {
        let trap = Trap::before("PATCH", "/api/users/{id}");
        assert!(trap.matches(Point::Before, "PATCH", "/api/users/1017"));
        assert!(!trap.matches(Point::After, "PATCH", "/api/users/1017"));
        assert!(!trap.matches(Point::Before, "DELETE", "/api/users/1017"));
    }

    #[tokio::test]
    async fn the_nth_and_so_many_times() {
        let board = TrapBoard::default();
        let trap = Trap::before("GET", "/x").nth(2).then(Then::Cut);
        board.set(Trap { times: 2, ..trap }).unwrap();
        let mut verdicts = Vec::new();
        for _ in 0..4 {
            verdicts.push(board.meet(Point::Before, "GET", "/x").await);
        }
        assert_eq!(verdicts, [Verdict::GoOn, Verdict::Cut, Verdict::Cut, Verdict::GoOn]);
    }

    #[test]
    fn a_trap_without_sense_is_refused() {
        let board = TrapBoard::default();
        assert!(board.set(Trap::before("GET", "/x").nth(0)).is_err());
        let refuse = Then::Refuse { status: 200 };
        assert!(board.set(Trap::before("GET", "/x").then(refuse)).is_err());
        assert!(board.shown().is_empty());
    }
}
