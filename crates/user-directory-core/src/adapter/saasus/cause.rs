//! Why a call was refused. For a person who does not exist most operations document nothing but 500, and for an address
//! that is taken there is no documented error at all: where the answer leaves it open, the directory is looked at.

use super::{NAME, Saasus, failed};
use crate::saasus::{Error as Theirs, types};
use crate::{Error, ErrorKind, UserId, Verb};

/// One type is documented; others leave it to the status.
pub(in crate::adapter) fn refused(verb: Verb, error: Theirs) -> Error {
    failed(NAME, verb, error, |error| {
        (error.problem()?.type_ == "permission_denied").then_some(ErrorKind::PermissionDenied)
    })
}

/// Returns whether the server has looked at the call and turned it down.
pub(super) fn is_refusal(error: &Error) -> bool {
    error.kind() != ErrorKind::PermissionDenied && matches!(error.status(), Some(400 | 409 | 422))
}

/// Returns whether the answer can also stand for a person who does not exist.
fn is_open(error: &Error) -> bool {
    is_refusal(error) || error.status() == Some(500)
}

impl Saasus {
    /// Says why somebody could not be enrolled. After a fault of the server it is not asked whether the address is
    /// taken: the person may have been enrolled all the same, and would be found.
    pub(super) async fn not_enrolled(&self, error: Error, email: &str) -> Error {
        let users = if is_refusal(&error) { self.users().await } else { None };
        let taken = users.is_some_and(|users| users.iter().any(|user| has(user, email)));
        because(error, taken.then_some(ErrorKind::AlreadyExists))
    }

    /// Says why an address could not be changed.
    pub(super) async fn no_new_email(&self, error: Error, id: &UserId, email: &str) -> Error {
        let users = if is_open(&error) { self.users().await } else { None };
        let cause = users.and_then(|users| {
            let is = |user: &types::SaasUser| user.id == id.as_str();
            if !users.iter().any(is) {
                return Some(ErrorKind::NotFound);
            }
            users.iter().any(|user| !is(user) && has(user, email)).then_some(ErrorKind::AlreadyExists)
        });
        because(error, cause)
    }

    /// Says why something could not be done to somebody.
    pub(super) async fn not_done(&self, error: Error, id: &UserId) -> Error {
        let missing = is_open(&error) && self.read(id, Verb::Get).await.is_err_and(|error| error.status() == Some(404));
        because(error, missing.then_some(ErrorKind::NotFound))
    }

    /// Returns all users; `None` if they cannot be had, so that the first error stays what it is.
    async fn users(&self) -> Option<Vec<types::SaasUser>> {
        Some(self.call(Verb::List, self.client.get_saas_users().send()).await.ok()?.into_inner().users)
    }
}

fn has(user: &types::SaasUser, email: &str) -> bool {
    user.email.eq_ignore_ascii_case(email)
}

/// With a cause it is certain that this answer stands for nothing changed, though not that of an attempt before.
fn because(error: Error, cause: Option<ErrorKind>) -> Error {
    let Some(cause) = cause else {
        return error;
    };
    let before = error.outcome_unknown() && is_refusal(&error);
    error.with_kind(cause).with_outcome_unknown(before)
}
