//! What happens outside of the API: users accept invitations, sign in, register devices, are locked out, and read what is
//! sent to them.

use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::account::{Account, MailedToken, Status};
use super::{Velo, auth, code, password, problem};
use crate::context::Context;
use crate::message::{Outcome, Reply, Request};
use crate::provider::Extra;
use crate::store::PersonId;
use crate::world::World;

/// Why something did not happen.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutsideError {
    /// There is no user with this identifier.
    #[error("there is no such user")]
    Unknown,
    /// The invitation was accepted before.
    #[error("the user has no invitation to accept")]
    NotInvited,
    /// The user is disabled, locked out or has not enrolled.
    #[error("the user cannot sign in")]
    NotEnabled,
    /// The user has no type of second factor.
    #[error("the user has no second factor to register a device for")]
    NoFactor,
}

fn find<'a>(world: &'a World, user: &str) -> Result<(PersonId, &'a Account), OutsideError> {
    let found = world.store.get::<Account>(&user.to_ascii_lowercase());
    found.map(|(person, account)| (person.id, account)).ok_or(OutsideError::Unknown)
}

fn accept(world: &mut World, user: &str, chosen: Option<&str>) -> Result<(), OutsideError> {
    let (person, account) = find(world, user)?;
    if account.enrolled {
        return Err(OutsideError::NotInvited);
    }
    world.store.edit_account(person, |account: &mut Account| {
        account.enrolled = true;
        account.registered = account.factor.is_some();
        account.mailed.remove(&MailedToken::Invitation);
        if account.status == Status::Pending {
            account.status = Status::Enabled;
        }
        if let Some(chosen) = chosen {
            password::set(account, chosen);
        }
    });
    Ok(())
}

fn register(world: &mut World, user: &str) -> Result<(), OutsideError> {
    let (person, account) = find(world, user)?;
    if account.factor.is_none() {
        return Err(OutsideError::NoFactor);
    }
    world.store.edit_account(person, |account: &mut Account| {
        account.registered = true;
        account.mailed.remove(&MailedToken::MfaRegistration);
    });
    Ok(())
}

fn lock(world: &mut World, user: &str) -> Result<(), OutsideError> {
    let now = world.time.now();
    let (person, _) = find(world, user)?;
    world.store.edit_account(person, |account: &mut Account| account.locked = Some(now));
    auth::revoke(world, person);
    Ok(())
}

fn sign_in(world: &mut World, user: &str) -> Result<String, OutsideError> {
    let (person, account) = find(world, user)?;
    if !account.is_active() {
        return Err(OutsideError::NotEnabled);
    }
    Ok(auth::issue(world, person))
}

impl Velo<'_> {
    /// Accepts an invitation in the place of the user, who chooses a password and registers a device: from then on they
    /// are enabled.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they accepted before.
    pub fn accept_invitation(&self, user: &str, password: &str) -> Result<(), OutsideError> {
        accept(&mut self.0.shared().world(), user, Some(password))
    }

    /// Registers a device for the user's second factor.
    ///
    /// # Errors
    ///
    /// If there is no such user, or no type of factor is set for them.
    pub fn register_device(&self, user: &str) -> Result<(), OutsideError> {
        register(&mut self.0.shared().world(), user)
    }

    /// Locks a user out, as too many wrong passwords do, and ends their tokens.
    ///
    /// # Errors
    ///
    /// If there is no such user.
    pub fn lock_out(&self, user: &str) -> Result<(), OutsideError> {
        lock(&mut self.0.shared().world(), user)
    }

    /// Signs a user in, and returns a bearer token that acts for them for 1799 s.
    ///
    /// # Errors
    ///
    /// If there is no such user, or they cannot sign in.
    pub fn sign_in(&self, user: &str) -> Result<String, OutsideError> {
        sign_in(&mut self.0.shared().world(), user)
    }

    /// Returns the last code that was texted to a number and has not been used.
    pub fn texted_code(&self, number: &str) -> Option<String> {
        let world = self.0.shared().world();
        let code = world.velo.codes.get(code::key(number))?;
        Some(code.digits.clone())
    }

    /// Returns the last token of a kind that was mailed to a user and has not been used.
    pub fn mailed_token(&self, user: &str, kind: MailedToken) -> Option<String> {
        let world = self.0.shared().world();
        find(&world, user).ok()?.1.mailed.get(&kind).cloned()
    }
}

/// The same over HTTP, below `/_sandbox/velo`.
pub(super) const CONTROLS: &[Extra] = &[
    Extra {
        name: "acceptInvitation",
        method: "POST",
        path: "/users/{userId}/accept",
        handler: |context, request, values| {
            let sent: Acceptance = read(request)?;
            let done = accept(context.world, first(values), sent.password.as_deref());
            nothing(done)
        },
    },
    Extra {
        name: "registerDevice",
        method: "POST",
        path: "/users/{userId}/device",
        handler: |context, _, values| nothing(register(context.world, first(values))),
    },
    Extra {
        name: "lockOut",
        method: "POST",
        path: "/users/{userId}/lock",
        handler: |context, _, values| nothing(lock(context.world, first(values))),
    },
    Extra {
        name: "signIn",
        method: "POST",
        path: "/users/{userId}/sign-in",
        handler: |context, _, values| {
            let token = sign_in(context.world, first(values)).map_err(|error| refuse(&error))?;
            Reply::ok(&json!({ "access_token": token, "expires_in": auth::LIFETIME }))
        },
    },
    Extra {
        name: "mailedTokens",
        method: "GET",
        path: "/users/{userId}/tokens",
        handler: |context, _, values| {
            let found = find(context.world, first(values)).map_err(|error| refuse(&error))?;
            Reply::ok(&found.1.mailed)
        },
    },
    Extra {
        name: "textedCode",
        method: "GET",
        path: "/codes/{smsNumber}",
        handler: |context, _, values| texted(context, first(values)),
    },
];

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    password: Option<String>,
}

fn read(request: &Request) -> Result<Acceptance, Reply> {
    if request.body().is_empty() {
        return Ok(Acceptance::default());
    }
    serde_json::from_slice(request.body()).map_err(|error| {
        let message = format!("the body does not fit: {error}");
        problem::refused(StatusCode::BAD_REQUEST, &message)
    })
}

fn first(values: &[String]) -> &str {
    values.first().map_or("", String::as_str)
}

fn refuse(error: &OutsideError) -> Reply {
    let status = match error {
        OutsideError::Unknown => StatusCode::NOT_FOUND,
        _ => StatusCode::CONFLICT,
    };
    problem::refused(status, &error.to_string())
}

fn nothing(done: Result<(), OutsideError>) -> Outcome {
    done.map_err(|error| refuse(&error))?;
    Reply::no_content()
}

fn texted(context: &Context<'_>, number: &str) -> Outcome {
    let code = context.world.velo.codes.get(code::key(number));
    let missing = || problem::refused(StatusCode::NOT_FOUND, "no code waits for this number");
    Reply::ok(&json!({ "code": code.ok_or_else(missing)?.digits }))
}
