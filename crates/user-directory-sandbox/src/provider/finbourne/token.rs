//! The identity provider's token endpoint: OAuth2's password grant, and refresh tokens.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use http::StatusCode;
use http::header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE};
use serde_json::json;
use url::form_urlencoded;

use super::account::{self, Account, Status};
use super::{Context, FinbourneCredentials};
use crate::message::{Outcome, Reply, Request};
use crate::provider::interface::ensure;
use crate::secrets::{basic, digest, is_pair, same};
use crate::spec::extend;
use crate::store::PersonId;
use crate::tokens::Use;

/// Path of the endpoint below the base URL.
pub(crate) const PATH: &str = "/oauth2/sandbox/v1/token";

/// Seconds that an access token lasts.
const LIFETIME: i64 = 3600;

/// How long a refresh token lasts.
const REFRESH_LIFETIME: TimeDelta = TimeDelta::days(7);

/// Wrong passwords after which a user is locked out.
const WRONG_PASSWORDS: u32 = 10;

/// The scope that gives a refresh token.
const OFFLINE: &str = "offline_access";

/// What may be asked for.
const SCOPES: [&str; 6] = ["openid", "profile", "email", "client", "groups", OFFLINE];

/// Answers with an error of OAuth2.
fn refuse(status: StatusCode, error: &str, description: &str) -> Reply {
    let body = json!({ "error": error, "error_description": description });
    Reply::json(status, &body).with(CACHE_CONTROL, "no-store")
}

fn bad(error: &str, description: &str) -> Reply {
    refuse(StatusCode::BAD_REQUEST, error, description)
}

/// What was sent as a form.
struct Form(BTreeMap<String, String>);

impl Form {
    fn read(request: &Request) -> Result<Self, Reply> {
        let is_form = request.media_type().as_deref() == Some("application/x-www-form-urlencoded");
        ensure(is_form, || bad("invalid_request", "the body must be application/x-www-form-urlencoded"))?;
        let mut form = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(request.body()).into_owned() {
            let twice = || bad("invalid_request", &format!("`{name}` is there more than once"));
            ensure(!form.contains_key(&name), twice)?;
            form.insert(name, value);
        }
        Ok(Self(form))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn need(&self, name: &str) -> Result<&str, Reply> {
        let missing = || bad("invalid_request", &format!("`{name}` is missing"));
        self.get(name).filter(|value| !value.is_empty()).ok_or_else(missing)
    }
}

/// Checks the application, whose credentials are in the header or in the form.
fn check_client(expected: &FinbourneCredentials, request: &Request, form: &Form) -> Result<(), Reply> {
    let header = request.header(AUTHORIZATION.as_str());
    let pair = match header {
        Some(header) => basic(header),
        None => form.get("client_id").map(|id| {
            let secret = form.get("client_secret").unwrap_or("");
            (id.to_owned(), secret.to_owned())
        }),
    };
    ensure(is_pair(pair, &expected.client_id, &expected.client_secret), || {
        let description = "the client id or the client secret is missing or wrong";
        let reply = refuse(StatusCode::UNAUTHORIZED, "invalid_client", description);
        reply.with(WWW_AUTHENTICATE, "Basic realm=\"FINBOURNE\"")
    })
}

/// Returns the scopes that were asked for.
fn scopes(form: &Form) -> Result<Vec<String>, Reply> {
    let asked: Vec<_> = form.need("scope")?.split_whitespace().map(str::to_owned).collect();
    let exist = asked.iter().all(|scope| SCOPES.contains(&scope.as_str()));
    ensure(exist, || bad("invalid_scope", "one or more of the scopes are not known here"))?;
    Ok(asked)
}

pub(super) fn grant(context: &mut Context<'_>, _: &[String], request: &Request) -> Outcome {
    let form = Form::read(request)?;
    check_client(&context.state.credentials, request, &form)?;
    match form.need("grant_type")? {
        "password" => by_password(context, &form),
        "refresh_token" => by_refresh(context, &form),
        _ => Err(bad("unsupported_grant_type", "the grant types are password and refresh_token")),
    }
}

fn by_password(context: &mut Context<'_>, form: &Form) -> Outcome {
    let (username, password) = (form.need("username")?, form.need("password")?);
    let scopes = scopes(form)?;
    // One answer for all reasons, so that it does not tell who exists.
    let wrong = || bad("invalid_grant", "the credentials are not valid");
    let (person, account) = account::find_by_login(context, username).ok_or_else(wrong)?;
    let person = person.id;
    let sent = digest(&account.id, password);
    let right = account.password.as_ref().is_some_and(|expected| same(expected, &sent));
    ensure(account.is_active(), wrong)?;
    let locked = context.edit(person, |account| {
        account.wrong_passwords = if right { 0 } else { account.wrong_passwords.saturating_add(1) };
        if account.wrong_passwords >= WRONG_PASSWORDS {
            account.status = Status::LockedOut;
        }
        !account.is_active()
    });
    if locked == Some(true) {
        context.state.tokens.revoke(person);
    }
    ensure(right, wrong)?;
    let refresh = scopes.iter().any(|scope| scope == OFFLINE);
    let refresh = refresh.then(|| issue(context, Use::Refresh, 42, person, REFRESH_LIFETIME));
    Ok(answer(context, person, &scopes, refresh))
}

fn by_refresh(context: &mut Context<'_>, form: &Form) -> Outcome {
    let value = form.need("refresh_token")?;
    let scopes = scopes(form)?;
    // Clients search for these words to know that they must sign in again.
    let dead = || bad("invalid_grant", "The refresh token is invalid or expired.");
    let person = context.state.tokens.check(value, Use::Refresh, context.now()).map_err(|_| dead())?;
    ensure(context.account(person).is_some_and(Account::is_active), dead)?;
    Ok(answer(context, person, &scopes, Some(value.to_owned())))
}

fn issue(context: &mut Context<'_>, usage: Use, length: usize, person: PersonId, lifetime: TimeDelta) -> String {
    let (value, now) = (context.rng().alphanumeric(length), context.now());
    context.state.tokens.issue(value, usage, person, (now, lifetime))
}

fn answer(context: &mut Context<'_>, person: PersonId, scopes: &[String], refresh: Option<String>) -> Reply {
    let mut body = json!({
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "access_token": issue(context, Use::Access, 64, person, TimeDelta::seconds(LIFETIME)),
        "scope": scopes.join(" "),
    });
    if let Some(refresh) = refresh {
        extend(&mut body, json!({ "refresh_token": refresh }));
    }
    Reply::json(StatusCode::OK, &body).with(CACHE_CONTROL, "no-store").with(PRAGMA, "no-cache")
}
