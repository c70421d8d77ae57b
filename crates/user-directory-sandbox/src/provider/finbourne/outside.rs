//! What happens outside of the API: users answer mails and choose passwords, are locked out, are suspended.

use http::StatusCode;
use serde::Deserialize;

use super::account::{self, Account, Status};
use super::{Finbourne, auth, problem};
use crate::message::{Outcome, Reply, Request};
use crate::provider::Extra;
use crate::secrets::digest;
use crate::store::PersonId;
use crate::world::World;

/// Why something did not happen.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutsideError {
    /// There is no user with this identifier.
    #[error("there is no such user")]
    Unknown,
    /// No mail waits for an answer, or the user is not active.
    #[error("the status of the user does not allow this")]
    Status,
}

fn find(world: &World, id: &str) -> Result<(PersonId, Status), OutsideError> {
    let found = account::find(&world.store, id).map_err(|_| OutsideError::Unknown)?;
    Ok((found.0.id, found.1.status))
}

fn choose_password(world: &mut World, id: &str, password: &str) -> Result<(), OutsideError> {
    let (person, status) = find(world, id)?;
    match status {
        Status::Provisioned | Status::Recovery | Status::PasswordExpired | Status::Active => {}
        _ => return Err(OutsideError::Status),
    }
    auth::revoke(world, person);
    world.store.edit_account(person, |account: &mut Account| {
        account.password = Some(digest(&account.id, password));
        account.wrong_passwords = 0;
        account.status = Status::Active;
    });
    Ok(())
}

fn stop(world: &mut World, id: &str, to: Status) -> Result<(), OutsideError> {
    let (person, status) = find(world, id)?;
    if status != Status::Active {
        return Err(OutsideError::Status);
    }
    auth::revoke(world, person);
    world.store.edit_account(person, |account: &mut Account| account.status = to);
    Ok(())
}

impl Finbourne<'_> {
    /// Chooses a password in the place of the user, as the mails of activation and reset ask for: from then on they are
    /// active, and can sign in with it.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they are locked out, suspended or deleted.
    pub fn choose_password(&self, user: &str, password: &str) -> Result<(), OutsideError> {
        choose_password(&mut self.0.shared().world(), user, password)
    }

    /// Locks an active user out, as ten wrong passwords do, and ends their tokens.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they are not active.
    pub fn lock_out(&self, user: &str) -> Result<(), OutsideError> {
        stop(&mut self.0.shared().world(), user, Status::LockedOut)
    }

    /// Suspends an active user, which only the identity provider can, and ends their tokens.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they are not active.
    pub fn suspend(&self, user: &str) -> Result<(), OutsideError> {
        stop(&mut self.0.shared().world(), user, Status::Suspended)
    }
}

/// The same over HTTP, below `/_sandbox/finbourne`.
pub(super) const CONTROLS: &[Extra] = &[
    Extra {
        name: "choosePassword",
        method: "POST",
        path: "/users/{id}/password",
        handler: |context, request, values| {
            let sent = read(request)?;
            done(choose_password(context.world, first(values), &sent.password))
        },
    },
    Extra {
        name: "lockOut",
        method: "POST",
        path: "/users/{id}/lock",
        handler: |context, _, values| done(stop(context.world, first(values), Status::LockedOut)),
    },
    Extra {
        name: "suspend",
        method: "POST",
        path: "/users/{id}/suspend",
        handler: |context, _, values| done(stop(context.world, first(values), Status::Suspended)),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    password: String,
}

fn read(request: &Request) -> Result<Chosen, Reply> {
    serde_json::from_slice(request.body()).map_err(|error| {
        let message = format!("the body does not fit: {error}");
        problem::refused(StatusCode::BAD_REQUEST, &message)
    })
}

fn first(values: &[String]) -> &str {
    values.first().map_or("", String::as_str)
}

fn done(result: Result<(), OutsideError>) -> Outcome {
    match result {
        Ok(()) => Reply::no_content(),
        Err(error) => {
            let status = match error {
                OutsideError::Unknown => StatusCode::NOT_FOUND,
                OutsideError::Status => StatusCode::CONFLICT,
            };
            Err(problem::refused(status, &error.to_string()))
        }
    }
}
