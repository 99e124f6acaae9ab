//! People, tokens, rights and the audit log.

use reqwest::{Method, Response};
use serde::Serialize;
use uuid::Uuid;

use super::{Client, ClientError, json};
use crate::api::types::{
    ApiToken, AuditEntry, MadeToken, NewProcessGrant, NewTokenRequest, NewUserRequest, Page, PasswordRequest,
    ProcessGrant, SessionInfo, User, UserPatch,
};

/// Longest time an export may take.
const EXPORT: std::time::Duration = std::time::Duration::from_secs(3600);

/// Which entries of the audit log.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AuditFilter {
    /// By this caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// This action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// What was done to this thing, or made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Since this instant (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Before this instant (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What ended so: `done`, `refused`, `failed`, `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// What every list takes.
fn page(cursor: Option<&str>) -> Vec<(&'static str, &str)> {
    [("limit", "500")]
        .into_iter()
        .chain(cursor.map(|cursor| ("cursor", cursor)))
        .collect()
}

impl Client {
    /// Who the service takes this client for.
    ///
    /// # Errors
    /// As every call: see [`ClientError`].
    pub async fn whoami(&self) -> Result<SessionInfo, ClientError> {
        json(self.send(self.request(Method::GET, &["session"])).await?).await
    }

    /// A page of users.
    ///
    /// # Errors
    /// As every call.
    pub async fn users(&self, cursor: Option<&str>) -> Result<Page<User>, ClientError> {
        json(
            self.send(self.request(Method::GET, &["users"]).query(&page(cursor)))
                .await?,
        )
        .await
    }

    /// Makes a user.
    ///
    /// # Errors
    /// As every call.
    pub async fn create_user(&self, new: &NewUserRequest) -> Result<User, ClientError> {
        json(self.send(self.request(Method::POST, &["users"]).json(new)).await?).await
    }

    /// Changes a user.
    ///
    /// # Errors
    /// As every call.
    pub async fn change_user(&self, user: &str, patch: &UserPatch) -> Result<User, ClientError> {
        json(
            self.send(self.request(Method::PATCH, &["users", user]).json(patch))
                .await?,
        )
        .await
    }

    /// Sets the password of another user.
    ///
    /// # Errors
    /// As every call.
    pub async fn set_password(&self, user: &str, password: String) -> Result<(), ClientError> {
        let body = PasswordRequest {
            password,
            old_password: None,
        };
        self.send(self.request(Method::PUT, &["users", user, "password"]).json(&body))
            .await?;
        Ok(())
    }

    /// Deletes a user.
    ///
    /// # Errors
    /// As every call.
    pub async fn delete_user(&self, user: &str) -> Result<(), ClientError> {
        self.send(self.request(Method::DELETE, &["users", user])).await?;
        Ok(())
    }

    /// A page of tokens; with a name, the one in use of this name.
    ///
    /// # Errors
    /// As every call.
    pub async fn tokens(&self, name: Option<&str>, cursor: Option<&str>) -> Result<Page<ApiToken>, ClientError> {
        let request = self.request(Method::GET, &["tokens"]).query(&page(cursor));
        json(self.send(request.query(&name.map(|name| [("name", name)]))).await?).await
    }

    /// Makes a token.
    ///
    /// # Errors
    /// As every call.
    pub async fn create_token(&self, new: &NewTokenRequest) -> Result<MadeToken, ClientError> {
        json(self.send(self.request(Method::POST, &["tokens"]).json(new)).await?).await
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// As every call.
    pub async fn revoke_token(&self, id: Uuid) -> Result<ApiToken, ClientError> {
        json(
            self.send(self.request(Method::DELETE, &["tokens", &id.to_string()]))
                .await?,
        )
        .await
    }

    /// A page of rights on processes.
    ///
    /// # Errors
    /// As every call.
    pub async fn process_rights(
        &self,
        process: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<Page<ProcessGrant>, ClientError> {
        let request = self.request(Method::GET, &["process-rights"]).query(&page(cursor));
        json(
            self.send(request.query(&process.map(|process| [("process", process)])))
                .await?,
        )
        .await
    }

    /// Gives a right on a process.
    ///
    /// # Errors
    /// As every call.
    pub async fn grant(&self, new: &NewProcessGrant) -> Result<ProcessGrant, ClientError> {
        json(
            self.send(self.request(Method::POST, &["process-rights"]).json(new))
                .await?,
        )
        .await
    }

    /// Takes a right back.
    ///
    /// # Errors
    /// As every call.
    pub async fn revoke_grant(&self, id: Uuid) -> Result<(), ClientError> {
        self.send(self.request(Method::DELETE, &["process-rights", &id.to_string()]))
            .await?;
        Ok(())
    }

    /// A page of the audit log, newest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn audit(
        &self,
        filter: &AuditFilter,
        limit: u32,
        cursor: Option<&str>,
    ) -> Result<Page<AuditEntry>, ClientError> {
        let request = self
            .request(Method::GET, &["audit"])
            .query(filter)
            .query(&[("limit", limit)]);
        json(
            self.send(request.query(&cursor.map(|cursor| [("cursor", cursor)])))
                .await?,
        )
        .await
    }

    /// The audit log as a file, piece by piece: `format` is `csv` or `ndjson`.
    ///
    /// # Errors
    /// As every call.
    pub async fn export_audit(&self, filter: &AuditFilter, format: &str) -> Result<AuditExport, ClientError> {
        let request = self
            .request(Method::GET, &["audit", "export"])
            .query(filter)
            .query(&[("format", format)])
            .timeout(EXPORT);
        Ok(AuditExport {
            response: self.send(request).await?,
            url: self.base.to_string(),
        })
    }
}

/// An export under way.
#[derive(Debug)]
pub struct AuditExport {
    response: Response,
    url: String,
}

impl AuditExport {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// It broke off: what came is not the whole.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        let piece = self.response.chunk().await;
        let piece = piece.map_err(|error| ClientError::unreachable(&self.url, error))?;
        Ok(piece.map(|bytes| bytes.to_vec()))
    }
}
