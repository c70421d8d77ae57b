//! Tokens: `POST /v1/authenticate`, and the bearer tokens that it issues.

use chrono::TimeDelta;
use http::StatusCode;
use http::header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE};
use serde_json::json;
use url::form_urlencoded;

use super::account::Account;
use super::{Context, problem};
use crate::message::{Outcome, Reply, Request};
use crate::secrets::{basic, is_pair};
use crate::spec::Place;
use crate::store::PersonId;
use crate::tokens::Use;

/// Seconds that a token lasts.
pub(super) const LIFETIME: i64 = 1799;

/// The person that the demo credentials stand for.
const CALLER: PersonId = PersonId(0);

pub(super) fn log_in(context: &mut Context<'_>, _: &[String], request: &Request) -> Outcome {
    let expected = &context.state.credentials;
    let sent = request.header(AUTHORIZATION.as_str()).and_then(basic);
    if !is_pair(sent, &expected.key, &expected.secret) || !context.account(CALLER).is_some_and(Account::is_active) {
        let message = "the API key or its secret is missing or wrong, or its user is not enabled";
        let reply = problem::refused(StatusCode::UNAUTHORIZED, message);
        return Err(reply.with(WWW_AUTHENTICATE, "Basic realm=\"Velo\""));
    }
    let query = request.query().unwrap_or("").as_bytes();
    let mut grants = form_urlencoded::parse(query).filter(|(name, _)| name == "grant_type");
    if let Some((_, other)) = grants.find(|(_, grant)| grant != "client_credentials") {
        let message = format!("the grant type is client_credentials, not {other}");
        return Err(problem::wrong(Place::Query, "grant_type", &message));
    }
    let body = json!({
        "access_token": issue(context, CALLER),
        "token_type": "bearer",
        "expires_in": LIFETIME,
        "scope": " ",
        "entityIds": [context.state.payor],
    });
    Ok(Reply::json(StatusCode::OK, &body).with(CACHE_CONTROL, "no-store").with(PRAGMA, "no-cache"))
}

/// Issues a token for a person.
pub(super) fn issue(context: &mut Context<'_>, person: PersonId) -> String {
    let (value, times) = (context.new_id(), (context.now(), TimeDelta::seconds(LIFETIME)));
    context.state.tokens.issue(value, Use::Access, person, times)
}

/// Returns the user of the bearer token.
pub(super) fn authenticate(context: &Context<'_>, request: &Request) -> Result<PersonId, Reply> {
    let refuse = |message| {
        problem::refused(StatusCode::UNAUTHORIZED, message)
            .with(WWW_AUTHENTICATE, "Bearer realm=\"Velo\", error=\"invalid_token\"")
    };
    let person = context.state.tokens.bearer(request, context.now()).map_err(refuse)?;
    let active = context.account(person).is_some_and(Account::is_active);
    active.then_some(person).ok_or_else(|| refuse("the holder of the token is not enabled"))
}
