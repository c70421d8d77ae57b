//! A token endpoint that counts.

use std::sync::atomic::{AtomicU64, Ordering};

/// The tokens issued so far; only the last one is valid, and none after a revocation.
#[derive(Default)]
pub(crate) struct Tokens {
    issued: AtomicU64,
    valid: AtomicU64,
}

impl Tokens {
    /// Returns the body of an answer with a new token.
    pub(crate) fn issue(&self) -> String {
        // As slow as a real one, so that callers that do not share a request have the time to send their own.
        std::thread::sleep(std::time::Duration::from_millis(50));
        let number = self.issued.fetch_add(1, Ordering::SeqCst) + 1;
        self.valid.store(number, Ordering::SeqCst);
        format!(r#"{{"access_token":"token-{number}","token_type":"Bearer","expires_in":3600}}"#)
    }

    /// Makes every token invalid.
    pub(crate) fn revoke(&self) {
        self.valid.store(0, Ordering::SeqCst);
    }

    /// Returns how many tokens were issued.
    pub(crate) fn issued(&self) -> u64 {
        self.issued.load(Ordering::SeqCst)
    }

    /// Returns whether an `Authorization` value carries the valid token.
    pub(crate) fn accepts(&self, authorization: Option<&str>) -> bool {
        let valid = self.valid.load(Ordering::SeqCst);
        valid != 0 && authorization == Some(&format!("Bearer token-{valid}"))
    }
}
