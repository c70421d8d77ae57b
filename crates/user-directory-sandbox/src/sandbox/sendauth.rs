//! SendAuth.
//!
//! What SendAuth does not publish is decided like this:
//!
//! - A PUT replaces: a writable property that is left out is gone afterwards (a role becomes `user`).
//! - An e-mail address that is somebody's already is a 422 on `email`, even if that account is deleted and not destroyed.
//! - A page has 25 entries unless `perPage` says otherwise, audits and transactions come newest first, and a `sortBy` that
//!   names no property sorts by creation.
//! - `q` is searched for, without case, in the names, the e-mail address and the phone number.
//! - A company is known by its identifier: the first to name it creates it, and later ones cannot rename it.
//! - Tags that are set replace those before; without a body they are all removed.
//! - A transaction can be answered for five minutes. Nobody answers by themselves: the control API does.

use super::handle::handle;
use crate::provider::interface::ControlError;
use crate::provider::sendauth::{State, control};

pub use crate::provider::sendauth::{SendAuthCredentials, TransactionState};

handle! {
    /// SendAuth, as a sandbox serves it.
    SendAuth, SendAuthCredentials
}

impl SendAuth<'_> {
    /// Answers a transaction for the user: `verified`, `denied` or `cancelled`.
    ///
    /// A verified registration gives the user a passkey.
    ///
    /// # Errors
    ///
    /// If there is no such transaction, it is over, or the state is not an answer.
    pub fn settle(&self, transaction: &str, answer: TransactionState) -> Result<(), ControlError> {
        self.with(|context| control::settle(context, transaction, answer))
    }
}
