//! Who calls: DirectLogin, GatewayLogin or a bearer token.

use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderName};
use serde_json::Value;

use super::account::find_local;
use super::jwt::{self, Flaw};
use super::{Context, login, problem};
use crate::message::{Reply, Request};
use crate::provider::interface::ensure;
use crate::secrets::after_scheme;
use crate::spec::Operation;
use crate::store::PersonId;
use crate::tokens::{Refused, Use};

/// The one operation that anybody may use.
const OPEN: &str = "createUser";

/// Finds out who calls, by the first scheme that the server would try.
pub(super) fn authenticate(
    context: &Context<'_>,
    operation: &Operation,
    request: &Request,
) -> Result<Option<PersonId>, Reply> {
    if operation.id() == OPEN {
        return Ok(None);
    }
    let person = credential(context, request)?;
    let account = context.account(person).ok_or_else(problem::not_logged_in)?;
    ensure(!account.deleted(), || problem::problem(StatusCode::UNAUTHORIZED, "OBP-20064", "the user is deleted"))?;
    ensure(!account.locked(), login::locked)?;
    Ok(Some(person))
}

fn credential(context: &Context<'_>, request: &Request) -> Result<PersonId, Reply> {
    let authorization = request.header(AUTHORIZATION.as_str()).unwrap_or("");
    if let Some(token) = after_scheme(authorization, "Bearer") {
        return bearer(context, token);
    }
    let direct = request.header(login::HEADER).or_else(|| after_scheme(authorization, login::SCHEME));
    if let Some(values) = direct {
        return direct_login(context, login::value(values, "token"));
    }
    match after_scheme(authorization, "GatewayLogin") {
        Some(values) => gateway(context, login::value(values, "token")),
        None => Err(problem::not_logged_in()),
    }
}

/// An invalid or expired token is a bad request to this server, not an unauthorized one.
fn direct_login(context: &Context<'_>, token: Option<&str>) -> Result<PersonId, Reply> {
    let invalid = |message| problem::bad("OBP-20003", message);
    let token = token.ok_or_else(|| invalid("the header has no token"))?;
    context.state.tokens.check(token, Use::Access, context.now()).map_err(|refused| match refused {
        Refused::Unknown => invalid("the token was never issued, or a later login ended it"),
        Refused::Expired => invalid("the token has expired"),
    })
}

fn gateway(context: &Context<'_>, token: Option<&str>) -> Result<PersonId, Reply> {
    let token = token.ok_or_else(|| problem::bad("OBP-20028", "the header has no token"))?;
    let claims = verified(context, token).map_err(|flaw| match flaw {
        Flaw::Shape => problem::bad("OBP-20041", "the token is not a JWT signed by HS256"),
        Flaw::Signature => problem::bad("OBP-20040", "the signature of the JWT is wrong"),
        Flaw::Time => problem::bad("OBP-20040", "the JWT has expired, or is not valid yet"),
    })?;
    let name = claims.get("login_user_name").and_then(Value::as_str);
    let name = name.ok_or_else(|| problem::bad("OBP-20028", "the JWT has no claim login_user_name"))?;
    local(context, name).ok_or_else(|| problem::bad("OBP-20043", "there is no user whom login_user_name names"))
}

fn bearer(context: &Context<'_>, token: &str) -> Result<PersonId, Reply> {
    let refuse = |message| problem::problem(StatusCode::UNAUTHORIZED, "OBP-20202", message);
    let claims = verified(context, token).map_err(|flaw| {
        refuse(match flaw {
            Flaw::Shape => "the token is not a JWT signed by HS256",
            Flaw::Signature => "the signature of the token is wrong",
            Flaw::Time => "the token has expired, or is not valid yet",
        })
    })?;
    let name = claims.get("sub").and_then(Value::as_str);
    name.and_then(|name| local(context, name)).ok_or_else(|| refuse("there is no user whom the claim sub names"))
}

fn verified(context: &Context<'_>, token: &str) -> Result<Value, Flaw> {
    jwt::verify(token, &context.state.credentials.jwt_secret, context.now())
}

fn local(context: &Context<'_>, username: &str) -> Option<PersonId> {
    find_local(context, username).map(|(person, _)| person.id)
}

/// Numbers the answer, and gives a gateway its JWT back.
pub(super) fn finish(request: &Request, reply: &mut Reply) {
    const NUMBER: HeaderName = HeaderName::from_static("correlation-id");
    const HEADER: HeaderName = HeaderName::from_static("gatewaylogin");

    reply.add(NUMBER, &request.trace());
    let authorization = request.header(AUTHORIZATION.as_str()).unwrap_or("");
    let token = after_scheme(authorization, "GatewayLogin").and_then(|values| login::value(values, "token"));
    if let Some(token) = token.filter(|_| reply.status.is_success()) {
        reply.add(HEADER, token);
    }
}
