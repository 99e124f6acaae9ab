//! Where the service is, and the token to show it.

use clap::Args;

use super::CliError;
use crate::client::Client;

/// Which service.
#[derive(Debug, Args)]
pub(super) struct Remote {
    /// Address of the service
    #[arg(
        long,
        global = true,
        env = "THROUGHLINE_URL",
        default_value = "http://127.0.0.1:8080",
        value_name = "URL"
    )]
    url: String,
    /// Token of the service; better given by the variable, which other users of the machine cannot see
    #[arg(
        long,
        global = true,
        env = "THROUGHLINE_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    token: Option<Token>,
}

/// A token that no debug print shows.
#[derive(Clone)]
struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(hidden)")
    }
}

impl std::str::FromStr for Token {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.trim().to_owned()))
    }
}

impl Remote {
    pub(super) fn client(&self) -> Result<Client, CliError> {
        let Some(Token(token)) = self.token.as_ref().filter(|token| !token.0.is_empty()) else {
            return Err(CliError::usage(
                "no token: set THROUGHLINE_TOKEN to the token of the service. A service nobody configured one for keeps \
                 it in `<data_dir>/token`: export THROUGHLINE_TOKEN=$(cat data/token)",
            ));
        };
        Ok(Client::new(&self.url, token.as_str())?)
    }
}
