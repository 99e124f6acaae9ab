//! What is sent, and how answers and errors are read.

use serde_json::{Value, json};
use throughline_engine::kernel::ErrorClass;

use super::support::*;

#[tokio::test]
async fn a_search_sends_token_fields_and_sort_and_fills_what_was_left_out() {
    let server = Server::start(|_| Reply::Json(200, json!({"items": [{"id": 7, "name": "Оксана"}]}))).await;
    let result = call(
        &webitel(&server.url),
        "webitel.users.search",
        json!({"page": 2, "fields": ["id", "name"]}),
    )
    .await
    .unwrap();
    assert_eq!(result["next"], false);
    assert_eq!(result["items"][0]["id"], "7");
    assert_eq!(result["items"][0]["extension"], "");
    assert_eq!(result["items"][0]["license"], json!([]));
    let seen = &server.seen()[0];
    assert_eq!(seen.headers["x-webitel-access"], TOKEN);
    assert_eq!(seen.query("page"), ["2"]);
    assert_eq!(seen.query("size"), ["200"]);
    assert_eq!(seen.query("fields"), ["id", "name"]);
    assert_eq!(seen.query("sort"), ["+id"]);
    assert!(!seen.headers.contains_key("idempotency-key"));
}

#[tokio::test]
async fn an_empty_answer_is_an_empty_page() {
    let server = Server::start(|_| Reply::Json(200, json!({}))).await;
    let result = call(&webitel(&server.url), "webitel.licenses.search", json!({}))
        .await
        .unwrap();
    assert_eq!(result, json!({"items": [], "next": false}));
}

#[tokio::test]
async fn one_object_may_come_wrapped_or_bare() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/api/users/1" => Reply::Json(200, json!({"user": {"id": "1", "username": "a"}})),
        _ => Reply::Json(200, json!({"id": "2", "username": "b"})),
    })
    .await;
    let connectors = webitel(&server.url);
    assert_eq!(
        call(&connectors, "webitel.users.get", json!({"id": "1"}))
            .await
            .unwrap()["username"],
        "a"
    );
    assert_eq!(
        call(&connectors, "webitel.users.get", json!({"id": "2"}))
            .await
            .unwrap()["username"],
        "b"
    );
}

#[tokio::test]
async fn find_by_username_compares_exactly_here() {
    let server = Server::start(|_| {
        Reply::Json(
            200,
            json!({"items": [{"id": "1", "username": "m.adminov"}, {"id": "2", "username": "m.admin"}]}),
        )
    })
    .await;
    let connectors = webitel(&server.url);
    let found = call(
        &connectors,
        "webitel.users.find_by_username",
        json!({"username": "m.admin"}),
    )
    .await
    .unwrap();
    assert_eq!(found["id"], "2");
    assert_eq!(server.seen()[0].query("username"), ["m.admin*"]);
    let none = call(
        &connectors,
        "webitel.users.find_by_username",
        json!({"username": "m.adm"}),
    )
    .await
    .unwrap();
    assert_eq!(none, Value::Null);
}

#[tokio::test]
async fn names_in_odata_filters_are_quoted() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/ServiceModel/AuthService.svc/Login" => signed_in(1),
        _ => Reply::Json(200, json!({"value": []})),
    })
    .await;
    let connectors = creatio(&server.url);
    for (name, literal) in [
        ("O'Brien", "'O''Brien'"),
        ("' or Name ne '", "''' or Name ne '''"),
        ("Ґалаґан & Co #1 + 100%", "'Ґалаґан & Co #1 + 100%'"),
    ] {
        let found = call(&connectors, "creatio.contacts.find_by_name", json!({"Name": name}))
            .await
            .unwrap();
        assert_eq!(found, json!({"items": []}));
        let seen = server.seen().pop().unwrap();
        assert_eq!(seen.path, "/0/odata/Contact");
        assert_eq!(seen.query("$filter"), [format!("Name eq {literal}")]);
        assert_eq!(seen.query("$top"), ["10"]);
    }
}

#[tokio::test]
async fn a_filter_holds_only_what_was_asked() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/ServiceModel/AuthService.svc/Login" => signed_in(1),
        _ => Reply::Json(
            200,
            json!({"value": [{"Id": "x", "ContactId": "00000000-0000-0000-0000-000000000000"}]}),
        ),
    })
    .await;
    let connectors = creatio(&server.url);
    let contact = "a29a3ba5-4b0d-de11-9a51-005056c00008";
    let found = call(&connectors, "creatio.webitel_users.find", json!({"ContactId": contact}))
        .await
        .unwrap();
    assert_eq!(found["items"][0]["ContactId"], Value::Null);
    assert_eq!(
        server.seen().pop().unwrap().query("$filter"),
        [format!("Contact/Id eq {contact}")]
    );
    let both = json!({"ContactId": contact, "WebitelUserId": "57"});
    call(&connectors, "creatio.webitel_users.find", both).await.unwrap();
    let filter = format!("WebitelUserId eq '57' and Contact/Id eq {contact}");
    assert_eq!(server.seen().pop().unwrap().query("$filter"), [filter]);
    let neither = call(&connectors, "creatio.webitel_users.find", json!({}))
        .await
        .unwrap_err();
    assert_eq!(neither.code, "creatio.invalid_request");
}

#[tokio::test]
async fn a_change_sends_what_is_given_and_nothing_else() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/ServiceModel/AuthService.svc/Login" => signed_in(1),
        _ => Reply::Full(204, vec![], vec![]),
    })
    .await;
    let id = "a29a3ba5-4b0d-de11-9a51-005056c00008";
    let request = json!({"Id": id, "Extension": "1005", "ContactId": null});
    let done = call(&creatio(&server.url), "creatio.webitel_users.update", request)
        .await
        .unwrap();
    assert_eq!(done, json!({"updated": true}));
    let seen = server.seen().pop().unwrap();
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("PATCH", &*format!("/0/odata/WebitelUser({id})"))
    );
    assert_eq!(seen.json(), json!({"Extension": "1005", "ContactId": null}));
    assert_eq!(seen.headers["idempotency-key"], KEY);
    assert_eq!(seen.headers["bpmcsrf"], "csrf-1");
    assert_eq!(seen.headers["forceusesession"], "true");
    assert_eq!(seen.headers["cookie"], ".ASPXAUTH=auth-1; BPMCSRF=csrf-1");
}

#[tokio::test]
async fn all_pages_of_a_list_are_one_operation() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/ServiceModel/AuthService.svc/Login" => signed_in(1),
        _ => {
            let skip: usize = seen.query("$skip")[0].parse().unwrap();
            let rows: Vec<Value> = (skip..(skip + 2).min(5))
                .map(|row| json!({"Id": row.to_string()}))
                .collect();
            Reply::Json(200, json!({"value": rows}))
        }
    })
    .await;
    let all = call(&creatio(&server.url), "creatio.webitel_users.all", json!({"size": 2}))
        .await
        .unwrap();
    let ids: Vec<&str> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["Id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    assert_eq!(server.count("GET", "/odata/"), 3);
}

#[tokio::test]
async fn errors_have_a_code_a_class_and_whole_words() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/api/users/404" => Reply::Json(
            404,
            json!({"id": "api.process.not_found", "code": 404, "detail": "no such user"}),
        ),
        "/api/users/500" => Reply::Json(500, json!({"id": "x", "code": 404, "detail": "no such user"})),
        "/api/users/403" => Reply::Json(403, json!({"code": 7, "message": "no right"})),
        "/api/users/503" => Reply::Full(
            503,
            vec![("retry-after", "7".to_owned())],
            b"<html>down</html>".to_vec(),
        ),
        "/api/users/429" => Reply::Full(429, vec![("retry-after", "99999999".to_owned())], vec![]),
        "/api/users/html" => Reply::Full(200, vec![("content-type", "text/html".to_owned())], b"<html>".to_vec()),
        "/api/users/list" => Reply::Json(200, json!([1])),
        "/api/users/moved" => Reply::Full(301, vec![("location", "http://127.0.0.1:1/".to_owned())], vec![]),
        _ => Reply::Json(
            400,
            json!({"id": "app.users.create.extension", "code": 400, "detail": "1005 is taken", "password": "x"}),
        ),
    })
    .await;
    let connectors = webitel(&server.url);
    let get = |id: &'static str| call(&connectors, "webitel.users.get", json!({ "id": id }));
    for id in ["404", "500"] {
        let error = get(id).await.unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.class),
            ("webitel.not_found", ErrorClass::Permanent)
        );
        assert_eq!(
            error.message,
            format!("Webitel answered {id} to users.get: no such user.")
        );
    }
    let error = get("403").await.unwrap_err();
    assert_eq!(error.code, "webitel.forbidden");
    assert_eq!(
        error.message,
        "Webitel answered 403 to users.get: no right. The account of the connection lacks a right for it."
    );
    let error = get("503").await.unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("webitel.unavailable", ErrorClass::Transient)
    );
    assert_eq!(error.retry_after_ms, Some(7_000));
    assert_eq!(error.message, "Webitel answered 503 to users.get: Service Unavailable.");
    assert_eq!(error.data["status"], 503);
    let error = get("429").await.unwrap_err();
    assert_eq!(
        (error.class, error.retry_after_ms),
        (ErrorClass::Transient, Some(15 * 60 * 1000))
    );
    for id in ["html", "list"] {
        let error = get(id).await.unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.class),
            ("webitel.unexpected_answer", ErrorClass::Transient),
            "{id}"
        );
    }
    assert_eq!(get("moved").await.unwrap_err().code, "webitel.redirected");
    let error = call(&connectors, "webitel.users.create", json!({"username": "x"}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("webitel.duplicate", ErrorClass::Permanent)
    );
    assert_eq!(
        error.message,
        "Webitel answered 400 to users.create: 1005 is taken. Nothing was written."
    );
    assert_eq!(error.data["remote_code"], "app.users.create.extension");
    assert_eq!(error.data["body"]["password"], "***");
}

#[tokio::test]
async fn creatio_errors_are_errors_whatever_the_status() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/ServiceModel/AuthService.svc/Login" => signed_in(1),
        path if path.ends_with("/Account") => Reply::Json(200, json!({"error": {"message": {"lang": "en", "value": "refused by a rule"}}})),
        path if path.ends_with("/Contact") => {
            Reply::Json(500, json!({"error": {"message": "Column by path ContactId not found in schema Contact"}}))
        }
        _ => Reply::Json(404, json!({"Message": "No HTTP resource", "MessageDetail": "No type was found that matches the controller named 'WebitelUser'."})),
    })
    .await;
    let connectors = creatio(&server.url);
    let error = call(&connectors, "creatio.accounts.find_by_name", json!({"Name": "x"}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("creatio.bad_request", ErrorClass::Permanent)
    );
    assert!(error.message.contains("refused by a rule"), "{}", error.message);
    let error = call(&connectors, "creatio.contacts.find_by_name", json!({"Name": "x"}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("creatio.bad_request", ErrorClass::Permanent)
    );
    let id = "a29a3ba5-4b0d-de11-9a51-005056c00008";
    let error = call(&connectors, "creatio.webitel_users.get", json!({ "Id": id }))
        .await
        .unwrap_err();
    assert_eq!(error.code, "creatio.missing_entity");
}

#[tokio::test]
async fn deleting_what_is_gone_is_done() {
    let server = Server::start(|_| Reply::Json(404, json!({"code": 404, "detail": "gone"}))).await;
    let done = call(&webitel(&server.url), "webitel.users.delete", json!({"id": "5"}))
        .await
        .unwrap();
    assert_eq!(done, json!({"deleted": false, "note": "The user was gone already"}));
}

#[tokio::test]
async fn a_wrong_request_is_not_sent() {
    let server = Server::start(|_| Reply::Json(200, json!({}))).await;
    let connectors = webitel(&server.url);
    for (operation, request, part) in [
        ("webitel.users.search", json!({"size": 0}), "`size`"),
        ("webitel.users.search", json!({"sise": 5}), "sise"),
        ("webitel.users.delete", json!({"id": ""}), "`id`"),
        ("webitel.users.delete", json!({"id": ".."}), "`id`"),
        ("webitel.users.get", json!({}), "id"),
    ] {
        let error = call(&connectors, operation, request).await.unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.class),
            ("webitel.invalid_request", ErrorClass::Permanent)
        );
        assert!(error.message.contains(part), "{}", error.message);
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn gzip_is_read() {
    // {"id":"7","username":"zip"}
    let body =
        hex::decode("1f8b08000000000002ffab56ca4c51b2523257d2512a2d4e2dca4bcc4d0572ab320b946a01c3d9ab8d1b000000")
            .unwrap();
    let server = Server::start(move |_| {
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("content-encoding", "gzip".to_owned()),
        ];
        Reply::Full(200, headers, body.clone())
    })
    .await;
    let user = call(&webitel(&server.url), "webitel.users.get", json!({"id": "7"}))
        .await
        .unwrap();
    assert_eq!(user["username"], "zip");
}
