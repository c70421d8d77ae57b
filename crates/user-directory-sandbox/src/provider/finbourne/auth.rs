//! Bearer tokens: the personal access token, and tokens of the password grant.

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;

use super::account::Account;
use super::role::ADMINISTRATOR;
use super::{Context, problem};
use crate::message::{Reply, Request};
use crate::secrets::{bearer, same};
use crate::store::PersonId;

/// Returns the user of the bearer token; the personal access token belongs to no user.
pub(super) fn authenticate(context: &Context<'_>, request: &Request) -> Result<Option<PersonId>, Reply> {
    let refuse = |message| {
        problem::refused(StatusCode::UNAUTHORIZED, message)
            .with(WWW_AUTHENTICATE, "Bearer realm=\"FINBOURNE\", error=\"invalid_token\"")
    };
    if bearer(request).is_some_and(|value| same(value, &context.state.credentials.token)) {
        return Ok(None);
    }
    let person = context.state.tokens.bearer(request, context.now()).map_err(refuse)?;
    let active = context.account(person).is_some_and(Account::is_active);
    active.then_some(Some(person)).ok_or_else(|| refuse("the holder of the token is not active"))
}

/// Refuses callers who may only read.
pub(super) fn may_write(context: &Context<'_>) -> Result<(), Reply> {
    let Some(caller) = context.caller else { return Ok(()) };
    let administers = |account: &Account| account.roles.iter().any(|role| role == ADMINISTRATOR);
    context.account(caller).is_some_and(administers).then_some(()).ok_or_else(problem::forbidden)
}
