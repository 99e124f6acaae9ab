//! The nine things, first half: CRM users and Webitel users are made, changed and deleted on both sides.

use serde_json::json;

use crate::product_desk::{Desk, only, text};

const ALL_EMPLOYEES: &str = "a29a3ba5-4b0d-de11-9a51-005056c00008";
const ALL_EXTERNAL_USERS: &str = "720b771c-e7a7-4f31-9cfb-52cd21c3739f";

#[tokio::test(flavor = "multi_thread")]
async fn create_crm_user_makes_an_employee_or_portal_user_with_contact_once() {
    let desk = Desk::open().await;
    let counts = |desk: &Desk| desk.systems.creatio.handle.counts();
    for (kind, login, connection, role) in [
        ("company_employee", "iryna", 0, ALL_EMPLOYEES),
        ("portal_user", "petro", 1, ALL_EXTERNAL_USERS),
    ] {
        let input = json!({ "kind": kind, "login": login, "contact_name": format!("{login} Melnyk"),
                            "email": format!("{login}@example.com"), "phone": "+380441234567" });
        desk.cli_start("CreateCrmUser", input.clone()).await;
        let unit = only(desk.rows("SysAdminUnit", "Name", login));
        assert_eq!(
            (&unit["SysAdminUnitTypeValue"], &unit["ConnectionType"], &unit["Active"]),
            (&json!(4), &json!(connection), &json!(true)),
            "{unit:?}"
        );
        let contact = only(desk.rows("Contact", "Id", text(&unit, "ContactId")));
        assert_eq!(text(&contact, "Name"), format!("{login} Melnyk"));
        assert_eq!(text(&contact, "Email"), format!("{login}@example.com"));
        assert_eq!(text(&contact, "Phone"), "+380441234567");
        let roles = desk.rows("SysUserInRole", "SysUserId", text(&unit, "Id"));
        assert!(roles.iter().any(|row| row["SysRoleId"] == role), "{roles:?}");

        // Twice is once.
        let before = counts(&desk);
        desk.done("CreateCrmUser", input).await;
        assert_eq!(counts(&desk), before);
    }
    // The login is another person's.
    let before = counts(&desk);
    let input = json!({ "kind": "company_employee", "login": "iryna", "contact_name": "Somebody Else" });
    let error = desk.refused("CreateCrmUser", input).await;
    assert!(error.message.contains("iryna"), "{error:?}");
    assert_eq!(counts(&desk), before, "nothing half-made");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_webitel_user_makes_one_user_with_device_and_record_and_twice_is_once() {
    let desk = Desk::open().await;
    let crm_user = desk.insert_crm_user("iryna", "Iryna Melnyk");
    let input = json!({ "crm_user": "iryna", "extension": "2001" });
    let result = desk.cli_start("CreateWebitelUser", input.clone()).await;
    desk.assert_one_on_each_side("iryna");
    let (user, record) = (desk.user("iryna").unwrap(), desk.record("iryna"));
    assert_eq!((user.name.as_str(), user.extension.as_str()), ("Iryna Melnyk", "2001"));
    assert_eq!(text(&record, "SysAdminUnitId"), crm_user.to_string());
    assert!(result.to_string().contains(&user.id.to_string()), "{result}");

    // By id instead of the login, and again: nothing more.
    desk.done("CreateWebitelUser", input).await;
    desk.done(
        "CreateWebitelUser",
        json!({ "crm_user": crm_user, "extension": "2001" }),
    )
    .await;
    desk.assert_one_on_each_side("iryna");
    assert_eq!(desk.user("iryna").unwrap(), user);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_webitel_user_without_extension_says_that_there_is_no_phone() {
    let desk = Desk::open().await;
    desk.insert_crm_user("iryna", "Iryna Melnyk");
    let result = desk.done("CreateWebitelUser", json!({ "crm_user": "iryna" })).await;
    let said = result.to_string().to_lowercase();
    assert!(said.contains("without") && said.contains("extension"), "{result}");
    assert_eq!(desk.user("iryna").unwrap().extension, "");
    assert_eq!(text(&desk.record("iryna"), "Extension"), "");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_webitel_user_refuses_a_taken_extension_and_who_is_no_crm_user() {
    let desk = Desk::open_imported().await;
    desk.insert_crm_user("iryna", "Iryna Melnyk");
    let taken = desk.systems.webitel.handle.users()[0].extension.clone();
    let error = desk
        .refused("CreateWebitelUser", json!({ "crm_user": "iryna", "extension": taken }))
        .await;
    assert!(error.message.contains(&taken), "{error:?}");
    assert!(
        error.message.to_lowercase().contains("extension"),
        "the field is named: {error:?}"
    );
    desk.assert_on_no_side("iryna");

    let error = desk
        .refused("CreateWebitelUser", json!({ "crm_user": "nobody.here" }))
        .await;
    assert!(error.message.contains("nobody.here"), "{error:?}");
    desk.assert_on_no_side("nobody.here");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_webitel_user_adds_only_what_is_missing_to_a_user_of_that_username() {
    let desk = Desk::open().await;
    desk.insert_crm_user("iryna", "Iryna Melnyk");
    // Made in Webitel by hand, without a device.
    let there = desk.systems.webitel.handle.create_user("iryna", "Iryna M.").unwrap();
    let result = desk
        .done("CreateWebitelUser", json!({ "crm_user": "iryna", "extension": "2001" }))
        .await;
    desk.assert_one_on_each_side("iryna");
    let user = desk.user("iryna").unwrap();
    assert_eq!(
        (user.id, user.name.as_str(), user.extension.as_str()),
        (there, "Iryna M.", "")
    );
    let note = result["note"].as_str().unwrap();
    assert!(
        note.contains("was there already") && note.contains("UpdateWebitelUser"),
        "{result}"
    );
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn update_webitel_user_carries_changes_to_both_sides_and_refuses_a_taken_extension() {
    let desk = Desk::open_imported().await;
    let users = desk.systems.webitel.handle.users();
    let (mine, other) = (&users[0], &users[1]);
    let before = desk.record(&mine.username);
    let input = json!({ "webitel_user": mine.username, "name": "Iryna Melnyk-Kovalenko", "extension": "2001" });
    desk.cli_start("UpdateWebitelUser", input.clone()).await;
    for _ in 0..2 {
        let user = desk.user(&mine.username).unwrap();
        assert_eq!((user.id, user.name.as_str()), (mine.id, "Iryna Melnyk-Kovalenko"));
        assert_eq!(user.extension, "2001");
        assert_eq!(
            (&user.licenses, &user.roles, user.device),
            (&mine.licenses, &mine.roles, mine.device)
        );
        let record = desk.record(&mine.username);
        assert_eq!(text(&record, "Id"), text(&before, "Id"));
        assert_eq!(text(&record, "Name"), "Iryna Melnyk-Kovalenko");
        assert_eq!(text(&record, "Extension"), "2001");
        // Again, by the id of the record or in Webitel.
        desk.done("UpdateWebitelUser", input.clone()).await;
    }
    // Only what is given changes.
    desk.done(
        "UpdateWebitelUser",
        json!({ "webitel_user": mine.username, "name": "Iryna" }),
    )
    .await;
    let user = desk.user(&mine.username).unwrap();
    assert_eq!((user.name.as_str(), user.extension.as_str()), ("Iryna", "2001"));

    let taken = json!({ "webitel_user": mine.username, "name": "Nobody", "extension": other.extension });
    let error = desk.refused("UpdateWebitelUser", taken).await;
    assert!(error.message.contains(&other.extension), "{error:?}");
    let user = desk.user(&mine.username).unwrap();
    assert_eq!((user.name.as_str(), user.extension.as_str()), ("Iryna", "2001"));
    let record = desk.record(&mine.username);
    assert_eq!((text(&record, "Name"), text(&record, "Extension")), ("Iryna", "2001"));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_webitel_user_empties_both_sides_frees_licences_and_twice_is_no_error() {
    let desk = Desk::open_imported().await;
    let users = desk.systems.webitel.handle.users();
    // The first holds one of the two places of this licence.
    let mine = &users[0];
    assert!(mine.licenses.iter().any(|serial| serial == "WT-SUPERVISOR-1"));
    assert_eq!(desk.license("WT-SUPERVISOR-1").remaining, 0);
    let record = desk.record(&mine.username);
    let contact = text(&record, "ContactId").to_owned();
    desk.cli_start("DeleteWebitelUser", json!({ "webitel_user": mine.username }))
        .await;
    assert_eq!(desk.user(&mine.username), None);
    assert!(desk.records(&mine.username).is_empty());
    assert_eq!(desk.license("WT-SUPERVISOR-1").remaining, 1);
    for entity in ["WebitelUserLicense", "WebitelUserRole"] {
        assert!(
            desk.rows(entity, "WebitelUserId", text(&record, "Id")).is_empty(),
            "{entity}"
        );
    }
    // The person stays.
    only(desk.rows("Contact", "Id", &contact));
    assert_eq!(desk.systems.webitel.handle.user_count(), 4);

    // Again, and by an id: there is nobody to be deleted, which is said and no error.
    for who in [json!(mine.username), json!(mine.id.to_string())] {
        let run = desk.start("DeleteWebitelUser", json!({ "webitel_user": who })).await;
        let run = desk.settled(run).await;
        assert!(run.summary.status.is_ended(), "{run:?}");
        println!("deleted again, by {who}: {:?} {:?}", run.result, run.error);
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_webitel_user_of_what_webitel_no_longer_has_succeeds_with_a_note() {
    let desk = Desk::open_imported().await;
    let mine = &desk.systems.webitel.handle.users()[2];
    assert!(desk.systems.webitel.handle.delete_user(mine.id));
    let result = desk
        .done("DeleteWebitelUser", json!({ "webitel_user": mine.username }))
        .await;
    assert!(result.to_string().contains("no longer"), "a note: {result}");
    assert!(desk.records(&mine.username).is_empty());
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_fits_several_or_none_is_an_error_that_lists_the_candidates() {
    let desk = Desk::open_imported().await;
    let users = desk.systems.webitel.handle.users();
    let (mine, other) = (&users[0].username, &users[1]);
    // Two records of one user: by hand, or by another program.
    let twin = json!({ "Username": mine, "WebitelUserId": users[0].id.to_string(), "Name": "Twin" });
    desk.systems
        .creatio
        .handle
        .insert("WebitelUser", twin.as_object().unwrap())
        .unwrap();
    let records: Vec<_> = desk
        .records(mine)
        .iter()
        .map(|row| text(row, "Id").to_owned())
        .collect();
    assert_eq!(records.len(), 2);
    for (process, input) in [
        ("AssignRole", json!({ "webitel_user": mine, "role": "Support" })),
        ("DeleteWebitelUser", json!({ "webitel_user": mine })),
        ("EnableStun", json!({ "webitel_user": mine })),
    ] {
        let error = desk.refused(process, input).await;
        assert!(
            records.iter().all(|id| error.message.contains(id)),
            "{process}: {error:?}"
        );
    }
    assert_eq!(desk.user(mine).as_ref(), Some(&users[0]));

    // A username that is another user's id.
    let other_id = other.id.to_string();
    desk.systems.webitel.handle.create_user(&other_id, "A number").unwrap();
    let error = desk
        .refused("AssignRole", json!({ "webitel_user": other_id, "role": "Support" }))
        .await;
    assert!(
        error.message.contains(&other.username) && error.message.contains("A number"),
        "{error:?}"
    );

    // Two roles of one name.
    let agents = (desk.role("Agents"), desk.systems.webitel.handle.create_role("Agents"));
    let error = desk
        .refused(
            "AssignRole",
            json!({ "webitel_user": other.username, "role": "Agents" }),
        )
        .await;
    let said = format!("{} {}", error.message, error.data);
    assert!(
        said.contains(&agents.0.to_string()) && said.contains(&agents.1.to_string()),
        "{error:?}"
    );
    assert_eq!(desk.user(&other.username).unwrap().roles, other.roles);

    // None.
    for (process, input, name) in [
        (
            "AssignRole",
            json!({ "webitel_user": other.username, "role": "Agent" }),
            "Agents",
        ),
        (
            "AssignLicense",
            json!({ "webitel_user": other.username, "license": "Superviser" }),
            "WT-OPERATOR-1",
        ),
    ] {
        let error = desk.refused(process, input).await;
        let said = format!("{} {}", error.message, error.data);
        assert!(said.contains(name), "{process} lists what there is: {error:?}");
    }
    let error = desk
        .refused("EnableStun", json!({ "webitel_user": "nobody.here" }))
        .await;
    assert!(error.message.contains("nobody.here"), "{error:?}");
    desk.close().await;
}
