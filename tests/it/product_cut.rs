//! The service is killed, or a connection cut, at an exact point between the two sides: afterwards there is one user on
//! each side, or none on either, and never a half without an incident.

use serde_json::{Value, json};
use throughline_engine::kernel::RunStatus;
use throughline_simulators::{Then, Trap};

use crate::product_desk::Side::{Creatio, Webitel};
use crate::product_desk::{Desk, Side, text};

const WEBITEL_USERS: &str = "/api/users";
const WEBITEL_USER: &str = "/api/users/{id}";
const RECORDS: &str = "/0/odata/WebitelUser";
const RECORD: &str = "/0/odata/WebitelUser({id})";
const CRM_USERS: &str = "/0/odata/SysAdminUnit";
const ROLE_ROWS: &str = "/0/odata/WebitelUserRole";
const ROLE_ROW: &str = "/0/odata/WebitelUserRole({id})";
const LICENSE_ROW: &str = "/0/odata/WebitelUserLicense({id})";
const LICENSE_ROWS: &str = "/0/odata/WebitelUserLicense";

/// A desk with a CRM user who has no Webitel user yet.
async fn desk_with_iryna() -> Desk {
    let desk = Desk::open().await;
    desk.insert_crm_user("iryna", "Iryna Melnyk");
    desk
}

fn iryna() -> Value {
    json!({ "crm_user": "iryna", "extension": "2001" })
}

/// Starts a process, kills the service when the trap has caught, starts it again; answers the result of the run.
async fn killed_at(desk: &mut Desk, process: &str, input: Value, side: Side, trap: Trap) -> Value {
    let trap = desk.trap(side, trap);
    let run = desk.start(process, input).await;
    desk.caught(&trap, run).await;
    desk.kill_and_restart().await;
    desk.completed(run).await
}

async fn create_killed_at(side: Side, trap: Trap) {
    let mut desk = desk_with_iryna().await;
    killed_at(&mut desk, "CreateWebitelUser", iryna(), side, trap).await;
    desk.assert_one_on_each_side("iryna");
    // And the next start finds everything in its place.
    desk.done("CreateWebitelUser", iryna()).await;
    desk.assert_one_on_each_side("iryna");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_killed_after_webitel_answered_and_before_the_crm_write() {
    create_killed_at(Creatio, Trap::before("POST", RECORDS)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_killed_after_the_crm_write_whose_answer_is_lost() {
    create_killed_at(Creatio, Trap::after("POST", RECORDS)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_killed_after_webitels_write_whose_answer_is_lost() {
    create_killed_at(Webitel, Trap::after("POST", WEBITEL_USERS)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_killed_before_webitels_write() {
    create_killed_at(Webitel, Trap::before("POST", WEBITEL_USERS)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_whose_answers_are_lost_on_both_sides_makes_one_each() {
    let desk = desk_with_iryna().await;
    let cut = |trap: Trap| trap.then(Then::Cut);
    let traps = [
        desk.trap(Webitel, cut(Trap::after("POST", WEBITEL_USERS))),
        desk.trap(Creatio, cut(Trap::after("POST", RECORDS))),
    ];
    desk.done("CreateWebitelUser", iryna()).await;
    assert!(traps.iter().all(|trap| trap.times_caught() == 1));
    desk.assert_one_on_each_side("iryna");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_that_the_crm_refuses_is_undone_and_says_so() {
    let desk = desk_with_iryna().await;
    let refuse = desk.trap(Creatio, refused(Trap::before("POST", RECORDS)));
    let error = desk.refused("CreateWebitelUser", iryna()).await;
    let said = error.message.to_lowercase();
    assert!(
        said.contains("undone") || said.contains("removed") || said.contains("deleted"),
        "{error:?}"
    );
    desk.assert_on_no_side("iryna");
    // Put right, the same start makes both, and the extension is free again.
    drop(refuse);
    desk.done("CreateWebitelUser", iryna()).await;
    desk.assert_one_on_each_side("iryna");
    desk.close().await;
}

fn refused(trap: Trap) -> Trap {
    trap.always().then(Then::Refuse { status: 403 })
}

async fn undo_killed_at(trap: Trap) {
    let mut desk = desk_with_iryna().await;
    let _refuse = desk.trap(Creatio, refused(Trap::before("POST", RECORDS)));
    let trap = desk.trap(Webitel, trap);
    let run = desk.start("CreateWebitelUser", iryna()).await;
    desk.caught(&trap, run).await;
    desk.kill_and_restart().await;
    let run = desk.settled(run).await;
    assert_eq!(run.summary.status, RunStatus::Failed, "{run:?}");
    desk.assert_on_no_side("iryna");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_of_create_killed_before_webitel_deletes() {
    undo_killed_at(Trap::before("DELETE", WEBITEL_USER)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_of_create_killed_after_webitel_deleted() {
    undo_killed_at(Trap::after("DELETE", WEBITEL_USER)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_of_create_that_is_refused_too_is_an_incident_that_tells_what_stands_where() {
    let desk = desk_with_iryna().await;
    let refuse = desk.trap(Creatio, refused(Trap::before("POST", RECORDS)));
    let keep = desk.trap(Webitel, refused(Trap::before("DELETE", WEBITEL_USER)));
    let run = desk.start("CreateWebitelUser", iryna()).await;
    let stands = desk.settled(run).await;
    assert_eq!(stands.summary.status, RunStatus::Incident, "{stands:?}");
    let user = desk.user("iryna").expect("the undo was refused");
    let said = format!("{:?} {:?}", stands.error, stands.tokens);
    assert!(
        said.contains(&user.id.to_string()),
        "it names the user that stands in Webitel: {said}"
    );
    assert!(desk.records("iryna").is_empty());
    // A person puts it right and has it tried again.
    drop((refuse, keep));
    desk.retry(run).await;
    let run = desk.settled(run).await;
    assert!(run.summary.status.is_ended(), "{run:?}");
    match run.summary.status {
        RunStatus::Completed => desk.assert_one_on_each_side("iryna"),
        _ => desk.assert_on_no_side("iryna"),
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_webitel_changed_is_put_back_where_the_crm_refuses() {
    let desk = desk_with_iryna().await;
    desk.done("CreateWebitelUser", iryna()).await;
    desk.done("AssignRole", json!({ "webitel_user": "iryna", "role": "Agents" }))
        .await;
    desk.done(
        "AssignLicense",
        json!({ "webitel_user": "iryna", "license": "WT-MANAGER-1" }),
    )
    .await;
    let stood = |desk: &Desk| {
        desk.assert_one_on_each_side("iryna");
        let licenses = desk.systems.webitel.handle.licenses();
        (
            desk.user("iryna"),
            desk.licenses_on_both_sides("iryna"),
            desk.roles_on_both_sides("iryna"),
            licenses,
        )
    };
    let before = stood(&desk);
    for (method, path, process, input) in [
        (
            "PATCH",
            RECORD,
            "UpdateWebitelUser",
            json!({ "name": "Iryna M.", "extension": "2002" }),
        ),
        (
            "POST",
            LICENSE_ROWS,
            "AssignLicense",
            json!({ "license": "WT-OPERATOR-1" }),
        ),
        (
            "DELETE",
            LICENSE_ROW,
            "RemoveLicense",
            json!({ "license": "WT-MANAGER-1" }),
        ),
        ("POST", ROLE_ROWS, "AssignRole", json!({ "role": "Support" })),
        ("DELETE", ROLE_ROW, "RemoveRole", json!({ "role": "Agents" })),
        ("PATCH", RECORD, "EnableStun", json!({})),
    ] {
        let mut input = input;
        input["webitel_user"] = json!("iryna");
        let refuse = desk.trap(Creatio, refused(Trap::before(method, path)));
        let error = desk.refused(process, input.clone()).await;
        assert!(refuse.times_caught() > 0, "{process} never wrote to the CRM: {error:?}");
        println!("{process}: {}: {}", error.code, error.message);
        assert_eq!(stood(&desk), before, "{process}: {error:?}");
        assert_eq!(desk.record("iryna")["UseStun"], false);
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crm_user_whose_login_is_refused_leaves_no_contact_behind() {
    let desk = Desk::open().await;
    let before = desk.systems.creatio.handle.counts();
    let refuse = desk.trap(Creatio, refused(Trap::before("POST", CRM_USERS)));
    let input = json!({ "kind": "company_employee", "login": "iryna", "contact_name": "Iryna Melnyk" });
    let error = desk.refused("CreateCrmUser", input.clone()).await;
    assert!(refuse.times_caught() > 0, "{error:?}");
    assert_eq!(desk.systems.creatio.handle.counts(), before, "{error:?}");
    drop(refuse);
    desk.done("CreateCrmUser", input).await;
    assert_eq!(desk.rows("SysAdminUnit", "Name", "iryna").len(), 1);
    assert_eq!(desk.rows("Contact", "Name", "Iryna Melnyk").len(), 1);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_the_crm_keeps_after_webitel_deleted_is_an_incident_that_tells_what_stands_where() {
    let desk = Desk::open_imported().await;
    let mine = desk.systems.webitel.handle.users()[0].clone();
    let record = text(&desk.record(&mine.username), "Id").to_owned();
    let keep = desk.trap(Creatio, refused(Trap::before("DELETE", RECORD)));
    let run = desk
        .start("DeleteWebitelUser", json!({ "webitel_user": mine.username }))
        .await;
    let stands = desk.settled(run).await;
    assert_eq!(stands.summary.status, RunStatus::Incident, "{stands:?}");
    let error = stands.error.unwrap();
    let (in_webitel, in_crm) = (desk.user(&mine.username), desk.records(&mine.username).len());
    assert_eq!(in_crm, 1);
    assert!(error.message.contains(&record), "{error:?}");
    assert_eq!(error.data["webitel_user_id"], mine.id.to_string(), "{error:?}");
    println!("in Webitel {in_webitel:?}; {}", error.message);
    drop(keep);
    desk.retry(run).await;
    desk.completed(run).await;
    assert_eq!(desk.user(&mine.username), None);
    assert!(desk.records(&mine.username).is_empty());
    desk.close().await;
}

/// The rest of the processes, each killed when the one side is written and the other is not, and when both are.
#[tokio::test(flavor = "multi_thread")]
async fn every_other_process_killed_between_its_sides_brings_both_to_the_same() {
    let mut desk = desk_with_iryna().await;
    desk.done("CreateWebitelUser", iryna()).await;
    let assign = json!({ "webitel_user": "iryna", "role": "Agents" });
    killed_at(
        &mut desk,
        "AssignRole",
        assign.clone(),
        Creatio,
        Trap::before("POST", ROLE_ROWS),
    )
    .await;
    assert_eq!(desk.roles_on_both_sides("iryna"), [desk.role("Agents")]);
    let remove = assign;
    killed_at(
        &mut desk,
        "RemoveRole",
        remove,
        Creatio,
        Trap::after("DELETE", ROLE_ROW),
    )
    .await;
    assert!(desk.roles_on_both_sides("iryna").is_empty());

    let license = json!({ "webitel_user": "iryna", "license": "WT-MANAGER-1" });
    let places = desk.license("WT-MANAGER-1").remaining;
    desk.done("AssignLicense", license.clone()).await;
    killed_at(
        &mut desk,
        "RemoveLicense",
        license,
        Webitel,
        Trap::after("PATCH", WEBITEL_USER),
    )
    .await;
    assert!(desk.licenses_on_both_sides("iryna").is_empty());
    assert_eq!(desk.license("WT-MANAGER-1").remaining, places);

    for (name, trap) in [
        ("Iryna K.", Trap::before("PATCH", RECORD)),
        ("Iryna L.", Trap::after("PATCH", RECORD)),
    ] {
        let update = json!({ "webitel_user": "iryna", "name": name });
        killed_at(&mut desk, "UpdateWebitelUser", update, Creatio, trap).await;
        assert_eq!(desk.user("iryna").unwrap().name, name);
        desk.assert_one_on_each_side("iryna");
    }
    let stun = json!({ "webitel_user": "iryna" });
    killed_at(&mut desk, "EnableStun", stun, Creatio, Trap::after("PATCH", RECORD)).await;
    assert_eq!(desk.record("iryna")["UseStun"], true);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn create_crm_user_killed_at_any_write_makes_one_contact_and_one_login() {
    let mut desk = Desk::open().await;
    for (login, path) in [("iryna", "/0/odata/Contact"), ("petro", CRM_USERS)] {
        for (point, trap) in [
            ("before", Trap::before("POST", path)),
            ("after", Trap::after("POST", path)),
        ] {
            let login = format!("{login}.{point}");
            let name = format!("{login} Melnyk");
            let input = json!({ "kind": "portal_user", "login": login, "contact_name": name });
            killed_at(&mut desk, "CreateCrmUser", input, Creatio, trap).await;
            assert_eq!(desk.rows("Contact", "Name", &name).len(), 1, "{path} {point}");
            assert_eq!(desk.rows("SysAdminUnit", "Name", &login).len(), 1, "{path} {point}");
        }
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cancelled_run_left_is_completed_by_the_next() {
    for (side, trap) in [
        (Webitel, Trap::after("POST", WEBITEL_USERS)),
        (Creatio, Trap::before("POST", RECORDS)),
        (Creatio, Trap::after("POST", RECORDS)),
    ] {
        let desk = desk_with_iryna().await;
        let trap = desk.trap(side, trap);
        let run = desk.start("CreateWebitelUser", iryna()).await;
        desk.caught(&trap, run).await;
        desk.cancel(run).await;
        assert_eq!(desk.settled(run).await.summary.status, RunStatus::Cancelled);
        trap.cut();
        desk.done("CreateWebitelUser", iryna()).await;
        desk.assert_one_on_each_side("iryna");
        desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_killed_at_a_write_makes_no_row_twice() {
    let mut desk = Desk::open().await;
    for (path, entity, column) in [
        ("/0/odata/WebitelLicense", "WebitelLicense", "LicenseId"),
        ("/0/odata/WebitelRole", "WebitelRole", "RoleId"),
    ] {
        let trap = Trap::after("POST", path).nth(2);
        killed_at(&mut desk, "SyncWebitelDirectory", json!({}), Creatio, trap).await;
        let times = desk.systems.creatio.handle.times(entity, column).unwrap();
        assert!(times.len() == 5 && times.values().all(|times| *times == 1), "{times:?}");
        for entity in ["WebitelLicense", "WebitelRole"] {
            for row in desk.systems.creatio.handle.rows(entity).unwrap() {
                let id = text(&row, "Id").parse().unwrap();
                desk.systems.creatio.handle.delete(entity, id).unwrap();
            }
        }
    }
    desk.close().await;
}

async fn assign_killed_at(side: Side, trap: Trap) {
    let mut desk = desk_with_iryna().await;
    desk.done("CreateWebitelUser", iryna()).await;
    let places = desk.license("WT-OPERATOR-1").remaining;
    let input = json!({ "webitel_user": "iryna", "license": "WT-OPERATOR-1" });
    killed_at(&mut desk, "AssignLicense", input, side, trap).await;
    assert_eq!(desk.licenses_on_both_sides("iryna"), ["WT-OPERATOR-1"]);
    assert_eq!(
        desk.license("WT-OPERATOR-1").remaining,
        places - 1,
        "one place is taken"
    );
    desk.assert_one_on_each_side("iryna");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn assign_license_killed_before_webitels_write() {
    assign_killed_at(Webitel, Trap::before("PATCH", WEBITEL_USER)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn assign_license_killed_after_webitels_write_whose_answer_is_lost() {
    assign_killed_at(Webitel, Trap::after("PATCH", WEBITEL_USER)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn assign_license_killed_before_the_crm_write() {
    assign_killed_at(Creatio, Trap::before("POST", LICENSE_ROWS)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn assign_license_killed_after_the_crm_write_whose_answer_is_lost() {
    assign_killed_at(Creatio, Trap::after("POST", LICENSE_ROWS)).await;
}

async fn delete_killed_at(side: Side, trap: Trap) {
    let mut desk = Desk::open_imported().await;
    let mine = desk.systems.webitel.handle.users()[0].clone();
    let record = desk.record(&mine.username);
    let input = json!({ "webitel_user": mine.username });
    killed_at(&mut desk, "DeleteWebitelUser", input, side, trap).await;
    assert_eq!(desk.user(&mine.username), None);
    assert!(desk.records(&mine.username).is_empty());
    assert!(
        desk.rows("WebitelUserLicense", "WebitelUserId", text(&record, "Id"))
            .is_empty()
    );
    assert_eq!(desk.license("WT-SUPERVISOR-1").remaining, 1, "its place is free");
    assert_eq!(desk.systems.webitel.handle.user_count(), 4, "nobody else is gone");
    assert_eq!(desk.systems.creatio.handle.count("WebitelUser"), 4);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_killed_before_webitel_deletes() {
    delete_killed_at(Webitel, Trap::before("DELETE", WEBITEL_USER)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_killed_after_webitel_deleted() {
    delete_killed_at(Webitel, Trap::after("DELETE", WEBITEL_USER)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_killed_before_the_crm_deletes() {
    delete_killed_at(Creatio, Trap::before("DELETE", RECORD)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_killed_after_the_crm_deleted() {
    delete_killed_at(Creatio, Trap::after("DELETE", RECORD)).await;
}
