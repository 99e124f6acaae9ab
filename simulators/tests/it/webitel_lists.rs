//! Reading Webitel: token, paging, fields, filters, sorting, empty fields.

use std::collections::HashSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use throughline_simulators::webitel::Modes;

use crate::client::{Webitel, http, keys, ok, texts};

fn items(list: &Value) -> Vec<Value> {
    list["items"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_call_without_the_token_is_401_in_the_usual_shape() {
    let webitel = Webitel::with_users(1).await;
    let url = format!("{}/api/users", webitel.running.url);
    for token in [None, Some("wrong")] {
        let mut request = http().get(&url);
        if let Some(token) = token {
            request = request.header("X-Webitel-Access", token);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["id"], "api.process.unauthenticated");
        assert_eq!(body["code"], 401);
        assert_eq!(body["status"], "Unauthorized");
    }
}

#[tokio::test]
async fn pages_hold_16_by_default_and_next_is_left_out_on_the_last() {
    let webitel = Webitel::with_users(20).await;
    let first = webitel.get("/users").await;
    assert_eq!(items(&first).len(), 16);
    assert_eq!((&first["page"], &first["next"]), (&json!(1), &json!(true)));
    let second = webitel.get("/users?page=2").await;
    assert_eq!(items(&second).len(), 4);
    assert_eq!(keys(&second), ["items", "page"]);
    let beyond = webitel.get("/users?page=3").await;
    assert_eq!(beyond, json!({ "page": 3 }));
}

#[tokio::test]
async fn all_pages_together_are_all_users_once() {
    let webitel = Webitel::with_users(250).await;
    let mut seen = HashSet::new();
    let mut page = 1;
    loop {
        let list = webitel.get(&format!("/users?page={page}&size=100&fields=id")).await;
        for user in items(&list) {
            assert!(seen.insert(user["id"].as_str().unwrap().to_owned()));
        }
        if list["next"] != json!(true) {
            break;
        }
        page += 1;
    }
    assert_eq!((seen.len(), page), (250, 3));
}

#[tokio::test]
async fn without_fields_a_list_carries_few_and_never_the_licences() {
    let webitel = Webitel::with_users(60).await;
    let allowed = ["id", "name", "username", "extension", "device", "contact", "presence"];
    let list = items(&webitel.get("/users?size=60").await);
    assert!(list.iter().flat_map(keys).all(|key| allowed.contains(&key)));
    // Empty ones are left out, not null.
    assert!(
        list.iter()
            .any(|user| user.get("extension").is_none() && user.get("device").is_none())
    );
    let asked = items(
        &webitel
            .get("/users?size=60&fields=id&fields=license&fields=roles&fields=created_at")
            .await,
    );
    assert!(asked.iter().any(|user| user["license"][0]["prod"] == "OPERATOR"));
    assert!(asked.iter().any(|user| user["roles"][0]["name"].is_string()));
    assert!(asked.iter().all(|user| user.get("username").is_none()));
    // 64-bit numbers are text, users' times are milliseconds.
    let at: i64 = asked[0]["created_at"].as_str().unwrap().parse().unwrap();
    assert!(at > 100_000_000_000);
}

#[tokio::test]
async fn ids_beyond_2_to_the_53_are_exact() {
    let first_id = 9_007_199_254_740_993;
    let options = throughline_simulators::webitel::Options {
        users: 1,
        first_id,
        ..Default::default()
    };
    let webitel = Webitel::start(options).await;
    let user = &items(&webitel.get("/users").await)[0];
    let id: i64 = user["id"].as_str().unwrap().parse().unwrap();
    assert!(id > first_id);
    assert_eq!(webitel.get(&format!("/users/{id}")).await["id"], id.to_string());
}

#[tokio::test]
async fn filters_take_patterns_ids_and_a_search_term() {
    let webitel = Webitel::with_users(0).await;
    let mut ids = Vec::new();
    for (username, name, extension) in [
        ("anna", "Anna Nowak", "200"),
        ("annabel", "Annabel Smith", "201"),
        ("bo", "Їжак Bo", "300"),
    ] {
        let user = webitel
            .create(json!({ "username": username, "name": name, "extension": extension }))
            .await;
        ids.push(user["id"].as_str().unwrap().to_owned());
    }
    for (query, expected) in [
        ("username=anna", vec!["anna"]),
        ("username=anna*", vec!["anna", "annabel"]),
        ("username=?o", vec!["bo"]),
        ("extension=20*", vec!["anna", "annabel"]),
        ("name=*%D1%97%D0%B6*", vec!["bo"]),
        ("q=ann", vec!["anna", "annabel"]),
        ("q=ann*", vec!["anna", "annabel"]),
        ("q=201", vec!["annabel"]),
        (&format!("id={}&id={}", ids[2], ids[0]), vec!["anna", "bo"]),
        (&format!("not_id={}", ids[0]), vec!["annabel", "bo"]),
        ("username=nobody", vec![]),
    ] {
        let list = items(&webitel.get(&format!("/users?{query}")).await);
        assert_eq!(texts(&list, "username"), expected, "{query}");
    }
    let body = json!({ "username": "anna*", "size": 1, "sort": ["-username"], "fields": ["username"] });
    let (_, found) = webitel.send(Method::POST, "/users/search", body).await;
    assert_eq!(
        found,
        json!({ "page": 1, "next": true, "items": [{ "username": "annabel" }] })
    );
}

#[tokio::test]
async fn sorting_takes_every_sign_that_is_sent() {
    let webitel = Webitel::with_users(0).await;
    for username in ["bb", "cc", "aa"] {
        webitel.create(json!({ "username": username })).await;
    }
    for (sort, expected) in [
        ("username", ["aa", "bb", "cc"]),
        ("%2Busername", ["aa", "bb", "cc"]),
        ("+username", ["aa", "bb", "cc"]),
        ("-username", ["cc", "bb", "aa"]),
        ("!username", ["cc", "bb", "aa"]),
    ] {
        let list = items(&webitel.get(&format!("/users?sort={sort}")).await);
        assert_eq!(texts(&list, "username"), expected, "{sort}");
    }
}

#[tokio::test]
async fn wrapped_answers_seconds_and_grpc_errors_are_modes() {
    let webitel = Webitel::with_users(3).await;
    let id = items(&webitel.get("/users").await)[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    webitel.running.handle.set_modes(Modes {
        wrapped_answers: true,
        seconds: true,
        grpc_errors: true,
        hidden_status: true,
        ..Modes::default()
    });
    let user = webitel.get(&format!("/users/{id}?fields=created_at")).await;
    let at: i64 = user["user"]["created_at"].as_str().unwrap().parse().unwrap();
    assert!(at < 100_000_000_000);
    let response = webitel.request(Method::GET, "/users/999999").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["code"], 5);
    let inner: Value = serde_json::from_str(body["message"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&inner["code"], &inner["id"]),
        (&json!(404), &json!("api.process.not_found"))
    );
}

#[tokio::test]
async fn a_list_may_change_between_two_pages() {
    let webitel = Webitel::with_users(4).await;
    webitel.running.handle.set_modes(Modes {
        shift_pages: 1,
        ..Modes::default()
    });
    let first = items(&webitel.get("/users?size=2&sort=name").await);
    let second = items(&webitel.get("/users?size=2&sort=name&page=2").await);
    // The new first user pushes the last one of page one to page two.
    assert_eq!(first[1]["id"], second[0]["id"]);
    webitel.running.handle.set_modes(Modes {
        delete_while_reading: 1,
        ..Modes::default()
    });
    let all = items(&webitel.get("/users?size=5&sort=name").await);
    assert_eq!(all.len(), 5, "a last page disturbs nothing");
    let first = items(&webitel.get("/users?size=2&sort=name").await);
    let second = items(&webitel.get("/users?size=2&sort=name&page=2").await);
    // The first one is gone, so everybody moves up and page two begins one too late.
    assert_eq!((&first[0]["id"], &second[0]["id"]), (&all[0]["id"], &all[3]["id"]));
    let path = format!("/users/{}", all[0]["id"].as_str().unwrap());
    let response = webitel.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn licences_count_their_places_and_roles_show_users_too() {
    let webitel = Webitel::with_users(30).await;
    let list = items(&webitel.get("/license?size=50").await);
    let operator = list.iter().find(|license| license["id"] == "WT-OPERATOR-1").unwrap();
    let holders = items(&webitel.get("/products/WT-OPERATOR-1/users?size=100").await).len();
    assert_eq!(
        operator["limit"].as_u64().unwrap(),
        operator["remain"].as_u64().unwrap() + holders as u64
    );
    let exhausted = list.iter().find(|license| license["id"] == "WT-SUPERVISOR-1").unwrap();
    assert!(exhausted.get("remain").is_none(), "zero is left out");
    let valid = items(&webitel.get("/license?valid=true&size=50").await);
    assert!(
        texts(&valid, "id")
            .iter()
            .all(|id| !["WT-SUPERVISOR-1", "WT-OPERATOR-0"].contains(id))
    );
    let roles = items(&webitel.get("/roles?size=100").await);
    assert_eq!(roles.iter().filter(|role| role["user"] == json!(true)).count(), 30);
    let named = items(&webitel.get("/roles?name=Agents").await);
    assert_eq!(named.len(), 1);
    assert!(named[0].get("user").is_none());
}

#[tokio::test]
async fn a_path_that_is_not_there_is_404_of_the_gateway() {
    let webitel = Webitel::with_users(0).await;
    let response = webitel.request(Method::GET, "/nothing").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(response.json::<Value>().await.unwrap()["message"], "Not Found");
    let oneself = Webitel::with_users(2).await;
    assert!(ok(oneself.request(Method::GET, "/user")).await["username"].is_string());
}
