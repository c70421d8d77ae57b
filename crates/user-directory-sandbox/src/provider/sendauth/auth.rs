//! HTTP Basic.

use http::StatusCode;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};

use super::{Account, problem};
use crate::context::Principal;
use crate::message::{Reply, Request};
use crate::secrets::{basic, same};
use crate::spec::Operation;
use crate::store::PersonId;
use crate::world::World;

/// Compares user name and password; they stand for the first person.
pub(super) fn authenticate(_: &Operation, request: &Request, world: &World) -> Result<Principal, Reply> {
    check(request, world)
}

pub(super) fn check(request: &Request, world: &World) -> Result<Principal, Reply> {
    let known = &world.sendauth.credentials;
    let sent = request.header(AUTHORIZATION.as_str()).and_then(basic);
    // Both are compared always, so that the time does not tell which one is wrong.
    let right = sent.is_some_and(|(user, password)| same(&user, &known.username) & same(&password, &known.password));
    if !right {
        let reply = problem::refused(StatusCode::UNAUTHORIZED, "user name or password is missing or wrong");
        return Err(reply.with(WWW_AUTHENTICATE, "Basic realm=\"SendAuth\", charset=\"UTF-8\""));
    }
    let caller = PersonId(0);
    Ok(Principal { person: world.store.of::<Account>(caller).map(|_| caller), detail: String::new() })
}
