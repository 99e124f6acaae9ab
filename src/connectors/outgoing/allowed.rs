//! One entry of the option `allow`: a host, or the beginning of an address.

use url::Url;

/// Which addresses a request may go to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Allowed {
    /// `api.example.com`, `*.example.com` (what stands below it), each perhaps with a port.
    Host {
        host: String,
        below: bool,
        port: Option<u16>,
    },
    /// `https://api.example.com/v1/`: scheme, host and port exactly, and every path below.
    Address(Url),
}

impl Allowed {
    /// Reads an entry; the error goes on from its text.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        if text.contains("://") {
            return Self::address(text);
        }
        let (host, below) = match text.strip_prefix("*.") {
            Some(host) => (host, true),
            None => (text, false),
        };
        // The parser of addresses also normalises the host: case, IDNA, spellings of IP addresses.
        let url =
            Url::parse(&format!("http://{host}")).map_err(|_| "is neither a host nor the beginning of an address")?;
        let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let name = url.host_str().unwrap_or_default();
        if !plain || name.is_empty() || host.contains(['/', '*', '@']) {
            return Err("is neither a host (`api.example.com`, `*.example.com`) nor the beginning of an address");
        }
        // `:80` is not seen any more in the parsed address.
        let port = host
            .rsplit_once(':')
            .filter(|_| !host.ends_with(']'))
            .and_then(|(_, port)| port.parse().ok());
        Ok(Self::Host {
            host: name.to_owned(),
            below,
            port,
        })
    }

    /// An address with everything below it.
    pub(super) fn address(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "is no address")?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err("begins with something else than http:// or https:// and a host");
        }
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err("has more than a path behind its host");
        }
        Ok(Self::Address(url))
    }

    pub(super) fn covers(&self, url: &Url) -> bool {
        match self {
            Self::Host { host, below, port } => {
                let name = url.host_str().unwrap_or_default();
                let fits = if *below {
                    name.strip_suffix(host.as_str())
                        .is_some_and(|rest| rest.ends_with('.') && rest.len() > 1)
                } else {
                    name == host
                };
                // Without a port in the entry: that of the scheme.
                fits && match port {
                    Some(port) => url.port_or_known_default() == Some(*port),
                    None => url.port().is_none(),
                }
            }
            Self::Address(allowed) => allowed.origin() == url.origin() && is_below(url.path(), allowed.path()),
        }
    }
}

/// Whether a path is that of the entry or lies below it. Dots were resolved when the address was read; an escaped slash
/// may be one to the other side, so a path with one is not below anything.
fn is_below(path: &str, allowed: &str) -> bool {
    let allowed = allowed.trim_end_matches('/');
    if allowed.is_empty() {
        return true;
    }
    let lower = path.to_ascii_lowercase();
    let rest = path.strip_prefix(allowed);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        && !lower.contains("%2f")
        && !lower.contains("%5c")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(entry: &str, url: &str) -> bool {
        Allowed::read(entry).unwrap().covers(&Url::parse(url).unwrap())
    }

    #[test]
    fn hosts() {
        assert!(covers("api.example.com", "https://API.example.com/x"));
        assert!(covers("api.example.com", "http://api.example.com/"));
        assert!(!covers("api.example.com", "https://api.example.com:8443/"));
        assert!(covers("api.example.com:8443", "https://api.example.com:8443/"));
        assert!(covers("api.example.com:80", "http://api.example.com/"));
        assert!(!covers("api.example.com", "https://api.example.com.evil.test/"));
        assert!(!covers("api.example.com", "https://evil.test/api.example.com"));
        assert!(!covers("api.example.com", "https://api.example.com@evil.test/"));
        assert!(covers("*.example.com", "https://a.b.example.com/"));
        assert!(
            !covers("*.example.com", "https://example.com/") && !covers("*.example.com", "https://badexample.com/")
        );
        assert!(covers("[::1]:8080", "http://[::1]:8080/"));
    }

    #[test]
    fn beginnings_of_addresses() {
        let entry = "https://api.example.com/v1/";
        assert!(covers(entry, "https://api.example.com/v1/users?x=1") && covers(entry, "https://api.example.com/v1"));
        for outside in [
            "https://api.example.com/v10",
            "https://api.example.com/v1/../admin",
            "https://api.example.com/v1/%2e%2e/admin",
            "https://api.example.com/v1/..%2fadmin",
            "http://api.example.com/v1/",
            "https://api.example.com:444/v1/",
            "https://api.example.com/v1\\..\\admin",
            "https://api.example.com/v1/..%5Cadmin",
        ] {
            assert!(!covers(entry, outside), "{outside}");
        }
        assert!(covers("https://api.example.com", "https://api.example.com/a%2Fb"));
    }

    #[test]
    fn what_is_no_entry() {
        for wrong in [
            "",
            "*",
            "*.",
            "a/b",
            "ftp://x",
            "https://x/?q",
            "https://u:p@x",
            "a b",
            "x@y",
            "*.*.a",
        ] {
            assert!(Allowed::read(wrong).is_err(), "{wrong}");
        }
    }
}
