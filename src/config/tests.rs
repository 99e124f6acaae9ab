//! What a configuration may say, and how it is told what it may not.

use super::*;

fn read(text: &str, variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let environment = |name: &str| {
        variables
            .iter()
            .find(|(variable, _)| *variable == name)
            .map(|(_, value)| OsString::from(value))
    };
    Config::read(Some((Path::new("/etc/throughline.toml"), text)), &environment).map_err(|error| match error {
        Error::Wrong { problems } => problems.iter().map(Problem::to_string).collect(),
        Error::Unreadable { .. } => panic!("{error}"),
    })
}

fn refused(text: &str) -> Vec<String> {
    read(text, &[]).unwrap_err()
}

#[test]
fn nothing_said_is_safe() {
    let config = read("", &[]).unwrap();
    assert!(config.listen.ip().is_loopback());
    assert_eq!(config.listen.port(), 8080);
    assert!(config.database_url.is_none() && config.api.token.is_none() && config.connections.is_empty());
    assert_eq!(config.limits.max_runs_in_memory.get(), 20_000);
    assert_eq!(config.limits.max_request_body_bytes.get(), 4_194_304);
    assert_eq!(config.limits.max_batch_body_bytes.get(), 33_554_432);
    assert_eq!(config.limits.max_starts_per_minute.get(), 60_000);
    assert!(config.callbacks.allow.is_empty() && config.hooks.is_empty());
}

#[test]
fn every_key_is_read() {
    let text = r#"
        listen = "[::1]:9000"
        data_dir = "here"
        database_url = "postgres://u:p@db/x"
        [api]
        token = "env:TOKEN"
        trusted_proxies = ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]
        [limits]
        max_runs_in_memory = 1_000
        max_request_body_bytes = 1024
        [connections.webitel]
        base_url = "https://webitel.example.com"
        auth = { kind = "token", token = "env:WEBITEL" }
    "#;
    let config = read(text, &[("TOKEN", "t0ken\n")]).unwrap();
    assert_eq!(config.listen.to_string(), "[::1]:9000");
    assert_eq!(config.data_dir, Path::new("/etc/here"), "relative to the file");
    assert_eq!(config.database_url.unwrap().expose(), "postgres://u:p@db/x");
    assert_eq!(config.api.token.unwrap().expose(), "t0ken");
    assert_eq!(
        (
            config.limits.max_runs_in_memory.get(),
            config.limits.max_request_body_bytes.get()
        ),
        (1000, 1024)
    );
    let proxies: Vec<String> = config.api.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(proxies, ["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"]);
    let webitel = &config.connections["webitel"];
    assert_eq!(webitel["base_url"].as_str(), Some("https://webitel.example.com"));
    assert_eq!(webitel["auth"]["kind"].as_str(), Some("token"));
}

#[test]
fn the_environment_wins() {
    let config = read(
        "listen = \"127.0.0.1:1\"\n[limits]\nmax_runs_in_memory = 5",
        &[
            ("THROUGHLINE_LISTEN", "0.0.0.0:80"),
            ("THROUGHLINE_DATA_DIR", "rel"),
            ("THROUGHLINE_LIMITS_MAX_RUNS_IN_MEMORY", "7"),
            ("THROUGHLINE_API_TOKEN", "secret"),
            ("THROUGHLINE_API_TRUSTED_PROXIES", "::1, 127.0.0.1"),
            ("THROUGHLINE_DATABASE_URL", ""),
        ],
    )
    .unwrap();
    assert_eq!(config.listen.to_string(), "0.0.0.0:80");
    assert_eq!(config.data_dir, Path::new("rel"), "relative to the working directory");
    assert_eq!(config.limits.max_runs_in_memory.get(), 7);
    assert_eq!(config.api.trusted_proxies.len(), 2);
    assert_eq!(config.api.token.unwrap().expose(), "secret");
    assert!(config.database_url.is_none(), "empty is not set");
    let wrong = read("", &[("THROUGHLINE_LISTEN", "here")]).unwrap_err();
    assert!(
        wrong[0].starts_with("environment: `THROUGHLINE_LISTEN`: expected an IP address"),
        "{wrong:?}"
    );
}

#[test]
fn all_problems_are_told_at_once_with_file_line_and_key() {
    let problems = refused(
        "lisen = \"x\"\ndata_dir = 5\nmax_runs_in_memory = 3\n[limits]\nmax_request_body_bytes = 0\n[api]\ntoken = \"s3cret\"\n",
    );
    assert_eq!(
        problems,
        [
            "/etc/throughline.toml:1:1: `lisen`: unknown key; did you mean `listen`?",
            "/etc/throughline.toml:2:12: `data_dir`: expected text in quotes and found integer",
            "/etc/throughline.toml:3:1: `max_runs_in_memory`: unknown key; did you mean `limits.max_runs_in_memory`?",
            "/etc/throughline.toml:5:26: `limits.max_request_body_bytes`: expected a whole number, 1 or more",
            "/etc/throughline.toml:7:9: `api.token`: expected a reference, env:NAME or file:PATH: a secret does not belong into a configuration",
        ]
    );
}

#[test]
fn a_section_must_be_a_table_and_its_keys_are_checked() {
    assert_eq!(
        refused("limits = 3"),
        ["/etc/throughline.toml:1:10: `limits`: expected a table, `[limits]`, and found integer"]
    );
    assert_eq!(
        refused("[limits]\nmax_runs_in_memori = 3"),
        [
            "/etc/throughline.toml:2:1: `limits.max_runs_in_memori`: unknown key; did you mean `limits.max_runs_in_memory`?"
        ]
    );
    assert_eq!(
        refused("[colours]\nred = 1"),
        [
            "/etc/throughline.toml:1:2: `colours`: unknown key; here can stand: listen, data_dir, sections_dir, database_url, api, secrets, limits, callbacks, connections, hooks"
        ]
    );
    let problems = refused("[connections]\nwebitel = 3");
    assert!(
        problems[0].starts_with("/etc/throughline.toml:2:11: `connections.webitel`: expected a table"),
        "{problems:?}"
    );
}

#[test]
fn what_is_not_toml_has_its_place() {
    let problems = refused("listen = \"127.0.0.1:1\"\ndata_dir = nowhere\n");
    assert!(
        problems[0].starts_with("/etc/throughline.toml:2:12: this is not TOML"),
        "{problems:?}"
    );
    let problems = refused("listen = \"127.0.0.1:1\"\nlisten = \"127.0.0.1:2\"\n");
    assert!(
        problems[0].starts_with("/etc/throughline.toml:2:1: this is not TOML"),
        "{problems:?}"
    );
}

#[test]
fn secrets_are_not_shown() {
    let config = read(
        "database_url = \"postgres://u:hunter2@db/x\"",
        &[("THROUGHLINE_API_TOKEN", "hunter2")],
    )
    .unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
    let problems = refused("database_url = \"mysql://u:hunter2@db/x\"\n[api]\ntoken = \"hunter2\"");
    assert_eq!(problems.len(), 2);
    assert!(!problems.concat().contains("hunter2"), "{problems:?}");
    assert!(
        !refused("[api]\ntoken = hunter2").concat().contains("hunter2"),
        "a parser's quote of the line"
    );
}

#[test]
fn a_secret_file_is_read_relative_to_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "abc\n").unwrap();
    std::fs::write(folder.path().join("empty"), "\n").unwrap();
    let file = folder.path().join("throughline.toml");
    std::fs::write(&file, "[api]\ntoken = \"file:token\"\n").unwrap();
    assert_eq!(Config::load(Some(&file)).unwrap().api.token.unwrap().expose(), "abc");
    std::fs::write(
        &file,
        "database_url = \"file:missing\"\n[api]\ntoken = \"file:empty\"\n",
    )
    .unwrap();
    let error = Config::load(Some(&file)).unwrap_err().to_string();
    assert!(
        error.contains("missing cannot be read") && error.contains("empty is empty"),
        "{error}"
    );
    let missing = folder.path().join("none.toml");
    assert!(matches!(Config::load(Some(&missing)), Err(Error::Unreadable { file, .. }) if file == missing));
}

#[test]
fn the_key_file_starts_at_the_configuration_and_can_be_overridden() {
    let text = "[secrets]\nkey_file = \"secret.key\"";
    let file = Some((Path::new("/etc/throughline.toml"), text));
    let config = Config::read(file, &|_| None).unwrap();
    assert_eq!(config.secrets.key_file.as_deref(), Some(Path::new("/etc/secret.key")));
    let over = |name: &str| (name == "THROUGHLINE_SECRETS_KEY_FILE").then(|| OsString::from("/run/key"));
    let config = Config::read(file, &over).unwrap();
    assert_eq!(config.secrets.key_file.as_deref(), Some(Path::new("/run/key")));
}

#[test]
fn a_proxy_is_an_address_or_a_network() {
    for (value, told) in [
        ("[\"nginx\"]", "`nginx` is no address"),
        ("[7]", "list of texts"),
        ("\"10.0.0.1\"", "found"),
    ] {
        let problems = refused(&format!("[api]\ntrusted_proxies = {value}"));
        assert!(problems.len() == 1 && problems[0].contains(told), "{problems:?}");
    }
}

#[test]
fn web_hooks_are_read_and_what_is_wrong_with_them_is_told() {
    let text = r#"
        [callbacks]
        allow = ["https://crm.example.com", "http://127.0.0.1:9000"]
        addresses = ["10.1.2.3"]
        signing_key = "env:CALLBACK_KEY"
        [limits]
        max_starts_per_minute = 10
        [hooks.webitel_users]
        secret = "env:HOOK"
        [hooks.others]
        key = "env:HOOK"
        header = "X-Api-Key"
    "#;
    let variables = [
        ("CALLBACK_KEY", "0123456789abcdef"),
        ("HOOK", "0123456789abcdef-hook"),
        ("THROUGHLINE_CALLBACKS_ADDRESSES", "10.9.9.9, ::1"),
    ];
    let config = read(text, &variables).unwrap();
    assert_eq!(config.callbacks.allow.len(), 2);
    assert_eq!(config.callbacks.addresses.len(), 2, "the environment wins");
    assert_eq!(config.limits.max_starts_per_minute.get(), 10);
    assert!(config.hooks["webitel_users"].secret.is_some());
    assert_eq!(config.hooks["others"].header, "x-api-key");
    assert!(!format!("{config:?}").contains("0123456789abcdef"));
    for (text, expected) in [
        (
            "[callbacks]\nallow = [\"https://x.example\"]",
            "no key to sign them with",
        ),
        ("[callbacks]\nallow = \"https://x.example\"", "expected a list"),
        (
            "[callbacks]\nallow = [\"https://x.example/path\"]",
            "expected addresses such as",
        ),
        ("[callbacks]\naddresses = [\"host\"]", "expected IP addresses"),
        ("[callbacks]\nsigning_key = \"plain\"", "expected a reference"),
        ("[hooks.a]\nsecret = \"plain\"", "expected a reference"),
        ("[hooks.a]\nheader = \"x\"", "expected `secret`"),
        ("[hooks.a]\nsecrt = \"env:HOOK\"", "unknown key `secrt`"),
        ("[hooks.a]\nsecret = \"env:SHORT\"", "shorter than 16"),
        ("[hooks.a]\nkey = \"env:HOOK\"\nheader = \"a b\"", "name of a header"),
        ("hooks = 5", "expected tables"),
    ] {
        let problems = read(text, &[("HOOK", "0123456789abcdef-hook"), ("SHORT", "short")]).unwrap_err();
        assert!(problems[0].contains(expected), "{text}: {problems:?}");
    }
}
