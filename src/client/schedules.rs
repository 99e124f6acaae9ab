//! The calls about schedules.

use chrono::{DateTime, Utc};
use reqwest::Method;
use serde::Serialize;
use uuid::Uuid;

use super::{Client, ClientError, json};
use crate::api::types::{
    BackfillRequest, Backfilled, CreateSchedule, Firing, Page, Preview, Schedule, ScheduleSettings,
};

/// Which schedules to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SchedulesFilter {
    /// Key of a process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// Name of a schedule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Which firings to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FiringsFilter {
    /// Outcomes, with commas between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Where the page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Client {
    /// A page of schedules, by process and name.
    ///
    /// # Errors
    /// As every call.
    pub async fn schedules(&self, filter: &SchedulesFilter) -> Result<Page<Schedule>, ClientError> {
        json(
            self.send(self.request(Method::GET, &["schedules"]).query(filter))
                .await?,
        )
        .await
    }

    /// A schedule.
    ///
    /// # Errors
    /// As every call.
    pub async fn schedule(&self, id: Uuid) -> Result<Schedule, ClientError> {
        json(
            self.send(self.request(Method::GET, &["schedules", &id.to_string()]))
                .await?,
        )
        .await
    }

    /// Makes a schedule.
    ///
    /// # Errors
    /// As every call.
    pub async fn create_schedule(&self, body: &CreateSchedule) -> Result<Schedule, ClientError> {
        json(self.send(self.request(Method::POST, &["schedules"]).json(body)).await?).await
    }

    /// Replaces the settings of a schedule that was made by the API.
    ///
    /// # Errors
    /// As every call.
    pub async fn change_schedule(&self, id: Uuid, body: &ScheduleSettings) -> Result<Schedule, ClientError> {
        let request = self.request(Method::PUT, &["schedules", &id.to_string()]);
        json(self.send(request.json(body)).await?).await
    }

    /// Deletes a schedule that was made by the API.
    ///
    /// # Errors
    /// As every call.
    pub async fn delete_schedule(&self, id: Uuid) -> Result<(), ClientError> {
        self.send(self.request(Method::DELETE, &["schedules", &id.to_string()]))
            .await?;
        Ok(())
    }

    /// Pauses a schedule.
    ///
    /// # Errors
    /// As every call.
    pub async fn pause_schedule(&self, id: Uuid) -> Result<Schedule, ClientError> {
        self.act_on_schedule(id, "pause").await
    }

    /// Lets a schedule go on from now.
    ///
    /// # Errors
    /// As every call.
    pub async fn resume_schedule(&self, id: Uuid) -> Result<Schedule, ClientError> {
        self.act_on_schedule(id, "resume").await
    }

    /// Starts a run of a schedule now.
    ///
    /// # Errors
    /// As every call.
    pub async fn run_schedule(&self, id: Uuid) -> Result<Firing, ClientError> {
        self.act_on_schedule(id, "run").await
    }

    async fn act_on_schedule<T: serde::de::DeserializeOwned>(&self, id: Uuid, act: &str) -> Result<T, ClientError> {
        let request = self.request(Method::POST, &["schedules", &id.to_string(), act]);
        json(self.send(request).await?).await
    }

    /// Starts what was planned in a past range and started nothing.
    ///
    /// # Errors
    /// As every call.
    pub async fn backfill_schedule(&self, id: Uuid, range: &BackfillRequest) -> Result<Backfilled, ClientError> {
        let request = self.request(Method::POST, &["schedules", &id.to_string(), "backfill"]);
        json(self.send(request.json(range)).await?).await
    }

    /// The next planned times of a schedule.
    ///
    /// # Errors
    /// As every call.
    pub async fn preview_schedule(
        &self,
        id: Uuid,
        from: Option<DateTime<Utc>>,
        count: u32,
    ) -> Result<Preview, ClientError> {
        let request = self
            .request(Method::GET, &["schedules", &id.to_string(), "preview"])
            .query(&[("count", count)])
            .query(&from.map(|from| [("from", from)]));
        json(self.send(request).await?).await
    }

    /// A page of a schedule's history, the latest planned time first.
    ///
    /// # Errors
    /// As every call.
    pub async fn firings(&self, id: Uuid, filter: &FiringsFilter) -> Result<Page<Firing>, ClientError> {
        let request = self.request(Method::GET, &["schedules", &id.to_string(), "firings"]);
        json(self.send(request.query(filter)).await?).await
    }
}
