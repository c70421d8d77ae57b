//! The signature itself.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use user_directory_runtime::Secret;

/// What a signature of SAASUSSIGV1 covers, besides the API key.
pub(super) struct Covered<'a> {
    /// The minute in UTC, as `YYYYMMDDHHMM`. It is not sent: the server tries its own.
    pub(super) time: &'a str,
    /// The method, in upper case.
    pub(super) method: &'a str,
    /// Host and port as in the header `Host`.
    pub(super) host: &'a str,
    /// Path and query, encoded as they are sent.
    pub(super) target: &'a str,
    /// The body, byte by byte.
    pub(super) body: &'a [u8],
}

impl Covered<'_> {
    /// Returns the HMAC-SHA256 in lower-case hexadecimal digits, or `None` if the secret cannot be a key.
    pub(super) fn sign(&self, secret_key: &Secret, api_key: &Secret) -> Option<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret_key.expose().as_bytes()).ok()?;
        for part in [self.time, api_key.expose(), self.method, self.host, self.target] {
            mac.update(part.as_bytes());
        }
        mac.update(self.body);
        let digest = mac.finalize().into_bytes();
        Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
