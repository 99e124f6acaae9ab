//! Writing Creatio: create, change, delete, batches, system users.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::{Creatio, ok, texts};
use throughline_simulators::creatio::Modes;

const EMPLOYEES: &str = "a29a3ba5-4b0d-de11-9a51-005056c00008";
const EXTERNAL: &str = "720b771c-e7a7-4f31-9cfb-52cd21c3739f";
const ADMINISTRATORS: &str = "83a43ebc-f36b-1410-298d-001e8c82bcad";
const USER_TYPE: &str = "472e97c7-6bd7-df11-9b2a-001d60e938c6";

async fn send(creatio: &Creatio, method: Method, path: &str, body: Value) -> (StatusCode, String) {
    let response = creatio.odata(method, path).json(&body).send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_create_is_201_with_location_and_all_columns_and_a_second_one_500() {
    let creatio = Creatio::empty().await;
    let id = Uuid::new_v4();
    let body = json!({ "Id": id, "Name": "Анна" });
    let response = creatio.odata(Method::POST, "Contact").json(&body).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert!(
        response.headers()["location"]
            .to_str()
            .unwrap()
            .ends_with(&format!("/0/odata/Contact({id})"))
    );
    let created: Value = response.json().await.unwrap();
    assert_eq!((&created["Id"], &created["Phone"]), (&json!(id), &json!("")));
    let (status, text) = send(&creatio, Method::POST, "Contact", body).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    let error: Value = serde_json::from_str(&text).unwrap();
    assert!(error["error"]["message"].as_str().unwrap().contains("duplicate key"));
    assert_eq!(creatio.running.handle.count("Contact"), 2);
}

#[tokio::test]
async fn a_business_rule_refuses_every_write_of_its_entity_with_500() {
    let creatio = Creatio::empty().await;
    let contact = creatio.create("Contact", json!({ "Name": "Bo" })).await;
    creatio.running.handle.set_modes(Modes {
        refuse_writes: vec!["Contact".to_owned()],
        ..Modes::default()
    });
    let one = format!("Contact({})", contact["Id"].as_str().unwrap());
    for (method, path) in [
        (Method::POST, "Contact"),
        (Method::PATCH, &*one),
        (Method::DELETE, &*one),
    ] {
        let (status, text) = send(&creatio, method, path, json!({ "Name": "Cy" })).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(text.contains("business rule"), "{text}");
    }
    assert_eq!(creatio.running.handle.count("Contact"), 2);
    creatio.create("Account", json!({ "Name": "Acme" })).await;
}

#[tokio::test]
async fn the_flat_lookup_is_written_and_a_path_is_passed_over() {
    let creatio = Creatio::empty().await;
    let account = creatio.create("Account", json!({ "Name": "Acme" })).await;
    let body = json!({ "Name": "Bo", "Account/Id": account["Id"], "Account": { "Id": account["Id"] } });
    assert_eq!(creatio.create("Contact", body).await["AccountId"], json!(Uuid::nil()));
    let body = json!({ "Name": "Cy", "AccountId": account["Id"] });
    assert_eq!(creatio.create("Contact", body).await["AccountId"], account["Id"]);
    let (status, _) = send(
        &creatio,
        Method::POST,
        "Contact",
        json!({ "Name": "Di", "Nonsense": 1 }),
    )
    .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let nobody = json!({ "Name": "Ed", "AccountId": Uuid::new_v4() });
    assert_eq!(
        send(&creatio, Method::POST, "Contact", nobody).await.0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
}

#[tokio::test]
async fn a_change_and_a_delete_are_204_without_a_body() {
    let creatio = Creatio::empty().await;
    let contact = creatio.create("Contact", json!({ "Name": "Bo", "Phone": "1" })).await;
    let path = format!("Contact({})", contact["Id"].as_str().unwrap());
    assert_eq!(
        send(&creatio, Method::PATCH, &path, json!({ "Name": "Al" })).await,
        (StatusCode::NO_CONTENT, String::new())
    );
    let read = ok(creatio.odata(Method::GET, &path)).await;
    assert_eq!((&read["Name"], &read["Phone"]), (&json!("Al"), &json!("1")));
    assert!(
        creatio.rows("Contact", &[("$filter", "Name eq 'Bo'")]).await.is_empty(),
        "the index follows"
    );
    let user = creatio
        .create("WebitelUser", json!({ "Username": "al", "ContactId": contact["Id"] }))
        .await;
    let in_use = send(&creatio, Method::DELETE, &path, json!(null)).await;
    assert_eq!(in_use.0, StatusCode::INTERNAL_SERVER_ERROR, "a contact in use");
    let detail = json!({ "WebitelUserId": user["Id"], "LicenseId": "L", "Product": "OPERATOR" });
    creatio.create("WebitelUserLicense", detail).await;
    let user_path = format!("WebitelUser({})", user["Id"].as_str().unwrap());
    assert_eq!(
        send(&creatio, Method::DELETE, &user_path, json!(null)).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        creatio.running.handle.count("WebitelUserLicense"),
        0,
        "details go with their master"
    );
    assert_eq!(
        send(&creatio, Method::DELETE, &path, json!(null)).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        send(&creatio, Method::PATCH, &path, json!({ "Name": "x" })).await.0,
        StatusCode::NOT_FOUND
    );
}

async fn batch(creatio: &Creatio, requests: Value, go_on: bool) -> Vec<Value> {
    let mut request = creatio
        .odata(Method::POST, "$batch")
        .json(&json!({ "requests": requests }));
    if go_on {
        request = request.header("Prefer", "continue-on-error");
    }
    ok(request).await["responses"].as_array().unwrap().clone()
}

fn statuses(responses: &[Value]) -> Vec<u64> {
    responses
        .iter()
        .map(|response| response["status"].as_u64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_batch_answers_in_order_and_stops_at_the_first_error_unless_told() {
    let creatio = Creatio::empty().await;
    let id = Uuid::new_v4();
    let requests = json!([
        { "id": "a", "method": "POST", "url": "Contact", "body": { "Id": id, "Name": "Al" } },
        { "id": "b", "method": "PATCH", "url": format!("Contact/{id}"), "body": { "Name": "Bo" } },
        { "id": "c", "method": "GET", "url": "Contact?$filter=Name eq 'Bo'&$select=Name" },
        { "id": "d", "method": "GET", "url": "Nonsense" },
        { "id": "e", "method": "DELETE", "url": format!("Contact/{id}") },
    ]);
    let responses = batch(&creatio, requests.clone(), false).await;
    assert_eq!(texts(&responses, "id"), ["a", "b", "c", "d"]);
    assert_eq!(statuses(&responses), [201, 204, 200, 404]);
    assert!(
        responses[0]["headers"]["location"]
            .as_str()
            .unwrap()
            .ends_with(&format!("Contact({id})"))
    );
    assert!(responses[1].get("body").is_none());
    assert_eq!(responses[2]["body"]["value"], json!([{ "Name": "Bo" }]));
    let responses = batch(&creatio, requests, true).await;
    assert_eq!(statuses(&responses), [500, 204, 200, 404, 204]);
    let many: Vec<Value> = (0..101)
        .map(|n| json!({ "id": n.to_string(), "method": "GET", "url": "Contact" }))
        .collect();
    let request = creatio.odata(Method::POST, "$batch").json(&json!({ "requests": many }));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_group_of_a_batch_is_all_or_nothing_under_a_name_of_the_server() {
    let creatio = Creatio::empty().await;
    let group = |second: Value| {
        json!([
            { "id": "1", "method": "POST", "url": "Contact", "atomicityGroup": "mine", "body": { "Name": "Al" } },
            { "id": "2", "method": "POST", "url": "Contact", "atomicityGroup": "mine", "body": second },
        ])
    };
    let responses = batch(&creatio, group(json!({ "Name": "" })), false).await;
    assert_eq!(statuses(&responses), [424, 500]);
    assert_eq!(creatio.running.handle.count("Contact"), 1);
    assert!(creatio.rows("Contact", &[("$filter", "Name eq 'Al'")]).await.is_empty());
    let responses = batch(&creatio, group(json!({ "Name": "Bo" })), false).await;
    assert_eq!(statuses(&responses), [201, 201]);
    let name = responses[0]["atomicityGroup"].as_str().unwrap();
    assert!(Uuid::try_parse(name).is_ok() && responses[1]["atomicityGroup"] == name);
}

#[tokio::test]
async fn system_users_are_made_by_the_administration_service() {
    let mut creatio = Creatio::empty().await;
    let contact = creatio.create("Contact", json!({ "Name": "olena" })).await;
    let id = Uuid::new_v4();
    let user = json!({ "Id": id, "Name": "olena", "Contact": contact["Id"], "SysAdminUnitType": USER_TYPE,
                       "ConnectionType": 0, "Active": true, "UserPassword": "Pass-1" });
    let body = json!({ "jsonObject": user.to_string(), "roleId": "" });
    let answer = creatio.service("UpdateOrCreateUser", body).await;
    assert_eq!(answer, json!({ "UpdateOrCreateUserResult": "" }));
    let read = ok(creatio.odata(Method::GET, &format!("SysAdminUnit({id})"))).await;
    assert_eq!(
        (&read["SysAdminUnitTypeValue"], &read["ContactId"]),
        (&json!(4), &contact["Id"])
    );
    assert!(read.get("UserPassword").is_none());
    // A contact has one user at most.
    let second = json!({ "Id": Uuid::new_v4(), "Name": "second", "Contact": contact["Id"] });
    let answer = creatio
        .service("UpdateOrCreateUser", json!({ "jsonObject": second.to_string() }))
        .await;
    assert!(!answer["UpdateOrCreateUserResult"].as_str().unwrap().is_empty());
    let roles = json!([ADMINISTRATORS]).to_string();
    let answer = creatio
        .service("AddUserRoles", json!({ "userId": id, "roleIds": roles }))
        .await;
    assert_eq!(answer["AddUserRolesResult"], "");
    let external = json!([EXTERNAL]).to_string();
    let answer = creatio
        .service("AddUserRoles", json!({ "userId": id, "roleIds": external }))
        .await;
    assert!(
        !answer["AddUserRolesResult"].as_str().unwrap().is_empty(),
        "a role of another connection type"
    );
    let filter = format!("SysAdminUnit/Id eq {id}");
    let computed = creatio.rows("SysAdminUnitInRole", &[("$filter", &filter)]).await;
    let mut held = texts(&computed, "SysAdminUnitRoleId");
    held.sort_unstable();
    assert_eq!(held, [ADMINISTRATORS, EMPLOYEES]);
    let body = json!({ "SysAdminUnitId": id, "SysAdminUnitRoleId": EXTERNAL });
    assert_eq!(
        send(&creatio, Method::POST, "SysAdminUnitInRole", body).await.0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    creatio.sign_in("olena", "Pass-1").await;
    let mine = creatio.create("Account", json!({ "Name": "Mine" })).await;
    assert_eq!(mine["CreatedById"], contact["Id"]);
    let change = json!({ "Id": id, "Active": false }).to_string();
    creatio
        .service("UpdateOrCreateUser", json!({ "jsonObject": change }))
        .await;
    let refused: Value = creatio.login("olena", "Pass-1").await.json().await.unwrap();
    assert_eq!(refused["Code"], 1, "an inactive user");
    let answer = creatio.service("DeleteUser", json!({ "userId": id })).await;
    let result: Value = serde_json::from_str(answer["DeleteUserResult"].as_str().unwrap()).unwrap();
    assert_eq!(result["success"], true);
    let again = creatio.service("UnblockUser", json!({ "userId": id })).await;
    let result: Value = serde_json::from_str(again["UnblockUserResult"].as_str().unwrap()).unwrap();
    assert_eq!(result["success"], false);
}
