//! Authentication by DirectLogin, GatewayLogin or a bearer token.

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
use crate::tokens::Use;

/// The one operation that needs no authentication.
const OPEN: &str = "createUser";

/// Authenticates the caller, by the first scheme that the server would try.
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

/// This server answers 400 for an invalid or expired token, not 401.
fn direct_login(context: &Context<'_>, token: Option<&str>) -> Result<PersonId, Reply> {
    let invalid = |message| problem::bad("OBP-20003", message);
    let token = token.ok_or_else(|| invalid("the header has no token"))?;
    context.state.tokens.check(token, Use::Access, context.now()).map_err(invalid)
}

fn gateway(context: &Context<'_>, token: Option<&str>) -> Result<PersonId, Reply> {
    let token = token.ok_or_else(|| problem::bad("OBP-20028", "the header has no token"))?;
    let code = |flaw| if flaw == Flaw::Shape { "OBP-20041" } else { "OBP-20040" };
    let claims = verified(context, token).map_err(|flaw| problem::bad(code(flaw), &flaw.to_string()))?;
    let name = claims.get("login_user_name").and_then(Value::as_str);
    let name = name.ok_or_else(|| problem::bad("OBP-20028", "the JWT has no claim login_user_name"))?;
    local(context, name).ok_or_else(|| problem::bad("OBP-20043", "no user has the name in login_user_name"))
}

fn bearer(context: &Context<'_>, token: &str) -> Result<PersonId, Reply> {
    let refuse = |message: &str| problem::problem(StatusCode::UNAUTHORIZED, "OBP-20202", message);
    let claims = verified(context, token).map_err(|flaw| refuse(&flaw.to_string()))?;
    let name = claims.get("sub").and_then(Value::as_str);
    name.and_then(|name| local(context, name)).ok_or_else(|| refuse("no user has the name in the claim sub"))
}

fn verified(context: &Context<'_>, token: &str) -> Result<Value, Flaw> {
    jwt::verify(token, &context.state.credentials.jwt_secret, context.now())
}

fn local(context: &Context<'_>, username: &str) -> Option<PersonId> {
    find_local(context, username).map(|(person, _)| person.id)
}

/// Adds the header `Correlation-Id`, and returns its JWT to a gateway.
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
