//! Reading Creatio over OData: filters, lookups, shapes of one and of many, limits, errors.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use throughline_simulators::creatio::{Modes, Options};
use uuid::Uuid;

use crate::client::{Creatio, keys, ok, texts};

async fn contact(creatio: &Creatio, name: &str, account: Option<&str>) -> String {
    let id = Uuid::new_v4().to_string();
    creatio
        .create("Contact", json!({ "Id": id, "Name": name, "AccountId": account }))
        .await;
    id
}

#[tokio::test]
async fn a_list_has_a_context_and_one_row_has_its_columns_beside_it() {
    let creatio = Creatio::empty().await;
    let id = contact(&creatio, "Anna", None).await;
    let response = creatio
        .odata(Method::GET, "Contact")
        .query(&[("$count", "true")])
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["odata-version"], "4.0");
    assert_eq!(
        response.headers()["content-type"],
        "application/json; odata.metadata=minimal"
    );
    let list: Value = response.json().await.unwrap();
    assert!(
        list["@odata.context"]
            .as_str()
            .unwrap()
            .ends_with("/0/odata/$metadata#Contact")
    );
    assert_eq!(list["@odata.count"], 2);
    let one = ok(creatio.odata(Method::GET, &format!("Contact({id})"))).await;
    assert!(one["@odata.context"].as_str().unwrap().ends_with("#Contact/$entity"));
    assert_eq!(one["Name"], "Anna");
    assert!(one.get("value").is_none());
    // Empty lookups are the zero GUID, empty texts "".
    assert_eq!((&one["AccountId"], &one["Email"]), (&json!(Uuid::nil()), &json!("")));
    assert!(one["CreatedOn"].as_str().unwrap().ends_with('Z'));
    let value = creatio
        .odata(Method::GET, &format!("Contact({id})/Name/$value"))
        .send()
        .await
        .unwrap();
    assert_eq!(value.text().await.unwrap(), "Anna");
    let count = creatio.odata(Method::GET, "Contact/$count").send().await.unwrap();
    assert_eq!(count.text().await.unwrap(), "2");
    let (status, error) = creatio.refused(&format!("Contact({})", Uuid::new_v4()), &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(error["error"]["message"].is_string());
}

#[tokio::test]
async fn filters_choose_by_text_lookup_number_and_function() {
    let creatio = Creatio::empty().await;
    let account = creatio.create("Account", json!({ "Name": "O'Brien & Sons" })).await;
    let account = account["Id"].as_str().unwrap();
    let anna = contact(&creatio, "Anna", Some(account)).await;
    contact(&creatio, "Олена O'Brien", None).await;
    contact(&creatio, "Annabel", Some(account)).await;
    for (filter, expected) in [
        ("Name eq 'Anna'".to_owned(), vec!["Anna"]),
        ("Name eq 'Олена O''Brien'".to_owned(), vec!["Олена O'Brien"]),
        (format!("Id eq {anna}"), vec!["Anna"]),
        (format!("Account/Id eq {account}"), vec!["Anna", "Annabel"]),
        ("Account/Name eq 'O''Brien & Sons'".to_owned(), vec!["Anna", "Annabel"]),
        (format!("Account/Id eq {account} and Name ne 'Anna'"), vec!["Annabel"]),
        (
            "startswith(Name,'Anna') and not endswith(Name,'bel')".to_owned(),
            vec!["Anna"],
        ),
        (
            "contains(Name,'лен') or Name eq 'Anna'".to_owned(),
            vec!["Anna", "Олена O'Brien"],
        ),
        ("Name gt 'Anna' and Name lt 'B'".to_owned(), vec!["Annabel"]),
        (
            "CreatedOn gt 2020-01-01T00:00:00.0000000Z and Account/Id ne null".to_owned(),
            vec!["Anna", "Annabel"],
        ),
        ("Name eq 'nobody'".to_owned(), vec![]),
    ] {
        let mut rows = creatio.rows("Contact", &[("$filter", &filter)]).await;
        rows.retain(|row| row["Name"] != "Supervisor");
        assert_eq!(texts(&rows, "Name"), expected, "{filter}");
    }
}

#[tokio::test]
async fn a_lookup_is_filtered_by_path_and_its_flat_column_is_a_500() {
    let creatio = Creatio::empty().await;
    let filter = format!("ContactId eq {}", Uuid::new_v4());
    let (status, error) = creatio.refused("WebitelUser", &[("$filter", &filter)]).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    let message = error["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("Column by path ContactId not found in schema WebitelUser"),
        "{message}"
    );
    // A text column that only looks like a lookup is filtered flat.
    assert!(
        creatio
            .rows("WebitelUser", &[("$filter", "WebitelUserId eq '17'")])
            .await
            .is_empty()
    );
    let (status, _) = creatio.refused("Contact", &[("$filter", "Name eq 5")]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, _) = creatio.refused("Contact", &[("$filter", "Name eq 'open")]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn select_expand_order_top_and_skip_shape_the_answer() {
    let creatio = Creatio::empty().await;
    let account = creatio.create("Account", json!({ "Name": "Acme" })).await;
    let account = account["Id"].as_str().unwrap();
    for name in ["Bo", "Cy", "Al"] {
        contact(&creatio, name, Some(account)).await;
    }
    let query = [
        ("$select", "Name"),
        ("$expand", "Account($select=Name),Type"),
        ("$orderby", "Account/Name desc,Name asc"),
        ("$filter", "Account/Name eq 'Acme'"),
        ("$top", "2"),
        ("$skip", "1"),
    ];
    let rows = creatio.rows("Contact", &query).await;
    assert_eq!(
        rows,
        [
            json!({ "Name": "Bo", "Account": { "Name": "Acme" }, "Type": null }),
            json!({ "Name": "Cy", "Account": { "Name": "Acme" }, "Type": null }),
        ]
    );
    let (status, _) = creatio.refused("Contact", &[("$select", "Nonsense")]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_answer_is_cut_at_the_limit_and_may_say_where_it_goes_on() {
    let creatio = Creatio::start(Options {
        users: 25,
        max_rows: 10,
        ..Options::default()
    })
    .await;
    assert_eq!(creatio.rows("Contact", &[]).await.len(), 10);
    assert_eq!(creatio.rows("Contact", &[("$top", "15")]).await.len(), 10);
    creatio.running.handle.set_modes(Modes {
        next_links: true,
        ..Modes::default()
    });
    let mut next = format!(
        "{}/0/odata/Contact?$select=Id&$filter=Name%20ne%20'x'",
        creatio.running.url
    );
    let mut sizes = Vec::new();
    loop {
        let path = next.strip_prefix(&creatio.running.url).unwrap().to_owned();
        let page = ok(creatio.at(Method::GET, &path)).await;
        sizes.push(page["value"].as_array().unwrap().len());
        assert_eq!(keys(&page["value"][0]), ["Id"]);
        match page["@odata.nextLink"].as_str() {
            Some(link) => next = link.to_owned(),
            None => break,
        }
    }
    assert_eq!(sizes, [10, 10, 6]);
}

#[tokio::test]
async fn an_entity_that_is_not_there_is_a_routing_404() {
    let creatio = Creatio::empty().await;
    let (status, error) = creatio.refused("Nonsense", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(
        error["MessageDetail"]
            .as_str()
            .unwrap()
            .contains("No type was found that matches the controller named")
    );
    let xml = creatio
        .odata(Method::GET, "$metadata")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(xml.contains("<EntitySet Name=\"WebitelUser\""));
}

#[tokio::test]
async fn half_of_the_contacts_bear_their_webitel_username() {
    let webitel = crate::client::Webitel::with_users(20).await;
    let creatio = Creatio::with_users(20).await;
    let users = webitel.running.handle.users();
    let mut found = 0;
    for user in &users {
        let filter = format!("Name eq '{}'", user.username);
        found += creatio.rows("Contact", &[("$filter", &filter)]).await.len();
    }
    assert_eq!(found, 10);
    let units = creatio
        .rows("SysAdminUnit", &[("$filter", "SysAdminUnitTypeValue eq 4")])
        .await;
    assert_eq!(units.len(), 11);
}
