//! Named secrets over the API and the command line, and connections that use them.

use std::collections::BTreeMap;
use std::process::Stdio;

use reqwest::Method;
use serde_json::json;
use sqlx::Connection as _;
use throughline::connectors::{AuthConfig, Call, Catalogue, ConnectionConfig, Connectors, Secret};
use throughline::secrets::{Keyring, SecretName, SecretText, Secrets};
use throughline::store::Store;
use tokio::io::AsyncWriteExt as _;

use crate::api_support::{TestService, problem};
use crate::cli_commands::BINARY;
use crate::connectors::support::{Reply, Server, engine};
use crate::support::postgres;

const VALUE: &str = "s3cr3t of the CRM";

#[tokio::test]
async fn values_go_in_and_never_come_out() {
    let service = TestService::start().await;
    let url = "/api/v1/secrets/crm.token";
    let put = |body: serde_json::Value| service.request(Method::PUT, url).json(&body).send();
    let response = put(json!({ "value": VALUE })).await.unwrap();
    assert_eq!(response.status(), 201);
    let made = response.text().await.unwrap();
    assert!(!made.contains(VALUE));
    let response = put(json!({"value": "another"})).await.unwrap();
    assert_eq!(response.status(), 200);
    let listed = service.get("/api/v1/secrets").await;
    let secret = &listed["items"][0];
    assert_eq!((&secret["name"], &secret["version"]), (&json!("crm.token"), &json!(2)));
    assert_eq!(secret["updated_by"], "token:default");
    assert!(secret.get("value").is_none() && secret.get("ciphertext").is_none());

    for (body, status) in [
        (json!({"value": ""}), 400),
        (json!({"value": 4711}), 400),
        (json!({}), 400),
        (json!({"value": "x", "name": "y"}), 400),
        (json!({"value": "x".repeat(16_385)}), 400),
    ] {
        let response = put(body.clone()).await.unwrap();
        let told = if response.status() == 413 {
            continue;
        } else {
            problem(response, status, "bad-request").await
        };
        assert!(!told.to_string().contains("4711"), "{told}");
    }
    for name in ["..%2f..%2fetc%2fpasswd", "a%20b", "-x", &"x".repeat(101)] {
        let response = service
            .request(Method::PUT, &format!("/api/v1/secrets/{name}"))
            .json(&json!({"value": "x"}));
        problem(response.send().await.unwrap(), 400, "bad-request").await;
    }
    problem(
        service.anonymous(Method::GET, "/api/v1/secrets").send().await.unwrap(),
        401,
        "unauthorized",
    )
    .await;
    let delete = || service.request(Method::DELETE, url).send();
    assert_eq!(delete().await.unwrap().status(), 204);
    problem(delete().await.unwrap(), 404, "not-found").await;
    service.stop().await;
}

#[tokio::test]
async fn the_command_line_takes_the_value_from_standard_input_or_a_file() {
    let service = TestService::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("value");
    std::fs::write(&file, format!("{VALUE}\n")).unwrap();
    let run = async |arguments: &[&str], stdin: &str| {
        let mut child = tokio::process::Command::new(BINARY)
            .args(arguments)
            .env_clear()
            .env("THROUGHLINE_URL", &service.url)
            .env("THROUGHLINE_TOKEN", &service.token)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).await.unwrap();
        let output = child.wait_with_output().await.unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!text.contains(VALUE), "{text}");
        (output.status.code().unwrap(), text)
    };
    let (code, text) = run(&["secrets", "set", "crm"], &format!("  {VALUE}\n")).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("secret:crm"), "{text}");
    let path = file.to_str().unwrap();
    assert_eq!(
        run(&["secrets", "set", "other", "--file", path, "--output", "json"], "")
            .await
            .0,
        0
    );
    let name = |text: &str| text.parse::<SecretName>().unwrap();
    let secrets = service.runtime.connectors().secrets();
    for secret in ["crm", "other"] {
        assert_eq!(secrets.read(&name(secret)).await.unwrap().expose(), VALUE);
    }
    let (code, text) = run(&["secrets", "list"], "").await;
    assert_eq!(code, 0);
    assert!(text.contains("crm") && text.contains("token:default"), "{text}");
    assert_eq!(
        run(&["secrets", "set", "crm"], "\n").await.0,
        2,
        "an empty value is a mistake"
    );
    assert_eq!(run(&["secrets", "delete", "crm"], "").await.0, 0);
    assert_eq!(run(&["secrets", "delete", "crm"], "").await.0, 4);
    service.stop().await;
}

#[tokio::test]
async fn a_connection_reads_its_secret_at_the_sign_in() {
    let server = Server::start(|_| Reply::Json(200, json!({"id": "1"}))).await;
    let auth = AuthConfig::Token {
        token: Secret::reference("secret:webitel"),
    };
    let configs = BTreeMap::from([("webitel".to_owned(), ConnectionConfig::new(&server.url, auth))]);
    let catalogue = Catalogue::load(&engine(), None).unwrap();
    let connectors = Connectors::new(catalogue, configs).unwrap();
    assert_eq!(connectors.named_secrets()[0].1.as_str(), "webitel");
    let store = Store::connect(postgres::database().await, 2).await.unwrap();
    store.migrate().await.unwrap();
    let secrets = connectors.secrets().clone();
    assert_eq!(secrets.attach(&store).await.unwrap(), Vec::<String>::new());
    let request = json!({"id": "1"});
    let call = || {
        connectors.call(Call {
            operation: "webitel.users.get",
            request: &request,
            idempotency_key: "k",
            attempt: 1,
            recovered: false,
            asked_by: throughline::connectors::AskedBy::Other,
        })
    };
    let error = call().await.unwrap_err();
    assert_eq!(error.code, "webitel.sign_in");
    assert!(
        error.message.contains("throughline secrets set webitel"),
        "{}",
        error.message
    );
    let name: SecretName = "webitel".parse().unwrap();
    secrets.put(&name, &SecretText::new(VALUE), "ann").await.unwrap();
    call().await.unwrap();
    assert_eq!(server.seen()[0].headers["x-webitel-access"], VALUE);
    assert!(secrets.list().await.unwrap()[0].last_used_at.is_some());
    store.close().await;
}

#[tokio::test]
async fn a_node_with_another_key_says_so_and_keys_can_be_changed() {
    let options = postgres::database().await;
    let store = Store::connect(options.clone(), 2).await.unwrap();
    store.migrate().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, keys: &[&str]| {
        use std::os::unix::fs::PermissionsExt as _;
        let path = folder.path().join(name);
        std::fs::write(&path, keys.join("\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        Secrets::new(Keyring::load(&path, false).unwrap())
    };
    let (old, new, wrong) = ("0a".repeat(32), "0b".repeat(32), "0c".repeat(32));
    let name: SecretName = "crm".parse().unwrap();
    let value = SecretText::new(VALUE);
    let first = write("first", &[&old]);
    first.attach(&store).await.unwrap();
    first.put(&name, &value, "ann").await.unwrap();

    let stranger = write("stranger", &[&wrong]);
    let remarks = stranger.attach(&store).await.unwrap();
    assert!(remarks[0].contains("does not fit its database"), "{remarks:?}");
    assert!(stranger.fits().is_err());
    assert!(
        stranger
            .put(&name, &value, "bob")
            .await
            .unwrap_err()
            .to_string()
            .contains("does not fit")
    );
    assert!(
        stranger
            .read(&name)
            .await
            .unwrap_err()
            .to_string()
            .contains("cannot be opened")
    );

    // The new key stands first: what the old one sealed is read and sealed anew.
    let both = write("both", &[&new, &old]);
    assert_eq!(both.attach(&store).await.unwrap(), Vec::<String>::new());
    let after = write("after", &[&new]);
    let remarks = after.attach(&store).await.unwrap();
    assert!(remarks[0].contains("lacks the key"), "{remarks:?}");
    assert_eq!(after.read(&name).await.unwrap().expose(), VALUE);
    assert_eq!(after.list().await.unwrap()[0].version, 1, "it is the same value");

    // A row that is passed off as another one opens for nobody.
    let mut connection = sqlx::PgConnection::connect_with(&options).await.unwrap();
    sqlx::query("UPDATE secret SET name = 'other'")
        .execute(&mut connection)
        .await
        .unwrap();
    let other: SecretName = "other".parse().unwrap();
    assert!(after.read(&other).await.unwrap_err().to_string().contains("changed"));
    connection.close().await.unwrap();
    store.close().await;
}
