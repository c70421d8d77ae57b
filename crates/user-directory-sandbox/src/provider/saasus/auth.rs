//! Authentication: signatures of requests, and access tokens of end users in bodies.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::StatusCode;
use http::header::{AUTHORIZATION, DATE, HOST};
use sha2::Sha256;

use super::account::{self, Account};
use super::{Context, SaaSusCredentials, problem};
use crate::context::Call;
use crate::message::{Reply, Request};
use crate::secrets::{after_scheme, same};
use crate::store::PersonId;
use crate::tokens::Use;

/// Minutes that the clock of a client may be off; the time that was signed is not sent.
const WINDOW: i64 = 5;

/// Minutes within which a wrong clock is distinguished from a wrong key: two days.
const SEARCHED: i64 = 2 * 24 * 60;

/// How long an access token lasts.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// Returns signature, SaaS identifier and API key of an `Authorization` header.
fn read(header: &str) -> Option<[&str; 3]> {
    let parts = after_scheme(header, "SAASUSSIGV1")?.split(',').map(|part| part.trim().split_once('='));
    let parts = parts.collect::<Option<BTreeMap<_, _>>>()?;
    Some([parts.get("Sig")?, parts.get("SaaSID")?, parts.get("APIKey")?])
}

/// Returns the signature of a request that was signed in a minute.
fn sign(
    credentials: &SaaSusCredentials,
    minute: &str,
    method: &str,
    (host, target): (&str, &str),
    body: &[u8],
) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(credentials.secret_key.as_bytes()) else {
        return String::new();
    };
    for part in [minute, &credentials.api_key, method, host, target] {
        mac.update(part.as_bytes());
    }
    mac.update(body);
    HEXLOWER.encode(&mac.finalize().into_bytes())
}

/// Compares the signature with those of the minutes around now, over the bytes as received.
pub(super) fn authenticate(context: &Context<'_>, request: &Request) -> Result<(), Reply> {
    let (credentials, now) = (&context.state.credentials, context.now());
    let signed = request.header(AUTHORIZATION.as_str()).and_then(read);
    let signs = |offset, body: &[u8]| {
        let host = request.header(HOST.as_str()).unwrap_or("");
        let address = (host, request.target());
        let expected = sign(credentials, &minute(now, offset), request.method().as_str(), address, body);
        signed.is_some_and(|[signature, ..]| same(&expected, signature))
    };
    let body: &[u8] = request.body();
    let message = match signed {
        None => "the header Authorization is not SAASUSSIGV1 Sig=…, SaaSID=…, APIKey=…".to_owned(),
        Some([_, saas_id, _]) if !same(&credentials.saas_id, saas_id) => "there is no SaaS with this SaaSID".to_owned(),
        Some([.., api_key]) if !same(&credentials.api_key, api_key) => "there is no such APIKey".to_owned(),
        Some(_) if nearest(WINDOW).any(|offset| signs(offset, body)) => return Ok(()),
        Some(_) => match nearest(SEARCHED).find(|offset| signs(*offset, body)) {
            Some(offset) => format!("the clock is wrong: the signature was made at {} UTC", minute(now, offset)),
            None if !body.is_empty() && nearest(WINDOW).any(|offset| signs(offset, b"")) => {
                "the body is wrong: the signature does not cover it".to_owned()
            }
            None => "the signature is wrong: the secret key, or host, path, query or body differ from what was signed"
                .to_owned(),
        },
    };
    // Tells the client the time of the sandbox.
    let date = httpdate::fmt_http_date(now.into());
    Err(problem::refused(StatusCode::UNAUTHORIZED, &message).with(DATE, &date))
}

/// Returns the minutes before and after now, the nearest first.
fn nearest(most: i64) -> impl Iterator<Item = i64> {
    (0..=most).flat_map(|offset| [offset, -offset]).skip(1)
}

/// Formats the minute `offset` minutes after now.
fn minute(now: DateTime<Utc>, offset: i64) -> String {
    let time = now.checked_add_signed(TimeDelta::minutes(offset));
    time.map_or_else(String::new, |time| time.format("%Y%m%d%H%M").to_string())
}

/// Issues an access token to a user who has signed in.
pub(super) fn issue(context: &mut Context<'_>, person: PersonId) -> String {
    let (value, now) = (context.rng().alphanumeric(64), context.now());
    context.state.tokens.issue(value, Use::Access, person, (now, LIFETIME))
}

/// Returns the user whose access token the body has.
pub(super) fn holder(context: &Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    let refuse = |message| problem::bad("invalid_access_token", message);
    let found = context.state.tokens.check(call.required("access_token"), Use::Access, context.now());
    let person = found.map_err(refuse)?;
    let exists = context.account(person).is_some();
    exists.then_some(person).ok_or_else(|| refuse("the user of the access token no longer exists"))
}

/// Returns the user that the path names, if the access token in the body is theirs.
pub(super) fn named_holder<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<(PersonId, &'a Account), Reply> {
    let (person, account) = account::find(context, call)?;
    if holder(context, call)? == person.id {
        return Ok((person.id, account));
    }
    Err(problem::bad("invalid_access_token", "the access token is another user's"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_have_twelve_digits() {
        let now = DateTime::from_timestamp(1_767_225_599, 0).unwrap();
        assert_eq!(minute(now, 0), "202512312359");
        assert_eq!(minute(now, 1), "202601010000");
    }

    #[test]
    fn signatures_are_those_of_the_vendors_sdk() {
        let credentials = SaaSusCredentials {
            saas_id: "saasID".to_owned(),
            api_key: "apiKey".to_owned(),
            secret_key: "secret".to_owned(),
            ..SaaSusCredentials::default()
        };
        let sign = |method, body: &str| {
            let address = ("api.saasus.io", "/v1/auth/userinfo");
            sign(&credentials, "202109011234", method, address, body.as_bytes())
        };
        assert_eq!(sign("GET", ""), "a041e74fb58621f9e2e25453573b6009a93f457a33df970a7d8a5637a593708b");
        assert_eq!(sign("POST", "hello world"), "a23ee22c670a2e7756a7bad8bc2847196783e1e2576b0d999f6d1b6ccbf5e3fa");
    }
}
