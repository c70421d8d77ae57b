//! DirectLogin: user name, password and consumer key for a token.

use chrono::TimeDelta;
use http::StatusCode;
use http::header::AUTHORIZATION;
use serde_json::json;

use super::account::find_local;
use super::{Context, jwt, problem};
use crate::message::{Outcome, Reply, Request};
use crate::provider::interface::ensure;
use crate::secrets::{after_scheme, same};
use crate::tokens::Use;

/// The header of DirectLogin.
pub(super) const HEADER: &str = "directlogin";
/// The scheme of the older form, in `Authorization`.
pub(super) const SCHEME: &str = "DirectLogin";

/// How long a token lives.
const LIFETIME: TimeDelta = TimeDelta::weeks(4);
/// The longest value of a parameter.
const LONGEST: usize = 512;

/// Returns the value of a name in a list such as `username=ada, password="x"`.
pub(super) fn value<'a>(list: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = list.split(',').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.trim() == name)?;
    Some(value.trim().trim_matches('"'))
}

pub(super) fn locked() -> Reply {
    let message = "the user is locked; an administrator can unlock them";
    problem::problem(StatusCode::UNAUTHORIZED, "OBP-20013", message)
}

pub(super) fn login(context: &mut Context<'_>, _: &[String], request: &Request) -> Outcome {
    let authorization = request.header(AUTHORIZATION.as_str());
    let list = request.header(HEADER).or_else(|| after_scheme(authorization?, SCHEME)).unwrap_or("");
    let [username, password, key] = parameters(list)?;
    let refuse = |code, message| problem::problem(StatusCode::UNAUTHORIZED, code, message);
    ensure(same(key, &context.state.credentials.consumer_key), || {
        refuse("OBP-20008", "no application has this consumer key")
    })?;
    let wrong = || refuse("OBP-20004", "user name or password is wrong");
    let (person, account) = find_local(context, username).ok_or_else(wrong)?;
    ensure(!account.locked(), locked)?;
    let (person, right, now) = (person.id, account.has_password(password), context.now());
    context.edit(person, |account| {
        if right {
            account.bad_attempts = 0;
        } else {
            account.bad_attempts = account.bad_attempts.saturating_add(1);
            account.last_failure = Some(now);
        }
    });
    ensure(right, wrong)?;
    // Only the latest token of a user and an application is valid.
    context.state.tokens.revoke(person);
    let claims = json!({ "jti": context.new_id(), "iat": now.timestamp() });
    let value = jwt::sign(&claims, &context.state.credentials.jwt_secret);
    let value = context.state.tokens.issue(value, Use::Access, person, (now, LIFETIME));
    Reply::created(&json!({ "token": value }))
}

/// Returns user name, password and consumer key, or what is wrong with them.
fn parameters(list: &str) -> Result<[&str; 3], Reply> {
    let names = ["username", "password", "consumer_key"];
    let values = names.map(|name| value(list, name).unwrap_or(""));
    let missing: Vec<_> =
        names.into_iter().zip(values).filter(|(_, value)| value.is_empty()).map(|(name, _)| name).collect();
    ensure(missing.is_empty(), || {
        problem::bad("OBP-20002", &format!("parameters are missing: {}", missing.join(", ")))
    })?;
    let [username, password, key] = values;
    let plain = |character: char| character.is_ascii_alphanumeric();
    let readable = username.chars().all(|character| plain(character) || "-._@ ".contains(character))
        && key.chars().all(plain)
        && values.iter().all(|value| value.len() <= LONGEST);
    if readable {
        return Ok([username, password, key]);
    }
    Err(problem::bad("OBP-20002", "a parameter is longer than 512 characters, or has some that are not allowed in it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_values_are_read() {
        let list = "username=ada, password=\"p=w\" ,consumer_key=k";
        assert_eq!(value(list, "username"), Some("ada"));
        assert_eq!(value(list, "password"), Some("p=w"));
        assert_eq!(value(list, "consumer_key"), Some("k"));
        assert_eq!(value(list, "token"), None);
    }
}
