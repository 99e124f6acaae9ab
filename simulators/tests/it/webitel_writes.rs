//! Writing Webitel: create, change, grants, devices, deleting, signing out.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use throughline_simulators::webitel::Modes;

use crate::client::{Webitel, keys};

fn path(user: &Value) -> String {
    format!("/users/{}", user["id"].as_str().expect("an id as text"))
}

#[tokio::test]
async fn a_create_is_200_bare_and_makes_the_device_when_asked() {
    let webitel = Webitel::with_users(0).await;
    let body = json!({ "username": "olena", "name": "Олена", "extension": "100", "password": "secret" });
    let (status, user) = webitel
        .send(Method::POST, "/users?generate_device=true&device.name=Desk", body)
        .await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&user["username"], &user["device"]["name"]),
        (&json!("olena"), &json!("Desk"))
    );
    assert!(user.get("password").is_none());
    let device = webitel
        .get(&format!("/devices/{}", user["device"]["id"].as_str().unwrap()))
        .await;
    assert_eq!(
        (&device["account"], &device["user"]["id"]),
        (&json!("olena"), &user["id"])
    );
    let wrapped = json!({ "user": { "username": "wrapped" }, "user_password": "a", "confirm_password": "a" });
    assert_eq!(webitel.create(wrapped).await["username"], "wrapped");
    webitel.running.handle.set_modes(Modes {
        ignore_generate_device: true,
        ..Modes::default()
    });
    let (_, old) = webitel
        .send(
            Method::POST,
            "/users?generate_device=true",
            json!({ "username": "older" }),
        )
        .await;
    assert!(old.get("device").is_none());
    // What a client does then: make it, assign it.
    let (_, device) = webitel
        .send(Method::POST, "/devices", json!({ "name": "d", "account": "older" }))
        .await;
    let (status, _) = webitel
        .send(Method::PATCH, &path(&old), json!({ "device": { "id": device["id"] } }))
        .await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(webitel.get(&path(&old)).await["devices"][0]["id"], device["id"]);
}

#[tokio::test]
async fn a_taken_username_or_extension_is_refused_with_its_value() {
    let webitel = Webitel::with_users(0).await;
    webitel.create(json!({ "username": "olena", "extension": "100" })).await;
    let cases = [
        (json!({ "username": "Olena" }), "app.users.create.username", "Olena"),
        (
            json!({ "username": "other", "extension": "100" }),
            "app.users.create.extension",
            "100",
        ),
    ];
    for (body, id, value) in &cases {
        let (status, error) = webitel.send(Method::POST, "/users", body.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!((&error["id"], &error["code"]), (&json!(id), &json!(400)));
        assert!(error["detail"].as_str().unwrap().contains(value));
    }
    webitel.running.handle.set_modes(Modes {
        conflict_409: true,
        ..Modes::default()
    });
    let (status, _) = webitel.send(Method::POST, "/users", cases[0].0.clone()).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(webitel.running.handle.user_count(), 1);
    let (status, error) = webitel
        .send(Method::POST, "/users", json!({ "username": "not alphanumeric" }))
        .await;
    assert_eq!(
        (status, &error["id"]),
        (StatusCode::BAD_REQUEST, &json!("app.users.create.username"))
    );
}

#[tokio::test]
async fn a_patch_changes_the_keys_it_holds_and_answers_few_fields() {
    let webitel = Webitel::with_users(0).await;
    let body = json!({ "username": "olena", "extension": "100", "email": "o@example.com",
                       "profile": { "a": "1", "b": "2" } });
    let user = webitel.create(body).await;
    let (status, answer) = webitel
        .send(
            Method::PATCH,
            &path(&user),
            json!({ "name": "New", "profile": { "c": "3" } }),
        )
        .await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(keys(&answer), ["id", "name", "updated_at"]);
    let read = webitel.get(&path(&user)).await;
    assert_eq!(
        (&read["name"], &read["email"]),
        (&json!("New"), &json!("o@example.com"))
    );
    assert_eq!(read["profile"], json!({ "c": "3" }), "a map is replaced whole");
    // Named in `fields` and missing in the body: cleared.
    let cleared = format!("{}?fields=email", path(&user));
    webitel
        .send(Method::PATCH, &cleared, json!({ "name": "Not named" }))
        .await;
    let read = webitel.get(&path(&user)).await;
    assert_eq!((&read["name"], read.get("email")), (&json!("New"), None));
    let (status, _) = webitel.send(Method::PATCH, &path(&user), json!({ "device": {} })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "a device without an id");
    let (status, _) = webitel
        .send(Method::PUT, &path(&user), json!({ "username": "olena" }))
        .await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        webitel.get(&path(&user)).await.get("extension").is_none(),
        "a PUT clears what it does not hold"
    );
}

#[tokio::test]
async fn licences_are_granted_by_list_and_refused_when_used_up_or_expired() {
    let webitel = Webitel::with_users(2).await;
    let user = webitel.create(json!({ "username": "olena" })).await;
    let remain = |list: Value| list["items"][0]["remain"].as_u64().unwrap();
    let operator = "/license?id=WT-OPERATOR-1";
    let before = remain(webitel.get(operator).await);
    let both = json!({ "license": [{ "id": "WT-OPERATOR-1" }, { "id": "WT-MANAGER-1" }] });
    for _ in 0..2 {
        // The second time it is held already: no change, no refusal.
        assert_eq!(
            webitel.send(Method::PATCH, &path(&user), both.clone()).await.0,
            StatusCode::OK
        );
        assert_eq!(remain(webitel.get(operator).await), before - 1);
    }
    for (license, id) in [
        ("WT-SUPERVISOR-1", "app.license.exhausted"),
        ("WT-OPERATOR-0", "app.license.expired"),
        ("none", "app.license.not_found"),
    ] {
        let body = json!({ "license": [{ "id": license }] });
        let (status, error) = webitel.send(Method::PATCH, &path(&user), body).await;
        assert_eq!((status, &error["id"]), (StatusCode::BAD_REQUEST, &json!(id)));
    }
    let held = webitel.get(&format!("{}?fields=license", path(&user))).await;
    assert_eq!(
        held["license"].as_array().unwrap().len(),
        2,
        "a refused list changes nothing"
    );
    webitel
        .send(
            Method::PATCH,
            &path(&user),
            json!({ "license": [{ "id": "WT-MANAGER-1" }] }),
        )
        .await;
    assert_eq!(remain(webitel.get(operator).await), before);
}

#[tokio::test]
async fn roles_are_replaced_whole_and_an_unknown_one_is_refused() {
    let webitel = Webitel::with_users(0).await;
    let user = webitel.create(json!({ "username": "olena" })).await;
    let roles = webitel.get("/roles?name=S*&fields=id&fields=name").await;
    let ids: Vec<Value> = roles["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|role| json!({ "id": role["id"] }))
        .collect();
    assert_eq!(ids.len(), 2);
    webitel.send(Method::PATCH, &path(&user), json!({ "roles": ids })).await;
    webitel
        .send(Method::PATCH, &path(&user), json!({ "roles": [ids[0]] }))
        .await;
    let read = webitel.get(&path(&user)).await;
    assert_eq!(read["roles"].as_array().unwrap().len(), 1);
    let (status, _) = webitel
        .send(Method::PATCH, &path(&user), json!({ "roles": [{ "id": "1" }] }))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let role = webitel.get(&format!("/roles/{}", ids[0]["id"].as_str().unwrap())).await;
    assert_eq!(role["members"][0]["id"], user["id"]);
}

#[tokio::test]
async fn a_delete_answers_an_array_and_permanent_ones_are_gone() {
    let webitel = Webitel::with_users(0).await;
    let mut users = Vec::new();
    for username in ["one", "two", "three"] {
        users.push(webitel.create(json!({ "username": username })).await);
    }
    let (status, deleted) = webitel.send(Method::DELETE, &path(&users[0]), json!(null)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&deleted[0]["id"], deleted[0]["deleted_at"].is_string()),
        (&users[0]["id"], true)
    );
    assert_eq!(webitel.get("/users").await["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        webitel.get("/users?any=true").await["items"].as_array().unwrap().len(),
        3
    );
    assert_eq!(
        webitel.get("/users?deleted=true").await["items"][0]["id"],
        users[0]["id"]
    );
    let (status, _) = webitel.send(Method::POST, "/users", json!({ "username": "one" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "a marked user keeps its username");
    webitel
        .send(
            Method::DELETE,
            &format!("{}?permanent=true", path(&users[0])),
            json!(null),
        )
        .await;
    webitel.create(json!({ "username": "one" })).await;
    let many = json!([users[1]["id"], users[2]["id"]]);
    let (_, deleted) = webitel.send(Method::DELETE, "/users?permanent=true", many).await;
    assert_eq!(deleted.as_array().unwrap().len(), 2);
    let (status, error) = webitel.send(Method::DELETE, &path(&users[1]), json!(null)).await;
    assert_eq!((status, &error["code"]), (StatusCode::NOT_FOUND, &json!(404)));
}

#[tokio::test]
async fn signing_out_twice_is_400_for_one_and_200_for_many() {
    let webitel = Webitel::with_users(50).await;
    let list = webitel.get("/users?size=50&presence.status=web").await;
    let user = &list["items"][0];
    assert!(user["presence"]["status"].as_str().unwrap().contains("web"));
    let logout = format!("{}/logout", path(user));
    assert_eq!(webitel.send(Method::POST, &logout, json!({})).await.0, StatusCode::OK);
    assert_eq!(
        webitel.send(Method::POST, &logout, json!({})).await.0,
        StatusCode::BAD_REQUEST
    );
    let selection = json!({ "selection": [user["id"]] });
    assert_eq!(
        webitel.send(Method::POST, "/users/logout", selection).await.0,
        StatusCode::OK
    );
    let presence = format!("{}/presence", path(user));
    assert_eq!(
        webitel
            .send(Method::PATCH, &presence, json!({ "status": "dnd" }))
            .await
            .0,
        StatusCode::OK
    );
    assert_eq!(webitel.get(&path(user)).await["presence"], json!({ "status": "dnd" }));
    let tokens = format!("{}/tokens", path(user));
    let (_, token) = webitel.send(Method::POST, &tokens, json!({ "usage": "crm" })).await;
    assert!(token["token"].is_string());
    let listed = webitel.get(&tokens).await;
    assert_eq!(
        (&listed["items"][0]["id"], listed["items"][0].get("token")),
        (&token["id"], None)
    );
}
