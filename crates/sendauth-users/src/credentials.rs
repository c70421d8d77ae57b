//! What a client authenticates with.

use user_directory_runtime::{Basic, Secret, credentials};

credentials! {
    /// Says who the client acts for.
    pub struct Credentials;
}

impl Credentials {
    /// Sends a user name and a password by HTTP Basic.
    pub fn basic(username: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        Self::of(Basic::new(username, password))
    }
}
