//! Velo Payments.
//!
//! What Velo does not publish is decided like this:
//!
//! - The demo credentials act as a user of the back office with the role `backoffice.admin`.
//! - The back office writes with that role, staff of the payor with `payor.master_admin` or `payor.admin`; every other
//!   role reads. Staff of the payor cannot see the back office, and payees see nobody but themselves.
//! - The roles are those of the system and one custom role, `payee.admin`; any other is a 400.
//! - There is one payor. Users are of the back office if a role of theirs begins with `backoffice.`, payees if their
//!   `entityId` is a payee's, and else of the payor. An `entityId` that names nobody is a 412.
//! - A payor has at most five enabled master administrators; one more is a 400. Payors cannot be disabled.
//! - Callers cannot delete, enable or disable themselves: 403. A user who has not enrolled cannot be enabled: 400.
//! - Codes by text message are valid for ten minutes and for one use; a wrong one is a 400 on `verificationCode`.
//! - Passwords are rated by zxcvbn and need a score of 3, and not to be one of the last five. The fifth wrong old password
//!   in a row locks the user out, which ends their tokens.
//! - Null clears a field, an e-mail address too. Phone numbers are accepted without their plus sign, as in Velo's examples,
//!   and shown with it.
//! - A page has links to the first, previous, next and last page, as far as there are any.
//! - `errorCode` and `reasonCode` are words; Velo's numbers are not known.

use super::handle::handle;
use crate::provider::interface::ControlError;
use crate::provider::velo::{State, control};

pub use crate::provider::velo::{MailedToken, VeloCredentials};

handle! {
    /// Velo Payments, as a sandbox serves it.
    Velo, VeloCredentials
}

impl Velo<'_> {
    /// Accepts an invitation for the user, who chooses a password and registers a device; then they are enabled.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they accepted before.
    pub fn accept_invitation(&self, user: &str, password: &str) -> Result<(), ControlError> {
        self.with(|context| control::accept_invitation(context, user, Some(password)))
    }

    /// Registers a device for the user's second factor.
    ///
    /// # Errors
    ///
    /// If there is no such user, or no type of factor is set for them.
    pub fn register_device(&self, user: &str) -> Result<(), ControlError> {
        self.with(|context| control::register_device(context, user))
    }

    /// Locks a user out, as too many wrong passwords do, and ends their tokens.
    ///
    /// # Errors
    ///
    /// If there is no such user.
    pub fn lock_out(&self, user: &str) -> Result<(), ControlError> {
        self.with(|context| control::lock_out(context, user))
    }

    /// Signs a user in, and returns a bearer token that acts for them for 1799 s.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they cannot sign in.
    pub fn sign_in(&self, user: &str) -> Result<String, ControlError> {
        self.with(|context| control::sign_in(context, user))
    }

    /// Returns the last code that was texted to a number and has not been used.
    pub fn texted_code(&self, number: &str) -> Option<String> {
        self.with(|context| control::texted_code(context, number))
    }

    /// Returns the last token of a kind that was mailed to a user and has not been used.
    pub fn mailed_token(&self, user: &str, kind: MailedToken) -> Option<String> {
        self.with(|context| control::mailed_token(context, user, kind))
    }
}
