//! The console's files beside the API.
//!
//! Whether the console was built is not this test's business: a page comes back either way.

use reqwest::Method;

use crate::api_support::TestService;

#[tokio::test]
async fn browsers_get_a_page_without_signing_in_and_programs_get_the_api() {
    let service = TestService::start().await;
    for path in ["/", "/runs", "/runs/01a20c28-11e4-706d-8eef-bf5c0417ba5e?tab=journal"] {
        let request = service.anonymous(Method::GET, path).header("accept", "text/html");
        let page = request.send().await.unwrap();
        assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8", "{path}");
        assert_eq!(page.headers()["x-content-type-options"], "nosniff");
        let policy = page.headers()["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
    }
    for path in ["/api/v1/runs", "/api/v1/nothing", "/metrics"] {
        let request = service.anonymous(Method::GET, path).header("accept", "text/html");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 401, "{path}");
    }
    let live = service
        .anonymous(Method::GET, "/health/live")
        .header("accept", "text/html");
    assert_eq!(live.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_page_a_browser_has_is_not_sent_again_and_keeps_its_policy() {
    let service = TestService::start().await;
    let ask = |etag: Option<String>| {
        let request = service.anonymous(Method::GET, "/").header("accept", "text/html");
        match etag {
            Some(etag) => request.header("if-none-match", etag),
            None => request,
        }
    };
    let first = ask(None).send().await.unwrap();
    // A binary without the console has no page to keep.
    let Some(etag) = first.headers().get("etag") else {
        assert_eq!(first.status(), 404);
        return;
    };
    let again = ask(Some(etag.to_str().unwrap().to_owned())).send().await.unwrap();
    assert_eq!(again.status(), 304);
    assert!(!again.headers().contains_key("content-security-policy"));
}
