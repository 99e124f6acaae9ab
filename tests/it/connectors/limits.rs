//! Limits of a connection: size, time, calls at once, pace, and the circuit breaker.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::json;
use throughline::connectors::CircuitBreakerConfig;
use throughline_engine::kernel::ErrorClass;
use tokio::sync::{Semaphore, mpsc};

use super::support::*;

/// 300,000 letters in 339 bytes.
const PACKED: &str = "1f8b08000000000002ffedc1311100200c04302f2f03371d3a82010eeff8e825b939b53b2b05000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000083e47dd4a86b7aeb930400";

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read() {
    for packed in [false, true] {
        let server = Server::start(move |_| {
            let json = ("content-type", "application/json".to_owned());
            if packed {
                Reply::Full(
                    200,
                    vec![json, ("content-encoding", "gzip".to_owned())],
                    hex::decode(PACKED).unwrap(),
                )
            } else {
                Reply::Full(
                    200,
                    vec![json],
                    format!("{{\"name\":\"{}\"}}", "a".repeat(300_000)).into_bytes(),
                )
            }
        })
        .await;
        let mut config = webitel_config(&server.url);
        config.max_response_bytes = 64 * 1024;
        let connectors = bind(catalogue(), "webitel", config);
        let error = call(&connectors, "webitel.users.get", json!({"id": "1"}))
            .await
            .unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.class),
            ("webitel.answer_too_large", ErrorClass::Permanent)
        );
        assert!(error.message.contains("more than 65536 bytes"), "{}", error.message);
        let error = call(&connectors, "webitel.users.create", json!({"username": "x"}))
            .await
            .unwrap_err();
        assert_eq!(
            error.class,
            ErrorClass::Transient,
            "it may have been created: the next attempt looks"
        );
    }
}

#[tokio::test]
async fn no_answer_in_time_is_a_timeout() {
    let server = Server::start_async(|_| Box::pin(std::future::pending())).await;
    let mut config = webitel_config(&server.url);
    config.timeout_ms = 50;
    let connectors = bind(catalogue(), "webitel", config);
    let error = call(&connectors, "webitel.users.get", json!({"id": "1"}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("webitel.timeout", ErrorClass::Transient)
    );
    assert_eq!(error.message, "Webitel did not answer users.get within 50 ms.");
}

#[tokio::test]
async fn no_more_calls_at_once_than_allowed() {
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let gate = Arc::new(Semaphore::new(0));
    let inside = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (held, seen) = (Arc::clone(&gate), Arc::clone(&most));
    let server = Server::start_async(move |_| {
        let (arrived, held, inside, seen) = (
            arrived.clone(),
            Arc::clone(&held),
            Arc::clone(&inside),
            Arc::clone(&seen),
        );
        Box::pin(async move {
            seen.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            arrived.send(()).unwrap();
            held.acquire().await.unwrap().forget();
            inside.fetch_sub(1, Ordering::SeqCst);
            Reply::Json(200, json!({"id": "1"}))
        })
    })
    .await;
    let mut config = webitel_config(&server.url);
    config.max_concurrent = 2;
    let connectors = Arc::new(bind(catalogue(), "webitel", config));
    let calls: Vec<_> = (0..6)
        .map(|_| {
            let connectors = Arc::clone(&connectors);
            tokio::spawn(async move { call(&connectors, "webitel.users.get", json!({"id": "1"})).await })
        })
        .collect();
    for _ in 0..2 {
        arrivals.recv().await.unwrap();
    }
    gate.add_permits(6);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_call_that_is_broken_off_gives_its_turn_back() {
    let held = Arc::new(AtomicUsize::new(0));
    let first = Arc::clone(&held);
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let server = Server::start_async(move |_| {
        let wait = first.fetch_add(1, Ordering::SeqCst) == 0;
        arrived.send(()).unwrap();
        Box::pin(async move {
            if wait {
                std::future::pending::<()>().await;
            }
            Reply::Json(200, json!({"id": "1"}))
        })
    })
    .await;
    let mut config = webitel_config(&server.url);
    config.max_concurrent = 1;
    let connectors = Arc::new(bind(catalogue(), "webitel", config));
    let other = Arc::clone(&connectors);
    let stuck = tokio::spawn(async move { call(&other, "webitel.users.get", json!({"id": "1"})).await });
    arrivals.recv().await.unwrap();
    stuck.abort();
    assert!(stuck.await.unwrap_err().is_cancelled());
    call(&connectors, "webitel.users.get", json!({"id": "2"}))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_pace_is_kept() {
    let server = Server::start(|_| Reply::Json(200, json!({"id": "1"}))).await;
    let mut config = webitel_config(&server.url);
    config.requests_per_second = Some(20.0);
    let connectors = bind(catalogue(), "webitel", config);
    let began = Instant::now();
    let calls = (0..5).map(|_| call(&connectors, "webitel.users.get", json!({"id": "1"})));
    assert!(join_all(calls).await.into_iter().all(|result| result.is_ok()));
    // Two at once, then one each 50 ms.
    assert!(began.elapsed() >= Duration::from_millis(140), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_system_that_is_down_is_left_alone_until_a_probe_succeeds() {
    let up = Arc::new(AtomicUsize::new(0));
    let state = Arc::clone(&up);
    let server = Server::start(move |_| match state.load(Ordering::SeqCst) {
        0 => Reply::Json(503, json!({})),
        _ => Reply::Json(200, json!({"id": "1"})),
    })
    .await;
    let mut config = webitel_config(&server.url);
    config.circuit_breaker = CircuitBreakerConfig {
        failures: 3,
        open_ms: 100,
    };
    let connectors = bind(catalogue(), "webitel", config);
    let get = || call(&connectors, "webitel.users.get", json!({"id": "1"}));
    for _ in 0..3 {
        assert_eq!(get().await.unwrap_err().code, "webitel.unavailable");
    }
    let error = get().await.unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("webitel.circuit_open", ErrorClass::Transient)
    );
    assert!(error.retry_after_ms.is_some_and(|wait| wait <= 100));
    assert_eq!(server.seen().len(), 3);
    up.store(1, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(error.retry_after_ms.unwrap() + 1)).await;
    get().await.unwrap();
    get().await.unwrap();
    assert_eq!(server.seen().len(), 5);
}

#[tokio::test]
async fn refusals_do_not_open_the_circuit() {
    let server = Server::start(|_| Reply::Json(400, json!({"detail": "no"}))).await;
    let mut config = webitel_config(&server.url);
    config.circuit_breaker = CircuitBreakerConfig {
        failures: 2,
        open_ms: 60_000,
    };
    let connectors = bind(catalogue(), "webitel", config);
    for _ in 0..5 {
        let error = call(&connectors, "webitel.users.get", json!({"id": "1"}))
            .await
            .unwrap_err();
        assert_eq!(error.code, "webitel.bad_request");
    }
}
