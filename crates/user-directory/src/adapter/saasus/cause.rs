//! Why a call was refused. For a person who does not exist most operations document nothing but 500, and for an address
//! that is taken there is no documented error at all: where the answer leaves it open, the directory is looked at.

use super::{NAME, Saasus};
use crate::adapter::failed;
use crate::saasus::{Error as Theirs, types};
use crate::{Error, ErrorKind, UserId, Verb};

pub(super) fn refused(verb: Verb, error: Theirs) -> Error {
    failed(NAME, verb, error, kind)
}

/// Returns what the one documented type means; others leave it to the status.
pub(super) fn kind(error: &Theirs) -> Option<ErrorKind> {
    (error.problem()?.type_ == "permission_denied").then_some(ErrorKind::PermissionDenied)
}

/// Returns whether the server has looked at the call and turned it down.
pub(super) fn is_refusal(error: &Theirs) -> bool {
    let status = error.status().map(|status| status.as_u16());
    kind(error).is_none() && matches!(status, Some(400 | 409 | 422))
}

/// Returns whether the answer can also stand for a person who does not exist.
fn is_open(error: &Theirs) -> bool {
    is_refusal(error) || error.status().is_some_and(|status| status == 500)
}

impl Saasus {
    /// Says why somebody could not be enrolled. After a fault of the server it is not asked whether the address is
    /// taken: the person may have been enrolled all the same, and would be found.
    pub(super) async fn not_enrolled(&self, verb: Verb, error: Theirs, email: &str) -> Error {
        let users = if is_refusal(&error) { self.users().await } else { None };
        let taken = users.is_some_and(|users| users.iter().any(|user| has(user, email)));
        because(verb, error, taken.then_some(ErrorKind::AlreadyExists))
    }

    /// Says why an address could not be changed.
    pub(super) async fn no_new_email(&self, error: Theirs, id: &UserId, email: &str) -> Error {
        let users = if is_open(&error) { self.users().await } else { None };
        let cause = users.and_then(|users| {
            let is = |user: &types::SaasUser| user.id == id.as_str();
            if !users.iter().any(is) {
                return Some(ErrorKind::NotFound);
            }
            let mut others = users.iter().filter(|user| !is(user));
            let taken = others.any(|user| has(user, email));
            taken.then_some(ErrorKind::AlreadyExists)
        });
        because(Verb::Update, error, cause)
    }

    /// Says why something could not be done to somebody.
    pub(super) async fn not_done(&self, verb: Verb, error: Theirs, id: &UserId) -> Error {
        let missing = is_open(&error) && self.is_missing(id).await;
        because(verb, error, missing.then_some(ErrorKind::NotFound))
    }

    async fn is_missing(&self, id: &UserId) -> bool {
        let answer = self.client.get_saas_user(id.as_str()).send().await;
        answer.is_err_and(|error| error.status().is_some_and(|status| status == 404))
    }

    /// Returns all users; `None` if they cannot be had, so that the first error stays what it is.
    async fn users(&self) -> Option<Vec<types::SaasUser>> {
        let answer = self.client.get_saas_users().send().await;
        Some(answer.ok()?.into_inner().users)
    }
}

fn has(user: &types::SaasUser, email: &str) -> bool {
    user.email.eq_ignore_ascii_case(email)
}

/// Makes the error. With a cause it is certain that this answer stands for nothing changed, though not that of an attempt
/// before.
fn because(verb: Verb, error: Theirs, cause: Option<ErrorKind>) -> Error {
    match cause {
        Some(cause) => {
            let before = error.outcome_unknown() && is_refusal(&error);
            failed(NAME, verb, error, |_| Some(cause)).with_outcome_unknown(before)
        }
        None => refused(verb, error),
    }
}
