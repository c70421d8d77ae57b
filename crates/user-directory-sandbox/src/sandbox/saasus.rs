//! SaaSus Platform, the users of a SaaS.
//!
//! What SaaSus does not publish is decided like this:
//!
//! - A signature is taken if it was made in the present minute of the sandbox's clock, or in one of the five before and
//!   after. A 401 has the sandbox's time in `Date`, from which clients learn it after the clock has been advanced.
//! - An operation that declares no 404 answers 400 with the type `not_found`; an address that is somebody else's, codes and
//!   tokens that are wrong, and passwords of less than eight characters are a 400 too.
//! - End users get access tokens by signing in, which the control API does; one lasts an hour, that of the demo credentials
//!   until the year 2100. An access token acts on its own user only.
//! - An external access token names an e-mail address and the external provider. It links whoever has the address.
//! - `CreateSecretCode` replaces a secret that was offered before. A second factor is asked for only after the app has
//!   proved that it has the secret; `method` may be left out, for there is just one.
//! - A temporary password is good for 24 hours, as codes are, and can be mailed again until another one is set.
//! - A registration token of AWS Marketplace is used up by making or linking a tenant. One that a sign-up has used is for
//!   that user only. A tenant without a name gets the user's e-mail address as its name.
//! - Answers without content have no body.

use super::handle::handle;
use crate::provider::interface::ControlError;
use crate::provider::saasus::{State, control};

pub use crate::provider::saasus::{Mail, SaaSusCredentials};

handle! {
    /// SaaSus, as a sandbox serves it.
    SaaSus, SaaSusCredentials
}

impl SaaSus<'_> {
    /// Signs an end user in, and returns the access token that operations want in their bodies. It lasts an hour.
    ///
    /// `code` is what the user's authenticator app shows, for those who have enabled it.
    ///
    /// # Errors
    ///
    /// If address, password or code is wrong.
    pub fn sign_in(&self, email: &str, password: &str, code: Option<&str>) -> Result<String, ControlError> {
        self.with(|context| control::sign_in(context, email, password, code))
    }

    /// Returns the code, or temporary password, that was last mailed to a user and has not been used.
    pub fn mailed(&self, user: &str, why: Mail) -> Option<String> {
        self.with(|context| control::mailed(context, user, why))
    }

    /// Returns what the authenticator app of a user shows now: the code of the secret last offered to the user.
    pub fn software_token_code(&self, user: &str) -> Option<String> {
        self.with(|context| control::software_token_code(context, user))
    }

    /// Returns an access token of an account that the owner of this address has at an external provider.
    pub fn external_token(&self, email: &str, provider: &str) -> String {
        self.with(|context| control::external_token(context, email, provider))
    }

    /// Returns a new registration token, as AWS Marketplace gives one to each buyer.
    pub fn registration_token(&self) -> String {
        self.with(control::registration_token)
    }
}
