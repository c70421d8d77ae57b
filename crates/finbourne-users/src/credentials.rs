//! What a client authenticates with.

use user_directory_runtime::{FixedHeader, Secret, TokenAuth, credentials};

use crate::auth::{PasswordGrant, TokenFile};

credentials! {
    /// Says who the client acts for.
    pub struct Credentials;
}

impl Credentials {
    /// Sends a token as `Authorization: Bearer …`, mostly a personal access token.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::from_scheme(FixedHeader::bearer(token))
    }

    /// Sends tokens of the identity provider, obtained by user name and password and then refreshed.
    ///
    /// A token is asked for by the first call that needs it, and a new one 60 s before its end or when it is refused.
    pub fn password(grant: PasswordGrant) -> Self {
        Self::from_scheme(grant.source().map(TokenAuth::new))
    }

    /// Sends the token in a file as `Authorization: Bearer …`, and reads the file again from time to time.
    pub fn token_file(file: TokenFile) -> Self {
        Self::custom(file.scheme())
    }
}

impl From<PasswordGrant> for Credentials {
    fn from(grant: PasswordGrant) -> Self {
        Self::password(grant)
    }
}

impl From<TokenFile> for Credentials {
    fn from(file: TokenFile) -> Self {
        Self::token_file(file)
    }
}
