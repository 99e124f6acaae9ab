//! Users, devices, licences and roles in memory, with the indexes that keep 10,000 users quick.
//!
//! Whoever changes a row goes through `put_*` and `erase_*`, so that indexes and counts stay true.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::Utc;
use serde::{Deserialize, Serialize};

use super::UserSummary;

/// Milliseconds since 1970.
pub(crate) type Millis = i64;

pub(crate) fn now() -> Millis {
    Utc::now().timestamp_millis()
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) chat_name: String,
    pub(crate) extension: String,
    pub(crate) password: String,
    pub(crate) device: Option<i64>,
    pub(crate) devices: Vec<i64>,
    pub(crate) license: Vec<Grant>,
    pub(crate) roles: Vec<i64>,
    pub(crate) profile: BTreeMap<String, String>,
    /// Set of `sip`, `web`, `dlg`, `dnd` as one text; empty is offline.
    pub(crate) presence: String,
    pub(crate) note: String,
    pub(crate) contact: Option<(String, String)>,
    pub(crate) force_password_change: bool,
    pub(crate) signed_in: bool,
    pub(crate) tokens: Vec<AccessToken>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    pub(crate) deleted_at: Option<Millis>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Grant {
    /// The licence's serial.
    pub(crate) id: String,
    pub(crate) issued_at: Millis,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub(crate) id: i64,
    pub(crate) token: String,
    pub(crate) usage: String,
    pub(crate) created_at: Millis,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Device {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// The SIP authentication id; unique.
    pub(crate) account: String,
    pub(crate) password: String,
    pub(crate) user: Option<i64>,
    pub(crate) hotdesk: bool,
    pub(crate) hotdesks: Vec<String>,
    pub(crate) provision: BTreeMap<String, String>,
    pub(crate) brand: String,
    pub(crate) model: String,
    pub(crate) mac: String,
    pub(crate) ip: String,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct License {
    /// Serial.
    pub(crate) id: String,
    pub(crate) product: String,
    pub(crate) name: String,
    pub(crate) scope: Vec<String>,
    /// Counts sessions at once, not users: any number may hold it.
    pub(crate) competitive: bool,
    pub(crate) limit: usize,
    pub(crate) not_before: Millis,
    pub(crate) not_after: Millis,
}

impl License {
    pub(crate) fn expired(&self, now: Millis) -> bool {
        now >= self.not_after || now < self.not_before
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Role {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) permissions: Vec<serde_json::Value>,
    pub(crate) metadata: serde_json::Map<String, serde_json::Value>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

impl User {
    pub(crate) fn new(id: i64, username: &str, name: &str) -> Self {
        let at = now();
        Self {
            id,
            username: username.to_owned(),
            name: name.to_owned(),
            created_at: at,
            updated_at: at,
            ..Self::default()
        }
    }

    pub(crate) fn deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    pub(crate) fn summary(&self) -> UserSummary {
        UserSummary {
            id: self.id,
            username: self.username.clone(),
            name: self.name.clone(),
            extension: self.extension.clone(),
            device: self.device,
            licenses: self.license.iter().map(|grant| grant.id.clone()).collect(),
            roles: self.roles.clone(),
            profile: self.profile.clone(),
            deleted: self.deleted(),
        }
    }
}

/// The whole domain. A clone shares the rows.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Data {
    last_id: i64,
    pub(crate) users: BTreeMap<i64, Arc<User>>,
    pub(crate) devices: BTreeMap<i64, Arc<Device>>,
    pub(crate) licenses: BTreeMap<String, License>,
    pub(crate) roles: BTreeMap<i64, Role>,
    #[serde(skip)]
    index: Index,
}

#[derive(Clone, Default)]
struct Index {
    /// Lower-cased username → user.
    usernames: HashMap<String, i64>,
    extensions: HashMap<String, i64>,
    accounts: HashMap<String, i64>,
    /// Licence → how many users hold it.
    granted: HashMap<String, usize>,
}

impl Data {
    pub(crate) fn beginning_at(first_id: i64) -> Self {
        Self {
            last_id: first_id.saturating_sub(1),
            ..Self::default()
        }
    }

    /// One sequence for everything, as in the real domain.
    pub(crate) fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    pub(crate) fn rebuild_indexes(&mut self) {
        self.index = Index::default();
        for user in self.users.values() {
            self.index.add_user(user);
        }
        for device in self.devices.values() {
            self.index.accounts.insert(device.account.clone(), device.id);
        }
    }

    /// A user that is not marked deleted.
    pub(crate) fn live_user(&self, id: i64) -> Option<&Arc<User>> {
        self.users.get(&id).filter(|user| !user.deleted())
    }

    /// Usernames are compared without case.
    pub(crate) fn user_named(&self, username: &str) -> Option<&User> {
        let id = self.index.usernames.get(&username.to_lowercase())?;
        self.users.get(id).map(Arc::as_ref)
    }

    pub(crate) fn user_of_extension(&self, extension: &str) -> Option<i64> {
        self.index.extensions.get(extension).copied()
    }

    pub(crate) fn device_of_account(&self, account: &str) -> Option<i64> {
        self.index.accounts.get(account).copied()
    }

    /// Places left; none for one that counts sessions is ever taken.
    pub(crate) fn remaining(&self, license: &License) -> usize {
        if license.competitive {
            return license.limit;
        }
        license
            .limit
            .saturating_sub(self.index.granted.get(&license.id).copied().unwrap_or(0))
    }

    pub(crate) fn put_user(&mut self, user: User) {
        if let Some(old) = self.users.get(&user.id) {
            self.index.remove_user(old);
        }
        self.index.add_user(&user);
        self.users.insert(user.id, Arc::new(user));
    }

    pub(crate) fn erase_user(&mut self, id: i64) -> Option<Arc<User>> {
        let user = self.users.remove(&id)?;
        self.index.remove_user(&user);
        for device in &user.devices {
            if let Some(device) = self.devices.get_mut(device) {
                Arc::make_mut(device).user = None;
            }
        }
        Some(user)
    }

    pub(crate) fn put_device(&mut self, device: Device) {
        if let Some(old) = self.devices.get(&device.id) {
            self.index.accounts.remove(&old.account);
        }
        self.index.accounts.insert(device.account.clone(), device.id);
        self.devices.insert(device.id, Arc::new(device));
    }

    /// Takes the device from its users, too.
    pub(crate) fn erase_device(&mut self, id: i64) -> Option<Arc<Device>> {
        let device = self.devices.remove(&id)?;
        self.index.accounts.remove(&device.account);
        for user in self.users.values_mut() {
            if user.device == Some(id) || user.devices.contains(&id) {
                let user = Arc::make_mut(user);
                user.devices.retain(|held| *held != id);
                user.device = user.device.filter(|held| *held != id);
            }
        }
        Some(device)
    }

    /// A new device of a user; the account takes a number where it is in use.
    pub(crate) fn make_device(&mut self, owner: i64, name: &str, account: &str, password: String) -> i64 {
        let id = self.next_id();
        let mut free = account.to_owned();
        let mut number = 1;
        while self.device_of_account(&free).is_some() {
            number += 1;
            free = format!("{account}-{number}");
        }
        let at = now();
        self.put_device(Device {
            id,
            name: name.to_owned(),
            account: free,
            password,
            user: Some(owner),
            created_at: at,
            updated_at: at,
            ..Device::default()
        });
        id
    }
}

impl Index {
    fn add_user(&mut self, user: &User) {
        self.usernames.insert(user.username.to_lowercase(), user.id);
        if !user.extension.is_empty() {
            self.extensions.insert(user.extension.clone(), user.id);
        }
        if !user.deleted() {
            for grant in &user.license {
                *self.granted.entry(grant.id.clone()).or_default() += 1;
            }
        }
    }

    fn remove_user(&mut self, user: &User) {
        self.usernames.remove(&user.username.to_lowercase());
        self.extensions.remove(&user.extension);
        if !user.deleted() {
            for grant in &user.license {
                if let Some(count) = self.granted.get_mut(&grant.id) {
                    *count = count.saturating_sub(1);
                }
            }
        }
    }
}
