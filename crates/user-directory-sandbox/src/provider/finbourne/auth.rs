//! Bearer tokens: the personal access token, and those of the password grant.

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;

use super::account::Account;
use super::role::ADMINISTRATOR;
use super::{Context, problem};
use crate::message::{Reply, Request};
use crate::secrets::{bearer, same};
use crate::store::PersonId;
use crate::tokens::{Refused, Use};

/// Finds out who acts with the bearer token; the personal access token stands for no user.
pub(super) fn authenticate(context: &Context<'_>, request: &Request) -> Result<Option<PersonId>, Reply> {
    let refuse = |message: &str| {
        problem::refused(StatusCode::UNAUTHORIZED, message)
            .with(WWW_AUTHENTICATE, "Bearer realm=\"FINBOURNE\", error=\"invalid_token\"")
    };
    let value = bearer(request).ok_or_else(|| refuse("there is no bearer token"))?;
    if same(value, &context.state.credentials.token) {
        return Ok(None);
    }
    let person = context.state.tokens.check(value, Use::Access, context.now()).map_err(|reason| match reason {
        Refused::Unknown => refuse("the token is not valid"),
        Refused::Expired => refuse("the token has expired"),
    })?;
    if !context.account(person).is_some_and(Account::is_active) {
        return Err(refuse("the holder of the token is not active"));
    }
    Ok(Some(person))
}

/// Refuses callers who may only read.
pub(super) fn may_write(context: &Context<'_>) -> Result<(), Reply> {
    let Some(caller) = context.caller else { return Ok(()) };
    let administers = |account: &Account| account.roles.iter().any(|role| role == ADMINISTRATOR);
    context.account(caller).is_some_and(administers).then_some(()).ok_or_else(problem::forbidden)
}
