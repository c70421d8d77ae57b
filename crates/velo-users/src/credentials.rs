//! What a client authenticates with.

use user_directory_runtime::{Bearer, Secret, credentials};

use crate::auth;

credentials! {
    /// Says who the client acts for.
    pub struct Credentials;
}

impl Credentials {
    /// Logs in with an API key and its secret, at `/v1/authenticate` below the client's base URL.
    ///
    /// The token is fetched by the first call, shared by all clones of the client, renewed 60 s before its end, and
    /// once more if the server refuses it.
    pub fn client_credentials(key: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        Self::of(auth::login(&key.into(), &secret.into()))
    }

    /// Sends a token as `Authorization: Bearer …`.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::of(Bearer::new(token))
    }
}
