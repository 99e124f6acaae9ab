//! The calls about connections.

use reqwest::Method;

use super::{Client, ClientError, json};
use crate::api::types::{ConnectionDetails, ConnectionList, ConnectionTest};

impl Client {
    /// All connections.
    ///
    /// # Errors
    /// As every call.
    pub async fn connections(&self) -> Result<ConnectionList, ClientError> {
        json(self.send(self.request(Method::GET, &["connections"])).await?).await
    }

    /// A connection with its last failed calls.
    ///
    /// # Errors
    /// As every call.
    pub async fn connection(&self, name: &str) -> Result<ConnectionDetails, ClientError> {
        json(self.send(self.request(Method::GET, &["connections", name])).await?).await
    }

    /// Has a connection tested.
    ///
    /// # Errors
    /// As every call.
    pub async fn test_connection(&self, name: &str) -> Result<ConnectionTest, ClientError> {
        json(
            self.send(self.request(Method::POST, &["connections", name, "test"]))
                .await?,
        )
        .await
    }
}
