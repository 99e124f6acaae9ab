//! The calls about acts on many runs.

use reqwest::Method;
use serde::Serialize;
use uuid::Uuid;

use super::{Client, ClientError, json};
use crate::api::types::{Bulk, BulkItem, BulkRequest, Page};
use crate::store::{BulkBecame, BulkOutcome};

/// Which runs of an act to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BulkItemsFilter {
    /// Only those whose act ended so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<BulkOutcome>,
    /// Only those that were acted on and stand so now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub became: Option<BulkBecame>,
    /// Where the page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Client {
    /// Freezes a selection of runs; answers what an act on it would do.
    ///
    /// # Errors
    /// As every call.
    pub async fn create_bulk(&self, body: &BulkRequest) -> Result<Bulk, ClientError> {
        json(self.send(self.request(Method::POST, &["bulk"]).json(body)).await?).await
    }

    /// Starts an act on many runs.
    ///
    /// # Errors
    /// As every call.
    pub async fn start_bulk(&self, id: Uuid) -> Result<Bulk, ClientError> {
        let request = self.request(Method::POST, &["bulk", &id.to_string(), "start"]);
        json(self.send(request).await?).await
    }

    /// Stops an act on many runs.
    ///
    /// # Errors
    /// As every call.
    pub async fn stop_bulk(&self, id: Uuid) -> Result<Bulk, ClientError> {
        let request = self.request(Method::POST, &["bulk", &id.to_string(), "stop"]);
        json(self.send(request).await?).await
    }

    /// An act on many runs.
    ///
    /// # Errors
    /// As every call.
    pub async fn bulk(&self, id: Uuid) -> Result<Bulk, ClientError> {
        let request = self.request(Method::GET, &["bulk", &id.to_string()]);
        json(self.send(request).await?).await
    }

    /// A page of the acts that were started, newest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn bulks(&self, cursor: Option<&str>, limit: u32) -> Result<Page<Bulk>, ClientError> {
        let request = self
            .request(Method::GET, &["bulk"])
            .query(&[("limit", limit)])
            .query(&cursor.map(|cursor| [("cursor", cursor)]));
        json(self.send(request).await?).await
    }

    /// A page of the runs of an act.
    ///
    /// # Errors
    /// As every call.
    pub async fn bulk_items(&self, id: Uuid, filter: &BulkItemsFilter) -> Result<Page<BulkItem>, ClientError> {
        let request = self.request(Method::GET, &["bulk", &id.to_string(), "items"]);
        json(self.send(request.query(filter)).await?).await
    }
}
