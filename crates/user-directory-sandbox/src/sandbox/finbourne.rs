//! FINBOURNE Identity.
//!
//! What FINBOURNE does not publish is decided like this:
//!
//! - The statuses are those of the identity provider behind it (Okta): a person who is created is `PROVISIONED` until they
//!   answer the activation mail, a service is `ACTIVE` at once, a deleted user is `DEPROVISIONED` and stays readable.
//! - An unknown or deleted user is a 404; every other business error is a 400. The sandbox chose the names of errors.
//! - A PUT replaces the whole record: second address, alternative ids and roles that are left out are gone.
//! - Login and e-mail address of a person have to be equal as soon as either has an `@`. Placeholders without one, such as
//!   recorded calls have, are not compared, and nor is their second address refused.
//! - There are no operations on roles here, so a role of another scope than `default` is created when it is first given to a
//!   user. The roles of `default` are fixed; another code in it is error 660.
//! - Alternative ids are taken under any name, defined by the user schema or not.
//! - A personal access token may do everything and never ends. A token of the password grant acts for its user for 3600 s,
//!   and writes (error 186) only if they have the role `default/administrator`; its refresh token lasts seven days. Ten wrong
//!   passwords lock a user out.
//! - Runnable are active services, and the caller.
//! - New users are in lists at once, whatever `waitForReindex` says.
//!
//! Not reproduced: mails, password rules, factors beyond their number, roles as separate objects, everything else that
//! the identity provider does.

use super::handle::handle;
use crate::provider::finbourne::{State, control, token};
use crate::provider::interface::ControlError;

pub use crate::provider::finbourne::FinbourneCredentials;

handle! {
    /// FINBOURNE Identity, as a sandbox serves it.
    Finbourne, FinbourneCredentials
}

impl Finbourne<'_> {
    /// Returns the URL of the identity provider's token endpoint, for the password grant.
    pub fn token_url(&self) -> String {
        format!("{}{}", self.base_url(), token::PATH)
    }

    /// Chooses a password for the user, as the mails of activation and reset ask for: then they are active, and can sign
    /// in with it.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they are locked out, suspended or deleted.
    pub fn choose_password(&self, user: &str, password: &str) -> Result<(), ControlError> {
        self.with(|context| control::choose_password(context, user, password))
    }

    /// Locks an active user out, as ten wrong passwords do, and ends their tokens.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they are not active.
    pub fn lock_out(&self, user: &str) -> Result<(), ControlError> {
        self.with(|context| control::lock_out(context, user))
    }

    /// Suspends an active user, which only the identity provider can, and ends their tokens.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they are not active.
    pub fn suspend(&self, user: &str) -> Result<(), ControlError> {
        self.with(|context| control::suspend(context, user))
    }
}
