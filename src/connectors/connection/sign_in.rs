//! How each kind of authentication makes a session.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};
use serde_json::{Map, Value, json};
use tokio::time::Instant;
use url::Url;

use super::http::{self, Answer, Bounds, Request};
use super::session::{Session, sensitive};
use crate::connectors::AuthConfig;
use crate::connectors::declaration::{Connector, FormsDeclaration, Oauth2Declaration, TokenDeclaration};
use crate::connectors::failure::{Certainty, Failure, at};
use crate::connectors::mask::Mask;
use crate::connectors::secret::{Secret, SecretError};
use crate::secrets::{SecretText, Secrets};

/// A fixed token is read again this often, so that a rotated file is noticed.
const TOKEN_LASTS: Duration = Duration::from_secs(60);
/// What an OAuth 2.0 server that does not say is taken to mean.
const DEFAULT_EXPIRES_IN: u64 = 300;
const OPERATION: &str = "the sign-in";

/// Everything needed to sign in to one connection.
pub(super) struct Signer {
    pub(super) client: Client,
    pub(super) base: String,
    pub(super) bounds: Bounds,
    pub(super) auth: AuthConfig,
    pub(super) connector: Arc<Connector>,
    pub(super) secrets: Secrets,
}

impl Signer {
    /// Whether a new sign-in can put a refused session right. A fixed token stays what it is.
    pub(super) fn can_renew(&self) -> bool {
        matches!(self.auth, AuthConfig::Forms { .. } | AuthConfig::Oauth2 { .. })
    }

    pub(super) async fn sign_in(&self, generation: u64) -> Result<Session, Failure> {
        let declared = &self.connector.auth;
        let unsupported = || refused(format!("does not support the auth kind `{}`", self.auth.kind()));
        match &self.auth {
            AuthConfig::None => Ok(Session::new(generation)),
            AuthConfig::Token { token } => {
                let declared = declared.token.as_ref().ok_or_else(unsupported)?;
                fixed(generation, self.read(token).await?, declared)
            }
            AuthConfig::Forms { user, password } => {
                let forms = declared.forms.as_ref().ok_or_else(unsupported)?;
                let password = self.read(password).await?;
                self.forms(generation, forms, user, &password).await
            }
            AuthConfig::Oauth2 {
                client_id,
                client_secret,
                token_url,
                scope,
            } => {
                let declared = declared.oauth2.as_ref().ok_or_else(unsupported)?;
                let secret = self.read(client_secret).await?;
                self.oauth2(generation, declared, client_id, &secret, token_url, scope.as_deref())
                    .await
            }
        }
    }

    async fn forms(
        &self,
        generation: u64,
        forms: &FormsDeclaration,
        user: &str,
        password: &SecretText,
    ) -> Result<Session, Failure> {
        let mut body = Map::new();
        body.insert(forms.user_field.clone(), json!(user));
        body.insert(forms.password_field.clone(), json!(password.expose()));
        let mut headers = fixed_headers(&forms.headers)?;
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
        let url = format!("{}{}", self.base, forms.path);
        let answer = self
            .post(&url, headers, Value::Object(body).to_string().into_bytes())
            .await?;
        let mut mask = Mask::default();
        mask.hide(password);
        let told = answer.json().filter(Value::is_object);
        let succeeded = told.as_ref().and_then(|body| at(body, &forms.success.field)) == Some(&forms.success.equals);
        if answer.status != 200 || !succeeded {
            let reason = told
                .as_ref()
                .and_then(|body| self.reason(body))
                .map(|reason| mask.text(&reason));
            let reason = reason.unwrap_or_else(|| match told {
                Some(_) => "it gave no reason".to_owned(),
                None => "the answer is not the one of a sign-in (is base_url right?)".to_owned(),
            });
            return Err(self.judge(answer.status, format!("refused the sign-in of {user}: {reason}")));
        }
        let mut session = Session::new(generation);
        session.headers = fixed_headers(&forms.session_headers)?;
        if let Some(csrf) = &forms.csrf {
            let header = HeaderName::try_from(csrf.header.as_str())
                .map_err(|_| refused(format!("declares `{}` as a header, which it cannot be", csrf.header)))?;
            session.csrf = Some((csrf.cookie.clone(), header));
        }
        session.learn(&answer.headers);
        if session.cookies().is_empty() {
            return Err(refused(format!("accepted the sign-in of {user} but set no cookies")));
        }
        session.secrets = vec![password.clone()];
        Ok(session)
    }

    async fn oauth2(
        &self,
        generation: u64,
        declared: &Oauth2Declaration,
        client_id: &str,
        client_secret: &SecretText,
        token_url: &str,
        scope: Option<&str>,
    ) -> Result<Session, Failure> {
        let form = {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.append_pair("grant_type", "client_credentials")
                .append_pair("client_id", client_id)
                .append_pair("client_secret", client_secret.expose());
            if let Some(scope) = scope {
                form.append_pair("scope", scope);
            }
            form.finish().into_bytes()
        };
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        let answer = self.post(token_url, headers, form).await?;
        let body = answer.json().unwrap_or_default();
        let token = body
            .get("access_token")
            .and_then(Value::as_str)
            .filter(|_| answer.status == 200);
        let Some(token) = token else {
            let mut mask = Mask::default();
            mask.hide(client_secret);
            let told = ["error_description", "error"]
                .iter()
                .find_map(|key| body.get(key)?.as_str());
            let reason = told.map_or_else(|| "it gave no reason".to_owned(), |told| mask.text(told));
            return Err(self.judge(
                answer.status,
                format!("refused the sign-in of the client {client_id}: {reason}"),
            ));
        };
        let mut session = Session::new(generation);
        session.headers = fixed_headers(&declared.session_headers)?;
        let value = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| refused("answered the sign-in with a token that no header can carry".to_owned()))?;
        session.headers.insert(AUTHORIZATION, sensitive(value));
        session.secrets = vec![SecretText::new(token), client_secret.clone()];
        let seconds = body
            .get("expires_in")
            .and_then(Value::as_u64)
            .unwrap_or(DEFAULT_EXPIRES_IN);
        // Renewed early, so that no call sets out with a token that dies on the way.
        let early = (seconds / 10).clamp(1, 60);
        session.until = Some(Instant::now() + Duration::from_secs(seconds.saturating_sub(early)));
        Ok(session)
    }

    async fn post(&self, url: &str, headers: HeaderMap, body: Vec<u8>) -> Result<Answer, Failure> {
        let url = Url::parse(url).map_err(|error| refused(format!("has no usable sign-in address: {error}")))?;
        let request = Request {
            operation: OPERATION.to_owned(),
            method: Method::POST,
            url,
            headers,
            body: Some(body),
            signed: false,
            timeout: None,
        };
        let sent = http::send(&self.client, &request, HeaderMap::new(), self.bounds).await;
        // Whatever became of the sign-in, the call itself was not sent.
        sent.map_err(|failure| Failure {
            certainty: match failure.certainty {
                Certainty::Unknown | Certainty::NotDoneTransient => Certainty::NotDoneTransient,
                Certainty::UnknownPermanent | Certainty::NotDonePermanent => Certainty::NotDonePermanent,
            },
            ..failure
        })
    }

    async fn read(&self, secret: &Secret) -> Result<SecretText, Failure> {
        secret.read(&self.secrets).await.map_err(|error| {
            let what = format!("cannot be signed in to: {error}");
            match error {
                SecretError::Named { passing: true, .. } => Failure::new("sign_in", Certainty::NotDoneTransient, what),
                // Nobody was asked: the next call may look again.
                _ => Failure {
                    credentials_refused: false,
                    ..refused(what)
                },
            }
        })
    }

    /// A refusal, or a server in trouble.
    fn judge(&self, status: u16, what: String) -> Failure {
        if matches!(status, 408 | 429 | 500..=599) {
            let mut failure = Failure::new(
                "sign_in",
                Certainty::NotDoneTransient,
                format!("{what} (status {status})"),
            );
            failure.system_down = matches!(status, 502..=504);
            return failure;
        }
        refused(what)
    }

    fn reason(&self, body: &Value) -> Option<String> {
        let paths = self
            .connector
            .errors
            .message
            .iter()
            .map(String::as_str)
            .chain(["Message", "Exception.Message"]);
        paths
            .filter_map(|path| at(body, path)?.as_str())
            .find(|text| !text.trim().is_empty())
            .map(str::to_owned)
    }
}

fn fixed(generation: u64, token: SecretText, declared: &TokenDeclaration) -> Result<Session, Failure> {
    let name = HeaderName::try_from(declared.header.as_str()).map_err(|_| {
        refused(format!(
            "declares `{}` as a header, which it cannot be",
            declared.header
        ))
    })?;
    let value = HeaderValue::from_str(&format!("{}{}", declared.prefix, token.expose()))
        .map_err(|_| refused("is given a token with characters no header can carry".to_owned()))?;
    let mut session = Session::new(generation);
    session.headers.insert(name, sensitive(value));
    session.secrets = vec![token];
    session.until = Some(Instant::now() + TOKEN_LASTS);
    Ok(session)
}

fn fixed_headers(declared: &Map<String, Value>) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in declared {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match (HeaderName::try_from(name.as_str()), HeaderValue::from_str(&text)) {
            (Ok(name), Ok(value)) => headers.insert(name, value),
            _ => return Err(refused(format!("declares the header `{name}`, which cannot be sent"))),
        };
    }
    Ok(headers)
}

fn refused(what: String) -> Failure {
    Failure {
        credentials_refused: true,
        ..Failure::new("sign_in", Certainty::NotDonePermanent, what)
            .advise("Check the auth settings of the connection.")
    }
}
