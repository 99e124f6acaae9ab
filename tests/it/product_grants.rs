//! The nine things, second half: licences, roles, STUN and the import, on both sides.

use serde_json::json;

use crate::product_desk::{Desk, text};

/// Places for everybody.
const OPERATOR: &str = "WT-OPERATOR-1";
/// Two places, held by the first two users.
const SUPERVISOR: &str = "WT-SUPERVISOR-1";
/// Over.
const LAST_YEARS: &str = "WT-OPERATOR-0";

#[tokio::test(flavor = "multi_thread")]
async fn assign_license_takes_one_place_and_refuses_what_is_held_used_up_or_expired() {
    let desk = Desk::open_imported().await;
    desk.insert_crm_user("iryna", "Iryna Melnyk");
    desk.done("CreateWebitelUser", json!({ "crm_user": "iryna", "extension": "2001" }))
        .await;
    assert!(desk.licenses_on_both_sides("iryna").is_empty());
    let places = desk.license(OPERATOR).remaining;
    desk.cli_start("AssignLicense", json!({ "webitel_user": "iryna", "license": OPERATOR }))
        .await;
    assert_eq!(desk.licenses_on_both_sides("iryna"), [OPERATOR]);
    assert_eq!(desk.license(OPERATOR).remaining, places - 1);

    // By its name, a second one besides; the first stays.
    desk.done(
        "AssignLicense",
        json!({ "webitel_user": "iryna", "license": "Manager" }),
    )
    .await;
    assert_eq!(desk.licenses_on_both_sides("iryna"), ["WT-MANAGER-1", OPERATOR]);

    for (serial, code) in [
        (OPERATOR, "license.already_held"),
        (SUPERVISOR, "license.exhausted"),
        (LAST_YEARS, "license.expired"),
    ] {
        let before = (desk.license(serial), desk.user("iryna"));
        let error = desk
            .refused("AssignLicense", json!({ "webitel_user": "iryna", "license": serial }))
            .await;
        assert_eq!(error.code, code, "{error:?}");
        assert!(error.message.contains(serial), "{error:?}");
        assert_eq!((desk.license(serial), desk.user("iryna")), before);
        assert_eq!(desk.licenses_on_both_sides("iryna"), ["WT-MANAGER-1", OPERATOR]);
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn remove_license_gives_the_place_back_and_twice_is_once() {
    let desk = Desk::open_imported().await;
    let mine = desk.systems.webitel.handle.users()[0].username.clone();
    let mut rest = desk.licenses_on_both_sides(&mine);
    rest.retain(|serial| serial != SUPERVISOR);
    assert_eq!(desk.license(SUPERVISOR).remaining, 0);
    let input = json!({ "webitel_user": mine, "license": SUPERVISOR });
    desk.cli_start("RemoveLicense", input.clone()).await;
    assert_eq!(
        (desk.licenses_on_both_sides(&mine), desk.license(SUPERVISOR).remaining),
        (rest.clone(), 1)
    );
    desk.done("RemoveLicense", input).await;
    assert_eq!(
        (desk.licenses_on_both_sides(&mine), desk.license(SUPERVISOR).remaining),
        (rest, 1)
    );
    // An expired one can be removed all the same, and the freed place be given to somebody else.
    let other = desk.systems.webitel.handle.users()[3].username.clone();
    desk.done(
        "AssignLicense",
        json!({ "webitel_user": other, "license": "Supervisor" }),
    )
    .await;
    assert_eq!(desk.license(SUPERVISOR).remaining, 0);
    assert!(desk.licenses_on_both_sides(&other).contains(&SUPERVISOR.to_owned()));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_assigned_and_removed_on_both_sides_and_twice_is_once() {
    let desk = Desk::open_imported().await;
    let mine = desk
        .systems
        .webitel
        .handle
        .users()
        .into_iter()
        .find(|user| !user.roles.contains(&desk.role("Support")))
        .unwrap();
    let support = desk.role("Support");
    let mut with = desk.roles_on_both_sides(&mine.username);
    let without = with.clone();
    with.push(support);
    with.sort_unstable();
    desk.cli_start(
        "AssignRole",
        json!({ "webitel_user": mine.username, "role": "Support" }),
    )
    .await;
    assert_eq!(desk.roles_on_both_sides(&mine.username), with);
    desk.done(
        "AssignRole",
        json!({ "webitel_user": mine.username, "role": support.to_string() }),
    )
    .await;
    assert_eq!(desk.roles_on_both_sides(&mine.username), with);

    desk.cli_start(
        "RemoveRole",
        json!({ "webitel_user": mine.username, "role": support.to_string() }),
    )
    .await;
    assert_eq!(desk.roles_on_both_sides(&mine.username), without);
    desk.done(
        "RemoveRole",
        json!({ "webitel_user": mine.username, "role": "Support" }),
    )
    .await;
    assert_eq!(desk.roles_on_both_sides(&mine.username), without);
    assert_eq!(desk.user(&mine.username).unwrap().licenses, mine.licenses);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stun_is_switched_on_and_off_and_twice_is_once() {
    let desk = Desk::open_imported().await;
    let users = desk.systems.webitel.handle.users();
    let mine = &users[0].username;
    for (process, on) in [("EnableStun", true), ("DisableStun", false)] {
        for _ in 0..2 {
            desk.cli_start(process, json!({ "webitel_user": mine })).await;
            assert_eq!(desk.record(mine)["UseStun"], on, "{process}");
        }
    }
    desk.done("EnableStun", json!({ "webitel_user": users[0].id.to_string() }))
        .await;
    assert_eq!(desk.record(mine)["UseStun"], true);
    assert_eq!(desk.record(&users[1].username)["UseStun"], false);
    // Nothing of the user himself changes.
    assert_eq!(desk.user(mine).as_ref(), Some(&users[0]));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_webitel_directory_keeps_the_lookups_of_licences_and_roles() {
    let desk = Desk::open().await;
    let lookups = |desk: &Desk| {
        let handle = &desk.systems.creatio.handle;
        let mut licenses: Vec<_> = handle.rows("WebitelLicense").unwrap();
        licenses.sort_by_key(|row| text(row, "LicenseId").to_owned());
        let licenses: Vec<_> = licenses
            .iter()
            .map(|row| {
                let (serial, remain) = (text(row, "LicenseId").to_owned(), row["Remain"].as_u64().unwrap());
                (serial, text(row, "Name").to_owned(), remain)
            })
            .collect();
        let mut roles: Vec<_> = handle
            .rows("WebitelRole")
            .unwrap()
            .iter()
            .map(|row| text(row, "Name").to_owned())
            .collect();
        roles.sort();
        (licenses, roles)
    };
    let expected = |desk: &Desk| {
        let handle = &desk.systems.webitel.handle;
        let licenses: Vec<_> = handle
            .licenses()
            .into_iter()
            // Nobody can be given an expired one: it has no places.
            .map(|license| {
                let remain = if license.expired { 0 } else { license.remaining as u64 };
                (license.id, license.name, remain)
            })
            .collect();
        let mut roles: Vec<_> = handle.roles().into_iter().map(|role| role.name).collect();
        roles.sort();
        (licenses, roles)
    };
    let shown = |(licenses, roles): (Vec<(String, String, u64)>, Vec<String>)| {
        // Where a licence has no name, its product stands in.
        let licenses: Vec<_> = licenses
            .into_iter()
            .map(|(serial, _, remain)| (serial, remain))
            .collect();
        (licenses, roles)
    };
    desk.cli_start("SyncWebitelDirectory", json!({})).await;
    assert_eq!(shown(lookups(&desk)), shown(expected(&desk)));
    let first = lookups(&desk);
    desk.done("SyncWebitelDirectory", json!({})).await;
    assert_eq!(lookups(&desk), first);
    // A place is given back, a role is new.
    desk.systems.webitel.handle.create_role("Night shift");
    let first = desk.systems.webitel.handle.users()[0].id;
    desk.systems.webitel.handle.delete_user(first);
    desk.done("SyncWebitelDirectory", json!({})).await;
    assert_eq!(shown(lookups(&desk)), shown(expected(&desk)));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn get_webitel_users_brings_everybody_into_the_crm_and_twice_changes_nothing() {
    let desk = Desk::open().await;
    let result = desk.cli_start("GetWebitelUsers", json!({})).await;
    assert_eq!(
        (&result["read"], &result["created"], &result["failed"]),
        (&json!(5), &json!(5), &json!(0))
    );
    for user in desk.systems.webitel.handle.users() {
        let record = desk.record(&user.username);
        assert_eq!(text(&record, "WebitelUserId"), user.id.to_string());
        desk.licenses_on_both_sides(&user.username);
        desk.roles_on_both_sides(&user.username);
    }
    let again = desk.done("GetWebitelUsers", json!({})).await;
    assert_eq!(
        (&again["unchanged"], &again["failed"]),
        (&json!(5), &json!(0)),
        "{again}"
    );
    desk.close().await;
}
