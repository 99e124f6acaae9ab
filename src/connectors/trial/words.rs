//! What a test sees and what to do about it: codes with what they name, for pages in any language, and the same as
//! English sentences for the command line.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::connectors::secret::SecretPlace;

/// What was seen in a stage, with what its sentence names. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Finding {
    /// The connection has no address.
    NoAddress,
    /// The connection finds its machine itself, where it is checked that it may be called.
    FindsItself,
    /// Calls go through the proxy of the service's environment.
    Proxied,
    /// The host has addresses.
    NameFound {
        /// The host.
        host: String,
        /// The first of them.
        addresses: Vec<String>,
        /// How many more there are.
        more: u64,
    },
    /// No name server knows the host.
    NameUnknown {
        /// The host.
        host: String,
        /// What the name server or the machine said.
        reason: String,
    },
    /// No name server told in time where the host is.
    NameUnanswered {
        /// The host.
        host: String,
        /// How long it was waited.
        seconds: u64,
    },
    /// Somebody answers there.
    Answered {
        /// Status of the answer.
        status: u16,
    },
    /// The connection was taken.
    Connected {
        /// By whom: address and port, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<String>,
    },
    /// The connection was not taken.
    NotConnected {
        /// Host and port.
        place: String,
        /// What this machine said.
        reason: String,
    },
    /// The connection was not taken in time.
    ConnectTimedOut {
        /// Host and port.
        place: String,
        /// How long it was waited.
        milliseconds: u64,
    },
    /// The address begins with `http://`.
    NotEncrypted,
    /// The certificate is trusted.
    Trusted,
    /// The certificate is not trusted.
    NotTrusted {
        /// What was said about it.
        message: String,
    },
    /// The connection signs in with nothing.
    NoSignIn,
    /// The token can be read; whether it is right shows the read.
    TokenRead,
    /// The credentials were taken.
    CredentialsTaken,
    /// The sign-in was not answered in time.
    SignInTimedOut {
        /// How long it was waited.
        seconds: u64,
    },
    /// The connector declares no read to test with.
    NoTest {
        /// The connector.
        connector: String,
    },
    /// The request of the test cannot be made.
    TestNotMade {
        /// Why not.
        reason: String,
    },
    /// The read was answered.
    Read {
        /// Its operation.
        operation: String,
    },
    /// The read was answered no, which shows as well that the connection works.
    ReadRefused {
        /// Its operation.
        operation: String,
        /// What was answered, as a sentence.
        message: String,
    },
    /// No turn was free in time for the read.
    NoTurn {
        /// How long it was waited.
        seconds: u64,
        /// Calls under way.
        in_flight: u64,
        /// Most calls at once.
        most: u64,
        /// Calls that wait.
        waiting: u64,
    },
    /// The read was not answered in time.
    ReadTimedOut {
        /// Its operation.
        operation: String,
        /// How long it was waited.
        seconds: u64,
    },
    /// A call failed.
    Failed {
        /// Code of the error, without the connector's name.
        error: String,
        /// Status of the answer, where there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        /// What happened, as a sentence.
        message: String,
    },
}

impl Finding {
    /// As a sentence about the system called so.
    pub(super) fn sentence(&self, title: &str) -> String {
        match self {
            Self::NoAddress => "The connection has no address.".to_owned(),
            Self::FindsItself => {
                "The connection finds its machine itself, where it is checked that it may be called.".to_owned()
            }
            Self::Proxied => "Calls go through the proxy of this machine's environment.".to_owned(),
            Self::NameFound { host, addresses, more } => {
                let more = match more {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                format!("{host} is {}{more}.", addresses.join(", "))
            }
            Self::NameUnknown { host, reason } => format!("The name {host} was not found: {reason}."),
            Self::NameUnanswered { host, seconds } => {
                format!("No name server told within {seconds} s where {host} is.")
            }
            Self::Answered { status } => format!("Somebody answers there (status {status})."),
            Self::Connected { place: Some(place) } => format!("{place} took the connection."),
            Self::Connected { place: None } => "The connection was taken.".to_owned(),
            Self::NotConnected { place, reason } => format!("{place} did not take the connection: {reason}."),
            Self::ConnectTimedOut { place, milliseconds } => {
                format!("{place} did not take the connection within {milliseconds} ms.")
            }
            Self::NotEncrypted => "The address begins with http://: nothing is encrypted.".to_owned(),
            Self::Trusted => "The certificate is trusted.".to_owned(),
            Self::NoSignIn => "The connection signs in with nothing.".to_owned(),
            Self::TokenRead => "The token could be read; whether it is right shows the read below.".to_owned(),
            Self::CredentialsTaken => format!("{title} took the credentials."),
            Self::SignInTimedOut { seconds } => format!("{title} did not answer the sign-in within {seconds} s."),
            Self::NoTest { connector } => {
                format!("The connector {connector} declares no `test`, so nothing was read.")
            }
            Self::TestNotMade { reason } => format!("The test cannot be made: {reason}."),
            Self::Read { operation } => format!("{title} answered {operation}."),
            Self::ReadRefused { message, .. } => format!("{title} answered: {message}"),
            Self::NoTurn {
                seconds,
                in_flight,
                most,
                waiting,
            } => format!(
                "No turn was free within {seconds} s: {in_flight} of {most} calls are under way and {waiting} wait."
            ),
            Self::ReadTimedOut { operation, seconds } => {
                format!("{title} did not answer {operation} within {seconds} s.")
            }
            Self::NotTrusted { message } | Self::Failed { message, .. } => message.clone(),
        }
    }
}

/// What to do where a stage failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Remedy {
    /// Look at the host in `base_url`, and at the name server.
    CheckName {
        /// The connection.
        connection: String,
    },
    /// Look whether the system runs, at host and port, and at firewalls.
    CheckPlace,
    /// Name the file of one's own authority as `ca_file`, or renew the certificate.
    TrustAuthority,
    /// Try again when the system answers faster.
    TryLater,
    /// The token is not valid there: put another.
    ReplaceToken {
        /// Where it is kept; absent where nobody can change it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<SecretPlace>,
    },
    /// User or password are not right, or the account is locked.
    CorrectPassword {
        /// Where the password is kept; absent where nobody can change it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<SecretPlace>,
    },
    /// Client id or secret are not right, or the client may not do this.
    CorrectClient {
        /// Where the client's secret is kept; absent where nobody can change it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<SecretPlace>,
    },
    /// Try again when fewer runs call it, or raise the limits.
    FreeTurns,
    /// It can be reached and is very slow: calls wait for `timeout_ms`.
    AllowTime,
}

impl Remedy {
    /// As sentences about the system called so.
    pub(super) fn sentence(&self, title: &str) -> String {
        let change = |what: &str, kept: &Option<SecretPlace>| match kept {
            Some(kept) => format!("{what} {}", kept.how_to_change()),
            None => what.to_owned(),
        };
        match self {
            Self::CheckName { connection } => {
                format!("Check the host in base_url of connections.{connection}, and the name server of this machine.")
            }
            Self::CheckPlace => format!(
                "Check that {title} runs, that port and host in base_url are right, and that no firewall stands between."
            ),
            Self::TrustAuthority => "If its certificate is signed by an authority of your own, name that authority's \
                 file as ca_file of the connection; otherwise its certificate has to be renewed."
                .to_owned(),
            Self::TryLater => "Try again when it answers faster.".to_owned(),
            Self::ReplaceToken { kept } => change("The token is not valid there.", kept),
            Self::CorrectPassword { kept } => change("User or password are not right, or the account is locked.", kept),
            Self::CorrectClient { kept } => change(
                "Client id or secret are not right, or the client may not do this.",
                kept,
            ),
            Self::FreeTurns => "Try again when fewer runs call it, or raise the limits of the connection.".to_owned(),
            Self::AllowTime => {
                "It can be reached and is very slow; calls wait for timeout_ms of the connection.".to_owned()
            }
        }
    }
}
