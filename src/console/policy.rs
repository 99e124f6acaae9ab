//! What the console's page may do in a browser.

use uuid::Uuid;

/// A value nobody can guess, new with every page: styles that are made while the page runs carry it.
pub(super) struct Nonce(String);

impl Nonce {
    pub(super) fn new() -> Self {
        Self(Uuid::new_v4().simple().to_string())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The Content-Security-Policy of the page. Everything comes from this service and nothing is evaluated. Style
    /// elements need the nonce (the component library makes some); style attributes in markup are refused.
    pub(super) fn policy(&self) -> String {
        let Self(nonce) = self;
        format!(
            "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unsafe_is_allowed_and_no_two_pages_share_a_nonce() {
        let (one, other) = (Nonce::new(), Nonce::new());
        assert_ne!(one.as_str(), other.as_str());
        assert!(one.policy().contains(one.as_str()));
        assert!(!one.policy().contains("unsafe"));
    }
}
