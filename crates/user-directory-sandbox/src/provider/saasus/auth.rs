//! Who calls: signatures of requests, and access tokens of end users in bodies.

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _, Utc};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::StatusCode;
use http::header::{AUTHORIZATION, DATE, HOST};
use sha2::Sha256;

use super::{SaaSusCredentials, problem};
use crate::context::{Call, Context, Principal};
use crate::message::{Reply, Request};
use crate::provider::saasus::account::{self, Account};
use crate::secrets::{after_scheme, same};
use crate::spec::Operation;
use crate::store::PersonId;
use crate::tokens::{Refused, Token};
use crate::world::World;

/// Minutes that the clock of a client may be off; the one that was signed is not sent.
const WINDOW: i64 = 5;

/// How long an access token lasts.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// What an `Authorization` header of the scheme says.
#[derive(Default)]
struct Signed<'a> {
    signature: &'a str,
    saas_id: &'a str,
    api_key: &'a str,
}

fn read(header: &str) -> Option<Signed<'_>> {
    let mut signed = Signed::default();
    for part in after_scheme(header, "SAASUSSIGV1")?.split(',') {
        let (name, value) = part.trim().split_once('=')?;
        match name {
            "Sig" => signed.signature = value,
            "SaaSID" => signed.saas_id = value,
            "APIKey" => signed.api_key = value,
            _ => return None,
        }
    }
    Some(signed)
}

/// Returns the signature of a request that was signed in a minute.
fn sign(known: &SaaSusCredentials, minute: &str, method: &str, (host, target): (&str, &str), body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(known.secret_key.as_bytes()) else {
        return String::new();
    };
    for part in [minute, &known.api_key, method, host, target] {
        mac.update(part.as_bytes());
    }
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    HEXLOWER.encode(&digest)
}

/// Compares the signature with those of the minutes around the present one, over the bytes that came.
pub(super) fn authenticate(_: &Operation, request: &Request, world: &World) -> Result<Principal, Reply> {
    let (known, now) = (&world.saasus.credentials, world.time.now());
    let header = request.header(AUTHORIZATION.as_str());
    let signed = header.and_then(read).unwrap_or_default();
    let host = request.header(HOST.as_str()).unwrap_or("");
    let address = (host, request.target());
    // Nearest first: the time then tells by how much a clock is off, and nothing else.
    let offsets = (0..=WINDOW).flat_map(|offset| [offset, -offset]);
    let mut right = offsets.skip(1).any(|offset| {
        let minute = minute(now, offset);
        let method = request.method().as_str();
        let expected = sign(known, &minute, method, address, request.body());
        same(&expected, signed.signature)
    });
    right &= same(&known.saas_id, signed.saas_id) & same(&known.api_key, signed.api_key);
    if right {
        return Ok(Principal::default());
    }
    let message = "the signature is missing or wrong, or the clock of the client is off";
    // By this a client learns what time the sandbox lives in.
    let date = httpdate::fmt_http_date(now.into());
    Err(problem::refused(StatusCode::UNAUTHORIZED, message).with(DATE, &date))
}

/// Writes the minute that is so many after the present one.
fn minute(now: DateTime<Utc>, offset: i64) -> String {
    let time = now.checked_add_signed(TimeDelta::minutes(offset));
    time.map_or_else(String::new, |time| {
        let (month, day) = (time.month(), time.day());
        let (hour, minute) = (time.hour(), time.minute());
        format!("{:04}{month:02}{day:02}{hour:02}{minute:02}", time.year())
    })
}

/// Issues an access token to an end user.
pub(super) fn issue(world: &mut World, person: PersonId, value: String, expires: DateTime<Utc>) {
    let now = world.time.now();
    let token = Token { provider: "saasus".to_owned(), kind: "access".to_owned(), person: Some(person), expires };
    world.tokens.issue(value, token, now);
}

/// Issues an access token to somebody who has signed in.
pub(super) fn issue_now(world: &mut World, person: PersonId) -> String {
    let value = world.rng.alphanumeric(64);
    let expires = world.time.now() + LIFETIME;
    issue(world, person, value.clone(), expires);
    value
}

/// Takes all access tokens of a user back.
pub(super) fn revoke(world: &mut World, person: PersonId) {
    world.tokens.revoke(|_, token| token.provider == "saasus" && token.person == Some(person));
}

/// Returns the user whose access token the body has.
pub(super) fn holder(context: &Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    let refuse = |message| problem::bad("invalid_access_token", message);
    let value = call.field("access_token").unwrap_or_default();
    let world = &*context.world;
    let token = world.tokens.check(value, "saasus", "access", world.time.now()).map_err(|reason| match reason {
        Refused::Unknown => refuse("the access token is not valid"),
        Refused::Expired => refuse("the access token has expired"),
    })?;
    token
        .person
        .filter(|person| world.store.of::<Account>(*person).is_some())
        .ok_or_else(|| refuse("the access token's user is gone"))
}

/// Returns the user whom the path names, if the access token in the body is theirs.
pub(super) fn oneself(context: &Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    let (person, _) = account::find(&context.world.store, call)?;
    if holder(context, call)? == person.id {
        return Ok(person.id);
    }
    let message = "the access token is another user's";
    Err(problem::bad("invalid_access_token", message))
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
        let known = SaaSusCredentials {
            saas_id: "saasID".to_owned(),
            api_key: "apiKey".to_owned(),
            secret_key: "secret".to_owned(),
            ..SaaSusCredentials::default()
        };
        let sign = |method, body: &str| {
            let address = ("api.saasus.io", "/v1/auth/userinfo");
            sign(&known, "202109011234", method, address, body.as_bytes())
        };
        assert_eq!(sign("GET", ""), "a041e74fb58621f9e2e25453573b6009a93f457a33df970a7d8a5637a593708b");
        assert_eq!(sign("POST", "hello world"), "a23ee22c670a2e7756a7bad8bc2847196783e1e2576b0d999f6d1b6ccbf5e3fa");
    }
}
