//! What the users' manual does, from the sections, with the processes that ship.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Desk, column, ok};

impl Desk {
    /// Presses a button and waits for the end; answers the press.
    async fn press(&self, method: Method, path: &str, body: &Value) -> Value {
        let response = self
            .ask(method, &format!("{path}?wait=60s"))
            .json(body)
            .send()
            .await
            .unwrap();
        let answer = ok(response, 201).await;
        assert_eq!(answer["run"]["status"], "completed", "{answer:#}");
        answer
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_days_work_of_an_administrator() {
    let desk = Desk::start(5).await;
    desk.deploy_all().await;
    let webitel = &desk.systems.webitel.handle;

    // A CRM user, then a Webitel user for it.
    let values = json!({"values": {"kind": "company_employee", "login": "mlee", "contact_name": "Mary Lee"}});
    desk.press(Method::POST, "crm_users/records", &values).await;
    let found = desk.get("webitel_users/lookups/crm_user", &[("q", "mlee")]).await;
    assert_eq!(found["items"][0]["detail"], "Mary Lee");
    let values = json!({"values": {"crm_user": found["items"][0]["value"], "extension": "7777"}});
    desk.press(Method::POST, "webitel_users/records", &values).await;
    let page = desk.get("webitel_users/records", &[("q", "mlee")]).await;
    let id = page["items"][0]["id"].as_str().unwrap().to_owned();
    let record = desk.get(&format!("webitel_users/records/{id}"), &[]).await;
    let user = webitel.user("mlee").unwrap();
    assert_eq!(record["form"]["webitel_user_id"], user.id.to_string());
    assert_ne!(record["form"]["default_device"], "");
    assert_eq!(user.extension, "7777");

    // Changed on both sides.
    let at = format!("webitel_users/records/{id}");
    desk.press(
        Method::PATCH,
        &at,
        &json!({"values": {"extension": "7778", "name": "Mary L."}}),
    )
    .await;
    assert_eq!(webitel.user("mlee").unwrap().extension, "7778");
    assert_eq!(desk.row("WebitelUser", &id).unwrap()["Extension"], "7778");

    // A licence and a role, given and taken.
    for (detail, field) in [("licences", "license"), ("roles", "role")] {
        let rows = format!("{at}/details/{detail}");
        let query = [("record", id.as_str()), ("detail", detail)];
        let offered = desk.get(&format!("webitel_users/lookups/{field}"), &query).await;
        let values = json!({"values": {field: offered["items"][0]["value"]}});
        desk.press(Method::POST, &rows, &values).await;
        let page = desk.get(&rows, &[]).await;
        assert_eq!(page["total"], 1, "{detail}: {page}");
        // A second time is an error of the field.
        let again = desk.ask(Method::POST, &rows).json(&values).send().await.unwrap();
        let again = crate::api_support::problem(again, 422, "invalid-form").await;
        assert_eq!(again["field_errors"][0]["field"], field);
        let row = page["items"][0]["id"].as_str().unwrap();
        desk.press(Method::DELETE, &format!("{rows}/{row}"), &Value::Null).await;
        assert_eq!(desk.get(&rows, &[]).await["total"], 0);
    }

    // STUN.
    desk.press(Method::POST, "webitel_users/actions/EnableStun", &json!({"record": id}))
        .await;
    assert_eq!(desk.row("WebitelUser", &id).unwrap()["UseStun"], true);
    desk.press(
        Method::POST,
        "webitel_users/actions/DisableStun",
        &json!({"record": id}),
    )
    .await;
    assert_eq!(desk.row("WebitelUser", &id).unwrap()["UseStun"], false);

    // The lookups, and the import.
    desk.press(Method::POST, "webitel_users/actions/SyncWebitelDirectory", &json!({}))
        .await;
    let roles = desk.get("webitel_roles/records", &[]).await;
    assert!(column(&roles, "Name").contains(&&json!("Supervisors")), "{roles}");
    desk.press(Method::POST, "webitel_users/actions/GetWebitelUsers", &json!({}))
        .await;
    assert_eq!(desk.get("webitel_users/records", &[]).await["total"], 6);

    // The runs of the record are found by its key.
    let record = desk.get(&at, &[]).await;
    let key = record["run_key"].as_str().unwrap();
    let runs = desk.service.get(&format!("/api/v1/runs?business_key={key}")).await;
    assert!(runs["items"].as_array().unwrap().len() >= 8, "{runs}");

    // Gone on both sides.
    desk.press(Method::DELETE, &at, &Value::Null).await;
    assert!(webitel.user("mlee").is_none_or(|user| user.deleted));
    assert!(desk.row("WebitelUser", &id).is_none());
    desk.stop().await;
}
