//! Menus and presses.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Desk, ok};
use crate::api_support::problem;

/// Stands in for the process of that name: waits, and takes what the section gives.
const SLOW_STUN: &str = "
process: EnableStun
input: { required: [webitel_user], additionalProperties: false, properties: { webitel_user: { type: string } } }
steps:
  pause: { wait: 1h }
";

/// Fails on a field of its own.
const REFUSING: &str = "
process: UpdateWebitelUser
input:
  required: [webitel_user]
  additionalProperties: false
  properties:
    webitel_user: { type: string }
    name: { type: string, minLength: 1, maxLength: 5 }
    extension: { type: string }
    use_web_phone: { type: boolean }
steps:
  refuse: { script: 'throw #{ code: \"clash\", message: \"Extension 1 is taken meanwhile.\", data: #{ field: \"extension\" } }' }
";

/// An action the section's file does not have.
const BROUGHT: &str = "
process: CountUsers
name: Count the users
description: Counts them.
triggers: [manual, { section: { section: webitel_users, action: CountThem } }]
input: { properties: { times: { type: integer, default: 2 } } }
steps:
  done: { end: { result: =input.times } }
";

fn offered(menu: &Value, key: &str) -> bool {
    let item = menu["items"].as_array().unwrap().iter().find(|item| item["key"] == key);
    item.unwrap_or_else(|| panic!("{key} is not in {menu}"))["offered"]
        .as_bool()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conditions_and_deployments_decide_what_is_offered() {
    let desk = Desk::start(0).await;
    let on = desk.record("on", &json!({"UseStun": true}));
    let off = desk.record("off", &json!({"UseStun": false}));

    // Nothing is deployed: everything is there and nothing can be pressed, with the reason.
    let menu = desk.get("webitel_users/actions", &[("record", &off)]).await;
    assert!(!offered(&menu, "EnableStun"));
    assert!(
        menu["items"][0]["reason"].as_str().unwrap().contains("not deployed"),
        "{menu}"
    );
    let pressed = desk
        .post("webitel_users/actions/EnableStun", &json!({"record": off}))
        .await;
    assert!(
        problem(pressed, 409, "conflict").await["detail"]
            .as_str()
            .unwrap()
            .contains("EnableStun")
    );

    desk.deploy_all().await;
    let menu = desk.get("webitel_users/actions", &[("record", &off)]).await;
    assert!(offered(&menu, "EnableStun") && !offered(&menu, "DisableStun"), "{menu}");
    assert_eq!(menu["items"][1]["reason"], "STUN is off already.");
    assert_eq!(menu["save"]["offered"], true);
    assert!(
        menu["delete"]["confirm"]
            .as_str()
            .unwrap()
            .starts_with("Delete the Webitel user off? In Webitel user")
    );
    let menu = desk.get("webitel_users/actions", &[("record", &on)]).await;
    assert!(!offered(&menu, "EnableStun") && offered(&menu, "DisableStun"), "{menu}");
    // What is not offered cannot be pressed either.
    let pressed = desk
        .post("webitel_users/actions/EnableStun", &json!({"record": on}))
        .await;
    assert_eq!(problem(pressed, 409, "conflict").await["detail"], "STUN is on already.");
    // The section's own menu.
    let menu = desk.get("webitel_users/actions", &[]).await;
    assert!(offered(&menu, "GetWebitelUsers") && offered(&menu, "SyncWebitelDirectory"));
    assert_eq!(menu["add"]["offered"], true);
    let pressed = desk
        .post("webitel_users/actions/GetWebitelUsers", &json!({"record": on}))
        .await;
    problem(pressed, 409, "conflict").await;
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_starts_once_and_a_key_starts_once_for_ever() {
    let desk = Desk::start(0).await;
    desk.service.client.deploy(SLOW_STUN).await.unwrap();
    let one = desk.record("one", &json!({}));
    let two = desk.record("two", &json!({}));
    let press = |id: &str| {
        desk.ask(Method::POST, "webitel_users/actions/EnableStun")
            .json(&json!({"record": id}))
    };

    // Ten clicks at once.
    let clicks = futures::future::join_all((0..10).map(|_| press(&one).send())).await;
    let mut runs = std::collections::BTreeSet::new();
    let mut new = 0;
    for click in clicks {
        let click = click.unwrap();
        new += usize::from(click.status().as_u16() == 201);
        assert!(matches!(click.status().as_u16(), 200 | 201));
        let body: Value = click.json().await.unwrap();
        runs.insert(body["run"]["id"].as_str().unwrap().to_owned());
    }
    assert_eq!((runs.len(), new), (1, 1));
    // Another record is another press.
    ok(press(&two).send().await.unwrap(), 201).await;
    assert_eq!(desk.runs("EnableStun").await.len(), 2);

    // A key of the caller's own: once, whenever it comes; and not for something else.
    let keyed = |id: &str, key: &str| press(id).header("Idempotency-Key", key).send();
    let first = ok(keyed(&one, "k1").await.unwrap(), 201).await;
    let again = ok(keyed(&one, "k1").await.unwrap(), 200).await;
    assert_eq!(first["run"]["id"], again["run"]["id"]);
    assert_eq!(again["existing"], true);
    ok(keyed(&one, "k2").await.unwrap(), 201).await;
    let run = first["run"]["id"].as_str().unwrap();
    let run = desk.service.get(&format!("/api/v1/runs/{run}")).await;
    assert_eq!(
        (&run["trigger"], &run["business_key"]),
        (&json!("section"), &json!("one"))
    );
    problem(keyed(&one, "two words").await.unwrap(), 400, "bad-request").await;
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_selection_gives_each_record_a_run_or_a_reason() {
    let desk = Desk::start(0).await;
    desk.service.client.deploy(SLOW_STUN).await.unwrap();
    let on = desk.record("on", &json!({"UseStun": true}));
    let ids: Vec<String> = (0..20)
        .map(|number| desk.record(&format!("u{number:02}"), &json!({})))
        .collect();
    let mut all = ids.clone();
    all.push(on.clone());
    all.push("00000000-1111-2222-3333-444444444444".to_owned());

    let known: Vec<&String> = all[..21].iter().collect();
    let preview = ok(
        desk.post("webitel_users/actions", &json!({"records": known})).await,
        200,
    )
    .await;
    let stun = &preview["items"][0];
    assert_eq!(
        (&stun["key"], stun["fits"].as_array().unwrap().len()),
        (&json!("EnableStun"), 20)
    );
    assert_eq!(stun["confirm"], "Turn STUN on for 20 users?");
    assert_eq!(stun["refused"][&on], "STUN is on already.");

    let started = ok(
        desk.post("webitel_users/actions/EnableStun", &json!({"records": all}))
            .await,
        200,
    )
    .await;
    assert_eq!((&started["started"], &started["failed"]), (&json!(20), &json!(2)));
    let items = started["items"].as_array().unwrap();
    assert!(
        items.iter().zip(&all).all(|(item, id)| item["record"] == *id),
        "in the order asked for"
    );
    assert_eq!(items[20]["problem"]["detail"], "STUN is on already.");
    assert_eq!(items[21]["problem"]["status"], 404);
    assert_eq!(desk.runs("EnableStun").await.len(), 20);
    // The same selection again is a double click.
    let again = ok(
        desk.post("webitel_users/actions/EnableStun", &json!({"records": all}))
            .await,
        200,
    )
    .await;
    assert!(
        again["items"].as_array().unwrap()[..20]
            .iter()
            .all(|item| item["existing"] == true)
    );
    assert_eq!(desk.runs("EnableStun").await.len(), 20);

    let too_many: Vec<String> = (0..1001).map(|number| number.to_string()).collect();
    for wrong in [
        json!({"records": []}),
        json!({"records": [on, on]}),
        json!({"records": too_many}),
    ] {
        problem(
            desk.post("webitel_users/actions/EnableStun", &wrong).await,
            400,
            "bad-request",
        )
        .await;
    }
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_error_of_a_run_and_of_its_input_land_on_the_field() {
    let desk = Desk::start(0).await;
    desk.service.client.deploy(REFUSING).await.unwrap();
    let bob = desk.person("bob", "1005");
    let save = async |query: &str, values: Value| {
        desk.ask(Method::PATCH, &format!("webitel_users/records/{bob}{query}"))
            .json(&json!({ "values": values }))
            .send()
            .await
            .unwrap()
    };
    // The run says no.
    let answer = ok(save("?wait=30s", json!({"extension": "1"})).await, 201).await;
    assert_eq!(answer["run"]["status"], "incident", "{answer}");
    assert_eq!(answer["field_errors"][0]["field"], "extension");
    assert_eq!(answer["field_errors"][0]["message"], "Extension 1 is taken meanwhile.");
    // Only what differs is carried over.
    let id = answer["run"]["id"].as_str().unwrap();
    let journal = desk.service.get(&format!("/api/v1/runs/{id}/journal")).await;
    let started = journal["items"][0].to_string();
    assert!(
        started.contains("extension") && !started.contains("use_web_phone"),
        "{started}"
    );
    // The process takes shorter names than the form.
    let refused = problem(save("", json!({"name": "longer than five"})).await, 422, "invalid-form").await;
    assert_eq!(refused["field_errors"][0]["field"], "name");
    // Nothing differs.
    let refused = problem(save("", json!({"extension": "1005"})).await, 409, "conflict").await;
    assert!(refused["detail"].as_str().unwrap().contains("Nothing differs"));
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_brings_its_action_along() {
    let desk = Desk::start(0).await;
    desk.service.client.deploy(BROUGHT).await.unwrap();
    let menu = desk.get("webitel_users/actions", &[]).await;
    assert!(offered(&menu, "CountThem"));
    let section = desk.get("webitel_users", &[]).await;
    let action = section["actions"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&action["title"], &action["process"]),
        (&json!("Count the users"), &json!("CountUsers"))
    );
    assert_eq!(action["input_schema"]["properties"]["times"]["default"], 2);
    let answer = desk.ask(Method::POST, "webitel_users/actions/CountThem?wait=30s");
    let answer = ok(answer.json(&json!({"values": {"times": 5}})).send().await.unwrap(), 201).await;
    assert_eq!(answer["run"]["result"], 5);
    let wrong = desk
        .post("webitel_users/actions/CountThem", &json!({"values": {"times": "many"}}))
        .await;
    assert_eq!(
        problem(wrong, 422, "invalid-form").await["field_errors"][0]["field"],
        "times"
    );
    // Other sections do not have it.
    problem(
        desk.post("crm_users/actions/CountThem", &json!({})).await,
        404,
        "not-found",
    )
    .await;
    desk.stop().await;
}
