//! Operations of the administrator's processes whose requests or results are made by expressions.

use serde_json::{Value, json};

use super::support::*;

const RECORD: &str = "a29a3ba5-4b0d-de11-9a51-005056c00008";
const OWN: &str = "5e2b6f0a-7f2d-4f6e-9d6e-1f0e0f6a0001";

#[tokio::test]
async fn a_profile_is_merged_and_says_whether_it_must_change() {
    let server = Server::start(|seen| {
        let profile = match seen.path.as_str() {
            "/api/users/1" => json!({"department": "Sales"}),
            "/api/users/2" => json!({"department": "Sales", "turn": "true"}),
            _ => return Reply::Json(200, json!({"user": {"id": "3"}})),
        };
        Reply::Json(200, json!({"id": "1", "profile": profile}))
    })
    .await;
    let mut config = webitel_config(&server.url);
    config.options = serde_json::Map::from_iter([
        ("mirror_stun_profile".to_owned(), json!(true)),
        ("stun_profile_key".to_owned(), json!("turn")),
    ]);
    let connectors = bind(catalogue(), "webitel", config);
    let of = async |id: &str, use_stun: bool| {
        let request = json!({"id": id, "use_stun": use_stun});
        call(&connectors, "webitel.users.stun_profile", request).await.unwrap()
    };
    let both = json!({"department": "Sales", "turn": "true"});
    let one = json!({"department": "Sales"});
    let is = |changed: bool, profile: &Value| json!({"mirror": true, "changed": changed, "profile": profile});
    assert_eq!(of("1", true).await, is(true, &both));
    assert_eq!(of("2", true).await, is(false, &both));
    assert_eq!(of("1", false).await, is(false, &one));
    assert_eq!(of("2", false).await, is(true, &one));
    // A user without a profile, in a wrapped answer.
    assert_eq!(of("3", true).await, is(true, &json!({"turn": "true"})));
    assert_eq!(server.seen()[0].query("fields"), ["id", "profile"]);
    let plain = webitel(&server.url);
    let told = call(
        &plain,
        "webitel.users.stun_profile",
        json!({"id": "2", "use_stun": true}),
    )
    .await
    .unwrap();
    assert_eq!((&told["mirror"], &told["changed"]), (&json!(false), &json!(true)));
}

#[tokio::test]
async fn a_device_without_a_password_gets_one_that_is_nowhere_else() {
    let server = Server::start(|seen| Reply::Json(200, json!({"id": "9", "account": seen.json()["account"]}))).await;
    let connectors = webitel(&server.url);
    for request in [
        json!({"name": "d", "account": "ann"}),
        json!({"name": "d", "account": "ann"}),
        json!({"name": "d", "account": "ann", "password": "chosen"}),
    ] {
        let made = call(&connectors, "webitel.devices.create", request).await.unwrap();
        assert!(made.get("password").is_none());
    }
    let sent: Vec<String> = server
        .seen()
        .iter()
        .map(|seen| seen.json()["password"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((sent[0].len(), sent[2].as_str()), (32, "chosen"));
    assert_ne!(sent[0], sent[1]);
}

#[tokio::test]
async fn a_row_takes_the_id_it_is_given_and_is_looked_up_by_it() {
    let server = Server::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        (_, "/ServiceModel/AuthService.svc/Login") => signed_in(1),
        ("GET", path) if path.contains(OWN) => Reply::Json(200, json!({"Id": OWN, "WebitelUserId": "57"})),
        ("GET", _) => Reply::Json(404, json!({"error": {"message": "no"}})),
        _ => Reply::Json(201, seen.json()),
    })
    .await;
    let connectors = creatio(&server.url);
    let given = json!({"Id": OWN, "WebitelUserId": "57"});
    let made = call(&connectors, "creatio.webitel_users.create", given.clone())
        .await
        .unwrap();
    assert_eq!(made["Id"], OWN);
    // The second attempt finds it.
    let found = attempt(&connectors, "creatio.webitel_users.create", given, 2, false)
        .await
        .unwrap();
    assert_eq!(found["Id"], OWN);
    assert_eq!(server.count("POST", "WebitelUser"), 1);
    let without = json!({"WebitelUserId": "57"});
    let made = call(&connectors, "creatio.webitel_users.create", without)
        .await
        .unwrap();
    assert_ne!(made["Id"], OWN);
}

#[tokio::test]
async fn a_user_with_a_password_is_sent_as_text_of_json() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/ServiceModel/AuthService.svc/Login" => signed_in(1),
        _ => Reply::Json(200, json!({"UpdateOrCreateUserResult": "The password is too short."})),
    })
    .await;
    let request = json!({"Id": OWN, "Name": "ann", "ContactId": RECORD, "ConnectionType": 1, "password": PASSWORD});
    let made = call(
        &creatio(&server.url),
        "creatio.sys_admin_units.create_with_password",
        request,
    )
    .await
    .unwrap();
    assert_eq!(made, json!({"Id": OWN, "refused": "The password is too short."}));
    let sent = server.seen().pop().unwrap();
    assert_eq!(sent.path, "/0/rest/AdministrationService/UpdateOrCreateUser");
    let user: Value = serde_json::from_str(sent.json()["jsonObject"].as_str().unwrap()).unwrap();
    assert_eq!(
        user,
        json!({"Id": OWN, "Name": "ann", "Contact": RECORD, "SysAdminUnitType": "472e97c7-6bd7-df11-9b2a-001d60e938c6",
            "ConnectionType": 1, "Active": true, "UserPassword": PASSWORD, "ForceChangePassword": true})
    );
}

#[tokio::test]
async fn details_are_filtered_by_record_and_by_licence() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/ServiceModel/AuthService.svc/Login" => signed_in(1),
        _ => Reply::Json(200, json!({"value": []})),
    })
    .await;
    let connectors = creatio(&server.url);
    for (request, filter) in [
        (
            json!({"WebitelUserId": RECORD, "LicenseId": "L'1"}),
            vec![format!("WebitelUser/Id eq {RECORD} and LicenseId eq 'L''1'")],
        ),
        (json!({"LicenseId": "L1"}), vec!["LicenseId eq 'L1'".to_owned()]),
        (json!({}), vec![]),
    ] {
        call(&connectors, "creatio.webitel_user_licenses.list", request)
            .await
            .unwrap();
        assert_eq!(server.seen().pop().unwrap().query("$filter"), filter);
    }
}
