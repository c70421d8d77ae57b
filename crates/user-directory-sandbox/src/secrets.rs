//! Comparing secrets, and reading the header that carries them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use crate::message::Request;

/// Compares two secrets in a time that depends on their lengths alone.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

/// Returns whether a name and secret were sent and are these; both are always compared, so that the time does not tell
/// which one is wrong.
pub(crate) fn is_pair(sent: Option<(String, String)>, name: &str, secret: &str) -> bool {
    sent.is_some_and(|sent| same(&sent.0, name) & same(&sent.1, secret))
}

/// Returns what is kept of a password; the salt makes it differ between people.
pub(crate) fn digest(salt: &str, password: &str) -> String {
    let hash = Sha256::new().chain_update(salt).chain_update([0]).chain_update(password);
    STANDARD.encode(hash.finalize())
}

/// Returns what follows the scheme in an `Authorization` value; the scheme is compared without case.
pub(crate) fn after_scheme<'a>(header: &'a str, scheme: &str) -> Option<&'a str> {
    let (found, rest) = header.trim_start().split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

/// Returns the bearer token of a request.
pub(crate) fn bearer(request: &Request) -> Option<&str> {
    after_scheme(request.header(AUTHORIZATION.as_str())?, "Bearer")
}

/// Returns user name and password of an `Authorization: Basic` value.
pub(crate) fn basic(header: &str) -> Option<(String, String)> {
    let decoded = STANDARD.decode(after_scheme(header, "Basic")?).ok()?;
    let mut user = String::from_utf8(decoded).ok()?;
    let password = user.split_off(user.find(':')? + 1);
    user.pop();
    Some((user, password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_read_or_refused() {
        let pair = Some(("sa-user".to_owned(), "sa:pass".to_owned()));
        let header = format!("basic {}", STANDARD.encode("sa-user:sa:pass"));
        assert_eq!(basic(&header), pair);
        for bad in ["", "Basic", "Basic !", "Bearer c2EtdXNlcjpwdw==", "Basic bm9jb2xvbg=="] {
            assert_eq!(basic(bad), None, "{bad}");
        }
    }

    #[test]
    fn secrets_are_compared() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd"));
        assert!(!same("abc", "ab"));
    }
}
