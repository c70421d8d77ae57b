//! HTTP Basic.

use http::StatusCode;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};

use super::{Context, problem};
use crate::message::{Reply, Request};
use crate::secrets::{basic, same};
use crate::store::PersonId;

/// Compares user name and password; they stand for the first person.
pub(super) fn authenticate(context: &Context<'_>, request: &Request) -> Result<Option<PersonId>, Reply> {
    let expected = &context.state.credentials;
    let sent = request.header(AUTHORIZATION.as_str()).and_then(basic);
    // Both are always compared, so that the time does not tell which one is wrong.
    let right =
        sent.is_some_and(|(user, password)| same(&user, &expected.username) & same(&password, &expected.password));
    if !right {
        let reply = problem::refused(StatusCode::UNAUTHORIZED, "user name or password is missing or wrong");
        return Err(reply.with(WWW_AUTHENTICATE, "Basic realm=\"SendAuth\", charset=\"UTF-8\""));
    }
    Ok(Some(PersonId(0)).filter(|caller| context.account(*caller).is_some()))
}
