//! Lists and record pages.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::support::{Desk, column};

/// Three hundred records: `user000` to `user299`, STUN at every third, extension at every second.
fn fill(desk: &Desk) {
    for number in 0..300 {
        let mut columns = json!({"Name": format!("Person {}", 299 - number), "UseStun": number % 3 == 0});
        if number % 2 == 0 {
            columns["Extension"] = format!("{}", 5000 + number).into();
        }
        desk.record(&format!("user{number:03}"), &columns);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_records_are_paged_searched_filtered_and_sorted() {
    let desk = Desk::start(0).await;
    fill(&desk);
    let records = "webitel_users/records";

    // Pages by cursor: every record once, in the order of the section.
    let mut names: Vec<String> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut query = vec![("limit", "70")];
        if let Some(cursor) = &cursor {
            query.push(("cursor", cursor));
        }
        let page = desk.get(records, &query).await;
        assert_eq!(page["total"], 300);
        names.extend(
            column(&page, "Username")
                .iter()
                .map(|name| name.as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(names.len(), 300);
    assert!(names.is_sorted());
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 300);

    // A jump by number.
    let page = desk.get(records, &[("skip", "295"), ("limit", "10")]).await;
    assert_eq!(
        column(&page, "Username"),
        ["user295", "user296", "user297", "user298", "user299"]
    );
    assert_eq!((&page["skip"], page.get("next_cursor")), (&json!(295), None));
    let page = desk.get(records, &[("skip", "1000")]).await;
    assert_eq!(
        (page["items"].as_array().unwrap().len(), &page["total"]),
        (0, &json!(300))
    );

    // Order.
    let page = desk.get(records, &[("sort", "-Username"), ("limit", "2")]).await;
    assert_eq!(column(&page, "Username"), ["user299", "user298"]);
    let page = desk.get(records, &[("sort", "Contact"), ("limit", "1")]).await;
    assert_eq!(column(&page, "Contact")[0]["label"], "user000 contact");

    // Search looks into several columns, whatever a text holds.
    let page = desk.get(records, &[("q", "5298")]).await;
    assert_eq!(column(&page, "Username"), ["user298"]);
    let page = desk.get(records, &[("q", "user150 contact")]).await;
    assert_eq!(page["total"], 1);
    for hostile in ["O'Brien", "' or 1 eq 1 or '", "%", "\\", "{q}", "Ґалаґан", "$filter"] {
        let page = desk.get(records, &[("q", hostile)]).await;
        assert_eq!(page["total"], 0, "{hostile}");
    }

    // Filters, alone and together.
    let filter = |value: Value| value.to_string();
    let page = desk
        .get(records, &[("filter", &filter(json!({"UseStun": true})))])
        .await;
    assert_eq!(page["total"], 100);
    let both = json!({"UseStun": true, "Username": {"starts": "user00"}});
    let page = desk
        .get(records, &[("filter", &filter(both)), ("sort", "-Username")])
        .await;
    assert_eq!(column(&page, "Username"), ["user009", "user006", "user003", "user000"]);
    let page = desk
        .get(
            records,
            &[("filter", &filter(json!({"Name": {"contains": "Person 29"}})))],
        )
        .await;
    assert_eq!(page["total"], 11);
    let page = desk
        .get(records, &[("filter", &filter(json!({"Extension": "5002"})))])
        .await;
    assert_eq!(column(&page, "Username"), ["user002"]);
    let page = desk
        .get(
            records,
            &[(
                "filter",
                &filter(json!({"CreatedOn": {"from": "2099-01-01T00:00:00+02:00"}})),
            )],
        )
        .await;
    assert_eq!(page["total"], 0);
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_has_its_form_its_lookups_and_its_details() {
    let desk = Desk::start(3).await;
    let id = desk.person("ann", "7001");
    let license = json!({"WebitelUserId": id, "LicenseId": "WT-OPERATOR-1", "Product": "OPERATOR", "Name": "Operator",
        "ExpiresOn": "2036-01-01T00:00:00Z"});
    desk.systems
        .creatio
        .handle
        .insert("WebitelUserLicense", &super::support::object(license))
        .unwrap();

    let record = desk.get(&format!("webitel_users/records/{id}"), &[]).await;
    assert_eq!(record["title"], "ann");
    assert_eq!(record["run_key"], "ann");
    assert_eq!(record["form"]["extension"], "7001");
    assert_eq!(record["form"]["username"], "ann");
    assert_eq!(record["labels"]["contact"], "ann contact");
    assert_eq!(record["values"]["Contact"]["label"], "ann contact");
    assert_eq!(record["values"]["CrmUser"], Value::Null);

    let licences = desk
        .get(&format!("webitel_users/records/{id}/details/licences"), &[])
        .await;
    assert_eq!(column(&licences, "Product"), ["OPERATOR"]);
    assert_eq!(licences["total"], 1);
    assert_eq!(licences["items"][0]["title"], "OPERATOR Operator");
    let ask = licences["items"][0]["delete_confirm"].as_str().unwrap();
    assert_eq!(
        ask,
        "Take the licence OPERATOR from ann? Its place is free for another user then."
    );
    let roles = desk
        .get(&format!("webitel_users/records/{id}/details/roles"), &[])
        .await;
    assert_eq!(roles["total"], 0);

    // The other sections that ship can be read as well.
    let users = desk
        .get(
            "crm_users/records",
            &[("filter", r#"{"ConnectionType":0,"Active":true}"#)],
        )
        .await;
    assert!(column(&users, "Name").contains(&&json!("Supervisor")));
    let first = users["items"][0]["id"].as_str().unwrap();
    let user = desk.get(&format!("crm_users/records/{first}"), &[]).await;
    assert_eq!(user["form"]["kind"], "company_employee");
    for section in ["webitel_licenses", "webitel_roles"] {
        assert_eq!(desk.get(&format!("{section}/records"), &[]).await["total"], 0);
    }
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sections_say_what_they_are_made_of() {
    let desk = Desk::start(0).await;
    let all = desk.service.get("/api/v1/sections").await;
    let keys: Vec<&str> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["key"].as_str().unwrap())
        .collect();
    assert_eq!(
        keys,
        ["crm_users", "webitel_licenses", "webitel_roles", "webitel_users"]
    );
    let section = desk.get("webitel_users", &[]).await;
    assert_eq!(section["title_uk"], "Користувачі Webitel");
    assert_eq!(section["default_sort"], "Username");
    assert_eq!(section["columns"][0]["filters"], json!(["eq", "contains", "starts"]));
    assert_eq!(section["add"]["process"], "CreateWebitelUser");
    let extension = section["form"]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|field| field["key"] == "extension");
    let extension = extension.unwrap();
    assert!(extension["empty_note"].as_str().unwrap().contains("no SIP phone"));
    assert_eq!(extension["schema"]["maxLength"], 50);
    let details: Vec<&Value> = section["details"]
        .as_array()
        .unwrap()
        .iter()
        .map(|detail| &detail["key"])
        .collect();
    assert_eq!(details, ["licences", "roles"]);
    // Everything a person reads is there in Ukrainian, too.
    let text = serde_json::to_value(&section).unwrap();
    assert_translated(&text, "");
    desk.stop().await;
}

/// Each `title`, `description` and `empty_note` of a person's text has its `_uk` beside it.
fn assert_translated(value: &Value, at: &str) {
    match value {
        Value::Object(map) => {
            for key in ["title", "description", "empty_note"] {
                if map.get(key).is_some_and(Value::is_string) {
                    assert!(
                        map.contains_key(&format!("{key}_uk")),
                        "{at}/{key} has no Ukrainian text"
                    );
                }
            }
            map.iter()
                .for_each(|(key, inner)| assert_translated(inner, &format!("{at}/{key}")));
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| assert_translated(item, &format!("{at}/{index}"))),
        _ => {}
    }
}
