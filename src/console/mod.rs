//! The web console, as files.
//!
//! `console/` builds them into `console/dist/site`; a release build carries them in the binary, a debug build reads them
//! from that folder at every request, so that a new build of the console needs no build of Rust. This room serves files
//! and knows nothing else: no API, no run, no user.
//!
//! Every address that is no file is the page itself: which part of the console it means is for the page to say.

mod policy;
mod site;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use policy::Nonce;
use site::{Encoding, File};

/// First parts of addresses that are not the console's.
const RESERVED: [&str; 5] = ["api", "health", "metrics", "0", "ServiceModel"];
/// Where the files with a digest in their names are: what is behind such an address never changes.
const HASHED: &str = "assets/";
/// What the page says where its build puts the nonce.
const NONCE_MARK: &str = "%CSP_NONCE%";

/// Answers what is the console's and passes everything else on.
pub async fn serve(request: Request, next: Next) -> Response {
    match answer(request.method(), request.uri().path(), request.headers()) {
        Some(response) => response,
        None => next.run(request).await,
    }
}

fn answer(method: &Method, path: &str, headers: &HeaderMap) -> Option<Response> {
    if method != Method::GET && method != Method::HEAD {
        return None;
    }
    let name = path.strip_prefix('/')?;
    if RESERVED.contains(&name.split('/').next().unwrap_or_default()) {
        return None;
    }
    if let Some(file) = site::file(name, Encoding::best(headers)) {
        return Some(asset(name, file, headers));
    }
    if name.starts_with(HASHED) {
        // A page from before an update asks for code that is gone: it must not get a page for it.
        return Some((StatusCode::NOT_FOUND, "There is no such file.\n").into_response());
    }
    (name.is_empty() || wants_page(headers)).then(|| page(headers))
}

/// Whether a browser goes to this address, rather than a program asks for data.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// A file as it is.
fn asset(name: &str, file: File, headers: &HeaderMap) -> Response {
    let caching = if name.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = if known(headers, &file.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(file.content));
        set(&mut response, header::CONTENT_TYPE, file.media_type);
        response
    };
    set(&mut response, header::ETAG, file.etag);
    set(&mut response, header::CACHE_CONTROL, caching);
    set(&mut response, header::VARY, "accept-encoding");
    if let Some(encoding) = file.encoding.name() {
        set(&mut response, header::CONTENT_ENCODING, encoding);
    }
    response
}

/// The page, with a nonce of its own. A browser that has it already keeps it with the nonce and the policy it came with:
/// a 304 carries neither.
fn page(headers: &HeaderMap) -> Response {
    let Some(file) = site::page() else {
        return not_built();
    };
    let mut response = if known(headers, &file.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let nonce = Nonce::new();
        let html = String::from_utf8_lossy(&file.content).replace(NONCE_MARK, nonce.as_str());
        let mut response = Response::new(Body::from(html));
        set(&mut response, header::CONTENT_TYPE, file.media_type);
        set(&mut response, header::CONTENT_SECURITY_POLICY, nonce.policy());
        response
    };
    set(&mut response, header::ETAG, file.etag);
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

/// What a binary says that was built without the console.
fn not_built() -> Response {
    let mut response = Response::new(Body::from(include_str!("not_built.html")));
    *response.status_mut() = StatusCode::NOT_FOUND;
    set(&mut response, header::CONTENT_TYPE, "text/html; charset=utf-8");
    response
}

/// Whether the browser has what would be sent.
fn known(headers: &HeaderMap, etag: &str) -> bool {
    let Some(known) = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    // Weak comparison (RFC 9110 §13.1.2): proxies that compress make a weak tag of ours.
    known
        .split(',')
        .any(|tag| tag.trim().trim_start_matches("W/") == etag || tag.trim() == "*")
}

fn set(response: &mut Response, name: header::HeaderName, value: impl AsRef<str>) {
    // Everything set here is ASCII of ours: tags are digests, media types stand in a table.
    if let Ok(value) = HeaderValue::from_str(value.as_ref()) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &Method, path: &str, accept: &'static str) -> Option<Response> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        answer(method, path, &headers)
    }

    #[test]
    fn what_belongs_to_the_api_is_passed_on() {
        for path in ["/api/v1/runs", "/health/live", "/metrics", "/0/x", "/ServiceModel/x"] {
            assert!(asked(&Method::GET, path, "text/html").is_none(), "{path}");
        }
        assert!(asked(&Method::POST, "/runs", "text/html").is_none());
        assert!(asked(&Method::GET, "/nothing", "application/json").is_none());
    }

    #[test]
    fn a_browser_gets_a_page_wherever_it_goes() {
        for path in ["/", "/runs", "/apidocs", "/runs/01a20c28?tab=journal"] {
            let response = asked(&Method::GET, path, "text/html,*/*;q=0.8").unwrap();
            assert_eq!(
                response.headers()[header::CONTENT_TYPE],
                "text/html; charset=utf-8",
                "{path}"
            );
        }
    }

    #[test]
    fn code_that_is_gone_is_not_answered_with_a_page() {
        let response = asked(&Method::GET, "/assets/gone-abc.js", "text/html").unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_ne!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }

    #[test]
    fn ways_out_of_the_folder_lead_nowhere() {
        for path in [
            "/../Cargo.toml",
            "/..%2fCargo.toml",
            "//etc/passwd",
            "/assets/../../../Cargo.toml",
            "/.vite/manifest.json",
        ] {
            let response = asked(&Method::GET, path, "*/*");
            assert!(
                response.is_none_or(|response| response.status() == StatusCode::NOT_FOUND),
                "{path}"
            );
        }
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"other\", W/\"tag\""));
        assert!(known(&headers, "\"tag\""));
        assert!(!known(&headers, "\"new\""));
    }
}
