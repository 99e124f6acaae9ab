//! The Creatio-shaped process service: a client of Creatio starts our processes unchanged.

use std::collections::{BTreeMap, HashMap};

use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use throughline::auth::{Passwords, Role};
use throughline::connectors::{AuthConfig, Call, Catalogue, ConnectionConfig, Connectors, Secret};
use throughline::store::NewUser;
use throughline_engine::script::{Limits, ScriptEngine};

use crate::api_support::{DOUBLE, FAIL, SLEEP, TestService};

const PASSWORD: &str = "correct horse battery";
const LOGIN: &str = "/ServiceModel/AuthService.svc/Login";
const SERVICE: &str = "/0/ServiceModel/ProcessEngineService.svc";
const OPEN: &str = "<string xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\"";

/// Takes every type a parameter may have.
const TYPES: &str = "
process: CollectTypes
input:
  properties:
    webitel_user: { type: string, default: nobody }
    count: { type: integer, default: 0 }
    stun: { type: boolean, default: false }
    ids: { type: array, default: [] }
steps:
  done: { end: { result: { webitel_user: =input.webitel_user, count: =input.count, stun: =input.stun, ids: =input.ids } } }
";

async fn user(service: &TestService, name: &str, role: Role) {
    let hash = Passwords::default().hash(PASSWORD).await.unwrap();
    let new = NewUser {
        name,
        role,
        password_hash: &hash,
        created_by: "test",
    };
    service.runtime.store().create_user(&new).await.unwrap();
}

/// The cookies of a session, by name.
type Cookies = HashMap<String, String>;

async fn login(service: &TestService, name: &str, password: &str) -> (Value, Cookies) {
    let body = json!({ "UserName": name, "UserPassword": password });
    let request = service.anonymous(Method::POST, LOGIN).header("forceusesession", "true");
    let response = request.json(&body).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let cookies = response
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|cookie| {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            (name.to_owned(), rest.split(';').next().unwrap().to_owned())
        })
        .collect();
    (response.json().await.unwrap(), cookies)
}

/// A call of somebody who has signed in, as Creatio's clients make it.
fn call(service: &TestService, cookies: &Cookies, method: Method, path: &str) -> RequestBuilder {
    let all: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    service
        .anonymous(method, path)
        .header("cookie", all.join("; "))
        .header("bpmcsrf", &cookies["BPMCSRF"])
        .header("forceusesession", "true")
}

async fn text(response: Response) -> String {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(status, 200, "{text}");
    text
}

/// What is refused, in the shape such clients read.
async fn failure(response: Response, status: u16) -> String {
    assert_eq!(response.status().as_u16(), status);
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("application/json")
    );
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["Message"], "An error has occurred.", "{body}");
    assert!(body["ExceptionType"].is_string());
    body["ExceptionMessage"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_login_sets_the_cookies_and_a_refusal_is_a_200_that_says_so() {
    let service = TestService::start().await;
    user(&service, "ann", Role::Operator).await;
    let (told, cookies) = login(&service, "ann", PASSWORD).await;
    let expected =
        json!({ "Code": 0, "Message": "", "Exception": null, "PasswordChangeUrl": null, "RedirectUrl": null });
    assert_eq!(told, expected);
    for name in ["BPMLOADER", ".ASPXAUTH", "BPMCSRF", "UserName"] {
        assert!(!cookies[name].is_empty(), "{name}");
    }
    for (name, password) in [("ann", "wrong"), ("nobody", PASSWORD), ("", ""), ("a\u{0}b", "x")] {
        let (told, cookies) = login(&service, name, password).await;
        assert_eq!((&told["Code"], cookies.len()), (&json!(1), 0));
        assert_eq!(told["Exception"]["Message"], told["Message"]);
        assert!(!told["Message"].as_str().unwrap().is_empty());
    }
    for body in ["{}", "[]", "5"] {
        let request = service
            .anonymous(Method::POST, LOGIN)
            .header("content-type", "application/json; charset=utf-8");
        let told: Value = request.body(body).send().await.unwrap().json().await.unwrap();
        assert_eq!(told["Code"], 1);
    }
    for (kind, body) in [
        ("application/json", "{"),
        ("text/plain", "{}"),
        ("application/x-www-form-urlencoded", "a=b"),
    ] {
        let request = service.anonymous(Method::POST, LOGIN).header("content-type", kind);
        failure(request.body(body).send().await.unwrap(), 400).await;
    }
    service.stop().await;
}

#[tokio::test]
async fn execute_starts_and_with_a_result_name_waits_and_answers_it() {
    let service = TestService::start().await;
    user(&service, "ann", Role::Operator).await;
    service.client.deploy(TYPES).await.unwrap();
    let (_, cookies) = login(&service, "ann", PASSWORD).await;
    let query = "WebitelUser=%3CAnn%3E&Count=9007199254740993&STUN=true&ids=%5B1%2C2%5D&Unknown=x";
    for prefix in ["/0", ""] {
        let path = format!("{prefix}/ServiceModel/ProcessEngineService.svc/CollectTypes/Execute?{query}");
        let answer = text(call(&service, &cookies, Method::GET, &path).send().await.unwrap()).await;
        assert_eq!(answer, format!("{OPEN}/>"), "it does not wait");
    }
    for (result, expected) in [
        ("WebitelUser", "\"&lt;Ann&gt;\""),
        ("Count", "9007199254740993"),
        ("stun", "true"),
        ("ids", "[1,2]"),
        ("Nothing", "null"),
    ] {
        let path = format!("{SERVICE}/CollectTypes/Execute?ResultParameterName={result}&{query}");
        let response = call(&service, &cookies, Method::GET, &path).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/xml; charset=utf-8");
        assert_eq!(text(response).await, format!("{OPEN}>{expected}</string>"));
    }
    // Parameters in the body, as JSON or as a form; a token instead of a session.
    let path = format!("{SERVICE}/CollectTypes/Execute");
    let request = service.request(Method::POST, &path);
    let body = json!({ "ResultParameterName": "count", "count": 7 });
    let answer = text(request.json(&body).send().await.unwrap()).await;
    assert_eq!(answer, format!("{OPEN}>7</string>"));
    let request = service.request(Method::POST, &format!("{path}?ResultParameterName=Count"));
    let answer = text(request.form(&[("Count", "8")]).send().await.unwrap()).await;
    assert_eq!(answer, format!("{OPEN}>8</string>"));
    let runs = service.get("/api/v1/runs?trigger=creatio&limit=500").await;
    assert_eq!(runs["items"].as_array().unwrap().len(), 9);
    assert_eq!(runs["items"][8]["started_by"], "user:ann");
    // Repeated with a key, it is one run.
    for _ in 0..2 {
        let request = service.request(Method::GET, &path).header("idempotency-key", "k");
        text(request.send().await.unwrap()).await;
    }
    let runs = service.get("/api/v1/runs?trigger=creatio&limit=500").await;
    assert_eq!(runs["items"].as_array().unwrap().len(), 10);
    service.stop().await;
}

#[tokio::test]
async fn what_cannot_be_started_is_said_in_creatios_words() {
    let service = TestService::start().await;
    user(&service, "ann", Role::Operator).await;
    user(&service, "vera", Role::Viewer).await;
    service.client.deploy(DOUBLE).await.unwrap();
    service.client.deploy(FAIL).await.unwrap();
    let (_, cookies) = login(&service, "ann", PASSWORD).await;
    let path = format!("{SERVICE}/Double/Execute?n=1");
    // Nobody, a session that is none, a token that is none.
    let strange = HashMap::from([
        (".ASPXAUTH".to_owned(), "x".to_owned()),
        ("BPMCSRF".to_owned(), "y".to_owned()),
    ]);
    for request in [
        service.anonymous(Method::GET, &path),
        call(&service, &strange, Method::GET, &path),
        service.anonymous(Method::GET, &path).bearer_auth("tl_nobodys"),
        service.anonymous(Method::POST, &format!("{SERVICE}/RunProcess")),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401);
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["Message"], "Authentication failed.");
        assert_eq!(
            (&body["StackTrace"], body["ExceptionType"].is_string()),
            (&Value::Null, true)
        );
    }
    // A page of another site sends the cookies and not the header.
    for csrf in [None, Some("wrong")] {
        let mut request = service
            .anonymous(Method::GET, &path)
            .header("cookie", format!(".ASPXAUTH={}", cookies[".ASPXAUTH"]));
        if let Some(csrf) = csrf {
            request = request.header("bpmcsrf", csrf);
        }
        assert!(failure(request.send().await.unwrap(), 403).await.contains("BPMCSRF"));
    }
    let (_, vera) = login(&service, "vera", PASSWORD).await;
    let refused = failure(call(&service, &vera, Method::GET, &path).send().await.unwrap(), 403).await;
    assert!(refused.contains("operator"), "{refused}");
    for (path, status, why) in [
        (format!("{SERVICE}/Nope/Execute"), 404, "no process `Nope`"),
        (format!("{SERVICE}/a%00b/Execute"), 404, "no process"),
        (format!("{SERVICE}/Double/Execute?n=many"), 422, "n is no integer"),
        (format!("{SERVICE}/Double/Execute"), 422, "does not fit"),
        (
            format!("{SERVICE}/Fail/Execute?ResultParameterName=x"),
            422,
            "stands at an incident",
        ),
    ] {
        let message = failure(
            call(&service, &cookies, Method::GET, &path).send().await.unwrap(),
            status,
        )
        .await;
        assert!(message.contains(why), "{path}: {message}");
    }
    let post = format!("{SERVICE}/Double/Execute");
    for (kind, body, status) in [
        ("application/json", "{", 400),
        ("application/json", "[]", 400),
        ("text/xml", "<n>1</n>", 415),
    ] {
        let request = call(&service, &cookies, Method::POST, &post).header("content-type", kind);
        failure(request.body(body).send().await.unwrap(), status).await;
    }
    service.stop().await;
}

#[tokio::test]
async fn run_process_says_how_the_process_stands() {
    let service = TestService::start().await;
    for definition in [DOUBLE, FAIL, SLEEP] {
        service.client.deploy(definition).await.unwrap();
    }
    let run = async |body: Value| -> Value {
        let request = service.request(Method::POST, &format!("{SERVICE}/RunProcess"));
        let response = request.json(&body).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    };
    let told = run(json!({
        "schemaName": "Double",
        "parameterValues": [{ "name": "N", "value": "21" }, { "name": "Unknown", "value": "x" }],
        "resultParameterNames": ["Doubled", "Nothing"],
    }))
    .await;
    assert_eq!((&told["processStatus"], &told["success"]), (&json!(2), &json!(true)));
    assert_eq!(told["resultParameterValues"], json!({ "Doubled": 42, "Nothing": null }));
    assert_eq!(
        (&told["errorInfo"], &told["executionData"]),
        (&Value::Null, &Value::Null)
    );
    let shown = service
        .get(&format!("/api/v1/runs/{}", told["processId"].as_str().unwrap()))
        .await;
    assert_eq!(
        (&shown["trigger"], &shown["status"]),
        (&json!("creatio"), &json!("completed"))
    );
    // Without result names it does not wait.
    let told = run(json!({ "schemaName": "Sleep", "parameterValues": null })).await;
    assert_eq!((&told["processStatus"], &told["success"]), (&json!(1), &json!(true)));
    // One that fails is started all the same.
    let told = run(json!({ "schemaName": "Fail", "resultParameterNames": ["x"] })).await;
    assert_eq!((&told["processStatus"], &told["success"]), (&json!(3), &json!(true)));
    assert!(
        told["errorInfo"]["message"].as_str().unwrap().contains("no stock"),
        "{told}"
    );
    for (body, code) in [
        (json!({ "schemaName": "Nope" }), "not-found"),
        (json!({ "schemaName": "Double" }), "invalid-input"),
        (
            json!({ "schemaName": "Double", "parameterValues": [{ "name": "n", "value": "x" }] }),
            "invalid-input",
        ),
    ] {
        let told = run(body).await;
        assert_eq!(told["processId"], "00000000-0000-0000-0000-000000000000");
        assert_eq!((&told["processStatus"], &told["success"]), (&json!(0), &json!(false)));
        assert_eq!(told["errorInfo"]["errorCode"], code, "{told}");
        assert!(
            told["errorInfo"]["message"]
                .as_str()
                .is_some_and(|text| text.len() > 10)
        );
    }
    let request = service.request(Method::POST, &format!("{SERVICE}/RunProcess"));
    failure(request.json(&json!({})).send().await.unwrap(), 400).await;
    service.stop().await;
}

/// Our own connector for Creatio, with one operation more: it signs in here by form, and again when its session is over.
#[tokio::test]
async fn our_own_creatio_connector_signs_in_and_starts_a_process() {
    let service = TestService::start().await;
    user(&service, "supervisor", Role::Operator).await;
    service.client.deploy(DOUBLE).await.unwrap();
    let shipped = include_str!("../../connectors/creatio.yaml");
    let (head, _) = shipped.split_once("\noperations:\n").unwrap();
    // Its test reads contacts, which this service has none of.
    let head: Vec<&str> = head.lines().filter(|line| !line.starts_with("test:")).collect();
    let head = head.join("\n");
    let declaration = format!(
        "{head}\noperations:
  processes.run:
    description: Starts a process and waits for its result
    kind: writes
    method: POST
    path: \"{{connection.prefix:raw}}/ServiceModel/ProcessEngineService.svc/RunProcess\"
    body: {{ schemaName: =process, parameterValues: [{{ name: n, value: =n }}], resultParameterNames: [doubled] }}
    answer: {{ status: =response.body.processStatus, doubled: =response.body.resultParameterValues.doubled }}
    input: {{ type: object, additionalProperties: false, required: [process, n], properties: {{ process: {{ type: string }}, n: {{ type: string }} }} }}
    result: {{ type: object, properties: {{ status: {{ type: integer }}, doubled: {{ type: integer }} }} }}
    on_uncertain: ask
"
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("creatio.yaml"), declaration).unwrap();
    let catalogue = Catalogue::load(&ScriptEngine::new(Limits::default()), Some(folder.path())).unwrap();
    let auth = AuthConfig::Forms {
        user: "supervisor".to_owned(),
        password: Secret::literal(PASSWORD),
    };
    let connections = BTreeMap::from([("creatio".to_owned(), ConnectionConfig::new(&service.url, auth))]);
    let connectors = Connectors::new(catalogue, connections).unwrap();
    let call = async |n: &str| {
        let request = json!({ "process": "Double", "n": n });
        connectors
            .call(Call {
                operation: "creatio.processes.run",
                request: &request,
                idempotency_key: n,
                attempt: 1,
                recovered: false,
                asked_by: throughline::connectors::AskedBy::Other,
            })
            .await
            .unwrap()
    };
    assert_eq!(call("4").await, json!({ "status": 2, "doubled": 8 }));
    // Everybody is signed out: the connector signs in once more and repeats the call.
    let sessions: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT id FROM user_session")
        .fetch_all(service.runtime.store().pool())
        .await
        .unwrap();
    assert_eq!(sessions.len(), 1);
    for id in sessions {
        service.access.sign_out(throughline::auth::SessionId(id)).await.unwrap();
    }
    assert_eq!(call("5").await, json!({ "status": 2, "doubled": 10 }));
    let runs = service.get("/api/v1/runs?started_by=user:supervisor").await;
    assert_eq!(runs["items"].as_array().unwrap().len(), 2);
    service.stop().await;
}
