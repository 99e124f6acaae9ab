//! Rights on single processes, on every route that knows a process or a run.

use reqwest::Method;
use serde_json::{Value, json};
use throughline_engine::kernel::{RunId, RunStatus};

use crate::access_support::Who;
use crate::api_support::{DOUBLE, SLEEP, TestService, problem};

async fn grant(service: &TestService, process: &str, right: &str, subject: Value) -> Value {
    let response = service.grant(process, right, subject).await;
    assert!(response.status().is_success(), "{:?}", response.text().await);
    response.json().await.unwrap()
}

fn keys(page: &Value, member: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item[member].as_str().unwrap().to_owned()).collect()
}

async fn get(service: &TestService, who: &Who, path: &str) -> Value {
    let response = service.send(who, Method::GET, path, None).await;
    assert_eq!(response.status(), 200, "{path}");
    response.json().await.unwrap()
}

#[tokio::test]
async fn a_process_one_may_not_see_is_not_there() {
    let service = TestService::start().await;
    let hidden = service.start_run(SLEEP, Value::Null).await;
    let mut shown = Vec::new();
    for n in 0..3 {
        shown.push(service.start_run(DOUBLE, json!({ "n": n })).await.to_string());
    }
    let more_hidden = service.start_run(SLEEP, Value::Null).await;
    service.until(hidden, RunStatus::Waiting).await;
    service.make_user("ann", "designer").await;
    service.make_user("bob", "viewer").await;
    let (ann, bob) = (service.sign_in("ann").await, service.sign_in("bob").await);
    grant(&service, "Sleep", "see", json!({ "user": "bob" })).await;

    let schedule = json!({ "process": "Sleep", "name": "nightly", "cron": "0 3 * * *" });
    let schedule = service
        .request(Method::POST, "/api/v1/schedules")
        .json(&schedule)
        .send()
        .await
        .unwrap();
    assert_eq!(schedule.status(), 201);
    let schedule = schedule.json::<Value>().await.unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v1/schedules/{schedule}");
    let body = problem(service.send(&ann, Method::GET, &path, None).await, 404, "not-found").await;
    assert!(!body.to_string().contains("Sleep"), "{body}");
    assert_eq!(get(&service, &ann, "/api/v1/schedules").await["items"], json!([]));
    assert_eq!(
        keys(&get(&service, &bob, "/api/v1/schedules").await, "process"),
        ["Sleep"]
    );

    // Lists leave it out; pages are full all the same.
    assert_eq!(
        keys(&get(&service, &ann, "/api/v1/definitions").await, "key"),
        ["Double"]
    );
    assert_eq!(
        keys(&get(&service, &bob, "/api/v1/definitions").await, "key"),
        ["Double", "Sleep"]
    );
    shown.reverse();
    let page = get(&service, &ann, "/api/v1/runs?limit=2").await;
    assert_eq!(keys(&page, "id"), shown[..2]);
    let cursor = page["next_cursor"].as_str().unwrap();
    let page = get(&service, &ann, &format!("/api/v1/runs?limit=2&cursor={cursor}")).await;
    assert_eq!(keys(&page, "id"), shown[2..]);
    for (query, count) in [
        ("process=Sleep", 0),
        ("status=waiting,running,created", 0),
        ("status=completed", 3),
        ("business_key=none", 0),
    ] {
        let page = get(&service, &ann, &format!("/api/v1/runs?{query}")).await;
        assert_eq!(page["items"].as_array().unwrap().len(), count, "{query}");
    }
    assert_eq!(
        keys(&get(&service, &bob, "/api/v1/runs?process=Sleep").await, "id").len(),
        2
    );
    assert_eq!(
        keys(&service.get("/api/v1/runs").await, "id").len(),
        5,
        "administrators see all"
    );

    // Every route by itself: the same answer as for what was never there.
    let never = RunId(uuid::Uuid::nil());
    for run in [hidden, more_hidden, never] {
        for path in [
            "",
            "/journal",
            "/events",
            "/state",
            "/steps",
            "/activities",
            "/variables/history",
        ] {
            let response = service
                .send(&ann, Method::GET, &format!("/api/v1/runs/{run}{path}"), None)
                .await;
            let body = problem(response, 404, "not-found").await;
            let told = body["detail"].as_str().unwrap().replace(&run.to_string(), "X");
            assert_eq!(told, "There is no run X. `GET /api/v1/runs` lists those there are.");
        }
        for action in [
            "cancel",
            "retry",
            "suspend",
            "resume",
            "tokens/0/retry",
            "tokens/0/skip",
        ] {
            let response = service
                .send(&ann, Method::POST, &format!("/api/v1/runs/{run}/{action}"), None)
                .await;
            problem(response, 404, "not-found").await;
        }
    }
    for key in ["Sleep", "Never"] {
        for path in [
            format!("/api/v1/definitions/{key}"),
            format!("/api/v1/definitions/{key}/1"),
            format!("/api/v1/definitions/{key}/versions"),
            format!("/api/v1/definitions/{key}/1/bpmn"),
        ] {
            problem(service.send(&ann, Method::GET, &path, None).await, 404, "not-found").await;
        }
        for version in ["", "?version=1"] {
            let path = format!("/api/v1/processes/{key}/runs{version}");
            let body = problem(service.send(&ann, Method::POST, &path, None).await, 404, "not-found").await;
            let told = body["detail"].as_str().unwrap().replace(key, "X");
            let what = if version.is_empty() {
                "process"
            } else {
                "version 1 of the process"
            };
            assert!(told.starts_with(&format!("There is no {what} `X`.")), "{told}");
        }
    }
    for path in ["", "/journal"] {
        get(&service, &bob, &format!("/api/v1/runs/{hidden}{path}")).await;
    }
    service.stop().await;
}

#[tokio::test]
async fn starting_and_operating_are_given_one_by_one() {
    let service = TestService::start().await;
    let run = service.start_run(SLEEP, Value::Null).await;
    service.until(run, RunStatus::Waiting).await;
    service.make_user("ann", "operator").await;
    service.make_user("eve", "viewer").await;
    let (ann, eve) = (service.sign_in("ann").await, service.sign_in("eve").await);
    let machine = service.role("machine", "operator").await;
    let starting = grant(&service, "Sleep", "start", json!({ "token": "machine" })).await;
    grant(&service, "Sleep", "operate", json!({ "user": "ann" })).await;
    grant(&service, "Sleep", "operate", json!({ "user": "eve" })).await;
    let start = async |who: &Who| {
        service
            .send(who, Method::POST, "/api/v1/processes/Sleep/runs", None)
            .await
    };
    let act = async |who: &Who, action: &str| {
        let path = format!("/api/v1/runs/{run}/{action}");
        service.send(who, Method::POST, &path, None).await
    };
    let body = problem(start(&ann).await, 403, "forbidden").await;
    assert!(body["detail"].as_str().unwrap().contains("`Sleep`"), "{body}");
    assert_eq!(start(&machine).await.status(), 201);
    for action in ["cancel", "retry"] {
        problem(act(&machine, action).await, 403, "forbidden").await;
        // A right lifts no role.
        problem(act(&eve, action).await, 403, "forbidden").await;
    }
    // `see` is nobody's in particular, so everybody has it.
    assert_eq!(
        service
            .send(&eve, Method::GET, &format!("/api/v1/runs/{run}"), None)
            .await
            .status(),
        200
    );
    assert!(act(&ann, "cancel").await.status().is_success());
    // Without the last right of its kind the role decides again.
    let path = format!("/api/v1/process-rights/{}", starting["id"].as_str().unwrap());
    assert_eq!(
        service.request(Method::DELETE, &path).send().await.unwrap().status(),
        204
    );
    assert_eq!(start(&ann).await.status(), 201);
    problem(
        service.request(Method::DELETE, &path).send().await.unwrap(),
        404,
        "not-found",
    )
    .await;
    service.stop().await;
}

#[tokio::test]
async fn a_restriction_outlives_those_it_let_in() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    service.make_user("root", "administrator").await;
    service.make_user("ann", "viewer").await;
    let viewer = service.role("viewer", "viewer").await;
    let designer = service.role("designer", "designer").await;
    let again = grant(&service, "Double", "see", json!({ "user": "ann" })).await;
    assert_eq!(
        grant(&service, "Double", "see", json!({ "user": "ann" })).await["id"],
        again["id"]
    );
    assert_eq!(
        service
            .request(Method::DELETE, "/api/v1/users/ann")
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    let path = "/api/v1/definitions/Double";
    problem(service.send(&viewer, Method::GET, path, None).await, 404, "not-found").await;
    // The next one of this name is somebody else.
    service.make_user("ann", "viewer").await;
    let ann = service.sign_in("ann").await;
    problem(service.send(&ann, Method::GET, path, None).await, 404, "not-found").await;
    // A role stands for those above it, too.
    grant(&service, "Double", "see", json!({ "role": "operator" })).await;
    get(&service, &designer, path).await;
    problem(service.send(&viewer, Method::GET, path, None).await, 404, "not-found").await;
    let listed = service.get("/api/v1/process-rights?process=Double").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    for (body, status, name) in [
        (json!({ "process": "Double", "right": "see" }), 400, "bad-request"),
        (
            json!({ "process": "Double", "right": "see", "user": "a", "role": "viewer" }),
            400,
            "bad-request",
        ),
        (
            json!({ "process": "", "right": "see", "role": "viewer" }),
            400,
            "bad-request",
        ),
        (
            json!({ "process": "Double", "right": "fly", "role": "viewer" }),
            400,
            "bad-request",
        ),
        (
            json!({ "process": "Double", "right": "see", "user": "nobody" }),
            404,
            "not-found",
        ),
        (
            json!({ "process": "Double", "right": "see", "token": "nothing" }),
            404,
            "not-found",
        ),
        (
            json!({ "process": "a\u{0}b", "right": "see", "role": "viewer" }),
            422,
            "unprocessable",
        ),
    ] {
        let response = service
            .request(Method::POST, "/api/v1/process-rights")
            .json(&body)
            .send()
            .await
            .unwrap();
        problem(response, status, name).await;
    }
    service.stop().await;
}
