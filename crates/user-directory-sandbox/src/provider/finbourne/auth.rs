//! Bearer tokens: the personal access token, and those of the password grant.

use http::StatusCode;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};

use super::role::ADMINISTRATOR;
use super::{Account, problem};
use crate::context::{Context, Principal};
use crate::message::{Reply, Request};
use crate::secrets::{after_scheme, same};
use crate::spec::Operation;
use crate::store::PersonId;
use crate::tokens::Refused;
use crate::world::World;

/// Name under which tokens are issued.
pub(super) const PROVIDER: &str = "finbourne";
/// Use of tokens that act.
pub(super) const ACCESS: &str = "access";
/// Use of tokens that get others.
pub(super) const REFRESH: &str = "refresh";

/// Finds out who acts with the bearer token; with the personal access token it is nobody who is listed.
pub(super) fn authenticate(_: &Operation, request: &Request, world: &World) -> Result<Principal, Reply> {
    let refuse = |message: &str| {
        problem::refused(StatusCode::UNAUTHORIZED, message)
            .with(WWW_AUTHENTICATE, "Bearer realm=\"FINBOURNE\", error=\"invalid_token\"")
    };
    let header = request.header(AUTHORIZATION.as_str());
    let value =
        header.and_then(|header| after_scheme(header, "Bearer")).ok_or_else(|| refuse("there is no bearer token"))?;
    if same(value, &world.finbourne.credentials.token) {
        return Ok(Principal::default());
    }
    let token = world.tokens.check(value, PROVIDER, ACCESS, world.time.now()).map_err(|reason| match reason {
        Refused::Unknown => refuse("the token is not valid"),
        Refused::Expired => refuse("the token has expired"),
    })?;
    let account = token.person.and_then(|id| world.store.of::<Account>(id));
    if !account.is_some_and(Account::is_active) {
        return Err(refuse("the holder of the token is not active"));
    }
    Ok(Principal { person: token.person, detail: String::new() })
}

/// Refuses callers who may only read.
pub(super) fn may_write(context: &Context<'_>) -> Result<(), Reply> {
    let Some(caller) = context.principal.person else {
        return Ok(());
    };
    let account = context.world.store.of::<Account>(caller);
    let administers = account.is_some_and(|account| account.roles.iter().any(|role| role == ADMINISTRATOR));
    administers.then_some(()).ok_or_else(problem::forbidden)
}

/// Takes all tokens of a person back.
pub(super) fn revoke(world: &mut World, person: PersonId) {
    world.tokens.revoke(|_, token| token.provider == PROVIDER && token.person == Some(person));
}
