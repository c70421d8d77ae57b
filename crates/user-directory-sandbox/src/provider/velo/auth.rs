//! Tokens: `POST /v1/authenticate`, and the bearer tokens that it gives.

use chrono::TimeDelta;
use http::StatusCode;
use http::header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE};
use serde_json::json;
use url::form_urlencoded;

use super::{Account, problem};
use crate::context::{Context, Principal};
use crate::message::{Outcome, Reply, Request};
use crate::provider::Extra;
use crate::secrets::{after_scheme, basic, same};
use crate::spec::{Operation, Place};
use crate::store::PersonId;
use crate::tokens::{Refused, Token};
use crate::world::World;

/// Seconds that a token lasts.
pub(super) const LIFETIME: i64 = 1799;

/// Whom the demo credentials stand for.
pub(super) const CALLER: PersonId = PersonId(0);

/// Where tokens are got.
pub(super) const ROUTES: &[Extra] = &[Extra {
    name: "veloAuth",
    method: "POST",
    path: "/v1/authenticate",
    handler: |context, request, _| log_in(context, request),
}];

fn log_in(context: &mut Context<'_>, request: &Request) -> Outcome {
    let world = &mut *context.world;
    let known = &world.velo.credentials;
    let sent = request.header(AUTHORIZATION.as_str()).and_then(basic);
    // Both are compared always, so that the time does not tell which one is wrong.
    let right = sent.is_some_and(|(key, secret)| same(&key, &known.key) & same(&secret, &known.secret));
    let account = world.store.of::<Account>(CALLER);
    if !right || !account.is_some_and(Account::is_active) {
        let reply =
            problem::refused(StatusCode::UNAUTHORIZED, "the API key or its secret is missing, wrong or not in force");
        return Err(reply.with(WWW_AUTHENTICATE, "Basic realm=\"Velo\""));
    }
    let query = request.query().unwrap_or("").as_bytes();
    let grants = form_urlencoded::parse(query).filter(|(name, _)| name == "grant_type");
    if let Some((_, other)) = grants.into_iter().find(|(_, it)| it != "client_credentials") {
        let message = format!("the grant type is client_credentials, not {other}");
        return Err(problem::wrong(Place::Query, "grant_type", &message));
    }
    let entities = [world.velo.payor.clone()];
    let token = issue(world, CALLER);
    let body = json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": LIFETIME,
        "scope": " ",
        "entityIds": entities,
    });
    Ok(Reply::json(StatusCode::OK, &body).with(CACHE_CONTROL, "no-store").with(PRAGMA, "no-cache"))
}

/// Issues a token with which a person acts.
pub(super) fn issue(world: &mut World, person: PersonId) -> String {
    let (value, now) = (world.rng.id(), world.time.now());
    let token = Token {
        provider: "velo".to_owned(),
        kind: "access".to_owned(),
        person: Some(person),
        expires: now + TimeDelta::seconds(LIFETIME),
    };
    world.tokens.issue(value.clone(), token, now);
    value
}

/// Takes all tokens of a person back.
pub(super) fn revoke(world: &mut World, person: PersonId) {
    world.tokens.revoke(|_, token| token.provider == "velo" && token.person == Some(person));
}

/// Finds out who acts with the bearer token.
pub(super) fn authenticate(_: &Operation, request: &Request, world: &World) -> Result<Principal, Reply> {
    let refuse = |message: &str| {
        problem::refused(StatusCode::UNAUTHORIZED, message)
            .with(WWW_AUTHENTICATE, "Bearer realm=\"Velo\", error=\"invalid_token\"")
    };
    let header = request.header(AUTHORIZATION.as_str());
    let value =
        header.and_then(|header| after_scheme(header, "Bearer")).ok_or_else(|| refuse("there is no bearer token"))?;
    let token = world.tokens.check(value, "velo", "access", world.time.now()).map_err(|reason| match reason {
        Refused::Unknown => refuse("the access token is not valid"),
        Refused::Expired => refuse("the access token has expired"),
    })?;
    let person = token.person;
    let account = person.and_then(|person| world.store.of::<Account>(person));
    if !account.is_some_and(Account::is_active) {
        return Err(refuse("the holder of the access token is not enabled"));
    }
    Ok(Principal { person, detail: String::new() })
}
