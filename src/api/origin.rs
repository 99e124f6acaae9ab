//! Where a request comes from: the client's address, and the host it meant to speak to.
//!
//! The address is that of the connection. What a header says about it is believed only where the connection comes from
//! a proxy the configuration names: anybody can send a header.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, header};
use ipnet::IpNet;
use url::Url;

/// How the service is reached.
#[derive(Debug, Clone, Default)]
pub struct Front {
    /// Proxies whose `X-Forwarded-…` headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether cookies are for TLS only whatever a proxy says: where the service listens beyond this machine.
    pub secure_cookies: bool,
}

/// Where a request comes from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The client's address.
    pub(super) address: Option<IpAddr>,
    /// Id of the request.
    pub(super) request_id: String,
    /// Whether the client speaks TLS, or must.
    pub(super) is_secure: bool,
    /// The host the client named.
    host: Option<String>,
    /// The site whose page sent the request, where it did.
    site: Option<String>,
}

impl Origin {
    pub(super) fn of(request: &Request, front: &Front, request_id: &str) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(address)| address.ip().to_canonical());
        let headers = request.headers();
        let is_proxy = peer.is_some_and(|peer| front.trusts(peer));
        let forwarded = |name| text(headers, name).filter(|_| is_proxy);
        let host = forwarded("x-forwarded-host")
            .or_else(|| text(headers, header::HOST.as_str()))
            .or_else(|| request.uri().authority().map(|authority| authority.as_str()));
        Self {
            address: match is_proxy {
                true => client(headers, front).or(peer),
                false => peer,
            },
            request_id: request_id.to_owned(),
            is_secure: front.secure_cookies || forwarded("x-forwarded-proto") == Some("https"),
            host: host.map(str::to_owned),
            site: headers
                .get(header::ORIGIN)
                .map(|value| value.to_str().unwrap_or("(unreadable)").to_owned()),
        }
    }

    /// The client's address in words.
    pub(super) fn address_text(&self) -> String {
        self.address
            .map_or_else(|| "unknown".to_owned(), |address| address.to_string())
    }

    /// Whether the request was sent by a page of another site. Browsers say so in `Origin`; who sends none is no browser
    /// or asks its own site.
    pub(super) fn is_foreign(&self) -> bool {
        let Some(site) = &self.site else { return false };
        let Ok(site) = Url::parse(site) else { return true };
        // With the scheme of the page: a proxy may speak TLS for us, and the default port belongs to the scheme.
        let own = self
            .host
            .as_ref()
            .map(|host| Url::parse(&format!("{}://{host}", site.scheme())));
        match own {
            Some(Ok(own)) => (own.host(), own.port_or_known_default()) != (site.host(), site.port_or_known_default()),
            Some(Err(_)) | None => true,
        }
    }
}

impl Front {
    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|net| net.contains(&address))
    }
}

/// The nearest address in `X-Forwarded-For` that is no proxy of ours: each proxy adds, at the right, whom it spoke with,
/// and what stands left of the first stranger is the stranger's own word.
fn client(headers: &HeaderMap, front: &Front) -> Option<IpAddr> {
    let mut nearest = None;
    let values: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for text in values.into_iter().rev() {
        let text = text.trim();
        let address = text
            .parse::<IpAddr>()
            .or_else(|_| text.parse::<SocketAddr>().map(|with_port| with_port.ip()));
        let Ok(address) = address else { break };
        let address = address.to_canonical();
        nearest = Some(address);
        if !front.trusts(address) {
            break;
        }
    }
    nearest
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn origin(peer: &str, headers: &[(&str, &str)]) -> Origin {
        let front = Front {
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            secure_cookies: false,
        };
        let mut request = Request::new(Body::empty());
        let peer: IpAddr = peer.parse().unwrap();
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from((peer, 4711))));
        for (name, value) in headers {
            let name: header::HeaderName = name.parse().unwrap();
            request.headers_mut().append(name, value.parse().unwrap());
        }
        Origin::of(&request, &front, "id")
    }

    #[test]
    fn only_a_trusted_proxy_says_for_whom_it_speaks() {
        let forged = [("x-forwarded-for", "192.0.2.9"), ("x-forwarded-proto", "https")];
        assert_eq!(origin("198.51.100.1", &forged).address_text(), "198.51.100.1");
        assert!(!origin("198.51.100.1", &forged).is_secure);
        assert_eq!(origin("10.1.1.1", &forged).address_text(), "192.0.2.9");
        assert_eq!(origin("::ffff:10.1.1.1", &forged).address_text(), "192.0.2.9");
        assert!(origin("10.1.1.1", &forged).is_secure);
        assert_eq!(origin("10.1.1.1", &[]).address_text(), "10.1.1.1");
    }

    #[test]
    fn what_a_client_wrote_before_its_proxy_did_is_not_believed() {
        let chain = |value| origin("10.1.1.1", &[("x-forwarded-for", value)]).address_text();
        assert_eq!(chain("203.0.113.5, 192.0.2.9, 10.2.2.2"), "192.0.2.9");
        assert_eq!(chain("10.3.3.3, 10.2.2.2"), "10.3.3.3");
        assert_eq!(chain("nonsense, [2001:db8::1]:443"), "2001:db8::1");
        assert_eq!(chain("nonsense"), "10.1.1.1");
    }

    #[test]
    fn pages_of_other_sites_are_told() {
        let foreign = |site: &str, host: &str| {
            origin(
                "192.0.2.1",
                &[("origin", site), ("host", host), ("x-forwarded-host", "evil.example")],
            )
            .is_foreign()
        };
        assert!(!foreign("http://127.0.0.1:8080", "127.0.0.1:8080"));
        assert!(!foreign("https://flow.example", "flow.example"));
        assert!(!foreign("https://flow.example", "FLOW.example:443"));
        assert!(foreign("https://evil.example", "flow.example"));
        assert!(foreign("https://flow.example:8443", "flow.example"));
        assert!(foreign("null", "flow.example"));
        assert!(foreign("https://flow.example.evil.example", "flow.example"));
        assert!(!origin("192.0.2.1", &[("host", "flow.example")]).is_foreign());
        let behind = [
            ("origin", "https://flow.example"),
            ("host", "inner:8080"),
            ("x-forwarded-host", "flow.example"),
        ];
        assert!(!origin("10.1.1.1", &behind).is_foreign());
        assert!(origin("192.0.2.1", &behind).is_foreign());
    }
}
