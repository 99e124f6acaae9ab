//! Forms: candidates, what is filled in, what does not fit.

use serde_json::{Value, json};

use super::support::{Desk, object, ok};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_crm_user_fills_in_username_contact_and_name() {
    let desk = Desk::start(0).await;
    let ann = desk.crm_user("m.ann", "Ann O'Lee");
    let check = ok(
        desk.post("webitel_users/form/check", &json!({"values": {"crm_user": ann}}))
            .await,
        200,
    )
    .await;
    assert_eq!(check["fits"], true, "{check}");
    assert_eq!(check["values"]["username"], "m.ann");
    assert_eq!(check["values"]["name"], "Ann O'Lee");
    assert_eq!(check["labels"]["crm_user"], "m.ann");
    assert_eq!(check["labels"]["contact"], "Ann O'Lee");
    let notes = check["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note["field"] == "extension"), "{check}");

    // What a person writes comes before what would be filled in.
    let values = json!({"values": {"crm_user": ann, "name": "Annie", "extension": "8001"}});
    let check = ok(desk.post("webitel_users/form/check", &values).await, 200).await;
    assert_eq!(
        (&check["values"]["name"], &check["fits"]),
        (&json!("Annie"), &json!(true))
    );

    // Nothing chosen: the field itself says so, and not everything that follows from it.
    let check = ok(desk.post("webitel_users/form/check", &json!({})).await, 200).await;
    assert_eq!(check["field_errors"][0]["field"], "crm_user");
    assert_eq!(check["field_errors"][0]["code"], "required");
    assert!(
        check["field_errors"]
            .as_array()
            .unwrap()
            .iter()
            .all(|error| error["field"] != "username"),
        "{check}"
    );

    // Something that does not exist, something read-only.
    let nobody = json!({"values": {"crm_user": "00000000-1111-2222-3333-444444444444"}});
    let check = ok(desk.post("webitel_users/form/check", &nobody).await, 200).await;
    assert_eq!(check["field_errors"][0]["code"], "not_found");
    let forged = json!({"values": {"crm_user": ann, "username": "root"}});
    let check = ok(desk.post("webitel_users/form/check", &forged).await, 200).await;
    assert_eq!(check["field_errors"][0]["code"], "read_only");
    assert_eq!(check["values"]["username"], "m.ann");
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_taken_extension_login_or_crm_user_is_an_error_of_its_field() {
    let desk = Desk::start(0).await;
    let ann = desk.crm_user("m.ann", "Ann");
    desk.person("bob", "1005");
    let taken = json!({"values": {"crm_user": ann, "extension": "1005"}});
    let check = ok(desk.post("webitel_users/form/check", &taken).await, 200).await;
    assert_eq!(check["fits"], false);
    let error = &check["field_errors"][0];
    assert_eq!(
        (&error["field"], &error["code"]),
        (&json!("extension"), &json!("not_unique"))
    );
    assert_eq!(
        error["message"],
        "Extension 1005 belongs to the Webitel user bob. Choose another."
    );
    assert!(error["message_uk"].as_str().unwrap().contains("1005"));
    // A prefix of it is free.
    let free = json!({"values": {"crm_user": ann, "extension": "100"}});
    assert_eq!(
        ok(desk.post("webitel_users/form/check", &free).await, 200).await["fits"],
        true
    );

    // The CRM user has one already.
    desk.record("m.ann", &json!({"SysAdminUnitId": ann}));
    let check = ok(
        desk.post("webitel_users/form/check", &json!({"values": {"crm_user": ann}}))
            .await,
        200,
    )
    .await;
    assert_eq!(check["field_errors"][0]["field"], "crm_user");
    assert!(check["field_errors"][0]["message"].as_str().unwrap().contains("m.ann"));

    // A login of the CRM.
    let login = json!({"values": {"login": "m.ann", "contact_name": "Ann"}});
    let check = ok(desk.post("crm_users/form/check", &login).await, 200).await;
    assert_eq!(
        check["field_errors"][0]["message"],
        "The login m.ann is taken. Choose another."
    );

    // Rules and types.
    let wrong = json!({"values": {"login": "two words", "contact_name": 5, "kind": "boss", "email": "nowhere"}});
    let check = ok(desk.post("crm_users/form/check", &wrong).await, 200).await;
    let fields: Vec<&Value> = check["field_errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["field"])
        .collect();
    assert_eq!(fields, ["kind", "login", "contact_name", "email"]);
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_exists_keeps_its_own_extension() {
    let desk = Desk::start(0).await;
    let bob = desk.person("bob", "1005");
    desk.person("eve", "1006");
    let check = async |values: Value| {
        let body = json!({"record": bob, "values": values});
        ok(desk.post("webitel_users/form/check", &body).await, 200).await
    };
    assert_eq!(check(json!({"extension": "1005"})).await["fits"], true);
    assert_eq!(check(json!({"extension": "1007"})).await["fits"], true);
    assert_eq!(
        check(json!({"extension": "1006"})).await["field_errors"][0]["code"],
        "not_unique"
    );
    assert_eq!(check(json!({"extension": ""})).await["fits"], true);
    assert_eq!(
        check(json!({"name": null})).await["field_errors"][0]["code"],
        "required"
    );
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lookups_offer_only_what_may_be_chosen() {
    let desk = Desk::start(4).await;
    let ann = desk.person("ann", "7001");
    let creatio = &desk.systems.creatio.handle;
    let ghost = json!({"Name": "no.contact", "Active": true, "SysAdminUnitTypeValue": 4});
    creatio.insert("SysAdminUnit", &object(ghost)).unwrap();
    let gone = creatio.insert("Contact", &object(json!({"Name": "Gone"}))).unwrap();
    let inactive = json!({"Name": "left.us", "Active": false, "ContactId": gone, "SysAdminUnitTypeValue": 4});
    let inactive = creatio.insert("SysAdminUnit", &object(inactive)).unwrap();

    let users = desk.get("webitel_users/lookups/crm_user", &[]).await;
    let labels: Vec<&str> = users["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["label"].as_str().unwrap())
        .collect();
    assert!(labels.contains(&"Supervisor"), "{labels:?}");
    for never in ["no.contact", "left.us", "All employees"] {
        assert!(!labels.contains(&never), "{labels:?}");
    }
    let found = desk
        .get("webitel_users/lookups/crm_user", &[("q", "Superv"), ("limit", "1")])
        .await;
    assert_eq!(found["items"][0]["label"], "Supervisor");
    // What the list leaves out cannot be written either.
    let body = json!({"values": {"crm_user": inactive}});
    let check = ok(desk.post("webitel_users/form/check", &body).await, 200).await;
    assert_eq!(check["fits"], false, "{check}");

    // Licences: the one without a place and the expired one are not offered.
    let place = [("record", ann.as_str()), ("detail", "licences")];
    let licences = desk.get("webitel_users/lookups/license", &place).await;
    let values: Vec<&str> = licences["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["value"].as_str().unwrap())
        .collect();
    assert_eq!(
        values,
        ["WT-CALL-CENTER-1", "WT-MANAGER-1", "WT-OPERATOR-1"],
        "{licences}"
    );
    assert!(
        licences["items"][2]["detail"]
            .as_str()
            .unwrap()
            .ends_with("places left")
    );
    for (full, code) in [("WT-SUPERVISOR-1", "not_allowed"), ("WT-OPERATOR-0", "not_found")] {
        let body = json!({"record": ann, "detail": "licences", "values": {"license": full}});
        let check = ok(desk.post("webitel_users/form/check", &body).await, 200).await;
        assert_eq!(check["fits"], false);
        let given = &check["field_errors"][0]["code"];
        assert!(given == code || given == "not_found", "{check}");
    }
    // Roles: without those that are users.
    let place = [("record", ann.as_str()), ("detail", "roles"), ("limit", "200")];
    let roles = desk.get("webitel_users/lookups/role", &place).await;
    assert_eq!(roles["items"].as_array().unwrap().len(), 5, "{roles}");
    let page = desk
        .get(
            "webitel_users/lookups/role",
            &[("record", &ann), ("detail", "roles"), ("limit", "2")],
        )
        .await;
    assert_eq!(
        (page["items"].as_array().unwrap().len(), &page["more"]),
        (2, &json!(true))
    );
    let found = desk
        .get(
            "webitel_users/lookups/role",
            &[("record", &ann), ("detail", "roles"), ("q", "Superv")],
        )
        .await;
    assert_eq!(found["items"][0]["label"], "Supervisors");
    desk.stop().await;
}
