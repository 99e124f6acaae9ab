//! An administrator's desk: fresh simulators, the real service with all definitions that ship, and what stands on both
//! sides afterwards. What the `product_*` tests of the nine things share.

use std::time::Duration;

use serde_json::{Map, Value, json};
use sqlx::postgres::PgConnectOptions;
use throughline::api::types::{Run, RunError, StartRequest};
use throughline::bundled::PROCESSES;
use throughline::client::{Followed, follow};
use throughline_engine::kernel::{RunId, RunStatus};
use throughline_simulators::webitel::{LicenseSummary, UserSummary};
use throughline_simulators::{Trap, Trapped, creatio, webitel};
use uuid::Uuid;

use crate::api_support::install_crypto;
use crate::cli_commands::{Printed, command};
use crate::product_support::{Service, Systems, log};
use crate::store_support::store_and_options;

/// Longest one run may take: a deadline for failures, not a measure.
const PATIENCE: Duration = Duration::from_secs(60);

/// A row of the CRM.
pub(crate) type Row = Map<String, Value>;

/// Which of the two systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Webitel,
    Creatio,
}

pub(crate) struct Desk {
    pub(crate) systems: Systems,
    folder: tempfile::TempDir,
    database: PgConnectOptions,
    service: Option<Service>,
}

impl Desk {
    /// Fresh simulators with five people each, and the service with everything deployed.
    pub(crate) async fn open() -> Self {
        install_crypto();
        let webitel = webitel::Options {
            users: 5,
            ..webitel::Options::default()
        };
        let creatio = creatio::Options {
            users: 5,
            ..creatio::Options::default()
        };
        let systems = Systems::of(webitel, creatio).await;
        let folder = tempfile::tempdir().unwrap();
        let (_, database) = store_and_options().await;
        let service = Service::start(folder.path(), &systems, &database).await;
        for (_, source) in PROCESSES {
            service.client.deploy(*source).await.unwrap();
        }
        Self {
            systems,
            folder,
            database,
            service: Some(service),
        }
    }

    /// The same with the people of Webitel in the CRM.
    pub(crate) async fn open_imported() -> Self {
        let desk = Self::open().await;
        let imported = desk.done("GetWebitelUsers", json!({})).await;
        assert_eq!(
            (&imported["read"], &imported["failed"]),
            (&json!(5), &json!(0)),
            "{imported}"
        );
        desk
    }

    fn service(&self) -> &Service {
        self.service.as_ref().unwrap()
    }

    /// `kill -9`, then the same service again.
    pub(crate) async fn kill_and_restart(&mut self) {
        self.service.take().unwrap().kill().await;
        self.service = Some(Service::start(self.folder.path(), &self.systems, &self.database).await);
    }

    pub(crate) async fn close(mut self) {
        self.service.take().unwrap().kill().await;
    }

    pub(crate) fn log(&self) -> String {
        log(self.folder.path())
    }

    pub(crate) async fn start(&self, process: &str, input: Value) -> RunId {
        RunId(self.started(process, input, None).await.summary.id)
    }

    async fn started(&self, process: &str, input: Value, wait: Option<Duration>) -> Run {
        let request = StartRequest {
            input,
            business_key: None,
            ..StartRequest::default()
        };
        self.service()
            .client
            .start(process, &request, None, wait)
            .await
            .unwrap()
    }

    /// How a run ends, or the incident it stands at.
    pub(crate) async fn settled(&self, run: RunId) -> Run {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let followed = follow(&self.service().client, run, Some(deadline), true, |_| {}).await;
        match followed.unwrap() {
            Followed::Settled(run) => *run,
            Followed::RanOut(run) => panic!("the run does not end: {run:?}\n{}", self.log()),
        }
    }

    pub(crate) async fn completed(&self, run: RunId) -> Value {
        self.completed_run(self.settled(run).await)
    }

    fn completed_run(&self, run: Run) -> Value {
        assert_eq!(run.summary.status, RunStatus::Completed, "{run:?}\n{}", self.log());
        run.result.unwrap_or_default()
    }

    /// Runs a process to its good end; answers its result.
    pub(crate) async fn done(&self, process: &str, input: Value) -> Value {
        let run = self.started(process, input, Some(PATIENCE)).await;
        self.completed_run(run)
    }

    /// Runs a process to the clear error it ends with.
    pub(crate) async fn refused(&self, process: &str, input: Value) -> RunError {
        let run = self.started(process, input, Some(PATIENCE)).await;
        assert_eq!(run.summary.status, RunStatus::Failed, "{run:?}\n{}", self.log());
        run.error.unwrap()
    }

    /// Ends a run by a person's decision.
    pub(crate) async fn cancel(&self, run: RunId) {
        self.service().client.cancel(run, None).await.unwrap();
    }

    /// Has the incidents of a run tried again.
    pub(crate) async fn retry(&self, run: RunId) {
        self.service().client.retry(run).await.unwrap();
    }

    /// The command line against this service, by its real binary.
    pub(crate) async fn cli(&self, arguments: &[&str]) -> Printed {
        let mut command = command(arguments);
        command
            .env("THROUGHLINE_URL", self.service().client.url().as_str())
            .env("THROUGHLINE_TOKEN", crate::product_support::TOKEN);
        Printed::of(command.output().await.unwrap())
    }

    /// `throughline start PROCESS --wait`, which completes; answers the run's result.
    pub(crate) async fn cli_start(&self, process: &str, input: Value) -> Value {
        let input = input.to_string();
        let printed = self
            .cli(&["start", process, "--wait", "--output", "json", "--input", &input])
            .await;
        assert_eq!(printed.code, 0, "{}{}", printed.out, printed.err);
        let run = printed.json();
        assert_eq!(run["status"], "completed", "{run}");
        run["result"].clone()
    }

    // What stands in Webitel.

    /// The user of this username, unless it is marked deleted.
    pub(crate) fn user(&self, username: &str) -> Option<UserSummary> {
        let user = self.systems.webitel.handle.user(username);
        user.filter(|user| !user.deleted)
    }

    pub(crate) fn license(&self, serial: &str) -> LicenseSummary {
        let licenses = self.systems.webitel.handle.licenses();
        licenses.into_iter().find(|license| license.id == serial).unwrap()
    }

    pub(crate) fn role(&self, name: &str) -> i64 {
        let roles = self.systems.webitel.handle.roles();
        roles.into_iter().find(|role| role.name == name).unwrap().id
    }

    /// Ids of the devices that belong to a user.
    pub(crate) fn devices_of(&self, user: i64) -> Vec<i64> {
        let devices = self.systems.webitel.handle.devices();
        let own = devices.into_iter().filter(|device| device.user == Some(user));
        own.map(|device| device.id).collect()
    }

    // What stands in the CRM.

    pub(crate) fn rows(&self, entity: &str, column: &str, value: &str) -> Vec<Row> {
        let rows = self.systems.creatio.handle.rows(entity).unwrap();
        rows.into_iter().filter(|row| row[column] == value).collect()
    }

    /// The Webitel-user records of this username.
    pub(crate) fn records(&self, username: &str) -> Vec<Row> {
        self.rows("WebitelUser", "Username", username)
    }

    /// The only record of this username.
    pub(crate) fn record(&self, username: &str) -> Row {
        only(self.records(username))
    }

    /// The values of a detail's column for the only record of this username.
    pub(crate) fn details(&self, entity: &str, username: &str, column: &str) -> Vec<String> {
        let record = self.record(username);
        let rows = self.rows(entity, "WebitelUserId", text(&record, "Id"));
        let mut values: Vec<_> = rows.iter().map(|row| text(row, column).to_owned()).collect();
        values.sort();
        values
    }

    /// Serials of the licences of a record, and of its user: they are the same.
    pub(crate) fn licenses_on_both_sides(&self, username: &str) -> Vec<String> {
        let mut held = self.user(username).unwrap().licenses;
        held.sort();
        assert_eq!(self.details("WebitelUserLicense", username, "LicenseId"), held);
        held
    }

    /// Ids of the roles of a record, and of its user: they are the same.
    pub(crate) fn roles_on_both_sides(&self, username: &str) -> Vec<i64> {
        let mut held = self.user(username).unwrap().roles;
        held.sort_unstable();
        let mut shown: Vec<i64> = self
            .details("WebitelUserRole", username, "RoleId")
            .iter()
            .map(|id| id.parse().unwrap())
            .collect();
        shown.sort_unstable();
        assert_eq!(shown, held);
        held
    }

    /// Makes a CRM user with its contact as an administrator of the CRM would; answers its id.
    pub(crate) fn insert_crm_user(&self, login: &str, contact_name: &str) -> Uuid {
        let handle = &self.systems.creatio.handle;
        let insert = |entity: &str, row: Value| handle.insert(entity, row.as_object().unwrap()).unwrap();
        let contact = insert("Contact", json!({ "Name": contact_name }));
        insert(
            "SysAdminUnit",
            json!({ "Name": login, "ContactId": contact, "Active": true, "SysAdminUnitTypeValue": 4 }),
        )
    }

    /// One user on each side that belong together, with one device, which is the default one.
    pub(crate) fn assert_one_on_each_side(&self, username: &str) {
        let users: Vec<_> = self
            .systems
            .webitel
            .handle
            .users()
            .into_iter()
            .filter(|user| user.username == username)
            .collect();
        let [user] = users.as_slice() else {
            panic!("{username} is in Webitel {} times: {users:?}", users.len());
        };
        assert!(!user.deleted, "{user:?}");
        let device = user.device.expect("a default device");
        assert_eq!(self.devices_of(user.id), [device], "devices of {username}");
        let accounts = self.systems.webitel.handle.devices();
        let made = accounts.iter().filter(|made| made.account.starts_with(username));
        assert_eq!(
            made.count(),
            1,
            "devices that were ever made for {username}: {accounts:?}"
        );

        let record = self.record(username);
        assert_eq!(text(&record, "WebitelUserId"), user.id.to_string());
        assert_eq!(text(&record, "DefaultDeviceId"), device.to_string());
        assert_eq!(text(&record, "Name"), user.name);
        assert_eq!(text(&record, "Extension"), user.extension);
        let unit = only(self.rows("SysAdminUnit", "Id", text(&record, "SysAdminUnitId")));
        assert_eq!(text(&unit, "ContactId"), text(&record, "ContactId"));
    }

    /// Nobody of this username on either side, and no device left over.
    pub(crate) fn assert_on_no_side(&self, username: &str) {
        assert_eq!(self.user(username), None);
        assert_eq!(self.records(username), Vec::<Row>::new());
        let devices = self.systems.webitel.handle.devices();
        let left: Vec<_> = devices
            .iter()
            .filter(|device| device.account.starts_with(username))
            .collect();
        assert!(left.is_empty(), "devices left over: {left:?}");
    }

    pub(crate) fn trap(&self, side: Side, trap: Trap) -> Trapped {
        match side {
            Side::Webitel => self.systems.webitel.handle.trap(trap),
            Side::Creatio => self.systems.creatio.handle.trap(trap),
        }
        .unwrap()
    }

    /// Waits until a trap has caught a request of this run.
    pub(crate) async fn caught(&self, trap: &Trapped, run: RunId) {
        tokio::select! {
            () = trap.caught() => {}
            run = self.settled(run) => panic!("the run came to its end and not to the trap: {run:?}\n{}", self.log()),
        }
    }
}

pub(crate) fn text<'r>(row: &'r Row, column: &str) -> &'r str {
    row[column]
        .as_str()
        .unwrap_or_else(|| panic!("{column} is no text: {row:?}"))
}

pub(crate) fn only(mut rows: Vec<Row>) -> Row {
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}
