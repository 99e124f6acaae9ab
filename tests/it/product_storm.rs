//! The nine things in bad weather: answers are lost, systems refuse for a while, sessions end, the service is killed, and
//! in other Webitel servers and other Creatio instances than the usual ones. In the end both sides are as wanted.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use throughline_simulators::{Faults, Then, Trap, creatio, webitel};

use crate::product_desk::Side::{Creatio, Webitel};
use crate::product_desk::{Desk, only, text};

const PEOPLE: usize = 6;
const KILLS: u32 = 4;

fn username(person: usize) -> String {
    format!("person{person}")
}

/// What an administrator does with one person, one after the other.
fn life(person: usize) -> Vec<(&'static str, Value)> {
    let name = username(person);
    let mut life = vec![
        (
            "CreateCrmUser",
            json!({ "kind": "company_employee", "login": name, "contact_name": format!("Person O'{person}") }),
        ),
        (
            "CreateWebitelUser",
            json!({ "crm_user": name, "extension": format!("30{person}") }),
        ),
        (
            "AssignLicense",
            json!({ "webitel_user": name, "license": "WT-OPERATOR-1" }),
        ),
        (
            "AssignLicense",
            json!({ "webitel_user": name, "license": "WT-CALL-CENTER-1" }),
        ),
        ("AssignRole", json!({ "webitel_user": name, "role": "Support" })),
        ("AssignRole", json!({ "webitel_user": name, "role": "Agents" })),
        ("EnableStun", json!({ "webitel_user": name })),
        (
            "UpdateWebitelUser",
            json!({ "webitel_user": name, "name": format!("Новий {person}"), "extension": format!("40{person}") }),
        ),
        ("RemoveRole", json!({ "webitel_user": name, "role": "Agents" })),
        (
            "RemoveLicense",
            json!({ "webitel_user": name, "license": "WT-OPERATOR-1" }),
        ),
    ];
    if person.is_multiple_of(2) {
        life.push(("DeleteWebitelUser", json!({ "webitel_user": name })));
    }
    life
}

fn assert_lived(desk: &Desk, person: usize) {
    let name = username(person);
    let unit = only(desk.rows("SysAdminUnit", "Name", &name));
    let contact = only(desk.rows("Contact", "Name", &format!("Person O'{person}")));
    assert_eq!(text(&unit, "ContactId"), text(&contact, "Id"));
    if person.is_multiple_of(2) {
        desk.assert_on_no_side(&name);
        return;
    }
    desk.assert_one_on_each_side(&name);
    let user = desk.user(&name).unwrap();
    assert_eq!(
        (user.name, user.extension),
        (format!("Новий {person}"), format!("40{person}"))
    );
    assert_eq!(desk.licenses_on_both_sides(&name), ["WT-CALL-CENTER-1"]);
    assert_eq!(desk.roles_on_both_sides(&name), [desk.role("Support")]);
    assert_eq!(desk.record(&name)["UseStun"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_lives_survive_lost_answers_refusals_and_kills() {
    let seed: u64 = std::env::var("THROUGHLINE_TEST_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(rand::random);
    println!("THROUGHLINE_TEST_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut desk = Desk::open().await;
    let places = desk.license("WT-OPERATOR-1").remaining;
    let weather = Faults {
        error_rate: 0.05,
        drop_before_write_rate: 0.03,
        drop_after_write_rate: 0.08,
        error_after_write_rate: 0.05,
        ..Faults::default()
    };
    desk.systems.webitel.handle.set_faults(weather.clone()).unwrap();
    desk.systems.creatio.handle.set_faults(weather).unwrap();

    let longest = (0..PEOPLE).map(|person| life(person).len()).max().unwrap();
    let mut kills = 0;
    for step in 0..longest {
        // All people at once, each one step.
        let mut runs = Vec::new();
        for person in 0..PEOPLE {
            if let Some((process, input)) = life(person).get(step).cloned() {
                runs.push(desk.start(process, input).await);
            }
        }
        if kills < KILLS && random.random_bool(0.6) {
            let side = if random.random_bool(0.5) { Webitel } else { Creatio };
            // Any request that comes while these runs are under way; where none is caught, there is no kill.
            let any = Trap {
                method: None,
                ..Trap::before("", "*").nth(random.random_range(1..20))
            };
            let trap = desk.trap(side, any);
            let ended = async {
                for run in &runs {
                    desk.settled(*run).await;
                }
            };
            let caught = tokio::select! {
                () = trap.caught() => true,
                () = ended => false,
            };
            if caught {
                kills += 1;
                desk.kill_and_restart().await;
            }
        }
        for run in runs {
            desk.completed(run).await;
        }
    }
    println!("{kills} kills");
    desk.systems.webitel.handle.set_faults(Faults::default()).unwrap();
    desk.systems.creatio.handle.set_faults(Faults::default()).unwrap();
    for person in 0..PEOPLE {
        assert_lived(&desk, person);
    }
    assert_eq!(desk.license("WT-OPERATOR-1").remaining, places);
    let counters = desk.systems.webitel.handle.counters();
    assert!(counters.dropped_after + counters.failed_after > 0, "no answer was lost");
    desk.close().await;
}

async fn lives_of(desk: &Desk, people: std::ops::Range<usize>) {
    for person in people {
        for (process, input) in life(person) {
            desk.done(process, input.clone()).await;
        }
        assert_lived(desk, person);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_webitel_servers_are_worked_with_too() {
    let desk = Desk::open_imported().await;
    desk.insert_crm_user("iryna", "Iryna Melnyk");
    let taken = desk.systems.webitel.handle.users()[0].extension.clone();
    let servers = [
        webitel::Modes {
            ignore_generate_device: true,
            ..webitel::Modes::default()
        },
        webitel::Modes {
            wrapped_answers: true,
            seconds: true,
            conflict_409: true,
            ..webitel::Modes::default()
        },
        webitel::Modes {
            grpc_errors: true,
            hidden_status: true,
            ..webitel::Modes::default()
        },
    ];
    for (number, modes) in servers.into_iter().enumerate() {
        println!("{modes:?}");
        desk.systems.webitel.handle.set_modes(modes);
        let first = number * 2;
        lives_of(&desk, first..first + 2).await;
        // The errors are as clear there.
        let clash = json!({ "crm_user": "iryna", "extension": taken });
        assert_eq!(desk.refused("CreateWebitelUser", clash).await.code, "extension.taken");
        let license = |serial: &str| json!({ "webitel_user": username(first + 1), "license": serial });
        for (serial, code) in [
            ("WT-SUPERVISOR-1", "license.exhausted"),
            ("WT-OPERATOR-0", "license.expired"),
        ] {
            assert_eq!(desk.refused("AssignLicense", license(serial)).await.code, code);
        }
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_end_in_the_middle_are_renewed() {
    let desk = Desk::open().await;
    for (first, expired) in [
        (0, creatio::Expired::Redirect),
        (2, creatio::Expired::Unauthorized),
        (4, creatio::Expired::LoginPage),
    ] {
        let modes = creatio::Modes {
            expired,
            session_calls: 3,
            ..creatio::Modes::default()
        };
        desk.systems.creatio.handle.set_modes(modes);
        desk.systems.creatio.handle.end_sessions();
        lives_of(&desk, first..first + 2).await;
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_makes_no_devices_gets_one_and_not_two() {
    let mut desk = Desk::open().await;
    let modes = webitel::Modes {
        ignore_generate_device: true,
        ..webitel::Modes::default()
    };
    desk.systems.webitel.handle.set_modes(modes);
    for (login, trap) in [
        ("anna", Trap::before("POST", "/api/devices")),
        ("boris", Trap::after("POST", "/api/devices")),
        ("clara", Trap::before("PATCH", "/api/users/{id}")),
        ("denys", Trap::after("PATCH", "/api/users/{id}")),
    ] {
        desk.insert_crm_user(login, login);
        let trap = desk.trap(Webitel, trap);
        let run = desk.start("CreateWebitelUser", json!({ "crm_user": login })).await;
        desk.caught(&trap, run).await;
        desk.kill_and_restart().await;
        desk.completed(run).await;
        desk.assert_one_on_each_side(login);
        desk.done("DeleteWebitelUser", json!({ "webitel_user": login })).await;
        desk.assert_on_no_side(login);
    }
    // What was made is gone again where the CRM refuses.
    let refuse = Trap::before("POST", "/0/odata/WebitelUser").always();
    let _refuse = desk.trap(Creatio, refuse.then(Then::Refuse { status: 403 }));
    desk.refused("CreateWebitelUser", json!({ "crm_user": "anna" })).await;
    desk.assert_on_no_side("anna");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_username_that_webitel_keeps_for_a_deleted_user_is_a_clear_error() {
    let desk = Desk::open().await;
    desk.insert_crm_user("iryna", "Iryna Melnyk");
    let id = desk.systems.webitel.handle.create_user("iryna", "Long gone").unwrap();
    assert!(desk.systems.webitel.handle.mark_deleted(id));
    let error = desk.refused("CreateWebitelUser", json!({ "crm_user": "iryna" })).await;
    assert_eq!(error.code, "webitel_user.name_taken", "{error:?}");
    assert!(error.message.contains("iryna"), "{error:?}");
    assert!(desk.records("iryna").is_empty());
    desk.close().await;
}
