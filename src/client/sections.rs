//! Sections and workplaces.

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Client, ClientError, PATIENCE, json};
use crate::api::types::{
    ActionRequest, ActionStart, CandidateList, FormCheck, FormCheckRequest, Menu, RecordInfo, RecordPage, SectionInfo,
    SectionList, SectionStart, SelectionMenu, SelectionRequest, ValuesRequest, Workplace, WorkplaceChange,
    WorkplaceList, WorkplaceOrder, WorkplaceRequest,
};

/// Which rows of a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RecordsQuery {
    /// Text searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// JSON object: column and value, or column and operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Column, with `-` before it for falling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Where the page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows to pass over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip: Option<u32>,
    /// Rows of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Which candidates of a lookup field.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LookupQuery {
    /// Text searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Id of the record the form belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Key of the detail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Key of the action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// How a button is pressed.
#[derive(Debug, Clone, Default)]
pub struct PressOptions {
    /// Wait so long for the end; at most 5 minutes.
    pub wait: Option<Duration>,
    /// Start once for this key.
    pub key: Option<String>,
}

impl Client {
    /// Every section.
    ///
    /// # Errors
    /// As every call.
    pub async fn sections(&self) -> Result<SectionList, ClientError> {
        json(self.send(self.request(Method::GET, &["sections"])).await?).await
    }

    /// A section.
    ///
    /// # Errors
    /// As every call.
    pub async fn section(&self, section: &str) -> Result<SectionInfo, ClientError> {
        json(self.send(self.request(Method::GET, &["sections", section])).await?).await
    }

    /// A page of a section's records.
    ///
    /// # Errors
    /// As every call.
    pub async fn records(&self, section: &str, query: &RecordsQuery) -> Result<RecordPage, ClientError> {
        let request = self.request(Method::GET, &["sections", section, "records"]);
        json(self.send(request.query(query)).await?).await
    }

    /// A record.
    ///
    /// # Errors
    /// As every call.
    pub async fn record(&self, section: &str, id: &str) -> Result<RecordInfo, ClientError> {
        let request = self.request(Method::GET, &["sections", section, "records", id]);
        json(self.send(request).await?).await
    }

    /// A page of a record's child list.
    ///
    /// # Errors
    /// As every call.
    pub async fn detail_rows(
        &self,
        section: &str,
        id: &str,
        detail: &str,
        query: &RecordsQuery,
    ) -> Result<RecordPage, ClientError> {
        let request = self.request(Method::GET, &["sections", section, "records", id, "details", detail]);
        json(self.send(request.query(query)).await?).await
    }

    /// What can be chosen in a lookup field.
    ///
    /// # Errors
    /// As every call.
    pub async fn candidates(
        &self,
        section: &str,
        field: &str,
        query: &LookupQuery,
    ) -> Result<CandidateList, ClientError> {
        let request = self.request(Method::GET, &["sections", section, "lookups", field]);
        json(self.send(request.query(query)).await?).await
    }

    /// Fills in a form and says what does not fit.
    ///
    /// # Errors
    /// As every call.
    pub async fn check_form(&self, section: &str, body: &FormCheckRequest) -> Result<FormCheck, ClientError> {
        let request = self.request(Method::POST, &["sections", section, "form", "check"]);
        json(self.send(request.json(body)).await?).await
    }

    /// What a menu offers now: of the section, or of a record.
    ///
    /// # Errors
    /// As every call.
    pub async fn section_actions(&self, section: &str, record: Option<&str>) -> Result<Menu, ClientError> {
        let request = self.request(Method::GET, &["sections", section, "actions"]);
        let request = request.query(&record.map(|record| [("record", record)]));
        json(self.send(request).await?).await
    }

    /// What can be done with a selection.
    ///
    /// # Errors
    /// As every call.
    pub async fn selection_actions(
        &self,
        section: &str,
        body: &SelectionRequest,
    ) -> Result<SelectionMenu, ClientError> {
        let request = self.request(Method::POST, &["sections", section, "actions"]);
        json(self.send(request.json(body)).await?).await
    }

    /// Starts an action.
    ///
    /// # Errors
    /// As every call.
    pub async fn start_action(
        &self,
        section: &str,
        action: &str,
        body: &ActionRequest,
        options: &PressOptions,
    ) -> Result<ActionStart, ClientError> {
        let request = self.press(Method::POST, &["sections", section, "actions", action], options);
        // A thousand records are read and started one after the other.
        let request = match &body.records {
            Some(_) => request.timeout(Duration::from_secs(600)),
            None => request,
        };
        json(self.send(request.json(body)).await?).await
    }

    /// Add: of a section, or of a record's detail.
    ///
    /// # Errors
    /// As every call.
    pub async fn add_record(
        &self,
        section: &str,
        detail: Option<(&str, &str)>,
        values: Map<String, Value>,
        options: &PressOptions,
    ) -> Result<SectionStart, ClientError> {
        let mut path = vec!["sections", section, "records"];
        if let Some((record, detail)) = detail {
            path.extend([record, "details", detail]);
        }
        let request = self.press(Method::POST, &path, options);
        json(self.send(request.json(&ValuesRequest { values })).await?).await
    }

    /// Save.
    ///
    /// # Errors
    /// As every call.
    pub async fn save_record(
        &self,
        section: &str,
        id: &str,
        values: Map<String, Value>,
        options: &PressOptions,
    ) -> Result<SectionStart, ClientError> {
        let request = self.press(Method::PATCH, &["sections", section, "records", id], options);
        json(self.send(request.json(&ValuesRequest { values })).await?).await
    }

    /// Delete: a record, or a row of its detail.
    ///
    /// # Errors
    /// As every call.
    pub async fn delete_record(
        &self,
        section: &str,
        id: &str,
        detail: Option<(&str, &str)>,
        options: &PressOptions,
    ) -> Result<SectionStart, ClientError> {
        let mut path = vec!["sections", section, "records", id];
        if let Some((detail, row)) = detail {
            path.extend(["details", detail, row]);
        }
        json(self.send(self.press(Method::DELETE, &path, options)).await?).await
    }

    /// Every workplace.
    ///
    /// # Errors
    /// As every call.
    pub async fn workplaces(&self) -> Result<WorkplaceList, ClientError> {
        json(self.send(self.request(Method::GET, &["workplaces"])).await?).await
    }

    /// Makes a workplace.
    ///
    /// # Errors
    /// As every call.
    pub async fn create_workplace(&self, body: &WorkplaceRequest) -> Result<Workplace, ClientError> {
        json(
            self.send(self.request(Method::POST, &["workplaces"]).json(body))
                .await?,
        )
        .await
    }

    /// Gives a workplace its name and sections.
    ///
    /// # Errors
    /// As every call.
    pub async fn put_workplace(&self, id: Uuid, body: &WorkplaceChange) -> Result<Workplace, ClientError> {
        let request = self.request(Method::PUT, &["workplaces", &id.to_string()]);
        json(self.send(request.json(body)).await?).await
    }

    /// Puts the workplaces in order.
    ///
    /// # Errors
    /// As every call.
    pub async fn order_workplaces(&self, order: Vec<Uuid>) -> Result<WorkplaceList, ClientError> {
        let request = self.request(Method::PUT, &["workplaces"]);
        json(self.send(request.json(&WorkplaceOrder { order })).await?).await
    }

    /// Deletes a workplace.
    ///
    /// # Errors
    /// As every call.
    pub async fn delete_workplace(&self, id: Uuid) -> Result<(), ClientError> {
        self.send(self.request(Method::DELETE, &["workplaces", &id.to_string()]))
            .await
            .map(drop)
    }

    /// Adds a section to a workplace, or takes it away.
    ///
    /// # Errors
    /// As every call.
    pub async fn arrange_section(&self, id: Uuid, section: &str, is_there: bool) -> Result<Workplace, ClientError> {
        let method = if is_there { Method::PUT } else { Method::DELETE };
        let request = self.request(method, &["workplaces", &id.to_string(), "sections", section]);
        json(self.send(request).await?).await
    }

    fn press(&self, method: Method, path: &[&str], options: &PressOptions) -> RequestBuilder {
        let request = self
            .request(method, path)
            .query(&options.wait.map(|wait| [("wait", format!("{}ms", wait.as_millis()))]))
            .timeout(PATIENCE + options.wait.unwrap_or_default());
        match &options.key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        }
    }
}
