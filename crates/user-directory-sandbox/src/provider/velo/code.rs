//! Codes by text message, by which the back office verifies a user.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Context, problem};
use crate::provider::interface::{Call, Reply};
use crate::secrets::same;
use crate::spec::Place;

/// How long a code is valid.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// A code that was texted.
#[derive(Serialize, Deserialize)]
pub(crate) struct Code {
    pub(super) digits: String,
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) sent: DateTime<Utc>,
}

/// Returns the form of a phone number by which codes are found.
pub(super) fn key(number: &str) -> &str {
    number.trim_start_matches('+')
}

/// Texts a code to a number.
pub(super) fn send(context: &mut Context<'_>, number: &str) {
    let code = Code { digits: context.rng().digits(6), sent: context.now() };
    context.state.codes.insert(key(number).to_owned(), code);
}

/// Verifies and removes the code of the body, if there is one; it must have been texted to one of the numbers.
pub(super) fn verify(context: &mut Context<'_>, call: &Call<'_>, numbers: &[Option<&str>]) -> Result<bool, Reply> {
    let Some(sent) = call.field("verificationCode") else {
        return Ok(false);
    };
    let now = context.now();
    let codes = &mut context.state.codes;
    let found = numbers.iter().flatten().map(|number| key(number)).find(|number| {
        let code = codes.get(*number);
        code.is_some_and(|code| same(&code.digits, sent) && now < code.sent + LIFETIME)
    });
    match found {
        Some(number) => {
            codes.remove(number);
            Ok(true)
        }
        None => {
            let message = "is not the code that was texted to the user, or has expired";
            Err(problem::wrong(Place::Body, "verificationCode", message))
        }
    }
}
