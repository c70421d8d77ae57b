//! HTTP Basic.

use http::StatusCode;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};

use super::{Context, problem};
use crate::message::{Reply, Request};
use crate::secrets::{basic, is_pair};
use crate::store::PersonId;

/// Compares user name and password; they stand for the first person.
pub(super) fn authenticate(context: &Context<'_>, request: &Request) -> Result<Option<PersonId>, Reply> {
    let expected = &context.state.credentials;
    let sent = request.header(AUTHORIZATION.as_str()).and_then(basic);
    if !is_pair(sent, &expected.username, &expected.password) {
        let reply = problem::refused(StatusCode::UNAUTHORIZED, "user name or password is missing or wrong");
        return Err(reply.with(WWW_AUTHENTICATE, "Basic realm=\"SendAuth\", charset=\"UTF-8\""));
    }
    Ok(Some(PersonId(0)).filter(|caller| context.account(*caller).is_some()))
}
