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
