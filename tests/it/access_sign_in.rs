//! Signing in, sessions and the first administrator, on two nodes of one database.

use std::net::IpAddr;

use sqlx::postgres::PgConnectOptions;
use throughline::access::{Access, SignInError};
use throughline::auth::{Role, Tokens, new_token};
use throughline::store::{NewUser, Store, User, UserChange, UserError};

use crate::support::postgres;

const INACTIVE: UserChange = UserChange {
    role: None,
    active: Some(false),
};

const fn of_role(role: Role) -> UserChange {
    UserChange {
        role: Some(role),
        active: None,
    }
}

const PASSWORD: &str = "correct horse battery";

struct Node {
    access: Access,
    store: Store,
}

async fn node(database: &PgConnectOptions) -> Node {
    let store = Store::connect(database.clone(), 4).await.unwrap();
    store.migrate().await.unwrap();
    let access = Access::new(store.clone(), Tokens::single("default", &new_token()).unwrap());
    Node { access, store }
}

async fn user(node: &Node, name: &str, role: Role) -> User {
    let hash = throughline::auth::Passwords::default().hash(PASSWORD).await.unwrap();
    let new = NewUser {
        name,
        role,
        password_hash: &hash,
        created_by: "test",
    };
    node.store.create_user(&new).await.unwrap()
}

fn from(text: &str) -> Option<IpAddr> {
    Some(text.parse().unwrap())
}

#[tokio::test]
async fn a_session_is_good_on_every_node_until_it_is_ended() {
    let database = postgres::database().await;
    let (one, two) = (node(&database).await, node(&database).await);
    user(&one, "ann", Role::Operator).await;
    let opened = one.access.sign_in("Ann", PASSWORD, from("192.0.2.1")).await.unwrap();
    assert_eq!(
        (opened.caller.name(), opened.caller.role()),
        ("user:ann", Role::Operator)
    );
    assert!(!format!("{opened:?}").contains(opened.cookie.expose()));
    let cookie = opened.cookie.expose();
    let seen = two.access.session(cookie).await.unwrap().unwrap();
    assert_eq!(seen.caller, opened.caller);
    assert_eq!(one.access.session(&new_token()).await.unwrap(), None);
    assert_eq!(one.access.session("x").await.unwrap(), None);
    two.access.sign_out(seen.id).await.unwrap();
    assert_eq!(two.access.session(cookie).await.unwrap(), None);
    let digests: Vec<Vec<u8>> = sqlx::query_scalar("SELECT digest FROM user_session")
        .fetch_all(one.store.pool())
        .await
        .unwrap();
    assert!(digests.is_empty());
}

#[tokio::test]
async fn wrong_unknown_and_inactive_are_one_answer() {
    let node = node(&postgres::database().await).await;
    user(&node, "boss", Role::Administrator).await;
    user(&node, "ann", Role::Viewer).await;
    node.store.change_user("ann", INACTIVE).await.unwrap();
    for (name, password) in [
        ("boss", "wrong"),
        ("boss", ""),
        ("boss", &"x".repeat(1000) as &str),
        ("nobody", PASSWORD),
        ("ann", PASSWORD),
        ("a name\0that is none", PASSWORD),
    ] {
        let refused = node
            .access
            .sign_in(name, password, from("192.0.2.1"))
            .await
            .unwrap_err();
        assert!(matches!(refused, SignInError::Wrong), "{name}: {refused}");
    }
    node.access.sign_in("boss", PASSWORD, None).await.unwrap();
}

#[tokio::test]
async fn guesses_are_counted_across_nodes_however_many_come_at_once() {
    let database = postgres::database().await;
    let (one, two) = (node(&database).await, node(&database).await);
    user(&one, "ann", Role::Viewer).await;
    let guesses = (0..24).map(|guess| {
        let access = if guess % 2 == 0 { &one.access } else { &two.access };
        access.sign_in("ann", "a wrong guess", from("192.0.2.1"))
    });
    let refused: Vec<_> = futures::future::join_all(guesses).await;
    let looked_at = refused
        .iter()
        .filter(|refused| matches!(refused, Err(SignInError::Wrong)))
        .count();
    assert!((10..16).contains(&looked_at), "{looked_at} guesses were looked at");
    // However long the guesses took here: while the delay lasts, the right password is not looked at either.
    sqlx::query("UPDATE sign_in_throttle SET blocked_until = now() + interval '1 minute' WHERE subject = 'user ann'")
        .execute(one.store.pool())
        .await
        .unwrap();
    let throttled = two.access.sign_in("ann", PASSWORD, from("198.51.100.1")).await;
    assert!(
        matches!(throttled, Err(SignInError::Throttled { wait }) if (30..=60).contains(&wait.as_secs())),
        "{throttled:?}"
    );
    // Somebody else from elsewhere is not held up.
    user(&one, "bob", Role::Viewer).await;
    one.access.sign_in("bob", PASSWORD, from("198.51.100.1")).await.unwrap();
}

#[tokio::test]
async fn names_nobody_has_run_into_the_count_of_the_address() {
    let node = node(&postgres::database().await).await;
    sqlx::query(
        "INSERT INTO sign_in_throttle VALUES ('address 192.0.2.1', 60, now(), now() + interval '1 minute'),
                                             ('address 192.0.2.2', 60, now() - interval '2 hours', now() - interval '1 hour')",
    )
    .execute(node.store.pool())
    .await
    .unwrap();
    let refused = node.access.sign_in("guess1", "whatever", from("192.0.2.1")).await;
    assert!(
        matches!(refused, Err(SignInError::Throttled { wait }) if wait.as_secs() > 30),
        "{refused:?}"
    );
    // Forgotten after an hour; an IPv4 address in IPv6 clothes is the same address.
    let refused = node
        .access
        .sign_in("guess2", "whatever", from("::ffff:192.0.2.2"))
        .await;
    assert!(matches!(refused, Err(SignInError::Wrong)), "{refused:?}");
    let failures: i32 = sqlx::query_scalar("SELECT failures FROM sign_in_throttle WHERE subject = 'address 192.0.2.2'")
        .fetch_one(node.store.pool())
        .await
        .unwrap();
    assert_eq!(failures, 1);
}

#[tokio::test]
async fn a_new_password_and_a_deactivation_end_sessions() {
    let node = node(&postgres::database().await).await;
    user(&node, "boss", Role::Administrator).await;
    let ann = user(&node, "ann", Role::Viewer).await;
    let sign_in = async || node.access.sign_in("ann", PASSWORD, None).await.unwrap();
    let (kept, ended) = (sign_in().await, sign_in().await);
    let keep = node.access.session(kept.cookie.expose()).await.unwrap().unwrap().id;
    let hash = throughline::auth::Passwords::default()
        .hash("another password")
        .await
        .unwrap();
    node.store.set_password(ann.id, &hash, None, Some(keep)).await.unwrap();
    assert_eq!(node.access.session(ended.cookie.expose()).await.unwrap(), None);
    assert!(node.access.session(kept.cookie.expose()).await.unwrap().is_some());
    let refused = node.store.set_password(ann.id, "x", Some("not the hash"), None).await;
    assert!(matches!(refused, Err(UserError::Unknown)));
    node.store.change_user("ann", INACTIVE).await.unwrap();
    let sessions: i64 = sqlx::query_scalar("SELECT count(*) FROM user_session")
        .fetch_one(node.store.pool())
        .await
        .unwrap();
    assert_eq!(sessions, 0);
}

#[tokio::test]
async fn of_nodes_that_start_together_one_makes_the_first_administrator() {
    let database = postgres::database().await;
    let nodes = [node(&database).await, node(&database).await, node(&database).await];
    let made = futures::future::join_all(nodes.iter().map(|node| node.access.first_administrator())).await;
    let made: Vec<_> = made.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(made.len(), 1);
    assert!(!format!("{made:?}").contains(made[0].password.expose()));
    let opened = nodes[0]
        .access
        .sign_in(&made[0].user, made[0].password.expose(), None)
        .await
        .unwrap();
    assert_eq!(opened.caller.role(), Role::Administrator);
    assert!(nodes[1].access.first_administrator().await.unwrap().is_none());
}

#[tokio::test]
async fn the_last_active_administrator_stays_whoever_asks_at_once() {
    let node = node(&postgres::database().await).await;
    user(&node, "one", Role::Administrator).await;
    user(&node, "two", Role::Administrator).await;
    let (first, second) = tokio::join!(
        node.store.change_user("one", of_role(Role::Viewer)),
        node.store.change_user("two", INACTIVE),
    );
    let refused = [first.is_err(), second.is_err()];
    assert_eq!(refused.iter().filter(|refused| **refused).count(), 1, "{refused:?}");
    let last = if refused[0] { "one" } else { "two" };
    for change in [of_role(Role::Designer), INACTIVE] {
        let refused = node.store.change_user(last, change).await;
        assert!(matches!(refused, Err(UserError::LastAdministrator)), "{change:?}");
    }
    let refused = node.store.delete_user(last).await;
    assert!(matches!(refused, Err(UserError::LastAdministrator)));
}
