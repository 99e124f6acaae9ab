//! The session of a connection: made once, shared by all calls, made anew when it is over.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use tokio::time::Instant;

use super::sign_in::Signer;
use crate::connectors::failure::Failure;
use crate::connectors::mask::Mask;
use crate::secrets::SecretText;

/// How long a refused sign-in is remembered: repeating a wrong password locks the account.
const REFUSAL_LASTS: Duration = Duration::from_secs(30);

/// What a signed-in call sends along.
pub(super) struct Session {
    /// Counts the sign-ins of the connection, from 1.
    pub(super) generation: u64,
    /// Used no longer than this.
    pub(super) until: Option<Instant>,
    pub(super) headers: HeaderMap,
    /// Name of the cookie that is repeated in a header, and that header.
    pub(super) csrf: Option<(String, HeaderName)>,
    pub(super) cookies: Mutex<BTreeMap<String, String>>,
    /// What must not be shown.
    pub(super) secrets: Vec<SecretText>,
}

/// Gives out sessions; however many calls ask at once, one signs in.
pub(super) struct Sessions {
    signer: Arc<Signer>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    generation: u64,
    current: Option<Arc<Session>>,
    pending: Option<(u64, Pending)>,
    refused: Option<(Instant, Failure)>,
}

type Pending = Shared<BoxFuture<'static, Result<Arc<Session>, Failure>>>;

impl Sessions {
    pub(super) fn new(signer: Signer) -> Self {
        Self {
            signer: Arc::new(signer),
            state: Mutex::default(),
        }
    }

    /// Whether sessions carry credentials.
    pub(super) fn signs(&self) -> bool {
        self.signer.auth.secret().is_some()
    }

    /// A session newer than `rejected`, the generation that the other side would not take.
    pub(super) async fn get(&self, rejected: Option<u64>) -> Result<Arc<Session>, Failure> {
        let (generation, pending) = {
            let mut state = self.lock();
            let now = Instant::now();
            if let Some(session) = &state.current
                && rejected.is_none_or(|rejected| session.generation > rejected)
                && session.until.is_none_or(|until| now < until)
            {
                return Ok(Arc::clone(session));
            }
            if let Some((until, failure)) = &state.refused
                && now < *until
            {
                return Err(failure.clone());
            }
            state.begin(&self.signer)
        };
        self.settle(generation, pending).await
    }

    /// A new session, even if the present one is good or the last sign-in was refused a moment ago.
    pub(super) async fn anew(&self) -> Result<Arc<Session>, Failure> {
        let (generation, pending) = self.lock().begin(&self.signer);
        self.settle(generation, pending).await
    }

    async fn settle(&self, generation: u64, pending: Pending) -> Result<Arc<Session>, Failure> {
        let outcome = pending.await;
        let mut state = self.lock();
        if state
            .pending
            .as_ref()
            .is_some_and(|(pending, _)| *pending == generation)
        {
            state.pending = None;
            match &outcome {
                Ok(session) => {
                    state.current = Some(Arc::clone(session));
                    state.refused = None;
                }
                Err(failure) if failure.credentials_refused => {
                    state.refused = Some((Instant::now() + REFUSAL_LASTS, failure.clone()));
                }
                Err(_) => {}
            }
        }
        outcome
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn begin(&mut self, signer: &Arc<Signer>) -> (u64, Pending) {
        if let Some(pending) = &self.pending {
            return pending.clone();
        }
        self.generation += 1;
        let generation = self.generation;
        let signer = Arc::clone(signer);
        let pending = async move { signer.sign_in(generation).await.map(Arc::new) }
            .boxed()
            .shared();
        self.pending = Some((generation, pending.clone()));
        (generation, pending)
    }
}

impl Session {
    /// A session that sends nothing along.
    pub(super) fn new(generation: u64) -> Self {
        Self {
            generation,
            until: None,
            headers: HeaderMap::new(),
            csrf: None,
            cookies: Mutex::default(),
            secrets: Vec::new(),
        }
    }

    /// The headers of one call.
    pub(super) fn headers(&self) -> HeaderMap {
        let mut headers = self.headers.clone();
        let cookies = self.cookies();
        if cookies.is_empty() {
            return headers;
        }
        if let Some((cookie, header)) = &self.csrf
            && let Some(Ok(value)) = cookies.get(cookie).map(|value| HeaderValue::from_str(value))
        {
            headers.insert(header, sensitive(value));
        }
        let all: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if let Ok(value) = HeaderValue::from_str(&all.join("; ")) {
            headers.insert(COOKIE, sensitive(value));
        }
        headers
    }

    /// Adds what must not be shown: the secrets, and the cookies as they are now. Short values of cookies are flags, not
    /// secrets, and hiding them would hide half of a message.
    pub(super) fn hide(&self, mask: &mut Mask) {
        self.secrets.iter().for_each(|secret| mask.hide(secret));
        for value in self.cookies().values().filter(|value| value.len() >= 8) {
            mask.hide(&SecretText::new(value.as_str()));
        }
    }

    /// Takes over the cookies an answer sets (RFC 6265 §5.2). One connection is one host, and the systems we speak to
    /// want all their cookies on every call, so domain and path are not looked at.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        if !headers.contains_key(SET_COOKIE) {
            return;
        }
        let mut cookies = self.cookies();
        for line in headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
        {
            let mut parts = line.split(';');
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            let (name, value) = (name.trim(), value.trim());
            let gone = parts.any(|part| part.trim().eq_ignore_ascii_case("max-age=0"));
            if gone || value.is_empty() {
                cookies.remove(name);
            } else if !name.is_empty() {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub(super) fn cookies(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn sensitive(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_kept_changed_and_dropped() {
        let mut session = Session::new(1);
        session.csrf = Some(("BPMCSRF".to_owned(), HeaderName::from_static("bpmcsrf")));
        let mut headers = HeaderMap::new();
        for line in [".ASPXAUTH=a=b; path=/0; HttpOnly", "BPMCSRF=x; path=/", "OLD=1"] {
            headers.append(SET_COOKIE, HeaderValue::from_static(line));
        }
        session.learn(&headers);
        let mut headers = HeaderMap::new();
        for line in ["BPMCSRF=y", "OLD=; expires=Thu, 01 Jan 1970 00:00:00 GMT"] {
            headers.append(SET_COOKIE, HeaderValue::from_static(line));
        }
        session.learn(&headers);
        let sent = session.headers();
        assert_eq!(sent[COOKIE], ".ASPXAUTH=a=b; BPMCSRF=y");
        assert_eq!(sent["bpmcsrf"], "y");
        assert!(!format!("{sent:?}").contains("ASPXAUTH"));
    }
}
