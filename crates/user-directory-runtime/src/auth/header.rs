//! Schemes whose credentials are one header that never changes.

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
        let value = sensitive(value.expose()).ok_or_else(|| BuildError::InvalidCredentials {
            reason: format!("the value for the header `{name}` has characters that a header cannot carry"),
        })?;
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

/// Sends a token as `Authorization: Bearer …`.
#[derive(Clone, Debug)]
pub struct Bearer(FixedHeader);

impl Bearer {
    /// Takes the token. White space around it is dropped, as it comes with files and variables.
    ///
    /// # Errors
    ///
    /// Fails if the token is empty or has characters that a header cannot carry.
    pub fn new(token: impl Into<Secret>) -> Result<Self, BuildError> {
        let token = token.into();
        let token = token.expose().trim();
        if token.is_empty() {
            return Err(BuildError::InvalidCredentials { reason: "the token is empty".to_owned() });
        }
        FixedHeader::authorization(&Secret::new(format!("Bearer {token}"))).map(Self)
    }
}

/// Sends a user name and a password as `Authorization: Basic …` (RFC 7617, UTF-8).
#[derive(Clone, Debug)]
pub struct Basic(FixedHeader);

impl Basic {
    /// Takes the user name and the password.
    ///
    /// # Errors
    ///
    /// Fails if the user name holds a colon, which would end it, or either holds a control character.
    pub fn new(username: impl AsRef<str>, password: impl Into<Secret>) -> Result<Self, BuildError> {
        let (username, password) = (username.as_ref(), password.into());
        if username.contains(':') {
            return Err(BuildError::InvalidCredentials {
                reason: "a user name for Basic cannot hold a colon".to_owned(),
            });
        }
        if username.chars().chain(password.expose().chars()).any(char::is_control) {
            return Err(BuildError::InvalidCredentials {
                reason: "credentials for Basic cannot hold control characters".to_owned(),
            });
        }
        FixedHeader::authorization(&basic(username, &password)).map(Self)
    }
}

/// Returns the value of an `Authorization` header for Basic.
pub(crate) fn basic(username: &str, password: &Secret) -> Secret {
    let pair = Secret::new(format!("{username}:{}", password.expose()));
    Secret::new(format!("Basic {}", STANDARD.encode(pair.expose())))
}

macro_rules! authenticate_by_header {
    ($($name:ident)*) => {$(
        #[async_trait]
        impl Authenticate for $name {
            async fn authenticate(&self, request: &mut reqwest::Request, at: &AuthContext<'_>) -> Result<(), AuthError> {
                self.0.authenticate(request, at).await
            }

            fn expires(&self) -> bool {
                false
            }
        }
    )*};
}

authenticate_by_header!(Bearer Basic);

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
            Basic::new("us:er", "pa55w0rd").unwrap_err(),
            Basic::new("user", "pa55w0rd\n").unwrap_err(),
            Bearer::new("pa55w0rd\r\nX: y").unwrap_err(),
            Bearer::new(" ").unwrap_err(),
        ] {
            assert!(!format!("{error} {error:?}").contains("pa55w0rd"), "{error}");
        }
    }

    #[test]
    fn debug_hides_the_value() {
        let text = format!("{:?}{:?}", Bearer::new("t0ken").unwrap(), Basic::new("u", "t0ken").unwrap());
        assert!(!text.contains("t0ken") && !text.contains("dTp"), "{text}");
    }
}
