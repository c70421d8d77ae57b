//! Who calls: DirectLogin, GatewayLogin or a bearer token.

use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderName};
use serde_json::Value;

use super::account::name_key;
use super::jwt::{self, Flaw};
use super::{Account, LOCAL, PROVIDER, login, problem};
use crate::context::Principal;
use crate::message::{Reply, Request};
use crate::secrets::after_scheme;
use crate::spec::Operation;
use crate::store::PersonId;
use crate::tokens::Refused;
use crate::world::World;

/// The one operation that anybody may use.
const OPEN: &str = "createUser";

/// Finds out who calls, by the first scheme that the server would try.
pub(super) fn authenticate(operation: &Operation, request: &Request, world: &World) -> Result<Principal, Reply> {
    if operation.id == OPEN {
        return Ok(Principal::default());
    }
    let person = credential(request, world)?;
    let account = world.store.of::<Account>(person);
    let account = account.ok_or_else(problem::not_logged_in)?;
    if account.deleted() {
        let message = "the user is deleted";
        return Err(problem::problem(StatusCode::UNAUTHORIZED, "OBP-20064", message));
    }
    if account.locked() {
        return Err(login::locked());
    }
    Ok(Principal { person: Some(person), detail: world.obp.consumer.clone() })
}

fn credential(request: &Request, world: &World) -> Result<PersonId, Reply> {
    let authorization = request.header(AUTHORIZATION.as_str()).unwrap_or("");
    if let Some(token) = after_scheme(authorization, "Bearer") {
        return bearer(token, world);
    }
    let direct = request.header(login::HEADER).or_else(|| after_scheme(authorization, login::SCHEME));
    if let Some(values) = direct {
        return direct_login(login::value(values, "token"), world);
    }
    match after_scheme(authorization, "GatewayLogin") {
        Some(values) => gateway(login::value(values, "token"), world),
        None => Err(problem::not_logged_in()),
    }
}

/// An invalid or expired token is a bad request to this server, not an unauthorized one.
fn direct_login(token: Option<&str>, world: &World) -> Result<PersonId, Reply> {
    let invalid = |message| problem::bad("OBP-20003", message);
    let token = token.ok_or_else(|| invalid("the header has no token"))?;
    let now = world.time.now();
    let found = world.tokens.check(token, PROVIDER.name, login::KIND, now);
    let token = found.map_err(|refused| match refused {
        Refused::Unknown => invalid("the token was never issued, or a later login ended it"),
        Refused::Expired => invalid("the token has expired"),
    })?;
    token.person.ok_or_else(|| invalid("the token is for nobody"))
}

fn gateway(token: Option<&str>, world: &World) -> Result<PersonId, Reply> {
    let token = token.ok_or_else(|| problem::bad("OBP-20028", "the header has no token"))?;
    let claims = verified(token, world).map_err(|flaw| match flaw {
        Flaw::Shape => problem::bad("OBP-20041", "the token is no JWT signed by HS256"),
        Flaw::Signature => problem::bad("OBP-20040", "the signature of the JWT is wrong"),
        Flaw::Time => problem::bad("OBP-20040", "the JWT has expired, or is not valid yet"),
    })?;
    let name = claims.get("login_user_name").and_then(Value::as_str);
    let name = name.ok_or_else(|| problem::bad("OBP-20028", "the JWT has no claim login_user_name"))?;
    local(name, world).ok_or_else(|| problem::bad("OBP-20043", "there is no user whom login_user_name names"))
}

fn bearer(token: &str, world: &World) -> Result<PersonId, Reply> {
    let refuse = |message| problem::problem(StatusCode::UNAUTHORIZED, "OBP-20202", message);
    let claims = verified(token, world).map_err(|flaw| {
        refuse(match flaw {
            Flaw::Shape => "the token is no JWT signed by HS256",
            Flaw::Signature => "the signature of the token is wrong",
            Flaw::Time => "the token has expired, or is not valid yet",
        })
    })?;
    let name = claims.get("sub").and_then(Value::as_str);
    name.and_then(|name| local(name, world)).ok_or_else(|| refuse("there is no user whom the claim sub names"))
}

fn verified(token: &str, world: &World) -> Result<Value, Flaw> {
    jwt::verify(token, &world.obp.credentials.jwt_secret, world.time.now())
}

fn local(username: &str, world: &World) -> Option<PersonId> {
    let found = world.store.by_name::<Account>(&name_key(LOCAL, username));
    found.map(|(person, _)| person.id)
}

/// Numbers the answer, and gives a gateway its JWT back.
pub(super) fn finish(request: &Request, reply: &mut Reply) {
    const NUMBER: HeaderName = HeaderName::from_static("correlation-id");
    const HEADER: HeaderName = HeaderName::from_static("gatewaylogin");

    let answer = std::mem::replace(reply, Reply::empty(StatusCode::OK));
    *reply = answer.with(NUMBER, &request.trace());
    let authorization = request.header(AUTHORIZATION.as_str()).unwrap_or("");
    let values = after_scheme(authorization, "GatewayLogin");
    if let Some(token) = values.and_then(|values| login::value(values, "token"))
        && reply.status.is_success()
    {
        let sent = std::mem::replace(reply, Reply::empty(StatusCode::OK));
        *reply = sent.with(HEADER, token);
    }
}
