//! A believable domain from a seed: namesakes, names in other scripts, users without extension, licence or role.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::data::{Data, Grant, License, Millis, Role, User};
use crate::people::people;

/// 2026-01-01T00:00:00Z: generated times do not depend on the day of the run.
const BEGINNING: Millis = 1_767_225_600_000;
const DAY: Millis = 86_400_000;

const ROLES: &[(&str, &str)] = &[
    ("Agents", "Answer customers' calls"),
    ("Supervisors", "Listen in and report"),
    ("Administrators", "Manage the domain"),
    ("Відділ продажу", "Outgoing calls"),
    ("Support", "Second line"),
];

pub(crate) fn data(seed: u64, users: usize, first_id: i64) -> Data {
    let mut dice = StdRng::seed_from_u64(seed ^ 0x0000_0eb1_7e11);
    let mut data = Data::beginning_at(first_id);
    let mut roles = Vec::new();
    for (name, description) in ROLES {
        let id = data.next_id();
        roles.push(id);
        let role = Role {
            id,
            name: (*name).to_owned(),
            description: (*description).to_owned(),
            created_at: BEGINNING,
            updated_at: BEGINNING,
            ..Role::default()
        };
        data.roles.insert(id, role);
    }
    for license in licenses(users) {
        data.licenses.insert(license.id.clone(), license);
    }
    for (position, person) in people(seed, users).into_iter().enumerate() {
        let id = data.next_id();
        let at = BEGINNING + dice.random_range(0..180) * DAY;
        let mut user = User {
            email: person.email,
            ..User::new(id, &person.username, &person.name)
        };
        user.created_at = at;
        user.updated_at = at;
        // One in ten has no extension, and so no phone.
        if dice.random_ratio(9, 10) {
            user.extension = (1000 + position).to_string();
            let password = format!("{:016x}", dice.random::<u64>());
            let device = data.make_device(id, &person.name, &person.username, password);
            user.device = Some(device);
            user.devices.push(device);
        }
        user.license = grants(&mut dice, position, at);
        for role in &roles {
            if dice.random_ratio(1, 4) {
                user.roles.push(*role);
            }
        }
        if dice.random_ratio(1, 5) {
            user.presence = if dice.random_ratio(1, 2) { "sip,web" } else { "web,dnd" }.to_owned();
            user.signed_in = true;
        }
        if dice.random_ratio(1, 3) {
            user.profile
                .insert("department".to_owned(), ROLES[position % ROLES.len()].0.to_owned());
        }
        data.put_user(user);
    }
    data
}

fn grants(dice: &mut StdRng, position: usize, at: Millis) -> Vec<Grant> {
    let mut held = Vec::new();
    let mut grant = |id: &str| {
        held.push(Grant {
            id: id.to_owned(),
            issued_at: at,
        })
    };
    if dice.random_ratio(7, 10) {
        grant("WT-OPERATOR-1");
    }
    if dice.random_ratio(1, 10) {
        grant("WT-MANAGER-1");
    }
    if dice.random_ratio(1, 5) {
        grant("WT-CALL-CENTER-1");
    }
    // The first two hold the only places there are.
    if position < 2 {
        grant("WT-SUPERVISOR-1");
    }
    held
}

/// Places for everybody, one licence without a place left (from two users on), one expired.
fn licenses(users: usize) -> Vec<License> {
    let license = |id: &str, product: &str, name: &str, limit: usize, competitive: bool| License {
        id: id.to_owned(),
        product: product.to_owned(),
        name: name.to_owned(),
        scope: vec!["calls".to_owned(), "chats".to_owned()],
        competitive,
        limit,
        not_before: BEGINNING,
        // 2036-01-01T00:00:00Z.
        not_after: 2_082_758_400_000,
    };
    let mut expired = license("WT-OPERATOR-0", "OPERATOR", "Operator, last year's", users + 10, false);
    expired.not_before = BEGINNING - 365 * DAY;
    expired.not_after = BEGINNING;
    vec![
        license("WT-OPERATOR-1", "OPERATOR", "Operator", users + 10, false),
        license("WT-MANAGER-1", "MANAGER", "Manager", users + 5, false),
        // Its name is empty, as happens: show the product.
        license("WT-CALL-CENTER-1", "CALL_CENTER", "", 20, true),
        license("WT-SUPERVISOR-1", "SUPERVISOR", "Supervisor", 2, false),
        expired,
    ]
}
