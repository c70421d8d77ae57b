//! The scheme whose credentials are one header that never changes.

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use super::{AuthContext, AuthError, Authenticate};
use crate::header::sensitive;
use crate::{BuildError, Secret};

/// Sends the same header with every request.
#[derive(Clone)]
pub struct FixedHeader {
    name: HeaderName,
    value: HeaderValue,
}

impl FixedHeader {
    /// Takes any header, such as an API key's.
    ///
    /// # Errors
    ///
    /// Fails if the value has characters that a header cannot carry.
    pub fn new(name: HeaderName, value: &Secret) -> Result<Self, BuildError> {
        let reason = || format!("the value for the header `{name}` has characters that a header cannot carry");
        let value = sensitive(value.expose()).ok_or_else(|| BuildError::credentials(reason()))?;
        Ok(Self { name, value })
    }

    /// Takes a whole `Authorization` value, scheme included.
    ///
    /// # Errors
    ///
    /// As [`FixedHeader::new`].
    pub fn authorization(value: &Secret) -> Result<Self, BuildError> {
        Self::new(AUTHORIZATION, value)
    }

    /// Takes a token, sent as `Authorization: Bearer …`. White space around it, common in files and variables, is
    /// dropped.
    ///
    /// # Errors
    ///
    /// Fails if the token is empty or has characters that a header cannot carry.
    pub fn bearer(token: impl Into<Secret>) -> Result<Self, BuildError> {
        let token = token.into();
        let token = token.expose().trim();
        if token.is_empty() {
            return Err(BuildError::credentials("the token is empty"));
        }
        Self::authorization(&Secret::new(format!("Bearer {token}")))
    }

    /// Takes a user name and a password, sent as `Authorization: Basic …` (RFC 7617, UTF-8).
    ///
    /// # Errors
    ///
    /// Fails if the user name holds a colon, which would end it, or either holds a control character.
    pub fn basic(username: impl AsRef<str>, password: impl Into<Secret>) -> Result<Self, BuildError> {
        let (username, password) = (username.as_ref(), password.into());
        let reason = if username.contains(':') {
            "a user name for HTTP Basic cannot hold a colon"
        } else if username.chars().chain(password.expose().chars()).any(char::is_control) {
            "credentials for HTTP Basic cannot hold control characters"
        } else {
            return Self::authorization(&basic(username, &password));
        };
        Err(BuildError::credentials(reason))
    }
}

debug_only!(FixedHeader [] [], this => name = this.name);

#[async_trait]
impl Authenticate for FixedHeader {
    async fn authenticate(&self, request: &mut reqwest::Request, _: &AuthContext<'_>) -> Result<(), AuthError> {
        request.headers_mut().insert(self.name.clone(), self.value.clone());
        Ok(())
    }

    fn expires(&self) -> bool {
        false
    }
}

/// Returns the value of an `Authorization` header for HTTP Basic.
pub(crate) fn basic(username: &str, password: &Secret) -> Secret {
    let pair = Secret::new(format!("{username}:{}", password.expose()));
    Secret::new(format!("Basic {}", STANDARD.encode(pair.expose())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_follows_the_rfc() {
        assert_eq!(basic("Aladdin", &Secret::from("open sesame")).expose(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(basic("test", &Secret::from("123£")).expose(), "Basic dGVzdDoxMjPCow==");
    }

    #[test]
    fn unusable_credentials_are_refused_without_an_echo() {
        for error in [
            FixedHeader::basic("us:er", "pa55w0rd").unwrap_err(),
            FixedHeader::basic("us\ner", "pa55w0rd").unwrap_err(),
            FixedHeader::basic("user", "pa55w0rd\n").unwrap_err(),
            FixedHeader::bearer("pa55w0rd\r\nX: y").unwrap_err(),
            FixedHeader::bearer(" ").unwrap_err(),
        ] {
            assert!(!format!("{error} {error:?}").contains("pa55w0rd"), "{error}");
        }
    }

    #[test]
    fn debug_hides_the_value() {
        let text =
            format!("{:?}{:?}", FixedHeader::bearer("t0ken").unwrap(), FixedHeader::basic("u", "t0ken").unwrap());
        assert!(!text.contains("t0ken") && !text.contains("dTp"), "{text}");
    }
}
