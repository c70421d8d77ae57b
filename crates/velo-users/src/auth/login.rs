//! The login call.

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use user_directory_runtime::{
    AuthContext, AuthError, BuildError, FixedHeader, OAuth2, ParametersIn, Secret, Token, TokenAuth, TokenSource,
    async_trait,
};

/// Below the client's own base URL. The address that Velo's specification gives for tokens does not exist.
const PATH: &str = "/v1/authenticate";

/// Logs in with an API key, and again 60 s before the token ends.
pub(crate) fn login(key: &Secret, secret: &Secret) -> Result<TokenAuth<Login>, BuildError> {
    let (key, secret) = (key.expose().trim(), secret.expose().trim());
    for (name, value) in [("key", key), ("secret", secret)] {
        if value.is_empty() {
            return Err(BuildError::credentials(format!("the API {name} is empty")));
        }
    }
    // Refuses what HTTP Basic cannot carry.
    FixedHeader::basic(key, secret)?;
    let source = OAuth2::client_credentials(PATH, key, secret)?
        .parameters_in(ParametersIn::Query)
        // Velo documents the call with this header, though it has no body.
        .header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(TokenAuth::new(Login(source)))
}

/// Makes the grant each time: Velo's answer may hold a refresh token, but no call that would take it is documented, and
/// in the query of this one it would end up in access logs.
pub(crate) struct Login(OAuth2);

#[async_trait]
impl TokenSource for Login {
    async fn token(&self, _: Option<&Token>, context: &AuthContext<'_>) -> Result<Token, AuthError> {
        self.0.token(None, context).await
    }
}
